"""How many left and stayed away, not how many crossed?

Pure: frames in, frozen results out; opens no file and draws nothing. A crossing is one person
passing a border once; a person may cross many times and in both directions, so crossings are never
compared with persons. `flows` adds and subtracts reported counts, `combinations` searches for sums,
`windows` brings counts to one window, `normal` asks what is usual, `network` balances entries,
exits and stays, `exits` says where exits are known, `priors` holds what is assumed, `wave` gathers
what is known, `abroad` estimates, `supposed` holds one assumption still, `bounds` does without
assumptions, `men` compares with the population and `called_up` with those mobilised. `findings` and
the modules named after it are what notebook 02 reads aloud.

Examples
--------
>>> from analysis import evidence, migration
>>> migration.single_days(evidence.known_by("2022-09-21"))
NothingKnown: Finland had published no single day with entries and exits by 21 September 2022.
"""

from analysis.migration.abroad import (
    LATEST,
    Abroad,
    as_it_became_known,
    importance,
    left_and_stayed,
    persons_abroad,
)
from analysis.migration.abroad_findings import (
    StillAbroad,
    WhatMatters,
    beside_ours,
    still_abroad,
    what_matters,
)
from analysis.migration.border_findings import (
    AboveUsual,
    BothWays,
    above_usual,
    in_and_out,
    single_days,
)
from analysis.migration.bounds import Bounds, without_priors
from analysis.migration.bounds_findings import NoAssumption, no_assumption, pure_assumption
from analysis.migration.called_up import CALLED_UP, CalledUp, called_up, left_for_each
from analysis.migration.combinations import Combinations, combinations_near, entries_of_the_wave
from analysis.migration.exits import daily_net
from analysis.migration.findings import PrintedTotal, SumsNear, at_hand, printed_total, sums_near
from analysis.migration.flows import (
    WAVE,
    FlowError,
    NetFlow,
    PartsOfTotal,
    net_flow,
    net_flows,
    parts_of_total,
    reports_of_entries,
    set_beside,
)
from analysis.migration.harmonised import Harmonised, Piece, refuse_overlap
from analysis.migration.later_findings import (
    above_usual_later,
    persons_and_crossings,
    stock_beside_flows,
)
from analysis.migration.men import BANDS, men_of_age, share_of, shares_of_bands
from analysis.migration.men_findings import (
    MenOfAge,
    call_up,
    called_against_left,
    men_among_arrivals,
    men_of_the_wave,
)
from analysis.migration.network import (
    Reconciled,
    StockCheck,
    incidence,
    reconcile,
    stock_against_flows,
)
from analysis.migration.normal import (
    KINDS,
    NEAR,
    Excess,
    above_normal,
    range_of,
    usual_rates,
    yardstick_note,
)
from analysis.migration.priors import MEANING, Prior, PriorError, prior, triangular
from analysis.migration.spring_findings import SpringTest, assumptions_in_spring
from analysis.migration.supposed import UNCOUNTED, supposing, uncounted_at
from analysis.migration.totals_findings import (
    ByDay,
    TotalsBeside,
    by_day_of_knowledge,
    totals_of_the_day,
    totals_published_later,
)
from analysis.migration.wave import (
    CountryInput,
    WaveInputs,
    counted_geographies,
    wave_inputs,
    window_end,
)
from analysis.migration.windows import harmonise, reports
from analysis.plain import plain_face
from analysis.results import Remark

__all__ = [
    "BANDS",
    "CALLED_UP",
    "KINDS",
    "LATEST",
    "MEANING",
    "NEAR",
    "UNCOUNTED",
    "WAVE",
    "AboveUsual",
    "Abroad",
    "BothWays",
    "Bounds",
    "ByDay",
    "CalledUp",
    "Combinations",
    "CountryInput",
    "Excess",
    "FlowError",
    "Harmonised",
    "MenOfAge",
    "NetFlow",
    "NoAssumption",
    "PartsOfTotal",
    "Piece",
    "PrintedTotal",
    "Prior",
    "PriorError",
    "Reconciled",
    "Remark",
    "SpringTest",
    "StillAbroad",
    "StockCheck",
    "SumsNear",
    "TotalsBeside",
    "WaveInputs",
    "WhatMatters",
    "above_normal",
    "above_usual",
    "above_usual_later",
    "as_it_became_known",
    "assumptions_in_spring",
    "at_hand",
    "beside_ours",
    "by_day_of_knowledge",
    "call_up",
    "called_against_left",
    "called_up",
    "combinations_near",
    "counted_geographies",
    "daily_net",
    "entries_of_the_wave",
    "harmonise",
    "importance",
    "in_and_out",
    "incidence",
    "left_and_stayed",
    "left_for_each",
    "men_among_arrivals",
    "men_of_age",
    "men_of_the_wave",
    "net_flow",
    "net_flows",
    "no_assumption",
    "parts_of_total",
    "persons_abroad",
    "persons_and_crossings",
    "printed_total",
    "prior",
    "pure_assumption",
    "range_of",
    "reconcile",
    "refuse_overlap",
    "reports",
    "reports_of_entries",
    "set_beside",
    "share_of",
    "shares_of_bands",
    "single_days",
    "still_abroad",
    "stock_against_flows",
    "stock_beside_flows",
    "sums_near",
    "supposing",
    "totals_of_the_day",
    "totals_published_later",
    "triangular",
    "uncounted_at",
    "usual_rates",
    "wave_inputs",
    "what_matters",
    "window_end",
    "without_priors",
    "yardstick_note",
]

plain_face(globals(), __name__)
