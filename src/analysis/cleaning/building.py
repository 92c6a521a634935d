"""Which processed files follow from the raw tables and the upstream files, and are they fresh?

Reads `data/raw` and, for derived tables, the cache of upstream files; writes `data/processed`;
draws nothing. The same input gives the same bytes.
"""

import os
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis import fields, paths, tables
from analysis.cleaning.describing import datapackage
from analysis.cleaning.upstream import DERIVED, Derived, derive
from analysis.tables import CLEANED, clean

SWEPT = {
    "weekly_facts": Derived(
        what=(
            "Facts of all notebooks as the knowledge date moves, one row a change; "
            "from the sweep of notebooks/sweeps/weekly.yml without hindsight"
        ),
        columns=("key", "notebook", "fact", "since", "value", "low", "high", "unit", "moved_by"),
    )
}  # written by `day229 timeline`


def to_csv(frame: pd.DataFrame) -> str:
    """CSV text with plain numbers.

    Whole values without a point, the rest with up to 12 significant digits.
    """
    text = frame.copy()
    for column in text.select_dtypes("number"):
        text[column] = ["" if pd.isna(x) else f"{x:.12g}" for x in text[column]]
    return text.to_csv(index=False, lineterminator="\n")


def build_text(folder: Path | None = None) -> dict[str, str]:
    """Every processed file that follows from the raw tables, as text by file name.

    Nothing is written. A case holds no rows of tables derived from upstream files.

    Raises
    ------
    tables.DataError
        If any raw table breaks its contract.
    """
    folder = folder or paths.raw()
    raw = tables.load_all(folder)
    built = {name: clean(raw if name in raw else raw | _empty(name), name) for name in CLEANED}
    heads = {n: tuple(frame) for n, frame in built.items()}
    texts = {f"{name}.csv": to_csv(frame) for name, frame in built.items()}
    others = DERIVED | SWEPT
    if paths.is_small(folder):
        others = {n: replace(d, source="") for n, d in others.items()}
        texts |= {f"{n}.csv": ",".join(d.columns) + "\n" for n, d in others.items()}
    return texts | {"datapackage.json": datapackage(heads, others)}


def _empty(name: str) -> dict[str, pd.DataFrame]:
    """A table that a case does not hold, without rows."""
    return {name: pd.DataFrame(columns=list(tables.RAW[name].columns), dtype=object)}


def derived_text(name: str) -> str:
    """One table derived from upstream files, as text.

    Raises
    ------
    sources.UpstreamError
        If a file cannot be had, or is not the registered one.
    """
    return to_csv(derive(name, tables.read_raw(paths.raw_file("polity_overrides"))))


def build() -> list[Path]:
    """Rebuild `data/processed`; nothing is written unless every table is in order.

    Tables derived from upstream files are rebuilt only where they are missing, since that needs the
    files.

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
    """Tables that do not follow from the raw ones, by file name.

    A swept one that is missing is left out, since it takes a long run.
    """
    if paths.is_small(paths.raw()):
        return {}
    held = {n: folder / f"{n}.csv" for n in DERIVED}
    swept = [p for n in SWEPT if (p := folder / f"{n}.csv").is_file()]
    derived = {
        p.name: p.read_text(encoding="utf-8") if p.is_file() else derived_text(n)
        for n, p in held.items()
    }
    return derived | {p.name: p.read_text(encoding="utf-8") for p in swept}


def _readme(texts: dict[str, str]) -> str:
    """README of the folder, written with the tables."""
    rows = [
        f"| `{name}` | {text.count(chr(10)) - 1:,} |"
        for name, text in texts.items()
        if name.endswith(".csv")
    ]
    return (
        "# Processed tables\n\nWritten by `day229 data build` from `data/raw`; never edit them."
        " Columns, units, allowed values and meanings are in\n`datapackage.json`. An open upper end"
        " is `inf` here (where `day229 data export` writes, it is\nempty and marked); an"
        " empty cell means that nothing was published. "
        + ", ".join(f"`{n}.csv`" for n in DERIVED)
        + "\nare derived from upstream files (`day229 data fetch`) and kept until they are"
        " deleted; "
        + ", ".join(f"`{n}.csv`" for n in SWEPT)
        + " comes from a sweep (`day229 timeline`).\n\n| table | rows |\n|---|---:|\n"
        + "\n".join(rows)
        + "\n"
    )


def cleaned(name: str, path: str | Path) -> pd.DataFrame:
    """One raw table from any file, held to its contract and cleaned.

    A reader's own priors, for example. Spellings of regions are those of the project's `names`.

    Parameters
    ----------
    name : str
        Table whose contract holds.
    path : str or pathlib.Path
        File in the columns of `data/raw/<name>.csv`.

    Raises
    ------
    tables.DataError
        If there is no such table, the file is missing or it breaks the contract; the message names
        the file as given.

    Examples
    --------
    >>> cleaned("polls", paths.raw() / "polls.csv").columns[0]
    'key'
    """
    if name not in tables.RAW:
        raise tables.DataError([_no_table(name, path)])
    frame = tables.read_raw(Path(path), str(path))
    raw = {name: frame}
    if "region" in frame and name != "names":
        raw["names"] = tables.read_raw(paths.raw_file("names"))
    try:
        if problems := tables.check(name, frame):
            raise tables.DataError(problems)
        found = clean(raw, name)
    except tables.DataError as error:
        own = [replace(p, file=str(path)) for p in error.problems]
        raise tables.DataError(own) from error
    dates = [c for c in found if fields.field(c, name).kind == "date"]
    return found.astype(dict.fromkeys(dates, "datetime64[ns]"))


def _no_table(name: str, path: str | Path) -> tables.Problem:
    return tables.Problem(
        file=str(path),
        row=0,
        column="(all)",
        rule="table of the project",
        found=name,
        next_step=f"name one of {', '.join(tables.RAW)}",
    )


def stale() -> list[str]:
    """Processed files that are missing, or differ from what the raw tables give now.

    Derived tables are compared with their upstream files in the tests, which have them; here they
    must only be present. A swept table may be missing: the sweep that makes it needs the others
    first.
    """
    folder = paths.processed()
    others = {f"{n}.csv" for n in [*DERIVED, *SWEPT]}
    texts = build_text()
    derived = [f"{n}.csv" for n in DERIVED if f"{n}.csv" not in texts]
    missing = [n for n in derived if not (folder / n).is_file()]
    if not missing:
        texts["README.md"] = _readme(texts | _held_or_derived(folder))
    held = (
        {p.name for p in folder.glob("*") if p.suffix in {".csv", ".json"}}
        if folder.is_dir()
        else set()
    )
    changed = [
        n
        for n, t in texts.items()
        if not (folder / n).is_file() or (folder / n).read_text(encoding="utf-8") != t
    ]
    return missing + changed + sorted(held - set(texts) - others)
