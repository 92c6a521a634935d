"""Were counts written down from percentages, and are parts or batches more alike than chance?

Pure. Percentages first (`percentages`), and likeness of parts and batches against the least spread
that voters who draw at random would leave: a chi-squared statistic of homogeneity in its lower tail
(Fisher 1936, Annals of Science 1, 115-137, on Mendel's counts).
"""

from collections.abc import Iterator

import numpy as np

from analysis.evidence import NotKnownError
from analysis.referendum.announced import TallyError
from analysis.referendum.outcomes import QUIET, Outcome, not_run
from analysis.referendum.percentages import PercentageFirst, percentages_jointly
from analysis.referendum.printed import IN_ALL, WHOLE, Place
from analysis.referendum.shares import share_of, wholes
from analysis.referendum.tally import ALL, Tally, tables_of
from analysis.wording import counted

FIRST, ALIKE = ("percentages first", "parts or batches too alike")
GRIDS = (1, 2)  # decimals of the percentages tried, fixed beforehand
SMALLEST_EXPECTED = 5  # votes a cell must expect for the chi-squared law (Cochran 1954)
BLIND = {
    FIRST: "counts invented without round percentages; a total scaled up from part of the count",
    ALIKE: "fraud that differs from place to place; honest places differ more than chance",
}


def percentage_tests(tally: Tally) -> Iterator[Outcome]:
    """Whether votes, and ballots of the list, lie on a grid of round percentages."""
    places = [p for p in tally.places if any(f.exact for f in tally.all("votes", p))]
    if not places:
        yield not_run(FIRST, "no votes were printed in full", IN_ALL)
    for place in places:
        pairs = independent_pairs(tally, place)
        if not pairs:
            yield not_run(FIRST, "no total was printed that holds the votes", place)
            continue
        for decimals in GRIDS:
            yield _on_grid(pairs, decimals, place)


def _on_grid(pairs: list[tuple[int, int]], decimals: int, place: Place) -> Outcome:
    words = counted(decimals, "decimal")
    try:
        found = percentages_jointly(pairs, decimals=decimals)
    except TallyError as e:
        return not_run(FIRST, f"{words}: {e}", place)
    if not found.can_flag:
        why = "counts are too small: all on the grid would be no surprise"
        return not_run(FIRST, f"{words}: {why}", place)
    return Outcome(
        test=FIRST,
        place=place,
        outcome=QUIET,
        finding=_on(found, words),
        number=float(found.matches),
        unit=f"of {counted(found.independent, 'count')} on the grid",
        chance=found.p_value,
        blind=BLIND[FIRST],
    )


def _on(found: PercentageFirst, words: str) -> str:
    told = f"{found.matches} of {counted(found.independent, 'independent count')}"
    return f"{told} on the grid of {words}"


def independent_pairs(tally: Tally, place: Place = IN_ALL) -> list[tuple[int, int]]:
    """Votes and their whole, and ballots and the list, without the count that follows from others.

    The whole is the one of which a printed share holds; without a share the first that is known. A
    count of nothing or of all is left out, since it lies on every grid.
    """
    votes = [int(f.digits) for f in tally.all("votes", place) if f.exact]
    total = _total(tally, place)
    if total is None or sum(votes) > total:
        return []
    if sum(votes) == total and len(votes) > 1:
        votes.remove(min(votes))
    pairs = [(v, total) for v in votes]
    if tally.has("list", place=place) and tally.has("ballots", place=place):
        ballots, listed_ = tally.one("ballots", place=place), tally.one("list", place=place)
        if ballots.exact and listed_.exact:
            pairs.append((int(ballots.digits), int(listed_.digits)))
    return [(count, whole) for count, whole in pairs if 0 < count < whole]


def _total(tally: Tally, place: Place) -> int | None:
    """The whole of which shares hold, or the first that is known; none if there is none."""
    for share in tally.all("share", place):
        try:
            told = share_of(tally, share.option, place)
        except (NotKnownError, TallyError):
            continue
        if told.held:
            return told.whole
    for whole, rows in wholes(tally, place):
        if all(f.exact for f in rows.values()):
            return whole.of({n: int(f.digits) for n, f in rows.items()})
    return None


def alike_tests(tally: Tally) -> Iterator[Outcome]:
    """Whether parts of each announcement, or batches of the count, are more alike than chance."""
    tried = [(Place(announcement=a), _parts(tally, a)) for a in tally.announcements]
    tried.append((IN_ALL, _batches(tally)))
    tried = [(place, cells) for place, cells in tried if cells is not None]
    if not tried:
        yield not_run(ALIKE, "fewer than two parts or batches with votes and a total", IN_ALL)
    for place, cells in tried:
        yield _alike(place, cells)


def _alike(place: Place, cells: np.ndarray) -> Outcome:
    try:
        statistic, chance = lower_tail(cells)
    except TallyError as e:
        return not_run(ALIKE, str(e), place)
    freedom = (cells.shape[0] - 1) * (cells.shape[1] - 1)
    return Outcome(
        test=ALIKE,
        place=place,
        outcome=QUIET,
        finding=f"{len(cells)} parts; spread {statistic / freedom:,.2f} times that of chance",
        number=statistic / freedom,
        unit="times",
        chance=chance,
        blind=BLIND[ALIKE],
    )


def lower_tail(cells: np.ndarray) -> tuple[float, float]:
    """Chi-squared statistic of homogeneity, and the chance of one as small.

    Parameters
    ----------
    cells : numpy.ndarray of int, shape (n_parts, n_options)
        Votes; every voter is in one cell.

    Returns
    -------
    tuple of float
        Statistic, and its lower-tail probability if every voter drew with the shares of the whole.

    Raises
    ------
    TallyError
        If there are fewer than two parts or options, or a cell expects fewer than five votes.

    Examples
    --------
    >>> round(lower_tail(np.array([[500, 500], [500, 500]]))[1], 3)
    0.0
    """
    from scipy.stats import chi2

    table = np.asarray(cells, dtype=float)
    if table.ndim != 2 or min(table.shape) < 2 or table.min() < 0:
        raise TallyError("wanted counts of zero or more for two parts and two options or more")
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    if expected.min() < SMALLEST_EXPECTED:
        raise TallyError(f"a cell expects fewer than {SMALLEST_EXPECTED} votes")
    statistic = float(((table - expected) ** 2 / expected).sum())
    freedom = (table.shape[0] - 1) * (table.shape[1] - 1)
    return statistic, float(chi2.cdf(statistic, freedom))


def _parts(tally: Tally, announcement: str) -> np.ndarray | None:
    places = (Place(announcement=announcement, part=n) for n in tally.parts(announcement))
    return _cells(tables_of(tally, places))


def _batches(tally: Tally) -> np.ndarray | None:
    """Votes added by each announcement of the whole to the one before."""
    cells = _cells(tables_of(tally, (p for p in tally.places if p.part == WHOLE)))
    if cells is None:
        return None
    added = np.diff(cells, axis=0, prepend=0)
    return added if added.min() >= 0 and (added.sum(axis=1) > 0).all() else None


def _cells(tables: list[dict[str, int]]) -> np.ndarray | None:
    """Options that all have, and the rest of the total, one row a part."""
    if len(tables) < 2:
        return None
    names = [n for n in tables[0] if n != ALL and all(n in t for t in tables)]
    rows = [[*(t[n] for n in names), t[ALL] - sum(t[n] for n in names)] for t in tables]
    cells = np.array(rows)
    kept = cells[:, cells.sum(axis=0) != 0]
    return kept if kept.shape[1] > 1 and kept.min() >= 0 else None
