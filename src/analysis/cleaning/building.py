"""Which processed files follow from the raw tables and the upstream files, and are they fresh?

Reads `data/raw` and, for derived tables, the cache of upstream files; writes `data/processed`; draws nothing. The same input gives
the same bytes.
"""

import json
import os
from dataclasses import replace
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
    "territory": ("string", "with or without Crimea"),
    "week": ("date", "Monday of the week of death"),
    **{f"known_{y}": ("number", f"names of that week's dead known at the end of {y}") for y in (2022, 2023, 2024, 2025)},
    "known_now": ("number", "names of that week's dead known in August 2026"),
    "killed": ("number", "killed that week, estimated from the register of inheritances"),
    "with_missing": ("number", "killed or missing that week, by the same estimate"),
    "day": ("date", "day of the report"),
    "total": ("number", "running total of losses as published"),
    "wording": ("string", "about, or more"),
    "month": ("string", "year and month"),
    "per_day": ("number", "casualties a day, mean of the month"),
    "days": ("number", "days of the month"),
    "measure": ("string", "turnout or result"),
    "tenth": ("number", "tenths of a per cent"),
    "stations": ("number", "polling stations"),
    "valid": ("number", "valid ballots"),
    "leader": ("number", "votes for the leader, or for the change of 2020"),
    "given": ("number", "ballots given out; in 2020 ballots in the boxes"),
    "received": ("number", "ballots counted"),
    "included": ("number", "stations that take part in the test"),
    "few_voters": ("number", "stations left out for fewer than a hundred voters"),
    "no_ballots": ("number", "of the others, stations left out for want of a ballot"),
    "above_99": ("number", "of the others, stations left out for a turnout or result above 99 %"),
    **{f"electronic_{c}": ("number", f"{c} of electronic stations, in 2024 published apart and not in the other columns") for c in ("voters", "leader")},
    **{f: ("number", f"stations flagged as {f}") for f in ("occupied", "abroad", "electronic")},
    **{f"{c}_{m}": ("number", f"{told}, by {m}") for m in ("turnout", "result", "either") for c, told in (
        ("excess", "stations with whole percentages above expectation"), ("sd", "its standard deviation"), ("z", "excess over standard deviation"),
        ("pvalue", "chance of as many, one-sided"), ("adjusted", "the same adjusted for the number of regions"), ("votes", "excess counted in votes for the leader"))},
    "zone": ("string", "automatic or naive choice; empty otherwise"),
    "votes": ("number", "anomalous votes"),
    "sd": ("number", "standard deviation over redrawn territorial commissions"),
    "clean_turnout": ("number", "turnout in % with the anomalous votes taken off"),
    "clean_share": ("number", "leader's share in % with the anomalous votes taken off"),
    "test": ("string", "digit and null"),
    "digit": ("number", "0 to 9"),
    "observed": ("number", "counts with that digit"),
    "expected": ("number", "counts expected"),
    "statistic": ("number", "chi-squared of all ten digits"),
    "pvalue": ("number", "its p-value"),
    "age_from": ("number", "first year of the five-year age group"),
    "age": ("number", "age in completed years; 100 stands for 100 and more"),
    "men": ("number", "men: alive at mid-year, or dead in the year in tables of deaths"),
    "women": ("number", "women, likewise"),
    "published": ("date", "earliest day the figure could be known"),
    "key": ("string", "key of the row"),
}  # fmt: skip


SWEPT = {
    "weekly_facts": (
        "Facts of all notebooks as the knowledge date moves, one row a change; from the sweep of notebooks/sweeps/weekly.yml without hindsight",
        {
            "key": ("string", "notebook, fact and day"),
            "notebook": ("string", "notebook that computes the fact"),
            "fact": ("string", "name of the fact"),
            "since": ("date", "first swept day on which the fact stood as given here"),
            "value": ("string", "number or word; empty when the fact is not known any more"),
            "low": ("number", "lower end of its interval"),
            "high": ("number", "upper end of its interval"),
            "unit": ("string", "unit of the fact"),
            "moved_by": ("string", "evidence rows behind the fact that were published since the swept day before"),
        },
    ),
}  # name -> what, columns; written by `day229 timeline`


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
    resources += [
        _resource(name, what, [{"name": c, "type": kind, "description": told} for c, (kind, told) in columns.items()])
        for name, (what, columns) in SWEPT.items()
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
    """Tables that do not follow from the raw ones, by file name; a swept one that is missing is left out, since it takes a long run."""
    held = {n: folder / f"{n}.csv" for n in DERIVED}
    swept = [p for n in SWEPT if (p := folder / f"{n}.csv").is_file()]
    derived = {p.name: p.read_text(encoding="utf-8") if p.is_file() else derived_text(n) for n, p in held.items()}
    return derived | {p.name: p.read_text(encoding="utf-8") for p in swept}


def _readme(texts: dict[str, str]) -> str:
    """README of the folder, written with the tables."""
    rows = [f"| `{name}` | {text.count(chr(10)) - 1:,} |" for name, text in texts.items() if name.endswith(".csv")]
    return (
        "# Processed tables\n\nWritten by `day229 data build` from `data/raw`; never edit them. Columns, units and meanings are in\n"
        "`datapackage.json`. An open upper end is `inf`; an empty cell means that nothing was published. "
        + ", ".join(f"`{n}.csv`" for n in DERIVED)
        + "\nare derived from upstream files (`day229 data fetch`) and kept until they are deleted; "
        + ", ".join(f"`{n}.csv`" for n in SWEPT)
        + " comes from a sweep (`day229 timeline`).\n\n"
        "| table | rows |\n|---|---:|\n" + "\n".join(rows) + "\n"
    )


def cleaned(name: str, path: Path) -> pd.DataFrame:
    """One raw table from any file, held to its contract and cleaned: a reader's own priors, for example.

    Parameters
    ----------
    name : str
        Table whose contract holds.
    path : pathlib.Path
        File in the columns of `data/raw/<name>.csv`.

    Raises
    ------
    tables.DataError
        If the file is missing or breaks the contract.
    """
    frame = tables.read_raw(path)
    problems = tables.check(name, frame)
    if problems:
        raise tables.DataError([replace(p, file=path.name) for p in problems])
    clean = CLEANERS[name]({name: frame})
    dates = [c for c in ("as_of", "published", "period_start", "period_end") if c in clean]
    return clean.astype(dict.fromkeys(dates, "datetime64[ns]"))


def stale() -> list[str]:
    """Processed files that are missing, or differ from what the raw tables give now.

    Derived tables are compared with their upstream files in the tests, which have them; here they must only be present. A swept table may be
    missing: the sweep that makes it needs the others first.
    """
    folder = paths.processed()
    others = {f"{n}.csv" for n in [*DERIVED, *SWEPT]}
    missing = [f"{n}.csv" for n in DERIVED if not (folder / f"{n}.csv").is_file()]
    texts = build_text()
    if not missing:
        texts["README.md"] = _readme(texts | _held_or_derived(folder))
    held = {p.name for p in folder.glob("*") if p.suffix in {".csv", ".json"}} if folder.is_dir() else set()
    changed = [
        n for n, t in texts.items() if not (folder / n).is_file() or (folder / n).read_text(encoding="utf-8") != t
    ]
    return missing + changed + sorted(held - set(texts) - others)
