"""Which commands tell what was run, and remove what is old?"""

import json
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.endings import Format, stop
from analysis.errors import ExpectedError

app = typer.Typer(help="List, show and prune what was run.", no_args_is_help=True)
_AGES = {"d": 1.0, "h": 1 / 24, "w": 7.0}  # days in a unit
Shown = Annotated[Format, typer.Option("--format", help="table or json.")]


def status(
    max_age: Annotated[
        str, typer.Option(help="Age at which the last good run is stale: 8d, 36h, 2w.")
    ] = "8d",
    name: Annotated[str, typer.Option(help="latest, or a notebook.")] = "latest",
    output: Shown = Format.table,
    metrics: Annotated[
        Path | None, typer.Option(help="File to write the same to, for a collector of metrics.")
    ] = None,
) -> None:
    """Tell the last good run and its age; ends with code 13 when that is stale."""
    from analysis import errors, runs

    try:
        told = runs.status_of(name, _days(max_age))
        if metrics is not None:
            runs.write_metrics(told, metrics)
    except (OSError, ExpectedError) as error:
        raise stop(str(error), errors.exit_code(error)) from None
    typer.echo(json.dumps(told, indent=1) if output is Format.json else runs.status_text(told))
    if told["stale"]:
        raise typer.Exit(runs.StaleError().exit_code)


def _days(text: str) -> float:
    """Days of an age such as 8d."""
    from analysis import runs

    number, unit = text[:-1], text[-1:]
    if unit not in _AGES or not number.replace(".", "", 1).isdecimal():
        raise runs.ParameterInputError(f"--max-age {text!r}: wanted 8d, 36h or 2w")
    return float(number) * _AGES[unit]


@app.command("list")
def list_(output: Shown = Format.table) -> None:
    """List all runs that are kept, oldest first."""
    from analysis import runs

    _print([_row(r) for r in runs.runs_kept()], output)


@app.command()
def show(
    run: Annotated[str, typer.Argument(help="Id of a run, or what shows it: latest, failed.")],
    output: Shown = Format.table,
) -> None:
    """Show the record of one run."""
    from analysis import errors, runs

    try:
        held = runs.run_record(run)
    except ExpectedError as error:
        raise stop(str(error), errors.exit_code(error)) from None
    if output is Format.json:
        typer.echo(json.dumps(held, indent=1, ensure_ascii=False))
        return
    for key in ("run", "status", "exit_code", "error", "started", "ended"):
        typer.echo(f"{key:<10} {held[key]}")
    tasks = [
        {k: t.get(k, "") for k in ("point", "notebook", "status", "seconds", "error")}
        for t in held["tasks"]
    ]
    _print(tasks, output)


@app.command()
def prune(output: Shown = Format.table) -> None:
    """Remove runs and kept results beyond what is kept; every run does the same when it ends."""
    from analysis import errors, runs

    try:
        removed = [_row(r) for r in runs.prune()]
    except (OSError, ExpectedError) as error:
        raise stop(str(error), errors.exit_code(error)) from None
    _print(removed, output)
    if output is Format.table:
        typer.echo(f"{len(removed)} removed")


def _row(run) -> dict:
    return {
        "run": run.folder.name,
        "name": run.name,
        "status": run.status,
        "exit_code": run.exit_code,
        "started": run.started,
        "ended": run.ended,
        "mb": round(run.size / 1_000_000, 1),
        "shown_by": " ".join(run.shown),
    }


def _print(rows: list[dict], output: Format) -> None:
    """Rows as JSON, or as lines of aligned columns without what stands in the run's id."""
    if output is Format.json:
        typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    shown = [{k: str(v) for k, v in r.items() if k not in {"name", "started"}} for r in rows]
    for row in [dict(zip(shown[0], shown[0], strict=True)), *shown] if shown else []:
        cells = (f"{v:<{max(len(k), *(len(r[k]) for r in shown))}}" for k, v in row.items())
        typer.echo("  ".join(cells).rstrip())
