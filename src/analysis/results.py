"""How does a result speak?

A result of this library is a frozen dataclass that says what it found. `speaking` gives it what a
notebook and a prompt need from three things that the class itself knows, as far as each makes
sense:

- ``sentence()``: the finding in one or two plain sentences, with numbers rounded as they bear; of
  an empty result, why there is nothing.
- ``table()``: a frame for a reader, with titles and units in its header and no index column;
  ``caption``: what it shows, in a few words.
- ``to_frame()``: the same table by the name other libraries use; ``str`` gives the sentence.
- ``facts()``: the numbers that prose may quote, by key, and ``rows``: keys of the evidence rows
  behind them.

Reads nothing and draws nothing.

Examples
--------
>>> from analysis import results
>>> results.Remark(words="All four sums agree.").sentence()
'All four sums agree.'
"""

import math
from dataclasses import dataclass
from typing import ClassVar, Protocol

import pandas as pd

from analysis.markup import in_html
from analysis.plain import KM2, as_html, plain
from analysis.quantities import Estimate, middle_of, range_of, rounded
from analysis.wording import Known, counted, until

BESIDE = "Our numbers, and those with your rows or assumptions"  # caption
NO_OWN = "No rows or assumptions of your own were given."  # rows_file, priors_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One number (or word, or date) that prose may quote."""

    value: float | int | str
    unit: str
    basis: str
    rows: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None

    def as_json(self) -> dict:
        """Plain dictionary; an open end is null, figures keep ten significant digits."""
        out = {"value": _plain(self.value), "unit": self.unit}
        if self.low is not None or self.high is not None:
            out |= {"low": _plain(self.low), "high": _plain(self.high)}
        return out | {"basis": self.basis, "rows": list(self.rows)}


def of(estimate: Estimate, rows: tuple[str, ...] | list[str] = (), *, note: str = "") -> Fact:
    """Fact out of an estimate.

    The interval is left out when it has no width, and a note joins the basis.

    Parameters
    ----------
    estimate : Estimate
        Gives value, ends, unit and basis.
    rows : sequence of str
        Keys of the evidence rows behind it.
    note : str
        Joins the basis.

    Returns
    -------
    Fact
        In the unit of the estimate.

    Examples
    --------
    >>> made = of(Estimate(low=1, central=2, high=4, unit="persons", basis="range"), ["BX03"])
    >>> made.value, made.low, made.high, made.rows
    (2, 1, 4, ('BX03',))
    """
    ends = {} if estimate.low == estimate.high else {"low": estimate.low, "high": estimate.high}
    return Fact(
        value=estimate.central,
        unit=estimate.unit,
        basis="; ".join(filter(None, (estimate.basis, note))),
        rows=tuple(rows),
        **ends,
    )


def number(
    value: float | int | str, unit: str, basis: str, rows: tuple[str, ...] | list[str] = ()
) -> Fact:
    """Fact without an interval: a count, a date, an exact chance.

    Parameters
    ----------
    value : float, int or str
        In `unit`.
    unit, basis : str
        As in `Fact`.
    rows : sequence of str
        Keys of the evidence rows behind it.

    Examples
    --------
    >>> number(3, "regions", "counted").as_json()["value"]
    3
    """
    return Fact(value=value, unit=unit, basis=basis, rows=tuple(rows))


def compare(ours: dict[str, Fact], theirs: dict[str, Fact]) -> pd.DataFrame:
    """Facts by our evidence alone, and with rows or assumptions of a reader, side by side.

    Parameters
    ----------
    ours, theirs : dict of Fact
        By key, as the `facts()` of a result gives them.

    Returns
    -------
    pandas.DataFrame
        Columns quantity, ours, theirs, difference and unit, one row a fact of either; the
        difference is theirs less ours, missing where one of the two is no number.

    Examples
    --------
    >>> ours = {"dead": number(100, "killed", "counted")}
    >>> print(compare(ours, {"dead": number(120, "killed", "counted")}).to_string(index=False))
    quantity  ours  theirs  difference   unit
        dead   100     120          20 killed
    """
    rows = []
    for key in dict.fromkeys([*ours, *theirs]):
        a, b = (facts[key].value if key in facts else None for facts in (ours, theirs))
        numbers = all(isinstance(v, int | float) for v in (a, b))
        unit = (ours.get(key) or theirs[key]).unit
        rows.append((key, a, b, b - a if numbers else None, unit))
    return pd.DataFrame(rows, columns=["quantity", "ours", "theirs", "difference", "unit"])


def beside(ours: dict[str, Fact], theirs: dict[str, Fact]) -> pd.DataFrame:
    """`compare` as a reader sees it: each with its interval, and the difference of the middles.

    Parameters
    ----------
    ours, theirs : dict of Fact
        Facts by key, of our run and of one with a reader's rows.

    Returns
    -------
    pandas.DataFrame
        Columns Quantity, Ours, With yours, Difference, Unit, all as text; one row a fact of
        `compare`.

    Examples
    --------
    >>> ours = Fact(value=200, low=90, high=400, unit="persons", basis="planted")
    >>> theirs = Fact(value=300, low=100, high=500, unit="persons", basis="planted")
    >>> beside({"left": ours}, {"left": theirs}).iloc[0].tolist()
    ['left', '200 (90 to 400)', '300 (100 to 500)', '+100', 'persons']
    """
    table = compare(ours, theirs)
    told = [[_in_words(facts.get(key)) for key in table["quantity"]] for facts in (ours, theirs)]
    apart = ["" if pd.isna(d) else _signed(d) for d in table["difference"]]
    shown = {"Quantity": table["quantity"].str.replace("_", " "), "Ours": told[0]}
    return pd.DataFrame(shown | {"With yours": told[1], "Difference": apart, "Unit": table["unit"]})


def _signed(difference: float) -> str:
    whole = difference == int(difference) and abs(difference) < 100
    told = f"{difference:.0f}" if whole else rounded(difference)
    return f"+{told}" if difference > 0 else told


def _in_words(fact: Fact | None) -> str:
    if fact is None:
        return "not known"
    if fact.low is None or isinstance(fact.value, str):
        return str(fact.value)
    made = Estimate(
        low=fact.low, central=fact.value, high=fact.high, unit=fact.unit, basis=fact.basis
    )
    return f"{middle_of(made)} ({range_of(made)})"


def _plain(value):
    if value is None or isinstance(value, str):
        return value
    if not math.isfinite(value):
        return None
    number = float(f"{float(value):.10g}")
    return int(number) if number == int(number) else number


def speaking(cls: type) -> type:
    """Class decorator: a result shows its sentence and its table, in a notebook and at a prompt.

    Parameters
    ----------
    cls : type
        A dataclass with a sentence, or a table, or both.

    Examples
    --------
    >>> @speaking
    ... @dataclass(frozen=True)
    ... class Count:
    ...     people: int
    ...     def sentence(self):
    ...         return f"{self.people} people were counted."
    >>> Count(people=3)
    Count: 3 people were counted.
    """
    cls.__repr__ = _told
    if "_repr_html_" not in vars(cls):
        cls._repr_html_ = _shown
    return plain(cls)


def _told(result) -> str:
    return f"{type(result).__name__}: {said(result)}"


def said(result) -> str:
    """What a result says: its sentence, or the size of its table.

    Parameters
    ----------
    result : any speaking result
        Has a sentence, or a table.

    Returns
    -------
    str
        A sentence, or the number of rows.

    Examples
    --------
    >>> said(Remark(words="Nothing fell."))
    'Nothing fell.'
    """
    if hasattr(result, "sentence"):
        return result.sentence()
    rows = len(result.table())
    return f"{rows} row{'s' * (rows != 1)}"


def _shown(result) -> str:
    """Sentence and table as HTML; texts of the data stay texts."""
    parts = [paragraphs(result.sentence())] if hasattr(result, "sentence") else []
    if hasattr(result, "table") and len(table := result.table()):
        parts.append(as_html(table, getattr(result, "caption", "")))
    return "\n".join(parts)


def paragraphs(text: str) -> str:
    r"""Text as HTML paragraphs, one a line; marks of HTML in it are shown, not obeyed.

    Parameters
    ----------
    text : str
        Of one or more lines.

    Examples
    --------
    >>> paragraphs("one\n<b>two</b>")
    '<p>one</p>\n<p>&lt;b&gt;two&lt;/b&gt;</p>'
    """
    told = KM2.sub("km²", text)
    return "\n".join(f"<p>{in_html(line)}</p>" for line in told.splitlines() if line.strip())


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding of a sentence or two, perhaps with a table, that is not quoted elsewhere.

    Examples
    --------
    >>> Remark(words="Three counts of 541,093 go together.")
    Remark: Three counts of 541,093 go together.
    """

    words: str
    frame: pd.DataFrame | None = None
    rows: tuple[str, ...] = ()
    caption: str = ""

    def sentence(self) -> str:
        """The finding in plain words."""
        return self.words

    def table(self) -> pd.DataFrame:
        """The numbers behind it; empty when the words say all."""
        return pd.DataFrame() if self.frame is None else self.frame

    def facts(self) -> dict[str, Fact]:
        """No fact."""
        return {}


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class NothingKnown:
    """A result without evidence: it says why, is falsy, and has neither table nor facts.

    Examples
    --------
    >>> bool(NothingKnown(words="Nobody had counted."))
    False
    """

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


ROWS_HELD = "Rows of evidence held, and known by the day"  # caption of a table of sizes


class Counted(Known, Protocol):
    """What can say how many rows of its tables were known: an `evidence.Evidence`."""

    def counts(self, *names: str) -> pd.DataFrame:
        """Rows held, that may bear a verdict, and known, by table."""
        ...


def held(seen: Counted, *names: str) -> Remark:
    """How many rows of evidence are held in some tables, and how many were known by the day.

    Parameters
    ----------
    seen : Counted
        Evidence of a day, as `evidence.known_by` gives it.
    *names : str
        Tables of evidence.

    Returns
    -------
    Remark
        The sentence, and a table of the rows held and known, one row a table.

    Examples
    --------
    >>> from analysis import evidence
    >>> held(evidence.known_by("2022-10-11"), "polls")
    Remark: 45 rows of evidence are held here; 44 were known by 11 October 2022 and may be used.
    """
    sizes = seen.counts(*names)
    every, known = (counted(sizes[sizes.columns[n]].sum(), "row") for n in (1, 3))
    words = f"{every} of evidence are held here; {known.split()[0]} were known {until(seen)}"
    return Remark(words=f"{words} and may be used.", frame=sizes, caption=ROWS_HELD)


def nothing(seen: Known, told: str) -> NothingKnown:
    """Result that says what was not known by the day, or why nothing is shown.

    Parameters
    ----------
    seen : evidence.Evidence
        What was looked at.
    told : str
        What had not happened, without the day.

    Examples
    --------
    >>> from analysis import evidence
    >>> nothing(evidence.known_by("2022-09-26"), "No result had been announced")
    NothingKnown: No result had been announced by 26 September 2022.
    """
    return NothingKnown(words=seen.without or f"{told} {until(seen)}.")
