"""How long does the exact expectation of whole percentages take, against drawing elections.

And how does it grow?

Drawing 1,000 elections is extrapolated from 20 for the time, and done in full once to set its means
against the exact ones. Each measure of memory has a process of its own.
"""

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is loaded

import resource
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import process_time

import numpy as np
import pandas as pd

from analysis import evidence, paths, stations
from analysis.stations.mixture import RIDGE
from analysis.stations.mixture.likelihood import LEAST, MOST, Problem, likelihood, mix, problem

sys.path.insert(
    0, str(paths.root() / "tests")
)  # drawing elections is a check of the exact way, kept with the tests

from station_returns import by_redrawing, honest_returns

YEAR = 2024
DRAWS, TIMED = 1_000, 20
SIZES = (10_000, 100_000, 1_000_000)
# ru_maxrss is in bytes there, in kilobytes elsewhere
_MB = 1_000_000 if sys.platform == "darwin" else 1_000


def measured(work: Callable, *args: object) -> tuple[float, float, float]:
    """CPU seconds, and megabytes at the peak before and after."""
    before, started = peak(), process_time()
    work(*args)
    return process_time() - started, before, peak()


def peak() -> float:
    """Largest resident memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MB


def exact() -> tuple[float, float, float]:
    """Every measure and weight of one real vote."""
    frame = stations.load_stations(YEAR).stations
    stations.integer_excess(frame.head(1_000))  # scipy is loaded once
    return measured(stations.integer_excess, frame)


def drawn() -> tuple[float, float, float]:
    """A few drawn elections of the same vote."""
    frame = stations.load_stations(YEAR).stations
    rng = np.random.default_rng(YEAR)
    return measured(lambda: by_redrawing(frame, draws=TIMED, rng=rng))


def simulated(size: int) -> tuple[float, float, float]:
    """Every measure and weight of simulated returns."""
    frame = honest_returns(size, turnout=0.6, share=0.7, rng=np.random.default_rng(size))
    stations.integer_excess(frame.head(1_000))
    return measured(stations.integer_excess, frame)


def stuffing() -> tuple[float, float, float]:
    """Model of stuffing and its alternatives, fitted to the kept cloud of the same vote."""
    cells = evidence.table("station_fingerprints")
    cloud = stations.grid(cells[cells["year"] == YEAR])
    stations.fit_mixture(cloud)  # where stuffing takes stations is worked out once
    return measured(stations.fit_mixture, cloud)


def searched() -> float:
    """The same pairs by simplex search of the likelihood, without slopes: what it took before."""
    from scipy.optimize import minimize

    cells = evidence.table("station_fingerprints")
    cloud = stations.grid(cells[cells["year"] == YEAR]).reshape(50, 2, 50, 2).sum(axis=(1, 3))
    started, begin = process_time(), np.array([0.69, 0.08, 0.81, 0.08])
    for pair in RIDGE:
        p = problem(cloud, pair)

        def loss(free: np.ndarray, p: Problem = p) -> float:
            inside = ((free > LEAST) & (free < MOST)).all()
            return -likelihood(p, free, mix(p, free, rounds=60))[0] if inside else 1e12

        begin = minimize(loss, begin, method="Nelder-Mead", options={"maxfev": 100}).x
    return process_time() - started


def errors() -> pd.DataFrame:
    """Means of all drawn elections less the exact expectation, in standard errors."""
    frame = stations.load_stations(YEAR).stations
    found = stations.integer_excess(frame)
    means = by_redrawing(frame, draws=DRAWS, rng=np.random.default_rng(YEAR))
    rows = {}
    for measure in stations.MEASURES:
        one = found.row(measure)
        gap = means.loc[measure, "expected"] - one["expected"]
        rows[measure] = (
            one["expected"],
            means.loc[measure, "expected"],
            gap / (one["sd"] / np.sqrt(DRAWS)),
        )
    return pd.DataFrame.from_dict(
        rows, orient="index", columns=["exact", "drawn", "standard errors"]
    )


def alone(work: Callable, *args: object) -> object:
    """Run in a process of its own, so that no earlier peak counts."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *args).result()


def main() -> None:
    """Print CPU seconds and peak memory, the growth.

    And how far drawn means lie from exact ones.
    """
    seconds, before, after = alone(exact)
    print(
        f"exact, {YEAR}, every measure: {seconds:.2f} CPU s, peak {after:.0f} MB ({before:.0f} MB"
        " once loaded)"
    )
    few, before, after = alone(drawn)
    many = few * DRAWS / TIMED
    print(
        f"{DRAWS:,} drawn, from {TIMED}: {many:.1f} CPU s, {many / seconds:.0f} times as long, peak"
        f" {after:.0f} MB"
    )
    for size in SIZES:
        seconds, before, after = alone(simulated, size)
        print(
            f"{size:>9,} simulated stations: {seconds:.2f} CPU s, peak {after:.0f} MB ({before:.0f}"
            " MB once drawn)"
        )
    seconds, *_ = alone(stuffing)
    print(
        f"stuffing, {YEAR}, {len(RIDGE)} assumptions, both leaders, honest clouds: {seconds:.2f}"
        f" CPU s; one leader by simplex search: {alone(searched):.1f}"
    )
    print(f"{DRAWS:,} drawn elections of {YEAR}:\n{errors().round(2).to_string()}")


if __name__ == "__main__":
    main()
