"""Do returns of polling stations keep their contract?

One row a station: region, commission, station, voters, given, received, valid, leader. Broken
returns are refused with file, row and column. Reads and draws nothing.
"""

import re

import numpy as np
import pandas as pd

COLUMNS = ("region", "commission", "station", "voters", "given", "received", "valid", "leader")
NUMBERS = COLUMNS[3:]
MOST = 1_000_000_000  # voters of the largest nation, about; a larger count is no count
_TOTAL = r"^\s*(?:сумма|итого|всего)\b"
_PER_CENT = 100  # no count of a candidate above it, and stations of more ballots: shares, perhaps
_FEWEST = 20  # stations from which shares posing as counts are looked for


class StationError(ValueError):
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
    for column in NUMBERS:
        _refuse(file, out, counts[column].isna(), column, "a whole number in every count")
        _refuse(file, out, counts[column] < 0, column, "counts of zero or more")
        _refuse(file, out, counts[column] > MOST, column, f"counts of at most {MOST:,}")
        _refuse(file, out, counts[column] % 1 != 0, column, "whole numbers")
    for column in COLUMNS[:3]:
        name = out[column].astype(str)
        _refuse(
            file,
            out,
            out[column].isna() | (name.str.strip() == ""),
            column,
            f"a {column}; it is empty",
        )
        named = name.str.contains(_TOTAL, case=False, na=False)
        _refuse(file, out, named, column, "single stations; this is a row of totals")
    for column, limit, told in (
        ("given", "voters", "more ballots than voters"),
        ("received", "voters", "more ballots counted than voters"),
        ("valid", "received", "more valid ballots than counted"),
        ("leader", "valid", "more votes than valid ballots"),
    ):
        _refuse(file, out, counts[column] > counts[limit], column, f"at most {limit}; {told}")
    told = "each station once, whatever its spaces, case and leading zeros"
    _refuse(file, out, _keys(out).duplicated(), "station", told)
    told = "single stations; this row is the sum of others, so a row of totals"
    _refuse(file, out, sums_of_others(out, counts), "station", told)
    _refuse_shares(file, out, counts)
    return out.assign(**counts.astype(np.int64)).reset_index(drop=True)


def _keys(frame: pd.DataFrame) -> pd.DataFrame:
    """Names of stations without what spelling alone changes: "5", " 05 " and 5.0 are one."""

    def plain(name: object) -> str:
        text = re.sub(r"\s+", " ", str(name)).strip().casefold()
        return re.sub(r"\b0+(?=\d)", "", re.sub(r"^(\d+)\.0$", r"\1", text))

    return frame[list(COLUMNS[:3])].apply(lambda c: c.map({v: plain(v) for v in c.unique()}))


def sums_of_others(frame: pd.DataFrame, counts: pd.DataFrame) -> pd.Series:
    """Rows that equal the sum of the rest, or of another region or commission, in every count.

    Found by arithmetic, whatever the row is called; a sum of a single other station is no total.
    """
    total = pd.Series(False, index=frame.index)
    filled = (counts > 0).any(axis=1)
    for keys in ([], ["region"], ["region", "commission"]):
        by = [frame[k].astype(str) for k in keys] or [pd.Series("", index=frame.index)]
        size, groups = filled.groupby(by).transform("sum"), counts.groupby(by)
        total |= (size > 2) & (2 * counts == groups.transform("sum")).all(axis=1)
        sums = groups.sum()[filled.groupby(by).sum() > 1]  # of a group that a row stands apart from
        total |= pd.MultiIndex.from_frame(counts).isin(pd.MultiIndex.from_frame(sums))
    return total & (counts["voters"] >= 100) & (counts["leader"] > 0)


def _refuse_shares(file: str, frame: pd.DataFrame, counts: pd.DataFrame) -> None:
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
        _refuse(file, frame, like_it, "leader", told)


def _refuse(file: str, frame: pd.DataFrame, bad: pd.Series, column: str, wanted: str) -> None:
    if bad.any():
        row = int(np.flatnonzero(bad.to_numpy())[0])
        found = ", ".join(f"{c}={frame[c].iloc[row]!r}" for c in COLUMNS if c in frame)
        label = frame.index[row]  # of a file, the header being its first row
        told = int(label) + 2 if isinstance(label, (int, np.integer)) else repr(label)
        raise StationError(
            f"{file}, row {told}, column {column}: wanted {wanted}; found {found}"
            f" ({int(bad.sum())} rows like it)"
        )
