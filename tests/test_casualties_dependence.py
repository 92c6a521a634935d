"""Two series that restate each other are one source; two that err independently are two."""

import numpy as np
import pandas as pd
import pytest

from analysis.casualties import MeasureError, dependence, monthly_steps


def months(values):
    return pd.Series(
        np.asarray(values, dtype=float),
        index=pd.period_range("2022-03", periods=len(values), freq="M").astype(str),
    )


def test_identical_series_are_one_source(rng):
    one = months(rng.uniform(100, 1_000, size=36))
    found = dependence(one, one, draws=199, rng=rng)
    assert (found.ratio_mean, found.ratio_median, found.ratio_low, found.ratio_high) == (1, 1, 1, 1)
    assert (found.months, found.largest_log_gap, found.pvalue) == (36, 0, 1 / 200)
    assert (found.correlation, found.changes, found.sources) == pytest.approx((1, 1, 1))


def test_a_constant_multiple_is_still_one_source(rng):
    one = months(rng.uniform(100, 1_000, size=36))
    found = dependence(3 * one, one, draws=199, rng=rng)
    assert (found.ratio_mean, found.largest_log_gap, found.sources) == pytest.approx(
        (3, np.log(3), 1)
    )


def test_changes_in_opposite_directions_are_two_sources(rng):
    one = months(rng.uniform(100, 1_000, size=36))
    found = dependence(one, 1e6 / one, draws=199, rng=rng)
    assert found.changes == pytest.approx(-1)
    assert (found.sources, found.pvalue) == (2, 1)


def test_independent_walks_are_flagged_at_the_nominal_rate(rng):
    # 1,000 pairs; 5 % within 3 to 7 %
    walks = np.exp(rng.normal(0, 0.3, size=(1_000, 2, 30)).cumsum(axis=2))
    found = np.array(
        [dependence(months(a), months(b), draws=199, rng=rng).pvalue for a, b in walks]
    )
    assert 0.03 <= (found <= 0.05).mean() <= 0.07
    assert found.mean() == pytest.approx(0.5, abs=0.03)


def test_walks_that_share_half_their_changes_are_found(rng):
    shared, a, b = rng.normal(0, 0.3, size=(3, 40))
    found = dependence(
        months(np.exp(np.cumsum(shared + a))),
        months(np.exp(np.cumsum(shared + b))),
        draws=999,
        rng=rng,
    )
    assert found.pvalue < 0.01
    assert 1 < found.sources < 2


def test_only_months_that_both_have_are_compared(rng):
    one = months(rng.uniform(100, 1_000, size=36))
    assert dependence(one, one.iloc[10:], draws=19, rng=rng).months == 26


def test_fewer_than_twelve_months_are_refused(rng):
    with pytest.raises(MeasureError, match="11 months in common"):
        dependence(months(np.ones(11)), months(np.ones(20)), draws=19, rng=rng)


def test_a_month_without_losses_is_refused(rng):
    one = months(rng.uniform(100, 1_000, size=20))
    with pytest.raises(MeasureError, match="no logarithm"):
        dependence(one, one.where(one.index != "2022-07", 0.0), draws=19, rng=rng)


def test_part_months_are_left_out():
    steps = pd.Series(2.0, index=pd.date_range("2022-02-25", "2022-05-30"))
    found = monthly_steps(steps.drop(pd.Timestamp("2022-04-10")))
    assert found.to_dict() == {"2022-03": 62.0}
