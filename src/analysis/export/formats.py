"""How is each format written?

Into a folder of its own, aside first and then put in place; what stands there already is refused.
"""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pandas as pd

from analysis import paths
from analysis.cleaning import to_csv
from analysis.errors import ExpectedError
from analysis.evidence.known import EvidenceError
from analysis.export.portable import Resource, resources

SQLITE = "day229.sqlite"
_KINDS = {"string": "TEXT", "number": "NUMERIC", "date": "TEXT", "boolean": "INTEGER"}
_INDEXED = ("source", "published", "region", "where", "counted", "claim", "claimant")
_DICTIONARY = ("table", "column", "meaning", "type", "unit", "constraints")


class ExportError(ExpectedError):
    """A place that is taken, a format that is not known, or a package that is missing."""

    kind = "output"


def export(folder: Path, form: str = "all") -> list[Path]:
    """Write every table for other tools.

    Parameters
    ----------
    folder : pathlib.Path
        Made if it is not there; gets `parquet`, `day229.sqlite` and `frictionless`.
    form : str
        A key of `WRITERS`, or "all".

    Returns
    -------
    list of pathlib.Path
        What was written: folders and files.

    Raises
    ------
    ExportError
        If the format is not known, something of that name is there already, or pyarrow is missing.
    evidence.EvidenceError
        If the tables were not built.
    """
    if form not in {"all", *WRITERS}:
        raise ExportError(f"format {form!r}: wanted all or one of {', '.join(sorted(WRITERS))}")
    wanted = {k: w for k, w in WRITERS.items() if form in {"all", k}}
    if blocked := next((p for p in (folder, *folder.parents) if p.is_file()), None):
        raise ExportError(
            f"{folder}: wanted a folder to write into, found the file {blocked}; next: name another"
        )
    for place, _ in wanted.values():
        if (folder / place).exists():
            raise ExportError(f"{folder / place} is there already; next: name another folder")
    held, package = resources(), _package()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as aside:
        for place, write in wanted.values():
            write(Path(aside, place), held, package)
        return [Path(aside, p).replace(folder / p) for p, _ in wanted.values()]


def _package() -> dict:
    """Name, version and licence, as `data build` wrote them."""
    path = paths.processed() / "datapackage.json"
    if not path.is_file():
        raise EvidenceError("no datapackage.json in data/processed; next: run `day229 data build`")
    told = json.loads(path.read_text(encoding="utf-8"))
    return {k: v for k, v in told.items() if k != "resources"}


def _frictionless(place: Path, held: Iterable[Resource], package: dict) -> None:
    """A data package: a CSV file a table, and its description."""
    place.mkdir()
    listed = []
    for r in held:
        marks = {c: r.frame[c].map({True: "true", False: "false"}) for c in _of(r, "boolean")}
        text = to_csv(r.frame.assign(**marks))
        (place / f"{r.name}.csv").write_text(text, encoding="utf-8", newline="\n")
        listed.append(
            {"name": r.name, "path": f"{r.name}.csv", "description": r.what, "schema": r.schema}
        )
    told = package | {"name": "day229", "resources": listed}
    text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    (place / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
    shutil.copy(paths.article() / "LICENSE-DATA", place)


def _of(resource: Resource, kind: str) -> list[str]:
    """Columns of one kind."""
    return [f["name"] for f in resource.schema["fields"] if f["type"] == kind]


def _parquet(place: Path, held: Iterable[Resource], package: dict) -> None:
    """A file a table; meaning and unit stand in the metadata of each column."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as parquet
    except ImportError:
        raise ExportError("Parquet needs pyarrow; next: pip install 'day229[sweep]'") from None
    kinds = {
        "string": pa.string(),
        "number": pa.float64(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
    }
    place.mkdir()
    about = {"version": package["version"], "licence": package["licenses"][0]["name"]}
    for r in held:
        fields = [
            pa.field(f["name"], kinds[f["type"]], metadata=_about(f)) for f in r.schema["fields"]
        ]
        schema = pa.schema(fields, metadata=about | {"description": r.what})
        table = pa.Table.from_pandas(r.frame, schema=schema, preserve_index=False)
        parquet.write_table(
            table.replace_schema_metadata(schema.metadata), place / f"{r.name}.parquet"
        )


def _about(field: dict) -> dict[str, str]:
    unit = field.get("unit") or field.get("unitField", "")
    how = "unit" if "unit" in field else "unit in column"
    return {"description": field["description"]} | ({how: unit} if unit else {})


def _sqlite(place: Path, held: Iterable[Resource], package: dict) -> None:
    """One database with foreign keys and indices; the tables `columns` and `about` explain it."""
    with closing(sqlite3.connect(place)) as base, base:
        for r in held:
            base.execute(_created(r))
            marks = ", ".join("?" * len(r.frame.columns))
            rows = zip(*(_cells(r.frame[c]) for c in r.frame), strict=True)
            base.executemany(f'INSERT INTO "{r.name}" VALUES ({marks})', rows)
            for column in (c for c in r.frame if c in _INDEXED):
                base.execute(f'CREATE INDEX "{r.name}_{column}" ON "{r.name}" ("{column}")')
        _explained(base, held, package)
        if astray := base.execute("PRAGMA foreign_key_check").fetchall():
            raise ExportError(f"{astray[0][0]}: a key of {astray[0][2]} that it does not hold")


def _created(resource: Resource) -> str:
    """SQL that makes one table."""
    parts = [f'"{f["name"]}" {_KINDS[f["type"]]}' for f in resource.schema["fields"]]
    if key := resource.schema.get("primaryKey"):
        names = [key] if isinstance(key, str) else key
        parts.append("PRIMARY KEY ({})".format(", ".join(f'"{n}"' for n in names)))
    for link in resource.schema.get("foreignKeys", []):
        there = link["reference"]
        parts.append(
            f'FOREIGN KEY ("{link["fields"]}") REFERENCES "{there["resource"]}"'
            f' ("{there["fields"]}")'
        )
    return f'CREATE TABLE "{resource.name}" ({", ".join(parts)})'


def _cells(column: pd.Series) -> list:
    """Cells as SQLite takes them: days as YYYY-MM-DD, missing as NULL."""
    if pd.api.types.is_datetime64_any_dtype(column):
        column = column.dt.strftime("%Y-%m-%d")
    if pd.api.types.is_bool_dtype(column):
        column = column.astype(int)
    return [None if pd.isna(c) else c for c in column.tolist()]


def _explained(base: sqlite3.Connection, held: Iterable[Resource], package: dict) -> None:
    """Tables that say what a column holds, in which unit, and under which licence."""
    names = ", ".join(f'"{c}" TEXT' for c in _DICTIONARY)
    base.execute(f"CREATE TABLE columns ({names})")
    rows = [
        (
            r.name,
            f["name"],
            f["description"],
            f["type"],
            f.get("unit") or f.get("unitField", ""),
            json.dumps(f.get("constraints", {}), ensure_ascii=False),
        )
        for r in held
        for f in r.schema["fields"]
    ]
    base.executemany("INSERT INTO columns VALUES (?, ?, ?, ?, ?, ?)", rows)
    base.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)")
    told = {k: package[k] for k in ("title", "version")} | {
        "licence": package["licenses"][0]["name"]
    }
    told |= {f"table {r.name}": r.what for r in held}
    base.executemany("INSERT INTO about VALUES (?, ?)", told.items())


WRITERS: dict[str, tuple[str, Callable]] = {
    "parquet": ("parquet", _parquet),
    "sqlite": (SQLITE, _sqlite),
    "frictionless": ("frictionless", _frictionless),
}  # format -> what it is called in the folder, and who writes it
