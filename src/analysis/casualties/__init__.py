"""How many died, given who says so and what each count means?

Pure: frames in, frozen results out; opens no file and draws nothing. `measures` keeps killed, casualties and undefined losses apart; `delay` asks how many of the dead
were not yet known by name; `excess` compares men's deaths with women's; `dependence` and `series` test claimed series; `roots` says who repeats whom and `synthesis` weighs
claims against each other; `risk` gives the chance of death of mobilised men; `capture` teaches what overlapping lists can say.
"""

from analysis.casualties.capture import (
    ModelSet,
    fit_all,
    latent_classes,
    patterns,
    simulated_two_lists,
)
from analysis.casualties.delay import (
    VINTAGES,
    ChainLadder,
    DelayModel,
    ages_at,
    chain_ladder,
    fit_delay,
    nowcast,
    out_of_sample,
    past_error,
    yearly_triangle,
)
from analysis.casualties.dependence import Dependence, dependence, monthly_steps
from analysis.casualties.excess import Excess, excess_from_published, excess_male_deaths, placebo, understatement
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
from analysis.casualties.series import (
    Forensics,
    deaths_per_claim,
    digit_at_grain,
    dispersion,
    forensics,
    increments,
    rounding,
)
from analysis.casualties.synthesis import MEANING, Synthesis, sensitivity, synthesis

__all__ = [
    "DAYS_PER_MONTH",
    "MEANING",
    "VINTAGES",
    "ChainLadder",
    "DelayModel",
    "Dependence",
    "Excess",
    "Forensics",
    "MeasureError",
    "ModelSet",
    "OfficialAgainstNames",
    "Risk",
    "Synthesis",
    "ages_at",
    "chain_ladder",
    "claim_from_names",
    "claim_from_series",
    "dead_and_casualties",
    "deaths_per_claim",
    "dependence",
    "digit_at_grain",
    "dispersion",
    "excess_from_published",
    "excess_male_deaths",
    "fit_all",
    "fit_delay",
    "forensics",
    "has_official_and_names",
    "increments",
    "killed_among",
    "killed_claims",
    "latent_classes",
    "latest_mobilised",
    "mean_time_of_the_dead",
    "monthly_steps",
    "named_by",
    "nowcast",
    "official_against_names",
    "out_of_sample",
    "past_error",
    "patterns",
    "per_month",
    "placebo",
    "risk_of_death",
    "rounding",
    "sensitivity",
    "share_who_died",
    "simulated_two_lists",
    "synthesis",
    "understatement",
    "usable",
    "yearly_triangle",
]
