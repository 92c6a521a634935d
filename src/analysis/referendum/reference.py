"""How rare is such a share, with such a turnout, where votes are free and where they are not?

Pure. Shares are of valid votes, the one measure known for every vote. Votes of the sudd.ch database
with V-Dem polyarchy of the country and year that ran them. Votes of one country are not
independent: Wilson intervals take the list as given, and a bootstrap that draws whole countries
stands beside the ratio.
"""

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import resampling
from analysis.quantities import Estimate

CLOSED_BELOW, OPEN_FROM = 0.2, 0.7  # V-Dem polyarchy: bands used for every vote alike
BANDS = (0.0, 0.2, 0.35, 0.5, 0.7, 1.01)  # finer bands of the published table
OURS = (
    "ua012022",
    "ua022022",
    "ua032022",
    "ua042022",
)  # the four votes judged here are left out of their own reference


class ReferenceClassError(ValueError):
    """A reference class that is empty or a threshold out of range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelihoodRatio:
    """How many times more often a result occurs in closed states than in democracies.

    With an interval.
    """

    share_from_pct: float
    turnout_from_pct: float
    closed: Estimate
    open: Estimate
    ratio: Estimate


def band(polyarchy: pd.Series) -> pd.Series:
    """Band of democracy as text; missing where no index is known.

    Parameters
    ----------
    polyarchy : pandas.Series
        V-Dem polyarchy, 0 to 1.

    Returns
    -------
    pandas.Series
        One of the bands between `BANDS`, the lower edge included; same index.

    Examples
    --------
    >>> band(pd.Series([0.1, 0.7])).tolist()
    ['0 to 0.2', '0.7 to 1']
    """
    names = [f"{a:g} to {min(b, 1):g}" for a, b in itertools.pairwise(BANDS)]
    return pd.cut(polyarchy, BANDS, right=False, labels=names).astype(object)


def select(
    votes: pd.DataFrame,
    *,
    sovereignty: bool | None = None,
    since: int | None = None,
    until: int | None = None,
) -> pd.DataFrame:
    """Reference votes without the four judged here, optionally by kind of question and by year.

    Parameters
    ----------
    votes : pandas.DataFrame
        Rows of `reference_votes`: key, sovereignty, year.
    sovereignty : bool, optional
        Only votes on status (True), or only others (False).
    since, until : int, optional
        First and last year, both included.

    Returns
    -------
    pandas.DataFrame
        The rows that stay.

    Examples
    --------
    >>> votes = pd.DataFrame(
    ...     {"key": ["RV-a", "RV-b"], "sovereignty": ["yes", "no"], "year": [1990, 2005]}
    ... )
    >>> select(votes, sovereignty=True)["key"].tolist(), select(votes, since=2000)["key"].tolist()
    (['RV-a'], ['RV-b'])
    """
    chosen = votes[~votes["key"].str.removeprefix("RV-").isin(OURS)]
    if sovereignty is not None:
        chosen = chosen[chosen["sovereignty"] == ("yes" if sovereignty else "no")]
    if since is not None:
        chosen = chosen[chosen["year"] >= since]
    return chosen if until is None else chosen[chosen["year"] <= until]


def frequencies(
    votes: pd.DataFrame, share_from_pct: float, *, level: float, turnout_from_pct: float = 0.0
) -> pd.DataFrame:
    """How often a share (and a turnout) at least as high occurs, by band of democracy.

    Parameters
    ----------
    votes : pandas.DataFrame
        Rows of `reference_votes`: share_pct, turnout_pct, polyarchy.
    share_from_pct, turnout_from_pct : float
        Least share and turnout, 0 to 100 %; no turnout is asked for at 0.
    level : float
        Coverage of the intervals, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        Columns band, votes, reached, share_pct, low, high (Wilson); votes without an index or, when
        a turnout is asked for, without a turnout are left out.

    Raises
    ------
    ReferenceClassError
        If the threshold leaves 0-100, the level 0-1, or no vote is left.

    Examples
    --------
    >>> votes = pd.DataFrame({"share_pct": [99, 60, 55], "polyarchy": [0.1, 0.1, 0.8]})
    >>> frequencies(votes, 98, level=0.95)[["band", "votes", "reached", "share_pct"]]
           band  votes  reached  share_pct
    0  0 to 0.2      2        1       50.0
    1  0.7 to 1      1        0        0.0
    """
    _check(share_from_pct, turnout_from_pct, level)
    usable = _usable(votes, turnout_from_pct)
    hit = _reached(usable, share_from_pct, turnout_from_pct)
    rows = []
    for name, members in usable.groupby(band(usable["polyarchy"])):
        e = resampling.wilson(int(hit[members.index].sum()), len(members), level=level)
        rows.append((name, len(members), int(hit[members.index].sum()), e.central, e.low, e.high))
    return pd.DataFrame(rows, columns=["band", "votes", "reached", "share_pct", "low", "high"])


def _check(share: float, turnout: float, level: float) -> None:
    if not 0 < level < 1:
        raise ReferenceClassError(f"wanted a coverage above 0 and below 1, found level={level}")
    if not (0 <= share <= 100 and 0 <= turnout <= 100):
        raise ReferenceClassError(
            f"wanted thresholds between 0 and 100 %, found {share} and {turnout}"
        )


def _usable(votes: pd.DataFrame, turnout_from_pct: float) -> pd.DataFrame:
    usable = votes[votes["polyarchy"].notna() & votes["share_pct"].notna()]
    usable = usable[usable["turnout_pct"].notna()] if turnout_from_pct > 0 else usable
    if usable.empty:
        raise ReferenceClassError(
            "no vote with an index and a share is left in this reference class"
        )
    return usable


def _reached(votes: pd.DataFrame, share: float, turnout: float) -> pd.Series:
    hit = votes["share_pct"] >= share
    return hit & (votes["turnout_pct"] >= turnout) if turnout > 0 else hit


def likelihood_ratio(
    votes: pd.DataFrame, share_from_pct: float, *, level: float, turnout_from_pct: float = 0.0
) -> LikelihoodRatio:
    """Ratio of frequencies in closed states (polyarchy below 0.2) and democracies (0.7 and above).

    Half a vote is added to each cell, so the ratio exists when democracies have none; the interval
    is the usual one on the log scale.

    Parameters
    ----------
    votes : pandas.DataFrame
        Rows of `reference_votes`: share_pct, turnout_pct, polyarchy.
    share_from_pct, turnout_from_pct : float
        Least share and turnout, 0 to 100 %; no turnout is asked for at 0.
    level : float
        Coverage of the intervals, above 0 and below 1.

    Returns
    -------
    LikelihoodRatio
        Frequencies in %, and their ratio.

    Raises
    ------
    ReferenceClassError
        If either class is empty, or a threshold or the level is out of range.

    References
    ----------
    Katz et al. (1978), Biometrics 34, 469-474; half-counts after Pettigrew et al. (1986),
    Biometrika 73, 425-435.

    Examples
    --------
    >>> votes = pd.DataFrame({"share_pct": [99, 60, 55, 51], "polyarchy": [0.1, 0.1, 0.8, 0.9]})
    >>> found = likelihood_ratio(votes, 98, level=0.95)
    >>> found.closed.central, found.open.central, round(found.ratio.central, 6)
    (50.0, 0.0, 3.0)
    """
    from scipy.stats import norm

    _check(share_from_pct, turnout_from_pct, level)
    usable = _usable(votes, turnout_from_pct)
    groups = usable[usable["polyarchy"] < CLOSED_BELOW], usable[usable["polyarchy"] >= OPEN_FROM]
    if any(g.empty for g in groups):
        raise ReferenceClassError("one of the two classes holds no vote")
    hits, sizes = zip(
        *((int(_reached(g, share_from_pct, turnout_from_pct).sum()), len(g)) for g in groups),
        strict=True,
    )
    x, n = np.array(hits) + 0.5, np.array(sizes) + 0.5
    centre, spread = np.log(x[0] / n[0] * n[1] / x[1]), np.sqrt((1 / x - 1 / n).sum())
    z = norm.ppf((1 + level) / 2)
    ratio = Estimate(
        low=float(np.exp(centre - z * spread)),
        central=float(np.exp(centre)),
        high=float(np.exp(centre + z * spread)),
        unit="ratio",
        basis=f"{100 * level:g} % interval on the log scale, half-counts added",
    )
    closed, free = (resampling.wilson(h, s, level=level) for h, s in zip(hits, sizes, strict=True))
    return LikelihoodRatio(
        share_from_pct=share_from_pct,
        turnout_from_pct=turnout_from_pct,
        closed=closed,
        open=free,
        ratio=ratio,
    )


def ratio_by_country(
    votes: pd.DataFrame,
    share_from_pct: float,
    *,
    level: float,
    draws: int,
    rng: np.random.Generator,
) -> Estimate:
    """Likelihood ratio with a percentile interval from drawing whole countries with replacement.

    Half-counts added.

    Parameters
    ----------
    votes : pandas.DataFrame
        Rows of `reference_votes`: share_pct, polyarchy, polity.
    share_from_pct : float
        Least share, 0 to 100 %.
    level : float
        Coverage of the interval, above 0 and below 1.
    draws : int
        Sets of countries drawn, 1 or more.
    rng : numpy.random.Generator
        The only source of randomness.

    Returns
    -------
    Estimate
        Ratio, in "ratio".

    Raises
    ------
    ReferenceClassError
        If no vote is left, or the threshold, the level or the draws are out of range.

    Examples
    --------
    >>> votes = pd.DataFrame({"share_pct": [99, 60, 55, 51], "polyarchy": [0.1, 0.1, 0.8, 0.9]})
    >>> votes = votes.assign(polity=["A", "A", "B", "C"])
    >>> found = ratio_by_country(votes, 98, level=0.95, draws=20, rng=np.random.default_rng(1))
    >>> found.low <= found.central <= found.high, found.unit
    (True, 'ratio')
    """
    _check(share_from_pct, 0, level)
    if draws < 1:
        raise ReferenceClassError(f"wanted at least one draw, found {draws}")
    usable = _usable(votes, 0)
    usable = usable[(usable["polyarchy"] < CLOSED_BELOW) | (usable["polyarchy"] >= OPEN_FROM)]
    closed, hit = usable["polyarchy"] < CLOSED_BELOW, usable["share_pct"] >= share_from_pct
    cells = (
        pd.DataFrame({"a": closed & hit, "n": closed, "b": ~closed & hit, "m": ~closed})
        .groupby(usable["polity"])
        .sum()
        .to_numpy(dtype=float)
    )
    picked = rng.integers(len(cells), size=(draws, len(cells)))
    a, n, b, m = cells[picked].sum(axis=1).T + 0.5
    low, high = np.quantile(a / n * m / b, [(1 - level) / 2, (1 + level) / 2])
    a, n, b, m = cells.sum(axis=0) + 0.5
    central = float(np.clip(a / n * m / b, low, high))
    return Estimate(
        low=low,
        central=central,
        high=high,
        unit="ratio",
        basis=f"{100 * level:g} % bootstrap of countries, {draws} draws",
    )


def free_and_lopsided(curated: pd.DataFrame, share_from_pct: float) -> pd.DataFrame:
    """Named votes at least as lopsided in democracies or countries widely called free.

    "Widely called free" is the curated table's own label, a judgement; no verdict rests on it.

    Parameters
    ----------
    curated : pandas.DataFrame
        Rows of `plebiscites`.
    share_from_pct : float
        Least share of ballots, 0 to 100 %.

    Returns
    -------
    pandas.DataFrame
        Columns label, as_of, share_of_ballots_pct, turnout_pct, polyarchy; oldest first.

    Examples
    --------
    >>> from analysis import evidence
    >>> votes = evidence.known_by("2022-10-11").table("plebiscites")
    >>> free_and_lopsided(votes, 99.2)[["label", "share_of_ballots_pct"]].round(1)
                             label  share_of_ballots_pct
    59              Catalonia 1931                  99.3
    0                Anguilla 1967                  99.7
    1                 Armenia 1991                  99.3
    13                 Bosnia 1992                  99.4
    58                Eritrea 1993                  99.8
    118  Tamil Eelam diaspora 2010                  99.3
    70              Falklands 2013                  99.7
    """
    lopsided = curated[curated["share_of_ballots_pct"] >= share_from_pct]
    free = lopsided[(lopsided["polyarchy"] >= OPEN_FROM) | (lopsided["free_label"] == "F")]
    return free.sort_values("as_of")[
        ["label", "as_of", "share_of_ballots_pct", "turnout_pct", "polyarchy"]
    ]
