"""What small table does a large upstream file leave in the repository?

Only figures derived from the files are kept: shares, turnouts, sums by age, week or cell; never
rows of the files. `of_votes`, `of_population` and `of_losses` derive them, as does `stations`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from analysis.cleaning.of_losses import (
    derive_general_staff_daily,
    derive_named_by_week,
    derive_uk_mod_monthly,
)
from analysis.cleaning.of_population import (
    derive_hiv_deaths,
    derive_national_deaths,
    derive_population_single_age,
)
from analysis.cleaning.of_votes import derive_commission_turnout, derive_reference_votes
from analysis.stations import baselines, deriving
from analysis.stations.fingerprint import SUMS


@dataclass(frozen=True, slots=True)
class Derived:
    """A table that does not follow from the raw ones.

    What it holds, its columns, its source in sources.csv, and how it is had.
    """

    what: str
    columns: tuple[str, ...]
    source: str = ""
    how: Callable[[pd.DataFrame], pd.DataFrame] | None = None


DERIVED: dict[str, Derived] = {
    "reference_votes": Derived(
        "Yes/no votes worldwide with share, turnout and V-Dem polyarchy, derived from sudd.ch and"
        " V-Dem",
        ("key", "year", "polity", "share_pct", "turnout_pct", "polyarchy", "sovereignty"),
        "sudd-ch",
        derive_reference_votes,
    ),
    "commission_turnout": Derived(
        "Turnout of territorial commissions in Russia, 2018 and 2021, derived from station returns",
        ("key", "year", "region", "voters", "turnout_pct"),
        "dkobak-elections-20240326",
        derive_commission_turnout,
    ),
    "population_single_age": Derived(
        "Men and women of Russia by single age, mid-year, with and without Crimea, derived from"
        " RosBRiS",
        ("key", "territory", "year", "age", "men", "women", "published"),
        "oboguev-rtss-20251205",
        derive_population_single_age,
    ),
    "named_by_week": Derived(
        "Named Russian dead by week of death, as known at the end of 2022 to 2025 and in 2026, with"
        " the register-based estimate of killed",
        (
            "key",
            "week",
            "known_2022",
            "known_2023",
            "known_2024",
            "known_2025",
            "known_now",
            "killed",
            "low",
            "high",
            "with_missing",
            "published",
        ),
        "theeconomist-the-economist-u-20220223",
        derive_named_by_week,
    ),
    "general_staff_daily": Derived(
        "Ukrainian General Staff's running total of Russian personnel losses, as published"
        " each day",
        ("key", "day", "total", "wording", "published"),
        "petroivaniuk-2022-ukraine-ru-20221010",
        derive_general_staff_daily,
    ),
    "uk_mod_monthly": Derived(
        "UK Ministry of Defence's average daily Russian casualties by month, by the day of the"
        " post",
        ("key", "month", "per_day", "days", "published"),
        "theeconomist-the-economist-u-20220223",
        derive_uk_mod_monthly,
    ),
    "national_deaths": Derived(
        "Deaths in Russia of men and women of 15 to 59 by five-year age group, national rows of"
        " Rosstat's tables",
        ("key", "year", "age_from", "men", "women", "published"),
        "dkobak-excess-mortality-war-20250101",
        derive_national_deaths,
    ),
    "hiv_deaths": Derived(
        "Deaths of HIV in Russia from 2006 on, men and women of 15 to 59 by five-year age group,"
        " national rows of Rosstat's tables",
        ("key", "year", "age_from", "men", "women", "published"),
        "dkobak-excess-mortality-war-20250101",
        derive_hiv_deaths,
    ),
    "station_fingerprints": Derived(
        "Stations of four Russian votes in cells of one per cent of turnout and of result",
        ("key", "year", "turnout_pct", "share_pct", "stations", *SUMS),
        "dkobak-elections-20240326",
        lambda overrides: deriving.derive_fingerprints(),
    ),
    "station_region_clouds": Derived(
        "Stations of four Russian votes by region in cells of five per cent of turnout and of"
        " result; `region` is a key of station_regions",
        ("key", "year", "region", "turnout_pct", "share_pct", "stations", *SUMS),
        "dkobak-elections-20240326",
        lambda overrides: deriving.derive_region_clouds(),
    ),
    "station_spectra": Derived(
        "Stations and voters of four Russian votes by tenth of a per cent of turnout and of result",
        ("key", "year", "measure", "tenth", "stations", "voters"),
        "dkobak-elections-20240326",
        lambda overrides: deriving.derive_spectra(),
    ),
    "station_regions": Derived(
        "Whole percentages above their exact expectation, by region, four Russian votes",
        (
            "key",
            "year",
            "region",
            "occupied",
            "abroad",
            "electronic",
            "electronic_voters",
            "electronic_leader",
            "stations",
            "few_voters",
            "no_ballots",
            "above_99",
            "included",
            "voters",
            "given",
            "received",
            "leader",
            *(
                f"{c}_{m}"
                for m in ("turnout", "result", "either")
                for c in ("excess", "sd", "z", "pvalue", "adjusted", "votes")
            ),
        ),
        "dkobak-elections-20240326",
        lambda overrides: deriving.derive_regions(),
    ),
    "station_zones": Derived(
        "Anomalous votes of four Russian votes for every zone of turnout taken as clean",
        ("key", "year", "zone", "low", "high", "votes", "sd", "clean_turnout", "clean_share"),
        "dkobak-elections-20240326",
        lambda overrides: deriving.derive_zones(),
    ),
    "station_digits": Derived(
        "Second and last digits of the leader's counts in four Russian votes",
        ("key", "year", "test", "digit", "observed", "expected", "statistic", "pvalue"),
        "dkobak-elections-20240326",
        lambda overrides: deriving.derive_digits(),
    ),
    "station_baselines": Derived(
        "Forensic numbers of Russian votes, of returns from Georgia, Delaware (openelections) and"
        " Canada (rozenas-spikes), and of simulated counted returns, by the same functions",
        baselines.COLUMNS,
        "dkobak-elections-20240326",
        lambda overrides: baselines.derive_baselines(deriving.load_stations),
    ),
}


def derive(name: str, overrides: pd.DataFrame) -> pd.DataFrame:
    """One derived table from its upstream files.

    Raises
    ------
    sources.UpstreamError
        If a file cannot be had, or is not the registered one.
    """
    return DERIVED[name].how(overrides)
