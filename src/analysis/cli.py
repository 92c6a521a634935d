"""What can a person type? The command `day229`.

Errors of data, parameters and runs are printed as plain sentences and end with a code of their own;
see `CODES` in `analysis.runs.executing` and the page on reruns. A failed run closes with one line
of JSON on standard error, for programs.
"""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Check the numbers of a wartime text: data, notebooks, verdicts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
data = typer.Typer(
    help="Fetch upstream files, build the processed tables, check every contract.",
    no_args_is_help=True,
)
app.add_typer(data, name="data")

Parameter = Annotated[
    list[str] | None, typer.Option("-p", "--parameter", help="key=value, once per parameter.")
]
Workers = Annotated[int | None, typer.Option(help="Processes; one per core when left out.", min=1)]
Force = Annotated[
    bool, typer.Option("--force", help="Run even what has not changed since its last run.")
]
CellSeconds = Annotated[int, typer.Option(help="Time limit of a cell in seconds.", min=1)]
Output = Annotated[
    Path | None,
    typer.Option("--output", help="Folder for all runs instead of reports/ (also DAY229_REPORTS)."),
]


_QUIET = (  # it tells of semaphores of workers that were ended, after our last line
    "ignore::UserWarning:multiprocessing.resource_tracker"
)


class Format(StrEnum):
    """Output formats of `day229 claims`."""

    table = "table"
    json = "json"


def _stop(message: str, code: int = 1) -> typer.Exit:
    typer.secho(message, err=True, fg=typer.colors.RED)
    return typer.Exit(code)


@contextmanager
def _run_errors() -> Iterator[None]:
    """Every way a run can end badly, as a sentence, a line of JSON and an exit code."""
    from analysis import runs
    from analysis.runs import executing

    def end(*_: object) -> None:
        raise executing.Terminated

    signal.signal(signal.SIGTERM, end)
    given = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = ",".join(filter(None, [given, _QUIET]))
    try:
        yield
    except (KeyboardInterrupt, executing.Terminated) as error:
        raise _failed(
            "interrupted; earlier reports are untouched", executing.code_of(error)
        ) from None
    except (OSError, ValueError, RuntimeError) as error:
        if (
            not isinstance(error, OSError | runs.RunError)
            and type(error).__name__ not in executing.ENDS
        ):
            raise  # a fault of ours: the traceback is wanted
        raise _failed(
            str(error), executing.code_of(error), getattr(error, "outcomes", None)
        ) from None


def _failed(message: str, code: int, outcomes: list | None = None) -> typer.Exit:
    stop = _stop(message, code)
    failed = [o.label for o in outcomes or [] if o.status == "failed"]
    typer.echo(
        json.dumps(
            {
                "status": "failed",
                "exit_code": code,
                "failed": failed,
                "error": message.partition("\n")[0],
            },
            ensure_ascii=False,
        ),
        err=True,
    )
    return stop


def _into(output: Path | None) -> None:
    if output is not None:
        os.environ["DAY229_REPORTS"] = str(output.absolute())


@app.command()
def report(
    workers: Workers = None,
    force: Force = False,
    check: Annotated[
        bool, typer.Option("--check", help="Fail when a fact moved without a line in CHANGELOG.md.")
    ] = False,
    against: Annotated[
        str, typer.Option(help="Commit whose facts --check compares with.")
    ] = "HEAD",
    cell_seconds: CellSeconds = 300,
    output: Output = None,
) -> None:
    """Check the data and run all notebooks into reports/latest: notebooks, HTML, figures, facts."""
    from datetime import date

    _into(output)
    with _run_errors():
        from analysis import runs

        moved: list[runs.Drift] = []
        gate = (lambda run: moved.extend(runs.refuse_drift(run, against))) if check else None
        folder, outcomes = runs.report(
            workers=workers, force=force, cell_seconds=cell_seconds, gate=gate
        )
        typer.echo(runs.summary(outcomes))
        if check:
            typer.echo(f"no fact moved unsaid; {len(moved)} moved and are named in CHANGELOG.md")
        if note := runs.staleness(date.today()):
            typer.echo(note)
    place = folder.parent / "latest"
    figures = len(list((folder / "figures").glob("*.png")))
    typer.echo(
        f"{len(outcomes)} notebooks, {figures} figures and their facts are in {place}; open"
        f" {place / '00-verdicts.html'} first"
    )


@app.command()
def run(
    name: Annotated[str, typer.Argument(help="Notebook, such as 01-referendums or just 01.")],
    parameter: Parameter = None,
    force: Force = False,
    cell_seconds: CellSeconds = 300,
    output: Output = None,
) -> None:
    """Run one notebook with your own parameters into reports/<notebook>."""
    _into(output)
    with _run_errors():
        from analysis import runs

        folder = runs.run(
            name, parameter or [], force=force, show_progress=True, cell_seconds=cell_seconds
        )
    page = next(folder.glob("*.html"))
    typer.echo(f"written to {folder}; open {folder.parent / page.stem / page.name}")


@app.command()
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
    cell_seconds: CellSeconds = 300,
    output: Output = None,
) -> None:
    """Run notebooks at every point of a grid of parameters and gather their facts in one table."""
    _into(output)
    with _run_errors():
        from analysis import runs

        if bool(grid) == bool(notebooks) or (grid and (over or parameter)):
            raise runs.ParameterInputError("wanted notebooks with --over, or --grid with a file")
        plan = (
            runs.plan_from(grid) if grid else runs.plan_of(notebooks, over or [], parameter or [])
        )
        folder, outcomes = runs.sweep(
            plan,
            workers=workers,
            force=force,
            scheduler=scheduler,
            output=copy_to,
            cell_seconds=cell_seconds,
            resume=resume,
        )
    typer.echo(runs.summary(outcomes))
    typer.echo(
        f"{len(outcomes)} pages are listed in {folder / 'index.html'}, all facts in"
        f" {folder / 'facts.csv'}"
    )


@app.command()
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
    with _run_errors():
        from analysis import runs

        if folder is None:
            folder, _ = runs.sweep(runs.weekly_plan(), workers=workers, scheduler=scheduler)
        written = runs.write_weekly_facts(folder)
    typer.echo(f"wrote {written}; next: `day229 data build`, then `day229 refresh`")


@app.command()
def refresh(workers: Workers = None) -> None:
    """Run all notebooks and store their outputs.

    Facts and README's verdict table in the project (for maintainers).
    """
    with _run_errors():
        from analysis import runs

        written = runs.refresh(workers=workers)
    typer.echo(f"stored {len(written)} files")


@data.command("fetch")
def fetch(
    names: Annotated[
        list[str] | None, typer.Argument(help="Files of data/raw/upstream.csv; all when left out.")
    ] = None,
) -> None:
    """Download registered upstream files into the cache and verify their hashes."""
    from analysis import sources

    try:
        for name in names or list(sources.register().index):
            typer.echo(f"{name}: {sources.fetch(name, progress=True)}")
    except sources.UpstreamError as error:
        raise _stop(str(error)) from None


@data.command("build")
def build() -> None:
    """Rebuild data/processed from data/raw."""
    from analysis import cleaning, tables

    try:
        written = cleaning.build()
    except tables.DataError as error:
        raise _stop(str(error)) from None
    typer.echo(f"wrote {len(written)} files to {written[0].parent}")


@data.command("check")
def check() -> None:
    """Verify contracts, source keys, rules of the ledger, and that no processed table is stale."""
    from analysis import claims, cleaning, tables

    try:
        old = cleaning.stale()
    except tables.DataError as error:
        raise _stop(f"{error}\n{len(error.problems)} problem(s) in data/raw") from None
    if old:
        raise _stop(f"data/processed is stale: {', '.join(old)}; next: run `day229 data build`")
    unknown = [f"{c.id}: no rule {c.rule!r}" for c in claims.ledger() if c.rule not in claims.RULES]
    if unknown:
        raise _stop(
            "data/raw/claims.csv: "
            + "; ".join(unknown)
            + f"; known rules: {', '.join(sorted(claims.RULES))}"
        )
    typer.echo("data are in order: contracts hold, sources are known, processed tables are fresh")


@data.command("newest")
def newest() -> None:
    """Show the newest day that each table of evidence speaks of, and became known."""
    from analysis import evidence, tables

    typer.echo(evidence.newest(*sorted(tables.FIGURE_TABLES)).to_string(index=False))


@app.command("claims")
def claims_command(
    as_of: Annotated[
        str, typer.Option(help="Use evidence published by this day, YYYY-MM-DD.")
    ] = "2022-10-11",
    output: Annotated[Format, typer.Option("--format", help="table or json.")] = Format.table,
) -> None:
    """List every claim with its verdict as known on a day and as known now."""
    from analysis import claims, evidence

    try:
        then, now = claims.judge_all(as_of), claims.judge_all(None)
    except evidence.EvidenceError as error:
        raise _stop(str(error), 2) from None
    known = evidence.known_by(as_of)
    records = [_record(t, n) for t, n in zip(then, now, strict=True)]
    if output is Format.json:
        for record, t in zip(records, then, strict=True):
            record["margin"] = claims.margin(t.claim, known).sentence()
        typer.echo(json.dumps(records, indent=1, ensure_ascii=False))
        return
    for r in records:
        later = "" if r["verdict_now"] == r["verdict"] else f"  (now: {r['verdict_now']})"
        typer.echo(f"{r['claim']}  {r['verdict']:<22}{r['paraphrase']}{later}\n     {r['reason']}")
        if r["beside"]:
            typer.echo(f"     {r['beside']}")


def _record(then, now) -> dict:
    """One claim for JSON.

    Verdicts, rule, reasons, deciding figures, evidence with day and address.
    """
    c = then.claim
    return {
        "claim": c.id,
        "paragraph": c.paragraph,
        "speaker": c.speaker,
        "paraphrase": c.paraphrase,
        "kind": c.kind,
        "value": c.value,
        "unit": c.unit,
        "notebook": c.notebook,
        "rule": c.rule,
        "checkable": then.checkable,
        "as_of": then.as_of.isoformat() if then.as_of else None,
        "verdict": then.finding.verdict,
        "reason": then.finding.reason,
        "beside": then.finding.beside,
        **_grounds(then, ""),
        "verdict_now": now.finding.verdict,
        "reason_now": now.finding.reason,
        **_grounds(now, "_now"),
    }


def _grounds(verdict, suffix: str) -> dict:
    """Deciding figures and evidence rows of one verdict."""
    from analysis import claims, evidence, facts

    rows = evidence.describe(verdict.finding.rows)
    return {
        f"publishers{suffix}": list(claims.publishers(verdict.finding)),
        f"figures{suffix}": [facts.of(f).as_json() for f in verdict.finding.figures],
        f"evidence{suffix}": (
            rows[["key", "table", "source", "publisher", "standing", "known", "how_read", "url"]]
            .fillna("")
            .to_dict("records")
        ),
    }


if __name__ == "__main__":
    app()
