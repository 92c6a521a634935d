"""Which processed files follow from the raw tables and the upstream files, and are they fresh?

Reads `data/raw` and, for two derived tables, the cache of upstream files; writes `data/processed`; draws nothing. The same input gives
the same bytes.
"""

import json
import os
from pathlib import Path

import pandas as pd

from analysis import paths, tables
from analysis.cleaning.figures import CLEANERS, Frames
from analysis.cleaning.upstream import DERIVED, derive

_ADDED = {
    "low": ("number", "lower end of what was reported; empty where nothing was published"),
    "central": ("number", "the number printed"),
    "high": ("number", "upper end; inf where the words leave it open"),
    "qualifier": ("string", "exact, about, almost, more than, less than, range, vague or missing"),
    "region": ("string", "canonical name of the region"),
    "share_of_valid_pct": ("number", "votes for as % of votes for and against, computed"),
    "share_of_ballots_pct": ("number", "votes for as % of ballots cast, computed"),
    "turnout_pct": ("number", "ballots as % of the electorate, computed"),
    "share_pct": ("number", "votes for as % of votes for and against, computed"),
    "sovereignty": ("string", "whether the vote was on the status of a territory"),
    "polity": ("string", "V-Dem country the vote is joined with; empty where none fits"),
    "polyarchy": ("number", "V-Dem v2x_polyarchy of that country and year"),
    "year": ("number", "year of the vote"),
    "voters": ("number", "voters on the lists of one territorial commission"),
    "key": ("string", "key of the row"),
}  # fmt: skip


def to_csv(frame: pd.DataFrame) -> str:
    """CSV text with plain numbers: whole values without a point, the rest with up to 12 significant digits."""
    text = frame.copy()
    for column in text.select_dtypes("number"):
        text[column] = ["" if pd.isna(x) else f"{x:.12g}" for x in text[column]]
    return text.to_csv(index=False, lineterminator="\n")


def _datapackage(built: Frames) -> str:
    """Frictionless data package that describes every processed column."""
    resources = [
        _resource(name, tables.RAW[name].description, [_field(name, frame, c) for c in frame.columns])
        for name, frame in built.items()
    ]
    resources += [
        _resource(name, what, [{"name": c, "type": _ADDED[c][0], "description": _ADDED[c][1]} for c in columns])
        for name, (_, what, columns) in DERIVED.items()
    ]
    package = {"name": "day229-processed", "licenses": [{"name": "CC-BY-4.0"}], "resources": resources}
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def _resource(name: str, description: str, fields: list[dict[str, str]]) -> dict:
    schema = {"fields": fields, "primaryKey": fields[0]["name"]}
    return {"name": name, "path": f"{name}.csv", "description": description, "schema": schema}


def _field(name: str, frame: pd.DataFrame, column: str) -> dict[str, str]:
    declared = tables.RAW[name].columns.get(column)
    kind, text = _ADDED.get(column, ("string", ""))
    if declared is not None and column != "region":
        text = declared.description
    elif column.startswith("ratio_"):
        text = f"{column.removeprefix('ratio_')} end of the coverage fraction"
    kind = "number" if pd.api.types.is_numeric_dtype(frame[column]) else "string"
    if column in {"as_of", "published", "period_start", "period_end"}:
        kind = "date"
    return {"name": column, "type": kind, "description": text}


def build_text(folder: Path | None = None) -> dict[str, str]:
    """Every processed file that follows from the raw tables, as text by file name; nothing is written.

    Raises
    ------
    tables.DataError
        If any raw table breaks its contract.
    """
    raw = tables.load_all(folder or paths.raw())
    built = {name: clean(raw) for name, clean in CLEANERS.items()}
    return {f"{name}.csv": to_csv(frame) for name, frame in built.items()} | {"datapackage.json": _datapackage(built)}


def derived_text(name: str) -> str:
    """One table derived from upstream files, as text.

    Raises
    ------
    sources.UpstreamError
        If a file cannot be had, or is not the registered one.
    """
    return to_csv(derive(name, tables.read_raw(paths.raw() / "polity_overrides.csv")))


def build() -> list[Path]:
    """Rebuild `data/processed`; nothing is written unless every table is in order.

    Tables derived from upstream files are rebuilt only where they are missing, since that needs the files.

    Returns
    -------
    list of pathlib.Path
        Files written.

    Raises
    ------
    tables.DataError, sources.UpstreamError
        If a raw table breaks its contract, or a missing derived table cannot be derived.
    """
    folder = paths.processed()
    texts = build_text() | _held_or_derived(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in (texts | {"README.md": _readme(texts)}).items():
        temporary = folder / f".{name}.{os.getpid()}"
        temporary.write_text(text, encoding="utf-8", newline="\n")
        written.append(temporary.replace(folder / name))
    return written


def _held_or_derived(folder: Path) -> dict[str, str]:
    held = {n: folder / f"{n}.csv" for n in DERIVED}
    return {f"{n}.csv": p.read_text(encoding="utf-8") if p.is_file() else derived_text(n) for n, p in held.items()}


def _readme(texts: dict[str, str]) -> str:
    """README of the folder, written with the tables."""
    rows = [f"| `{name}` | {text.count(chr(10)) - 1:,} |" for name, text in texts.items() if name.endswith(".csv")]
    return (
        "# Processed tables\n\nWritten by `day229 data build` from `data/raw`; never edit them. Columns, units and meanings are in\n"
        "`datapackage.json`. An open upper end is `inf`; an empty cell means that nothing was published. "
        + " and ".join(f"`{n}.csv`" for n in DERIVED)
        + "\nare derived from upstream files (`day229 data fetch`) and kept until they are deleted.\n\n"
        "| table | rows |\n|---|---:|\n" + "\n".join(rows) + "\n"
    )


def stale() -> list[str]:
    """Processed files that are missing, or differ from what the raw tables give now.

    Derived tables are compared with their upstream files in the tests, which have them; here they must only be present.
    """
    folder = paths.processed()
    missing = [f"{n}.csv" for n in DERIVED if not (folder / f"{n}.csv").is_file()]
    texts = build_text()
    if not missing:
        texts["README.md"] = _readme(texts | _held_or_derived(folder))
    held = {p.name for p in folder.glob("*") if p.suffix in {".csv", ".json"}} if folder.is_dir() else set()
    changed = [
        n for n, t in texts.items() if not (folder / n).is_file() or (folder / n).read_text(encoding="utf-8") != t
    ]
    return missing + changed + sorted(held - set(texts) - {f"{n}.csv" for n in DERIVED})
