"""Do the printed numbers of an announcement agree with one another?

Findings on shares and sums, for a reader. Draws nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate, middle_of, rounded, separated
from analysis.referendum.announced import regions_with
from analysis.referendum.identities import Identity, share_identity
from analysis.referendum.regions import chosen, no_result, of_chosen
from analysis.referendum.shares import whole_beyond
from analysis.referendum.sums import part_sums
from analysis.referendum.tallies import TallyAudit, share_audit
from analysis.referendum.tally import tally_of
from analysis.results import Fact, NothingKnown, nothing, number, speaking
from analysis.wording import counted, frame, listed, verb, yes_no

BALLOTS = "ballots"  # what a share is of, unless it holds of valid votes only
NOTHING = "No announced share was held against its votes"
SMALL = 100  # ballots below which a gap is shown whole


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Audits:
    """Announced shares of regions beside the shares that their printed votes give."""

    caption = "The announced share, and the share that the printed votes give"

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
    def finding(self) -> str:
        """What the votes of that region give, and what was announced."""
        if not self.regions:
            return NOTHING
        region, said, votes = (self.worst.region, *_shares(self.worst))
        if said == votes:
            return f"{region}: the printed votes give the {said} % announced"
        return f"{region}: the printed votes give {votes} %, {said} % was announced"

    @property
    def rows(self) -> tuple[str, ...]:
        """Evidence rows used."""
        return tuple(key for a in self for key in a.rows)

    def sentence(self) -> str:
        """How many announced shares do not follow from their own votes, and which."""
        if not self.regions:
            return f"{NOTHING}."
        wrong = [a for a in self if not a.holds]
        if not wrong:
            names = listed(a.region for a in self)
            plain = f"The announced share of {names} follows from the printed votes and ballots."
            return " ".join([plain, *self._of_valid()])
        form = "{} ({} % announced, {} % by the votes)"
        told = listed(form.format(a.region, *_shares(a)) for a in wrong)
        many = f"Of {len(self)} announced shares, {len(wrong)} {verb(len(wrong), 'does', 'do')}"
        start = many if len(self) > 1 else "The announced share does"
        plain = f"{start} not follow from the printed votes and ballots: {told}."
        return " ".join([plain, *self._of_valid()])

    def _of_valid(self) -> list[str]:
        """One sentence for each share that holds of valid votes instead of ballots, or may."""
        form = "{}'s {} % is a share of {}, not of ballots."
        other = [a for a in self if a.holds and a.over != BALLOTS]
        told = [form.format(a.region, _shares(a)[0], a.over) for a in other]
        form = (
            "{}'s {} % may be a share of valid votes, whose number is not given: {} of {} ballots"
            " would then be invalid."
        )
        maybe = [a for a in self if a.maybe_of_valid]
        return told + [
            form.format(a.region, _shares(a)[0], _counts(a)[2], _counts(a)[1]) for a in maybe
        ]

    def table(self) -> pd.DataFrame:
        """One row a region."""
        rows = [(a.region, *_shares(a), yes_no(a.holds), a.over, *_counts(a)) for a in self]
        return frame(
            rows,
            "region",
            "announced, %",
            "by the votes, %",
            "agrees",
            "as a share of",
            "votes for",
            "ballots",
            "ballots above those that fit the share",
        )

    def facts(self) -> dict[str, Fact]:
        """Share of each region by its own votes."""
        shares = {a.region.lower(): (a.from_counts, a.rows) for a in self}
        return {
            f"{name}_share_from_counts_pct": number(share.central, "%", share.basis, rows)
            for name, (share, rows) in shares.items()
        }


def _shares(audit: TallyAudit) -> tuple[str, str]:
    """Announced share and share of the votes."""
    return f"{audit.announced.central:.2f}", f"{audit.from_counts.central:.2f}"


def _counts(audit: TallyAudit) -> tuple[str, str, str]:
    """Votes for, ballots, and ballots above those that fit the announced share."""
    gap = gap_of_ballots(audit)
    above = f"{gap.central:,.0f}" if abs(gap.central) < SMALL else middle_of(gap)
    return f"{audit.for_votes:,}", f"{audit.ballots:,}", above


def gap_of_ballots(audit) -> Estimate:
    """Ballots beyond those at which the announced share holds, with the rounding of that share."""
    said = audit.announced
    low, central, high = (
        whole_beyond(audit.for_votes, audit.whole, s) for s in (said.low, said.central, said.high)
    )
    basis = "rounding of the share"
    return Estimate(low=low, central=central, high=high, unit="ballots", basis=basis)


def audit_tallies(tallies: pd.DataFrame) -> Audits:
    """Audit of every region whose share, votes and ballots are known.

    Rows in the columns of our own table; for a vote of one's own see `Tally.of` and `audit`.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of `referendum_tallies`, or of any vote in its columns `announced.COLUMNS`. Quantities
        are for_votes, ballots_cast and share_for, and where they were printed against_votes and
        invalid_votes, of which a share of valid votes is told.

    Raises
    ------
    TallyError
        If columns are missing, or a region of another vote lacks one of the three.

    Examples
    --------
    >>> audit_tallies(pd.DataFrame())
    Audits: No announced share was held against its votes.
    """
    regions = regions_with(tallies, *_NEEDED)
    return Audits(regions=tuple(share_audit(tallies, region) for region in regions))


_NEEDED = ("for_votes", "ballots_cast", "share_for")


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
    done = audit_tallies(known.table("referendum_tallies"))
    done = tuple(a for a in done if a.region in chosen(p))
    if not done:
        return no_result(known, p)
    return Audits(regions=done)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """Relations between printed numbers, and the single slips that would repair them."""

    caption = "Printed numbers that should agree, and slips that would repair them"

    tried: tuple[Identity, ...]

    def __iter__(self) -> Iterator[Identity]:
        """One relation after the other."""
        return iter(self.tried)

    def __len__(self) -> int:
        """How many relations."""
        return len(self.tried)

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
        bad, made = self.failing, len(self.tried)
        if not made:
            return "No relation between printed numbers could be tried."
        tried = f"{counted(made, 'relation')} between printed numbers"
        if not bad:
            return f"{tried} {verb(made, 'was tried; they agree', 'were tried; all agree')}."
        many = f"Of {tried}, {len(bad)} {verb(len(bad), 'fails', 'fail')}"
        start = many if made > 1 else "The one relation between printed numbers fails"
        return f"{start}: {listed(broken(i) for i in bad)}."

    def table(self) -> pd.DataFrame:
        """One row a relation."""
        rows = [_relation(i) for i in self.tried]
        slips = ("one slip that repairs it", "slips tried", "wrong numbers as easily repaired, %")
        return frame(rows, "region", "relation", "agree", "apart by", *slips)


def broken(relation: Identity) -> str:
    """A relation that fails, in words."""
    mend = "one slip would mend it" if relation.repairs else "no slip mends it"
    unit = relation.unit.removeprefix("% ")
    return f"{relation.region} (off by {rounded(abs(relation.residual))} {unit}, {mend})"


def _relation(i: Identity) -> tuple:
    slips = [(r.number, separated(r.printed), separated(r.repaired)) for r in i.repairs]
    repairs = "; ".join(f"{number} {printed} to {repaired}" for number, printed, repaired in slips)
    off = f"{i.residual:+.3f} points" if i.unit.startswith("%") else f"{i.residual:,.0f} {i.unit}"
    easy = f"{i.chance_pct:.0f}" if i.repairs else ""
    return i.region, i.name, yes_no(i.holds), off, repairs or "none", i.tried, easy


def identities(tallies: pd.DataFrame) -> Relations:
    """Share and votes of every region, and its parts where ballots of all of them were printed.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of `referendum_tallies`, or of any vote in its columns `announced.COLUMNS`.

    Raises
    ------
    TallyError
        If columns are missing, or a region of another vote lacks its share, votes or ballots.

    Examples
    --------
    >>> identities(pd.DataFrame())
    Relations: No relation between printed numbers could be tried.
    """
    shares = tuple(share_identity(tallies, r) for r in regions_with(tallies, *_NEEDED))
    told = dict.fromkeys(tallies["region"]) if len(tallies) else ()
    parts = (part_sums(tally_of(tallies, r), quantities=("ballots",)) for r in told)
    return Relations(tried=(*shares, *(i for sums in parts for i in sums)))


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
    found = identities(known.table("referendum_tallies"))
    found = tuple(i for i in found if i.region in chosen(p))
    if not found:
        return nothing(known, f"No votes and ballots{of_chosen(p)} were known")
    return Relations(tried=found)
