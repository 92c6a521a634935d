"""How many had left and were still abroad, and what makes that number uncertain?

Results of notebook 02 in words and tables for a reader. Reads no file and draws nothing.
"""

from dataclasses import dataclass, replace

import pandas as pd

from analysis.evidence import PROJECT_PRIORS, Evidence
from analysis.migration.abroad import Abroad, importance, left_and_stayed
from analysis.migration.border_findings import DECREE
from analysis.migration.bounds import Bounds, rounded_down, without_priors
from analysis.migration.flows import CONTAINS
from analysis.migration.wave import (
    ACCOUNT,
    WaveInputs,
    counted_geographies,
    wave_inputs,
    window_end,
)
from analysis.parameters import Parameters
from analysis.quantities import middle_of, range_of, spoken, with_range
from analysis.results import (
    BESIDE,
    NO_OWN,
    Fact,
    NothingKnown,
    Remark,
    beside,
    number,
    of,
    speaking,
)
from analysis.wording import counted, day, listed, verb

_HEADS = {
    "entries": "Entries, crossings",
    "exits": "Exits, crossings",
    "usual_net": "Left over in usual times, persons",
    "gone_on": "Gone on, persons",
    "stayed": "Stayed there, persons",
}
_FIRST = 8  # unknowns shown


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class StillAbroad:
    """The estimate of persons still abroad, what it rests on, or why there is none.

    In `alike` an assumption made for several countries errs alike in all of them; in `none_gone_on`
    nobody went on from countries whose counts do not show the wave; `bounds` need no assumption;
    `lacking` are countries of the account that had published nothing; `lent` is the number of
    assumptions whose reason was published after the day.
    """

    caption = "The account by country"

    inputs: WaveInputs | None = None
    abroad: Abroad | None = None
    alike: Abroad | None = None
    none_gone_on: Abroad | None = None
    bounds: Bounds | None = None
    lacking: tuple[str, ...] = ()
    lent: int = 0
    priors_name: str = PROJECT_PRIORS
    why: str = ""

    def __bool__(self) -> bool:
        """Whether there is an estimate."""
        return self.abroad is not None

    @property
    def counted(self) -> str:
        """Countries whose counts are in the estimate, as a sentence says them."""
        return listed([c.geography for c in self.inputs.countries])

    @property
    def in_words(self) -> str:
        """The estimate with its interval."""
        return f"{middle_of(self.abroad.total)} ({range_of(self.abroad.total)})"

    def sentence(self) -> str:
        """How many, by when, with what doubt."""
        if not self:
            return self.why
        total, days = self.abroad.total, self.inputs
        told = (
            f"{middle_of(total)} persons ({range_of(total)}) who left from {day(days.start)} on "
            f"were still abroad on {day(days.end)}; the interval is {total.basis}. If an "
            "assumption made for several countries errs alike in all of them, it is "
            f"{range_of(self.alike.total)}."
        )
        return "\n".join(filter(None, (told, self._alone(), self._lent(), self._bounds())))

    def _lent(self) -> str:
        """Assumptions that are ours of a later day."""
        if not self.lent:
            return ""
        told, was = counted(self.lent, "assumption"), verb(self.lent, "was", "were")
        return f"The reasons stated for {told} {was} published after the day of knowledge."

    def _alone(self) -> str:
        """Whose counts are in the estimate, where not all countries of the account had counted."""
        if not self.lacking:
            return ""
        return (
            f"This is no estimate of all who left: only {self.counted} had published counts, and "
            f"those who went to {listed(self.lacking)} are in it by an assumed share alone."
        )

    def _bounds(self) -> str:
        """What counts and identities allow, in short."""
        if not self.bounds.at_end:
            return "Without any assumption the counts exclude no number of persons on that day."
        return (
            "Without any assumption the counts only say that it was at least "
            f"{rounded_down(self.bounds.at_end)}."
        )

    def table(self) -> pd.DataFrame:
        """The account, one row a country."""
        if not self:
            return pd.DataFrame()
        told = self.abroad.account.map(with_range)
        hidden = [c.geography for c in self.inputs.countries if c.wave_hidden]
        told.loc[hidden, "gone_on"] += ", assumed alone"
        return told.rename(columns=_HEADS).rename_axis("Country").reset_index()

    def facts(self) -> dict[str, Fact]:
        """Persons, and the day they were abroad."""
        if not self:
            return {}
        return {
            "left_and_stayed_persons": of(self.abroad.total, self.rows),
            "left_and_stayed_on": number(self.inputs.end, "date", "last day of the window"),
        }

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the reports and assumptions."""
        return self.inputs.rows if self.inputs else ()

    def filled_days(self) -> Remark | NothingKnown:
        """Days without a report and how each was filled."""
        if not self:
            return NothingKnown(words=self.why)
        told = [a for c in self.inputs.countries for a in c.assumptions]
        if not told:
            return NothingKnown(words="Every day of the window lies inside a report.")
        words = f"{counted(len(told), 'stretch', 'stretches')} of days had no report of their own."
        table = pd.DataFrame({"Days filled, entries a day": told})
        return Remark(words=words, frame=table, caption="Days without a report of their own")


def still_abroad(known: Evidence, priors: pd.DataFrame, p: Parameters) -> StillAbroad:
    """Persons who left in the wave and were abroad at its end, as far as the reports reach.

    Parameters
    ----------
    known : Evidence
        What was known on the day.
    priors : pandas.DataFrame
        Assumptions, from `cleaning.assumptions`.
    p : Parameters
        `window_start`, `baseline`, `level`, `draws` and `seed`.

    Examples
    --------
    >>> from analysis import cleaning, evidence, parameters
    >>> p = parameters.check(as_of="2022-09-20", hindsight=False, level=0.95, draws=100, seed=1)
    >>> still_abroad(evidence.known_by(p.day), cleaning.assumptions(), p)
    StillAbroad: By 20 September 2022 the wave, set to begin on 21 September 2022, had not begun.
    """
    crossings = known.table("border_crossings")
    start, name = str(p.extra.get("window_start", DECREE)), known.priors_name
    why = nothing_counted(crossings, start, p)
    if why:
        return StillAbroad(why=why, priors_name=name)
    inputs = wave_inputs(
        crossings,
        priors,
        start=start,
        end=window_end(crossings, start, p.day),
        as_of=p.day,
        baseline=str(p.extra.get("baseline", "all")),
    )
    drawn = {"level": p.level, "draws": p.draws}
    return StillAbroad(
        inputs=inputs,
        abroad=left_and_stayed(inputs, rng=p.rng(), **drawn),
        alike=left_and_stayed(inputs, rng=p.rng(), together=True, **drawn),
        none_gone_on=left_and_stayed(_none_gone_on(inputs), rng=p.rng(), **drawn),
        bounds=without_priors(crossings, start=start, end=inputs.end),
        lacking=_lacking({c.geography for c in inputs.countries}),
        lent=_lent(inputs, priors, p),
        priors_name=name,
    )


def beside_ours(known: Evidence, abroad: StillAbroad, p: Parameters) -> Remark | NothingKnown:
    """The estimate with a reader's rows and assumptions, beside ours without them.

    Parameters
    ----------
    known : Evidence
        What was known on the day, with the reader's rows and assumptions.
    abroad : StillAbroad
        The estimate from `known`.
    p : Parameters
        As in `still_abroad`.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> p = parameters.check(as_of="2022-09-20", hindsight=False, level=0.95, draws=100, seed=1)
    >>> beside_ours(evidence.known_by(p.day), StillAbroad(why="Nothing was counted."), p)
    NothingKnown: No rows or assumptions of your own were given.
    """
    if not known.own:
        return NothingKnown(words=NO_OWN)
    ours = still_abroad(known.ours(), known.ours().assumptions(), p)
    told = [f"Yours are in {known.own_files()}.", known.unused(abroad.rows)]
    words = " ".join(filter(None, told))
    table = beside(ours.facts(), abroad.facts())
    return Remark(words=words, frame=table, rows=abroad.rows, caption=BESIDE)


def _lent(inputs: WaveInputs, priors: pd.DataFrame, p: Parameters) -> int:
    """How many assumptions used were published after the day of knowledge."""
    later = priors.loc[priors["published"] > pd.Timestamp(p.day), "key"]
    return int(later.isin(inputs.rows).sum())


def _none_gone_on(inputs: WaveInputs) -> WaveInputs:
    """The same with nobody gone on from countries whose counts do not show the wave."""
    none = (0.0, 0.0, 0.0)
    countries = (replace(c, onward=none) if c.wave_hidden else c for c in inputs.countries)
    return replace(inputs, countries=tuple(countries))


def nothing_counted(crossings: pd.DataFrame, start: str, p: Parameters) -> str:
    """Why no estimate can be made, as a sentence; empty when one can."""
    if p.as_of < start:
        return f"By {day(p.day)} the wave, set to begin on {day(start)}, had not begun."
    if not counted_geographies(crossings, start, p.as_of):
        return f"By {day(p.day)} no country had published entries of days from {day(start)} on."
    return ""


def _lacking(counted: set[str]) -> tuple[str, ...]:
    """Countries of the account that neither counted nor hold a part that did."""
    return tuple(c for c in ACCOUNT if c not in counted and not CONTAINS.get(c, set()) & counted)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class WhatMatters:
    """What each unknown brings to the doubt about the estimate; columns as `importance` gives."""

    caption = "What each unknown adds to the doubt"

    importance: pd.DataFrame
    priors_name: str = PROJECT_PRIORS
    why: str = ""
    rows: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether any unknown moves an estimate."""
        return bool(len(self.importance)) and bool(self.importance.eval("high > low").any())

    @property
    def most(self) -> str:
        """The unknown that makes most of the doubt."""
        return self.importance["unknown"].iloc[0]

    @property
    def share(self) -> str:
        """Its share of the variance, in words."""
        return f"{100 * self.importance['alone'].iloc[0]:.0f} %"

    def sentence(self) -> str:
        """Which unknown matters most."""
        if not self:
            return self.why
        return f"The largest part of the doubt, {self.share} of the variance, is {self.most}."

    def table(self) -> pd.DataFrame:
        """The unknowns that matter most."""
        if not self:
            return pd.DataFrame()
        first = self.importance.head(_FIRST)
        shown = {
            "Unknown": first["unknown"],
            "Persons still abroad as it alone moves": [range_of(r) for r in first.itertuples()],
            "Share of variance alone, %": [f"{100 * part:.0f}" for part in first["alone"]],
            "Together with others, %": [f"{100 * part:.0f}" for part in first["with_others"]],
        }
        return pd.DataFrame(shown)


def what_matters(abroad: StillAbroad, p: Parameters) -> WhatMatters:
    """Ask which unknown makes the interval wide.

    Parameters
    ----------
    abroad : StillAbroad
        The estimate, from `still_abroad`.
    p : Parameters
        `level` and `seed`.

    Returns
    -------
    WhatMatters
        Shares of the variance, 0 to 1, and the total in persons, by unknown.

    Examples
    --------
    >>> from analysis import parameters
    >>> p = parameters.check(as_of="2022-09-20", hindsight=False, level=0.95, draws=100, seed=1)
    >>> what_matters(StillAbroad(why="Nothing was counted."), p)
    WhatMatters: Nothing was counted.
    """
    if not abroad:
        return WhatMatters(importance=pd.DataFrame(), why=abroad.why)
    table = importance(abroad.inputs, rng=p.rng(), level=p.level)
    still = f"No unknown by itself moves the estimate from {spoken(table['central'][0])}."
    return WhatMatters(
        importance=table, priors_name=abroad.priors_name, why=still, rows=abroad.rows
    )
