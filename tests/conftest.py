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
