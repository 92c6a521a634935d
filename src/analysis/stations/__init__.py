"""Do the returns of polling stations bear the marks of writing?

Pure functions on arrays, frozen results. `integers` counts whole percentages against their exact expectation, `fingerprint` bins turnout and result, `anomalous` draws the
estimate of anomalous votes over the zone taken as clean, `mixture` fits stuffing to the fingerprint, `digits` shows what digits can say, `written` simulates what counted and
written returns would look like.
"""

from analysis.stations.anomalous import (
    Anomalous,
    anomalous_votes,
    automatic_zone,
    bootstrap_sd,
    by_turnout,
    curve,
    naive_zone,
)
from analysis.stations.digits import BENFORD_SECOND, Digits, last_digit_test, redrawn_test, second_digit_test
from analysis.stations.fingerprint import fingerprint, grid, shares, spectrum, spikes
from analysis.stations.integers import (
    MEASURES,
    Excess,
    by_redrawing,
    by_region,
    chance_of_whole,
    included,
    integer_excess,
    near_whole,
    upper_tail,
)
from analysis.stations.loading import COLUMNS, VOTE, YEARS, Loaded, StationError, check_stations, load_stations
from analysis.stations.mixture import Fit, fit_mixture, simulate
from analysis.stations.reading import anomalous_estimate, integer_excess_estimate, region_row
from analysis.stations.written import Power, honest_returns, power, write_results

__all__ = [
    "BENFORD_SECOND",
    "COLUMNS",
    "MEASURES",
    "VOTE",
    "YEARS",
    "Anomalous",
    "Digits",
    "Excess",
    "Fit",
    "Loaded",
    "Power",
    "StationError",
    "anomalous_estimate",
    "anomalous_votes",
    "automatic_zone",
    "bootstrap_sd",
    "by_redrawing",
    "by_region",
    "by_turnout",
    "chance_of_whole",
    "check_stations",
    "curve",
    "fingerprint",
    "fit_mixture",
    "grid",
    "honest_returns",
    "included",
    "integer_excess",
    "integer_excess_estimate",
    "last_digit_test",
    "load_stations",
    "naive_zone",
    "near_whole",
    "power",
    "redrawn_test",
    "region_row",
    "second_digit_test",
    "shares",
    "simulate",
    "spectrum",
    "spikes",
    "upper_tail",
    "write_results",
]  # fmt: skip
