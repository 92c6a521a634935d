"""How well are planted shares of stuffed stations recovered?

`make validate` writes `mixture_grid.csv` in a few minutes.
"""

import numpy as np
import pandas as pd

from analysis import stations
from station_returns import simulated_cloud

SHAPES = {
    "turnout": 0.5,
    "turnout_sd": 0.1,
    "share": 0.5,
    "share_sd": 0.1,
    "strength": 0.3,
    "deviousness": 2.0,
}
PLANTED = ((0.0, 0.0), (0.08, 0.02), (0.2, 0.02), (0.4, 0.05))
SIZES = (200, 1_000, 5_000, 40_000)
REPEATS = 5


def fitted(size: int, incremental: float, extreme: float, seed: int) -> stations.Fit:
    """Fit of one seeded simulated vote."""
    rng = np.random.default_rng([size, seed])
    return stations.fit_mixture(simulated_cloud(size, incremental, extreme, SHAPES, rng=rng))


def recovered(size: int, incremental: float, extreme: float) -> dict[str, float]:
    """Mean and standard deviation of fitted shares over seeded simulated votes."""
    fits = [fitted(size, incremental, extreme, seed) for seed in range(REPEATS)]
    found = np.array([(f.incremental, f.extreme) for f in fits])
    mean, sd = found.mean(axis=0), found.std(axis=0, ddof=1)
    return {
        "stations": size,
        "planted_incremental": incremental,
        "planted_extreme": extreme,
        "incremental": round(mean[0], 4),
        "incremental_sd": round(sd[0], 4),
        "extreme": round(mean[1], 4),
        "extreme_sd": round(sd[1], 4),
    }


def simulate() -> pd.DataFrame:
    """Recovered shares by size and planted shares."""
    return pd.DataFrame([recovered(n, i, e) for n in SIZES for i, e in PLANTED])
