"""Dates and areas: relative days by hand, changes within one map, refused input."""

from datetime import date

import pandas as pd
import pytest

from analysis import chronology, evidence
from analysis.chronology import ChronologyError
from analysis.evidence import NotKnownError

WRITTEN = evidence.WRITTEN


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


def test_without_change_a_fall_is_as_likely_as_a_rise():
    assert chronology.chance_of_fall_pct(0, 3) == pytest.approx(50)


def test_a_change_far_beyond_the_error_is_certain():
    assert chronology.chance_of_fall_pct(-20, 1) > 99.9


def test_the_exact_chance_agrees_with_simulation(rng):
    import numpy as np

    error = np.log1p(0.05)
    start, end = np.exp(rng.normal(0, error, 200_000)), 0.97 * np.exp(rng.normal(0, error, 200_000))
    assert chronology.chance_of_fall_pct(-3, 5) == pytest.approx(
        100 * np.mean(end < start), abs=0.5
    )


def test_an_error_of_zero_is_refused():
    with pytest.raises(ChronologyError, match="positive error"):
        chronology.chance_of_fall_pct(-3, 0)


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
