"""Can so few map makers say whether less land was held?

Results of notebook 04 in words and tables for a reader. Reads no file and draws nothing.
"""

import math
from dataclasses import dataclass

import pandas as pd

from analysis.case import written
from analysis.chronology.between_makers import (
    RandomEffects,
    by_maker,
    logs_of,
    logs_of_shares,
    random_effects,
)
from analysis.chronology.dates_and_areas import ChronologyError
from analysis.chronology.land_findings import LandSinceWeekOne, last_day
from analysis.chronology.region_findings import SHARES_OF_UKRAINE, WEEK_ONE_SHARE
from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.results import NothingKnown, speaking
from analysis.wording import day, listed, until


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One measure of the land held by several map makers: mean, interval, and how far they differ.

    `within` is the standard deviation of the log ratio among versions and starting days of one
    maker.
    """

    caption = "One measure of the land held, over map makers"

    measure: str
    days: str
    makers: tuple[str, ...]
    effects: RandomEffects
    within: float
    level: float

    @property
    def between(self) -> float:
        """Standard deviation of the log ratio between makers."""
        return math.sqrt(self.effects.tau2)

    @property
    def interval(self) -> str:
        """The interval of the mean change, in words."""
        return " to ".join(_percent(v) for v in (self.effects.low, self.effects.high))

    @property
    def verdict(self) -> str:
        """Whether the interval leaves the sign open."""
        if self.effects.low <= 0 <= self.effects.high:
            return "they cannot say whether less land was held"
        return "less land was held" if self.effects.high < 0 else "more land was held"

    def sentence(self) -> str:
        """Mean change with its interval, and what it leaves open."""
        return (
            f"By {self.measure}, {self.days}, {listed(self.makers)} make a mean change of "
            f"{_percent(self.effects.mean)} %, with {100 * self.level:g} % confidence "
            f"{self.interval} %: {self.verdict}."
        )

    def table(self) -> pd.DataFrame:
        """One row of what `MakersApart` shows."""
        row = {
            "Measure": self.measure,
            "Days": self.days,
            "Map makers": listed(self.makers),
            "Apart within one maker, factor": f"{math.exp(self.within):.2f}",
            "Apart between makers, factor": f"{math.exp(self.between):.2f}",
            "Mean change, %": _percent(self.effects.mean),
            f"{100 * self.level:g} % interval, %": self.interval,
        }
        return pd.DataFrame([row])


def _percent(log_ratio: float) -> str:
    """A log ratio as a change in %."""
    return f"{100 * math.expm1(log_ratio):+,.0f}"


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class MakersApart:
    """Map makers together: a variance between them beside the one within, by each measure."""

    caption = "Map makers taken together"

    compared: tuple[Comparison, ...]
    rows: tuple[str, ...]

    def sentence(self) -> str:
        """What each comparison can bear."""
        first = self.compared[0]
        apart = math.exp(first.between)
        differ = (
            f"Map makers differ by a factor of {apart:.2f} (one standard deviation), versions of "
            f"one map by {math.exp(first.within):.2f}."
        )
        return "\n".join([differ, *(c.sentence() for c in self.compared)])

    def table(self) -> pd.DataFrame:
        """One row a comparison."""
        return pd.concat([c.table() for c in self.compared], ignore_index=True)


def makers_apart(
    known: Evidence, since: LandSinceWeekOne | NothingKnown, p: Parameters
) -> MakersApart | NothingKnown:
    """What the map makers bear together, each with one vote.

    Parameters
    ----------
    known : Evidence
        What was known on the day.
    since : LandSinceWeekOne or NothingKnown
        From `land_since_week_one`.
    p : Parameters
        `level`.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> from analysis.chronology import land_since_week_one
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.95, draws=100, seed=1)
    >>> day = evidence.known_by(p.day)
    >>> [c.effects.makers for c in makers_apart(day, land_since_week_one(day), p).compared]
    [2]
    """
    if not since:
        return since
    end = _month_end(known)
    areas = "area", f"end of week one to {since.end}"
    shares = "share of Ukraine", f"{day(WEEK_ONE_SHARE)} to {day(end)}" if end else ""
    logs = (logs_of(since.changes), _of_shares(known, end))
    told = zip(logs, (areas, shares), strict=True)
    compared = tuple(filter(None, (_compared(x, *words, p.level) for x, words in told)))
    if compared:
        return MakersApart(compared=compared, rows=since.rows)
    words = f"Fewer than two makers of maps of their own can be compared {until(known)}."
    return NothingKnown(words=words)


def _month_end(known: Evidence) -> pd.Timestamp | None:
    """Last end of a month, until the text, for which the maker of shares gave one."""
    territory = known.table("territory_national")
    days = territory.loc[territory["map_maker"] == SHARES_OF_UKRAINE, "as_of"]
    days = days[days <= pd.Timestamp(last_day(known, written()[0]))]
    return days.max() if (days > pd.Timestamp(WEEK_ONE_SHARE)).any() else None


def _of_shares(known: Evidence, end: pd.Timestamp | None) -> pd.DataFrame:
    if end is None:
        return pd.DataFrame(columns=["maker", "log_ratio"])
    return logs_of_shares(known.table("territory_national"), WEEK_ONE_SHARE, end)


def _compared(logs: pd.DataFrame, measure: str, days: str, level: float) -> Comparison | None:
    """The comparison; none with fewer than two makers, or none with two series to judge errors."""
    if logs["maker"].nunique() < 2:
        return None
    try:
        makers = by_maker(logs)
    except ChronologyError:
        return None
    effects = random_effects(makers["log_ratio"], makers["variance"], level=level)
    return Comparison(
        measure=measure,
        days=days,
        makers=tuple(makers.index),
        effects=effects,
        within=math.sqrt(makers["variance"].iloc[0]),
        level=level,
    )
