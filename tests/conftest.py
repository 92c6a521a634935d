"""Fixtures shared by all tests: one seeded generator, and a copy of the data that a test may break."""

import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from analysis import tables

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
    monkeypatch.setattr("analysis.tables.checking.check", check)
    return project / "data" / "raw"


@cache
def committed(name):
    """A committed table, and its breaches."""
    frame = tables.read_raw(PROJECT / "data" / "raw" / f"{name}.csv")
    return frame, tuple(tables.check(name, frame))


def check(name, frame):
    """`tables.check`, which depends on the cells alone, asked once about a table that a test left as committed."""
    known, problems = committed(name)
    return list(problems) if frame.equals(known) else tables.check(name, frame)
