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
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.evidence import NotKnownError
from analysis.referendum.announced import TallyError
from analysis.referendum.printed import IN_ALL, Place, Printed
from analysis.referendum.tally import Tally

Counts = dict[str, int]
FEW = 3  # options up to which all are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What a share may be taken of: its name, and the counts added and taken off to make it."""

    name: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()

    def of(self, counts: Counts) -> int:
        """The whole that these counts make."""
        return sum(counts[n] for n in self.plus) - sum(counts[n] for n in self.minus)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOf:
    """A printed share beside printed counts.

    `over` is the whole of which it holds, `held` whether it holds of any; `part` names the count it
    is a share of; `texts` are the digits of the counts, `rows` the numbers behind them and the
    share; `only_ballots` is whether no other whole is known.
    """

    over: Whole
    held: bool
    share: str
    part: str
    texts: dict[str, str]
    rows: dict[str, Printed]
    only_ballots: bool = False

    @property
    def votes(self) -> int:
        """The count of which the share is told."""
        return int(self.texts[self.part])

    @property
    def whole(self) -> int:
        """The whole of which the share holds; the first known where it holds of none."""
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


def share_of(tally: Tally, option: str = "for", place: Place = IN_ALL) -> ShareOf:
    """Find the whole of which a printed share of one option holds.

    Where the tally says of what the share is, no other whole is tried.

    Parameters
    ----------
    tally : Tally
        Announced numbers of one vote.
    option : str
        Candidate or answer.
    place : Place
        Part and announcement; by default all places in the final one.

    Returns
    -------
    ShareOf
        The whole of which the share holds, or the first tried where it holds of none.

    Raises
    ------
    evidence.NotKnownError
        If the votes, the whole or the share had not been announced.
    TallyError
        If one of them was not printed in full, or the share lies above 100 %.

    Examples
    --------
    >>> told = {"ballots": "1,000", "invalid": "10", "votes": {"yes": "600"}}
    >>> share_of(Tally.of(told | {"share": {"yes": "60.61"}}), "yes").over.name
    'valid ballots'
    """
    part = counted_part(tally, option, place)
    said = tally.one("share", option, place)
    share = said.digits
    if float(share) > 100:
        raise TallyError(f"{tally.name}: wanted a share of at most 100 %, found {share}")
    tried = []
    for whole, rows in wholes(tally, place, said.of):
        with contextlib.suppress(*([TallyError] if tried else [])):  # another was not in full
            tried.append(_tried(whole, part.label, {part.label: part} | rows, said))
    if not tried:
        raise NotKnownError(f"{tally.name}: no ballots announced of which {share} % may be a share")
    found = next((t for t in tried if t.held), tried[0])
    return replace(found, only_ballots=len(tried) == 1)


def counted_part(tally: Tally, option: str, place: Place) -> Printed:
    """The count of which a share is told: votes of an option, or invalid or blank ballots."""
    if option in {"invalid", "blank"}:
        return tally.one(option, "", place)
    return tally.one("votes", option, place)


def wholes(tally: Tally, place: Place, of: str = "") -> Iterator[tuple[Whole, dict[str, Printed]]]:
    """Every whole that is known in a place, in a fixed order, with the numbers that make it.

    Parameters
    ----------
    tally : Tally
        Numbers of a vote.
    place : Place
        Announcement and part.
    of : str
        "ballots", "valid" or "list" if it was said of what shares are; else all but the list.
    """
    ballots, valid, lists = (tally.all(q, place) for q in ("ballots", "valid", "list"))
    off = [tally.all("invalid", place), tally.all("blank", place)]
    if of in {"", "ballots"} and ballots:
        yield _whole("ballots", ballots)
    if of in {"", "valid"}:
        if valid:
            yield _whole("valid votes", valid)
        if ballots and any(off):
            yield _whole("valid ballots", ballots, off[0])
        if ballots and all(off):
            yield _whole("ballots neither invalid nor blank", ballots, off[0] + off[1])
        votes = tally.all("votes", place)
        if len(votes) > 1:
            yield _whole(_votes_of(votes), votes)
    if of == "list" and lists:
        yield _whole("the list", lists)


def _whole(
    name: str, plus: tuple[Printed, ...], minus: tuple[Printed, ...] = ()
) -> tuple[Whole, dict[str, Printed]]:
    made = Whole(name=name, plus=_labels(plus), minus=_labels(minus))
    return made, {f.label: f for f in (*plus, *minus)}


def _labels(figures: tuple[Printed, ...]) -> tuple[str, ...]:
    return tuple(f.label for f in figures)


def _votes_of(votes: tuple[Printed, ...]) -> str:
    """A name for the votes of several options together."""
    names = [f.option for f in votes]
    if len(names) > FEW:
        return "votes of all options"
    return f"votes {', '.join(names[:-1])} and {names[-1]}"


def _tried(whole: Whole, part: str, used: dict[str, Printed], said: Printed) -> ShareOf:
    texts = {n: f.digits for n, f in used.items()}
    made = whole.of({n: int(t) for n, t in texts.items()})
    share = said.digits
    held = follows(int(texts[part]), made, share)
    return ShareOf(
        over=whole, held=held, share=share, part=part, texts=texts, rows=used | {"share": said}
    )
