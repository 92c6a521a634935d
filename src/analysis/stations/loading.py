"""What does a polling-station return look like in one tidy form?

Russian protocol lines of each year become one contract (`contract`), with flags. Reads registered
files through `sources`; draws nothing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import sources
from analysis.stations.contract import COLUMNS, NUMBERS, StationError, check_stations

YEARS = (2018, 2020, 2021, 2024)
VOTE = {2018: "president", 2020: "constitution", 2021: "Duma", 2024: "president"}
_LEADER = {
    2018: "Путин Владимир Владимирович",
    2020: "ДА",
    2024: "Путин Владимир Владимирович",
}  # 2021: the line that holds "ЕДИНАЯ РОССИЯ"
_UNITED = "ЕДИНАЯ РОССИЯ"
_VOTERS = {
    2018: "Число избирателей, включенных в список избирателей",
    2020: (
        "Число участников голосования, включенных в список участников голосования на момент"
        " окончания голосования"
    ),
    2021: "Число избирателей, внесенных в список избирателей на момент окончания голосования",
    2024: "Число избирателей, включенных в список избирателей",
}
_BOXES = "Число бюллетеней, содержащихся в ящиках для голосования"
_INVALID, _VALID = (
    "Число недействительных избирательных бюллетеней",
    "Число действительных избирательных бюллетеней",
)
_INVALID_2020 = "Число недействительных бюллетеней"
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
    """
    if year not in YEARS:
        raise StationError(
            f"year={year!r}: wanted one of {', '.join(map(str, YEARS))}; next: for another vote,"
            f" bring a frame with the columns {', '.join(COLUMNS)}, one row a station, hand it to"
            " stations.check_stations, and use what comes back in every function of this module"
        )
    name = f"russia-elections-{year}.csv.zip"
    try:
        raw = pd.read_csv(sources.fetch(name))
    except UnicodeDecodeError as error:
        raise StationError(f"{name}: not UTF-8; wanted the file as registered") from error
    tidy = _tidy(raw, year, name)
    empty = tidy[list(NUMBERS)].isna().any(axis=1)
    stations = check_stations(tidy[~empty], name)
    return Loaded(
        year=year, stations=_flagged(stations), left_out={"no figures published": int(empty.sum())}
    )


def electronic_apart() -> pd.DataFrame:
    """Electronic votes of 2024, which were published apart from the stations: index region.

    Columns voters, leader.

    Raises
    ------
    sources.UpstreamError
        If the file cannot be had.
    """
    raw = pd.read_csv(sources.fetch("russia-elections-2024-electronic-voting.csv"))
    held = raw.rename(columns={_VOTERS[2024]: "voters", _LEADER[2024]: "leader"})[
        ["region", "voters", "leader"]
    ]
    return held.groupby("region").sum().astype(np.int64)


def _tidy(raw: pd.DataFrame, year: int, file: str) -> pd.DataFrame:
    leader = _LEADER.get(year) or next((c for c in raw.columns if _UNITED in c), _UNITED)
    wanted = ["region", "tik", "uik", _VOTERS[year], leader, _BOXES if year == 2020 else _VALID]
    missing = [c for c in wanted if c not in raw.columns]
    if missing:
        raise StationError(
            f"{file}: column {missing[0]!r} wanted, found {', '.join(map(str, raw.columns[:6]))}"
            f" ...; is the file UTF-8 and of {year}?"
        )
    if year == 2020:
        given = received = raw[_BOXES]
        valid = received - raw[_INVALID_2020]
    else:
        given = raw[
            [
                c
                for c in raw.columns
                if "выданных избирателям" in c
                or "выданных в помещении" in c
                or "выданных вне помещения" in c
            ]
        ].sum(axis=1, min_count=3)
        valid = raw[_VALID]
        received = valid + raw[_INVALID]
    unnamed = raw["uik"].isna()
    number = raw.groupby(["region", "tik"], dropna=False).cumcount().astype(str)
    station = raw["uik"].astype(str).where(~unnamed, "without a number, " + number)
    return pd.DataFrame(
        {
            "region": raw["region"].astype(str),
            "commission": raw["tik"].astype(str),
            "station": station,
            "voters": raw[_VOTERS[year]],
            "given": given,
            "received": received,
            "valid": valid,
            "leader": raw[leader],
        }
    )


def _flagged(stations: pd.DataFrame) -> pd.DataFrame:
    region, place = stations["region"], stations["commission"] + " " + stations["station"]
    return stations.assign(
        occupied=region.str.contains("|".join(OCCUPIED)),
        abroad=region.str.contains("|".join(_ABROAD), case=False),
        electronic=place.str.contains(_ELECTRONIC, case=False)
        | ((region == _MOSCOW) & (stations["voters"] > _LARGEST)),
    )
