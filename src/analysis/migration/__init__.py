"""How many left and stayed away, not how many crossed?

Pure: frames in, frozen results out; opens no file and draws nothing. A crossing is one person passing a border once; a
person may cross many times and in both directions, so crossings are never compared with persons. `flows` adds and subtracts reported
counts, `combinations` searches for sums, `windows` brings counts to one window, `normal` asks what is usual, `network` balances
entries, exits and stays, `exits` says where exits are known, `priors` holds what is assumed, `wave` gathers what is known, `abroad` estimates,
`men` compares with the population and `called_up` with those mobilised.
"""

from analysis.migration.abroad import LATEST, Abroad, as_it_became_known, importance, left_and_stayed, persons_abroad
from analysis.migration.called_up import CALLED_UP, CalledUp, called_up, left_for_each
from analysis.migration.combinations import Combinations, combinations_near, entries_of_the_wave
from analysis.migration.exits import daily_net
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
from analysis.migration.men import BANDS, men_of_age, share_of, shares_of_bands
from analysis.migration.network import Reconciled, incidence, reconcile, stock_against_flows
from analysis.migration.normal import KINDS, NEAR, Excess, above_normal, range_of, usual_rates, yardstick_note
from analysis.migration.pieces import Harmonised, Piece, refuse_overlap
from analysis.migration.priors import MEANING, Prior, PriorError, prior, triangular
from analysis.migration.wave import CountryInput, WaveInputs, counted_geographies, wave_inputs, window_end
from analysis.migration.windows import harmonise, reports

__all__ = [
    "BANDS",
    "CALLED_UP",
    "KINDS",
    "LATEST",
    "MEANING",
    "NEAR",
    "WAVE",
    "Abroad",
    "CalledUp",
    "Combinations",
    "CountryInput",
    "Excess",
    "FlowError",
    "Harmonised",
    "NetFlow",
    "PartsOfTotal",
    "Piece",
    "Prior",
    "PriorError",
    "Reconciled",
    "WaveInputs",
    "above_normal",
    "as_it_became_known",
    "called_up",
    "combinations_near",
    "counted_geographies",
    "daily_net",
    "entries_of_the_wave",
    "harmonise",
    "importance",
    "incidence",
    "left_and_stayed",
    "left_for_each",
    "men_of_age",
    "net_flow",
    "net_flows",
    "parts_of_total",
    "persons_abroad",
    "prior",
    "range_of",
    "reconcile",
    "refuse_overlap",
    "reports",
    "reports_of_entries",
    "set_beside",
    "share_of",
    "shares_of_bands",
    "stock_against_flows",
    "triangular",
    "usual_rates",
    "wave_inputs",
    "window_end",
    "yardstick_note",
]  # fmt: skip
