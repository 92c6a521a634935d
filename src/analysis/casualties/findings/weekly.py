"""How many of each side died, week by week and in all, by all sources together?

The weekly deaths that fit names, records and claims, how each source fits, and the result without
each. Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.casualties.findings.claims import SIDES
from analysis.casualties.findings.general_staff import SERIES, ratio_of
from analysis.casualties.ladder import VINTAGES
from analysis.casualties.roots import START
from analysis.casualties.weekly import Course, course, latest, stated, told_by, without_each
from analysis.casualties.weekly.fit import NotConvergedError
from analysis.casualties.weekly.priors import MEANING, SHARED
from analysis.evidence import PROJECT_PRIORS, Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate, middle_of, range_of
from analysis.results import Fact, NothingKnown, nothing, of, speaking
from analysis.wording import counted, day, parts

TABLES = ("loss_claims", "general_staff_daily", "named_deaths", "coverage", "named_by_week")
DRAWS = 2000  # of the weekly deaths; the error they leave is far below the interval
_FEWER = 800  # of each result without one source
_LATEST = 28  # days of the rate that is told
_STATES = {"RU": "Russia", "UA": "Ukraine"}
_WHOSE = {
    "regular": "regular Russian forces, without volunteers, Wagner and the units of Donetsk and"
    " Luhansk",
    "residents": "residents of Russia, with volunteers and Wagner and without the units of Donetsk"
    " and Luhansk",
    "regular and republics": "regular Russian forces and the units of Donetsk and Luhansk, without"
    " volunteers and Wagner",
    "all": "all forces on the Russian side, with the units of Donetsk and Luhansk, volunteers and"
    " Wagner",
}
_ROWS = {
    "regular": "regular forces only",
    "residents": "and volunteers and Wagner",
    "regular and republics": "regular, and units of Donetsk and Luhansk",
    "all": "all of these",
}


def assumed(known: Evidence, p: Parameters) -> tuple[dict, pd.DataFrame]:
    """Means and errors of all assumptions, and their rows: ours or the reader's of any day."""
    table = known.assumptions()
    used = (*MEANING, *SHARED, "undefined_wounded")
    some = latest(table[table["quantity"].isin(used)], p.day)
    return stated(some, ratio_of(p)), some


def rows_of(known: Evidence, p: Parameters, side: str) -> pd.DataFrame:
    """All rows on one side's dead known by the day."""
    return told_by({t: known.table(t) for t in TABLES}, side, p.day, VINTAGES)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyDeaths:
    """Deaths of one side by week to the day, from all sources.

    `forces` says whose dead the sentence and the figures speak of; `assumptions` are means and
    errors as `stated` gives them, from `priors_name`; `lent` is the number of assumptions whose
    reason was published after the day; `now` says that later evidence took part.
    """

    caption = "The dead by whose dead are meant"

    side: str
    by: pd.Timestamp
    forces: str
    found: Course
    assumptions: dict
    lent: int
    rows: tuple[str, ...]
    now: bool = False
    priors_name: str = PROJECT_PRIORS

    @property
    def whose(self) -> str:
        """Whose dead are meant."""
        return _WHOSE[self.forces] if self.side == "RU" else "all forces on the Ukrainian side"

    @property
    def used(self) -> tuple[str, ...]:
        """Keys of the figures that take part."""
        return tuple(self.found.model.rows["key"])

    def latest(self) -> Estimate:
        """Dead a day over the last four weeks."""
        since = max(self.by - pd.Timedelta(days=_LATEST - 1), START)
        dead, days = self.found.total(self.forces, since), (self.by - since).days + 1
        ends = {e: getattr(dead, e) / days for e in ("low", "central", "high")}
        return Estimate(**ends, unit="deaths per day", basis=dead.basis)

    def headline(self) -> str:
        """Interval in one line."""
        dead = self.found.total(self.forces)
        return f"All sources together leave {range_of(dead)} {SIDES[self.side]} dead"

    def sentence(self) -> str:
        """Deaths with their interval, whose they are, the latest rate, and on what it rests."""
        f, dead, rate = self.found, self.found.total(self.forces), self.latest()
        figures, sources = len(f.model.y), f.model.rows["source"].nunique()
        said = [
            f"All sources together leave {middle_of(dead)} {SIDES[self.side]} dead by"
            f" {day(self.by)} ({range_of(dead)}), and {middle_of(rate)} a day in the last"
            f" four weeks ({range_of(rate)}).",
            f"Meant are {self.whose}; those missing and dead are among them.",
            f"This rests on {counted(figures, 'figure')} of {counted(sources, 'source')}.",
        ]
        if f.model.rows["open"].any():
            chance = 100 * f.undefined_wounded
            said.append(f"The chance that undefined losses count the wounded is {chance:.0f} %.")
        if self.lent:
            verb = "was" if self.lent == 1 else "were"
            told = counted(self.lent, "assumption")
            said.append(f"The reasons stated for {told} {verb} published after {day(self.by)}.")
        return " ".join(said)

    def table(self) -> pd.DataFrame:
        """Dead by whose dead are meant."""
        named = _ROWS if self.side == "RU" else {"residents": "all forces"}
        rows = [(told, *parts(self.found.total(forces))) for forces, told in named.items()]
        return pd.DataFrame(rows, columns=["forces", f"{SIDES[self.side]} dead", "low", "high"])

    def facts(self) -> dict[str, Fact]:
        """Deaths to the day: of the forces asked for and, of Russia, of all."""
        when = "_now" if self.now else ""
        key, note = f"deaths_{_STATES[self.side].lower()}", "conditional on the stated priors"
        told = {
            key + when: of(self.found.total(self.forces), self.rows, note=f"{self.whose}; {note}")
        }
        if self.side == "RU":
            every = of(self.found.total("all"), self.rows, note=f"{_WHOSE['all']}; {note}")
            told[f"{key}_all_forces{when}"] = every
        return told


def weekly_deaths(known: Evidence, p: Parameters, side: str) -> WeeklyDeaths | NothingKnown:
    """Deaths of one side by week, from all that was known by the day.

    Parameters
    ----------
    known : Evidence
        What was known by the day.
    p : Parameters
        The day, the level, the seed, `forces`, and `ratio_low` and `ratio_high`: wounded for each
        of the dead.
    side : str
        "RU" or "UA".

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> own = {"ratio_low": 2.5, "ratio_high": 4.5, "forces": "all", "draws": 2000, "seed": 1}
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, **own)
    >>> weekly_deaths(evidence.known_by(p.day), p, "UA").found.model.rows["source"].nunique()
    2
    """
    rows = rows_of(known, p, side)
    if rows.empty:
        return nothing(known, f"No figure of {SIDES[side]} dead had been published")
    assumptions, table = assumed(known, p)
    try:
        found = course(rows, p.day, assumptions, level=p.level, draws=DRAWS, rng=p.rng())
    except NotConvergedError as error:
        return _no_answer(side, p, error)
    held = known.table("loss_claims")
    keys = tuple(held.loc[held["side"] == side, "key"])
    if side == "RU":
        keys = (*keys, *known.table("named_deaths")["key"], SERIES)
    return WeeklyDeaths(
        side=side,
        by=pd.Timestamp(p.day),
        forces=p.extra["forces"] if side == "RU" else "residents",
        found=found,
        assumptions=assumptions,
        lent=int((table["published"] > pd.Timestamp(p.day)).sum()),
        rows=(*table["key"], *keys),
        now=known.as_of is None,
        priors_name=known.priors_name,
    )


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesFit:
    """What each figure says beside what all sources together foresee of it."""

    caption = "How far each source lies from what all sources foresee, in standard deviations"

    deaths: WeeklyDeaths
    fitted: pd.DataFrame

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the figures and assumptions."""
        return self.deaths.rows

    def by_source(self) -> pd.DataFrame:
        """Number of figures, mean and largest normal deviate, least chance of a bound."""
        by = self.fitted.groupby("source")
        told = {"figures": by.size(), "mean": by["z"].mean()}
        told |= {"largest": by["z"].apply(lambda z: z.abs().max()), "holds": by["holds"].min()}
        return pd.DataFrame(told).reset_index()

    def sentence(self) -> str:
        """How many figures lie outside what is foreseen of them, and which most."""
        exact = self.fitted[self.fitted["bound"] == 0].reset_index(drop=True)
        out = ((exact["says"] < exact["low"]) | (exact["says"] > exact["high"])).sum()
        level, told = 100 * self.deaths.found.level, counted(len(exact), "figure")
        lie = "lies" if out < 2 else "lie"
        said = [f"Of {told} {out or 'none'} {lie} outside the {level:g} % interval of the model."]
        if len(exact):
            last = exact.loc[exact["z"].abs().idxmax()]
            side = "above" if last["z"] > 0 else "below"
            said.append(
                f"Farthest off is {last['key']} ({last['source']}):"
                f" {abs(last['z']):.1f} standard deviations {side}."
            )
        said.append("Each figure took part in what is foreseen of it, so this is a mild test.")
        return " ".join(said)

    def table(self) -> pd.DataFrame:
        """One row a source."""
        rows = [
            (
                r.source,
                r.figures,
                "none" if pd.isna(r.mean) else f"{r.mean:+.1f}",
                "none" if pd.isna(r.largest) else f"{r.largest:.1f}",
                "none" if pd.isna(r.holds) else f"{100 * r.holds:.0f} %",
            )
            for r in self.by_source().rename_axis(None).itertuples()
        ]
        deviations = ("mean, standard deviations", "largest, standard deviations")
        columns = ["source", "figures", *deviations, "chance that a limit holds"]
        return pd.DataFrame(rows, columns=columns)


def how_sources_fit(deaths: WeeklyDeaths | NothingKnown) -> SourcesFit | NothingKnown:
    """Each figure beside its posterior predictive: deviations in standard deviations.

    Parameters
    ----------
    deaths : WeeklyDeaths or NothingKnown
        From `weekly_deaths`; nothing known is given back.

    Returns
    -------
    SourcesFit or NothingKnown
        One row a figure.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> own = {"ratio_low": 2.5, "ratio_high": 4.5, "forces": "all", "draws": 2000, "seed": 1}
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, **own)
    >>> fit = how_sources_fit(weekly_deaths(evidence.known_by(p.day), p, "UA"))
    >>> fit.by_source()["source"].tolist()
    ['Kyiv', 'Moscow']
    """
    return SourcesFit(deaths=deaths, fitted=deaths.found.fitted()) if deaths else deaths


def _no_answer(side: str, p: Parameters, error: NotConvergedError) -> NothingKnown:
    """What is said instead of a number that the sampler cannot bear."""
    words = f"The weekly model has no answer for {SIDES[side]} dead by {day(p.day)}"
    return NothingKnown(words=f"{words}: its sampler did not settle ({error}).")


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutEach:
    """The dead to the day without each source; the first row has all."""

    caption = "The result when one source is left out"

    deaths: WeeklyDeaths
    moved: pd.DataFrame

    def sentence(self) -> str:
        """How far the middle moves, and what is left without the names."""
        ends = self.moved["central"].argmin(), self.moved["central"].argmax()
        low, high = (middle_of(self.moved.iloc[i]) for i in ends)
        said = f"One source left out moves the middle from {low} to {high}."
        names = self.moved[self.moved["without"] == "names"]
        if len(names):
            r = names.iloc[0]
            said += f" Without the lists of names it is {middle_of(r)} ({range_of(r)})."
        return said

    def table(self) -> pd.DataFrame:
        """One row a source left out."""
        rows = [(r.without, r.rows, middle_of(r), range_of(r)) for r in self.moved.itertuples()]
        people = f"{SIDES[self.deaths.side]} dead, middle"
        return pd.DataFrame(rows, columns=["without", "its figures", people, "interval"])


def deaths_without_each(
    deaths: WeeklyDeaths | NothingKnown, p: Parameters
) -> WithoutEach | NothingKnown:
    """The weekly model again without each source.

    Parameters
    ----------
    deaths : WeeklyDeaths or NothingKnown
        From `weekly_deaths`; nothing known is given back.
    p : Parameters
        The day, the level and the seed.

    Returns
    -------
    WithoutEach or NothingKnown
        Dead to the day, in killed; the latter also where a run without one source does not settle.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> own = {"ratio_low": 2.5, "ratio_high": 4.5, "forces": "all", "draws": 2000, "seed": 1}
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, **own)
    >>> known = evidence.known_by(p.day)
    >>> deaths_without_each(weekly_deaths(known, p, "UA"), p).moved["without"].tolist()
    ['nothing', 'Kyiv', 'Moscow']
    """
    if not deaths:
        return deaths
    dead, rows = deaths.found.total(deaths.forces), deaths.found.model.rows
    options = {"level": p.level, "draws": _FEWER, "least": _FEWER / 20, "rng": p.rng}
    try:
        rest = without_each(rows, p.day, deaths.assumptions, deaths.forces, **options)
    except NotConvergedError as error:
        return _no_answer(deaths.side, p, error)
    first = {"without": "nothing", "rows": 0, "low": dead.low, "central": dead.central}
    every = [pd.DataFrame([first | {"high": dead.high}]), rest]
    return WithoutEach(deaths=deaths, moved=pd.concat(every, ignore_index=True))
