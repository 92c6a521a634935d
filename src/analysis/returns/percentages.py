"""How many stations hit a whole percentage, and in which regions?

Reads a vote that was looked up; draws nothing. The expectation is exact (`stations.integers`).
"""

from dataclasses import dataclass

import pandas as pd

from analysis import stations
from analysis.quantities import Estimate, middle_of, rounded
from analysis.results import Fact, of, speaking
from analysis.returns.votes import ALL, Vote
from analysis.stations import MEASURES
from analysis.stations.integers import BLIND, MOST_PCT

FLAGGED = 0.05  # chance below which a region is called flagged, after adjustment
FIRST = 12  # regions of the figure
_RARE = 1e-6  # a smaller chance is told in words


def chance_words(chance: float) -> str:
    """A chance as prose prints it."""
    return "less than one in a million" if chance < _RARE else f"{chance:.2g}"


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class WholePercentages:
    """Stations with whole percentages above expectation, in one place and in all regions."""

    caption = "Stations at whole percentages above what chance allows"

    vote: Vote
    rows: tuple[str, ...] = ("table:station_regions",)

    def __bool__(self) -> bool:
        """Whether there are returns."""
        return bool(self.vote)

    @property
    def by_vote(self) -> pd.DataFrame:
        """Rows of the place, one a vote."""
        table = self.vote.regions
        return table[table["region"] == self.vote.region].sort_values("year")

    def excess(self, measure: str) -> Estimate:
        """Stations above expectation by "turnout", "result" or "either"."""
        return stations.integer_excess_estimate(self.vote.row, measure, self.vote.level)

    def scatter(self, measure: str) -> str:
        """Stations by which a vote without writing scatters, either way."""
        e = self.excess(measure)
        return rounded(e.high - e.central)

    def in_words(self) -> str:
        """How many stations more or fewer than expected, by either measure."""
        e = self.excess("either")
        return stations.more_or_fewer(e.central, e.low, e.high)

    def sentence(self) -> str:
        """How many stations hit a whole percentage, and how likely that is by chance."""
        if not self:
            return self.vote.without
        if blind(self.vote.row):
            return self._blind()
        chance = chance_words(self.vote.row["adjusted_either"])
        told = (
            f"{self.vote.place}, {self.vote.name}: {self.in_words()} hit a whole percentage in "
            f"turnout or result; a vote without writing scatters by {self.scatter('either')} "
            f"either way in {100 * self.vote.level:g} % of cases. The chance of so many is "
            f"{chance}. Where stations are written to whole percentages the excess shows two "
            "thirds to four fifths of them."
        )
        return told + blind_words(self.vote.row)

    def _blind(self) -> str:
        """Of a place where the test sees little: that first, and what the rest shows."""
        row = self.vote.row
        return (
            f"{self.vote.place}, {self.vote.name}: the test is nearly blind here, because "
            f"{row['above_99']:,} of {row['stations']:,} stations lie above {MOST_PCT} % and are "
            f"left out. At the {row['included']:,} that are left {self.in_words()} hit a whole "
            "percentage in turnout or result, which does not show the place to be clean."
        )

    def finding(self) -> str:
        """The same in a title."""
        if blind(self.vote.row):
            return f"The test is nearly blind here: too many stations lie above {MOST_PCT} %"
        return f"{self.in_words().capitalize()} hit a whole percentage in {self.vote.year}"

    def table(self) -> pd.DataFrame:
        """One row a measure."""
        if not self:
            return pd.DataFrame()
        row, found = self.vote.row, [self.excess(m) for m in MEASURES]
        return pd.DataFrame(
            {
                "by": MEASURES,
                "stations above expectation": [middle_of(e) for e in found],
                f"scatter without writing, {100 * self.vote.level:g} %": [
                    f"± {self.scatter(m)}" for m in MEASURES
                ],
                "standard deviations": [f"{row[f'z_{m}']:.1f}" for m in MEASURES],
                "chance of so many": [f"{row[f'adjusted_{m}']:.2g}" for m in MEASURES],
                "leader's votes in them": [rounded(row[f"votes_{m}"]) for m in MEASURES],
            }
        )

    def facts(self) -> dict[str, Fact]:
        """Stations above expectation in all Russia, by vote and measure."""
        pairs = [(y, m) for y in self.vote.years for m in MEASURES]
        return {f"integer_excess_{y}_{m}_stations": self._fact(y, m) for y, m in pairs}

    def _fact(self, year: int, measure: str) -> Fact:
        row = self.vote.country(year)
        return of(stations.integer_excess_estimate(row, measure, self.vote.level), self.rows)


def blind(row: pd.Series) -> bool:
    """Whether so many stations are left out that the test sees little."""
    return bool(row["above_99"] >= BLIND * row["stations"])


def blind_words(row: pd.Series) -> str:
    """How many stations the test is blind to: a sentence, nothing where there are none."""
    if not row["above_99"]:
        return ""
    told = (
        f" {row['above_99']:,} of {row['stations']:,} stations lie above {MOST_PCT} % and are left "
        "out"
    )
    return f"{told}, so the test is nearly blind here." if blind(row) else f"{told}."


def whole_percentages(vote: Vote) -> WholePercentages:
    """Set whole percentages against their exact expectation.

    Parameters
    ----------
    vote : Vote
        From `look_up` or `vote`.

    Examples
    --------
    >>> from analysis import returns
    >>> returns.whole_percentages(returns.look_up(2018, "Крым")).in_words()
    '13 more stations than expected'
    """
    return WholePercentages(vote=vote)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Regions of one vote by whole percentages above expectation, most anomalous first."""

    caption = "Places of the regions shown"

    vote: Vote
    ranked: pd.DataFrame
    rows: tuple[str, ...] = ("table:station_regions",)

    def __bool__(self) -> bool:
        """Whether there is a region."""
        return len(self.ranked) > 0

    @property
    def flagged(self) -> int:
        """Regions with a small chance after adjustment."""
        return int((self.ranked["adjusted_either"] < FLAGGED).sum())

    @property
    def occupied(self) -> pd.DataFrame:
        """Regions in occupied territory."""
        return self.ranked[self.ranked["occupied"] > 0]

    @property
    def occupied_words(self) -> str:
        """How far occupied regions stand above expectation."""
        some = self.occupied
        told = [f"{z:.1f} in {r}" for r, z in zip(some["region"], some["z_either"], strict=True)]
        return " and ".join(told)

    @property
    def shown(self) -> pd.DataFrame:
        """The first regions, those in occupied territory, and the one the page is about."""
        first = self.ranked["z_either"].rank(ascending=False) <= FIRST
        here = self.ranked["region"] == self.vote.region
        return self.ranked[first | (self.ranked["occupied"] > 0) | here]

    def places(self) -> pd.DataFrame:
        """Place of every region by each measure and by votes; index region."""
        by = {f"by {m}": self.ranked[f"z_{m}"] for m in MEASURES}
        by["by votes"] = self.ranked["votes_either"]
        ranks = {k: v.rank(ascending=False, method="min").astype(int) for k, v in by.items()}
        return pd.DataFrame(ranks).set_axis(self.ranked["region"])

    def sentence(self) -> str:
        """How many regions are flagged, and where the place of the page stands."""
        if not self:
            return self.vote.without
        told = f"{self.flagged} of {len(self.ranked)} regions have too many whole percentages."
        if len(self.occupied):
            told += " In occupied territory the excess, in standard deviations, is "
            told += f"{self.occupied_words}."
        if hidden := int(self.ranked.apply(blind, axis=1).sum()):
            told += (
                f" In {hidden} regions a quarter of the stations or more lie above {MOST_PCT} %, "
                "and the test is nearly blind there."
            )
        return told + ("" if self.vote.whole else self._here())

    def _here(self) -> str:
        row = self.vote.row
        if blind(row):
            return f" {row['region']} has no place worth telling.{blind_words(row)}"
        at = self.places().loc[row["region"]]
        return (
            f" {row['region']} stands at place {at['by either']} of {len(self.ranked)} by either "
            f"measure, {at['by turnout']} by turnout and {at['by result']} by result; its adjusted "
            f"chance is {chance_words(row['adjusted_either'])}.{blind_words(row)}"
        )

    def table(self) -> pd.DataFrame:
        """Places of the regions shown, counted from the most anomalous; none where it is blind."""
        if not self:
            return pd.DataFrame()
        places, shown = self.places().astype(object), self.shown.set_index("region")
        places = places.loc[shown.index]
        hidden = shown.apply(blind, axis=1) & (shown["adjusted_either"] >= FLAGGED)
        places[hidden] = "blind"
        return places.rename_axis("place among regions").reset_index()


def ranking(vote: Vote) -> Ranking:
    """Rank regions by whole percentages above expectation; chances are adjusted for their number.

    Parameters
    ----------
    vote : Vote
        From `look_up` or `vote`.

    Examples
    --------
    >>> from analysis import returns
    >>> returns.ranking(returns.look_up(2020)).occupied_words
    '2.7 in город Севастополь and 1.7 in Республика Крым'
    """
    table = vote.regions
    tested = (table["year"] == vote.year) & (table["region"] != ALL) & (table["included"] > 0)
    ranked = table[tested].sort_values("z_either", ascending=False)
    return Ranking(vote=vote, ranked=ranked)
