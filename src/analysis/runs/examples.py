"""How are the short examples run, and their outputs stored in place?

Each in a kernel of its own, in its own folder, as a run in which nobody moves anything; without
timings, versions and identifiers of the run, so that the same outputs give the same file.
"""

import os
from pathlib import Path

from analysis import paths
from analysis.runs import scratch, store
from analysis.runs.conditions import USUAL


def examples() -> list[Path]:
    """Files of the examples, in order; none where there is no such folder."""
    return sorted(paths.examples().glob("[0-9][0-9]-*.ipynb"))


def execute_examples() -> list[Path]:
    """Run every example and store its outputs in place.

    Returns
    -------
    list of pathlib.Path
        Files written.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell raises; that example and those after it are left as they were.
    """
    return [store.write_atomically(path, executed(path)) for path in examples()]


def executed(path: Path) -> str:
    """Text of a notebook after one clean run.

    Parameters
    ----------
    path : pathlib.Path
        The notebook; it is not changed.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell raises.
    """
    import nbformat
    from nbclient import NotebookClient

    from analysis.runs import interpreter  # as heavy as the client

    notebook = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": str(path.parent)}}
    limit = USUAL.cell_seconds
    with scratch.task_folder() as place:
        kernel = interpreter.own_kernel(place / "kernel.json", ports=True)
        options = {"km": kernel, "record_timing": False, "timeout": limit, "resources": where}
        client = NotebookClient(notebook, **options)
        client.execute(cleanup_kc=True, env=os.environ | {"DAY229_OUTPUT": str(place / "figures")})
    return nbformat.writes(cleaned(notebook)) + "\n"


def cleaned(notebook):
    """The notebook without what differs from run to run."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook.metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return notebook
