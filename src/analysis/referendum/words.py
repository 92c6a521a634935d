"""How do findings about a vote word days, lists and what is missing?

Small pieces that the `*_findings` modules share. Reads nothing and draws nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate, rounded
from analysis.referendum.announced import REGIONS
from analysis.referendum.shares import whole_beyond
from analysis.results import Fact, speaking


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class NothingKnown:
    """A result without evidence: it says why, is falsy, and has neither table nor facts."""

    words: str
    rows: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Never true: a figure of it is said, not drawn."""
        return False

    def sentence(self) -> str:
        """Why there is nothing."""
        return self.words

    def table(self) -> pd.DataFrame:
        """Empty."""
        return pd.DataFrame()

    def facts(self) -> dict[str, Fact]:
        """None."""
        return {}


def nothing(seen: Evidence, what: str) -> NothingKnown:
    """Result of no evidence: "No result was known by 26 September 2022."; or why it is left out."""
    return NothingKnown(words=seen.without or f"{what} {by_day(seen)}.")


def day(of: date) -> str:
    """Day as a reader says it: "11 October 2022"."""
    return f"{of.day} {of:%B %Y}"


def by_day(seen: Evidence) -> str:
    """Until when was looked: "by 11 October 2022", or "in all evidence held"."""
    return f"by {day(seen.as_of)}" if seen.as_of else "in all evidence held"


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


def joined(parts: Iterable[str], last: str = "and") -> str:
    """List as prose: "one, two and three"."""
    parts = list(parts)
    return f" {last} ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def counted(number: int, one: str, many: str = "") -> str:
    """Number with its noun: "1 poll", "14 readings"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def verb(number: int, one: str, many: str) -> str:
    """Verb for a number of things: "fails", "fail"."""
    return one if number == 1 else many


def yes_no(value: bool) -> str:
    """A mark in a table."""
    return "yes" if value else "no"


def chance(probability: float) -> str:
    """Probability as a reader says it: "1 in 1,350"; "certain" for one."""
    return "certain" if probability >= 1 else f"1 in {rounded(1 / probability)}"


def gap_of_ballots(audit) -> Estimate:
    """Ballots beyond those at which the announced share holds, with the rounding of that share."""
    said = audit.announced
    low, central, high = (
        whole_beyond(audit.for_votes, audit.whole, s) for s in (said.low, said.central, said.high)
    )
    basis = "rounding of the share"
    return Estimate(low=low, central=central, high=high, unit="ballots", basis=basis)


def frame(rows: list[tuple], *titles: str) -> pd.DataFrame:
    """Reader's table out of rows; an empty one keeps its titles."""
    return pd.DataFrame(rows, columns=list(titles))
