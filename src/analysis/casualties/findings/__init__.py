"""What was found of the dead of both sides, in words, tables and facts?

One module a subject; each result speaks, and a result without evidence says why.
"""

from analysis.casualties.findings.above import above_later_counts
from analysis.casualties.findings.capture import four_lists, two_lists
from analysis.casualties.findings.claims import (
    civilians_verified,
    losses_claimed,
    official_and_names,
)
from analysis.casualties.findings.counted import counted_later, first_year, ukrainian_dead_later
from analysis.casualties.findings.coverage import behind_the_names
from analysis.casualties.findings.excess import excess_of_men, excess_with_hiv, years_of_peace
from analysis.casualties.findings.floors import totals_below_names
from analysis.casualties.findings.general_staff import general_staff_total
from analysis.casualties.findings.names import (
    names_by_year,
    names_expected,
    names_foreseen,
    names_tested,
)
from analysis.casualties.findings.risk import risk_of_mobilised
from analysis.casualties.findings.series import (
    deaths_for_each_claim,
    general_staff_series,
    one_source_or_two,
)
from analysis.casualties.findings.weekly import deaths_without_each, how_sources_fit, weekly_deaths
from analysis.casualties.findings.weighing import beside_ours, change_assumptions, weigh_claims

__all__ = [
    "above_later_counts",
    "behind_the_names",
    "beside_ours",
    "change_assumptions",
    "civilians_verified",
    "counted_later",
    "deaths_for_each_claim",
    "deaths_without_each",
    "excess_of_men",
    "excess_with_hiv",
    "first_year",
    "four_lists",
    "general_staff_series",
    "general_staff_total",
    "how_sources_fit",
    "losses_claimed",
    "names_by_year",
    "names_expected",
    "names_foreseen",
    "names_tested",
    "official_and_names",
    "one_source_or_two",
    "risk_of_mobilised",
    "totals_below_names",
    "two_lists",
    "ukrainian_dead_later",
    "weekly_deaths",
    "weigh_claims",
    "years_of_peace",
]
