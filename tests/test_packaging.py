"""What is installed, released and cited: environments that pip accepts, one version everywhere."""

import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
import yaml

import analysis
from analysis import paths

ROOT = paths.root()


def by_pip() -> list[str]:
    """Lines of the pip section of the conda environment."""
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    return [line for part in listed if isinstance(part, dict) for line in part["pip"]]


def pip_accepts(lines: list[str], folder) -> subprocess.CompletedProcess:
    """Have pip plan the lines beside a copy of the package, without network, and install nothing.

    As conda does: all lines in one file, read in the folder of the environment's file.
    """
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA"):
        shutil.copy(ROOT / name, folder)
    (folder / "requirements.txt").write_text("\n".join(lines), encoding="utf-8")
    plan = ["--dry-run", "--no-deps", "--no-index", "--no-build-isolation", "-r"]
    command = [sys.executable, "-m", "pip", "install", *plan, "requirements.txt"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_pip_accepts_the_pip_section_of_the_conda_environment(tmp_path):
    assert "-e ." in by_pip()
    done = pip_accepts(by_pip(), tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"Would install day229-{analysis.__version__}" in done.stdout


def planned(folder) -> str:
    """What make would do for a report in a folder."""
    command = ["make", "-n", "report"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def set_up(folder, place) -> None:
    """What make leaves of an environment that was made at a place: its mark and its script."""
    for name in ("Makefile", "requirements.lock", "requirements-report.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    scripts = folder / ".venv" / "bin"
    scripts.mkdir(parents=True, exist_ok=True)
    text = f'#!/bin/sh\nexec "{place}/.venv/bin/python" "$0" "$@"\n'
    (scripts / "day229").write_text(text, encoding="utf-8")
    (folder / ".venv" / ".ready-report").touch()


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed here")
def test_a_project_that_was_moved_sets_itself_up_again(tmp_path):
    first, linked = tmp_path / "a first place", tmp_path / "linked"
    first.mkdir()
    set_up(first, first)
    assert "-m venv" not in planned(first)
    second = first.rename(tmp_path / "second")
    assert "-m venv --clear .venv" in planned(second)
    set_up(second, second)
    (linked / ".venv").parent.mkdir()
    (linked / ".venv").symlink_to(second / ".venv")
    set_up(linked, second)
    assert "-m venv" not in planned(linked)  # it stands where it was made
    (second / ".venv" / "bin" / "day229").unlink()  # setting up was cut off
    assert "-m venv --clear .venv" in planned(second)


def bounds(lines: list[str]) -> dict[str, str]:
    """Versions allowed by name of a package, however it writes its dashes."""
    pairs = (re.fullmatch(r"([A-Za-z0-9_.-]+)(.*)", line).groups() for line in lines)
    return {name.lower().replace("_", "-"): allowed for name, allowed in pairs}


def test_conda_is_asked_for_the_same_versions_as_pip():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = bounds([*project["dependencies"], *(line for extra in extras for line in extra)])
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    found = bounds(
        [line for line in [*listed, *by_pip()] if isinstance(line, str) and line[0] != "-"]
    )
    python = found.pop("python")
    assert python == project["requires-python"]
    assert found.pop("pip") == ""
    assert found == wanted


def test_the_lowest_versions_are_tried_each_week_in_an_environment_of_their_own():
    text = (ROOT / ".github" / "workflows" / "lowest.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    (job,) = workflow["jobs"].values()
    steps = "\n".join(step.get("run", "") for step in job["steps"])
    assert "--resolution lowest-direct" in steps
    assert "day229 report --check" in steps
    assert "requirements.lock" not in steps


def test_options_that_belong_on_the_command_line_are_refused_by_pip(tmp_path):
    done = pip_accepts(["--no-deps --editable ."], tmp_path)
    assert done.returncode != 0
    assert "no such option: --no-deps" in done.stderr


def test_binder_installs_the_lock_and_then_the_package_on_a_python_that_is_allowed():
    folder = ROOT / ".binder"
    (line,) = (folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert (folder / line.removeprefix("-r ")).resolve() == ROOT / "requirements.lock"
    python = (folder / "runtime.txt").read_text(encoding="utf-8").strip()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f">={python.removeprefix('python-')}" == project["requires-python"]
    post = folder / "postBuild"
    assert os.access(post, os.X_OK)
    assert "pip install" in post.read_text(encoding="utf-8")
    assert not (folder / "environment.yml").exists()  # "." in it would be the folder .binder


def versions() -> dict[str, str]:
    """The version as each place says it."""

    def said(pattern: str, *place: str) -> str:
        return re.search(pattern, (ROOT.joinpath(*place)).read_text(encoding="utf-8"), re.M)[1]

    return {
        "pyproject": said(r'^version = "(.+)"$', "pyproject.toml"),
        "citation": said(r"^version: (.+)$", "CITATION.cff"),
        "changelog": said(r"^## (\d\S+)$", "CHANGELOG.md"),
        "page": said(r"Version (\d+\.\d+\.\d+)\.", "docs", "site", "pages", "cite.md"),
        "tables": said(r'^ "version": "(.+)",$', "data", "processed", "datapackage.json"),
    }


@pytest.mark.parametrize("place", sorted(versions()))
def test_every_place_that_says_the_version_says_the_same(place):
    assert versions()[place] == analysis.__version__


def test_the_citation_names_the_year_and_no_address_that_the_repository_does_not_hold():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", cited["date-released"])
    assert not {"repository-code", "url", "doi"} & set(cited)


def test_the_changelog_keeps_a_place_for_what_is_not_released():
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert heads[:2] == ["Unreleased", analysis.__version__]


def test_the_checklist_of_a_release_names_every_place_of_the_version():
    page = (ROOT / "docs" / "release.md").read_text(encoding="utf-8")
    for name in ("pyproject.toml", "__version__", "CITATION.cff", "CHANGELOG.md", "cite.md"):
        assert name in page
