"""What would returns look like that were counted, and what if they were written?

Simulated stations that add up to announced totals: counted ones scatter as electorates and ballots
do; written ones aim at whole percentages, at round counts, or at the announced share. `telling`
shows which tests could tell them apart.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.stations.contract import StationError

COUNTED = "counted"
SPREAD, SIZES = (
    0.06,
    0.6,
)  # scatter of turnout and share over stations, and of the logarithm of their sizes


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Announced totals of one vote: voters on the lists, ballots, and votes for."""

    region: str
    voters: int
    ballots: int
    votes_for: int

    def __post_init__(self) -> None:
        if not 0 < self.votes_for < self.ballots < self.voters:
            raise StationError(
                f"{self.region}: wanted 0 < votes for < ballots < voters, found {self.votes_for:,},"
                f" {self.ballots:,}, {self.voters:,}"
            )


def counted_returns(
    totals: Totals,
    stations: int,
    *,
    rng: np.random.Generator,
    spread: float = SPREAD,
    sizes: float = SIZES,
) -> pd.DataFrame:
    """Counted returns that add up to announced totals exactly.

    Parameters
    ----------
    totals : Totals
        Voters, ballots and votes for, all stations together.
    stations : int
        Number of stations.
    rng : numpy.random.Generator
        The only source of randomness.
    spread : float
        Standard deviation of turnout and of share over stations, on the probability scale at one
        half.
    sizes : float
        Standard deviation of the logarithm of station sizes.

    Returns
    -------
    pandas.DataFrame
        Columns of `loading.COLUMNS`.

    Raises
    ------
    StationError
        If there is no station, or there are fewer than 100 voters a station.

    Notes
    -----
    Chances scatter on the logit scale around the level that gives the total; ballots are binomial,
    and the few that are then missing or too many are drawn at random.

    Examples
    --------
    >>> totals = Totals(region="A", voters=20_000, ballots=12_000, votes_for=7_000)
    >>> found = counted_returns(totals, 20, rng=np.random.default_rng(1))
    >>> found[["voters", "given", "leader"]].sum().tolist()
    [20000, 12000, 7000]
    """
    if stations < 1 or totals.voters < 100 * stations:
        raise StationError(
            f"{totals.region}: wanted 1 to {totals.voters // 100:,} stations, found {stations:,}"
        )
    weight = np.exp(sizes * rng.standard_normal(stations))
    n = 30 + rng.multinomial(totals.voters - 30 * stations, weight / weight.sum())
    g = _drawn(n, totals.ballots, spread, rng)
    return _frame(n, g, _drawn(g, totals.votes_for, spread, rng))


def _frame(n: np.ndarray, g: np.ndarray, w: np.ndarray) -> pd.DataFrame:
    number = np.arange(len(n))
    return pd.DataFrame(
        {
            "region": "simulated",
            "commission": (number // 30).astype(str),
            "station": number.astype(str),
            "voters": n,
            "given": g,
            "received": g,
            "valid": g,
            "leader": w,
        }
    )


def _drawn(whole: np.ndarray, total: int, spread: float, rng: np.random.Generator) -> np.ndarray:
    """Binomial parts of each whole that add up to a total."""
    from scipy.optimize import brentq
    from scipy.special import expit

    scatter = 4 * spread * rng.standard_normal(len(whole))
    middle = brentq(lambda v: whole @ expit(v + scatter) - total, -40, 40, xtol=1e-15)
    part = rng.binomial(whole, expit(middle + scatter))
    short = total - part.sum()
    room = whole - part if short > 0 else part
    return part + np.sign(short) * rng.multivariate_hypergeometric(
        room, abs(short), method="marginals"
    )


def written_returns(
    returns: pd.DataFrame,
    aim: Callable[[np.ndarray, np.ndarray], np.ndarray],
    *,
    part: float = 1.0,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Returns of which a part was written to an aim, adding up to the same totals.

    Parameters
    ----------
    returns : pandas.DataFrame
        As `counted_returns` gives.
    aim : callable
        One of `AIMS`: the count to write, from count and whole.
    part : float
        Share of stations written, above 0 and at most 1.
    rng : numpy.random.Generator
        Chooses them.

    Returns
    -------
    pandas.DataFrame
        As many stations, with the same columns.

    Raises
    ------
    StationError
        If the part leaves 0-1.

    Notes
    -----
    What the aims leave of the totals falls on stations that are not written, or, where all are, on
    as few as can hold it.

    Examples
    --------
    >>> totals = Totals(region="A", voters=20_000, ballots=12_000, votes_for=7_000)
    >>> counted = counted_returns(totals, 20, rng=np.random.default_rng(1))
    >>> aim, part = AIMS["whole percentages, one in five"]
    >>> found = written_returns(counted, aim, part=part, rng=np.random.default_rng(1))
    >>> found[["voters", "given", "leader"]].sum().tolist()
    [20000, 12000, 7000]
    """
    if not 0 < part <= 1:
        raise StationError(f"part={part}: wanted a share of the stations above 0, at most 1")
    chosen = rng.random(len(returns)) < part
    n, g, w = (returns[c].to_numpy() for c in ("voters", "given", "leader"))
    given = _settled(np.where(chosen, aim(g, n), g), n, np.minimum(w, n) * ~chosen, chosen, g.sum())
    scaled = np.rint(w / np.maximum(g, 1) * given).astype(np.int64)
    leader = _settled(
        np.where(chosen, aim(scaled, given), np.minimum(w, given)), given, 0 * w, chosen, w.sum()
    )
    return _frame(n, given, leader)


def _settled(
    part: np.ndarray, whole: np.ndarray, least: np.ndarray, chosen: np.ndarray, total: int
) -> np.ndarray:
    """Counts changed as little as needed to add up.

    Stations not written first, then those with most room.
    """
    part = np.clip(part, least, whole)
    short = int(total - part.sum())
    room = whole - part if short > 0 else part - least
    order = np.lexsort((-room, chosen))
    taken = np.clip(abs(short) - np.concatenate([[0], room[order].cumsum()[:-1]]), 0, room[order])
    out = part.copy()
    out[order] += np.sign(short) * taken
    return out


def _whole_percent(count: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.rint(np.rint(100 * count / np.maximum(whole, 1)) / 100 * whole).astype(np.int64)


def _round_count(count: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.minimum(10 * np.rint(count / 10), whole).astype(np.int64)


def _same_share(count: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.rint(count.sum() / whole.sum() * whole).astype(np.int64)


AIMS = {
    "whole percentages": (_whole_percent, 1.0),
    "whole percentages, one in five": (_whole_percent, 0.2),
    "counts ending in 0": (_round_count, 1.0),
    "the announced share": (_same_share, 1.0),
}  # way of writing -> aim, share of stations written
