"""Is a second series a second source?

Two counts of one thing that err independently differ by their own errors. Where the month-to-month
changes of two series agree almost to the digit, one restates the other, and a model that uses both
counts one witness twice.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.casualties.measures import MeasureError

_TIE = 1e-9  # correlations nearer than this are one number added up in two orders


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """Two series over the same months.

    `ratio_*` of the first to the second; `correlation` of the logarithms; `changes` the same of
    their month-to-month changes, with the p-value of a permutation; `sources` how many independent
    ones both are worth.
    """

    months: int
    ratio_mean: float
    ratio_median: float
    ratio_low: float
    ratio_high: float
    largest_log_gap: float
    correlation: float
    changes: float
    pvalue: float
    sources: float


def monthly_steps(steps: pd.Series) -> pd.Series:
    """Sum of daily steps by month, whole months only; index "YYYY-MM"."""
    months = steps.groupby(pd.PeriodIndex(steps.index, freq="M")).agg(["sum", "size"])
    whole = months[months["size"] == months.index.days_in_month]
    return pd.Series(whole["sum"].to_numpy(), index=whole.index.astype(str))


def dependence(
    one: pd.Series, other: pd.Series, *, draws: int, rng: np.random.Generator
) -> Dependence:
    """Compare two positive series over the months they share.

    Under independence the month-to-month changes of one could come in any order beside those of the
    other; the p-value is the share of permutations with as high a correlation, never below one over
    the draws.

    Parameters
    ----------
    one, other : pandas.Series
        Indexed by month, positive.
    draws : int
        Permutations.
    rng : numpy.random.Generator
        The only source of randomness.

    Raises
    ------
    MeasureError
        If fewer than twelve months are shared, a value is not positive or a series never changes.
    """
    both = pd.concat([one, other], axis=1, join="inner").dropna().sort_index()
    if len(both) < 12:
        raise MeasureError(f"{len(both)} months in common; wanted twelve or more")
    if (both <= 0).any(axis=None):
        raise MeasureError("a month without losses has no logarithm")
    if (both.max() == both.min()).any():
        raise MeasureError("a series that never changes has no correlation")
    a, b = np.log(both.to_numpy(dtype=float)).T
    da, db = np.diff(a), np.diff(b)
    changes = float(np.corrcoef(da, db)[0, 1])
    shuffled = rng.permuted(np.broadcast_to(da, (draws, len(da))), axis=1)
    z = (db - db.mean()) / (db.std() * len(db))
    rival = ((shuffled - da.mean()) / da.std()) @ z
    ratio = np.exp(a - b)
    return Dependence(
        months=len(both),
        ratio_mean=float(ratio.mean()),
        ratio_median=float(np.median(ratio)),
        ratio_low=float(ratio.min()),
        ratio_high=float(ratio.max()),
        largest_log_gap=float(np.abs(a - b).max()),
        correlation=float(np.corrcoef(a, b)[0, 1]),
        changes=changes,
        pvalue=float((1 + (rival >= changes - _TIE).sum()) / (1 + draws)),
        sources=2 / (1 + max(changes, 0.0)),
    )
