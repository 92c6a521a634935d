"""The daily totals of Ukraine's General Staff and the British averages.

As kept by PetroIvaniuk/2022-Ukraine-Russia-War-Dataset, commit 37655f8.
"""

import pandas as pd
import pytest

from analysis import casualties, evidence


@pytest.fixture(scope="module")
def staff():
    return evidence.known_by(None).table("general_staff_daily")


@pytest.fixture(scope="module")
def steps(staff):
    return casualties.increments(staff["day"], staff["total"])


def test_totals_are_those_of_the_dataset(staff):
    assert len(staff) == 1_626
    total = staff.set_index("day")["total"]
    told = {"2022-09-21": 55_110, "2022-10-10": 62_870, "2022-10-11": 63_110, "2022-12-31": 105_960}
    assert {day: total[pd.Timestamp(day)] for day in told} == told


def test_no_day_is_missing_and_seven_pass_without_a_step(staff):
    found = casualties.forensics(staff["day"], staff["total"])
    assert (found.missing_days, found.zero_steps, found.falls) == (0, 7, 0)


def test_tens_digits_are_even_from_2023_on_and_were_not_in_2022(steps):
    counts, statistic, pvalue = casualties.digit_at_grain(steps["2023-01-01":], 10)
    assert counts.sum() == 1_312
    assert (statistic, pvalue) == pytest.approx((3.27, 0.952), abs=5e-3)
    _, before, _ = casualties.digit_at_grain(steps["2022-06-01":"2022-12-31"], 10)
    assert before == pytest.approx(173.7, abs=0.05)


def test_the_british_averages_restate_the_same_series(steps, rng):
    uk = evidence.known_by(None).table("uk_mod_monthly")
    british = pd.Series((uk["per_day"] * uk["days"]).to_numpy(dtype=float), index=uk["month"])
    found = casualties.dependence(british, casualties.monthly_steps(steps), draws=999, rng=rng)
    assert found.months == 47
    assert found.correlation == pytest.approx(0.99954, abs=1e-4)
    assert found.ratio_median == pytest.approx(0.9993, abs=1e-4)
    assert found.largest_log_gap == pytest.approx(0.0514, abs=1e-4)
    assert found.changes_pvalue == 0.001
    assert found.scatter == pytest.approx(0.0182, abs=1e-4)
    assert found.at_most < 0.02
    assert found.restated
