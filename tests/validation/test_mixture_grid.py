"""The kept table of recovered shares is the one the code gives, the shares come back as the README says, and agree with recorded chains."""

from pathlib import Path

import pandas as pd
import pytest

from validation.mixture_grid import recovered

HELD = pd.read_csv(Path(__file__).with_name("mixture_grid.csv"))


def test_one_row_of_the_table_is_made_again():
    row = HELD.iloc[1]
    again = recovered(int(row["stations"]), row["planted_incremental"], row["planted_extreme"])
    assert again == pytest.approx(row.to_dict(), abs=0.002)


def test_planted_shares_come_back_from_five_thousand_stations_on():
    some = HELD[HELD["stations"] >= 5_000]
    assert (some["extreme"] - some["planted_extreme"]).abs().max() < 0.01
    assert (some["incremental"] - some["planted_incremental"]).abs().max() < 0.03


# posterior means recorded for eforensics 0.0.4 on votes with 8 % of units stuffed a little and 2 % nearly entirely: units -> (incremental, extreme)
RECORDED = {200: (0.084, 0.041), 1_000: (0.084, 0.016), 5_000: (0.083, 0.019)}


@pytest.mark.parametrize("size", RECORDED)
def test_shares_of_the_same_votes_agree_with_the_recorded_chains_within_the_scatter_of_five_votes(size):
    row = HELD[(HELD["stations"] == size) & (HELD["planted_incremental"] == 0.08)].iloc[0]
    for name, recorded in zip(("incremental", "extreme"), RECORDED[size], strict=True):
        assert abs(row[name] - recorded) < 2.5 * row[f"{name}_sd"]
