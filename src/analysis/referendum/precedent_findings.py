"""Which free votes were as lopsided, and what was recorded of an earlier one?

Findings on precedents, for a reader. Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis import quantities
from analysis.evidence import Evidence
from analysis.referendum import baltic, reference
from analysis.referendum.rarity_findings import LINE
from analysis.results import Fact, NothingKnown, nothing, number, speaking
from analysis.wording import counted, frame, verb


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class FreeVotes:
    """Votes that were as lopsided in democracies, or that are widely called free."""

    caption = "Free votes that were as lopsided"

    votes: pd.DataFrame

    def sentence(self) -> str:
        """How many, from which to which."""
        made, names = counted(len(self.votes), "vote"), self.votes["label"]
        was = verb(len(names), "was", "were")
        return (
            f"A share alone proves nothing: {made} {was} as lopsided in democracies by the index, "
            f"or in votes our list judges free, from {names.iloc[0]} to {names.iloc[-1]}."
        )

    def table(self) -> pd.DataFrame:
        """One row a vote."""
        rows = [
            (
                r.label,
                f"{r.share_of_ballots_pct:.2f}",
                _or_blank(r.turnout_pct, ".1f"),
                _or_blank(r.polyarchy, ".2f"),
            )
            for r in self.votes.itertuples()
        ]
        return frame(rows, "vote", "share of ballots, %", "turnout, %", "polyarchy")


def _or_blank(value: float, form: str) -> str:
    return "" if pd.isna(value) else f"{value:{form}}"


def free_but_lopsided(known: Evidence) -> FreeVotes | NothingKnown:
    """Votes at least as lopsided as the line that were free by the index or by the curated list.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.

    Examples
    --------
    >>> from analysis import evidence, referendum
    >>> free = referendum.free_but_lopsided(evidence.known_by("2022-10-11"))
    >>> free.table()["vote"].iloc[0]
    'Norway 1905'
    """
    found = reference.free_and_lopsided(known.table("plebiscites"), LINE)
    if found.empty:
        return nothing(known, "No free vote as lopsided was known")
    return FreeVotes(votes=found)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedShares:
    """Shares recorded for one vote beside the share the text claims."""

    caption = "Shares recorded for the vote"

    shares: pd.DataFrame
    claimed: float
    place: str
    rows: tuple[str, ...]

    @property
    def nearest(self) -> pd.Series:
        """The record nearest to the claim."""
        return self.shares.loc[(self.shares["central"] - self.claimed).abs().idxmin()]

    def sentence(self) -> str:
        """Whether any record gives the claimed share, and which comes nearest."""
        if self.nearest["central"] == self.claimed:
            return f"{self.nearest['claimant']} gives the {self.claimed:g} % that the text gives."
        counts = self.shares[self.shares["key"] == "counts"]
        told = "".join(f"; the recorded counts give {r.reported} %" for r in counts.itertuples())
        found = f"the nearest is {self.nearest['reported']} %{told}"
        return f"No record gives {self.claimed:g} % for {self.place}: {found}."

    def table(self) -> pd.DataFrame:
        """One row a record."""
        rows = [(r.claimant, r.reported) for r in self.shares.itertuples()]
        return frame(rows, "record", "for, %")

    def facts(self) -> dict[str, Fact]:
        """Share by the recorded counts."""
        counts = self.shares[self.shares["key"] == "counts"]
        if counts.empty:
            return {}
        share = number(counts["central"].iloc[0], "%", "votes over ballots", self.rows)
        return {f"{self.place.lower()}_share_from_counts_pct": share}


def shares_recorded(known: Evidence, claim) -> RecordedShares | NothingKnown:
    """Hold a claimed share of a vote of 1940 against every recorded one.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    claim : claims.Claim
        Its `subject` is the country, its `value` the share.

    Examples
    --------
    >>> from analysis import claims, evidence, referendum
    >>> known = evidence.known_by("2022-10-11")
    >>> referendum.shares_recorded(known, claims.claim("C25")).nearest["reported"]
    '97.6'
    """
    told = known.table("baltic_1940")
    told = told[told["region"] == claim.subject]
    if "share_for" not in set(told["quantity"]):
        return nothing(known, f"No share for {claim.subject} was known")
    counts = told[told["quantity"].isin(["votes_for_bloc", "ballots"])]
    return RecordedShares(
        shares=baltic.recorded_shares(told, claim.subject),
        claimed=quantities.parse(claim.value).central,
        place=claim.subject,
        rows=tuple(counts["key"]),
    )
