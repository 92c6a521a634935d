"""Of what is a printed share a share, and does it follow from the printed counts?

Pure and exact. A printed share stands for all values that round to it, both ends included, so a tie
belongs to both neighbours; decided in whole numbers, so no float noise enters (integer feasibility,
as in the GRIM test: Brown & Heathers 2017, Soc. Psychol. Personal. Sci. 8, 363-369). Some
commissions divide by ballots, some by valid votes: each whole that is known is tried, in a fixed
order, and the result says which holds. Three wholes let a wrong share pass about three times as
easily as one; with counts of six digits and two decimals that is still rare.
"""

import contextlib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from analysis.evidence import NotKnownError
from analysis.referendum.announced import TallyError, digits_of, figure

Counts = dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What a share may be taken of: its name, the counts it needs, and how they make it."""

    name: str
    needs: dict[str, str]  # name of a count -> quantity of its row
    of: Callable[[Counts], int]


WHOLES = (
    Whole(name="ballots", needs={"ballots": "ballots_cast"}, of=lambda n: n["ballots"]),
    Whole(
        name="valid ballots",
        needs={"ballots": "ballots_cast", "invalid": "invalid_votes"},
        of=lambda n: n["ballots"] - n["invalid"],
    ),
    Whole(
        name="votes for and against",
        needs={"votes against": "against_votes"},
        of=lambda n: n["votes for"] + n["votes against"],
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOf:
    """A printed share beside printed counts.

    `over` is the whole of which it holds, `held` whether it holds of any; `texts` are the digits of
    the counts, `rows` the rows behind them and the share; `only_ballots` is whether no other whole
    is known.
    """

    over: Whole
    held: bool
    share: str
    texts: dict[str, str]
    rows: dict[str, pd.Series]
    only_ballots: bool = False

    @property
    def votes(self) -> int:
        """Votes for."""
        return int(self.texts["votes for"])

    @property
    def whole(self) -> int:
        """The whole of which the share holds; ballots where it holds of none."""
        return self.over.of({n: int(t) for n, t in self.texts.items()})


def follows(votes: int, whole: int, share: str) -> bool:
    """Whether votes over a whole round to the printed share, both ties included.

    Parameters
    ----------
    votes, whole : int
        Counts, with ``0 <= votes <= whole``; others follow from nothing.
    share : str
        Digits of the printed share in %, with a decimal point: "93.11", "100".

    Raises
    ------
    TallyError
        If the share is not written so.

    Examples
    --------
    >>> follows(500, 500, "100"), follows(201, 20_000, "1.01"), follows(41, 80, "51.2")
    (True, True, True)
    >>> follows(430_268, 541_093, "93.11")
    False
    """
    if not isinstance(share, str) or not re.fullmatch(r"\d+(?:\.\d+)?", share, re.ASCII):
        raise TallyError(
            f"share={share!r}: wanted its digits with a decimal point, such as '93.11'"
        )
    if whole <= 0 or not 0 <= votes <= whole:
        return False
    digits, scale = int(share.replace(".", "")), 10 ** len(share.partition(".")[2])
    return 2 * abs(100 * scale * votes - digits * whole) <= whole


def whole_beyond(votes: int, whole: int, share_pct: float) -> float:
    """A whole less the one at which votes would be the share; without end below a share of none."""
    if share_pct > 0:
        return whole - 100 * votes / share_pct
    return -math.inf if votes else 0.0


def share_of(tallies: pd.DataFrame, region: str) -> ShareOf:
    """Find the whole of which a region's printed share holds.

    Raises
    ------
    evidence.NotKnownError
        If votes for, ballots or the share had not been announced.
    TallyError
        If one of them was not printed in full, or the share lies above 100 %.
    """
    rows = {n: figure(tallies, region, q) for n, q in _NEEDED.items()}
    share = digits_of(rows["share"], "%")
    if float(share) > 100:
        raise TallyError(f"{region}: wanted a share of at most 100 %, found {share}")
    tried = [_tried(whole, tallies, region, rows, share) for whole in WHOLES[:1]]
    for whole in WHOLES[1:]:
        with contextlib.suppress(NotKnownError, TallyError):  # not printed, or not in full
            tried.append(_tried(whole, tallies, region, rows, share))
    found = next((t for t in tried if t.held), tried[0])
    return replace(found, only_ballots=len(tried) == 1)


_NEEDED = {"votes for": "for_votes", "ballots": "ballots_cast", "share": "share_for"}


def _tried(
    whole: Whole, tallies: pd.DataFrame, region: str, rows: dict[str, pd.Series], share: str
) -> ShareOf:
    used = {"votes for": rows["votes for"]}
    used |= {n: figure(tallies, region, q) for n, q in whole.needs.items()}
    texts = {n: digits_of(r, "votes") for n, r in used.items()}
    made = whole.of({n: int(t) for n, t in texts.items()})
    held = follows(int(texts["votes for"]), made, share)
    return ShareOf(
        over=whole, held=held, share=share, texts=texts, rows=used | {"share": rows["share"]}
    )
