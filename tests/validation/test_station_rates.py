"""The kept rates: honest votes flagged as often as the level says, written ones found.

And votes simulated again flagged alike.
"""

import pytest

from validation.agreement import kept, same_rate
from validation.station_rates import FIRST, HONEST, PLANTED, simulate

KEPT = kept("station_rates")


@pytest.fixture(scope="module")
def rates():
    return KEPT.set_index(["written_pct", "measure"])["flagged_pct"]


def test_votes_simulated_again_are_flagged_as_often_as_the_kept_ones():
    assert KEPT["votes"].tolist() == [
        HONEST if part == 0 else PLANTED for part in KEPT["written_pct"]
    ]
    found = simulate(FIRST, FIRST)
    columns = ["written_pct", "measure"]
    assert found[columns].to_numpy().tolist() == KEPT[columns].to_numpy().tolist()
    for again, row in zip(found.itertuples(), KEPT.itertuples(), strict=True):
        hits = round(again.flagged_pct * FIRST / 100), FIRST
        assert same_rate(*hits, round(row.flagged_pct * row.votes / 100), row.votes), row


def test_honest_votes_are_flagged_as_often_as_the_level_says(rates):
    # 5 %, less what whole numbers and the allowance near 100 % take; 0.3 points of error
    assert rates[0.0].between(2.5, 6).all()


def test_more_stations_written_are_found_more_often(rates):
    either = rates.xs("either", level="measure")
    assert either.is_monotonic_increasing
    assert either[10.0] > 99


def test_the_excess_shows_two_thirds_to_four_fifths_of_the_stations_written():
    some = KEPT[KEPT["written_pct"] >= 5]
    assert some["recovered_pct"].astype(float).between(55, 90).all()
