"""Do the printed numbers of an announcement agree with one another?

Findings on shares and sums, for a reader. Draws nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analysis import quantities
from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import middle_of, rounded
from analysis.referendum import identities as relations
from analysis.referendum import tallies
from analysis.referendum.identities import Identity
from analysis.referendum.tallies import TallyAudit
from analysis.referendum.words import (
    NothingKnown,
    chosen,
    counted,
    frame,
    gap_of_ballots,
    joined,
    nothing,
    of_chosen,
    verb,
    yes_no,
)
from analysis.results import Fact, number, speaking


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Audits:
    """Announced shares of regions beside the shares that their printed votes give."""

    regions: tuple[TallyAudit, ...]

    def __iter__(self) -> Iterator[TallyAudit]:
        """One region after the other."""
        return iter(self.regions)

    def __len__(self) -> int:
        """How many regions."""
        return len(self.regions)

    @property
    def worst(self) -> TallyAudit:
        """The region whose share lies furthest from its votes."""
        return max(self, key=lambda a: abs(a.announced.central - a.from_counts.central))

    @property
    def rows(self) -> tuple[str, ...]:
        """Evidence rows used."""
        return tuple(key for a in self for key in a.rows)

    def sentence(self) -> str:
        """How many announced shares do not follow from their own votes, and which."""
        wrong = [
            f"{a.region} ({a.announced.central:.2f} % announced, {a.from_counts.central:.2f} % by the votes)"
            for a in self
            if not a.holds
        ]
        if not wrong:
            names = joined(a.region for a in self)
            return f"The announced share of {names} follows from the printed votes and ballots."
        told = verb(len(wrong), "does", "do")
        return (
            f"Of {counted(len(self), 'announced share')}, {len(wrong)} {told} not follow from the "
            f"printed votes and ballots: {joined(wrong)}."
        )

    def table(self) -> pd.DataFrame:
        """One row a region."""
        rows = [
            (a.region, f"{a.announced.central:.2f}", f"{a.from_counts.central:.2f}", yes_no(a.holds),
             f"{a.for_votes:,}", f"{a.ballots:,}", middle_of(gap_of_ballots(a)))
            for a in self
        ]  # fmt: skip
        return frame(rows, "region", "announced, %", "votes over ballots, %", "agrees", "votes for",
                     "ballots", "ballots more than the share allows")  # fmt: skip

    def facts(self) -> dict[str, Fact]:
        """Share of each region by its own votes."""
        return {
            f"{a.region.lower()}_share_from_counts_pct": number(a.from_counts.central, "%", a.from_counts.basis, a.rows)
            for a in self
        }


def audit_all(known: Evidence, p: Parameters | None = None) -> Audits | NothingKnown:
    """Hold every announced share against its own printed votes.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    p : Parameters, optional
        `region` chooses one region; all without it.

    Examples
    --------
    >>> from analysis import evidence, referendum
    >>> known = evidence.known_by("2022-10-11")
    >>> audits = referendum.audit_all(known)
    >>> len(audits), audits.worst.region
    (4, 'Zaporizhzhia')
    """
    done = tallies.audit_tallies(known.table("referendum_tallies"))
    done = tuple(a for a in done if a.region in chosen(p))
    return Audits(regions=done) if done else nothing(known, f"No result{of_chosen(p)} had been announced")


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """Relations between printed numbers, and the single slips that would repair them."""

    tried: tuple[Identity, ...]

    @property
    def failing(self) -> tuple[Identity, ...]:
        """Those that do not hold."""
        return tuple(i for i in self.tried if not i.holds)

    @property
    def rows(self) -> tuple[str, ...]:
        """Evidence rows used."""
        return tuple(dict.fromkeys(key for i in self.tried for key in i.rows))

    def sentence(self) -> str:
        """How many relations fail, by how much, and whether one slip would mend them."""
        bad = self.failing
        tried = counted(len(self.tried), "relation")
        if not bad:
            return f"{tried} between printed numbers {verb(len(self.tried), 'was', 'were')} tried; none fails."
        return (
            f"Of {tried} between printed numbers, {len(bad)} {verb(len(bad), 'fails', 'fail')}: "
            f"{joined(broken(i) for i in bad)}."
        )

    def table(self) -> pd.DataFrame:
        """One row a relation."""
        return frame(
            [_relation(i) for i in self.tried], "region", "relation", "holds", "off by", "one slip that repairs it",
            "slips tried", "announcements as easily repaired, %",
        )  # fmt: skip


def broken(relation: Identity) -> str:
    """A relation that fails, in words."""
    mend = "one slip would mend it" if relation.repairs else "no slip mends it"
    unit = relation.unit.removeprefix("% ")
    return f"{relation.region} (off by {rounded(abs(relation.residual))} {unit}, {mend})"


def _relation(i: Identity) -> tuple:
    repairs = "; ".join(f"{r.number} {_whole(r.printed)} to {_whole(r.repaired)}" for r in i.repairs)
    off = f"{i.residual:+.3f} points" if i.unit.startswith("%") else f"{i.residual:,.0f} {i.unit}"
    easy = f"{i.chance_pct:.0f}" if i.repairs else ""
    return i.region, i.name, yes_no(i.holds), off, repairs or "none", i.tried, easy


def _whole(printed: str) -> str:
    return quantities.separated(printed)


def printed_relations(known: Evidence, p: Parameters | None = None) -> Relations | NothingKnown:
    """Try every relation between printed numbers, and every slip of one digit that would repair it.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    p : Parameters, optional
        `region` chooses one region; all without it.

    Examples
    --------
    >>> from analysis import evidence, referendum
    >>> known = evidence.known_by("2022-10-11")
    >>> relations = referendum.printed_relations(known)
    >>> [(r.region, r.name) for r in relations.failing][1]
    ('Zaporizhzhia', 'votes for / ballots = share')
    """
    found = relations.identities(known.table("referendum_tallies"))
    found = tuple(i for i in found if i.region in chosen(p))
    return Relations(tried=found) if found else nothing(known, f"No votes and ballots{of_chosen(p)} were known")
