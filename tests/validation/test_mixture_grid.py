"""The kept table of recovered shares is the one the code gives, and the shares come back as the README says."""

from pathlib import Path

import pandas as pd
import pytest

from validation.mixture_grid import recovered

HELD = pd.read_csv(Path(__file__).with_name("mixture_grid.csv"))


def test_one_row_of_the_table_is_made_again():
    row = HELD.iloc[1]
    again = recovered(int(row["stations"]), row["planted_incremental"], row["planted_extreme"])
    assert again == pytest.approx(row.to_dict(), abs=0.002)


def test_extreme_stuffing_comes_back_and_incremental_stuffing_is_underestimated():
    some = HELD[HELD["stations"] >= 5_000]
    assert (some["extreme"] - some["planted_extreme"]).abs().max() < 0.01
    assert (some["incremental"] <= some["planted_incremental"] + 0.03).all()
    planted = some[some["planted_incremental"] > 0]
    assert (planted["incremental"] >= 0.45 * planted["planted_incremental"]).all()
