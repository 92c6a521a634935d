"""What of earlier runs is kept, and what goes?

Of every name the last good runs and a few that failed; of sweeps the plans run last; of all of
them, and of the results kept by content, so many bytes. What is under way is left alone, and so is
what a link shows, unless it is a sweep's own.
"""

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from analysis import paths
from analysis.errors import brief
from analysis.runs import cache, record
from analysis.runs.conditions import MB
from analysis.runs.notebooks import ParameterInputError
from analysis.runs.store import bytes_below

KEPT_RUNS = 10  # good runs of one name
KEPT_FAILED = 3  # runs of one name that failed or were cut off; one of them may be resumed
KEPT_SWEEPS = 20  # plans of sweeps
LIMITS = {"DAY229_REPORTS_MB": 10_000, "DAY229_RESULTS_MB": 2_000}  # unless the variable says else
_RUN = re.compile(r"[0-9]{8}T[0-9]{9}Z-(.+)-[0-9a-f]{4}")
_DAY = 86_400  # seconds after which an entry that was never finished is removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run's folder: how it ended, its size, and the links that show it."""

    folder: Path
    name: str
    status: str
    started: str
    ended: str
    exit_code: int | None
    size: int
    shown: tuple[str, ...] = field(default=())

    @property
    def good(self) -> bool:
        """Whether all its notebooks succeeded."""
        return self.status == "done"

    @property
    def shown_by_others(self) -> bool:
        """Whether a link shows it beside that of its own sweep."""
        own = self.name if self.name.startswith("sweep-") else ""
        return any(link != own for link in self.shown)


def runs_kept() -> list[Run]:
    """All runs below the reports folder, oldest first; one without a readable record is "lost"."""
    links: dict[str, list[str]] = {}
    folders = sorted(paths.reports().iterdir()) if paths.reports().is_dir() else []
    for path in folders:
        if path.is_symlink():
            links.setdefault(path.resolve().name, []).append(path.name)
    return [
        _run(p, name, tuple(links.get(p.name, ())))
        for p in folders
        if not p.is_symlink() and p.is_dir() and (name := name_of_run(p.name))
    ]


def name_of_run(run_id: str) -> str:
    """Name in the id of a run; empty when it is none.

    Examples
    --------
    >>> name_of_run("20261126T041500000Z-latest-00ff")
    'latest'
    """
    match = _RUN.fullmatch(run_id)
    return match[1] if match else ""


def _run(folder: Path, name: str, shown: tuple[str, ...]) -> Run:
    try:
        held = record.read(folder)
    except (OSError, ValueError):
        held = {}
    return Run(
        folder=folder,
        name=name,
        status=held.get("status", "lost"),
        started=held.get("started", ""),
        ended=held.get("ended") or "",
        exit_code=held.get("exit_code"),
        size=bytes_below(folder),
        shown=shown,
    )


def limit(variable: str) -> int:
    """Bytes that a variable of the surroundings allows, or its usual value.

    Raises
    ------
    ParameterInputError
        If it is not a whole number of MB.
    """
    text = os.environ.get(variable) or str(LIMITS[variable])
    if not re.fullmatch("[0-9]{1,15}", text):
        raise ParameterInputError(
            f"{variable}={brief(text)}: wanted a whole number of MB, such as 2000"
        )
    return int(text) * MB


def refuse_limits() -> None:
    """Stop when a variable that limits what is kept holds no number.

    Raises
    ------
    ParameterInputError
    """
    for variable in LIMITS:
        limit(variable)


def beyond(kept: list[Run], limit_bytes: int) -> list[Run]:
    """Runs to remove of those kept, oldest first: beyond a number, or beyond all their bytes.

    Parameters
    ----------
    kept : list of Run
        Oldest first.
    limit_bytes : int
        Of all that stay together; what a link shows may be more.
    """
    gone = {r.folder: r for r in _beyond_numbers(kept) if not r.shown_by_others}
    left = [r for r in kept if r.folder not in gone]
    total = sum(r.size for r in left)
    newest = {r.folder for r in left[-1:]}
    for run in sorted(left, key=lambda r: bool(r.shown)):  # what is shown comes last
        if total <= limit_bytes:
            break
        if not run.shown_by_others and run.folder not in newest:
            gone[run.folder] = run
            total -= run.size
    return sorted(gone.values(), key=lambda r: r.folder.name)


def _beyond_numbers(kept: list[Run]) -> Iterator[Run]:
    """Older runs of a name than those kept, and all of older sweeps' plans."""
    by_name: dict[str, list[Run]] = {}
    for run in kept:
        by_name.setdefault(run.name, []).append(run)
    plans = sorted(
        (n for n in by_name if n.startswith("sweep-")), key=lambda n: by_name[n][-1].folder.name
    )
    for name, of_name in by_name.items():
        if name in plans[:-KEPT_SWEEPS]:
            yield from of_name
            continue
        for good, number in ((True, KEPT_RUNS), (False, KEPT_FAILED)):
            unshown = [r for r in of_name if r.good == good]
            yield from (r for r in unshown[: max(0, len(unshown) - number)] if not r.shown)


def prune() -> list[Run]:
    """Remove runs and results beyond what is kept.

    Returns
    -------
    list of Run
        Runs that were removed; a name that is held by another run is passed over.
    """
    limit_bytes, removed = limit("DAY229_REPORTS_MB"), []
    for run in beyond(runs_kept(), limit_bytes):
        with _free(run.name) as free:
            if free:
                _remove(run)
                removed.append(run)
    trim()
    return removed


@contextmanager
def _free(name: str) -> Iterator[bool]:
    """Hold a name, if nobody does."""
    from filelock import FileLock, Timeout

    lock = FileLock(paths.reports() / f".{name}.lock")
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _remove(run: Run) -> None:
    """Remove a run; with the last of a sweep's plan its link and its lock."""
    if run.shown:
        (paths.reports() / run.name).unlink(missing_ok=True)
    shutil.rmtree(run.folder, ignore_errors=True)
    if run.name.startswith("sweep-") and not record.folders_of(run.name):
        for rest in ("lock", "holder.json"):
            (paths.reports() / f".{run.name}.{rest}").unlink(missing_ok=True)


def trim() -> int:
    """Remove results used longest ago beyond their bytes; how many are left is told in bytes."""
    limit_bytes, held = limit("DAY229_RESULTS_MB"), []
    for entry in cache.results().glob("??/*"):
        with suppress(OSError):  # another run trims too
            held.append((entry.stat().st_mtime, bytes_below(entry), entry))
    total = sum(size for _, size, _ in held)
    for used, size, entry in sorted(held):
        never_finished = entry.name.startswith(".") and time.time() - used > _DAY
        if total > limit_bytes or never_finished:
            shutil.rmtree(entry, ignore_errors=True)
            total -= size
    return total
