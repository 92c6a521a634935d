"""From how many published stations on would writing have shown in the occupied regions?

Reads announced totals through `evidence`, simulates with the seed of the page; draws no figure.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import stations, wording
from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.results import speaking
from analysis.stations.integers import MOST_PCT

PUBLISHED = (50, 100, 200, 400)  # stations published
TEST_LEVEL = 0.05  # of each test
TOO_OFTEN = 0.15  # share of counted returns flagged above which a test raises false alarms
DRAWS_A_VOTE = 100  # draws of the page for one simulated vote
FEWEST, MOST = 10, 500  # simulated votes a region
PLAIN_WAY = "whole percentages"  # way of writing that the title tells of
TESTS = tuple(f"whole %, by {t}" if n < 3 else t for n, t in enumerate(stations.TESTS))


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Stations needed to tell written returns from counted ones, by region, way and test.

    `flagged` and `enough` come from `stations.tell_apart` and `stations.enough`; both are empty
    when nothing had been announced.
    """

    caption = "Counted returns that each test flags by mistake, in %"

    flagged: pd.DataFrame
    enough: pd.DataFrame
    simulated: int
    without: str
    rows: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether any region had announced its totals."""
        return len(self.enough) > 0

    @property
    def least(self) -> pd.Series:
        """Stations needed by the best test where all write whole percentages; index region."""
        some = self.enough[self.enough["way"] == PLAIN_WAY].set_index("region")
        return some[list(stations.TESTS)].min(axis=1)

    @property
    def alarms(self) -> pd.DataFrame:
        """Share of counted returns flagged, all stations published; index region."""
        counted = self.flagged[self.flagged["way"] == stations.COUNTED]
        counted = counted[counted["stations"] == max(PUBLISHED)]
        return counted.set_index("region")[list(stations.TESTS)]

    def false_words(self) -> str:
        """Where, and by which tests, counted returns are flagged too often."""
        told = []
        for region, shares in self.alarms.iterrows():
            often = shares[shares > TOO_OFTEN]
            tests = ", ".join(f"{test} {100 * share:.0f} %" for test, share in often.items())
            told += [f"in {region} ({tests})"] if tests else []
        return " and ".join(told) or "in no region"

    @property
    def error(self) -> float:
        """Standard error of a share of four in five, in points."""
        return 100 * (0.8 * 0.2 / self.simulated) ** 0.5

    def finding(self) -> str:
        """How many stations would have shown whole percentages, in one sentence."""
        found = self.least.dropna()
        if found.empty:
            return f"Not even {max(PUBLISHED)} stations would have shown whole percentages"
        all_of = "all " if len(found) == len(self.least) > 1 else f"{len(found)} of "
        where = f"{all_of}{len(self.least)} region{'s' * (len(self.least) > 1)}"
        return f"{found.max():.0f} published stations would have shown whole percentages in {where}"

    def sentence(self) -> str:
        """How many stations would have been enough, and which tests raise false alarms."""
        if not self:
            return self.without
        return (
            f"{self.finding()}, had every station been written to them. Counted returns are "
            f"flagged too often {self.false_words()}. From {self.simulated} simulated votes a "
            f"share of four in five has a standard error of {self.error:.0f} points. Above "
            f"{MOST_PCT} % the test of whole percentages leaves stations out, and near it the test "
            "allows for what counted votes show."
        )

    def table(self) -> pd.DataFrame:
        """Counted returns that each test flags by mistake, in %: one row a region."""
        if not self:
            return pd.DataFrame()
        shown = (100 * self.alarms).set_axis(list(TESTS), axis="columns")
        title = "counted returns flagged, %"
        return shown.map("{:.0f}".format).rename_axis(title).reset_index()


def telling_apart(known: Evidence, p: Parameters) -> Telling:
    """Simulate counted and written returns of the announced totals, and test both.

    Parameters
    ----------
    known : evidence.Evidence
        What was known on the knowledge date.
    p : parameters.Parameters
        `draws` and `seed` of the page; one simulated vote a hundred draws.

    Examples
    --------
    >>> from analysis import evidence, parameters, returns
    >>> shared = {"hindsight": True, "level": 0.95, "draws": 100, "seed": 1}
    >>> p = parameters.check(as_of="2022-09-21", **shared)
    >>> returns.telling_apart(evidence.known_by(p.day), p)
    Telling: No region had announced votes, ballots and turnout by 21 September 2022.
    """
    tallies = known.table("referendum_tallies")
    totals = stations.announced_totals(tallies)
    simulated = min(max(p.draws // DRAWS_A_VOTE, FEWEST), MOST)
    flagged = stations.tell_apart(totals, PUBLISHED, level=TEST_LEVEL, draws=simulated, rng=p.rng())
    regions = [t.region for t in totals]
    return Telling(
        flagged=flagged,
        enough=stations.enough(flagged) if totals else pd.DataFrame(),
        simulated=simulated,
        without=known.without or _nothing(p.day),
        rows=tuple(tallies.loc[tallies["region"].isin(regions), "key"]),
    )


def _nothing(day: date) -> str:
    return f"No region had announced votes, ballots and turnout by {wording.day(day)}."
