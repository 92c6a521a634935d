"""How is a raw table read and held to its contract?

Reads raw tables as text; draws nothing. Every breach becomes a `Problem` that names file, row,
column, rule, what was found and the next step; all are raised together in one `DataError`.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import quantities
from analysis.tables.contracts import (
    FIGURE_TABLES,
    ISO_DATE,
    NUMBER,
    QUANTITY,
    RAW,
    SHARE,
    STANDINGS,
    WHOLE,
    Rule,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One breach of a contract.

    `row` is the line in the file (the header is line 1), 0 for the whole file.
    """

    file: str
    row: int
    column: str
    rule: str
    found: str
    next_step: str

    def __str__(self):
        place = f"row {self.row}" if self.row else "whole file"
        return (
            f"{self.file}: {place}, column {self.column}: rule {self.rule!r}: found {self.found!r};"
            f" next: {self.next_step}"
        )


class DataError(ValueError):
    """One or more tables break their contract; `problems` lists every breach."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


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
        raise DataError([_whole(name, "file exists", "no file", f"restore data/raw/{name}")])
    data = path.read_bytes()
    if data.startswith(b"\xef\xbb\xbf"):
        raise DataError(
            [
                _whole(
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
            [_whole(name, "UTF-8", f"byte 0x{data[error.start]:02x}", step, row=row)]
        ) from error
    return _rows(name, text)


def _whole(name: str, rule: str, found: str, step: str, row: int = 0) -> Problem:
    return Problem(
        file=f"data/raw/{name}", row=row, column="(all)", rule=rule, found=found, next_step=step
    )


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
            [_whole(name, "well-formed CSV", str(error), "check the quotes", row=reader.line_num)]
        ) from error
    if len(rows) < 2:
        raise DataError([_whole(name, "not empty", f"{len(rows)} lines", "restore the rows")])
    uneven = [
        _whole(
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


def check(name: str, frame: pd.DataFrame) -> list[Problem]:
    """Breaches of one table's contract, row by row.

    Parameters
    ----------
    name : str
        Table name, a key of `RAW`.
    frame : pandas.DataFrame
        Text cells as `read_raw` returns them.
    """
    missing = [c for c in RAW[name].columns if c not in frame.columns]
    extra = [c for c in frame.columns if c not in RAW[name].columns]
    if missing or extra:
        return [
            _cell(
                name,
                1,
                c,
                "column present",
                "no such column",
                "add the column, or restore its name",
            )
            for c in missing
        ] + [
            _cell(
                name,
                1,
                c,
                "known column",
                "unexpected column",
                "remove the column, or add it to the contract",
            )
            for c in extra
        ]
    if list(frame.columns) != list(RAW[name].columns):
        moved = next(a for a, b in zip(frame.columns, RAW[name].columns, strict=True) if a != b)
        return [
            _cell(name, 1, moved, "column order", "another order", "restore the contract's order")
        ]
    problems = [p for c in RAW[name].columns for p in _breaches(name, c, frame[c])] + _twice(
        name, frame
    )
    problems = _first_per_cell(problems) + _shares(name, frame, problems)
    return problems + (_unordered_priors(frame) if name == "priors" and not problems else [])


def _cell(name: str, row: int, column_name: str, rule: str, found: str, step: str) -> Problem:
    return Problem(
        file=f"data/raw/{name}.csv",
        row=int(row),
        column=column_name,
        rule=rule,
        found=found,
        next_step=step,
    )


def _breaches(name: str, column: str, cells: pd.Series) -> list[Problem]:
    """Cells of one column that break a rule, each with the first it breaks."""
    contract, found = RAW[name].columns[column], []
    for line, cell in cells.items():
        if contract.optional and cell == "":
            continue
        broken = next((r for r in contract.rules if not r.holds(cell)), None)
        if broken is not None:
            found.append(
                _cell(name, line, column, broken.name, cell, f"write {_wanted(broken, cell)}")
            )
    return found


def _wanted(rule: Rule, cell: str) -> str:
    if rule is QUANTITY:
        return _why_not(cell)
    comma = "; a decimal comma is not read here" if rule in (NUMBER, SHARE) and "," in cell else ""
    return rule.wanted + comma


def _twice(name: str, frame: pd.DataFrame) -> list[Problem]:
    """Rows whose key stands in another row too."""
    key = RAW[name].key
    again = frame.loc[frame[key].duplicated(keep=False), key]
    return [
        _cell(name, line, key, "unique key", cell, "give each row its own key")
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


def _shares(name: str, frame: pd.DataFrame, known: list[Problem]) -> list[Problem]:
    """Figures in per cent that leave 0-100.

    Negative counts of anything but net flows and changes.
    """
    if name in {"events", "claims"}:
        return _valued(name, frame, "found" if name == "events" else "value")
    if not {"reported", "unit"} <= set(frame.columns):
        return []
    bad = {p.row for p in known if p.column in {"reported", "unit"}}
    found = []
    signed = (
        frame["direction"] == "net" if "direction" in frame else pd.Series(False, index=frame.index)
    )
    for line, text, unit, net in zip(
        frame.index, frame["reported"], frame["unit"], signed, strict=True
    ):
        if line in bad:
            continue
        q = quantities.parse(text, unit)
        if unit == "%" and (q.low < 0 or q.high > 100):
            found.append(
                _cell(
                    name,
                    line,
                    "reported",
                    SHARE.name,
                    text,
                    f"write {SHARE.wanted}, or correct the unit",
                )
            )
        elif q.low < 0 and unit != "% change" and not net:
            found.append(
                _cell(name, line, "reported", "not negative", text, "write a count of zero or more")
            )
    return found


_SPOKEN_DATES = {"last week", "last month", "last Friday", "the previous Friday", "same day"}


def _valued(name: str, frame: pd.DataFrame, column: str) -> list[Problem]:
    """Cells whose kind follows from the unit beside them: dates and quantities."""
    found = []
    for line, cell, unit in zip(frame.index, frame[column], frame["unit"], strict=True):
        if unit == "date" and not (
            ISO_DATE.holds(cell)
            or cell in _SPOKEN_DATES
            or (name == "claims" and WHOLE.holds(cell))
        ):
            found.append(_cell(name, line, column, ISO_DATE.name, cell, f"write {ISO_DATE.wanted}"))
        elif (
            cell
            and unit not in {"date", "text", ""}
            and cell != "nearly certain"
            and not QUANTITY.holds(cell)
        ):
            found.append(_cell(name, line, column, QUANTITY.name, cell, f"write {_why_not(cell)}"))
    return found


def cross_check(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Breaches between tables.

    Unknown sources, figures published before they could be, keys used twice.

    Parameters
    ----------
    frames : dict of pandas.DataFrame
        Every table of `RAW` that passed its own contract, by name.
    """
    published = dict(zip(frames["sources"]["source"], frames["sources"]["published"], strict=True))
    owners: dict[str, str] = {}
    problems = (
        _more_votes_than_ballots(frames["referendum_tallies"])
        if "referendum_tallies" in frames
        else []
    )
    problems += _shares_beyond_100(frames["count_timeline"]) if "count_timeline" in frames else []
    problems += _beside_nothing(frames) + _standings(frames["sources"]) + _unmapped(frames)
    for name in (n for n in FIGURE_TABLES if n in frames):
        for line, row in frames[name].iterrows():
            problems += _row_problems(name, line, row, published)
            owner = owners.setdefault(row["key"], name)
            if owner != name:
                problems.append(
                    _cell(
                        name,
                        line,
                        "key",
                        "key used once in all tables",
                        row["key"],
                        f"rename it; {owner} has it",
                    )
                )
    return problems


def _beside_nothing(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Counts set beside a crossing that no row holds."""
    if not {"emigration_totals", "border_crossings"} <= set(frames):
        return []
    totals, step = frames["emigration_totals"], "correct the key, or empty the cell"
    lost = totals[
        (totals["beside"] != "") & ~totals["beside"].isin(frames["border_crossings"]["key"])
    ]
    return [
        _cell("emigration_totals", line, "beside", "key in border_crossings", key, step)
        for line, key in lost["beside"].items()
    ]


def _standings(publications: pd.DataFrame) -> list[Problem]:
    """Publications whose standing their kind does not allow."""
    return [
        _cell(
            "sources",
            line,
            "standing",
            "standing of its kind",
            row["standing"],
            f"write one of {sorted(STANDINGS[row['kind']])}",
        )
        for line, row in publications.iterrows()
        if row["kind"] in STANDINGS and row["standing"] not in STANDINGS[row["kind"]]
    ]


def _unmapped(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Statements of another paragraph's or of no claim, claims of no statement, vain searches."""
    if not {"claims", "statements", "searches"} <= set(frames):
        return []
    ledger, statements, searches = (frames[n] for n in ("claims", "statements", "searches"))
    named = statements["claims"].str.split(";").explode()
    known, mapped = set(ledger["claim"]), set(named)
    lost = named[~named.isin({*known, ""})]
    silent = statements[(statements["claims"] == "") & (statements["reason"] == "")]
    homeless = ledger[~ledger["claim"].isin(mapped)]
    astray = searches[~searches["claim"].isin(known)]
    sought = searches["carriers"].str.split(";").explode()
    unread = sought[~sought.isin({*frames.get("events", pd.DataFrame({"key": []}))["key"], ""})]
    one = "a claim of the ledger"
    return [
        *(_cell("statements", i, "claims", one, c, "correct the id") for i, c in lost.items()),
        *(
            _cell("statements", i, "claims", "claims or a reason", "", "say why there is no claim")
            for i in silent.index
        ),
        *(
            _cell("claims", i, "claim", "in a statement", r["claim"], "name it in statements.csv")
            for i, r in homeless.iterrows()
        ),
        *(
            _cell("searches", i, "claim", one, r["claim"], "correct the id")
            for i, r in astray.iterrows()
        ),
        *(
            _cell("searches", i, "carriers", "a row of events", k, "correct the key")
            for i, k in unread.items()
        ),
    ]


def _more_votes_than_ballots(tallies: pd.DataFrame) -> list[Problem]:
    """Votes for or against beyond every count of ballots printed for the region."""
    read = tallies.assign(value=[quantities.parse(t).central for t in tallies["reported"]])
    most = read[read["quantity"] == "ballots_cast"].groupby("region")["value"].max()
    votes = read[read["quantity"].isin(["for_votes", "against_votes"])]
    beyond = votes[votes["value"] > votes["region"].map(most)]
    step = "correct the digit: votes cannot exceed ballots"
    return [
        _cell("referendum_tallies", line, "reported", "votes within ballots", row["reported"], step)
        for line, row in beyond.iterrows()
    ]


def _shares_beyond_100(timeline: pd.DataFrame) -> list[Problem]:
    """Announcements whose shares for and against sum to more than 100 %."""
    shares = timeline[timeline["quantity"].isin(["share for", "share against"])]
    values = pd.Series(
        [quantities.parse(t, "%").central for t in shares["reported"]], index=shares.index
    )
    sums = values.groupby(shares["announcement"]).sum()
    lines = shares.drop_duplicates("announcement", keep="last").set_index("announcement")
    step = "correct one of the two shares of this announcement"
    return [
        _cell(
            "count_timeline",
            shares.index[shares["announcement"] == a][-1],
            "reported",
            "shares sum to at most 100",
            lines["reported"][a],
            step,
        )
        for a in sums.index[sums > 100]
    ]


def _unordered_priors(priors: pd.DataFrame) -> list[Problem]:
    """Priors whose low, mode and high do not rise, or leave no width."""
    ends = priors[["low", "mode", "high"]].astype(float)
    bad = ends[
        (ends["low"] > ends["mode"]) | (ends["mode"] > ends["high"]) | (ends["low"] == ends["high"])
    ]
    step = "write low <= mode <= high, with low below high"
    return [
        _cell(
            "priors",
            line,
            "mode",
            "ordered prior",
            f"{r['low']:g}, {r['mode']:g}, {r['high']:g}",
            step,
        )
        for line, r in bad.iterrows()
    ]


def _row_problems(name: str, line: int, row: pd.Series, published: dict[str, str]) -> list[Problem]:
    keys = [row["source"], *filter(None, row["source_also"].split(";"))]
    columns = ["source"] + ["source_also"] * (len(keys) - 1)
    unknown = [
        _cell(
            name,
            line,
            c,
            "known source",
            k,
            "add the publication to sources.csv, or correct the key",
        )
        for c, k in zip(columns, keys, strict=True)
        if k not in published
    ]
    speaks_of = row.get("as_of") or row.get("period_end") or ""
    if row.get("period_start", "") > speaks_of:
        step = f"the period ends on {speaks_of}; correct one of the two days"
        unknown.append(
            _cell(name, line, "period_start", "not after its end", row["period_start"], step)
        )
    if row["published"] < speaks_of:
        step = f"the figure speaks of {speaks_of}; it cannot be known earlier"
        return [
            *unknown,
            _cell(
                name, line, "published", "not before the day it speaks of", row["published"], step
            ),
        ]
    page = published.get(row["source"], "")
    if row.get("how_read") in {"excerpt", "derived"} and row["published"] < page:
        step = f"the page it was read on is of {page}; it cannot be known earlier"
        unknown.append(
            _cell(name, line, "published", "not before its page", row["published"], step)
        )
    return unknown


def load_all(folder: Path) -> dict[str, pd.DataFrame]:
    """Read and check every raw table.

    Raises
    ------
    DataError
        With all breaches of all tables.
    """
    frames, problems = {}, []
    for name in RAW:
        try:
            frame = read_raw(folder / f"{name}.csv")
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
