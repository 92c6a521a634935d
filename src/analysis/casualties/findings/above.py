"""Why does the weekly model stay above what was counted later?

The model by all evidence held, left without each source in turn, beside the later counts. Draws
nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.casualties.findings.counted import CountedLater
from analysis.casualties.findings.weekly import WeeklyDeaths, WithoutEach, deaths_without_each
from analysis.parameters import Parameters
from analysis.quantities import middle_of, range_of
from analysis.results import NothingKnown, speaking
from analysis.wording import day

_COUNTED = "residents"  # whose dead the later counts hold
_TOLD = {
    "share on the list": "published shares of the dead who are on the list of names",
    "names": "lists of names",
}  # source of the model, as a reader says it


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class AboveLaterCounts:
    """The weekly dead by all evidence held without each source, beside the later counts."""

    caption = "The weekly model by all evidence held now, when one source is left out"

    counts: CountedLater
    without: WithoutEach

    @property
    def lowest(self) -> pd.Series:
        """The source without which the model gives the fewest dead."""
        each = self.without.moved[self.without.moved["without"] != "nothing"]
        return each.loc[each["central"].idxmin()]

    def sentence(self) -> str:
        """Which source holds the model up, and what it gives without it."""
        whole, low = self.without.moved.iloc[0], self.lowest
        source = _TOLD.get(low["without"], f"figures of {low['without']}")
        above = low["central"] > self.counts.counts["central"].max()
        return (
            f"The weekly model by all evidence held now gives {middle_of(whole)} "
            f"({range_of(whole)}). The {source} hold it up more than any other source: without "
            f"them it gives {middle_of(low)} ({range_of(low)}), {'still' if above else 'no longer'}"
            f" above all of these counts; without any other single source {self._others()}."
        )

    def _others(self) -> str:
        """Least and most of the middles without one of the other sources."""
        moved = self.without.moved
        rest = moved[~moved["without"].isin(["nothing", self.lowest["without"]])]
        ends = rest["central"].idxmin(), rest["central"].idxmax()
        return " to ".join(dict.fromkeys(middle_of(rest.loc[at]) for at in ends))

    def table(self) -> pd.DataFrame:
        """One row a source left out."""
        return self.without.table()


def above_later_counts(
    counts: CountedLater | NothingKnown, deaths: WeeklyDeaths | NothingKnown, p: Parameters
) -> AboveLaterCounts | NothingKnown:
    """The weekly model without each source, if it speaks of the dead that were counted later.

    Parameters
    ----------
    counts : CountedLater
        From `counted_later`.
    deaths : WeeklyDeaths
        Of Russia, by all evidence held.
    p : Parameters
        The day, the level and the seed.

    Examples
    --------
    >>> from analysis.results import NothingKnown
    >>> nothing = NothingKnown(words="Hindsight is off.")
    >>> above_later_counts(nothing, nothing, None)
    NothingKnown: Hindsight is off.
    """
    if not counts or not deaths:
        return deaths if counts else counts
    if deaths.forces != _COUNTED or abs(deaths.by - counts.speaks_of) > pd.Timedelta(days=1):
        when = f"the dead {_COUNTED} of Russia to {day(counts.speaks_of)}"
        return NothingKnown(words=f"The later counts speak of {when}; the model here does not.")
    without = deaths_without_each(deaths, p)
    return AboveLaterCounts(counts=counts, without=without) if without else without
