"""How does a finished run take its place without losing the last good one?

Writes below `reports/`. A file is written beside its place and moved there; a link is switched in
one step; one run at a time may hold a name.
"""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from analysis import paths
from analysis.runs.executing import UNWRITABLE

KEEP = 10  # finished runs of one name that are kept; older ones are removed when a new one succeeds


class LockedError(RuntimeError):
    """Another run holds the name."""


class OutputError(RuntimeError):
    """The output folder cannot be written."""


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
        if error.errno not in UNWRITABLE:
            raise
        raise OutputError(
            f"cannot write {error.filename or paths.reports()}: {error.strerror}; earlier reports"
            " are untouched"
        ) from error


def write_atomically(path: Path, data: bytes | str) -> Path:
    """Write a whole file or none: beside its place, to the disk, then moved there."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(data.encode() if isinstance(data, str) else data)
        to_disk(temporary)
        temporary.replace(path)
        to_disk(path.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def to_disk(path: Path) -> None:
    """Have a file, or the list of a folder, on the disk before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def move_into(source: Path, target: Path, only: str = "*") -> list[str]:
    """Move every file below one folder whose name fits to the same place below another.

    Each in one step; the rest is removed.

    Returns
    -------
    list of str
        What was moved, below the target.
    """
    moved = []
    for path in sorted(p for p in source.rglob(only) if p.is_file()):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        to_disk(path)
        path.replace(place)
        moved.append(place.relative_to(target).as_posix())
    shutil.rmtree(source, ignore_errors=True)
    return moved


def copy_into(source: Path, target: Path) -> list[str]:
    """Copy every file below one folder to the same place below another.

    Told are the places below the target.
    """
    copied = []
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        copied.append(place.relative_to(target).as_posix())
    return copied


def clear(folder: Path, notebook: str) -> None:
    """Remove what an earlier try of this run left of a notebook.

    So that its folder never tells of two.
    """
    for name in (
        f"{notebook}.ipynb",
        f"{notebook}.html",
        f"{notebook}.failed.ipynb",
        f"facts/{notebook}.json",
    ):
        (folder / name).unlink(missing_ok=True)


def switch(name: str, folder: Path) -> Path:
    """Let `reports/<name>` show a run, in one step.

    What stood there before goes on existing under its own run id.
    """
    link, temporary = paths.reports() / name, paths.reports() / f".{name}.{os.getpid()}"
    if link.is_dir() and not link.is_symlink():  # a folder written before links were used
        link.rename(link.with_name(f"{name}.previous"))
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(folder.name, target_is_directory=True)
    temporary.replace(link)
    to_disk(link.parent)
    return link


def new_run_id(name: str) -> str:
    """Name of a run's folder: start in UTC, what runs, and enough chance to be unique."""
    moment = datetime.now(UTC)
    return f"{moment:%Y%m%dT%H%M%S}{moment.microsecond // 1000:03d}Z-{name}-{os.urandom(2).hex()}"


def folders_of(name: str) -> list[Path]:
    """Folders of all runs of one name, oldest first."""
    return sorted(p for p in paths.reports().glob(f"[0-9]*Z-{name}-????") if p.is_dir())


def prune(name: str) -> None:
    """Remove the oldest runs of a name beyond `KEEP`, except what a link shows."""
    shown = {p.resolve() for p in paths.reports().iterdir() if p.is_symlink()}
    for folder in folders_of(name)[:-KEEP]:
        if folder.resolve() not in shown:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def held(name: str, run_id: str) -> Iterator[None]:
    """Hold a name while a run of it is under way.

    The system frees it when the process ends, however it ends.

    Raises
    ------
    LockedError
        If another run holds it, with that run's id, process and age.
    """
    from filelock import FileLock, Timeout

    lock, note = (
        FileLock(paths.reports() / f".{name}.lock"),
        paths.reports() / f".{name}.holder.json",
    )
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise LockedError(_holder(name, note)) from error
    try:
        write_atomically(
            note, json.dumps({"run": run_id, "process": os.getpid(), "since": time.time()})
        )
        yield
        note.unlink(missing_ok=True)
    finally:
        lock.release()


def _holder(name: str, note: Path) -> str:
    try:
        told = json.loads(note.read_text(encoding="utf-8"))
        who = (
            f"run {told['run']}, process {told['process']}, for {time.time() - told['since']:.0f} s"
        )
    except (OSError, ValueError, KeyError):
        who = "it has just started"
    return f"another run of {name!r} is under way ({who}); next: wait for it, or stop that process"
