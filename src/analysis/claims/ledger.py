"""What did the text claim, and how does one claim fare?

Reads the ledger through `evidence`; draws nothing. A rule sees one claim and the evidence known by
a day and returns a `Finding`; the same rule judges twice, once with what was known then and once
with all that is held.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import evidence, paths
from analysis.errors import ExpectedError
from analysis.evidence import Evidence
from analysis.quantities import Estimate
from analysis.wording import day

SUPPORTED = "supported"
CAVEAT = "supported with caveat"
CONTRADICTED = "contradicted"
DEPENDS = "depends on the source"
UNSUPPORTED = "not supported"
UNCHECKABLE = "cannot be checked"
VERDICTS = (SUPPORTED, CAVEAT, DEPENDS, UNSUPPORTED, CONTRADICTED, UNCHECKABLE)
SYMBOLS = dict(zip(VERDICTS, "✓≈⇄∅✗?", strict=True))  # verdict -> its mark without colour
AUTHOR = "author"  # speaker of a claim that the text makes in its own voice
PARTIES_TO_THE_WAR = frozenset({"Russia", "Ukraine"})
NEVER_CHECKABLE = frozenset({"forecast", "opinion"})  # rules for which no evidence can exist


class ClaimError(ExpectedError, ValueError):
    """A claim or rule that does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One line of the ledger: what the text says, in our words."""

    id: str
    paragraph: int
    speaker: str
    paraphrase: str
    kind: str
    value: str
    unit: str
    subject: str
    since: str
    until: str
    notebook: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule concludes.

    Verdict, one sentence of reason, deciding figures and evidence rows; `beside` is a finding of
    its own that does not move the verdict and must not be lost.
    """

    verdict: str
    reason: str
    beside: str = ""
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
    finding: Finding

    def __repr__(self) -> str:
        day = "all evidence held" if self.as_of is None else self.as_of
        return f"Verdict on {self.claim.id} by {day}: {self.finding.verdict}"

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
    frame = evidence.table("claims")
    return tuple(
        Claim(
            id=row.claim,
            paragraph=int(row.paragraph),
            speaker=row.speaker,
            paraphrase=row.paraphrase,
            kind=row.kind,
            value=row.value,
            unit=row.unit,
            subject=row.subject,
            since=_day(row.since),
            until=_day(row.until),
            notebook=row.notebook,
            rule=row.rule,
        )
        for row in frame.itertuples()
    )


def _day(cell: pd.Timestamp) -> str:
    return "" if pd.isna(cell) else f"{cell:%Y-%m-%d}"


def claim(claim_id: str) -> Claim:
    """One claim by its id.

    Parameters
    ----------
    claim_id : str
        As in the ledger, such as "C17".

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
        raise ClaimError(f"no claim {claim_id!r} in {paths.told_file('claims')}")
    return found


def interest(rows: pd.DataFrame) -> str:
    """Caution due to a count that only parties to the war give, in the same words for each.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows with a column `claimant_party`.

    Returns
    -------
    str
        A sentence to append to a reason; empty where somebody outside the war counted too.

    Examples
    --------
    >>> interest(pd.DataFrame({"claimant_party": ["Ukraine"]}))
    ' A count of one side of the war (Ukraine), not an independent one.'
    """
    voices = sorted(set(rows["claimant_party"]) - {""})
    if not voices or not set(voices) <= PARTIES_TO_THE_WAR:
        return ""
    if len(voices) == 1:
        return f" A count of one side of the war ({voices[0]}), not an independent one."
    return " Counts of both sides of the war, none of them independent."


def found_nothing(known: Evidence, what: str, searches: pd.DataFrame) -> Finding:
    """Finding for a claim on which nothing bears: the one principle for what was not found.

    *Not supported* where sources that would carry the statement were read by then and do not;
    *cannot be checked* where no source of standing would be expected to, or none could be reached.

    Parameters
    ----------
    known : Evidence
        What was known.
    what : str
        What the rule missed.
    searches : pandas.DataFrame
        The claim's rows of `searches`, with `read`: keys of carriers known by the day.
    """
    by = f" published by {day(known.as_of)}" if known.as_of else " held"
    read = tuple(dict.fromkeys(k for keys in searches["read"] for k in keys))
    told = f"No evidence{by} bears on this: {what}"
    if read:
        told = f"Sources{by} that would carry this were read and do not: {what}"
    if not searches.empty:
        row = searches.iloc[0]
        told += (
            f". Sought on {day(row['as_of'])} in {row['searched']}: {row['sought']};"
            f" {row['reason']}"
        )
    return Finding(verdict=UNSUPPORTED if read else UNCHECKABLE, reason=f"{told}.", rows=read)
