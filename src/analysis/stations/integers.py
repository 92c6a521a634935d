"""Are there more stations with whole-number percentages than chance allows?

After Kobak, Shpilkin & Pshenichnikov (2016), Annals of Applied Statistics 10, 54-73: people who
write results down choose round percentages. Where the authors draw a thousand elections, the
expectation here is exact: for each station the binomial probability of landing on a whole
percentage, summed. Boundary cases are decided in integers.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.stations.contract import StationError

MEASURES = ("turnout", "result", "either")
WEIGHTS = ("stations", "voters", "given", "leader")
LEAST_VOTERS = 100
MOST_PCT = 99  # turnout and result above are left out: they pile up at 100 for other reasons
_NEAR = 20  # within one twentieth of a percentage point
_REACH = 8  # standard deviations; what lies beyond has a chance below 1e-14
_BLOCK = 2_000  # stations at a time, to stay in the cache
_FEW = 500  # trials up to which a tail is added up exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """Whole percentages in one set of stations.

    `table` has one row for each of `MEASURES` and `WEIGHTS` with columns measure, weight, observed,
    expected, sd, excess, z; `pvalue` (one-sided, in stations, by measure) comes from the
    saddlepoint of the sum of unequal chances.
    """

    stations: int
    included: int
    table: pd.DataFrame
    pvalue: dict[str, float]

    def row(self, measure: str, weight: str = "stations") -> pd.Series:
        """One row of the table."""
        return self.table[
            (self.table["measure"] == measure) & (self.table["weight"] == weight)
        ].iloc[0]


def included(frame: pd.DataFrame) -> np.ndarray:
    """Stations that take part.

    A hundred voters or more, a ballot counted, turnout and result at most 99 %; boolean, shape
    (stations,).
    """
    n, g, r, w = (
        frame[c].to_numpy(dtype=np.int64) for c in ("voters", "given", "received", "leader")
    )
    return (r > 0) & (n >= LEAST_VOTERS) & (100 * g <= MOST_PCT * n) & (100 * w <= MOST_PCT * r)


def near_whole(count: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Whether 100 x count / total lies within 0.05 of a whole number, decided in integers.

    Same shape as the inputs.
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
    """
    n, k = np.asarray(total, dtype=np.int64), np.asarray(count, dtype=np.int64)
    chance = np.ones(len(n))
    open_ = np.flatnonzero((k > 0) & (k < n))  # nothing is left to chance in the others
    if not len(open_):
        return chance
    log_factorial = _log_factorials(1 << int(n.max() + 2).bit_length())
    for start in range(0, len(open_), _BLOCK):
        some = open_[start : start + _BLOCK]
        chance[some] = _chance(k[some], n[some], log_factorial)
    return np.minimum(chance, 1.0)


@lru_cache(maxsize=4)
def _log_factorials(size: int) -> np.ndarray:
    from scipy.special import gammaln

    return gammaln(np.arange(size) + 1.0)


def _chance(k: np.ndarray, n: np.ndarray, log_factorial: np.ndarray) -> np.ndarray:
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
    binomial = log_factorial[n][station] - log_factorial[j] - log_factorial[rest]
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
        Returns as `loading.check_stations` leaves them.

    Returns
    -------
    Excess

    Raises
    ------
    StationError
        If no station takes part.

    Notes
    -----
    Turnout (given of voters) and result (leader's votes of ballots counted) are redrawn
    independently, as the authors do. The variance is the sum of q (1 - q), times the weight
    squared.
    """
    keep = included(frame)
    if not keep.any():
        raise StationError(
            f"none of {len(frame)} stations takes part: wanted {LEAST_VOTERS} voters or more and"
            f" shares of at most {MOST_PCT} %"
        )
    some = frame[keep]
    seen, chance = whole_and_chance(some)
    weights = {"stations": np.ones(len(some))} | {
        c: some[c].to_numpy(dtype=np.int64) for c in WEIGHTS[1:]
    }
    rows = []
    for measure in MEASURES:
        q = chance[measure]
        for name, weight in weights.items():
            observed, expected = float(weight @ seen[measure]), float(weight @ q)
            sd = float(np.sqrt((np.asarray(weight, dtype=float) ** 2) @ (q * (1 - q))))
            rows.append(
                (
                    measure,
                    name,
                    observed,
                    expected,
                    sd,
                    observed - expected,
                    (observed - expected) / sd if sd else 0.0,
                )
            )
    pvalues = {m: upper_tail(chance[m], int(seen[m].sum())) for m in MEASURES}
    table = pd.DataFrame(
        rows, columns=["measure", "weight", "observed", "expected", "sd", "excess", "z"]
    )
    return Excess(stations=len(frame), included=int(keep.sum()), table=table, pvalue=pvalues)


def whole_and_chance(frame: pd.DataFrame) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Whether each station hits a whole percentage, and its chance to, by measure.

    Each of shape (stations,).
    """
    n, g, r, w = (
        frame[c].to_numpy(dtype=np.int64) for c in ("voters", "given", "received", "leader")
    )
    seen = {"turnout": near_whole(g, n), "result": near_whole(w, r)}
    chance = {"turnout": chance_of_whole(g, n), "result": chance_of_whole(w, r)}
    seen["either"] = seen["turnout"] | seen["result"]
    chance["either"] = 1 - (1 - chance["turnout"]) * (1 - chance["result"])
    return seen, chance


def upper_tail(chances: np.ndarray, observed: int) -> float:
    """Probability of at least `observed` successes among independent trials with unequal chances.

    Added up exactly for a few hundred trials; beyond, the saddlepoint approximation of Lugannani &
    Rice with Daniels' continuity correction (1987, International Statistical Review 55, 37-48), and
    next to the mean, where that breaks down, the normal one with skewness.

    Parameters
    ----------
    chances : numpy.ndarray, shape (trials,)
        Between 0 and 1.
    observed : int
        Number of successes.
    """
    from scipy.optimize import brentq
    from scipy.special import log_ndtr, ndtr

    q = np.asarray(chances, dtype=float)
    sure = int((q >= 1).sum())
    q, x = q[(q > 0) & (q < 1)], observed - sure
    if x <= 0:
        return 1.0
    if x > len(q):
        return 0.0
    if len(q) <= _FEW:
        return float(min(_number_of_successes(q)[x:].sum(), 1.0))
    if x == len(q):
        return float(np.exp(np.log(q).sum()))

    def tilted(s: float) -> np.ndarray:
        return q / (q + (1 - q) * np.exp(-s))

    s = brentq(lambda v: tilted(v).sum() - x, -700, 700, xtol=1e-16)
    t = tilted(s)
    variance = (t * (1 - t)).sum()
    log_mgf = np.log1p(q * np.expm1(s)) if s < 1 else np.logaddexp(np.log1p(-q), np.log(q) + s)
    # trial by trial: near the mean little is left of two large sums
    exponent = 2 * (s * t - log_mgf).sum()
    if abs(s) < 1e-4 or exponent <= 0:
        around = (q * (1 - q)).sum()
        z = (x - 0.5 - q.sum()) / np.sqrt(around)
        skewness = (q * (1 - q) * (1 - 2 * q)).sum() / around**1.5
        return float(
            ndtr(-z) + np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * skewness * (z**2 - 1) / 6
        )
    r = np.sign(s) * np.sqrt(exponent)
    v = (1 - np.exp(-s)) * np.sqrt(variance)
    if r > 8:
        return float(np.exp(log_ndtr(-r) + np.log(max(r / v, 1e-300)) if v > 0 else log_ndtr(-r)))
    density = np.exp(-(r**2) / 2) / np.sqrt(2 * np.pi)
    return float(np.clip(ndtr(-r) + density * (1 / v - 1 / r), 0.0, 1.0))


def _number_of_successes(q: np.ndarray) -> np.ndarray:
    """Chances of 0, 1, 2 ... successes, added up exactly.

    Trials are joined two by two, many pairs at once while they are short.
    """
    mass = np.stack([1 - q, q], axis=1)
    while len(mass) > 16:
        if len(mass) % 2:
            mass = np.vstack([mass, np.eye(1, mass.shape[1])])  # a trial that never succeeds
        left, right = mass[::2], mass[1::2]
        mass = np.zeros((len(left), 2 * left.shape[1] - 1))
        for at in range(left.shape[1]):
            mass[:, at : at + right.shape[1]] += left[:, at : at + 1] * right
    out = np.ones(1)
    for one in mass:
        out = np.convolve(out, one)
    return out


def by_region(frame: pd.DataFrame) -> pd.DataFrame:
    """Excess of every region with p-values adjusted for their number.

    Returns
    -------
    pandas.DataFrame
        One row a region: region, stations, included, and for each measure excess, z, pvalue and
        adjusted (Benjamini & Hochberg); regions with no station that takes part have none.
    """
    from scipy.stats import false_discovery_control

    rows = []
    for region, some in frame.groupby("region", sort=True):
        if not included(some).any():
            continue
        found = integer_excess(some)
        row = {"region": region, "stations": found.stations, "included": found.included}
        for m in MEASURES:
            one = found.row(m)
            row |= {
                f"excess_{m}": one["excess"],
                f"z_{m}": one["z"],
                f"pvalue_{m}": found.pvalue[m],
            }
        rows.append(row)
    table = pd.DataFrame(rows)
    return table.assign(
        **{f"adjusted_{m}": false_discovery_control(table[f"pvalue_{m}"]) for m in MEASURES}
    )
