"""How many died, given who says so and what each count means?

Pure: frames in, frozen results out; opens no file and draws nothing. Killed, killed and wounded,
irrecoverable and undefined losses are different measures and are never compared without a stated
conversion.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from analysis import days
from analysis.evidence import NotKnownError
from analysis.quantities import Estimate

MOBILISED = "mobilised, by name"  # kind of group in `mobilised_deaths`
DAYS_PER_MONTH = 30.44  # mean length of a month, 365.25 / 12


MOST_PERSONS = 10**10  # more than live


class MeasureError(ValueError):
    """Counts of different measures were about to be compared, or a number cannot be."""


day_of = partial(days.day_of, refused=MeasureError)


def check_level(level: float) -> None:
    """Raise `MeasureError` where a coverage is not above 0 and below 1."""
    if not 0 < level < 1:
        raise MeasureError(f"level={level}: wanted a coverage above 0 and below 1, such as 0.95")


def check_persons(number: float, what: str, *, least: float = 0) -> None:
    """Raise `MeasureError` where a number is missing, below `least` or more than live."""
    if not least <= number <= MOST_PERSONS:
        raise MeasureError(
            f"{what}={number}: wanted persons, {least:g} or more and a finite number"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialAgainstNames:
    """The ministry's total beside the names known before it was given, in deaths."""

    official: float
    official_day: pd.Timestamp
    names: float
    names_day: pd.Timestamp
    shortfall: float
    rows: tuple[str, str]


def named_by(names: pd.DataFrame, day: str | pd.Timestamp) -> pd.Series:
    """Last size of the main list of names published on or before a day.

    Parameters
    ----------
    names : pandas.DataFrame
        Rows of `named_deaths`.
    day : str or pandas.Timestamp
        The day, as text YYYY-MM-DD.

    Returns
    -------
    pandas.Series
        One row of them; `central` in names.

    Raises
    ------
    evidence.NotKnownError
        If no list is known by then.

    Examples
    --------
    >>> sizes = pd.DataFrame({"list": "named", "central": [100, 120]})
    >>> sizes["as_of"] = pd.to_datetime(["2022-09-01", "2022-10-01"])
    >>> int(named_by(sizes, "2022-09-21")["central"])
    100
    """
    until = day_of(day)
    rows = names[(names["list"] == "named") & (names["as_of"] <= until)]
    if rows.empty:
        raise NotKnownError(f"no list of names is known by {until:%Y-%m-%d}")
    return rows.sort_values("as_of").iloc[-1]


def has_official_and_names(claims: pd.DataFrame, names: pd.DataFrame) -> bool:
    """Whether a total of the Russian ministry and an earlier list of names are both known.

    Parameters
    ----------
    claims : pandas.DataFrame
        Rows of `loss_claims`.
    names : pandas.DataFrame
        Rows of `named_deaths`.

    Returns
    -------
    bool
        Whether `official_against_names` has an answer.

    Examples
    --------
    >>> told = {"side": "RU", "root": "Moscow", "measure": "killed"}
    >>> total = pd.DataFrame([told | {"as_of": pd.Timestamp("2022-09-21")}])
    >>> sizes = pd.DataFrame([{"list": "named", "as_of": pd.Timestamp("2022-09-16")}])
    >>> has_official_and_names(total, sizes), has_official_and_names(total.head(0), sizes)
    (True, False)
    """
    official = _official(claims)
    return not official.empty and bool(
        ((names["list"] == "named") & (names["as_of"] <= official["as_of"].max())).any()
    )


def _official(claims: pd.DataFrame) -> pd.DataFrame:
    return claims[
        (claims["side"] == "RU") & (claims["root"] == "Moscow") & (claims["measure"] == "killed")
    ]


def official_against_names(claims: pd.DataFrame, names: pd.DataFrame) -> OfficialAgainstNames:
    """The latest total of the Russian ministry against the names published before it.

    Parameters
    ----------
    claims : pandas.DataFrame
        Rows of `loss_claims`.
    names : pandas.DataFrame
        Rows of `named_deaths`.

    Returns
    -------
    OfficialAgainstNames
        In deaths; the shortfall is below 0 where the total is the larger.

    Raises
    ------
    evidence.NotKnownError
        If either is unknown.

    Examples
    --------
    >>> told = {"key": "X1", "side": "RU", "root": "Moscow", "measure": "killed", "central": 90}
    >>> total = pd.DataFrame([told | {"as_of": pd.Timestamp("2022-09-21")}])
    >>> size = {"key": "X2", "list": "named", "central": 100, "as_of": pd.Timestamp("2022-09-16")}
    >>> int(official_against_names(total, pd.DataFrame([size])).shortfall)
    10
    """
    official = _official(claims)
    if official.empty:
        raise NotKnownError("no total of the Russian ministry is known")
    last = official.sort_values("as_of").iloc[-1]
    known = named_by(names, last["as_of"])
    return OfficialAgainstNames(
        official=last["central"],
        official_day=last["as_of"],
        names=known["central"],
        names_day=known["as_of"],
        shortfall=known["central"] - last["central"],
        rows=(last["key"], known["key"]),
    )


def share_who_died(
    deaths: pd.DataFrame,
    *,
    coverage_low: float,
    coverage_high: float,
    population: float | None = None,
) -> Estimate:
    """Deaths of mobilised men as a share of all mobilised, in %, at the latest count.

    The central value and the low end are the confirmed names, a lower bound; the high end assumes
    that the list holds only `coverage_low` of the dead.

    Parameters
    ----------
    deaths : pandas.DataFrame
        Rows of `mobilised_deaths`.
    coverage_low, coverage_high : float
        Share of all deaths that the list holds, ``0 < coverage_low <= coverage_high <= 1``.
    population : float, optional
        Men mobilised; the row's own figure when left out.

    Returns
    -------
    Estimate
        In "%", at most 100.

    Raises
    ------
    evidence.NotKnownError
        If no count is known.
    MeasureError
        If the coverage is impossible, or fewer men were mobilised than died.

    Examples
    --------
    >>> told = {"group_kind": MOBILISED, "how_read": "excerpt", "as_of": pd.Timestamp("2022-10-10")}
    >>> deaths = pd.DataFrame([told | {"central": 40, "population": 1_000}])
    >>> share = share_who_died(deaths, coverage_low=0.5, coverage_high=0.8)
    >>> share.low, share.central, share.high
    (4.0, 4.0, 8.0)
    """
    if not 0 < coverage_low <= coverage_high <= 1:
        raise MeasureError(
            f"wanted 0 < coverage_low <= coverage_high <= 1, found {coverage_low} and"
            f" {coverage_high}"
        )
    last = latest_mobilised(deaths)
    men = last["population"] if population is None else population
    check_persons(men, "population", least=max(last["central"], 1))
    share = 100 * last["central"] / men
    return Estimate(
        low=share,
        central=share,
        high=min(share / coverage_low, 100.0),
        unit="%",
        basis=f"confirmed names; upper end if the list holds {coverage_low:.0%} of the dead",
    )


def latest_mobilised(deaths: pd.DataFrame) -> pd.Series:
    """Latest count of mobilised men confirmed dead by name.

    Parameters
    ----------
    deaths : pandas.DataFrame
        Rows of `mobilised_deaths`.

    Returns
    -------
    pandas.Series
        One row of them; `central` in deaths, `population` in men.

    Raises
    ------
    evidence.NotKnownError
        If none is known.

    Examples
    --------
    >>> deaths = pd.DataFrame({"group_kind": MOBILISED, "how_read": "excerpt", "central": [8, 56]})
    >>> deaths["as_of"] = pd.to_datetime(["2022-10-10", "2022-10-20"])
    >>> int(latest_mobilised(deaths)["central"])
    56
    """
    rows = deaths[(deaths["group_kind"] == MOBILISED) & (deaths["how_read"] != "derived")]
    if rows.empty:
        raise NotKnownError("no count of mobilised men who died is known")
    return rows.sort_values("as_of").iloc[-1]


def killed_claims(claims: pd.DataFrame, side: str) -> pd.DataFrame:
    """Claims that count killed only (or names as a minimum), for one side.

    In the order of the day they speak of.

    Parameters
    ----------
    claims : pandas.DataFrame
        Rows of `loss_claims`.
    side : str
        "RU" or "UA": whose dead.

    Returns
    -------
    pandas.DataFrame
        Those rows, in killed.

    Raises
    ------
    evidence.NotKnownError
        If there is none.

    Examples
    --------
    >>> claims = pd.DataFrame({"key": ["X1", "X2", "X3"], "side": ["RU", "UA", "RU"]})
    >>> claims = claims.assign(unit=["killed", "killed", "wounded"], as_of="2022-09-21")
    >>> killed_claims(claims, "RU")["key"].tolist()
    ['X1']
    """
    rows = claims[(claims["side"] == side) & (claims["unit"] == "killed")]
    if rows.empty:
        raise NotKnownError(f"no claim about killed is known for side {side!r}")
    return rows.sort_values(["as_of", "key"])


def per_month(deaths: float, start: str | pd.Timestamp, end: str | pd.Timestamp) -> float:
    """Mean deaths per month between two days.

    Parameters
    ----------
    deaths : float
        Deaths from `start` to `end`, 0 or more.
    start, end : str or pandas.Timestamp
        Days, as text YYYY-MM-DD; the later one is not counted.

    Returns
    -------
    float
        Deaths in a month of 30.44 days.

    Raises
    ------
    MeasureError
        If the period is empty, or the deaths are no number of persons.

    Examples
    --------
    >>> round(per_month(1_000, "2022-01-01", "2022-04-11"), 1)  # in 100 days
    304.4
    """
    check_persons(deaths, "deaths")
    lasted = (day_of(end, "end") - day_of(start, "start")).days
    if not lasted > 0:
        raise MeasureError(f"no days between {start} and {end}")
    return deaths / lasted * DAYS_PER_MONTH


def dead_and_casualties(
    names: float,
    coverage: Estimate,
    ratio: Estimate,
    *,
    level: float,
    draws: int,
    rng: np.random.Generator,
) -> tuple[Estimate, Estimate]:
    """Deaths behind a list of names, and killed and wounded together.

    With both unknowns carried through.

    Coverage and ratio are drawn uniformly inside their intervals, independently of each other.

    Parameters
    ----------
    names : float
        Names on the list.
    coverage : Estimate
        Share of the dead that the list holds, as a ratio between 0 and 1.
    ratio : Estimate
        Wounded per killed.
    level, draws, rng
        Coverage of the intervals, number of draws, source of randomness.

    Returns
    -------
    (Estimate, Estimate)
        Killed, and casualties (killed and wounded).

    Raises
    ------
    MeasureError
        If the coverage leaves 0-1, the ratio is negative or open, the names are no number of
        persons, there is no draw, or the level is none.

    Examples
    --------
    With one coverage and one ratio there is one answer.

    >>> half, three = (Estimate.exactly(n, "ratio", "planted") for n in (0.5, 3.0))
    >>> options = {"level": 0.95, "draws": 10, "rng": np.random.default_rng(1)}
    >>> [found.central for found in dead_and_casualties(100, half, three, **options)]
    [200.0, 800.0]
    """
    check_level(level)
    check_persons(names, "names")
    check_persons(draws, "draws", least=1)
    if not 0 < coverage.low <= coverage.high <= 1 or not 0 <= ratio.low <= ratio.high < np.inf:
        raise MeasureError(
            f"wanted 0 < coverage <= 1 and a closed ratio of 0 or more, found {coverage} and"
            f" {ratio}"
        )
    if not 0 <= names < np.inf:
        raise MeasureError(f"wanted a number of names, found {names}")
    dead = names / rng.uniform(coverage.low, coverage.high, size=draws)
    both = dead * (1 + rng.uniform(ratio.low, ratio.high, size=draws))
    basis = (
        f"{100 * level:g} % of {draws} draws over coverage {coverage.low:.2f}-{coverage.high:.2f}"
    )
    return (
        Estimate.of_draws(dead, level=level, unit="killed", basis=basis),
        Estimate.of_draws(
            both,
            level=level,
            unit="casualties",
            basis=f"{basis} and {ratio.low:g}-{ratio.high:g} wounded per killed",
        ),
    )


def killed_among(casualties: Estimate, ratio_low: float, ratio_high: float) -> Estimate:
    """Killed in a count of killed and wounded.

    The one conversion between these measures, with its interval.

    Parameters
    ----------
    casualties : Estimate
        Killed and wounded, or losses read that way.
    ratio_low, ratio_high : float
        Wounded per killed, ``0 <= ratio_low <= ratio_high``.

    Returns
    -------
    Estimate
        In killed; the larger ratio gives the low end.

    Raises
    ------
    MeasureError
        If the ratios are not ordered, or the count is of killed already.

    Examples
    --------
    >>> found = killed_among(Estimate.exactly(9_000, "casualties", "planted"), 2, 5)
    >>> found.low, found.central, found.high
    (1500.0, 2000.0, 3000.0)
    """
    if not 0 <= ratio_low <= ratio_high < np.inf:
        raise MeasureError(
            f"wanted 0 <= ratio_low <= ratio_high, found {ratio_low} and {ratio_high}"
        )
    if casualties.unit not in {"casualties", "losses, undefined"}:
        raise MeasureError(f"wanted a count of casualties, found {casualties.unit}")
    low, central, high = (
        casualties.low / (1 + ratio_high),
        casualties.central / (1 + (ratio_low + ratio_high) / 2),
        casualties.high / (1 + ratio_low),
    )
    return Estimate(
        low=low,
        central=central,
        high=high,
        unit="killed",
        basis=f"read as killed and wounded, {ratio_low:g} to {ratio_high:g} wounded per killed",
    )
