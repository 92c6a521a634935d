"""How did a key number and its interval move as evidence came in?

Results of notebook 06 in words and tables for a reader. Reads no file and draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.case import written
from analysis.claims.timeline import interval_steps
from analysis.claims.timeline_findings import Swept
from analysis.quantities import middle_of, range_of
from analysis.results import speaking
from analysis.wording import day, until

_WEEK = pd.Timedelta(days=7)  # from one day swept to the next in the first half-year


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyNumber:
    """One of the numbers that are followed.

    Parameters
    ----------
    fact : str
        Its key among the facts.
    name, unit : str
        What it is, to begin a sentence, and its unit.
    speaks_of : str
        Of which day each value speaks, and which notebook gives it.
    figure : str
        Name of its figure's file, without "interval_".
    before : str
        Last day of the figure, when the sweep began by then; empty for the whole sweep.
    """

    fact: str
    name: str
    unit: str
    speaks_of: str = ""
    figure: str = ""
    before: str = ""


ABROAD = KeyNumber(
    fact="left_and_stayed_persons",
    name="Persons who left and were abroad",
    unit="persons",
    speaks_of="notebook 02, computed for each day; each value speaks of the latest day reported",
    figure="left_and_stayed",
    before="2023-04-01",  # the first half-year, swept week by week
)
DEAD = KeyNumber(
    fact="deaths_russia",
    name="Russian dead",
    unit="killed",
    speaks_of="notebook 03, computed for each day; each value speaks of the dead by that day",
    figure="deaths_russia",
)
CLAIMED = KeyNumber(
    fact="general_staff_claim_on_as_of",
    name="Losses the General Staff claims",
    unit="losses, undefined",
)
FOLLOWED = (ABROAD, DEAD, CLAIMED)


def shown(step) -> str:
    """A step's value with its interval: "166,000 (116,000 to 280,000)"."""
    return middle_of(step) if step.low == step.high else f"{middle_of(step)} ({range_of(step)})"


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class KeyNumbers:
    """The key numbers known by the day, each as steps from day to day; falsy where none was."""

    caption = "Key numbers and the days on which they changed"

    swept: Swept
    steps: dict[KeyNumber, pd.DataFrame]

    def __bool__(self) -> bool:
        """Whether any of them was known."""
        return len(self.steps) > 0

    def sentence(self) -> str:
        """First and last value of each."""
        if not self.swept:
            return self.swept.sentence()
        if not self:
            return f"None of the key numbers was known {until(self.swept.known)}."
        return "\n".join(f"{n.name}: {_ends(steps)}." for n, steps in self.steps.items())

    def table(self) -> pd.DataFrame:
        """One row a number and day on which it changed."""
        rows = [
            (n.name, n.unit, day(step.day), shown(step))
            for n, steps in self.steps.items()
            for step in steps.itertuples()
        ]
        return pd.DataFrame(rows, columns=["Number", "Unit", "From", "Value and interval"])


def _ends(steps: pd.DataFrame) -> str:
    """First and last value, with their days."""
    first, last = (steps.iloc[n] for n in (0, -1))
    told = f"{shown(first)} on {day(first.day)}"
    return told if len(steps) == 1 else f"{told}, {shown(last)} from {day(last.day)} on"


def key_numbers(swept: Swept) -> KeyNumbers:
    """The key numbers known by the day of knowledge.

    Parameters
    ----------
    swept : Swept
        Facts as the day of knowledge moves.

    Examples
    --------
    >>> from analysis import evidence, facts
    >>> from analysis.claims.timeline_findings import swept_facts
    >>> day, now = evidence.known_by("2022-10-11"), evidence.known_by(None)
    >>> swept = swept_facts(day, now, now.table("weekly_facts"), facts.of_sweep(""))
    >>> len(key_numbers(swept).steps)
    3
    """
    early = swept.early if swept else swept.every.head(0)
    held = set(early.loc[early["value"] != "", "fact"])
    steps = {n: interval_steps(early, n.fact) for n in FOLLOWED if n.fact in held}
    return KeyNumbers(swept=swept, steps=steps)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPath:
    """One key number over the days swept, with its interval; falsy without hindsight or days."""

    caption = "The number and the days on which it changed"

    swept: Swept
    number: KeyNumber
    steps: pd.DataFrame
    until: pd.Timestamp | None = None

    def __bool__(self) -> bool:
        """Whether there is a value to draw."""
        return len(self.steps) > 0

    @property
    def marked(self) -> str:
        """What the day of knowledge is called on the figure."""
        return "the text" if self.swept.day.date() in written() else "day of knowledge"

    @property
    def finding(self) -> str:
        """From which value to which it went, without a full stop."""
        first, last = (self.steps.iloc[n] for n in (0, -1))
        name = "Left and still abroad" if self.number == ABROAD else self.number.name
        told = f"{name}: {middle_of(first)} known by {day(first.day)}"
        return f"{told}, {middle_of(last)} by {day(last.day)}"

    @property
    def ends(self) -> str:
        """First and last value, with their days."""
        return _ends(self.steps)

    def sentence(self) -> str:
        """First and last value, or why nothing later is shown."""
        if not self.swept.later:
            return self.swept.later.without
        if not self:
            return f"{self.number.name}: not in this sweep."
        return f"{self.number.name}: {self.ends}."

    def table(self) -> pd.DataFrame:
        """One row a day on which it changed."""
        rows = [(day(s.day), middle_of(s), range_of(s)) for s in self.steps.itertuples()]
        heads = ["From", f"{self.number.name}, {self.number.unit}", "Interval"]
        return pd.DataFrame(rows, columns=heads)


def path_of(swept: Swept, number: KeyNumber) -> NumberPath:
    """One key number, `claims.ABROAD` or `claims.DEAD`, over the days swept.

    Parameters
    ----------
    swept : Swept
        From `swept_facts`; without hindsight the path has no step.
    number : KeyNumber
        Which fact, and until when it is followed.

    Returns
    -------
    NumberPath
        Steps with low, central and high, in the unit of the fact.

    Examples
    --------
    >>> from analysis import claims, evidence, facts
    >>> day, now = evidence.known_by("2022-10-11"), evidence.known_by(None)
    >>> swept = claims.swept_facts(day, now, now.table("weekly_facts"), facts.of_sweep(""))
    >>> path_of(swept, claims.ABROAD).steps["day"].iloc[0].date().isoformat()
    '2022-09-27'
    """
    some = swept.changes if swept.later else swept.every.head(0)
    known = some[(some["fact"] == number.fact) & (some["value"] != "")]
    if known.empty:
        return NumberPath(swept=swept, number=number, steps=pd.DataFrame(columns=["day"]))
    steps, last = interval_steps(some, number.fact), swept.every["since"].max()
    end = pd.Timestamp(number.before or last)
    if number.before and steps["day"].iloc[0] < end:
        steps = steps[steps["day"] < end]
    last = steps["day"].max() + _WEEK if number.before else last
    return NumberPath(swept=swept, number=number, steps=steps, until=last)
