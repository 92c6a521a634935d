"""What were the crossings over one common window?

Reported windows of a country are chained without overlap, single days included; days without a
report are filled by difference from a longer report, between the rates on either side, or by the
last rate carried on. Each piece says how it was had.
"""

import pandas as pd

from analysis.evidence import NotKnownError
from analysis.migration.flows import FlowError, window_of
from analysis.migration.harmonised import (
    BACK,
    BETWEEN,
    CARRIED,
    DAY,
    DIFFERENCE,
    REPORTED,
    TRIMMED,
    Harmonised,
    Piece,
)
from analysis.quantities import UnitError

OVERHANG_DAYS = (
    4  # a report may begin or end this many days outside the window and still be trimmed to it
)
INSIDE_SHARE = 0.6  # and must lie inside by this share of its days
REPORTS = (
    "window",
    "single day",
    "part of a border",
)  # kinds of flow that a country reported for one window


def reports(
    crossings: pd.DataFrame, geography: str, direction: str, *, open_end: float = 0.05
) -> pd.DataFrame:
    """Flows of one country and direction as totals over whole days.

    Rival counts of one window as one interval.

    Parameters
    ----------
    crossings : pandas.DataFrame
        Rows of `border_crossings`.
    geography, direction : str
        Country as named there; "entry" or "exit".
    open_end : float
        Fraction by which "more than" may be exceeded.

    Returns
    -------
    pandas.DataFrame
        Columns start, end, low, central, high (crossings), keys; sums since February and usual
        rates are left out.

    Raises
    ------
    FlowError
        If a report has no first day, is a stock or net, or is negative.
    quantities.UnitError
        If a report is not in crossings.

    Examples
    --------
    >>> from analysis import evidence
    >>> crossings = evidence.known_by("2022-10-11").table("border_crossings")
    >>> reports(crossings, "Mongolia", "entry")[["start", "end", "central", "high"]]
           start        end  central     high
    0 2022-09-20 2022-09-20      263    263.0
    1 2022-09-21 2022-09-21      643    643.0
    2 2022-09-21 2022-09-25     3000   3150.0
    3 2022-09-21 2022-09-29     6268   6268.0
    4 2022-09-21 2022-10-02    12000  12600.0
    """
    here = crossings[(crossings["geography"] == geography) & (crossings["direction"] == direction)]
    here = here[here["flow_kind"].isin(REPORTS)]
    if direction not in {"entry", "exit"}:
        raise FlowError(
            f"{geography}: wanted entries or exits, found {direction!r}; a stock is not a flow"
        )
    _refuse(here, geography)
    merged: dict[tuple, dict] = {}
    for r in here.sort_values(["period_start", "period_end"], kind="stable").itertuples():
        one_day = r.unit == "crossings per day" or r.flow_kind == "single day"
        window = (r.period_start, r.period_start if one_day else r.period_end)
        high = min(r.high, r.central * (1 + open_end)) if r.qualifier == "more than" else r.high
        held = merged.setdefault(
            window, {"low": r.low, "central": r.central, "high": high, "keys": ()}
        )
        held |= {
            "low": min(held["low"], r.low),
            "high": max(held["high"], high),
            "keys": (*held["keys"], r.key),
        }
    rows = [(*window, *held.values()) for window, held in merged.items()]
    return pd.DataFrame(rows, columns=["start", "end", "low", "central", "high", "keys"])


def _refuse(rows: pd.DataFrame, geography: str) -> None:
    if rows["period_start"].isna().any():
        raise FlowError(
            f"row {rows.loc[rows['period_start'].isna(), 'key'].iloc[0]}: {geography} without a"
            " first day is no window"
        )
    other = rows[~rows["unit"].isin(["crossings", "crossings per day"])]
    if not other.empty:
        raise UnitError(
            f"row {other['key'].iloc[0]}: wanted crossings, found {other['unit'].iloc[0]}"
        )
    if (rows["low"] < 0).any():
        raise FlowError(
            f"row {rows.loc[rows['low'] < 0, 'key'].iloc[0]}: a count of crossings cannot be"
            " negative"
        )


def harmonise(
    crossings: pd.DataFrame,
    geography: str,
    direction: str,
    start: str,
    end: str,
    *,
    open_end: float = 0.05,
    carried: tuple[float, float, float] = (0.3, 0.8, 1.3),
) -> Harmonised:
    """Crossings of one country over exactly the days from `start` to `end`.

    Parameters
    ----------
    crossings, geography, direction, open_end
        As in `reports`.
    start, end : str
        First and last day, YYYY-MM-DD, both counted.
    carried : tuple of float
        Low, mode and high factor on the last known daily rate where it is carried on.

    Returns
    -------
    Harmonised
        Pieces in order, crossings; together they fill the window.

    Raises
    ------
    evidence.NotKnownError
        If nothing is reported inside the window.
    FlowError
        If the window ends before it begins, or as `reports`.

    Examples
    --------
    >>> from analysis import evidence
    >>> crossings = evidence.known_by("2022-10-11").table("border_crossings")
    >>> found = harmonise(crossings, "Kazakhstan", "exit", "2022-09-21", "2022-10-04")
    >>> found.over().central, found.days_counted
    (147000.0, 14)
    """
    first, last = window_of(start, end)
    held = reports(crossings, geography, direction, open_end=open_end)
    harmonised = to_window(held, geography, direction, first, last, carried)
    if harmonised is None:
        raise NotKnownError(f"{geography}: no {direction} reported between {start} and {end}")
    return harmonised


def to_window(
    held: pd.DataFrame,
    geography: str,
    direction: str,
    first: pd.Timestamp,
    last: pd.Timestamp,
    carried: tuple[float, float, float],
) -> Harmonised | None:
    """As `harmonise`, from what `reports` gave.

    None where nothing is reported inside the window.
    """
    chosen = _chain(held, first, last)
    if not chosen:
        return None
    pieces = list(chosen)
    for gap_start, gap_end in _gaps(chosen, first, last):
        pieces.append(_fill(gap_start, gap_end, chosen, held, first, carried))
    pieces.sort(key=lambda p: p.start)
    return Harmonised(
        geography=geography, direction=direction, start=first, end=last, pieces=tuple(pieces)
    )


def _candidates(
    held: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp
) -> list[tuple[float, Piece]]:
    """Reports inside the window, or trimmed to it, with the weight of the days they cover."""
    found = []
    for r in held.itertuples():
        start, end = max(r.start, first), min(r.end, last)
        inside, days = (end - start).days + 1, (r.end - r.start).days + 1
        if inside == days:
            piece = Piece(
                start=start,
                end=end,
                low=r.low,
                central=r.central,
                high=r.high,
                how=REPORTED,
                rows=r.keys,
            )
            found.append((days - 0.01, piece))
        elif inside >= INSIDE_SHARE * days and days - inside <= OVERHANG_DAYS:
            found.append((inside / 2, _trimmed(r, start, end, inside / days)))
    return sorted(found, key=lambda c: (c[1].end, c[1].start))


def _trimmed(report, start: pd.Timestamp, end: pd.Timestamp, share: float) -> Piece:
    """Report cut to the window.

    The days cut off hold between half of their even share and all of it.
    """
    most = (1 + share) / 2
    return Piece(
        start=start,
        end=end,
        low=report.low * share,
        central=report.central * (share + most) / 2,
        high=report.high * most,
        how=TRIMMED,
        rows=report.keys,
    )


def _chain(held: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> tuple[Piece, ...]:
    """Reports that cover most days without overlap (weighted interval scheduling), oldest first."""
    best: list[tuple[float, tuple[Piece, ...]]] = [(0.0, ())]
    options = _candidates(held, first, last)
    for i, (weight, piece) in enumerate(options):
        before = max((k for k in range(i) if options[k][1].end < piece.start), default=-1)
        with_it = (best[before + 1][0] + weight, (*best[before + 1][1], piece))
        best.append(max(best[i], with_it, key=lambda b: b[0]))
    return best[-1][1]


def _gaps(
    chosen: tuple[Piece, ...], first: pd.Timestamp, last: pd.Timestamp
) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    edges = [first - DAY, *(p.end for p in chosen)], [*(p.start for p in chosen), last + DAY]
    return [(a + DAY, b - DAY) for a, b in zip(*edges, strict=True) if (b - a).days > 1]


def _fill(
    start: pd.Timestamp,
    end: pd.Timestamp,
    chosen: tuple[Piece, ...],
    held: pd.DataFrame,
    first: pd.Timestamp,
    carried: tuple[float, float, float],
) -> Piece:
    """Piece for days without a report, by the best evidence at hand."""
    days = (end - start).days + 1
    by_difference = _difference(start, end, chosen, held, first)
    if by_difference is not None:
        low, central, high, rows = by_difference
        return Piece(
            start=start,
            end=end,
            low=low * days,
            central=central * days,
            high=high * days,
            how=DIFFERENCE,
            rows=rows,
        )
    before = [p for p in chosen if p.end < start]
    after = [p for p in chosen if p.start > end]
    if before and after:
        rates = sorted((before[-1].central / before[-1].days, after[0].central / after[0].days))
        low, high, rows = *rates, before[-1].rows + after[0].rows
        return Piece(
            start=start,
            end=end,
            low=low * days,
            central=(low + high) / 2 * days,
            high=high * days,
            how=BETWEEN,
            rows=rows,
        )
    near = before[-1] if before else after[0]
    rate, rows = _last_rate(near, held) if before else (near.central / near.days, near.rows)
    how = CARRIED if before else BACK
    low, central, high = (rate * f * days for f in carried)
    return Piece(start=start, end=end, low=low, central=central, high=high, how=how, rows=rows)


def _difference(
    start: pd.Timestamp,
    end: pd.Timestamp,
    chosen: tuple[Piece, ...],
    held: pd.DataFrame,
    first: pd.Timestamp,
):
    """Daily rate left by a longer report from the same first day.

    Once the days counted inside it are taken off.
    """
    before = [p for p in chosen if p.end < start]
    counted = sum(p.days for p in before)
    longer = held[(held["start"] == first) & (held["end"] >= end)]
    if (
        longer.empty
        or not before
        or counted != (start - first).days
        or any(p.how != REPORTED for p in before)
    ):
        return None
    report = longer.sort_values("end").iloc[0]
    inside = [p for p in chosen if p.end <= report["end"]]
    left = (report["end"] - report["start"]).days + 1 - sum(p.days for p in inside)
    known = [sum(getattr(p, e) for p in inside) for e in ("high", "central", "low")]
    rates = [(report[e] - k) / left for e, k in zip(("low", "central", "high"), known, strict=True)]
    if rates[1] <= 0:
        return None
    keys = report["keys"] + tuple(r for p in inside for r in p.rows)
    return max(rates[0], 0.0), rates[1], rates[2], keys


def _last_rate(piece: Piece, held: pd.DataFrame) -> tuple[float, tuple[str, ...]]:
    """Latest daily rate at the end of a piece.

    A single day's count of its last days if there is one, else its mean.
    """
    days = held[
        (held["start"] == held["end"])
        & (held["end"] <= piece.end)
        & (held["end"] >= piece.end - 2 * DAY)
    ]
    if days.empty:
        return piece.central / piece.days, piece.rows
    last = days.sort_values("end").iloc[-1]
    return last["central"], last["keys"]
