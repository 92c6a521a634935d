"""Do the intervals of 95 % around fitted shares of stuffed stations hold what was planted?

`make validate` writes `mixture_intervals.csv`.
"""

import numpy as np
import pandas as pd

from analysis import stations
from station_returns import simulated_cloud
from validation.mixture_grid import SHAPES

VOTES, STATIONS = 200, 2_000
PLANTED = {"incremental": 0.2, "extreme": 0.03}
SEED = 20220923
FIRST = 1  # simulated again by the test


def simulate(votes: int = VOTES) -> pd.DataFrame:
    """Votes whose interval holds the planted share: share, planted, votes, identified, inside."""
    inside, identified = dict.fromkeys(PLANTED, 0), 0
    for vote in range(votes):
        rng = np.random.default_rng([SEED, vote])
        fit = stations.fit_mixture(simulated_cloud(STATIONS, *PLANTED.values(), SHAPES, rng=rng))
        identified += fit.identified
        for name, planted in PLANTED.items():
            low, high = fit.reach(name)
            inside[name] += fit.identified and low <= planted <= high
    rows = [(name, planted, votes, identified, inside[name]) for name, planted in PLANTED.items()]
    return pd.DataFrame(rows, columns=["share", "planted", "votes", "identified", "inside"])
