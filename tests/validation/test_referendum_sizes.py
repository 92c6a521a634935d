"""The kept sizes and powers are what they should be, and those of tallies drawn again."""

import pytest

from validation.agreement import kept, same_rate
from validation.referendum_sizes import FIRST, TALLIES, simulate

KEPT = kept("referendum_sizes")


def test_tallies_drawn_again_are_flagged_as_often_as_the_kept_ones():
    assert (KEPT["tallies"] == TALLIES).all()
    found = simulate(FIRST)
    columns = ["test", "planted fault"]
    assert found[columns].to_numpy().tolist() == KEPT[columns].to_numpy().tolist()
    for again, row in zip(found.itertuples(), KEPT.itertuples(), strict=True):
        hits = round(again.flagged_pct * FIRST / 100), FIRST
        assert same_rate(*hits, round(row.flagged_pct * TALLIES / 100), TALLIES), row


def test_honest_tallies_are_not_flagged_beyond_the_nominal_rate():
    clean = KEPT[KEPT["planted fault"] == "none"].set_index("test")["flagged_pct"]
    assert clean["tally audit"] == 0
    assert clean["percentage first"] <= 5
    assert clean["percentages jointly"] <= 5


def test_planted_faults_are_found():
    power = KEPT[KEPT["planted fault"] != "none"].set_index("planted fault")["flagged_pct"]
    assert (
        power["one digit of the votes"] > 70
    )  # slips in the last two of seven digits stay within two decimals
    assert power["votes abroad counted twice"] == 100
    assert power["counts from shares of one decimal"] == 100
    assert power["turnout and share of one decimal"] == 100
    assert power["turnout of one decimal, share counted"] > 95  # one match of two is rare enough


@pytest.mark.parametrize(("hits", "same"), [(44, True), (25, False), (60, False)])
def test_a_sample_of_another_rate_is_told_apart(hits, same):
    # 73.75 % of 2,000 kept; 44, 25 and 60 of 60 drawn again
    assert same_rate(hits, 60, 1_475, 2_000) == same
