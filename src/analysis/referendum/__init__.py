"""Do the announced totals hold together, and could they be true?

Any vote: `Tally.of` reads its numbers, `audit` runs every test that they allow (`relation_tests`,
`path_tests`, `chance_tests`). The four judged here: `announced` picks the rows; `shares`, `sums`,
`turnouts`, `tallies` and `identities` test arithmetic, `percentages` the order of writing,
`counting` the path of the count, `presence` the people, `polling` what polls allow, `reference`
history, `dispersion` likeness of districts, `baltic` the precedent. The `*_findings` tell a reader
what came of them.

Examples
--------
>>> from analysis import evidence, referendum
>>> audits = referendum.audit_all(evidence.known_by("2022-10-11"))
>>> audits.worst.region
'Zaporizhzhia'
"""

from analysis.plain import plain_face
from analysis.referendum.announced import REGIONS, TallyError, conflicts, figure, share_alone
from analysis.referendum.baltic import recorded_shares
from analysis.referendum.closing_findings import Summary, summary
from analysis.referendum.count_findings import CountPath, RestOfCount, path_of_count, rest_of_count
from analysis.referendum.counting import Remainder, counting_path, remainder, remainders
from analysis.referendum.dispersion import TooAlike, logit_spread, too_alike
from analysis.referendum.district_findings import Alike, Districts, districts_alike, holm
from analysis.referendum.findings import (
    Audits,
    Relations,
    audit_all,
    audit_tallies,
    identities,
    printed_relations,
)
from analysis.referendum.identities import (
    Identity,
    Repair,
    gap_over_votes_abroad,
    share_identity,
    slip_between,
    slips,
)
from analysis.referendum.outcomes import Outcome
from analysis.referendum.people_findings import People, people_and_votes
from analysis.referendum.percentage_findings import RoundPercentages, percentages_first
from analysis.referendum.percentages import (
    PercentageFirst,
    RoundedCountsError,
    independent_counts,
    percentage_first,
    percentages_jointly,
)
from analysis.referendum.poll_findings import (
    Polls,
    Registers,
    odds_needed,
    polls_and_share,
    support_by_register,
)
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
from analysis.referendum.precedent_findings import (
    FreeVotes,
    RecordedShares,
    free_but_lopsided,
    shares_recorded,
)
from analysis.referendum.presence import against_everybody, people_present, share_of_people
from analysis.referendum.printed import Place, Printed
from analysis.referendum.rarity_findings import Rarity, Ratios, closed_over_open, how_rare
from analysis.referendum.reference import (
    LikelihoodRatio,
    band,
    free_and_lopsided,
    frequencies,
    likelihood_ratio,
    ratio_by_country,
    select,
)
from analysis.referendum.repeated_findings import (
    CountedTwice,
    PrintedTwice,
    Turnouts,
    printed_twice,
    turnouts_recomputed,
    votes_counted_twice,
)
from analysis.referendum.shares import ShareOf, follows, share_of
from analysis.referendum.sums import sum_identity
from analysis.referendum.tallies import TallyAudit, share_audit, share_from_counts
from analysis.referendum.tally import Tally, known_votes, tally_in, tally_of
from analysis.referendum.tally_input import TallyInputError
from analysis.referendum.turnouts import (
    TurnoutCheck,
    combined_turnout,
    turnout_checks,
    turnout_elsewhere,
    turnout_of_list,
    turnout_of_parts,
    turnout_of_rest,
)
from analysis.referendum.vote_audit import VoteAudit, audit

__all__ = [
    "REGIONS",
    "Alike",
    "Audits",
    "CountPath",
    "CountedTwice",
    "Districts",
    "FreeVotes",
    "Identity",
    "LikelihoodRatio",
    "Outcome",
    "People",
    "PercentageFirst",
    "Place",
    "Polls",
    "Printed",
    "PrintedTwice",
    "Rarity",
    "Ratios",
    "RecordedShares",
    "Registers",
    "Relations",
    "Remainder",
    "Repair",
    "RestOfCount",
    "RoundPercentages",
    "RoundedCountsError",
    "ShareOf",
    "Summary",
    "Tally",
    "TallyAudit",
    "TallyError",
    "TallyInputError",
    "TooAlike",
    "TurnoutCheck",
    "TurnoutNeeded",
    "Turnouts",
    "VoteAudit",
    "against_everybody",
    "all_allowances",
    "allowances",
    "audit",
    "audit_all",
    "audit_tallies",
    "band",
    "closed_over_open",
    "combined_turnout",
    "conflicts",
    "counting_path",
    "districts_alike",
    "figure",
    "follows",
    "free_and_lopsided",
    "free_but_lopsided",
    "frequencies",
    "gap_over_votes_abroad",
    "holm",
    "how_rare",
    "identities",
    "independent_counts",
    "known_votes",
    "largest_share",
    "likelihood_ratio",
    "logit_spread",
    "odds_needed",
    "path_of_count",
    "people_and_votes",
    "people_present",
    "percentage_first",
    "percentages_first",
    "percentages_jointly",
    "poll_interval",
    "polls_and_share",
    "printed_relations",
    "printed_twice",
    "ratio_by_country",
    "recorded_shares",
    "remainder",
    "remainders",
    "rest_of_count",
    "select",
    "share_alone",
    "share_audit",
    "share_from_counts",
    "share_identity",
    "share_of",
    "share_of_people",
    "shares_recorded",
    "slip_between",
    "slips",
    "sum_identity",
    "summary",
    "support_bounds",
    "support_by_register",
    "support_in_register",
    "tally_in",
    "tally_of",
    "too_alike",
    "turnout_checks",
    "turnout_elsewhere",
    "turnout_needed",
    "turnout_of_list",
    "turnout_of_parts",
    "turnout_of_rest",
    "turnouts_recomputed",
    "votes_counted_twice",
]

plain_face(globals(), __name__)
