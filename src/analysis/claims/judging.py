"""How does the whole ledger fare, on the day and now?

Reads the ledger and the evidence; draws nothing. `judge` looks a claim's rule up by name and
applies it to what was known.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pandas as pd

from analysis import chronology, evidence
from analysis.case import written
from analysis.claims import (  # noqa: F401  (each declares its rules)
    casualty_rules,
    chronology_rules,
    land_rules,
    migration_rules,
    referendum_rules,
    wording_rules,
)
from analysis.claims.declaring import named, rule
from analysis.claims.giving import refuse
from analysis.claims.ledger import (
    CAVEAT,
    CONTRADICTED,
    SUPPORTED,
    UNCHECKABLE,
    UNSUPPORTED,
    Claim,
    Finding,
    Verdict,
    found_nothing,
    ledger,
)
from analysis.evidence import Evidence, NotKnownError


@rule(units=("", "text"))
def forecast(claim: Claim, known: Evidence) -> Finding:
    """A statement about the future without a measurable outcome."""
    return Finding(
        verdict=UNCHECKABLE, reason="A forecast without a measure or a date that could decide it."
    )


@rule(units=("", "text"))
def opinion(claim: Claim, known: Evidence) -> Finding:
    """A judgement, a mood or a motive."""
    return Finding(verdict=UNCHECKABLE, reason="A judgement; no figure can decide it.")


LOW_STANDING = frozenset({"reference", "other"})  # encyclopaedias, mirrors, blogs, bare addresses


def judge(claim: Claim, known: Evidence) -> Verdict:
    """Verdict on one claim by its own rule.

    Parameters
    ----------
    claim : Claim
        A line of the ledger.
    known : Evidence
        What was known, from `evidence.known_by`.

    Raises
    ------
    ClaimError
        If the ledger names a rule that does not exist, or a qualifier it does not weigh.
    quantities.UnitError
        If the claim is in a unit that its rule does not compare.
    migration.FlowError, chronology.ChronologyError, casualties.MeasureError
        Faults of the ledger, of a row or of a rule: never a verdict. Only `evidence.NotKnownError`
        becomes one.

    Examples
    --------
    >>> from analysis import claims, evidence
    >>> claims.judge(claims.claim("C17"), evidence.known_by("2022-09-22")).finding.verdict
    'cannot be checked'
    """
    judging = named(claim)
    refuse(claim)
    try:
        finding = judging(claim, known)
    except NotKnownError as missing:
        finding = not_found(claim, known, str(missing))
    return Verdict(claim=claim, as_of=known.as_of, finding=_weighed(finding))


def not_found(claim: Claim, known: Evidence, what: str) -> Finding:
    """Finding where nothing bears on a claim, by what was searched; alike for every claim.

    See `ledger.found_nothing` for the principle.
    """
    searches = known.table("searches")
    own = searches[searches["claim"] == claim.id]
    held = frozenset(known.table("events")["key"])
    read = [tuple(k for k in cell.split(";") if k in held) for cell in own["carriers"]]
    return found_nothing(known, what, own.assign(read=read))


def publishers(finding: Finding) -> tuple[str, ...]:
    """Independent publishers behind a finding: whoever is copied counts, not the copy.

    A mirror whose original is not named counts only where nobody else stands beside it.

    Parameters
    ----------
    finding : Finding
        What a rule found.

    Returns
    -------
    tuple of str
        Sorted, each once; empty where the finding names no rows.

    Examples
    --------
    >>> publishers(Finding(verdict=UNCHECKABLE, reason="Planted.", rows=("R01", "R03")))
    ('BBC News Russian', 'RT')
    """
    if not finding.rows:
        return ()
    told = evidence.describe(finding.rows, strict=False)
    own = told[told["kind"] != "mirror"] if (told["kind"] != "mirror").any() else told
    return tuple(sorted({n.partition(", via")[0] for n in own["publisher"]}))


def _weighed(finding: Finding) -> Finding:
    """The finding with a word on its sources where all are of low standing.

    Then it is neither supported without a caveat nor contradicted: one step milder, either way.
    """
    if not finding.rows or finding.verdict == UNCHECKABLE:
        return finding
    standing = set(evidence.describe(finding.rows, strict=False)["standing"])
    if not standing or not standing <= LOW_STANDING:
        return finding
    count = len(publishers(finding))
    whom = "one publisher" if count == 1 else f"{count} publishers"
    verdict = {SUPPORTED: CAVEAT, CONTRADICTED: UNSUPPORTED}.get(finding.verdict, finding.verdict)
    reason = f"{finding.reason} Rests on {whom} of low standing."
    return replace(finding, verdict=verdict, reason=reason)


def judge_all(as_of: str | date | None = None) -> tuple[Verdict, ...]:
    """Verdicts on every claim with evidence published by `as_of`; all evidence when it is None.

    Parameters
    ----------
    as_of : str or datetime.date, optional
        Last day of publication admitted, YYYY-MM-DD.

    Examples
    --------
    >>> len(judge_all("2022-10-11")) == len(ledger())
    True
    """
    known = evidence.known_by(as_of)
    return tuple(judge(c, known) for c in ledger())


def verdict_table(
    as_of: str | date | None = None, *, notebook: str = "", hindsight: bool = True
) -> pd.DataFrame:
    """The ledger as a table.

    Claim, paragraph, speaker, paraphrase, kind, verdict, verdict_now, reason, rule, notebook, rows,
    publishers.

    Parameters
    ----------
    as_of : str, date or None
        Knowledge date of `verdict`; `verdict_now` uses all evidence held.
    notebook : str
        Keep the claims of one notebook only.
    hindsight : bool
        Add `verdict_now` and `reason_now`.

    Examples
    --------
    >>> verdict_table("2022-10-11").loc["C17", "verdict"]
    'supported with caveat'
    """
    later = Evidence(None, "" if hindsight else "left out")
    every = ledger()
    chosen = [c for c in every if notebook in ("", c.notebook)]
    table = compared(evidence.known_by(as_of), later, chosen or every[:1])
    return table if chosen else table.iloc[:0]  # of one claim, for the columns


def compared(
    known: Evidence, later: Evidence, claims: Iterable[Claim] | None = None
) -> pd.DataFrame:
    """Verdicts by what was known and, unless `later` is empty, by all it holds.

    One row a claim, as `verdict_table`; of the whole ledger unless `claims` are given.
    """
    records = []
    for c in ledger() if claims is None else claims:
        then = judge(c, known)
        records.append(_record(then, judge(c, later) if later else then, bool(later)))
    return pd.DataFrame(records).set_index("claim")


def dated_events(as_of: str | date | None = None) -> pd.DataFrame:
    """Events of the war that the text dates.

    Claim, paraphrase, first and last day the text allows, day of the event.

    Parameters
    ----------
    as_of : str or datetime.date, optional
        Last day of publication of the evidence; without it all that is held.

    Returns
    -------
    pandas.DataFrame
        Columns claim, paraphrase, first, last, day; by day. Events that nothing dates are left out,
        and those before March 2022.

    Examples
    --------
    >>> dated_events("2022-10-11").loc[0, ["claim", "day"]].tolist()
    ['C62', Timestamp('2022-09-07 00:00:00')]
    """
    events = evidence.known_by(as_of).table("events")
    rows = []
    for c in (c for c in ledger() if c.rule == "event_on_day"):
        day = events.loc[
            (events["event"] == c.subject) & (events["aspect"] == "date"), "found"
        ].head(1)
        if len(day) and day.iloc[0] > "2022-03":
            first, last = chronology.when(c.value, written())
            rows.append(
                (c.id, c.paraphrase, *(pd.Timestamp(d) for d in (first, last, day.iloc[0])))
            )
    return pd.DataFrame(rows, columns=["claim", "paraphrase", "first", "last", "day"]).sort_values(
        "day", ignore_index=True
    )


def _said(finding: Finding) -> str:
    return f"{finding.reason} {finding.beside}".rstrip()


def _record(then: Verdict, now: Verdict, hindsight: bool) -> dict:
    c = then.claim
    record = {
        "claim": c.id,
        "paragraph": c.paragraph,
        "speaker": c.speaker,
        "paraphrase": c.paraphrase,
        "kind": c.kind,
        "verdict": then.finding.verdict,
    }
    if hindsight:
        record |= {"verdict_now": now.finding.verdict}
    record |= {"reason": _said(then.finding)}
    if hindsight:
        record |= {"reason_now": _said(now.finding)}
    return record | {
        "rule": c.rule,
        "notebook": c.notebook,
        "rows": " ".join(then.finding.rows),
        "publishers": len(publishers(then.finding)),
        "checkable": then.checkable,
    }
