"""What does a reader see? One function per published figure.

Axes in, axes out; every figure has a computed title, a source line and alternative text, and its
table is saved beside it. A module of figures is loaded when one of its figures is asked for.

Examples
--------
>>> from matplotlib.figure import Figure
>>> from analysis import evidence, plotting, referendum
>>> audits = referendum.audit_all(evidence.known_by("2022-10-11"))
>>> plotting.tally_audit(audits, ax=Figure().subplots()).get_xlabel()
'% of ballots for joining Russia'
"""

from importlib import import_module

_OFFERED = {
    "abroad_figures": "account as_it_became_known totals_beside_estimate what_matters",
    "anomaly_figures": "likelihood_ridge telling_apart zone_curve",
    "bounds_figures": "age_pyramid without_assumption",
    "casualty_figures": "civilians loss_claims names_and_official sensitivity synthesis",
    "chronology_figures": "area_changes area_series dates_in_text oblasts_held",
    "death_figures": "deaths_in_all sources_fit weekly_deaths",
    "ledger_figures": "verdict_shift verdict_tiles verdicts_by_kind",
    "marks": "FigureError drawn",
    "migration_figures": "above_normal entries_and_exits parts_and_remainder sums_near",
    "mortality_figures": (
        "deaths_per_claim excess_by_age model_set monthly_ratio names_arrive placebo_years "
        "rounding_of_a_series"
    ),
    "publishing": "Drawing Picture figure picture publish",
    "referendum_figures": "counting_path people_present tally_audit",
    "risk_figures": "risk_of_death risk_over_time",
    "station_figures": "fingerprint peaks regions whole_percentages",
    "support_figures": "polls_allow recorded_shares reference_bands",
    "timeline_figures": "interval_path verdict_paths verdicts_by_day",
}  # module -> what it offers
_PLACE = {name: module for module, names in _OFFERED.items() for name in names.split()}
__all__ = sorted(_PLACE)


def __getattr__(name: str):
    """Load the module of a figure when the figure is first asked for."""
    if name not in _PLACE:
        raise AttributeError(f"module 'analysis.plotting' has no attribute {name!r}")
    return getattr(import_module(f"analysis.plotting.{_PLACE[name]}"), name)


def __dir__() -> list[str]:
    return __all__
