"""Does a sweep on a cluster that loses a worker half-way give what a sweep on this machine gives.

And how long do both take?

Starts a dask scheduler and two workers as processes of their own, kills one when half of the
notebooks are done, and compares facts and notebooks with those of a sweep by two local processes.
`--days 26` is half a year of weeks; everything is written to a temporary folder.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

from reruns import NOTEBOOKS

from analysis import runs
from analysis.runs import progress

PATIENCE = 60  # seconds to wait for the scheduler


class Killing(progress.PlainProgress):
    """Prints lines, and kills a process when half of the notebooks have ended."""

    def __init__(self, victim: subprocess.Popen) -> None:
        self.victim = victim

    def end(self, outcome: runs.Outcome) -> None:
        """Print the line; kill at half-time."""
        super().end(outcome)
        if self.done == self.total // 2:
            self.victim.kill()
            print("one of two workers killed")


def address_of(file: Path) -> str:
    """Address of the scheduler, once it has written it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if file.is_file() and file.stat().st_size:
            return json.loads(file.read_text(encoding="utf-8"))["address"]
        time.sleep(0.1)
    raise TimeoutError(f"no scheduler after {PATIENCE} s")


def swept(plan: dict, how: runs.Options, name: str) -> tuple[float, Path]:
    """Seconds and folder of a sweep."""
    started = time.monotonic()
    folder, _ = runs.carry_out(name, runs.tasks_of(plan), how, plan=plan)
    runs.collect(folder)
    return time.monotonic() - started, folder


def main() -> None:
    """Print both times, and whether the results are the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=3, help="weeks of the sweep")
    days = parser.parse_args().days
    last = date(2022, 9, 27) + timedelta(days=7 * (days - 1))
    plan = runs.plan_of(NOTEBOOKS, [f"as_of=2022-09-27:{last}:7D"], ["hindsight=false"])
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        os.environ["DAY229_REPORTS"] = folder
        scheduler = Path(folder) / "scheduler.json"

        def start(*words: str) -> subprocess.Popen:
            found = subprocess.Popen(
                [sys.executable, "-m", "dask", *words],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(found.wait)
            stack.callback(found.kill)
            return found

        start(
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(scheduler),
        )
        address = address_of(scheduler)
        workers = [
            start(
                "worker",
                address,
                "--no-nanny",
                "--nthreads",
                "1",
                "--no-dashboard",
                "--local-directory",
                f"{folder}/w{n}",
            )
            for n in range(2)
        ]
        there, one = swept(
            plan,
            runs.Options(force=True, scheduler=address, progress=Killing(workers[0])),
            "cluster",
        )
        here, other = swept(plan, runs.Options(force=True, workers=2), "local")
        files = ["facts.csv", *(p.relative_to(other).as_posix() for p in other.glob("*/*.ipynb"))]
        same = sum((one / f).read_bytes() == (other / f).read_bytes() for f in files)
        print(
            f"{days} days x {len(NOTEBOOKS)} notebooks: cluster {there:.0f} s with a worker lost at"
            f" half-time, this machine {here:.0f} s; {same} of {len(files)} files the same"
        )


if __name__ == "__main__":
    main()
