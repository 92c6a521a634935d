"""What can a person type? The command `day229`.

Errors of data, parameters and runs are printed as plain sentences and end with a non-zero code: 1 for a failure, 2 for a
parameter or option that is not allowed.
"""

import json
from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer(
    help="Check the numbers of a wartime text: data, notebooks, verdicts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
data = typer.Typer(help="Fetch upstream files, build the processed tables, check every contract.", no_args_is_help=True)
app.add_typer(data, name="data")


class Format(StrEnum):
    """Output formats of `day229 claims`."""

    table = "table"
    json = "json"


def _stop(message: str, code: int = 1) -> typer.Exit:
    typer.secho(message, err=True, fg=typer.colors.RED)
    return typer.Exit(code)


@app.command()
def report(
    workers: Annotated[int | None, typer.Option(help="Processes; one per core when left out.", min=1)] = None,
) -> None:
    """Check the data and run all notebooks into reports/latest: notebooks, HTML, figures, facts."""
    from analysis import runs, tables

    try:
        folder, outcomes = runs.report(workers=workers)
    except (runs.RunError, tables.DataError) as error:
        raise _stop(str(error)) from None
    figures = len(list((folder / "figures").glob("*.png")))
    typer.echo(
        f"{len(outcomes)} notebooks, {figures} figures and their facts are in {folder}; open {folder / '00-verdicts.html'} first"
    )


@app.command()
def run(
    name: Annotated[str, typer.Argument(help="Notebook, such as 01-referendums or just 01.")],
    parameter: Annotated[
        list[str] | None, typer.Option("-p", "--parameter", help="key=value, once per parameter.")
    ] = None,
) -> None:
    """Run one notebook with your own parameters into reports/<notebook>."""
    from analysis import parameters, runs

    try:
        folder = runs.run(name, parameter or [])
    except (runs.ParameterInputError, parameters.ParameterError) as error:
        raise _stop(str(error), runs.CODES["parameter"]) from None
    except runs.RunError as error:
        raise _stop(str(error)) from None
    typer.echo(f"written to {folder}; open {next(folder.glob('*.html'))}")


@app.command()
def refresh() -> None:
    """Run all notebooks in place and store their outputs, facts and README's verdict table (for maintainers)."""
    from analysis import runs

    try:
        written = runs.refresh()
    except runs.RunError as error:
        raise _stop(str(error)) from None
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
        raise _stop("data/raw/claims.csv: " + "; ".join(unknown) + f"; known rules: {', '.join(sorted(claims.RULES))}")
    typer.echo("data are in order: contracts hold, sources are known, processed tables are fresh")


@app.command("claims")
def claims_command(
    as_of: Annotated[str, typer.Option(help="Use evidence published by this day, YYYY-MM-DD.")] = "2022-10-11",
    output: Annotated[Format, typer.Option("--format", help="table or json.")] = Format.table,
) -> None:
    """List every claim with its verdict as known on a day and as known now."""
    from analysis import claims, evidence

    try:
        then, now = claims.judge_all(as_of), claims.judge_all(None)
    except evidence.EvidenceError as error:
        raise _stop(str(error), 2) from None
    records = [_record(t, n) for t, n in zip(then, now, strict=True)]
    if output is Format.json:
        typer.echo(json.dumps(records, indent=1, ensure_ascii=False))
        return
    for r in records:
        later = "" if r["verdict_now"] == r["verdict"] else f"  (now: {r['verdict_now']})"
        typer.echo(f"{r['claim']}  {r['verdict']:<22}{r['paraphrase']}{later}\n     {r['reason']}")


def _record(then, now) -> dict:
    """One claim for JSON: verdicts, rule, reasons, deciding figures, evidence with day and address."""
    c = then.claim
    return {
        "claim": c.id, "paragraph": c.paragraph, "paraphrase": c.paraphrase, "kind": c.kind, "value": c.value, "unit": c.unit,
        "notebook": c.notebook, "rule": c.rule, "checkable": then.checkable,
        "as_of": then.as_of.isoformat() if then.as_of else None,
        "verdict": then.finding.verdict, "reason": then.finding.reason, **_grounds(then, ""),
        "verdict_now": now.finding.verdict, "reason_now": now.finding.reason, **_grounds(now, "_now"),
    }  # fmt: skip


def _grounds(verdict, suffix: str) -> dict:
    """Deciding figures and evidence rows of one verdict."""
    from analysis import evidence, facts

    rows = evidence.describe(verdict.finding.rows).astype({"published": str})
    return {
        f"figures{suffix}": [facts.of(f).as_json() for f in verdict.finding.figures],
        f"evidence{suffix}": rows[["key", "table", "source", "publisher", "published", "how_read", "url"]]
        .fillna("")
        .to_dict("records"),
    }


if __name__ == "__main__":
    app()
