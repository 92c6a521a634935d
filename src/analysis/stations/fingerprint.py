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

    Parameters
    ----------
    frame : pandas.DataFrame
        Returns as `check_stations` or `read` leaves them.

    Returns
    -------
    pandas.DataFrame
        The rows that stay, with their counts and the columns turnout and share, in %.

    Raises
    ------
    StationError
        If one of them is missing or above 100 %.

    Examples
    --------
    >>> votes = {"voters": [100, 0], "given": [60, 0], "received": [60, 0]}
    >>> shares(pd.DataFrame(votes | {"leader": [30, 0]}))[["turnout", "share"]]
       turnout  share
    0     60.0   50.0
    """
    some = frame[(frame["voters"] > 0) & (frame["received"] > 0)]
    turnout = percentages(100 * some["given"] / some["voters"], "turnout")
    share = percentages(100 * some["leader"] / some["received"], "share")
    return some.assign(turnout=turnout, share=share)


def fingerprint(frame: pd.DataFrame) -> pd.DataFrame:
    """Cells of one per cent that hold a station.

    Parameters
    ----------
    frame : pandas.DataFrame
        Returns as `check_stations` or `read` leaves them.

    Returns
    -------
    pandas.DataFrame
        Columns turnout_pct, share_pct (lower edges, 0 to 99; 100 % belongs to 99), stations,
        voters, given, valid, leader.

    Raises
    ------
    StationError
        If turnout or share is missing or above 100 %.

    Examples
    --------
    >>> votes = {"voters": [100, 100], "given": [61, 63], "received": [61, 63]}
    >>> cells = fingerprint(pd.DataFrame(votes | {"valid": [61, 63], "leader": [31, 32]}))
    >>> cells[["turnout_pct", "share_pct", "stations"]]
       turnout_pct  share_pct  stations
    0           61         50         1
    1           63         50         1
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
    """Cells of `fingerprint` joined to squares of `size` per cent, by their lower edges.

    Parameters
    ----------
    cells : pandas.DataFrame
        From `fingerprint`.
    size : int
        Per cent, a divisor of 100.

    Returns
    -------
    pandas.DataFrame
        Columns turnout_pct, share_pct, stations, voters, given, valid, leader.

    Examples
    --------
    >>> votes = {"voters": [100, 100], "given": [61, 63], "received": [61, 63]}
    >>> cells = fingerprint(pd.DataFrame(votes | {"valid": [61, 63], "leader": [31, 32]}))
    >>> coarse(cells, 5)[["turnout_pct", "share_pct", "stations"]]
       turnout_pct  share_pct  stations
    0           60         50         2
    """
    edges = [cells[c] // size * size for c in ("turnout_pct", "share_pct")]
    return cells[["stations", *SUMS]].groupby(edges, sort=True).sum().reset_index()


def spectrum(frame: pd.DataFrame) -> pd.DataFrame:
    """Stations and voters in bins of a tenth of a per cent around every tenth.

    By turnout and by result: Kobak's peaks.

    Parameters
    ----------
    frame : pandas.DataFrame
        Returns as `check_stations` or `read` leaves them.

    Returns
    -------
    pandas.DataFrame
        Columns measure, tenth (0 to 1000, tenths of a per cent), stations, voters; stations of a
        hundred voters or more.

    Raises
    ------
    StationError
        If turnout or share is missing or above 100 %.

    References
    ----------
    Kobak, Shpilkin & Pshenichnikov (2016), Ann. Appl. Stat. 10, 54-73.

    Examples
    --------
    >>> votes = {"voters": [1000], "given": [600], "received": [600]}
    >>> spectrum(pd.DataFrame(votes | {"leader": [301]}))
       measure  tenth  stations  voters
    0  turnout    600         1    1000
    1   result    502         1    1000
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
    """Cells of `size` per cent as a square, shape (100 / size turnout, 100 / size share).

    Parameters
    ----------
    cells : pandas.DataFrame
        From `fingerprint`, or from `coarse` with the same `size`.
    weight : str
        Column to fill in: stations, or a count of voters or votes.
    size : int
        Per cent, a divisor of 100.

    Returns
    -------
    numpy.ndarray, shape (100 / size, 100 / size)
        Turnout down, share across; zero where no station lies.

    Examples
    --------
    >>> cells = pd.DataFrame({"turnout_pct": [61], "share_pct": [50], "stations": [3]})
    >>> square = grid(cells)
    >>> square.shape, float(square[61, 50])
    ((100, 100), 3.0)
    """
    out = np.zeros((100 // size, 100 // size))
    out[
        cells["turnout_pct"].to_numpy(dtype=int) // size,
        cells["share_pct"].to_numpy(dtype=int) // size,
    ] = cells[weight]
    return out


def spikes(spectrum_: pd.DataFrame, measure: str, weight: str = "voters") -> pd.DataFrame:
    """Height of the spectrum at each whole per cent over its neighbours two to four tenths away.

    Parameters
    ----------
    spectrum_ : pandas.DataFrame
        From `spectrum`.
    measure : str
        "turnout" or "result".
    weight : str
        "voters" or "stations".

    Returns
    -------
    pandas.DataFrame
        Columns percent, ratio, five (whether a multiple of five); 50 to 99 %.

    Examples
    --------
    >>> bins = pd.DataFrame({"tenth": [596, 600, 604], "voters": [100, 300, 100]})
    >>> spikes(bins.assign(measure="turnout"), "turnout")
       percent  ratio  five
    0       60    9.0  True
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
