"""Where do temporary things lie, and who removes them?

In a folder of this user below the system's temporary folder. Every task has a place of its own
there, held by a lock that the system frees when the process ends; what a killed process left is
removed by the next.
"""

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from analysis.runs.store import OutputError

_LOCK = ".held"
_DAY = 86_400  # seconds
_UNUSED = {"unpacking-": _DAY, "project-": 7 * _DAY}  # seconds after which such a folder is removed


def private_folder() -> Path:
    """Folder for temporary things that last, which nobody else on this machine can write.

    Raises
    ------
    store.OutputError
        If no folder for temporary things can be written.
    """
    user = os.getuid() if hasattr(os, "getuid") else "user"
    try:
        folder = Path(tempfile.gettempdir()) / f"day229-{user}"
    except FileNotFoundError as error:
        raise OutputError(f"{error.strerror}; next: set TMPDIR to one with space") from error
    folder.mkdir(mode=0o700, exist_ok=True)
    if _is_mine(folder):
        return folder
    other = _another(folder)
    other.mkdir(mode=0o700, exist_ok=True)  # it may have been idle for a day, and swept
    return other


def _is_mine(folder: Path) -> bool:
    """Whether it is a folder that this user owns and no other may write."""
    found = folder.lstat()
    mine = not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)
    return stat.S_ISDIR(found.st_mode) and mine


@lru_cache(maxsize=8)
def _another(_: Path) -> Path:
    """A folder for this process alone, where the usual one belongs to somebody else."""
    return Path(tempfile.mkdtemp(prefix="day229-"))


@contextmanager
def task_folder() -> Iterator[Path]:
    """Place of one task: gone when the block ends, and after a kill by the next `sweep`."""
    from filelock import FileLock

    folder = Path(tempfile.mkdtemp(prefix="task-", dir=private_folder()))
    try:
        with FileLock(folder / _LOCK):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def no_room(place: Path) -> OSError | None:
    """Why a few empty files find no room in a folder, as a kernel wants; None when they do."""
    try:
        held = [tempfile.TemporaryDirectory(dir=place) for _ in range(16)]
        for folder in held:
            folder.cleanup()
        return None
    except OSError as error:
        return error


def sweep() -> list[Path]:
    """Remove what killed processes left, and projects that no cluster has sent for a week.

    Returns
    -------
    list of pathlib.Path
        What was removed.
    """
    private, gone = private_folder(), []
    for folder in private.glob("task-*"):
        if not _is_held(folder):
            gone.append(folder)
    for prefix, seconds in _UNUSED.items():
        gone += [p for p in private.glob(f"{prefix}*") if _age(p) > seconds]
    others = Path(tempfile.gettempdir()).glob("day229-*")
    gone += [p for p in others if p != private and _age(p) > _DAY and _is_mine(p)]
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    return gone


def _age(folder: Path) -> float:
    """Seconds since a folder was changed or used; none when it is gone."""
    with suppress(OSError):
        return time.time() - folder.lstat().st_mtime
    return 0.0


def _is_held(folder: Path) -> bool:
    """Whether a process that lives works there; one made this minute may not hold it yet."""
    from filelock import FileLock, Timeout

    if not (folder / _LOCK).exists():
        return _age(folder) < 60
    try:
        with FileLock(folder / _LOCK, timeout=0):
            return False
    except (Timeout, OSError):
        return True
