"""Which commands run notebooks? One, all, a grid, the timeline, and the stored outputs."""

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.chosen import Case, take
from analysis.cli.endings import Ending, run_errors
from analysis.cli.unattended import unattended
from analysis.runs.conditions import Conditions

Parameter = Annotated[
    list[str] | None, typer.Option("-p", "--parameter", help="key=value, once per parameter.")
]
Workers = Annotated[int | None, typer.Option(help="Processes; one per core when left out.", min=1)]
Force = Annotated[
    bool, typer.Option("--force", help="Run even what has not changed since its last run.")
]


@unattended
def report(
    workers: Workers = None,
    force: Force = False,
    check: Annotated[
        bool, typer.Option("--check", help="Fail when a fact moved without a line in CHANGELOG.md.")
    ] = False,
    against: Annotated[
        str, typer.Option(help="Commit whose facts --check compares with; HEAD when left out.")
    ] = "",
    case: Case = None,
    *,
    conditions: Conditions,
    ending: Ending,
) -> None:
    """Check the data and run all notebooks into reports/latest: notebooks, HTML, figures, facts."""
    from datetime import date

    from analysis import paths, runs
    from analysis.wording import counted

    take(case)
    if against and not check:
        raise runs.ParameterInputError(f"--against {against}: wanted together with --check")
    commit, moved = against or "HEAD", []
    if check:
        runs.committed(commit)  # a commit that is not there is told before anything runs
    gate = (lambda run: moved.extend(runs.refuse_drift(run, commit))) if check else None
    folder, outcomes = runs.report(workers=workers, force=force, conditions=conditions, gate=gate)
    ending.succeeded(folder, [o.status for o in outcomes])
    typer.echo(runs.summary(outcomes))
    if check:
        typer.echo(f"no fact moved unsaid; {len(moved)} moved and are named in CHANGELOG.md")
    small = paths.is_small(paths.raw())
    if not small and (note := runs.staleness(date.today())):
        typer.echo(note)
    place = folder.parent / "latest"
    figures = len(list((folder / "figures").glob("*.png")))
    or_site = "" if small else ", or index.html after `make site`"
    typer.echo(
        f"{counted(len(outcomes), 'notebook')}, {counted(figures, 'figure')} and their facts are in"
        f" {place}; open {place / f'{outcomes[0].notebook}.html'} first{or_site}"
    )


@unattended
def run(
    name: Annotated[str, typer.Argument(help="Notebook, such as 01-referendums or just 01.")],
    parameter: Parameter = None,
    force: Force = False,
    case: Case = None,
    *,
    conditions: Conditions,
    ending: Ending,
) -> None:
    """Run one notebook with your own parameters into reports/<notebook>."""
    from analysis import runs

    take(case)

    folder = runs.run(name, parameter or [], force=force, show_progress=True, conditions=conditions)
    ending.succeeded(folder, [t["status"] for t in runs.run_record(folder.name)["tasks"]])
    page = next(folder.glob("*.html"))
    typer.echo(f"written to {folder}; open {folder.parent / page.stem / page.name}")


@unattended
def sweep(
    notebooks: Annotated[
        list[str] | None, typer.Argument(help="Notebooks, by name or file.")
    ] = None,
    over: Annotated[
        list[str] | None,
        typer.Option(
            "--over",
            help="name=a,b,c or name=first:last:step or name=@table:column; once a parameter.",
        ),
    ] = None,
    parameter: Parameter = None,
    grid: Annotated[
        Path | None, typer.Option(help="YAML file with notebooks and over, instead of arguments.")
    ] = None,
    workers: Workers = None,
    scheduler: Annotated[
        str, typer.Option(help="Address of a dask scheduler, tcp://host:port, to run there.")
    ] = "",
    copy_to: Annotated[
        str,
        typer.Option(
            "--copy-to",
            help="fsspec address (s3://, gs://, a folder) to copy the finished sweep to.",
        ),
    ] = "",
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Finish the newest interrupted sweep with the same plan."),
    ] = False,
    force: Force = False,
    *,
    conditions: Conditions,
    ending: Ending,
) -> None:
    """Run notebooks at every point of a grid of parameters and gather their facts in one table."""
    from analysis import runs

    if bool(grid) == bool(notebooks) or (grid and (over or parameter)):
        raise runs.ParameterInputError("wanted notebooks with --over, or --grid with a file")
    plan = runs.plan_from(grid) if grid else runs.plan_of(notebooks, over or [], parameter or [])
    folder, outcomes = runs.sweep(
        plan,
        workers=workers,
        force=force,
        scheduler=scheduler,
        output=copy_to,
        conditions=conditions,
        resume=resume,
    )
    ending.succeeded(folder, [o.status for o in outcomes])
    typer.echo(runs.summary(outcomes))
    typer.echo(
        f"{len(outcomes)} pages are listed in {folder / 'index.html'}, all facts in"
        f" {folder / 'facts.csv'}"
    )


def timeline(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="Folder of a finished sweep over as_of; the weekly sweep is run when left out."
        ),
    ] = None,
    workers: Workers = None,
    scheduler: Annotated[
        str, typer.Option(help="Address of a dask scheduler, tcp://host:port, to run there.")
    ] = "",
) -> None:
    """Write data/processed/weekly_facts.csv, the table of notebook 06.

    From the weekly sweep (for maintainers).
    """
    with run_errors() as ending:
        from analysis import runs

        if folder is None:
            folder, outcomes = runs.sweep(runs.weekly_plan(), workers=workers, scheduler=scheduler)
            ending.succeeded(folder, [o.status for o in outcomes])
        written = runs.write_weekly_facts(folder)
    typer.echo(f"wrote {written}; next: `day229 data build`, then `day229 refresh`")


def refresh(workers: Workers = None) -> None:
    """Run all notebooks and store their outputs.

    Facts and README's verdict table in the project (for maintainers).
    """
    with run_errors():
        from analysis import runs

        written = runs.refresh(workers=workers)
    typer.echo(f"stored {len(written)} files")
