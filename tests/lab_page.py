"""The lab's page with what its cells show where nobody can move anything.

Run as a script it stores these outputs in the page again.
"""

import os
import tempfile

import nbformat
from nbclient import NotebookClient

from analysis import paths

PAGE = paths.root() / "docs" / "lab" / "start.ipynb"


def shown() -> nbformat.NotebookNode:
    """The page, run as a run is: outputs, and no trace of when or where."""
    page = nbformat.read(PAGE, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        given = os.environ | {"DAY229_OUTPUT": folder, "DAY229_ROOT": str(paths.root())}
        NotebookClient(page, kernel_name="python3", record_timing=False).execute(env=given)
    page.metadata["language_info"] = {"name": "python"}
    return page


if __name__ == "__main__":
    nbformat.write(shown(), PAGE)
