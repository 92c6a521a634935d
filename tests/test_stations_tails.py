"""Tails near the mean and of few trials, and returns that used to slip through.

Counted by hand or added up exactly.
"""

import numpy as np
import pytest
from scipy.stats import binom

from analysis import stations as st
from test_stations import chance_of_at_least, good, returns  # noqa: F401


@pytest.mark.parametrize("trials", [2, 3, 12, 60])
def test_the_tail_of_a_few_trials_is_exact(rng, trials):
    for _ in range(30):
        q = rng.uniform(0, 1, trials) ** 3
        found = [st.upper_tail(q, x) for x in range(trials + 1)]
        assert found == pytest.approx(
            [chance_of_at_least(q, x) for x in range(trials + 1)], rel=1e-9
        )


def test_the_tail_of_many_trials_holds_at_the_mean():
    for trials, chance in ((600, 0.05), (2_000, 0.13), (90_000, 0.12)):
        x = round(trials * chance)
        exact = [binom.sf(k - 1, trials, chance) for k in range(x - 3, x + 4)]
        assert [
            st.upper_tail(np.full(trials, chance), k) for k in range(x - 3, x + 4)
        ] == pytest.approx(exact, rel=5e-4)


def test_chances_next_to_nothing_have_a_tail():
    assert st.upper_tail(np.full(3, 1e-20), 2) == pytest.approx(3e-40)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("leader", -1, "zero or more"),
        ("leader", None, "a whole number"),
        ("given", 0.5, "whole numbers"),
        ("region", None, "it is empty"),
        ("commission", None, "it is empty"),
        ("station", "", "it is empty"),
        ("region", "Итого", "totals"),
        ("station", " Итого", "totals"),
    ],
)
def test_the_broken_column_is_the_one_named(good, column, value, told):  # noqa: F811
    good[column] = good[column].astype(object)
    good.loc[1, column] = value
    with pytest.raises(st.StationError, match=rf"row 3, column {column}: .*{told}"):
        st.check_stations(good)


def test_rows_are_those_of_the_file_if_some_were_left_out(good):  # noqa: F811
    good.loc[2, "leader"] = -1
    with pytest.raises(st.StationError, match="row 4,"):
        st.check_stations(good.iloc[1:])
