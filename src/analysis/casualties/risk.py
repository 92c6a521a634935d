"""What was the chance of death of a man who was mobilised?

The share of all mobilised who have died by a day, not the mean time to death of those who died:
that mean says how long the dead lived, and nothing about how many died.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.casualties.measures import DAYS_PER_MONTH, MeasureError, day_of
from analysis.quantities import Estimate

CALLED_UP = (  # day of the decree: exposure begins here, or later for those called up later
    "2022-09-21"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Chance of death by a day.

    `floor` from the names alone, `estimate` with the unseen dead, both %; `hazard` % a month.
    """

    day: pd.Timestamp
    months: float
    floor: Estimate
    estimate: Estimate
    hazard: Estimate


def risk_of_death(
    deaths: float,
    men: Estimate,
    *,
    day: str | pd.Timestamp,
    coverage_low: float,
    coverage_high: float,
    level: float,
    draws: int,
    rng: np.random.Generator,
) -> Risk:
    """Risk to a day and hazard per month.

    With the list's coverage and the number of men carried through.

    Parameters
    ----------
    deaths : float
        Men confirmed dead by name.
    men : Estimate
        Men mobilised, closed interval.
    day : str or pandas.Timestamp
        Day of the count.
    coverage_low, coverage_high : float
        Share of the dead that the list holds, ``0 < coverage_low <= coverage_high <= 1``; uniform
        between them.
    level, draws, rng
        Coverage of the intervals, number of draws, source of randomness.

    Returns
    -------
    Risk
        The posterior of the expected number of names is gamma with half a death added (Jeffreys).

    Raises
    ------
    MeasureError
        If there are more deaths than men, the coverage is impossible or the day lies before the
        call-up.

    Examples
    --------
    >>> men = Estimate.exactly(300_000, "mobilised men", "planted")
    >>> options = {"coverage_low": 0.5, "coverage_high": 0.5, "level": 0.95, "draws": 100}
    >>> rng = np.random.default_rng(1)
    >>> risk = risk_of_death(15_000, men, day="2025-09-19", rng=rng, **options)
    >>> risk.floor.low < 5 < risk.floor.high, risk.estimate.low < 10 < risk.estimate.high
    (True, True)
    """
    if not 0 < coverage_low <= coverage_high <= 1:
        raise MeasureError(
            f"wanted 0 < coverage_low <= coverage_high <= 1, found {coverage_low} and"
            f" {coverage_high}"
        )
    if not 0 <= deaths <= men.low or not 0 < men.low <= men.high < np.inf:
        raise MeasureError(
            f"wanted deaths between 0 and the number of men, found {deaths:,.0f} of {men}"
        )
    months = (day_of(day) - pd.Timestamp(CALLED_UP)).days / DAYS_PER_MONTH
    if months <= 0:
        raise MeasureError(f"{day}: before the call-up of {CALLED_UP} nobody was exposed")
    named = rng.gamma(deaths + 0.5, size=draws)
    population = rng.uniform(men.low, men.high, size=draws)
    covered = rng.uniform(coverage_low, coverage_high, size=draws)
    by_name = np.minimum(named / population, 1.0)  # no more can have died than there were
    share = np.minimum(by_name / covered, 1.0)
    told = (
        f"{100 * level:g} % of {draws} draws; the list holds {coverage_low:.0%} to"
        f" {coverage_high:.0%} of the dead"
    )
    return Risk(
        day=day_of(day),
        months=months,
        floor=_spread(100 * by_name, level, f"names over men, {100 * level:g} %"),
        estimate=_spread(100 * share, level, told),
        hazard=_spread(-100 * np.log1p(-np.minimum(share, 1 - 1e-12)) / months, level, told),
    )


def _spread(values: np.ndarray, level: float, basis: str) -> Estimate:
    return Estimate.of_draws(values, level=level, unit="%", basis=basis)


def mean_time_of_the_dead(hazard_per_month: float, months: float) -> float:
    """Mean months to death among those who died within a period at a constant hazard.

    It stays near half the period while the hazard is small, whatever the risk: the trap of averages
    over the dead.

    Parameters
    ----------
    hazard_per_month : float
        Chance a month, above 0.
    months : float
        Length of the period, above 0.

    Returns
    -------
    float
        Months, above 0 and below half of the period.

    Raises
    ------
    MeasureError
        If either is not above zero.

    Examples
    --------
    >>> [round(float(mean_time_of_the_dead(hazard, 12)), 2) for hazard in (0.001, 0.01)]
    [5.99, 5.88]
    """
    if not (0 < hazard_per_month < np.inf and 0 < months < np.inf):
        raise MeasureError(
            f"wanted a hazard and a period above zero, found {hazard_per_month} and {months}"
        )
    x = hazard_per_month * months
    return 1 / hazard_per_month - months / np.expm1(x)
