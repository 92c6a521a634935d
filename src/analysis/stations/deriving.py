"""Which small tables of a vote does a notebook need offline?

Fingerprints, spectra, results by region and by zone, and digits of the four votes, derived from the
registered files; nothing here identifies a station.
"""

import numpy as np
import pandas as pd

from analysis.stations.anomalous import (
    WIDTH,
    automatic_zone,
    bootstrap_sd,
    by_turnout,
    curve,
    naive_zone,
)
from analysis.stations.digits import last_digit_test, redrawn_test, second_digit_test
from analysis.stations.fingerprint import SUMS, coarse, fingerprint, shares, spectrum
from analysis.stations.integers import LEAST_VOTERS, MEASURES, by_region, included, integer_excess
from analysis.stations.loading import YEARS, electronic_apart, load_stations

SEED = 20200701  # of the bootstrap
_DRAWS = 200
_CELL = 5  # per cent, side of a cell of a single region


def derive_fingerprints() -> pd.DataFrame:
    """Cells of turnout and result of every year.

    Key, year, turnout_pct, share_pct, stations, voters, given, valid,
    leader.
    """
    parts = []
    for year in YEARS:
        cells = fingerprint(load_stations(year).stations)
        keys = [
            f"FP-{year}-{t:02d}-{s:02d}"
            for t, s in zip(cells["turnout_pct"], cells["share_pct"], strict=True)
        ]
        parts.append(cells.assign(year=year, key=keys))
    columns = ["key", "year", "turnout_pct", "share_pct", "stations", *SUMS]
    return pd.concat(parts, ignore_index=True)[columns]


def derive_region_clouds() -> pd.DataFrame:
    """Clouds of single regions in cells of five per cent.

    Key, year, region (number in `station_regions`), turnout_pct, share_pct, stations, voters,
    valid, leader.
    """
    parts = []
    for year in YEARS:
        for number, (_, some) in enumerate(
            load_stations(year).stations.groupby("region", sort=True), 1
        ):
            cells = coarse(fingerprint(some), _CELL)
            keys = [
                f"RC-{year}-{number:02d}-{t:02d}-{s:02d}"
                for t, s in zip(cells["turnout_pct"], cells["share_pct"], strict=True)
            ]
            parts.append(cells.assign(year=year, region=f"SR-{year}-{number:02d}", key=keys))
    columns = ["key", "year", "region", "turnout_pct", "share_pct", "stations", *SUMS]
    return pd.concat(parts, ignore_index=True)[columns]


def derive_spectra() -> pd.DataFrame:
    """Stations and voters by tenth of a per cent of turnout and of result.

    Key, year, measure, tenth, stations, voters.
    """
    parts = []
    for year in YEARS:
        table = spectrum(load_stations(year).stations)
        keys = [
            f"SP-{year}-{m[0]}-{t:04d}"
            for m, t in zip(table["measure"], table["tenth"], strict=True)
        ]
        parts.append(table.assign(year=year, key=keys))
    return pd.concat(parts, ignore_index=True)[
        ["key", "year", "measure", "tenth", "stations", "voters"]
    ]


def derive_regions() -> pd.DataFrame:
    """Whole percentages and totals of every region and of all: one row a year and region.

    Columns key, year, region, occupied, abroad, electronic (stations flagged), electronic_voters,
    electronic_leader (in those stations or, in 2024, published apart and not in the other columns),
    stations, few_voters, no_ballots and above_99 (left out of the test of whole percentages, by the
    first rule that does), included, voters, given, received, leader, and for each measure excess,
    sd, z, pvalue, adjusted, and votes_<measure> (excess in votes for the leader).
    """
    parts = []
    for year in YEARS:
        frame = load_stations(year).stations
        groups = [("all", frame), *frame.groupby("region", sort=True)]
        tested = by_region(frame).set_index("region")
        apart = electronic_apart() if year == 2024 else pd.DataFrame({"voters": [], "leader": []})
        for number, (region, some) in enumerate(groups):
            sums = some[["voters", "given", "received", "leader"]].sum()
            flags = {f: int(some[f].sum()) for f in ("occupied", "abroad", "electronic")}
            row = {
                "key": f"SR-{year}-{number:02d}",
                "year": year,
                "region": region,
                **flags,
                **_electronic(some, apart if region == "all" else apart[apart.index == region]),
                "stations": len(some),
                **_left_out(some),
                "included": 0,
                **sums,
            }
            if region == "all" or region in tested.index:
                found = integer_excess(some)
                row["included"] = found.included
                for m in MEASURES:
                    one = found.row(m)
                    adjusted = (
                        found.pvalue[m] if region == "all" else tested.loc[region, f"adjusted_{m}"]
                    )
                    row |= {
                        f"excess_{m}": round(one["excess"], 3),
                        f"sd_{m}": round(one["sd"], 3),
                        f"z_{m}": round(one["z"], 3),
                        f"pvalue_{m}": _short(found.pvalue[m]),
                        f"adjusted_{m}": _short(adjusted),
                        f"votes_{m}": round(found.row(m, "leader")["excess"]),
                    }
            parts.append(row)
    return pd.DataFrame(parts)


def _electronic(some: pd.DataFrame, apart: pd.DataFrame) -> dict[str, int]:
    """Voters and leader's votes of electronic stations, and of those published apart."""
    held = some[some["electronic"]]
    return {f"electronic_{c}": int(held[c].sum() + apart[c].sum()) for c in ("voters", "leader")}


def _left_out(some: pd.DataFrame) -> dict[str, int]:
    """Stations the test of whole percentages leaves out, by the first rule that does."""
    few = some["voters"] < LEAST_VOTERS
    empty = ~few & (some["received"] == 0)
    return {
        "few_voters": int(few.sum()),
        "no_ballots": int(empty.sum()),
        "above_99": int((~included(some) & ~few & ~empty).sum()),
    }


def derive_zones() -> pd.DataFrame:
    """Anomalous votes for every zone of five per cent, electronic votes left out.

    Key, year, zone (automatic, naive or empty), low, high, votes, sd, clean_turnout, clean_share.
    """
    parts = []
    for year in YEARS:
        stations = load_stations(year).stations
        some = shares(stations[~stations["electronic"]])
        columns = [some[c].to_numpy(dtype=float) for c in ("turnout", "leader", "valid", "voters")]
        bins = by_turnout(*columns, some["given"].to_numpy(dtype=float))
        table = curve(bins, width=WIDTH)
        zones = list(zip(table["low"], table["high"], strict=True))
        commission = (some["region"] + some["commission"]).to_numpy()
        sd = bootstrap_sd(
            *columns, commission, zones, draws=_DRAWS, rng=np.random.default_rng(SEED)
        )
        named = {automatic_zone(bins): "automatic", naive_zone(bins): "naive"}
        kind = ["automatic" if z == automatic_zone(bins) else named.get(z, "") for z in zones]
        table = table.assign(
            year=year,
            zone=kind,
            sd=sd.round(),
            votes=table["votes"].round(),
            key=[f"SZ-{year}-{low:02d}" for low, _ in zones],
        )
        parts.append(table.round({"clean_turnout": 3, "clean_share": 3}))
    return pd.concat(parts, ignore_index=True)[
        ["key", "year", "zone", "low", "high", "votes", "sd", "clean_turnout", "clean_share"]
    ]


def derive_digits() -> pd.DataFrame:
    """Digits of the leader's counts of every year.

    Key, year, test, digit, observed, expected, statistic, pvalue.
    """
    parts = []
    for year in YEARS:
        frame = load_stations(year).stations
        leader, received = frame["leader"].to_numpy(), frame["received"].to_numpy()
        redrawn = [redrawn_test(leader, received, kind=kind) for kind in ("second", "last")]
        tests = (second_digit_test(leader), last_digit_test(leader), *redrawn)
        for number, t in enumerate(tests):
            for digit in range(10):
                parts.append(
                    (
                        f"SD-{year}-{number}-{digit}",
                        year,
                        t.kind,
                        digit,
                        t.found[digit],
                        round(t.expected[digit], 2),
                        round(t.statistic, 4),
                        _short(t.pvalue),
                    )
                )
    return pd.DataFrame(
        parts,
        columns=["key", "year", "test", "digit", "observed", "expected", "statistic", "pvalue"],
    )


def _short(value: float) -> float:
    """Four significant digits: more would depend on the machine."""
    return float(f"{value:.4g}")
