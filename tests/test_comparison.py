"""Numbers kept and found: what is the same, what is not, and how it is told."""

import json

import pandas as pd
import pytest

from analysis import comparison

KEPT = pd.DataFrame(
    {
        "region": ["Kherson", "Donetsk"],
        "share_pct": ["87.05", "99.23"],
        "points": ["1 2 3", "4 5 6"],
    }
)


def changed(column: str, value: str) -> pd.DataFrame:
    return KEPT.assign(**{column: [KEPT[column][0], value]})


@pytest.mark.parametrize(
    ("column", "value"),
    [("share_pct", "99.2300000009"), ("points", "4 5.000000001 6"), ("points", "4 5 6.0")],
)
def test_numbers_within_the_tolerance_are_the_same(column, value):
    assert comparison.differences(KEPT, changed(column, value), "tallies") == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("share_pct", "99.2301"),
        ("points", "4 5.0001 6"),
        ("points", "4 5"),
        ("points", "4 5 nan"),
        ("region", "Luhansk"),
        ("share_pct", ""),
        ("share_pct", "inf"),
    ],
)
def test_anything_else_is_told_with_table_row_column_and_both_values(column, value):
    (told,) = comparison.differences(KEPT, changed(column, value), "tallies")
    assert str(told).startswith(f"tallies, row 2 (Donetsk), column {column}: kept ")


def test_rows_and_columns_that_are_missing_or_new_are_told():
    assert "no such row" in str(comparison.differences(KEPT, KEPT.iloc[:1], "tallies")[0])
    assert comparison.differences(KEPT.iloc[:1], KEPT, "tallies")[0].kept == "no such row"
    assert comparison.differences(KEPT, KEPT.drop(columns="points"), "tallies")[0].row == "header"


def test_what_is_nothing_beside_its_column_need_not_agree():
    kept, found = (pd.DataFrame({"density": [v, "1.0"]}) for v in ("1e-17", "-3e-17"))
    assert comparison.differences(kept, found, "posterior") == []


def test_facts_are_compared_end_by_end_and_a_missing_file_differs(tmp_path):
    fact = {
        "value": 10.0,
        "unit": "killed",
        "low": 5.0,
        "high": 20.0,
        "basis": "count",
        "rows": ["a", "b"],
    }
    for name, found in (
        ("kept", fact),
        ("near", fact | {"high": 20.0 + 1e-8}),
        ("far", fact | {"high": 20.002}),
    ):
        (tmp_path / f"{name}.json").write_text(json.dumps({"dead": found}), encoding="utf-8")
    kept, near, far = (tmp_path / f"{n}.json" for n in ("kept", "near", "far"))
    assert comparison.of_files(kept, near) == []
    (told,) = comparison.of_files(kept, far)
    assert (told.row, told.column) == ("1 (dead)", "high")
    assert told.apart == pytest.approx(1e-4, rel=0.01)
    assert comparison.of_files(kept, tmp_path / "none.json")[0].found == "missing"
