"""What do the same tests say of other votes, honest ones among them?

Reads derived tables through `evidence`; draws nothing. Method: `stations.baselines`.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.results import speaking
from analysis.returns.votes import Vote

HONEST = "simulated, counted"
_FLAG = 0.05  # chance below which a test flags a vote
_NONE = "not tested"
_NOT = "not identified"


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Baselines:
    """Forensic numbers of several votes by the same functions: rows of `station_baselines`."""

    caption = "The same tests on other votes"

    vote: Vote
    found: pd.DataFrame
    rows: tuple[str, ...] = ("table:station_baselines",)

    def __bool__(self) -> bool:
        """Whether there is a vote to set beside."""
        return len(self.found) > 0

    @property
    def honest(self) -> pd.DataFrame:
        """Simulated votes in which everything was counted."""
        return self.found[self.found["kind"] == HONEST]

    @property
    def here(self) -> pd.Series:
        """The vote of the page, all regions."""
        return self.found[self.found["key"] == f"SB-{self.vote.year}-all"].iloc[0]

    def sentence(self) -> str:
        """The vote of the page beside honest and other votes, number by number."""
        if not self:
            return self.vote.without
        others = self.found[self.found["kind"].str.startswith("abroad")]
        most = self.honest["anomalous_pct"].max()
        return (
            f"Whole percentages stand {self.here['z_either']:.1f} standard deviations above "
            f"expectation in {self.here['vote']}, at most {self.honest['z_either'].max():.1f} in "
            f"votes simulated as counted and {others['z_either'].max():.1f} in those of other "
            "countries: that test tells them apart. Anomalous votes and the model of stuffing do "
            f"not: where town and country differ honestly, {most:.0f} % of the votes come out as "
            f"anomalous and {self.honest['stuffed_pct'].max():.0f} % of the stations as stuffed, "
            f"beside {self.here['anomalous_pct']:.0f} and {self.here['stuffed_pct']:.0f} % here; "
            f"{self._named()}. Second digits by Benford's law flag "
            f"{(self.honest['second_digit_pvalue'] < _FLAG).sum()} of {len(self.honest)} simulated "
            f"votes and {(others['second_digit_pvalue'] < _FLAG).sum()} of {len(others)} abroad."
        )

    def _named(self) -> str:
        """How many of these numbers mean anything."""
        doubted = (self.found["anomalous_doubts"] != "") | (self.found["stuffed_doubts"] != "")
        asked = self.found["stuffed_pct"].notna()
        clear = int((asked & ~doubted).sum())
        return f"{clear or 'none'} of these {int(asked.sum())} votes bears such a number"

    def table(self) -> pd.DataFrame:
        """One row a vote."""
        if not self:
            return pd.DataFrame()
        f = self.found
        return pd.DataFrame(
            {
                "vote": f["vote"],
                "what it is": f["kind"],
                "stations tested": [f"{v:,}" for v in f["tested"]],
                "left out above 99 %": [f"{v:,}" for v in f["above_99"]],
                "whole percentages, standard deviations": _shown(f["z_either"], "{:.1f}"),
                "anomalous votes, %": _doubted(
                    f["anomalous_pct"].round() + 0.0, f["anomalous_doubts"]
                ),
                "stations stuffed a little, %": _doubted(f["stuffed_pct"], f["stuffed_doubts"]),
                "second digits, chance": _shown(f["second_digit_pvalue"], "{:.1g}"),
                "last digits, chance": _shown(f["last_digit_pvalue"], "{:.1g}"),
            }
        )


def _shown(values: pd.Series, form: str) -> list[str]:
    return [_NONE if pd.isna(v) else form.format(v) for v in values]


def _doubted(values: pd.Series, doubts: pd.Series) -> list[str]:
    """What a function says if nobody asks, and that it is not identified."""
    told = zip(_shown(values, "{:.0f}"), doubts, strict=True)
    return [v if v == _NONE or not d else f"{v}, {_NOT}" for v, d in told]


def baselines(vote: Vote) -> Baselines:
    """Set the tests of a vote beside the same tests of other votes.

    Parameters
    ----------
    vote : Vote
        From `look_up` or `vote`; Russian votes after the knowledge date are left out with it.

    Examples
    --------
    >>> from analysis import returns
    >>> len(returns.baselines(returns.look_up(2020)).honest)
    3
    """
    found = vote.held.table("station_baselines")
    if len(found):
        year = found["key"].str.extract(r"SB-(\d{4})-")[0].astype(float)
        found = found[year.isna() | year.isin(vote.years)]
        texts = ["anomalous_doubts", "stuffed_doubts"]
        found = found.assign(**found[texts].fillna("")).reset_index(drop=True)
    return Baselines(vote=vote, found=found)
