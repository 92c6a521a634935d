"""Runs: parameters read as declared, good reports kept, failures told."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis import paths, runs
from analysis.runs import ParameterInputError, RunError


@pytest.fixture
def project(raw_copy, monkeypatch):
    """Project copy with two tiny notebooks."""
    root = raw_copy.parents[1]
    (root / "notebooks").mkdir()
    write(root, "00-good", "n: int = 3  # how many", "print(n)")
    write(root, "01-other", "word: str = 'a'  # a word", "print(word)")
    return root


def write(root, name, parameters, *cells):
    notebook = new_notebook(
        cells=[new_code_cell(parameters, metadata={"tags": ["parameters"]}), *map(new_code_cell, cells)]
    )
    notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(notebook, root / "notebooks" / f"{name}.ipynb")


def test_parameters_are_read_as_declared(project):
    assert runs.typed(runs.notebook_path("00"), ["n=007"]) == {"n": 7}
    assert runs.typed(runs.notebook_path("01"), ["word=no"]) == {"word": "no"}


@pytest.mark.parametrize(
    ("given", "message"),
    [("nn=3", "did you mean n"), ("n=three", "wanted a value of type int"), ("n", "wanted key=value")],
)
def test_a_parameter_that_is_not_allowed_is_refused_before_a_kernel_starts(project, given, message):
    with pytest.raises(ParameterInputError, match=message):
        runs.run("00", [given])


def test_a_notebook_without_declared_parameters_is_refused(project):
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), project / "notebooks" / "02-bare.ipynb")
    with pytest.raises(ParameterInputError, match="one cell tagged 'parameters', found 0"):
        runs.declared(project / "notebooks" / "02-bare.ipynb")


def test_an_unknown_notebook_names_the_known_ones(project):
    with pytest.raises(ParameterInputError, match="00-good"):
        runs.notebook_path("07-war")


def test_a_run_writes_notebook_and_page_with_the_parameter_used(project):
    folder = runs.run("00-good", ["n=41"])
    outputs = nbformat.read(folder / "00-good.ipynb", as_version=4).cells[-1].outputs
    assert outputs[0]["text"] == "41\n"
    assert "41" in (folder / "00-good.html").read_text(encoding="utf-8")


def test_a_failed_notebook_leaves_the_good_report_and_is_kept_apart(project):
    good, _ = runs.report(progress=False)
    before = (good / "00-good.ipynb").read_bytes()
    write(project, "01-other", "word: str = 'a'  # a word", "1 / 0")
    with pytest.raises(RunError, match="01-other: cell 2: ZeroDivisionError"):
        runs.report(progress=False)
    assert (paths.reports() / "latest" / "00-good.ipynb").read_bytes() == before
    assert (paths.reports() / "failed" / "01-other.failed.ipynb").is_file()


def test_a_notebook_that_leaves_early_counts_as_failed(project):
    write(project, "01-other", "word: str = 'a'  # a word", "import sys; sys.exit(0)", "print(word)")
    with pytest.raises(RunError, match=r"was never run|SystemExit"):
        runs.run("01")


def test_stale_data_stop_a_report(project):
    (project / "data" / "processed" / "polls.csv").write_text("key\n", encoding="utf-8")
    with pytest.raises(RunError, match=r"stale: polls\.csv"):
        runs.report(progress=False)


def test_a_page_hides_code_behind_a_line_and_fetches_nothing(project):
    folder = runs.run("00-good")
    page = (folder / "00-good.html").read_text(encoding="utf-8")
    assert "<summary>code</summary>" in page
    assert 'src="http' not in page


def test_every_notebook_explains_its_parameters_to_papermill():
    from papermill import inspect_notebook

    for name in runs.notebook_names():
        found = inspect_notebook(str(runs.notebook_path(name)))
        assert {"as_of", "hindsight", "level", "draws", "seed"} <= set(found)
        assert all(p["help"] and p["inferred_type_name"] != "None" for p in found.values())
