"""Every column stands once in the dictionary, and everything that types a table reads it there."""

import json

import pandas as pd
import pytest

from analysis import cleaning, evidence, fields, paths, tables
from analysis.quantities import UNITS

PACKAGE = {
    r["name"]: r
    for r in json.loads((paths.processed() / "datapackage.json").read_text(encoding="utf-8"))[
        "resources"
    ]
}


def test_every_column_of_every_raw_table_is_in_the_dictionary_with_a_meaning():
    for name, contract in tables.RAW.items():
        assert all(fields.field(c, name).meaning.strip() for c in contract.columns)


def test_every_column_of_a_derived_or_swept_table_is_in_the_dictionary():
    for name, derived in (cleaning.DERIVED | cleaning.SWEPT).items():
        assert all(
            fields.field(c, name).kind in {"string", "number", "date"} for c in derived.columns
        )


def test_a_column_that_is_not_in_the_dictionary_is_refused_with_the_next_step():
    with pytest.raises(
        fields.FieldError, match=r"'weather' of polls is not in the dictionary; next: add it"
    ):
        fields.field("weather", "polls")


def test_the_dictionary_holds_no_column_that_no_table_has():
    held = {f["name"] for r in PACKAGE.values() for f in r["schema"]["fields"]}
    held |= {c for contract in tables.RAW.values() for c in contract.columns}
    assert sorted(set(fields.FIELDS) - held) == []
    assert [(t, c) for t, own in fields.OWN.items() for c in own if c not in held] == []


def test_every_unit_of_the_dictionary_is_one_a_row_may_carry():
    assert {f.unit for f in fields.FIELDS.values()} - {""} <= UNITS


@pytest.mark.parametrize("name", sorted(PACKAGE))
def test_a_table_is_read_by_the_types_of_its_data_package(name):
    frame = evidence.known_by(None).table(name, bearing=False)
    assert frame.columns.tolist() == [f["name"] for f in PACKAGE[name]["schema"]["fields"]]
    for field in PACKAGE[name]["schema"]["fields"]:
        column = frame[field["name"]]
        if field["type"] == "string":
            assert not column.isna().any(), field["name"]
        else:
            told = (
                pd.api.types.is_numeric_dtype
                if field["type"] == "number"
                else pd.api.types.is_datetime64_any_dtype
            )
            assert told(column), field["name"]


def test_the_source_of_every_derived_table_is_in_the_register():
    sources = set(evidence.table("sources")["source"])
    assert [n for n, d in cleaning.DERIVED.items() if d.source not in sources] == []
    assert [
        n for n, d in cleaning.DERIVED.items() if PACKAGE[n]["sources"] != [{"title": d.source}]
    ] == []


def test_without_a_data_package_no_table_is_read(raw_copy):
    (paths.processed() / "datapackage.json").unlink()
    with pytest.raises(
        evidence.EvidenceError, match=r"no datapackage\.json in data/processed; next: run"
    ):
        evidence.table("polls")


def test_a_table_that_the_data_package_does_not_describe_is_refused(raw_copy):
    (paths.processed() / "weather.csv").write_text("key\nW1\n", encoding="utf-8")
    with pytest.raises(evidence.EvidenceError, match=r"'weather' is not in datapackage\.json"):
        evidence.table("weather")
