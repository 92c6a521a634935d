"""Which vote is looked at, where, and how many returns are held of it?

Reads derived tables through `evidence`; draws nothing.
"""

import re
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import evidence, stations, wording
from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.results import speaking
from analysis.stations.integers import LEAST_VOTERS, MOST_PCT

ALL = "all"
COUNTRY = "Russia"  # what a reader calls all regions together
KINDS = {
    "president": "presidential vote",
    "constitution": "constitutional vote",
    "Duma": "Duma vote",
}
OWN = (
    "Left out: this needs the derived tables of the Russian votes, and the page is about returns"
    " that a reader brought."
)
NOTHING = "No returns of polling stations are held."
_PARTS = ("official", "cancelled later", "electronic, left out")  # of the commission's own totals
_ROWS = {
    "stations": "stations",
    "voters": "voters on the lists",
    "official": "voters, by the commission's total",
    "unexplained": "difference not explained by cancelled and electronic stations",
    "electronic_voters": "electronic voters",
    "occupied": "stations in occupied territory",
    "abroad": "stations abroad",
    "few_voters": f"not tested: under {LEAST_VOTERS} voters",
    "no_ballots": "not tested: no ballot",
    "above_99": f"not tested: turnout or result above {MOST_PCT} %",
    "included": "stations tested for whole percentages",
    "turnout": "turnout, %",
    "result": "result of the leader, %",
}  # column -> what a reader calls it
_SHARES = ("turnout", "result")


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One vote, in one region or in all, and the votes it is set beside.

    Attributes
    ----------
    year : int
        Year of the vote.
    row : pandas.Series or None
        Row of the region in `station_regions`; None when nothing is held.
    regions : pandas.DataFrame
        Rows of `station_regions` of every vote looked at.
    held : evidence.Evidence
        Evidence the returns come from.
    known : evidence.Evidence
        Evidence of the knowledge date.
    day : datetime.date or None
        Knowledge date.
    level : float
        Coverage of every interval.
    """

    caption = "Returns held, by vote"

    year: int
    row: pd.Series | None
    regions: pd.DataFrame
    held: Evidence
    known: Evidence
    day: date | None
    level: float

    def __bool__(self) -> bool:
        """Whether any returns are held."""
        return self.row is not None

    @property
    def whole(self) -> bool:
        """Whether the page is about all regions."""
        return self.row is not None and self.row["region"] == ALL

    @property
    def region(self) -> str:
        """The region as the returns spell it, or "all"."""
        return ALL if self.row is None else self.row["region"]

    @property
    def place(self) -> str:
        """What a reader calls it."""
        return COUNTRY if self.region == ALL else re.sub(r"^\d+ ", "", self.region)

    @property
    def name(self) -> str:
        """The vote in words: "constitutional vote of 2020"."""
        return f"{KINDS[stations.VOTE[self.year]]} of {self.year}"

    @property
    def where(self) -> str:
        """Place and vote, for a subtitle."""
        return f"{self.place}, {self.name}"

    @property
    def years(self) -> list[int]:
        """Votes looked at, oldest first."""
        return sorted(int(y) for y in self.regions["year"].unique())

    @property
    def without(self) -> str:
        """Why nothing is held."""
        return self.held.without or NOTHING

    @property
    def rows(self) -> tuple[str, ...]:
        """The evidence behind it."""
        return ("table:station_regions", *self.held.table("official_voters")["key"])

    def country(self, year: int) -> pd.Series:
        """Row of all regions of one of the votes."""
        return stations.region_row(self.regions, year, ALL)

    def table(self) -> pd.DataFrame:
        """Counts of all regions, one column a vote."""
        totals = self._totals()
        columns = {str(y): [_shown(c, totals.loc[y, c]) for c in _ROWS] for y in totals.index}
        return pd.DataFrame({f"all of {COUNTRY}": list(_ROWS.values()), **columns} if self else {})

    def _totals(self) -> pd.DataFrame:
        totals = self.regions[self.regions["region"] == ALL].sort_values("year").set_index("year")
        listed = self.held.table("official_voters")
        sums = listed.pivot_table(index="election", columns="part", values="central", aggfunc="sum")
        official = sums.reindex(index=totals.index, columns=list(_PARTS)).astype(float)
        explained = official["cancelled later"].fillna(0) - official[_PARTS[2]].fillna(0)
        return totals.assign(
            official=official["official"],
            unexplained=totals["voters"] - official["official"] - explained,
            turnout=100 * totals["received"] / totals["voters"],
            result=100 * totals["leader"] / totals["received"],
        )

    def sentence(self) -> str:
        """What the page is about, what is left out, and which votes came later."""
        if not self:
            return self.without
        r = self.row
        return (
            f"This page is about {self.place} in the {self.name}: {r['stations']:,} stations with "
            f"{r['voters']:,} voters, {_electronic(r)}. The test of whole percentages leaves out "
            f"{r['few_voters']:,} stations with fewer than {LEAST_VOTERS} voters, "
            f"{r['no_ballots']:,} without a ballot, and {r['above_99']:,} with a turnout or a "
            f"result above {MOST_PCT} %.{self._later()}"
        )

    def _later(self) -> str:
        """Which votes were held after the knowledge date."""
        later = [str(y) for y in self.years if self.day and y > self.day.year]
        if not later:
            return ""
        votes = f"vote{'s' * (len(later) > 1)} of {' and '.join(later)}"
        return f" The {votes} came after {wording.day(self.day)}."


def _shown(column: str, value: float) -> str:
    if pd.isna(value):
        return "not held"
    return f"{value:.2f}" if column in _SHARES else f"{value:,.0f}"


def _electronic(row: pd.Series) -> str:
    """Whether electronic voters stand among the others or were published apart."""
    if not row["electronic_voters"]:
        return "none of them electronic"
    told = f"{row['electronic_voters']:,} electronic"
    return f"{told} ones among them" if row["electronic"] else f"and {told} ones beside them"


def look_up(
    year: int,
    region: str = ALL,
    *,
    level: float = 0.95,
    known: Evidence | None = None,
    later: Evidence | None = None,
) -> Vote:
    """Look up one vote in one region or in all.

    Parameters
    ----------
    year : int
        One of `stations.YEARS`.
    region : str
        "all", or a region as the returns spell it; a clear part of its name is enough.
    level : float
        Coverage of every interval.
    known : evidence.Evidence, optional
        What was known on the knowledge date; all evidence held if left out.
    later : evidence.Evidence, optional
        All evidence, votes after the knowledge date included; empty evidence leaves those out.

    Raises
    ------
    stations.StationError
        If no such vote or region is held; the message lists the names that are.

    Examples
    --------
    >>> from analysis import returns
    >>> returns.look_up(2018, "Севастополь").where
    'город Севастополь, presidential vote of 2018'
    """
    known = evidence.known_by(None) if known is None else known
    held = later or known
    table = held.table("station_regions")
    day = known.as_of
    if not later and day:
        table = table[table["year"] <= day.year]
    row = stations.region_row(table, year, region) if len(table) else None
    return Vote(year=year, row=row, regions=table, held=held, known=known, day=day, level=level)


def vote(p: Parameters, known: Evidence, later: Evidence) -> Vote:
    """Look up the vote and the region that the parameters of a notebook name.

    Parameters
    ----------
    p : parameters.Parameters
        With `election` and `region` among its extra parameters; with a `returns_file` the Russian
        votes are left out, and every result says so.
    known, later : evidence.Evidence
        From `session.begin`.

    Raises
    ------
    stations.StationError
        If the region is not among the returns of that vote.

    Examples
    --------
    >>> from analysis import returns, session
    >>> given = {"as_of": "2022-10-11", "hindsight": True, "level": 0.95, "draws": 100, "seed": 1}
    >>> p, known, later = session.begin(given | {"election": 2020, "region": "all"})
    >>> returns.vote(p, known, later).name
    'constitutional vote of 2020'
    """
    year = p.extra["election"]
    if p.extra.get("returns_file"):
        none = Evidence(None, OWN)
        table = none.table("station_regions")
        return Vote(
            year=year, row=None, regions=table, held=none, known=known, day=p.day, level=p.level
        )
    return look_up(year, p.extra["region"], level=p.level, known=known, later=later)
