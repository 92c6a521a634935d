"""Excess deaths of men as Kobak, Bessudnov, Ershov, Mikhailova & Raksha 2025 computed them.

Demography 62(2):335-347.

Their code is at github.com/dkobak/excess-mortality-war (demography2025/models.ipynb). Its raw
values are recomputed here from Rosstat's counts. The values of the paper itself take deaths of HIV
off men and women of every age group: that needs counts for 2015-2019, 2022 and 2023, and of these
only 2023 is registered (`hiv_deaths`). So the paper's totals are built from its values by age
group, and these are held against the counts of HIV that are known.
"""

import numpy as np
import pytest

from analysis import casualties, evidence

HIV_OF_ALL_AGES_2022 = (
    10_344,
    5_460,
)  # men, women: first rows printed by the authors' hiv-deaths.ipynb
# excess of 2022 and 2023 over the ratio of 2019, HIV taken off: columns "1lin" of their
# models.ipynb
CHANGE_SINCE_2019 = {
    15: (331, -104),
    20: (2_438, 2_502),
    25: (2_913, 4_780),
    30: (3_501, 5_886),
    35: (3_279, 7_659),
    40: (2_026, 5_743),
    45: (887, 4_972),
    50: (148, 1_556),
    55: (-72, 1_754),
}


@pytest.fixture(scope="module")
def deaths():
    return evidence.known_by(None).table("national_deaths")


@pytest.fixture(scope="module")
def published():
    return evidence.known_by(None).table("excess_published").rename(columns={"error": "se"})


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


def test_without_hiv_the_groups_add_to_the_totals_and_errors_of_the_paper(published):
    found = casualties.excess_from_published(published[published["age_from"] < 50])
    assert found.total == pytest.approx((20_618.0, 37_863.9), abs=0.15)
    assert found.se == pytest.approx((1_374.4, 1_533.2), abs=0.1)


def test_without_hiv_both_years_have_the_error_of_a_shared_line_and_a_t_interval(published):
    both = casualties.excess_from_published(published[published["age_from"] < 50])
    told = both.estimate(level=0.95)
    assert np.sqrt(both.covariance.sum()) == pytest.approx(2_727, abs=1)
    assert both.freedom[-1] == pytest.approx(11.5, abs=0.05)
    assert (told.low, told.high) == pytest.approx((52_511, 64_453), abs=2)


def test_deaths_of_hiv_in_2023_are_the_registered_ones():
    held = evidence.known_by(None).table("hiv_deaths")
    assert held["year"].unique().tolist() == [2023]
    assert held["men"].tolist()[:7] == [5, 30, 188, 1_067, 2_316, 2_966, 2_161]
    assert held["women"].tolist()[:7] == [5, 32, 192, 724, 1_381, 1_491, 912]


def test_the_groups_without_hiv_agree_with_the_deaths_of_hiv_that_are_known(deaths, published):
    """Counts of 2023 give the line's ratio.

    The published errors then give the women of 2022 without HIV, and the excess over 2019 the men.

    What is left to the counts of 2022 must be the deaths of HIV of that year: nearly all of those
    printed for all ages, as in 2023, and none negative.
    """
    hiv = evidence.known_by(None).table("hiv_deaths").set_index("age_from")
    counts = deaths.set_index(["year", "age_from"])
    table = published.set_index(["year", "age_from"])
    scale = np.sqrt(
        (1 + 1 / 5 + 5**2 / 10) / (1 + 1 / 5 + 6**2 / 10)
    )  # predictive error of 2022 over that of 2023, for the same women
    left = []
    for age, (over_2022, over_2023) in CHANGE_SINCE_2019.items():
        men, women = (counts.loc[(2023, age), sex] - hiv.loc[age, sex] for sex in ("men", "women"))
        women_2022 = women * table.loc[(2022, age), "se"] / table.loc[(2023, age), "se"] / scale
        men_2022 = over_2022 + (men - over_2023) / women * women_2022
        left.append(
            [
                counts.loc[(2022, age), "men"] - men_2022,
                counts.loc[(2022, age), "women"] - women_2022,
            ]
        )
    found = np.array(left)
    assert (found > 0).all()
    share = found.sum(axis=0) / HIV_OF_ALL_AGES_2022
    assert share == pytest.approx(
        hiv[["men", "women"]].sum().to_numpy() / (10_746, 5_815), abs=0.02
    )  # 2023: 95 % are of 15 to 59
