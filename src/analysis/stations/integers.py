"""Are there more stations with whole-number percentages than chance allows?

After Kobak, Shpilkin & Pshenichnikov (2016), Annals of Applied Statistics 10, 54-73: people who
write results down choose round percentages. Where the authors draw a thousand elections, the
expectation here is exact: for each station the binomial probability of landing on a whole
percentage, summed. Boundary cases are decided in integers. Near 100 % the expectation is biased:
stations above 99 % are left out by what they report, and a share that was found is not the share
that was. How many stations the test is blind to is counted, and its chance allows for the bias.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.stations.contract import StationError, whole_numbers
from analysis.stations.tails import upper_tail

MEASURES = ("turnout", "result", "either")
WEIGHTS = ("stations", "voters", "given", "leader")
LEAST_VOTERS = 100
BLIND = 0.25  # share of stations left out from which the test is called blind
MOST_PCT = 99  # turnout and result above are left out: they pile up at 100 for other reasons
EDGE_PCT = (
    95  # above, honest votes differ from the expectation (tests/validation/station_edges.csv)
)
ALLOWED = 0.02  # stations too many for each one above it: honest votes show fewer in 71 of 72 kinds
_NEAR = 20  # within one twentieth of a percentage point
_REACH = 8  # standard deviations; what lies beyond has a chance below 1e-14
_BLOCK = 2_000  # stations at a time, to stay in the cache
_TABLE = 1 << 20  # factorials up to which a table is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """Whole percentages in one set of stations.

    `table` has one row for each of `MEASURES` and `WEIGHTS` with columns measure, weight, observed,
    expected, sd, excess, z; sd is the scatter of a vote without writing. `pvalue` (one-sided, in
    stations, by measure) comes from the saddlepoint of the sum of unequal chances, after `allowed`
    stations were taken off what was observed: so many may be due to stations above 95 %. `above`
    stations lie above 99 % and are left out: the test is blind to them.
    """

    stations: int
    included: int
    above: int
    allowed: dict[str, int]
    table: pd.DataFrame
    pvalue: dict[str, float]

    def row(self, measure: str, weight: str = "stations") -> pd.Series:
        """One row of the table."""
        return self.table[
            (self.table["measure"] == measure) & (self.table["weight"] == weight)
        ].iloc[0]


def included(frame: pd.DataFrame) -> np.ndarray:
    """Stations that take part.

    A hundred voters or more (ballots, where no voters are given), a ballot counted, turnout and
    result at most 99 %.

    Parameters
    ----------
    frame : pandas.DataFrame
        Returns as `check_stations` or `read` leaves them.

    Returns
    -------
    numpy.ndarray of bool, shape (stations,)
        True where a station takes part.

    Examples
    --------
    >>> votes = {"voters": [1000, 90, 500], "given": [600, 60, 500]}
    >>> frame = pd.DataFrame(votes | {"received": [600, 60, 500], "leader": [300, 30, 300]})
    >>> included(frame).tolist()
    [True, False, False]
    """
    n, g, r, w = _counts(frame)
    return eligible(frame) & (100 * g <= MOST_PCT * n) & (100 * w <= MOST_PCT * r)


def eligible(frame: pd.DataFrame) -> np.ndarray:
    """Stations of a hundred voters or more with a ballot counted; boolean, shape (stations,)."""
    n, _, r, _ = _counts(frame)
    return (r > 0) & (n >= LEAST_VOTERS)


def allowances(frame: pd.DataFrame) -> dict[str, int]:
    """Stations that may hit a whole percentage too often although votes were counted, by measure.

    `ALLOWED` for each station above `EDGE_PCT`, those left out above `MOST_PCT` too.
    """
    n, g, r, w = _counts(frame)
    edge = {"turnout": 100 * g > EDGE_PCT * n, "result": 100 * w > EDGE_PCT * r}
    edge["either"] = edge["turnout"] | edge["result"]
    held = eligible(frame)
    return {m: round(ALLOWED * int((held & edge[m]).sum())) for m in MEASURES}


def measures(frame: pd.DataFrame) -> tuple[str, ...]:
    """Of `MEASURES` those that returns allow: without voters there is no turnout."""
    return MEASURES if "voters" in frame else ("result",)


def _counts(frame: pd.DataFrame) -> list[np.ndarray]:
    """Voters, given, received, leader; where no voters are given, ballots counted and nothing."""
    r, w = (whole_numbers(frame[c], c) for c in ("received", "leader"))
    if "voters" not in frame:
        return [r, 0 * r, r, w]
    return [*(whole_numbers(frame[c], c) for c in ("voters", "given")), r, w]


def near_whole(count: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Whether 100 x count / total lies within 0.05 of a whole number, decided in integers.

    Parameters
    ----------
    count, total : numpy.ndarray of int, shape (stations,)
        Counts, and the numbers they are shares of, above zero.

    Returns
    -------
    numpy.ndarray of bool, shape (stations,)
        True where the share is as good as whole.

    Examples
    --------
    >>> near_whole(np.array([500, 503]), np.array([1000, 1000])).tolist()
    [True, False]
    """
    rest = (100 * count) % total
    return np.minimum(rest, total - rest) * _NEAR <= total


def chance_of_whole(count: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Binomial chance that a redrawn count lands within 0.05 of a whole percentage.

    Parameters
    ----------
    count, total : numpy.ndarray of int, shape (stations,)
        The count found and the number it is a share of; the chance of each ballot is count / total.

    Returns
    -------
    numpy.ndarray, shape (stations,)
        Between 0 and 1; whole percentages further than eight standard deviations away are left out
        (less than 1e-14).

    Raises
    ------
    StationError
        If a number is no count, or a count exceeds its total.

    Examples
    --------
    >>> chance_of_whole(np.array([1, 50]), np.array([2, 100])).round(6).tolist()
    [1.0, 1.0]
    >>> chance_of_whole(np.array([500]), np.array([1000])).round(4).tolist()
    [0.1]
    """
    n, k = whole_numbers(total, "total"), whole_numbers(count, "count")
    if (k > n).any():
        at = int((k > n).argmax())
        raise StationError(
            f"station {at + 1}: wanted at most {n[at]:,} of so many, found {k[at]:,}"
        )
    chance = np.ones(len(n))
    open_ = np.flatnonzero((k > 0) & (k < n))  # nothing is left to chance in the others
    if not len(open_):
        return chance
    log_factorial = _log_factorial(int(min(n.max(), _TABLE)))
    for start in range(0, len(open_), _BLOCK):
        some = open_[start : start + _BLOCK]
        chance[some] = _chance(k[some], n[some], log_factorial)
    return np.minimum(chance, 1.0)


def _log_factorial(most: int) -> Callable[[np.ndarray], np.ndarray]:
    """Logarithms of factorials: from a table where totals are those of stations, else computed."""
    from scipy.special import gammaln

    table = _log_factorials(1 << (most + 2).bit_length())

    def found(n: np.ndarray) -> np.ndarray:
        return table[n] if n.size == 0 or n.max() < len(table) else gammaln(n + 1.0)

    return found


@lru_cache(maxsize=4)
def _log_factorials(size: int) -> np.ndarray:
    from scipy.special import gammaln

    return gammaln(np.arange(size) + 1.0)


def _chance(k: np.ndarray, n: np.ndarray, log_factorial: Callable) -> np.ndarray:
    """Binomial masses within a twentieth of a point of the whole percentages in reach.

    Added up by station.
    """
    p = k / n
    reach = np.ceil(100 * _REACH * np.sqrt(p * (1 - p) / n)).astype(np.int64) + 1
    first, last = np.maximum(100 * k // n - reach, 0), np.minimum(100 * k // n + 1 + reach, 100)
    station, percent = _ranges(first, last)
    near = 20 * percent * n[station]
    low = np.maximum(
        -((n[station] - near) // 2000), 0
    )  # smallest j with 2000 j >= (20 percent - 1) n
    high = np.minimum((near + n[station]) // 2000, n[station])
    pair, j = _ranges(low, high)
    station = station[pair]
    rest = n[station] - j
    binomial = log_factorial(n)[station] - log_factorial(j) - log_factorial(rest)
    log_mass = binomial + j * np.log(p)[station] + rest * np.log1p(-p)[station]
    return np.bincount(station, weights=np.exp(log_mass), minlength=len(n))


def _ranges(first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every whole number from first to last of each row, behind the number of its row."""
    length = np.maximum(last - first + 1, 0)
    row = np.repeat(np.arange(len(first)), length)
    return row, np.arange(len(row)) + (first - (length.cumsum() - length))[row]


def integer_excess(frame: pd.DataFrame) -> Excess:
    """Whole percentages above their exact expectation, by turnout, by result, and by either.

    Parameters
    ----------
    frame : pandas.DataFrame
        Returns as `check_stations` or `read` leaves them; without voters only the result is tested.

    Returns
    -------
    Excess
        Observed and expected in the unit of each weight; p-values one-sided.

    Raises
    ------
    StationError
        If no station takes part.

    Notes
    -----
    Turnout (given of voters) and result (leader's votes of ballots counted) are redrawn
    independently, as the authors do. The variance is the sum of q (1 - q) weight squared.

    References
    ----------
    Kobak, Shpilkin & Pshenichnikov (2016), Ann. Appl. Stat. 10, 54-73.

    Examples
    --------
    >>> votes = {"voters": [1000, 1000], "given": [500, 503], "received": [500, 503]}
    >>> one = integer_excess(pd.DataFrame(votes | {"leader": [250, 300]})).row("turnout")
    >>> f"{one['observed']:.0f} observed, {one['expected']:.1f} expected"
    '1 observed, 0.2 expected'
    """
    keep = _refuse_none(frame)
    some = frame[keep]
    seen, chance = whole_and_chance(some)
    held = [c for c in WEIGHTS[1:] if c in some]
    weights = {"stations": np.ones(len(some))} | {c: whole_numbers(some[c], c) for c in held}
    rows = []
    for measure in measures(frame):
        q = chance[measure]
        for name, weight in weights.items():
            observed, expected = float(weight @ seen[measure]), float(weight @ q)
            sd = float(np.sqrt((np.asarray(weight, dtype=float) ** 2) @ (q * (1 - q))))
            off = observed - expected
            rows.append((measure, name, observed, expected, sd, off, off / sd if sd else 0.0))
    allowed = allowances(frame)
    pvalues = {m: upper_tail(chance[m], int(seen[m].sum()) - allowed[m]) for m in measures(frame)}
    table = pd.DataFrame(
        rows, columns=["measure", "weight", "observed", "expected", "sd", "excess", "z"]
    )
    return Excess(
        stations=len(frame),
        included=int(keep.sum()),
        above=int((eligible(frame) & ~keep).sum()),
        allowed=allowed,
        table=table,
        pvalue=pvalues,
    )


def _refuse_none(frame: pd.DataFrame) -> np.ndarray:
    """Stations that take part; refused if there are none."""
    keep = included(frame)
    if not keep.any():
        raise StationError(
            f"none of {len(frame)} stations takes part: wanted {LEAST_VOTERS} voters or more and"
            f" shares of at most {MOST_PCT} %"
        )
    return keep


def whole_and_chance(frame: pd.DataFrame) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Whether each station hits a whole percentage, and its chance to, by measure.

    Each of shape (stations,).
    """
    n, g, r, w = _counts(frame)
    if "voters" not in frame:
        return {"result": near_whole(w, r)}, {"result": chance_of_whole(w, r)}
    seen = {"turnout": near_whole(g, n), "result": near_whole(w, r)}
    chance = {"turnout": chance_of_whole(g, n), "result": chance_of_whole(w, r)}
    seen["either"] = seen["turnout"] | seen["result"]
    chance["either"] = 1 - (1 - chance["turnout"]) * (1 - chance["result"])
    return seen, chance


def by_region(frame: pd.DataFrame) -> pd.DataFrame:
    """Excess of every region with p-values adjusted for their number.

    Regions with no station that takes part are left out.

    Parameters
    ----------
    frame : pandas.DataFrame
        Returns as `check_stations` or `read` leaves them.

    Returns
    -------
    pandas.DataFrame
        One row a region: region, stations, included, and for each measure excess (stations), z,
        pvalue (one-sided) and adjusted.

    Raises
    ------
    StationError
        If no station of any region takes part.

    References
    ----------
    Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57, 289-300.

    Examples
    --------
    >>> told = {"region": ["A", "B"], "voters": [1000, 1000], "given": [500, 503]}
    >>> more = {"received": [500, 503], "leader": [250, 300]}
    >>> by_region(pd.DataFrame(told | more))[["region", "included", "excess_turnout"]].round(2)
      region  included  excess_turnout
    0      A         1             0.9
    1      B         1            -0.1
    """
    from scipy.stats import false_discovery_control

    _refuse_none(frame)
    rows = []
    for region, some in frame.groupby("region", sort=True):
        if not included(some).any():
            continue
        found = integer_excess(some)
        row = {"region": region, "stations": found.stations, "included": found.included}
        for m in measures(frame):
            one = found.row(m)
            row |= {
                f"excess_{m}": one["excess"],
                f"z_{m}": one["z"],
                f"pvalue_{m}": found.pvalue[m],
            }
        rows.append(row)
    table = pd.DataFrame(rows)
    return table.assign(
        **{f"adjusted_{m}": false_discovery_control(table[f"pvalue_{m}"]) for m in measures(frame)}
    )
