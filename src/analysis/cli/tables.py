"""Which commands fetch, build and check the data?"""

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.chosen import Case, choose, refuse_ledger, refuse_rules, refuse_stale
from analysis.cli.endings import stop, told_errors
from analysis.errors import exit_code

app = typer.Typer(
    help="Fetch upstream files, build the processed tables, check every contract.",
    no_args_is_help=True,
)


@app.command()
def fetch(
    names: Annotated[
        list[str] | None, typer.Argument(help="Files of data/raw/upstream.csv; all when left out.")
    ] = None,
) -> None:
    """Download registered upstream files into the cache and verify their hashes."""
    from analysis import sources

    try:
        found = sources.fetch_all(names or list(sources.register().index), progress=True)
    except sources.UpstreamError as error:
        raise stop(str(error)) from None
    lost = [str(f) for f in found.values() if isinstance(f, sources.UpstreamError)]
    for name, file in found.items():
        typer.echo(f"{name}: {'not fetched' if str(file) in lost else file}")
    if lost:
        raise stop("\n".join([*lost, f"{len(lost)} of {len(found)} files could not be fetched"]))


@app.command()
def build(case: Case = None) -> None:
    """Rebuild data/processed from data/raw, or the tables of a case."""
    from analysis import cleaning

    choose(case)
    with told_errors():
        refuse_rules()
        written = cleaning.build()
    typer.echo(f"wrote {len(written)} files to {written[0].parent}")


@app.command()
def check(case: Case = None) -> None:
    """Verify contracts, source keys, rules of the ledger, and that no processed table is stale."""
    choose(case)
    refuse_stale()
    with told_errors():
        refuse_ledger()
    if missed := _not_swept():
        typer.echo(
            f"note: weekly_facts.csv is older than the ledger, it lacks {', '.join(missed)}; next:"
            " `day229 timeline`"
        )
    typer.echo("data are in order: contracts hold, sources are known, processed tables are fresh")


def _not_swept() -> tuple[str, ...]:
    """Claims that the table of the timeline does not follow; none where there is no table."""
    from analysis import claims, evidence, paths

    if not (paths.processed() / "weekly_facts.csv").is_file():
        return ()
    swept = evidence.known_by(None).table("weekly_facts")
    return claims.lacking(swept) if len(swept) else ()


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Folder to write into; made if it is not there.")],
    form: Annotated[
        str, typer.Option("--format", help="parquet, sqlite, frictionless or all.")
    ] = "all",
) -> None:
    """Write all tables for other tools: Parquet, SQLite, a Frictionless data package."""
    from analysis import evidence
    from analysis.export import ExportError
    from analysis.export import export as write

    try:
        written = write(folder, form)
    except (ExportError, OSError) as error:
        raise stop(str(error), exit_code(error)) from None
    except evidence.EvidenceError as error:
        raise stop(str(error)) from None
    typer.echo(f"wrote {', '.join(str(w) for w in written)}")


@app.command()
def newest() -> None:
    """Show the newest day that each table of evidence speaks of, and became known."""
    from analysis import evidence, tables

    refuse_stale()
    typer.echo(evidence.newest(*sorted(tables.FIGURE_TABLES)).to_string(index=False))
