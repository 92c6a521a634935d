"""How does a sweep over the knowledge date become the small table of the timeline?

Reads the facts of a sweep; writes `data/processed/weekly_facts.csv`.
"""

from pathlib import Path

from analysis import paths
from analysis.runs import grids, keeping, manifest
from analysis.runs.carrying import RunError
from analysis.runs.executing import CODES

GRID = "sweeps/weekly.yml"  # below the notebooks
TABLE = "weekly_facts.csv"


def weekly_plan() -> dict:
    """Plan of the sweep behind the table, from the grid kept with the notebooks."""
    return grids.plan_from(paths.notebooks() / GRID)


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

    record = manifest.read(folder)
    if record["status"] != "done" or "as_of" not in record["plan"].get("over", {}):
        raise RunError(
            f"{folder.name}: wanted a finished sweep over as_of, found status {record['status']!r};"
            f" next: day229 sweep --grid notebooks/{GRID}",
            CODES["data"],
        )
    if any(task["parameters"].get("hindsight") for task in record["tasks"]):
        raise RunError(
            f"{folder.name}: the sweep used hindsight; next: sweep with hindsight=false",
            CODES["data"],
        )
    facts = pd.read_csv(folder / "facts.csv", dtype=str, keep_default_na=False)
    told = facts["fact"].str.endswith("_claim")  # the ledger's own words
    return claims.condense(facts[~told])


def write_weekly_facts(folder: Path) -> Path:
    """Write the table of the timeline from a sweep.

    Raises
    ------
    RunError and others
        As `weekly_facts`.
    """
    text = weekly_facts(folder).to_csv(index=False, lineterminator="\n")
    return keeping.write_atomically(paths.processed() / TABLE, text)
