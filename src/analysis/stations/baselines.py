"""What do the same tests say of other votes, honest ones among them?

Returns of other countries, simulated counted returns, and the Russian votes go through the same
functions; one row a vote. None of them is assumed to be clean but the simulated ones.
"""

import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis import sources
from analysis.stations.anomalous import anomalous_votes, automatic_zone, by_turnout
from analysis.stations.contract import NUMBERS, StationError, check_stations
from analysis.stations.digits import last_digit_test, second_digit_test
from analysis.stations.fingerprint import fingerprint, grid, shares
from analysis.stations.integers import (
    LEAST_VOTERS,
    MOST_PCT,
    chance_of_whole,
    integer_excess,
    near_whole,
)
from analysis.stations.loading import YEARS, load_stations
from analysis.stations.mixture import fit_mixture
from analysis.stations.reader import read
from analysis.stations.written import Totals, counted_returns

SEED = 20200701
CANADA = "foreign/canada-2011-spikes.rda"
GEORGIA = ("foreign/georgia-2024-parliament.xlsx", "georgia-2024")  # file, mapping
DELAWARE = ("foreign/delaware-2016-general.csv", "delaware-2016")
COLUMNS = (
    "key",
    "vote",
    "kind",
    "stations",
    "tested",
    "above_99",
    "excess_pct",
    "z_turnout",
    "z_result",
    "z_either",
    "pvalue_either",
    "zone_low",
    "zone_high",
    "anomalous_pct",
    "anomalous_doubts",
    "stuffed_pct",
    "stuffed_doubts",
    "second_digit_pvalue",
    "last_digit_pvalue",
)
_STATIONS, _VOTERS = 5_000, 1_500  # of a simulated vote, and of a station in it, on average
_HIGH = 0.9  # turnout above which few stations of a clean region lie
_LARGE = 1_000  # stations of a region that may stand for cleaner ones


def town_and_country(
    clouds: tuple[tuple[float, float, float], ...], *, rng: np.random.Generator
) -> pd.DataFrame:
    """Counted returns of several honest electorates.

    Parameters
    ----------
    clouds : tuple of (float, float, float)
        Part of the stations, turnout and leader's share of each electorate, between 0 and 1.
    rng : numpy.random.Generator
        The only source of randomness.

    Examples
    --------
    >>> clouds = ((0.5, 0.5, 0.45), (0.5, 0.65, 0.65))
    >>> len(town_and_country(clouds, rng=np.random.default_rng(1)))
    5000
    """
    parts = []
    for number, (part, turnout, share) in enumerate(clouds):
        stations = round(part * _STATIONS)
        voters = stations * _VOTERS
        ballots = round(turnout * voters)
        totals = Totals(
            region=f"electorate {number}",
            voters=voters,
            ballots=ballots,
            votes_for=round(share * ballots),
        )
        made = counted_returns(totals, stations, rng=rng, spread=0.04)
        parts.append(made.assign(region=totals.region))
    return pd.concat(parts, ignore_index=True)


HONEST = {
    "one electorate": ((1.0, 0.6, 0.55),),
    "town and country": ((0.5, 0.5, 0.45), (0.5, 0.65, 0.65)),
    "a gradient from town to country": tuple(
        (0.2, turnout, share)
        for turnout, share in ((0.5, 0.45), (0.55, 0.5), (0.6, 0.55), (0.65, 0.6), (0.7, 0.65))
    ),
}  # simulated votes: name -> parts, turnout and share of their electorates


def forensics(frame: pd.DataFrame) -> dict[str, object]:
    """Every forensic number of one vote.

    Parameters
    ----------
    frame : pandas.DataFrame
        Returns as `check_stations` leaves them.

    Returns
    -------
    dict
        Columns of `COLUMNS` but key, vote and kind; a test that cannot be made leaves its own
        empty, and doubts say in words why a number is none.
    """
    found = integer_excess(frame)
    either = found.row("either")
    row = {
        "stations": found.stations,
        "tested": found.included,
        "above_99": found.above,
        "excess_pct": round(100 * either["excess"] / found.included, 2),
        **{f"z_{m}": round(found.row(m)["z"], 2) for m in ("turnout", "result", "either")},
        "pvalue_either": _short(found.pvalue["either"]),
    }
    return row | _of_the_cloud(frame) | _of_digits(frame["leader"].to_numpy())


def _of_the_cloud(frame: pd.DataFrame) -> dict[str, object]:
    some = shares(frame)
    columns = ("turnout", "leader", "valid", "voters", "given")
    bins = by_turnout(*(some[c].to_numpy(dtype=float) for c in columns))
    try:
        fit = fit_mixture(grid(fingerprint(frame)))
        zone = automatic_zone(bins)
    except StationError:
        return {}
    votes = anomalous_votes(bins, zone, fit=fit)
    return {
        "zone_low": zone[0],
        "zone_high": zone[1],
        "anomalous_pct": round(100 * votes.votes / some["valid"].sum(), 1),
        "anomalous_doubts": "; ".join(votes.doubts),
        "stuffed_pct": round(100 * fit.incremental, 1),
        "stuffed_doubts": "; ".join(fit.doubts),
    }


def _of_digits(votes: np.ndarray) -> dict[str, float]:
    return {
        "second_digit_pvalue": _short(second_digit_test(votes).pvalue),
        "last_digit_pvalue": _short(last_digit_test(votes).pvalue),
    }


def without_register(frame: pd.DataFrame) -> dict[str, object]:
    """What can be said of votes alone, where nobody published voters or ballots."""
    n, w = (frame[c].to_numpy() for c in ("valid", "leader"))
    keep = (n >= LEAST_VOTERS) & (100 * w <= MOST_PCT * n)
    n, w = n[keep], w[keep]
    chance = chance_of_whole(w, n)
    off = near_whole(w, n).sum() - chance.sum()
    return {
        "stations": len(frame),
        "tested": len(n),
        "above_99": int((100 * frame["leader"] > MOST_PCT * frame["valid"]).sum()),
        "z_result": round(off / np.sqrt((chance * (1 - chance)).sum()), 2),
    } | _of_digits(w)


def canada() -> pd.DataFrame:
    """The 66,111 polls that the R package `spikes` ships as an example of a clean vote.

    Voters, ballots and votes for one party by poll; nothing names regions or invalid ballots.
    """
    import rdata

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Missing constructor")  # of a class we do not need
        held = rdata.read_rda(sources.fetch(CANADA))["output"]["data"]
    number = pd.Series(range(len(held))).astype(str).to_numpy()
    made = {"region": "Canada", "commission": "Canada", "station": number}
    made |= {"voters": held["N"], **dict.fromkeys(("given", "received", "valid"), held["t"])}
    frame = pd.DataFrame(made | {"leader": held["v"]})
    n, g, _, v, w = (frame[c] for c in NUMBERS)
    sound = frame.notna().all(axis=1) & (g <= n) & (w <= v) & (w >= 0)
    return check_stations(frame[sound].reset_index(drop=True))


def _of(registered: tuple[str, str]) -> pd.DataFrame:
    file, columns = registered
    return read(sources.fetch(file), columns).stations


def cleaner(frame: pd.DataFrame) -> str:
    """The large region with the fewest stations of a turnout above 90 %, by this rule alone."""
    high = (frame["given"] > _HIGH * frame["voters"]).groupby(frame["region"])
    table = high.agg(["mean", "size"])
    return str(table[table["size"] >= _LARGE]["mean"].idxmin())


def derive_baselines(load: Callable[[int], object] = load_stations) -> pd.DataFrame:
    """Forensic numbers of Russian votes, of their cleaner regions, and of other votes.

    Columns of `COLUMNS`, one row a vote.
    """
    rows = []
    for year in YEARS:
        frame = load(year).stations
        frame = frame[~frame["electronic"]]
        region = cleaner(frame)
        rows += [
            (f"SB-{year}-all", f"Russia {year}", "Russia", forensics(frame)),
            (
                f"SB-{year}-cleaner",
                f"{region}, {year}",
                "Russia, fewest stations above 90 % turnout",
                forensics(frame[frame["region"] == region]),
            ),
        ]
    rows += [
        ("SB-georgia-2024", "Georgia 2024", "abroad, disputed", forensics(_of(GEORGIA))),
        ("SB-canada-2011", "Canada 2011", "abroad", forensics(canada())),
        ("SB-delaware-2016", "Delaware 2016", "abroad", without_register(_of(DELAWARE))),
    ]
    for number, (name, clouds) in enumerate(HONEST.items()):
        made = town_and_country(clouds, rng=np.random.default_rng([SEED, number]))
        rows.append((f"SB-honest-{number}", name, "simulated, counted", forensics(made)))
    made = [{"key": k, "vote": v, "kind": kind, **found} for k, v, kind, found in rows]
    return pd.DataFrame(made, columns=list(COLUMNS))


def _short(value: float) -> float:
    """Four significant digits: more would depend on the machine."""
    return float(f"{value:.4g}")
