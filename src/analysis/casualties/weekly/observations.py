"""What does each source say of the weekly dead, and how far may it err?

Every source becomes rows of one frame: a number, its error, the days over which it counts, the
forces and the measure, and whose errors it shares. A count of a period is a row of that period and
not a running total; "more than" and "up to" are bounds. Pure: frames in, a frame out.
"""

import numpy as np
import pandas as pd

from analysis.casualties.measures import MeasureError, day_of
from analysis.casualties.roots import OPEN, START, stands
from analysis.casualties.weekly.records import from_register, from_shares, from_sizes, from_vintages
from analysis.casualties.weekly.rows import DAY, framed

MINIMUM = "killed, verified minimum"


def from_claims(claims: pd.DataFrame, side: str, day: str | pd.Timestamp) -> pd.DataFrame:
    """Claims about one side's losses up to a day.

    Weighings of others' claims are left out: they repeat them. Names called a minimum are a lower
    bound. Of several open lower bounds of one root the last says all.

    Parameters
    ----------
    claims : pandas.DataFrame
        Rows of `loss_claims`.
    side : str
        "RU" or "UA".
    day : str or pandas.Timestamp
        Last day that a claim may speak of.

    Raises
    ------
    MeasureError
        If a claim has no date, no forces, or is not a number above zero, or its period is empty.
    """
    rows = claims[(claims["side"] == side) & (claims["witness"] != "weighing of others")]
    _refuse(rows)
    rows = rows[(rows["as_of"] <= day_of(day)) & (rows["as_of"] > START)]
    rows = rows.assign(stand=stands(rows, side))
    least = rows[rows["qualifier"] == "more than"].sort_values("as_of")
    rows = rows.drop(least.index[least.duplicated(["root", "measure"], keep="last")])
    return framed([_claim(r, side) for r in rows.itertuples()])


def _refuse(rows: pd.DataFrame) -> None:
    """Name the first claim that cannot be placed."""
    for r in rows.itertuples():
        if pd.isna(r.as_of):
            raise MeasureError(f"claim {r.key} has no date; it cannot be placed in time")
        if not (np.isfinite(r.central) and r.central > 0 and r.low <= r.central <= r.high):
            raise MeasureError(
                f"claim {r.key}: wanted low, central and high in order and above zero, found"
                f" {r.low}, {r.central}, {r.high}"
            )
        if not isinstance(r.forces, str) or not r.forces:
            raise MeasureError(f"claim {r.key}: whose dead are counted? Write its `forces`")
        if pd.notna(r.since) and r.since >= r.as_of:
            raise MeasureError(f"claim {r.key}: no days from {r.since:%Y-%m-%d} to its own day")


def _claim(r, side: str) -> dict:
    """One claim as a row."""
    names, records = r.measure == MINIMUM, r.grounds == "records"
    closed = np.isfinite(r.high) and 0 < r.low < r.high
    centre = np.sqrt(r.low * r.high) if closed and r.qualifier == "range" else r.central
    who = "names" if names else "records" if records else r.stand
    return {
        "key": r.key,
        "source": r.root,
        "value": centre,
        "sd": np.log(r.high / r.low) / 3.92 if closed else 0.0,
        "bound": {"more than": 1, "less than": -1}.get(r.qualifier, 0),
        "start": r.since if pd.notna(r.since) else START,
        "end": r.as_of + DAY,
        "forces": r.forces if side == "RU" else "residents",
        "wounded": "wounded" in r.measure,
        "open": r.measure in OPEN,
        "registered": records,
        "stand": who,
        "party": r.claimant_party,
        "root": r.root,
    }


def from_series(days: pd.DataFrame) -> pd.DataFrame:
    """A running total of the enemy's losses as what it grew by in each half-year.

    Parameters
    ----------
    days : pandas.DataFrame
        Rows of `general_staff_daily`.

    Raises
    ------
    MeasureError
        If the total falls.
    """
    days = days.sort_values("day")
    if (days["total"].diff() < 0).any():
        raise MeasureError("a running total falls; next: correct it in a row of its own")
    half = days["day"].dt.year + (days["day"].dt.month > 6) / 2
    ends = days.groupby(half).last()
    grown, since = ends["total"].diff().fillna(ends["total"]), ends["day"].shift()
    told = {"source": "Kyiv", "root": "Kyiv", "stand": "opponent", "party": "Ukraine", "open": True}
    rows = [
        told
        | {
            "key": r.key,
            "value": float(grown.loc[r.Index]),
            "start": START if pd.isna(since.loc[r.Index]) else since.loc[r.Index] + DAY,
            "end": r.day + DAY,
        }
        for r in ends.itertuples()
        if grown.loc[r.Index] > 0
    ]
    return framed(rows)


def told_by(
    tables: dict[str, pd.DataFrame], side: str, day: str | pd.Timestamp, vintages: dict[str, str]
) -> pd.DataFrame:
    """All that is told of one side's dead up to a day, each source once.

    A series takes the place of the claims that repeat its totals, the weekly register that of its
    own earlier totals, and names by week that of the sizes of the list.

    Parameters
    ----------
    tables : dict of pandas.DataFrame
        `loss_claims`, `general_staff_daily`, `named_deaths`, `coverage` and `named_by_week`, as
        known; any may be empty.
    side : str
        "RU" or "UA".
    day : str or pandas.Timestamp
        Last day.
    vintages : dict of str
        Columns of `named_by_week` -> day seen, oldest first; later than `day` are left out.
    """
    until, claims = day_of(day), tables["loss_claims"]
    if side != "RU":
        return from_claims(claims, side, until)
    claims, parts = claims[(claims["measure"] != MINIMUM) | (claims["side"] != "RU")], []
    names, weeks, days = (
        tables[t] for t in ("named_deaths", "named_by_week", "general_staff_daily")
    )
    if not days.empty:
        claims = claims[(claims["root"] != "Kyiv") | (claims["measure"] != "undefined")]
        parts.append(from_series(days[days["day"] <= until]))
    seen = {c: d for c, d in vintages.items() if pd.Timestamp(d) <= until}
    if not weeks.empty:
        weeks = weeks[weeks["week"] <= until]
        claims = claims[claims["root"] != "Meduza"]
        parts.append(from_register(weeks))
    if not weeks.empty and seen:
        parts.append(from_vintages(weeks, seen))
    elif not names.empty:
        parts.append(from_sizes(names[names["as_of"] <= until]))
    if not names.empty and not tables["coverage"].empty:
        parts.append(from_shares(tables["coverage"], names))
    every = [from_claims(claims, side, until), *parts]
    return pd.concat([p for p in every if len(p)] or [framed([])], ignore_index=True)
