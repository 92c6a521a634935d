"""What did the text say, and how does each claim fare?

`ledger` holds the claims, the words of a verdict and the principle for what was not found,
`*_rules` the rules by subject, `judging` applies them and counts publishers, `timeline` follows
verdicts and numbers as evidence came in, the modules called `*findings` say what came of it.

Examples
--------
>>> from analysis import claims, evidence
>>> known = evidence.known_by("2022-10-11")
>>> claims.judge(claims.claim("C17"), known).finding.verdict
'supported with caveat'
"""

from analysis.claims.daily_findings import VerdictsByDay, verdicts_by_day
from analysis.claims.declaring import ANY_UNIT, RULES, TAKES, declared, load_rules, rule
from analysis.claims.findings import (
    FAILS,
    FEWEST_OF_A_KIND,
    HOLDS,
    Changed,
    HeldUp,
    Verdicts,
    changed_since,
    evidence_read,
    held_up,
    verdicts,
)
from analysis.claims.giving import amiss, breaches, unknown_rules
from analysis.claims.judging import dated_events, judge, judge_all, publishers, verdict_table
from analysis.claims.ledger import (
    SYMBOLS,
    VERDICTS,
    Claim,
    ClaimError,
    Finding,
    Verdict,
    claim,
    ledger,
)
from analysis.claims.listings import Listing, listing
from analysis.claims.margins import Margin, margin
from analysis.claims.migration_rules import text_parts
from analysis.claims.number_findings import (
    ABROAD,
    DEAD,
    KeyNumbers,
    NumberPath,
    key_numbers,
    path_of,
)
from analysis.claims.timeline import (
    COLUMNS,
    TimelineError,
    changes_by,
    condense,
    interval_steps,
    lacking,
    on_days,
    publications,
    published_between,
    verdict_changes,
)
from analysis.claims.timeline_findings import (
    MovesAfterTheDay,
    MovesByTheDay,
    Swept,
    claim_words,
    moves_after_the_day,
    moves_by_the_day,
    swept_facts,
)
from analysis.plain import plain_face

__all__ = [
    "ABROAD",
    "ANY_UNIT",
    "COLUMNS",
    "DEAD",
    "FAILS",
    "FEWEST_OF_A_KIND",
    "HOLDS",
    "RULES",
    "SYMBOLS",
    "TAKES",
    "VERDICTS",
    "Changed",
    "Claim",
    "ClaimError",
    "Finding",
    "HeldUp",
    "KeyNumbers",
    "Listing",
    "Margin",
    "MovesAfterTheDay",
    "MovesByTheDay",
    "NumberPath",
    "Swept",
    "TimelineError",
    "Verdict",
    "Verdicts",
    "VerdictsByDay",
    "amiss",
    "breaches",
    "changed_since",
    "changes_by",
    "claim",
    "claim_words",
    "condense",
    "dated_events",
    "declared",
    "evidence_read",
    "held_up",
    "interval_steps",
    "judge",
    "judge_all",
    "key_numbers",
    "lacking",
    "ledger",
    "listing",
    "load_rules",
    "margin",
    "moves_after_the_day",
    "moves_by_the_day",
    "on_days",
    "path_of",
    "publications",
    "published_between",
    "publishers",
    "rule",
    "swept_facts",
    "text_parts",
    "unknown_rules",
    "verdict_changes",
    "verdict_table",
    "verdicts",
    "verdicts_by_day",
]

plain_face(globals(), __name__)
