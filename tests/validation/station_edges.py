"""By how many stations do counted votes near 100 % differ from the expectation?

One honest vote of 20,000 stations for each size of station, scatter and mean share of the leader;
excess of whole percentages by result, for a hundred stations above 95 %.

`make validate` writes `station_edges.csv`.
"""

import numpy as np
import pandas as pd

from analysis import stations
from station_returns import honest_returns

STATIONS, SEED = 20_000, 20240317
VOTERS = (250, 700, 1_500, 3_000)
SPREADS = (0.02, 0.06, 0.1)
SHARES = (0.96, 0.975, 0.985, 0.99, 0.993, 0.996)


def beyond(voters: int, spread: float, share: float) -> tuple[float, float]:
    """Stations too many, and their scatter, for a hundred above 95 %."""
    rng = np.random.default_rng([SEED, voters, round(1_000 * spread), round(10_000 * share)])
    frame = honest_returns(
        STATIONS, turnout=0.7, share=share, rng=rng, voters=voters, spread=spread
    )
    row = stations.integer_excess(frame).row("result")
    edge = (frame["voters"] >= 100) & (100 * frame["leader"] > 95 * frame["received"])
    return 100 * row["excess"] / edge.sum(), 100 * row["sd"] / edge.sum()


def simulate() -> pd.DataFrame:
    """One row a vote: voters, spread, share; excess and sd for a hundred stations above 95 %."""
    rows = [
        (n, spread, share, *np.round(beyond(n, spread, share), 3))
        for n in VOTERS
        for spread in SPREADS
        for share in SHARES
    ]
    return pd.DataFrame(rows, columns=["voters", "spread", "share", "excess", "sd"])
