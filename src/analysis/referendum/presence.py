"""Could so many people have voted, given who was there?

Pure. Every estimate of people present is somebody's claim; intervals are compared, not points.
"""

import pandas as pd

from analysis.quantities import Estimate
from analysis.referendum.tallies import audit_tallies, figure


def share_of_people(votes: float, people: Estimate) -> tuple[Estimate, bool]:
    """Votes as a share of the people an estimate puts there, in %, and whether that is impossible by the whole interval.

    Raises
    ------
    ValueError
        If the estimate allows nobody.
    """
    if people.low <= 0:
        raise ValueError(f"wanted people above zero, found {people}")
    share = Estimate(
        low=100 * votes / people.high, central=100 * votes / people.central, high=100 * votes / people.low,
        unit="per hundred", basis="reported votes over people",
    )  # fmt: skip
    return share, votes > people.high


def people_present(tallies: pd.DataFrame, electorates: pd.DataFrame) -> pd.DataFrame:
    """Votes reported in a region, the list printed before, and people present by any estimate.

    Where votes in the region were not printed they follow from the announced share (Zaporizhzhia) or from the total less
    the votes in Russia (Kherson). Estimates of people present count all ages.

    Returns
    -------
    pandas.DataFrame
        Columns region, what, low, central, high (persons or votes) and role (votes, other or present).
    """
    rows = []
    for a in audit_tallies(tallies):
        here = electorates[
            (electorates["region"] == a.region) & (electorates["quantity"] == "remaining_newly_occupied")
        ]
        if here.empty:
            continue
        inside = (
            a.ballots - a.gap_ballots
            if not a.holds
            else a.ballots - figure(tallies, a.region, "in_Russia_voted")["central"]
        )
        rows.append((a.region, "votes in the region, as reported", inside, inside, inside, "votes"))
        listed = figure(tallies, a.region, "list_pre_vote")
        rows.append((a.region, "list before the vote", listed["low"], listed["central"], listed["high"], "other"))
        rows += [(a.region, "people present, all ages", r.low, r.central, r.high, "present") for r in here.itertuples()]
    return pd.DataFrame(rows, columns=["region", "what", "low", "central", "high", "role"])
