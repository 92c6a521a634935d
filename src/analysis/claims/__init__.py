"""What did the text say, and how does each claim fare?

`ledger` holds the claims and the words of a verdict, `*_rules` the rules by subject, `judging` applies them.
"""

from analysis.claims.judging import RULES, as_markdown, dated_events, judge, judge_all, verdict_table
from analysis.claims.ledger import VERDICTS, Claim, ClaimError, Finding, Verdict, claim, ledger
from analysis.claims.migration_rules import text_parts

__all__ = [
    "RULES", "VERDICTS", "Claim", "ClaimError", "Finding", "Verdict", "as_markdown", "claim", "dated_events", "judge", "judge_all", "ledger", "text_parts",
    "verdict_table",
]  # fmt: skip
