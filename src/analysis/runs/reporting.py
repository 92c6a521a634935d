"""How are one notebook, all notebooks, or the committed outputs run?

Reads notebooks and data; writes `reports/`, and for `refresh` the notebooks' stored outputs, their
facts and README's table.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from analysis import paths
from analysis.runs import caching, keeping, manifest, progress
from analysis.runs.carrying import How, RunError, carry_out
from analysis.runs.executing import CELL_SECONDS, CODES, Outcome, Task
from analysis.runs.notebooks import notebook_names, notebook_path, typed

ALL = "latest"  # name of a run of all notebooks


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
        As `carrying.carry_out`; the last good run of this notebook stays where it was.
    """
    path = notebook_path(name)
    task = Task(notebook=path.stem, values=typed(path, given), cell_seconds=cell_seconds)
    folder, _ = carry_out(path.stem, [task], How(force=force, telling=_telling(show_progress)))
    return folder


def report(
    *,
    workers: int | None = None,
    force: bool = False,
    show_progress: bool = True,
    cell_seconds: int = CELL_SECONDS,
    gate: Callable[[Path], object] | None = None,
) -> tuple[Path, list[Outcome]]:
    """Check the data, run all notebooks with their defaults.

    And let `reports/latest` show them when all succeeded.

    Parameters
    ----------
    workers : int, optional
        Processes; one per core when left out.
    force, show_progress, cell_seconds
        As `run`.
    gate : callable, optional
        As `carrying.carry_out`: the drift gate, for example.

    Raises
    ------
    RunError and others
        If data are stale, or as `carrying.carry_out`; `reports/latest` is then untouched.
    tables.DataError
        If a raw table breaks its contract.
    """
    refuse_stale()
    tasks = [Task(notebook=n, cell_seconds=cell_seconds) for n in notebook_names()]
    for task in tasks:
        typed(notebook_path(task.notebook), [])  # the defaults are allowed
    return carry_out(
        ALL,
        tasks,
        How(workers=workers or cores(), force=force, telling=_telling(show_progress)),
        gate=gate,
    )


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _telling(show: bool) -> progress.Silent:
    return progress.for_this_terminal() if show else progress.Silent()


def refuse_stale() -> None:
    """Check contracts and freshness of the tables.

    Unless these very tables and this library were found in order before.

    Raises
    ------
    RunError, tables.DataError
    """
    mark = paths.reports() / ".cache" / "in-order" / caching.Inputs(paths.root()).digest()
    if mark.is_file():
        return
    from analysis import cleaning

    old = cleaning.stale()
    if old:
        raise RunError(
            f"data/processed is stale: {', '.join(old)}; next: run `day229 data build`",
            CODES["data"],
        )
    with keeping.writable():
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()


def refresh(*, workers: int | None = None, show_progress: bool = True) -> list[Path]:
    """Run every notebook with its defaults.

    And store clean outputs, facts and README's verdict table in the project.

    Raises
    ------
    RunError and others
        As `report`; the stored outputs are then untouched.
    """
    from analysis import facts

    folder, _ = report(workers=workers, force=True, show_progress=show_progress)
    written = []
    for name in notebook_names():
        written.append(
            keeping.write_atomically(
                paths.notebooks() / f"{name}.ipynb", (folder / f"{name}.ipynb").read_bytes()
            )
        )
    written += store_numbers(folder, paths.notebooks())
    readme = paths.root() / "README.md"
    generated = facts.verdict_markdown(facts.read(paths.notebooks() / "facts", "00-verdicts"))
    written.append(
        keeping.write_atomically(
            readme, facts.between_markers(readme.read_text(encoding="utf-8"), generated)
        )
    )
    picture = (folder / "figures" / "verdict_tiles.png").read_bytes()
    keeping.write_atomically(paths.root() / "docs" / "verdicts.png", picture)
    return written


def store_numbers(folder: Path, notebooks: Path) -> list[Path]:
    """Keep facts and figure tables of a run.

    `facts/<notebook>.json` and `figures/<notebook>/<figure>.csv`.

    A file whose numbers agree with those kept within the tolerance of `comparison` is left alone,
    so that another processor changes nothing; files of figures that are gone are removed.

    Returns
    -------
    list of pathlib.Path
        Files written.
    """
    from analysis import comparison

    written = []
    for task in manifest.read(folder)["tasks"]:
        name, held = task["notebook"], set()
        for output in sorted(task["outputs"]):
            if Path(output).parent.name == "facts":
                place = notebooks / "facts" / Path(output).name
            elif output.endswith(".csv"):
                place = notebooks / "figures" / name / Path(output).name
            else:
                continue
            held.add(place)
            if comparison.of_files(place, folder / output):
                place.parent.mkdir(parents=True, exist_ok=True)
                written.append(keeping.write_atomically(place, (folder / output).read_bytes()))
        for gone in set((notebooks / "figures" / name).glob("*.csv")) - held:
            gone.unlink()
    return written
