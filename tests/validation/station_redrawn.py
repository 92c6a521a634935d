"""Ten thousand drawn elections of 2021.

As the original authors draw them, for the exact expectation to be held against.

`make validate` writes `station_redrawn.csv` in about three CPU minutes; the returns must be in the
cache.
"""

import numpy as np
import pandas as pd

from analysis import stations
from station_returns import redrawn_counts

YEAR, DRAWS, FIRST, SEED = 2021, 10_000, 20, 20210919
ABOVE = (
    -1,
    0,
    1,
    2,
    3,
)  # standard deviations above the exact expectation at which tails are compared


def thresholds(found: stations.Excess, measure: str) -> list[int]:
    """Whole numbers of stations next to each of `ABOVE`."""
    one = found.row(measure)
    return [round(one["expected"] + z * one["sd"]) for z in ABOVE]


def simulate(draws: int = DRAWS) -> pd.DataFrame:
    """One row a measure.

    Mean, sd and the share of draws with at least as many stations as each threshold.
    """
    frame = stations.load_stations(YEAR).stations
    found = stations.integer_excess(frame)
    counts = redrawn_counts(frame, draws=draws, rng=np.random.default_rng(SEED))
    rows = []
    for measure, drawn in zip(stations.MEASURES, counts, strict=True):
        tails = {
            f"tail_{z}": (drawn >= x).mean()
            for z, x in zip(ABOVE, thresholds(found, measure), strict=True)
        }
        rows.append(
            {
                "measure": measure,
                "draws": draws,
                "mean": drawn.mean(),
                "sd": drawn.std(ddof=1),
                **tails,
            }
        )
    return pd.DataFrame(rows).round(4)
