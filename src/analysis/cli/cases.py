"""Which commands begin a case, and list what its claims may ask for?"""

import json
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.chosen import Case, use
from analysis.cli.endings import Format, told_errors


def new(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Begin a case: three claims, their evidence with sources, and one notebook."""
    from analysis import template

    with told_errors():
        template.begin(folder)
    use(folder)
    typer.echo(
        f"wrote a case to {folder}; next: `day229 claims --case {folder}`, then change"
        f" {folder / 'claims.csv'} and ask again"
    )


def rules(
    output: Annotated[Format, typer.Option("--format", help="table or json.")] = Format.table,
    case: Case = None,
) -> None:
    """List every rule with the subject, value, unit, qualifiers and window it takes."""
    from analysis import claims

    if case is not None:
        use(case)
    with told_errors():
        held = claims.declared()
    if output is Format.json:
        typer.echo(json.dumps(held, indent=1, ensure_ascii=False))
        return
    for r in held:
        typer.echo(f"{r['rule']}: {r['does']}")
        for what, words in _told(r).items():
            typer.echo(f"     {what:<11}{words}")


def _told(told: dict) -> dict[str, str]:
    """What a rule takes, in words; what it does not take is left out."""
    from analysis import claims

    every = told["units"] == list(claims.ANY_UNIT)
    value = told["value"] + (", or none" if told["optional"] else "")
    looked_up = ", ".join(told["looked_up"])
    found = {
        "subject": told["subject"] + (f" (in {looked_up})" if looked_up else ""),
        "value": value,
        "unit": "any" if every else ", ".join(u or "none" for u in told["units"]),
        "qualifiers": ", ".join(told["qualifiers"]),
        "window": " and ".join(told["window"]),
    }
    return {k: v for k, v in found.items() if v}
