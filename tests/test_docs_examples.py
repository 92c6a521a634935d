"""The short examples are stored from one clean run, and hold no path and no time of a machine."""

import json
import re

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis import paths
from analysis.runs import examples

FOUND = examples.examples()


def sources(path) -> list[str]:
    cells = nbformat.read(path, as_version=4).cells
    return [c.source for c in cells if c.cell_type == "code"]


def test_the_sweep_and_the_evidence_have_their_examples():
    assert {"05-a-sweep", "06-the-evidence"} <= {p.stem for p in FOUND}


@pytest.mark.parametrize("path", FOUND, ids=lambda p: p.stem)
def test_an_example_is_short_and_stored_from_one_run(path):
    notebook = nbformat.read(path, as_version=4)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert [c.execution_count for c in code] == list(range(1, len(code) + 1))
    shown = [o for c in code for o in c.outputs]
    assert not [o for o in shown if o.output_type == "error" or o.get("name") == "stderr"]
    assert max(len(line) for text in sources(path) for line in text.splitlines()) <= 100


@pytest.mark.parametrize("path", FOUND, ids=lambda p: p.stem)
def test_an_example_holds_no_path_and_no_time_of_a_machine(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/(root|home|work|Users|tmp)/\w|0x[0-9a-f]{6,}|iopub", text)
    assert set(json.loads(text)["metadata"]) <= {"kernelspec", "language_info"}


def test_a_run_of_an_example_leaves_nothing_of_the_run(tmp_path):
    notebook = new_notebook(cells=[new_code_cell("20 + 22")])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, tmp_path / "01-tiny.ipynb")
    before = psutil.Process().children(recursive=True)
    first, second = (examples.executed(tmp_path / "01-tiny.ipynb") for _ in range(2))
    assert psutil.Process().children(recursive=True) == before
    assert first == second
    assert '"42"' in first
    assert "execution_count" in first


def test_a_missing_folder_has_no_examples(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "examples", lambda: tmp_path / "none")
    assert examples.execute_examples() == []
