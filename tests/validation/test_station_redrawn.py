"""The exact expectation and its tails are those of ten thousand drawn elections."""

import numpy as np
import pytest

from analysis import stations
from analysis.stations.integers import chance_of_whole, included
from station_returns import redrawn_counts
from test_upstream import held
from validation.agreement import kept
from validation.station_redrawn import ABOVE, FIRST, SEED, YEAR, thresholds

KEPT = kept("station_redrawn").set_index("measure")


@pytest.fixture(scope="module")
def frame():
    held(f"russia-elections-{YEAR}.csv.zip")
    return stations.load_stations(YEAR).stations


@pytest.fixture(scope="module")
def exact(frame):
    return stations.integer_excess(frame)


def test_means_and_deviations_agree(exact):
    for measure, drawn in KEPT.iterrows():
        one = exact.row(measure)
        assert abs(drawn["mean"] - one["expected"]) < 4 * one["sd"] / np.sqrt(drawn["draws"])
        assert drawn["sd"] == pytest.approx(one["sd"], rel=4 / np.sqrt(2 * drawn["draws"]))


def test_tails_agree(frame, exact):
    some = frame[included(frame)]
    chance = {
        "turnout": chance_of_whole(some["given"].to_numpy(), some["voters"].to_numpy()),
        "result": chance_of_whole(some["leader"].to_numpy(), some["received"].to_numpy()),
    }
    chance["either"] = 1 - (1 - chance["turnout"]) * (1 - chance["result"])
    for measure, drawn in KEPT.iterrows():
        for z, x in zip(ABOVE, thresholds(exact, measure), strict=True):
            p = stations.upper_tail(chance[measure], x)
            assert abs(drawn[f"tail_{z}"] - p) < 4 * np.sqrt(p * (1 - p) / drawn["draws"])


def test_elections_drawn_again_have_the_kept_mean_and_scatter(frame):
    again = redrawn_counts(frame, draws=FIRST, rng=np.random.default_rng(SEED))
    for drawn, row in zip(again, KEPT.itertuples(), strict=True):
        assert abs(drawn.mean() - row.mean) < 4 * row.sd / np.sqrt(FIRST)
        assert drawn.std(ddof=1) == pytest.approx(row.sd, rel=4 / np.sqrt(2 * FIRST))
