"""Could so many people have voted?

Findings on votes and the people present, for a reader. Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import middle_of, range_of
from analysis.referendum import presence
from analysis.referendum.regions import no_result, of_regions
from analysis.results import NothingKnown, speaking
from analysis.wording import frame, listed, until


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Votes reported in the regions beside lists, registers and estimates of the people there."""

    caption = "Votes reported in each region, and people there by lists, registers and officials"

    people: pd.DataFrame
    until: str

    @property
    def there(self) -> pd.DataFrame:
        """Estimates of all people there, with the votes as their share."""
        return presence.against_everybody(self.people)

    @property
    def exceeded(self) -> pd.DataFrame:
        """Estimates that the votes exceed, beyond their rounding."""
        return self.there[self.there["impossible"]]

    @property
    def rows(self) -> tuple[str, ...]:
        """Evidence rows used."""
        return tuple(self.people["key"])

    @property
    def regions(self) -> tuple[str, ...]:
        """Regions told of."""
        return tuple(dict.fromkeys(self.people["region"]))

    def sentence(self) -> str:
        """How many estimates of everybody there the votes exceed."""
        if self.there.empty:
            return (
                f"No estimate of the people present in {listed(self.regions, 'or')} was known "
                f"{self.until}; the votes stand beside lists and registers only."
            )
        where = listed(sorted(set(self.exceeded["region"])))
        return f"{self.beyond} beyond their rounding{f', in {where}' if where else ''}."

    @property
    def beyond(self) -> str:
        """The finding without its places."""
        return f"The votes exceed {exceeded_of(self)} of all people there"

    def table(self) -> pd.DataFrame:
        """One row a count or an estimate."""
        share = self.there["share_per_hundred"].map("{:.0f}".format).to_dict()
        rows = [
            (
                r.region,
                r.what,
                middle_of(r),
                range_of(r) if r.low < r.high else "",
                share.get(r.Index, ""),
            )
            for r in self.people.itertuples()
        ]
        return frame(
            rows, "region", "what is counted", "number", "range", "votes for each hundred people"
        )


def exceeded_of(people: People) -> str:
    """How many estimates the votes exceed, of how many: "2 of 3 estimates"."""
    beyond, made = len(people.exceeded), len(people.there)
    if made == 1:
        return "the only estimate" if beyond else "no estimate"
    return f"{beyond or 'none'} of {made} estimates"


def people_and_votes(known: Evidence, p: Parameters | None = None) -> People | NothingKnown:
    """Votes reported in each region beside everything told of the people there.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    p : Parameters, optional
        `region` chooses one region; all without it.

    Examples
    --------
    >>> from analysis import evidence, referendum
    >>> people = referendum.people_and_votes(evidence.known_by("2022-10-11"))
    >>> people.exceeded["region"].tolist()
    ['Zaporizhzhia', 'Kherson']
    """
    names = ("referendum_tallies", "count_timeline", "electorates")
    people = of_regions(presence.people_present(*(known.table(n) for n in names)), p)
    if people.empty:
        return no_result(known, p)
    return People(people=people, until=until(known))
