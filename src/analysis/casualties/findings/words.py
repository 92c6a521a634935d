"""How are days, counts and the lack of evidence said?

Small words that the findings share. Draws nothing.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import pandas as pd

from analysis.evidence import Evidence
from analysis.quantities import middle_of, rounded
from analysis.results import Fact, speaking

SIDES = {"RU": "Russian", "UA": "Ukrainian"}


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class NothingKnown:
    """A result without evidence: it says why, is falsy, and has no table and no facts."""

    words: str
    rows: ClassVar[tuple[str, ...]] = ()

    def __bool__(self) -> bool:
        """Never true, so that a figure of it is said and not drawn."""
        return False

    def sentence(self) -> str:
        """Why there is nothing."""
        return self.words

    def table(self) -> pd.DataFrame:
        """Empty table."""
        return pd.DataFrame()

    def facts(self) -> dict[str, Fact]:
        """No fact."""
        return {}


def nothing(seen: Evidence, what: str) -> NothingKnown:
    """Result that says what had not been published, or why nothing later is shown."""
    return NothingKnown(words=seen.without or f"No {what} had been published{until(seen)}.")


def until(seen: Evidence) -> str:
    """Last day of the evidence as the end of a sentence; nothing when all evidence is admitted."""
    return f" by {day(seen.as_of)}" if seen.as_of else " in what this project holds"


def day(moment: date) -> str:
    """Day as a reader says it: "11 October 2022"."""
    return f"{moment.day} {moment:%B %Y}"


def count(number: float, one: str, many: str = "") -> str:
    """Number with its noun: "1 claim", "17 claims", "no claims"."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,.0f} {noun}" if number else f"no {noun}"


def times(factor: float) -> str:
    """Factor as a reader says it: "156 times", "1.7 times"."""
    return f"{factor:,.0f} times" if factor >= 10 else f"{factor:.1f} times"


def parts(estimate) -> tuple[str, str, str]:
    """Middle, low and high end of an estimate as cells of a table."""
    ends = estimate.low, estimate.high
    return middle_of(estimate), rounded(ends[0], *ends), rounded(ends[1], *ends)


def shown(values: pd.Series, form: str = ",.0f") -> list[str]:
    """Numbers as cells of a table."""
    return [f"{v:{form}}" for v in values]


def span(low: float, high: float, form: str = ",.0f") -> str:
    """Two ends of a range, or the one value that both are: "45 to 65"."""
    ends = dict.fromkeys((f"{low:{form}}", f"{high:{form}}"))
    return " to ".join(ends)
