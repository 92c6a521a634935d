"""What do many runs leave on the disk, what does a point cost, and what do signals break?

A small project with one tiny notebook in a temporary folder, so that what is measured is the
running and not the reckoning. Times are CPU time of the command and all it started; `kept`,
`points` and `signals` choose one of the three.
"""

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_notebook

from analysis import paths
from analysis.runs.store import bytes_below

FAILING, SWEEPS = 50, 20  # runs that fail, and sweeps of two points with plans of their own
NUMBERS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LAST = 0.01  # part of a sweep's life that is tried apart, because it is shown then
SAVE = (
    "from analysis import facts\n"
    'facts.save("00-small", {"squared": facts.number(n * n, "things", "counted")})'
)
COMMAND = [sys.executable, "-m", "analysis.cli"]


def project(folder: Path) -> Path:
    """Small project in a folder, its reports not yet there."""
    (folder / "notebooks").mkdir(parents=True)
    for table in (paths.raw(), paths.processed()):
        shutil.copytree(table, folder / "data" / table.name)
    shutil.copyfile(paths.root() / "case.toml", folder / "case.toml")
    write(folder, "n: int = 3  # how many", SAVE)
    return folder


def write(folder: Path, parameters: str, source: str) -> None:
    """Write the one notebook."""
    cells = [
        new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}),
        new_code_cell(source, id="cell"),
    ]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": spec})
    nbformat.write(notebook, folder / "notebooks" / "00-small.ipynb")


def started(root: Path, *words: str) -> psutil.Popen:
    """Start the command on a project."""
    env = os.environ | {"DAY229_ROOT": str(root), "DAY229_REPORTS": str(root / "reports")}
    quiet = subprocess.DEVNULL
    return psutil.Popen([*COMMAND, *words], env=env, stdout=quiet, stderr=quiet)


def measured(root: Path, *words: str) -> tuple[int, float, float]:
    """Exit code, CPU seconds and peak megabytes of the command with all its processes."""
    before, peak, process = _cpu(), [0.0], started(root, *words)
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    code = process.wait()
    watcher.join()
    return code, _cpu() - before, peak[0]


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process: psutil.Popen, peak: list[float]) -> None:
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        try:
            held = [process, *process.children(recursive=True)]
            peak[0] = max(peak[0], sum(p.memory_info().rss for p in held) / 1e6)
        except psutil.Error:
            pass  # one has just ended
        time.sleep(0.5)


def _mb(root: Path) -> float:
    return bytes_below(root / "reports") / 1e6


def kept(root: Path) -> None:
    """Disk after every tenth failing run, and after every fourth of many different sweeps."""
    good = root / "notebooks" / "00-small.ipynb"
    held = good.read_bytes()
    write(root, "n: int = 3  # how many", "1 / 0")
    for n in range(1, FAILING + 1):
        code, _, _ = measured(root, "run", "00", "-p", f"n={n}")
        if n % 10 == 0:
            folders = len(list((root / "reports").glob("[0-9]*")))
            print(f"failing runs {n}: code {code}, {_mb(root):.2f} MB, {folders} folders")
    good.write_bytes(held)
    for n in range(1, SWEEPS + 1):
        measured(root, "sweep", "00", "--over", f"n={100 * n},{100 * n + 1}", "--workers", "2")
        if n % 4 == 0:
            folders = len(list((root / "reports").glob("[0-9]*")))
            print(f"sweeps {n}: {_mb(root):.2f} MB, {folders} folders")


def points(root: Path, number: int) -> None:
    """CPU time, memory and disk of many small points on two workers, and of the same again."""
    words = ("sweep", "00", "--over", f"n=1:{number}:1", "--workers", "2")
    for what in ("first", "again, from the cache"):
        code, seconds, peak = measured(root, *words)
        if code:
            raise RuntimeError(f"the sweep ended with {code}")
        print(
            f"{number} points, {what}: code {code}, {seconds:.1f} CPU s, {seconds / number:.4f} a"
            f" point; peak {peak:.0f} MB in all; reports hold {_mb(root):.0f} MB,"
            f" {1000 * _mb(root) / number:.0f} kB a point",
            flush=True,
        )


def signals(root: Path, number: int, seed: int) -> None:
    """Signals at random moments of a sweep, half in the last part of its life: what they leave."""
    rng, counts = random.Random(seed), Counter()
    over, started_at = 4, time.monotonic()
    measured(root, "sweep", "00", "--over", f"n=1:{over}:1", "--workers", "2", "--force")
    life = time.monotonic() - started_at
    for turn in range(number):
        low = (1 - LAST) * life if turn % 2 else 0.0
        number_, wait = rng.choice(NUMBERS), rng.uniform(low, life * 1.02)
        words = ("sweep", "00", "--over", f"n={10 * turn}:{10 * turn + over - 1}:1")
        process, begun = started(root, *words, "--workers", "2"), time.monotonic()
        try:
            code = process.wait(wait)
        except psutil.TimeoutExpired:
            process.send_signal(number_)
            code = process.wait(300)
        life = 0.8 * life + 0.2 * (time.monotonic() - begun) if code == 0 else life
        counts[f"{number_.name} ended with {code}"] += 1
        for trouble in left(root, words):
            counts[trouble] += 1
            print(f"turn {turn}, {number_.name} after {wait:.2f} of {life:.2f} s: {trouble}")
    for what, times in sorted(counts.items()):
        print(f"{times:3d}  {what}")


def left(root: Path, words: tuple[str, ...]) -> list[str]:
    """What is wrong after a signal: processes left, records or links that cannot be read."""
    told, end = [], time.monotonic() + 20
    while (alive := _of(root)) and time.monotonic() < end:
        time.sleep(0.1)
    if alive:
        told.append(f"left processes: {len(alive)}")
    for link in (p for p in (root / "reports").iterdir() if p.is_symlink()):
        try:
            shown = json.loads((link / "manifest.json").read_text(encoding="utf-8"))
            whole = link.name == "failed" or (link / "facts.csv").is_file()
            if not whole or (shown["status"] != "done") != (link.name == "failed"):
                told.append(f"{'failed' if link.name == 'failed' else 'a sweep'} shown half")
        except (OSError, ValueError):
            told.append("a link that shows nothing")
    code = started(root, *words, "--workers", "2").wait(600)
    return [*told, *([f"the next run ended with {code}"] if code else [])]


def _of(root: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("DAY229_ROOT") == str(root) and process.status() != "zombie":
                found.append(process)
        except psutil.Error:
            continue
    return found


def main() -> None:
    """Print what was asked for, in a folder that is gone afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", choices=["kept", "points", "signals"])
    parser.add_argument("--points", type=int, default=2000)
    parser.add_argument("--signals", type=int, default=40)
    parser.add_argument("--seed", type=int, default=20221011)
    given = parser.parse_args()
    asked = {
        "kept": lambda root: kept(root),
        "points": lambda root: points(root, given.points),
        "signals": lambda root: signals(root, given.signals, given.seed),
    }
    for number in NUMBERS[1:]:  # whoever started this may have let them be ignored
        signal.signal(number, signal.SIG_DFL)
    for what in given.what or asked:
        with tempfile.TemporaryDirectory() as folder:
            asked[what](project(Path(folder) / "project"))


if __name__ == "__main__":
    main()
