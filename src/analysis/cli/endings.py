"""How does a command end?

One that runs notebooks closes with one line of JSON on standard error, for programs, and may hand
it to a command of the user's; one that failed says before why, in a sentence, and ends with an exit
code of `analysis.errors`. A fault of ours keeps its traceback.
"""

import json
import os
import shlex
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import typer

from analysis import errors

_QUIET = "ignore::UserWarning:multiprocessing.resource_tracker"  # of semaphores of ended workers
_NOTIFY_SECONDS = 60  # a command that is told and takes longer is ended
_ENDING = ("SIGTERM", "SIGHUP")  # signals that end a command as an interrupt does


class Format(StrEnum):
    """How a list is printed."""

    table = "table"
    json = "json"


def stop(message: str, code: int = 1) -> typer.Exit:
    """Print a sentence and give the exit to raise."""
    typer.secho(message, err=True, fg=typer.colors.RED)
    return typer.Exit(code)


@dataclass
class Ending:
    """What is told at the end of a command that runs notebooks.

    Parameters
    ----------
    notify : str
        Command that gets the line of JSON on its standard input; empty for none.
    metrics : pathlib.Path, optional
        File for a collector of metrics.
    """

    notify: str = ""
    metrics: Path | None = None
    line: dict = field(default_factory=dict)

    def succeeded(self, folder: Path, outcomes: list[str]) -> None:
        """Remember how a run succeeded, with the status of every notebook."""
        counts = {s: sum(o == s for o in outcomes) for s in ("done", "cached")}
        self.line = {"status": "done", "exit_code": 0, "run": folder.name, "folder": str(folder)}
        self.line |= counts

    def failed(self, message: str, code: int, error: BaseException) -> None:
        """Remember how a run failed; the complaint is that of the first notebook."""
        failed = getattr(error, "failed", [])
        folder = getattr(error, "folder", None)
        first = failed[0] if failed else error
        self.line = {
            "status": "failed",
            "exit_code": code,
            "run": folder.name if folder else None,
            "failed": [o.label for o in failed],
            "error": (failed[0].error if failed else message).partition("\n")[0],
            "cell": getattr(first, "cell", 0) or None,
            "option": getattr(first, "option", "") or None,
        }

    def tell(self) -> None:
        """Write metrics, print the line, and hand it to whoever is to know."""
        text = json.dumps(self.line, ensure_ascii=False)
        if self.metrics is not None:
            self._write_metrics(self.metrics)
        if self.notify:
            self._notify(text)
        typer.echo(text, err=True)

    def _write_metrics(self, path: Path) -> None:
        from analysis import runs

        try:
            name = runs.name_of_run(self.line["run"]) if self.line.get("run") else "latest"
            runs.write_metrics(runs.status_of(name), path)
        except (OSError, errors.ExpectedError) as error:
            typer.echo(f"the metrics were not written: {error}", err=True)

    def _notify(self, text: str) -> None:
        try:
            told = subprocess.run(
                shlex.split(self.notify),
                input=text + "\n",
                text=True,
                capture_output=True,
                timeout=_NOTIFY_SECONDS,
            )
            why = f"it ended with {told.returncode}" if told.returncode else ""
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            why = str(error)
        if why:
            typer.echo(f"{self.notify!r} was not told: {why}", err=True)


@contextmanager
def told_errors() -> Iterator[None]:
    """Errors that a person can do something about, as a sentence and an exit code."""
    try:
        yield
    except (OSError, errors.ExpectedError) as error:
        raise stop(str(error), errors.exit_code(error)) from None


@contextmanager
def run_errors(notify: str = "", metrics: Path | None = None) -> Iterator[Ending]:
    """Every way a run can end, as a sentence, a line of JSON and an exit code."""
    _catch_signals()
    given = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = ",".join(filter(None, [given, _QUIET]))
    ending = Ending(notify=notify, metrics=metrics)
    try:
        yield ending
    except (KeyboardInterrupt, errors.Terminated) as error:
        told = str(error) or "interrupted; what reports/ shows is whole"
        raise _failed(ending, told, error) from None
    except (OSError, errors.ExpectedError) as error:
        raise _failed(ending, str(error), error) from None
    if ending.line:
        ending.tell()


def _catch_signals() -> None:
    """Let signals that end a process raise; one that is ignored, as by nohup, stays ignored."""

    def terminate(number: int, _: object) -> None:
        raise errors.Terminated(number=number)

    for number in (getattr(signal, n) for n in _ENDING if hasattr(signal, n)):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, terminate)


def _failed(ending: Ending, message: str, error: BaseException) -> typer.Exit:
    """Exit of a failed run."""
    code = errors.exit_code(error)
    ending.failed(message, code, error)
    leaving = stop(message, code)
    ending.tell()
    return leaving
