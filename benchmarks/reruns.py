"""How long do imports, a report, a report with nothing changed.

And a sweep on one and two workers take, and how much memory?

Everything is written to a temporary folder. `--days 26` measures the sweep of a half-year of weeks;
the default of 3 takes some minutes.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta

import psutil

NOTEBOOKS = ("00", "01", "02", "03", "04")
IMPORTS = (
    "pandas",
    "analysis",
    "analysis.runs",
    "analysis.evidence",
    "analysis.claims",
    "analysis.plotting",
)
REPEATS = 5


def imported(module: str) -> float:
    """Seconds of CPU to start Python and import a module, the least of some tries."""
    return min(_cpu([sys.executable, "-c", f"import {module}"]) for _ in range(REPEATS))


def _cpu(words: list[str]) -> float:
    before = os.times()
    subprocess.run(words, check=True)
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


def measured(*words: str) -> tuple[float, float]:
    """Wall seconds of a command, and megabytes of it and all its processes together at the peak."""
    started = time.monotonic()
    process = psutil.Popen(
        [sys.executable, "-m", "analysis.cli", *words], stdout=subprocess.DEVNULL
    )
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    code = process.wait()
    watcher.join()
    if code:
        raise RuntimeError(f"day229 {' '.join(words)} ended with code {code}")
    return time.monotonic() - started, peak[0]


def _watch(process: psutil.Popen, peak: list[float]) -> None:
    while process.poll() is None:
        total = 0
        try:
            for one in [process, *process.children(recursive=True)]:
                total += one.memory_info().rss
        except psutil.Error:
            continue  # one has just ended
        peak[0] = max(peak[0], total / 1e6)
        time.sleep(0.2)


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=3, help="weeks of the sweep")
    days = parser.parse_args().days
    base = imported("sys")
    for module in IMPORTS:
        print(f"import {module}: {imported(module) - base:.2f} CPU s")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DAY229_REPORTS"] = folder
        cold, memory = measured("report")
        warm, _ = measured("report")
        print(
            f"report: {cold:.1f} s, peak {memory:,.0f} MB in all; with nothing changed {warm:.2f}"
            f" s, {100 * warm / cold:.1f} %"
        )
        last = date(2022, 9, 27) + timedelta(days=7 * (days - 1))
        words = [
            "sweep",
            *NOTEBOOKS,
            "--over",
            f"as_of=2022-09-27:{last}:7D",
            "-p",
            "hindsight=false",
            "--force",
            "--workers",
        ]
        one, alone = measured(*words, "1")
        two, together = measured(*words, "2")
        print(
            f"sweep of {days} days x {len(NOTEBOOKS)} notebooks: one worker {one:.0f} s, peak"
            f" {alone:,.0f} MB; two {two:.0f} s, peak {together:,.0f} MB; ratio {two / one:.2f}"
        )


if __name__ == "__main__":
    main()
