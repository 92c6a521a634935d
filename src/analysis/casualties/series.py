"""What can the digits and the course of a claimed series say, and what not?

The same tests for every series: does a running total fall, are days missing, to what grain is it
rounded, is the digit at that grain even, is there a weekly rhythm, does it scatter more or less
than counts would. None of them says whether a claim is true. Honest counts have even digits only
where they scatter over many of them: a series that does not is not tested.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.casualties.measures import MOST_PERSONS, MeasureError, day_of

GRAINS = (1, 10, 50, 100, 500)
_SAME_GRAIN = 0.95  # share of values that are multiples of a grain for it to be the rounding


# least standard deviation of neighbouring values, in units of the digit that is tested, from which
# honest counts have even digits; it is the least of several runs, so the whole scatters by 5 or
# more. Series that scatter by 4 throughout are flagged in 24 % of 1,300 days, by 3 in all
SCATTER = 4.5
_RUN = 50  # values over which the scatter is taken
_FEWEST = 14  # steps, two of every weekday


@dataclass(frozen=True, slots=True, kw_only=True)
class Forensics:
    """Tests of one series of totals.

    `grain` is the rounding it was published to and `off_grain` counts the steps that are not
    multiples of it, p-values are of the digit and the weekday. Where the digit cannot be tested
    `digit_untested` says why, and its p-value is none.
    """

    entries: int
    missing_days: int
    falls: int
    zero_steps: int
    off_grain: int
    grain: int
    digit_counts: tuple[int, ...]
    digit_statistic: float | None
    digit_pvalue: float | None
    digit_untested: str
    weekday_pvalue: float
    dispersion: float


def increments(days: pd.Series, totals: pd.Series) -> pd.Series:
    """Daily steps of a running total, indexed by day; days without an entry are left out.

    Parameters
    ----------
    days : pandas.Series
        Days; as text YYYY-MM-DD only, because 01.03.2022 is a day of March to some and of January
        to others.
    totals : pandas.Series
        Running total of persons, whole numbers.

    Raises
    ------
    MeasureError
        If a day is missing, repeated or written in another way, a total is no whole number of
        persons or falls, or most entries are further apart than a day; the message names the day.

    Examples
    --------
    >>> increments(["2022-03-01", "2022-03-02", "2022-03-03"], [10, 30, 75]).tolist()
    [20.0, 45.0]
    """
    when = _days(days)
    if len(when) != len(totals):
        raise MeasureError(f"{len(when)} days and {len(totals)} totals: wanted one for each day")
    table = pd.Series(_totals(when, totals), index=when).sort_index().rename_axis("day")
    if table.index.duplicated().any():
        raise MeasureError(f"{table.index[table.index.duplicated()][0]:%Y-%m-%d} stands twice")
    steps, apart = table.diff().iloc[1:], np.diff(table.index)
    if (steps < 0).any():
        day = steps.index[steps < 0][0]
        raise MeasureError(f"a running total falls on {day:%Y-%m-%d} by {-steps[day]:,.0f}")
    daily = apart == pd.Timedelta(days=1)
    if len(daily) and daily.mean() < 0.5:
        raise MeasureError(
            f"{len(daily) - daily.sum()} of {len(daily)} entries are no day after the one before,"
            f" as on {steps.index[~daily][0]:%Y-%m-%d}: wanted a daily series"
        )
    return steps[daily]


def _days(days: pd.Series) -> pd.DatetimeIndex:
    """Days as given, or read from text in one way only."""
    given = pd.Series(np.asarray(days))
    if given.isna().any():
        raise MeasureError("an entry has no day or no total")
    if not pd.api.types.is_datetime64_any_dtype(given):
        given = [day_of(d) for d in given]
    return pd.DatetimeIndex(given)


def _totals(when: pd.DatetimeIndex, totals: pd.Series) -> np.ndarray:
    """Totals as numbers of persons."""
    given = pd.Series(np.asarray(totals))
    if given.isna().any():
        raise MeasureError("an entry has no day or no total")
    read = pd.to_numeric(given, errors="coerce").astype(float)
    wrong = ~(read.between(0, MOST_PERSONS) & (read == np.floor(read)))
    if wrong.any():
        at = int(wrong.to_numpy().argmax())
        raise MeasureError(
            f"{when[at]:%Y-%m-%d}: {given[at]!r} is no whole number of persons; wanted digits"
            " alone, such as 1000"
        )
    return read.to_numpy()


def rounding(steps: pd.Series, freq: str = "6MS") -> pd.DataFrame:
    """Share of steps above zero that are multiples of 10, 50 and 100, by period.

    How finely a series was published as it went on.

    Parameters
    ----------
    steps : pandas.Series
        From `increments`: persons a day, indexed by day.
    freq : str
        Length of a period, as pandas writes it: "6MS" is half a year.

    Returns
    -------
    pandas.DataFrame
        Index the period's first day; columns steps, of_10, of_50, of_100 (shares), chance_50,
        chance_100 (if only rounded to ten).

    Examples
    --------
    >>> steps = pd.Series([10, 50, 100, 0], index=pd.date_range("2022-03-01", periods=4))
    >>> rounding(steps).round(2)[["of_10", "of_50", "of_100"]].to_numpy().tolist()
    [[1.0, 0.67, 0.33]]
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
        Steps of a series in the order of time; values off the grain and zeros are left out.
    grain : int
        A power of ten: 10 tests the tens digit of values given to ten.

    Returns
    -------
    counts : numpy.ndarray of int, shape (10,)
        Values by digit, 0 to 9.
    statistic, pvalue : float
        Chi-squared of nine degrees of freedom, and its p-value, 0 to 1.

    Raises
    ------
    MeasureError
        If the grain is no power of ten, a value is no number of persons, fewer than 50 values
        remain, or neighbouring values scatter by less than 4.5 units of the digit: then honest
        counts have uneven digits too.

    Examples
    --------
    Every digit comes ten times.

    >>> counts, statistic, pvalue = digit_at_grain([37 * n % 500 for n in range(1, 101)], 1)
    >>> counts.tolist(), statistic, pvalue
    ([10, 10, 10, 10, 10, 10, 10, 10, 10, 10], 0.0, 1.0)
    """
    from scipy.stats import chisquare

    if grain < 1 or 10 ** round(np.log10(grain)) != grain:
        raise MeasureError(f"grain={grain}: wanted 1, 10, 100 ...")
    kept = _at_grain(values, grain)
    if len(kept) < 50:
        raise MeasureError(
            f"{len(kept)} values at the grain of {grain}: too few to test digits; wanted 50 or more"
        )
    if (scatter := _least_scatter(kept)) < SCATTER:
        raise MeasureError(
            f"neighbouring values scatter by {scatter:.1f} times {grain}: wanted {SCATTER:g} times"
            " or more, because the digits of small or smooth counts are not even"
        )
    counts = np.bincount(kept % 10, minlength=10)
    statistic, pvalue = chisquare(counts)
    return counts, float(statistic), float(pvalue)


def _at_grain(values: pd.Series, grain: int) -> np.ndarray:
    """Values above zero at the grain, in its units."""
    numbers = pd.to_numeric(pd.Series(values), errors="coerce").to_numpy(dtype=float)
    if not (np.abs(numbers) <= MOST_PERSONS).all():
        raise MeasureError("a value is no number of persons; digits are tested of whole counts")
    return numbers[(numbers > 0) & (numbers % grain == 0)].astype(np.int64) // grain


def _least_scatter(kept: np.ndarray) -> float:
    """Standard deviation of neighbouring values where it is least, from their mean difference."""
    runs = np.array_split(kept, len(kept) // _RUN)
    return float(min(np.abs(np.diff(r)).mean() for r in runs) * np.sqrt(np.pi) / 2)


def forensics(days: pd.Series, totals: pd.Series) -> Forensics:
    """Every test of this module on one running total.

    Parameters
    ----------
    days, totals : pandas.Series
        Day and running total, one entry a day.

    Returns
    -------
    Forensics
        What was found; whether the claims are true it does not say.

    Raises
    ------
    MeasureError
        As `increments`, or if there are fewer than 14 steps or they never change.

    Examples
    --------
    >>> days = pd.date_range("2022-03-01", periods=101)
    >>> found = forensics(days, np.cumsum([0] + [37 * n % 500 for n in range(1, 101)]))
    >>> found.entries, found.missing_days, found.grain, found.digit_statistic
    (101, 0, 1, 0.0)
    """
    steps = increments(days, totals)
    if len(steps) < _FEWEST or steps.nunique() < 2:
        raise MeasureError(
            f"{len(steps)} steps of {steps.nunique()} sizes: wanted {_FEWEST} that differ, or more"
        )
    grain = max((g for g in GRAINS if (steps % g == 0).mean() >= _SAME_GRAIN), default=1)
    span = (pd.DatetimeIndex(days).max() - pd.DatetimeIndex(days).min()).days + 1
    return Forensics(
        entries=len(days),
        missing_days=span - len(days),
        falls=0,
        zero_steps=int((steps == 0).sum()),
        grain=grain,
        off_grain=int((steps % grain != 0).sum()),
        weekday_pvalue=_weekday(steps),
        dispersion=dispersion(steps),
        **_digit(steps, 10 ** int(np.floor(np.log10(grain)))),
    )


def _digit(steps: pd.Series, grain: int) -> dict:
    """Test of the digit, or why there is none."""
    try:
        counts, statistic, pvalue = digit_at_grain(steps, grain)
    except MeasureError as error:
        none = {"digit_counts": (), "digit_statistic": None, "digit_pvalue": None}
        return none | {"digit_untested": str(error)}
    told = {"digit_counts": tuple(int(c) for c in counts), "digit_untested": ""}
    return told | {"digit_statistic": statistic, "digit_pvalue": pvalue}


def _weekday(steps: pd.Series) -> float:
    """Chance that weekdays differ so much about their running mean, after Kruskal and Wallis."""
    from scipy.stats import kruskal

    smooth = steps.rolling(15, center=True, min_periods=8).mean()
    relative = (steps / smooth.where(smooth > 0)).dropna()
    by_day = [group.to_numpy() for _, group in relative.groupby(relative.index.day_of_week)]
    return float(kruskal(*by_day).pvalue)


def dispersion(steps: pd.Series) -> float:
    """Scatter of steps about their running mean over that of independent counts of the same size.

    1 for Poisson counts, less if smoother.

    The running mean of three neighbours on either side leaves each step out.

    Parameters
    ----------
    steps : array_like of float
        Counts in the order of time, seven or more, 0 or more.

    Returns
    -------
    float
        0 or more.

    Raises
    ------
    MeasureError
        If there are fewer than seven steps, one is no number of zero or more, or all are zero.

    Examples
    --------
    >>> dispersion([100] * 7), dispersion([100, 100, 100, 170, 100, 100, 100])
    (0.0, 42.0)
    """
    values = pd.to_numeric(pd.Series(steps), errors="coerce").to_numpy(dtype=float)
    if len(values) < 7 or not ((values >= 0) & (values <= MOST_PERSONS)).all() or not values.any():
        raise MeasureError("wanted seven steps or more, numbers of zero or more and not all zero")
    around = np.convolve(values, [1, 1, 1, 0, 1, 1, 1], mode="valid") / 6
    middle = values[3:-3]
    kept = around > 0
    if not kept.any():
        raise MeasureError("no step has a neighbour above zero; wanted a longer series")
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

    Examples
    --------
    >>> weeks = pd.DataFrame({"week": pd.date_range("2022-03-28", periods=14, freq="7D")})
    >>> steps = pd.Series(200, index=pd.date_range("2022-04-01", "2022-06-30"))
    >>> found = deaths_per_claim(weeks.assign(killed=700), steps)
    >>> {str(quarter): ratio for quarter, ratio in found["ratio"].items()}
    {'2022Q2': 0.5}
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
