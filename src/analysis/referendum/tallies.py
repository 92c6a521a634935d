"""Do the printed numbers of one announcement agree with one another?

Pure: frames in, frozen results out; opens no file and draws nothing. Whether a share follows from
its counts is decided in `shares`.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.quantities import Estimate
from analysis.referendum.announced import TallyError
from analysis.referendum.shares import share_of, whole_beyond
from analysis.referendum.tally import Tally, tally_of


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

    Parameters
    ----------
    for_votes, ballots : int
        Counts, with ``0 <= for_votes <= ballots`` and ballots above zero.
    over : str
        What the whole is called.

    Returns
    -------
    Estimate
        Per cent, exact.

    Raises
    ------
    TallyError
        If votes exceed ballots, or a count is negative or zero ballots.

    Examples
    --------
    >>> share_from_counts(606, 1_000).central
    60.6
    """
    if ballots <= 0 or not 0 <= for_votes <= ballots:
        raise TallyError(
            f"wanted 0 <= votes for <= ballots and ballots > 0, found {for_votes} of {ballots}"
        )
    return Estimate.exactly(100 * for_votes / ballots, "%", f"printed votes over printed {over}")


def share_audit(tallies: pd.DataFrame, region: str) -> TallyAudit:
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

    Examples
    --------
    >>> from analysis import evidence
    >>> share_audit(evidence.table("referendum_tallies"), "Kherson").holds
    True
    """
    tally = tally_of(tallies, region)
    told = share_of(tally)
    ballots = _ballots(tally)
    announced = told.rows["share"].rounding
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
        rows=tuple(r.key for r in told.rows.values()),
        only_ballots=told.only_ballots,
    )


def _ballots(tally: Tally) -> int:
    """Ballots cast, which hold all votes for and against."""
    ballots = tally.one("ballots").value
    if sum(v.value for v in tally.all("votes")) > ballots:
        raise TallyError(f"{tally.name}: votes for and against exceed the {ballots:,.0f} ballots")
    return int(ballots)
