"""Which number differs from the one kept, and by how much?

Facts and figure tables are kept as text; a run on another processor, or with another library, gives
the same numbers up to their last digits. Here two tables are compared cell by cell with a relative
tolerance. Reads the files it is given, writes and draws nothing.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

RELATIVE = 1e-6  # numbers closer than this are the same number
_OF_LARGEST = 1e-9  # of the largest number beside it: what is nothing next to it need not agree


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One cell that differs: `apart` is relative, infinite where the two are not both numbers."""

    table: str
    row: str
    column: str
    kept: str
    found: str
    apart: float = math.inf

    def __str__(self) -> str:
        """Sentence a person reads."""
        return (
            f"{self.table}, row {self.row}, column {self.column}: kept {self.kept!r}, found"
            f" {self.found!r}"
        )


def differences(
    kept: pd.DataFrame, found: pd.DataFrame, table: str, *, relative: float = RELATIVE
) -> list[Difference]:
    """Cells of two tables that differ by more than a tolerance, or are in one of them only.

    Parameters
    ----------
    kept, found : pandas.DataFrame
        Texts, as `read_table` gives them. A cell may hold several numbers separated by spaces.
    table : str
        What a person calls it.
    relative : float
        Tolerance, as a part of the larger of the two numbers.

    Examples
    --------
    >>> kept, found = pd.DataFrame({"x": ["1.0", "2.0"]}), pd.DataFrame({"x": ["1.0", "2.1"]})
    >>> print(differences(kept, found, "area")[0])
    area, row 2 (2.0), column x: kept '2.0', found '2.1'
    >>> differences(kept, kept, "area")
    []
    """
    columns = ([*kept.columns], [*found.columns])
    if columns[0] != columns[1]:
        told = (", ".join(map(str, c)) for c in columns)
        return [
            Difference(table=table, row="header", column="all", kept=next(told), found=next(told))
        ]
    out = [
        Difference(
            table=table, row=str(n + 1), column="all", kept=_line(kept, n), found=_line(found, n)
        )
        for n in range(min(len(kept), len(found)), max(len(kept), len(found)))
    ]
    for column in kept.columns:
        pairs = list(zip(kept[column], found[column], strict=False))
        floor = _OF_LARGEST * max(
            (abs(x) for pair in pairs for cell in pair for x in _numbers(cell)), default=0.0
        )
        for n, (a, b) in enumerate(pairs):
            if a != b and (cell := _apart(str(a), str(b), floor, relative)):
                row = f"{n + 1} ({kept.iloc[n, 0]})"
                out.append(Difference(table=table, row=row, column=str(column), **cell))
    return out


def _line(frame: pd.DataFrame, row: int) -> str:
    return " | ".join(frame.iloc[row].astype(str)) if row < len(frame) else "no such row"


def _numbers(cell: object) -> list[float]:
    return [
        x for word in str(cell).split() if (x := _number(word)) is not None and math.isfinite(x)
    ]


def _number(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None


def _apart(a: str, b: str, floor: float, relative: float) -> dict | None:
    """The first of the words of two cells that differ, and how far.

    None when all are near enough.
    """
    words = a.split(), b.split()
    if len(words[0]) != len(words[1]):
        return {"kept": a, "found": b}
    for one, other in zip(*words, strict=True):
        gap = relative_gap(one, other, floor)
        if gap > relative:
            return {"kept": one, "found": other, "apart": gap}
    return None


def relative_gap(one: str, other: str, floor: float = 0.0) -> float:
    """Relative difference of two texts that may be numbers.

    0 where they agree to a floor, infinite where they are not numbers.

    Examples
    --------
    >>> relative_gap("100", "101")
    0.009900990099009901
    >>> relative_gap("a", "b")
    inf
    """
    if one == other:
        return 0.0
    x, y = _number(one), _number(other)
    if x is None or y is None or not (math.isfinite(x) and math.isfinite(y)):
        return math.inf
    gap = abs(x - y)
    return 0.0 if gap <= floor else gap / max(abs(x), abs(y))


def read_table(path: Path) -> pd.DataFrame:
    """A table of a figure, every cell as text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def read_facts(path: Path) -> pd.DataFrame:
    """Facts of one notebook as a table of texts: fact, value, low, high, unit, basis, rows."""
    facts = json.loads(path.read_text(encoding="utf-8"))
    columns = ("value", "low", "high", "unit", "basis", "rows")
    rows = [{"fact": k} | {c: _text(f.get(c)) for c in columns} for k, f in facts.items()]
    return pd.DataFrame(rows, columns=["fact", *columns])


def _text(value: object) -> str:
    return "" if value is None else " ".join(value) if isinstance(value, list) else str(value)


def of_files(kept: Path, found: Path, *, relative: float = RELATIVE) -> list[Difference]:
    """Differences of two files of facts (`.json`) or figures (`.csv`).

    A file that is missing differs as a whole.
    """
    if not (kept.is_file() and found.is_file()):
        told = ["present" if p.is_file() else "missing" for p in (kept, found)]
        return [Difference(table=kept.name, row="all", column="all", kept=told[0], found=told[1])]
    read = read_facts if kept.suffix == ".json" else read_table
    return differences(read(kept), read(found), kept.stem, relative=relative)
