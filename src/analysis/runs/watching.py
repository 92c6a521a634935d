"""Does a notebook stay within its limits while it runs?

A thread looks twice a second at time, memory and files, and at the processes the kernel
starts; outputs are counted as they come. Who goes beyond a limit is stopped, and why is kept.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread

import psutil

from analysis.runs import processes
from analysis.runs.conditions import MB, Conditions
from analysis.runs.record import Ending
from analysis.runs.store import bytes_below

_LOOK = 0.5  # seconds between two looks
_NEXT = "; next: let it do less, or raise"


def _nobody() -> bool:
    """Whether nobody waits for the notebook any more: never."""
    return False


class Watch:
    """Limits of one notebook while its block runs; `ending` says why it was stopped.

    Parameters
    ----------
    conditions : Conditions
    folders : tuple of pathlib.Path
        Where the notebook writes.
    abandoned : callable
        Whether nobody waits for the notebook any more.
    """

    def __init__(
        self,
        conditions: Conditions,
        folders: tuple[Path, ...],
        abandoned: Callable[[], bool] = _nobody,
    ) -> None:
        self.conditions, self.folders, self.abandoned = conditions, folders, abandoned
        self.ending: Ending | None = None
        self.kernel: Callable[[], int | None] = lambda: None
        self.seen: set[psutil.Process] = set()
        self.cell = self.of_cell = self.of_notebook = 0
        self._lock, self._over = Lock(), Event()

    def __enter__(self) -> "Watch":
        """Begin to look."""
        self._end = time.monotonic() + self.conditions.notebook_seconds
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def begin(self, cell: int) -> None:
        """A cell starts: its count among code cells, or that of the one before."""
        self.cell, self.of_cell = cell, 0

    def allows(self, content: object) -> bool:
        """Whether what the cell shows is within the limits; what is beyond is dropped."""
        if self.ending:
            return False
        size = _size(content)
        self.of_cell, self.of_notebook = self.of_cell + size, self.of_notebook + size
        for size, limit, whose in (
            (self.of_cell, self.conditions.cell_mb, "cell"),
            (self.of_notebook, self.conditions.notebook_mb, "notebook"),
        ):
            if size > limit * MB:
                self._too_much(f"the outputs of one {whose} are beyond {limit} MB", f"--{whose}-mb")
                return False
        return True

    def stop(self, ending: Ending) -> None:
        """Kill the kernel; the first reason is kept."""
        with self._lock:
            self.ending = self.ending or ending
        with suppress(psutil.Error):
            if process := self._process():
                process.kill()

    def _too_much(self, what: str, option: str) -> None:
        told = f"cell {self.cell}: {what}, and it was stopped{_NEXT} {option}"
        self.stop(Ending(kind="limit", error=told, cell=self.cell, option=option))

    def _look(self) -> None:
        while not self._over.wait(_LOOK):
            process = self._process()
            if process is not None:
                self.seen |= processes.descendants(process)
                self._look_at_memory(process)
            self._look_at_time()
            self._look_at_files()
            if self.ending:
                self.stop(self.ending)  # a kernel that came up since
            if self.abandoned():
                self.stop(Ending(kind="kernel", error="nobody waits for the notebook any more"))

    def _process(self) -> psutil.Process | None:
        """Kernel, while it lives; a process of somebody else with its number is none."""
        with suppress(psutil.Error):
            process = psutil.Process(pid) if (pid := self.kernel()) else None
            return process if process and process.ppid() == os.getpid() else None
        return None

    def _look_at_time(self) -> None:
        if time.monotonic() > self._end and not self.ending:
            limit, option = self.conditions.notebook_seconds, "--notebook-seconds"
            if not self.cell:
                told = f"the kernel did not start within the notebook's {limit} s"
                return self.stop(Ending(kind="kernel", error=told))
            told = f"cell {self.cell}: the notebook took longer than {limit} s and was stopped"
            ending = Ending(
                kind="time", error=f"{told}{_NEXT} {option}", cell=self.cell, option=option
            )
            self.stop(ending)

    def _look_at_memory(self, process: psutil.Process) -> None:
        limit = self.conditions.memory_mb
        if limit and not self.ending and processes.memory(process) > limit * MB:
            self._too_much(f"the notebook held more than {limit} MB of memory", "--memory-mb")

    def _look_at_files(self) -> None:
        limit = self.conditions.notebook_mb
        if not self.ending and sum(map(bytes_below, self.folders)) > limit * MB:
            self._too_much(f"the notebook wrote more than {limit} MB of files", "--notebook-mb")


def _size(value: object) -> int:
    """Characters of a message, about as many as its bytes in the notebook."""
    if isinstance(value, dict):
        return sum(len(k) + _size(v) for k, v in value.items())
    if isinstance(value, list | tuple):
        return sum(map(_size, value))
    return len(value) if isinstance(value, str | bytes | bytearray) else 8
