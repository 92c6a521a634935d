"""Do the announced totals hold together, and could they be true?

`tallies` and `identities` test arithmetic, `percentages` the order of writing, `counting` the path of the count, `presence` the people, `polling` what
polls allow, `reference` history, `dispersion` likeness of districts, `baltic` the precedent.
"""

from analysis.referendum.baltic import recorded_shares
from analysis.referendum.counting import Remainder, counting_path, remainder, remainders
from analysis.referendum.dispersion import TooAlike, logit_spread, too_alike
from analysis.referendum.identities import (
    Identity,
    Repair,
    gap_over_votes_abroad,
    identities,
    share_identity,
    slip_between,
    slips,
    sum_identity,
)  # fmt: skip
from analysis.referendum.percentages import PercentageFirst, independent_counts, percentage_first
from analysis.referendum.polling import (
    TurnoutNeeded,
    all_allowances,
    allowances,
    largest_share,
    poll_interval,
    support_bounds,
    support_in_register,
    turnout_needed,
)
from analysis.referendum.presence import against_everybody, people_present, share_of_people
from analysis.referendum.reference import (
    LikelihoodRatio,
    band,
    free_and_lopsided,
    frequencies,
    likelihood_ratio,
    ratio_by_country,
    select,
)  # fmt: skip
from analysis.referendum.tallies import (
    REGIONS,
    TallyAudit,
    TallyError,
    TurnoutCheck,
    audit,
    audit_tallies,
    combined_turnout,
    conflicts,
    figure,
    kherson_turnout,
    luhansk_turnout,
    share_from_counts,
    turnout_checks,
    turnout_elsewhere,
)  # fmt: skip

__all__ = [
    "REGIONS", "Identity", "LikelihoodRatio", "PercentageFirst", "Remainder", "Repair", "TallyAudit", "TallyError", "TooAlike",
    "TurnoutCheck", "TurnoutNeeded", "against_everybody", "all_allowances", "allowances", "audit", "audit_tallies", "band", "combined_turnout", "conflicts", "counting_path",
    "figure", "free_and_lopsided", "frequencies", "gap_over_votes_abroad", "identities", "independent_counts", "kherson_turnout", "largest_share",
    "likelihood_ratio", "logit_spread", "luhansk_turnout", "people_present", "percentage_first", "poll_interval", "ratio_by_country", "recorded_shares",
    "remainder", "remainders", "select", "share_from_counts", "share_identity", "share_of_people", "slip_between", "slips", "sum_identity",
    "support_bounds", "support_in_register", "too_alike", "turnout_checks", "turnout_elsewhere", "turnout_needed",
]  # fmt: skip
