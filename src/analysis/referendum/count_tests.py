"""Were counts written down from percentages, does the count go on as counts do, are parts alike?

Pure. Percentages first (`percentages`), the path from one announcement to the next, and likeness of
parts and batches against the least spread that voters who draw at random would leave: a
chi-squared statistic of homogeneity in its lower tail (Fisher 1936, Annals of Science 1, 115-137,
on Mendel's counts).
"""

import itertools
from collections.abc import Iterator

import numpy as np

from analysis.evidence import NotKnownError
from analysis.quantities import Estimate
from analysis.referendum.announced import TallyError
from analysis.referendum.counting import remainder
from analysis.referendum.outcomes import FAILS, HOLDS, QUIET, TOLD, Outcome, not_run
from analysis.referendum.percentages import PercentageFirst, percentages_jointly
from analysis.referendum.printed import IN_ALL, Place
from analysis.referendum.shares import share_of, wholes
from analysis.referendum.tally import Tally
from analysis.wording import counted, listed

FIRST = "percentages first"
FALL, BATCH, TWICE, REST = (
    "counts never fall",
    "what came between two announcements",
    "shares announced twice",
    "what the rest must have been",
)
ALIKE = "parts or batches too alike"
GRIDS = (1, 2)  # decimals of the percentages tried, fixed beforehand
SMALLEST_EXPECTED = 5  # votes a cell must expect for the chi-squared law (Cochran 1954)
BLIND = {
    FIRST: "counts invented without round percentages; a total scaled up from part of the count",
    FALL: "counts that grow as they should and are wrong",
    BATCH: "whether the later places differ for an honest reason",
    TWICE: "nothing is known of how often honest counts repeat a share",
    REST: "stations are taken as equally large",
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


def path_tests(tally: Tally) -> Iterator[Outcome]:
    """The path of the count, from each announcement to the next."""
    if len(tally.announcements) < 2:
        yield not_run(FALL, "only one announcement is in the tally", IN_ALL)
        return
    parts = dict.fromkeys(p.part for p in tally.places)
    for part in parts:
        told = [p for p in tally.places if p.part == part]
        for one, other in itertools.pairwise(told):
            yield from _falls(tally, one, other)
            yield from _between(tally, one, other)
            yield from _repeated(tally, one, other)
        yield from _rests(tally, told)


def _falls(tally: Tally, one: Place, other: Place) -> Iterator[Outcome]:
    """Whether any count or the share counted is smaller in the later announcement."""
    growing = {"ballots", "valid", "votes", "counted"}
    pairs = [
        (f, tally.one(f.quantity, f.option, other))
        for f in tally.figures
        if f.place == one and f.quantity in growing and tally.has(f.quantity, f.option, other)
    ]
    if not pairs:
        yield not_run(
            FALL,
            f"no count was announced in both {one.announcement} and {other.announcement}",
            other,
        )
        return
    fallen = [(a, b) for a, b in pairs if b.value < a.value]
    told = [f"{a.label} from {a.value:,.10g} to {b.value:,.10g}" for a, b in fallen]
    yield Outcome(
        test=FALL,
        place=other,
        outcome=FAILS if fallen else HOLDS,
        finding=f"fell: {listed(told)}" if told else f"{counted(len(pairs), 'count')} did not fall",
        number=max((a.value - b.value for a, b in fallen), default=0.0),
        unit="votes",
        blind=BLIND[FALL],
        rows=tuple(f.key for pair in pairs for f in pair),
    )


def _between(tally: Tally, one: Place, other: Place) -> Iterator[Outcome]:
    """Shares among the votes that were added between two announcements."""
    added = [_cells(tally, p) for p in (one, other)]
    names = [n for n in added[0] if n in added[1]]
    if "all" not in names or len(names) < 2:
        yield not_run(
            BATCH,
            f"votes and total are not in both {one.announcement} and {other.announcement}",
            other,
        )
        return
    gained = {n: added[1][n] - added[0][n] for n in names}
    whole = gained.pop("all")
    possible = whole > 0 and all(0 <= g <= whole for g in gained.values())
    told = [f"{n} {g:+,}{_in_pct(g, whole)}" for n, g in gained.items()]
    revised = "" if possible else ", so earlier numbers were changed and not only added to"
    yield Outcome(
        test=BATCH,
        place=other,
        outcome=TOLD if possible else FAILS,
        finding=f"{whole:,} more votes{revised}: {listed(told)}",
        number=float(whole),
        unit="votes",
        blind=BLIND[BATCH],
    )


def _in_pct(gained: int, whole: int) -> str:
    return f" ({100 * gained / whole:.2f} %)" if whole > 0 else ""


def _cells(tally: Tally, place: Place) -> dict[str, int]:
    """Votes of each option printed in full, and of all as "all" where a total was."""
    found = {f.option: int(f.digits) for f in tally.all("votes", place) if f.exact}
    for quantity in ("valid", "ballots"):
        totals = [f for f in tally.all(quantity, place) if f.exact]
        if totals and "all" not in found:
            found["all"] = int(totals[0].digits)
    return found


def _repeated(tally: Tally, one: Place, other: Place) -> Iterator[Outcome]:
    """Shares that were announced to the digit twice."""
    both = [
        (f, tally.one("share", f.option, other))
        for f in tally.all("share", one)
        if tally.has("share", f.option, other)
    ]
    if both:
        same = [f"{a.option} {a.reported} %" for a, b in both if a.reported == b.reported]
        yield Outcome(
            test=TWICE,
            place=other,
            outcome=TOLD,
            finding=f"the same to the digit: {listed(same)}" if same else "no share was repeated",
            number=float(len(same)),
            unit=f"of {counted(len(both), 'share')}",
            blind=BLIND[TWICE],
        )


def _rests(tally: Tally, told: list[Place]) -> Iterator[Outcome]:
    """The share that the stations still out must have had, from each partial share."""
    *partial, last = told
    for place in partial:
        if not tally.has("counted", place=place):
            continue
        share = tally.one("counted", place=place).value
        if not 0 < share < 100 or _final_is_partial(tally, last):
            continue
        for f in tally.all("share", place):
            if tally.has("share", f.option, last):
                yield _rest(tally, f.option, share, place, last)


def _final_is_partial(tally: Tally, last: Place) -> bool:
    return tally.has("counted", place=last) and tally.one("counted", place=last).value < 100


def _rest(tally: Tally, option: str, counted_pct: float, place: Place, last: Place) -> Outcome:
    said, final = (tally.one("share", option, p).rounding for p in (place, last))
    made = remainder(
        tally.name, Estimate.exactly(counted_pct, "%", "as announced"), said, final, option=option
    )
    rest = f"{made.rest_pct.central:.1f} %" if made.feasible else "more than all or less than none"
    return Outcome(
        test=REST,
        place=place,
        outcome=TOLD if made.feasible else FAILS,
        finding=f"{option} {said.central:g} % with {counted_pct:g} % of stations: the rest {rest}",
        number=made.rest_pct.central,
        unit="%",
        blind=BLIND[REST],
    )


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
    names = tally.parts(announcement)
    return _table([_cells(tally, Place(announcement=announcement, part=n)) for n in names])


def _batches(tally: Tally) -> np.ndarray | None:
    """Votes added by each announcement of the whole to the one before."""
    told = [_cells(tally, p) for p in tally.places if p == Place(announcement=p.announcement)]
    told = [cells for cells in told if "all" in cells and len(cells) > 1]
    table = _table(told)
    if table is None:
        return None
    added = np.diff(table, axis=0, prepend=0)
    return added if added.min() >= 0 and (added.sum(axis=1) > 0).all() else None


def _table(cells: list[dict[str, int]]) -> np.ndarray | None:
    """Options that all have, and the rest of the total, one row a part."""
    cells = [c for c in cells if "all" in c and len(c) > 1]
    if len(cells) < 2:
        return None
    names = [n for n in cells[0] if n != "all" and all(n in c for c in cells)]
    rows = [[*(c[n] for n in names), c["all"] - sum(c[n] for n in names)] for c in cells]
    table = np.array(rows)
    kept = table[:, table.sum(axis=0) != 0]
    return kept if kept.shape[1] > 1 and kept.min() >= 0 else None
