"""How are many notebooks carried out as one run that is recorded, cached.

And shown only when all succeeded?

Writes below `reports/`: a folder for the run with its manifest, outputs moved into place one
notebook at a time, and the links that show the latest good run.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from analysis import paths
from analysis.runs import caching, keeping, manifest, pools, progress
from analysis.runs.executing import CODES, Outcome, Task, Terminated, code_of, now
from analysis.runs.notebooks import NotebookError, lint

_CHANGED = "tables, library, notebook or a named file changed while it ran; next: run again"


class RunError(RuntimeError):
    """Notebooks failed; the last good run is untouched.

    `code` is the exit code, `outcomes` how each ended, `folder` what ran.
    """

    def __init__(
        self,
        message: str,
        code: int,
        outcomes: list[Outcome] | None = None,
        folder: Path | None = None,
    ) -> None:
        super().__init__(message)
        self.code, self.outcomes, self.folder = code, outcomes or [], folder


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How to carry out a run.

    Parameters
    ----------
    workers : int
        Processes of this machine.
    force : bool
        Run notebooks even when the cache holds their result.
    scheduler : str
        Address of a dask scheduler to use instead of this machine; empty for none.
    telling : progress.Silent
        Who is told what happens.
    """

    workers: int = 1
    force: bool = False
    scheduler: str = ""
    telling: progress.Silent = progress.Silent()  # noqa: RUF009  (it holds nothing)


def carry_out(
    name: str,
    tasks: list[Task],
    how: How,
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
    how : How
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
    keeping.LockedError, keeping.OutputError
        If another run holds the name, or the output folder cannot be written.
    NotebookError
        If a notebook holds what an unattended run must not do; none is then started.
    pools.ClusterError
        If the scheduler does not answer.
    """
    refuse_lint(tasks)
    with keeping.writable():
        paths.reports().mkdir(parents=True, exist_ok=True)
        folder = folder or paths.reports() / keeping.new_run_id(name)
        with keeping.held(name, folder.name):
            manifest.mark_interrupted(name)
            outcomes = _recorded(name, tasks, how, plan, folder, gate)
            keeping.switch(name, folder)
            keeping.prune(name)
            caching.trim()
    return folder, outcomes


def refuse_lint(tasks: list[Task]) -> None:
    """Stop before any kernel starts when a notebook does what a run must not.

    Raises
    ------
    NotebookError
    """
    found = [
        c
        for n in sorted({t.notebook for t in tasks})
        for c in lint(paths.notebooks() / f"{n}.ipynb")
    ]
    if found:
        raise NotebookError("\n".join(found))


def _recorded(
    name: str, tasks: list[Task], how: How, plan: dict | None, folder: Path, gate: Callable | None
) -> list[Outcome]:
    """All outcomes, in order, with the manifest kept as they come and closed whatever happens."""
    inputs = caching.Inputs(paths.root())
    folder.mkdir(exist_ok=True)
    record = manifest.begin(folder.name, name, tasks, inputs, plan)
    manifest.write(record, folder)
    how.telling.begin(len(tasks))
    try:
        outcomes = _all(tasks, how, inputs, folder, record)
        _refuse_failures(outcomes, folder)
        if gate is not None:
            gate(folder)
    except BaseException as error:
        ended = isinstance(error, KeyboardInterrupt | Terminated | OSError)
        manifest.close(
            record,
            "interrupted" if ended else "failed",
            code_of(error),
            f"{type(error).__name__}: {error}",
        )
        with suppress(OSError):  # a full disk must not hide what happened
            manifest.write(record, folder)
            keeping.switch("failed", folder)
        raise
    finally:
        how.telling.close()
        shutil.rmtree(folder / manifest.WORK, ignore_errors=True)
    manifest.close(record, "done", 0)
    manifest.write(record, folder)
    return outcomes


def _all(
    tasks: list[Task], how: How, inputs: caching.Inputs, folder: Path, record: dict
) -> list[Outcome]:
    """Outcomes in the order of the tasks.

    Each is entered in the record, which is written once a second at most.
    """
    entries = dict(zip(tasks, record["tasks"], strict=True))
    found, written = {}, 0.0
    for task, outcome, files in _outcomes(tasks, how, inputs, folder):
        found[task] = outcome
        manifest.note(entries[task], outcome, folder / task.point, files)
        how.telling.end(outcome)
        if time.monotonic() - written >= 1 or outcome.status == "failed":
            manifest.write(record, folder)
            written = time.monotonic()
    return [found[t] for t in tasks]


def _outcomes(
    tasks: list[Task], how: How, inputs: caching.Inputs, folder: Path
) -> Iterator[tuple[Task, Outcome, list[str]]]:
    """Outcomes as they come with the files in their place.

    First what the cache holds, then what must run.
    """
    keys = {t: caching.key(t, inputs) for t in tasks}
    jobs = {t: folder / manifest.WORK / f"{n:05d}" for n, t in enumerate(tasks)}
    for task in tasks:
        keeping.clear(folder / task.point, task.notebook)
        if not how.force and (files := caching.fetch(keys[task], folder / task.point)):
            del jobs[task]
            moment = now()
            yield (
                task,
                Outcome(
                    notebook=task.notebook,
                    point=task.point,
                    status="cached",
                    started=moment,
                    ended=moment,
                ),
                files,
            )
    if not jobs:
        return
    if how.scheduler:
        running = pools.on_cluster(jobs, inputs, how.scheduler)
    else:
        running = pools.on_this_machine(jobs, inputs.root, how.workers, how.telling.cell)
    for task, outcome in running:
        if (
            outcome.status == "done"
            and not how.scheduler
            and caching.key(task, caching.Inputs(inputs.root)) != keys[task]
        ):
            outcome = replace(outcome, status="failed", code=CODES["data"], error=_CHANGED)
        if outcome.status == "done":
            caching.store(keys[task], jobs[task])
        only = "*" if outcome.status == "done" else "*.failed.ipynb"
        yield task, outcome, keeping.move_into(jobs[task], folder / task.point, only)


def _refuse_failures(outcomes: list[Outcome], folder: Path) -> None:
    """Raise when a notebook failed, with every failure and where it is kept."""
    failed = [o for o in outcomes if o.status == "failed"]
    if not failed:
        return
    told = "\n".join(f"  {o.label}: {o.error}" for o in failed)
    message = (
        f"{len(failed)} of {len(outcomes)} notebooks failed:\n{told}\nearlier reports are"
        f" untouched; what ran is in {manifest.relative(folder)}"
    )
    raise RunError(message, failed[0].code, outcomes, folder)
