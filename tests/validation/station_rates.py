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

HONEST, PLANTED = 20_000, 300  # votes simulated without and with stations written
FIRST = 30  # of each, simulated again by the test
STATIONS = 2_000
LEVEL = 0.05
PARTS = (0.0, 0.005, 0.01, 0.02, 0.05, 0.10)  # of the stations written
SEED = 20240317


def flagged(part: float, vote: int) -> dict[str, bool]:
    """Whether one simulated vote is flagged, by measure."""
    rng = np.random.default_rng([SEED, round(1000 * part), vote])
    counted = honest_returns(
        STATIONS,
        turnout=rng.uniform(0.35, 0.85),
        share=rng.uniform(0.3, 0.85),
        spread=rng.uniform(0.02, 0.1),
        rng=rng,
    )
    found = stations.integer_excess(write_results(counted, part, rng=rng)).pvalue
    return {measure: found[measure] <= LEVEL for measure in stations.MEASURES}


def simulate(honest: int = HONEST, planted: int = PLANTED) -> pd.DataFrame:
    """Share flagged at `LEVEL`: written_pct, measure, votes, flagged_pct."""
    rows = []
    for part in PARTS:
        hits = pd.DataFrame([flagged(part, vote) for vote in range(planted if part else honest)])
        rows += [
            (100 * part, m, len(hits), round(100 * hits[m].mean(), 1)) for m in stations.MEASURES
        ]
    return pd.DataFrame(rows, columns=["written_pct", "measure", "votes", "flagged_pct"])
