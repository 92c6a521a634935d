"""What do somebody's returns hold, and which of their rows are no return of a station?

One file and its mapping become returns as every test of this room takes them. Rows that break the
contract are set aside into a table, rule by rule, or stop the reading. Reads the file that is
named; draws nothing.
"""

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import mapping as mappings
from analysis.results import speaking
from analysis.stations import counts as counting
from analysis.stations import files
from analysis.stations.contract import (
    CALLED,
    COLUMNS,
    TWICE,
    StationError,
    plainly,
    refuse,
    refuse_shares,
    rules,
)

NO_FIGURES = "no figures"
_ASIDE = ("row", "region", "commission", "station", "rule", "column", "value")
MOST_ASIDE = 0.5  # of rows with figures; where more break a rule, the mapping is wrong
_PREVIEW = 3  # rules a sentence names


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Returns of one vote, station by station, and what was set aside.

    Counts are whole numbers of zero or more.

    Attributes
    ----------
    name : str
        What the vote is called.
    stations : pandas.DataFrame
        One row a station: those of `COLUMNS` that the file gives or that follow.
    votes : pandas.DataFrame
        Votes of every candidate that the mapping names, rows as in `stations`.
    set_aside : pandas.DataFrame
        Rows left out: row of the file, names, rule, column as the file calls it, value.
    told : tuple of str
        What was found out by itself and what the file does not give, in words.
    """

    caption = "Rows set aside, by rule"

    name: str
    stations: pd.DataFrame
    votes: pd.DataFrame
    set_aside: pd.DataFrame
    told: tuple[str, ...]

    @property
    def has_register(self) -> bool:
        """Whether voters on lists are known, so that there is a turnout."""
        return "voters" in self.stations

    @property
    def counts(self) -> pd.Series:
        """Rows set aside by each rule, most first; index rule."""
        return self.set_aside["rule"].value_counts(sort=True)

    def sentence(self) -> str:
        """How many stations are held, how many rows were set aside and why, what is not known."""
        aside = [f"{n:,} for {rule!r}" for rule, n in self.counts.items()][:_PREVIEW]
        rest = len(self.counts) - len(aside)
        more = f" and {rest} more rules" if rest > 0 else ""
        rows = "1 row was" if len(self.set_aside) == 1 else f"{len(self.set_aside):,} rows were"
        left = f"{rows} set aside: {', '.join(aside)}{more}."
        told = " ".join(f"{t[0].upper()}{t[1:]}." for t in self.told)
        parts = f"{self.name}: {len(self.stations):,} stations with {self._sums()}."
        return " ".join(filter(None, [parts, left if aside else "No row was set aside.", told]))

    def _sums(self) -> str:
        held = {"voters": "voters", "received": "ballots", "leader": "votes for the leader"}
        some = [f"{self.stations[c].sum():,} {n}" for c, n in held.items() if c in self.stations]
        return ", ".join(some[:-1]) + f" and {some[-1]}"

    def table(self) -> pd.DataFrame:
        """Rows set aside by rule, with the first of each."""
        first = self.set_aside.drop_duplicates("rule").set_index("rule")
        return pd.DataFrame(
            {
                "rule": self.counts.index,
                "rows set aside": [f"{n:,}" for n in self.counts],
                "first row": [first.loc[r, "row"] for r in self.counts.index],
                "its station": [first.loc[r, "station"] for r in self.counts.index],
            }
        )

    def refuse_but(self, *rules_: str) -> None:
        """Refuse returns with a row set aside by any other rule.

        Raises
        ------
        StationError
            Naming the first such row.
        """
        bad = self.set_aside[~self.set_aside["rule"].isin(rules_)]
        if len(bad):
            one = bad.iloc[0]
            raise StationError(
                f"{self.name}, row {one['row']}, column {one['column']}: {one['rule']}; found"
                f" {one['value']!r} at station {one['station']!r} ({len(bad)} rows set aside)"
            )


def read(
    path: str | Path,
    columns: "mappings.Mapping | AnyMapping | str | Path",
    *,
    strict: bool = False,
    most_aside: float = MOST_ASIDE,
    encoding: str = "",
    separator: str = "",
    sheet: str = "",
    member: str = "",
    header: int = 0,
    thousands: str = "",
) -> Returns:
    r"""Read the returns of any vote.

    Parameters
    ----------
    path : str or pathlib.Path
        CSV, CSV or Excel in a zip archive, Excel (extra ``excel``) or Parquet (extra ``sweep``).
    columns : dict, str, pathlib.Path or mapping.Mapping
        Which column means what: ``{"station": "precinct", "voters": "registered", ...}``, a
        mapping file, or the name of a kept mapping; see `analysis.mapping`.
    strict : bool
        Stop at the first row that breaks a rule instead of setting it aside; rows without any
        figure are set aside either way.
    most_aside : float
        Largest share, 0 to 1, of the rows with figures that may break a rule: where more do, the
        columns are likely to mean something else. 1 reads whatever is left.
    encoding, separator, sheet, member, header, thousands
        Where they are not found by themselves: see the section ``file`` of `analysis.mapping`.

    Raises
    ------
    mapping.MappingError
        If the mapping cannot be read or leaves out what is needed.
    StationError
        If the file cannot be read, a column is missing or holds shares instead of counts, no row
        is a station, more rows than `most_aside` break a rule, or, with `strict`, one does.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "returns.csv"
    >>> _ = file.write_text("box;listed;ballots;A\n1;500;300;200\n2;400;250;300\n")
    >>> names = {"station": "box", "voters": "listed", "valid": "ballots", "leader": "A"}
    >>> found = read(file, names)
    >>> len(found.stations), found.set_aside["rule"].tolist()
    (1, ['more votes than valid ballots'])
    """
    path = Path(path)
    made = mappings.read(
        columns,
        encoding=encoding,
        separator=separator,
        sheet=sheet,
        member=member,
        header=header,
        thousands=thousands,
    )
    raw, told = files.table(path, made)
    frame, votes, broken, more = counting.tidy(raw, made, path.name)
    called = _called(made)
    kept, aside = _sorted_out(frame, votes, broken, path.name, called, strict=strict)
    _refuse_most(aside, len(kept), path.name, most_aside)
    stations, votes = frame.loc[kept], votes.loc[kept].fillna(0)
    numbers = [c for c in COLUMNS[3:] if c in stations]
    if not stations["received"].any():
        raise StationError(
            f"{path.name}: no ballot at any of {len(stations):,} stations; wanted counts of"
            " ballots; next: map the columns that hold them"
        )
    refuse_shares(path.name, stations.set_axis(stations.index - 2), stations[numbers], called)
    return Returns(
        name=made.name or path.name,
        stations=stations.astype(dict.fromkeys(numbers, np.int64)).reset_index(drop=True),
        votes=votes.astype(np.int64).reset_index(drop=True),
        set_aside=aside,
        told=(*told, *more, *_twice(aside)),
    )


def _called(made: mappings.Mapping) -> dict[str, str]:
    """What the file calls each of `COLUMNS`; ours where a count follows from others."""
    named = {m: " + ".join(c) for m, c in made.columns.items() if m in CALLED}
    if made.long and "leader" in named:
        named["leader"] = f"{made.columns['votes'][0]} of {named['leader']}"
    return CALLED | named


def _refuse_most(aside: pd.DataFrame, kept: int, file: str, most: float) -> None:
    """Refuse a reading in which more than a share of the rows with figures breaks a rule."""
    if not 0 <= most <= 1:
        raise StationError(f"most_aside={most!r}: wanted a share from 0 to 1 of the rows")
    bad = aside[aside["rule"] != NO_FIGURES]
    if len(bad) <= most * (len(bad) + kept):
        return
    first = bad[bad["rule"] == bad["rule"].mode()[0]].iloc[0]
    raise StationError(
        f"{file}: {len(bad):,} of {len(bad) + kept:,} rows break a rule, most often"
        f" {first['rule']!r} ({(bad['rule'] == first['rule']).sum():,} rows, the first row"
        f" {first['row']}, column {first['column']}: {plainly(first['value'])}); wanted at most"
        f" {100 * most:g} %; next: see whether the columns of the mapping mean what it says, or"
        " read what is left with most_aside=1 (`--most-aside 1`)"
    )


def _twice(aside: pd.DataFrame) -> list[str]:
    """Which of several rows of one station is held, where their figures differ."""
    rows = aside.loc[aside["rule"] == TWICE, "row"]
    if rows.empty:
        return []
    some = ", ".join(f"{r:,}" for r in rows[:_PREVIEW]) + ", ..." * (len(rows) > _PREVIEW)
    held = "the first row of the station is held, and nothing says that it is the right one"
    told = f"{len(rows):,} row{'s' * (len(rows) > 1)} ({some})"
    return [f"stations stand again with other figures in {told}: {held}"]


def _sorted_out(
    frame: pd.DataFrame,
    votes: pd.DataFrame,
    broken: dict[str, pd.Series],
    file: str,
    called: dict[str, str],
    *,
    strict: bool,
) -> tuple[pd.Index, pd.DataFrame]:
    """Rows that keep every rule, and the table of those that do not."""
    held = [c for c in COLUMNS[3:] if c in frame]
    empty = frame[held].isna().all(axis=1) & ~frame.index.isin(_rows_of(broken))
    aside = [_aside(frame[empty], NO_FIGURES, "", "")]
    for column, texts in broken.items():
        if strict and len(texts):
            raise StationError(
                f"{file}, row {texts.index[0]}, column {column}: wanted a number, found"
                f" {texts.iloc[0]!r} ({len(texts)} rows like it)"
            )
        aside.append(_aside(frame.loc[texts.index], counting.NO_NUMBER, column, texts))
    left = frame[~empty & ~frame.index.isin(_rows_of(broken))]
    for rule in rules(tuple(frame.columns)):
        counts = left[held].join(votes.add_prefix("votes: ")) if rule.of_votes else left[held]
        bad = rule.broken(left, counts)
        if strict:
            refuse(
                file,
                left.set_axis(left.index - 2),
                bad.set_axis(left.index - 2),
                rule.column,
                rule.wanted,
                called,
            )
        values = left.loc[bad, rule.column]
        aside.append(_aside(left[bad], rule.name, called[rule.column], values))
        left = left[~bad]
    table = pd.concat([a for a in aside if len(a)] or aside[:1], ignore_index=True)
    table = table.drop_duplicates("row").sort_values("row", ignore_index=True)
    if left.empty:
        most = ", ".join(f"{n:,} for {r!r}" for r, n in table["rule"].value_counts().items())
        raise StationError(f"{file}: no station; every row was set aside: {most}")
    return left.index, table


def _rows_of(broken: dict[str, pd.Series]) -> list[int]:
    return [row for texts in broken.values() for row in texts.index]


def _aside(rows: pd.DataFrame, rule: str, column: str, values: object) -> pd.DataFrame:
    made = rows[list(COLUMNS[:3])].assign(row=rows.index, rule=rule, column=column, value=values)
    return made[list(_ASIDE)].astype({"value": object}).reset_index(drop=True)
