"""Which command tests the returns of any vote?"""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.endings import run_errors


class Format(StrEnum):
    """Output formats of `day229 stations`."""

    table = "table"
    json = "json"


def stations(
    file: Annotated[Path, typer.Argument(help="Returns: CSV, zip, Excel or Parquet.")],
    columns: Annotated[
        str,
        typer.Option("--map", help="Mapping of its columns: a TOML or YAML file, or a kept name."),
    ],
    out: Annotated[Path | None, typer.Option("--out", help="Write the report as a page.")] = None,
    output: Annotated[Format, typer.Option("--format", help="table or json.")] = Format.table,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first row that breaks a rule.")
    ] = False,
    most_aside: Annotated[
        float, typer.Option("--most-aside", help="Largest share of rows that may break a rule.")
    ] = 0.5,
    aside: Annotated[
        Path | None, typer.Option("--set-aside", help="Write rows that were set aside as CSV.")
    ] = None,
) -> None:
    """Make every test on the returns of a vote, each with its null and honest votes beside it."""
    with run_errors():
        from analysis.stations import read, report

        returns = read(file, columns, strict=strict, most_aside=most_aside)
        found = report(returns)
        if out is not None:
            found.write(out)
        if aside is not None:
            returns.set_aside.to_csv(aside, index=False)
    if output is Format.json:
        typer.echo(json.dumps(found.records(), indent=1, ensure_ascii=False))
        return
    typer.echo(returns.sentence())
    for f in found.findings:
        typer.echo(f"{f.state:<15} {f.test}: {'; '.join(filter(None, [f.found, f.words]))}")
        typer.echo(f"{'':<15} {f.honest}" if f.honest else f"{'':<15} null: {f.null}")
    typer.echo(found.sentence())
    if out is not None:
        typer.echo(f"written to {out}")
