"""What is known of the wave, country by country, over one window?

Entries and exits harmonised, the exits per entry of each country, its usual crossings, and the assumptions in force on the day of knowledge: all an estimate
rests on, with the keys of the rows it came from.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.migration.flows import FlowError
from analysis.migration.normal import KINDS, usual_rates
from analysis.migration.priors import Prior, latest, pick
from analysis.migration.windows import (
    BACK,
    BETWEEN,
    CARRIED,
    DIFFERENCE,
    INSIDE_SHARE,
    NOT_A_REPORT,
    OVERHANG_DAYS,
    REPORTED,
    TRIMMED,
    Harmonised,
    Piece,
    reports,
    to_window,
)

CARRIED_AT_MOST = pd.Timedelta(days=28)  # beyond, a last rate carried on says nothing
COUNTED = ("Kazakhstan", "Georgia", "EU (land borders)", "Mongolia")
_INSTEAD = {"EU (land borders)": "Finland"}  # counted where the area around it has published nothing yet
_KNOWN_EXITS = (REPORTED, TRIMMED, DIFFERENCE)
_OWN_RATIO_DAYS = pd.Timedelta(
    days=13
)  # without any report of exits, the ratio of the first days is held for two weeks
_OWN = ("open_end", "carried_rate", "exit_ratio", "carried_exit_ratio", "onward_share", "normal_net_share")
SHARED = {
    "crossings_per_person": "crossings per person", "onward_listed_share": "share going on to a counted country",
    "later_return_share": "share home by another border", "uncounted_share": "share in countries without a count",
}  # fmt: skip  # quantity of `priors` -> name


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryInput:
    """What is known and assumed of one country over the window; triples are low, mode, high in crossings."""

    geography: str
    days: int
    entries: tuple[float, float, float]
    entries_carried: tuple[float, float, float]
    exits: tuple[float, float, float]
    exits_missing: tuple[float, float]  # share of counted, of carried entries on early days without an exit report
    exits_missing_late: tuple[float, float]  # the same on later days, for which the carried ratio holds
    exit_ratio: tuple[float, float, float]
    carried_exit_ratio: tuple[float, float, float]
    usual_per_day: tuple[float, ...]
    onward: tuple[float, float, float]
    normal_net: tuple[float, float, float]
    rows: tuple[str, ...]
    priors: tuple[str, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveInputs:
    """Everything the estimate rests on: countries, priors for all, and the window."""

    start: str
    end: str
    countries: tuple[CountryInput, ...]
    shared: dict[str, Prior]

    @property
    def names(self) -> tuple[str, ...]:
        """Name of each unknown, in the order of the columns drawn."""
        each = (
            "entries",
            "entries carried on",
            "exits",
            "exits not reported",
            "exits carried on",
            "usual crossings",
            "share going on",
            "usual net",
        )
        return tuple(f"{c.geography}: {e}" for c in self.countries for e in each) + tuple(SHARED.values())

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of all evidence rows and priors used."""
        keys = [k for c in self.countries for k in (*c.rows, *c.priors)] + [p.key for p in self.shared.values()]
        return tuple(dict.fromkeys(keys))


def counted_geographies(crossings: pd.DataFrame, start: str, end: str) -> tuple[str, ...]:
    """Countries with entries reported inside the window, no country beside an area that contains it; none before it begins."""
    first, last = pd.Timestamp(start), pd.Timestamp(end)

    inside = crossings[
        (crossings["direction"] == "entry") & crossings["unit"].isin(["crossings", "crossings per day"])
        & (crossings["period_end"] >= first) & (crossings["period_start"] <= last)
        & ~crossings["metric"].str.contains(NOT_A_REPORT, regex=True)
    ]  # fmt: skip
    days = (inside["period_end"] - inside["period_start"]).dt.days + 1
    within = (inside["period_end"].clip(upper=last) - inside["period_start"].clip(lower=first)).dt.days + 1
    counted = set(
        inside.loc[(within == days) | ((within >= INSIDE_SHARE * days) & (days - within <= OVERHANG_DAYS)), "geography"]
    )
    chosen = [g if g in counted else _INSTEAD.get(g, g) for g in COUNTED]
    return tuple(g for g in chosen if g in counted)


def window_end(crossings: pd.DataFrame, start: str, as_of: date) -> str:
    """Last day the estimate can speak of: the knowledge date, but at most four weeks after the last count of the wave.

    Raises
    ------
    FlowError
        If no country has entries in the wave.
    """
    geographies = counted_geographies(crossings, start, f"{as_of}")
    if not geographies:
        raise FlowError(f"no country published entries between {start} and {as_of}")
    held = pd.concat([reports(crossings, g, "entry") for g in geographies])
    last = held.loc[held["start"] >= pd.Timestamp(start), "end"].max() + CARRIED_AT_MOST
    return f"{min(pd.Timestamp(as_of), last):%Y-%m-%d}"


def wave_inputs(
    crossings: pd.DataFrame,
    priors: pd.DataFrame,
    *,
    start: str,
    end: str,
    as_of: date | None = None,
    baseline: str = "all",
) -> WaveInputs:
    """Bring every counted country to one window and look up what is assumed.

    Parameters
    ----------
    crossings, priors : pandas.DataFrame
        Rows of `border_crossings` (as known) and `priors`.
    start, end : str
        First and last day of the window, YYYY-MM-DD.
    as_of : datetime.date, optional
        Knowledge date for the priors.
    baseline : str
        "all", or one kind of yardstick of usual crossings (`normal.KINDS`); a country without that kind keeps all it has.

    Raises
    ------
    FlowError
        If no country has entries inside the window, or the kind of yardstick is unknown.
    """
    if baseline not in ("all", *KINDS):
        raise FlowError(f"baseline={baseline!r}: wanted one of all, {', '.join(KINDS)}")
    geographies = counted_geographies(crossings, start, end)
    if not geographies:
        raise FlowError(f"no country published entries between {start} and {end}")
    held = latest(priors, as_of)
    shared = {q: pick(held, q) for q in SHARED}
    countries = tuple(_country(crossings, held, g, start, end, baseline) for g in geographies)
    return WaveInputs(start=start, end=end, countries=countries, shared=shared)


def _country(
    crossings: pd.DataFrame,
    held: dict[tuple[str, str], Prior],
    geography: str,
    start: str,
    end: str,
    baseline: str,
) -> CountryInput:
    used = {q: pick(held, q, geography) for q in _OWN}
    ends = {q: (p.low, p.mode, p.high) for q, p in used.items()}
    window = (pd.Timestamp(start), pd.Timestamp(end))
    into, out = (reports(crossings, geography, d, open_end=used["open_end"].high) for d in ("entry", "exit"))
    entries = to_window(into, geography, "entry", *window, ends["carried_rate"])
    if entries is None:
        raise FlowError(f"{geography}: no entry reported between {start} and {end}")
    exits, covered = _exits(to_window(out, geography, "exit", *window, ends["carried_rate"]))
    ratio, ratio_rows = exit_ratios(into, out, *window)
    rates = usual_rates(crossings, geography, start)
    kept = rates[rates["kind"] == baseline] if baseline != "all" and (rates["kind"] == baseline).any() else rates
    counted = entries.over(REPORTED, TRIMMED, DIFFERENCE, BETWEEN)
    carried = entries.over(CARRIED, BACK)
    return CountryInput(
        geography=geography,
        days=(entries.end - entries.start).days + 1,
        entries=(counted.low, counted.central, counted.high),
        entries_carried=(carried.low, carried.central, carried.high),
        exits=exits,
        exits_missing=_missing(entries, covered, late=False),
        exits_missing_late=_missing(entries, covered, late=True),
        exit_ratio=ratio or ends["exit_ratio"],
        carried_exit_ratio=ends["carried_exit_ratio"],
        usual_per_day=tuple(kept["central"]),
        onward=ends["onward_share"],
        normal_net=ends["normal_net_share"],
        rows=tuple(dict.fromkeys((*entries.rows, *(r for p in covered for r in p.rows), *ratio_rows, *kept["key"]))),
        priors=tuple(p.key for p in used.values()),
        assumptions=entries.assumptions,
    )


def _exits(held: Harmonised | None) -> tuple[tuple[float, float, float], tuple[Piece, ...]]:
    """Exits on days with a report: low, central, high and the pieces."""
    if held is None:
        return (0.0, 0.0, 0.0), ()
    known = held.over(*_KNOWN_EXITS)
    return (known.low, known.central, known.high), tuple(p for p in held.pieces if p.how in _KNOWN_EXITS)


def exit_ratios(
    into: pd.DataFrame, out: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp
) -> tuple[tuple[float, float, float] | None, tuple[str, ...]]:
    """Exits per entry where both were reported for the same days of the wave: least, middle, largest; and the rows.

    Takes what `windows.reports` gives for entries and for exits; None where no such pair was reported.
    """
    pairs = into.merge(out, on=["start", "end"], suffixes=("", "_out"))
    pairs = pairs[(pairs["start"] >= first - pd.Timedelta(days=4)) & (pairs["end"] <= last)]
    if pairs.empty:
        return None, ()
    ratios = np.concatenate([pairs["low_out"] / pairs["central"], pairs["high_out"] / pairs["central"]])
    keys = tuple(k for r in pairs.itertuples() for k in (*r.keys, *r.keys_out))
    return (float(ratios.min()), float(np.median(ratios)), float(ratios.max())), keys


def _missing(entries: Harmonised, covered: tuple, *, late: bool) -> tuple[float, float]:
    """Shares of counted and of carried entries on days that no exit report covers, early or late in the wave."""
    turn = max((c.end for c in covered), default=entries.start + _OWN_RATIO_DAYS)
    days = pd.date_range(entries.start, entries.end)
    open_day = np.array([not any(c.start <= d <= c.end for c in covered) for d in days]) & ((days > turn) == late)
    shares = []
    for carried in (False, True):
        chosen = [p for p in entries.pieces if (p.how in (CARRIED, BACK)) == carried]
        rate = sum((p.central / p.days * ((days >= p.start) & (days <= p.end)) for p in chosen), np.zeros(len(days)))
        shares.append(float((rate * open_day).sum() / rate.sum()) if rate.sum() else 0.0)
    return shares[0], shares[1]
