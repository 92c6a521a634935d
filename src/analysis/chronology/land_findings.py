"""Was less land held than after the first week?

Results of notebook 04 in words and tables for a reader. Reads no file and draws nothing.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.case import written
from analysis.chronology.between_makers import DRAWN_FROM
from analysis.chronology.dates_and_areas import (
    FIRST_WEEK_ENDS,
    MAP_AGE_DAYS,
    AreaChange,
    area_changes,
    change_by_family,
    gap_between_makers,
)
from analysis.evidence import Evidence
from analysis.quantities import Estimate, rounded
from analysis.results import Fact, NothingKnown, Remark, nothing, of, speaking
from analysis.wording import day, in_percent, listed, until

INDEPENDENT = ("ISW", "Liveuamap")  # map makers that worked without each other
YEAR_END = "2022-12-31"


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class MapsOverTime:
    """Area held by day and map series, and the gap between two independent map makers.

    `points` has the columns family, series, as_of and area_km2; `gap_km2` is the distance at the
    end of week one and at the end.
    """

    caption = "First and last map of each series held, and the area in Russian hands"

    points: pd.DataFrame
    gap_km2: tuple[float, float] | None
    rows: tuple[str, ...]

    @property
    def peak(self) -> pd.Series:
        """The largest area drawn."""
        return self.points.loc[self.points["area_km2"].idxmax()]

    @property
    def last(self) -> str:
        """Day of the last map."""
        return day(self.points["as_of"].max())

    @property
    def finding(self) -> str:
        """How far apart the map makers lie, without a full stop."""
        one, other = INDEPENDENT
        if self.gap_km2 is None:
            return f"Recent maps are too few to set {one} and {other} side by side"
        start, end = (rounded(v) for v in self.gap_km2)
        return f"{one} and {other} lay {start} km2 apart after week one, {end} km2 at the end"

    def sentence(self) -> str:
        """The gap, and the largest area."""
        most = self.peak
        maker, area = most["family"], rounded(most["area_km2"])
        drawn = f"was drawn by {maker} for {day(most['as_of'])}"
        return f"{self.finding}. The largest area, {area} km2, {drawn}."

    def table(self) -> pd.DataFrame:
        """One row a map series: its maps, and the first and the last of them."""
        shown = []
        for (maker, series), rows in self.points.sort_values("as_of").groupby(["family", "series"]):
            first, last = rows.iloc[0], rows.iloc[-1]
            ends = [f"{rounded(r['area_km2'])} ({day(r['as_of'])})" for r in (first, last)]
            shown.append((short(maker), short(series), len(rows), *ends))
        heads = ["Map maker", "Series", "Maps", "First map, km2", "Last map, km2"]
        return pd.DataFrame(shown, columns=heads)


def maps_over_time(known: Evidence) -> MapsOverTime | NothingKnown:
    """Area held by Russian forces on each map, until the text was written.

    Parameters
    ----------
    known : evidence.Evidence
        What was known by the day.

    Examples
    --------
    >>> from analysis import evidence
    >>> maps_over_time(evidence.known_by("2022-10-11")).finding
    'ISW and Liveuamap lay 35,900 km2 apart after week one, 1,250 km2 at the end'
    """
    end = last_day(known, written()[0])
    territory = known.table("territory_national")
    drawn = territory[territory["area_km2"].notna() & (territory["map_maker"] != "")]
    drawn = drawn[drawn["as_of"] <= pd.Timestamp(end)].rename(columns={"map_maker": "family"})
    if drawn.empty:
        return nothing(known, "No map with the area held had been published")
    changes = area_changes(territory, FIRST_WEEK_ENDS, end)
    both = set(INDEPENDENT) <= {c.family for c in changes}
    return MapsOverTime(
        points=drawn[["family", "series", "as_of", "area_km2"]],
        gap_km2=gap_between_makers(changes, *INDEPENDENT) if both else None,
        rows=tuple(drawn["key"]),
    )


def _named(maker: str) -> str:
    """Name of a map maker, and whose maps he redraws."""
    drawn_from = DRAWN_FROM.get(maker)
    return (
        f"{short(maker)} (redrawn from {drawn_from}, no further witness)" if drawn_from else maker
    )


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class LandSinceWeekOne:
    """Change of the area held since the end of week one, by map maker."""

    caption = "Change of the area held since the end of the first week, by map"

    changes: tuple[AreaChange, ...]
    known: str

    @property
    def summary(self) -> dict[str, Estimate]:
        """Median and range of the change by map maker, in %."""
        return change_by_family(self.changes)

    @property
    def end(self) -> str:
        """Day of the last map compared."""
        return day(max(c.end for c in self.changes))

    @property
    def finding(self) -> str:
        """Which makers of maps of their own show less and which more, without a full stop."""
        changes = [(m, e) for m, e in self.summary.items() if m not in DRAWN_FROM]
        less = [short(m) for m, e in changes if e.high < 0]
        more = [short(m) for m, e in changes if e.low > 0]
        shown = {"less": less, "more": more}
        told = [f"{what} by {listed(by)}" for what, by in shown.items() if by]
        if not told:
            return "No map says whether less land was held than after week one"
        first = told[0].replace(" by", " land than after week one by", 1)
        return ", ".join([first[0].upper() + first[1:], *told[1:]])

    def sentence(self) -> str:
        """The change by each map maker, with its range."""
        told = listed([f"{in_percent(e)} on maps by {_named(m)}" for m, e in self.summary.items()])
        return f"From the end of week one to {self.end} the area held changed by {told}."

    def table(self) -> pd.DataFrame:
        """One row a map series and way to end the week."""
        rows = [
            (
                short(c.family),
                short(c.series),
                day(c.start),
                rounded(c.start_km2),
                day(c.end),
                rounded(c.end_km2),
                f"{c.change_pct:+.1f}",
            )
            for c in self.changes
        ]
        heads = [
            "Map maker",
            "Series",
            "First day",
            "Held first, km2",
            "Last day",
            "Held last, km2",
            "Change, %",
        ]
        return pd.DataFrame(rows, columns=heads)

    def facts(self) -> dict[str, Fact]:
        """Change by each independent map maker."""
        return {
            f"{maker.lower()}_area_change_pct": of(self.summary[maker], self._rows_of(maker))
            for maker in INDEPENDENT
            if maker in self.summary
        }

    def _rows_of(self, *makers: str) -> tuple[str, ...]:
        own = (c for c in self.changes if c.family in makers)
        return tuple(dict.fromkeys(r for c in own for r in c.rows))

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the maps compared."""
        return self._rows_of(*self.summary)


def land_since_week_one(known: Evidence) -> LandSinceWeekOne | NothingKnown:
    """Change of the area held from the end of week one to the day of the text, by map maker.

    Each map series is compared only with itself.

    Parameters
    ----------
    known : evidence.Evidence
        What was known by the day.

    Examples
    --------
    >>> from analysis import evidence
    >>> land_since_week_one(evidence.known_by("2022-10-11")).finding
    'Less land than after week one by ISW, more by Liveuamap'
    """
    end = last_day(known, written()[0])
    changes = area_changes(known.table("territory_national"), FIRST_WEEK_ENDS, end)
    if not changes:
        covered = f"both the end of week one and the {MAP_AGE_DAYS} days before {day(end)}"
        told = f"No map series known {until(known)} covers {covered}."
        return NothingKnown(words=known.without or told)
    return LandSinceWeekOne(changes=changes, known=until(known))


def land_by_year_end(later: Evidence) -> Remark | NothingKnown:
    """Change of the area held from the day of the text to the end of its year, by map maker.

    Parameters
    ----------
    later : evidence.Evidence
        What was learned later; empty where hindsight is off.

    Examples
    --------
    >>> from analysis import evidence
    >>> land_by_year_end(evidence.Evidence(None, "Hindsight is off."))
    NothingKnown: Hindsight is off.
    """
    start = (written()[0].isoformat(),)
    changes = area_changes(later.table("territory_national"), start, YEAR_END)
    if not changes:
        return nothing(later, "No map of the end of the year had been published")
    summary = change_by_family(changes)
    told = listed([f"{in_percent(e)} on maps by {short(m)}" for m, e in summary.items()])
    words = f"From {day(written()[0])} to {day(YEAR_END)} the area held changed by {told}."
    makers, parts = [short(m) for m in summary], [in_percent(e) for e in summary.values()]
    frame = pd.DataFrame({"Map maker": makers, "Change of the area held": parts})
    rows = tuple(dict.fromkeys(r for c in changes for r in c.rows))
    return Remark(words=words, frame=frame, rows=rows, caption="Land held at the end of the year")


def short(maker: str) -> str:
    """Name of a map maker without the note on what it was drawn from."""
    return maker.split(" (")[0]


def last_day(known: Evidence, written: date) -> date:
    """Day of the text, or the day of knowledge when that is earlier."""
    return min(written, known.as_of or written)
