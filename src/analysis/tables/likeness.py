"""Do the rows of a reader count as ours do?

In the units in which our rows of the same kind stand, and within the war that they speak of. Reads
our raw tables; draws nothing.
"""

import pandas as pd

from analysis import paths
from analysis.tables.problems import Problem, in_cell
from analysis.tables.reading import read_raw

INVASION = "2022-02-24"  # before this day nothing was lost in the war that these tables count
OF_THE_WAR = {"loss_claims", "named_deaths", "mobilisation", "civilians"}
_KINDS = ("measure", "quantity", "direction")  # columns that say what is counted
_ALL_OF_UKRAINE = "all"  # the only forces of the Ukrainian side that are told apart


def unlike_ours(name: str, frame: pd.DataFrame) -> list[Problem]:
    """Units in which nothing of that kind is counted, days before the war, forces of nobody.

    Parameters
    ----------
    name : str
        A table of figures.
    frame : pandas.DataFrame
        Text cells of the reader that keep the contract.

    Returns
    -------
    list of Problem
        In no order of rows.

    Examples
    --------
    >>> held = read_raw(paths.raw_file("named_deaths")).head(1)
    >>> [p.rule for p in unlike_ours("named_deaths", held.assign(unit="killed"))]
    ['unit of its kind']
    """
    return _units(name, frame) + _before_the_war(name, frame) + _forces(name, frame)


def _units(name: str, frame: pd.DataFrame) -> list[Problem]:
    """Units that none of our rows of the same kind has."""
    if "unit" not in frame:
        return []
    ours = read_raw(paths.raw_file(name))
    by = [c for c in _KINDS if c in frame]
    found = []
    for line, row in frame.iterrows():
        like = ours[(ours[by] == row[by]).all(axis=1)] if by else ours
        units = sorted(set(like["unit"]))
        if units and row["unit"] not in units:
            kind = " ".join(row[by]) or "rows of this table"
            step = f"write {' or '.join(units)}, as {kind} is counted here"
            step += "; another unit counts something else"
            found.append(in_cell(name, line, "unit", "unit of its kind", row["unit"], step))
    return found


def _before_the_war(name: str, frame: pd.DataFrame) -> list[Problem]:
    if name not in OF_THE_WAR:
        return []
    step = f"write a day from {INVASION}, when the invasion began"
    return [
        in_cell(name, line, column, "day of the war", row[column], step)
        for line, row in frame.iterrows()
        for column in ("since", "as_of")
        if "" != row.get(column, "") < INVASION
    ]


def _forces(name: str, frame: pd.DataFrame) -> list[Problem]:
    """Rows of the Ukrainian side whose forces are a part of the Russian ones."""
    if name != "loss_claims":
        return []
    wrong = frame[(frame["side"] == "UA") & (frame["forces"] != _ALL_OF_UKRAINE)]
    step = f"write {_ALL_OF_UKRAINE!r}: forces of Ukraine are not told apart; or correct the side"
    return [
        in_cell(name, line, "forces", "forces of its side", forces, step)
        for line, forces in wrong["forces"].items()
    ]
