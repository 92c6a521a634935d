"""nbval passes on what one clean run stored.

And fails when a number or a figure's shape is changed behind its back; `test_kept_numbers` holds
the rest.
"""

import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from analysis import paths

NUMBER = "from analysis import evidence, plotting, referendum\nprint(20 + 22)"
FIGURE = """
audits = referendum.audit_all(evidence.known_by("2022-10-11"))
some = referendum.Audits(regions=audits.regions[:4])
ax = plotting.tally_audit(some)
"""


@pytest.fixture(scope="module")
def clean_run():
    notebook = new_notebook(cells=[new_code_cell(NUMBER), new_code_cell(FIGURE)])
    notebook.metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
    }
    return NotebookClient(
        notebook, record_timing=False, resources={"metadata": {"path": str(paths.notebooks())}}
    ).execute()


def nbval_passes(notebook, folder, monkeypatch) -> bool:
    monkeypatch.setenv("DAY229_ROOT", str(paths.root()))
    nbformat.write(notebook, folder / "tiny.ipynb")
    options = [
        "--nbval",
        "--nbval-current-env",
        "-p",
        "no:warnings",
        "-p",
        "no:cacheprovider",
        "-c",
        "/dev/null",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *options, "tiny.ipynb"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0


def test_a_clean_run_passes(clean_run, tmp_path, monkeypatch):
    assert nbval_passes(clean_run, tmp_path, monkeypatch)


def test_a_changed_number_fails(clean_run, tmp_path, monkeypatch):
    changed = nbformat.reads(nbformat.writes(clean_run).replace('"42\\n"', '"43\\n"'), as_version=4)
    assert not nbval_passes(changed, tmp_path, monkeypatch)


def test_a_figure_that_shows_something_else_fails_by_its_shape(clean_run, tmp_path, monkeypatch):
    changed = nbformat.reads(
        nbformat.writes(clean_run).replace("regions[:4]", "regions[:3]"), as_version=4
    )
    assert not nbval_passes(changed, tmp_path, monkeypatch)
