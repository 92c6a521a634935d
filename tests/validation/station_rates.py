"""How often the integer test flags votes that were counted.

And votes of which a part was written at whole percentages.

Each simulated vote has 2,000 stations of its own turnout, share and scatter: stations differ by
more than ballots do (overdispersed), their sizes by a factor of two to three. Written stations aim
at the whole percentage nearest to what was counted, so totals stay as they are. The null of the
test takes each station's own share, not the scatter: honest votes show whether that matters.
"""

import numpy as np
import pandas as pd

from analysis import stations
from station_returns import honest_returns, write_results

HONEST, PLANTED = 6_000, 200  # votes simulated without and with stations written
FIRST = 30  # of each, simulated again by the test
STATIONS = 2_000
LEVEL = 0.05
PARTS = (0.0, 0.005, 0.01, 0.02, 0.05, 0.10)  # of the stations written
SEED = 20240317


def found(part: float, vote: int) -> stations.Excess:
    """Whole percentages of one simulated vote."""
    rng = np.random.default_rng([SEED, round(1000 * part), vote])
    counted = honest_returns(
        STATIONS,
        turnout=rng.uniform(0.35, 0.85),
        share=rng.uniform(0.3, 0.85),
        spread=rng.uniform(0.02, 0.1),
        rng=rng,
    )
    return stations.integer_excess(write_results(counted, part, rng=rng))


def simulate(honest: int = HONEST, planted: int = PLANTED) -> pd.DataFrame:
    """Share flagged at `LEVEL`, and stations above expectation of those written, on average.

    Columns written_pct, measure, votes, flagged_pct, recovered_pct (empty without writing).
    """
    rows = []
    for part in PARTS:
        votes = [found(part, vote) for vote in range(planted if part else honest)]
        for m in stations.MEASURES:
            hits = np.mean([v.pvalue[m] <= LEVEL for v in votes])
            excess = np.mean([v.row(m)["excess"] for v in votes])
            recovered = round(100 * excess / (part * STATIONS), 1) if part else ""
            rows.append((100 * part, m, len(votes), round(100 * hits, 1), recovered))
    columns = ["written_pct", "measure", "votes", "flagged_pct", "recovered_pct"]
    return pd.DataFrame(rows, columns=columns)
