"""How does a raw table become a processed one?

One rule for all tables: reported text becomes low / central / high with a qualifier, regions get
one name, rows are typed as `fields` says and sorted. Two tables get columns computed from their
own. Frames in, frames out; reads and draws nothing.
"""

from collections.abc import Callable

import pandas as pd

from analysis import fields, paths, quantities
from analysis.tables.between import unknown_regions
from analysis.tables.contracts import RAW
from analysis.tables.problems import DataError, Problem

Frames = dict[str, pd.DataFrame]


def clean(raw: Frames, name: str) -> pd.DataFrame:
    """Typed copy of one raw table.

    Quantities parsed, regions named, numbers read, rows sorted by key.

    Parameters
    ----------
    raw : dict of pandas.DataFrame
        Raw tables as `load_all` gives them; the table itself, and `names` where it has
        regions.
    name : str
        One of `CLEANED`.

    Returns
    -------
    pandas.DataFrame
        The columns of the raw table; after `reported` come low, central and high, in the unit of
        the row, and qualifier.

    Raises
    ------
    DataError
        If a table that is needed is not given; for each spelling of a region that `names.csv` does
        not list.

    Examples
    --------
    >>> told = {"key": ["X1"], "reported": ["5,000-6,000"], "unit": ["killed"]}
    >>> cleaned = clean({"loss_claims": pd.DataFrame(told)}, "loss_claims")
    >>> cleaned[["low", "central", "high", "qualifier"]].to_numpy().tolist()
    [[5000.0, 5500.0, 6000.0, 'range']]
    """
    needed = [name, "names"] if "region" in raw.get(name, ()) else [name]
    if lacking := [n for n in needed if n not in raw]:
        raise DataError([_not_given(name, lacking[0])])
    frame = _figures(raw, name)
    return _MORE[name](raw, frame) if name in _MORE else frame


def _not_given(name: str, lacking: str) -> Problem:
    return Problem(
        file=paths.told_file(name),
        row=0,
        column="(all)",
        rule=f"table {lacking!r} beside it",
        found="no such table",
        next_step=f"give {lacking} too, or take `cleaning.cleaned`, which reads it",
    )


def _figures(raw: Frames, name: str) -> pd.DataFrame:
    frame = raw[name].copy()
    for column in (c for c in frame if fields.field(c, name).kind == "number"):
        frame[column] = [quantities.parse(t).central if t else float("nan") for t in frame[column]]
    if "region" in frame and name != "names":  # its own regions are the canonical ones
        frame["region"] = _canonical(raw, name)
    if "reported" in frame:
        read = [
            quantities.parse(t, u) for t, u in zip(frame["reported"], frame["unit"], strict=True)
        ]
        at = frame.columns.get_loc("reported") + 1
        for shift, part in enumerate(("low", "central", "high", "qualifier")):
            frame.insert(at + shift, part, [getattr(q, part) for q in read])
    return frame.sort_values(frame.columns[0]).reset_index(drop=True)


def _canonical(raw: Frames, name: str) -> list[str]:
    """Canonical region names.

    Raises
    ------
    DataError
        For each spelling that `names.csv` does not list.
    """
    known = dict(zip(raw["names"]["alias"], raw["names"]["region"], strict=True))
    cells = raw[name]["region"]
    problems = unknown_regions(name, cells, raw["names"])
    if problems:
        raise DataError(problems)
    return [known[cell.strip().lower()] for cell in cells]


def _with_shares(raw: Frames, frame: pd.DataFrame) -> pd.DataFrame:
    """Shares and turnout of named votes, computed from the counts."""
    at = frame.columns.get_loc("electorate") + 1
    shares = {
        "share_of_valid_pct": 100 * frame["yes"] / (frame["yes"] + frame["no"]),
        "share_of_ballots_pct": 100 * frame["yes"] / frame["ballots"],
        "turnout_pct": 100 * frame["ballots"] / frame["electorate"],
    }
    for shift, (name, values) in enumerate(shares.items()):
        frame.insert(at + shift, name, values.round(4))
    return frame


def _with_ends(raw: Frames, frame: pd.DataFrame) -> pd.DataFrame:
    """Coverage of lists also as an interval, at most 1."""
    text = raw["coverage"].set_index("key")["ratio"]
    read = [quantities.parse(text[key]) if text[key] else None for key in frame["key"]]
    at = frame.columns.get_loc("ratio") + 1
    for shift, part in enumerate(("low", "high")):
        values = [min(getattr(q, part), 1.0) if q else float("nan") for q in read]
        frame.insert(at + shift, f"ratio_{part}", values)
    return frame


_MORE: dict[str, Callable[[Frames, pd.DataFrame], pd.DataFrame]] = {
    "plebiscites": _with_shares,
    "coverage": _with_ends,
}
CLEANED = tuple(
    name for name in RAW if name not in {"names", "upstream"}
)  # the two only serve the others
