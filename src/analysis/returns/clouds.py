"""What does the cloud of stations look like, and where does it peak?

Reads derived tables through `evidence`; draws nothing.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis import stations
from analysis.results import Fact, number, speaking
from analysis.returns.votes import Vote

HIGH = 90  # %, above which a turnout or a result is called high
FIVES = (70, 95)  # %, between which multiples of five are looked at
_REGION_CELL = 5  # %, side of a cell of a single region
_FULLEST = 5  # cells of the table


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """Stations of one vote by turnout and result; `cells` has shape (100 / size, 100 / size)."""

    caption = "Where most stations lie: the fullest cells"

    vote: Vote
    cells: np.ndarray
    size: int
    rows: tuple[str, ...] = ("table:station_fingerprints",)

    def __bool__(self) -> bool:
        """Whether there is a station to show."""
        return bool(self.stations)

    @property
    def stations(self) -> int:
        """Stations with a turnout and a result."""
        return int(self.cells.sum())

    @property
    def high_pct(self) -> float:
        """Share of the stations that lie high on both axes, in %."""
        at = HIGH // self.size
        return 100 * float(self.cells[at:, at:].sum()) / self.stations

    @property
    def fullest(self) -> tuple[int, int]:
        """Lower edges of the fullest cell: turnout and result, in %."""
        turnout, result = np.unravel_index(self.cells.argmax(), self.cells.shape)
        return self.size * int(turnout), self.size * int(result)

    def sentence(self) -> str:
        """How much of the cloud lies in the corner, and where it is thickest."""
        if not self:
            return self.vote.without
        turnout, result = self.fullest
        return (
            f"{self.high_pct:.0f} % of the {self.stations:,} stations of {self.vote.place} lie "
            f"above {HIGH} % in both turnout and result. The fullest cell begins at a turnout of "
            f"{turnout} % and a result of {result} %."
        )

    def table(self) -> pd.DataFrame:
        """The fullest cells by their lower edges."""
        order = np.argsort(-self.cells, axis=None, kind="stable")[:_FULLEST]
        turnout, result = np.unravel_index(order[self.cells.ravel()[order] > 0], self.cells.shape)
        counts = [f"{n:,.0f}" for n in self.cells[turnout, result]]
        columns = {"turnout from, %": turnout * self.size, "result from, %": result * self.size}
        return pd.DataFrame(columns | {"stations": counts})

    def facts(self) -> dict[str, Fact]:
        """How many stations the cloud holds."""
        if not self:
            return {}
        basis = "stations with a turnout and a result"
        return {"stations_in_cloud": number(self.stations, "stations", basis, self.rows)}


def cloud(vote: Vote) -> Cloud:
    """Sort stations by turnout and result: cells of one per cent, of five for a single region.

    Parameters
    ----------
    vote : Vote
        From `look_up` or `vote`.

    Examples
    --------
    >>> from analysis import returns
    >>> returns.cloud(returns.look_up(2020)).fullest
    (99, 99)
    """
    size = 1 if vote.whole or not vote else _REGION_CELL
    return Cloud(vote=vote, cells=stations.grid(cells_of(vote), size=size), size=size)


def cells_of(vote: Vote) -> pd.DataFrame:
    """Kept cells of a vote: fine ones of all regions, coarse ones of a single region."""
    if vote.whole or not vote:
        cells = vote.held.table("station_fingerprints")
        return cells[cells["year"] == vote.year]
    cells = vote.held.table("station_region_clouds")
    return cells[cells["region"] == vote.row["key"]]


def fit_of(vote: Vote) -> stations.Fit:
    """Model of stuffing and its honest alternatives, fitted to all regions of a vote once."""
    cells = vote.held.table("station_fingerprints")
    return _fit(stations.grid(cells[cells["year"] == vote.year]).tobytes())


@lru_cache(maxsize=8)
def _fit(cells: bytes) -> stations.Fit:
    return stations.fit_mixture(np.frombuffer(cells).reshape(100, 100))


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Peaks:
    """Voters of all stations by tenth of a per cent: columns as in `station_spectra`."""

    caption = "Voters at multiples of five, beside those around them"

    vote: Vote
    spectra: pd.DataFrame
    rows: tuple[str, ...] = ("table:station_spectra",)

    def __bool__(self) -> bool:
        """Whether there is a spectrum."""
        return len(self.spectra) > 0

    def at_fives(self, measure: str) -> float:
        """Voters at multiples of five over those beside them, on average; "turnout" or "result"."""
        heights = stations.spikes(self.spectra, measure)
        some = heights["five"] & heights["percent"].between(*FIVES)
        return float(heights.loc[some, "ratio"].mean())

    def sentence(self) -> str:
        """How high multiples of five stand over their neighbours."""
        if not self:
            return self.vote.without
        return (
            f"All Russia, {self.vote.name}: multiples of five from {FIVES[0]} to {FIVES[1]} % hold "
            f"{self.at_fives('turnout'):.1f} times the voters beside them by turnout and "
            f"{self.at_fives('result'):.1f} times by result."
        )

    def table(self) -> pd.DataFrame:
        """Heights at multiples of five."""
        if not self:
            return pd.DataFrame()
        ratios = [f"{self.at_fives(m):.2f}" for m in ("turnout", "result")]
        title = "voters at multiples of five, times those beside them"
        return pd.DataFrame({"by": ["turnout", "result"], title: ratios})


def peaks(vote: Vote) -> Peaks:
    """Look for peaks at whole and at round percentages, in all regions together.

    Parameters
    ----------
    vote : Vote
        From `look_up` or `vote`; of a region, all regions of its vote are shown.

    Examples
    --------
    >>> from analysis import returns
    >>> round(returns.peaks(returns.look_up(2020)).at_fives("result"), 1)
    2.5
    """
    spectra = vote.held.table("station_spectra")
    return Peaks(vote=vote, spectra=spectra[spectra["year"] == vote.year])
