"""Deaths: floors, shares and conversions; measures kept apart."""

import numpy as np
import pandas as pd
import pytest

from analysis import casualties, evidence
from analysis.casualties import MeasureError
from analysis.evidence import NotKnownError
from analysis.quantities import Estimate


def deaths(count=10.0, population=100.0):
    return pd.DataFrame(
        {
            "group_kind": ["mobilised, by name"],
            "how_read": ["excerpt"],
            "as_of": [pd.Timestamp("2023-01-01")],
            "central": [count],
            "population": [population],
            "key": ["D"],
        }
    )


def ratio(low, high, unit="ratio"):
    return Estimate(low=low, central=(low + high) / 2, high=high, unit=unit, basis="test")


def test_the_official_5937_lies_below_6476_names_published_five_days_before():
    found = casualties.official_against_names(
        evidence.table("loss_claims", as_of="2022-10-11"),
        evidence.table("named_deaths", as_of="2022-10-11"),
    )
    assert (found.official, found.names, (found.official_day - found.names_day).days) == (
        5_937,
        6_476,
        5,
    )
    assert found.shortfall == 539


def test_without_a_list_of_names_nothing_is_compared():
    with pytest.raises(NotKnownError, match="no list of names"):
        casualties.official_against_names(
            evidence.table("loss_claims", as_of="2022-03-10"),
            evidence.table("named_deaths", as_of="2022-03-10"),
        )


def test_a_second_list_is_never_taken_for_the_first():
    row = casualties.named_by(evidence.table("named_deaths"), "2024-06-30")
    assert row["central"] == 56_585  # InfoResist's 58,869 of the same week is another list


def test_share_who_died_is_counted_by_hand():
    share = casualties.share_who_died(deaths(), coverage_low=0.5, coverage_high=0.8)
    assert (share.low, share.central, share.high) == (10, 10, 20)


def test_nobody_dead_is_a_share_of_zero():
    share = casualties.share_who_died(deaths(count=0.0), coverage_low=0.5, coverage_high=0.8)
    assert share.high == 0


@pytest.mark.parametrize(("low", "high"), [(0, 0.5), (0.7, 0.5), (0.5, 1.1)])
def test_impossible_coverage_is_refused(low, high):
    with pytest.raises(MeasureError, match="coverage_low"):
        casualties.share_who_died(deaths(), coverage_low=low, coverage_high=high)


def test_15100_of_300000_mobilised_men_are_5_03_per_cent():
    # Mediazona, 21 September 2025
    share = casualties.share_who_died(
        evidence.table("mobilised_deaths"), coverage_low=0.45, coverage_high=0.65
    )
    assert (round(share.central, 2), round(share.high, 1)) == (5.03, 11.2)


def test_no_death_of_a_mobilised_man_was_known_on_the_day_of_the_text():
    with pytest.raises(NotKnownError, match="no count of mobilised men"):
        casualties.latest_mobilised(evidence.table("mobilised_deaths", as_of="2022-10-11"))


def test_full_coverage_leaves_the_names_as_they_are(rng):
    dead, both = casualties.dead_and_casualties(
        100, ratio(1, 1), ratio(0, 0), level=0.95, draws=200, rng=rng
    )
    assert (dead.low, dead.high, both.central) == (100, 100, 100)


def test_half_coverage_and_three_wounded_per_killed_are_counted_by_hand(rng):
    # 100 names at half coverage are 200 dead; with 3 wounded each, 800 casualties
    dead, both = casualties.dead_and_casualties(
        100, ratio(0.5, 0.5), ratio(3, 3), level=0.95, draws=200, rng=rng
    )
    assert (dead.central, both.central, both.unit) == (200, 800, "casualties")


def test_the_interval_covers_a_planted_truth_at_its_level(rng):
    inside = 0
    for _ in range(400):
        truth = rng.uniform(0.4, 0.6)
        dead, _ = casualties.dead_and_casualties(
            1000 * truth, ratio(0.4, 0.6), ratio(2, 4), level=0.9, draws=500, rng=rng
        )
        inside += dead.low <= 1000 <= dead.high
    assert inside / 400 == pytest.approx(0.9, abs=0.05)


def test_open_ratios_are_refused(rng):
    with pytest.raises(MeasureError, match="closed ratio"):
        casualties.dead_and_casualties(
            100,
            ratio(0.5, 0.5),
            Estimate(low=2, central=2, high=np.inf, unit="ratio", basis="t"),
            level=0.95,
            draws=100,
            rng=rng,
        )


def test_deaths_per_month_are_counted_by_hand():
    # 3,044 deaths in 100 days are 926.6 a month of 30.44 days
    assert casualties.per_month(3_044, "2022-01-01", "2022-04-11") == pytest.approx(
        3_044 / 100 * 30.44
    )


def test_an_empty_period_is_refused():
    with pytest.raises(MeasureError, match="no days"):
        casualties.per_month(10, "2022-01-01", "2022-01-01")


def test_killed_claims_hold_no_casualties_of_another_measure():
    claims = casualties.killed_claims(evidence.table("loss_claims"), "RU")
    assert set(claims["measure"]) == {"killed", "killed, verified minimum"}


@pytest.mark.parametrize("number", [np.nan, -1.0, np.inf, 1e18])
def test_numbers_that_are_no_persons_are_refused_by_name(number, rng):
    asked = {"level": 0.95, "draws": 9, "rng": rng}
    with pytest.raises(MeasureError, match="names="):
        casualties.dead_and_casualties(number, ratio(0.5, 0.6), ratio(2, 4), **asked)
    with pytest.raises(MeasureError, match="deaths="):
        casualties.per_month(number, "2022-01-01", "2022-04-11")
    with pytest.raises(MeasureError, match="population="):
        casualties.share_who_died(deaths(), coverage_low=0.5, coverage_high=0.8, population=number)


@pytest.mark.parametrize(
    ("asked", "message"), [({"level": 1.2}, "level="), ({"draws": 0}, "draws=")]
)
def test_levels_and_draws_that_are_none_are_refused(asked, message, rng):
    options = {"level": 0.95, "draws": 9, "rng": rng} | asked
    with pytest.raises(MeasureError, match=message):
        casualties.dead_and_casualties(100, ratio(0.5, 0.6), ratio(2, 4), **options)


def test_fewer_men_than_died_are_refused():
    with pytest.raises(MeasureError, match=r"population=5"):
        casualties.share_who_died(deaths(), coverage_low=0.5, coverage_high=0.8, population=5)
