"""What does the page of one claim hold?

Reads the ledger and the evidence through `claims`; draws nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis import claims, evidence
from analysis.case import written
from analysis.claims import Claim, Finding
from analysis.evidence import Evidence
from analysis.quantities import Estimate, QuantityError, middle_of, parse, range_of, separated
from analysis.site.ladders import Ladder, Rung, ladder, rung
from analysis.site.sourced import Sourced, publishers, sourced
from analysis.site.verdict_marks import Mark, mark
from analysis.wording import counted, day, listed, typeset

SUBJECTS = {
    "00": "The text as a whole",
    "01": "Referendums and votes",
    "02": "People who left",
    "03": "Losses and deaths",
    "04": "Dates, words and land",
    "05": "Polling stations",
}  # of a notebook, by its number
_AS_PRINTED = {"rounding of the printed number": "As printed"}  # basis -> name of its bar
MANY = 3  # publishers; with fewer the page says on how few the verdict rests


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A verdict on a page: its mark, its reason, and the evidence behind it."""

    mark: Mark
    reason: str
    figures: tuple[str, ...]
    rows: tuple[Sourced, ...]

    @property
    def publishers(self) -> tuple[str, ...]:
        """Publishers behind it, each once."""
        return publishers(self.rows)

    @property
    def resting(self) -> str:
        """On how many publishers it rests, in a sentence."""
        found = self.publishers
        if not found:
            return "No publication bears on this claim."
        names = f": {listed(found)}" if len(found) <= MANY else ""
        few = " One publisher alone can be wrong." if len(found) == 1 else ""
        return f"Rests on {counted(len(found), 'publisher')}{names}.{few}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was sought in vain for a claim, where and on which day, and what that is worth."""

    sought: str
    searched: str
    on: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """One claim of the text for a reader: then, now, why, and by what rule."""

    claim: Claim
    speaker: str
    words: str
    subject: str
    rule: str
    firm: str
    then: Judged
    now: Judged
    figure: Ladder | None = None
    searches: tuple[Search, ...] = ()

    @property
    def slug(self) -> str:
        """Name of the page."""
        return self.claim.id.lower()

    @property
    def moved(self) -> bool:
        """Whether the verdict has changed since the day of the text."""
        return self.then.mark != self.now.mark


def claim_page(claim: Claim, known: Evidence) -> ClaimPage:
    """What the page of one claim holds.

    Parameters
    ----------
    claim : Claim
        A line of the ledger.
    known : Evidence
        What was known on the day of the text.

    Examples
    --------
    >>> from analysis import claims, evidence
    >>> claim_page(claims.claim("C48"), evidence.known_by("2022-10-11")).moved
    True
    """
    then, now = (claims.judge(claim, k).finding for k in (known, Evidence(None)))
    return ClaimPage(
        claim=claim,
        speaker=_speaker(claim),
        words=getattr(claim, "words", ""),
        subject=SUBJECTS.get(claim.notebook[:2], "Other"),
        rule=rule_in_words(claim.rule),
        firm=_firm(claim, known, moved=mark(then.verdict) != mark(now.verdict)),
        then=judged(then),
        now=judged(now),
        figure=figure_of(claim, now.figures),
        searches=searches(claim),
    )


def figure_of(claim: Claim, figures: Sequence[Estimate]) -> Ladder | None:
    """The claimed number beside those that decide it, where they have its unit and differ.

    Examples
    --------
    >>> from analysis import claims
    >>> figure_of(claims.claim("C69"), ()) is None
    True
    """
    same = [f for f in figures if f.unit == claim.unit and math.isfinite(f.high + f.low)]
    try:
        text = parse(claim.value).central if same else math.nan
    except QuantityError:
        return None
    if not (math.isfinite(text) and text > 0) or all(f.central == text for f in same):
        return None
    unit = f" {claim.unit.replace('km2', 'km²')}"
    own = Rung(name="The text", value=text, told=separated(claim.value) + unit, claim=True)
    ends = [{"value": f.central, "low": f.low, "high": f.high} for f in same]
    told = [_AS_PRINTED.get(f.basis, f.basis) for f in same]
    names = [f"{name[:1].upper()}{name[1:]}" for name in told]
    found = [rung(n, e, unit) for n, e in zip(names, ends, strict=True)]
    return ladder("The number of the text beside what was found", [own, *found])


def searches(claim: Claim) -> tuple[Search, ...]:
    """What was sought in vain for a claim.

    Examples
    --------
    >>> from analysis import claims
    >>> [s.on for s in searches(claims.claim("C53"))], searches(claims.claim("C17"))
    (['28 November 2026'], ())
    """
    table = Evidence(None).table("searches")
    return tuple(
        Search(sought=r.sought, searched=r.searched, on=day(r.as_of), reason=r.reason)
        for r in table[table["claim"] == claim.id].itertuples()
    )


def claim_pages(as_of: object = "") -> tuple[ClaimPage, ...]:
    """Pages of all claims, in the order of the text, by what was known on its day or another."""
    known = evidence.known_by(as_of or written()[1])
    return tuple(claim_page(c, known) for c in claims.ledger())


def judged(finding: Finding) -> Judged:
    """A finding for a reader, with its sources."""
    beside = getattr(finding, "beside", "")
    return Judged(
        mark=mark(finding.verdict),
        reason=" ".join(filter(None, (finding.reason, beside))),
        figures=tuple(_figure(f) for f in finding.figures),
        rows=sourced(finding.rows),
    )


def rule_in_words(name: str) -> str:
    """What a rule compares: the first sentences its function says of itself.

    Examples
    --------
    >>> rule_in_words("same_day")
    'Whether two events share a day.'
    """
    told = (claims.RULES[name].__doc__ or "").split("\n\n")
    return " ".join(" ".join(told[:2]).split()).replace("`", "")


def _firm(claim: Claim, known: Evidence, *, moved: bool) -> str:
    """How firm the verdict is: of the day, and of now too where it has moved since."""
    then = claims.margin(claim, known).sentence()
    if not moved:
        return then
    return f"On the day: {then} Now: {claims.margin(claim, Evidence(None)).sentence()}"


def _speaker(claim: Claim) -> str:
    named = getattr(claim, "speaker", "author")
    return "The author of the text" if named in ("", "author") else f"{named[0].upper()}{named[1:]}"


def _figure(figure) -> str:
    """A deciding figure with its range, unit and basis."""
    middle, ends = middle_of(figure), range_of(figure)
    told = middle if figure.low == figure.high else f"{middle} ({ends})"
    return typeset(f"{told} {figure.unit}; {figure.basis}")
