"""What do counts and accounting identities alone allow, without any assumption?

Entries less exits over one window are the persons newly there on its last day: an identity, which
holds however often anybody crossed. Counts of one place on one day bound from below how many had
come; nothing bounds from above those who left for where nobody counted (Manski 2003, Partial
Identification of Probability Distributions). Pure: draws nothing and reads no file.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.migration.exits import both_counted
from analysis.migration.flows import FlowError, NetFlow, net_flows, window_of
from analysis.migration.harmonised import DAY, REPORTED, TRIMMED
from analysis.migration.network import grain_of
from analysis.migration.wave import counted_geographies
from analysis.migration.windows import REPORTS, reports, to_window
from analysis.quantities import Estimate, UnitError

_ANY = (0.0, 1.0, 1.0)  # days without a report are left out, so the rate on them does not matter
_OPEN = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Windows one after the other: at least so many persons were newly there on the last day."""

    geography: str
    start: pd.Timestamp
    end: pd.Timestamp
    at_least: float
    rows: tuple[str, ...]

    def then(self, later: "Chain") -> "Chain":
        """Both together, where the later one begins on the next day."""
        return Chain(
            geography=self.geography,
            start=self.start,
            end=later.end,
            at_least=self.at_least + later.at_least,
            rows=self.rows + later.rows,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryBounds:
    """What one country's counts allow.

    `most_shown` is the chain of windows that shows most persons newly there (none where no window
    has both counts); `printed` entries were reported for days since the start, and at most
    `at_most` can have come on them. All rounded outward.
    """

    geography: str
    most_shown: Chain | None
    printed: float
    at_most: float
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The identified set of persons who left from `start` on and were abroad.

    Abroad on `on` were `at_least` (the day on which counts bound most), on `end` at least
    `at_end`; neither day has an upper bound, because not every country counted.
    """

    start: str
    end: str
    countries: tuple[CountryBounds, ...]
    on: pd.Timestamp | None
    at_least: float
    at_end: float

    @property
    def printed(self) -> float:
        """Entries printed for the countries that counted, crossings."""
        return sum(c.printed for c in self.countries)

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the reports."""
        return tuple(dict.fromkeys(r for c in self.countries for r in _rows(c)))


def _rows(country: CountryBounds) -> tuple[str, ...]:
    return (*(country.most_shown.rows if country.most_shown else ()), *country.rows)


def without_priors(crossings: pd.DataFrame, *, start: str, end: str) -> Bounds:
    """Bounds on those who left and were abroad, from counts and identities alone.

    Parameters
    ----------
    crossings : pandas.DataFrame
        Rows of `border_crossings`, as known.
    start, end : str
        First and last day, YYYY-MM-DD.

    Returns
    -------
    Bounds
        Persons; windows of several countries are added only where they end on one day, because a
        person may be in one country today and in another tomorrow. It is taken that nobody came
        home by a border that was not counted.

    Raises
    ------
    FlowError
        If there is no row, a day is none or written otherwise, or the end lies before the start.
    quantities.UnitError
        If an entry or exit of a window is not in crossings.

    Examples
    --------
    >>> from analysis import evidence
    >>> crossings = evidence.known_by("2022-10-11").table("border_crossings")
    >>> found = without_priors(crossings, start="2022-09-21", end="2022-10-11")
    >>> found.at_least, f"{found.on:%Y-%m-%d}", found.at_end
    (52500.0, '2022-10-04', 0.0)
    """
    first, last = window_of(start, end)
    _refuse(crossings)
    places = counted_geographies(crossings, start, end)
    flows = net_flows(crossings)
    windows = {g: _both_counted(crossings, flows, g) for g in places}
    inside = {g: [w for w in ws if first <= w.start and w.end <= last] for g, ws in windows.items()}
    chains = [c for ws in inside.values() for c in _chains(ws)]
    by_day: dict[pd.Timestamp, float] = {}
    for chain in chains:
        by_day[chain.end] = by_day.get(chain.end, 0.0) + chain.at_least
    on = max(by_day, key=by_day.get) if by_day else None
    return Bounds(
        start=start,
        end=end,
        countries=tuple(_country(crossings, g, first, last, chains) for g in places),
        on=on,
        at_least=float(by_day.get(on, 0.0)),
        at_end=float(by_day.get(last, 0.0)),
    )


def _refuse(crossings: pd.DataFrame) -> None:
    if crossings.empty:
        raise FlowError("no row of crossings: wanted those of border_crossings, as known")
    flows = crossings["direction"].isin(["entry", "exit"]) & crossings["flow_kind"].isin(REPORTS)
    other = crossings[flows & ~crossings["unit"].isin(["crossings", "crossings per day"])]
    if not other.empty:
        row = other.iloc[0]
        raise UnitError(f"row {row['key']}: wanted crossings, found {row['unit']}")


def _both_counted(
    crossings: pd.DataFrame, flows: tuple[NetFlow, ...], geography: str
) -> list[Chain]:
    """Every window and single day with both counts: entries less exits, rounded outward."""
    nets = [
        (f.start, f.end, _low(f.entries) - _high(f.exits), f.rows)
        for f in flows
        if f.geography == geography
    ]
    into, out = (reports(crossings, geography, d, open_end=_OPEN) for d in ("entry", "exit"))
    pairs = both_counted(into, out)
    nets += [
        (r.start, r.end, _least(r.low, r.central, r.high) - _most(r.central_out, r.high_out), keys)
        for r in pairs[pairs["start"] == pairs["end"]].itertuples()
        for keys in [(*r.keys, *r.keys_out)]
    ]
    return [
        Chain(geography=geography, start=a, end=b, at_least=n, rows=tuple(k))
        for a, b, n, k in nets
        if np.isfinite(n)
    ]


def _chains(windows: list[Chain]) -> list[Chain]:
    """For each last day the chain of windows, one after the other, that shows most newly there."""
    best: dict[pd.Timestamp, Chain] = {}
    for w in sorted(windows, key=lambda w: (w.end, w.start)):
        before = best.get(w.start - DAY)
        longer = w if before is None or before.at_least <= 0 else before.then(w)
        if w.end not in best or longer.at_least > best[w.end].at_least:
            best[w.end] = longer
    return [c for c in best.values() if c.at_least > 0]


def _least(low: float, central: float, high: float) -> float:
    """Least value that is printed so; "more than" is no rounding of the number beside it."""
    return low if high == _OPEN else min(low, central - grain_of(central) / 2)


def _most(central: float, high: float) -> float:
    return max(high, central + grain_of(central) / 2)


def _low(count: Estimate) -> float:
    return _least(count.low, count.central, count.high)


def _high(count: Estimate) -> float:
    return _most(count.central, count.high)


def _country(
    crossings: pd.DataFrame,
    geography: str,
    first: pd.Timestamp,
    last: pd.Timestamp,
    chains: list[Chain],
) -> CountryBounds:
    held = reports(crossings, geography, "entry", open_end=_OPEN)
    filled = to_window(held, geography, "entry", first, last, _ANY)
    pieces = [p for p in filled.pieces if p.how in (REPORTED, TRIMMED)]
    whole = held[held["keys"].isin([p.rows for p in pieces])]
    own = [c for c in chains if c.geography == geography]
    return CountryBounds(
        geography=geography,
        most_shown=max(own, key=lambda c: c.at_least, default=None),
        printed=float(whole["central"].sum()),
        at_most=float(sum(_most(r.central, r.high) for r in whole.itertuples())),
        rows=tuple(k for p in pieces for k in p.rows),
    )


def rounded_down(count: float) -> str:
    """A count that is a lower bound, never shown larger than it is.

    Examples
    --------
    >>> rounded_down(52_500.0), rounded_down(17_618.0)
    ('52,500', '17,600')
    """
    place = 10 ** max(len(f"{int(count)}") - 3, 0)
    return f"{count // place * place:,.0f}"
