"""How many sums of published counts come near a printed total?

Every set of reported windows that may be added (no country twice for the same days, no country
beside an area that contains it) is summed, without walking through them one by one: counts that
clash stay together in one of two halves, each half is summed, and pairs of half sums are counted
(meet in the middle; Horowitz & Sahni 1974, J. ACM 21). Many sums near a total mean that none of
them can be called its source.
"""

from dataclasses import dataclass
from numbers import Real

import numpy as np
import pandas as pd

from analysis.migration.flows import CONTAINS, MIN_WINDOW_DAYS, WAVE, FlowError, day_of
from analysis.wording import day

MOST_SETS = 2**22  # sets of one half that are summed; a half of 22 counts that never clash
MOST_COUNTS = 62  # one bit of a whole number each
LISTED = 1_000  # sets near the total that are written out, those of fewest counts first


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """Sums of every set of one half of the counts, in order of size.

    `members` has one bit a count of the set; arrays of one shape (sets,).
    """

    sums: np.ndarray
    parts: np.ndarray
    members: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Combinations:
    """Sums of compatible counts near a total, in crossings.

    `near` has columns sum, keys, parts, of the sets of fewest counts first (at most `LISTED`);
    `count` is the number of all sets of two counts or more near the total, `tried` of all sets.
    """

    total: float
    within: float
    count: int
    tried: int
    near: pd.DataFrame
    halves: tuple[Half, Half]
    single: np.ndarray

    def near_each(self, totals: list[float]) -> pd.Series:
        """How many sums lie as near to each of other totals: the yardstick for `count`."""
        for total in totals:
            _refuse_number(total, "total")
        found = [_count_near(self.halves, self.single, t, self.within) for t in totals]
        return pd.Series(found, index=totals, name="sums near")

    def in_words(self, counts: pd.DataFrame, first: int) -> list[str]:
        """The first sums near the total, as a reader would add them.

        With the last day of each count; a star marks the text's own.
        """
        named = {
            r.key: (
                f"{r.central:,.0f} ({r.geography},"
                f" {day(r.period_end, year=False, month='%b')}"
                f"{'*' if getattr(r, 'how_read', '') == 'article' else ''})"
            )
            for r in counts.itertuples()
        }
        return [
            " + ".join(named[k] for k in keys) + f" = {total:,.0f}"
            for total, keys in (
                self.near[["sum", "keys"]].head(first).itertuples(name=None, index=False)
            )
        ]


def entries_of_the_wave(
    crossings: pd.DataFrame, *, since: str = WAVE[0], until: str = WAVE[1]
) -> pd.DataFrame:
    """Entry counts over several days that somebody printed, the text's own included.

    Each number of a country once.

    Counts derived here are left out: nobody could have added them. A count without a first day is
    kept.

    Parameters
    ----------
    crossings : pandas.DataFrame
        Rows of `border_crossings`.
    since, until : str
        First and last day that a count may hold, YYYY-MM-DD.

    Returns
    -------
    pandas.DataFrame
        The rows that stay, by key, `central` in crossings.

    Raises
    ------
    FlowError
        If `since` or `until` is no day.

    Examples
    --------
    >>> from analysis import evidence
    >>> crossings = evidence.known_by("2022-10-11").table("border_crossings")
    >>> found = entries_of_the_wave(crossings)
    >>> found.loc[found["geography"] == "Mongolia", "central"].tolist()
    [3000, 6268, 12000]
    """
    here = crossings[
        (crossings["direction"] == "entry")
        & (crossings["unit"] == "crossings")
        & crossings["how_read"].isin(["excerpt", "dataset", "article"])
        & (crossings["period_end"] <= day_of(until, "until"))
        & (crossings["period_end"] >= day_of(since, "since"))
    ]
    starts = here["period_start"]
    long_enough = ((here["period_end"] - starts).dt.days + 1 >= MIN_WINDOW_DAYS) & (
        starts >= day_of(since, "since")
    )
    kept = here[(long_enough | starts.isna()) & (here["flow_kind"] != "running total")]
    kept = kept.sort_values(
        "how_read", key=lambda s: s == "article", kind="stable"
    )  # a published count wins over its copy in the text
    return kept.drop_duplicates(["geography", "central"]).sort_values("key", ignore_index=True)


def compatible(one: pd.Series, other: pd.Series) -> bool:
    """Whether two counts may be added: other places, neither inside the other, or other days.

    A count without a first day fills all days of its place up to its last.
    """
    a, b = one["geography"], other["geography"]
    shared = a == b or b in CONTAINS.get(a, ()) or a in CONTAINS.get(b, ())
    if not shared:
        return True
    return bool(
        one["period_end"] < other["period_start"] or other["period_end"] < one["period_start"]
    )


def combinations_near(counts: pd.DataFrame, total: float, *, within: float = 5_000) -> Combinations:
    """Every sum of compatible counts within rounding of a total.

    Parameters
    ----------
    counts : pandas.DataFrame
        Entries with key, geography, period_start, period_end, central (crossings). Two dozen
        counts take a fraction of a second, whether or not they clash.
    total : float
        Printed total, crossings.
    within : float
        Half a unit of the last digit printed: 5,000 for a total given to ten thousands.

    Returns
    -------
    Combinations
        The same sums as trying every set one by one.

    Raises
    ------
    FlowError
        If the total or `within` is no finite number of zero or more; if a count is not an entry in
        crossings, is no such number, has no last day or ends before it begins, keys repeat, there
        are more than `MOST_COUNTS`, or a half of them allows more than `MOST_SETS` sets.

    Examples
    --------
    >>> from analysis import evidence
    >>> crossings = evidence.known_by("2022-10-11").table("border_crossings", bearing=False)
    >>> found = combinations_near(entries_of_the_wave(crossings), 370_000)
    >>> found.count, found.tried
    (103, 3548)
    """
    _refuse_number(total, "total")
    _refuse_number(within, "within")
    _refuse(counts)
    rows = [r for _, r in counts.sort_values(["geography", "period_end", "key"]).iterrows()]
    clashes = [
        {j for j in range(len(rows)) if j != i and not compatible(rows[i], rows[j])}
        for i in range(len(rows))
    ]
    single = np.array([float(r["central"]) for r in rows])
    halves = tuple(_half(single, clashes, half) for half in _in_two(_groups(clashes)))
    return Combinations(
        total=total,
        within=within,
        count=_count_near(halves, single, total, within),
        tried=len(halves[0].sums) * len(halves[1].sums) - 1 - len(rows),
        near=_listed(halves, [r["key"] for r in rows], total, within),
        halves=halves,
        single=single,
    )


def _refuse_number(number: object, what: str) -> None:
    if not isinstance(number, Real) or not 0 <= number < np.inf:
        raise FlowError(f"{what}={number!r}: wanted a finite number of zero or more")


def _refuse(counts: pd.DataFrame) -> None:
    wrong = counts[(counts["direction"] != "entry") | (counts["unit"] != "crossings")]
    if not wrong.empty:
        row = wrong.iloc[0]
        raise FlowError(
            f"row {row['key']}: wanted entries in crossings, found {row['direction']} in"
            f" {row['unit']}"
        )
    if counts["key"].duplicated().any():
        raise FlowError(f"row {counts.loc[counts['key'].duplicated(), 'key'].iloc[0]} stands twice")
    for row in counts.itertuples():
        _refuse_number(row.central, f"row {row.key}: crossings")
    starts, ends = counts["period_start"], counts["period_end"]
    broken = counts.loc[~(ends >= starts.fillna(ends)), "key"]  # no first day is no fault
    if len(broken):
        raise FlowError(
            f"row {broken.iloc[0]}: wanted a last day that is not before the first, as days"
        )
    if len(counts) > MOST_COUNTS:
        raise FlowError(
            f"{len(counts)} counts: wanted at most {MOST_COUNTS}; leave out the smallest, or add"
            " those of one country first"
        )


def _groups(clashes: list[set[int]]) -> list[list[int]]:
    """Counts that clash with each other, directly or through others, largest group first."""
    left, groups = set(range(len(clashes))), []
    while left:
        group, new = set(), {min(left)}
        while new:
            group |= new
            new = set().union(*(clashes[i] for i in new)) - group
        groups.append(sorted(group))
        left -= group
    return sorted(groups, key=len, reverse=True)


def _in_two(groups: list[list[int]]) -> tuple[list[int], list[int]]:
    """Whole groups in two halves of about one number of counts."""
    halves: tuple[list[int], list[int]] = ([], [])
    for group in groups:
        min(halves, key=len).extend(group)
    return halves


def _half(single: np.ndarray, clashes: list[set[int]], half: list[int]) -> Half:
    """Every set of one half that may be added, the empty one included."""
    sums, parts, members = np.zeros(1), np.zeros(1, dtype=int), np.zeros(1, dtype=np.uint64)
    for i in half:
        barred = np.uint64(sum(1 << j for j in clashes[i]))
        free = (members & barred) == 0
        if len(sums) + free.sum() > MOST_SETS:
            raise FlowError(
                f"{len(single)} counts allow more than {MOST_SETS:,} sets in one half of them:"
                " leave out the smallest, or add those of one country first"
            )
        sums = np.append(sums, sums[free] + single[i])
        parts = np.append(parts, parts[free] + 1)
        members = np.append(members, members[free] | np.uint64(1 << i))
    order = np.argsort(sums, kind="stable")
    return Half(sums=sums[order], parts=parts[order], members=members[order])


def _pairs(one: np.ndarray, other: np.ndarray, total: float, within: float) -> tuple:
    """First and last place in `other`, sorted, that brings each of `one` near the total."""
    first = np.searchsorted(other, total - within - one, side="left")
    return first, np.searchsorted(other, total + within - one, side="right")


def _count_near(halves: tuple[Half, Half], single: np.ndarray, total: float, within: float) -> int:
    """Sets of two counts or more near a total."""
    first, last = _pairs(halves[0].sums, halves[1].sums, total, within)
    fewer = np.append(single, 0.0)  # one count alone, and none
    return int((last - first).sum()) - int((np.abs(fewer - total) <= within).sum())


def _listed(
    halves: tuple[Half, Half], keys: list[str], total: float, within: float
) -> pd.DataFrame:
    """Sets near the total, those of fewest counts first, at most `LISTED`."""
    one, other = halves
    found: list[tuple[float, tuple[str, ...], int]] = []
    for parts in range(2, int(one.parts.max() + other.parts.max()) + 1):
        level = [
            (total_of, tuple(k for i, k in enumerate(keys) if members >> i & 1), parts)
            for here in range(parts + 1)
            for total_of, members in _near_with(one, other, here, parts - here, total, within)
        ]
        found += sorted(level)[: LISTED - len(found)]
        if len(found) == LISTED:
            break
    return pd.DataFrame(found, columns=["sum", "keys", "parts"])


def _near_with(one: Half, other: Half, here: int, there: int, total: float, within: float):
    """Sum and members of the sets near the total with so many counts of each half."""
    mine, theirs = one.parts == here, other.parts == there
    sums, members = one.sums[mine], one.members[mine]
    their_sums, their_members = other.sums[theirs], other.members[theirs]
    first, last = _pairs(sums, their_sums, total, within)
    for i in np.flatnonzero(last > first):
        for j in range(first[i], last[i]):
            yield float(sums[i] + their_sums[j]), int(members[i] | their_members[j])
