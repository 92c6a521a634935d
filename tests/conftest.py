"""Fixtures shared by all tests: one seeded generator, and a copy of the data that a test may break."""

import shutil
from pathlib import Path

import numpy as np
import pytest

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture
def rng():
    return np.random.default_rng(20220923)


@pytest.fixture
def raw_copy(tmp_path, monkeypatch):
    project = tmp_path / "project"
    shutil.copytree(PROJECT / "data", project / "data")
    for path in (project / "data").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)  # committed files may be read-only
    monkeypatch.setenv("DAY229_ROOT", str(project))
    return project / "data" / "raw"


def pytest_terminal_summary(terminalreporter):
    """Say which settings of other machines could not be tried on this one."""
    reports = [r for group in terminalreporter.stats.values() for r in group if hasattr(r, "user_properties")]
    for told in sorted({v for r in reports for k, v in r.user_properties if k == "not tried here"}):
        terminalreporter.write_line(f"not tried here: {told}")
