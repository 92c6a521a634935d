"""How is one notebook executed, and how did it end?

Executes one notebook through Papermill into a folder of its own and tells the outcome; nothing
but that folder and the task's temporary place is written. The same in a worker process and in a
thread of a cluster's worker. Heavy to import: workers do so when a notebook is to run.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from analysis.errors import UNWRITABLE
from analysis.runs import interpreter, pages, processes, scratch
from analysis.runs.notebooks import Task
from analysis.runs.record import Ending, Outcome, now
from analysis.runs.watching import Watch

ENGINE = "day229"
_OUTPUT_SECONDS = 60  # a cell's last outputs may come so late, on a busy machine
_START_SECONDS = 60
_running, _lock = set(), Lock()  # tasks under way in this process; a cluster's may hold several


def _ignored(cell: int, cells: int) -> None:
    """Called with the cell that starts, does nothing."""


def _never() -> bool:
    """Whether nobody waits for the task any more: never."""
    return False


def execute(
    task: Task,
    root: Path,
    folder: Path,
    on_cell: Callable[[int, int], None] = _ignored,
    abandoned: Callable[[], bool] = _never,
) -> Outcome:
    """Execute one notebook of the project at `root` into `folder`: notebook, page, figures, facts.

    A failed notebook is kept there as `<name>.failed.ipynb`, headed by what went wrong; there is
    then no page.

    Parameters
    ----------
    task : Task
    root : pathlib.Path
        Project folder; its `src`, where there is one, is what the kernel imports.
    folder : pathlib.Path
        Exists, and belongs to this task.
    on_cell : callable
        Called with the number of the cell that starts, and of all cells.
    abandoned : callable
        Whether nobody waits for the outcome any more; the notebook is then stopped.
    """
    started, clock = now(), datetime.now(UTC)
    notes: list[tuple[str, str]] = []
    before = _begin(task)
    watch = None
    try:
        with scratch.task_folder() as place:
            watch = Watch(task.conditions, (folder, place), abandoned)
            ending, notebook = _executed(task, root, folder, place, watch, on_cell)
        if notebook is not None:
            pages.clean(notebook)
            notes = pages.standard_error(notebook)
            ending = ending if ending.error else _incomplete(notebook, notes)
            pages.write(notebook, folder, task.notebook, ending.error)
    except OSError as failure:
        ending = _cannot_write(failure)
    except Exception as failure:  # whatever it is, the other notebooks go on
        ending = Ending(kind="incomplete", error=f"{type(failure).__name__}: {failure}")
    finally:
        _finish(task, folder, before, watch.seen if watch else set())
    return Outcome(
        notebook=task.notebook,
        point=task.point,
        status="failed" if ending.error else "done",
        kind=ending.kind,
        error=ending.error,
        cell=ending.cell,
        option=ending.option,
        notes=tuple(note for note, _ in notes),
        started=started,
        ended=now(),
        seconds=round((datetime.now(UTC) - clock).total_seconds(), 3),
    )


def _begin(task: Task) -> set:
    """Children this process has before the task's; what loses its parent from now on is ours."""
    processes.adopt()
    with _lock:
        _running.add(task)
    return processes.descendants()


def _finish(task: Task, folder: Path, before: set, seen: set) -> None:
    """End what cells started and left behind, wherever it went.

    What came to this process for want of a parent is known to be of this task only when no other is
    under way here.
    """
    with _lock:
        _running.discard(task)
        orphans = set() if _running else processes.descendants() - before
    processes.end(seen | orphans | processes.with_variable("DAY229_OUTPUT", str(folder)))


class _Client(PapermillNotebookClient):
    """Client of a kernel of our own, whose outputs are counted as they come."""

    def __init__(self, *given, watch: Watch, connection: Path, ports: bool, **named) -> None:
        super().__init__(*given, **named)
        self.watch, self.connection, self.ports = watch, connection, ports

    def create_kernel_manager(self):
        """Kernel of this interpreter; its connection file is removed with the task's place."""
        self.km = interpreter.own_kernel(self.connection, ports=self.ports)
        self.watch.kernel = lambda: getattr(getattr(self.km, "provisioner", None), "pid", None)
        return self.km

    def start_new_kernel_client(self):
        """Wait for the kernel; one that does not answer is killed, and says nothing of it."""
        self.shutdown_kernel = "immediate"
        client = super().start_new_kernel_client()
        self.shutdown_kernel = "graceful"
        return client

    def process_message(self, msg, cell, cell_index):
        """Keep what the watch allows."""
        return super().process_message(msg, cell, cell_index) if self._fits(msg) else None

    def _fits(self, msg: dict) -> bool:
        return msg["msg_type"] == "status" or self.watch.allows(msg["content"])


class KernelEngine(NBClientEngine):
    """Papermill engine that gives folder and environment to the kernel alone.

    Papermill's own changes the working folder of the whole process, hands on every environment
    variable and keeps nothing of a notebook whose kernel died.
    """

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man,
        kernel_name: str,
        *,
        execution_timeout: int,
        folder: str,
        env: dict[str, str],
        keep: Callable[[object], None],
        watch: Watch,
        connection: Path,
        on_cell: Callable[[int, int], None],
        **_ignored,
    ):
        """Execute all cells; `keep` receives the notebook before the first."""
        keep(nb_man.nb)
        code = [c.cell_type == "code" and bool(c.source.strip()) for c in nb_man.nb.cells]

        def begin(cell, cell_index: int) -> None:
            watch.begin(sum(code[: cell_index + 1]))
            on_cell(cell_index + 1, len(code))

        with watch:
            for ports in (False, True):  # one that does not answer is started once more
                client = _Client(
                    nb_man,
                    watch=watch,
                    connection=connection,
                    ports=ports,
                    kernel_name=interpreter.NAME,
                    timeout=execution_timeout,
                    iopub_timeout=_OUTPUT_SECONDS,
                    startup_timeout=_START_SECONDS,
                    record_timing=False,
                    resources={"metadata": {"path": folder}},
                    on_cell_start=begin,
                )
                try:
                    return client.execute(env=env)
                except RuntimeError:
                    if ports or watch.cell or watch.ending:
                        raise


papermill_engines.register(ENGINE, KernelEngine)


def _executed(
    task: Task, root: Path, folder: Path, place: Path, watch: Watch, on_cell: Callable
) -> tuple[Ending, object]:
    """How it ended, as far as Papermill and the watch can tell; the notebook if there is one."""
    held: list = []  # the notebook, as soon as there is one
    passed = task.conditions.pass_env
    try:
        notebook = nbformat.read(root / "notebooks" / f"{task.notebook}.ipynb", as_version=4)
        nbformat.validate(notebook)
        _refuse_kernel(notebook)
        papermill.execute_notebook(
            notebook,
            None,
            parameters=task.values,
            engine_name=ENGINE,
            progress_bar=False,
            log_output=False,
            execution_timeout=task.conditions.cell_seconds,
            folder=str(root / "notebooks"),
            env=interpreter.environment(root, folder, place, passed),
            keep=held.append,
            watch=watch,
            connection=place / "kernel.json",
            on_cell=on_cell,
        )
    except Exception as failure:
        ending = watch.ending or _ending_of(scratch.no_room(place) or failure, task, watch.cell)
    else:
        ending = watch.ending or Ending()
    return ending, held[0] if held else None


def _cannot_write(error: OSError) -> Ending:
    return Ending(kind="output", error=f"cannot write {error.filename}: {error.strerror}")


def _refuse_kernel(notebook) -> None:
    """Stop when a notebook asks for another kernel than this environment's Python."""
    asked = notebook.metadata.get("kernelspec", {}).get("name", interpreter.NAME)
    if asked != interpreter.NAME:
        raise ValueError(
            f"no kernel is called {asked!r} in a run, which uses this environment's Python; next:"
            f" open and save the notebook with the kernel {interpreter.NAME!r}"
        )


def _ending_of(failure: Exception, task: Task, cell: int) -> Ending:
    """What an exception of Papermill, its client or the kernel says of the notebook's end."""
    if isinstance(failure, PapermillExecutionError):
        full = re.search("No space left on device|Read-only file system", failure.evalue)
        told = f"cell {failure.exec_count}: {failure.ename}: {pages.plain(failure.evalue)}"
        return Ending(
            kind="output" if full else "cell", error=told, cell=failure.exec_count or cell
        )
    if isinstance(failure, CellTimeoutError) and "IOPub" in str(failure):
        told = f"cell {cell}: its outputs did not come within {_OUTPUT_SECONDS} s of its end"
        return Ending(kind="incomplete", error=told, cell=cell)
    if isinstance(failure, CellTimeoutError):
        limit = f"{task.conditions.cell_seconds} s"
        told = f"cell {cell}: a cell took longer than {limit} and was stopped"
        return Ending(kind="time", error=told, cell=cell, option="--cell-seconds")
    if isinstance(failure, DeadKernelError):
        return Ending(kind="kernel", error=f"cell {cell}: the kernel died", cell=cell)
    if isinstance(failure, OSError) and failure.errno in UNWRITABLE:
        return _cannot_write(failure)
    if isinstance(failure, RuntimeError):  # it did not answer, or died before it could
        return Ending(kind="kernel", error=f"the kernel did not start, tried twice: {failure}")
    if isinstance(failure, OSError | ValueError | nbformat.ValidationError):
        told = f"{type(failure).__name__}: {str(failure).partition(chr(10))[0]}"
        return Ending(kind="notebook", error=told)
    raise failure


def _incomplete(notebook, notes: list[tuple[str, str]]) -> Ending:
    """Complaint when not every code cell has its count, or something failed beside the cells.

    Whatever Papermill says.
    """
    code = [c for c in notebook.cells if c.cell_type == "code" and c.source.strip()]
    for wanted, found in enumerate((c.execution_count for c in code), 1):
        if wanted != found:
            order = f"count {found}, wanted {wanted}"
            told = f"code cell {wanted} was never run, or out of order: {order}"
            return Ending(kind="incomplete", error=told, cell=wanted)
    for note, text in notes:
        if "Traceback (most recent call last)" in text:
            told = f"something failed beside the cells; {note}"
            return Ending(kind="incomplete", error=told)
    return Ending()
