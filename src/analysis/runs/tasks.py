"""How do tasks become outcomes, each with its files in their place?

What has not changed comes from the cache; the rest is run by the workers, its outputs are kept
and moved into the run's folder, and every page says at its foot which run it belongs to.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.errors import ExpectedError
from analysis.runs import cache, cluster, feet, record, store, workers
from analysis.runs.conditions import MB
from analysis.runs.notebooks import Task, notebook_path, read_files
from analysis.runs.progress import NoProgress
from analysis.runs.record import Outcome, Record

_CHANGED = "tables, library, notebook or a named file changed while it ran; next: run again"


class LimitError(ExpectedError, RuntimeError):
    """The outputs of a whole run are beyond its limit."""

    kind = "limit"
    option = "--run-mb"


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


def refuse_files(tasks: list[Task]) -> None:
    """Read every file that a parameter names as its notebook will, before a kernel starts."""
    named = {t: tuple((n, v) for n, v in t.values.items() if n.endswith("_file")) for t in tasks}
    for task in {(t.notebook, files): t for t, files in named.items() if files}.values():
        read_files(notebook_path(task.notebook), task.values)


def outcomes_of(
    tasks: list[Task], options: Options, opened: Record
) -> Iterator[tuple[Task, Outcome, list[str]]]:
    """Outcomes as they come with the files in their place: from the cache, then what must run.

    Raises
    ------
    LimitError
        If all files together are beyond what the run may hold; what runs is stopped.
    """
    entries = dict(zip(tasks, opened.content["tasks"], strict=True))
    total = 0
    for task, outcome, files in _in_place(tasks, options, opened.inputs, opened.folder):
        place = opened.folder / task.point
        if outcome.status != "failed":
            cached = outcome.status == "cached"
            sentence = feet.told(opened.content, entries[task], cached=cached)
            feet.set_foot(place / f"{task.notebook}.html", sentence)
        opened.note(entries[task], outcome, files)
        yield task, outcome, files
        total += sum((place / name).stat().st_size for name in files)
        if total > task.conditions.run_mb * MB:
            raise LimitError(
                f"the outputs of the run are beyond {task.conditions.run_mb} MB, and what was under"
                " way was stopped; next: run less at once, or raise --run-mb"
            )


def _in_place(
    tasks: list[Task], options: Options, inputs: store.Inputs, folder: Path
) -> Iterator[tuple[Task, Outcome, list[str]]]:
    keys = {t: inputs.key(t) for t in tasks}
    jobs = {t: folder / record.WORK / f"{n:05d}" for n, t in enumerate(tasks)}
    for task in tasks:
        store.clear(folder / task.point, task.notebook)
        if not options.force and (files := cache.fetch(keys[task], folder / task.point)):
            del jobs[task]
            moment = {"started": record.now(), "ended": record.now()}
            told = {"notebook": task.notebook, "point": task.point, "status": "cached"}
            yield task, Outcome(**told, **moment), files
    if not jobs:
        return
    if options.scheduler:
        running = cluster.on_cluster(jobs, inputs, options.scheduler)
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
            cache.keep(keys[task], jobs[task])
        only = "*" if outcome.status == "done" else "*.failed.ipynb"
        yield task, outcome, store.move_into(jobs[task], folder / task.point, only)
