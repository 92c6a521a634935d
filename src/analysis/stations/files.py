"""How does a file of returns become a table of texts, whatever it was saved as?

CSV with any separator and encoding, alone or in an archive, Excel and Parquet. What was found by
itself is told. Reads the one file that is named; draws nothing.
"""

import csv
import gzip
import io
import re
import zipfile
from pathlib import Path

import pandas as pd

from analysis.mapping import Mapping, matching
from analysis.stations.contract import StationError

EXCEL = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
MOST_BYTES = 2_000_000_000  # of a file unpacked; no nation's returns take as much
_ENCODINGS = ("cp1252", "cp1251", "cp1250", "koi8-r", "cp866")  # tried where a file is not UTF-8
_SEPARATORS = (",", ";", "\t", "|")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_OTHERS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a workbook or an archive",
    b"\xd0\xcf\x11\xe0": "an old workbook",
    b"PAR1": "a Parquet file",
    b"<": "a page of the web",
}  # what a file is by how it begins, whatever it is called
_SAMPLE = 20_000  # characters from which separator and alphabet are told


def table(path: Path, mapping: Mapping) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """A file as texts, an empty cell being an empty text, and what was found out about it.

    Index counts rows of the file, the row with the names of columns having the number `header`.

    Raises
    ------
    StationError
        If the file is not there, cannot be read, or holds none of the columns wanted.
    """
    if not path.is_file():
        raise StationError(f"{path.name}: no such file; wanted returns as CSV, zip, Excel, Parquet")
    body, name = _unpacked(path, str(mapping.option("member")))
    suffix = Path(name).suffix.lower()
    told: tuple[str, ...] = ()
    if suffix in EXCEL:
        frame = _workbook(body, name, mapping)
    elif suffix in {".parquet", ".pq"}:
        frame = _parquet(body, name)
    else:
        frame, told = _separated(body, name, mapping)
    first = int(mapping.option("header") or 1) + 1
    frame = frame.set_axis(pd.RangeIndex(first, first + len(frame)), axis="index")
    frame = frame[~(frame == "").all(axis=1)]
    frame.columns = [str(c).strip() for c in frame.columns]
    _refuse_missing(frame, mapping, path.name)
    return frame, told


def _unpacked(path: Path, member: str) -> tuple[bytes, str]:
    """Bytes of the file, or of the one table in an archive, and its name."""
    body = path.read_bytes()
    if path.suffix.lower() == ".gz":
        return gzip.decompress(body), path.stem
    if path.suffix.lower() != ".zip":
        return body, path.name
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            held = [
                i for i in archive.infolist() if not i.is_dir() and "__MACOSX" not in i.filename
            ]
            some = [i for i in held if i.filename == member] if member else held
            if len(some) != 1 or some[0].file_size > MOST_BYTES:
                names = ", ".join(i.filename for i in held) or "nothing"
                raise StationError(
                    f"{path.name}: wanted one table in the archive, found {names}; next: name it"
                    " as `member`"
                )
            return archive.read(some[0]), some[0].filename
    except zipfile.BadZipFile as error:
        raise StationError(f"{path.name}: not a zip archive ({error})") from error


def _workbook(body: bytes, name: str, mapping: Mapping) -> pd.DataFrame:
    sheet = str(mapping.option("sheet")) or 0
    try:
        book = pd.ExcelFile(io.BytesIO(body), engine="calamine")
        if sheet and sheet not in book.sheet_names:
            raise ValueError(f"no such sheet; it has {', '.join(map(str, book.sheet_names))}")
        frame = pd.read_excel(
            book,
            sheet_name=sheet,
            header=int(mapping.option("header") or 1) - 1,
            dtype=object,
            keep_default_na=False,
        )
    except ImportError as error:
        raise StationError(
            f"{name}: reading Excel needs the extra `excel`; next: pip install 'day229[excel]', or"
            " save the sheet as CSV"
        ) from error
    except Exception as error:  # of the reader, which has no class of its own for a broken file
        raise StationError(
            f"{name}, sheet {sheet!r}: not readable as a workbook ({error})"
        ) from error
    return frame.map(_text)


def _text(value: object) -> str:
    """A cell as one would type it: 12.0 is 12."""
    if value is None or value != value:
        return ""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value)


def _parquet(body: bytes, name: str) -> pd.DataFrame:
    try:
        frame = pd.read_parquet(io.BytesIO(body), engine="pyarrow")
    except ImportError as error:
        raise StationError(
            f"{name}: reading Parquet needs the extra `sweep`; next: pip install 'day229[sweep]'"
        ) from error
    except (OSError, ValueError) as error:
        raise StationError(f"{name}: not readable as Parquet ({error})") from error
    return frame.astype(object).where(frame.notna(), None).map(_text)


def _separated(body: bytes, name: str, mapping: Mapping) -> tuple[pd.DataFrame, tuple[str, ...]]:
    _refuse_other_kinds(body, name)
    header = int(mapping.option("header") or 1)
    found = [_header(body, e, header, mapping) for e in _encodings(body, mapping)]
    usable = [f for f in found if f]
    if not usable:
        tried = ", ".join(_encodings(body, mapping))
        raise StationError(
            f"{name}: not readable as {tried}; next: name its `encoding`, or its `header` row if"
            " names of columns stand lower"
        )
    _, columns, encoding, separator = max(usable, key=lambda f: f[0])
    twice = [c for c in mapping.wanted if columns.count(c) > 1]
    if twice:
        raise StationError(f"{name}: column {twice[0]!r} stands twice; next: name columns apart")
    text = body.decode(encoding)
    try:
        frame = pd.read_csv(
            io.StringIO(text),
            sep=separator,
            header=header - 1,
            dtype=str,
            keep_default_na=False,
            skip_blank_lines=False,
        )
    except (ValueError, pd.errors.ParserError) as error:
        raise StationError(
            f"{name}: not readable with the separator {separator!r} ({str(error).strip()}); next:"
            " name its `separator`"
        ) from error
    told = () if encoding.startswith("utf-8") else (_guessed(encoding, mapping),)
    if separator != ",":
        told = (*told, f"columns are separated by {separator!r}")
    return frame, told


def _refuse_other_kinds(body: bytes, name: str) -> None:
    """Refuse what is no table of texts, by how it begins."""
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise StationError(f"{name}: empty; wanted a row of names of columns and a row a station")
    kind = next((told for mark, told in _OTHERS.items() if start.startswith(mark)), "")
    if kind:
        raise StationError(
            f"{name}: wanted a table as text, found {kind}; next: save its table as CSV, or give"
            " the file the ending of what it is"
        )


def _guessed(encoding: str, mapping: Mapping) -> str:
    if mapping.option("encoding"):
        return f"read as {encoding}, as asked"
    return f"read as {encoding}, since it is not UTF-8; where names look wrong, name its encoding"


def _encodings(body: bytes, mapping: Mapping) -> tuple[str, ...]:
    """Encodings to try, likeliest first: the one named, the one marked, UTF-8, or several."""
    if named := str(mapping.option("encoding")):
        return (named,)
    for mark, encoding in _MARKS.items():
        if body.startswith(mark):
            return (encoding,)
    try:
        body.decode("utf-8")
        return ("utf-8",)
    except UnicodeDecodeError:
        runs = re.findall(rb"[\x80-\xff]+", body[:_SAMPLE])
        words = sum(len(r) for r in runs) > 2 * len(runs)  # whole words are in another alphabet
        return ("cp1251", *[e for e in _ENCODINGS if e != "cp1251"]) if words else _ENCODINGS


def _header(
    body: bytes, encoding: str, header: int, mapping: Mapping
) -> tuple[int, list[str], str, str] | None:
    """Columns wanted that the likeliest separator finds, all columns, encoding, separator."""
    try:
        lines = io.StringIO(body.decode(encoding)[: _SAMPLE * 10], newline="")
    except (UnicodeDecodeError, LookupError):
        return None
    text, named = lines.getvalue(), str(mapping.option("separator"))
    best = None
    for separator in (named,) if named else _SEPARATORS:
        rows = list(
            zip(range(header), csv.reader(io.StringIO(text), delimiter=separator), strict=False)
        )
        if len(rows) < header:
            continue
        columns = [c.strip() for c in rows[-1][1]]
        wanted = sum(bool(v) for v in matching(mapping.wanted, columns).values())
        if best is None or (wanted, len(columns)) > (best[0], len(best[1])):
            best = (wanted, columns, encoding, separator)
    return best


def _refuse_missing(frame: pd.DataFrame, mapping: Mapping, name: str) -> None:
    columns = list(frame.columns)
    missing = [c for c, found in matching(mapping.wanted, columns).items() if not found]
    if missing:
        shown = ", ".join(columns[:6])
        raise StationError(
            f"{name}: column {missing[0]!r} wanted, found {shown}{' ...' * (len(columns) > 6)}; is"
            " the mapping of this file, and its encoding the right one?"
        )
    if frame.empty:
        raise StationError(f"{name}: no station; wanted rows below the names of columns")
