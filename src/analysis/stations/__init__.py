"""Do the returns of polling stations bear the marks of writing?

Pure functions on arrays, frozen results. `integers` counts whole percentages against their exact
expectation, `fingerprint` bins turnout and result, `anomalous` draws the estimate of anomalous
votes over the zone taken as clean, `mixture` fits stuffing to the fingerprint, `digits` shows what
digits can say, `written` simulates what counted and written returns would look like, `baselines`
runs all of them on other votes, honest ones among them.

Examples
--------
>>> from analysis import stations
>>> stations.chance_of_whole([1], [2]).tolist()
[1.0]
"""

from analysis.plain import plain_face
from analysis.stations.anomalous import (
    Anomalous,
    anomalous_votes,
    automatic_zone,
    bootstrap_sd,
    by_turnout,
    curve,
    naive_zone,
)
from analysis.stations.baselines import town_and_country
from analysis.stations.contract import COLUMNS, StationError, check_stations
from analysis.stations.digits import (
    BENFORD_SECOND,
    Digits,
    last_digit_test,
    redrawn_test,
    second_digit_test,
)
from analysis.stations.fingerprint import coarse, fingerprint, grid, shares, spectrum, spikes
from analysis.stations.integers import (
    MEASURES,
    Excess,
    by_region,
    chance_of_whole,
    included,
    integer_excess,
    near_whole,
)
from analysis.stations.loading import VOTE, YEARS, Loaded, electronic_apart, load_stations
from analysis.stations.mixture import Fit, fit_mixture
from analysis.stations.reader import Returns, read
from analysis.stations.reading import (
    announced_totals,
    integer_excess_estimate,
    more_or_fewer,
    region_row,
    region_zones,
)
from analysis.stations.reporting import Report, report
from analysis.stations.tails import upper_tail
from analysis.stations.telling import TESTS, chances, enough, likeness, tell_apart
from analysis.stations.written import AIMS, COUNTED, Totals, counted_returns, written_returns

__all__ = [
    "AIMS",
    "BENFORD_SECOND",
    "COLUMNS",
    "COUNTED",
    "MEASURES",
    "TESTS",
    "VOTE",
    "YEARS",
    "Anomalous",
    "Digits",
    "Excess",
    "Fit",
    "Loaded",
    "Report",
    "Returns",
    "StationError",
    "Totals",
    "announced_totals",
    "anomalous_votes",
    "automatic_zone",
    "bootstrap_sd",
    "by_region",
    "by_turnout",
    "chance_of_whole",
    "chances",
    "check_stations",
    "coarse",
    "counted_returns",
    "curve",
    "electronic_apart",
    "enough",
    "fingerprint",
    "fit_mixture",
    "grid",
    "included",
    "integer_excess",
    "integer_excess_estimate",
    "last_digit_test",
    "likeness",
    "load_stations",
    "more_or_fewer",
    "naive_zone",
    "near_whole",
    "read",
    "redrawn_test",
    "region_row",
    "region_zones",
    "report",
    "second_digit_test",
    "shares",
    "spectrum",
    "spikes",
    "tell_apart",
    "town_and_country",
    "upper_tail",
    "written_returns",
]

plain_face(globals(), __name__)
