"""How many more men died than the years before the war would suggest?

After Kobak, Bessudnov, Ershov, Mikhailova & Raksha (2025), Demography 62, 335-347: the ratio of
male to female deaths of an age group follows a line before the war; men above that line, given the
women who died, are excess deaths. The intervals are ours: years that share a line share its error,
five years leave three degrees of freedom, and years of peace show how far the line misses when
nothing happened. Deaths of HIV, which kills men and women in proportions that changed over these
years, are taken off first.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.casualties.measures import MOST_PERSONS, MeasureError, check_level
from analysis.quantities import Estimate

AGES = (15, 20, 25, 30, 35, 40, 45)  # first years of the five-year groups 15-19 ... 45-49
BASE = (2015, 2016, 2017, 2018, 2019)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """Excess male deaths in target years.

    `by_age` has columns age_from, year, excess, se; `total` and `se` are by year; `covariance` has
    shape (years, years); `freedom` are Satterthwaite's degrees for each year and, last, for the
    sum.
    """

    years: tuple[int, ...]
    by_age: pd.DataFrame
    total: np.ndarray
    covariance: np.ndarray
    freedom: np.ndarray

    @property
    def se(self) -> np.ndarray:
        """Standard error of each year's total."""
        return np.sqrt(np.diag(self.covariance))

    def estimate(self, year: int | None = None, *, level: float, widen: float = 1.0) -> Estimate:
        """Excess of one year, or of all years together, with a t interval.

        Parameters
        ----------
        year : int, optional
            One of `years`; their sum when left out.
        level : float
            Coverage, 0 to 1.
        widen : float
            Factor on the standard error, for example from `understatement`.

        Raises
        ------
        MeasureError
            If the year was not judged, the level is none, or the factor is not above zero.
        """
        check_level(level)
        if not 0 < widen < np.inf:
            raise MeasureError(f"widen={widen}: wanted a factor above zero")
        if year is not None and year not in self.years:
            judged = ", ".join(map(str, self.years)) or "none, as no year was"
            raise MeasureError(f"{year} was not judged; wanted one of {judged}")
        from scipy.stats import t

        if year is None:
            centre, error, freedom = (
                self.total.sum(),
                float(np.sqrt(self.covariance.sum())),
                self.freedom[-1],
            )
        else:
            at = self.years.index(year)
            centre, error, freedom = self.total[at], self.se[at], self.freedom[at]
        half = widen * error * t.ppf((1 + level) / 2, freedom)
        told = f"{100 * level:g} % t interval, {freedom:.1f} degrees of freedom" + (
            f", error times {widen:.2f}" if widen != 1 else ""
        )
        return Estimate(
            low=centre - half, central=centre, high=centre + half, unit="deaths", basis=told
        )


def without_hiv(deaths: pd.DataFrame, hiv: pd.DataFrame) -> pd.DataFrame:
    """Deaths less those of HIV, in the years for which both are known.

    Parameters
    ----------
    deaths, hiv : pandas.DataFrame
        Rows of `national_deaths` and `hiv_deaths`: year, age_from, men, women.

    Returns
    -------
    pandas.DataFrame
        Columns year, age_from, men, women.

    Raises
    ------
    MeasureError
        If a cell stands twice, or more died of HIV than of all causes.

    Examples
    --------
    >>> cell = {"year": [2022], "age_from": [30]}
    >>> every = pd.DataFrame(cell | {"men": [900], "women": [300]})
    >>> of_hiv = pd.DataFrame(cell | {"men": [100], "women": [60]})
    >>> without_hiv(every, of_hiv)[["men", "women"]].to_numpy().tolist()
    [[800, 240]]
    """
    keys, sexes = ["year", "age_from"], ["men", "women"]
    if deaths.duplicated(keys).any() or hiv.duplicated(keys).any():
        raise MeasureError("an age group stands twice in a year; wanted national rows alone")
    every, of_hiv = (t.set_index(keys)[sexes] for t in (deaths, hiv))
    left = (every - of_hiv).dropna(how="any")
    if (left < 0).any(axis=None):
        year, age = left[(left < 0).any(axis=1)].index[0]
        raise MeasureError(f"more died of HIV than of all causes at {age} in {year}")
    return left.astype(every.dtypes).reset_index()


def excess_male_deaths(
    deaths: pd.DataFrame,
    targets: tuple[int, ...] = (2022, 2023),
    *,
    base: tuple[int, ...] = BASE,
    ages: tuple[int, ...] = AGES,
) -> Excess:
    """Male deaths above the line of the male-to-female ratio, by age group and in total.

    Parameters
    ----------
    deaths : pandas.DataFrame
        Columns year, age_from, men, women; from `without_hiv`, or rows of `national_deaths`.
    targets : tuple of int
        Years to judge; they share the fitted line.
    base : tuple of int
        Years the line is fitted to, three or more.
    ages : tuple of int
        First years of the age groups.

    Returns
    -------
    Excess
        Deaths; below 0 where fewer men died than the line gives.

    Raises
    ------
    MeasureError
        If a cell is missing or repeated, no woman died in it, or the base is too short.

    Notes
    -----
    Predictive variance of one group is ``s2 (x0'(X'X)^-1 x0 + 1) F^2`` with ``s2 = RSS / (n - 2)``,
    as in the paper's code; groups are added as independent. The covariance of two years keeps the
    shared line and leaves out their own scatter.

    Examples
    --------
    Twice as many men as women died in each year of the base, three times as many in 2022.

    >>> deaths = pd.DataFrame({"year": [*BASE, 2022], "age_from": 30, "women": 100})
    >>> deaths["men"] = [200] * 5 + [300]
    >>> found = excess_male_deaths(deaths, (2022,), ages=(30,))
    >>> found.total.round(6).tolist()
    [100.0]
    """
    if len(base) < 3 or len(set(base)) != len(base):
        raise MeasureError(f"wanted three different base years or more, found {base}")
    needed = pd.MultiIndex.from_product([ages, (*base, *targets)], names=["age_from", "year"])
    if deaths.duplicated(["age_from", "year"]).any():
        raise MeasureError(
            "an age group stands twice in a year: sub-national rows mixed with national ones count"
            " the dead twice"
        )
    table = deaths.set_index(["age_from", "year"])[["men", "women"]]
    missing = needed.difference(table.index)
    if len(missing):
        raise MeasureError(f"no deaths of age group {missing[0][0]} in {missing[0][1]}")
    cells = table.loc[needed].to_numpy(dtype=float).reshape(len(ages), -1, 2)
    men, women = cells[..., 0], cells[..., 1]
    if not ((women > 0) & (men >= 0) & (men + women <= MOST_PERSONS)).all():
        raise MeasureError(
            "a group without deaths of women, or with deaths that are negative or missing, has no"
            " ratio"
        )
    x, x0 = _lines(base, targets)
    ratio = men[:, : len(base)] / women[:, : len(base)]
    line = ratio @ x @ np.linalg.inv(x.T @ x)
    freedom = len(base) - 2
    s2 = ((ratio - line @ x.T) ** 2).sum(axis=1) / freedom
    exposed = women[:, len(base) :]
    excess = men[:, len(base) :] - line @ x0.T * exposed
    parts = s2[:, None, None] * _shape(base, targets) * exposed[:, :, None] * exposed[:, None, :]
    return _together(ages, targets, excess, parts, freedom)


def _lines(base: tuple[int, ...], targets: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Constant and centred year, for the base and for the targets."""
    years = (np.asarray(y, dtype=float) - np.mean(base) for y in (base, targets))
    one, other = (np.column_stack([np.ones(len(y)), y]) for y in years)
    return one, other


def _shape(base: tuple[int, ...], targets: tuple[int, ...]) -> np.ndarray:
    """Predictive covariance of the target years about a line through the base years.

    In units of the scatter.
    """
    x, x0 = _lines(base, targets)
    return x0 @ np.linalg.inv(x.T @ x) @ x0.T + np.eye(len(targets))


def _together(
    ages: tuple, targets: tuple, excess: np.ndarray, parts: np.ndarray, freedom: int
) -> Excess:
    """Age groups added as independent; `parts` has shape (ages, years, years)."""
    covariance = parts.sum(axis=0)
    each = np.concatenate(
        [np.diagonal(parts, axis1=1, axis2=2), parts.sum(axis=(1, 2))[:, None]], axis=1
    )
    squares = (each**2).sum(axis=0)
    degrees = np.where(
        squares > 0, freedom * each.sum(axis=0) ** 2 / np.where(squares > 0, squares, 1.0), freedom
    )
    rows = [
        (age, year, excess[i, j], float(np.sqrt(parts[i, j, j])))
        for i, age in enumerate(ages)
        for j, year in enumerate(targets)
    ]
    return Excess(
        years=tuple(targets),
        by_age=pd.DataFrame(rows, columns=["age_from", "year", "excess", "se"]),
        total=excess.sum(axis=0),
        covariance=covariance,
        freedom=degrees,
    )


def placebo(
    deaths: pd.DataFrame, *, first: int = 2010, last: int = 2019, ages: tuple[int, ...] = AGES
) -> pd.DataFrame:
    """The same rule in years of peace: five years fitted, two skipped, the next two judged.

    Parameters
    ----------
    deaths : pandas.DataFrame
        As in `excess_male_deaths`. A try whose five years begin before the first of these is left
        out: deaths of HIV are known from 2006 on, so its years of peace begin in 2013.
    first, last : int
        Years to judge.
    ages : tuple of int
        First years of the age groups.

    Returns
    -------
    pandas.DataFrame
        Columns year, ahead (3 or 4 years after the base), excess, se, freedom, z = excess / se; an
        honest rule has z like a t variable of that freedom.

    Raises
    ------
    MeasureError
        As `excess_male_deaths`, or if no try is left.

    Examples
    --------
    >>> deaths = pd.DataFrame({"year": range(2010, 2018), "age_from": 30, "women": 100})
    >>> deaths["men"] = [200, 202, 199, 201, 200, 205, 205, 205]
    >>> found = placebo(deaths, first=2017, last=2017, ages=(30,))
    >>> found[["year", "ahead", "excess"]].round(2).to_numpy().tolist()
    [[2017.0, 3.0, 5.1]]
    """
    begin, rows = deaths["year"].min(), []
    tries = [(y, a) for y in range(first, last + 1) for a in (3, 4) if y - a - 4 >= begin]
    if not tries:
        raise MeasureError(f"no year from {first} to {last} has its base, which begins in {begin}")
    for year, ahead in tries:
        base = tuple(range(year - ahead - 4, year - ahead + 1))
        found = excess_male_deaths(deaths, (year,), base=base, ages=ages)
        excess, se = found.total[0], found.se[0]
        rows.append((year, ahead, excess, se, found.freedom[0], excess / se))
    return pd.DataFrame(rows, columns=["year", "ahead", "excess", "se", "freedom", "z"])


def understatement(placebos: pd.DataFrame) -> float:
    """Factor by which the stated error is too small: root mean square of z over the placebo years.

    Each z is first divided by the size a t variable of its degrees of freedom has, because the t
    interval allows for that part already.

    Parameters
    ----------
    placebos : pandas.DataFrame
        From `placebo`: columns z and freedom, above 2.

    Returns
    -------
    float
        1 where the stated error is right, above 1 where it is too small.

    Examples
    --------
    >>> round(understatement(pd.DataFrame({"z": [2.0, -2.0], "freedom": [4.0, 4.0]})), 3)
    1.414
    """
    of_t = placebos["freedom"] / (placebos["freedom"] - 2)
    return float(np.sqrt((placebos["z"] ** 2 / of_t).mean()))
