"""Which regions does a reader ask for?

The parameter `region` of a notebook, as rows and in words. Reads nothing and draws nothing.
"""

import pandas as pd

from analysis.parameters import Parameters
from analysis.referendum.announced import REGIONS


def chosen(p: Parameters | None) -> tuple[str, ...]:
    """Regions asked for by the parameter `region`; all without it."""
    region = p.extra.get("region", "all") if p else "all"
    return REGIONS if region == "all" else (region,)


def of_chosen(p: Parameters | None) -> str:
    """The one region asked for, to follow a noun: " of Kherson"; "" for all."""
    regions = chosen(p)
    return f" of {regions[0]}" if len(regions) == 1 else ""


def of_regions(frame: pd.DataFrame, p: Parameters | None) -> pd.DataFrame:
    """Rows of the regions asked for."""
    return frame[frame["region"].isin(chosen(p))].reset_index(drop=True)
