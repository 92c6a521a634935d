"""Which returns of Russian votes are held, and which of their stations are of a kind apart?

Registered files, read by their mappings (`reader`), with flags. Reads them through `sources`; draws
nothing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import mapping, sources
from analysis.stations.contract import COLUMNS, StationError
from analysis.stations.reader import NO_FIGURES, read

YEARS = (2018, 2020, 2021, 2024)
VOTE = {2018: "president", 2020: "constitution", 2021: "Duma", 2024: "president"}
OCCUPIED = (
    "Крым",
    "Севастополь",
    "Донецкая Народная",
    "Луганская Народная",
    "Запорожская область",
    "Херсонская область",
)
_ABROAD = ("за пределами", "Байконур")
_ELECTRONIC = "истанционно"  # remote electronic voting, as named in 2021
_MOSCOW = "город Москва"
# voters; no station with ballots has more. Moscow's electronic stations of 2021 bear no such name
_LARGEST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Tidy returns of one vote and how many rows each rule left out."""

    year: int
    stations: pd.DataFrame
    left_out: dict[str, int]


def load_stations(year: int) -> Loaded:
    """Returns of one Russian vote, tidy and checked, with flags.

    Parameters
    ----------
    year : int
        2018 or 2024 (president), 2020 (constitution; votes for), 2021 (Duma; United Russia).

    Returns
    -------
    Loaded
        Columns of `COLUMNS` and the flags occupied, abroad, electronic.

    Raises
    ------
    StationError
        If the year is not one of these, or the returns break the contract.
    sources.UpstreamError
        If the file cannot be had.

    Examples
    --------
    >>> load_stations(2017)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    analysis.stations.contract.StationError: year=2017: wanted one of 2018, 2020, 2021, 2024; ...
    """
    if year not in YEARS:
        raise StationError(
            f"year={year!r}: wanted one of {', '.join(map(str, YEARS))}; next: read the returns of"
            " another vote with stations.read and a mapping of their columns, or"
            f" bring a frame with the columns {', '.join(COLUMNS)}, one row a station, to"
            " stations.check_stations, and use what comes back in every function of this module"
        )
    name = f"russia-elections-{year}.csv.zip"
    held = read(sources.fetch(name), f"russia-{year}")
    held.refuse_but(NO_FIGURES)
    left_out = {"no figures published": len(held.set_aside)}
    return Loaded(year=year, stations=_flagged(held.stations), left_out=left_out)


def electronic_apart() -> pd.DataFrame:
    """Electronic votes of 2024, which were published apart from the stations.

    Returns
    -------
    pandas.DataFrame
        Index region; columns voters and leader, counts.

    Raises
    ------
    sources.UpstreamError
        If the file cannot be had.
    """
    raw = pd.read_csv(sources.fetch("russia-elections-2024-electronic-voting.csv"))
    columns = {m: mapping.read("russia-2024").columns[m][0] for m in ("voters", "leader")}
    held = raw.rename(columns={c: m for m, c in columns.items()})[["region", *columns]]
    return held.groupby("region").sum().astype(np.int64)


def _flagged(stations: pd.DataFrame) -> pd.DataFrame:
    region, place = stations["region"], stations["commission"] + " " + stations["station"]
    return stations.assign(
        occupied=region.str.contains("|".join(OCCUPIED)),
        abroad=region.str.contains("|".join(_ABROAD), case=False),
        electronic=place.str.contains(_ELECTRONIC, case=False)
        | ((region == _MOSCOW) & (stations["voters"] > _LARGEST)),
    )
