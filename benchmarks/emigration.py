"""How long do sums of counts, 20 countries and 100,000 draws take on one core?

Sums one by one, as they were found before, beside those that meet in the middle; and what takes
the time of the draws.
"""

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is loaded

import cProfile
import io
import pstats
import re
from time import perf_counter, process_time

import numpy as np
import pandas as pd

from analysis import evidence, migration
from analysis.migration.combinations import compatible

DRAWS = 100_000
TOP = 8
ROUND_TOTALS = list(range(100_000, 360_000, 10_000))
ONE_BY_ONE_AT_MOST = 16  # counts; the time doubles with each more


def report(geography: str, direction: str, count: int, start: str, end: str) -> dict:
    """One row of `border_crossings`."""
    return {
        "key": f"{geography} {direction} {start}",
        "geography": geography,
        "metric": "counts",
        "flow_kind": "window",
        "direction": direction,
        "unit": "crossings",
        "low": count,
        "central": count,
        "high": count,
        "qualifier": "exact",
        "period_start": pd.Timestamp(start),
        "period_end": pd.Timestamp(end),
    }


def many_countries(number: int) -> pd.DataFrame:
    """Entries and exits of as many countries over two weeks, and entries of the month before."""
    weeks, month = ("2022-09-21", "2022-10-04"), ("2022-08-01", "2022-08-31")
    rows = []
    for i in range(number):
        rows += [
            report(f"C{i:02}", "entry", 1_000 * (i * 7 % 23 + 3) + i, *weeks),
            report(f"C{i:02}", "exit", 400 * (i % 5 + 2) + i, *weeks),
            report(f"C{i:02}", "entry", 3_000, *month),
        ]
    return pd.DataFrame(rows)


def one_by_one(counts: pd.DataFrame, total: float, within: float) -> int:
    """Sums near a total as they were counted before: every set in turn."""
    rows = [r for _, r in counts.iterrows()]
    sets: list[tuple[int, ...]] = [()]
    for i in range(len(rows)):
        sets += [(*s, i) for s in sets if all(compatible(rows[i], rows[j]) for j in s)]
    sums = [sum(rows[i]["central"] for i in s) for s in sets if len(s) > 1]
    return sum(abs(s - total) <= within for s in sums)


def seconds(run, *args) -> tuple[float, object]:
    """CPU seconds of one call, and what it gave."""
    started = process_time()
    found = run(*args)
    return process_time() - started, found


def near_all(counts: pd.DataFrame) -> int:
    """Sums near 120,000, and near each round total as a yardstick."""
    found = migration.combinations_near(counts, 120_000)
    found.near_each(ROUND_TOTALS)
    return found.count


def sums_old_and_new() -> None:
    """Print CPU seconds of both ways to count the sums."""
    print("counts   one by one   meeting in the middle   sums near 120,000")
    for number in (12, 14, ONE_BY_ONE_AT_MOST, 20, 24, 32):
        rows = many_countries(number)
        counts = rows[(rows["direction"] == "entry") & (rows["period_end"] > "2022-09-01")]
        new, found = seconds(near_all, counts)
        old = "not run"
        if number <= ONE_BY_ONE_AT_MOST:
            took, same = seconds(one_by_one, counts, 120_000, 5_000)
            old = f"{took:.2f} s"
            if same != found:
                raise SystemExit(f"{number} counts: {same} one by one, {found} in the middle")
        print(f"{number:6}   {old:>10}   {new:19.3f} s   {found:,}")


def twenty_countries() -> None:
    """Print CPU seconds of the whole account of 20 countries."""
    crossings, priors = many_countries(20), evidence.known_by("2022-10-11").table("priors")

    def account() -> None:
        inputs = migration.wave_inputs(crossings, priors, start="2022-09-21", end="2022-10-11")
        migration.left_and_stayed(inputs, level=0.95, draws=2_000, rng=np.random.default_rng(1))
        migration.importance(inputs, rng=np.random.default_rng(1))
        migration.without_priors(crossings, start="2022-09-21", end="2022-10-11")

    print(f"20 countries, estimate, what matters and bounds: {seconds(account)[0]:.1f} s of CPU")


def main() -> None:
    """Print seconds, best of five, and the functions that take most of them."""
    sums_old_and_new()
    twenty_countries()
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
