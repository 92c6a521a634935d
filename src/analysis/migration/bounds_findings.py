"""What do the counts say without any assumption, and what is assumption alone?

Results of notebook 02 in words and tables for a reader. Reads no file and draws nothing.
"""

import math
from dataclasses import dataclass

import pandas as pd

from analysis.migration.abroad_findings import StillAbroad
from analysis.migration.bounds import Bounds, CountryBounds, rounded_down
from analysis.migration.wave import CountryInput
from analysis.quantities import Estimate, middle_of, range_of, rounded, spoken
from analysis.results import Fact, NothingKnown, Remark, number, speaking
from analysis.wording import day, listed, period


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class NoAssumption:
    """Bounds from counts and identities alone, beside the interval that assumptions make.

    `hidden` says where counts do not show the wave, so that a part of it is assumption alone.
    """

    caption = "What the counts alone show, by country"

    bounds: Bounds | None = None
    estimate: Estimate | None = None
    hidden: str = ""
    why: str = ""

    def __bool__(self) -> bool:
        """Whether anything was counted."""
        return self.bounds is not None

    @property
    def shown(self) -> str:
        """The day on which the counts show most, and how many, without a full stop."""
        b = self.bounds
        if b.on is None:
            return "no window with both counts shows that anybody stayed"
        return f"at least {rounded_down(b.at_least)} newly come were there on {day(b.on)}"

    def sentence(self) -> str:
        """What counts alone allow, and that the rest is assumed."""
        if not self:
            return self.why
        return (
            f"By counts and identities alone, {self.shown}{self._at_the_end()}; and there is no "
            "upper limit, since not every country counted. The interval of "
            f"{range_of(self.estimate)} rests on the assumptions.\n"
            f"The entries printed come to {rounded(self.bounds.printed)} crossings. Those of usual "
            "times are among them, and among those newly come.\n"
            f"{self.hidden}"
        )

    def _at_the_end(self) -> str:
        """What is certain of the last day, where it is another than the one that shows most."""
        b = self.bounds
        if b.on == pd.Timestamp(b.end):
            return ""
        certain = f"at least {rounded_down(b.at_end)} are" if b.at_end else "nobody is"
        return (
            f". On {day(b.end)} {certain} certain, since exits after the last report are not known"
        )

    def table(self) -> pd.DataFrame:
        """One row a country."""
        if not self:
            return pd.DataFrame()
        return pd.DataFrame([_row(c) for c in self.bounds.countries])

    def facts(self) -> dict[str, Fact]:
        """Entries printed, and persons whom the counts alone show newly there."""
        if not self:
            return {}
        entries = number(self.bounds.printed, "crossings", "entries as printed", self.bounds.rows)
        told = {"entries_printed_crossings": entries}
        if self.bounds.on is None:
            return told
        basis = f"entries less exits, rounded outward, no assumption; on {self.bounds.on:%Y-%m-%d}"
        shown = number(self.bounds.at_least, "persons", basis, self.bounds.rows)
        return told | {"newly_there_at_least_persons": shown}

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the reports."""
        return self.bounds.rows if self.bounds else ()


def _row(c: CountryBounds) -> dict[str, str]:
    chain = c.most_shown
    return {
        "Country": c.geography,
        "Entries and exits counted": period(chain.start, chain.end) if chain else "no such days",
        "Newly there on the last of them, at least": rounded_down(chain.at_least) if chain else "0",
        "Entries printed for days of the window, crossings": spoken(c.printed),
        "At most": spoken(_up(c.at_most)),
    }


def _up(count: float) -> float:
    """A count that is an upper bound as a whole number, never smaller than it is."""
    return count if math.isinf(count) else math.ceil(count)


def no_assumption(abroad: StillAbroad) -> NoAssumption:
    """What the counts behind an estimate allow without any assumption.

    Parameters
    ----------
    abroad : StillAbroad
        The estimate, from `still_abroad`.

    Returns
    -------
    NoAssumption
        Bounds in persons and crossings; false where there is no estimate.

    Examples
    --------
    >>> no_assumption(StillAbroad(why="Nothing was counted."))
    NoAssumption: Nothing was counted.
    """
    if not abroad:
        return NoAssumption(why=abroad.why)
    hidden = pure_assumption(abroad).words
    return NoAssumption(bounds=abroad.bounds, estimate=abroad.abroad.total, hidden=hidden)


def pure_assumption(abroad: StillAbroad) -> Remark | NothingKnown:
    """Countries whose counts do not show the wave: who is said to have gone on is assumed.

    Parameters
    ----------
    abroad : StillAbroad
        The estimate, from `still_abroad`.

    Returns
    -------
    Remark or NothingKnown
        Nothing known where there is no estimate, or counts show the wave everywhere.

    Examples
    --------
    >>> pure_assumption(StillAbroad(why="Nothing was counted."))
    NothingKnown: Nothing was counted.
    """
    if not abroad:
        return NothingKnown(words=abroad.why)
    hidden = [c for c in abroad.inputs.countries if c.wave_hidden]
    unknown = [c.geography for c in abroad.inputs.countries if not c.usual_per_day]
    told = [_usual_alone(c) for c in hidden]
    if hidden:
        total = abroad.none_gone_on.total
        told.append(
            f"Who went on from there is assumption alone. With nobody gone on from "
            f"{listed([c.geography for c in hidden])} the estimate is {middle_of(total)} "
            f"({range_of(total)})."
        )
    if unknown:
        told.append(f"Usual entries into {listed(unknown)} are unknown: all count as the wave's.")
    none = "Every country counted more entries than usual."
    return Remark(words=" ".join(told)) if told else NothingKnown(words=none)


def _usual_alone(c: CountryInput) -> str:
    """Usual entries of a country against all that were counted."""
    usual = " to ".join(dict.fromkeys(rounded(v) for v in c.usual_entries))
    return (
        f"{c.geography}: entries of usual times alone would be {usual} over {c.days} days, against "
        f"{rounded(c.entries_in_all)} counted and carried on."
    )
