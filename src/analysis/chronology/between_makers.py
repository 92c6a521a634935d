"""How far do map makers differ, and what can so few of them bear?

Each map maker measures the change by maps of his own; makers differ by more than versions of one
map do, so a variance between makers is part of any summary. Makers whose maps are drawn from
another's are no further witness and are left out. Pure: draws nothing and reads no file.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.chronology.dates_and_areas import AreaChange, ChronologyError

DRAWN_FROM = {"NZZ (drawn from Liveuamap)": "Liveuamap"}  # map maker -> maker of the maps redrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomEffects:
    """Mean of effects that differ by more than their errors.

    `low` and `high` after Hartung and Knapp, modified so that makers who agree by chance leave no
    interval shorter than their errors, with a t quantile of `makers` - 1 degrees; `tau2` is
    the variance between makers, `q` the weighted sum of squares about the fixed mean.
    """

    mean: float
    low: float
    high: float
    tau2: float
    q: float
    makers: int


def random_effects(
    effects: Iterable[float], variances: Iterable[float], *, level: float = 0.95
) -> RandomEffects:
    """Mean and variance between makers by moments, modified interval of Hartung and Knapp.

    Parameters
    ----------
    effects : array_like of float, shape (makers,)
        One effect a maker, for example the log ratio of two areas.
    variances : array_like of float, shape (makers,)
        Squared standard error of each, above 0.
    level : float
        Coverage of the interval, above 0 and below 1.

    Returns
    -------
    RandomEffects
        With two or three makers the t quantile is 12.7 or 4.3 at 95 %: the interval is wide, and
        right to be. A normal quantile would be too short (see References).

    Raises
    ------
    ChronologyError
        If there are fewer than two makers, lengths differ, a variance is not above zero, a number
        is not finite, numbers are too large or too small to compute with, or the level leaves 0-1.

    References
    ----------
    DerSimonian & Laird (1986), Control. Clin. Trials 7, 177-188; Hartung & Knapp (2001), Stat. Med.
    20, 3875-3889, with a scale of at least 1 as Röver, Knapp & Friede (2015), BMC Med. Res.
    Methodol. 15, 99; on few studies IntHout, Ioannidis & Borm (2014), the same journal 14, 25.

    Examples
    --------
    >>> found = random_effects([-1.0, 0.0, 1.0], [0.01, 0.01, 0.01])
    >>> round(found.tau2, 2), round(found.low, 2), round(found.high, 2)
    (0.99, -2.48, 2.48)
    """
    y, v = np.array(list(effects), dtype=float), np.array(list(variances), dtype=float)
    _refuse(y, v, level)
    with np.errstate(all="ignore"):  # what overflows is refused below
        found = _by_moments(y, v, level)
    if not np.isfinite([found.low, found.high, found.tau2, found.q]).all():
        raise ChronologyError(f"no finite result of {y}, {v}; next: state them in another unit")
    return found


def _by_moments(y: np.ndarray, v: np.ndarray, level: float) -> RandomEffects:
    from scipy.stats import t

    fixed, freedom = 1 / v, len(y) - 1
    q = fixed @ (y - (fixed * y).sum() / fixed.sum()) ** 2
    tau2 = np.maximum(0.0, (q - freedom) / (fixed.sum() - (fixed @ fixed) / fixed.sum()))
    weight = 1 / (v + tau2)
    mean = float((weight * y).sum() / weight.sum())
    scale = np.maximum(1.0, weight @ (y - mean) ** 2 / freedom)  # below 1 they agree by chance
    reach = float(t.ppf((1 + level) / 2, freedom) * np.sqrt(scale / weight.sum()))
    return RandomEffects(
        mean=mean, low=mean - reach, high=mean + reach, tau2=float(tau2), q=float(q), makers=len(y)
    )


def _refuse(y: np.ndarray, v: np.ndarray, level: float) -> None:
    if len(y) < 2 or y.shape != v.shape:
        raise ChronologyError(
            f"wanted an effect and a variance of two makers or more, found {len(y)} and {len(v)}"
        )
    if not (np.isfinite(y).all() and np.isfinite(v).all() and (v > 0).all()):
        raise ChronologyError(f"wanted finite effects and variances above zero, found {y}, {v}")
    if not 0 < level < 1:
        raise ChronologyError(f"level={level}: wanted a coverage above 0 and below 1")


def that_vote(changes: tuple[AreaChange, ...]) -> tuple[AreaChange, ...]:
    """Changes by makers who drew maps of their own; a redrawn map votes with its maker, once.

    Parameters
    ----------
    changes : tuple of AreaChange
        From `area_changes`.

    Returns
    -------
    tuple of AreaChange
        Those of `DRAWN_FROM` are left out.

    Examples
    --------
    >>> days = {"start": pd.Timestamp("2022-03-02"), "end": pd.Timestamp("2022-10-10")}
    >>> same = days | {"series": "one", "start_km2": 100.0, "end_km2": 90.0, "change_pct": -10.0}
    >>> makers = ("Liveuamap", *DRAWN_FROM)
    >>> made = tuple(AreaChange(family=maker, rows=("X1", "X2"), **same) for maker in makers)
    >>> [change.family for change in that_vote(made)]
    ['Liveuamap']
    """
    return tuple(c for c in changes if DRAWN_FROM.get(c.family) is None)


def by_maker(logs: pd.DataFrame) -> pd.DataFrame:
    """Mean log ratio of each map maker, and the variance of one series about its maker's mean.

    The variance is pooled over makers with several versions or starting days: a maker with one
    series shows no error of his own, so all are given the same.

    Parameters
    ----------
    logs : pandas.DataFrame
        Columns maker, log_ratio; one row a series and starting day.

    Returns
    -------
    pandas.DataFrame
        Index map maker; columns log_ratio, variance.

    Raises
    ------
    ChronologyError
        If no map maker has two series or starting days that differ.
    """
    makers = logs.groupby("maker")["log_ratio"].agg(["mean", "size", "var"])
    freedom = (makers["size"] - 1).sum()
    pooled = (makers["var"] * (makers["size"] - 1)).sum()
    if freedom == 0 or not pooled > 0:
        raise ChronologyError("no map maker has two versions or starting days to compare")
    return pd.DataFrame({"log_ratio": makers["mean"], "variance": pooled / freedom})


def logs_of(changes: tuple[AreaChange, ...]) -> pd.DataFrame:
    """Log ratio of every change by a maker who votes: columns maker, log_ratio."""
    voting = [(c.family, math.log1p(c.change_pct / 100)) for c in that_vote(changes)]
    return pd.DataFrame(voting, columns=["maker", "log_ratio"])


def logs_of_shares(territory: pd.DataFrame, start: object, end: object) -> pd.DataFrame:
    """Log ratio of the shares of the country held on two days, of every series with both.

    Columns maker, log_ratio; makers who drew maps of their own.
    """
    drawn = territory[territory["area_pct"].notna() & (territory["map_maker"] != "")]
    drawn = drawn[~drawn["map_maker"].isin(list(DRAWN_FROM))]
    first, last = (
        drawn[drawn["as_of"] == pd.Timestamp(day)].set_index(["map_maker", "series"])["area_pct"]
        for day in (start, end)
    )
    both = np.log(last / first).dropna()
    return pd.DataFrame(
        {"maker": both.index.get_level_values("map_maker"), "log_ratio": both.to_numpy()}
    )
