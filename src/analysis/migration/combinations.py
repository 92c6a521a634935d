"""How many sums of published counts come near a printed total?

Exhaustive: every set of reported windows that may be added (no country twice for the same days, no
country beside an area that contains it) is summed. Many sums near a total mean that none of them
can be called its source.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.migration.flows import CONTAINS, MIN_WINDOW_DAYS, WAVE, FlowError


@dataclass(frozen=True, slots=True, kw_only=True)
class Combinations:
    """Sums of compatible counts near a total, in crossings.

    `sums` has columns sum, keys, parts for all sets of two or more.
    """

    total: float
    within: float
    near: pd.DataFrame
    sums: pd.DataFrame

    @property
    def count(self) -> int:
        """Number of sums near the total."""
        return len(self.near)

    def near_each(self, totals: list[float]) -> pd.Series:
        """How many sums lie as near to each of other totals: the yardstick for `count`."""
        found = [int(((self.sums["sum"] - t).abs() <= self.within).sum()) for t in totals]
        return pd.Series(found, index=totals, name="sums near")

    def in_words(self, counts: pd.DataFrame, first: int) -> list[str]:
        """The first sums near the total, as a reader would add them.

        With the last day of each count; a star marks the text's own.
        """
        named = {
            r.key: (
                f"{r.central:,.0f} ({r.geography},"
                f" {r.period_end:%-d %b}{'*' if getattr(r, 'how_read', '') == 'article' else ''})"
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
    """
    here = crossings[
        (crossings["direction"] == "entry")
        & (crossings["unit"] == "crossings")
        & crossings["how_read"].isin(["excerpt", "dataset", "article"])
        & (crossings["period_end"] <= pd.Timestamp(until))
        & (crossings["period_end"] >= pd.Timestamp(since))
    ]
    starts = here["period_start"]
    long_enough = ((here["period_end"] - starts).dt.days + 1 >= MIN_WINDOW_DAYS) & (
        starts >= pd.Timestamp(since)
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
        Entries with key, geography, period_start, period_end, central (crossings).
    total : float
        Printed total, crossings.
    within : float
        Half a unit of the last digit printed: 5,000 for a total given to ten thousands.

    Raises
    ------
    FlowError
        If a count is not an entry in crossings, or keys repeat.
    """
    wrong = counts[(counts["direction"] != "entry") | (counts["unit"] != "crossings")]
    if not wrong.empty:
        row = wrong.iloc[0]
        raise FlowError(
            f"row {row['key']}: wanted entries in crossings, found {row['direction']} in"
            f" {row['unit']}"
        )
    if counts["key"].duplicated().any():
        raise FlowError(f"row {counts.loc[counts['key'].duplicated(), 'key'].iloc[0]} stands twice")
    rows = [row for _, row in counts.sort_values(["geography", "period_end", "key"]).iterrows()]
    clashes = [{j for j in range(i) if not compatible(rows[i], rows[j])} for i in range(len(rows))]
    sets: list[tuple[int, ...]] = [()]
    for i in range(len(rows)):
        sets += [(*s, i) for s in sets if clashes[i].isdisjoint(s)]
    found = [
        (sum(rows[i]["central"] for i in s), tuple(rows[i]["key"] for i in s), len(s))
        for s in sets
        if len(s) > 1
    ]
    sums = pd.DataFrame(found, columns=["sum", "keys", "parts"])
    near = sums[(sums["sum"] - total).abs() <= within].sort_values(
        ["parts", "sum"], ignore_index=True
    )
    return Combinations(total=total, within=within, near=near, sums=sums)
