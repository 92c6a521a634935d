"""Is a second series a second source?

That both rise and fall together shows a common truth, not a common source: two honest observers of
one war do so too. What tells them apart is how far their ratio scatters. Two who count apart err
apart, and the logarithm of their ratio scatters by the root of two times the error of each; a
series that restates another does not err at all. The smallest error of an honest count of losses is
an assumption, and the result says how small it would have to be for two observers to be possible.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.casualties.measures import MOST_PERSONS, MeasureError

# smallest error a month of an honest count of losses, in parts of the count; the names and the
# register's estimate of one month of 2022 or 2023 differ by some 15 %
HONEST = 0.05
_TIE = 1e-9  # correlations nearer than this are one number added up in two orders
_BLOCKS = 5  # of months that stay together when changes are put in another order


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """Two series over the same months.

    `ratio_*` of the first to the second; `correlation` of the logarithms; `changes` the same of
    their month-to-month changes, and `changes_pvalue` its chance if they had nothing in common.

    `scatter` is the standard deviation of the logarithm of the ratio, `chance` what counts of this
    size scatter by if both are without error, `honest` the smallest error assumed of an honest
    observer and `pvalue` the chance of so small a scatter from two of them, or less. Two observers
    can each have erred by `at_most`, at a level of 95 %.
    """

    months: int
    ratio_mean: float
    ratio_median: float
    ratio_low: float
    ratio_high: float
    largest_log_gap: float
    correlation: float
    changes: float
    changes_pvalue: float
    scatter: float
    chance: float
    honest: float
    pvalue: float
    at_most: float

    @property
    def restated(self) -> bool:
        """Whether the two are nearer than honest observers who err apart could be, at 5 %."""
        return self.at_most < self.honest


def monthly_steps(steps: pd.Series) -> pd.Series:
    """Sum of daily steps by month; a month that lacks a day, or the number of one, is left out.

    Parameters
    ----------
    steps : pandas.Series
        Persons a day, indexed by day, as `increments` gives them.

    Returns
    -------
    pandas.Series
        Persons, index "YYYY-MM", as `dependence` takes it.

    Raises
    ------
    MeasureError
        If the index is not of days, a day stands twice or a step is no number of persons.

    Examples
    --------
    >>> steps = pd.Series(2.0, index=pd.date_range("2022-03-01", "2022-04-29"))
    >>> monthly_steps(steps).to_dict()
    {'2022-03': 62.0}
    """
    held = _daily(steps).dropna()
    months = held.groupby(pd.PeriodIndex(held.index, freq="M")).agg(["sum", "size"])
    whole = months[months["size"] == months.index.days_in_month]
    return pd.Series(whole["sum"].to_numpy(), index=whole.index.astype(str))


def _daily(steps: pd.Series) -> pd.Series:
    """Numbers by day, each day once; a step that is not known stays so."""
    if not isinstance(steps.index, pd.DatetimeIndex) or steps.index.hasnans:
        raise MeasureError("wanted steps indexed by day; next: take them from `increments`")
    days = steps.index.normalize()
    if days.has_duplicates:
        raise MeasureError(f"{days[days.duplicated()][0]:%Y-%m-%d} stands twice")
    numbers = pd.to_numeric(steps, errors="coerce").astype(float)
    wrong = (steps.notna() & numbers.isna()) | (numbers.abs() > MOST_PERSONS)
    if wrong.any():
        at = int(wrong.to_numpy().argmax())
        raise MeasureError(f"{days[at]:%Y-%m-%d}: {steps.iloc[at]!r} is no number of persons")
    return pd.Series(numbers.to_numpy(), index=days)


def dependence(
    one: pd.Series,
    other: pd.Series,
    *,
    draws: int,
    rng: np.random.Generator,
    honest: float = HONEST,
) -> Dependence:
    """Compare two positive series over the months they share.

    Parameters
    ----------
    one, other : pandas.Series
        Counts of losses indexed by month, positive.
    draws : int
        Permutations of the changes, in five blocks of months: smooth changes look alike
        more often than single months in any order would.
    rng : numpy.random.Generator
        The only source of randomness.
    honest : float
        Smallest error of an honest count of one month, as a part of it, above 0 and below 1.

    Raises
    ------
    MeasureError
        If fewer than twelve months are shared, a month stands twice, a value is no positive number,
        a series never changes, the error is no part of a count or there are no draws.

    Notes
    -----
    The squared scatter over that of two honest observers is chi-squared over its degrees of freedom
    (months less one, fewer where the ratio moves slowly: n (1 - r²) / (1 + r²) of n, with the
    correlation r of one month with the next, after Bartlett 1946; r without its bias in short
    series, Marriott & Pope 1954). A constant factor between the two is not scatter: observers whose
    errors never change cannot be told from one who restates.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> months = pd.period_range("2022-03", periods=36, freq="M").astype(str)
    >>> truth = pd.Series(rng.uniform(5_000, 30_000, 36), index=months)
    >>> apart = [truth * np.exp(rng.normal(0, 0.1, 36)) for _ in range(2)]
    >>> [dependence(*pair, draws=99, rng=rng).restated for pair in (apart, [truth, 0.9 * truth])]
    [False, True]
    """
    if not 0 < honest < 1:
        raise MeasureError(f"honest={honest}: wanted an error above 0 and below 1")
    if not draws >= 1:
        raise MeasureError(f"draws={draws}: wanted one permutation or more, such as 999")
    both = _shared(one, other)
    a, b = np.log(both.to_numpy()).T
    da, db = np.diff(a), np.diff(b)
    gaps, changes = a - b, float(np.corrcoef(da, db)[0, 1])
    ratio = np.exp(gaps)
    return Dependence(
        months=len(both),
        ratio_mean=float(ratio.mean()),
        ratio_median=float(np.median(ratio)),
        ratio_low=float(ratio.min()),
        ratio_high=float(ratio.max()),
        largest_log_gap=float(np.abs(gaps).max()),
        correlation=float(np.corrcoef(a, b)[0, 1]),
        changes=changes,
        changes_pvalue=_in_other_orders(da, db, changes, draws, rng),
        scatter=float(gaps.std(ddof=1)),
        chance=float(np.sqrt((1 / both).sum(axis=1).mean())),
        honest=honest,
        **_from_two(gaps, honest),
    )


def _shared(one: pd.Series, other: pd.Series) -> pd.DataFrame:
    """Both series over the months they share."""
    for series in (one, other):
        if series.index.has_duplicates:
            raise MeasureError(f"{series.index[series.index.duplicated()][0]} stands twice")
        numbers = pd.to_numeric(series, errors="coerce").to_numpy(dtype=float)
        if (bad := ~(np.isfinite(numbers) & (numbers > 0))).any():
            at = int(bad.argmax())
            raise MeasureError(
                f"{series.index[at]}: {series.iloc[at]!r} is no positive number of losses, and has"
                " no logarithm"
            )
    both = pd.concat([one, other], axis=1, join="inner").sort_index().astype(float)
    if len(both) < 12:
        raise MeasureError(f"{len(both)} months in common; wanted twelve or more")
    if (both.max() == both.min()).any():
        raise MeasureError("a series that never changes has no correlation")
    return both


def _from_two(gaps: np.ndarray, honest: float) -> dict[str, float]:
    """Chance of so small a scatter from two honest observers, and the largest error of each."""
    from scipy.stats import chi2

    near, n = _leaning(gaps), len(gaps)
    freedom = (n - 1) * (1 - near**2) / (1 + near**2)
    # where errors lean on the last the mean follows them, and they scatter less about it
    followed = 1 - 2 * near / (1 - near) / (n - 1)
    squared = freedom * gaps.var(ddof=1) / followed / 2
    return {
        "pvalue": float(chi2.cdf(squared / honest**2, freedom)),
        "at_most": float(np.sqrt(squared / chi2.ppf(0.05, freedom))),
    }


def _leaning(gaps: np.ndarray) -> float:
    """Correlation of one month's gap with the next's, 0 to 0.9, with what a short series hides."""
    away = gaps - gaps.mean()
    total = away @ away
    if not total > 0:
        return 0.0
    near = float(away[1:] @ away[:-1] / total)
    return min(max(near + (1 + 4 * near) / len(gaps), 0.0), 0.9)


def _in_other_orders(
    da: np.ndarray, db: np.ndarray, changes: float, draws: int, rng: np.random.Generator
) -> float:
    """Share of orders of blocks with as high a correlation, never below one over the draws."""
    n, long = len(da), -(-len(da) // _BLOCKS)
    blocks = np.arange(_BLOCKS * long).reshape(_BLOCKS, long)
    orders = blocks[rng.permuted(np.tile(np.arange(_BLOCKS), (draws, 1)), axis=1)]
    orders = orders.reshape(draws, -1)
    kept = orders[orders < n].reshape(draws, n)  # the last block may be short
    turned = (kept + rng.integers(n, size=(draws, 1))) % n
    z = (db - db.mean()) / (db.std() * n)
    rival = ((da[turned] - da.mean()) / da.std()) @ z
    return float((1 + (rival >= changes - _TIE).sum()) / (1 + draws))
