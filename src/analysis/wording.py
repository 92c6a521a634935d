"""How are days, counts, lists and ranges said to a reader?

Words that all findings share, so that every party and every page is told in the same way. Reads
nothing and draws nothing.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Protocol

import pandas as pd

from analysis.quantities import Estimate, middle_of, rounded

_MINUS = re.compile(r"(?<![\w.,)])-(?=\d)")  # a hyphen that begins a number


class Known(Protocol):
    """What was known by a day, or why nothing is shown: an `evidence.Evidence`."""

    as_of: date | None
    without: str


def day(of: object, *, year: bool = True, month: str = "%B") -> str:
    """A day as a reader says it, written alike on every system.

    Parameters
    ----------
    of : str, datetime.date or pandas.Timestamp
        The day; text as YYYY-MM-DD.
    year : bool
        Whether its year is said.
    month : str
        How the month is said: "%B" in full, "%b" in short.

    Raises
    ------
    ValueError
        If it is no day.

    Examples
    --------
    >>> day("2022-10-11"), day("2022-10-01", year=False, month="%b")
    ('11 October 2022', '1 Oct')
    """
    when = pd.Timestamp(of)
    return f"{when.day} {when:{month}}" + (f" {when.year}" if year else "")


def weekday(of: object) -> str:
    """A day with its name.

    Examples
    --------
    >>> weekday("2022-10-11")
    'Tuesday 11 October 2022'
    """
    return f"{pd.Timestamp(of):%A} {day(of)}"


def period(first: object, last: object, *, month: str = "%B") -> str:
    """First and last day, the year said once where it is one; or the one day that both are.

    Parameters
    ----------
    first, last : str, datetime.date or pandas.Timestamp
        The days.
    month : str
        As in `day`.

    Raises
    ------
    ValueError
        If one is no day.

    Examples
    --------
    >>> period("2022-09-21", "2022-10-04"), period("2022-10-04", "2022-10-04")
    ('21 September to 4 October 2022', '4 October 2022')
    """
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    whole = day(end, month=month)
    if day(start) == day(end):
        return whole
    return f"{day(start, year=start.year != end.year, month=month)} to {whole}"


def until(known: Known) -> str:
    """Day of knowledge in a sentence.

    Parameters
    ----------
    known : Known
        Evidence with an `as_of`, None where all is known.

    Returns
    -------
    str
        "by" and the day, or "so far".

    Examples
    --------
    >>> from analysis import evidence
    >>> until(evidence.known_by("2022-10-11")), until(evidence.known_by(None))
    ('by 11 October 2022', 'so far')
    """
    return f"by {day(known.as_of)}" if known.as_of else "so far"


def listed(names: Iterable[str], last: str = "and") -> str:
    """Names in a sentence; none give an empty text.

    Examples
    --------
    >>> listed(["Georgia", "Mongolia", "Kazakhstan"]), listed(["ISW", "NZZ"], "or")
    ('Georgia, Mongolia and Kazakhstan', 'ISW or NZZ')
    """
    *most, end = list(names) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def counted(number: float, one: str, many: str = "") -> str:
    """A number with its noun.

    Parameters
    ----------
    number : float
        How many; shown as a whole number.
    one, many : str
        The noun of one, and of several: with an "s" where it is left out.

    Returns
    -------
    str
        The number with commas, "no" for zero.

    Examples
    --------
    >>> counted(1, "sum"), counted(1200, "country", "countries"), counted(0, "sum")
    ('1 sum', '1,200 countries', 'no sums')
    """
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,.0f} {noun}" if number else f"no {noun}"


def typeset(text: str) -> str:
    """A text with the signs a printer would set: true minus, raised two, unbroken per cent.

    Examples
    --------
    >>> [f"{ord(c):x}" for c in typeset("-5 km2, 3 %") if ord(c) > 127]
    ['2212', 'b2', '202f']
    >>> typeset("0-14 years, 2022-10-11, 600-700")
    '0-14 years, 2022-10-11, 600-700'
    """
    signed = _MINUS.sub("\N{MINUS SIGN}", text.replace("km2", "km\N{SUPERSCRIPT TWO}"))
    return signed.replace(" %", "\N{NARROW NO-BREAK SPACE}%")


def verb(number: int, one: str, many: str) -> str:
    """The verb that goes with a number of things.

    Examples
    --------
    >>> verb(1, "fails", "fail"), verb(2, "fails", "fail")
    ('fails', 'fail')
    """
    return one if number == 1 else many


def times(factor: float) -> str:
    """A factor as a reader says it.

    Examples
    --------
    >>> times(156.2), times(1.72)
    ('156 times', '1.7 times')
    """
    return f"{factor:,.0f} times" if factor >= 10 else f"{factor:.1f} times"


def chance(probability: float) -> str:
    """A probability as a reader says it.

    Examples
    --------
    >>> chance(1 / 1350), chance(1.0)
    ('1 in 1,350', 'certain')
    """
    return "certain" if probability >= 1 else f"1 in {rounded(1 / probability)}"


def span(low: float, high: float, form: str = ",.0f") -> str:
    """Two ends of a range, or the one value that both are.

    Examples
    --------
    >>> span(45, 65), span(100, 100)
    ('45 to 65', '100')
    """
    return " to ".join(dict.fromkeys((f"{low:{form}}", f"{high:{form}}")))


def in_percent(change: Estimate) -> str:
    """A change with its range, as a reader says it: "-10.2 % (-16.1 to -5.2)"."""
    low, middle, high = (f"{v:+.1f}" for v in (change.low, change.central, change.high))
    return f"{middle} %" if low == high else f"{middle} % ({low} to {high})"


def yes_no(value: bool) -> str:
    """A mark in a table."""
    return "yes" if value else "no"


def parts(estimate: Estimate) -> tuple[str, str, str]:
    """Middle, low and high end of an estimate as cells of a table."""
    ends = estimate.low, estimate.high
    return middle_of(estimate), rounded(ends[0], *ends), rounded(ends[1], *ends)


def shown(values: pd.Series, form: str = ",.0f") -> list[str]:
    """Numbers as cells of a table."""
    return [f"{v:{form}}" for v in values]


def frame(rows: Iterable[tuple], *titles: str) -> pd.DataFrame:
    """A reader's table out of rows; an empty one keeps its titles."""
    return pd.DataFrame(list(rows), columns=list(titles))
