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
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.evidence import NotKnownError
from analysis.referendum.announced import TallyError, figure

FLAG_BELOW = 0.05  # p-value from which a single test is flagged


@dataclass(frozen=True, slots=True, kw_only=True)
class PercentageFirst:
    """Result of the test: `matches` of `independent` counts lie on the grid.

    `p_value` is the chance of at least so many matches when counts have nothing to do with the
    grid; `smallest_p` is reached when all match; `can_flag` says whether that would be flagged, so
    without it the test has no power at this size.
    """

    decimals: int
    total: int
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
        Independent counts: leave out the one that follows from the others.
    total : int
        Votes the percentages refer to.
    decimals : int
        Decimals of the percentages, fixed before looking: 1 for 51.2 %, 2 for 87.05 %.

    Raises
    ------
    TallyError
        If a count is negative or above the total, counts sum to more than the total, or the total
        is zero.
    """
    from scipy.stats import binom

    values = np.asarray(counts, dtype=np.int64)
    if total <= 0 or values.size == 0:
        raise TallyError(
            f"wanted a positive total and at least one count, found {total} and {values.size}"
        )
    if (values < 0).any() or values.sum() > total:
        raise TallyError(
            f"wanted counts of 0 or more that sum to at most {total}, found {list(counts)}"
        )
    if ((values == 0) | (values == total)).any():
        raise TallyError(f"a count of 0 or of all {total} lies on every grid; leave it out")
    step = 10.0**-decimals
    shares = np.round(100 * values / total / step) * step
    images = np.round(shares * total / 100)
    matches = int((images == values).sum())
    chance = min(1.0, 100 / step / total)
    p = float(binom.sf(matches - 1, values.size, chance))
    smallest = float(chance**values.size)
    return PercentageFirst(
        decimals=decimals,
        total=int(total),
        counts=tuple(int(v) for v in values),
        shares_pct=tuple(float(s) for s in shares),
        off_by_votes=tuple(float(v) for v in values - shares * total / 100),
        matches=matches,
        independent=int(values.size),
        p_value=p,
        smallest_p=smallest,
        can_flag=smallest <= FLAG_BELOW,
    )


def independent_counts(tallies: pd.DataFrame, region: str) -> list[int]:
    """Votes for and against of one region that were printed by themselves.

    A count that was not printed is left out.

    Raises
    ------
    TallyError
        If votes for are not known.
    """
    counts = [int(figure(tallies, region, "for_votes")["central"])]
    with contextlib.suppress(NotKnownError):  # Zaporizhzhia never printed them
        counts.append(int(figure(tallies, region, "against_votes")["central"]))
    return counts
