"""How many died, given who says so and what each count means?

Pure: frames in, frozen results out; opens no file and draws nothing. `measures` keeps killed,
casualties and undefined losses apart; `delay` asks how many of the dead were not yet known by name;
`excess` compares men's deaths with women's; `dependence` and `series` test claimed series; `roots`
says who repeats whom, `weekly` fits deaths by week to all sources and `synthesis`, the small model
of one day in 2022, weighs claims against each other; `risk` gives the chance of
death of mobilised men; `capture` teaches what overlapping lists can say. `findings` puts what was
found into words, tables and facts.

Examples
--------
>>> from analysis import casualties, evidence
>>> known = evidence.known_by("2022-10-11")
>>> casualties.losses_claimed(known, "UA")
LossClaims: Claims of Ukrainian dead run from 1,300 to 61,207.
"""

from analysis.casualties.capture import ModelSet, fit_all, patterns, simulated_two_lists
from analysis.casualties.delay import (
    DelayModel,
    ages_at,
    fit_delay,
    nowcast,
    out_of_sample,
    past_error,
)
from analysis.casualties.dependence import Dependence, dependence, monthly_steps
from analysis.casualties.excess import (
    Excess,
    excess_male_deaths,
    placebo,
    understatement,
    without_hiv,
)
from analysis.casualties.findings import (
    above_later_counts,
    behind_the_names,
    beside_ours,
    change_assumptions,
    civilians_verified,
    counted_later,
    deaths_for_each_claim,
    deaths_without_each,
    excess_of_men,
    excess_with_hiv,
    first_year,
    four_lists,
    general_staff_series,
    general_staff_total,
    how_sources_fit,
    losses_claimed,
    names_by_year,
    names_expected,
    names_foreseen,
    names_tested,
    official_and_names,
    one_source_or_two,
    risk_of_mobilised,
    totals_below_names,
    two_lists,
    ukrainian_dead_later,
    weekly_deaths,
    weigh_claims,
    years_of_peace,
)
from analysis.casualties.ladder import VINTAGES, ChainLadder, chain_ladder, yearly_triangle
from analysis.casualties.latent import LatentClasses, NotConvergedError, latent_classes
from analysis.casualties.measures import (
    DAYS_PER_MONTH,
    MeasureError,
    OfficialAgainstNames,
    dead_and_casualties,
    has_official_and_names,
    killed_among,
    killed_claims,
    latest_mobilised,
    named_by,
    official_against_names,
    per_month,
    share_who_died,
)
from analysis.casualties.risk import Risk, mean_time_of_the_dead, risk_of_death
from analysis.casualties.roots import claim_from_names, claim_from_series, usable
from analysis.casualties.sensitivity import sensitivity
from analysis.casualties.series import (
    Forensics,
    deaths_per_claim,
    digit_at_grain,
    dispersion,
    forensics,
    increments,
    rounding,
)
from analysis.casualties.synthesis import HORIZON, MEANING, Synthesis, synthesis
from analysis.plain import plain_face

__all__ = [
    "DAYS_PER_MONTH",
    "HORIZON",
    "MEANING",
    "VINTAGES",
    "ChainLadder",
    "DelayModel",
    "Dependence",
    "Excess",
    "Forensics",
    "LatentClasses",
    "MeasureError",
    "ModelSet",
    "NotConvergedError",
    "OfficialAgainstNames",
    "Risk",
    "Synthesis",
    "above_later_counts",
    "ages_at",
    "behind_the_names",
    "beside_ours",
    "chain_ladder",
    "change_assumptions",
    "civilians_verified",
    "claim_from_names",
    "claim_from_series",
    "counted_later",
    "dead_and_casualties",
    "deaths_for_each_claim",
    "deaths_per_claim",
    "deaths_without_each",
    "dependence",
    "digit_at_grain",
    "dispersion",
    "excess_male_deaths",
    "excess_of_men",
    "excess_with_hiv",
    "first_year",
    "fit_all",
    "fit_delay",
    "forensics",
    "four_lists",
    "general_staff_series",
    "general_staff_total",
    "has_official_and_names",
    "how_sources_fit",
    "increments",
    "killed_among",
    "killed_claims",
    "latent_classes",
    "latest_mobilised",
    "losses_claimed",
    "mean_time_of_the_dead",
    "monthly_steps",
    "named_by",
    "names_by_year",
    "names_expected",
    "names_foreseen",
    "names_tested",
    "nowcast",
    "official_against_names",
    "official_and_names",
    "one_source_or_two",
    "out_of_sample",
    "past_error",
    "patterns",
    "per_month",
    "placebo",
    "risk_of_death",
    "risk_of_mobilised",
    "rounding",
    "sensitivity",
    "share_who_died",
    "simulated_two_lists",
    "synthesis",
    "totals_below_names",
    "two_lists",
    "ukrainian_dead_later",
    "understatement",
    "usable",
    "weekly_deaths",
    "weigh_claims",
    "without_hiv",
    "yearly_triangle",
    "years_of_peace",
]

plain_face(globals(), __name__)
