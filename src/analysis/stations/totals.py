"""Which rows of returns are sums of other rows?

Found by arithmetic in every count; names only help. Pure functions.
"""

import numpy as np
import pandas as pd

WORDS = r"^\s*(?:сумма|итого|всего)\b"  # that begin the name of a row of totals
WORDS_ALONE = (
    r"^\s*(?:(?:grand |sub-?)?totals?|разом|усього|summe|insgesamt|gesamt|барлығы|ჯამი)\s*$"
)
# that are the whole name
_SURE = 4  # different counts of a row, from which it equals a sum of others by no accident
_MANY = 10  # stations, of which no single one is the sum by accident
_HUNDRED = 100  # voters, or valid ballots; a smaller row says nothing about sums


def sums_of_others(frame: pd.DataFrame, counts: pd.DataFrame) -> pd.Series:
    """Rows that equal the sum of the rest, of another region or commission, or of a run of rows.

    Found by arithmetic in every count, whatever the row is called, subtotals first and then what
    adds them up. A run ends just above its sum or begins just below it, as in a file of which no
    column names the regions. A sum of a single other station is no total. A row of few different
    counts, as where all listed voters vote, may equal the sum of a few others by accident: such
    sums of few are totals only if most groups have one.
    """
    counts = counts.fillna(0)
    total = pd.Series(False, index=frame.index)
    sure = counts[_not_repeated(counts)].nunique(axis=1) >= _SURE
    while True:
        more = _sums(frame[~total], counts[~total], sure=sure[~total])
        if not more.any():
            return total
        total |= more.reindex(total.index, fill_value=False)


def _sums(frame: pd.DataFrame, counts: pd.DataFrame, *, sure: pd.Series) -> pd.Series:
    """Rows that are sums of others while no sum is taken out; of few others where `sure`."""
    total = pd.Series(False, index=frame.index)
    filled = (counts > 0).any(axis=1)
    for keys in (["region", "commission"], ["region"], []):
        by = [frame[k].astype(str) for k in keys] or [pd.Series("", index=frame.index)]
        groups, size = counts.groupby(by), filled.groupby(by).transform("sum")
        own = (size > 2) & (2 * counts == groups.transform("sum")).all(axis=1)
        summed = filled.groupby(by).sum()
        sums = groups.sum()[summed > 1]  # of a group that a row stands apart from
        apart = pd.MultiIndex.from_frame(counts).isin(pd.MultiIndex.from_frame(sums))
        found = (own | apart) & _counting(counts)
        most = 2 * int(found.sum()) >= len(sums)
        total |= found if most else found & (sure | (own & (size > _MANY)))
    least = np.where(sure, 2, _MANY)
    runs = _of_run(counts, least) | _of_run(counts[::-1], least[::-1])[::-1]
    return total | (runs & _counting(counts))


def _of_run(counts: pd.DataFrame, least: np.ndarray) -> pd.Series:
    """Rows that equal the sum of at least so many filled rows that stand just above them."""
    values = counts.to_numpy(dtype=float)
    above = np.cumsum(np.vstack([np.zeros(values.shape[1]), values]), axis=0)
    filled = np.cumsum([0, *(values > 0).any(axis=1)])
    place = {row.tobytes(): i for i, row in enumerate(above)}
    starts = [place.get(row.tobytes(), -1) for row in above[:-1] - values]
    long = [s >= 0 and filled[i] - filled[s] >= least[i] for i, s in enumerate(starts)]
    return pd.Series(long, index=counts.index, dtype=bool)


def _counting(counts: pd.DataFrame) -> pd.Series:
    """Rows large enough to tell a sum from a coincidence."""
    whole = counts["voters"] if "voters" in counts else counts["valid"]
    return (whole >= _HUNDRED) & (counts["leader"] > 0)


def _not_repeated(counts: pd.DataFrame) -> list[str]:
    """Columns of counts that do not repeat another one."""
    columns = {c: counts[c].to_numpy() for c in counts}
    return [
        c
        for n, (c, held) in enumerate(columns.items())
        if not any(np.array_equal(held, other) for other in list(columns.values())[:n])
    ]
