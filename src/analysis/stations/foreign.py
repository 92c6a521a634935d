"""What do returns of other countries look like in the same form?

Reads registered files through `sources`; draws nothing. Rows that break the contract of returns are
left out and counted, since nothing here corrects another country's protocols.
"""

import warnings
import zipfile
from xml.etree import ElementTree

import pandas as pd

from analysis import sources
from analysis.stations.contract import COLUMNS, NUMBERS, check_stations

GEORGIA, DELAWARE, CANADA = (
    "foreign/georgia-2024-parliament.xlsx",
    "foreign/delaware-2016-general.csv",
    "foreign/canada-2011-spikes.rda",
)
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LISTED, _SPECIAL, _CAME, _INVALID = "f_01", "f_03", "f_05", "f_06"  # lines of Georgia's protocol
_DREAM = "p_41"  # the governing party, first of that vote
_TOTALS = "Total"  # what a row of totals is called in Delaware's file


def georgia() -> pd.DataFrame:
    """Georgia, parliament, 26 October 2024: the governing party as leader.

    Voters are those on the list and on the special list, ballots given are signatures by 20:00.
    """
    raw = _workbook(GEORGIA)
    parties = [c for c in raw.columns if c.startswith("p_")]
    counts = raw[[*parties, _LISTED, _SPECIAL, _CAME, _INVALID]]
    counts = counts.apply(pd.to_numeric, errors="coerce")
    valid = counts[parties].sum(axis=1)
    made = {
        "region": raw["district"],
        "commission": raw["district"],
        "station": raw["precinct"],
        "voters": counts[_LISTED] + counts[_SPECIAL],
        "given": counts[_CAME],
        "received": valid + counts[_INVALID],
        "valid": valid,
        "leader": counts[_DREAM],
    }
    return _sound(pd.DataFrame(made))


def delaware() -> pd.DataFrame:
    """Delaware, president, 8 November 2016: votes by district, no register and no ballots.

    Columns station, valid, leader.
    """
    raw = pd.read_csv(sources.fetch(DELAWARE))
    some = raw[(raw["office"] == "President") & (raw["election_district"] != _TOTALS)]
    wide = some.pivot_table(index="election_district", columns="party", values="votes")
    leader = wide[wide.sum().idxmax()]
    made = {"valid": wide.sum(axis=1), "leader": leader}
    return pd.DataFrame(made).astype("int64").rename_axis("station").reset_index()


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
    return _sound(pd.DataFrame(made | {"leader": held["v"]}))


def _sound(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows that can be a station, held to the contract."""
    n, g, r, v, w = (frame[c] for c in NUMBERS)
    whole = frame[list(COLUMNS)].notna().all(axis=1)
    kept = frame[whole & (g <= n) & (r <= n) & (v <= r) & (w <= v) & (w >= 0)]
    return check_stations(kept.reset_index(drop=True))


def _workbook(name: str) -> pd.DataFrame:
    """First sheet of a workbook as text, its first row as names of columns."""
    with zipfile.ZipFile(sources.fetch(name)) as book:
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{_SHEET}si")
        shared = ["".join(t.text or "" for t in s.iter(f"{_SHEET}t")) for s in strings]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = [
        {
            c.get("r").rstrip("0123456789"): shared[int(v.text)] if c.get("t") == "s" else v.text
            for c in row.iter(f"{_SHEET}c")
            if (v := c.find(f"{_SHEET}v")) is not None
        }
        for row in sheet.iter(f"{_SHEET}row")
    ]
    return pd.DataFrame(rows[1:]).rename(columns=rows[0])
