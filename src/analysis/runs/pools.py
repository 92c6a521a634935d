"""Which processes do the work: this machine's, or those of a cluster?

Both take tasks with a folder each and give outcomes as they come, in any order. Workers of this machine end with the process that started
them, however it ended. A cluster's workers get the project as one packed file and send their outputs back, so nothing but the scheduler's
address is shared; a lost worker's tasks are run again.
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

from analysis.runs.caching import packages
from analysis.runs.executing import CODES, Outcome, Task, execute
from analysis.runs.keeping import write_atomically

PATIENCE = 20  # seconds to wait for a scheduler
ATTEMPTS = 3  # a task whose worker is lost is given to another, this often in all
_PACKED = (
    "src/analysis/**/*.py",
    "src/analysis/**/*.json",
    "data/raw/*.csv",
    "data/processed/*.csv",
    "notebooks/*.ipynb",
)
_queue = None  # in a worker: where it tells which cell runs


class ClusterError(RuntimeError):
    """The scheduler does not answer, or a worker cannot do the work."""


def lost(task: Task, why: str) -> Outcome:
    """Outcome of a task whose worker was lost every time."""
    return Outcome(notebook=task.notebook, point=task.point, status="failed", code=CODES["kernel"], error=why)


def on_this_machine(
    jobs: dict[Task, Path], root: Path, workers: int, told: Callable[[str, int, int], None]
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
    told : callable
        Called with a task's label, the cell that starts and the number of cells, from another thread.
    """
    left = dict(jobs)
    for task, outcome in _pooled(left, root, workers, told):
        del left[task]
        yield task, outcome
    for task, folder in left.items():  # a worker was killed, and all that waited went with it: each once more, alone
        yield (
            task,
            next(
                (o for _, o in _pooled({task: folder}, root, 1, told)),
                lost(task, "its worker process was killed, twice"),
            ),
        )


def _pooled(jobs: dict[Task, Path], root: Path, workers: int, told: Callable) -> Iterator[tuple[Task, Outcome]]:
    """Outcomes as they come; tasks whose worker died are left out."""
    context = get_context("spawn")
    queue, (reader, writer) = context.Queue(), context.Pipe(duplex=False)
    listener = Thread(target=_listen, args=(queue, told), daemon=True)
    listener.start()
    pool = ProcessPoolExecutor(
        min(workers, len(jobs)), mp_context=context, initializer=_begin, initargs=(queue, reader)
    )
    try:
        futures = {pool.submit(_work, task, root, folder): task for task, folder in jobs.items()}
        for future in as_completed(futures):
            if not isinstance(future.exception(), BrokenProcessPool):
                yield futures[future], future.result()
    finally:
        writer.close()  # the workers see it and end, whatever they were doing
        pool.shutdown(cancel_futures=True)
        queue.put(None)
        listener.join()


def _listen(queue, told: Callable) -> None:
    while (message := queue.get()) is not None:
        told(*message)


def _begin(queue, reader) -> None:
    """First act of a worker: to end when the process that started it closes the pipe or dies."""
    import signal

    global _queue
    _queue = queue
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the starting process decides
    Thread(target=_end_with, args=(reader,), daemon=True).start()


def _end_with(reader) -> None:
    try:
        reader.recv()
    except (EOFError, OSError):
        os._exit(1)


def _work(task: Task, root: Path, folder: Path) -> Outcome:
    folder.mkdir(parents=True, exist_ok=True)
    return execute(task, root, folder, lambda cell, cells: _queue.put((task.label, cell, cells)))


def on_cluster(jobs: dict[Task, Path], root: Path, address: str) -> Iterator[tuple[Task, Outcome]]:
    """Outcomes of tasks run by the workers of a dask.distributed cluster; their files are written into the tasks' folders here.

    Raises
    ------
    ClusterError
        If no scheduler answers at the address.
    """
    from distributed import Client, as_completed

    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"no dask scheduler answers at {address!r}; next: start one with `dask scheduler`"
        ) from error
    with client:
        left = dict(jobs)
        for _ in range(
            ATTEMPTS
        ):  # the scheduler itself reruns what a lost worker held; a new round is for a lost project
            project, digest = _scattered(client, root)
            futures = {
                client.submit(_work_there, t, project, digest, packages(), pure=False, retries=ATTEMPTS): t
                for t in left
            }
            trouble = {}
            for future in as_completed(futures, loop=client.loop):
                task, error = futures[future], future.exception()
                if error is None:
                    outcome, files = future.result()
                    _unpack_files(files, left.pop(task))
                    yield task, outcome
                elif isinstance(error, ClusterError):
                    yield task, lost(task, str(error))
                    del left[task]
                else:
                    trouble[task] = f"{type(error).__name__}: {error}"
            if not left:
                return
        yield from ((task, lost(task, f"given up after {ATTEMPTS} rounds; {trouble[task]}")) for task in left)


def _scattered(client, root: Path) -> tuple[object, str]:
    """The packed project on every worker, and its hash."""
    project = packed(root)
    return client.scatter(project, broadcast=True, hash=False), hashlib.sha256(project).hexdigest()


def packed(root: Path) -> bytes:
    """Library, tables and notebooks of the project in one zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for pattern in _PACKED for p in root.glob(pattern)):
            archive.write(path, path.relative_to(root).as_posix())
    return buffer.getvalue()


def unpacked(project: bytes, digest: str) -> Path:
    """Folder of this machine with the project, unpacked once."""
    folder = Path(tempfile.gettempdir()) / f"day229-{digest[:20]}"
    if not folder.is_dir():
        temporary = Path(tempfile.mkdtemp(prefix="day229-unpacking-"))
        with zipfile.ZipFile(io.BytesIO(project)) as archive:
            archive.extractall(temporary)  # our own archive, and zipfile keeps members below the folder
        try:
            temporary.rename(folder)
        except OSError:  # another worker was faster
            shutil.rmtree(temporary)
    return folder


def _work_there(task: Task, project: bytes, digest: str, wanted: dict[str, str]) -> tuple[Outcome, dict[str, bytes]]:
    """On a worker of a cluster: outcome and files of one task.

    Raises
    ------
    ClusterError
        If other versions are installed here, which could give other numbers.
    """
    found = packages()
    other = [f"{n} {found[n] or 'missing'} instead of {v}" for n, v in wanted.items() if found[n] != v]
    if other:
        raise ClusterError(f"a worker has {', '.join(other)}; next: install requirements.lock there")
    with tempfile.TemporaryDirectory(prefix="day229-task-") as folder:
        outcome = execute(task, unpacked(project, digest), Path(folder))
        files = {
            p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(Path(folder).rglob("*")) if p.is_file()
        }
    return outcome, files


def _unpack_files(files: dict[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / name, data)
