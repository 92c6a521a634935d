"""How does one notebook run, and how did it end?

Runs one notebook through Papermill into a folder of its own and tells the outcome; nothing outside
that folder is written. Works the same in this process, in a worker process and in a thread of a
cluster's worker.
"""

import errno
import os
import re
import signal
import stat
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

CELL_SECONDS = 300  # a cell that takes longer is stopped
CODES = {
    "done": 0,
    "data": 1,
    "parameter": 2,
    "cell": 3,
    "kernel": 4,
    "time": 5,
    "incomplete": 6,
    "locked": 7,
    "output": 8,
    "notebook": 9,
    "drift": 10,
    "cluster": 11,
}  # exit codes of the command line; 130 and 143 when it was interrupted or terminated
_FIXED = {
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "PYTHONUTF8": "1",
    **{
        f"{library}_NUM_THREADS": "1"
        for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")
    },
}  # the same numbers on every machine; workers share the cores among notebooks
_HANDED_ON = frozenset(
    {
        "PATH",
        "HOME",
        "LANG",
        "LANGUAGE",
        "TMPDIR",
        "TMP",
        "TEMP",
        "USER",
        "LOGNAME",
        "SHELL",
        "VIRTUAL_ENV",
        "CONDA_PREFIX",
        "CONDA_DEFAULT_ENV",
        "PYTHONHOME",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONPYCACHEPREFIX",
        "JUPYTER_PATH",
        "JUPYTER_DATA_DIR",
        "OPENBLAS_CORETYPE",
        "OPENBLAS_L2_SIZE",
        "XDG_CACHE_HOME",
        "SYSTEMROOT",
        "APPDATA",
        "COMSPEC",
    }
)  # by name, so that no secret of the surroundings gets in
_HANDED_ON_FROM = ("LC_", "LD_", "DYLD_", "DAY229_")  # and by how they begin
ENDS = {
    "DataError": "data",
    "TimelineError": "data",
    "FactError": "data",
    "ParameterInputError": "parameter",
    "ParameterError": "parameter",
    "LockedError": "locked",
    "OutputError": "output",
    "NotebookError": "notebook",
    "DriftError": "drift",
    "ClusterError": "cluster",
}
UNWRITABLE = frozenset(
    {errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EDQUOT, errno.EFBIG}
)


class Terminated(BaseException):
    """The process was told to end (SIGTERM)."""


def code_of(error: BaseException) -> int:
    """Exit code of an error that ended a run."""
    if isinstance(error, KeyboardInterrupt | Terminated):
        return 128 + (signal.SIGINT if isinstance(error, KeyboardInterrupt) else signal.SIGTERM)
    if isinstance(error, OSError):
        return CODES["output" if error.errno in UNWRITABLE else "data"]
    return getattr(error, "code", None) or CODES[ENDS.get(type(error).__name__, "data")]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Task:
    """One notebook with the parameter values that differ from its defaults.

    Parameters
    ----------
    notebook : str
        Full name without suffix.
    values : dict
        Checked values by parameter name.
    point : str
        Folder of a sweep's point; empty outside a sweep.
    cell_seconds : int
        Time limit of a cell.
    """

    notebook: str
    values: dict = field(default_factory=dict)
    point: str = ""
    cell_seconds: int = CELL_SECONDS

    @property
    def label(self) -> str:
        """What a person calls it."""
        return f"{self.point}/{self.notebook}" if self.point else self.notebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one notebook ended.

    `status` is done, cached or failed, `code` one of `CODES`, `error` empty on success, `notes`
    what it said on standard error.
    """

    notebook: str
    point: str = ""
    status: str = "done"
    code: int = 0
    error: str = ""
    notes: tuple[str, ...] = ()
    started: str = ""
    ended: str = ""
    seconds: float = 0.0

    @property
    def label(self) -> str:
        """What a person calls it."""
        return f"{self.point}/{self.notebook}" if self.point else self.notebook


def now() -> str:
    """Moment in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _nobody(cell: int, cells: int) -> None:
    """Told of every cell, tells nobody."""


def execute(
    task: Task, root: Path, folder: Path, told: Callable[[int, int], None] = _nobody
) -> Outcome:
    """Run one notebook of the project at `root` into `folder`.

    Notebook, HTML page, figures and facts.

    A failed notebook is kept there as `<name>.failed.ipynb`, headed by what went wrong; there is
    then no page.

    Parameters
    ----------
    task : Task
    root : pathlib.Path
        Project folder; its `src`, where there is one, is what the kernel imports.
    folder : pathlib.Path
        Exists, and belongs to this task.
    told : callable
        Called with the number of the cell that starts, and of all cells.
    """
    started, clock = now(), datetime.now(UTC)
    kept: list = []
    try:
        kind, error = _run(task, root, folder, kept.append, told)
        notebook = cleaned(kept[0]) if kept else None
        if kept and not error:
            kind, error = _incomplete(notebook)
        if kept:
            _write(task, notebook, folder, error)
    except OSError as failure:
        kind, error, notebook = (
            "output",
            f"cannot write {failure.filename}: {failure.strerror}",
            None,
        )
    except Exception as failure:  # whatever it is, the other notebooks go on
        kind, error, notebook = "incomplete", f"{type(failure).__name__}: {failure}", None
    finally:
        _end_strays(folder)
    return Outcome(
        notebook=task.notebook,
        point=task.point,
        status="failed" if error else "done",
        code=CODES[kind],
        error=error,
        notes=tuple(n for n, _ in _said(notebook)) if notebook is not None else (),
        started=started,
        ended=now(),
        seconds=round((datetime.now(UTC) - clock).total_seconds(), 3),
    )


def _end_strays(folder: Path) -> None:
    """End what cells started and left behind.

    Processes that still carry this task's folder in their environment.
    """
    import psutil

    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get("DAY229_OUTPUT") == str(folder):
                process.kill()
        except psutil.Error:
            continue


def _run(task: Task, root: Path, folder: Path, keep: Callable, told: Callable) -> tuple[str, str]:
    """Kind of ending and complaint; "done" and an empty text when Papermill found nothing wrong."""
    sys.modules.setdefault(
        "rfc3987_syntax", None
    )  # jsonschema would build a grammar of addresses for two seconds; notebooks need none
    import nbformat
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    from analysis.runs import engine

    try:
        notebook = nbformat.read(root / "notebooks" / f"{task.notebook}.ipynb", as_version=4)
        nbformat.validate(notebook)
        papermill.execute_notebook(
            notebook,
            None,
            parameters=task.values,
            engine_name=engine.NAME,
            progress_bar=False,
            log_output=False,
            execution_timeout=task.cell_seconds,
            folder=str(root / "notebooks"),
            env=environment(root, folder),
            keep=keep,
            told=told,
        )
    except PapermillExecutionError as failure:
        full = (
            "No space left on device" in failure.evalue or "Read-only file system" in failure.evalue
        )
        return (
            "output" if full else "cell",
            f"cell {failure.exec_count}: {failure.ename}: {plain(failure.evalue)}",
        )
    except CellTimeoutError:
        return "time", f"a cell took longer than {task.cell_seconds} s and was stopped"
    except DeadKernelError:
        return "kernel", "the kernel died"
    except RuntimeError as failure:  # it did not answer, or died before it could
        return "kernel", f"the kernel did not start: {failure}"
    except NoSuchKernel as failure:
        return (
            "notebook",
            (
                f"no kernel is called {failure.name!r}; next: open and save the notebook with a"
                " kernel of this environment"
            ),
        )
    except (OSError, ValueError, nbformat.ValidationError) as failure:
        return (
            "notebook",
            f"{type(failure).__name__}: {str(failure).splitlines()[0] if str(failure) else ''}",
        )
    return "done", ""


def environment(root: Path, folder: Path) -> dict[str, str]:
    """Variables the kernel sees.

    Fixed ones, ours, and of this process's only those that say where things are.
    """
    env = {
        k: v
        for k, v in os.environ.items()
        if k.upper() in _HANDED_ON or k.upper().startswith(_HANDED_ON_FROM)
    } | _FIXED
    env |= {"DAY229_ROOT": str(root), "DAY229_OUTPUT": str(folder)}
    if (root / "src" / "analysis").is_dir():
        env["PYTHONPATH"] = os.pathsep.join(
            filter(None, [str(root / "src"), os.environ.get("PYTHONPATH", "")])
        )
    elif "PYTHONPATH" in os.environ:
        env["PYTHONPATH"] = os.environ["PYTHONPATH"]
    for name in (
        "MPLCONFIGDIR",
        "IPYTHONDIR",
    ):  # no settings or start-up files of the user act on results
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


def cleaned(notebook):
    """The notebook without timings and paths, so that the same run gives the same bytes."""
    notebook.metadata = {
        "kernelspec": notebook.metadata.get("kernelspec", {}),
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"  # Papermill draws one
    return notebook


def _incomplete(notebook) -> tuple[str, str]:
    """Complaint when not every code cell has its count.

    Or something failed beside the cells, whatever Papermill says.
    """
    counts = [
        c.execution_count for c in notebook.cells if c.cell_type == "code" and c.source.strip()
    ]
    for number, found in enumerate(counts, 1):
        if number != found:
            return (
                "incomplete",
                (
                    f"code cell {number} was never run, or out of order: count {found}, wanted"
                    f" {number}"
                ),
            )
    for note, text in _said(notebook):
        if "Traceback (most recent call last)" in text:
            return "incomplete", f"something failed beside the cells; {note}"
    return "done", ""


def _said(notebook) -> list[tuple[str, str]]:
    """What cells wrote to standard error.

    A note with the cell's count and the last line, and the whole text.
    """
    said = [
        (c.execution_count, plain(o.text))
        for c in notebook.cells
        if c.cell_type == "code"
        for o in c.outputs
        if o.output_type == "stream" and o.name == "stderr"
    ]
    return [
        (f"cell {count} on standard error: {text.strip().splitlines()[-1][:200]}", text)
        for count, text in said
        if text.strip()
    ]


def plain(text: str) -> str:
    """Text without the codes that colour a terminal; Python colours tracebacks from 3.13 on."""
    return re.sub(r"\x1b\[[0-9;?]*[ -/]*[@-~]", "", text)


def _write(task: Task, notebook, folder: Path, error: str) -> None:
    import nbformat

    from analysis.runs import pages

    if error:
        notebook.cells = [
            c
            for c in notebook.cells
            if "papermill-error-cell-tag" not in c.metadata.get("tags", [])
        ]
        banner = f"**This run failed:** `{error}`. Cells without a count did not run."
        notebook.cells.insert(0, nbformat.v4.new_markdown_cell(banner, id="failed"))
        nbformat.write(notebook, folder / f"{task.notebook}.failed.ipynb")
    else:
        nbformat.write(notebook, folder / f"{task.notebook}.ipynb")
        (folder / f"{task.notebook}.html").write_text(
            pages.to_html(folder / f"{task.notebook}.ipynb"), encoding="utf-8"
        )
