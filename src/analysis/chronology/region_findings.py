"""How much of Ukraine, and of each claimed region, was held?

Results of notebook 04 in words and tables for a reader. Reads no file and draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.case import written
from analysis.chronology.dates_and_areas import maybe_whole, shares_held, whole_in_words
from analysis.chronology.land_findings import last_day
from analysis.evidence import Evidence, NotKnownError
from analysis.results import Fact, NothingKnown, Remark, nothing, number, speaking
from analysis.wording import day, listed

WEEK_ONE_SHARE = "2022-02-28"  # the end of the month that lies nearest to the end of week one
SHARES_OF_UKRAINE = "War Mapper"  # gives shares of the whole country, no areas


def share_of_ukraine(known: Evidence, maker: str = SHARES_OF_UKRAINE) -> Remark | NothingKnown:
    """Share of all Ukraine held at ends of months, by a map maker that gives no areas.

    Parameters
    ----------
    known : Evidence
        What was known by the day.
    maker : str
        Series of `territory_national` that gives shares of the whole country.

    Returns
    -------
    Remark or NothingKnown
        Shares in % of Ukraine; the latter where fewer than two had been published.

    Examples
    --------
    >>> from analysis import evidence
    >>> len(share_of_ukraine(evidence.known_by(None)).rows)
    3
    """
    territory = known.table("territory_national")
    inside = territory["as_of"].between(WEEK_ONE_SHARE, pd.Timestamp(written()[1]))
    own = territory[(territory["series"] == maker) & territory["area_pct"].notna() & inside]
    own = own.sort_values("as_of")
    if len(own) < 2:
        return nothing(known, f"No two shares of Ukraine by {maker} had been published")
    shares = [f"{share:.2f}" for share in own["area_pct"]]
    days = [day(d) for d in own["as_of"]]
    told = listed([f"{s} % on {d}" for s, d in zip(shares, days, strict=True)])
    frame = pd.DataFrame({"Day": days, "Share of Ukraine held, %": shares})
    words = f"The share of Ukraine held was {told}, by {maker}."
    caption = f"Share of Ukraine held, by {maker}"
    return Remark(words=words, frame=frame, rows=tuple(own["key"]), caption=caption)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class RegionsHeld:
    """Share of each claimed region held by Russian forces: columns region, central, as_of, key."""

    caption = "Share of each region held by Russian forces"

    held: pd.DataFrame

    @property
    def on(self) -> str:
        """Day of the map."""
        return day(self.held["as_of"].iloc[0])

    @property
    def _begun(self) -> str:
        """How many were held only in part, by more than a map's error."""
        h = self.held
        partly = ((h["central"] > 0) & ~maybe_whole(h)).sum()
        who = f"All {len(h)}" if partly == len(h) else f"{partly or 'None'} of {len(h)}"
        return f"{who} regions were held only in part"

    @property
    def finding(self) -> str:
        """How many were held only in part, and who least or perhaps wholly, without a stop."""
        h = self.held
        least, whole = h.loc[h["central"].idxmin()], h.loc[maybe_whole(h), "region"]
        if len(whole):
            return f"{self._begun}, {listed(whole)} perhaps wholly"
        return f"{self._begun}, {least['region']} least with {least['central']:.1f} %"

    @property
    def listed(self) -> str:
        """Every region with its share."""
        return listed([f"{r.region} {r.central:.1f} %" for r in self.held.itertuples()])

    def sentence(self) -> str:
        """How much of each region was held."""
        whole = whole_in_words(self.held.loc[maybe_whole(self.held), "region"])
        told = "; ".join(filter(None, (self.listed, whole)))
        return f"{self._begun} on the map of {self.on}: {told}."

    def table(self) -> pd.DataFrame:
        """One row a region, largest share first."""
        h = self.held.sort_values("central", ascending=False, ignore_index=True)
        shares = [f"{c:.1f}" for c in h["central"]]
        return pd.DataFrame({"Region": h["region"], "Share of its area held, %": shares})

    def facts(self) -> dict[str, Fact]:
        """Share of each region."""
        return {
            f"{r.region.lower()}_held_pct": number(r.central, "%", "area on the map", (r.key,))
            for r in self.held.itertuples()
        }

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the shares."""
        return tuple(self.held["key"])


def regions_held(known: Evidence) -> RegionsHeld | NothingKnown:
    """Share of each claimed region held on the last map before the text was written.

    Parameters
    ----------
    known : evidence.Evidence
        What was known by the day.

    Examples
    --------
    >>> from analysis import evidence
    >>> regions_held(evidence.known_by("2022-10-11")).finding
    '3 of 4 regions were held only in part, Luhansk perhaps wholly'
    """
    try:
        held = shares_held(known.table("territory_oblasts"), last_day(known, written()[1]))
    except NotKnownError:
        return nothing(known, "No map of the regions had been published")
    return RegionsHeld(held=held)
