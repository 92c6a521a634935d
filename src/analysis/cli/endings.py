"""How does a command end that could not do its work?

With a sentence on standard error and an exit code of `analysis.errors`; a failed run closes with
one line of JSON, for programs. A fault of ours keeps its traceback.
"""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import typer

from analysis import errors

_QUIET = "ignore::UserWarning:multiprocessing.resource_tracker"  # of semaphores of ended workers


class Format(StrEnum):
    """How a list is printed."""

    table = "table"
    json = "json"


def stop(message: str, code: int = 1) -> typer.Exit:
    """Print a sentence and give the exit to raise."""
    typer.secho(message, err=True, fg=typer.colors.RED)
    return typer.Exit(code)


@contextmanager
def told_errors() -> Iterator[None]:
    """Errors that a person can do something about, as a sentence and an exit code."""
    try:
        yield
    except (OSError, errors.ExpectedError) as error:
        raise stop(str(error), errors.exit_code(error)) from None


@contextmanager
def run_errors() -> Iterator[None]:
    """Every way a run can end badly, as a sentence, a line of JSON and an exit code."""

    def terminate(*_: object) -> None:
        raise errors.Terminated

    signal.signal(signal.SIGTERM, terminate)
    given = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = ",".join(filter(None, [given, _QUIET]))
    try:
        yield
    except (KeyboardInterrupt, errors.Terminated) as error:
        told = "interrupted; earlier reports are untouched"
        raise _failed(told, errors.exit_code(error), []) from None
    except (OSError, errors.ExpectedError) as error:
        failed = getattr(error, "failed", [])
        raise _failed(str(error), errors.exit_code(error), failed) from None


def _failed(message: str, code: int, failed: list) -> typer.Exit:
    """Exit of a failed run; the line of JSON holds the complaint of the first notebook."""
    line = {
        "status": "failed",
        "exit_code": code,
        "failed": [o.label for o in failed],
        "error": (failed[0].error if failed else message).partition("\n")[0],
    }
    ending = stop(message, code)
    typer.echo(json.dumps(line, ensure_ascii=False), err=True)
    return ending
