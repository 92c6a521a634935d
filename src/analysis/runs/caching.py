"""Has this notebook already been run with these parameters, data and code?

A run's key is a hash of all it depends on: the notebook's cells, its parameters and the files they name, every table, the library and the
versions of what computes. Outputs are kept below `reports/.cache` by key, with the hash of each file; a damaged entry is not used.
"""

import hashlib
import json
import os
import platform
import shutil
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from analysis import paths
from analysis.runs.executing import Task
from analysis.runs.keeping import link_or_copy, write_atomically
from analysis.runs.notebooks import read_cells

PACKAGES = (
    "numpy",
    "pandas",
    "scipy",
    "matplotlib",
    "seaborn",
    "pandera",
    "ipykernel",
    "nbclient",
    "nbconvert",
    "papermill",
    "day229",
)
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
        """Hash of every raw and processed table, by path below the project."""
        found = sorted(p for kind in ("raw", "processed") for p in (self.root / "data" / kind).glob("*.csv"))
        return {p.relative_to(self.root).as_posix(): sha256(p) for p in found}

    @cached_property
    def library(self) -> str:
        """One hash of all modules of the library that a kernel would import."""
        folder = self.root / "src" / "analysis"
        folder = folder if folder.is_dir() else Path(__file__).resolve().parents[1]
        parts = [f"{p.relative_to(folder).as_posix()} {sha256(p)}" for p in sorted(folder.rglob("*.py"))]
        return _hash(parts)

    @cached_property
    def versions(self) -> dict[str, str]:
        """As `packages`."""
        return packages()

    def digest(self) -> str:
        """One hash of tables, library and versions."""
        return _hash([self.tables, self.library, self.versions, platform.machine()])


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def notebook_hash(path: Path) -> str:
    """Hash of what a notebook says, without its outputs."""
    return _hash([(c["cell_type"], c["source"], c["metadata"].get("tags", [])) for c in read_cells(path)])


def key(task: Task, inputs: Inputs) -> str:
    """Hash of everything one result depends on."""
    named = {n: sha256(Path(str(v))) for n, v in task.values.items() if n.endswith("_file") and v}
    cells = notebook_hash(inputs.root / "notebooks" / f"{task.notebook}.ipynb")
    return _hash([inputs.digest(), task.notebook, cells, task.values, named])


def folder_of(key: str) -> Path:
    """Where the outputs of a key are kept."""
    return paths.reports() / ".cache" / key[:2] / key


def fetch(key: str, target: Path) -> bool:
    """Put the outputs of a key into a folder; False when there are none, or when a file is not what was stored."""
    entry = folder_of(key)
    try:
        listed = json.loads((entry / _ENTRY).read_text(encoding="utf-8"))
        if any(sha256(entry / "files" / name) != wanted for name, wanted in listed.items()):
            raise ValueError("changed since it was stored")
    except (OSError, ValueError):
        shutil.rmtree(entry, ignore_errors=True)
        return False
    link_or_copy(entry / "files", target)
    os.utime(entry)  # recently used
    return True


def store(key: str, folder: Path) -> None:
    """Keep the outputs of a finished notebook under its key; the entry appears whole or not at all."""
    entry = folder_of(key)
    temporary = entry.with_name(f".{key}.{os.getpid()}")
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        link_or_copy(folder, temporary / "files")
        listed = {p.relative_to(folder).as_posix(): sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}
        write_atomically(temporary / _ENTRY, json.dumps(listed, indent=1))
        shutil.rmtree(entry, ignore_errors=True)
        temporary.rename(entry)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def trim(entries: int = 2_000) -> None:
    """Remove the entries used longest ago beyond a number."""
    held = sorted((paths.reports() / ".cache").glob("??/*"), key=lambda p: p.stat().st_mtime)
    for entry in held[: max(0, len(held) - entries)]:
        shutil.rmtree(entry, ignore_errors=True)
