"""Excess deaths of men: null, planted, counted by hand, and the error that years share."""

import numpy as np
import pandas as pd
import pytest

from analysis import evidence
from analysis.casualties import (
    MeasureError,
    excess_male_deaths,
    placebo,
    understatement,
    without_hiv,
)
from analysis.casualties.excess import AGES, BASE

YEARS = (*BASE, 2020, 2021, 2022, 2023)


def deaths(ratio=2.0, slope=0.0, added=(0.0, 0.0), noise=None, ages=AGES):
    """Women by age; men at a line of the ratio.

    With deaths added in 2022 and 2023 in every age group.
    """
    rows = []
    for i, age in enumerate(ages):
        for j, year in enumerate(YEARS):
            women = 500.0 * (i + 1) + 10 * j
            scatter = 0.0 if noise is None else noise[i, j]
            extra = dict(zip((2022, 2023), added, strict=True)).get(year, 0.0)
            rows.append(
                (year, age, women * (ratio + slope * (year - 2017) + scatter) + extra, women)
            )
    return pd.DataFrame(rows, columns=["year", "age_from", "men", "women"])


@pytest.fixture(scope="module")
def russia():
    return evidence.known_by(None).table("national_deaths")


@pytest.mark.parametrize("slope", [0.0, -0.05])
def test_men_on_the_line_are_no_excess_and_leave_no_error(slope):
    found = excess_male_deaths(deaths(slope=slope).astype({"men": float}))
    assert found.total == pytest.approx([0, 0], abs=1e-6)
    assert found.se == pytest.approx([0, 0], abs=1e-6)


def test_a_planted_excess_is_found_exactly():
    found = excess_male_deaths(deaths(slope=-0.05, added=(100.0, 250.0)))
    assert found.total == pytest.approx([700, 1_750])
    assert found.by_age["excess"].to_numpy() == pytest.approx(np.tile([100, 250], 7))


def test_one_group_with_three_base_years_is_counted_by_hand():
    # ratios 1, 2, 2 in 2015-2017: line 5/3 + (year - 2016) / 2, residual sum 1/6 with one degree of
    # freedom; 2018 expects 8/3
    table = pd.DataFrame(
        {
            "year": [2015, 2016, 2017, 2018],
            "age_from": 20,
            "men": [10.0, 20.0, 20.0, 100.0],
            "women": [10.0, 10.0, 10.0, 30.0],
        }
    )
    found = excess_male_deaths(table, (2018,), base=(2015, 2016, 2017), ages=(20,))
    assert found.total[0] == pytest.approx(100 - 30 * 8 / 3)
    assert found.se[0] == pytest.approx(30 * np.sqrt(1 / 6 * (1 + 1 / 3 + 4 / 2)))
    assert found.freedom == pytest.approx([1, 1])


def test_one_age_group_has_the_degrees_of_freedom_of_its_line(rng):
    found = excess_male_deaths(deaths(noise=rng.normal(0, 0.02, (1, 9)), ages=(30,)), ages=(30,))
    assert found.freedom == pytest.approx([3, 3, 3])


def test_many_age_groups_have_more_but_never_more_than_all(rng):
    found = excess_male_deaths(deaths(noise=rng.normal(0, 0.02, (7, 9))))
    assert (found.freedom > 3).all()
    assert (found.freedom <= 21).all()


def test_a_missing_cell_is_refused_with_its_name():
    table = deaths()
    with pytest.raises(MeasureError, match="no deaths of age group 25 in 2016"):
        excess_male_deaths(table[(table["age_from"] != 25) | (table["year"] != 2016)])


def test_regions_mixed_with_the_country_are_refused(russia):
    part = russia.sample(1, random_state=1)
    with pytest.raises(MeasureError, match="count the dead twice"):
        excess_male_deaths(pd.concat([russia, part]))


@pytest.mark.parametrize("base", [(2018, 2019), (2017, 2018, 2018)])
def test_a_short_base_is_refused(base):
    with pytest.raises(MeasureError, match="three different base years"):
        excess_male_deaths(deaths(), base=base)


@pytest.mark.parametrize(
    ("column", "value"), [("women", 0.0), ("men", -1.0), ("men", np.nan), ("women", 1e18)]
)
def test_a_group_without_a_ratio_is_refused(column, value):
    table = deaths()
    table.loc[table["year"] == 2022, column] = value
    with pytest.raises(MeasureError, match="has no ratio"):
        excess_male_deaths(table)


def test_two_years_share_the_error_of_their_line(russia):
    found = excess_male_deaths(russia)
    assert found.covariance[0, 1] == pytest.approx(found.covariance[1, 0])
    assert found.covariance[0, 1] > 0
    apart = np.sqrt(
        excess_male_deaths(russia, (2022,)).se[0] ** 2
        + excess_male_deaths(russia, (2023,)).se[0] ** 2
    )
    both = found.estimate(level=0.95)
    from scipy.stats import t

    half = np.sqrt(found.covariance.sum()) * t.ppf(0.975, found.freedom[-1])
    assert np.sqrt(found.covariance.sum()) > apart
    assert (both.low, both.high) == pytest.approx(
        (found.total.sum() - half, found.total.sum() + half)
    )


def test_a_year_does_not_change_when_another_is_asked_for_too(russia):
    alone, both = excess_male_deaths(russia, (2022,)), excess_male_deaths(russia)
    assert (alone.total[0], alone.se[0]) == pytest.approx((both.total[0], both.se[0]))
    one, other = alone.estimate(2022, level=0.9), both.estimate(2022, level=0.9)
    assert (one.low, one.high) == pytest.approx((other.low, other.high))


def test_widening_multiplies_the_half_width(russia):
    found = excess_male_deaths(russia)
    plain, wide = found.estimate(2023, level=0.95), found.estimate(2023, level=0.95, widen=3.0)
    assert wide.high - wide.central == pytest.approx(3 * (plain.high - plain.central))


def test_years_of_peace_show_errors_three_times_the_stated_ones(russia):
    found = placebo(russia)
    assert len(found) == 20
    assert set(found["year"]) == set(range(2010, 2020))
    assert (found["z"].abs() < 2).sum() == 7
    assert understatement(found) == pytest.approx(2.98, abs=0.005)


def test_the_factor_of_two_placebo_years_is_counted_by_hand():
    # with 4 degrees of freedom a t variable has a mean square of 2: z of 2 and 4 have (4 + 16) / 2
    # = 10, and 10 / 2 = 5
    assert understatement(pd.DataFrame({"z": [2.0, -4.0], "freedom": [4.0, 4.0]})) == pytest.approx(
        np.sqrt(5)
    )


def test_where_the_line_holds_seven_groups_need_no_factor():
    # 20 countries of seven groups with 20 placebo years each; without the degrees of freedom the
    # factor would be 1.1
    rng, factors = np.random.default_rng(7), []
    for _ in range(20):
        rows = [
            (y, a, 1_000 * (2 + rng.normal(0, 0.05)), 1_000.0)
            for a in AGES
            for y in range(2000, 2020)
        ]
        factors.append(
            understatement(
                placebo(pd.DataFrame(rows, columns=["year", "age_from", "men", "women"]))
            )
        )
    assert np.sqrt(np.mean(np.square(factors))) == pytest.approx(1, abs=0.08)


CELL = {"year": [2021, 2022], "age_from": [30, 30]}


def test_deaths_of_hiv_are_taken_off_by_hand_where_both_are_known():
    every = pd.DataFrame(CELL | {"men": [900, 950], "women": [300, 310]})
    hiv = pd.DataFrame({"year": [2022, 2023], "age_from": 30, "men": [100, 1], "women": [60, 1]})
    found = without_hiv(every, hiv)
    assert found.to_numpy().tolist() == [[2022, 30, 850, 250]]


def test_more_deaths_of_hiv_than_of_all_causes_are_refused():
    every = pd.DataFrame(CELL | {"men": [900, 950], "women": [300, 310]})
    with pytest.raises(MeasureError, match="more died of HIV than of all causes at 30 in 2022"):
        without_hiv(every, every.assign(men=[1, 951]))
    with pytest.raises(MeasureError, match="stands twice"):
        without_hiv(every, pd.concat([every, every]))


def test_a_planted_cause_that_moves_the_ratio_is_no_excess_once_taken_off():
    every = deaths(slope=-0.05)
    hiv = every.assign(men=every["women"] * 0.02 * (every["year"] - 2014), women=0.0)
    both = every.assign(men=every["men"] + hiv["men"] ** 1.5)
    hiv = hiv.assign(men=hiv["men"] ** 1.5)
    assert np.abs(excess_male_deaths(both).total).min() > 100
    assert excess_male_deaths(without_hiv(both, hiv)).total == pytest.approx([0, 0], abs=1e-6)


def test_years_of_peace_begin_when_their_base_is_known(russia):
    late = placebo(russia[russia["year"] >= 2006])
    assert len(late) == 13
    assert (late["year"].min(), late.loc[late["ahead"] == 4, "year"].min()) == (2013, 2014)
    with pytest.raises(MeasureError, match="has its base, which begins in 2016"):
        placebo(russia[russia["year"] >= 2016])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"year": 2021, "level": 0.95}, "2021 was not judged"),
        ({"level": 1.2}, "level=1.2"),
        ({"level": np.nan}, "level=nan"),
        ({"level": 0.95, "widen": -1.0}, "widen=-1.0"),
    ],
)
def test_an_interval_that_cannot_be_is_refused(asked, message):
    with pytest.raises(MeasureError, match=message):
        excess_male_deaths(deaths(added=(100.0, 250.0))).estimate(**asked)


def test_where_the_line_holds_years_of_peace_show_errors_as_stated(rng):
    years = range(2000, 2020)
    rows = [
        (y, a, 1_000 * (2 + rng.normal(0, 0.05)), 1_000.0) for a in range(15, 315, 5) for y in years
    ]
    table = pd.DataFrame(rows, columns=["year", "age_from", "men", "women"])
    # sixty groups: z is close to normal, so its root mean square is near one
    assert understatement(placebo(table, ages=tuple(range(15, 315, 5)))) == pytest.approx(
        1, abs=0.35
    )
