"""How are notebooks run as one run that is recorded, cached, and shown only when all succeeded?

One notebook, all notebooks, or any tasks. Reads notebooks and data; writes below `reports/`: a
folder for the run with its record, outputs moved into place one notebook at a time, and the links
that show the latest good run.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from analysis import paths
from analysis.errors import ExpectedError
from analysis.runs import lint, record, store, workers
from analysis.runs.notebooks import CELL_SECONDS, Task, notebook_names, notebook_path, typed
from analysis.runs.progress import NoProgress, chosen
from analysis.runs.record import Outcome

ALL = "latest"  # name of a run of all notebooks
_CHANGED = "tables, library, notebook or a named file changed while it ran; next: run again"


class RunError(ExpectedError, RuntimeError):
    """A run that failed, or cannot begin; the last good run is untouched.

    `outcomes` tells how each notebook ended, `folder` holds what ran; `kind` is that of the first
    that failed, and "data" when none was begun.
    """

    def __init__(
        self, message: str, outcomes: Iterable[Outcome] = (), folder: Path | None = None
    ) -> None:
        super().__init__(message)
        self.outcomes, self.folder = list(outcomes), folder
        self.failed = [o for o in self.outcomes if o.status == "failed"]
        self.kind = self.failed[0].kind if self.failed else "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of a run.

    Parameters
    ----------
    workers : int
        Processes of this machine.
    force : bool
        Run notebooks even when the cache holds their result.
    scheduler : str
        Address of a dask scheduler to use instead of this machine; empty for none.
    progress : progress.NoProgress
        Where it is shown what happens.
    """

    workers: int = 1
    force: bool = False
    scheduler: str = ""
    progress: NoProgress = NoProgress()  # noqa: RUF009  (it holds nothing)


def run(
    name: str,
    given: Iterable[str] = (),
    *,
    force: bool = False,
    show_progress: bool = False,
    cell_seconds: int = CELL_SECONDS,
) -> Path:
    """Run one notebook with parameters; `reports/<name>` shows it.

    Parameters
    ----------
    name : str
        Notebook, or the beginning of its name.
    given : iterable of str
        "key=value" texts.
    force : bool
        Run even when the result is in the cache.
    show_progress : bool
        Tell what happens.
    cell_seconds : int
        Time limit of a cell.

    Returns
    -------
    pathlib.Path
        Folder of the run: notebook, page, figures, facts, manifest.

    Raises
    ------
    ParameterInputError, parameters.ParameterError
        If a parameter is not allowed; no kernel is then started.
    RunError and others
        As `carry_out`; the last good run of this notebook stays where it was.
    """
    path = notebook_path(name)
    task = Task(notebook=path.stem, values=typed(path, given), cell_seconds=cell_seconds)
    folder, _ = carry_out(path.stem, [task], Options(force=force, progress=chosen(show_progress)))
    return folder


def report(
    *,
    workers: int | None = None,
    force: bool = False,
    show_progress: bool = True,
    cell_seconds: int = CELL_SECONDS,
    gate: Callable[[Path], object] | None = None,
) -> tuple[Path, list[Outcome]]:
    """Check the data and run all notebooks with their defaults into `reports/latest`.

    Parameters
    ----------
    workers : int, optional
        Processes; one per core when left out.
    force, show_progress, cell_seconds
        As `run`.
    gate : callable, optional
        As `carry_out`: the drift gate, for example.

    Raises
    ------
    RunError and others
        If data are stale, or as `carry_out`; `reports/latest` is then untouched.
    tables.DataError
        If a raw table breaks its contract.
    """
    refuse_stale()
    tasks = [Task(notebook=n, cell_seconds=cell_seconds) for n in notebook_names()]
    if not tasks:
        raise RunError(
            f"no notebook in {paths.notebooks()}; next: `day229 new FOLDER` begins a case with one,"
            " or work in a clone of the project"
        )
    for task in tasks:
        typed(notebook_path(task.notebook), [])  # the defaults are allowed
    return carry_out(
        ALL,
        tasks,
        Options(workers=workers or cores(), force=force, progress=chosen(show_progress)),
        gate=gate,
    )


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def refuse_stale() -> None:
    """Check contracts and freshness of the tables, unless these were found in order before.

    Raises
    ------
    RunError, tables.DataError
    """
    mark = paths.reports() / ".cache" / "in-order" / store.Inputs(paths.root()).digest()
    if mark.is_file():
        return
    from analysis import cleaning

    old = cleaning.stale()
    if old:
        raise RunError(f"data/processed is stale: {', '.join(old)}; next: run `day229 data build`")
    with store.writable():
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()


def carry_out(
    name: str,
    tasks: list[Task],
    options: Options,
    *,
    plan: dict | None = None,
    folder: Path | None = None,
    gate: Callable[[Path], object] | None = None,
) -> tuple[Path, list[Outcome]]:
    """Run tasks as one run of a name and let `reports/<name>` show it when all succeeded.

    Parameters
    ----------
    name : str
        "latest", a notebook, or a sweep; one run of a name at a time.
    tasks : list of Task
        Checked.
    options : Options
    plan : dict, optional
        What a sweep runs over, for the record.
    folder : pathlib.Path, optional
        Folder of an interrupted run to finish; a new one when left out.
    gate : callable, optional
        Called with the run's folder when all succeeded; what it raises keeps the run from being
        shown.

    Returns
    -------
    tuple of pathlib.Path and list of Outcome
        Folder of the run, and how each task ended, in the order given.

    Raises
    ------
    RunError
        If a notebook fails.
    store.LockedError, store.OutputError
        If another run holds the name, or the output folder cannot be written.
    NotebookError, tables.DataError, facts.FactError
        If a notebook holds what an unattended run must not do, or a file that a parameter names
        breaks its contract; no kernel is then started.
    workers.ClusterError
        If the scheduler does not answer.
    """
    lint.refuse_lint(tasks)
    _refuse_files(tasks)
    inputs = store.Inputs(paths.root())
    with record.opened(name, tasks, inputs, plan=plan, folder=folder) as opened:
        entries, ended = dict(zip(tasks, opened.content["tasks"], strict=True)), {}
        options.progress.begin(len(tasks))
        try:
            for task, outcome, files in _outcomes(tasks, options, inputs, opened.folder):
                ended[task] = outcome
                opened.note(entries[task], outcome, files)
                options.progress.end(outcome)
        finally:
            options.progress.close()
        outcomes = [ended[t] for t in tasks]
        _refuse_failures(outcomes, opened.folder)
        if gate is not None:
            gate(opened.folder)
    return opened.folder, outcomes


def _refuse_files(tasks: list[Task]) -> None:
    """Read every file that a parameter names as its notebook will, before a kernel starts."""
    named = {(n, v) for t in tasks for n, v in t.values.items() if n.endswith("_file") and v}
    for name, path in sorted(named):
        if name == "priors_file":
            from analysis import cleaning

            cleaning.assumptions(path)
        elif name == "facts_file":
            from analysis import facts

            facts.of_sweep(path)


def _outcomes(
    tasks: list[Task], options: Options, inputs: store.Inputs, folder: Path
) -> Iterator[tuple[Task, Outcome, list[str]]]:
    """Outcomes as they come with the files in their place: from the cache, then what must run."""
    keys = {t: inputs.key(t) for t in tasks}
    jobs = {t: folder / record.WORK / f"{n:05d}" for n, t in enumerate(tasks)}
    for task in tasks:
        store.clear(folder / task.point, task.notebook)
        if not options.force and (files := store.fetch(keys[task], folder / task.point)):
            del jobs[task]
            moment = {"started": record.now(), "ended": record.now()}
            told = {"notebook": task.notebook, "point": task.point, "status": "cached"}
            yield task, Outcome(**told, **moment), files
    if not jobs:
        return
    if options.scheduler:
        running = workers.on_cluster(jobs, inputs, options.scheduler)
    else:
        running = workers.on_this_machine(jobs, inputs.root, options.workers, options.progress.cell)
    for task, outcome in running:
        if (
            outcome.status == "done"
            and not options.scheduler
            and store.Inputs(inputs.root).key(task) != keys[task]
        ):
            outcome = replace(outcome, status="failed", kind="data", error=_CHANGED)
        if outcome.status == "done":
            store.keep(keys[task], jobs[task])
        only = "*" if outcome.status == "done" else "*.failed.ipynb"
        yield task, outcome, store.move_into(jobs[task], folder / task.point, only)


def _refuse_failures(outcomes: list[Outcome], folder: Path) -> None:
    """Raise when a notebook failed, with every failure and where it is kept."""
    failed = [o for o in outcomes if o.status == "failed"]
    if not failed:
        return
    told = "\n".join(f"  {o.label}: {o.error}" for o in failed)
    raise RunError(
        f"{len(failed)} of {len(outcomes)} notebooks failed:\n{told}\nearlier reports are"
        f" untouched; what ran is in {record.relative(folder)}",
        outcomes,
        folder,
    )
