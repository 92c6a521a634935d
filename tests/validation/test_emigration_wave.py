"""The reported coverage is the one that comes out: nominal where the assumptions hold, not where they do not."""

from pathlib import Path

import pandas as pd
import pytest

from validation.emigration_wave import FIRST, SIMULATIONS, simulate

REPORTED = pd.read_csv(Path(__file__).with_name("emigration_wave.csv"))


@pytest.fixture(scope="module")
def coverage():
    return REPORTED.set_index(["truth", "quantity"])["covered_pct"]


def test_the_first_simulations_come_out_as_reported():
    again = simulate(FIRST)
    assert (REPORTED["simulations"] == SIMULATIONS).all()
    columns = ["truth", "quantity", "covered_in_first"]
    pd.testing.assert_frame_equal(REPORTED[columns], again[columns])


def test_intervals_hold_the_truth_as_often_as_they_say(coverage):
    assert coverage["as assumed"].between(93, 97).all()  # 95 %, three standard errors of 1,000 simulations either way


def test_truths_outside_the_priors_are_missed(coverage):
    assert coverage["half go on", "still abroad"] < 93
    assert coverage["half go on", "gone elsewhere"] < 25
    assert coverage["most leave uncounted", "still abroad"] < 10
