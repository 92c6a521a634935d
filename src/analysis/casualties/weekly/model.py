"""How do weekly deaths, and what is not known of the sources, make what the sources say?

The unknowns are one vector: the logarithm of the weekly dead, a random walk, and the errors that
sources share, each normal. Weekly dead are those of residents of Russia, volunteers and Wagner
included (of Ukraine: of all its forces); other forces are parts or multiples of them. Some of the
dead are missing and in no register of deaths. Names, sooner or later those of many of the missing
too, come at a rate that depends on the weeks since a death and on the year. Pure.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.casualties.measures import MeasureError, day_of
from analysis.casualties.roots import START

FIRST = START - pd.Timedelta(days=START.day_of_week)  # Monday of the week of the invasion
PERIODS = pd.Timestamp("2023-01-01")  # units of Donetsk and Luhansk joined the army; Wagner grew
AGES = (
    0.0,
    4.0,
    13.0,
    26.0,
    52.0,
    104.0,
    520.0,
)  # weeks since death between which names come evenly
FORCES = ("regular", "residents", "regular and republics", "all", "Donetsk")
LEVEL, WIDTH = np.log(300.0), 1.5  # deaths of the first week before any source: 16 to 5,700
YEAR = 365.25
KNOT = 4  # weeks from one free value of the logarithm of deaths to the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """Normal prior of what sources share: names, mean, sd."""

    names: tuple[str, ...]
    mean: np.ndarray
    sd: np.ndarray

    def at(self, name: str) -> int:
        """Place of a name."""
        return self.names.index(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Everything that does not change while the unknowns do.

    `period` of shape (rows, weeks) is the share of each week in a row's days; `loads` of shape
    (rows, shared) what is added to the logarithm; `exposure` of shape (days, weeks, ages x years)
    the weeks in which names could come by each day.
    """

    rows: pd.DataFrame
    weeks: pd.DatetimeIndex
    prior: Prior
    basis: np.ndarray
    period: np.ndarray
    loads: np.ndarray
    y: np.ndarray
    sd: np.ndarray
    bound: np.ndarray
    combos: tuple[tuple[tuple[str, bool], np.ndarray], ...]
    windows: tuple[tuple[int, int, np.ndarray], ...]
    exposure: np.ndarray
    scales: tuple[float, float]


def week_starts(day: str | pd.Timestamp) -> pd.DatetimeIndex:
    """Mondays from the week of the invasion to that of a day.

    Raises
    ------
    MeasureError
        If the day lies before the invasion.
    """
    if day_of(day) < START:
        raise MeasureError(f"{day_of(day):%Y-%m-%d} lies before the invasion of {START:%Y-%m-%d}")
    return pd.date_range(FIRST, day_of(day), freq="7D")


def knots(weeks: int) -> np.ndarray:
    """Weights of the values at every fourth week, straight lines between; shape (weeks, knots)."""
    at = np.arange(weeks) / KNOT
    return np.maximum(1 - np.abs(at[:, None] - np.arange(int(np.ceil(at[-1])) + 1)), 0.0)


def share_of_weeks(starts, ends, weeks: pd.DatetimeIndex) -> np.ndarray:
    """Share of each week that lies in each period, shape (periods, weeks)."""
    day = np.timedelta64(1, "D")
    begins = np.maximum(weeks.to_numpy(), np.datetime64(START))
    stops = weeks.to_numpy() + 7 * day
    low = np.maximum(np.asarray(starts, "datetime64[ns]")[:, None], begins)
    high = np.minimum(np.asarray(ends, "datetime64[ns]")[:, None], stops)
    return np.maximum((high - low) / day, 0.0) / ((stops - begins) / day)


def build(rows: pd.DataFrame, day: str | pd.Timestamp, stated: dict, *, wounded: bool) -> Model:
    """Model of the rows known by a day.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `observations`.
    day : str or pandas.Timestamp
        Last day of the weekly dead.
    stated : dict of tuple
        Mean and sd of each assumption, from `priors.stated`.
    wounded : bool
        Whether losses that the speaker did not define count the wounded.

    Raises
    ------
    MeasureError
        If no row is left.
    """
    if rows.empty:
        raise MeasureError("no source says anything of the dead by this day")
    rows = rows.reset_index(drop=True)
    weeks = week_starts(day)
    shown = sorted({*rows["seen_from"].dropna(), *rows["seen_to"].dropna()})
    years = range(START.year, day_of(day).year + 1)
    prior = _prior(rows, stated, years)
    period = share_of_weeks(rows["start"], rows["end"], weeks)
    names = (rows["kind"] == "names").to_numpy()
    combos = tuple(
        (
            combo,
            np.flatnonzero(
                ~names & (rows["forces"] == combo[0]) & (rows["registered"] == combo[1])
            ),
        )
        for combo in sorted(
            {*zip(rows.loc[~names, "forces"], rows.loc[~names, "registered"], strict=True)}
        )
    )
    pairs = sorted({*zip(rows.loc[names, "seen_from"], rows.loc[names, "seen_to"], strict=True)})
    windows = tuple(
        (
            shown.index(a),
            shown.index(b),
            np.flatnonzero((rows["seen_from"] == a) & (rows["seen_to"] == b)),
        )
        for a, b in pairs
    )
    return Model(
        rows=rows,
        weeks=weeks,
        prior=prior,
        basis=knots(len(weeks)),
        period=period,
        loads=_loads(rows, prior, wounded),
        y=np.log(rows["value"].to_numpy(dtype=float)),
        sd=np.hypot(
            rows["sd"].to_numpy(dtype=float), rows["stand"].map(_own_error(stated)).to_numpy()
        ),
        bound=rows["bound"].to_numpy(),
        combos=combos,
        windows=windows,
        exposure=_exposure(shown, weeks, years),
        scales=(stated["bias_own"][0], stated["bias_opponent"][0]),
    )


def _own_error(stated: dict) -> dict[str, float]:
    """Error of a single row by who speaks."""
    claim = stated["claim_error"][0]
    said = dict.fromkeys(("own", "opponent", "third", "graves"), claim)
    return said | {"records": 0.05, "names": 0.05, "list": stated["names_error"][0]}


def _prior(rows: pd.DataFrame, stated: dict, years: range) -> Prior:
    """Shared unknowns in a fixed order."""
    told = [("own", 0.0, 1.0), ("opponent", 0.0, 1.0)]
    third = rows[rows["stand"] == "third"]
    told += [(f"party {p}", 0.0, stated["bias_third"][0]) for p in sorted(set(third["party"]))]
    held_back = stated["register_error"][0] / np.sqrt(2)
    for root in sorted({*rows["root"]} - {""}):
        of_root = rows[rows["root"] == root]
        if (of_root["stand"] == "records").all():
            told.append((f"root {root}", 0.0, held_back))
            told += [(f"root {root} {y}", 0.0, held_back) for y in sorted({*_year(of_root)})]
        else:
            told.append((f"root {root}", 0.0, stated["chain_error"][0]))
    held = ("wounded_per_dead", "ratio_drift", "volunteers_2022", "volunteers_later")
    held += ("republics_2022", "republics_later", "donetsk_share", "missing_2022", "missing_drift")
    told += [(name, *stated[name]) for name in (*held, "names_ever")]
    told += [(f"age {k}", *stated["names_rate"][k]) for k in range(len(AGES) - 1)]
    told += [(f"year {y}", 0.0, stated["names_drift"][0]) for y in years]
    names, mean, sd = zip(*told, strict=True)
    return Prior(names=names, mean=np.array(mean), sd=np.array(sd))


def _year(rows: pd.DataFrame) -> pd.Series:
    """Year in the middle of each row's days."""
    return (rows["start"] + (rows["end"] - rows["start"]) / 2).dt.year


def _loads(rows: pd.DataFrame, prior: Prior, wounded: bool) -> np.ndarray:
    """What each shared unknown adds to the logarithm of each row, where it adds linearly."""
    loads = np.zeros((len(rows), len(prior.names)))
    counts = rows["wounded"] | (rows["open"] & wounded)
    middle = rows["start"] + (rows["end"] - rows["start"]) / 2
    for i, r in enumerate(rows.itertuples()):
        if r.stand in ("own", "opponent"):
            loads[i, prior.at(r.stand)] = 1.0
        if r.stand == "third":
            loads[i, prior.at(f"party {r.party}")] = 1.0
        if r.root:
            loads[i, prior.at(f"root {r.root}")] = 1.0
        if f"root {r.root} {middle[i].year}" in prior.names:
            loads[i, prior.at(f"root {r.root} {middle[i].year}")] = 1.0
    loads[:, prior.at("wounded_per_dead")] = counts
    loads[:, prior.at("ratio_drift")] = counts * ((middle - START).dt.days / YEAR)
    return loads


def _exposure(shown: list, weeks: pd.DatetimeIndex, years: range) -> np.ndarray:
    """Weeks of each age and year in which names of each week could come by each day."""
    day, edges = np.timedelta64(1, "D"), np.array(AGES)
    died = weeks.to_numpy() + 3 * day
    found = np.zeros((len(shown), len(weeks), len(AGES) - 1, len(years)))
    for at, until in enumerate(shown):
        for j, year in enumerate(years):
            first = np.maximum(np.datetime64(f"{year}-01-01"), died)
            last = np.minimum(np.datetime64(f"{year + 1}-01-01"), np.datetime64(until) + day)
            young, old = ((d - died) / day / 7 for d in (first, np.maximum(last, first)))
            low = np.maximum(young[:, None], edges[:-1])
            high = np.minimum(old[:, None], edges[1:])
            found[at, :, :, j] = np.maximum(high - low, 0.0)
    return found.reshape(len(shown), len(weeks), (len(AGES) - 1) * len(years))
