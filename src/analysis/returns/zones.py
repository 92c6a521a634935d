"""How many votes are anomalous, by the zone of turnout taken as clean?

Reads derived tables through `evidence`; draws nothing. Method: `stations.anomalous`.
"""

from dataclasses import dataclass

import pandas as pd

from analysis import stations, wording
from analysis.quantities import rounded, separated
from analysis.results import speaking
from analysis.returns.clouds import cells_of, fit_of
from analysis.returns.votes import Vote

CHOICES = ("automatic", "naive")  # zones that a rule chooses
FEWEST = 3  # zones; a line through two points is no curve
_MILLION = 1e6


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Anomalous:
    """Anomalous votes by zone, beside values others published and estimates of all votes.

    `said` has rows of `anomalous_published`. `zones` has columns low, high, votes, sd,
    clean_turnout, clean_share and zone (one of `CHOICES` or missing; missing for a single
    region). `doubts` say why no number of votes follows, in words.
    """

    caption = "Anomalous votes by the zone taken as clean"

    vote: Vote
    zones: pd.DataFrame
    said: pd.DataFrame
    doubts: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether there are enough zones for a curve."""
        return len(self.zones) >= FEWEST

    @property
    def rows(self) -> tuple[str, ...]:
        """The evidence behind it."""
        table = "station_zones" if self.vote.whole else "station_region_clouds"
        return (f"table:{table}", *self.said["key"])

    @property
    def published(self) -> dict[str, float]:
        """Values that others published, in votes, by who said so."""
        return dict(zip(self.said["claimant"], self.said["central"], strict=True))

    @property
    def unit(self) -> str:
        """Unit of figure, title and table: millions for all regions together."""
        return "million votes" if self.vote.whole else "votes"

    def in_unit(self, votes: float) -> float:
        """Votes in that unit."""
        return votes / _MILLION if self.vote.whole else votes

    def chosen(self, choice: str) -> pd.DataFrame:
        """The zone of a choice, "automatic" or "naive"; a naive choice may be the automatic one."""
        found = self.zones[self.zones["zone"] == choice]
        return found if len(found) or choice != "naive" else self.chosen("automatic")

    def sentence(self) -> str:
        """What the zone chosen by rule gives, or how far a region's zones reach."""
        if not self.vote:
            return self.vote.without
        if not self:
            return (
                f"The stations of {self.vote.place} lie in too few zones of turnout to compare "
                "zones, so no number is given."
            )
        return self._by_rule() + self._said() if self.vote.whole else self._reach()

    @property
    def identified(self) -> bool:
        """Whether a number of votes follows."""
        return not self.doubts

    def _doubted(self) -> str:
        """Why no number of votes follows."""
        if self.identified:
            return ""
        told = f"How many votes are anomalous is not identified: {'; '.join(self.doubts)}. "
        if self.vote.whole:
            told += "Whether the upper cloud is honest these numbers do not say either. "
        return told

    def _by_rule(self) -> str:
        one = self.chosen("automatic").squeeze()
        return (
            f"{self._doubted()}By the zone taken as clean the number runs from {self.reach}. The "
            f"zone chosen by rule, {one['low']} to {one['high']} % of turnout, gives "
            f"{one['votes'] / _MILLION:.1f} million if town and country vote alike; without them "
            f"turnout would be {one['clean_turnout']:.0f} % and the leader's share "
            f"{one['clean_share']:.0f} %. "
        )

    def _said(self) -> str:
        """What others had published."""
        if not self.published:
            day = self.vote.held.as_of
            by = f" by {wording.day(day)}" if day else ""
            return f"No published value is held for this vote{by}."
        pairs = zip(self.said["reported"], self.said["claimant"], strict=True)
        told = [f"{separated(reported)} votes ({who})" for reported, who in pairs]
        return f"Published: {'; '.join(told)}."

    @property
    def reach(self) -> str:
        """Lowest and highest number over all zones: "-144 to 251"."""
        votes = self.zones["votes"]
        if self.vote.whole:
            low, high = (round(v / _MILLION) for v in (votes.min(), votes.max()))
            return f"{low} to {high} million"
        return f"{rounded(votes.min())} to {rounded(votes.max())}"

    def _reach(self) -> str:
        return (
            f"{self.vote.where}: {self.reach} anomalous votes, by the zone taken as clean. "
            f"{self._doubted()}The sampling error of a single region is not kept."
        )

    def table(self) -> pd.DataFrame:
        """Lowest and highest zone, and those of a rule."""
        if not self:
            return pd.DataFrame()
        z = self.zones
        ends = z["votes"].isin([z["votes"].min(), z["votes"].max()])
        some = z[ends | z["zone"].isin(CHOICES)].sort_values("low")
        share = "leader's share without them, %"
        return pd.DataFrame(
            {
                "zone of turnout, %": [f"{r.low} to {r.high}" for r in some.itertuples()],
                "choice": [self._choice(r) for r in some.itertuples()],
                f"anomalous, {self.unit}": [self._amount(v) for v in some["votes"]],
                "turnout without them, %": [f"{v:.0f}" for v in some["clean_turnout"]],
                share: [f"{v:.0f}" for v in some["clean_share"]],
            }
        )

    def _choice(self, zone) -> str:
        most = {self.zones["votes"].max(): ["highest"], self.zones["votes"].min(): ["lowest"]}
        named = [c for c in CHOICES if c == zone.zone]
        return ", ".join([*named, *most.get(zone.votes, [])])

    def _amount(self, votes: float) -> str:
        return f"{votes / _MILLION:.1f}" if self.vote.whole else rounded(votes)


def anomalous_votes(vote: Vote) -> Anomalous:
    """Estimate anomalous votes for every zone of turnout that might be taken as clean.

    Parameters
    ----------
    vote : Vote
        From `look_up` or `vote`; a single region has zones of five per cent from coarse cells.

    Examples
    --------
    >>> from analysis import returns
    >>> found = returns.anomalous_votes(returns.look_up(2020))
    >>> found.reach, found.identified
    ('-1 to 30 million', False)
    """
    table = vote.held.table("station_zones")
    one_region = bool(vote) and not vote.whole
    zones = table[table["year"] == vote.year]
    said = vote.held.table("anomalous_published")
    said = said[(said["election"] == vote.year) & (not one_region)]
    return Anomalous(
        vote=vote,
        zones=stations.region_zones(cells_of(vote)) if one_region else zones,
        said=said,
        doubts=_doubts(vote),
    )


def _doubts(vote: Vote) -> tuple[str, ...]:
    """Why the cells of a vote give no number of anomalous votes, in words."""
    if not vote:
        return ()
    columns = ("turnout_pct", "leader", "valid", "voters", "given")
    bins = stations.by_turnout(*(cells_of(vote)[c].to_numpy(dtype=float) for c in columns))
    fit = fit_of(vote) if vote.whole else None
    try:
        zone = stations.automatic_zone(bins)
    except stations.StationError as error:
        return (str(error),)
    return stations.anomalous_votes(bins, zone, fit=fit).doubts
