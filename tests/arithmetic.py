"""Every notebook's code cells in one process, without kernel and pictures.

Facts and figure tables go to `DAY229_OUTPUT`.

Run as a script under any setting of processor, threads or libraries; prints one line of JSON on
what took effect.
"""

import builtins
import json
import os
import sys
from pathlib import Path

import numpy as np

from analysis import paths
from analysis.plotting import publishing


def code_cells(path: Path) -> list[str]:
    """Sources of the code cells of a notebook, in order."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]


def run(path: Path) -> None:
    """Run one notebook's cells; nothing is displayed or rendered."""
    names: dict = {}
    for source in code_cells(path):
        exec(compile(source, path.stem, "exec"), names)


def took_effect() -> dict:
    """BLAS kernel and threads in use, and numpy's dispatched features."""
    from threadpoolctl import threadpool_info

    features = np._core._multiarray_umath.__cpu_features__
    return {
        "blas": sorted(
            {i.get("architecture", "") for i in threadpool_info() if i["user_api"] == "blas"}
        ),
        "threads": sorted({i["num_threads"] for i in threadpool_info() if i["user_api"] == "blas"}),
        "features": sorted(f for f, on in features.items() if on),
    }


def dispatched() -> str:
    """Features beyond its baseline that numpy is told to leave, and those that it would use here.

    What is left already stays so: the variable is given anew to a run.
    """
    features = np._core._multiarray_umath
    left = os.environ.get("NPY_DISABLE_CPU_FEATURES", "").split()
    used = [f for f in features.__cpu_dispatch__ if features.__cpu_features__.get(f)]
    return " ".join([*left, *used])


if __name__ == "__main__":
    if sys.argv[1:] == ["--dispatched"]:
        sys.exit(print(dispatched()))
    builtins.display = lambda *_, **__: None
    publishing._bytes = lambda *_: b""
    publishing.lay_out = publishing._narrow = lambda *_, **__: None
    for notebook in sorted(paths.notebooks().glob(sys.argv[1] if len(sys.argv) > 1 else "*.ipynb")):
        run(notebook)
    print(json.dumps(took_effect()))
