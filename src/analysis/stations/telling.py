"""Which tests would tell counted returns from written ones, and from how many stations on?

Simulated returns of announced totals (`written`) go through every test, as if station returns had
come with the announcements.
"""

import numpy as np
import pandas as pd

from analysis.stations.digits import last_digit_test, second_digit_test
from analysis.stations.integers import MEASURES, allowances, included, whole_and_chance
from analysis.stations.tails import upper_tail
from analysis.stations.written import AIMS, COUNTED, Totals, counted_returns, written_returns

TESTS = (
    "turnout",
    "result",
    "either",
    "last digit",
    "second digit",
    "likeness",
)  # the first three count whole percentages
_FEWEST = 10  # stations taking part from which whole percentages are tested


def likeness(frame: pd.DataFrame) -> float:
    """Chance that ballots alone leave stations as alike in turnout or in result as these.

    Small when they are too alike. Twice the smaller of two lower tails.

    Parameters
    ----------
    frame : pandas.DataFrame
        Returns: given, received, leader, and voters where there are any.

    Returns
    -------
    float
        Probability, 0 to 1; 1 where fewer than two stations can be compared.

    Examples
    --------
    >>> counts = {"given": [500] * 9, "voters": [1000] * 9, "received": [500] * 9}
    >>> likeness(pd.DataFrame(counts | {"leader": [250] * 9}))
    0.0
    """
    from scipy.stats import chi2

    tails = []
    held = [("given", "voters")] * ("voters" in frame) + [("leader", "received")]
    for count, whole in held:
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

    Parameters
    ----------
    frame : pandas.DataFrame
        Returns, as `counted_returns` gives.
    published : tuple of int
        Numbers of stations; the first so many are tested.

    Returns
    -------
    dict of dict of float
        P-values, 0 to 1, by number and test.

    Raises
    ------
    StationError
        If a count is no whole number.

    Examples
    --------
    >>> counts = {"voters": [1000] * 3, "given": [500, 600, 700], "received": [500, 600, 700]}
    >>> found = chances(pd.DataFrame(counts | {"leader": [250, 300, 350]}), (3,))[3]
    >>> list(found), found["last digit"]
    (['turnout', 'result', 'either', 'last digit', 'second digit', 'likeness'], nan)
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

    Examples
    --------
    >>> vote = Totals(region="A", voters=20_000, ballots=12_000, votes_for=7_000)
    >>> found = tell_apart([vote], (20,), level=0.05, draws=1, rng=np.random.default_rng(1))
    >>> found[["way", "stations"]]
                                  way  stations
    0                         counted        20
    1               whole percentages        20
    2  whole percentages, one in five        20
    3              counts ending in 0        20
    4             the announced share        20
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

    Examples
    --------
    >>> told = {"region": "A", "way": [COUNTED, "whole percentages"], "stations": [100, 100]}
    >>> flagged = pd.DataFrame(told | {test: [0.05, 0.95] for test in TESTS})
    >>> enough(flagged)[["way", "turnout", "likeness"]]
                     way  turnout  likeness
    0  whole percentages      100       100
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
