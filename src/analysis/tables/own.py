"""Do the rows of a reader keep our contract, and which are they?

A reader's rows have the columns of a raw table and pass the same rules and the same cleaning. What
decides what a figure counts must be written; what only tells where it was read may be left out.
Reads the file it is given and the spellings of regions; draws nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analysis import fields, paths
from analysis.tables.allowed import words_of
from analysis.tables.assumed import BY_PARAMETERS
from analysis.tables.between import impossible_days
from analysis.tables.checking import check, near_miss
from analysis.tables.contracts import FIGURE_TABLES, RAW
from analysis.tables.figures import clean
from analysis.tables.likeness import unlike_ours
from analysis.tables.problems import DataError, Problem, in_cell
from analysis.tables.reading import read_raw

MARK = "#"  # between the name of a reader's file and the key of a row in it
UNNAMED = "your rows"  # of a frame that comes from no file
_VALUES = ("key", "low", "mode", "high")  # of an assumption that changes one of ours
_FREE = {
    "confidence": "the reader's",
    "forces_basis": "said",
    "measure_reported": "as the reader's file says",
    "published_basis": "stated",
    "how_read": "excerpt",
    "source": "",
    "source_also": "",
    "note": "",
}  # columns that decide nothing of what a figure counts, and what stands there when left out


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OwnRows:
    """Typed rows of a reader for one table.

    `told` names their file; `replaced` are keys of our rows whose place they take. Each key is that
    of the reader after the name of the file, as in "mine.csv#X1".
    """

    table: str
    told: str
    rows: pd.DataFrame
    replaced: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"OwnRows of {self.told} for {self.table}: {len(self.rows)}"

    def joined(self, ours: pd.DataFrame) -> pd.DataFrame:
        """Our rows and the reader's, by key."""
        kept = ours[~ours["key"].isin(self.replaced)]
        every = pd.concat([kept, self.rows.astype(ours.dtypes)], ignore_index=True)
        return every.sort_values("key", key=own_key, kind="stable", ignore_index=True)


def own_key(keys: pd.Series) -> pd.Series:
    """Keys without the name of a reader's file."""
    return keys.str.rsplit(MARK, n=1).str[-1]


def files_of(keys: Iterable[str]) -> tuple[str, ...]:
    """Names of the readers' files that some rows come from, each once.

    Examples
    --------
    >>> files_of(["R01", "mine.csv#X1", "mine.csv#X2"])
    ('mine.csv',)
    """
    return tuple(dict.fromkeys(k.rpartition(MARK)[0] for k in keys if MARK in k))


def own_rows(
    name: str, given: pd.DataFrame | str | Path, taken: Mapping[str, str], told: str = ""
) -> OwnRows:
    """Rows of a reader for one table of figures, checked and cleaned as ours are.

    Parameters
    ----------
    name : str
        A table of figures, such as "loss_claims".
    given : pandas.DataFrame or path of a CSV file
        In the columns of the raw table, in any order. `_FREE` may be left out.
    taken : mapping of str to str
        Keys that rows have already, and the table of each.
    told : str
        What messages and sources call the rows; by default the name of the file.

    Returns
    -------
    OwnRows
        Typed as ours, each key after what the rows are called.

    Raises
    ------
    DataError
        Naming file, row, column, what was wanted and found, and the next step.

    Examples
    --------
    >>> row = {"key": "X1", "list": "named", "publisher": "a newspaper", "as_of": "2022-10-01"}
    >>> row |= {"reported": "7000", "unit": "names", "published": "2022-10-02"}
    >>> own = own_rows("named_deaths", pd.DataFrame([row]), {}, "mine.csv")
    >>> own.rows[["key", "central"]].to_numpy().tolist()
    [['mine.csv#X1', 7000.0]]
    """
    if name not in FIGURE_TABLES or name == "priors":
        raise DataError([_no_table(name, told or "your rows")])
    told, frame = _text(given, told)
    problems = _misnamed(name, frame)
    if not problems:
        frame = _filled(name, frame, told)
        problems = _by_contract(name, frame) or [
            *_of_rows(name, frame, taken),
            *unlike_ours(name, frame),
        ]
    _refuse(problems, told)
    return OwnRows(table=name, told=told, rows=_typed(name, frame, told))


def own_priors(given: pd.DataFrame | str | Path, ours: pd.DataFrame, told: str = "") -> OwnRows:
    """Assumptions of a reader in the place of ours, or beside them.

    Parameters
    ----------
    given : pandas.DataFrame or path of a CSV file
        A row with the key of one of ours changes it and needs key, low, mode and high; what it
        leaves out stays as ours has it. A row with a new key needs every column that decides.
    ours : pandas.DataFrame
        Rows of `priors`.
    told : str
        As in `own_rows`.

    Returns
    -------
    OwnRows
        The assumptions that differ from ours; `replaced` are the keys of ours that they take the
        place of.

    Raises
    ------
    DataError
        As `own_rows`.

    Examples
    --------
    >>> from analysis import evidence
    >>> ours = evidence.known_by("2022-10-11").table("priors")
    >>> changed = pd.DataFrame([{"key": "PR01a", "low": 0, "mode": 0.02, "high": 0.2}])
    >>> own = own_priors(changed, ours, "mine.csv")
    >>> own.rows["key"].tolist(), sorted(own.replaced)
    (['mine.csv#PR01a'], ['PR01a'])
    """
    told, frame = _text(given, told)
    _refuse(_misnamed("priors", frame, needed=_VALUES), told)
    held = as_text(ours).set_index("key", drop=False)
    _refuse(_of_priors(frame, held), told)
    full = _filled("priors", _over(frame, held), told)
    _refuse(check("priors", full) or _of_rows("priors", full, {}), told)
    _refuse(_stated_twice(full, held), told)
    values = full[["low", "mode", "high"]].astype(float).map("{:.12g}".format)
    written = full.assign(**values)[[c for c in full if c in frame]]
    same = [k in held.index and r.equals(held.loc[k, r.index]) for k, r in _by_key(written)]
    changed = full[[not s for s in same]]
    if changed.empty:
        step = "change low, mode or high of a row, or leave the file out"
        _refuse([in_cell("priors", 0, "(all)", "an assumption that differs", "none", step)], told)
    _refuse(_of_parameters(changed), told)
    replaced = frozenset(changed["key"]) & frozenset(held.index)
    rows = _typed("priors", changed, told)
    return OwnRows(table="priors", told=told, rows=rows, replaced=replaced)


def _of_parameters(changed: pd.DataFrame) -> list[Problem]:
    """Assumptions that the models read from parameters, so that a row would change nothing."""
    return [
        in_cell("priors", line, "key", "an assumption that is read", row["key"], f"set {names}")
        for line, row in changed.iterrows()
        if (names := BY_PARAMETERS.get(row["quantity"]))
    ]


def _by_key(frame: pd.DataFrame) -> Iterable[tuple[str, pd.Series]]:
    return ((row["key"], row) for _, row in frame.iterrows())


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Cells as they stand in a raw table; missing ones are empty.

    Examples
    --------
    >>> as_text(pd.DataFrame({"n": [1200.0, None]}))["n"].tolist()
    ['1200', '']
    """
    return pd.DataFrame({str(c): [_cell(v) for v in frame[c]] for c in frame}, index=frame.index)


def _cell(value: object) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, str):
        return value
    if hasattr(value, "strftime"):
        return f"{value:%Y-%m-%d}"
    return f"{value:.12g}" if isinstance(value, int | float) else str(value)


def _text(given: pd.DataFrame | str | Path, told: str) -> tuple[str, pd.DataFrame]:
    """Name and text cells of what a reader gives; rows of a frame are counted from 1."""
    if not isinstance(given, pd.DataFrame | str | Path):
        step = "give a pandas frame, or the path of a CSV file"
        kind = type(given).__name__
        raise DataError([_problem(told or UNNAMED, 0, "(all)", "frame or path", kind, step)])
    if not isinstance(given, pd.DataFrame):
        return told or Path(given).name, read_raw(Path(given), told or str(given))
    told = told or UNNAMED
    if given.empty:
        step = "give at least one row"
        raise DataError([_problem(told, 0, "(all)", "not empty", "no rows", step)])
    frame = as_text(given.reset_index(drop=True))
    return told, frame.set_axis(pd.RangeIndex(1, len(frame) + 1), axis=0)


def _problem(told: str, row: int, column: str, rule: str, found: str, step: str) -> Problem:
    return Problem(file=told, row=row, column=column, rule=rule, found=found, next_step=step)


def _refuse(problems: list[Problem], told: str) -> None:
    if problems:
        raise DataError([replace(p, file=told) for p in problems])


def _no_table(name: str, told: str) -> Problem:
    tables = [n for n in FIGURE_TABLES if n != "priors"]
    step = f"name one of {', '.join(tables)}{near_miss(name, tables)}"
    if name == "priors":
        step = "assumptions take the place of ours: use with_priors"
    return _problem(told, 0, "(all)", "table of figures", name, step)


def _misnamed(name: str, frame: pd.DataFrame, needed: Iterable[str] | None = None) -> list[Problem]:
    """Columns that decide and are missing, and columns that no table of ours has."""
    columns = list(RAW[name].columns)
    wanted = [c for c in columns if c not in _FREE] if needed is None else needed
    lost, more = [c for c in wanted if c not in frame], [c for c in frame if c not in columns]
    said = "add it: it says {}, and that is not guessed"
    found = [
        in_cell(name, 1, c, "column that decides", "no such column", said.format(_meaning(c, name)))
        for c in lost
    ]
    wrong = "take it out, or rename it"
    return found + [
        in_cell(name, 1, c, "known column", "unexpected column", wrong + near_miss(c, columns))
        for c in more
    ]


def _meaning(column: str, name: str) -> str:
    return fields.field(column, name).meaning


def _filled(name: str, frame: pd.DataFrame, told: str) -> pd.DataFrame:
    """All columns in our order; those left out hold what `_FREE` says."""
    full = frame.copy()
    for column, value in _FREE.items():
        if column in RAW[name].columns:
            full[column] = full.get(column, pd.Series("", index=full.index)).replace("", value)
    full["source"] = full["source"].replace("", told)
    return full[list(RAW[name].columns)]


def _by_contract(name: str, frame: pd.DataFrame) -> list[Problem]:
    """Breaches of the contract; a root of errors may be new, but not one of ours misspelled."""
    found = check(name, frame)
    if "root" not in frame:
        return found
    ours = words_of(name, "root")
    new = ~frame["root"].isin(ours | {""}) & (frame["root"] == frame["root"].str.strip())
    found = [p for p in found if p.column != "root" or not new.get(p.row, default=False)]
    for line, root in frame.loc[new, "root"].items():
        if near := near_miss(root, ours):
            step = f"write a root of ours, or a name unlike any{near}"
            found.append(in_cell(name, line, "root", "root of ours or a new one", root, step))
    return found


def _of_rows(name: str, frame: pd.DataFrame, taken: Mapping[str, str]) -> list[Problem]:
    """Keys that are taken or hold the mark, and days that cannot be."""
    found = []
    for line, row in frame.iterrows():
        key = row["key"]
        if key in taken:
            step = f"give it another key; {taken[key]} has it"
            found.append(in_cell(name, line, "key", "key of its own", key, step))
        if MARK in key:
            found.append(in_cell(name, line, "key", f"no {MARK}", key, f"leave {MARK} out"))
        found += impossible_days(name, line, row)
    return found


def _of_priors(frame: pd.DataFrame, held: pd.DataFrame) -> list[Problem]:
    """Rows that cannot be keyed: new ones that lack columns, and ours turned into others."""
    deciding = [c for c in RAW["priors"].columns if c not in _FREE]
    lacking, found = [c for c in deciding if c not in frame], []
    for line, row in frame.iterrows():
        if row["key"] not in held.index:
            if lacking:
                step = f"a new row also needs {', '.join(lacking)}"
                step += near_miss(row["key"], held.index)
                rule = "key of data/raw/priors.csv"
                found.append(in_cell("priors", line, "key", rule, row["key"], step))
            continue
        ours = held.loc[row["key"]]
        for column in ("quantity", "geography"):
            if row.get(column, ours[column]) != ours[column]:
                step = f"write {ours[column]!r}, or give the row a key of its own"
                rule = "what that key assumes"
                found.append(in_cell("priors", line, column, rule, row[column], step))
    return found


def _stated_twice(full: pd.DataFrame, held: pd.DataFrame) -> list[Problem]:
    """Rows that state what another row states for the same country from the same day."""
    rest = held[~held["key"].isin(full["key"])]
    every = pd.concat([full, rest])
    same = ["quantity", "geography", "published"]
    by = every.groupby(same)["key"].agg(list)
    return [
        in_cell(
            "priors",
            line,
            "key",
            "one row a version",
            row["key"],
            f"use the key {other}, or another day in published",
        )
        for line, row in full.iterrows()
        for other in by[tuple(row[same])]
        if other != row["key"]
    ]


def _over(frame: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The reader's rows; a row of one of our keys takes from ours what the file leaves out."""
    columns = list(RAW["priors"].columns)
    ours = held.reindex(frame["key"]).fillna("").set_axis(frame.index, axis=0)
    ours = ours.reindex(columns=columns, fill_value="")
    given = {c: frame[c] for c in frame}
    return ours.assign(**{"reason": "the reader gives no reason"} | given)


def _typed(name: str, frame: pd.DataFrame, told: str) -> pd.DataFrame:
    """Cleaned rows with days as days, each key after the name of the file."""
    raw = {name: frame}
    if "region" in frame:
        raw["names"] = read_raw(paths.raw_file("names"))
    try:
        rows = clean(raw, name)
    except DataError as error:
        _refuse(list(error.problems), told)
    days = [c for c in rows if fields.field(c, name).kind == "date"]
    rows = rows.assign(**{c: pd.to_datetime(rows[c]) for c in days})
    return rows.assign(key=f"{told}{MARK}" + rows["key"])
