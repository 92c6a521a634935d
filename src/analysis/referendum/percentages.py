"""Were counts computed back from round percentages?

Pure and exact. A count that is the nearest whole number to a share of the ballots printed with few
decimals is rare by chance when the ballots are many: on a grid of one decimal, 1000 of every
`ballots` counts. Only independent shares count, since the last share of a sum follows from the
others. The grid is fixed before looking.

References
----------
Zambrano and Gelman (2024) on Venezuela's bulletin of 28 July 2024; Ovchinnikov (2014) on Luhansk.
"""

import contextlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral, Real

import numpy as np
import pandas as pd

from analysis.evidence import NotKnownError
from analysis.referendum.announced import TallyError
from analysis.referendum.tally import tally_of

FLAG_BELOW = 0.05  # p-value from which a single test is flagged
ROUND_BY_CHANCE = 1_000  # tallies of which one ends in so many zeros by chance: then rounded
MOST_DECIMALS = 10  # of a percentage; the counts of no vote fill more
LARGEST = 2**53  # counts beyond this are not kept exactly in a table


class RoundedCountsError(TallyError):
    """Counts that were rounded, so that their shares say nothing of how they were written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PercentageFirst:
    """Result of the test: `matches` of `independent` counts lie on the grid.

    `p_value` is the chance of at least so many matches when counts have nothing to do with the
    grid; `smallest_p` is reached when all match; `can_flag` says whether that would be flagged, so
    without it the test has no power at this size. `totals` holds the total of each count.
    """

    decimals: int
    totals: tuple[int, ...]
    counts: tuple[int, ...]
    shares_pct: tuple[float, ...]
    off_by_votes: tuple[float, ...]
    matches: int
    independent: int
    p_value: float
    smallest_p: float
    can_flag: bool


def percentage_first(counts: Sequence[int], total: int, *, decimals: int) -> PercentageFirst:
    """Test whether counts are whole-number images of round percentages of a total.

    Parameters
    ----------
    counts : sequence of int
        Independent counts, printed in full: leave out the one that follows from the others.
    total : int
        Votes the percentages refer to.
    decimals : int
        Decimals of the percentages, fixed before looking: 1 for 51.2 %, 2 for 87.05 %.

    Raises
    ------
    TallyError
        If a count is no whole number, negative or above the total, counts sum to more than the
        total, the total is zero or the decimals are no number of decimals.
    RoundedCountsError
        If the counts are rounded: they lie on the grid of a round total by their own rounding.

    Examples
    --------
    >>> percentage_first([5_150_092, 4_445_978], 10_058_774, decimals=1).p_value < 1e-8
    True
    """
    values, whole = [_count(v) for v in counts], _count(total)
    if whole <= 0 or not values:
        raise TallyError(
            f"wanted a positive total and at least one count, found {total} and {len(values)}"
        )
    if min(values) < 0 or sum(values) > whole:
        raise TallyError(
            f"wanted counts of 0 or more that sum to at most {total}, found {list(counts)}"
        )
    return _tested([(v, whole) for v in values], decimals)


def percentages_jointly(pairs: Sequence[tuple[int, int]], *, decimals: int) -> PercentageFirst:
    """Test several counts at once, each a share of its own total.

    Ballots as a turnout of the list and votes as a share of the ballots are told one after the
    other, so chances multiply: given its total, where a count falls on the grid says nothing of the
    next. The number of matches is held against the sum of independent trials of unequal chance
    (Poisson binomial), exactly.

    Parameters
    ----------
    pairs : sequence of (int, int)
        Count and total, printed in full; a total may be the count of another pair. The list must
        have been printed for itself: one computed back from the turnout lies on the grid by
        construction.
    decimals : int
        Decimals of the percentages, fixed before looking.

    Raises
    ------
    TallyError
        As `percentage_first`, for each pair.

    Examples
    --------
    >>> found = percentages_jointly([(752, 1_000_003), (600_002, 1_000_003)], decimals=1)
    >>> found.matches, round(found.p_value, 6)
    (1, 0.001999)
    """
    told = [(_count(count), _count(total)) for count, total in pairs]
    if not told:
        raise TallyError("wanted at least one count with its total, found none")
    for count, total in told:
        if not 0 <= count <= total or total == 0:
            raise TallyError(f"wanted 0 <= count <= total and total > 0, found {count} of {total}")
    return _tested(told, decimals)


def _count(value: float) -> int:
    """A whole number, exactly.

    Raises
    ------
    TallyError
        If it is not whole, or too large for a float to have kept it.
    """
    if not isinstance(value, Real) or not np.isfinite(value) or value != int(value):
        raise TallyError(f"wanted whole counts, found {value!r}")
    if abs(value) > LARGEST:
        raise TallyError(f"wanted counts of at most {LARGEST:,}, found {value:,}")
    return int(value)


def _tested(pairs: list[tuple[int, int]], decimals: int) -> PercentageFirst:
    if not isinstance(decimals, Integral) or not 0 <= decimals <= MOST_DECIMALS:
        raise TallyError(
            f"decimals={decimals!r}: wanted a whole number of decimals, 0 to {MOST_DECIMALS}"
        )
    if any(count in (0, total) for count, total in pairs):
        raise TallyError(f"a count of 0 or of all lies on every grid; leave it out: {pairs}")
    _refuse_rounded([count for count, _ in pairs])
    points = 100 * 10**decimals
    on_grid = [_nearest(count * points, total) for count, total in pairs]
    images = [_nearest(k * total, points) for k, (_, total) in zip(on_grid, pairs, strict=True)]
    matches = sum(i == count for i, (count, _) in zip(images, pairs, strict=True))
    chances = [min(1.0, points / total) for _, total in pairs]
    smallest = math.prod(chances)
    return PercentageFirst(
        decimals=decimals,
        totals=tuple(total for _, total in pairs),
        counts=tuple(count for count, _ in pairs),
        shares_pct=tuple(k / 10**decimals for k in on_grid),
        off_by_votes=tuple(
            (count * points - k * total) / points
            for k, (count, total) in zip(on_grid, pairs, strict=True)
        ),
        matches=matches,
        independent=len(pairs),
        p_value=_at_least(matches, chances),
        smallest_p=smallest,
        can_flag=smallest <= FLAG_BELOW,
    )


def _refuse_rounded(counts: list[int]) -> None:
    """Refuse counts that end in more zeros than chance gives.

    Raises
    ------
    RoundedCountsError
        If so many zeros would come by chance in fewer than one of `ROUND_BY_CHANCE` tallies.
    """
    zeros = min(len(str(c)) - len(str(c).rstrip("0")) for c in counts)
    if 10 ** (zeros * len(counts)) >= ROUND_BY_CHANCE:
        raise RoundedCountsError(
            f"counts {', '.join(f'{c:,}' for c in counts)} are rounded to {10**zeros:,}, so they"
            " lie near round percentages by their own rounding; wanted counts printed in full"
        )


def _nearest(part: int, whole: int) -> int:
    """Whole number next to part / whole; a tie goes to the even one."""
    down, rest = divmod(part, whole)
    return down + (2 * rest > whole or (2 * rest == whole and down % 2 == 1))


def _at_least(matches: int, chances: list[float]) -> float:
    """Chance of so many hits or more in independent trials of unequal chance."""
    distribution = [1.0]
    for chance in chances:
        missed = [p * (1 - chance) for p in [*distribution, 0.0]]
        hit = [p * chance for p in [0.0, *distribution]]
        distribution = [m + h for m, h in zip(missed, hit, strict=True)]
    return 1.0 if matches == 0 else math.fsum(distribution[matches:])


def independent_counts(tallies: pd.DataFrame, region: str) -> list[int]:
    """Votes for and against of one region that were printed by themselves.

    A count that was not printed, or not in full, is left out.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of `referendum_tallies`.
    region : str
        A region of the table.

    Returns
    -------
    list of int
        Votes for, then votes against where they were printed.

    Raises
    ------
    TallyError
        If votes for were not printed in full.
    evidence.NotKnownError
        If votes for are not known.

    Examples
    --------
    >>> from analysis import evidence
    >>> tallies = evidence.known_by("2022-10-11").table("referendum_tallies")
    >>> independent_counts(tallies, "Kherson"), independent_counts(tallies, "Zaporizhzhia")
    ([497051, 68832], [430268])
    """
    tally = tally_of(tallies, region)
    counts = [int(tally.one("votes", "for").digits)]
    with contextlib.suppress(NotKnownError, TallyError):  # Zaporizhzhia never printed them
        counts.append(int(tally.one("votes", "against").digits))
    return counts
