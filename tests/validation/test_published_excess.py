"""Excess deaths of men as Kobak, Bessudnov, Ershov, Mikhailova & Raksha 2025 computed them, Demography 62(2):335-347.

Their code is at github.com/dkobak/excess-mortality-war (models.ipynb); these are its raw values, without deaths of HIV taken off. The values of
the paper itself (20,618.0 for 2022 and 37,863.9 for 2023) take off deaths of HIV by age and sex for 2006-2022, which are not among the
registered files, and cannot be recomputed here.
"""

import pytest

from analysis import casualties, evidence


@pytest.fixture(scope="module")
def deaths():
    return evidence.known_by(None).table("national_deaths")


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
