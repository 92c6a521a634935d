"""How many votes lie above what the clean part of the vote would give?

After Sobyanin & Sukhovolsky (1995) and Shpilkin (Troitsky Variant, 2008-2018): where turnout is
taken as clean, leader and others split in one proportion; what the leader has beyond it at higher
turnout is called anomalous. The zone taken as clean decides the number, so the number is a curve.
An honest gradient between town and country gives such votes too: every estimate says whether the
returns can tell it from stuffing (`Anomalous.doubts`).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.stations.contract import StationError, percentages
from analysis.stations.mixture import DECISIVE, Fit

BINS = np.arange(0, 101)  # edges of turnout, %
WIDTH = 5  # bins of a zone
_BINS = 100  # of one per cent of turnout
HUMP = 0.05  # of the voters that a hump of turnout holds at least, to be taken as clean
_NEARBY = 10  # points of turnout; zones as near as this might be taken as clean as well
_HELD = 0.02  # of the voters that such a zone holds at least
_APART = 2.0  # times; zones nearby that differ by more give no number
_TREND = 3.0  # standard errors from which the leader's share moves with turnout inside the zone
_NOT_ASKED = "whether honest town and country would give as much was not asked: no fit was given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomalous:
    """Estimate for one zone: votes, and turnout and leader's share in % once they are taken off.

    `doubts` says in words why the number is no count of votes; empty where it may be one.
    """

    zone: tuple[int, int]
    votes: float
    clean_turnout: float
    clean_share: float
    doubts: tuple[str, ...]

    @property
    def identified(self) -> bool:
        """Whether the number means anything: no doubt is left."""
        return not self.doubts

    def sentence(self) -> str:
        """The number, or why there is none."""
        zone = f"{self.zone[0]} to {self.zone[1]} % of turnout taken as clean"
        if self.identified:
            return f"{self.votes:,.0f} anomalous votes with {zone}."
        return f"Anomalous votes are not identified with {zone}: {'; '.join(self.doubts)}."


def by_turnout(
    turnout_pct: np.ndarray,
    leader: np.ndarray,
    valid: np.ndarray,
    voters: np.ndarray,
    ballots: np.ndarray,
) -> pd.DataFrame:
    """Votes by whole per cent of turnout; the last bin holds 100 %.

    Parameters
    ----------
    turnout_pct : numpy.ndarray, shape (stations,)
        Per cent, 0 to 100.
    leader, valid, voters, ballots : numpy.ndarray, shape (stations,)
        Votes for the leader, valid votes, voters on the list, and ballots, invalid ones too.

    Returns
    -------
    pandas.DataFrame
        Index the lower edge, 0 to 99; columns leader, others, voters, ballots.

    Raises
    ------
    StationError
        If a turnout is missing or leaves 0 to 100.

    Examples
    --------
    >>> votes = {"leader": np.array([30, 60]), "valid": np.array([50, 70])}
    >>> lists = {"voters": np.array([100, 100]), "ballots": np.array([51, 70])}
    >>> bins = by_turnout(np.array([51.0, 70.0]), **votes, **lists)
    >>> bins.loc[51].to_dict()
    {'leader': 30.0, 'others': 20.0, 'voters': 100.0, 'ballots': 51.0}
    """
    at = _bin(turnout_pct)
    weights = {"leader": leader, "others": valid - leader, "voters": voters, "ballots": ballots}
    sums = {n: np.bincount(at, weights=w, minlength=100) for n, w in weights.items()}
    return pd.DataFrame(sums, index=pd.RangeIndex(100, name="turnout"))


def _bin(turnout_pct: np.ndarray) -> np.ndarray:
    """Number of the bin of one per cent; 100 % belongs to the last."""
    held = percentages(turnout_pct, "turnout")
    return np.minimum(np.floor(held + 1e-9).astype(int), 99)


def anomalous_votes(
    bins: pd.DataFrame, zone: tuple[int, int], *, fit: Fit | None = None
) -> Anomalous:
    """Leader's votes above the proportion of a zone, at all higher turnouts.

    Parameters
    ----------
    bins : pandas.DataFrame
        From `by_turnout`.
    zone : tuple of int
        Lower edge, and upper edge left out, in % of turnout.
    fit : Fit, optional
        From `fit_mixture` of the same stations: whether honest clouds describe them as well as
        stuffing does. Without it the number is not identified.

    Raises
    ------
    StationError
        If the zone is empty or holds no vote for others.

    Examples
    --------
    >>> import numpy as np
    >>> bins = by_turnout(*(np.array(v) for v in ([50.0], [60], [90], [200], [100])))
    >>> anomalous_votes(bins, (48, 53)).clean_turnout
    50.0
    """
    votes = _above(bins, zone)
    all_votes = bins["leader"].sum() + bins["others"].sum()
    return Anomalous(
        zone=zone,
        votes=votes,
        clean_turnout=float(100 * (bins["ballots"].sum() - votes) / bins["voters"].sum()),
        clean_share=float(100 * (bins["leader"].sum() - votes) / (all_votes - votes)),
        doubts=(*_by_zone(bins, zone), *_by_trend(bins, zone), *_by_clouds(fit)),
    )


def _above(bins: pd.DataFrame, zone: tuple[int, int]) -> float:
    """Leader's votes above the proportion of the zone."""
    low, high = zone
    if not 0 <= low < high <= 100:
        raise StationError(f"zone {zone}: wanted two edges between 0 and 100, the lower one first")
    inside = bins.loc[low : high - 1]
    if inside["others"].sum() <= 0:
        raise StationError(f"zone {low}-{high} %: no vote for others, so no proportion")
    ratio = inside["leader"].sum() / inside["others"].sum()
    above = bins.loc[high:]
    return float((above["leader"] - ratio * above["others"]).sum())


def _by_zone(bins: pd.DataFrame, zone: tuple[int, int]) -> tuple[str, ...]:
    """Whether zones nearby give about the same number."""
    near = curve_votes(bins, width=zone[1] - zone[0], least_share=_HELD)
    near = near[(near["low"] - zone[0]).abs() <= _NEARBY]["votes"]
    if near.empty or (near.min() > 0 and near.max() <= _APART * near.min()):
        return ()
    return (f"zones nearby give {near.min():,.0f} to {near.max():,.0f}",)


def _by_trend(bins: pd.DataFrame, zone: tuple[int, int]) -> tuple[str, ...]:
    """Whether the leader's share moves with turnout where it is taken as constant."""
    some = bins.loc[max(zone[0] - _NEARBY, 0) : zone[1] - 1]
    some = some[some["others"] > 0]
    if len(some) < 2 * WIDTH:
        return ()
    weight = some["leader"] + some["others"]
    off = some.index - np.average(some.index, weights=weight)
    share = some["leader"] / weight
    slope = (weight * off * share).sum() / (weight * off**2).sum()
    rest = share - np.average(share, weights=weight) - slope * off
    error = np.sqrt((weight * rest**2).sum() / (len(some) - 2) / (weight * off**2).sum())
    if abs(slope) <= _TREND * error:
        return ()
    return (f"the leader's share moves by {100 * slope:+.1f} points a point of turnout there",)


def _by_clouds(fit: Fit | None) -> tuple[str, ...]:
    """Whether honest clouds describe the stations as well as stuffing."""
    if fit is None:
        return (_NOT_ASKED,)
    best = max(fit.honest, key=lambda h: fit.gained[h.clouds])
    if fit.gained[best.clouds] <= -DECISIVE:
        return ()
    return (f"{best.in_words()} the stations as well as stuffing does",)


def _refuse(bins: pd.DataFrame, width: int) -> None:
    if len(bins) != _BINS or not bins["voters"].sum() > 0:
        raise StationError(
            f"{len(bins)} bins: wanted {_BINS} with voters in them, as `by_turnout` gives them"
        )
    if not 1 <= width <= _BINS or width != int(width):
        raise StationError(f"width={width}: wanted a whole number of per cent from 1 to {_BINS}")


def curve_votes(bins: pd.DataFrame, *, width: int, least_share: float) -> pd.DataFrame:
    """Anomalous votes of every zone of one width that holds a share of the voters.

    Columns low, high, votes, voters_share; `StationError` as `automatic_zone`.
    """
    _refuse(bins, width)
    total, rows = bins["voters"].sum(), []
    for low in range(101 - width):
        inside = bins.loc[low : low + width - 1]
        share = inside["voters"].sum() / total
        if share >= least_share and inside["others"].sum() > 0:
            zone = (low, low + width)
            rows.append((*zone, _above(bins, zone), share))
    return pd.DataFrame(rows, columns=["low", "high", "votes", "voters_share"])


def curve(bins: pd.DataFrame, *, width: int = WIDTH, least_share: float = 0.002) -> pd.DataFrame:
    """The estimate for every zone of one width that holds at least a small share of the voters.

    Parameters
    ----------
    bins : pandas.DataFrame
        From `by_turnout`.
    width : int
        Width of a zone, 1 to 100 points of turnout.
    least_share : float
        Least share of the voters that a zone holds, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        Columns low, high (edges of turnout, %), votes, clean_turnout, clean_share (%) and
        voters_share (0 to 1).

    Raises
    ------
    StationError
        If bins are empty or no bins, or the width is not between 1 and 100.

    Examples
    --------
    >>> votes = {"leader": np.array([30, 60]), "valid": np.array([50, 70])}
    >>> lists = {"voters": np.array([100, 100]), "ballots": np.array([50, 70])}
    >>> bins = by_turnout(np.array([50.0, 70.0]), **votes, **lists)
    >>> table = curve(bins)
    >>> table.loc[table["low"] == 50, ["high", "votes", "clean_share"]].round(6)
       high  votes  clean_share
    4    55   45.0         60.0
    """
    table = curve_votes(bins, width=width, least_share=least_share)
    sums, rest = bins.sum(), table["votes"]
    return table.assign(
        clean_turnout=100 * (sums["ballots"] - rest) / sums["voters"],
        clean_share=100 * (sums["leader"] - rest) / (sums["leader"] + sums["others"] - rest),
    )[["low", "high", "votes", "clean_turnout", "clean_share", "voters_share"]]


def automatic_zone(
    bins: pd.DataFrame, *, width: int = WIDTH, prominence: float = 0.01, held: float = HUMP
) -> tuple[int, int]:
    """Zone around the lowest hump of the voters by turnout that stands out.

    A written peak lies at high turnout and is often the highest, so height does not choose: the
    first maximum of the smoothed curve does that has a prominence of at least this share of the
    highest one and holds at least a share of the voters between the valleys beside it; a few odd
    stations are no electorate.

    Parameters
    ----------
    bins : pandas.DataFrame
        From `by_turnout`.
    width : int
        Width of the zone, 1 to 100 points of turnout.
    prominence : float
        Least prominence of a hump, as a share of the highest, 0 to 1.
    held : float
        Least share of the voters in a hump, 0 to 1.

    Returns
    -------
    tuple of (int, int)
        Lower and upper edge, %, the upper one left out.

    Raises
    ------
    StationError
        If there is no hump, bins are empty or no bins, or the width is not between 1 and 100.

    Examples
    --------
    >>> turnout = np.arange(100)
    >>> voters = 1000 * np.exp(-((turnout - 50) ** 2) / 50)
    >>> automatic_zone(pd.DataFrame({"voters": voters, "others": voters / 4}))
    (48, 53)
    """
    from scipy.ndimage import gaussian_filter1d
    from scipy.signal import find_peaks

    _refuse(bins, width)
    voters = bins["voters"].to_numpy(dtype=float)
    smooth = gaussian_filter1d(voters, 2.0)
    peaks, _ = find_peaks(smooth, prominence=prominence * smooth.max())
    valleys = [smooth[a:b].argmin() + a for a, b in pairwise(peaks)]
    edges = [0, *valleys, len(voters)]
    for peak, (low, high) in zip(peaks, pairwise(edges), strict=False):
        if voters[low:high].sum() >= held * voters.sum():
            at = int(np.clip(peak - width // 2, 0, 100 - width))
            return at, at + width
    raise StationError(
        f"no hump of voters by turnout stands out and holds {100 * held:g} % of them; choose a zone"
    )


def naive_zone(bins: pd.DataFrame, *, width: int = WIDTH) -> tuple[int, int]:
    """Zone around the peak of votes for others.

    What one does without thinking, and what a written peak captures.

    Parameters
    ----------
    bins : pandas.DataFrame
        From `by_turnout`.
    width : int
        Width of the zone, 1 to 100 points of turnout.

    Returns
    -------
    tuple of (int, int)
        Lower and upper edge, %, the upper one left out.

    Raises
    ------
    StationError
        If bins are empty or no bins, or the width is not between 1 and 100.

    Examples
    --------
    >>> turnout = np.arange(100)
    >>> voters = 1000 * np.exp(-((turnout - 50) ** 2) / 50)
    >>> naive_zone(pd.DataFrame({"voters": voters, "others": voters / 4}))
    (48, 53)
    """
    _refuse(bins, width)
    low = int(np.clip(bins["others"].to_numpy().argmax() - width // 2, 0, 100 - width))
    return low, low + width


def bootstrap_sd(
    turnout_pct: np.ndarray,
    leader: np.ndarray,
    valid: np.ndarray,
    voters: np.ndarray,
    commission: np.ndarray,
    zones: list[tuple[int, int]],
    *,
    draws: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Standard deviation of the estimate over redrawn territorial commissions, by zone.

    The sampling error, without that of the choice.

    Parameters
    ----------
    turnout_pct, leader, valid, voters : numpy.ndarray, shape (stations,)
        By station.
    commission : numpy.ndarray, shape (stations,)
        Territorial commission of each station; whole commissions are redrawn.
    zones : list of tuple of int
        Zones to estimate in.
    draws, rng
        Number of draws, source of randomness.

    Returns
    -------
    numpy.ndarray, shape (zones,)
        Votes.

    Examples
    --------
    >>> turnout = np.array([50.5, 50.5, 80.5, 80.5])
    >>> leader, valid = np.array([30, 40, 70, 70]), np.array([50, 50, 80, 80])
    >>> counts = (leader, valid, np.array([100, 100, 100, 100]))
    >>> commission = np.array([1, 1, 1, 1])
    >>> how = {"draws": 10, "rng": np.random.default_rng(1)}
    >>> bootstrap_sd(turnout, *counts, commission, [(50, 55)], **how).round(6).tolist()
    [0.0]
    """
    _, index = np.unique(commission, return_inverse=True)
    at = _bin(turnout_pct)
    cell = index * 100 + at
    k = index.max() + 1
    tables = [
        np.bincount(cell, weights=w, minlength=100 * k).reshape(k, 100)
        for w in (leader, valid - leader)
    ]
    times = rng.multinomial(k, np.full(k, 1 / k), size=draws).astype(float)
    won, lost = (times @ t for t in tables)
    found = np.empty((len(zones), draws))
    for i, (low, high) in enumerate(zones):
        ratio = won[:, low:high].sum(axis=1) / lost[:, low:high].sum(axis=1)
        found[i] = won[:, high:].sum(axis=1) - ratio * lost[:, high:].sum(axis=1)
    return found.std(axis=1, ddof=1)
