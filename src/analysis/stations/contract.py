"""Do returns of polling stations keep their contract?

One row a station: region, commission, station, voters, given, received, valid, leader. Broken
returns are refused with file, row and column. Reads and draws nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import ExpectedError
from analysis.stations import totals

COLUMNS = ("region", "commission", "station", "voters", "given", "received", "valid", "leader")
NUMBERS = COLUMNS[3:]
CALLED = {c: c for c in COLUMNS}  # what a file calls each, where it calls them as we do
MOST = 1_000_000_000  # voters of the largest nation, about; a larger count is no count
TWICE = "station twice, with other figures"
_PER_CENT = 100  # no count of a candidate above it, and stations of more ballots: shares, perhaps
_FEWEST = 20  # stations from which shares posing as counts are looked for


class StationError(ExpectedError, ValueError):
    """Returns that break the contract.

    The message names file, row, column, what was wanted and what was found.
    """


def whole_numbers(values: object, name: str) -> np.ndarray:
    """Counts as integers.

    Parameters
    ----------
    values : array_like
        Whole numbers from 0 to `MOST`.
    name : str
        Name for the message.

    Raises
    ------
    StationError
        If one of them is missing, broken, negative or too large to be a count.

    Examples
    --------
    >>> whole_numbers([3.0, 4], "voters").tolist()
    [3, 4]
    """
    found = pd.to_numeric(pd.Series(np.ravel(values)), errors="coerce").to_numpy(dtype=float)
    bad = ~(np.isfinite(found) & (found >= 0) & (found <= MOST) & (found % 1 == 0))
    if bad.any():
        at = int(bad.argmax())
        raise StationError(
            f"{name}, number {at + 1}: wanted whole numbers from 0 to {MOST:,}, found"
            f" {np.ravel(values)[at]!r}; next: hold the returns to stations.check_stations"
        )
    return found.astype(np.int64)


def percentages(values: object, name: str) -> np.ndarray:
    """Percentages as floats.

    Raises
    ------
    StationError
        If one of them is missing or leaves 0 to 100.

    Examples
    --------
    >>> percentages([0, 99.5], "turnout").tolist()
    [0.0, 99.5]
    """
    found = np.asarray(values, dtype=float)
    bad = ~((found >= 0) & (found <= 100 + 1e-9))
    if bad.any():
        at = int(bad.argmax())
        raise StationError(
            f"{name}, number {at + 1}: wanted per cent from 0 to 100, found {found[at]:g}; next:"
            " leave stations without voters or ballots out, and hold the rest to"
            " stations.check_stations"
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule that a row of returns keeps.

    `broken` takes the rows and their counts, with the votes of every candidate where `of_votes`
    holds, and says which rows break it. Columns stand in braces in `wanted`.
    """

    name: str
    column: str
    wanted: str
    broken: Callable[[pd.DataFrame, pd.DataFrame], pd.Series]
    of_votes: bool = False


def rules(columns: tuple[str, ...]) -> tuple[Rule, ...]:
    """Rules in the order in which they are asked, for the columns that returns have."""
    held = [c for c in NUMBERS if c in columns]
    return (*(r for c in held for r in _of_count(c)), *_OF_NAMES, *_of_limits(held), *_OF_ROWS)


def _of_count(column: str) -> tuple[Rule, ...]:
    return (
        Rule(
            name="figure missing",
            column=column,
            wanted="a whole number in every count",
            broken=lambda frame, counts: counts[column].isna(),
        ),
        Rule(
            name="below zero",
            column=column,
            wanted="counts of zero or more",
            broken=lambda frame, counts: counts[column] < 0,
        ),
        Rule(
            name="too large",
            column=column,
            wanted=f"counts of at most {MOST:,}",
            broken=lambda frame, counts: counts[column] > MOST,
        ),
        Rule(
            name="no whole number",
            column=column,
            wanted="whole numbers",
            broken=lambda frame, counts: counts[column] % 1 != 0,
        ),
    )


def _of_name(column: str) -> tuple[Rule, ...]:
    def empty(frame: pd.DataFrame, counts: pd.DataFrame) -> pd.Series:
        return frame[column].isna() | (frame[column].astype(str).str.strip() == "")

    return (
        Rule(name="no name", column=column, wanted=f"a {column}; it is empty", broken=empty),
        _called(column, totals.WORDS),
    )


def _called(column: str, words: str) -> Rule:
    def total(frame: pd.DataFrame, counts: pd.DataFrame) -> pd.Series:
        return frame[column].astype(str).str.contains(words, case=False, na=False)

    told = "single stations; this is a row of totals"
    return Rule(name="called a total", column=column, wanted=told, broken=total)


_LIMITS = (
    ("given", "voters", "more ballots than voters"),
    ("received", "voters", "more ballots counted than voters"),
    ("valid", "received", "more valid ballots than counted"),
    ("leader", "valid", "more votes than valid ballots"),
)


def _of_limits(held: list[str]) -> list[Rule]:
    def above(column: str, limit: str) -> Callable:
        return lambda frame, counts: counts[column] > counts[limit]

    empty = Rule(
        name="empty list",
        column="voters",
        wanted="voters, where ballots were given out; more ballots than voters",
        broken=lambda frame, counts: (counts["voters"] == 0) & (counts["given"] > 0),
    )
    return [empty] * ({"voters", "given"} <= set(held)) + [
        Rule(name=told, column=c, wanted=f"at most {{{most}}}; {told}", broken=above(c, most))
        for c, most, told in _LIMITS
        if c in held and most in held
    ]


def check_stations(frame: pd.DataFrame, file: str = "stations") -> pd.DataFrame:
    """Hold returns to their contract.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns of `COLUMNS`; counts as numbers.
    file : str
        Name for the message.

    Returns
    -------
    pandas.DataFrame
        The same rows, counts as integers.

    Raises
    ------
    StationError
        At the first breach: a column missing, a count missing, negative or broken, more ballots
        than voters, more votes than valid ballots, a station twice, a row of totals, an empty
        region.

    Examples
    --------
    >>> names = {"region": ["A", "A"], "commission": ["1", "1"], "station": ["1", "2"]}
    >>> lists = {"voters": [100, 200], "given": [60, 90], "received": [60, 90]}
    >>> returns = pd.DataFrame(names | lists | {"valid": [59, 90], "leader": [30, 50]})
    >>> len(check_stations(returns))
    2
    """
    missing = [c for c in COLUMNS if c not in frame.columns]
    if missing:
        found = ", ".join(map(str, frame.columns[:6]))
        raise StationError(
            f"{file}: column {missing[0]!r} wanted, found {found} ...; is the file UTF-8 and of"
            " this vote?"
        )
    if frame.empty:
        raise StationError(f"{file}: no station")
    out = frame.copy()  # the index counts rows of the file, those left out too
    counts = out[list(NUMBERS)].apply(pd.to_numeric, errors="coerce")
    for rule in rules(COLUMNS):
        refuse(file, out, rule.broken(out, counts), rule.column, rule.wanted)
    refuse_shares(file, out, counts)
    return out.assign(**counts.astype(np.int64)).reset_index(drop=True)


def _keys(frame: pd.DataFrame) -> pd.DataFrame:
    """Names of stations without what spelling alone changes: "5", " 05 " and 5.0 are one."""

    def plain(name: object) -> str:
        text = re.sub(r"\s+", " ", str(name)).strip().casefold()
        return re.sub(r"\b0+(?=\d)", "", re.sub(r"^(\d+)\.0$", r"\1", text))

    return frame[list(COLUMNS[:3])].apply(lambda c: c.map({v: plain(v) for v in c.unique()}))


_OF_NAMES = tuple(rule for column in COLUMNS[:3] for rule in _of_name(column))
_OF_ROWS = (
    Rule(
        name="row repeated",
        column="station",
        wanted="each station once; this row repeats another, figures and all",
        broken=lambda frame, counts: _keys(frame).join(counts).duplicated(),
        of_votes=True,
    ),
    Rule(
        name=TWICE,
        column="station",
        wanted="each station once, whatever its spaces, case and leading zeros; its figures differ",
        broken=lambda frame, counts: _keys(frame).duplicated(),
    ),
    Rule(
        name="sum of others",
        column="station",
        wanted="single stations; this row is the sum of others, so a row of totals",
        broken=totals.sums_of_others,
        of_votes=True,
    ),
    *(_called(column, totals.WORDS_ALONE) for column in COLUMNS[:3]),
)


def refuse_shares(
    file: str, frame: pd.DataFrame, counts: pd.DataFrame, called: Mapping[str, str] = CALLED
) -> None:
    """Refuse a leader's column in per cent: none above 100, nor larger where ballots are more."""
    some = counts[counts["valid"] > 0]
    ballots, votes = some["valid"], some["leader"]
    few = len(some) < _FEWEST or votes.max() > _PER_CENT or votes.sum() == 0
    if few or ballots.median() < 2 * _PER_CENT or np.ptp(ballots) == 0:
        return
    elasticity = ballots.cov(votes) / ballots.var() * ballots.mean() / votes.mean()
    if elasticity < 0.5:  # one for counts, zero for shares
        like_it = pd.Series(frame.index.isin(some.index), index=frame.index)
        told = f"votes; none is above {_PER_CENT} or grows with the ballots, as if in per cent"
        refuse(file, frame, like_it, "leader", told, called)


def refuse(
    file: str,
    frame: pd.DataFrame,
    bad: pd.Series,
    column: str,
    wanted: str,
    called: Mapping[str, str] = CALLED,
) -> None:
    """Refuse the first of the rows that are bad, by its number or label.

    `called` says what the file calls each of `COLUMNS`.
    """
    if bad.any():
        row = int(np.flatnonzero(bad.to_numpy())[0])
        held = [c for c in COLUMNS if c in frame]
        found = ", ".join(f"{called[c]}={plainly(frame[c].iloc[row])}" for c in held)
        label = frame.index[row]  # of a file, the header being its first row
        told = int(label) + 2 if isinstance(label, (int, np.integer)) else repr(label)
        name = column if called[column] == column else f"{called[column]} ({column})"
        raise StationError(
            f"{file}, row {told}, column {name}: wanted {wanted.format_map(called)}; found {found}"
            f" ({int(bad.sum())} rows like it)"
        )


def plainly(value: object) -> str:
    """A name between quotation marks, a count as one would type it."""
    return repr(value) if isinstance(value, str) else str(value).removesuffix(".0")
