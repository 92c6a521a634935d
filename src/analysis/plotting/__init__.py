"""What does a reader see? One function per published figure.

Axes in, axes out; every figure has a computed title, a source line and alternative text, and its
table is saved beside it.

Examples
--------
>>> from matplotlib.figure import Figure
>>> from analysis import evidence, plotting, referendum
>>> audits = referendum.audit_all(evidence.known_by("2022-10-11"))
>>> plotting.tally_audit(audits, ax=Figure().subplots()).get_xlabel()
'% of ballots for joining Russia'
"""

from analysis.plotting.abroad_figures import (
    account,
    as_it_became_known,
    totals_beside_estimate,
    what_matters,
)
from analysis.plotting.anomaly_figures import likelihood_ridge, telling_apart, zone_curve
from analysis.plotting.bounds_figures import age_pyramid, without_assumption
from analysis.plotting.casualty_figures import (
    civilians,
    loss_claims,
    names_and_official,
    sensitivity,
    synthesis,
)
from analysis.plotting.chronology_figures import (
    area_changes,
    area_series,
    dates_in_text,
    oblasts_held,
)
from analysis.plotting.death_figures import deaths_in_all, sources_fit, weekly_deaths
from analysis.plotting.ledger_figures import verdict_shift, verdict_tiles, verdicts_by_kind
from analysis.plotting.marks import FigureError, drawn
from analysis.plotting.migration_figures import (
    above_normal,
    entries_and_exits,
    parts_and_remainder,
    sums_near,
)
from analysis.plotting.mortality_figures import (
    deaths_per_claim,
    excess_by_age,
    model_set,
    monthly_ratio,
    names_arrive,
    placebo_years,
    rounding_of_a_series,
)
from analysis.plotting.publishing import Drawing, Picture, figure, picture, publish
from analysis.plotting.referendum_figures import counting_path, people_present, tally_audit
from analysis.plotting.risk_figures import risk_of_death, risk_over_time
from analysis.plotting.station_figures import fingerprint, peaks, regions, whole_percentages
from analysis.plotting.support_figures import polls_allow, recorded_shares, reference_bands
from analysis.plotting.timeline_figures import interval_path, verdict_paths, verdicts_by_day

__all__ = [
    "Drawing",
    "FigureError",
    "Picture",
    "above_normal",
    "account",
    "age_pyramid",
    "area_changes",
    "area_series",
    "as_it_became_known",
    "civilians",
    "counting_path",
    "dates_in_text",
    "deaths_in_all",
    "deaths_per_claim",
    "drawn",
    "entries_and_exits",
    "excess_by_age",
    "figure",
    "fingerprint",
    "interval_path",
    "likelihood_ridge",
    "loss_claims",
    "model_set",
    "monthly_ratio",
    "names_and_official",
    "names_arrive",
    "oblasts_held",
    "parts_and_remainder",
    "peaks",
    "people_present",
    "picture",
    "placebo_years",
    "polls_allow",
    "publish",
    "recorded_shares",
    "reference_bands",
    "regions",
    "risk_of_death",
    "risk_over_time",
    "rounding_of_a_series",
    "sensitivity",
    "sources_fit",
    "sums_near",
    "synthesis",
    "tally_audit",
    "telling_apart",
    "totals_beside_estimate",
    "verdict_paths",
    "verdict_shift",
    "verdict_tiles",
    "verdicts_by_day",
    "verdicts_by_kind",
    "weekly_deaths",
    "what_matters",
    "whole_percentages",
    "without_assumption",
    "zone_curve",
]
