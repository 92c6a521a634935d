"""The reported sizes and powers are the ones that come out, and they are what they should be."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from validation.referendum_sizes import simulate

REPORTED = Path(__file__).with_name("referendum_sizes.csv")


@pytest.fixture(scope="module")
def found():
    return simulate()


def test_the_reported_table_is_the_one_simulated(found):
    # streams may move with numpy's version, so rates are compared: four errors of two binomials
    kept = pd.read_csv(REPORTED, keep_default_na=False)
    pd.testing.assert_frame_equal(kept.drop(columns="flagged_pct"), found.drop(columns="flagged_pct"))
    share = kept["flagged_pct"] / 100
    error = 100 * np.sqrt(2 * (share * (1 - share)).clip(lower=1e-4) / kept["tallies"])
    assert ((kept["flagged_pct"] - found["flagged_pct"]).abs() <= 4 * error).all()


def test_honest_tallies_are_not_flagged_beyond_the_nominal_rate(found):
    clean = found[found["planted fault"] == "none"].set_index("test")["flagged_pct"]
    assert clean["tally audit"] == 0
    assert clean["percentage first"] <= 5


def test_planted_faults_are_found(found):
    power = found[found["planted fault"] != "none"].set_index("planted fault")["flagged_pct"]
    assert power["one digit of the votes"] > 70  # slips in the last two of seven digits stay within two decimals
    assert power["votes abroad counted twice"] == 100
    assert power["counts from shares of one decimal"] == 100
