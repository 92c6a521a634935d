"""Chance of death of mobilised men.

The floor by hand, the interval by simulation, and the trap of averages over the dead.
"""

import numpy as np
import pytest

from analysis import evidence
from analysis.casualties import (
    DAYS_PER_MONTH,
    MeasureError,
    latest_mobilised,
    mean_time_of_the_dead,
    risk_of_death,
)
from analysis.quantities import Estimate

ASKED = {"day": "2025-09-21", "coverage_low": 0.45, "coverage_high": 0.65, "level": 0.95}


def men(low, high=None):
    high = low if high is None else high
    return Estimate(
        low=low, central=(low + high) / 2, high=high, unit="mobilised men", basis="test"
    )


def test_the_floor_is_counted_by_hand(rng):
    # 100 names of 10,000 men: gamma(100.5) / 10,000
    found = risk_of_death(100, men(10_000), draws=200_000, rng=rng, **ASKED)
    assert found.floor.central == pytest.approx(1.0, abs=0.01)
    assert (found.floor.low, found.floor.high) == pytest.approx((0.82, 1.21), abs=0.01)


def test_a_complete_list_leaves_the_floor(rng):
    found = risk_of_death(
        100, men(10_000), draws=500, rng=rng, **ASKED | {"coverage_low": 1.0, "coverage_high": 1.0}
    )
    for end in ("low", "central", "high"):
        assert getattr(found.estimate, end) == pytest.approx(getattr(found.floor, end))


def test_15100_of_300000_men_are_a_risk_of_8_to_11_per_cent(rng):
    count = latest_mobilised(evidence.known_by(None).table("mobilised_deaths"))
    assert (count["central"], f"{count['as_of']:%Y-%m-%d}") == (15_077, "2025-09-19")
    found = risk_of_death(15_100, men(300_000), draws=50_000, rng=rng, **ASKED)
    assert found.floor.central == pytest.approx(5.03, abs=0.02)
    assert (found.estimate.low, found.estimate.high) == pytest.approx((7.8, 11.1), abs=0.1)
    assert found.months == pytest.approx(1_096 / DAYS_PER_MONTH)


def test_the_hazard_compounds_to_the_risk(rng):
    found = risk_of_death(15_100, men(300_000), draws=5_000, rng=rng, **ASKED)
    for end in ("low", "central", "high"):
        survived = np.exp(-getattr(found.hazard, end) / 100 * found.months)
        assert 100 * (1 - survived) == pytest.approx(getattr(found.estimate, end), rel=1e-3)


def test_doubt_about_the_number_of_men_widens_the_interval(rng):
    exact = risk_of_death(15_100, men(300_000), draws=20_000, rng=rng, **ASKED).estimate
    wide = risk_of_death(15_100, men(250_000, 350_000), draws=20_000, rng=rng, **ASKED).estimate
    assert wide.high - wide.low > 1.1 * (exact.high - exact.low)


def test_the_risk_never_exceeds_all_men(rng):
    found = risk_of_death(900, men(1_000), draws=500, rng=rng, **ASKED)
    assert found.estimate.high == 100


@pytest.mark.parametrize(
    "change", [{"coverage_low": 0.0}, {"coverage_low": 0.7}, {"coverage_high": 1.1}]
)
def test_impossible_coverage_is_refused(change, rng):
    with pytest.raises(MeasureError, match="coverage_low"):
        risk_of_death(10, men(100), draws=10, rng=rng, **ASKED | change)


@pytest.mark.parametrize(
    ("dead", "mobilised"), [(101, men(100)), (-1, men(100)), (10, men(100, np.inf))]
)
def test_more_dead_than_men_or_an_open_number_of_men_is_refused(dead, mobilised, rng):
    with pytest.raises(MeasureError, match="between 0 and the number of men"):
        risk_of_death(dead, mobilised, draws=10, rng=rng, **ASKED)


@pytest.mark.parametrize("day", ["2022-09-21", "2022-03-01"])
def test_a_day_before_anyone_was_called_up_is_refused(day, rng):
    with pytest.raises(MeasureError, match="nobody was exposed"):
        risk_of_death(0, men(100), draws=10, rng=rng, **ASKED | {"day": day})


def test_the_interval_covers_a_planted_risk_at_its_level(rng):
    # 1,000 lists with coverage drawn from its range; 95 % covers 93 to 97 %
    inside = 0
    for _ in range(1_000):
        named = rng.poisson(0.06 * 50_000 * rng.uniform(0.45, 0.65))
        found = risk_of_death(named, men(50_000), draws=1_000, rng=rng, **ASKED)
        inside += found.estimate.low <= 6.0 <= found.estimate.high
    assert 930 <= inside <= 970


def test_the_dead_of_a_small_hazard_lived_half_the_period_whatever_the_risk():
    assert mean_time_of_the_dead(1e-4, 36) == pytest.approx(18, rel=1e-3)
    assert mean_time_of_the_dead(2e-4, 36) == pytest.approx(
        18, rel=2e-3
    )  # twice the risk, the same mean


def test_the_dead_of_a_large_hazard_lived_its_inverse():
    assert mean_time_of_the_dead(2.0, 36) == pytest.approx(0.5)


def test_the_mean_time_of_the_dead_agrees_with_a_simulation(rng):
    times = rng.exponential(1 / 0.05, size=400_000)
    assert mean_time_of_the_dead(0.05, 36) == pytest.approx(times[times < 36].mean(), rel=0.01)


@pytest.mark.parametrize(("hazard", "months"), [(0, 36), (-0.1, 36), (0.1, 0), (0.1, -1)])
def test_no_hazard_or_no_period_is_refused(hazard, months):
    with pytest.raises(MeasureError, match="above zero"):
        mean_time_of_the_dead(hazard, months)
