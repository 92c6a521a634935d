"""The reported rates are the ones that come out: honest votes flagged as often as the level says, written ones found."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from validation.station_rates import FIRST, HONEST, PLANTED, simulate

REPORTED = pd.read_csv(Path(__file__).with_name("station_rates.csv"))


@pytest.fixture(scope="module")
def rates():
    return REPORTED.set_index(["written_pct", "measure"])["flagged_pct"]


def test_the_first_votes_come_out_as_reported():
    # streams may move with numpy's version, so rates are compared: four binomial errors of the first votes about the rate of all
    again = simulate(FIRST, FIRST)
    pd.testing.assert_frame_equal(REPORTED[["written_pct", "measure"]], again[["written_pct", "measure"]])
    share = REPORTED["flagged_pct"].clip(0.5, 99.5) / 100
    error = np.sqrt(share * (1 - share) * FIRST)
    assert ((again["flagged_in_first"] - share * FIRST).abs() < 4 * error).all()
    assert REPORTED["votes"].isin([HONEST, PLANTED]).all()


def test_honest_votes_are_flagged_as_often_as_the_level_says(rates):
    assert rates[0.0].between(4, 6).all()  # 5 %, less what whole numbers of stations take; 0.15 points of error


def test_more_stations_written_are_found_more_often(rates):
    either = rates.xs("either", level="measure")
    assert either.is_monotonic_increasing
    assert either[10.0] > 99
