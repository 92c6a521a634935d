"""Which processes of this machine do the work?

Takes tasks with a folder each and gives outcomes as they come, in any order. Workers end with the
process that started them, however it ended. Each tells every other second that it lives; one that
falls silent, as when it was stopped, or keeps a notebook far beyond its time, is killed.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from queue import Empty
from threading import Thread

from analysis.runs.notebooks import Task
from analysis.runs.record import Outcome, lost

BEAT = 2.0  # seconds between two signs of life of a worker
SILENCE = 60.0  # a worker that gave none for so long is killed
GRACE = 120.0  # seconds beyond a notebook's time for its kernel to start and its page to be written
_UNUSED = "rfc3987_syntax"  # a second to import; jsonschema would, for addresses no notebook holds


def on_this_machine(
    jobs: dict[Task, Path], root: Path, workers: int, on_cell: Callable[[str, int, int], None]
) -> Iterator[tuple[Task, Outcome]]:
    """Outcomes of tasks run by worker processes, each in its folder.

    Parameters
    ----------
    jobs : dict
        Folder by task.
    root : pathlib.Path
        Project.
    workers : int
        Processes at once.
    on_cell : callable
        Called with a task's label, the cell that starts and the number of cells, from another
        thread.
    """
    left, late = dict(jobs), set()
    for _ in range(2):  # a worker that is killed takes all that waited with it: once more
        for task, outcome in _pooled(left, root, workers, on_cell, late):
            del left[task]
            yield task, outcome
        for task in [t for t in left if t.label in late]:
            del left[task]
            yield task, _overdue(task)
        if not left:
            return
    for task, folder in left.items():  # and again: each alone, to find out which one it is
        alone = [outcome for _, outcome in _pooled({task: folder}, root, 1, on_cell, late)]
        why = "its worker process was killed each time"
        yield task, *(alone or [_overdue(task) if task.label in late else lost(task, why)])


def _overdue(task: Task) -> Outcome:
    limit = task.conditions.notebook_seconds
    told = f"the notebook took far longer than {limit} s, and its worker was killed"
    return lost(task, told, "time", "--notebook-seconds")


def _pooled(
    jobs: dict[Task, Path], root: Path, workers: int, on_cell: Callable, late: set[str]
) -> Iterator[tuple[Task, Outcome]]:
    """Outcomes as they come; tasks whose worker died are left out, those too late entered."""
    context = get_context("spawn")
    queue, (reader, writer) = context.Queue(), context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(
        min(workers, len(jobs)),
        mp_context=context,
        initializer=_begin,
        initargs=(queue, reader, BEAT),
    )
    times = {t.label: t.conditions.notebook_seconds + GRACE for t in jobs}
    guard = _Guard(times=times, late=late)
    try:
        futures = {
            pool.submit(_work, task, root, folder): task for task, folder in list(jobs.items())
        }
        listener = Thread(target=_listen, args=(queue, on_cell, guard, pool), daemon=True)
        listener.start()
        for future in as_completed(futures):
            if not isinstance(future.exception(), BrokenProcessPool):
                yield futures[future], future.result()
        pool.shutdown()
    finally:
        writer.close()  # workers still there see it and end, whatever they were doing
        pool.shutdown(cancel_futures=True)
        queue.cancel_join_thread()  # a worker killed as it spoke may hold the queue's lock for ever
        queue.put(None)
        listener.join(5)


@dataclass
class _Guard:
    """When each worker was last heard, and how long its notebook may take, by label."""

    times: dict[str, float]
    late: set[str]
    heard: dict[int, float] = field(default_factory=dict)
    looked: float = field(default_factory=time.monotonic)

    def hear(self, worker: int, label: str, seconds: float) -> None:
        """A worker lives, and has had its notebook for so many seconds."""
        self.heard[worker] = time.monotonic()
        if label and seconds > self.times[label]:
            self.late.add(label)
            _kill(worker)

    def look(self, workers: list[int]) -> None:
        """Kill who has been silent too long; a worker just begun has all its time."""
        moment = time.monotonic()
        if moment - self.looked > SILENCE / 2:  # this process itself was held up
            self.heard.clear()
        self.looked = moment
        self.heard = {w: self.heard.get(w, moment) for w in workers}
        for worker, last in self.heard.items():
            if moment - last > SILENCE:
                _kill(worker)


def _kill(worker: int) -> None:
    """End a worker with its kernel; one that is stopped as well."""
    from contextlib import suppress

    import psutil

    from analysis.runs import processes

    with suppress(psutil.Error):
        processes.kill({psutil.Process(worker)})


def _listen(queue, on_cell: Callable, guard: _Guard, pool: ProcessPoolExecutor) -> None:
    """Hand on what workers say until the end is told, and look after the silent ones."""
    while True:
        try:
            message = queue.get(timeout=1)
        except Empty:
            guard.look(list(getattr(pool, "_processes", None) or {}))
            continue
        if message is None:
            return
        kind, *rest = message
        (on_cell if kind == "cell" else guard.hear)(*rest)
        guard.look(list(getattr(pool, "_processes", None) or {}))


_queue = None  # in a worker: takes the cell that runs, and signs of life
_busy: tuple[str, float] = ("", 0.0)  # in a worker: the notebook under way and when it began


def _begin(queue, reader, beat: float) -> None:
    """First act of a worker: to end when the process that started it closes the pipe or dies."""
    import signal

    global _queue
    _queue = queue
    sys.modules[_UNUSED] = None
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the starting process decides
    Thread(target=_end_with, args=(reader,), daemon=True).start()
    Thread(target=_live, args=(beat,), daemon=True).start()


def _end_with(reader) -> None:
    try:
        reader.recv()
    except (EOFError, OSError):
        from analysis.runs import processes

        processes.kill(processes.descendants())
        os._exit(1)


def _live(beat: float) -> None:
    while True:
        label, since = _busy
        _queue.put(("alive", os.getpid(), label, time.monotonic() - since))
        time.sleep(beat)


def _work(task: Task, root: Path, folder: Path) -> Outcome:
    from analysis.runs import kernel

    global _busy
    _busy = (task.label, time.monotonic())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return kernel.execute(
            task, root, folder, lambda cell, cells: _queue.put(("cell", task.label, cell, cells))
        )
    finally:
        _busy = ("", 0.0)
