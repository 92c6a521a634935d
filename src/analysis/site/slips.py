"""Could one mistyped digit explain why a share does not follow from its votes?

Every number that differs in one digit is tried, in the votes and in the ballots, one at a time.
Draws nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Slips:
    """Printed votes, ballots and share, and how near one changed digit comes to the share."""

    votes: int
    ballots: int
    announced: float
    nearest: tuple[int, int]

    @property
    def share(self) -> float:
        """Share in % that the printed numbers give."""
        return 100 * self.votes / self.ballots

    @property
    def nearest_share(self) -> float:
        """Share in % after the best change of one digit."""
        return 100 * self.nearest[0] / self.nearest[1]

    @property
    def repaired(self) -> bool:
        """Whether that change gives the announced share to two decimals."""
        return round(self.nearest_share, 2) == self.announced

    @property
    def needed(self) -> tuple[int, int]:
        """Votes that would give the share, and ballots that would."""
        rate = self.announced / 100
        return round(rate * self.ballots), round(self.votes / rate)


def slips(votes: int, ballots: int, announced: float) -> Slips:
    """Try every change of one digit.

    Parameters
    ----------
    votes, ballots : int
        As printed, ``0 < votes <= ballots``.
    announced : float
        Share announced, in %.

    Raises
    ------
    ValueError
        If there are no ballots, or more votes than ballots.

    Examples
    --------
    >>> slips(430_268, 541_093, 93.11).repaired, slips(450, 1000, 95.0).repaired
    (False, True)
    """
    if not 0 < votes <= ballots:
        raise ValueError(f"wanted 0 < votes <= ballots, found {votes} and {ballots}")
    pairs = [(v, ballots) for v in _changed(votes)] + [(votes, b) for b in _changed(ballots)]
    possible = [(v, b) for v, b in pairs if 0 < v <= b]
    nearest = min(possible, key=lambda pair: abs(100 * pair[0] / pair[1] - announced))
    return Slips(votes=votes, ballots=ballots, announced=announced, nearest=nearest)


def _changed(number: int) -> Iterator[int]:
    digits = str(number)
    for place, old in enumerate(digits):
        yield from (
            int(digits[:place] + new + digits[place + 1 :]) for new in "0123456789" if new != old
        )
