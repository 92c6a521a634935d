"""What do a model of stuffing and tests of digits say of all stations together?

Reads derived tables through `evidence`; draws nothing. Methods: `stations.mixture`,
`stations.digits`.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.results import speaking
from analysis.returns.clouds import fit_of
from analysis.returns.votes import Vote
from analysis.stations import Fit

ONE_REGION = "The model is fitted to all regions together; cells of a single one are too coarse."
_REDRAWN = "redrawn"  # how the table of digits names tests against the same counts redrawn


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Stuffing:
    """Fit of the model of stuffing to the cloud; `fit` is None where it is not fitted."""

    caption = "The share stuffed under each pair of assumptions"

    vote: Vote
    fit: Fit | None
    rows: tuple[str, ...] = ("table:station_fingerprints",)

    def __bool__(self) -> bool:
        """Whether the model was fitted."""
        return self.fit is not None

    @property
    def reach(self) -> tuple[float, float]:
        """Lowest and highest share of stations stuffed a little, over all assumptions, in %."""
        share = 100 * self.fit.ridge["incremental"]
        return float(share.min()), float(share.max())

    def sentence(self) -> str:
        """Whether the model names a share of stations, and what assumptions alone make of it."""
        if not self:
            return ONE_REGION if self.vote else self.vote.without
        low, high = self.reach
        return (
            f"{self.fit.sentence()} Over all assumptions tried the model says {low:.0f} to "
            f"{high:.0f} % stuffed a little, and none of it is a count of stations."
        )

    def finding(self) -> str:
        """The same in a title."""
        low, high = self.reach
        if self.fit.identified:
            return f"{low:.0f} to {high:.0f} % of stations stuffed a little, by what is assumed"
        moved = f"assumptions move it from {low:.0f} to {high:.0f} %"
        return f"No share of stuffed stations is identified: {moved}"

    def table(self) -> pd.DataFrame:
        """One row a pair of assumptions."""
        if not self:
            return pd.DataFrame()
        ridge = self.fit.ridge
        return pd.DataFrame(
            {
                "strength assumed": [f"{v:g}" for v in ridge["strength"]],
                "deviousness assumed": [f"{v:g}" for v in ridge["deviousness"]],
                "stuffed a little, %": [f"{100 * v:.0f}" for v in ridge["incremental"]],
                "stuffed nearly entirely, %": [f"{100 * v:.1f}" for v in ridge["extreme"]],
                "worse by, log likelihood": [f"{v:,.0f}" for v in ridge["worse"]],
            }
        )


def stuffing(vote: Vote) -> Stuffing:
    """Fit the model of stuffing to the cloud of all regions.

    Parameters
    ----------
    vote : Vote
        From `look_up` or `vote`; of a single region nothing is fitted, and the result says so.

    Examples
    --------
    >>> from analysis import returns
    >>> bool(returns.stuffing(returns.look_up(2020, "Крым")))
    False
    """
    if not vote.whole:
        return Stuffing(vote=vote, fit=None)
    return Stuffing(vote=vote, fit=fit_of(vote))


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class DigitTests:
    """Digits of the leader's counts at all stations: one row a test and digit."""

    caption = "Digits of the counts against what is expected of them"

    vote: Vote
    found: pd.DataFrame
    rows: tuple[str, ...] = ("table:station_digits",)

    def __bool__(self) -> bool:
        """Whether there are digits."""
        return len(self.found) > 0

    def gaps(self) -> pd.DataFrame:
        """Index test; columns statistic, chance, counts, gap (largest, in percentage points)."""
        off = (self.found["observed"] - self.found["expected"]).abs()
        tests = self.found.assign(off=off).groupby("test", sort=False)
        named = {"statistic": ("statistic", "first"), "chance": ("pvalue", "first")}
        table = tests.agg(**named, counts=("observed", "sum"), gap=("off", "max"))
        return table.assign(gap=100 * table["gap"] / table["counts"])

    def sentence(self) -> str:
        """How little digits can say."""
        if not self:
            return self.vote.without
        gaps = self.gaps()
        of_redrawn = gaps.index.str.contains(_REDRAWN)
        most, least = gaps.loc[of_redrawn, "gap"].max(), gaps.loc[~of_redrawn, "chance"].min()
        return (
            "Digits are shown for completeness. Stations are of similar size, so Benford's law "
            "does not describe their counts, clean or not: it flags honest elections too. Set "
            f"against the same counts redrawn, the largest gap is {most:.1f} points; those counts "
            "keep most of their second digits, so that test can hardly flag anything, while their "
            "last digits fall anew. With so many counts even a tiny gap has a small chance (the "
            f"smallest here is {least:.0e}): sizes matter. The literature distrusts these tests."
        )

    def table(self) -> pd.DataFrame:
        """One row a test."""
        if not self:
            return pd.DataFrame()
        gaps = self.gaps()
        return pd.DataFrame(
            {
                "test": gaps.index,
                "chi-squared": [f"{v:.1f}" for v in gaps["statistic"]],
                "chance": [f"{v:.2g}" for v in gaps["chance"]],
                "counts": [f"{v:,}" for v in gaps["counts"]],
                "largest gap, points": [f"{v:.2f}" for v in gaps["gap"]],
            }
        )


def digits(vote: Vote) -> DigitTests:
    """Tests of second and last digits of the leader's counts, all regions together.

    Parameters
    ----------
    vote : Vote
        From `look_up` or `vote`; of a region, all regions of its vote are shown.

    Examples
    --------
    >>> from analysis import returns
    >>> len(returns.digits(returns.look_up(2020)).table())
    4
    """
    found = vote.held.table("station_digits")
    return DigitTests(vote=vote, found=found[found["year"] == vote.year])
