"""Series that restate each other are one source; two that err independently are two."""

import numpy as np
import pandas as pd
import pytest

from analysis.casualties import MeasureError, dependence, monthly_steps


def months(values):
    return pd.Series(
        np.asarray(values, dtype=float),
        index=pd.period_range("2022-03", periods=len(values), freq="M").astype(str),
    )


def observed(rng, error, many=1, lean=0.0):
    """One course of 47 months, and two observers of it whose errors each lean on the last."""
    truth = 20_000 * np.exp(np.cumsum(rng.normal(0, 0.15, size=(many, 47)), axis=1))
    noise = rng.standard_normal((2, many, 47))
    for i in range(1, 47):
        noise[..., i] = lean * noise[..., i - 1] + np.sqrt(1 - lean**2) * noise[..., i]
    return truth, *(truth * np.exp(error * noise))


@pytest.mark.parametrize("factor", [1, 3])
def test_a_series_and_its_multiple_are_one_source(factor, rng):
    one = months(rng.uniform(100, 1_000, size=36))
    found = dependence(factor * one, one, draws=199, rng=rng)
    assert found.restated
    assert (found.pvalue, found.at_most) == pytest.approx((0, 0), abs=1e-9)
    assert (found.ratio_mean, found.largest_log_gap) == pytest.approx((factor, np.log(factor)))
    assert (found.months, found.changes_pvalue) == (36, 1 / 200)


def test_two_independent_observers_of_one_truth_are_never_one_source(rng):
    # errors of 10 % each: their changes go together, and that is a common truth
    _, ones, others = observed(rng, 0.10, 200)
    found = [
        dependence(months(a), months(b), draws=199, rng=rng)
        for a, b in zip(ones, others, strict=True)
    ]
    assert not any(f.restated for f in found)
    assert np.mean([f.changes_pvalue <= 0.05 for f in found]) > 0.9


@pytest.mark.parametrize(("lean", "most"), [(0.0, 0.07), (0.5, 0.09)])
def test_observers_at_the_smallest_honest_error_are_flagged_at_the_nominal_rate(lean, most, rng):
    # 1,000 pairs, 5 % within 3 to 7 %; a little more often where errors lean on the last month's
    _, ones, others = observed(rng, 0.05, 1_000, lean)
    found = [
        dependence(months(a), months(b), draws=1, rng=rng)
        for a, b in zip(ones, others, strict=True)
    ]
    flagged = np.mean([f.restated for f in found])
    assert 0.03 <= flagged <= most
    assert flagged == np.mean([f.pvalue < 0.05 for f in found])


def test_a_series_restated_with_rounding_and_shifted_days_is_found(rng):
    # counts moved to the next month by up to 2 %, and printed to the hundred
    truth, *_ = observed(rng, 0.0, 100)
    moved = truth * np.exp(rng.normal(0, 0.02, truth.shape))
    found = [
        dependence(months(100 * np.round(a / 100)), months(b), draws=1, rng=rng).restated
        for a, b in zip(moved, truth, strict=True)
    ]
    assert np.mean(found) == 1


def test_the_largest_error_of_two_observers_is_counted_by_hand(rng):
    # logarithms of the ratio +-0.1 by turns over 12 months: squares sum to 0.12, chi-squared of 5 %
    # with 11 degrees of freedom is 4.5748, and each has half of the square
    one = months(rng.uniform(100, 1_000, size=12))
    turned = one * np.exp(np.tile([0.1, -0.1], 6))
    found = dependence(turned, one, draws=1, rng=rng)
    assert found.scatter == pytest.approx(np.sqrt(0.12 / 11))
    assert found.at_most == pytest.approx(np.sqrt(0.12 / 4.5748 / 2), rel=1e-4)
    assert not found.restated
    assert dependence(turned, one, draws=1, rng=rng, honest=0.12).restated


def test_changes_in_opposite_directions_have_nothing_in_common(rng):
    one = months(rng.uniform(100, 1_000, size=36))
    found = dependence(one, 1e6 / one, draws=199, rng=rng)
    assert (found.changes, found.changes_pvalue) == pytest.approx((-1, 1))
    assert not found.restated


@pytest.mark.parametrize("smooth", [1, 3, 6])
def test_walks_without_anything_in_common_are_flagged_at_the_nominal_rate_or_little_more(
    smooth, rng
):
    # 600 pairs whose changes are running means of so many months; single months in any order would
    # flag 10 and 23 % of the smooth ones
    steps = rng.normal(0, 0.3, size=(600, 2, 35))
    kernel = np.ones(smooth) / smooth
    walks = np.exp(
        np.apply_along_axis(lambda s: np.convolve(s, kernel, "valid")[:30].cumsum(), 2, steps)
    )
    found = [dependence(months(a), months(b), draws=199, rng=rng).changes_pvalue for a, b in walks]
    assert 0.015 <= np.mean(np.array(found) <= 0.05) <= 0.10


def test_walks_that_share_half_their_changes_have_a_common_truth_and_two_sources(rng):
    shared, a, b = rng.normal(0, 0.3, size=(3, 40))
    one, other = (months(1_000 * np.exp(np.cumsum(shared + x))) for x in (a, b))
    found = dependence(one, other, draws=999, rng=rng)
    assert found.changes_pvalue < 0.02
    assert not found.restated


def test_only_months_that_both_have_are_compared(rng):
    one = months(rng.uniform(100, 1_000, size=36))
    assert dependence(one, one.iloc[10:], draws=19, rng=rng).months == 26


def test_fewer_than_twelve_months_are_refused(rng):
    with pytest.raises(MeasureError, match="11 months in common"):
        dependence(months(np.ones(11)), months(np.ones(20)), draws=19, rng=rng)


@pytest.mark.parametrize("value", [0.0, -5.0, np.nan, np.inf, "many"])
def test_a_month_without_a_positive_number_is_refused_and_named(value, rng):
    one = months(rng.uniform(100, 1_000, size=20)).astype(object)
    one["2022-07"] = value
    with pytest.raises(MeasureError, match=r"2022-07.*no logarithm"):
        dependence(one, months(np.arange(1, 21)), draws=19, rng=rng)


def test_a_month_that_stands_twice_and_an_impossible_error_are_refused(rng):
    one = months(rng.uniform(100, 1_000, size=20))
    with pytest.raises(MeasureError, match="2022-03 stands twice"):
        dependence(pd.concat([one, one[:1]]), one, draws=19, rng=rng)
    with pytest.raises(MeasureError, match="honest=0"):
        dependence(one, one, draws=19, rng=rng, honest=0)


def test_part_months_are_left_out():
    steps = pd.Series(2.0, index=pd.date_range("2022-02-25", "2022-05-30"))
    found = monthly_steps(steps.drop(pd.Timestamp("2022-04-10")))
    assert found.to_dict() == {"2022-03": 62.0}


def test_a_day_without_a_number_is_a_day_that_is_missing():
    steps = pd.Series(2.0, index=pd.date_range("2022-03-01", "2022-04-30"))
    steps[pd.Timestamp("2022-04-10")] = np.nan
    assert monthly_steps(steps).to_dict() == {"2022-03": 62.0}


def test_steps_that_are_no_daily_numbers_are_refused():
    steps = pd.Series(2.0, index=pd.date_range("2022-03-01", "2022-03-31"))
    twice = pd.concat([steps[:-1], steps[:1]])  # 31 rows of 30 days
    with pytest.raises(MeasureError, match="2022-03-01 stands twice"):
        monthly_steps(twice)
    for index in (range(31), [*steps.index[:-1], pd.NaT]):
        with pytest.raises(MeasureError, match="indexed by day"):
            monthly_steps(steps.set_axis(index))
    for broken in ("many", np.inf):
        with pytest.raises(MeasureError, match=r"2022-03-31: .* is no number of persons"):
            monthly_steps(pd.Series([*steps[:-1], broken], index=steps.index))


def test_permutations_are_wanted(rng):
    one = months(rng.uniform(100, 1_000, size=20))
    with pytest.raises(MeasureError, match="draws=0"):
        dependence(one, one, draws=0, rng=rng)
