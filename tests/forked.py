"""The command line in a process forked from one that has imported it.

An interpreter's start takes longer than most of what is asked. Its start and end, its hash seed,
locale and import path are then those of the tests, and not what the surroundings say: where these
matter the command is given a process of its own, by a prefix. Imports little itself, because every
such process does so anew.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

LOADED = ["analysis.cli", "analysis.claims", "analysis.cleaning"]


def run(
    words: tuple[str, ...], cwd: Path, env: dict[str, str], seconds: float
) -> subprocess.CompletedProcess:
    """Run the command to its end.

    Raises
    ------
    subprocess.TimeoutExpired
        If it takes longer; it is killed.
    """
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("out", "err")]
        process = _context().Process(target=_command, args=(words, cwd, env, streams))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(words, seconds)
        told = [path.read_text(encoding="utf-8") for path in streams]
        return subprocess.CompletedProcess(words, process.exitcode, *told)


@cache
def _context():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    return context


def _command(words: tuple[str, ...], cwd: Path, env: dict[str, str], streams: list[Path]) -> None:
    """The command in this process, its surroundings and streams those that are given."""
    from analysis.cli import app

    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    for number, path in enumerate(streams, 1):
        path.touch()
        os.dup2(os.open(path, os.O_WRONLY), number)
    sys.argv = ["day229", *words]
    app(prog_name="python -m analysis.cli")
