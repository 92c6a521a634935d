import math

import numpy as np
import pytest

from analysis import resampling
from analysis.quantities import Estimate

Z = 1.959963984540054  # normal quantile of 0.975


def closed(low, high, unit="persons"):
    return Estimate(low=low, central=(low + high) / 2, high=high, unit=unit, basis="made by hand")


def test_wilson_agrees_with_the_closed_form_for_8_of_10():
    # centre (p + z^2/2n) / (1 + z^2/n), half width z sqrt(p(1-p)/n + z^2/4n^2) / (1 + z^2/n)
    p, n = 0.8, 10
    centre = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
    found = resampling.wilson(8, 10, level=0.95)
    assert (found.low, found.high) == pytest.approx((100 * (centre - half), 100 * (centre + half)))
    assert (found.low, found.central, found.high) == pytest.approx((49.0, 80.0, 94.3), abs=0.05)
    assert found.unit == "%"


def test_wilson_of_none_and_of_all_touch_the_edge_and_mirror_each_other():
    # none of n: 0 to z^2 / (n + z^2)
    none, every = resampling.wilson(0, 20, level=0.95), resampling.wilson(20, 20, level=0.95)
    assert (none.low, none.central) == (0, 0)
    assert none.high == pytest.approx(100 * Z**2 / (20 + Z**2))
    assert (every.central, every.high) == (100, 100)
    assert every.low == pytest.approx(100 - none.high)


def test_wilson_widens_with_the_level_and_narrows_with_the_count():
    def width(successes, trials, level):
        found = resampling.wilson(successes, trials, level=level)
        return found.high - found.low

    assert width(8, 10, 0.8) < width(8, 10, 0.95) < width(8, 10, 0.99)
    assert width(80, 100, 0.95) < width(8, 10, 0.95)


@pytest.mark.parametrize(("successes", "trials"), [(11, 10), (-1, 10), (0, 0), (1, -1)])
def test_wilson_refuses_impossible_counts(successes, trials):
    with pytest.raises(ValueError, match=f"found {successes} of {trials}"):
        resampling.wilson(successes, trials, level=0.95)


@pytest.mark.parametrize("level", [0.0, 1.0, 1.5])
def test_a_level_outside_0_to_1_is_refused(level):
    with pytest.raises(ValueError, match="level"):
        resampling.wilson(1, 2, level=level)


def test_normal_draws_have_the_mean_and_the_covariance_asked_for(rng):
    covariance = np.array([[4.0, 1.0, 0.0], [1.0, 2.0, 0.0], [0.0, 0.0, 0.0]])
    found = resampling.normal_draws(np.array([1.0, 2.0, 3.0]), covariance, draws=40_000, rng=rng)
    assert found.mean(axis=0) == pytest.approx([1, 2, 3], abs=0.04)
    assert np.cov(found.T) == pytest.approx(covariance, abs=0.08)
    assert (found[:, 2] == 3).all()  # without variance


def test_normal_draws_by_hand_are_the_cholesky_ones():
    # variances 4 and 2, covariance 1: the factor is [[2, 0], [0.5, sqrt(1.75)]]
    z = np.random.default_rng(3).standard_normal((5, 2))
    found = resampling.normal_draws(
        np.zeros(2), np.array([[4.0, 1.0], [1.0, 2.0]]), draws=5, rng=np.random.default_rng(3)
    )
    assert found == pytest.approx(
        np.column_stack([2 * z[:, 0], 0.5 * z[:, 0] + np.sqrt(1.75) * z[:, 1]])
    )


@pytest.mark.parametrize(
    ("covariance", "told"),
    [
        (np.eye(3), "2 variables"),
        (np.array([[1.0, 0.5], [0.2, 1.0]]), "symmetric"),
        (np.array([[1.0, 2.0], [2.0, 1.0]]), "no covariance"),
    ],
)
def test_a_matrix_that_is_no_covariance_is_refused(covariance, told, rng):
    with pytest.raises(ValueError, match=told):
        resampling.normal_draws(np.zeros(2), covariance, draws=2, rng=rng)
