"""How many votes lie above what the clean part of the vote would give?

After Sobyanin & Sukhovolsky (1995) and Shpilkin (Troitsky Variant, 2008-2018): where turnout is
taken as clean, leader and others split in one proportion; what the leader has beyond it at higher
turnout is called anomalous. The zone taken as clean decides the number, so the number is a curve.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.stations.contract import StationError

BINS = np.arange(0, 101)  # edges of turnout, %
WIDTH = 5  # bins of a zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomalous:
    """Estimate for one zone: votes, and turnout and leader's share in % once they are taken off."""

    zone: tuple[int, int]
    votes: float
    clean_turnout: float
    clean_share: float


def by_turnout(
    turnout_pct: np.ndarray, leader: np.ndarray, valid: np.ndarray, voters: np.ndarray
) -> pd.DataFrame:
    """Votes by whole per cent of turnout; the last bin holds 100 %.

    Returns
    -------
    pandas.DataFrame
        Index the lower edge, 0 to 99; columns leader, others, voters.
    """
    at = np.clip(np.floor(turnout_pct + 1e-9).astype(int), 0, 99)
    sums = {
        n: np.bincount(at, weights=w, minlength=100)
        for n, w in (("leader", leader), ("others", valid - leader), ("voters", voters))
    }
    return pd.DataFrame(sums, index=pd.RangeIndex(100, name="turnout"))


def anomalous_votes(bins: pd.DataFrame, zone: tuple[int, int]) -> Anomalous:
    """Leader's votes above the proportion of a zone, at all higher turnouts.

    Parameters
    ----------
    bins : pandas.DataFrame
        From `by_turnout`.
    zone : tuple of int
        Lower edge, and upper edge left out, in % of turnout.

    Raises
    ------
    StationError
        If the zone is empty or holds no vote for others.
    """
    low, high = zone
    if not 0 <= low < high <= 100:
        raise StationError(f"zone {zone}: wanted two edges between 0 and 100, the lower one first")
    inside = bins.loc[low : high - 1]
    if inside["others"].sum() <= 0:
        raise StationError(f"zone {low}-{high} %: no vote for others, so no proportion")
    ratio = inside["leader"].sum() / inside["others"].sum()
    above = bins.loc[high:]
    votes = float((above["leader"] - ratio * above["others"]).sum())
    all_votes, voters, leader = (
        bins["leader"].sum() + bins["others"].sum(),
        bins["voters"].sum(),
        bins["leader"].sum(),
    )
    return Anomalous(
        zone=zone,
        votes=votes,
        clean_turnout=100 * (all_votes - votes) / voters,
        clean_share=100 * (leader - votes) / (all_votes - votes),
    )


def curve(bins: pd.DataFrame, *, width: int = WIDTH, least_share: float = 0.002) -> pd.DataFrame:
    """The estimate for every zone of one width that holds at least a small share of the voters.

    Returns
    -------
    pandas.DataFrame
        Columns low, high, votes, clean_turnout, clean_share, voters_share.
    """
    total, rows = bins["voters"].sum(), []
    for low in range(101 - width):
        share = bins.loc[low : low + width - 1, "voters"].sum() / total
        if share >= least_share and bins.loc[low : low + width - 1, "others"].sum() > 0:
            one = anomalous_votes(bins, (low, low + width))
            rows.append((low, low + width, one.votes, one.clean_turnout, one.clean_share, share))
    return pd.DataFrame(
        rows, columns=["low", "high", "votes", "clean_turnout", "clean_share", "voters_share"]
    )


def automatic_zone(
    bins: pd.DataFrame, *, width: int = WIDTH, prominence: float = 0.01
) -> tuple[int, int]:
    """Zone around the lowest hump of the voters by turnout that stands out.

    A written peak lies at high turnout and is often the highest, so height does not choose: the
    first maximum of the smoothed curve with a prominence of at least this share of the highest one
    does.

    Raises
    ------
    StationError
        If there is no hump.
    """
    from scipy.ndimage import gaussian_filter1d
    from scipy.signal import find_peaks

    smooth = gaussian_filter1d(bins["voters"].to_numpy(dtype=float), 2.0)
    peaks, _ = find_peaks(smooth, prominence=prominence * smooth.max())
    if not len(peaks):
        raise StationError("no hump of voters by turnout stands out; choose a zone")
    low = int(np.clip(peaks[0] - width // 2, 0, 100 - width))
    return low, low + width


def naive_zone(bins: pd.DataFrame, *, width: int = WIDTH) -> tuple[int, int]:
    """Zone around the peak of votes for others.

    What one does without thinking, and what a written peak captures.
    """
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
    """
    _, index = np.unique(commission, return_inverse=True)
    at = np.clip(np.floor(turnout_pct + 1e-9).astype(int), 0, 99)
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
