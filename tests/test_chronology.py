"""Dates and areas: relative days by hand, changes within one map, refused input."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis import case, chronology, evidence
from analysis.chronology import ChronologyError
from analysis.chronology.between_makers import by_maker
from analysis.evidence import NotKnownError

WRITTEN = case.written()


def points(**series):
    rows = [
        {
            "key": f"{name}-{day}",
            "series": name,
            "map_maker": name if name != "layer" else "",
            "as_of": pd.Timestamp(day),
            "area_km2": area,
        }
        for name, values in series.items()
        for day, area in values.items()
    ]
    return pd.DataFrame(rows)


def test_24_february_plus_229_days_is_11_october():
    assert chronology.day_by_subtraction(date(2022, 2, 24), 229) == date(2022, 10, 11)


def test_day_229_counted_from_one_is_10_october():
    assert chronology.day_inclusive(date(2022, 2, 24), 229) == date(2022, 10, 10)


def test_day_zero_is_refused():
    with pytest.raises(ChronologyError, match="1 or more"):
        chronology.day_inclusive(date(2022, 2, 24), 0)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022-09-21", "2022-09-21", "2022-09-21"),
        ("1940", "1940-01-01", "1940-12-31"),
        ("last week", "2022-10-02", "2022-10-09"),
        ("last month", "2022-09-01", "2022-09-30"),
        ("last Friday", "2022-10-07", "2022-10-07"),
        ("the previous Friday", "2022-09-30", "2022-09-30"),
    ],
)
def test_relative_dates_are_read_from_the_days_of_writing(text, first, last):
    assert tuple(d.isoformat() for d in chronology.when(text, WRITTEN)) == (first, last)


def test_an_unreadable_date_is_refused():
    with pytest.raises(ChronologyError, match="the other day"):
        chronology.when("the other day", WRITTEN)


@pytest.mark.parametrize(
    ("event", "weekday", "day"),
    [
        ("annexation", "Friday", "2022-09-30"),
        ("duma-vote", "Monday", "2022-10-03"),
        ("birthday", "Friday", "2022-10-07"),
    ],
)
def test_the_dated_events_fall_as_the_text_says(event, weekday, day):
    found = chronology.event_days(evidence.table("events"), event)["day"].iloc[0]
    assert (found.day_name(), f"{found:%Y-%m-%d}") == (weekday, day)


def test_an_unknown_event_is_refused():
    with pytest.raises(NotKnownError, match="no date of 'landing'"):
        chronology.event_days(evidence.table("events"), "landing")


def test_an_unchanged_area_has_no_change():
    found = chronology.area_changes(
        points(Liveuamap={"2022-03-02": 100.0, "2022-10-10": 100.0}), ("2022-03-02",), "2022-10-10"
    )
    assert found[0].change_pct == 0


def test_a_planted_loss_is_found():
    found = chronology.area_changes(
        points(Liveuamap={"2022-03-02": 100.0, "2022-10-10": 80.0}), ("2022-03-02",), "2022-10-10"
    )
    assert found[0].change_pct == pytest.approx(-20)


def test_a_map_older_than_two_weeks_does_not_stand_for_the_day():
    assert (
        chronology.area_changes(
            points(Liveuamap={"2022-03-02": 100.0, "2022-09-20": 80.0}),
            ("2022-03-02",),
            "2022-10-10",
        )
        == ()
    )


def test_layers_that_do_not_mean_control_are_left_out():
    held = points(layer={"2022-03-02": 100.0, "2022-10-10": 50.0})
    assert chronology.area_changes(held, ("2022-03-02",), "2022-10-10") == ()


def test_the_land_claim_holds_on_isw_and_fails_on_liveuamap():
    changes = chronology.area_changes(
        evidence.table("territory_national"), chronology.FIRST_WEEK_ENDS, "2022-10-10"
    )
    summary = chronology.change_by_family(changes)
    assert summary["ISW"].high < 0
    assert summary["Liveuamap"].low > 0


def test_each_isw_version_gives_its_own_change():
    # 121,517 to 108,620; 125,188 to 112,461; 122,725 to 116,364 km2
    changes = chronology.area_changes(
        evidence.table("territory_national"), ("2022-03-02",), "2022-10-10"
    )
    found = sorted(round(c.change_pct, 1) for c in changes if c.family == "ISW")
    assert found == [-10.6, -10.2, -5.2]


def test_no_map_is_refused():
    with pytest.raises(NotKnownError, match="no map series"):
        chronology.change_by_family(())


# tuberculosis in vaccinated and control groups of 13 trials: cases and others of each
BCG = np.array(
    [
        [4, 119, 11, 128],
        [6, 300, 29, 274],
        [3, 228, 11, 209],
        [62, 13536, 248, 12619],
        [33, 5036, 47, 5761],
        [180, 1361, 372, 1079],
        [8, 2537, 10, 619],
        [505, 87886, 499, 87892],
        [29, 7470, 45, 7232],
        [17, 1699, 65, 1600],
        [186, 50448, 141, 27197],
        [5, 2493, 3, 2338],
        [27, 16886, 29, 17825],
    ]
)


def test_the_variance_between_trials_of_a_vaccine_is_the_published_one():
    # Colditz et al. (1994), JAMA 271, 698-702; metafor's tests hold rma(method="DL") and Stata's
    # metan to a mean log risk ratio of -0.7141 and Q of 152.2330
    sick, well, sick_without, well_without = BCG.T
    treated, control = sick + well, sick_without + well_without
    effects = np.log(sick / treated * control / sick_without)
    variances = 1 / sick - 1 / treated + 1 / sick_without - 1 / control
    found = chronology.random_effects(effects, variances)
    assert found.mean == pytest.approx(-0.7141, abs=5e-5)
    assert found.q == pytest.approx(152.2330, abs=5e-5)
    normal = 1.959964 / np.sqrt((1 / (variances + found.tau2)).sum())
    assert (found.mean - normal, found.mean + normal) == pytest.approx((-1.0644, -0.3638), abs=5e-5)


def test_the_interval_of_hartung_and_knapp_is_the_published_one():
    # nine laboratories, combine_effects(method_re="chi2", use_t=True) of statsmodels:
    # "random effect wls" 62.390139, 61.710384 to 63.069893
    effects = [61.00, 61.40, 62.21, 62.30, 62.34, 62.60, 62.70, 62.84, 65.90]
    variances = [0.2025, 1.2100, 0.0900, 0.2025, 0.3844, 0.5625, 0.0676, 0.0225, 1.8225]
    found = chronology.random_effects(effects, variances)
    ends = (found.low, found.mean, found.high)
    assert ends == pytest.approx((61.710384, 62.390139, 63.069893), abs=1e-6)


def test_three_makers_by_hand():
    # mean 0.2, squares 0.02 over 2 give 0.01; equal weights: 0.01 - 0.004 between makers
    found = chronology.random_effects([0.1, 0.2, 0.3], [0.004] * 3)
    assert (found.mean, found.tau2) == (pytest.approx(0.2), pytest.approx(0.006))
    assert found.high - found.mean == pytest.approx(4.302653 * np.sqrt(0.01 / 3), rel=1e-6)


def test_makers_that_agree_have_no_variance_between_them():
    assert chronology.random_effects([0.1, 0.1, 0.1], [0.01, 0.02, 0.03]).tau2 == 0


def test_makers_that_agree_by_chance_keep_the_width_of_their_errors():
    # both variances 1: the mean has 1/2, and the t quantile of one degree is 12.7062
    found = chronology.random_effects([0.1, 0.1], [1, 1])
    assert found.high - 0.1 == 0.1 - found.low == pytest.approx(12.7062 * np.sqrt(0.5), rel=1e-5)


def covered(rng, makers, between, sets=4_000):
    """Share of simulated sets of makers whose interval holds the true mean, 0."""
    within = rng.uniform(0.5, 2, (sets, makers))
    effects = rng.normal(0, np.sqrt(between + within))
    found = [chronology.random_effects(y, v) for y, v in zip(effects, within, strict=True)]
    hartung = np.mean([f.low <= 0 <= f.high for f in found])
    errors = [1 / np.sqrt((1 / (v + f.tau2)).sum()) for f, v in zip(found, within, strict=True)]
    normal = [abs(f.mean) <= 1.96 * e for f, e in zip(found, errors, strict=True)]
    return hartung, np.mean(normal)


@pytest.mark.parametrize("makers", [2, 3])
def test_few_makers_that_differ_are_covered_as_often_as_said_a_normal_interval_is_not(makers, rng):
    hartung, normal = covered(rng, makers, between=16.0)
    assert hartung >= 0.95  # wider than need be: makers near each other keep their errors' width
    assert normal < 0.87


@pytest.mark.parametrize("makers", [2, 3])
def test_few_makers_beside_whom_errors_are_small_are_covered_just_as_often_as_said(makers, rng):
    assert 0.935 <= covered(rng, makers, between=1e6)[0] <= 0.965


def test_few_makers_that_do_not_differ_are_covered_too(rng):
    assert covered(rng, 3, between=0.0)[0] >= 0.95


@pytest.mark.parametrize(
    ("effects", "variances", "level", "told"),
    [
        ([0.1], [0.1], 0.95, "two makers or more"),
        ([0.1, 0.2], [0.1], 0.95, "two makers or more"),
        ([0.1, 0.2], [0.1, 0.0], 0.95, "variances above zero"),
        ([0.1, float("nan")], [0.1, 0.1], 0.95, "finite effects"),
        ([0.1, 0.2], [0.1, 0.1], 1.0, "level=1.0"),
        ([1e200, 0.0], [0.1, 0.1], 0.95, "no finite result"),
        ([0.1, 0.2], [1e-320, 1e-320], 0.95, "no finite result"),
    ],
)
def test_what_cannot_be_combined_is_refused(effects, variances, level, told):
    with pytest.raises(ChronologyError, match=told):
        chronology.random_effects(effects, variances, level=level)


def test_a_redrawn_map_does_not_vote_a_second_time():
    changes = chronology.area_changes(
        evidence.table("territory_national"), chronology.FIRST_WEEK_ENDS, "2022-10-10"
    )
    assert {c.family for c in changes} - {c.family for c in chronology.that_vote(changes)} == {
        "NZZ (drawn from Liveuamap)"
    }
    makers = {m for m in evidence.table("territory_national")["map_maker"] if "drawn from" in m}
    assert makers == set(chronology.DRAWN_FROM)  # whoever redraws is known as such


def test_one_series_a_maker_shows_no_error_and_is_refused():
    logs = pd.DataFrame({"maker": ["a", "b"], "log_ratio": [0.1, 0.2]})
    with pytest.raises(ChronologyError, match="two versions or starting days"):
        by_maker(logs)


def test_the_variance_within_makers_is_pooled_by_hand():
    # squares about the own mean: 0.01 + 0.01 of a, 0 of b with one series; one degree, of a
    logs = pd.DataFrame({"maker": ["a", "a", "b"], "log_ratio": [0.1, 0.3, 0.5]})
    assert by_maker(logs).to_dict("list") == {
        "log_ratio": pytest.approx([0.2, 0.5]),
        "variance": pytest.approx([0.02, 0.02]),
    }


def test_the_oblasts_were_held_in_part():
    held = chronology.shares_held(evidence.table("territory_oblasts"), "2022-10-11").set_index(
        "region"
    )["central"]
    assert held.to_dict() == {
        "Donetsk": 55.0,
        "Kherson": 86.5,
        "Luhansk": 97.6,
        "Zaporizhzhia": 73.2,
    }


def test_the_makers_lay_far_apart_after_the_first_week_only():
    changes = chronology.area_changes(
        evidence.table("territory_national"), chronology.FIRST_WEEK_ENDS, "2022-10-10"
    )
    start, end = chronology.gap_between_makers(changes, "ISW", "Liveuamap")
    assert start == pytest.approx(35_928, abs=1)
    assert end < 2_000
