"""The kept coverage is nominal where the assumptions hold, not where they do not.

And that of waves simulated again.
"""

import pytest

from validation.agreement import kept, may_be, same_rate
from validation.emigration_wave import FIRST, SIMULATIONS, simulate

KEPT = kept("emigration_wave")


@pytest.fixture(scope="module")
def coverage():
    return KEPT.set_index(["truth", "quantity"])["covered_pct"]


def test_waves_simulated_again_are_covered_as_often_as_the_kept_ones():
    assert (KEPT["simulations"] == SIMULATIONS).all()
    found = simulate(FIRST)
    columns = ["truth", "quantity"]
    assert found[columns].to_numpy().tolist() == KEPT[columns].to_numpy().tolist()
    for again, row in zip(found.itertuples(), KEPT.itertuples(), strict=True):
        hits = round(again.covered_pct * FIRST / 100), FIRST
        assert same_rate(*hits, round(row.covered_pct * SIMULATIONS / 100), SIMULATIONS), row


def test_intervals_hold_the_truth_as_often_as_they_say(coverage):
    assert all(
        may_be(0.95, round(pct * SIMULATIONS / 100), SIMULATIONS) for pct in coverage["as assumed"]
    )


def test_truths_outside_the_priors_are_missed(coverage):
    assert coverage["half go on", "still abroad"] < 93
    assert coverage["half go on", "gone elsewhere"] < 25
    assert coverage["most leave uncounted", "still abroad"] < 10
