"""How are notebooks run as one run that is recorded, cached, and shown only when all succeeded?

One notebook, all notebooks, or any tasks. Reads notebooks and data; writes below `reports/`: a
folder for the run with its record, outputs moved into place one notebook at a time, and the links
that show the latest good run.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import nullcontext, suppress
from pathlib import Path

from analysis import paths
from analysis.errors import ExpectedError
from analysis.runs import lint, pruning, record, scratch, store
from analysis.runs.conditions import USUAL, Conditions
from analysis.runs.notebooks import Task, notebook_names, notebook_path, typed
from analysis.runs.progress import RunLog, Together, chosen
from analysis.runs.record import Outcome
from analysis.runs.tasks import Options, outcomes_of, refuse_files

ALL = "latest"  # name of a run of all notebooks


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


def run(
    name: str,
    given: Iterable[str] = (),
    *,
    force: bool = False,
    show_progress: bool = False,
    conditions: Conditions = USUAL,
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
    conditions : conditions.Conditions
        Limits.

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
    task = Task(notebook=path.stem, values=typed(path, given), conditions=conditions)
    folder, _ = carry_out(path.stem, [task], Options(force=force, progress=chosen(show_progress)))
    return folder


def report(
    *,
    workers: int | None = None,
    force: bool = False,
    show_progress: bool = True,
    conditions: Conditions = USUAL,
    gate: Callable[[Path], object] | None = None,
) -> tuple[Path, list[Outcome]]:
    """Check the data and run all notebooks with their defaults into `reports/latest`.

    Parameters
    ----------
    workers : int, optional
        Processes; one per core when left out.
    force, show_progress, conditions
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
    tasks = [Task(notebook=n, conditions=conditions) for n in notebook_names()]
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
    gather: Callable[[Path], object] | None = None,
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
    gather : callable, optional
        Called with the run's folder, its record written, when all tasks ended, well or not; what it
        writes is there before the run is shown.
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
    tasks.LimitError
        If the outputs of the whole run are beyond its limit.
    NotebookError, tables.DataError, facts.FactError
        If a notebook holds what an unattended run must not do, or a file that a parameter names
        breaks its contract; no kernel is then started.
    cluster.ClusterError
        If the scheduler does not answer.
    """
    lint.refuse_lint(tasks)
    refuse_files(tasks)
    pruning.refuse_limits()
    with store.writable():
        scratch.sweep()
    begun = store.Inputs(paths.root())
    try:
        with (
            record.opened(name, tasks, begun, plan=plan, folder=folder) as opened,
            RunLog(opened.folder) as log,
        ):
            outcomes = _outcomes(tasks, options, opened, log)
            _end(opened, outcomes, gather, gate)
        return opened.folder, outcomes
    finally:
        with suppress(OSError):
            pruning.prune()


def _end(
    opened: record.Record, outcomes: list[Outcome], gather: Callable | None, gate: Callable | None
) -> None:
    """Gather what all tasks gave, then raise if one failed, or the gate is closed."""
    failure = _failure(outcomes, opened.folder)
    opened.write()
    if gather is not None:
        with suppress(OSError) if failure else nullcontext():  # what failed must be told
            gather(opened.folder)
    if failure:
        raise failure
    if gate is not None:
        gate(opened.folder)


def _outcomes(
    tasks: list[Task], options: Options, opened: record.Record, log: RunLog
) -> list[Outcome]:
    """How each task ended, in the order given; shown and logged as they come."""
    shown, ended = Together(options.progress, log), {}
    shown.begin(len(tasks), opened.folder.name)
    try:
        for task, outcome, _ in outcomes_of(tasks, options, opened):
            ended[task] = outcome
            shown.end(outcome)
    finally:
        shown.close()
    return [ended[t] for t in tasks]


def _failure(outcomes: list[Outcome], folder: Path) -> RunError | None:
    """Error of a run of which notebooks failed, with every failure and where it is kept."""
    failed = [o for o in outcomes if o.status == "failed"]
    if not failed:
        return None
    told = "\n".join(f"  {o.label}: {o.error}" for o in failed)
    return RunError(
        f"{len(failed)} of {len(outcomes)} notebooks failed:\n{told}\nearlier reports are"
        f" untouched; what ran is in {record.relative(folder)}",
        outcomes,
        folder,
    )
