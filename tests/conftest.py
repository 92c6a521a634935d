"""Fixtures shared by all tests.

One seeded generator, and a copy of the data that a test may break.
"""

import os
import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from analysis import tables

pytest.register_assert_rewrite("figures")
PROJECT = Path(__file__).resolve().parents[1]
LONG = (
    "test_pages.py",
    "test_runs_sweep.py",
    "test_kept_numbers.py",
    "test_runs_faults.py",
    "test_cli_edges.py",
    "test_casualties_findings.py",
    "test_upstream.py",
    "test_timeline.py",
    "test_examples.py",
    "test_runs.py",
    "test_migration_findings.py",
    "test_lab.py",
    "test_cases.py",
    "test_runs_limits.py",
    "test_site_hostile.py",
    "test_cli.py",
)  # begun first, so that no worker is left alone with one of them; short files fill what remains


def pytest_xdist_auto_num_workers(config):
    """One worker more than cores, at most four: many tests wait for a kernel, a page, a signal."""
    return min((os.cpu_count() or 1) + 1, 4)


def pytest_collection_modifyitems(items):
    """Long files first; within a file the order stays."""
    turn = {name: n for n, name in enumerate(LONG)}
    items.sort(key=lambda item: turn.get(item.path.name, len(LONG)))


@pytest.fixture
def rng():
    return np.random.default_rng(20220923)


@pytest.fixture
def raw_copy(tmp_path, monkeypatch):
    project = tmp_path / "project"
    shutil.copytree(PROJECT / "data", project / "data")
    shutil.copy(PROJECT / "case.toml", project)
    for path in (project / "data").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)  # committed files may be read-only
    monkeypatch.setenv("DAY229_ROOT", str(project))
    monkeypatch.setattr("analysis.tables.checking.check", check)
    return project / "data" / "raw"


@pytest.fixture(scope="session")
def site(tmp_path_factory, worker_id):
    """The readers' site of the stored notebooks, built once for all workers."""
    from analysis import paths
    from analysis.site import build

    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    with FileLock(shared / "site.lock"):
        out = shared / "pages"
        return out if out.is_dir() else build(paths.notebooks(), out)


@cache
def committed(name):
    """A committed table, and its breaches."""
    frame = tables.read_raw(PROJECT / "data" / "raw" / f"{name}.csv")
    return frame, tuple(tables.check(name, frame))


def check(name, frame):
    """`tables.check`, which depends on the cells alone.

    Asked once about a table that a test left as committed.
    """
    known, problems = committed(name)
    return list(problems) if frame.equals(known) else tables.check(name, frame)


def pytest_terminal_summary(terminalreporter):
    """Say which settings of other machines could not be tried on this one."""
    reports = [
        r
        for group in terminalreporter.stats.values()
        for r in group
        if hasattr(r, "user_properties")
    ]
    for told in sorted({v for r in reports for k, v in r.user_properties if k == "not tried here"}):
        terminalreporter.write_line(f"not tried here: {told}")
