"""What would returns look like that were counted, and what if they were written?

Simulated stations that add up to announced totals: counted ones scatter as electorates and ballots
do; written ones aim at whole percentages, at round counts, or at the announced share. They show
which tests could tell them apart had station returns come with the announcements, and from how many
stations on.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.stations.contract import StationError
from analysis.stations.digits import last_digit_test, second_digit_test
from analysis.stations.integers import MEASURES, allowances, included, whole_and_chance
from analysis.stations.tails import upper_tail

TESTS = (
    "turnout",
    "result",
    "either",
    "last digit",
    "second digit",
    "likeness",
)  # the first three count whole percentages
COUNTED = "counted"
SPREAD, SIZES = (
    0.06,
    0.6,
)  # scatter of turnout and share over stations, and of the logarithm of their sizes
_FEWEST = 10  # stations taking part from which whole percentages are tested


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

    Raises
    ------
    StationError
        If the part leaves 0-1.

    Notes
    -----
    What the aims leave of the totals falls on stations that are not written, or, where all are, on
    as few as can hold it.
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


def likeness(frame: pd.DataFrame) -> float:
    """Chance that ballots alone leave stations as alike in turnout or in result as these.

    Small when they are too alike. Twice the smaller of two lower tails.
    """
    from scipy.stats import chi2

    tails = []
    for count, whole in (("given", "voters"), ("leader", "received")):
        k, n = frame[count].to_numpy(dtype=float), frame[whole].to_numpy(dtype=float)
        k, n = k[n > 0], n[n > 0]
        share = k.sum() / n.sum()
        if not 0 < share < 1 or len(n) < 2:
            continue
        tails.append(chi2.cdf(((k - n * share) ** 2 / (n * share * (1 - share))).sum(), len(n) - 1))
    return float(min(1.0, 2 * min(tails, default=0.5)))


def chances(frame: pd.DataFrame, published: tuple[int, ...]) -> dict[int, dict[str, float]]:
    """P-value of each of `TESTS` on the first so many stations, by their number.

    Second digits against Benford's law, missing where too few stations take part.
    """
    keep = included(frame)
    seen, chance = whole_and_chance(
        frame.assign(
            **{c: frame[c].where(keep, 1) for c in ("voters", "given", "received", "leader")}
        )
    )
    out = {}
    for size in published:
        found, part = dict.fromkeys(TESTS, np.nan), np.flatnonzero(keep[:size])
        if len(part) >= _FEWEST:
            spare = allowances(frame.iloc[:size])
            found |= {
                m: upper_tail(chance[m][part], int(seen[m][part].sum()) - spare[m])
                for m in MEASURES
            }
        votes = frame["leader"].to_numpy()[:size]
        if (votes >= 100).sum() >= 50:
            found |= {
                "last digit": last_digit_test(votes).pvalue,
                "second digit": second_digit_test(votes).pvalue,
            }
        out[size] = found | {"likeness": likeness(frame.iloc[:size])}
    return out


def tell_apart(
    votes: list[Totals],
    published: tuple[int, ...],
    *,
    level: float,
    draws: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """How often each test flags counted and written returns of announced totals.

    Parameters
    ----------
    votes : list of Totals
        Announced totals, one a region.
    published : tuple of int
        Numbers of stations published; the largest is the number of stations that add up to the
        totals, the others are the first of them.
    level : float
        Level of each test, for example 0.05.
    draws, rng
        Votes simulated for each region, source of randomness.

    Returns
    -------
    pandas.DataFrame
        Columns region, way (`COUNTED` or one of `AIMS`), stations, and the share flagged for each
        of `TESTS`; a test that cannot be made flags nothing.
    """
    rows = []
    for totals in votes:
        hits = {(way, size): np.zeros(len(TESTS)) for way in (COUNTED, *AIMS) for size in published}
        for _ in range(draws):
            counted = counted_returns(totals, max(published), rng=rng)
            made = {COUNTED: counted} | {
                w: written_returns(counted, aim, part=part, rng=rng)
                for w, (aim, part) in AIMS.items()
            }
            for way, frame in made.items():
                for size, found in chances(frame, published).items():
                    hits[way, size] += [found[t] <= level for t in TESTS]
        rows += [
            {
                "region": totals.region,
                "way": way,
                "stations": size,
                **dict(zip(TESTS, n / draws, strict=True)),
            }
            for (way, size), n in hits.items()
        ]
    return pd.DataFrame(rows)


def enough(flagged: pd.DataFrame, *, often: float = 0.8, alarms: float = 0.15) -> pd.DataFrame:
    """From how many stations on each test tells written returns from counted ones.

    Parameters
    ----------
    flagged : pandas.DataFrame
        From `tell_apart`.
    often, alarms : float
        Share of written votes to be flagged at least, and of counted votes at most, at this number
        of stations and at every larger one.

    Returns
    -------
    pandas.DataFrame
        Columns region, way, and the smallest number for each of `TESTS`; missing where no number
        tried is enough.
    """
    rows = []
    false = flagged[flagged["way"] == COUNTED].set_index(["region", "stations"])[list(TESTS)]
    for (region, way), some in flagged[flagged["way"] != COUNTED].groupby(
        ["region", "way"], sort=False
    ):
        by_size = some.set_index("stations")[list(TESTS)].sort_index(ascending=False)
        tells = ((by_size >= often) & (false.loc[region].reindex(by_size.index) <= alarms)).cummin()
        rows.append(
            {"region": region, "way": way} | {t: by_size.index[tells[t]].min() for t in TESTS}
        )
    return pd.DataFrame(rows)
