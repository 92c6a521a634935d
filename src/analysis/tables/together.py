"""Do the cells of one row go together?

A figure within the limits of its unit, a count that is whole, a bound that is one number, and days
in their order. Reads and draws nothing.
"""

import math

import pandas as pd

from analysis import quantities
from analysis.quantities.digits import COUNTS
from analysis.tables.problems import Problem, in_cell
from analysis.tables.rules import QUANTITY, SHARE

MOST = 2_000_000_000  # of anything counted here: no vote, army or border has more
_BOUNDS = {"more than", "less than"}
_MINIMUM = "killed, verified minimum"  # a measure that is a bound by itself


def figures_amiss(name: str, frame: pd.DataFrame, known: list[Problem]) -> list[Problem]:
    """Figures that their unit, sign or measure does not allow.

    Parameters
    ----------
    name : str
        Table name.
    frame : pandas.DataFrame
        Text cells; without the columns reported and unit nothing is asked.
    known : list of Problem
        Breaches found before; their figures are let be.

    Returns
    -------
    list of Problem
        One a row at most.

    Examples
    --------
    >>> row = pd.DataFrame({"reported": ["20,000.5"], "unit": ["killed"]})
    >>> [p.rule for p in figures_amiss("loss_claims", row, [])]
    ['whole count']
    """
    if not {"reported", "unit"} <= set(frame.columns):
        return []
    bad = {p.row for p in known if p.column in {"reported", "unit"}}
    found = []
    for line, row in frame.loc[~frame.index.isin(bad)].iterrows():
        if broken := _beyond(row):
            rule, step = broken
            found.append(in_cell(name, line, "reported", rule, row["reported"], step))
    return found


def _beyond(row: pd.Series) -> tuple[str, str] | None:
    """Rule that a figure breaks, and the next step."""
    try:
        q = quantities.parse(row["reported"], row["unit"])
    except quantities.QuantityError as error:
        return QUANTITY.name, f"write a quantity: {error}, or correct the unit"
    if row["unit"] == "%" and (q.low < 0 or q.high > 100):
        return SHARE.name, f"write {SHARE.wanted}, or correct the unit"
    if q.low < 0 and row["unit"] != "% change" and row.get("direction") != "net":
        return "not negative", "write a count of zero or more"
    if row["unit"] in COUNTS and not _is_whole(q):
        return "whole count", f"write whole {row['unit']}, or correct the unit"
    if row["unit"] in COUNTS and q.central > MOST:
        return "possible count", f"write at most {MOST:,}, or correct a digit"
    if q.qualifier in _BOUNDS and q.central not in {q.low, q.high}:
        step = f"write one number after {q.qualifier!r}, or the range without it"
        return "bound of one number", step
    if row.get("measure") == _MINIMUM and q.qualifier == "range":
        return "bound of one number", "write the one number that is a minimum, its lower end"
    return None


def _is_whole(q: quantities.Quantity) -> bool:
    """Whether the numbers printed are whole; the middle of two may lie between."""
    printed = (q.low, q.high) if q.qualifier == "range" else (q.central,)
    step = 0.5 if q.qualifier == "about" else 1
    return all(v % step == 0 for v in printed if math.isfinite(v))


def days_amiss(name: str, line: int, row: pd.Series) -> list[Problem]:
    """Days of a row that do not follow each other.

    Parameters
    ----------
    name : str
        Table name.
    line : int
        Line in the file.
    row : pandas.Series
        Text cells.

    Examples
    --------
    >>> row = pd.Series({"since": "2022-10-05", "as_of": "2022-10-01"})
    >>> [p.column for p in days_amiss("loss_claims", 2, row)]
    ['since']
    """
    end = row.get("as_of") or row.get("period_end") or ""
    found = []
    for column in ("period_start", "since"):
        if row.get(column, "") > end:
            step = f"the figure ends on {end}; correct one of the two days"
            found.append(in_cell(name, line, column, "not after its end", row[column], step))
    return found
