"""Which exits are known, and on which days are they not?

Days of a country are covered by its own reports; where only a part of an area reported (Finland
inside the EU), the part's exits are taken as counted and the rest of the area gets the ratio of
exits to entries. What then stays open is left to the priors.
"""

import numpy as np
import pandas as pd

from analysis.migration.flows import MIN_WINDOW_DAYS
from analysis.migration.harmonised import (
    BACK,
    CARRIED,
    DAY,
    DIFFERENCE,
    REPORTED,
    TRIMMED,
    Harmonised,
    Piece,
)
from analysis.migration.windows import reports

OF_THE_PART = "counted in a part of it"
FEW_PAIRS = 3  # one or two windows do not tell how far the ratio of other days may lie
_KNOWN = (REPORTED, TRIMMED, DIFFERENCE)
_BEFORE_DAYS = 4  # a pair of reports may begin so many days before the wave
# without any report of exits, the ratio of the first days is held for two weeks
_OWN_RATIO_DAYS = 13 * DAY


def known_exits(held: Harmonised | None) -> tuple[Piece, ...]:
    """Pieces of exits that rest on a report; none where nothing was reported."""
    return () if held is None else tuple(p for p in held.pieces if p.how in _KNOWN)


def both_counted(into: pd.DataFrame, out: pd.DataFrame) -> pd.DataFrame:
    """Windows with entries and exits.

    What `windows.reports` gives for entries, and for exits with the suffix _out.
    """
    return into.merge(out, on=["start", "end"], suffixes=("", "_out"))


def exit_ratios(
    into: pd.DataFrame,
    out: pd.DataFrame,
    first: pd.Timestamp,
    last: pd.Timestamp,
    assumed: tuple[float, float, float],
) -> tuple[tuple[float, float, float], tuple[str, ...]]:
    """Exits per entry where both were reported for the same days of the wave.

    Parameters
    ----------
    into, out : pandas.DataFrame
        What `windows.reports` gives for entries and for exits.
    first, last : pandas.Timestamp
        First and last day of the wave.
    assumed : tuple of float
        Low, mode and high of the prior: used where no such pair was reported; fewer than
        `FEW_PAIRS` pairs keep its ends.

    Returns
    -------
    tuple
        Least, middle and largest ratio; and the rows they rest on.
    """
    pairs = both_counted(into, out)
    pairs = pairs[(pairs["start"] >= first - _BEFORE_DAYS * DAY) & (pairs["end"] <= last)]
    if pairs.empty:
        return assumed, ()
    ratios = np.concatenate(
        [pairs["low_out"] / pairs["central"], pairs["high_out"] / pairs["central"]]
    )
    held = ratios if len(pairs) >= FEW_PAIRS else np.append(ratios, (assumed[0], assumed[2]))
    keys = tuple(k for r in pairs.itertuples() for k in (*r.keys, *r.keys_out))
    return (float(held.min()), float(np.median(ratios)), float(held.max())), keys


def of_the_part(
    entries: Harmonised,
    covered: tuple[Piece, ...],
    into: pd.DataFrame,
    out: pd.DataFrame,
    ratio: tuple[float, float, float],
) -> tuple[Piece, ...]:
    """Exits of an area on days when only a part of it counted them.

    Parameters
    ----------
    entries : Harmonised
        Entries of the area.
    covered : tuple of Piece
        Exits of the area that are known.
    into, out : pandas.DataFrame
        What `windows.reports` gives for the part.
    ratio : tuple of float
        Low, middle and high exits per entry in the rest of the area.

    Returns
    -------
    tuple of Piece
        One piece for each run of open days inside a window the part reported; the part is scaled to
        those days by the area's entries.
    """
    days = pd.date_range(entries.start, entries.end)
    rate, pieces = _rate(entries.pieces, days), []
    pairs = both_counted(into, out)
    if pairs.empty:
        return ()
    long_enough = (pairs["end"] - pairs["start"]).dt.days + 1 >= MIN_WINDOW_DAYS
    for r in pairs[
        long_enough & (pairs["start"] >= entries.start) & (pairs["end"] <= entries.end)
    ].itertuples():
        window = np.asarray((days >= r.start) & (days <= r.end))
        open_days = days[window & _open(days, (*covered, *pieces))]
        if open_days.empty:
            continue
        start, end = open_days[0], open_days[0] + (_run(open_days) - 1) * DAY
        here = rate[np.asarray((days >= start) & (days <= end))].sum()
        share = min(r.central / rate[window].sum(), 1.0)
        low, central, high = (
            here * (share * x / r.central + (1 - share) * rest)
            for x, rest in zip((r.low_out, r.central_out, r.high_out), ratio, strict=True)
        )
        pieces.append(
            Piece(
                start=start,
                end=end,
                low=low,
                central=central,
                high=high,
                how=OF_THE_PART,
                rows=r.keys + r.keys_out,
            )
        )
    return tuple(pieces)


def _run(days: pd.DatetimeIndex) -> int:
    """Number of days from the first on that follow each other."""
    breaks = np.flatnonzero(np.diff(days) > DAY)
    return int(breaks[0]) + 1 if len(breaks) else len(days)


def _open(days: pd.DatetimeIndex, covered: tuple[Piece, ...]) -> np.ndarray:
    return np.array([not any(c.start <= d <= c.end for c in covered) for d in days])


def _rate(pieces: tuple[Piece, ...] | list[Piece], days: pd.DatetimeIndex) -> np.ndarray:
    """Crossings on each day, every piece spread evenly."""
    none = np.zeros(len(days))
    return sum(
        (p.central / p.days * np.asarray((days >= p.start) & (days <= p.end)) for p in pieces), none
    )


def without_report(
    entries: Harmonised, covered: tuple[Piece, ...], *, late: bool
) -> tuple[float, float]:
    """Shares of counted and of carried entries on days that no exit report covers.

    Early or late in the wave.
    """
    turn = max((c.end for c in covered), default=entries.start + _OWN_RATIO_DAYS)
    days = pd.date_range(entries.start, entries.end)
    open_day = _open(days, covered) & np.asarray((days > turn) == late)
    shares = []
    for carried in (False, True):
        rate = _rate([p for p in entries.pieces if (p.how in (CARRIED, BACK)) == carried], days)
        shares.append(float((rate * open_day).sum() / rate.sum()) if rate.sum() else 0.0)
    return shares[0], shares[1]


def daily_net(crossings: pd.DataFrame, geography: str) -> pd.DataFrame:
    """Single days for which a country reported both entries and exits.

    Where the net turns, people come home.

    Parameters
    ----------
    crossings : pandas.DataFrame
        Rows of `border_crossings`.
    geography : str
        Country as named there.

    Returns
    -------
    pandas.DataFrame
        Columns day, entries, exits, net (crossings), keys; oldest first.

    Raises
    ------
    FlowError
        If a report has no first day, or is negative.
    quantities.UnitError
        If a report is not in crossings.

    Examples
    --------
    >>> from analysis import evidence
    >>> crossings = evidence.known_by("2022-10-11").table("border_crossings")
    >>> daily_net(crossings, "Kazakhstan")[["day", "net"]]
             day    net
    0 2022-09-29  12400
    1 2022-09-30   3300
    2 2022-10-03  -4000
    """
    pairs = both_counted(*(reports(crossings, geography, d) for d in ("entry", "exit")))
    days = pairs[pairs["start"] == pairs["end"]].sort_values("start")
    return pd.DataFrame(
        {
            "day": days["start"],
            "entries": days["central"],
            "exits": days["central_out"],
            "net": days["central"] - days["central_out"],
            "keys": days["keys"] + days["keys_out"],
        }
    ).reset_index(drop=True)
