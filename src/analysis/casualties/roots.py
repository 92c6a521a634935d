"""Which claims can be weighed against each other, and who repeats whom?

Each claim gets what its measure counts, whether the speaker talks of its own losses or of the
enemy's, and the root it goes back to. Claims of one root are not several witnesses; a series that
restates another takes over its root and stand.
"""

import numpy as np
import pandas as pd

from analysis.casualties.measures import MeasureError, day_of
from analysis.evidence import NotKnownError
from analysis.quantities import Estimate

START = pd.Timestamp("2022-02-24")
_LOADING = {"killed": 0.0, "killed and wounded": 1.0, "killed, wounded and others": 1.0}
OPEN = {"undefined", "irrecoverable"}


def usable(claims: pd.DataFrame, side: str, day: str | pd.Timestamp) -> pd.DataFrame:
    """Claims on one side's losses that speak of a time up to a day.

    With loading, speaker's stand and root.

    Named minima are floors and left out, totals of a part of the forces, of a period that begins
    after the invasion, and weighings of others' claims too; of several lower bounds of one root the
    last is kept. A series that restates another takes its root and stand.

    Parameters
    ----------
    claims : pandas.DataFrame
        Rows of `loss_claims`; low, central and high in persons.
    side : str
        "RU" or "UA": whose losses.
    day : str or pandas.Timestamp
        Last day that a claim may speak of.

    Returns
    -------
    pandas.DataFrame
        The columns given, and loading (1 where the measure counts the wounded, 0 where it does not,
        missing where that is open), open_measure, stand ("own", "opponent" or "third"), at_least
        and at_most.

    Raises
    ------
    MeasureError
        If a claim has no date, or its interval is not ordered.
    evidence.NotKnownError
        If no claim is left.

    Examples
    --------
    >>> told = {"key": "R03", "side": "RU", "measure": "killed", "root": "Moscow"}
    >>> told |= {"claimant_party": "Russia", "witness": "witness", "qualifier": "exact"}
    >>> told |= {"low": 5937, "central": 5937, "high": 5937, "as_of": pd.Timestamp("2022-09-21")}
    >>> usable(pd.DataFrame([told]), "RU", "2022-10-11")[["loading", "stand"]].iloc[0].to_dict()
    {'loading': 0.0, 'stand': 'own'}
    """
    rows = claims[
        (claims["side"] == side)
        & (claims["measure"] != "killed, verified minimum")
        & claims["central"].notna()
    ]
    if rows["as_of"].isna().any():
        raise MeasureError(
            f"claim {rows.loc[rows['as_of'].isna(), 'key'].iloc[0]} has no date; it cannot be"
            " placed in time"
        )
    disordered = rows[
        (rows["low"] > rows["central"]) | (rows["central"] > rows["high"]) | (rows["central"] <= 0)
    ]
    if not disordered.empty:
        r = disordered.iloc[0]
        raise MeasureError(
            f"claim {r['key']}: {r['low']}, {r['central']}, {r['high']} is not an interval of"
            " losses"
        )
    rows = rows[
        (rows["as_of"] <= day_of(day))
        & (rows["as_of"] > START)
        & (rows["witness"] == "witness")
        & (rows["since"].isna() if "since" in rows else True)
    ]
    if rows.empty:
        raise NotKnownError(
            f"no claim on the losses of {side} speaks of a day up to {day_of(day):%Y-%m-%d}"
        )
    rows = rows.reset_index(drop=True)
    rows = rows.assign(
        loading=rows["measure"].map(_LOADING),
        open_measure=rows["measure"].isin(OPEN),
        stand=stands(rows, side),
        at_least=rows["qualifier"].isin(["more than"]),
        at_most=rows["qualifier"].isin(["less than"]),
    )
    repeated = rows["at_least"] & rows.sort_values("as_of").duplicated(
        ["root", "measure", "at_least"], keep="last"
    )
    return rows[~repeated].reset_index(drop=True)


def stands(rows: pd.DataFrame, side: str) -> np.ndarray:
    """Whether each speaker talks of its own losses, of the enemy's, or as a third.

    A series that restates Kyiv's takes over its stand.
    """
    own = {"RU": "Russia", "UA": "Ukraine"}[side]
    enemy = {"RU": "Ukraine", "UA": "Russia"}[side]
    restated = (rows["root"] == "Kyiv") & (rows["claimant_party"] == "third")
    party = rows["claimant_party"].mask(restated, "Ukraine")
    return np.select([party == own, party == enemy], ["own", "opponent"], "third")


def claim_from_series(days: pd.DataFrame) -> pd.DataFrame:
    """Last total of a side's running count of the enemy's losses.

    As one claim with the columns of `loss_claims`.

    Parameters
    ----------
    days : pandas.DataFrame
        Rows of `general_staff_daily`.

    Returns
    -------
    pandas.DataFrame, one row
        Losses of the Russian side whose measure is not defined.

    Raises
    ------
    evidence.NotKnownError
        If there is none.

    Examples
    --------
    >>> days = {"key": ["G1", "G2"], "day": pd.to_datetime(["2022-10-09", "2022-10-10"])}
    >>> found = claim_from_series(pd.DataFrame(days | {"total": [100, 120]}))
    >>> found[["key", "measure", "central"]].to_numpy().tolist()
    [['G2', 'undefined', 120.0]]
    """
    if days.empty:
        raise NotKnownError("no day of the series is known")
    last = days.sort_values("day").iloc[-1]
    told = {
        "key": last["key"],
        "side": "RU",
        "claimant": "Ukrainian General Staff",
        "claimant_party": "Ukraine",
        "root": "Kyiv",
        "witness": "witness",
        "measure": "undefined",
    }
    return pd.DataFrame(
        [
            told
            | dict.fromkeys(("low", "central", "high"), float(last["total"]))
            | {"as_of": last["day"], "qualifier": "exact"}
        ]
    )


def claim_from_names(names: pd.Series, coverage: Estimate) -> pd.DataFrame:
    """What a list of names says about all dead, as one more claim.

    Names over the share of the dead that the list holds.

    Parameters
    ----------
    names : pandas.Series
        Row of `named_deaths`.
    coverage : Estimate
        Share of the dead on the list, above 0 and at most 1.

    Returns
    -------
    pandas.DataFrame, one row
        Killed of the Russian side, with the columns of `loss_claims`; the largest coverage gives
        the low end.

    Raises
    ------
    MeasureError
        If the coverage is not a share.

    Examples
    --------
    >>> names = pd.Series({"key": "X1", "central": 100.0, "as_of": pd.Timestamp("2022-09-16")})
    >>> coverage = Estimate(low=0.4, central=0.5, high=0.8, unit="ratio", basis="planted")
    >>> claim_from_names(names, coverage)[["low", "central", "high"]].to_numpy().tolist()
    [[125.0, 200.0, 250.0]]
    """
    if not 0 < coverage.low <= coverage.high <= 1:
        raise MeasureError(f"wanted a coverage above 0 and at most 1, found {coverage}")
    ends = {
        e: names["central"] / getattr(coverage, c)
        for e, c in (("low", "high"), ("central", "central"), ("high", "low"))
    }
    told = {
        "key": names["key"],
        "side": "RU",
        "claimant": "names over their coverage",
        "claimant_party": "press",
        "root": "names over their coverage",
        "witness": "witness",
        "measure": "killed",
    }
    return pd.DataFrame([told | ends | {"as_of": names["as_of"], "qualifier": "range"}])
