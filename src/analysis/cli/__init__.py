"""What can a person type? The command `day229`.

`notebooks` holds the commands that run them, with the options of `unattended`, `keeping` those that
tell what was run, `tables` those of the data, `verdicts` the claims, `returns` the returns of
stations, `cases` those that begin a case, which `chosen` takes; `endings` turns the end of a run
into a sentence, a line of JSON and an exit code, and `entrance` does so for a command line that is
refused.
"""

from typing import Annotated

import typer

from analysis.cli import cases, keeping, notebooks, returns, tables, verdicts
from analysis.cli.entrance import Entrance

app = typer.Typer(
    help="Check the numbers of a wartime text: data, notebooks, verdicts.",
    no_args_is_help=True,
    cls=Entrance,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"day229 {version('day229')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Check the numbers of a wartime text: data, notebooks, verdicts."""


for command in (notebooks.report, notebooks.run, notebooks.sweep, notebooks.timeline):
    app.command()(command)
app.command()(notebooks.refresh)
app.command()(keeping.status)
app.command("claims")(verdicts.claims)
app.command("stations")(returns.stations)
app.add_typer(keeping.app, name="runs")
app.command()(cases.new)
app.command()(cases.rules)
app.add_typer(tables.app, name="data")
