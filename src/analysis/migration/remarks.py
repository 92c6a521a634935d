"""How is a small finding told, and how are days said to a reader?"""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.results import speaking


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding of a sentence or two, perhaps with a table; falsy where there was nothing to find.

    Examples
    --------
    >>> Remark(words="Nobody had counted.", found=False)
    Remark: Nobody had counted.
    """

    words: str
    frame: pd.DataFrame | None = None
    found: bool = True

    def __bool__(self) -> bool:
        """Whether anything was found."""
        return self.found

    def sentence(self) -> str:
        """The finding in plain words."""
        return self.words

    def table(self) -> pd.DataFrame:
        """The numbers behind it; empty when the words say all."""
        return pd.DataFrame() if self.frame is None else self.frame


def on(day: object) -> str:
    """A day as a reader says it.

    Examples
    --------
    >>> on("2022-10-11")
    '11 October 2022'
    """
    when = pd.Timestamp(day)
    return f"{when.day} {when:%B %Y}"


def between(first: object, last: object) -> str:
    """First and last day of a window, the year said once.

    Examples
    --------
    >>> between("2022-09-21", "2022-10-04")
    '21 September to 4 October 2022'
    """
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    begun = f"{start.day} {start:%B}" if start.year == end.year else on(start)
    return f"{begun} to {on(end)}"


def by_day(known: Evidence) -> str:
    """Day of knowledge in a sentence: "by 11 October 2022".

    Examples
    --------
    >>> from analysis import evidence
    >>> by_day(evidence.known_by("2022-10-11")), by_day(evidence.known_by(None))
    ('by 11 October 2022', 'so far')
    """
    return "so far" if known.as_of is None else f"by {on(known.as_of)}"


def listed(names: tuple[str, ...] | list[str]) -> str:
    """Names in a sentence.

    Examples
    --------
    >>> listed(["Georgia", "Mongolia", "Kazakhstan"])
    'Georgia, Mongolia and Kazakhstan'
    """
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def many(count: int, one: str, more: str = "") -> str:
    """A count with its noun.

    Examples
    --------
    >>> many(1, "sum"), many(3, "country", "countries"), many(0, "sum")
    ('1 sum', '3 countries', 'no sums')
    """
    return f"{count or 'no'} {one if count == 1 else more or one + 's'}"
