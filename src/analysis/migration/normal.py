"""How many would have crossed anyway?

Usual crossings a day by several yardsticks, each shown: the days just before, the month before, the
summer, the same season of earlier years. Where none of these is known, spring or winter stands in
and is called so.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import NotKnownError
from analysis.migration.flows import WAVE, FlowError, day_of
from analysis.quantities import Estimate, UnitError
from analysis.wording import period

JUST_BEFORE, MONTH_BEFORE, SUMMER, EARLIER, OTHER = (
    "just before",
    "month before",
    "summer",
    "earlier years",
    "another season",
)
NEAR = (JUST_BEFORE, MONTH_BEFORE)  # yardsticks closest to the window in time and season
KINDS = (JUST_BEFORE, MONTH_BEFORE, SUMMER, EARLIER)
_JUST_BEFORE_DAYS = 21
_DECREE, _WAVE_END = pd.Timestamp("2022-09-21"), pd.Timestamp(WAVE[1])  # between, none is usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """Entries above one yardstick of the usual, over one window, in crossings."""

    kind: str
    label: str
    per_day: float
    excess: Estimate
    rows: tuple[str, ...]


def usual_rates(crossings: pd.DataFrame, geography: str, start: str) -> pd.DataFrame:
    """Usual entries a day of one country before a window begins.

    Parameters
    ----------
    crossings : pandas.DataFrame
        Rows of `border_crossings`; departures counted by the FSB stand for entries of the country
        they led to.
    geography : str
        Country as named there.
    start : str
        First day of the window, YYYY-MM-DD; of a window that begins inside the wave, the day of the
        decree stands for it. Reports that share a day with the wave are never usual.

    Returns
    -------
    pandas.DataFrame
        Columns kind, label, low, central, high (crossings a day), key, oldest first; kind "another
        season" only where nothing closer is known.

    Raises
    ------
    quantities.UnitError
        If an entry is not in crossings.

    Examples
    --------
    >>> from analysis import evidence
    >>> crossings = evidence.known_by("2022-10-11").table("border_crossings")
    >>> usual_rates(crossings, "Mongolia", "2022-09-21")[["label", "central", "key"]]
             label  central    key
    0  20 Sep 2022    263.0  E067b
    """
    first = day_of(start, "start")
    if _DECREE < first <= _WAVE_END:
        first = _DECREE
    departures = crossings["flow_kind"] == "departures"
    here = crossings[
        (crossings["geography"] == geography)
        & ((crossings["direction"] == "entry") | departures)
        & (crossings["period_end"] < first)
        & ((crossings["period_end"] < _DECREE) | (crossings["period_start"] > _WAVE_END))
        & crossings["period_start"].notna()
        & ~crossings["flow_kind"].isin(["running total", "part of a border"])
    ]
    other = here[~here["unit"].isin(["crossings", "crossings per day"])]
    if not other.empty:
        raise UnitError(
            f"row {other['key'].iloc[0]}: wanted crossings, found {other['unit'].iloc[0]}"
        )
    days = ((here["period_end"] - here["period_start"]).dt.days + 1).where(
        here["unit"] == "crossings", 1
    )
    table = pd.DataFrame(
        {
            "kind": [_kind(r.period_start, r.period_end, first) for r in here.itertuples()],
            "label": [_label(r.period_start, r.period_end) for r in here.itertuples()],
            "low": here["low"] / days,
            "central": here["central"] / days,
            "high": (here["high"].where(here["qualifier"] != "more than", here["central"])) / days,
            "key": here["key"],
            "end": here["period_end"],
        }
    ).sort_values(["end", "key"], ignore_index=True)
    near = table[table["kind"] != OTHER]
    return (near if not near.empty else table).drop(columns="end").reset_index(drop=True)


def _kind(start: pd.Timestamp, end: pd.Timestamp, first: pd.Timestamp) -> str:
    days = (end - start).days + 1
    whole_month = start.day == 1 and days >= 28
    if days <= _JUST_BEFORE_DAYS and (first - end).days <= _JUST_BEFORE_DAYS:
        return JUST_BEFORE
    if whole_month and days <= 31 and start.to_period("M") == first.to_period("M") - 1:
        return MONTH_BEFORE
    if start.year == first.year and (
        start.month in (6, 7, 8) or (first - end).days <= _JUST_BEFORE_DAYS
    ):
        return SUMMER
    if start.year < first.year and start.month <= first.month <= end.month:
        return EARLIER
    return OTHER


def _label(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """Period as a reader says it."""
    if start.day == 1 and start.month == end.month and (end - start).days + 1 >= 28:
        return f"{start:%B %Y}"
    return period(start, end, month="%b")


def above_normal(entries: Estimate, days: int, rates: pd.DataFrame) -> tuple[Excess, ...]:
    """Entries above the usual by every yardstick.

    Parameters
    ----------
    entries : Estimate
        Entries over the window, crossings.
    days : int
        Days of the window.
    rates : pandas.DataFrame
        As `usual_rates` gives.

    Returns
    -------
    tuple of Excess
        One for each row of `rates`: entries less the usual of as many days, crossings.

    Raises
    ------
    evidence.NotKnownError
        If no yardstick is known.
    FlowError
        If the window has no day.

    Examples
    --------
    >>> from analysis.quantities import Estimate
    >>> entries = Estimate.exactly(14_000, "crossings", "as reported")
    >>> july = {"kind": SUMMER, "label": "July 2022", "low": 400, "central": 500, "high": 600}
    >>> found = above_normal(entries, 14, pd.DataFrame([july | {"key": "row"}]))[0].excess
    >>> found.low, found.central, found.high
    (5600, 7000, 8400)
    """
    if days < 1:
        raise FlowError(f"a window of {days} days")
    if rates.empty:
        raise NotKnownError("no usual rate is known")
    return tuple(
        Excess(
            kind=r.kind,
            label=r.label,
            per_day=r.central,
            rows=(r.key,),
            excess=entries.less(
                Estimate(
                    low=r.low, central=r.central, high=r.high, unit="crossings", basis=r.label
                ).times(days),
                f"entries less {days} days at the rate of {r.label}",
            ),
        )
        for r in rates.itertuples()
    )


def yardstick_note(excesses: tuple[Excess, ...]) -> str:
    """What a reader must know of the yardsticks: how many, and whether any is of the season.

    Parameters
    ----------
    excesses : tuple of Excess
        As `above_normal` gives; one or more.

    Returns
    -------
    str
        Ends a sentence on the excess: it begins with "by".

    Examples
    --------
    >>> from analysis.quantities import Estimate
    >>> more = Estimate.exactly(7_000, "crossings", "July 2022")
    >>> july = Excess(kind=SUMMER, label="July 2022", per_day=500.0, excess=more, rows=("row",))
    >>> yardstick_note((july,))
    'by one yardstick'
    """
    season = sum(e.kind != OTHER for e in excesses)
    if len(excesses) == 1:
        return "by one yardstick" if season else "by one yardstick of another season only"
    return f"by {season} yardsticks" if season else "by yardsticks of other seasons only"


def range_of(excesses: tuple[Excess, ...], *kinds: str) -> Estimate:
    """Smallest and largest central excess over the named kinds (all when none is named).

    The doubt about the usual alone.

    Parameters
    ----------
    excesses : tuple of Excess
        As `above_normal` gives.
    *kinds : str
        Kinds of yardstick to use (`KINDS`); all when none is named.

    Returns
    -------
    Estimate
        Smallest, middle (median) and largest central excess, crossings.

    Raises
    ------
    evidence.NotKnownError
        If none of the kinds is there.

    Examples
    --------
    >>> from analysis.quantities import Estimate
    >>> found = tuple(
    ...     Excess(kind=kind, label=kind, per_day=1.0, rows=("row",), excess=more)
    ...     for kind, more in (
    ...         (SUMMER, Estimate.exactly(7_000, "crossings", "July 2022")),
    ...         (EARLIER, Estimate.exactly(9_000, "crossings", "September 2021")),
    ...     )
    ... )
    >>> both = range_of(found)
    >>> both.low, both.central, both.high
    (7000, 8000.0, 9000)
    >>> range_of(found, SUMMER).central
    7000.0
    """
    values = sorted(e.excess.central for e in excesses if not kinds or e.kind in kinds)
    if not values:
        raise NotKnownError(f"no yardstick of the kinds {', '.join(kinds)} is known")
    middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    return Estimate(
        low=values[0],
        central=middle,
        high=values[-1],
        unit="crossings",
        basis="range over yardsticks of the usual",
    )
