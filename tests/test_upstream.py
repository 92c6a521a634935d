"""Derived tables are the ones their upstream files give, and hold no rows of those files."""

import csv
import io
import math
from functools import cache

import pytest

from analysis import cleaning, paths, sources
from analysis.stations import baselines, deriving


def held(*names):
    """Skip, and say why, where an upstream file is not in the cache."""
    missing = [n for n in names if not (paths.cache() / n).is_file()]
    if missing:
        pytest.skip(
            f"upstream file {missing[0]} is not in the cache; fetch it with `day229 data fetch"
            f" {missing[0]}`"
        )


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
            (
                f"station_{t}",
                tuple(f"russia-elections-{y}.csv.zip" for y in (2018, 2020, 2021, 2024)),
            )
            for t in ("fingerprints", "region_clouds", "spectra", "regions", "zones", "digits")
        ),
        (
            "station_baselines",
            (
                *(f"russia-elections-{y}.csv.zip" for y in (2018, 2020, 2021, 2024)),
                *(baselines.GEORGIA[0], baselines.DELAWARE[0], baselines.CANADA),
            ),
        ),
        ("named_by_week", ("economist-meduza-2026-weekly.csv",)),
        ("general_staff_daily", ("ukraine-general-staff-personnel.json",)),
        ("uk_mod_monthly", ("economist-uk-mod-monthly.csv",)),
        ("hiv_deaths", ("russia-deaths-hiv-2006-2022.xlsx", "russia-deaths-hiv-2006-2023.xlsx")),
        ("national_deaths", ("russia-deaths-by-age-sex-region-1990-2023.csv.gz",)),
        ("population_single_age", ("rosbris-population-2015-2022.txt",)),
    ],
)
def test_a_derived_table_is_rebuilt_identically(table, files):
    held(*files)
    assert (
        apart(
            cleaning.derived_text(table),
            (paths.processed() / f"{table}.csv").read_text(encoding="utf-8"),
        )
        == []
    )


def apart(made: str, kept: str, *, relative: float = 1e-9) -> list[str]:
    """Cells in which two tables differ.

    Numbers by more than a relative tolerance, anything else at all.
    """
    found, wanted = list(csv.reader(io.StringIO(made))), list(csv.reader(io.StringIO(kept)))
    if [len(r) for r in found] != [len(r) for r in wanted] or found[0] != wanted[0]:
        return [
            f"shape or columns: {len(found)} rows of {found[0]} made, {len(wanted)} of {wanted[0]}"
            " kept"
        ]
    return [
        f"{old[0]}, {column}: {a!r} made, {b!r} kept"
        for new, old in zip(found, wanted, strict=True)
        for column, a, b in zip(wanted[0], new, old, strict=True)
        if a != b and not near(a, b, relative)
    ]


def near(a: str, b: str, relative: float) -> bool:
    """Whether both are numbers, and as good as the same."""
    try:
        return math.isclose(float(a), float(b), rel_tol=relative, abs_tol=1e-12)
    except ValueError:
        return False


@pytest.mark.parametrize(
    ("made", "differ"),
    [
        ("key,x\na,1.0000000001\n", 0),
        ("key,x\na,1.00000001\n", 1),
        ("key,x\nb,1\n", 1),
        ("key,x\na,\n", 1),
        ("key,y\na,1\n", 1),
        ("key,x\na,1\na,1\n", 1),
    ],
)
def test_a_planted_change_of_a_derived_table_is_found_and_rounding_is_not(made, differ):
    assert len(apart(made, "key,x\na,1\n")) == differ


def test_turnout_in_2018_sums_to_the_official_total():
    # 67.5 % of 109.0 million voters, small and distant commissions left out
    import pandas as pd

    table = pd.read_csv(paths.processed() / "commission_turnout.csv").query("year == 2018")
    assert (table["voters"] * table["turnout_pct"]).sum() / table["voters"].sum() == pytest.approx(
        67.5, abs=0.3
    )


def test_a_missing_upstream_file_is_named_with_the_next_step(monkeypatch, tmp_path):
    monkeypatch.setenv("DAY229_CACHE", str(tmp_path))
    monkeypatch.setattr(
        "pooch.retrieve", lambda *a, **k: (_ for _ in ()).throw(OSError("no network"))
    )
    with pytest.raises(sources.UpstreamError, match="DAY229_CACHE"):
        cleaning.derived_text("reference_votes")
