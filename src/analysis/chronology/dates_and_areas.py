"""Do the dates and the territory agree with the text?

Pure: frames in, frozen results out; opens no file and draws nothing. Relative dates are read from
the days on which the text can have been written; areas are compared only within one map series.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis.evidence import NotKnownError
from analysis.quantities import Estimate
from analysis.wording import listed

MAP_AGE_DAYS = 14  # a map older than two weeks does not stand for the day asked about
FIRST_WEEK_ENDS = ("2022-03-02", "2022-03-03")  # seventh day counted with and without 24 February
MAP_ERROR_PCT = 5.0  # a map errs by a few per cent: what is held to this of all may be held wholly
OBLAST_MAPS = (  # the one map maker whose maps are measured oblast by oblast
    "NZZ (drawn from Liveuamap)"
)


class ChronologyError(ValueError):
    """A date that cannot be read, or areas that cannot be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaChange:
    """Change of one map series between two days; areas in km2, change in %."""

    family: str
    series: str
    start: pd.Timestamp
    end: pd.Timestamp
    start_km2: float
    end_km2: float
    change_pct: float
    rows: tuple[str, str]


def day_by_subtraction(start: date, days: int) -> date:
    """Day that lies `days` after `start`.

    Parameters
    ----------
    start : datetime.date
        The first day.
    days : int
        Days after it; before it where they are below 0.

    Returns
    -------
    datetime.date
        The day.

    Examples
    --------
    >>> day_by_subtraction(date(2022, 2, 24), 229).isoformat()
    '2022-10-11'
    """
    return start + timedelta(days=days)


def day_inclusive(start: date, number: int) -> date:
    """Day that bears `number` when `start` is day 1.

    Parameters
    ----------
    start : datetime.date
        Day 1.
    number : int
        Number of the day, 1 or more.

    Returns
    -------
    datetime.date
        The day.

    Raises
    ------
    ChronologyError
        If the number is below 1.

    Examples
    --------
    >>> day_inclusive(date(2022, 2, 24), 229).isoformat()
    '2022-10-10'
    """
    if number < 1:
        raise ChronologyError(f"wanted a day number of 1 or more, found {number}")
    return start + timedelta(days=number - 1)


def when(text: str, written: tuple[date, date]) -> tuple[date, date]:
    """First and last day a date in the text can mean.

    Parameters
    ----------
    text : str
        "2022-09-21", "1940", "last week", "last month", "last Friday" or "the previous Friday" (the
        one before the week that is called last week).
    written : (date, date)
        Earliest and latest day on which the text can have been written.

    Returns
    -------
    tuple of datetime.date
        First and last day, the same where the text names one day.

    Raises
    ------
    ChronologyError
        If the text is not one of these.

    Examples
    --------
    >>> written = (date(2022, 10, 10), date(2022, 10, 11))
    >>> [day.isoformat() for day in when("last month", written)]
    ['2022-09-01', '2022-09-30']
    """
    if text.isdigit() and len(text) == 4:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    readers = {
        "last week": _last_week,
        "last month": _last_month,
        "last Friday": _last_friday,
        "the previous Friday": _previous_friday,
    }
    if text in readers:
        spans = [readers[text](day) for day in written]
        return min(s[0] for s in spans), max(s[1] for s in spans)
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ChronologyError(
            f"{text!r} is not a date this project reads; wanted YYYY-MM-DD, a year or"
            f" {sorted(readers)}"
        ) from error
    return day, day


def _last_week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday() + 7)
    return monday - timedelta(days=1), monday + timedelta(days=6)  # weeks may begin on Sunday


def _last_month(day: date) -> tuple[date, date]:
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _last_friday(day: date) -> tuple[date, date]:
    friday = day - timedelta(days=(day.weekday() - 4) % 7 or 7)
    return friday, friday


def _previous_friday(day: date) -> tuple[date, date]:
    friday = _last_friday(day)[0] - timedelta(days=7)
    return friday, friday


def event_days(events: pd.DataFrame, event: str, aspect: str = "date") -> pd.DataFrame:
    """Rows that date one event; `day` holds the date.

    Parameters
    ----------
    events : pandas.DataFrame
        Rows of `events`.
    event, aspect : str
        Which event, and what is asked of it.

    Returns
    -------
    pandas.DataFrame
        Those rows, one or more.

    Raises
    ------
    evidence.NotKnownError
        If nothing dates the event.

    Examples
    --------
    >>> told = {"event": ["invasion"], "aspect": ["date"], "found": ["2022-02-24"]}
    >>> event_days(pd.DataFrame(told), "invasion")["day"].dt.day.tolist()
    [24]
    """
    rows = events[(events["event"] == event) & (events["aspect"] == aspect)]
    if rows.empty:
        raise NotKnownError(f"no {aspect} of {event!r} is known")
    return rows.assign(day=pd.to_datetime(rows["found"]))


def area_changes(
    territory: pd.DataFrame, starts: tuple[str, ...], end: str | date
) -> tuple[AreaChange, ...]:
    """Change of every map series from each starting day to its last point by `end`.

    Series without a point on a starting day itself, or whose last point is older than
    `MAP_AGE_DAYS`, are left out.

    Parameters
    ----------
    territory : pandas.DataFrame
        Rows of `territory_national`.
    starts : tuple of str
        Days to start from, YYYY-MM-DD.
    end : str or date
        Last day to compare with.

    Returns
    -------
    tuple of AreaChange
        One a series and starting day; empty where no series covers both.

    Examples
    --------
    >>> maps = pd.DataFrame({"key": ["X1", "X2"], "map_maker": "a maker", "series": "one"})
    >>> maps["as_of"] = pd.to_datetime(["2022-03-02", "2022-10-10"])
    >>> found = area_changes(maps.assign(area_km2=[100.0, 90.0]), ("2022-03-02",), "2022-10-11")
    >>> [(change.family, f"{change.change_pct:.1f}", change.rows) for change in found]
    [('a maker', '-10.0', ('X1', 'X2'))]
    """
    series, until = ["map_maker", "series"], pd.Timestamp(end)
    drawn = territory[territory["area_km2"].notna() & (territory["map_maker"] != "")]
    drawn = drawn[[*series, "as_of", "area_km2", "key"]].sort_values("as_of", kind="stable")
    first = drawn[drawn["as_of"].isin(pd.to_datetime(list(starts)))]
    recent = drawn["as_of"].between(until - pd.Timedelta(days=MAP_AGE_DAYS), until, "right")
    last = drawn[recent].drop_duplicates(series, keep="last")
    both = first.drop_duplicates([*series, "as_of"]).merge(last, on=series, suffixes=("", "_end"))
    both = both[both["as_of_end"] > both["as_of"]].sort_values(series, kind="stable")
    return tuple(
        AreaChange(
            family=row.map_maker,
            series=row.series,
            start=row.as_of,
            end=row.as_of_end,
            start_km2=row.area_km2,
            end_km2=row.area_km2_end,
            change_pct=100 * (row.area_km2_end / row.area_km2 - 1),
            rows=(row.key, row.key_end),
        )
        for row in both.itertuples()
    )


def change_by_family(changes: tuple[AreaChange, ...]) -> dict[str, Estimate]:
    """For each map maker the median change on the first starting day.

    And the range over vintages and starting days, in %.

    Parameters
    ----------
    changes : tuple of AreaChange
        From `area_changes`.

    Returns
    -------
    dict of Estimate
        By map maker, in "% change".

    Raises
    ------
    evidence.NotKnownError
        If there is no change to summarise.

    Examples
    --------
    >>> days = {"start": pd.Timestamp("2022-03-02"), "end": pd.Timestamp("2022-10-10")}
    >>> areas = {"start_km2": 100.0, "end_km2": 90.0, "rows": ("X1", "X2")}
    >>> made = [AreaChange(family="A", series=s, change_pct=c, **days, **areas)
    ...         for s, c in (("one", -10.0), ("two", -6.0))]
    >>> found = change_by_family(tuple(made))["A"]
    >>> found.low, found.central, found.high
    (-10.0, -8.0, -6.0)
    """
    if not changes:
        raise NotKnownError("no map series covers both days")
    first = min(c.start for c in changes)
    summary = {}
    for name in sorted({c.family for c in changes}):
        own = pd.Series({(c.series, c.start): c.change_pct for c in changes if c.family == name})
        at_first = own[own.index.get_level_values(1) == first]
        summary[name] = Estimate(
            low=own.min(),
            central=(at_first if len(at_first) else own).median(),
            high=own.max(),
            unit="% change",
            basis="median of map vintages; range over vintages and starting days",
        )
    return summary


def gap_between_makers(
    changes: tuple[AreaChange, ...], one: str, other: str
) -> tuple[float, float]:
    """Distance between two map makers.

    In km2, on the first starting day and on the last day (medians over vintages).

    Parameters
    ----------
    changes : tuple of AreaChange
        From `area_changes`.
    one, other : str
        Map makers.

    Returns
    -------
    tuple of float
        On the first starting day and on the last day, in km2, 0 or more.

    Raises
    ------
    ChronologyError
        If one of them has no change to compare.

    Examples
    --------
    >>> days = {"start": pd.Timestamp("2022-03-02"), "end": pd.Timestamp("2022-10-10")}
    >>> areas = {"A": (100.0, 90.0), "B": (130.0, 95.0)}
    >>> same = days | {"series": "one", "change_pct": 0.0, "rows": ("X1", "X2")}
    >>> made = [AreaChange(family=f, start_km2=a, end_km2=b, **same) for f, (a, b) in areas.items()]
    >>> gap_between_makers(tuple(made), "A", "B")
    (30.0, 5.0)
    """
    if not {one, other} <= {c.family for c in changes}:
        raise ChronologyError(
            f"wanted changes by {one} and {other}, found {sorted({c.family for c in changes})}"
        )
    first = min(c.start for c in changes)
    rows = [(c.family, c.start_km2, c.end_km2) for c in changes if c.start == first]
    middle = pd.DataFrame(rows, columns=["family", "start", "end"]).groupby("family").median()
    start, end = (middle.loc[one] - middle.loc[other]).abs()
    return float(start), float(end)


def shares_held(oblasts: pd.DataFrame, day: str | date) -> pd.DataFrame:
    """Share of each oblast held by Russian forces on the last map by a day.

    Region, central, as_of, key.

    Parameters
    ----------
    oblasts : pandas.DataFrame
        Rows of `territory_oblasts`.
    day : str or datetime.date
        Last day that a map may show.

    Returns
    -------
    pandas.DataFrame
        Columns region, central (% of the oblast's area, 0 to 100), as_of and key.

    Raises
    ------
    evidence.NotKnownError
        If no map is known by then.

    Examples
    --------
    >>> maps = pd.DataFrame({"key": ["X1", "X2"], "region": "Kherson", "central": [90.0, 80.0]})
    >>> maps["as_of"] = pd.to_datetime(["2022-09-01", "2022-10-10"])
    >>> maps = maps.assign(quantity="share held", map_maker=OBLAST_MAPS)
    >>> shares_held(maps, "2022-10-11")[["region", "central"]].to_numpy().tolist()
    [['Kherson', 80.0]]
    """
    rows = oblasts[
        (oblasts["quantity"] == "share held")
        & (oblasts["map_maker"] == OBLAST_MAPS)
        & (oblasts["as_of"] <= pd.Timestamp(day))
    ]
    if rows.empty:
        raise NotKnownError(f"no map of the oblasts is known by {day}")
    return rows[rows["as_of"] == rows["as_of"].max()][
        ["region", "central", "as_of", "key"]
    ].reset_index(drop=True)


def maybe_whole(held: pd.DataFrame, everything: float = 100.0) -> pd.Series:
    """Which regions may be held wholly, within a map's error.

    Parameters
    ----------
    held : pandas.DataFrame
        From `shares_held`; `central` in %.
    everything : float
        Share that counts as all, in %, 0 to 100.

    Examples
    --------
    >>> maybe_whole(pd.DataFrame({"central": [55.0, 97.6]})).tolist()
    [False, True]
    """
    return held["central"] >= everything - MAP_ERROR_PCT


def whole_in_words(regions: Sequence[str]) -> str:
    """That a map's error leaves room for regions held wholly; empty where there are none.

    Parameters
    ----------
    regions : sequence of str
        Names of those that may be held wholly.

    Returns
    -------
    str
        A part of a sentence, without a stop.

    Examples
    --------
    >>> whole_in_words(["Luhansk"])
    'a map errs by 5 points, so Luhansk may be held wholly'
    """
    if not len(regions):
        return ""
    return f"a map errs by {MAP_ERROR_PCT:.0f} points, so {listed(regions)} may be held wholly"
