"""How is a raw table read as text?

Draws nothing. A file that is no plain CSV in UTF-8 is refused with every breach named.
"""

import csv
import io
from pathlib import Path

import pandas as pd

from analysis.tables.problems import DataError, in_file


def read_raw(path: Path) -> pd.DataFrame:
    """Read one raw table as text, indexed by its line in the file.

    Raises
    ------
    DataError
        If the file is missing, has a byte-order mark, is not UTF-8, is empty, or a row has too many
        or too few fields.
    """
    name = path.name
    if not path.is_file():
        raise DataError([in_file(name, "file exists", "no file", f"restore data/raw/{name}")])
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
    uneven = [
        in_file(
            name,
            f"{len(rows[0])} fields in every row",
            f"{len(row)} fields",
            "quote cells that hold commas",
            row=line,
        )
        for row, line in zip(rows, lines, strict=True)
        if len(row) != len(rows[0])
    ]
    if uneven:
        raise DataError(uneven)
    return pd.DataFrame(
        rows[1:], columns=rows[0], index=pd.Index(lines[1:], name="line"), dtype=object
    ).astype(str)
