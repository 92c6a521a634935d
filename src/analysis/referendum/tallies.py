"""Do the printed numbers of one announcement agree with one another?

Pure: frames in, frozen results out; opens no file and draws nothing. Whether a share follows from
its counts is decided in `shares`.
"""

import math
from dataclasses import dataclass

import pandas as pd

from analysis import quantities
from analysis.evidence import NotKnownError
from analysis.quantities import Estimate
from analysis.referendum.announced import TallyError, figure, known_region, regions_with
from analysis.referendum.shares import share_of, whole_beyond


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyAudit:
    """Announced share of one region against the share its own counts give.

    `announced` is the interval that rounds to the printed share; `from_counts` is votes for over
    the whole named by `over`, exact; both in %. The whole is ballots, unless the share holds of
    valid votes only. `gap_ballots` is that whole less the one at which the share would hold;
    `only_ballots` is whether the number of valid votes is not known.
    """

    region: str
    announced: Estimate
    from_counts: Estimate
    holds: bool
    over: str
    for_votes: int
    whole: int
    ballots: int
    gap_ballots: float
    rows: tuple[str, ...]
    only_ballots: bool = False

    @property
    def maybe_of_valid(self) -> bool:
        """Whether a share that does not hold may be one of valid votes, whose number is unknown."""
        return not self.holds and self.only_ballots and 0 < self.gap_ballots < self.ballots


def share_from_counts(for_votes: int, ballots: int, over: str = "ballots") -> Estimate:
    """Votes for as a share of ballots cast, or of another whole named by `over`, in %.

    Raises
    ------
    TallyError
        If votes exceed ballots, or a count is negative or zero ballots.
    """
    if ballots <= 0 or not 0 <= for_votes <= ballots:
        raise TallyError(
            f"wanted 0 <= votes for <= ballots and ballots > 0, found {for_votes} of {ballots}"
        )
    return Estimate.exactly(100 * for_votes / ballots, "%", f"printed votes over printed {over}")


def audit(tallies: pd.DataFrame, region: str) -> TallyAudit:
    """Hold one region's announced share against its printed counts.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of `referendum_tallies`.
    region : str
        A region of the table.

    Raises
    ------
    evidence.NotKnownError
        If a figure had not been announced.
    TallyError
        If the region is unknown, a figure was not printed in full, or votes exceed ballots.
    """
    known_region(tallies, region)
    told = share_of(tallies, region)
    ballots = _ballots(tallies, region)
    announced = quantities.printed(told.rows["share"]["reported"], "%")
    return TallyAudit(
        region=region,
        announced=announced,
        from_counts=share_from_counts(told.votes, told.whole, told.over.name),
        holds=told.held,
        over=told.over.name,
        for_votes=told.votes,
        whole=told.whole,
        ballots=ballots,
        gap_ballots=whole_beyond(told.votes, told.whole, announced.central),
        rows=tuple(r["key"] for r in told.rows.values()),
        only_ballots=told.only_ballots,
    )


def _ballots(tallies: pd.DataFrame, region: str) -> int:
    """Ballots cast, which hold all votes for and against."""
    votes, ballots = (figure(tallies, region, q)["central"] for q in ("for_votes", "ballots_cast"))
    here = (tallies["region"] == region) & (tallies["quantity"] == "against_votes")
    against = tallies.loc[here, "central"].max()
    if votes + (0 if pd.isna(against) else against) > ballots:
        raise TallyError(f"{region}: votes for and against exceed the {ballots:,.0f} ballots")
    return int(ballots)


def audit_tallies(tallies: pd.DataFrame) -> tuple[TallyAudit, ...]:
    """Audit of every region whose share, votes and ballots are known.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of `referendum_tallies`, or of any vote in its columns `announced.COLUMNS`. Quantities
        are for_votes, ballots_cast and share_for, and where they were printed against_votes and
        invalid_votes, of which a share of valid votes is told.

    Raises
    ------
    TallyError
        If columns are missing, or a region of another vote lacks one of the three.

    Examples
    --------
    Numbers of one's own, here those printed for the vote in Scotland of 2014:

    >>> told = {
    ...     "for_votes": "1,617,989",
    ...     "against_votes": "2,001,926",
    ...     "invalid_votes": "3,429",
    ...     "ballots_cast": "3,623,344",
    ...     "share_for": "44.70",
    ... }
    >>> own = pd.DataFrame(
    ...     [
    ...         {"key": f"own {q}", "region": "Scotland", "quantity": q, "reported": text}
    ...         for q, text in told.items()
    ...     ]
    ... )
    >>> own["central"] = [float(text.replace(",", "")) for text in own["reported"]]
    >>> own = own.assign(trust="high", how_read="excerpt")
    >>> [(a.region, a.holds, a.over) for a in audit_tallies(own)]
    [('Scotland', True, 'valid ballots')]
    """
    regions = regions_with(tallies, "for_votes", "ballots_cast", "share_for")
    return tuple(audit(tallies, region) for region in regions)


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
        If there is no part, votes are no number of zero or more or all zero, or a turnout is not
        in % or not above 0 and at most 100.
    """
    for votes, turnout in parts:
        _check_votes(votes)
        _check_turnout(turnout)
    if not any(votes for votes, _ in parts):
        raise TallyError("no votes in any part: wanted the votes of one list or more")
    votes = sum(v for v, _ in parts)
    low, central, high = (
        100 * votes / sum(100 * v / getattr(t, end) for v, t in parts)
        for end in ("low", "central", "high")
    )
    return Estimate(
        low=low, central=central, high=high, unit="%", basis="rounding of the printed turnouts"
    )


def _check_turnout(turnout: Estimate) -> None:
    if turnout.unit != "%" or not 0 < turnout.low <= turnout.high <= 100:
        raise TallyError(f"wanted a turnout in %, above 0 and at most 100, found {turnout}")


def _check_votes(votes: float) -> None:
    if not 0 <= votes < math.inf:
        raise TallyError(f"wanted votes, a number of zero or more, found {votes}")


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
        If votes are no number of zero or more, those outside exceed the ballots, or the turnout is
        not in % or not above 0 and at most 100.
    """
    _check_turnout(turnout)
    _check_votes(ballots)
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
