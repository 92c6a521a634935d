"""How does one notebook run, and how did it end?

Runs one notebook through Papermill into a folder of its own and tells the outcome; nothing outside that folder is written. Works the
same in this process, in a worker process and in a thread of a cluster's worker.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

CELL_SECONDS = 300  # a cell that takes longer is stopped
CODES = {
    "done": 0, "data": 1, "parameter": 2, "cell": 3, "kernel": 4, "time": 5, "incomplete": 6, "locked": 7, "output": 8, "notebook": 9, "drift": 10, "cluster": 11,
}  # fmt: skip  # exit codes of the command line; 130 and 143 when it was interrupted or terminated
_FIXED = {
    "PYTHONHASHSEED": "0", "TZ": "UTC", "PYTHONUTF8": "1",
    **{f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")},
}  # fmt: skip  # the same numbers on every machine; workers share the cores among notebooks
_HANDED_ON = ("DAY229_", "PATH", "HOME", "LANG", "LC_", "TMP", "TEMP", "USER", "LOGNAME", "SHELL", "LD_", "DYLD_", "VIRTUAL_ENV", "CONDA", "PYTHON",
              "JUPYTER", "IPYTHON", "OPENBLAS", "XDG_", "SYSTEMROOT", "APPDATA", "COMSPEC")  # fmt: skip  # beginnings; secrets in the environment stay out


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
    """How one notebook ended: `status` is done, cached or failed, `code` one of `CODES`, `error` empty on success."""

    notebook: str
    point: str = ""
    status: str = "done"
    code: int = 0
    error: str = ""
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


def execute(task: Task, root: Path, folder: Path, told: Callable[[int, int], None] = _nobody) -> Outcome:
    """Run one notebook of the project at `root` into `folder`: notebook, HTML page, figures and facts.

    A failed notebook is kept there as `<name>.failed.ipynb`, headed by what went wrong; there is then no page.

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
    kind, error = _run(task, root, folder, kept.append, told)
    if kept:
        notebook = cleaned(kept[0])
        if not error:
            kind, error = _incomplete(notebook)
        try:
            _write(task, notebook, folder, error)
        except OSError as failure:
            kind, error = "output", f"cannot write {failure.filename}: {failure.strerror}"
    return Outcome(
        notebook=task.notebook,
        point=task.point,
        status="failed" if error else "done",
        code=CODES[kind],
        error=error,
        started=started,
        ended=now(),
        seconds=round((datetime.now(UTC) - clock).total_seconds(), 3),
    )


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
            notebook, None, parameters=task.values, engine_name=engine.NAME, progress_bar=False, log_output=False,
            execution_timeout=task.cell_seconds, folder=str(root / "notebooks"), env=environment(root, folder), keep=keep, told=told,
        )  # fmt: skip
    except PapermillExecutionError as failure:
        full = "No space left on device" in failure.evalue or "Read-only file system" in failure.evalue
        return "output" if full else "cell", f"cell {failure.exec_count}: {failure.ename}: {failure.evalue}"
    except CellTimeoutError:
        return "time", f"a cell took longer than {task.cell_seconds} s and was stopped"
    except DeadKernelError:
        return "kernel", "the kernel died"
    except NoSuchKernel as failure:
        return (
            "notebook",
            f"no kernel is called {failure.name!r}; next: open and save the notebook with a kernel of this environment",
        )
    except (OSError, ValueError, nbformat.ValidationError) as failure:
        return "notebook", f"{type(failure).__name__}: {str(failure).splitlines()[0] if str(failure) else ''}"
    return "done", ""


def environment(root: Path, folder: Path) -> dict[str, str]:
    """Variables the kernel sees: fixed ones, ours, and of this process's only those that say where things are."""
    env = {k: v for k, v in os.environ.items() if k.upper().startswith(_HANDED_ON)} | _FIXED
    env |= {"DAY229_ROOT": str(root), "DAY229_OUTPUT": str(folder)}
    if (root / "src" / "analysis").is_dir():
        env["PYTHONPATH"] = os.pathsep.join(filter(None, [str(root / "src"), os.environ.get("PYTHONPATH", "")]))
    if not os.access(Path.home(), os.W_OK):  # otherwise warnings with this machine's paths stand in the outputs
        env |= {k: tempfile.gettempdir() for k in ("MPLCONFIGDIR", "IPYTHONDIR")}
    env.pop("MPLBACKEND", None)  # the notebook's own backend shows the figures
    return env


def cleaned(notebook):
    """The notebook without timings and paths, so that the same run gives the same bytes."""
    notebook.metadata = {"kernelspec": notebook.metadata.get("kernelspec", {}), "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"  # Papermill draws one
    return notebook


def _incomplete(notebook) -> tuple[str, str]:
    """Complaint when not every code cell has its count, whatever Papermill says."""
    counts = [c.execution_count for c in notebook.cells if c.cell_type == "code" and c.source.strip()]
    for number, (wanted, found) in enumerate(zip(range(1, len(counts) + 1), counts, strict=True), 1):
        if wanted != found:
            return "incomplete", f"code cell {number} was never run, or out of order: count {found}, wanted {wanted}"
    return "done", ""


def _write(task: Task, notebook, folder: Path, error: str) -> None:
    import nbformat

    from analysis.runs import pages

    if error:
        notebook.cells = [c for c in notebook.cells if "papermill-error-cell-tag" not in c.metadata.get("tags", [])]
        banner = f"**This run failed:** `{error}`. Cells without a count did not run."
        notebook.cells.insert(0, nbformat.v4.new_markdown_cell(banner, id="failed"))
        nbformat.write(notebook, folder / f"{task.notebook}.failed.ipynb")
    else:
        nbformat.write(notebook, folder / f"{task.notebook}.ipynb")
        (folder / f"{task.notebook}.html").write_text(
            pages.to_html(folder / f"{task.notebook}.ipynb"), encoding="utf-8"
        )
