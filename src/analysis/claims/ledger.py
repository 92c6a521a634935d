"""What did the text claim, and how does one claim fare?

Reads the ledger through `evidence`; draws nothing. A rule sees one claim and the evidence known by
a day and returns a `Finding`; the same rule judges twice, once with what was known then and once
with all that is held.
"""

from dataclasses import dataclass, field
from datetime import date

from analysis import evidence
from analysis.evidence import Evidence
from analysis.quantities import Estimate

SUPPORTED = "supported"
CAVEAT = "supported with caveat"
CONTRADICTED = "contradicted"
DEPENDS = "depends on the source"
UNSUPPORTED = "not supported"
UNCHECKABLE = "cannot be checked"
VERDICTS = (SUPPORTED, CAVEAT, DEPENDS, UNSUPPORTED, CONTRADICTED, UNCHECKABLE)
NEVER_CHECKABLE = frozenset({"forecast", "opinion"})  # rules for which no evidence can exist


class ClaimError(ValueError):
    """A claim or rule that does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One line of the ledger: what the text says, in our words."""

    id: str
    paragraph: int
    paraphrase: str
    kind: str
    value: str
    unit: str
    subject: str
    notebook: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule concludes.

    Verdict, one sentence of reason, deciding figures and evidence rows.
    """

    verdict: str
    reason: str
    figures: tuple[Estimate, ...] = ()
    rows: tuple[str, ...] = ()

    def __post_init__(self):
        if self.verdict not in VERDICTS:
            raise ClaimError(
                f"unknown verdict {self.verdict!r}; wanted one of {', '.join(VERDICTS)}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A claim, what was known when, and the finding."""

    claim: Claim
    as_of: date | None
    finding: Finding = field(repr=False)

    @property
    def checkable(self) -> bool:
        """Whether evidence could decide the claim at all."""
        return self.claim.rule not in NEVER_CHECKABLE


def ledger() -> tuple[Claim, ...]:
    """Every claim of the text, in the order of the text.

    Examples
    --------
    >>> ledger()[0].id
    'C01'
    """
    frame = evidence.table("claims").fillna("")
    return tuple(
        Claim(
            id=row.claim,
            paragraph=int(row.paragraph),
            paraphrase=row.paraphrase,
            kind=row.kind,
            value=row.value,
            unit=row.unit,
            subject=row.subject,
            notebook=row.notebook,
            rule=row.rule,
        )
        for row in frame.itertuples()
    )


def claim(claim_id: str) -> Claim:
    """One claim by its id.

    Raises
    ------
    ClaimError
        If no claim has that id.

    Examples
    --------
    >>> claim("C17").paraphrase
    '93 % in Zaporizhzhia were announced as for joining Russia'
    """
    found = next((c for c in ledger() if c.id == claim_id), None)
    if found is None:
        raise ClaimError(f"no claim {claim_id!r} in data/raw/claims.csv")
    return found


def nothing_known(known: Evidence, what: str) -> Finding:
    """Finding for a claim on which nothing bears yet."""
    by = f" published by {known.as_of:%Y-%m-%d}" if known.as_of else " held"
    return Finding(verdict=UNCHECKABLE, reason=f"No evidence{by} bears on this: {what}.")
