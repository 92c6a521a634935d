"""How long do 100,000 draws of those who left and stayed take on one core.

And what takes the time?
"""

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is loaded

import cProfile
import io
import pstats
import re
from time import perf_counter

import numpy as np

from analysis import evidence, migration

DRAWS = 100_000
TOP = 8


def main() -> None:
    """Print seconds, best of five, and the functions that take most of them."""
    known = evidence.known_by("2022-10-11")
    crossings, priors = known.table("border_crossings"), known.table("priors")
    inputs = migration.wave_inputs(
        crossings, priors, start="2022-09-21", end="2022-10-11", as_of=known.as_of
    )

    def run() -> float:
        started = perf_counter()
        migration.left_and_stayed(
            inputs, level=0.9, draws=DRAWS, rng=np.random.default_rng(20221011)
        )
        return perf_counter() - started

    print(f"{DRAWS:,} draws of left_and_stayed: {min(run() for _ in range(5)):.2f} s, best of five")
    profile = cProfile.Profile()
    profile.runcall(run)
    text = io.StringIO()
    pstats.Stats(profile, stream=text).strip_dirs().sort_stats("tottime").print_stats(TOP)
    lines = text.getvalue().splitlines()
    header = next(i for i, line in enumerate(lines) if re.match(r"\s+ncalls", line))
    print("\n".join(lines[header : header + TOP + 1]))


if __name__ == "__main__":
    main()
