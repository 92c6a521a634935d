"""Which options do all commands have that run notebooks? Limits, places, and who is told."""

import inspect
import os
from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.endings import run_errors
from analysis.runs.conditions import USUAL, Conditions

_LIMITS = {
    "cell_seconds": ("Time limit of a cell in seconds.", 1),
    "notebook_seconds": ("Time limit of a whole notebook in seconds.", 1),
    "cell_mb": ("Limit of what one cell shows, in MB.", 1),
    "notebook_mb": ("Limit of what a notebook shows and writes, in MB.", 1),
    "run_mb": ("Limit of all outputs of the run, in MB.", 1),
    "memory_mb": ("Limit of a kernel's memory in MB; 0 for none.", 0),
}
_OTHERS = {
    "pass_env": (
        list[str] | None,
        typer.Option(help="Variable that kernels may see, once a name; their tokens stay hidden."),
        None,
    ),
    "output": (
        Path | None,
        typer.Option(help="Folder for all runs instead of reports/ (also DAY229_REPORTS)."),
        None,
    ),
    "notify": (str, typer.Option(help="Command that gets the closing line of JSON."), ""),
    "metrics": (
        Path | None,
        typer.Option(help="File to write metrics to, for node exporter's textfile collector."),
        None,
    ),
}


def unattended(command: Callable) -> Callable:
    """Give a command the shared options.

    Its own function gets `conditions`, from the limits, and `ending`, to which it tells a success;
    whatever it raises ends the command in a sentence and an exit code.
    """

    @wraps(command)
    def wrapped(**given: object) -> None:
        limits = {f.name: given.pop(f.name) for f in fields(Conditions)}
        limits["pass_env"] = tuple(limits["pass_env"] or ())
        output = given.pop("output")
        if output is not None:
            os.environ["DAY229_REPORTS"] = str(output.absolute())
        with run_errors(given.pop("notify"), given.pop("metrics")) as ending:
            command(**given, conditions=Conditions(**limits), ending=ending)

    own = [
        p
        for n, p in inspect.signature(command).parameters.items()
        if n not in {"conditions", "ending"}
    ]
    wrapped.__signature__ = inspect.Signature([*own, *_shared()])
    return wrapped


def _shared() -> list[inspect.Parameter]:
    """Parameters of the shared options."""
    told = {
        n: (int, typer.Option(help=about, min=least), getattr(USUAL, n))
        for n, (about, least) in _LIMITS.items()
    }
    return [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=Annotated[kind, option],
            default=default,
        )
        for name, (kind, option, default) in (told | _OTHERS).items()
    ]
