"""What of a run is stored in the project itself?

Of a report the outputs, facts and figure tables of the notebooks, and README's answers and table;
of a sweep over the knowledge date the small table of the timeline,
`data/processed/weekly_facts.csv`.
"""

from pathlib import Path

from analysis import paths
from analysis.runs import examples, grid, record, reports, store
from analysis.runs.notebooks import notebook_names
from analysis.runs.reports import RunError

GRID = "sweeps/weekly.yml"  # below the notebooks
TABLE = "weekly_facts.csv"


def refresh(*, workers: int | None = None, show_progress: bool = True) -> list[Path]:
    """Run every notebook with its defaults.

    And store clean outputs, facts, README's verdict table and answers in the project; then run the
    examples of `docs/examples` in place.

    Raises
    ------
    RunError and others
        As `report`; the stored outputs are then untouched.
    """
    folder, _ = reports.report(workers=workers, force=True, show_progress=show_progress)
    written = []
    for name in notebook_names():
        written.append(
            store.write_atomically(
                paths.notebooks() / f"{name}.ipynb", (folder / f"{name}.ipynb").read_bytes()
            )
        )
    written += store_numbers(folder, paths.notebooks())
    readme = paths.root() / "README.md"
    text = with_generated(readme.read_text(encoding="utf-8"), paths.notebooks() / "facts")
    written.append(store.write_atomically(readme, text))
    picture = (folder / "figures" / "verdict_tiles.png").read_bytes()
    store.write_atomically(paths.root() / "docs" / "verdicts.png", picture)
    return written + examples.execute_examples()


def with_generated(text: str, folder: Path) -> str:
    """README's text with the answers and the verdict table of a `facts` folder.

    Raises
    ------
    FactError
        If a fact, a file of facts or a marker is missing.
    """
    from analysis import answers, facts

    told, marks = answers.as_markdown(facts.read_all(folder)), (answers.START, answers.END)
    text = facts.between_markers(text, told, marks=marks)
    return facts.between_markers(text, facts.verdict_markdown(facts.read(folder, "00-verdicts")))


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
    for task in record.read(folder)["tasks"]:
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
                written.append(store.write_atomically(place, (folder / output).read_bytes()))
        for gone in set((notebooks / "figures" / name).glob("*.csv")) - held:
            gone.unlink()
    return written


def weekly_plan() -> dict:
    """Plan of the sweep behind the table, from the grid kept with the notebooks."""
    return grid.plan_from(paths.notebooks() / GRID)


def weekly_facts(folder: Path):
    """Changes of every fact of a finished sweep over the knowledge date, hindsight off.

    Parameters
    ----------
    folder : pathlib.Path
        Folder of the sweep.

    Returns
    -------
    pandas.DataFrame
        As `claims.condense`.

    Raises
    ------
    RunError
        If the sweep is not finished, does not run over `as_of`, or used hindsight.
    """
    import pandas as pd

    from analysis import claims

    found = record.read(folder)
    if found["status"] != "done" or "as_of" not in found["plan"].get("over", {}):
        raise RunError(
            f"{folder.name}: wanted a finished sweep over as_of, found status {found['status']!r};"
            f" next: day229 sweep --grid notebooks/{GRID}"
        )
    if any(task["parameters"].get("hindsight") for task in found["tasks"]):
        raise RunError(f"{folder.name}: the sweep used hindsight; next: sweep with hindsight=false")
    swept = pd.read_csv(folder / "facts.csv", dtype=str, keep_default_na=False)
    words = swept["fact"].str.endswith("_claim") | swept["fact"].str.startswith("answer_")
    return claims.condense(swept[~words])


def write_weekly_facts(folder: Path) -> Path:
    """Write the table of the timeline from a sweep.

    Raises
    ------
    RunError and others
        As `weekly_facts`.
    """
    text = weekly_facts(folder).to_csv(index=False, lineterminator="\n")
    return store.write_atomically(paths.processed() / TABLE, text)
