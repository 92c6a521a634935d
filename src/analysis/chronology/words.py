"""How is a small finding about dates or maps told, and what is said where nothing is known?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.evidence import Evidence
from analysis.quantities import Estimate
from analysis.results import Fact, speaking


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding of a sentence or two, perhaps with a table; falsy where there was nothing to find.

    Examples
    --------
    >>> Remark(words="No map had been drawn.", found=False)
    Remark: No map had been drawn.
    """

    words: str
    frame: pd.DataFrame | None = None
    found: bool = True
    rows: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was found."""
        return self.found

    def sentence(self) -> str:
        """The finding in plain words."""
        return self.words

    def table(self) -> pd.DataFrame:
        """The numbers behind it; empty when the words say all."""
        return pd.DataFrame() if self.frame is None else self.frame

    def facts(self) -> dict[str, Fact]:
        """No fact: a remark is not quoted elsewhere."""
        return {}


def nothing(seen: Evidence, what: str) -> Remark:
    """Remark that says what had not been published, or why nothing later is shown."""
    told = f"{what} had been published {until(seen)}."
    return Remark(words=seen.without or told, found=False)


def until(seen: Evidence) -> str:
    """Day of knowledge in a sentence: "by 11 October 2022", or "so far"."""
    return f"by {day(seen.as_of)}" if seen.as_of else "so far"


def day(of: object) -> str:
    """Day as a reader says it: "11 October 2022"."""
    when = pd.Timestamp(of)
    return f"{when.day} {when:%B %Y}"


def weekday(of: object) -> str:
    """Day with its name: "Tuesday 11 October 2022"."""
    return f"{pd.Timestamp(of):%A} {day(of)}"


def span(first: object, last: object) -> str:
    """Days from the first to the last, or the one day that both are."""
    return " to ".join(dict.fromkeys((day(first), day(last))))


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: "ISW, Liveuamap and NZZ"."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def short(maker: str) -> str:
    """Name of a map maker without the note on what it was drawn from."""
    return maker.split(" (")[0]


def in_percent(change: Estimate) -> str:
    """A change with its range, as a reader says it: "-10.2 % (-16.1 to -5.2)"."""
    low, middle, high = (f"{v:+.1f}" for v in (change.low, change.central, change.high))
    return f"{middle} %" if low == high else f"{middle} % ({low} to {high})"


def last_day(known: Evidence, written: date) -> date:
    """Day of the text, or the day of knowledge when that is earlier."""
    return min(written, known.as_of or written)
