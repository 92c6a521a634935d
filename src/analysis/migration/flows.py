"""How many left and stayed away, not how many crossed?

Pure: frames in, frozen results out; opens no file and draws nothing. A crossing is one person
passing a border once; a person may cross many times and in both directions, so crossings are never
compared with persons.
"""

from dataclasses import dataclass
from functools import partial

import pandas as pd

from analysis import days
from analysis.evidence import NotKnownError
from analysis.quantities import Estimate, same_unit

WAVE = ("2022-09-15", "2022-10-11")  # from the days before the decree to the text
MIN_WINDOW_DAYS = 3  # shorter windows are daily counts, not totals of the wave

CONTAINS = {
    "EU (land borders)": frozenset({"Finland", "Norway (Storskog)"})
}  # area -> countries counted inside it


class FlowError(ValueError):
    """Flows that cannot be combined: a window, a direction or a unit is wrong."""


day_of = partial(days.day_of, refused=FlowError)


def window_of(start: object, end: object) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of a window; `FlowError` if one is no day or the end lies before."""
    first, last = day_of(start, "start"), day_of(end, "end")
    if first > last:
        raise FlowError(f"window {start} to {end}: the end lies before the start")
    return first, last


@dataclass(frozen=True, slots=True, kw_only=True)
class NetFlow:
    """Entries less exits over one window, in crossings."""

    geography: str
    start: pd.Timestamp
    end: pd.Timestamp
    entries: Estimate
    exits: Estimate
    net: Estimate
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsOfTotal:
    """Named parts of a printed total and what they leave over, in crossings."""

    parts: dict[str, Estimate]
    total: Estimate
    named: Estimate
    unattributed: Estimate


def net_flow(crossings: pd.DataFrame, geography: str, start: str, end: str) -> NetFlow:
    """Net crossings of one country over exactly one window.

    Parameters
    ----------
    crossings : pandas.DataFrame
        Rows of `border_crossings`.
    geography : str
        Country or border as named there.
    start, end : str
        First and last day, YYYY-MM-DD; entries and exits must be reported for this very window.

    Returns
    -------
    NetFlow
        Rival exit counts widen the interval; the central value rests on the first row.

    Raises
    ------
    evidence.NotKnownError
        If entries or exits of that window are not known.
    FlowError
        If a count is negative, or the window is none.

    Examples
    --------
    >>> from analysis import evidence
    >>> crossings = evidence.known_by("2022-10-11").table("border_crossings")
    >>> flow = net_flow(crossings, "Kazakhstan", "2022-09-21", "2022-09-27")
    >>> flow.net.central, flow.rows
    (33800, ('E005', 'E006'))
    """
    first, last = window_of(start, end)
    here = crossings[(crossings["geography"] == geography) & (crossings["unit"] == "crossings")]
    window = here[(here["period_start"] == first) & (here["period_end"] == last)]
    entries, exits = (window[window["direction"] == d] for d in ("entry", "exit"))
    if entries.empty or exits.empty:
        lacking = "entries" if entries.empty else "exits"
        raise NotKnownError(
            f"{geography}, {start} to {end}: no {lacking} known for exactly this window"
        )
    into, out = _count(entries), _count(exits)
    net = into.less(out, "entries less exits as reported")
    rows = tuple(entries["key"]) + tuple(exits["key"])
    return NetFlow(
        geography=geography, start=first, end=last, entries=into, exits=out, net=net, rows=rows
    )


def _count(rows: pd.DataFrame) -> Estimate:
    if (rows["low"] < 0).any():
        raise FlowError(
            f"row {rows.loc[rows['low'] < 0, 'key'].iloc[0]}: a count of crossings cannot be"
            " negative"
        )
    return Estimate(
        low=rows["low"].min(),
        central=rows["central"].iloc[0],
        high=rows["high"].max(),
        unit="crossings",
        basis="as reported",
    )


def net_flows(crossings: pd.DataFrame) -> tuple[NetFlow, ...]:
    """Every window of at least two days for which one country reported both entries and exits.

    Oldest first.

    Parameters
    ----------
    crossings : pandas.DataFrame
        Rows of `border_crossings`; sums since February are left out.

    Returns
    -------
    tuple of NetFlow
        Crossings, one a country and window.

    Raises
    ------
    FlowError
        If a count is negative.

    Examples
    --------
    >>> from analysis import evidence
    >>> crossings = evidence.known_by("2022-10-11").table("border_crossings")
    >>> len(net_flows(crossings[crossings["geography"] == "Georgia"]))
    4
    """
    here = crossings[(crossings["unit"] == "crossings") & crossings["period_start"].notna()]
    here = here[
        (here["flow_kind"] != "running total")
        & ((here["period_end"] - here["period_start"]).dt.days >= 1)
    ]
    windows = here[here["direction"] == "entry"].merge(
        here[here["direction"] == "exit"],
        on=["geography", "period_start", "period_end"],
        suffixes=("", "_out"),
    )
    order = (
        windows[["period_start", "geography", "period_end"]]
        .drop_duplicates()
        .sort_values(["period_start", "period_end", "geography"])
    )
    return tuple(
        net_flow(crossings, w.geography, w.period_start, w.period_end) for w in order.itertuples()
    )


def parts_of_total(parts: dict[str, Estimate], total: Estimate) -> PartsOfTotal:
    """Sum of named parts and the remainder to a printed total.

    Open ends ("more than") stay open: the remainder is then an upper limit.

    Parameters
    ----------
    parts : dict of Estimate
        Named parts by country or area.
    total : Estimate
        Printed total, in the unit of the parts.

    Returns
    -------
    PartsOfTotal
        Sum of the parts, and the total less that sum.

    Raises
    ------
    FlowError
        If there is no part, or one part lies inside another.
    quantities.UnitError
        If a part has another unit than the total.

    Examples
    --------
    >>> from analysis.quantities import Estimate
    >>> printed = {
    ...     n: Estimate.exactly(c, "crossings", "as printed")
    ...     for n, c in {"Georgia": 93_000, "Mongolia": 16_000}.items()
    ... }
    >>> total = Estimate.exactly(120_000, "crossings", "as printed")
    >>> parts_of_total(printed, total).unattributed.central
    11000.0
    """
    if not parts:
        raise FlowError("no part of the total is known")
    for area in parts.keys() & CONTAINS.keys():
        for inside in sorted(CONTAINS[area] & parts.keys()):
            raise FlowError(f"{inside} is counted inside {area}: name only one of them")
    unit = same_unit(total, *parts.values())
    low, central, high = (
        float(sum(getattr(p, end) for p in parts.values())) for end in ("low", "central", "high")
    )
    named = Estimate(
        low=low, central=central, high=high, unit=unit, basis="sum of the parts as printed"
    )
    left = total.less(named, "total less named parts")
    return PartsOfTotal(parts=dict(parts), total=total, named=named, unattributed=left)


def set_beside(totals: pd.DataFrame, crossings: pd.DataFrame) -> pd.DataFrame:
    """Counts of persons with the crossings they are set beside.

    The crossings' columns end in _crossings.

    Parameters
    ----------
    totals, crossings : pandas.DataFrame
        Rows of `emigration_totals` and `border_crossings`; counts beside none that is known are
        left out.

    Returns
    -------
    pandas.DataFrame
        One row a count of persons; units as in the two tables.

    Examples
    --------
    >>> totals = pd.DataFrame({"key": ["T1", "T2"], "central": [60, 5], "beside": ["E1", ""]})
    >>> crossings = pd.DataFrame({"key": ["E1"], "central": [100]})
    >>> set_beside(totals, crossings)[["key", "central", "central_crossings"]]
      key  central  central_crossings
    0  T1       60                100
    """
    return totals.merge(crossings, left_on="beside", right_on="key", suffixes=("", "_crossings"))


def reports_of_entries(
    crossings: pd.DataFrame, geography: str, *, since: str = WAVE[0], until: str = WAVE[1]
) -> pd.DataFrame:
    """Entry counts over several days reported for one country in the wave, largest last.

    Windows must begin and end between `since` and `until` and hold at least `MIN_WINDOW_DAYS` days.

    Parameters
    ----------
    crossings : pandas.DataFrame
        Rows of `border_crossings`.
    geography : str
        Country as named there.
    since, until : str
        First and last day of the wave, YYYY-MM-DD.

    Returns
    -------
    pandas.DataFrame
        The rows that stay, `central` in crossings; empty where there is none.

    Raises
    ------
    FlowError
        If `since` or `until` is no day.

    Examples
    --------
    >>> from analysis import evidence
    >>> crossings = evidence.known_by("2022-10-11").table("border_crossings")
    >>> reports_of_entries(crossings, "Mongolia")["central"].tolist()
    [3000, 5001, 6268, 10000, 12000]
    """
    rows = crossings[
        (crossings["geography"] == geography)
        & (crossings["direction"] == "entry")
        & (crossings["unit"] == "crossings")
        & (crossings["period_start"] >= day_of(since, "since"))
        & (crossings["period_end"] <= day_of(until, "until"))
        & ((crossings["period_end"] - crossings["period_start"]).dt.days + 1 >= MIN_WINDOW_DAYS)
    ]
    return rows.sort_values("central")
