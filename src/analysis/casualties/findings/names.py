"""How does a list of names fill up, and how many names were still to come?

Names by week of death as seen at several year-ends: what a year-end foresaw, what the names of one
day stood for, and what yearly factors make of them. Draws nothing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.casualties.delay import ages_at, fit_delay, nowcast, out_of_sample, past_error
from analysis.casualties.findings.claims import listed
from analysis.casualties.ladder import VINTAGES, ChainLadder, chain_ladder, yearly_triangle
from analysis.casualties.series import digit_at_grain, dispersion
from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate, middle_of, range_of, rounded
from analysis.results import Fact, NothingKnown, nothing, of, speaking
from analysis.wording import day, shown, times

NOW = "known_now"
_YOUNGEST = 13  # last weeks of death, not yet filled up, left out of the test of scatter
_FIRST_SEEN = 2023  # earliest year-end at which delays had been seen


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class NamesForeseen:
    """Names predicted a year ahead and those that came.

    `weeks` are the rows held, `checks` come from `out_of_sample`.
    """

    caption = "Names foreseen a year ahead, and those that came"

    weeks: pd.DataFrame
    checks: pd.DataFrame
    rows: tuple[str, ...] = ("table:named_by_week",)

    def of_the_year(self) -> pd.DataFrame:
        """Names of the dead of the year of the prediction, predicted and actual, by year-end."""
        c = self.checks
        own_year = c[c["year"] == c["vintage"].str[-4:].astype(int)]
        return own_year.groupby("vintage")[["predicted", "actual"]].sum()

    def youngest(self) -> pd.Series:
        """Predicted over actual for deaths in the year of the prediction, by year-end."""
        sums = self.of_the_year()
        return sums["predicted"] / sums["actual"]

    def sentence(self) -> str:
        """How well the latest deaths were foreseen."""
        shares = 100 * self.youngest()
        return (
            f"At each year-end the names of that year's dead were predicted at {shares.min():.0f} "
            f"to {shares.max():.0f} % of what was known a year later: delays changed."
        )

    def table(self) -> pd.DataFrame:
        """One row a year-end."""
        shares = self.youngest()
        years = [name[-4:] for name in shares.index]
        came = shown(100 * shares)
        return pd.DataFrame({"predicted at the end of": years, "% of what came": came})


def names_foreseen(later: Evidence) -> NamesForeseen | NothingKnown:
    """What the delays seen by each year-end made of the names a year ahead.

    Parameters
    ----------
    later : evidence.Evidence
        What was learned later; empty where hindsight is off.

    Examples
    --------
    >>> from analysis import evidence
    >>> later = evidence.Evidence(None, "Hindsight is off.")
    >>> names_foreseen(later)
    NothingKnown: Hindsight is off.
    """
    weeks = later.table("named_by_week")
    if weeks.empty:
        return nothing(later, "No count of names by week had been published")
    return NamesForeseen(weeks=weeks, checks=out_of_sample(weeks))


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class NamesExpected:
    """What the names of one day stood for, by delays seen at the next year-end.

    `later` are the names of the same weeks of death known at days after that year-end: nothing of
    them was used.
    """

    caption = "Names of the day, those still expected, and those known since"

    names: float
    by: pd.Timestamp
    seen: str
    expected: Estimate
    known: float
    later: dict[str, float]
    rows: tuple[str, ...]

    def sentence(self) -> str:
        """Names expected, beside the names that came afterwards."""
        e = self.expected
        return (
            f"The {self.names:,.0f} names of {day(self.by)} stood for {middle_of(e)} of those who "
            f"had died ({range_of(e)}), by the delays seen by {_said(self.seen)}, when "
            f"{self.known:,.0f} of them were known, and with deaths spread evenly over the weeks. "
            f"{self._afterwards()}"
        )

    def _afterwards(self) -> str:
        """What became known later."""
        if not self.later:
            return "Nothing later is held to compare it with."
        e, last = self.expected, list(self.later.values())[-1]
        came = [f"{n:,.0f} by {_said(d)}" for d, n in self.later.items()]
        where = "inside" if e.low <= last <= e.high else "above" if last > e.high else "below"
        end = "" if where == "inside" else ": names still came after all delays seen by then"
        return f"Later known: {', '.join(came)}. The last lies {where} the interval{end}."

    def table(self) -> pd.DataFrame:
        """Names of the day, expected and known since."""
        e = self.expected
        rows = [
            (f"on the list on {day(self.by)}", f"{self.names:,.0f}"),
            (f"known by {_said(self.seen)}", f"{self.known:,.0f}"),
            ("expected by the delays seen until then", f"{middle_of(e)} ({range_of(e)})"),
            *((f"known by {_said(d)}", f"{n:,.0f}") for d, n in self.later.items()),
        ]
        return pd.DataFrame(rows, columns=["those who had died by that day", "names"])

    def facts(self) -> dict[str, Fact]:
        """Names expected to the day."""
        note = f"by delays seen until {self.seen}, deaths spread evenly over the weeks"
        return {"nowcast_named_deaths_to_as_of": of(self.expected, self.rows, note=note)}


def names_expected(
    known: Evidence, foreseen: NamesForeseen | NothingKnown, p: Parameters
) -> NamesExpected | NothingKnown:
    """How many of those who had died the names of the day stood for.

    Parameters
    ----------
    known : Evidence
        What was known by the day: the list of names.
    foreseen : NamesForeseen or NothingKnown
        From `names_foreseen`: the weeks, and how far predictions had missed by then.
    p : Parameters
        Level, draws and seed.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, draws=500, seed=1)
    >>> found = names_expected(evidence.known_by(p.day), names_foreseen(evidence.known_by(None)), p)
    >>> found.names, found.seen, found.later["2026-08-22"]
    (6476.0, '2023-12-31', 9560.0)
    """
    names = listed(known)
    if not foreseen:
        return foreseen
    if names.empty:
        return nothing(known, "No list of names had been published")
    weeks, last = foreseen.weeks, names.iloc[-1]
    latest = max(_FIRST_SEEN, last["as_of"].year + 1)
    seen = {c: d for c, d in VINTAGES.items() if int(d[:4]) <= latest}
    end, ages = list(seen)[-1], ages_at(weeks, last["as_of"])
    past, checks = ages > 0, foreseen.checks
    missed = checks[checks["vintage"].isin(list(seen)[:-1])]  # those whose outcome was seen by then
    options = {"level": p.level, "draws": p.draws}
    options |= {"log_error": past_error(missed)} if len(missed) else {}
    even, size = np.ones(int(past.sum())), float(names["central"].max())
    expected = nowcast(size, ages[past], even, fit_delay(weeks, seen), rng=p.rng(), **options)
    sums = weeks.loc[past, list(VINTAGES)].sum()
    return NamesExpected(
        names=size,
        by=last["as_of"],
        seen=seen[end],
        expected=expected,
        known=float(sums[end]),
        later={d: float(sums[c]) for c, d in VINTAGES.items() if c not in seen},
        rows=(last["key"], *foreseen.rows),
    )


def _said(iso: str) -> str:
    """Day as a reader says it."""
    return day(pd.Timestamp(iso))


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class NamesByYear:
    """Names of each year's dead carried on by yearly factors, to the age of the oldest.

    `now` are those known at the last day held, which no factor uses.
    """

    caption = "Names of each year's dead, carried on by yearly factors"

    years: tuple[int, ...]
    ladder: ChainLadder
    now: tuple[float, ...]
    rows: tuple[str, ...] = ("table:named_by_week",)

    def sentence(self) -> str:
        """What the unfinished years come to, and how much of it is known already."""
        every = zip(self.years, self.ladder.ultimate, self.ladder.se, self.now, strict=True)
        some = [
            f"those of {y} to {rounded(u)}, where {rounded(n)} are known by {_said(VINTAGES[NOW])}"
            for y, u, _, n in list(every)[1:3]
        ]
        passed = (np.array(self.now) > self.ladder.ultimate)[1:3].any()
        verdict = "Factors of old years do not fit new ones" if passed else "They may still hold"
        ages = len(self.ladder.factors)
        return (
            f"By yearly factors (chain ladder), the names of a year's dead grow in {ages} years: "
            f"{' and '.join(some)}. {verdict}."
        )

    def table(self) -> pd.DataFrame:
        """One row a year of death."""
        both = zip(self.years, self.ladder.ultimate, self.ladder.se, self.now, strict=True)
        rows = [
            (y, rounded(u), rounded(s) if s >= 1 else "under 1" if s else "0", rounded(n))
            for y, u, s, n in both
        ]
        after = f"names after {len(self.ladder.factors)} years"
        known = f"known by {_said(VINTAGES[NOW])}"
        return pd.DataFrame(rows, columns=["died in", after, "standard error", known])


def names_by_year(foreseen: NamesForeseen | NothingKnown) -> NamesByYear | NothingKnown:
    """What yearly factors make of the names of each year's dead.

    Parameters
    ----------
    foreseen : NamesForeseen or NothingKnown
        From `names_foreseen`; nothing known is given back.

    Returns
    -------
    NamesByYear or NothingKnown
        Names by year of death, with standard errors.

    Examples
    --------
    >>> from analysis import evidence
    >>> names_by_year(names_foreseen(evidence.known_by(None))).years[:2]
    (2022, 2023)
    """
    if not foreseen:
        return foreseen
    triangle = yearly_triangle(foreseen.weeks)
    weeks, years = foreseen.weeks, tuple(int(y) for y in triangle.index)
    by_year = weeks.groupby(weeks["key"].str[3:7].astype(int))[NOW].sum()
    now = tuple(float(by_year[y]) for y in years)
    return NamesByYear(years=years, ladder=chain_ladder(triangle.to_numpy()), now=now)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class NamesTested:
    """The tests of the claimed series, on the names by week."""

    caption = "The tests of the claimed series, on names by week"

    scatter: float
    digit_pvalue: float
    rows: tuple[str, ...] = ("table:named_by_week",)

    def sentence(self) -> str:
        """Scatter, digit and course."""
        course = "rougher" if self.scatter >= 1 else "smoother"
        return (
            f"The same tests on the names by week: they scatter {times(self.scatter)} as much as "
            f"independent counts would, so they are {course} than chance too; their last digit has "
            f"p = {self.digit_pvalue:.2f}; and no week lost names from one year-end to the next."
        )

    def table(self) -> pd.DataFrame:
        """One row a test."""
        tests = ["scatter over that of independent counts", "last digit, p-value"]
        found = [times(self.scatter), f"{self.digit_pvalue:.2f}"]
        return pd.DataFrame({"test of the names by week": tests, "found": found})


def names_tested(foreseen: NamesForeseen | NothingKnown) -> NamesTested | NothingKnown:
    """The tests of the claimed series, on the names by week of death.

    Parameters
    ----------
    foreseen : NamesForeseen or NothingKnown
        From `names_foreseen`; nothing known is given back.

    Returns
    -------
    NamesTested or NothingKnown
        Scatter over that of independent counts, and the p-value of the last digit.

    Examples
    --------
    >>> from analysis import evidence
    >>> names_tested(names_foreseen(evidence.known_by(None))).scatter > 1
    True
    """
    if not foreseen:
        return foreseen
    known = foreseen.weeks[NOW]
    scatter, digit = dispersion(known.iloc[:-_YOUNGEST]), digit_at_grain(known, 1)[2]
    return NamesTested(scatter=scatter, digit_pvalue=digit)
