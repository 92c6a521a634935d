"""What totals did others publish, and how did the estimate fare as reports came in?

Results of notebook 02 in words and tables for a reader. Reads no file and draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import PROJECT_PRIORS, Evidence
from analysis.migration.abroad import LATEST, as_it_became_known
from analysis.migration.abroad_findings import StillAbroad
from analysis.migration.border_findings import DECREE
from analysis.migration.findings import PrintedTotal
from analysis.migration.flows import WAVE
from analysis.migration.wave import counted_geographies
from analysis.parameters import Parameters
from analysis.quantities import middle_of, range_of, rounded, separated
from analysis.results import Fact, speaking
from analysis.wording import counted, day, period, until

_SPRING_BEFORE = pd.Timestamp("2022-09-01")  # a total that begins earlier counts another wave too
TEXT_DAY = WAVE[1]  # the day of the text, for which the estimate is repeated
_KNOWLEDGE = pd.date_range("2022-09-25", "2023-03-01", freq="21D")  # days of knowledge tried
_ALSO = pd.DatetimeIndex(["2022-10-11", "2023-03-01"])
_NEVER = "9999-12-31"  # a fixed day that no day of knowledge reaches


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class TotalsBeside:
    """Published totals over several countries, beside the estimate and the text's total.

    `later` marks totals published after the day of knowledge.
    """

    caption = "Totals that others published, and what they count"

    totals: pd.DataFrame
    abroad: StillAbroad
    printed: float
    later: bool = False
    why: str = ""

    def __bool__(self) -> bool:
        """Whether there is a total, and an estimate to stand beside it."""
        return bool(self.abroad) and len(self.totals) > 0

    @property
    def since_spring(self) -> str:
        """How many totals begin before the decree and so count the spring's wave too."""
        spring = self.totals["period_start"] < _SPRING_BEFORE
        return _some(spring.sum(), len(self.totals), "total")

    @property
    def still_away(self) -> str:
        """How many totals are of those still away, not of all who left."""
        stocks = self.totals["direction"] == "stock"
        return _some(stocks.sum(), len(self.totals), "total")

    def sentence(self) -> str:
        """What the totals count, and how many lie outside the interval."""
        if not len(self.totals):
            return self.why
        if not self.abroad:
            told = counted(len(self.totals), "total was", "totals were")
            return f"{told} published, and there is no estimate beside them. {self.abroad.why}"
        if self.later:
            return f"{self.since_spring} published later counted the spring's wave too."
        return (
            f"{self._outside()} Some count everyone who left, those who came home too. "
            f"{self.since_spring} counted the wave of the spring as well. "
            "And an assumption of ours may be wrong."
        )

    def _outside(self) -> str:
        """Published totals of persons against the estimate."""
        persons = self.totals[self.totals["unit"] == "persons"]
        mine = self.abroad.abroad.total
        outside = ((persons["low"] > mine.high) | (persons["high"] < mine.low)).sum()
        if self.abroad.lacking:
            return f"The estimate holds {self.abroad.counted} alone, the totals more countries."
        if persons.empty:
            return "All published totals count crossings."
        some = _some(outside, len(persons), "total")
        return f"{some} of persons lay outside the interval of the estimate."

    def table(self) -> pd.DataFrame:
        """One row a published total."""
        told = [
            (r.claimant, r.metric, r.direction, _days(r), separated(str(r.reported)), r.unit)
            for r in self.totals.itertuples()
        ]
        head = ["Who says it", "Of what", "Kind", "Days", "As reported", "Unit"]
        return pd.DataFrame(told, columns=head)

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the totals."""
        return tuple(self.totals["key"])


def _ranged(row) -> str:
    return f"{middle_of(row)} ({range_of(row)})"


def _some(count: int, of: int, noun: str) -> str:
    """A part of several as a reader says it: "2 of 3 totals", "The one total"."""
    if of == 1:
        return f"The one {noun}" if count else f"No {noun}"
    return f"{count or 'None'} of {of} {noun}s"


def _days(row) -> str:
    if pd.isna(row.period_start):
        return f"to {day(row.period_end)}"
    return period(row.period_start, row.period_end)


def totals_of_the_day(known: Evidence, abroad: StillAbroad, printed: PrintedTotal) -> TotalsBeside:
    """Totals published by the day of knowledge, oldest first.

    Parameters
    ----------
    known : evidence.Evidence
        What was known by the day.
    abroad : StillAbroad
        The estimate to stand beside them.
    printed : PrintedTotal
        The text's total, from `printed_total`.

    Returns
    -------
    TotalsBeside
        Persons and crossings, as published.

    Examples
    --------
    >>> from analysis import claims, evidence
    >>> from analysis.migration import printed_total
    >>> early = evidence.known_by("2022-09-20")
    >>> printed = printed_total(early, claims.text_parts(), claims.claim("C55"))
    >>> totals_of_the_day(early, StillAbroad(why="Nothing was counted."), printed)
    TotalsBeside: No total over several countries had been published by 20 September 2022.
    """
    totals = _over_all(known.table("emigration_totals"), ("persons", "crossings"))
    why = f"No total over several countries had been published {until(known)}."
    return TotalsBeside(totals=totals, abroad=abroad, printed=printed.total, why=why)


def totals_published_later(
    later: Evidence, abroad: StillAbroad, printed: PrintedTotal, p: Parameters
) -> TotalsBeside:
    """Totals of persons published after the day of knowledge, oldest first.

    Parameters
    ----------
    later : evidence.Evidence
        What was learned later; empty where hindsight is off.
    abroad : StillAbroad
        The estimate to stand beside them.
    printed : PrintedTotal
        The text's total, from `printed_total`.
    p : Parameters
        `as_of`, the day of knowledge.

    Returns
    -------
    TotalsBeside
        Persons, as published.

    Examples
    --------
    >>> from analysis import claims, evidence, parameters
    >>> from analysis.migration import printed_total
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.95, draws=100, seed=1)
    >>> printed = printed_total(
    ...     evidence.known_by(p.day), claims.text_parts(), claims.claim("C55")
    ... )
    >>> off = evidence.Evidence(None, "Hindsight is off.")
    >>> totals_published_later(off, StillAbroad(why="Nothing was counted."), printed, p)
    TotalsBeside: Hindsight is off.
    """
    totals = _over_all(later.table("emigration_totals"), ("persons",))
    totals = totals[totals["published"] > pd.Timestamp(p.day)]
    why = later.without or f"No total of persons was published after {day(p.day)}."
    return TotalsBeside(totals=totals, abroad=abroad, printed=printed.total, later=True, why=why)


def _over_all(totals: pd.DataFrame, units: tuple[str, ...]) -> pd.DataFrame:
    """Totals over several countries with a number, in these units."""
    several = (totals["geography"] == "Total") & totals["central"].notna()
    return totals[several & totals["unit"].isin(units)].sort_values("published")


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class ByDay:
    """The estimate by day of knowledge; `path` as `as_it_became_known` gives it, with a width."""

    caption = "The estimate by the day on which the evidence was known"

    path: pd.DataFrame
    priors_name: str = PROJECT_PRIORS
    why: str = ""
    reports: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether an estimate could be made on any day."""
        return len(self.path) > 0

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the reports."""
        return self.reports

    @property
    def fixed(self) -> pd.DataFrame:
        """Estimates for the day of the text."""
        return self.path[self.path["target"] == TEXT_DAY]

    @property
    def moving(self) -> pd.DataFrame:
        """Estimates for the latest day that the reports could speak of."""
        return self.path[self.path["target"] == LATEST]

    def sentence(self) -> str:
        """What later reports did to the interval."""
        if not self:
            return self.why
        return " ".join(filter(None, (self._of_the_text(), self._of_the_latest())))

    def _of_the_text(self) -> str:
        if self.fixed.empty:
            return f"No day from the start of the window to {day(TEXT_DAY)} was ever counted."
        first, last = self.fixed.iloc[0], self.fixed.iloc[-1]
        return (
            f"The estimate for {day(TEXT_DAY)} is {_ranged(first)} by the reports of "
            f"{day(first['known_by'])} and {_ranged(last)} by those of {day(last['known_by'])}. "
            f"The largest unknown at last is {last['widest']} ({100 * last['alone']:.0f} % of the "
            "doubt)."
        )

    def _of_the_latest(self) -> str:
        first, last = self.moving.iloc[0], self.moving.iloc[-1]
        wider = last["width"] > first["width"]
        reason = ": a longer window has more days that must be filled" if wider else ""
        return (
            f"For the latest day that the reports could speak of, first {day(first['end'])} and at "
            f"last {day(last['end'])}, the width goes from {rounded(first['width'])} to "
            f"{rounded(last['width'])} persons{reason}."
        )

    def facts(self) -> dict[str, Fact]:
        """The estimate for the day of the text by the last reports."""
        if not self or self.fixed.empty:
            return {}
        last = self.fixed.iloc[-1]
        ours = self.priors_name == PROJECT_PRIORS
        stated = "stated priors" if ours else f"the assumptions of {self.priors_name}"
        basis = f"95 % by reports to {day(last['known_by'])} and {stated}"
        ends = {"low": last["low"], "high": last["high"]}
        fact = Fact(value=last["central"], unit="persons", basis=basis, rows=self.reports, **ends)
        return {"left_and_stayed_persons_now": fact}

    def table(self) -> pd.DataFrame:
        """One row a day of knowledge and target."""
        rows = list(self.path.itertuples())
        shown = {
            "Known by": [day(r.known_by) for r in rows],
            "Abroad on": [day(r.end) for r in rows],
            "Persons": [middle_of(r) for r in rows],
            "Interval": [range_of(r) for r in rows],
        }
        return pd.DataFrame(shown)


def by_day_of_knowledge(later: Evidence, priors: pd.DataFrame, p: Parameters) -> ByDay:
    """Repeat the estimate with what was known on each of several days.

    Parameters
    ----------
    later : Evidence
        All evidence held; empty when hindsight is off.
    priors : pandas.DataFrame
        Assumptions, from `cleaning.assumptions`.
    p : Parameters
        `window_start`, `baseline`, `level`, `draws` and `seed`.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.95, draws=100, seed=1)
    >>> by_day_of_knowledge(evidence.Evidence(None, "Hindsight is off."), None, p)
    ByDay: Hindsight is off.
    """
    if not later:
        return ByDay(path=pd.DataFrame(), why=later.without)
    start = str(p.extra.get("window_start", DECREE))
    crossings = later.table("border_crossings")
    held = {d.date(): crossings[crossings["published"] <= d] for d in _KNOWLEDGE.union(_ALSO)}
    parts = [
        as_it_became_known(
            some,
            priors,
            start=start,
            fixed_end=fixed_end,
            level=p.level,
            draws=p.draws,
            seed=p.seed,
            baseline=str(p.extra.get("baseline", "all")),
        )
        for fixed_end, some in _by_reach(held, start).items()
    ]
    path = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    why = f"No country ever published entries of days from {day(start)} on."
    if len(path):
        path = path.assign(width=path["high"] - path["low"])
    of_wave = crossings[crossings["period_end"] >= pd.Timestamp(start)]
    return ByDay(
        path=path,
        priors_name=later.priors_name,
        why=why,
        reports=tuple(of_wave["key"].sort_values()),
    )


def _by_reach(held: dict, start: str) -> dict[str, dict]:
    """Days of knowledge by the fixed day their reports reach: that of the text, or none."""
    reach: dict[str, dict] = {}
    for known_by, crossings in held.items():
        reached = counted_geographies(crossings, start, TEXT_DAY) or f"{known_by}" < TEXT_DAY
        reach.setdefault(TEXT_DAY if reached else _NEVER, {})[known_by] = crossings
    return reach
