"""Excess deaths of men as Kobak, Bessudnov, Ershov, Mikhailova & Raksha 2025 computed them.

Demography 62(2):335-347.

Their code is at github.com/dkobak/excess-mortality-war (demography2025/models.ipynb). Its values
are recomputed here from Rosstat's counts, with deaths of HIV taken off men and women of every age
group as in the paper, and left in.
"""

import numpy as np
import pytest

from analysis import casualties, evidence

# excess and error of each age group without HIV, as the authors' notebook prints them
BY_AGE = {
    15: (337.1, 173.5, -78.1, 204.5),
    20: (2868.3, 465.1, 3056.6, 532.8),
    25: (3438.3, 193.4, 5384.9, 198.8),
    30: (3395.1, 245.8, 5750.0, 254.6),
    35: (4466.2, 566.0, 9068.5, 606.5),
    40: (3064.4, 722.2, 6995.4, 817.3),
    45: (3048.6, 838.4, 7686.7, 940.6),
    50: (1038.4, 1104.4, 2928.3, 1247.1),
    55: (60.8, 536.6, 1943.7, 549.2),
}


@pytest.fixture(scope="module")
def deaths():
    return evidence.known_by(None).table("national_deaths")


@pytest.fixture(scope="module")
def hiv():
    return evidence.known_by(None).table("hiv_deaths")


@pytest.fixture(scope="module")
def left(deaths, hiv):
    return casualties.without_hiv(deaths, hiv)


@pytest.mark.parametrize(
    ("ages", "totals", "errors"),
    [
        (casualties.excess.AGES, (23_593.9, 40_542.1), (1_567.6, 1_738.2)),
        ((50,), (989.7, 3_041.7), (1_189.6, 1_345.2)),
        ((55,), (82.6, 2_006.6), (532.4, 545.9)),
    ],
)
def test_raw_excess_deaths_are_the_published_ones(deaths, ages, totals, errors):
    found = casualties.excess_male_deaths(deaths, ages=ages)
    assert found.total == pytest.approx(totals, abs=0.1)
    assert found.se == pytest.approx(errors, abs=0.1)


def test_both_years_together_are_the_published_sum(deaths):
    assert casualties.excess_male_deaths(deaths).total.sum() == pytest.approx(64_136.0, abs=0.1)


def test_without_hiv_the_counts_give_the_totals_and_errors_of_the_paper(left):
    found = casualties.excess_male_deaths(left)
    assert found.total == pytest.approx((20_618.0, 37_863.9), abs=0.05)
    assert found.se == pytest.approx((1_374.4, 1_533.2), abs=0.05)


def test_without_hiv_every_age_group_is_the_published_one(left):
    found = casualties.excess_male_deaths(left, ages=tuple(BY_AGE)).by_age
    for age, row in found.groupby("age_from"):
        values = row.sort_values("year")[["excess", "se"]].to_numpy().ravel()
        assert values == pytest.approx(BY_AGE[age], abs=0.06)


def test_without_hiv_both_years_have_the_error_of_a_shared_line_and_a_t_interval(left):
    both = casualties.excess_male_deaths(left)
    told = both.estimate(level=0.95)
    assert np.sqrt(both.covariance.sum()) == pytest.approx(2_727, abs=1)
    assert both.freedom[-1] == pytest.approx(11.5, abs=0.05)
    assert (told.low, told.high) == pytest.approx((52_511, 64_453), abs=2)


def test_years_of_peace_without_hiv_widen_the_interval_of_both_years(left):
    tries = casualties.placebo(left)
    wide = casualties.understatement(tries)
    assert wide == pytest.approx(2.9, abs=0.05)
    told = casualties.excess_male_deaths(left).estimate(level=0.95, widen=wide)
    assert (told.low, told.high) == pytest.approx((41_300, 75_700), abs=50)


def test_deaths_of_hiv_are_those_of_the_registered_files(hiv):
    assert hiv["year"].unique().tolist() == list(range(2006, 2024))
    last = hiv[hiv["year"] == 2023]
    assert last["men"].tolist()[:7] == [5, 30, 188, 1_067, 2_316, 2_966, 2_161]
    assert last["women"].tolist()[:7] == [5, 32, 192, 724, 1_381, 1_491, 912]


def test_deaths_of_hiv_of_2022_are_nearly_all_of_those_of_all_ages(hiv):
    # 10,344 men and 5,460 women of all ages: first rows printed by the authors' hiv-deaths.ipynb
    sums = hiv[hiv["year"] == 2022][["men", "women"]].sum().to_numpy()
    assert sums / [10_344, 5_460] == pytest.approx([0.96, 0.95], abs=0.01)
