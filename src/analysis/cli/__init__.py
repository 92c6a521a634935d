"""What can a person type? The command `day229`.

`notebooks` holds the commands that run them, `tables` those of the data, `verdicts` the claims,
`cases` those that begin and choose a case;
`endings` turns errors into a sentence, a line of JSON and an exit code.
"""

import typer

from analysis.cli import cases, notebooks, tables, verdicts

app = typer.Typer(
    help="Check the numbers of a wartime text: data, notebooks, verdicts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (notebooks.report, notebooks.run, notebooks.sweep, notebooks.timeline):
    app.command()(command)
app.command()(notebooks.refresh)
app.command("claims")(verdicts.claims)
app.command()(cases.new)
app.command()(cases.rules)
app.add_typer(tables.app, name="data")
