"""Do the printed numbers of one announcement agree with one another?

Pure: frames in, frozen results out; opens no file and draws nothing. An identity is held against
every value that rounds to what was printed (integer feasibility, as in the GRIM test: Brown &
Heathers 2017, Soc. Psychol. Personal. Sci. 8, 363-369).
"""

from dataclasses import dataclass

import pandas as pd

from analysis import quantities
from analysis.evidence import NotKnownError
from analysis.quantities import Estimate

REGIONS = ("Donetsk", "Luhansk", "Zaporizhzhia", "Kherson")


class TallyError(ValueError):
    """A tally that cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyAudit:
    """Announced share of one region against the share its own counts give.

    `announced` is the interval that rounds to the printed share; `from_counts` is votes for over
    ballots, exact; both in %. `gap_ballots` is ballots cast less the ballots at which the announced
    share would hold.
    """

    region: str
    announced: Estimate
    from_counts: Estimate
    holds: bool
    for_votes: int
    ballots: int
    gap_ballots: float
    rows: tuple[str, ...]


def figure(tallies: pd.DataFrame, region: str, quantity: str) -> pd.Series:
    """The row to rely on for one quantity.

    Trusted transcription first, then what was read over what was derived.

    Raises
    ------
    evidence.NotKnownError
        If no row holds the quantity.
    """
    rows = tallies[
        (tallies["region"] == region)
        & (tallies["quantity"] == quantity)
        & tallies["central"].notna()
    ]
    if rows.empty:
        raise NotKnownError(f"{region}: no {quantity.replace('_', ' ')} announced")
    trust = rows["trust"].map({"high": 0, "medium": 1, "low": 2})
    reading = rows["how_read"].map({"excerpt": 0, "dataset": 1}).fillna(2)
    return (
        rows.assign(trust=trust, reading=reading).sort_values(["trust", "reading", "key"]).iloc[0]
    )


def _known(tallies: pd.DataFrame, region: str) -> set[str]:
    return set(tallies.loc[tallies["region"] == region, "quantity"])


def conflicts(tallies: pd.DataFrame) -> pd.DataFrame:
    """Quantities for which different figures were published.

    Region, quantity, figures and keys, one row each.
    """
    told = tallies[tallies["central"].notna()].groupby(["region", "quantity"], sort=False)
    rows = [
        (region, quantity, " | ".join(group["reported"]), " ".join(group["key"]))
        for (region, quantity), group in told
        if len(set(group["central"])) > 1
    ]
    return pd.DataFrame(rows, columns=["region", "quantity", "figures published", "rows"])


def share_from_counts(for_votes: int, ballots: int) -> Estimate:
    """Votes for as a share of ballots cast, in %.

    Raises
    ------
    TallyError
        If votes exceed ballots, or a count is negative or zero ballots.
    """
    if ballots <= 0 or not 0 <= for_votes <= ballots:
        raise TallyError(
            f"wanted 0 <= votes for <= ballots and ballots > 0, found {for_votes} of {ballots}"
        )
    return Estimate.exactly(100 * for_votes / ballots, "%", "printed votes over printed ballots")


def audit(tallies: pd.DataFrame, region: str) -> TallyAudit:
    """Hold one region's announced share against its printed counts.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of `referendum_tallies`.
    region : str
        One of `REGIONS`.

    Raises
    ------
    evidence.NotKnownError
        If a figure had not been announced.
    TallyError
        If the region is unknown, or votes exceed ballots.
    """
    if region not in REGIONS:
        raise TallyError(f"unknown region {region!r}; wanted one of {', '.join(REGIONS)}")
    votes, ballots, share = (
        figure(tallies, region, q) for q in ("for_votes", "ballots_cast", "share_for")
    )
    against = tallies[(tallies["region"] == region) & (tallies["quantity"] == "against_votes")][
        "central"
    ].max()
    if votes["central"] + (0 if pd.isna(against) else against) > ballots["central"]:
        raise TallyError(
            f"{region}: votes for and against exceed the {ballots['central']:,.0f} ballots"
        )
    announced = quantities.printed(share["reported"], "%")
    counted = share_from_counts(int(votes["central"]), int(ballots["central"]))
    needed = 100 * votes["central"] / announced.central
    return TallyAudit(
        region=region,
        announced=announced,
        from_counts=counted,
        holds=announced.overlaps(counted),
        for_votes=int(votes["central"]),
        ballots=int(ballots["central"]),
        gap_ballots=ballots["central"] - needed,
        rows=(votes["key"], ballots["key"], share["key"]),
    )


def audit_tallies(tallies: pd.DataFrame) -> tuple[TallyAudit, ...]:
    """Audit of every region whose share, votes and ballots are known."""
    done = []
    for region in REGIONS:
        if {"for_votes", "ballots_cast", "share_for"} <= _known(tallies, region):
            done.append(audit(tallies, region))
    return tuple(done)


def combined_turnout(parts: list[tuple[float, Estimate]]) -> Estimate:
    """Turnout of several lists together, in %, from votes and printed turnout of each.

    Parameters
    ----------
    parts : list of (votes, Estimate in %)
        Votes cast and the interval that rounds to the printed turnout.

    Returns
    -------
    Estimate
        Ends follow from the ends of every printed turnout.

    Raises
    ------
    TallyError
        If a turnout is not positive.
    """
    if any(t.low <= 0 for _, t in parts):
        raise TallyError("a turnout of zero leaves the list undefined")
    votes = sum(v for v, _ in parts)
    low, central, high = (
        100 * votes / sum(100 * v / getattr(t, end) for v, t in parts)
        for end in ("low", "central", "high")
    )
    return Estimate(
        low=low, central=central, high=high, unit="%", basis="rounding of the printed turnouts"
    )


def turnout_elsewhere(ballots: float, turnout: Estimate, votes_abroad: float) -> Estimate:
    """Turnout inside the region, in %, once votes cast outside leave both votes and list.

    Parameters
    ----------
    ballots : float
        Ballots cast in total.
    turnout : Estimate
        Printed total turnout with its rounding interval, in %.
    votes_abroad : float
        Votes cast outside the region, all of them on the list.

    Raises
    ------
    TallyError
        If votes outside exceed the ballots.
    """
    if not 0 <= votes_abroad < ballots:
        raise TallyError(f"wanted 0 <= votes outside < ballots, found {votes_abroad} of {ballots}")
    inside = [
        100 * (ballots - votes_abroad) / (100 * ballots / t - votes_abroad)
        for t in (turnout.low, turnout.central, turnout.high)
    ]
    return Estimate(
        low=inside[0],
        central=inside[1],
        high=inside[2],
        unit="%",
        basis="rounding of the printed turnout",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnoutCheck:
    """A printed turnout beside the one its parts give, both in %.

    `part` says what was recomputed.
    """

    region: str
    part: str
    announced: Estimate
    recomputed: Estimate
    holds: bool
    rows: tuple[str, ...]


def luhansk_turnout(tallies: pd.DataFrame) -> TurnoutCheck:
    """Total turnout of Luhansk from the region and the stations in Russia.

    Each with its own printed turnout.

    Raises
    ------
    evidence.NotKnownError
        If a figure is not known.
    """
    names = (
        "in_region_voted",
        "turnout_in_region",
        "in_Russia_voted",
        "turnout_in_Russia",
        "turnout",
    )
    rows = {n: figure(tallies, "Luhansk", n) for n in names}
    parts = [
        (
            rows[f"in_{place}_voted"]["central"],
            quantities.printed(rows[f"turnout_in_{place}"]["reported"], "%"),
        )
        for place in ("region", "Russia")
    ]
    return _checked("Luhansk", "total", combined_turnout(parts), rows, "turnout")


def kherson_turnout(tallies: pd.DataFrame) -> TurnoutCheck:
    """Turnout inside Kherson region from the printed total, less the stations in Russia.

    Raises
    ------
    evidence.NotKnownError
        If a figure is not known.
    """
    names = ("ballots_cast", "in_Russia_voted", "turnout", "turnout_in_region")
    rows = {n: figure(tallies, "Kherson", n) for n in names}
    total = quantities.printed(rows["turnout"]["reported"], "%")
    inside = turnout_elsewhere(
        rows["ballots_cast"]["central"], total, rows["in_Russia_voted"]["central"]
    )
    return _checked("Kherson", "in the region", inside, rows, "turnout_in_region")


def _checked(
    region: str, part: str, recomputed: Estimate, rows: dict[str, pd.Series], said: str
) -> TurnoutCheck:
    announced = quantities.printed(rows[said]["reported"], "%")
    keys = tuple(r["key"] for r in rows.values())
    return TurnoutCheck(
        region=region,
        part=part,
        announced=announced,
        recomputed=recomputed,
        holds=announced.overlaps(recomputed),
        rows=keys,
    )


def turnout_checks(tallies: pd.DataFrame) -> tuple[TurnoutCheck, ...]:
    """Every turnout that can be recomputed from what is known."""
    done = []
    for check in (luhansk_turnout, kherson_turnout):
        try:
            done.append(check(tallies))
        except NotKnownError:  # not announced yet on that day
            continue
    return tuple(done)
