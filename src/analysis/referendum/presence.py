"""Could so many people have voted, given who was there?

Pure. Every estimate of people present is somebody's claim; intervals are compared, not points.
"""

import contextlib
import math

import pandas as pd

from analysis.evidence import NotKnownError
from analysis.quantities import Estimate
from analysis.referendum.announced import TallyError, figure
from analysis.referendum.findings import audit_tallies
from analysis.referendum.tallies import TallyAudit


def share_of_people(votes: float, people: Estimate) -> tuple[Estimate, bool]:
    """Votes as a share of the people an estimate puts there, in %.

    And whether that is impossible by the whole interval.

    Parameters
    ----------
    votes : float
        Votes reported, zero or more.
    people : Estimate
        Persons present, above zero.

    Returns
    -------
    tuple of (Estimate, bool)
        Votes per hundred persons; whether even the most persons are fewer than the votes.

    Raises
    ------
    TallyError
        If the estimate allows nobody, or the votes are no number of zero or more.

    Examples
    --------
    >>> people = Estimate(low=120, central=150, high=200, unit="persons", basis="an example")
    >>> share, impossible = share_of_people(300, people)
    >>> share.low, share.central, share.high, impossible
    (150.0, 200.0, 250.0, True)
    """
    if people.low <= 0 or not 0 <= votes < math.inf:
        raise TallyError(f"wanted people above zero and votes, found {people} and {votes} votes")
    cast = Estimate.exactly(votes, "votes", "as reported")
    share = cast.over(people, "per hundred", "reported votes over people")
    return share, votes > people.high


def against_everybody(people: pd.DataFrame) -> pd.DataFrame:
    """Estimates of people present with the votes as their share.

    Adds share_per_hundred and impossible to those rows.

    Parameters
    ----------
    people : pandas.DataFrame
        As `people_present` returns it.

    Returns
    -------
    pandas.DataFrame
        The rows of role "present"; share_per_hundred in votes per hundred persons, impossible where
        the votes exceed the whole interval.

    Examples
    --------
    >>> counts = {"low": [100, 120], "central": [100, 150], "high": [100, 200]}
    >>> told = {"region": "A village", "what": ["votes", "people"], "role": ["votes", "present"]}
    >>> found = against_everybody(pd.DataFrame(told | counts))
    >>> found[["share_per_hundred", "impossible"]].round(2)
       share_per_hundred  impossible
    1              66.67       False
    """
    cast = people[people["role"] == "votes"].set_index("region")["central"]
    there = people[people["role"] == "present"]
    found = [
        share_of_people(
            cast[r.region],
            Estimate(low=r.low, central=r.central, high=r.high, unit="persons", basis=r.what),
        )
        for r in there.itertuples()
    ]
    return there.assign(
        share_per_hundred=[share.central for share, _ in found],
        impossible=pd.Series([i for _, i in found], index=there.index, dtype=bool),
    )


# quantity in `electorates` -> (what a reader sees, role)
_COUNTS = {
    "remaining_newly_occupied": ("people present, all ages", "present"),
    "remaining_occupied": ("people present, all ages", "present"),
    "population_held": ("people before the war, part held", "other"),
    "registered_voters": ("register of the whole oblast", "other"),
    "registered_voters_implied": ("register of the whole oblast", "other"),
}
_COLUMNS = ["region", "what", "low", "central", "high", "role", "key"]


def people_present(
    tallies: pd.DataFrame, timeline: pd.DataFrame, electorates: pd.DataFrame
) -> pd.DataFrame:
    """Votes reported in a region, the lists printed before and during the vote, the register.

    And people present by every estimate.

    Where votes in the region were not printed they follow from the announced share (Zaporizhzhia)
    or from the total less the votes in Russia. Shares of people who left are taken of the last
    population known. Estimates of people present count all ages.

    Parameters
    ----------
    tallies, timeline, electorates : pandas.DataFrame
        Rows of `referendum_tallies`, `count_timeline` and `electorates`.

    Returns
    -------
    pandas.DataFrame
        Columns region, what, low, central, high (persons or votes), role (votes, other or present)
        and key of the row.

    Examples
    --------
    >>> from analysis import evidence
    >>> known = evidence.known_by("2022-10-11")
    >>> names = ("referendum_tallies", "count_timeline", "electorates")
    >>> tables = (known.table(name) for name in names)
    >>> people = people_present(*(t[t["region"] == "Kherson"] for t in tables))
    >>> people.loc[people["role"] == "votes", ["what", "central"]]
                                         what   central
    0  votes in the region, total less Russia  537787.0
    """
    rows = []
    for a in audit_tallies(tallies):
        inside, key, how = _votes_inside(tallies, timeline, a)
        rows.append((a.region, f"votes in the region, {how}", inside, inside, inside, "votes", key))
        rows += _lists(tallies, timeline, a.region)
        rows += _counts(electorates[electorates["region"] == a.region])
    return pd.DataFrame(rows, columns=_COLUMNS)


def _votes_inside(
    tallies: pd.DataFrame, timeline: pd.DataFrame, a: TallyAudit
) -> tuple[float, str, str]:
    """Votes cast in the region and how they are known.

    Printed, else the total less Russia, else what the announced share implies.
    """
    for quantity in ("in_region_voted", "in_Russia_voted"):
        with contextlib.suppress(NotKnownError):
            row = figure(tallies, a.region, quantity)
            if quantity == "in_region_voted":
                return row["central"], row["key"], "as printed"
            return a.ballots - row["central"], row["key"], "total less Russia"
    if abs(a.from_counts.central - a.announced.central) > 1:
        return round(a.ballots - a.gap_ballots), a.rows[0], "if the share holds"
    during = timeline[
        (timeline["region"] == a.region) & (timeline["quantity"] == "voted in region")
    ].sort_values("key")
    if during.empty:
        raise NotKnownError(f"{a.region}: no votes in the region announced")
    return during.iloc[-1]["central"], during.iloc[-1]["key"], "after four days"


def _lists(tallies: pd.DataFrame, timeline: pd.DataFrame, region: str) -> list[tuple]:
    """List before the vote, and the lists that turnouts of the first and the last day imply."""
    rows = []
    with contextlib.suppress(NotKnownError):
        r = figure(tallies, region, "list_pre_vote")
        rows.append(
            (region, "list before the vote", r["low"], r["central"], r["high"], "other", r["key"])
        )
    implied = timeline[(timeline["region"] == region) & (timeline["quantity"] == "list implied")]
    implied = implied[implied["stage"].str.startswith("turnout")].sort_values("key")
    for name, r in zip(
        ("first", "last"),
        implied.iloc[[0, -1]].itertuples() if len(implied) > 1 else (),
        strict=False,
    ):
        rows.append(
            (
                region,
                f"list implied on the {name} day told",
                r.low,
                r.central,
                r.high,
                "other",
                r.key,
            )
        )
    return rows


def _counts(here: pd.DataFrame) -> list[tuple]:
    """Estimates of one region, latest first within a kind.

    Shares who left turned into people who stayed.
    """
    rows, seen = [], set()
    for r in here.sort_values("as_of", ascending=False).itertuples():
        what, role = _COUNTS.get(r.quantity, ("", ""))
        if what and (role == "present" or what not in seen):
            name = f"{what} ({r.as_of:%Y})" if what.startswith("register") else what
            rows.append((r.region, name, r.low, r.central, r.high, role, r.key))
            seen.add(what)
    population = here[here["quantity"] == "population"].sort_values("as_of")
    for r in here[here["quantity"] == "share_left"].itertuples() if len(population) else ():
        stayed = [
            population.iloc[-1]["central"] * (1 - s / 100) for s in (r.high, r.central, r.low)
        ]
        rows.append(
            (r.region, f"people left behind if {r.central:.0f} % went", *stayed, "present", r.key)
        )
    return rows
