"""What does a reader see? One function per published figure.

Axes in, axes out; every figure has a computed title, a source line and alternative text, and its table is saved beside it.
"""

from analysis.plotting.casualty_figures import civilians, loss_claims, names_and_official, risk_of_death
from analysis.plotting.chronology_figures import area_changes, area_series, dates_in_text, oblasts_held
from analysis.plotting.frame import FigureError, digest, publish
from analysis.plotting.ledger_figures import verdict_shift, verdict_tiles, verdicts_by
from analysis.plotting.migration_figures import entries_and_exits, men_to_scale, parts_and_remainder, published_totals
from analysis.plotting.referendum_figures import (
    counting_path,
    people_present,
    polls_allow,
    recorded_shares,
    reference_bands,
    tally_audit,
)

__all__ = [
    "FigureError",
    "area_changes",
    "area_series",
    "civilians",
    "counting_path",
    "dates_in_text",
    "digest",
    "entries_and_exits",
    "loss_claims",
    "men_to_scale",
    "names_and_official",
    "oblasts_held",
    "parts_and_remainder",
    "people_present",
    "polls_allow",
    "publish",
    "published_totals",
    "recorded_shares",
    "reference_bands",
    "risk_of_death",
    "tally_audit",
    "verdict_shift",
    "verdict_tiles",
    "verdicts_by",
]  # fmt: skip
