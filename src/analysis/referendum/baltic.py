"""What was recorded of the Baltic votes of July 1940?

Pure. Recorded shares are listed as printed, with the share the recorded counts give beside them.
"""

import pandas as pd

from analysis.evidence import NotKnownError
from analysis.referendum.tallies import share_from_counts


def recorded_shares(baltic: pd.DataFrame, country: str) -> pd.DataFrame:
    """Published shares for one country of 1940.

    With the share its counts give as a further row (key "counts").

    Parameters
    ----------
    baltic : pandas.DataFrame
        Rows of `baltic_1940`.
    country : str
        Country as named there.

    Returns
    -------
    pandas.DataFrame
        Columns key, claimant, reported (as printed) and central (%).

    Raises
    ------
    evidence.NotKnownError
        If no share is known.
    TallyError
        If the votes exceed the ballots.

    Examples
    --------
    >>> from analysis import evidence
    >>> shares = recorded_shares(evidence.known_by("2022-10-11").table("baltic_1940"), "Latvia")
    >>> shares[["key", "reported"]]
          key reported
    0    BA05     97.6
    1    BA06     97.8
    2  counts    97.84
    """
    rows = baltic[(baltic["region"] == country) & (baltic["quantity"] == "share_for")]
    counts = {
        q: g["central"].iloc[0]
        for q, g in baltic[baltic["region"] == country].groupby("quantity")
        if q != "share_for"
    }
    if rows.empty:
        raise NotKnownError(f"{country}: no share is known")
    rows = rows[rows["basis"] == "printed"]  # the counts speak for themselves below
    shares = rows[["key", "claimant", "reported", "central"]]
    if {"votes_for_bloc", "ballots"} <= counts.keys():
        share = share_from_counts(int(counts["votes_for_bloc"]), int(counts["ballots"])).central
        extra = {
            "key": "counts",
            "claimant": "votes over ballots",
            "reported": f"{share:.2f}",
            "central": share,
        }
        shares = pd.concat([shares, pd.DataFrame([extra])], ignore_index=True)
    return shares
