"""Is what a reader hands in a tally, and if not, what is to be done?

Reads a CSV file if it is given one. Every refusal says where, what was wanted, what was found and
what to do next; nothing unknown is passed over.
"""

import csv
import difflib
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from analysis import quantities
from analysis.errors import ExpectedError
from analysis.referendum.announced import TallyError
from analysis.referendum.printed import FINAL, OF, OPTIONED, QUANTITIES, WHOLE, Place, Printed

NEEDED = ("quantity", "reported")  # columns of a frame or CSV file
ALLOWED = (*NEEDED, "option", "of", "part", "announcement", "source")
MARKS = (",", ";", "\t", "|")  # that may part the cells of a CSV file
NESTED = ("of", "parts", "announcements")  # keys of a dictionary that are no quantity
SPECIAL = ("invalid", "blank")  # shares may be of these instead of an option


class TallyInputError(TallyError, ExpectedError):
    """Numbers of a vote that cannot be read as a tally.

    Examples
    --------
    >>> TallyInputError("no number").exit_code
    1
    """


def read_rows(source: Mapping | pd.DataFrame | str | Path) -> tuple[Printed, ...]:
    """Printed numbers of a dictionary, a frame or a CSV file, checked.

    Raises
    ------
    TallyInputError
        If anything in it is not what is wanted.
    """
    if isinstance(source, Mapping):
        found = list(_of_mapping(source, Place(), "the dictionary"))
    elif isinstance(source, pd.DataFrame):
        found = list(_of_frame(source, "the frame", 0))
    elif isinstance(source, str | Path):
        found = list(_of_frame(_csv(Path(source)), str(source), 2))
    else:
        raise TallyInputError(
            "wanted a dictionary, a frame or the path of a CSV file, found"
            f" {type(source).__name__}; hand in one of them"
        )
    if not found:
        raise TallyInputError("wanted at least one printed number, found none; add a row a number")
    _check_options(found)
    return tuple(f for _, f in found)


def _csv(path: Path) -> pd.DataFrame:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
        header, *rows = [r for r in csv.reader(io.StringIO(text), delimiter=_mark(text)) if r] or [
            []
        ]
    except FileNotFoundError as e:
        raise TallyInputError(f"{path}: wanted a CSV file, found none; check the path") from e
    except (csv.Error, UnicodeDecodeError, OSError) as e:
        raise TallyInputError(
            f"{path}: wanted a CSV file in UTF-8, found something else ({e}); save it so"
        ) from e
    if not header:
        raise TallyInputError(f"{path}: wanted a CSV file with a header, found none; add it")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise TallyInputError(
                f"{path}, row {number}: wanted {len(header)} cells as in the header, found"
                f" {len(row)}; set numbers with commas between quotation marks"
            )
    return pd.DataFrame(rows, columns=header)


def _mark(text: str) -> str:
    """What parts the cells: the mark by which the header holds the columns needed, else a comma."""
    header = text.lstrip().partition("\n")[0]
    held = {m: {c.strip(' "\r') for c in header.split(m)} for m in MARKS}
    return next((m for m in MARKS if set(NEEDED) <= held[m]), MARKS[0])


def _of_frame(frame: pd.DataFrame, name: str, first: int) -> Iterator[tuple[str, Printed]]:
    """Rows of a frame; `first` is the number of its first row for a reader."""
    for column in frame.columns:
        if column not in ALLOWED:
            raise _refused(f"{name}, column {column!r}", ALLOWED, column)
    if missing := [c for c in NEEDED if c not in frame]:
        raise TallyInputError(
            f"{name}: wanted the columns {', '.join(NEEDED)}, found"
            f" {', '.join(map(str, frame.columns)) or 'none'}; add {', '.join(missing)}"
        )
    for number, row in enumerate(frame.to_dict("records"), start=first):
        cells = {c: _text(v) for c, v in row.items()}
        yield _checked(cells, f"{name}, row {number}")


def _text(value: object) -> str:
    """A cell as text; a whole number kept as a float has no decimals."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value).strip()


def _of_mapping(told: Mapping, place: Place, name: str) -> Iterator[tuple[str, Printed]]:
    of = told.get("of", "")
    for key, value in told.items():
        where = f"{name}, key {key!r}"
        if key not in QUANTITIES and key not in NESTED:
            raise _refused(where, [*QUANTITIES, *NESTED], key)
        if key in {"parts", "announcements"}:
            for inner, rows in _mapping(value, where).items():
                new = _inside(place, key, str(inner))
                yield from _of_mapping(
                    _mapping(rows, f"{where}, {inner!r}"), new, f"{where}, {inner!r}"
                )
        elif key != "of":
            options = value.items() if isinstance(value, Mapping) else [("", value)]
            for option, reported in options:
                cells = {"quantity": key, "option": option, "reported": _text(reported)}
                cells |= {"part": place.part, "announcement": place.announcement}
                cells |= {"of": of} if key == "share" else {}
                yield _checked(cells, where)


def _inside(place: Place, key: str, name: str) -> Place:
    part = name if key == "parts" else place.part
    return Place(part=part, announcement=name if key == "announcements" else place.announcement)


def _mapping(value: object, where: str) -> Mapping:
    if isinstance(value, Mapping):
        return value
    raise TallyInputError(
        f"{where}: wanted a dictionary of numbers, found {value!r}; write {{name: {{...}}}}"
    )


def _checked(cells: dict[str, str], where: str) -> tuple[str, Printed]:
    quantity, of = cells["quantity"], cells.get("of", "")
    if quantity not in QUANTITIES:
        raise _refused(f"{where}, column 'quantity'", QUANTITIES, quantity)
    if of and (of not in OF or quantity != "share"):
        wanted = OF if quantity == "share" else ("nothing, since only a share is of something",)
        raise _refused(f"{where}, column 'of'", wanted, of)
    option = cells.get("option", "")
    if quantity in OPTIONED and not option:
        raise TallyInputError(
            f"{where}, column 'option': wanted the candidate or answer of these {quantity}, found"
            " nothing; name it"
        )
    if option and quantity not in OPTIONED | {"invalid"}:
        raise TallyInputError(
            f"{where}, column 'option': wanted nothing, since {quantity} are of all options, found"
            f" {option!r}; leave it empty"
        )
    place = Place(part=cells.get("part") or WHOLE, announcement=cells.get("announcement") or FINAL)
    found = Printed(
        quantity=quantity,
        option=option,
        of=of,
        place=place,
        reported=cells["reported"],
        key=cells.get("source", "") or where,
        named=f"{where}, column 'reported'",
    )
    _check_number(found)
    return where, found


def _check_number(f: Printed) -> None:
    """Refuse what is no number, a share above all and a count with decimals."""
    try:
        value = quantities.parse(f.reported, f.unit)
    except quantities.QuantityError as e:
        raise TallyInputError(
            f"{f.named}: wanted a number as printed, found {f.reported!r} ({e}); write its digits"
        ) from e
    if value.low < 0 or (f.quantity in {"share", "counted"} and value.central > 100):
        raise TallyInputError(
            f"{f.named}: wanted {'0 to 100 %' if f.unit == '%' else 'zero or more'}, found"
            f" {f.reported!r}; check the page it was read on"
        )
    if f.unit != "%" and f.exact and "." in f.digits:
        raise TallyInputError(
            f"{f.named}: wanted a whole number of {f.unit}, found {f.reported!r}; write all digits"
        )


def _check_options(found: list[tuple[str, Printed]]) -> None:
    """Refuse a share whose option has no votes but a name next to one that has."""
    voted = {f.option for _, f in found if f.quantity == "votes"}
    for where, f in found:
        if f.quantity == "share" and f.option not in {*voted, *SPECIAL} and _near(f.option, voted):
            raise _refused(f"{where}, column 'option'", sorted(voted), f.option)


def _near(found: str, names: Iterable[str]) -> str:
    """The name that was probably meant; "" for none."""
    by_small = {n.lower(): n for n in names}
    near = difflib.get_close_matches(found.lower(), list(by_small), n=1, cutoff=0.7)
    return by_small[near[0]] if near else ""


def _refused(where: str, wanted: Iterable[str], found: object) -> TallyInputError:
    """The error of a name that is not known, with the one that was probably meant."""
    names = list(wanted)
    meant = _near(str(found), names)
    next_step = f"did you mean {meant!r}?" if meant else "use one of them"
    return TallyInputError(
        f"{where}: wanted one of {', '.join(names)}; found {str(found)!r}; {next_step}"
    )
