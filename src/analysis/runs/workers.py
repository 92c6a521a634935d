"""Which processes do the work: this machine's, or those of a cluster?

Both take tasks with a folder each and give outcomes as they come, in any order. Workers of this
machine end with the process that started them, however it ended. A cluster's workers get the
project as one packed file and send their outputs back, so nothing but the scheduler's address is
shared; a lost worker's tasks are run again.
"""

import hashlib
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

from analysis.errors import ExpectedError
from analysis.runs.notebooks import Task
from analysis.runs.record import Outcome
from analysis.runs.store import INSTALLED, Inputs, library_hash, packages, write_atomically

PATIENCE = 20  # seconds to wait for a scheduler
_UNUSED = "rfc3987_syntax"  # a second to import; jsonschema would, for addresses no notebook holds
ATTEMPTS = 3  # a task whose worker is lost is given to another, this often in all
_PACKED = (
    "src/analysis/**/*.py",
    "src/analysis/**/*.json",
    "data/raw/*.csv",
    "data/processed/*.csv",
    "data/processed/datapackage.json",
    "notebooks/*.ipynb",
)
_queue = None  # in a worker: takes the cell that runs


class ClusterError(ExpectedError, RuntimeError):
    """The scheduler does not answer, or a worker cannot do the work."""

    kind = "cluster"


def _lost(task: Task, why: str, kind: str = "kernel") -> Outcome:
    """Outcome of a task whose worker was lost every time, or would not take it."""
    return Outcome(notebook=task.notebook, point=task.point, status="failed", kind=kind, error=why)


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
    left = dict(jobs)
    for _ in range(2):  # a worker that is killed takes all that waited with it: once more
        for task, outcome in _pooled(left, root, workers, on_cell):
            del left[task]
            yield task, outcome
        if not left:
            return
    for task, folder in left.items():  # and again: each alone, to find out which one it is
        alone = [outcome for _, outcome in _pooled({task: folder}, root, 1, on_cell)]
        yield task, *(alone or [_lost(task, "its worker process was killed each time")])


def _pooled(
    jobs: dict[Task, Path], root: Path, workers: int, on_cell: Callable
) -> Iterator[tuple[Task, Outcome]]:
    """Outcomes as they come; tasks whose worker died are left out."""
    context = get_context("spawn")
    queue, (reader, writer) = context.Queue(), context.Pipe(duplex=False)
    listener = Thread(target=_listen, args=(queue, on_cell), daemon=True)
    listener.start()
    pool = ProcessPoolExecutor(
        min(workers, len(jobs)), mp_context=context, initializer=_begin, initargs=(queue, reader)
    )
    try:
        futures = {
            pool.submit(_work, task, root, folder): task for task, folder in list(jobs.items())
        }
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


def _listen(queue, on_cell: Callable) -> None:
    while (message := queue.get()) is not None:
        on_cell(*message)


def _begin(queue, reader) -> None:
    """First act of a worker: to end when the process that started it closes the pipe or dies."""
    import signal
    import sys

    global _queue
    _queue = queue
    sys.modules[_UNUSED] = None
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the starting process decides
    Thread(target=_end_with, args=(reader,), daemon=True).start()


def _end_with(reader) -> None:
    try:
        reader.recv()
    except (EOFError, OSError):
        os._exit(1)


def _work(task: Task, root: Path, folder: Path) -> Outcome:
    from analysis.runs import kernel

    folder.mkdir(parents=True, exist_ok=True)
    return kernel.execute(
        task, root, folder, lambda cell, cells: _queue.put((task.label, cell, cells))
    )


def on_cluster(
    jobs: dict[Task, Path], inputs: Inputs, address: str
) -> Iterator[tuple[Task, Outcome]]:
    """Outcomes of tasks run by the workers of a dask.distributed cluster.

    Their files are written into the tasks' folders here.

    Raises
    ------
    ClusterError
        If no scheduler answers at the address, or no worker is there or left.
    """
    try:
        from distributed import Client
        from distributed.comm import CommClosedError
    except ImportError as error:
        raise ClusterError(
            "dask.distributed is not installed; next: pip install 'day229[sweep]'"
        ) from error
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"no dask scheduler answers at {address!r}; next: start one with `dask scheduler`"
        ) from error
    try:
        with client, client.as_current():
            yield from _rounds(client, jobs, inputs)
    except (CommClosedError, TimeoutError) as error:
        raise ClusterError(
            f"the cluster at {address!r} was lost: {type(error).__name__}: {error}"
        ) from error


def _rounds(client, jobs: dict[Task, Path], inputs: Inputs) -> Iterator[tuple[Task, Outcome]]:
    """The scheduler itself reruns what a lost worker held.

    A new round is for a project that was lost with it.
    """
    left, trouble = dict(jobs), {}
    expected = (packages(), library_hash(INSTALLED))
    for _ in range(ATTEMPTS):
        _wait_for_workers(client)
        project = packed(inputs.root)
        here = client.scatter(project, broadcast=True, hash=False)
        digest = hashlib.sha256(project).hexdigest()
        futures = {
            client.submit(_work_there, t, here, digest, expected, pure=False, retries=ATTEMPTS): t
            for t in left
        }
        for future in _as_they_come(client, list(futures)):
            task = futures[future]
            try:
                outcome, files = future.result()
            except ClusterError as error:
                yield task, _lost(task, str(error), "cluster")
                del left[task]
            except Exception as error:  # of whatever kind, the task was not done
                trouble[task] = f"{type(error).__name__}: {error}"
            else:
                folder = left.pop(task)
                for name, data in files.items():
                    (folder / name).parent.mkdir(parents=True, exist_ok=True)
                    write_atomically(folder / name, data)
                yield task, outcome
        if not left:
            return
    yield from (
        (task, _lost(task, f"given up after {ATTEMPTS} rounds; {trouble[task]}", "cluster"))
        for task in left
    )


def _wait_for_workers(client) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise ClusterError(
            "the scheduler has no worker; next: start some with `dask worker ADDRESS`"
        ) from error


def _as_they_come(client, waiting: list) -> Iterator:
    """Futures that ended, finished or not; gives up when no worker has been there for a while."""
    from distributed import wait
    from distributed.client import FuturesCancelledError

    while waiting:
        try:
            wait(waiting, timeout=PATIENCE, return_when="FIRST_COMPLETED")
        except TimeoutError:
            _wait_for_workers(client)
        except (
            FuturesCancelledError
        ):  # the project was lost with its last worker; asking such a future says so
            pass
        yield from (f for f in waiting if f.status != "pending")
        waiting = [f for f in waiting if f.status == "pending"]


def packed(root: Path) -> bytes:
    """Library, tables and notebooks of the project in one zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for pattern in _PACKED for p in root.glob(pattern)):
            archive.write(path, path.relative_to(root).as_posix())
    return buffer.getvalue()


def unpacked(project: bytes, digest: str) -> Path:
    """Folder of this machine with the project, unpacked once, where nobody else can write."""
    from analysis.runs.kernel import private_folder

    folder = private_folder() / f"project-{digest[:20]}"
    if not (folder / "notebooks").is_dir():
        temporary = Path(tempfile.mkdtemp(prefix="unpacking-", dir=private_folder()))
        with zipfile.ZipFile(io.BytesIO(project)) as archive:
            archive.extractall(
                temporary
            )  # our own archive, and zipfile keeps members below the folder
        try:
            temporary.rename(folder)
        except OSError:  # another worker was faster
            shutil.rmtree(temporary)
    return folder


def _work_there(
    task: Task, project: bytes, digest: str, expected: tuple[dict[str, str], str]
) -> tuple[Outcome, dict[str, bytes]]:
    """On a worker of a cluster: outcome and files of one task.

    Raises
    ------
    ClusterError
        If other versions are installed here, which could give other numbers.
    """
    found, (wanted, library) = packages(), expected
    other = [
        f"{n} {found[n] or 'missing'} instead of {v}" for n, v in wanted.items() if found[n] != v
    ]
    if other:
        raise ClusterError(
            f"a worker has {', '.join(other)}; next: install requirements.lock there"
        )
    if library_hash(INSTALLED) != library:
        raise ClusterError(
            "a worker has another state of this package; next: install the same commit there"
        )
    from analysis.runs import kernel

    with tempfile.TemporaryDirectory(prefix="day229-task-") as folder:
        outcome = kernel.execute(task, unpacked(project, digest), Path(folder))
        files = {
            p.relative_to(folder).as_posix(): p.read_bytes()
            for p in sorted(Path(folder).rglob("*"))
            if p.is_file()
        }
    return outcome, files
