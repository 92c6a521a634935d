"""Which commands begin a case, choose one, and list what its claims may ask for?"""

import json
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.endings import Format, stop, told_errors

Case = Annotated[
    Path | None,
    typer.Option("--case", help="Folder of a case instead of this one (also DAY229_ROOT)."),
]


def use(case: Path | None) -> None:
    """Take the case a person names, its tables built anew where its files are newer.

    Claims that do not give what their rules take end the command.
    """
    from analysis import cleaning

    with told_errors():
        cleaning.use_case(case)
        refuse_ledger()


def choose(case: Path | None) -> None:
    """Take the case a person names, as it is."""
    if case is None:
        return
    from analysis import cleaning

    with told_errors():
        cleaning.choose(case)


def refuse_ledger() -> None:
    """Stop at claims that do not give what their rules take, each told with the near miss."""
    from analysis import claims, evidence, paths

    known = evidence.known_by(None)
    problems = [f"{c.id}: {p}" for c in claims.ledger() for p in claims.amiss(c, known)]
    if problems:
        told = "\n".join(f"{paths.told_file('claims')}: {p}" for p in problems)
        raise stop(f"{told}\nnext: `day229 rules` lists what each rule takes")


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
