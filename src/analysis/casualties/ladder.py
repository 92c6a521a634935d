"""What do the names of past years come to, if later years fill up like earlier ones?

The chain ladder on yearly cohorts (Mack 1993, ASTIN Bulletin 23, 213-225). Pure.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.casualties.measures import MOST_PERSONS, MeasureError

VINTAGES = {
    "known_2022": "2022-12-31",
    "known_2023": "2023-12-31",
    "known_2024": "2024-12-31",
    "known_2025": "2025-12-31",
    "known_now": "2026-08-22",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLadder:
    """Cohorts carried to the last age seen.

    `ultimate` and `se` have shape (cohorts,), `factors` shape (ages - 1,).
    """

    factors: np.ndarray
    ultimate: np.ndarray
    se: np.ndarray
    total_to_come: float
    total_se: float


def yearly_triangle(weeks: pd.DataFrame) -> pd.DataFrame:
    """Names by year of death and number of year-ends passed since, from weekly vintages.

    Only what was known at the end of a year is used, so that every column has one age; later cells
    are empty.

    Parameters
    ----------
    weeks : pandas.DataFrame
        Rows of `named_by_week`.

    Returns
    -------
    pandas.DataFrame, shape (cohorts, ages)
        Names; index the year of death, columns the number of year-ends from 0.

    Examples
    --------
    >>> names = dict(zip(VINTAGES, [388, 414, 425, 427, 427], strict=True))
    >>> yearly_triangle(pd.DataFrame([{"key": "NW-2022-08"} | names])).loc[2022].tolist()
    [388.0, 414.0, 425.0, 427.0]
    """
    columns = [c for c, day in VINTAGES.items() if day.endswith("12-31")]
    by_year = weeks.groupby(weeks["key"].str[3:7].astype(int))[columns].sum()
    first = int(columns[0][-4:])
    rows = {
        y: [by_year.loc[y, c] for c in columns[y - first :]] + [np.nan] * (y - first)
        for y in by_year.index
        if y - first < len(columns)
    }
    return pd.DataFrame.from_dict(rows, orient="index").astype(float).rename_axis("year")


def chain_ladder(triangle: np.ndarray) -> ChainLadder:
    """Age-to-age factors, what each cohort comes to, and Mack's standard errors.

    Parameters
    ----------
    triangle : numpy.ndarray, shape (cohorts, ages)
        Cumulative counts, oldest cohort first, NaN where not yet seen; every cohort at most one age
        behind the one before.

    Returns
    -------
    ChainLadder
        Names to the oldest age; nothing is said of what comes after it.

    Raises
    ------
    MeasureError
        If a cumulative row falls or has a gap, a count is no number of persons, a cohort has nobody
        to carry on from, the oldest cohort is not complete, or there are fewer than two cohorts.

    References
    ----------
    Mack (1993), ASTIN Bulletin 23, 213-225, with his rule for the last variance.

    Examples
    --------
    >>> found = chain_ladder([[100, 150], [200, np.nan]])
    >>> found.factors.tolist(), found.ultimate.tolist(), found.total_to_come
    ([1.5], [150.0, 300.0], 100.0)
    """
    c = np.asarray(triangle, dtype=float)
    if c.ndim != 2 or c.shape[0] < 2 or np.isnan(c[0]).any():
        raise MeasureError("wanted a triangle of two cohorts or more, the oldest seen at every age")
    _check_cells(c)
    falls = np.argwhere(np.diff(c, axis=1) < 0)
    if falls.size:
        raise MeasureError(
            f"cohort {falls[0][0]}: a running total falls from age {falls[0][1]} to"
            f" {falls[0][1] + 1}"
        )
    n, ages = c.shape
    factors, variances, bases = np.ones(ages - 1), np.zeros(ages - 1), np.zeros(ages - 1)
    for k in range(ages - 1):
        seen = ~np.isnan(c[:, k + 1])
        bases[k] = c[seen, k].sum()
        factors[k] = c[seen, k + 1].sum() / bases[k]
        if seen.sum() > 1:
            ratio = c[seen, k + 1] / c[seen, k]
            variances[k] = (c[seen, k] * (ratio - factors[k]) ** 2).sum() / (seen.sum() - 1)
        elif k > 1:
            falling = variances[k - 1] ** 2 / variances[k - 2] if variances[k - 2] > 0 else 0.0
            variances[k] = min(falling, variances[k - 2], variances[k - 1])
        elif k:
            variances[k] = variances[k - 1]
    last = np.array([np.flatnonzero(~np.isnan(row))[-1] for row in c])
    full = c.copy()
    for i in range(n):
        for k in range(last[i], ages - 1):
            full[i, k + 1] = full[i, k] * factors[k]
    ultimate = full[:, -1]
    relative = variances / factors**2
    mse = np.array(
        [
            ultimate[i] ** 2
            * sum(relative[k] * (1 / full[i, k] + 1 / bases[k]) for k in range(last[i], ages - 1))
            for i in range(n)
        ]
    )
    shared = sum(
        2
        * ultimate[i]
        * ultimate[i + 1 :].sum()
        * sum(relative[k] / bases[k] for k in range(last[i], ages - 1))
        for i in range(n)
    )
    to_come = ultimate - c[np.arange(n), last]
    return ChainLadder(
        factors=factors,
        ultimate=ultimate,
        se=np.sqrt(mse),
        total_to_come=float(to_come.sum()),
        total_se=float(np.sqrt(mse.sum() + shared)),
    )


def _check_cells(c: np.ndarray) -> None:
    """Refuse cells of a triangle that leave a cohort without a course."""
    seen = ~np.isnan(c)
    later = np.flip(np.logical_or.accumulate(np.flip(seen, axis=1), axis=1), axis=1)
    gaps = np.argwhere(~seen & (later | (np.arange(c.shape[1]) == 0)))
    if gaps.size:
        raise MeasureError(f"cohort {gaps[0][0]}: nothing is known at age {gaps[0][1]}; a gap")
    impossible = np.argwhere(seen & ~((c >= 0) & (c <= MOST_PERSONS)))
    if impossible.size:
        i, k = impossible[0]
        raise MeasureError(f"cohort {i}: {c[i, k]:g} at age {k} is no number of persons")
    nobody = np.argwhere(c[:, :-1] == 0)
    if nobody.size:
        raise MeasureError(
            f"cohort {nobody[0][0]}: nobody at age {nobody[0][1]}, so nothing to carry on from;"
            " begin at an age that every cohort has"
        )
