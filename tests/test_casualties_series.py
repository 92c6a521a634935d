"""Digits and course of a claimed series: nulls are left alone, planted faults found."""

import numpy as np
import pandas as pd
import pytest

from analysis.casualties import (
    MeasureError,
    deaths_per_claim,
    digit_at_grain,
    dispersion,
    forensics,
    increments,
    rounding,
)

START = pd.Timestamp("2023-01-01")


def days(n):
    return pd.Series(pd.date_range(START, periods=n))


def daily(values):
    return pd.Series(
        np.asarray(values, dtype=float), index=pd.date_range(START, periods=len(values))
    )


def test_steps_of_a_running_total_are_counted_by_hand():
    assert increments(days(4), pd.Series([10, 30, 30, 75])).tolist() == [20, 0, 45]


def test_a_step_over_a_gap_belongs_to_no_day():
    found = increments(days(4).drop(2), pd.Series([10, 30, 75]))
    assert found.index.tolist() == [START + pd.Timedelta(days=1)]


def test_entries_are_put_in_the_order_of_their_days():
    assert increments(days(3)[::-1], pd.Series([60, 30, 10])).tolist() == [20, 30]


def test_a_falling_total_is_refused_and_the_day_named():
    with pytest.raises(MeasureError, match="falls on 2023-01-03 by 5"):
        increments(days(3), pd.Series([10, 30, 25]))


@pytest.mark.parametrize("value", ["1,010", "about 1010", 1010.5, -1, 1e18, np.inf])
def test_a_total_that_is_no_number_of_persons_is_refused_with_its_day(value):
    with pytest.raises(MeasureError, match=r"2023-01-02: .* is no whole number of persons"):
        increments(days(3), pd.Series([1000, value, 1020], dtype=object))


@pytest.mark.parametrize("day", ["02.03.2022", "03/02/2022", "2 March 2022", "2022-02-30"])
def test_days_that_can_be_read_in_two_ways_or_none_are_refused(day):
    with pytest.raises(
        MeasureError, match=f"{day}' is no day: wanted a calendar date as YYYY-MM-DD"
    ):
        increments(["2022-03-01", day, "2022-03-03"], [10, 20, 30])


def test_days_written_in_one_way_are_days():
    found = increments(["2022-03-01", "2022-03-02"], ["10", "20"])
    assert found.to_dict() == {pd.Timestamp("2022-03-02"): 10}


def test_weekly_totals_are_no_daily_series(rng):
    weeks = pd.Series(pd.date_range(START, periods=120, freq="7D"))
    with pytest.raises(MeasureError, match=r"as on 2023-01-08: wanted a daily series"):
        forensics(weeks, pd.Series(np.cumsum(rng.poisson(2_000, size=120))))


def test_days_without_their_totals_are_refused():
    with pytest.raises(MeasureError, match="3 days and 2 totals"):
        increments(days(3), [1, 2])


@pytest.mark.parametrize("totals", [np.arange(10), np.full(30, 5), 5 * np.arange(30)])
def test_a_series_that_is_short_or_never_changes_is_refused(totals):
    with pytest.raises(MeasureError, match=r"steps of .* sizes"):
        forensics(days(len(totals)), pd.Series(totals))


@pytest.mark.parametrize("steps", [[1, 2, 3], [0] * 9, [1, 2, 3, np.nan, 5, 6, 7], [-1] * 9])
def test_scatter_of_what_are_no_counts_is_refused(steps):
    with pytest.raises(MeasureError, match="seven steps"):
        dispersion(pd.Series(steps))


def test_a_repeated_day_is_refused_and_named():
    with pytest.raises(MeasureError, match="2023-01-02 stands twice"):
        increments(pd.Series([START, *[START + pd.Timedelta(days=1)] * 2]), [1, 2, 3])


@pytest.mark.parametrize(
    ("when", "totals"),
    [
        (days(3), [1, np.nan, 3]),
        (pd.Series([START, pd.NaT, START + pd.Timedelta(days=2)]), [1, 2, 3]),
    ],
)
def test_an_entry_without_a_day_or_a_total_is_refused(when, totals):
    with pytest.raises(MeasureError, match="no day or no total"):
        increments(when, pd.Series(totals))


def test_rounding_of_a_planted_series_changes_where_it_was_planted(rng):
    first, second = 50 * rng.integers(1, 20, size=181), 10 * rng.integers(1, 100, size=184)
    found = rounding(daily([*first, *second]))
    assert found["steps"].tolist() == [181, 184]
    assert found["of_50"].iloc[0] == 1
    assert found["of_50"].iloc[1] == pytest.approx(0.2, abs=0.09)  # three binomial deviations
    assert found["of_100"].iloc[1] == pytest.approx(0.1, abs=0.07)
    assert (found["of_10"] == 1).all()


def test_the_grain_of_a_planted_series_is_found(rng):
    for grain in (1, 10, 50, 100):
        found = forensics(
            days(401), pd.Series(np.cumsum([0, *(grain * rng.integers(1, 200, size=400))]))
        )
        assert found.grain == grain


def test_even_digits_are_flagged_at_the_nominal_rate(rng):
    # 1,000 series of 500 values given to ten; 5 % within 3 to 7 %
    flagged = sum(
        digit_at_grain(pd.Series(10 * rng.integers(1, 1_001, size=500)), 10)[2] < 0.05
        for _ in range(1_000)
    )
    assert 30 <= flagged <= 70


def test_digits_are_counted_by_hand():
    # 110 and 220 by turns, eleven units apart
    counts, statistic, _ = digit_at_grain(pd.Series([110, 220] * 30 + [0, 15]), 10)
    assert counts.tolist() == [0, 30, 30, 0, 0, 0, 0, 0, 0, 0]
    assert statistic == pytest.approx(2 * 24**2 / 6 + 8 * 6)


@pytest.mark.parametrize(("mean", "grain"), [(3, 1), (8, 1), (300, 10)])
def test_digits_of_small_or_smooth_counts_are_not_tested(mean, grain):
    # 60 honest series of 400 days; their last digits are not even
    for seed in range(60):
        steps = np.random.default_rng(seed).poisson(mean, size=400)
        totals = grain * np.round(np.cumsum([0, *steps]) / grain)
        found = forensics(days(401), pd.Series(totals))
        assert found.digit_pvalue is None
        assert "not even" in found.digit_untested


def honest(rng, sd, walk, entries):
    """Running total of honest counts about a wandering mean of 300, printed to ten."""
    mean = 300 * np.exp(np.cumsum(rng.normal(0, walk, entries)))
    steps = np.maximum(np.round(mean + rng.normal(0, sd, entries)), 0)
    return daily(np.diff(10 * np.round(np.cumsum([0, *steps]) / 10)))


@pytest.mark.parametrize(
    ("sd", "walk", "entries"), [(70, 0, 400), (70, 0.02, 400), (80, 0.005, 1_300)]
)
def test_honest_series_whose_digits_are_tested_are_flagged_at_the_nominal_rate(
    sd, walk, entries, rng
):
    # 500 series: 5 % within three binomial deviations
    found = []
    for _ in range(500):
        try:
            found.append(digit_at_grain(honest(rng, sd, walk, entries), 10)[2])
        except MeasureError:
            continue
    assert len(found) > 300
    assert 0.02 <= np.mean(np.array(found) < 0.05) <= 0.08


def test_honest_series_of_any_scatter_are_seldom_flagged(rng):
    # scatter of 1 to 8 units of the digit: until the scatter was asked for, half were flagged
    flagged = tested = 0
    for sd in rng.uniform(10, 80, 600):
        try:
            flagged += digit_at_grain(honest(rng, sd, 0.005, 400), 10)[2] < 0.05
            tested += 1
        except MeasureError:
            continue
    assert 150 < tested < 500
    assert flagged / tested <= 0.085


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e18, "1,000"])
def test_digits_of_what_is_no_number_of_persons_are_refused(value):
    with pytest.raises(MeasureError, match="no number of persons"):
        digit_at_grain(pd.Series([*range(10, 900, 10), value], dtype=object), 10)


def test_a_planted_excess_of_0_and_5_is_found(rng):
    values = 10 * rng.integers(1, 101, size=500)
    chosen = rng.random(500) < 0.2
    values[chosen] = 50 * np.maximum(values[chosen] // 50, 1)
    counts, _, pvalue = digit_at_grain(pd.Series(values), 10)
    assert pvalue < 1e-4
    assert set(np.argsort(counts)[-2:]) == {0, 5}


@pytest.mark.parametrize("grain", [0, 5, 50, 20])
def test_a_grain_that_is_no_power_of_ten_is_refused(grain):
    with pytest.raises(MeasureError, match="wanted 1, 10, 100"):
        digit_at_grain(pd.Series(np.arange(100) * 100), grain)


def test_fewer_than_fifty_values_are_refused():
    with pytest.raises(MeasureError, match="49 values at the grain of 10"):
        digit_at_grain(pd.Series([10] * 49 + [0] * 20 + [15] * 20), 10)


def test_independent_counts_have_a_dispersion_of_one(rng):
    assert 0.9 <= dispersion(daily(rng.poisson(300, size=1_500))) <= 1.1


def test_a_smoothed_series_has_less(rng):
    smooth = pd.Series(rng.poisson(300, size=1_500)).rolling(5).mean().dropna()
    assert dispersion(daily(smooth)) < 0.5


def test_an_overdispersed_series_has_more(rng):
    assert dispersion(daily(rng.poisson(300 * rng.gamma(20, 1 / 20, size=1_500)))) > 5


def test_missing_days_and_days_without_a_step_are_counted(rng):
    steps = 10 * rng.integers(1, 200, size=120)
    steps[[20, 70, 71]] = 0
    kept = np.delete(np.arange(120), [40, 41])
    found = forensics(days(120)[kept], pd.Series(np.cumsum(steps)[kept]))
    assert (found.entries, found.missing_days, found.zero_steps) == (118, 2, 3)


def test_a_weekly_rhythm_is_found_only_where_planted(rng):
    level = np.where(np.arange(365) % 7 == 0, 0.5, 1.0)
    flat, weekly = (
        forensics(days(366), pd.Series(np.cumsum([0, *rng.poisson(200 * w, size=365)])))
        for w in (1.0, level)
    )
    assert weekly.weekday_pvalue < 1e-6
    assert flat.weekday_pvalue > 0.001


def test_a_constant_ratio_of_deaths_to_claims_is_counted_by_hand():
    weeks = pd.DataFrame(
        {"week": pd.date_range("2022-12-26", periods=28, freq="7D"), "killed": 70.0}
    )
    found = deaths_per_claim(weeks, daily(np.full(181, 20.0)))
    assert found.index.astype(str).tolist() == ["2023Q1", "2023Q2"]
    assert found["deaths"].tolist() == pytest.approx([900, 910])
    assert found["claimed"].tolist() == [1_800, 1_820]
    assert found["ratio"].tolist() == pytest.approx([0.5, 0.5])


def test_quarters_that_are_not_covered_in_full_are_left_out():
    weeks = pd.DataFrame(
        {"week": pd.date_range("2022-12-26", periods=28, freq="7D"), "killed": 70.0}
    )
    assert deaths_per_claim(weeks, daily(np.full(150, 20.0))).index.astype(str).tolist() == [
        "2023Q1"
    ]
