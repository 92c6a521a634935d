"""How is a raw table read as text?

Draws nothing. A file that is no plain CSV in UTF-8 is refused with every breach named.
"""

import csv
import io
import re
import unicodedata
from pathlib import Path

import pandas as pd

from analysis import paths
from analysis.tables.problems import DataError, Problem, in_file

LARGEST = 5_000_000  # bytes of a raw table; the largest held has 0.1 million
_OTHER_MARKS = (";", "\t", "|")  # that part cells in some files; ours are parted by commas
UNSEEN = {"Cc": "control", "Cf": "direction or invisible", "Zl": "line", "Zp": "paragraph"}
UNSEEN |= {"Co": "private"}  # categories of Unicode that no cell may hold


def read_raw(path: Path, told: str = "") -> pd.DataFrame:
    """Read one raw table as text, indexed by its line in the file.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    told : str
        How messages name it; without it as a table of the case in use.

    Returns
    -------
    pandas.DataFrame
        Cells as text, an empty cell as ""; the header is line 1.

    Raises
    ------
    DataError
        If the file is missing, larger than `LARGEST`, has a byte-order mark, is not UTF-8, is empty
        or has an empty line, its lines end with CR alone, a row has too many or too few fields, or
        a cell holds a control, direction or invisible character.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     mine = Path(folder, "mine.csv")
    ...     _ = pd.DataFrame({"key": ["X1"], "reported": ["about 300"]}).to_csv(mine, index=False)
    ...     read_raw(mine, "mine.csv")["reported"].to_dict()
    {2: 'about 300'}
    """
    name = told or paths.told_file(path.stem)
    if not path.is_file():
        raise DataError([in_file(name, "file exists", "no file", f"restore {name}")])
    if (size := path.stat().st_size) > LARGEST:
        step = "split the table, or raise LARGEST in analysis.tables.reading"
        raise DataError([in_file(name, f"at most {LARGEST:,} bytes", f"{size:,} bytes", step)])
    data = path.read_bytes()
    if data.startswith(b"\xef\xbb\xbf"):
        raise DataError(
            [
                in_file(
                    name,
                    "UTF-8 without byte-order mark",
                    "byte-order mark",
                    "save the file as plain UTF-8",
                    row=1,
                )
            ]
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        step = "save the file as UTF-8; it looks like another encoding, such as cp1251"
        raise DataError(
            [in_file(name, "UTF-8", f"byte 0x{data[error.start]:02x}", step, row=row)]
        ) from error
    return _rows(name, text)


def _rows(name: str, text: str) -> pd.DataFrame:
    """Cells of a CSV text with the line each row begins on."""
    if alone := re.search(r"\r(?!\n)", text):
        row = text.count("\n", 0, alone.start()) + 1
        step = "save the file with LF or CR LF at the end of each line"
        raise DataError([in_file(name, "lines end with LF", "CR alone", step, row=row)])
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, lines, start = [], [], 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise DataError(
            [in_file(name, "well-formed CSV", str(error), "check the quotes", row=reader.line_num)]
        ) from error
    if len(rows) < 2:
        raise DataError([in_file(name, "not empty", f"{len(rows)} lines", "restore the rows")])
    if len(rows[0]) == 1 and (mark := next((m for m in _OTHER_MARKS if m in rows[0][0]), "")):
        step = "save the file with commas between cells"
        found = f"cells parted by {mark}"
        raise DataError([in_file(name, "cells parted by commas", found, step)])
    uneven = [
        _uneven(name, len(rows[0]), row, line)
        for row, line in zip(rows, lines, strict=True)
        if len(row) != len(rows[0])
    ]
    if uneven:
        raise DataError(uneven)
    if unseen := _unseen(name, rows, lines):
        raise DataError(unseen)
    return pd.DataFrame(
        rows[1:], columns=rows[0], index=pd.Index(lines[1:], name="line"), dtype=object
    ).astype(str)


def _unseen(name: str, rows: list[list[str]], lines: list[int]) -> list[Problem]:
    """Cells that hold a character which nobody sees, each with its first."""
    kinds = {c: unicodedata.category(c) for row in rows for cell in row for c in cell}
    bad = {c for c, kind in kinds.items() if kind in UNSEEN and c not in "\r\n"}
    return [
        Problem(
            file=name,
            row=line,
            column=column if not bad & set(column) else "(header)",
            rule="characters that are seen",
            found=f"{UNSEEN[kinds[c]]} character U+{ord(c):04X}" if c != "\0" else "NUL character",
            next_step="delete it, or type the cell again",
        )
        for row, line in zip(rows, lines, strict=True)
        for column, cell in zip(rows[0], row, strict=True)
        for c in [next((c for c in cell if c in bad), "")]
        if c
    ]


def _uneven(name: str, wanted: int, row: list[str], line: int) -> Problem:
    """A row of too many or too few fields, or none."""
    if not "".join(row).strip():
        return in_file(name, "no empty line", "empty line", "delete the line", row=line)
    rule, found = f"{wanted} fields in every row", f"{len(row)} fields"
    return in_file(name, rule, found, "quote cells that hold commas", row=line)
