"""Which printed turnouts follow from votes and lists, or from the turnouts of the parts?

Pure. A list was seldom printed; where votes and turnout of every part were, the total follows, and
where votes cast elsewhere are known, the turnout of the rest.
"""

import contextlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pandas as pd

from analysis.evidence import NotKnownError
from analysis.quantities import Estimate
from analysis.referendum.announced import TallyError
from analysis.referendum.printed import IN_ALL, Place, Printed
from analysis.referendum.tally import Tally, tally_of


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

    Examples
    --------
    >>> half = Estimate.exactly(50.0, "%", "an example")
    >>> quarter = Estimate.exactly(25.0, "%", "an example")
    >>> round(combined_turnout([(100, half), (100, quarter)]).central, 6)
    33.333333
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

    Returns
    -------
    Estimate
        Per cent of the list inside.

    Raises
    ------
    TallyError
        If votes are no number of zero or more, those outside exceed the ballots, or the turnout is
        not in % or not above 0 and at most 100.

    Examples
    --------
    >>> found = turnout_elsewhere(600, Estimate.exactly(60.0, "%", "an example"), 200)
    >>> round(found.central, 6)
    50.0
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


def turnout_of_list(tally: Tally, place: Place = IN_ALL) -> TurnoutCheck:
    """Ballots over the printed list, against the printed turnout.

    Parameters
    ----------
    tally : Tally
        Announced numbers of one vote.
    place : Place
        Part and announcement; by default all places in the final one.

    Returns
    -------
    TurnoutCheck
        Both turnouts in %.

    Raises
    ------
    evidence.NotKnownError
        If one of the three was not announced.
    TallyError
        If ballots or list were not printed in full, or the list is empty.

    Examples
    --------
    >>> told = {"list": "1,500", "ballots": "1,000", "turnout": "66.67"}
    >>> found = turnout_of_list(Tally.of(told))
    >>> round(found.recomputed.central, 3), found.holds
    (66.667, True)
    """
    used = [tally.one(q, place=place) for q in ("ballots", "list", "turnout")]
    ballots, listed = int(used[0].digits), int(used[1].digits)
    if listed == 0:
        raise TallyError(f"{tally.name}: wanted a list of one voter or more, found 0")
    made = Estimate.exactly(100 * ballots / listed, "%", "printed ballots over the printed list")
    return _checked(tally, "of the list", made, used)


def turnout_of_parts(tally: Tally, announcement: str = "final") -> TurnoutCheck:
    """Total turnout out of ballots and printed turnout of every part.

    Parameters
    ----------
    tally : Tally
        Announced numbers of one vote.
    announcement : str
        Announcement whose parts are added up.

    Returns
    -------
    TurnoutCheck
        Both turnouts in %.

    Raises
    ------
    evidence.NotKnownError
        If the total or any part lacks one of them, or there are fewer than two parts.

    Examples
    --------
    >>> parts = {
    ...     "north": {"ballots": "100", "turnout": "50"},
    ...     "south": {"ballots": "100", "turnout": "25"},
    ... }
    >>> found = turnout_of_parts(Tally.of({"ballots": "200", "turnout": "33.3", "parts": parts}))
    >>> round(found.recomputed.central, 2), found.holds
    (33.33, True)
    """
    parts = tally.parts(announcement)
    if len(parts) < 2:
        raise NotKnownError(f"{tally.name}: no parts announced")
    places = [Place(announcement=announcement, part=p) for p in parts]
    pairs = [(tally.one("ballots", place=p), tally.one("turnout", place=p)) for p in places]
    total = tally.one("turnout", place=Place(announcement=announcement))
    made = combined_turnout([(b.value, t.rounding) for b, t in pairs])
    return _checked(tally, "total", made, [f for pair in pairs for f in pair] + [total])


def turnout_of_rest(tally: Tally, part: str, announcement: str = "final") -> TurnoutCheck:
    """Turnout of one part out of the total, less the votes cast elsewhere, which are all listed.

    Parameters
    ----------
    tally : Tally
        Announced numbers of one vote.
    part : str
        Part whose turnout was printed.
    announcement : str
        Announcement that holds it.

    Returns
    -------
    TurnoutCheck
        Both turnouts in %.

    Raises
    ------
    evidence.NotKnownError
        If a number is not known, or the other parts have a turnout and so a list of their own.
    TallyError
        If those who voted outside are no fewer than all ballots, or the turnout is not in 0-100 %.

    Examples
    --------
    >>> parts = {"village": {"turnout": "50"}, "abroad": {"ballots": "200"}}
    >>> told = {"ballots": "600", "turnout": "60", "parts": parts}
    >>> found = turnout_of_rest(Tally.of(told), "village")
    >>> found.recomputed.central, found.holds
    (50.0, True)
    """
    places = {p: Place(announcement=announcement, part=p) for p in tally.parts(announcement)}
    others = [place for p, place in places.items() if p != part]
    if not others or any(tally.has("turnout", place=place) for place in others):
        raise NotKnownError(f"{tally.name}: no votes outside {part} without a list of their own")
    said = tally.one("turnout", place=places[part])
    whole = Place(announcement=announcement)
    ballots, turnout = tally.one("ballots", place=whole), tally.one("turnout", place=whole)
    outside = [tally.one("ballots", place=place) for place in others]
    made = turnout_elsewhere(ballots.value, turnout.rounding, sum(f.value for f in outside))
    return _checked(tally, f"in the {part}", made, [ballots, *outside, turnout, said])


def _checked(tally: Tally, part: str, recomputed: Estimate, used: list[Printed]) -> TurnoutCheck:
    """A printed turnout, the last of the numbers used, beside the recomputed one."""
    announced = used[-1].rounding
    return TurnoutCheck(
        region=tally.name,
        part=part,
        announced=announced,
        recomputed=recomputed,
        holds=announced.overlaps(recomputed),
        rows=tuple(f.key for f in used),
    )


def tries_of(tally: Tally) -> Iterator[tuple[Place, Callable[[], TurnoutCheck]]]:
    """Every way in which a turnout may be recomputed, with its place; many lack a number."""
    for place in tally.places:
        yield place, partial(turnout_of_list, tally, place)
    for a in tally.announcements:
        yield Place(announcement=a), partial(turnout_of_parts, tally, a)
        for p in tally.parts(a):
            yield Place(announcement=a, part=p), partial(turnout_of_rest, tally, p, a)


def checks_of(tally: Tally) -> Iterator[TurnoutCheck]:
    """Every turnout of a tally that can be recomputed.

    Raises
    ------
    TallyError
        If a number that is needed was not printed in full, or cannot be.
    """
    for _, check in tries_of(tally):
        with contextlib.suppress(NotKnownError):  # one of its numbers was not announced
            yield check()


def turnout_checks(tallies: pd.DataFrame) -> tuple[TurnoutCheck, ...]:
    """Every turnout of every region that can be recomputed from what is known.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of `referendum_tallies`.

    Examples
    --------
    >>> from analysis import evidence
    >>> [(c.region, c.part) for c in turnout_checks(evidence.table("referendum_tallies"))]
    [('Luhansk', 'total'), ('Kherson', 'in the region')]
    """
    regions = dict.fromkeys(tallies["region"]) if len(tallies) else ()
    return tuple(c for r in regions for c in checks_of(tally_of(tallies, r)))
