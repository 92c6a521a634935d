"""What did the text say, and how does each claim fare?

`ledger` holds the claims and the words of a verdict, `*_rules` the rules by subject, `judging` applies them, `timeline` follows verdicts and
numbers as evidence came in.
"""

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
    "COLUMNS", "RULES", "VERDICTS", "Claim", "ClaimError", "Finding", "TimelineError", "Verdict", "as_markdown", "changes_by", "claim", "condense", "dated_events",
    "interval_steps", "judge", "judge_all", "ledger", "on_days", "publications", "published_between", "text_parts", "verdict_changes", "verdict_table",
]  # fmt: skip
