"""What is known of the wave, country by country, over one window?

Entries and exits harmonised, the exits per entry of each country, its usual crossings, and the
assumptions in force on the day of knowledge: all an estimate rests on, with the keys of the rows it
came from.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.evidence import NotKnownError
from analysis.migration.exits import exit_ratios, known_exits, of_the_part, without_report
from analysis.migration.flows import CONTAINS, FlowError, day_of, window_of
from analysis.migration.harmonised import BACK, BETWEEN, CARRIED, DIFFERENCE, REPORTED, TRIMMED
from analysis.migration.normal import KINDS, usual_rates
from analysis.migration.priors import Prior, latest, pick
from analysis.migration.windows import INSIDE_SHARE, OVERHANG_DAYS, REPORTS, reports, to_window

CARRIED_AT_MOST = pd.Timedelta(days=28)  # beyond, a last rate carried on says nothing
ACCOUNT = ("Kazakhstan", "Georgia", "EU (land borders)", "Mongolia")  # most crossings; named first
_PART = {
    "EU (land borders)": "Finland"
}  # area -> its part that counts apart; stands in until the area has published
EACH = {
    "entries": "open_end",
    "entries carried on": "carried_rate",
    "exits": "",
    "exits not reported": "exit_ratio",
    "exits carried on": "carried_exit_ratio",
    "usual crossings": "",
    "share going on": "onward_share",
    "usual net": "normal_net_share",
}  # unknown of a country -> quantity of `priors` it is drawn from; none where reports alone say it
_OWN = tuple(filter(None, EACH.values()))
SHARED = {
    "crossings_per_person": "crossings per person",
    "onward_listed_share": "share going on to a counted country",
    "later_return_share": "share home by another border",
    "uncounted_share": "share straight to countries without a count",
}  # quantity of `priors` -> name


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryInput:
    """What is known and assumed of one country over the window.

    Triples are low, mode, high in crossings.
    """

    geography: str
    days: int
    entries: tuple[float, float, float]
    entries_carried: tuple[float, float, float]
    exits: tuple[float, float, float]
    exits_missing: tuple[
        float, float
    ]  # share of counted, of carried entries on early days without an exit report
    exits_missing_late: tuple[
        float, float
    ]  # the same on later days, for which the carried ratio holds
    exit_ratio: tuple[float, float, float]
    carried_exit_ratio: tuple[float, float, float]
    usual_per_day: tuple[float, ...]
    onward: tuple[float, float, float]
    normal_net: tuple[float, float, float]
    rows: tuple[str, ...]
    priors: tuple[str, ...]
    assumptions: tuple[str, ...]

    @property
    def entries_in_all(self) -> float:
        """Entries of the window, counted and carried on, crossings."""
        return self.entries[1] + self.entries_carried[1]

    @property
    def usual_entries(self) -> tuple[float, float]:
        """Least and most entries of usual times over as many days; zeros where none is known."""
        rates = self.usual_per_day or (0.0,)
        return self.days * min(rates), self.days * max(rates)

    @property
    def wave_hidden(self) -> bool:
        """Whether entries of usual times alone, by some yardstick, are as many as all counted."""
        return bool(self.usual_per_day) and self.usual_entries[1] >= self.entries_in_all


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveInputs:
    """Everything the estimate rests on: countries, priors for all, and the window."""

    start: str
    end: str
    countries: tuple[CountryInput, ...]
    shared: dict[str, Prior]

    @property
    def stated_for_all(self) -> tuple[tuple[int, ...], ...]:
        """Rows of unknowns that rest on one and the same assumption in several countries.

        They may err together.
        """
        at = {q: i for i, q in enumerate(EACH.values())}
        same: dict[str, list[int]] = {}
        for k, c in enumerate(self.countries):
            for quantity, key in zip(_OWN, c.priors, strict=True):
                same.setdefault(key, []).append(len(EACH) * k + at[quantity])
        return tuple(tuple(rows) for rows in same.values() if len(rows) > 1)

    @property
    def names(self) -> tuple[str, ...]:
        """Name of each unknown, in the order of the columns drawn."""
        return tuple(f"{c.geography}: {e}" for c in self.countries for e in EACH) + tuple(
            SHARED.values()
        )

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of all evidence rows and priors used."""
        keys = [k for c in self.countries for k in (*c.rows, *c.priors)] + [
            p.key for p in self.shared.values()
        ]
        return tuple(dict.fromkeys(keys))


def counted_geographies(crossings: pd.DataFrame, start: str, end: str) -> tuple[str, ...]:
    """Every country with entries reported inside the window, those of `ACCOUNT` first.

    No country beside an area that contains it: until the area has reported, the part that counts
    Russian citizens apart stands in for it, and other parts are left out. None before it begins.

    Parameters
    ----------
    crossings : pandas.DataFrame
        Rows of `border_crossings`.
    start, end : str
        First and last day of the window, YYYY-MM-DD.

    Returns
    -------
    tuple of str
        Countries as named there; empty where nobody counted.

    Raises
    ------
    FlowError
        If `start` or `end` is no day.

    Examples
    --------
    >>> from analysis import evidence
    >>> crossings = evidence.known_by("2022-10-11").table("border_crossings")
    >>> counted_geographies(crossings, "2022-10-04", "2022-10-11")
    ('EU (land borders)',)
    """
    first, last = day_of(start, "start"), day_of(end, "end")
    inside = crossings[
        (crossings["direction"] == "entry")
        & crossings["unit"].isin(["crossings", "crossings per day"])
        & (crossings["period_end"] >= first)
        & (crossings["period_start"] <= last)
        & crossings["flow_kind"].isin(REPORTS)
    ]
    days = (inside["period_end"] - inside["period_start"]).dt.days + 1
    within = (
        inside["period_end"].clip(upper=last) - inside["period_start"].clip(lower=first)
    ).dt.days + 1
    counted = set(
        inside.loc[
            (within == days) | ((within >= INSIDE_SHARE * days) & (days - within <= OVERHANG_DAYS)),
            "geography",
        ]
    )
    chosen = [g if g in counted else _PART.get(g, g) for g in ACCOUNT]
    inside_an_area = set().union(*CONTAINS.values())
    others = sorted(counted - set(ACCOUNT) - inside_an_area)
    return (*(g for g in chosen if g in counted), *others)


def window_end(crossings: pd.DataFrame, start: str, as_of: date) -> str:
    """Last day the estimate can speak of.

    The knowledge date, at most four weeks after the first counted country stopped reporting.

    Parameters
    ----------
    crossings : pandas.DataFrame
        Rows of `border_crossings`, as known on the day.
    start : str
        First day of the window, YYYY-MM-DD.
    as_of : datetime.date
        Knowledge date.

    Returns
    -------
    str
        Last day, YYYY-MM-DD.

    Raises
    ------
    evidence.NotKnownError
        If no country has entries in the wave.

    Examples
    --------
    >>> from analysis import evidence
    >>> crossings = evidence.known_by("2022-10-11").table("border_crossings")
    >>> window_end(crossings, "2022-09-21", date(2022, 10, 11))
    '2022-10-11'
    """
    geographies = counted_geographies(crossings, start, f"{as_of}")
    if not geographies:
        raise NotKnownError(f"no country published entries between {start} and {as_of}")
    earliest = day_of(start, "start") - pd.Timedelta(days=OVERHANG_DAYS)
    held = [reports(crossings, g, "entry") for g in geographies]
    last = min(r.loc[r["start"] >= earliest, "end"].max() for r in held)
    return f"{min(day_of(as_of, 'as_of'), last + CARRIED_AT_MOST):%Y-%m-%d}"


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
        "all", or one kind of yardstick of usual crossings (`normal.KINDS`); a country without that
        kind keeps all it has.

    Returns
    -------
    WaveInputs
        One `CountryInput` a country, crossings; assumptions as low, mode and high.

    Raises
    ------
    evidence.NotKnownError
        If no country has entries inside the window.
    FlowError
        If the kind of yardstick is unknown.

    Examples
    --------
    >>> from analysis import evidence
    >>> known = evidence.known_by("2022-10-11")
    >>> crossings = known.table("border_crossings")
    >>> mongolia = crossings[crossings["geography"] == "Mongolia"]
    >>> days = {"start": "2022-09-21", "end": "2022-10-02"}
    >>> inputs = wave_inputs(mongolia, known.table("priors"), **days)
    >>> inputs.countries[0].days, inputs.countries[0].entries[1]
    (12, 12000.0)
    """
    if baseline not in ("all", *KINDS):
        raise FlowError(f"baseline={baseline!r}: wanted one of all, {', '.join(KINDS)}")
    geographies = counted_geographies(crossings, start, end)
    if not geographies:
        raise NotKnownError(f"no country published entries between {start} and {end}")
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
    window = window_of(start, end)
    into, out = (
        reports(crossings, geography, d, open_end=used["open_end"].high) for d in ("entry", "exit")
    )
    entries = to_window(into, geography, "entry", *window, ends["carried_rate"])
    if entries is None:
        raise NotKnownError(f"{geography}: no entry reported between {start} and {end}")
    covered = known_exits(to_window(out, geography, "exit", *window, ends["carried_rate"]))
    ratio, ratio_rows = exit_ratios(into, out, *window, ends["exit_ratio"])
    if geography in _PART:
        part = (reports(crossings, _PART[geography], d) for d in ("entry", "exit"))
        covered += of_the_part(entries, covered, *part, ratio)
    rates = usual_rates(crossings, geography, start)
    kept = (
        rates[rates["kind"] == baseline]
        if baseline != "all" and (rates["kind"] == baseline).any()
        else rates
    )
    counted = entries.over(REPORTED, TRIMMED, DIFFERENCE, BETWEEN)
    carried = entries.over(CARRIED, BACK)
    return CountryInput(
        geography=geography,
        days=(entries.end - entries.start).days + 1,
        entries=(counted.low, counted.central, counted.high),
        entries_carried=(carried.low, carried.central, carried.high),
        exits=tuple(float(sum(getattr(p, e) for p in covered)) for e in ("low", "central", "high")),
        exits_missing=without_report(entries, covered, late=False),
        exits_missing_late=without_report(entries, covered, late=True),
        exit_ratio=ratio,
        carried_exit_ratio=ends["carried_exit_ratio"],
        usual_per_day=tuple(kept["central"]),
        onward=ends["onward_share"],
        normal_net=ends["normal_net_share"],
        rows=tuple(
            dict.fromkeys(
                (*entries.rows, *(r for p in covered for r in p.rows), *ratio_rows, *kept["key"])
            )
        ),
        priors=tuple(p.key for p in used.values()),
        assumptions=entries.assumptions,
    )
