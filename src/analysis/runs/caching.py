"""Has this notebook already been run with these parameters, data and code?

A run's key is a hash of all it depends on: the notebook's cells, its parameters and the files they
name, every table, the library and the versions of what computes. Outputs are kept below
`reports/.cache` by key, with the hash of each file; a damaged entry is not used.
"""

import hashlib
import json
import os
import platform
import shutil
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from analysis import paths
from analysis.runs.executing import Task
from analysis.runs.keeping import copy_into, write_atomically
from analysis.runs.notebooks import read_cells

PACKAGES = (
    "numpy",
    "pandas",
    "scipy",
    "matplotlib",
    "seaborn",
    "pyarrow",
    "ipykernel",
    "ipython",
    "matplotlib-inline",
    "jupyter-client",
    "nbformat",
    "nbclient",
    "nbconvert",
    "papermill",
    "beautifulsoup4",
    "jinja2",
    "mistune",
    "pygments",
    "day229",
)  # what computes, draws and writes pages
SWEPT = "data/processed/weekly_facts.csv"  # of results: only a notebook that names it depends on it
INSTALLED = Path(__file__).resolve().parents[1]  # the library this process runs
_ENTRY = "entry.json"


def sha256(path: Path) -> str:
    """Hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def packages() -> dict[str, str]:
    """Versions of what computes and draws; empty where a package is not installed."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


@dataclass(frozen=True)
class Inputs:
    """Everything but notebook and parameters that a result depends on, read once for a run."""

    root: Path

    @cached_property
    def tables(self) -> dict[str, str]:
        """Hash of every raw and processed table and its description, by path below the project."""
        found = sorted(
            p
            for kind in ("raw", "processed")
            for p in (self.root / "data" / kind).glob("*.*")
            if p.suffix in {".csv", ".json"}
        )
        return {p.relative_to(self.root).as_posix(): sha256(p) for p in found}

    @cached_property
    def library(self) -> str:
        """One hash of all modules of the library that a kernel would import."""
        folder = self.root / "src" / "analysis"
        return library_hash(folder if folder.is_dir() else INSTALLED)

    @cached_property
    def versions(self) -> dict[str, str]:
        """As `packages`."""
        return packages()

    def digest(self, *, swept: bool = True) -> str:
        """One hash of tables, library and versions; with or without the table of swept facts."""
        tables = {p: h for p, h in self.tables.items() if swept or p != SWEPT}
        return _hash([tables, self.library, self.versions, platform.machine()])


def library_hash(folder: Path) -> str:
    """One hash of all modules of the library in a folder."""
    return _hash(
        [f"{p.relative_to(folder).as_posix()} {sha256(p)}" for p in sorted(folder.rglob("*.py"))]
    )


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def notebook_hash(path: Path) -> str:
    """Hash of a notebook without its outputs and counts."""
    return _hash(
        [
            {k: v for k, v in c.items() if k not in {"outputs", "execution_count"}}
            for c in read_cells(path)
        ]
    )


def named_files(values: dict[str, object]) -> dict[str, str]:
    """Hash of every file that a parameter names, by parameter."""
    return {n: sha256(Path(str(v))) for n, v in values.items() if n.endswith("_file") and v}


def key(task: Task, inputs: Inputs) -> str:
    """Hash of everything one result depends on."""
    path = inputs.root / "notebooks" / f"{task.notebook}.ipynb"
    swept = any("weekly_facts" in c["source"] for c in read_cells(path))
    return _hash(
        [
            inputs.digest(swept=swept),
            task.notebook,
            notebook_hash(path),
            task.values,
            named_files(task.values),
        ]
    )


def folder_of(key: str) -> Path:
    """Where the outputs of a key are kept."""
    return paths.reports() / ".cache" / key[:2] / key


def fetch(key: str, target: Path) -> list[str]:
    """Copy the outputs of a key into a folder and tell what was copied.

    Nothing when there are none, or one is not what was stored.
    """
    entry = folder_of(key)
    try:
        listed = json.loads((entry / _ENTRY).read_text(encoding="utf-8"))
        if any(sha256(entry / "files" / name) != wanted for name, wanted in listed.items()):
            raise ValueError("changed since it was stored")
        copied = copy_into(entry / "files", target)
        os.utime(entry)  # recently used
    except ValueError:
        shutil.rmtree(entry, ignore_errors=True)
        return []
    except OSError:  # never stored, just removed by another run, or no space here
        return []
    return copied


def store(key: str, folder: Path) -> None:
    """Keep the outputs of a finished notebook under its key.

    The entry appears whole or not at all, and a run does not fail for it.
    """
    entry = folder_of(key)
    temporary = entry.with_name(f".{key}.{os.getpid()}")
    with suppress(OSError):  # no space, or another run has just stored the same
        copied = copy_into(folder, temporary / "files")
        write_atomically(
            temporary / _ENTRY,
            json.dumps({name: sha256(temporary / "files" / name) for name in copied}, indent=1),
        )
        shutil.rmtree(entry, ignore_errors=True)
        temporary.rename(entry)
    shutil.rmtree(temporary, ignore_errors=True)


def trim(entries: int = 1_000) -> None:
    """Remove the entries used longest ago beyond a number."""
    with suppress(OSError):  # another run trims too
        held = sorted((paths.reports() / ".cache").glob("??/*"), key=lambda p: p.stat().st_mtime)
        for entry in held[: max(0, len(held) - entries)]:
            shutil.rmtree(entry, ignore_errors=True)
