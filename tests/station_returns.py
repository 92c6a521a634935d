"""Simulated station returns, and whole percentages by drawing elections.

What the exact test is held against.
"""

import numpy as np
import pandas as pd

from analysis.stations import MEASURES, StationError, included, near_whole
from analysis.stations.mixture.components import EXTREME_SD


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
        If a share leaves 0-1 or there is no station.
    """
    if stations < 1 or not (0 < turnout < 1 and 0 < share < 1):
        raise StationError(
            f"wanted stations and shares between 0 and 1, found {stations}, {turnout}, {share}"
        )
    n = np.maximum(
        np.rint(voters * np.exp(sizes * rng.standard_normal(stations))).astype(np.int64), 30
    )
    g = rng.binomial(n, _around(turnout, spread, stations, rng))
    w = rng.binomial(g, _around(share, spread, stations, rng))
    return _frame(n, g, w)


def _around(mean: float, spread: float, size: int, rng: np.random.Generator) -> np.ndarray:
    """Chances scattered on the logit scale.

    With about the standard deviation `spread` times 4 p (1 - p).
    """
    logit = np.log(mean / (1 - mean)) + 4 * spread * rng.standard_normal(size)
    return 1 / (1 + np.exp(-logit))


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


def write_results(
    returns: pd.DataFrame, part: float, *, rng: np.random.Generator, step: int = 1
) -> pd.DataFrame:
    """Returns of which a part was written.

    Turnout and result set to the nearest multiple of `step` per cent, votes to match.

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


def redrawn_counts(frame: pd.DataFrame, *, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Stations with whole percentages in drawn elections, shape (3, draws).

    By turnout, by result, by either.
    """
    keep = included(frame)
    n, g, r, w = (
        frame.loc[keep, c].to_numpy(dtype=np.int64)
        for c in ("voters", "given", "received", "leader")
    )
    found = np.empty((3, draws))
    for i in range(draws):
        turnout, result = (
            near_whole(rng.binomial(n, g / n), n),
            near_whole(rng.binomial(r, w / r), r),
        )
        found[:, i] = turnout.sum(), result.sum(), (turnout | result).sum()
    return found


def by_redrawing(frame: pd.DataFrame, *, draws: int, rng: np.random.Generator) -> pd.DataFrame:
    """The same by drawing elections, as published: to check the exact way, not to use instead.

    Returns
    -------
    pandas.DataFrame
        Index measure; columns observed, expected, sd, excess, pvalue (share of draws with as many),
        in stations.
    """
    some = frame[included(frame)]
    turnout, result = (
        near_whole(some["given"], some["voters"]),
        near_whole(some["leader"], some["received"]),
    )
    observed = np.array([turnout.sum(), result.sum(), (turnout | result).sum()], dtype=float)
    found = redrawn_counts(some, draws=draws, rng=rng)
    mean, sd = found.mean(axis=1), found.std(axis=1, ddof=1)
    more = (1 + (found >= observed[:, None]).sum(axis=1)) / (1 + draws)
    return pd.DataFrame(
        {
            "observed": observed,
            "expected": mean,
            "sd": sd,
            "excess": observed - mean,
            "pvalue": more,
        },
        index=pd.Index(MEASURES, name="measure"),
    )


def simulated_cloud(
    stations: int,
    incremental: float,
    extreme: float,
    shapes: dict[str, float],
    *,
    rng: np.random.Generator,
    voters: int = 1_000,
) -> np.ndarray:
    """Fingerprint of a vote drawn station by station from the model of stuffing.

    Shape (100, 100); `shapes` by the names of `mixture.components.NAMES`.

    Raises
    ------
    StationError
        If the shares are below zero or above one together.
    """
    if min(incremental, extreme) < 0 or incremental + extreme > 1:
        raise StationError(
            f"shares {incremental} and {extreme}: wanted both above zero and together at most one"
        )
    p = shapes
    t = np.clip(rng.normal(p["turnout"], p["turnout_sd"], stations), 0.01, 0.99)
    v = np.clip(rng.normal(p["share"], p["share_sd"], stations), 0.01, 0.99)
    kind = rng.choice(3, size=stations, p=[1 - incremental - extreme, incremental, extreme])
    half = np.abs(rng.standard_normal(stations))
    moved = np.select(
        [kind == 1, kind == 2],
        [np.clip(p["strength"] * half, 0, 1), np.clip(1 - EXTREME_SD * half, 0, 1)],
        0.0,
    )
    stolen = moved ** p["deviousness"]
    turnout = t + moved * (1 - t)
    share = np.where(kind == 0, v, (v * t + moved * (1 - t) + stolen * (1 - v) * t) / turnout)
    return drawn_cloud(turnout, share, voters, rng=rng)


def drawn_cloud(
    turnout: np.ndarray, share: np.ndarray, voters: int, *, rng: np.random.Generator
) -> np.ndarray:
    """Fingerprint of stations whose ballots fall by chance, shape (100, 100)."""
    g = rng.binomial(voters, np.clip(turnout, 0, 1))
    w = rng.binomial(g, np.clip(share, 0, 1))
    found, _, _ = np.histogram2d(
        np.minimum(g / voters, 0.9999),
        np.minimum(w / np.maximum(g, 1), 0.9999),
        bins=100,
        range=[[0, 1], [0, 1]],
    )
    return found


def honest_cloud(
    stations: int,
    clouds: tuple[tuple[float, float, float], ...],
    *,
    rng: np.random.Generator,
    spread: float = 0.05,
    voters: int = 1_000,
) -> np.ndarray:
    """Fingerprint of honest stations of several electorates.

    Each of `clouds` is (weight, turnout, share); weights add up to one.
    """
    weights, turnout, share = map(np.array, zip(*clouds, strict=True))
    kind = rng.choice(len(clouds), size=stations, p=weights)
    t, s = (np.clip(rng.normal(m[kind], spread), 0.01, 0.99) for m in (turnout, share))
    return drawn_cloud(t, s, voters, rng=rng)
