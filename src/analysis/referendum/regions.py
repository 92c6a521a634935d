"""Which regions does a reader ask for?

The parameter `region` of a notebook, as rows and in words. Reads nothing and draws nothing.
"""

import pandas as pd

from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.referendum.announced import REGIONS, share_alone
from analysis.results import NothingKnown, nothing
from analysis.wording import listed


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


def no_result(known: Evidence, p: Parameters | None) -> NothingKnown:
    """That no result was known, or which shares were without their votes and ballots."""
    tallies = known.table("referendum_tallies")
    alone = [f"{s} in {r}" for r in chosen(p) if (s := share_alone(tallies, r))]
    if not alone:
        return nothing(known, f"No result{of_chosen(p)} had been announced")
    shares = f"the announced share{'s' * (len(alone) > 1)} ({listed(alone)})"
    return nothing(known, f"No votes and ballots beside {shares} had been announced")
