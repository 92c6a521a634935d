"""What is one row of what is told of the weekly dead?

The columns that every source is turned into. Pure.
"""

import numpy as np
import pandas as pd

from analysis.casualties.roots import START

COLUMNS = {
    "key": "",
    "source": "",
    "kind": "claim",  # claim, register or names
    "value": np.nan,
    "sd": 0.0,  # of the logarithm, on top of the error of its kind
    "bound": 0,  # 1: at least; -1: at most
    "start": START,
    "end": pd.NaT,  # first day after the period
    "forces": "all",
    "wounded": False,
    "open": False,
    "registered": False,  # without those missing and not declared dead
    "stand": "",
    "party": "",
    "root": "",
    "seen_from": pd.NaT,  # names that became known between these days
    "seen_to": pd.NaT,
}
DAY = pd.Timedelta(days=1)


def framed(rows: list[dict]) -> pd.DataFrame:
    """Rows as a frame with every column, those not given at their usual value."""
    frame = pd.DataFrame([COLUMNS | row for row in rows], columns=list(COLUMNS))
    for column in ("start", "end", "seen_from", "seen_to"):
        frame[column] = pd.to_datetime(frame[column])
    return frame
