"""What did the text say, and how does each claim fare?

`ledger` holds the claims and the words of a verdict, `*_rules` the rules by subject, `judging` applies them, `timeline` follows verdicts and
numbers as evidence came in; `findings` and `timeline_findings` say what came of it.
"""

from analysis.claims.findings import (
    FAILS,
    HOLDS,
    KINDS_COMPARED,
    Changed,
    HeldUp,
    Verdicts,
    changed_since,
    evidence_read,
    held_up,
    verdicts,
)
from analysis.claims.judging import RULES, as_markdown, dated_events, judge, judge_all, verdict_table
from analysis.claims.ledger import VERDICTS, Claim, ClaimError, Finding, Verdict, claim, ledger
from analysis.claims.migration_rules import text_parts
from analysis.claims.timeline import (
    COLUMNS,
    TimelineError,
    changes_by,
    condense,
    interval_steps,
    on_days,
    publications,
    published_between,
    verdict_changes,
)

__all__ = [
    "COLUMNS",
    "FAILS",
    "HOLDS",
    "KINDS_COMPARED",
    "RULES",
    "VERDICTS",
    "Changed",
    "Claim",
    "ClaimError",
    "Finding",
    "HeldUp",
    "TimelineError",
    "Verdict",
    "Verdicts",
    "as_markdown",
    "changed_since",
    "changes_by",
    "claim",
    "condense",
    "dated_events",
    "evidence_read",
    "held_up",
    "interval_steps",
    "judge",
    "judge_all",
    "ledger",
    "on_days",
    "publications",
    "published_between",
    "text_parts",
    "verdict_changes",
    "verdict_table",
    "verdicts",
]
