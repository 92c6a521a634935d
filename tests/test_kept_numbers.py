"""Every fact and every figure comes out as kept, here and under other settings of processor.

Threads and numpy.

The notebooks' code cells run once a setting, without kernel and pictures. `DAY229_EXECUTED` may
name a folder in which the notebooks have just been run (`make test` lets nbval fill it, under the
setting of an old processor): then that run is the first one compared.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import comparison, paths
from arithmetic import dispatched
from conftest import PROJECT

KEPT = sorted(
    [
        *(paths.notebooks() / "facts").glob("*.json"),
        *(paths.notebooks() / "figures").glob("*/*.csv"),
    ]
)
OLD, NEW = "an old processor, one thread", "this processor, two threads"
SETTINGS = {
    OLD: {"OPENBLAS_CORETYPE": "Nehalem", "OPENBLAS_NUM_THREADS": "1"},
    NEW: {"OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"},
}


def place_in(folder: Path, kept: Path) -> Path:
    """Where a run leaves what is kept in a file."""
    return folder / ("facts" if kept.suffix == ".json" else "figures") / kept.name


def arithmetic(folder: Path, **setting: str) -> dict:
    """Run all cells under a setting; what took effect."""
    env = os.environ | {"DAY229_OUTPUT": str(folder), "PYTHONHASHSEED": "0", "TZ": "UTC"}
    if setting == SETTINGS[OLD]:
        env["NPY_DISABLE_CPU_FEATURES"] = dispatched()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(PROJECT / "tests" / "arithmetic.py")],
        env=env | setting,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module", params=SETTINGS)
def executed(request, tmp_path_factory):
    """Folder of facts and figures under one setting.

    And what of the setting this machine did not take up.
    """
    setting = SETTINGS[request.param]
    if request.param == OLD and os.environ.get("DAY229_EXECUTED"):
        return Path(os.environ["DAY229_EXECUTED"]), ""
    folder = tmp_path_factory.mktemp("run")
    effect, wanted = arithmetic(folder, **setting), setting.get("OPENBLAS_CORETYPE")
    missed = (
        ""
        if wanted in (None, *effect["blas"])
        else f"OPENBLAS_CORETYPE={wanted}: BLAS is {effect['blas']}"
    )
    return folder, missed


@pytest.fixture
def run(executed):
    return executed[0]


def test_every_fact_and_figure_comes_out_as_kept(executed, record_property):
    run, missed = executed
    if missed:
        record_property("not tried here", missed)
    assert KEPT
    told = [str(d) for kept in KEPT for d in comparison.of_files(kept, place_in(run, kept))]
    assert told == []


def test_a_setting_keeps_what_its_surroundings_have_switched_off(monkeypatch):
    monkeypatch.delenv("NPY_DISABLE_CPU_FEATURES", raising=False)
    before = dispatched().split()
    monkeypatch.setenv("NPY_DISABLE_CPU_FEATURES", "X86_V9")
    assert dispatched().split() == ["X86_V9", *before]


def test_no_figure_or_fact_is_made_that_is_not_kept(run):
    made = {
        p.name
        for kind in ("facts", "figures")
        for p in (run / kind).iterdir()
        if p.suffix in {".json", ".csv"}
    }
    assert made == {p.name for p in KEPT}


def test_a_planted_change_of_a_ten_thousandth_fails_and_one_of_a_billionth_passes(run, tmp_path):
    kept = paths.notebooks() / "figures" / "04-chronology" / "area_series.csv"
    table = comparison.read_table(place_in(run, kept))
    column = next(c for c in table if c.startswith("km2") or c in {"central", "area_km2"})
    for part, fails in ((1e-4, True), (1e-9, False)):
        planted = table.copy()
        planted.loc[3, column] = f"{float(planted.loc[3, column]) * (1 + part):.15g}"
        planted.to_csv(tmp_path / kept.name, index=False)
        assert bool(comparison.of_files(kept, tmp_path / kept.name)) is fails
