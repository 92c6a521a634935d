"""How does a list of names fill up, and how many names were still to come?

Names by week of death as seen at several year-ends: what a year-end foresaw, what the names of one
day stood for, and what yearly factors make of them. Draws nothing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.casualties.delay import (
    VINTAGES,
    ChainLadder,
    ages_at,
    chain_ladder,
    fit_delay,
    nowcast,
    out_of_sample,
    past_error,
    yearly_triangle,
)
from analysis.casualties.findings.claims import listed
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

    weeks: pd.DataFrame
    checks: pd.DataFrame
    rows: tuple[str, ...] = ("table:named_by_week",)

    def youngest(self) -> pd.Series:
        """Predicted over actual for deaths in the year of the prediction, by year-end."""
        c = self.checks
        own_year = c[c["year"] == c["vintage"].str[-4:].astype(int)]
        sums = own_year.groupby("vintage")[["predicted", "actual"]].sum()
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
    """What the names of one day stood for, by delays seen later.

    `came` and `now` are names of the same weeks of death, known by then and now.
    """

    names: float
    by: pd.Timestamp
    seen: str
    expected: Estimate
    came: float
    now: float
    rows: tuple[str, ...]

    def sentence(self) -> str:
        """Names expected, beside the names that came."""
        e = self.expected
        held = "inside" if e.low <= self.came <= e.high else "outside"
        return (
            f"The {self.names:,.0f} names of {day(self.by)} stood for {middle_of(e)} of those who "
            f"had died ({range_of(e)}), by the delays seen by {day(pd.Timestamp(self.seen))}, "
            "with deaths spread evenly over the weeks and past misses included. By then "
            f"{self.came:,.0f} of them were known, {held} the interval; {self.now:,.0f} are known "
            "now."
        )

    def table(self) -> pd.DataFrame:
        """Names of the day, expected and known since."""
        e = self.expected
        rows = [
            (f"on the list on {day(self.by)}", f"{self.names:,.0f}"),
            ("expected", f"{middle_of(e)} ({range_of(e)})"),
            (f"known by {day(pd.Timestamp(self.seen))}", f"{self.came:,.0f}"),
            ("known now", f"{self.now:,.0f}"),
        ]
        return pd.DataFrame(rows, columns=["those who had died by that day", "names"])

    def facts(self) -> dict[str, Fact]:
        """Names expected to the day."""
        course = "deaths spread evenly over the weeks, past misses included"
        note = f"names known by {self.seen}, {course}"
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
        From `names_foreseen`: the weeks, and how far predictions missed.
    p : Parameters
        Level, draws and seed.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, draws=500, seed=1)
    >>> found = names_expected(evidence.known_by(p.day), names_foreseen(evidence.known_by(None)), p)
    >>> found.names, found.seen, found.now
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
    ages = ages_at(weeks, last["as_of"])
    past = ages > 0
    options = {"level": p.level, "draws": p.draws, "log_error": past_error(foreseen.checks)}
    even, size = np.ones(int(past.sum())), float(names["central"].max())
    expected = nowcast(size, ages[past], even, fit_delay(weeks, seen), rng=p.rng(), **options)
    end = list(seen)[-1]
    return NamesExpected(
        names=size,
        by=last["as_of"],
        seen=seen[end],
        expected=expected,
        came=float(weeks.loc[past, end].sum()),
        now=float(weeks.loc[past, NOW].sum()),
        rows=(last["key"], *foreseen.rows),
    )


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class NamesByYear:
    """Names of each year's dead carried on by yearly factors."""

    years: tuple[int, ...]
    ladder: ChainLadder
    rows: tuple[str, ...] = ("table:named_by_week",)

    def sentence(self) -> str:
        """What the unfinished years come to."""
        some = list(zip(self.years, self.ladder.ultimate, self.ladder.se, strict=True))[1:3]
        told = [f"those of {y} to {rounded(u)} (standard error {rounded(s)})" for y, u, s in some]
        return (
            "By yearly factors (chain ladder), the names of a year's dead grow on: "
            f"{' and '.join(told)}. Factors of old years do not fit new ones."
        )

    def table(self) -> pd.DataFrame:
        """One row a year of death."""
        both = zip(self.years, self.ladder.ultimate, self.ladder.se, strict=True)
        rows = [(y, rounded(u), rounded(s) if s else "0") for y, u, s in both]
        return pd.DataFrame(rows, columns=["died in", "names in the end", "standard error"])


def names_by_year(foreseen: NamesForeseen | NothingKnown) -> NamesByYear | NothingKnown:
    """What yearly factors make of the names of each year's dead.

    Examples
    --------
    >>> from analysis import evidence
    >>> names_by_year(names_foreseen(evidence.known_by(None))).years[:2]
    (2022, 2023)
    """
    if not foreseen:
        return foreseen
    triangle = yearly_triangle(foreseen.weeks)
    years = tuple(int(y) for y in triangle.index)
    return NamesByYear(years=years, ladder=chain_ladder(triangle.to_numpy()))


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class NamesTested:
    """The tests of the claimed series, on the names by week."""

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
