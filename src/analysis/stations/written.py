"""What would returns look like that were counted, and what if they were written?

Simulated stations that add up to announced totals: counted ones scatter as electorates and ballots do; written ones aim at round percentages. They show which tests could tell
them apart had station returns come with the announcements, and from how many stations on.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.stations.integers import integer_excess
from analysis.stations.loading import StationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """Share of simulated votes flagged at a level, by number of stations and share of stations written; index stations, columns written."""

    level: float
    flagged: pd.DataFrame


def honest_returns(
    stations: int,
    *,
    turnout: float,
    share: float,
    rng: np.random.Generator,
    voters: int = 1_500,
    spread: float = 0.06,
    sizes: float = 0.6,
) -> pd.DataFrame:
    """Counted returns: stations differ in size, turnout and preference, and ballots are binomial.

    Parameters
    ----------
    stations : int
        Number of stations.
    turnout, share : float
        Means over stations, between 0 and 1.
    rng : numpy.random.Generator
        The only source of randomness.
    voters : int
        Median voters of a station.
    spread : float
        Standard deviation of turnout and of share over stations, on the probability scale at one half.
    sizes : float
        Standard deviation of the logarithm of station sizes.

    Returns
    -------
    pandas.DataFrame
        Columns of `loading.COLUMNS`.

    Raises
    ------
    StationError
        If a share leaves 0-1 or there is no station.
    """
    if stations < 1 or not (0 < turnout < 1 and 0 < share < 1):
        raise StationError(f"wanted stations and shares between 0 and 1, found {stations}, {turnout}, {share}")
    n = np.maximum(np.rint(voters * np.exp(sizes * rng.standard_normal(stations))).astype(np.int64), 30)
    g = rng.binomial(n, _around(turnout, spread, stations, rng))
    w = rng.binomial(g, _around(share, spread, stations, rng))
    return _frame(n, g, w)


def _around(mean: float, spread: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Chances scattered on the logit scale, with about the standard deviation `spread` times 4 p (1 - p)."""
    logit = np.log(mean / (1 - mean)) + 4 * spread * rng.standard_normal(size)
    return 1 / (1 + np.exp(-logit))


def _frame(n: np.ndarray, g: np.ndarray, w: np.ndarray) -> pd.DataFrame:
    number = np.arange(len(n))
    return pd.DataFrame(
        {"region": "simulated", "commission": (number // 30).astype(str), "station": number.astype(str), "voters": n, "given": g, "received": g, "valid": g,
         "leader": w}
    )  # fmt: skip


def write_results(returns: pd.DataFrame, part: float, *, rng: np.random.Generator, step: int = 1) -> pd.DataFrame:
    """Returns of which a part was written: turnout and result set to the nearest multiple of `step` per cent, votes to match.

    Parameters
    ----------
    returns : pandas.DataFrame
        As `honest_returns` gives.
    part : float
        Share of stations written, 0 to 1.
    rng : numpy.random.Generator
        Chooses them.
    step : int
        1 for whole percentages, 5 for multiples of five.

    Raises
    ------
    StationError
        If the part leaves 0-1.
    """
    if not 0 <= part <= 1:
        raise StationError(f"part={part}: wanted a share of the stations between 0 and 1")
    chosen = rng.random(len(returns)) < part
    n, g, w = (returns[c].to_numpy(copy=True) for c in ("voters", "given", "leader"))
    aim = np.clip(step * np.rint(100 * g / n / step), step, 99)
    written_g = np.rint(aim / 100 * n).astype(np.int64)
    goal = np.clip(step * np.rint(100 * w / np.maximum(g, 1) / step), step, 99)
    written_w = np.rint(goal / 100 * written_g).astype(np.int64)
    g[chosen], w[chosen] = written_g[chosen], written_w[chosen]
    return _frame(n, g, w)


def power(
    stations: tuple[int, ...],
    parts: tuple[float, ...],
    *,
    turnout: float,
    share: float,
    level: float,
    draws: int,
    rng: np.random.Generator,
) -> Power:
    """How often the integer test flags simulated votes, by number of stations and by part written; part 0 is the false alarm.

    Parameters
    ----------
    stations, parts : tuple
        Numbers of stations, and shares of them written.
    turnout, share : float
        As in `honest_returns`: an announced result.
    level : float
        Level of the test, for example 0.05.
    draws, rng
        Votes simulated for each pair, source of randomness.
    """
    flagged = pd.DataFrame(index=pd.Index(stations, name="stations"), columns=list(parts), dtype=float)
    for m in stations:
        hits = np.zeros(len(parts))
        for _ in range(draws):
            counted = honest_returns(m, turnout=turnout, share=share, rng=rng)
            hits += [integer_excess(write_results(counted, p, rng=rng)).pvalue["either"] <= level for p in parts]
        flagged.loc[m] = hits / draws
    return Power(level=level, flagged=flagged)
