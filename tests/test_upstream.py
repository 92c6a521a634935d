"""Derived tables are the ones their upstream files give, and hold no rows of those files."""

from functools import cache

import pytest

from analysis import cleaning, paths, sources
from analysis.stations import deriving


def held(*names):
    """Skip, and say why, where an upstream file is not in the cache."""
    missing = [n for n in names if not (paths.cache() / n).is_file()]
    if missing:
        pytest.skip(f"upstream file {missing[0]} is not in the cache; fetch it with `day229 data fetch {missing[0]}`")


@pytest.fixture(scope="module", autouse=True)
def returns_read_once():
    """Six tables come from the same returns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deriving, "load_stations", cache(deriving.load_stations))
        yield


@pytest.mark.parametrize(
    ("table", "files"),
    [
        ("reference_votes", ("sudd-direct-democracy.rds", "vdem-polyarchy.rda")),
        ("commission_turnout", ("russia-elections-2018.csv.zip", "russia-elections-2021.csv.zip")),
        *(
            (f"station_{t}", tuple(f"russia-elections-{y}.csv.zip" for y in (2018, 2020, 2021, 2024)))
            for t in ("fingerprints", "region_clouds", "spectra", "regions", "zones", "digits")
        ),
        ("named_by_week", ("economist-meduza-2026-weekly.csv",)),
        ("general_staff_daily", ("ukraine-general-staff-personnel.json",)),
        ("uk_mod_monthly", ("economist-uk-mod-monthly.csv",)),
        ("hiv_deaths", ("russia-deaths-hiv-2006-2023.xlsx",)),
        ("national_deaths", ("russia-deaths-by-age-sex-region-1990-2023.csv.gz",)),
        ("population_single_age", ("rosbris-population-2015-2022.txt",)),
    ],
)
def test_a_derived_table_is_rebuilt_identically(table, files):
    held(*files)
    assert cleaning.derived_text(table) == (paths.processed() / f"{table}.csv").read_text(encoding="utf-8")


def test_turnout_in_2018_sums_to_the_official_total():
    # 67.5 % of 109.0 million voters, small and distant commissions left out
    import pandas as pd

    table = pd.read_csv(paths.processed() / "commission_turnout.csv").query("year == 2018")
    assert (table["voters"] * table["turnout_pct"]).sum() / table["voters"].sum() == pytest.approx(67.5, abs=0.3)


def test_a_missing_upstream_file_is_named_with_the_next_step(monkeypatch, tmp_path):
    monkeypatch.setenv("DAY229_CACHE", str(tmp_path))
    monkeypatch.setattr("pooch.retrieve", lambda *a, **k: (_ for _ in ()).throw(OSError("no network")))
    with pytest.raises(sources.UpstreamError, match="DAY229_CACHE"):
        cleaning.derived_text("reference_votes")
