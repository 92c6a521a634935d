"""Which processes of a cluster do the work?

Takes tasks with a folder each and gives outcomes as they come, in any order. The workers of a
dask.distributed cluster get the project as one packed file and send their outputs back, so nothing
but the scheduler's address is shared; a lost worker's tasks are run again, and what nobody waits
for any more is stopped.
"""

import hashlib
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis import paths
from analysis.errors import ExpectedError
from analysis.runs.notebooks import Task
from analysis.runs.record import Outcome, lost
from analysis.runs.store import INSTALLED, Inputs, library_hash, packages, write_atomically

PATIENCE = 20  # seconds to wait for a scheduler
ATTEMPTS = 3  # a task whose worker is lost is given to another, this often in all
_LOST = (TimeoutError, ConnectionError)  # beside OSErrors of distributed's own, without a number
_PACKED = ("src/analysis/**/*.py", "src/analysis/**/*.json", "notebooks/*.ipynb")


class ClusterError(ExpectedError, RuntimeError):
    """The scheduler does not answer, or a worker cannot do the work."""

    kind = "cluster"


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
    except OSError as error:
        if not isinstance(error, _LOST) and error.errno is not None:
            raise  # of the disk here, not of the wire
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
                yield task, lost(task, str(error), "cluster")
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
        (task, lost(task, f"given up after {ATTEMPTS} rounds; {trouble[task]}", "cluster"))
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
        found = {p for pattern in _PACKED for p in root.glob(pattern)}
        for path in sorted(found.union(paths.input_files(root))):
            archive.write(path, path.relative_to(root).as_posix())
    return buffer.getvalue()


def unpacked(project: bytes, digest: str) -> Path:
    """Folder of this machine with the project, unpacked once, where nobody else can write."""
    from analysis.runs import scratch

    folder = scratch.private_folder() / f"project-{digest[:20]}"
    if not (folder / "notebooks").is_dir():
        scratch.sweep()
        temporary = Path(tempfile.mkdtemp(prefix="unpacking-", dir=folder.parent))
        with zipfile.ZipFile(io.BytesIO(project)) as archive:
            archive.extractall(
                temporary
            )  # our own archive, and zipfile keeps members below the folder
        try:
            temporary.rename(folder)
        except OSError:  # another worker was faster
            shutil.rmtree(temporary)
    os.utime(folder)  # recently used
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
    from analysis.runs import kernel, scratch

    with scratch.task_folder() as place:
        folder = place / "outputs"
        folder.mkdir()
        project_there = unpacked(project, digest)
        outcome = kernel.execute(task, project_there, folder, abandoned=_abandoned())
        files = {
            p.relative_to(folder).as_posix(): p.read_bytes()
            for p in sorted(folder.rglob("*"))
            if p.is_file()
        }
    return outcome, files


def _abandoned() -> Callable[[], bool]:
    """Whether the scheduler has taken the running task back, because its client is gone."""
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def abandoned() -> bool:
        held = worker.state.tasks.get(key)
        return held is None or held.state == "cancelled"

    return abandoned
