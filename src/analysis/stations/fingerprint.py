"""What does the cloud of turnout and result look like?

Turnout by share, counted once in cells of one per cent, weighted by stations and by voters; and the
fine spectrum of percentages, where written results show as spikes at whole and at round numbers
(Klimek and co-authors 2012, PNAS 109, 16469-16473; Kobak and co-authors 2016).
"""

import numpy as np
import pandas as pd

from analysis.stations.contract import percentages

SUMS = ("voters", "given", "valid", "leader")  # added up in every cell


def shares(frame: pd.DataFrame) -> pd.DataFrame:
    """Turnout and leader's share of each station in %, stations without voters or ballots left out.

    Columns turnout, share and the counts.

    Raises
    ------
    StationError
        If one of them is missing or above 100 %.
    """
    some = frame[(frame["voters"] > 0) & (frame["received"] > 0)]
    turnout = percentages(100 * some["given"] / some["voters"], "turnout")
    share = percentages(100 * some["leader"] / some["received"], "share")
    return some.assign(turnout=turnout, share=share)


def fingerprint(frame: pd.DataFrame) -> pd.DataFrame:
    """Cells of one per cent that hold a station.

    Returns
    -------
    pandas.DataFrame
        Columns turnout_pct, share_pct (lower edges, 0 to 99; 100 % belongs to 99), stations,
        voters, given, valid, leader.
    """
    some = shares(frame)
    cells = [
        np.clip(np.floor(some[c].to_numpy() + 1e-9).astype(int), 0, 99)
        for c in ("turnout", "share")
    ]
    grouped = some[list(SUMS)].groupby(cells, sort=True)
    table = grouped.sum().assign(stations=grouped.size())
    table.index.names = ["turnout_pct", "share_pct"]
    return table.reset_index()[["turnout_pct", "share_pct", "stations", *SUMS]]


def coarse(cells: pd.DataFrame, size: int) -> pd.DataFrame:
    """Cells of `fingerprint` joined to squares of `size` per cent, by their lower edges."""
    edges = [cells[c] // size * size for c in ("turnout_pct", "share_pct")]
    return cells[["stations", *SUMS]].groupby(edges, sort=True).sum().reset_index()


def spectrum(frame: pd.DataFrame) -> pd.DataFrame:
    """Stations and voters in bins of a tenth of a per cent around every tenth.

    By turnout and by result: Kobak's peaks.

    Returns
    -------
    pandas.DataFrame
        Columns measure, tenth (0 to 1000, tenths of a per cent), stations, voters; stations of a
        hundred voters or more.
    """
    some = shares(frame)
    some = some[some["voters"] >= 100]
    parts = []
    for measure, count, total in (("turnout", "given", "voters"), ("result", "leader", "received")):
        tenth = (2000 * some[count] + some[total]) // (2 * some[total])
        grouped = some["voters"].groupby(tenth.clip(upper=1000))
        parts.append(
            pd.DataFrame({"measure": measure, "stations": grouped.size(), "voters": grouped.sum()})
            .rename_axis("tenth")
            .reset_index()
        )
    return pd.concat(parts, ignore_index=True)[["measure", "tenth", "stations", "voters"]]


def grid(cells: pd.DataFrame, weight: str = "stations", *, size: int = 1) -> np.ndarray:
    """Cells of `size` per cent as a square, shape (100 / size turnout, 100 / size share)."""
    out = np.zeros((100 // size, 100 // size))
    out[
        cells["turnout_pct"].to_numpy(dtype=int) // size,
        cells["share_pct"].to_numpy(dtype=int) // size,
    ] = cells[weight]
    return out


def spikes(spectrum_: pd.DataFrame, measure: str, weight: str = "voters") -> pd.DataFrame:
    """Height of the spectrum at each whole per cent over its neighbours two to four tenths away.

    Returns
    -------
    pandas.DataFrame
        Columns percent, ratio, five (whether a multiple of five); 50 to 99 %.
    """
    held = (
        spectrum_[spectrum_["measure"] == measure]
        .set_index("tenth")[weight]
        .reindex(range(1001), fill_value=0)
    )
    rows = []
    for percent in range(50, 100):
        near = [held[10 * percent + d] for d in (-4, -3, -2, 2, 3, 4)]
        if sum(near):
            rows.append((percent, held[10 * percent] / (sum(near) / len(near)), percent % 5 == 0))
    return pd.DataFrame(rows, columns=["percent", "ratio", "five"])
