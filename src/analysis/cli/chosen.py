"""Of which case does a command speak, and is that in order?"""

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.endings import stop, told_errors

Case = Annotated[
    Path | None,
    typer.Option("--case", help="Folder of a case instead of this one (also DAY229_ROOT)."),
]


def choose(case: Path | None) -> None:
    """Take the case a person names, as it is."""
    if case is None:
        return
    from analysis import cleaning

    with told_errors():
        cleaning.choose(case)


def take(case: Path | None) -> None:
    """Take the case a person names, its tables built anew where its files are newer.

    Raises
    ------
    errors.ExpectedError
        If it is no case, a table breaks its contract, or a claim does not give what its rule takes.
    """
    from analysis import paths

    if case is not None or paths.is_small(paths.raw()):
        from analysis import cleaning

        cleaning.use_case(case)
    refuse_ledger()


def use(case: Path | None) -> None:
    """Take the case a person names, as `take`; what is amiss, or stale, ends the command."""
    from analysis import paths

    choose(case)
    with told_errors():
        small = paths.is_small(paths.raw())
    if not small:
        refuse_stale()
    with told_errors():
        take(None)


def refuse_stale() -> None:
    """End the command unless the raw tables are in order and the processed ones follow from them.

    Raises
    ------
    typer.Exit
        With code 1; every breach, or the stale files and the next step, are told.
    """
    from analysis import cleaning, paths, tables

    with told_errors():
        small = paths.is_small(paths.raw())
        try:
            old = cleaning.stale()
        except tables.DataError as error:
            where = "the case" if small else "data/raw"
            raise stop(f"{error}\n{len(error.problems)} problem(s) in {where}") from None
        refuse_rules()
    if old:
        where = "processed" if small else "data/processed"
        raise stop(f"{where} is stale: {', '.join(old)}; next: run `day229 data build`")


def refuse_rules() -> None:
    """Refuse a ledger that names a rule which nobody declares.

    Raises
    ------
    tables.DataError
    """
    from analysis import claims, tables

    if problems := claims.unknown_rules():
        raise tables.DataError(problems)


def refuse_ledger() -> None:
    """Refuse claims that do not give what their rules take, each with the near miss.

    Where no ledger was built, nothing is asked: a notebook may need none.

    Raises
    ------
    tables.DataError
    """
    from analysis import paths

    if not (paths.processed() / "claims.csv").is_file():
        return
    from analysis import claims, evidence, tables

    if problems := claims.breaches(evidence.known_by(None)):
        raise tables.DataError(problems)
