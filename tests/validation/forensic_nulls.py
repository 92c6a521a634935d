"""How often does a vote come out as identified: honest electorates, and planted stuffing?

Clouds of stations with ballots that fall by chance: one electorate, town and country, a gradient
between them, a small broad cloud, and stuffing drawn from the model. What the model says if nobody
asks stands beside.

`make validate` writes `forensic_nulls.csv` in about two CPU minutes.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis import stations
from station_returns import honest_cloud, simulated_cloud
from validation.mixture_grid import SHAPES

VOTES, FIRST, SEED = 40, 4, 20241026
GRADIENT = tuple((0.2, 0.45 + 0.05 * k, 0.45 + 0.05 * k) for k in range(5))
TRUTHS: dict[str, Callable[[np.random.Generator], np.ndarray]] = {
    "one electorate, 3,000": lambda rng: honest_cloud(3_000, ((1.0, 0.55, 0.5),), rng=rng),
    "town and country, 500": lambda rng: honest_cloud(
        500, ((0.5, 0.45, 0.45), (0.5, 0.62, 0.65)), rng=rng
    ),
    "town and country, 3,000": lambda rng: honest_cloud(
        3_000, ((0.5, 0.45, 0.45), (0.5, 0.62, 0.65)), rng=rng
    ),
    "gradient, 3,000": lambda rng: honest_cloud(3_000, GRADIENT, rng=rng),
    "broad, 300": lambda rng: honest_cloud(300, ((1.0, 0.75, 0.5),), rng=rng, spread=0.15),
    "stuffed 8 and 2 %, 3,000": lambda rng: simulated_cloud(3_000, 0.08, 0.02, SHAPES, rng=rng),
    "stuffed 20 and 2 %, 1,000": lambda rng: simulated_cloud(1_000, 0.2, 0.02, SHAPES, rng=rng),
    "stuffed 20 and 2 %, 3,000": lambda rng: simulated_cloud(3_000, 0.2, 0.02, SHAPES, rng=rng),
    "stuffed 40 and 5 %, 3,000": lambda rng: simulated_cloud(3_000, 0.4, 0.05, SHAPES, rng=rng),
}


def fitted(truth: str, vote: int) -> stations.Fit:
    """Fit of one seeded vote."""
    return stations.fit_mixture(TRUTHS[truth](np.random.default_rng([SEED, vote])))


def simulate(votes: int = VOTES) -> pd.DataFrame:
    """One row a truth: truth, votes, identified, unasked (median share in %, stuffed a little)."""
    rows = []
    for truth in TRUTHS:
        fits = [fitted(truth, vote) for vote in range(votes)]
        unasked = np.median([100 * f.incremental for f in fits])
        rows.append((truth, votes, sum(f.identified for f in fits), round(float(unasked), 1)))
    return pd.DataFrame(rows, columns=["truth", "votes", "identified", "unasked"])
