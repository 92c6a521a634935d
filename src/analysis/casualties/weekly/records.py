"""What do lists of names, their shares of graves and the register say of the weekly dead?

Names count in the period in which they became known; the register by month of death. Pure.
"""

import numpy as np
import pandas as pd

from analysis.casualties.measures import MeasureError, day_of
from analysis.casualties.roots import START
from analysis.casualties.weekly.rows import DAY, framed

_LIST_GAP = 28  # days at least between two sizes of a list: shorter ones are one batch of names
_BATCH = 4  # names that reach a list together: their count scatters as if so many fewer came
_FEWEST = 20  # names of a month that arrive in a year, so that their logarithm is near normal
_MONTH = 4  # weeks of death taken together
_WIDE = 0.1  # relative error of a month of the register where it prints none


def from_shares(coverage: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Dead to a day from the share of graves, or of all dead by experts, that were on the list.

    Parameters
    ----------
    coverage : pandas.DataFrame
        Rows of `coverage`; those derived from another estimate of the dead are left out.
    names : pandas.DataFrame
        Rows of `named_deaths`.
    """
    some = coverage[
        (coverage["of_names"] == "yes")
        & (coverage["how_read"] == "excerpt")
        & coverage["ratio_low"].notna()
    ]
    rows = []
    for r in some.itertuples():
        before = names[(names["list"] == "named") & (names["as_of"] <= r.as_of)]
        if before.empty:
            continue
        last = before.sort_values("as_of").iloc[-1]
        told = {"key": r.key, "source": "share on the list", "root": "share on the list"}
        low, high = float(r.ratio_low), float(r.ratio_high)
        spread = np.log(high / low) / 3.92
        rows.append(
            told
            | {
                "value": last["central"] / np.sqrt(low * high),
                "sd": spread,
                "end": last["as_of"] + DAY,
                "forces": "residents",
                "stand": "graves",
            }
        )
    return framed(rows)


def from_sizes(names: pd.DataFrame) -> pd.DataFrame:
    """Names added to the main list between two days on which its size was published.

    Parameters
    ----------
    names : pandas.DataFrame
        Rows of `named_deaths`; bounds are left out, and sizes within four weeks of the one before.

    Raises
    ------
    MeasureError
        If the list shrinks.
    """
    some = names[(names["list"] == "named") & ~names["qualifier"].isin(["more than", "less than"])]
    rows, day, size = [], START, 0.0
    for r in some.sort_values("as_of").itertuples():
        if rows and (r.as_of - day).days < _LIST_GAP:
            continue
        if r.central <= size:
            raise MeasureError(
                f"{r.key}: {r.central:,.0f} names after {size:,.0f}; a list cannot shrink"
            )
        came = r.central - size
        rows.append(_came(r.key, came, START, r.as_of + DAY, day, r.as_of))
        day, size = r.as_of, r.central
    return framed(rows)


def _came(key, came, start, end, seen_from, seen_to) -> dict:
    """Names that became known between two days, of deaths in a period."""
    return {
        "key": key,
        "source": "names",
        "kind": "names",
        "value": came,
        "sd": np.sqrt(_BATCH / came),
        "start": start,
        "end": end,
        "forces": "residents",
        "stand": "list",
        "seen_from": seen_from,
        "seen_to": seen_to,
    }


def from_vintages(weeks: pd.DataFrame, vintages: dict[str, str]) -> pd.DataFrame:
    """Names by month of death that came between one day and the next of several.

    Parameters
    ----------
    weeks : pandas.DataFrame
        Rows of `named_by_week`.
    vintages : dict of str
        Column -> day, oldest first.

    Raises
    ------
    MeasureError
        If a column is missing, or names disappear.
    """
    lost = [c for c in vintages if c not in weeks]
    if lost:
        raise MeasureError(f"named_by_week has no column {lost[0]}; it holds {list(weeks)}")
    rows, before, day = [], 0 * weeks[next(iter(vintages))], START
    for column, until in vintages.items():
        last = day_of(until, "until")
        grown = weeks[column] - before
        if (grown < 0).any():
            raise MeasureError(
                f"{column}: {int((grown < 0).sum())} weeks hold fewer names than before"
            )
        for at in range(0, len(weeks), _MONTH):
            part, came = weeks.iloc[at : at + _MONTH], grown.iloc[at : at + _MONTH].sum()
            if came >= _FEWEST:
                end = part["week"].iloc[-1] + 7 * DAY
                key = f"{part['key'].iloc[0]} {column}"
                rows.append(_came(key, came, part["week"].iloc[0], end, day, last))
        before, day = weeks[column], last
    return framed(rows)


def from_register(weeks: pd.DataFrame) -> pd.DataFrame:
    """The register's estimate by month of death, without and with the missing.

    Both rest on the same cases, so that each has the error of one, widened by the root of two.

    Parameters
    ----------
    weeks : pandas.DataFrame
        Rows of `named_by_week`.
    """
    rows = []
    for at in range(0, len(weeks), _MONTH):
        part = weeks.iloc[at : at + _MONTH]
        told = {"start": part["week"].iloc[0], "end": part["week"].iloc[-1] + 7 * DAY}
        told |= {"source": "Meduza", "root": "Meduza", "kind": "register", "stand": "records"}
        killed = part["killed"].sum() if part["killed"].notna().all() else np.nan
        wide = (part["high"] - part["low"]).sum() / 3.92 / killed if killed > 0 else _WIDE
        told |= {"forces": "residents", "sd": np.sqrt(2) * wide}
        for column in ("killed", "with_missing"):
            value = part[column].sum() if part[column].notna().all() else np.nan
            if value > 0:
                key = f"{part['key'].iloc[0]} {column}"
                rows.append(told | {"key": key, "value": value, "registered": column == "killed"})
    return framed(rows)
