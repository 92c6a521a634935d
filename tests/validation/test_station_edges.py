"""What the test of whole percentages allows for near 100 % is what counted votes show at most."""

import pytest

from analysis.stations.integers import ALLOWED
from validation.agreement import kept
from validation.station_edges import beyond

KEPT = kept("station_edges")


def test_one_kind_of_counted_vote_at_most_shows_a_little_more_than_is_allowed():
    assert len(KEPT) == 72
    assert (KEPT["excess"] > 100 * ALLOWED).sum() <= 1  # large stations, all alike, at 99 %
    assert KEPT["excess"].max() == pytest.approx(100 * ALLOWED, abs=0.5)


def test_small_stations_show_fewer_which_only_costs_power():
    assert KEPT[KEPT["voters"] == 250]["excess"].max() < 0


def test_a_vote_simulated_again_lies_where_the_kept_one_does():
    row = KEPT[(KEPT["voters"] == 700) & (KEPT["spread"] == 0.06) & (KEPT["share"] == 0.99)].iloc[0]
    assert abs(beyond(700, 0.06, 0.99)[0] - row["excess"]) < 5 * row["sd"]
