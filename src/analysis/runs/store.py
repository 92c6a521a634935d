"""How do results take their place without losing good ones, and what do they depend on?

Writes below `reports/`. A file is written beside its place and moved there; a link is switched in
one step; one run at a time may hold a name. A result depends on the notebook's cells, its
parameters and the files they name, every table, the library and the versions of what computes.
"""

import errno
import hashlib
import itertools
import json
import os
import platform
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from analysis import paths
from analysis.errors import UNWRITABLE, ExpectedError
from analysis.runs.notebooks import Task, read_cells

PACKAGES = (
    *("numpy", "pandas", "scipy", "matplotlib", "seaborn", "pyarrow", "ipykernel", "ipython"),
    *("matplotlib-inline", "jupyter-client", "nbformat", "nbclient", "nbconvert", "papermill"),
    *("beautifulsoup4", "jinja2", "mistune", "pygments", "day229"),
)  # what computes, draws and writes pages
INSTALLED = Path(__file__).resolve().parents[1]  # the library this process runs
_IN_THE_WAY = frozenset(
    {errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.EIO}
)  # of an OSError when a file lies where a folder should, or a link leads nowhere
_SWEPT = "data/processed/weekly_facts.csv"  # results: only a notebook that names it depends on it


class LockedError(ExpectedError, RuntimeError):
    """Another run holds the name."""

    kind = "locked"


class OutputError(ExpectedError, RuntimeError):
    """The output folder cannot be written."""

    kind = "output"


@contextmanager
def writable() -> Iterator[None]:
    """Turn a full disk, a read-only folder or a missing right into a sentence.

    Raises
    ------
    OutputError
    """
    try:
        yield
    except OSError as error:
        if error.errno not in UNWRITABLE | _IN_THE_WAY and not _gone(error):
            raise
        raise OutputError(
            f"cannot write {error.filename or paths.reports()}: {error.strerror}; earlier reports"
            " are untouched"
        ) from error


def _gone(error: OSError) -> bool:
    """Whether a file or folder of the reports is not there, as when somebody removed them."""
    place = str(error.filename or "")
    return isinstance(error, FileNotFoundError) and place.startswith(f"{paths.reports()}{os.sep}")


def write_atomically(path: Path, data: bytes | str) -> Path:
    """Write a whole file or none: beside its place, to the disk, then moved there."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(data.encode() if isinstance(data, str) else data)
        _to_disk(temporary)
        temporary.replace(path)
        _to_disk(path.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def _to_disk(path: Path) -> None:
    """Have a file, or the list of a folder, on the disk before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _places(source: Path, target: Path, only: str = "*") -> Iterator[tuple[Path, Path]]:
    """Every file below one folder and its place below another, whose folder is made."""
    for path in sorted(p for p in source.rglob(only) if p.is_file()):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        yield path, place


def move_into(source: Path, target: Path, only: str = "*") -> list[str]:
    """Move every file whose name fits to its place in a folder, each in one step; drop the rest.

    Returns
    -------
    list of str
        What was moved, below the target.
    """
    moved = []
    for path, place in _places(source, target, only):
        _to_disk(path)
        path.replace(place)
        moved.append(place.relative_to(target).as_posix())
    shutil.rmtree(source, ignore_errors=True)
    return moved


def copy_into(source: Path, target: Path, only: Iterable[str] | None = None) -> list[str]:
    """Copy files, all when none are named, to their place in a folder, and tell what was copied."""
    named = None if only is None else {source / name for name in only}
    return [
        shutil.copyfile(path, place).relative_to(target).as_posix()
        for path, place in _places(source, target)
        if named is None or path in named
    ]


def clear(folder: Path, notebook: str) -> None:
    """Remove what an earlier try left of a notebook, so that a folder never tells of two."""
    for name in ("{}.ipynb", "{}.html", "{}.failed.ipynb", "facts/{}.json"):
        (folder / name.format(notebook)).unlink(missing_ok=True)


def switch(name: str, folder: Path) -> Path:
    """Let the link `reports/<name>` show a run, in one step.

    What stood there before goes on existing under its own run id.
    """
    link, temporary = paths.reports() / name, paths.reports() / f".{name}.{os.getpid()}"
    if link.exists() and not link.is_symlink():  # of a person, or written before links were used
        link.rename(_set_aside(link))
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(folder.name, target_is_directory=True)
    temporary.replace(link)
    _to_disk(link.parent)
    return link


def _set_aside(place: Path) -> Path:
    """Name beside a place that nothing has yet: `latest.previous`, `latest.previous-2` and on."""
    names = (f"{place.name}.previous{f'-{n}' if n > 1 else ''}" for n in itertools.count(1))
    beside = (place.with_name(name) for name in names)
    return next(p for p in beside if not p.exists() and not p.is_symlink())


@contextmanager
def held(name: str, run_id: str) -> Iterator[None]:
    """Hold the lock of a name while a run of it is under way.

    The system frees it when the process ends, however it ends.

    Raises
    ------
    LockedError
        If another run holds it, with that run's id, process and age.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(paths.reports() / f".{name}.lock")
    note = paths.reports() / f".{name}.holder.json"
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise LockedError(_holder(name, note)) from error
    try:
        holder = {"run": run_id, "process": os.getpid(), "since": time.time()}
        write_atomically(note, json.dumps(holder))
        yield
        note.unlink(missing_ok=True)
    finally:
        lock.release()


def _holder(name: str, note: Path) -> str:
    try:
        held = json.loads(note.read_text(encoding="utf-8"))
        age = time.time() - held["since"]
        who = f"run {held['run']}, process {held['process']}, for {age:.0f} s"
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        who = "it has just started"
    return f"another run of {name!r} is under way ({who}); next: wait for it, or stop that process"


def bytes_below(folder: Path) -> int:
    """Bytes of all files below a folder; what vanishes meanwhile counts nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_size
    return total


def sha256(path: Path) -> str:
    """Hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hash_of(value: object) -> str:
    """One hash of texts, numbers, lists and dictionaries, whatever the order of keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def notebook_hash(path: Path) -> str:
    """Hash of a notebook without its outputs and counts."""
    result = {"outputs", "execution_count"}
    return hash_of([{k: v for k, v in c.items() if k not in result} for c in read_cells(path)])


def named_files(values: dict[str, object]) -> dict[str, str]:
    """Hash of every file that a parameter names, by parameter."""
    return {n: sha256(Path(str(v))) for n, v in values.items() if n.endswith("_file") and v}


def packages() -> dict[str, str]:
    """Versions of what computes and draws; empty where a package is not installed."""
    found = {"python": platform.python_version()} | dict.fromkeys(PACKAGES, "")
    for name in PACKAGES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def library_hash(folder: Path) -> str:
    """One hash of all modules of the library in a folder."""
    files = sorted(folder.rglob("*.py"))
    return hash_of([f"{p.relative_to(folder).as_posix()} {sha256(p)}" for p in files])


@dataclass(frozen=True)
class Inputs:
    """Everything but notebook and parameters that a result depends on, read once for a run."""

    root: Path

    @cached_property
    def tables(self) -> dict[str, str]:
        """Hash of every table, its description and the `case.toml`, by path below the case."""
        files = paths.input_files(self.root)
        return {p.relative_to(self.root).as_posix(): sha256(p) for p in files}

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
        tables = {p: h for p, h in self.tables.items() if swept or p != _SWEPT}
        return hash_of([tables, self.library, self.versions, platform.machine()])

    def key(self, task: Task) -> str:
        """Hash of everything the result of one task depends on; variables handed on among it."""
        path = self.root / "notebooks" / f"{task.notebook}.ipynb"
        swept = any(Path(_SWEPT).stem in c["source"] for c in read_cells(path))
        told = [self.digest(swept=swept), task.notebook, notebook_hash(path), task.values]
        passed = {n: os.environ.get(n) for n in sorted(task.conditions.pass_env)}
        return hash_of([*told, named_files(task.values), passed])
