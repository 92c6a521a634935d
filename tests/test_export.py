"""What leaves the project holds the same values, with keys, units and marks for open ends."""

import csv
import json
import sqlite3
import sys
from contextlib import closing

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from analysis import evidence, export, paths
from analysis.cli import app
from analysis.export.portable import UNBOUNDED

TABLES = sorted(p.stem for p in paths.processed().glob("*.csv"))


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    export.export(folder)
    return folder


def of_parquet(folder, name):
    frame = pd.read_parquet(folder / "parquet" / f"{name}.parquet", dtype_backend="numpy_nullable")
    return frame.astype(object).where(frame.notna(), None)


def of_sqlite(folder, name):
    with closing(sqlite3.connect(folder / "day229.sqlite")) as base:
        return pd.read_sql(f'SELECT * FROM "{name}"', base, dtype=object)


def of_frictionless(folder, name):
    return pd.read_csv(folder / "frictionless" / f"{name}.csv", dtype=str, keep_default_na=False)


def as_text(cell) -> str:
    """A cell of any format as the processed table writes it."""
    if cell is None or pd.isna(cell):
        return ""
    if isinstance(cell, int | float | np.number) and not isinstance(cell, bool):
        return f"{cell:.12g}"
    return str(cell)


def as_processed(frame: pd.DataFrame) -> list[list[str]]:
    """Cells as the processed table has them: an open end that is marked is infinite again."""
    if UNBOUNDED in frame:
        marked = frame[UNBOUNDED].astype(str).str.lower().isin({"true", "1"})
        frame = frame.assign(high=frame["high"].mask(marked, "inf")).drop(columns=UNBOUNDED)
    return [[as_text(c) for c in row] for row in frame.itertuples(index=False)]


@pytest.mark.parametrize("read", [of_parquet, of_sqlite, of_frictionless])
@pytest.mark.parametrize("name", TABLES)
def test_values_come_back_as_the_processed_table_has_them(name, read, written):
    with (paths.processed() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    found = read(written, name)
    assert [c for c in found if c != UNBOUNDED] == head
    assert as_processed(found) == rows


@pytest.mark.parametrize("read", [of_parquet, of_sqlite, of_frictionless])
def test_figures_of_all_tables_are_there_and_no_number_is_infinite(read, written):
    found = read(written, "figures")
    assert len(found) == len(evidence.figures(bearing=False))
    marked = found[UNBOUNDED].astype(str).str.lower().isin({"true", "1"})
    assert marked.sum() == np.isposinf(evidence.figures(bearing=False)["high"]).sum() > 0
    assert set(found.loc[marked, "high"].map(as_text)) == {""}
    assert "inf" not in {str(v) for v in found["high"]}


def test_every_key_of_the_database_that_is_named_is_held():
    frames = export.resources()
    links = [(r, link) for r in frames for link in r.schema.get("foreignKeys", [])]
    held = {r.name: r.frame for r in frames}
    assert {link["reference"]["resource"] for _, link in links} >= {"sources", "keys", "claims"}
    for r, link in links:
        there = held[link["reference"]["resource"]][link["reference"]["fields"]]
        assert set(r.frame[link["fields"]].dropna()) <= set(there), r.name


def test_the_database_has_foreign_keys_indices_and_explains_its_columns(written):
    file = written / "day229.sqlite"
    with closing(sqlite3.connect(":memory:")) as base, closing(sqlite3.connect(file)) as kept:
        kept.backup(base)
        linked = {row[2] for row in base.execute("PRAGMA foreign_key_list('polls')")}
        assert linked == {"sources", "keys"}
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        base.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            base.execute("UPDATE polls SET source = 'nobody'")
        indices = {row[1] for row in base.execute("PRAGMA index_list('figures')")}
        assert {"figures_source", "figures_where", "figures_published"} <= indices
        unit = base.execute("SELECT unit FROM columns WHERE \"column\" = 'electorate'").fetchone()
        assert unit == ("voters",)
        about = dict(base.execute("SELECT name, value FROM about"))
        assert about["version"]
        assert about["licence"] == "CC-BY-4.0"


def test_parquet_says_unit_and_meaning_of_a_column(written):
    parquet = pytest.importorskip("pyarrow.parquet")
    schema = parquet.read_schema(written / "parquet" / "plebiscites.parquet")
    assert schema.field("yes").metadata == {b"description": b"votes for", b"unit": b"votes"}
    assert str(schema.field("published").type) == "date32[day]"


def test_the_package_describes_each_file_with_types_keys_and_constraints(written):
    folder = written / "frictionless"
    told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert told["version"]
    assert told["licenses"][0]["path"].startswith("https://")
    assert {r["path"] for r in told["resources"]} == {p.name for p in folder.glob("*.csv")}
    for r in told["resources"]:
        with (folder / r["path"]).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [f["name"] for f in r["schema"]["fields"]]
    kinds = {f["type"] for r in told["resources"] for f in r["schema"]["fields"]}
    assert kinds == {"string", "number", "date", "boolean"}


def test_the_same_tables_give_the_same_bytes(written, tmp_path):
    export.export(tmp_path)
    for path in (p for p in written.rglob("*") if p.is_file()):
        assert (tmp_path / path.relative_to(written)).read_bytes() == path.read_bytes(), path.name


def test_a_place_that_is_taken_is_refused_and_left_alone(tmp_path):
    (tmp_path / "day229.sqlite").write_text("mine")
    with pytest.raises(export.ExportError, match="is there already; next: name another folder"):
        export.export(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["day229.sqlite"]
    assert (tmp_path / "day229.sqlite").read_text() == "mine"


def test_an_unknown_format_is_refused_by_name_and_by_code(tmp_path):
    with pytest.raises(export.ExportError, match="'excel': wanted all or one of frictionless"):
        export.export(tmp_path, "excel")
    ended = CliRunner().invoke(app, ["data", "export", str(tmp_path), "--format", "excel"])
    assert ended.exit_code == 8
    assert "wanted all or one of" in ended.stderr


def test_without_pyarrow_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(export.ExportError, match=r"pip install 'day229\[sweep\]'"):
        export.export(tmp_path, "parquet")
    assert list(tmp_path.iterdir()) == []


def test_one_format_may_be_asked_for(tmp_path):
    ended = CliRunner().invoke(app, ["data", "export", str(tmp_path), "--format", "sqlite"])
    assert ended.exit_code == 0, ended.output
    assert [p.name for p in tmp_path.iterdir()] == ["day229.sqlite"]


@pytest.mark.parametrize("inside", ["", "deeper/still"])
def test_a_file_in_the_place_of_the_folder_is_named_and_left_as_it_was(tmp_path, inside):
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")
    with pytest.raises(export.ExportError, match=r"wanted a folder.*found the file .*taken; next"):
        export.export(taken / inside, "sqlite")
    assert taken.read_text(encoding="utf-8") == "mine"
