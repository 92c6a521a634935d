"""How is one notebook executed, and how did it end?

Executes one notebook through Papermill into a folder of its own and tells the outcome; nothing
outside that folder is written. The same in a worker process and in a thread of a cluster's worker.
Heavy to import: workers do so when a notebook is to run.
"""

import os
import re
import stat
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import papermill
import psutil
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from analysis.runs import pages
from analysis.runs.notebooks import Task
from analysis.runs.record import Outcome, now

ENGINE = "day229"
_QUIET = ["--IPKernelApp.log_level=50"]  # ipykernel warns of plain TCP, and tells of the interrupt
_THREADS = ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")
_FIXED = {"PYTHONHASHSEED": "0", "TZ": "UTC", "PYTHONUTF8": "1"} | {
    f"{library}_NUM_THREADS": "1" for library in _THREADS
}  # the same numbers on every machine; workers share the cores among notebooks
_HANDED_ON = re.compile(
    r"PATH|HOME|LANG|LANGUAGE|TMPDIR|TMP|TEMP|USER|LOGNAME|SHELL|SYSTEMROOT|APPDATA|COMSPEC"
    r"|VIRTUAL_ENV|CONDA_PREFIX|CONDA_DEFAULT_ENV|PYTHONHOME|PYTHONDONTWRITEBYTECODE"
    r"|PYTHONPYCACHEPREFIX|JUPYTER_PATH|JUPYTER_DATA_DIR|OPENBLAS_CORETYPE|OPENBLAS_L2_SIZE"
    r"|XDG_CACHE_HOME|(LC_|LD_|DYLD_|DAY229_).*"
)  # by name, so that no secret of the surroundings gets in


def _ignored(cell: int, cells: int) -> None:
    """Called with the cell that starts, does nothing."""


def execute(
    task: Task, root: Path, folder: Path, on_cell: Callable[[int, int], None] = _ignored
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
    """
    started, clock = now(), datetime.now(UTC)
    held: list = []  # the notebook, as soon as there is one
    notes: list[tuple[str, str]] = []
    try:
        kind, error = _papermill(task, root, folder, held.append, on_cell)
        if held:
            pages.clean(held[0])
            notes = _standard_error(held[0])
            kind, error = (kind, error) if error else _incomplete(held[0], notes)
            pages.write(held[0], folder, task.notebook, error)
    except OSError as failure:
        kind, error = "output", f"cannot write {failure.filename}: {failure.strerror}"
    except Exception as failure:  # whatever it is, the other notebooks go on
        kind, error = "incomplete", f"{type(failure).__name__}: {failure}"
    finally:
        _end_strays(folder)
    return Outcome(
        notebook=task.notebook,
        point=task.point,
        status="failed" if error else "done",
        kind=kind,
        error=error,
        notes=tuple(note for note, _ in notes),
        started=started,
        ended=now(),
        seconds=round((datetime.now(UTC) - clock).total_seconds(), 3),
    )


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
        on_cell: Callable[[int, int], None],
        **_ignored,
    ):
        """Execute all cells; `keep` receives the notebook before the first."""
        keep(nb_man.nb)
        total = len(nb_man.nb.cells)
        client = PapermillNotebookClient(
            nb_man,
            kernel_name=kernel_name,
            timeout=execution_timeout,
            startup_timeout=60,
            record_timing=False,
            extra_arguments=_QUIET,
            resources={"metadata": {"path": folder}},
            on_cell_start=lambda cell, cell_index: on_cell(cell_index + 1, total),
        )
        return client.execute(env=env)


papermill_engines.register(ENGINE, KernelEngine)


def _papermill(
    task: Task, root: Path, folder: Path, keep: Callable, on_cell: Callable
) -> tuple[str, str]:
    """Kind of ending and complaint; "done" and an empty text when Papermill found nothing wrong."""
    try:
        notebook = nbformat.read(root / "notebooks" / f"{task.notebook}.ipynb", as_version=4)
        nbformat.validate(notebook)
        papermill.execute_notebook(
            notebook,
            None,
            parameters=task.values,
            engine_name=ENGINE,
            progress_bar=False,
            log_output=False,
            execution_timeout=task.cell_seconds,
            folder=str(root / "notebooks"),
            env=environment(root, folder),
            keep=keep,
            on_cell=on_cell,
        )
    except PapermillExecutionError as failure:
        full = re.search("No space left on device|Read-only file system", failure.evalue)
        told = f"cell {failure.exec_count}: {failure.ename}: {plain(failure.evalue)}"
        return "output" if full else "cell", told
    except CellTimeoutError:
        return "time", f"a cell took longer than {task.cell_seconds} s and was stopped"
    except DeadKernelError:
        return "kernel", "the kernel died"
    except RuntimeError as failure:  # it did not answer, or died before it could
        return "kernel", f"the kernel did not start: {failure}"
    except NoSuchKernel as failure:
        next_step = "open and save the notebook with a kernel of this environment"
        return "notebook", f"no kernel is called {failure.name!r}; next: {next_step}"
    except (OSError, ValueError, nbformat.ValidationError) as failure:
        return "notebook", f"{type(failure).__name__}: {str(failure).partition(chr(10))[0]}"
    return "done", ""


def environment(root: Path, folder: Path) -> dict[str, str]:
    """Variables the kernel sees.

    Fixed ones, ours, and of this process's only those that say where things are.
    """
    env = {k: v for k, v in os.environ.items() if _HANDED_ON.fullmatch(k.upper())} | _FIXED
    env |= {"DAY229_ROOT": str(root), "DAY229_OUTPUT": str(folder)}
    if (root / "src" / "analysis").is_dir():
        env["PYTHONPATH"] = os.pathsep.join(
            filter(None, [str(root / "src"), os.environ.get("PYTHONPATH", "")])
        )
    elif "PYTHONPATH" in os.environ:
        env["PYTHONPATH"] = os.environ["PYTHONPATH"]
    for name in ("MPLCONFIGDIR", "IPYTHONDIR"):  # no settings or start-up files of the user
        env[name] = str(private_folder() / name.lower())
        Path(env[name]).mkdir(exist_ok=True)
    return env


def private_folder() -> Path:
    """Folder for temporary things that last, which nobody else on this machine can write."""
    folder = (
        Path(tempfile.gettempdir()) / f"day229-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    )
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    mine = not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)
    if stat.S_ISDIR(found.st_mode) and mine:
        return folder
    return Path(tempfile.mkdtemp(prefix="day229-"))


def _incomplete(notebook, notes: list[tuple[str, str]]) -> tuple[str, str]:
    """Complaint when not every code cell has its count, or something failed beside the cells.

    Whatever Papermill says.
    """
    code = [c for c in notebook.cells if c.cell_type == "code" and c.source.strip()]
    for wanted, found in enumerate((c.execution_count for c in code), 1):
        if wanted != found:
            order = f"count {found}, wanted {wanted}"
            return "incomplete", f"code cell {wanted} was never run, or out of order: {order}"
    for note, text in notes:
        if "Traceback (most recent call last)" in text:
            return "incomplete", f"something failed beside the cells; {note}"
    return "done", ""


def _standard_error(notebook) -> list[tuple[str, str]]:
    """What cells wrote to standard error: a note with count and last line, and the whole text."""
    texts = [
        (c.execution_count, plain(o.text))
        for c in notebook.cells
        if c.cell_type == "code"
        for o in c.outputs
        if o.output_type == "stream" and o.name == "stderr"
    ]
    return [
        (f"cell {count} on standard error: {text.strip().splitlines()[-1][:200]}", text)
        for count, text in texts
        if text.strip()
    ]


def plain(text: str) -> str:
    """Text without the codes that colour a terminal; Python colours tracebacks from 3.13 on."""
    return re.sub(r"\x1b\[[0-9;?]*[ -/]*[@-~]", "", text)


def _end_strays(folder: Path) -> None:
    """End what cells started and left behind.

    Processes that still carry this task's folder in their environment.
    """
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get("DAY229_OUTPUT") == str(folder):
                process.kill()
        except psutil.Error:
            continue
