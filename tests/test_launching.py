"""Links to Binder and Colab stand where the address of the repository is known, nowhere else."""

from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from analysis import launching, paths
from analysis.errors import EXIT_CODES
from analysis.runs import pages


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder, and a way to give its repository an address."""
    monkeypatch.setattr(paths, "root", lambda: tmp_path)

    def named(address):
        told = f'[project.urls]\nRepository = "{address}"\n' if address else "[project]\n"
        (tmp_path / "pyproject.toml").write_text(told, encoding="utf-8")
        return tmp_path

    return named


def test_without_an_address_there_is_no_link(project):
    project("")
    assert (launching.repository(), launching.line("01-referendums")) == ("", "")


def test_a_folder_without_a_project_file_has_no_link(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "root", lambda: tmp_path)
    assert launching.line("01-referendums") == ""


@pytest.mark.parametrize("ending", ["", "/", ".git"])
def test_one_setting_turns_both_links_on(project, ending):
    project(f"https://github.com/some-owner/some.name{ending}")
    told = launching.line("01-referendums")
    binder, colab = (part.partition(")")[0] for part in told.split("](")[1:])
    assert urlsplit(binder).path == "/v2/gh/some-owner/some.name/main"
    assert parse_qs(urlsplit(binder).query) == {
        "urlpath": ["lab/tree/notebooks/01-referendums.ipynb"]
    }
    assert colab.endswith("/github/some-owner/some.name/blob/main/notebooks/01-referendums.ipynb")
    assert "`%pip install git+https://github.com/some-owner/some.name`" in told


@pytest.mark.parametrize(
    "address", ["https://example.org/a/b", "github.com/a/b", "https://github.com/a", "a/b"]
)
def test_an_address_that_binder_cannot_open_is_refused(project, address):
    project(address)
    with pytest.raises(launching.LaunchError, match=r"wanted https://github\.com/OWNER/NAME"):
        launching.repository()
    assert launching.LaunchError.kind in EXIT_CODES


def test_a_page_bears_the_links_and_the_stored_notebook_does_not(project):
    path = project("https://github.com/some-owner/name") / "01-one.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Who won?")]), path)
    before = path.read_bytes()
    assert "mybinder.org/v2/gh/some-owner/name/main" in pages.to_html(path)
    assert path.read_bytes() == before
    project("")
    assert "mybinder" not in pages.to_html(path)
