"""What can the digits and the course of a claimed series say, and what not?

The same tests for every series: does a running total fall, are days missing, to what grain is it
rounded, is the digit at that grain even, is there a weekly rhythm, does it scatter more or less
than counts would. None of them says whether a claim is true.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.casualties.measures import MeasureError

GRAINS = (1, 10, 50, 100, 500)
_SAME_GRAIN = (
    0.95  # share of values that are multiples of a grain for the series to be called rounded to it
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forensics:
    """Tests of one series of totals.

    `grain` is the rounding it was published to and `off_grain` counts the steps that are not
    multiples of it, p-values are of the digit and the weekday.
    """

    entries: int
    missing_days: int
    falls: int
    zero_steps: int
    off_grain: int
    grain: int
    digit_counts: tuple[int, ...]
    digit_statistic: float
    digit_pvalue: float
    weekday_pvalue: float
    dispersion: float


def increments(days: pd.Series, totals: pd.Series) -> pd.Series:
    """Daily steps of a running total, indexed by day; days without an entry are left out.

    Raises
    ------
    MeasureError
        If a day is missing or repeated, or the total falls; the message names the day.
    """
    table = pd.Series(np.asarray(totals, dtype=float), index=pd.DatetimeIndex(days)).sort_index()
    if table.index.hasnans or table.isna().any():
        raise MeasureError("an entry has no day or no total")
    if table.index.duplicated().any():
        raise MeasureError(f"{table.index[table.index.duplicated()][0]:%Y-%m-%d} stands twice")
    steps = table.diff().iloc[1:]
    if (steps < 0).any():
        day = steps.index[steps < 0][0]
        raise MeasureError(f"a running total falls on {day:%Y-%m-%d} by {-steps[day]:,.0f}")
    return steps[np.diff(table.index) == pd.Timedelta(days=1)]


def rounding(steps: pd.Series, freq: str = "6MS") -> pd.DataFrame:
    """Share of steps above zero that are multiples of 10, 50 and 100, by period.

    How finely a series was published as it went on.

    Returns
    -------
    pandas.DataFrame
        Index the period's first day; columns steps, of_10, of_50, of_100 (shares), chance_50,
        chance_100 (if only rounded to ten).
    """
    groups = steps[steps > 0].groupby(pd.Grouper(freq=freq))
    table = groups.agg(
        steps="size",
        **{f"of_{g}": lambda s, g=g: float((s % g == 0).mean()) for g in (10, 50, 100)},
    )
    return table[table["steps"] > 0].assign(chance_50=0.2, chance_100=0.1)


def digit_at_grain(values: pd.Series, grain: int) -> tuple[np.ndarray, float, float]:
    """Counts of the last digit that was published, chi-squared against even digits, p-value.

    Parameters
    ----------
    values : pandas.Series
        Steps of a series; values off the grain and zeros are left out.
    grain : int
        A power of ten: 10 tests the tens digit of values given to ten.

    Raises
    ------
    MeasureError
        If the grain is no power of ten or fewer than 50 values remain.
    """
    from scipy.stats import chisquare

    if grain < 1 or 10 ** round(np.log10(grain)) != grain:
        raise MeasureError(f"grain={grain}: wanted 1, 10, 100 ...")
    kept = values[(values > 0) & (values % grain == 0)].to_numpy(dtype=int) // grain
    if len(kept) < 50:
        raise MeasureError(
            f"{len(kept)} values at the grain of {grain}: too few to test digits; wanted 50 or more"
        )
    counts = np.bincount(kept % 10, minlength=10)
    statistic, pvalue = chisquare(counts)
    return counts, float(statistic), float(pvalue)


def forensics(days: pd.Series, totals: pd.Series) -> Forensics:
    """Every test of this module on one running total.

    Parameters
    ----------
    days, totals : pandas.Series
        Day and running total, one entry a day.

    Raises
    ------
    MeasureError
        As `increments` and `digit_at_grain`.
    """
    from scipy.stats import kruskal

    steps = increments(days, totals)
    grain = max((g for g in GRAINS if (steps % g == 0).mean() >= _SAME_GRAIN), default=1)
    digit_grain = 10 ** int(np.floor(np.log10(grain)))
    counts, statistic, pvalue = digit_at_grain(steps, digit_grain)
    smooth = steps.rolling(15, center=True, min_periods=8).mean()
    relative = (steps / smooth.where(smooth > 0)).dropna()
    by_day = [group.to_numpy() for _, group in relative.groupby(relative.index.day_of_week)]
    span = (pd.DatetimeIndex(days).max() - pd.DatetimeIndex(days).min()).days + 1
    return Forensics(
        entries=len(days),
        missing_days=span - len(days),
        falls=0,
        zero_steps=int((steps == 0).sum()),
        grain=grain,
        off_grain=int((steps % grain != 0).sum()),
        digit_counts=tuple(int(c) for c in counts),
        digit_statistic=statistic,
        digit_pvalue=pvalue,
        weekday_pvalue=float(kruskal(*by_day).pvalue),
        dispersion=dispersion(steps),
    )


def dispersion(steps: pd.Series) -> float:
    """Scatter of steps about their running mean over that of independent counts of the same size.

    1 for Poisson counts, less if smoother.

    The running mean of three neighbours on either side leaves each step out.
    """
    values = steps.to_numpy(dtype=float)
    around = np.convolve(values, [1, 1, 1, 0, 1, 1, 1], mode="valid") / 6
    middle = values[3:-3]
    kept = around > 0
    return float((((middle - around) ** 2)[kept] / around[kept]).mean() / (1 + 1 / 6))


def deaths_per_claim(weeks: pd.DataFrame, steps: pd.Series, column: str = "killed") -> pd.DataFrame:
    """Deaths by date of death over claimed losses, by quarter.

    A constant ratio would be a deflator.

    Parameters
    ----------
    weeks : pandas.DataFrame
        Rows of `named_by_week`.
    steps : pandas.Series
        From `increments`.
    column : str
        Which count of deaths: "killed" (register) or "known_now" (names).

    Returns
    -------
    pandas.DataFrame
        Index the quarter; columns deaths, claimed, ratio; quarters that both cover in full.
    """
    daily = pd.Series(
        np.repeat(weeks[column].to_numpy() / 7, 7),
        index=pd.DatetimeIndex([w + pd.Timedelta(days=d) for w in weeks["week"] for d in range(7)]),
    )
    both = pd.DataFrame({"deaths": daily, "claimed": steps}).dropna()
    quarters = both.groupby(pd.PeriodIndex(both.index, freq="Q")).agg(
        deaths=("deaths", "sum"), claimed=("claimed", "sum"), days=("claimed", "size")
    )
    full = quarters[quarters["days"] >= 88]
    return full.assign(ratio=full["deaths"] / full["claimed"])[["deaths", "claimed", "ratio"]]
