"""Does a raw table keep its contract?

Draws nothing. Every breach becomes a `Problem` that names file, row, column, rule, what was found
and the next step; all are raised together in one `DataError`.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from analysis import paths, quantities
from analysis.tables.allowed import claimed_words, column_of, unknown_words
from analysis.tables.assumed import priors_amiss
from analysis.tables.between import cross_check
from analysis.tables.contracts import RAW
from analysis.tables.problems import DataError, Problem, in_cell, in_file
from analysis.tables.reading import read_raw
from analysis.tables.rules import ISO_DATE, NUMBER, QUANTITY, SHARE, WHOLE, Rule
from analysis.tables.together import figures_amiss


def check(name: str, frame: pd.DataFrame) -> list[Problem]:
    """Breaches of one table's contract, row by row.

    Parameters
    ----------
    name : str
        Table name, a key of `RAW`.
    frame : pandas.DataFrame
        Text cells as `read_raw` returns them.

    Returns
    -------
    list of Problem
        In the order of the rows; empty where the table keeps its contract. Where columns are amiss
        they alone are told.

    Examples
    --------
    >>> held = read_raw(paths.raw() / "names.csv")
    >>> check("names", held)
    []
    >>> [problem.rule for problem in check("names", held.drop(columns="region"))]
    ['column present']
    """
    amiss = _columns(name, list(frame.columns))
    if amiss:
        return amiss
    broken = [p for c in RAW[name].columns for p in _breaches(name, c, frame[c])]
    problems = _first_per_cell(broken + _twice(name, frame))
    if name in {"events", "claims"}:
        return problems + _valued(name, frame, "found" if name == "events" else "value")
    problems += figures_amiss(name, frame, problems)
    return problems + (priors_amiss(frame) if name == "priors" and not problems else [])


def _columns(name: str, columns: list[str]) -> list[Problem]:
    """Columns that are missing, not in the contract, or in another order."""
    wanted = list(RAW[name].columns)
    missing = ("column present", "no such column", "add the column, or restore its name")
    extra = ("known column", "unexpected column", "remove the column, or add it to the contract")
    lost, more = ([c for c in a if c not in b] for a, b in ((wanted, columns), (columns, wanted)))
    found = [in_cell(name, 1, c, *missing) for c in lost]
    found += [in_cell(name, 1, c, *extra[:2], extra[2] + near_miss(c, lost)) for c in more]
    if found or columns == wanted:
        return found
    moved = next(a for a, b in zip(columns, wanted, strict=True) if a != b)
    step = "restore the contract's order"
    return [in_cell(name, 1, moved, "column order", "another order", step)]


def _breaches(name: str, column: str, cells: pd.Series) -> list[Problem]:
    """Cells of one column that break a rule, each with the first it breaks."""
    contract, found = column_of(name, column), []
    for line, cell in cells.items():
        if contract.optional and cell == "":
            continue
        broken = next((r for r in contract.rules if not r.holds(cell)), None)
        if broken is not None:
            found.append(
                in_cell(name, line, column, broken.name, cell, f"write {_wanted(broken, cell)}")
            )
    return found


def _wanted(rule: Rule, cell: str) -> str:
    if rule is QUANTITY:
        return _why_not(cell)
    if rule.closed:
        return rule.hint(cell)
    comma = "; a decimal comma is not read here" if rule in (NUMBER, SHARE) and "," in cell else ""
    return rule.wanted + comma


def near_miss(cell: str, words: Iterable[str]) -> str:
    """The nearest of some words as a question, or nothing where none is near.

    Examples
    --------
    >>> near_miss("Kiled", ["killed", "undefined"])
    "; did you mean 'killed'?"
    """
    by_case = {w.lower(): w for w in words}
    near = get_close_matches(cell.strip().lower(), by_case, n=1)
    return f"; did you mean {by_case[near[0]]!r}?" if near else ""


def _twice(name: str, frame: pd.DataFrame) -> list[Problem]:
    """Rows whose key stands in another row too."""
    key = RAW[name].key
    again = frame.loc[frame[key].duplicated(keep=False), key]
    return [
        in_cell(name, line, key, "unique key", cell, "give each row its own key")
        for line, cell in again.items()
    ]


def _why_not(cell: str) -> str:
    try:
        quantities.parse(cell)
    except quantities.QuantityError as error:
        return f"a quantity: {error}"
    return QUANTITY.wanted


def _first_per_cell(problems: list[Problem]) -> list[Problem]:
    """One problem per cell, in row order; an empty cell need not also fail every other rule."""
    seen: dict[tuple[int, str], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.row, problem.column), problem)
    return sorted(seen.values(), key=lambda p: (p.row, p.column))


_SPOKEN_DATES = {"last week", "last month", "last Friday", "the previous Friday", "same day"}


def _valued(name: str, frame: pd.DataFrame, column: str) -> list[Problem]:
    """Cells whose kind follows from the unit beside them: dates and quantities."""
    found = []
    for line, cell, unit in zip(frame.index, frame[column], frame["unit"], strict=True):
        broken = _not_of_unit(cell, unit, days=name == "claims")
        if broken:
            rule, wanted = broken
            found.append(in_cell(name, line, column, rule, cell, f"write {wanted}"))
    return found


def _not_of_unit(cell: str, unit: str, *, days: bool) -> tuple[str, str] | None:
    """Rule that a cell breaks by the unit beside it, and what is wanted.

    The value of a claim (`days`) may be a day of the month, and is a known word where it is text.
    """
    words = claimed_words() if days else frozenset()
    if days and unit in {"text", ""} and cell not in {"", *words}:
        return "word of a claim", f"one of {sorted(words)}, or the unit of the number"
    if unit == "date":
        held = ISO_DATE.holds(cell) or cell in _SPOKEN_DATES or (days and WHOLE.holds(cell))
        return None if held else (ISO_DATE.name, ISO_DATE.wanted)
    if unit in {"text", ""} or cell in {"", "nearly certain"} or QUANTITY.holds(cell):
        return None
    return QUANTITY.name, _why_not(cell)


def _strangers(folder: Path) -> list[Problem]:
    """What lies beside the tables and is none of the contracts; hidden files are let be."""
    files = [paths.raw_file(name, folder) for name in RAW]
    beside = folder / "evidence" if paths.is_small(folder) else folder
    known = {f.name for f in files if f.parent == beside} | {"README.md"}
    held = sorted(p.name for p in beside.glob("*") if not p.name.startswith("."))
    step = "move it elsewhere, or give the table a contract in analysis.tables.contracts"
    found = []
    for name in held:
        if name not in known:
            near = get_close_matches(name, sorted(known), n=1)
            hint = f"did you mean {near[0]!r}? Else {step}" if near else step
            place = "evidence" if paths.is_small(folder) else "data/raw"
            found.append(in_file(f"{place}/{name}", "table of the contracts", name, hint))
    return found


def _held(folder: Path) -> list[str]:
    """Tables to read: all of the project's; of a case the ledger, its sources, and what it has."""
    if not paths.is_small(folder):
        return list(RAW)
    needed = {"claims", "sources", "names"}
    return [n for n in RAW if n in needed or paths.raw_file(n, folder).is_file()]


def load_all(folder: Path) -> dict[str, pd.DataFrame]:
    """Read and check every raw table.

    Tables that a case does not hold are not in it; the project holds them all.

    Parameters
    ----------
    folder : pathlib.Path
        `data/raw` of the project, or the folder of a case.

    Returns
    -------
    dict of pandas.DataFrame
        Raw tables by name, cells as text, indexed by their line in the file.

    Raises
    ------
    DataError
        With all breaches of all tables.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as empty:
    ...     try:
    ...         load_all(Path(empty))
    ...     except DataError as error:
    ...         len(error.problems) == len(RAW), error.problems[0].rule
    (True, 'file exists')
    """
    frames, problems = {}, unknown_words() + _strangers(folder)
    for name in _held(folder):
        try:
            frame = read_raw(paths.raw_file(name, folder))
        except DataError as error:
            problems += error.problems
            continue
        found = check(name, frame)
        problems += found
        if not found:
            frames[name] = frame
    if "sources" in frames:
        problems += cross_check(frames)
    if problems:
        raise DataError(problems)
    return frames
