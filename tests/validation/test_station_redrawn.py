"""The exact expectation and its tails are those of ten thousand drawn elections."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import stations
from analysis.stations.integers import chance_of_whole, included
from station_returns import redrawn_counts
from test_upstream import held
from validation.station_redrawn import ABOVE, FIRST, SEED, YEAR, thresholds

KEPT = pd.read_csv(Path(__file__).with_name("station_redrawn.csv")).set_index("measure")


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
    chance = {"turnout": chance_of_whole(some["given"].to_numpy(), some["voters"].to_numpy()),
              "result": chance_of_whole(some["leader"].to_numpy(), some["received"].to_numpy())}  # fmt: skip
    chance["either"] = 1 - (1 - chance["turnout"]) * (1 - chance["result"])
    for measure, drawn in KEPT.iterrows():
        for z, x in zip(ABOVE, thresholds(exact, measure), strict=True):
            p = stations.upper_tail(chance[measure], x)
            assert abs(drawn[f"tail_{z}"] - p) < 4 * np.sqrt(p * (1 - p) / drawn["draws"])


def test_the_first_draws_come_out_as_kept(frame):
    again = redrawn_counts(frame, draws=FIRST, rng=np.random.default_rng(SEED)).mean(axis=1)
    assert again == pytest.approx(KEPT["mean_of_first"].to_numpy(), abs=1e-4)
