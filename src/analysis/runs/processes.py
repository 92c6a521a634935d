"""Which processes did a notebook start, and have they ended?

A kernel may start others, those others, and any may leave its family: a session of its own, no
variables, its parent gone. On Linux what loses its parent comes to this process; elsewhere it is
found when it was seen while its parent lived, or by its variables.
"""

import os
import sys
from contextlib import suppress

import psutil

_ADOPT = 36  # PR_SET_CHILD_SUBREAPER of Linux, see prctl(2)
_OURS = "multiprocessing"  # in the command line of Python's own helpers
PATIENCE = 5  # seconds to wait for a killed process to be gone


def adopt() -> None:
    """Become the parent of descendants that lose theirs; nothing happens outside Linux."""
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(_ADOPT, 1, 0, 0, 0)


def descendants(process: psutil.Process | None = None) -> set[psutil.Process]:
    """All that a process started, and what those started; of this process when left out."""
    with suppress(psutil.Error):
        found = (process or psutil.Process()).children(recursive=True)
        return {p for p in found if not _is_ours(p)}
    return set()


def _is_ours(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return any(_OURS in word for word in process.cmdline())
    return False


def memory(process: psutil.Process) -> int:
    """Bytes of memory that a process and its descendants hold."""
    total = 0
    for one in {process, *descendants(process)}:
        with suppress(psutil.Error):
            total += one.memory_info().rss
    return total


def with_variable(name: str, value: str) -> set[psutil.Process]:
    """Other processes of this machine in whose environment a variable has a value."""
    found = set()
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.pid != os.getpid() and process.environ().get(name) == value:
                found.add(process)
    return found


def end(processes: set[psutil.Process]) -> None:
    """Kill processes with all they started, and wait until they are gone."""
    psutil.wait_procs(kill(processes), timeout=PATIENCE)


def kill(processes: set[psutil.Process]) -> set[psutil.Process]:
    """Kill processes with all they started; these are given."""
    known = {p for one in processes for p in {one, *descendants(one)}}
    for process in known:
        with suppress(psutil.Error):
            process.kill()
    return known
