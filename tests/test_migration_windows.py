"""Windows and the usual.

Counted by hand, refused where counts do not fit, zero where nothing is unusual.
"""

import pandas as pd
import pytest

from analysis import evidence, migration
from analysis.evidence import NotKnownError
from analysis.migration import FlowError, windows
from analysis.quantities import Estimate, UnitError


def report(
    central,
    start,
    end,
    *,
    key=None,
    direction="entry",
    geography="Here",
    unit="crossings",
    low=None,
    high=None,
    qualifier="exact",
    kind="window",
):
    return {
        "key": key or f"{start}/{end}",
        "geography": geography,
        "flow_kind": kind,
        "direction": direction,
        "unit": unit,
        "low": central if low is None else low,
        "central": central,
        "high": central if high is None else high,
        "qualifier": qualifier,
        "period_start": pd.Timestamp(start),
        "period_end": pd.Timestamp(end),
    }


def frame(*rows):
    return pd.DataFrame(list(rows))


def brought(*rows, start="2022-09-21", end="2022-09-30", **how):
    return migration.harmonise(frame(*rows), "Here", "entry", start, end, **how)


def told(held):
    """Pieces as (first day, last day, low, central, high, how)."""
    return [(f"{p.start:%d}", f"{p.end:%d}", p.low, p.central, p.high, p.how) for p in held.pieces]


def test_a_report_of_the_very_window_is_taken_as_it_is():
    held = brought(report(500, "2022-09-21", "2022-09-30"))
    assert told(held) == [("21", "30", 500, 500, 500, windows.REPORTED)]
    assert (held.days_counted, held.assumptions) == (10, ())


def test_the_chain_covers_most_days_and_never_overlaps():
    # 21-26 and 27-30 fill the window; the seven days 24-30 would leave three open
    rows = (
        report(60, "2022-09-21", "2022-09-26"),
        report(99, "2022-09-24", "2022-09-30"),
        report(40, "2022-09-27", "2022-09-30"),
    )
    held = brought(*rows)
    assert held.rows == ("2022-09-21/2022-09-26", "2022-09-27/2022-09-30")
    assert held.over().central == 100


def test_the_longer_of_two_overlapping_reports_is_chained():
    rows = (report(60, "2022-09-21", "2022-09-24"), report(99, "2022-09-23", "2022-09-30"))
    reported = [p for p in brought(*rows).pieces if p.how == windows.REPORTED]
    assert [p.central for p in reported] == [99]


def test_a_gap_lies_between_the_rates_on_either_side():
    # 10 a day before, 30 a day after: two days in between hold 20 to 60
    held = brought(report(40, "2022-09-21", "2022-09-24"), report(120, "2022-09-27", "2022-09-30"))
    assert told(held)[1] == ("25", "26", 20, 40, 60, windows.BETWEEN)
    assert held.over().central == 200


def test_a_gap_is_filled_by_difference_from_a_longer_report():
    # 300 to 5 October less 100 to 25 September leaves 20 on each of ten days, five of them inside
    held = brought(report(100, "2022-09-21", "2022-09-25"), report(300, "2022-09-21", "2022-10-05"))
    assert told(held)[1] == ("26", "30", 100, 100, 100, windows.DIFFERENCE)
    assert set(held.rows) == {"2022-09-21/2022-09-25", "2022-09-21/2022-10-05"}


def test_a_difference_carries_the_doubt_of_both_reports():
    # (280 - 110) / 10 and (320 - 90) / 10 a day
    short = report(100, "2022-09-21", "2022-09-25", low=90, high=110)
    held = brought(short, report(300, "2022-09-21", "2022-10-05", low=280, high=320))
    assert told(held)[1][2:5] == (85, 100, 115)


def test_the_last_rate_carried_on_is_that_of_a_single_last_day():
    # six days of 20 each, but only 10 on the last of them: four days of 10, between half and twice
    rows = (report(120, "2022-09-21", "2022-09-26"), report(10, "2022-09-26", "2022-09-26"))
    assert told(brought(*rows, carried=(0.5, 1, 2)))[1] == ("27", "30", 20, 40, 80, windows.CARRIED)


def test_without_a_single_day_the_mean_rate_is_carried_on():
    held = brought(report(120, "2022-09-21", "2022-09-26"), carried=(0.5, 1, 2))
    assert told(held)[1] == ("27", "30", 40, 80, 160, windows.CARRIED)
    assert held.assumptions == (
        "Here, entry: 27 Sep to 30 Sep 2022 last rate carried on, 20 a day (10 to 40)",
    )


def test_days_before_the_first_report_take_its_rate():
    assert told(brought(report(160, "2022-09-23", "2022-09-30"), carried=(1, 1, 1)))[0][1:4] == (
        "22",
        40,
        40,
    )


def test_a_trimmed_report_keeps_its_even_share_and_up_to_half_of_what_is_cut():
    # ten days of 100, eight inside: at least 80; at most 90, if the two days outside held half
    # their share
    held = brought(report(100, "2022-09-19", "2022-09-28"), end="2022-09-28")
    assert told(held) == [("21", "28", 80, pytest.approx(85), 90, windows.TRIMMED)]


@pytest.mark.parametrize("start", ["2022-09-16", "2022-09-18"])
def test_a_report_mostly_or_far_outside_is_not_trimmed(start):
    # five days too early, or less than 0.6 of its days inside
    end = "2022-09-30" if start.endswith("16") else "2022-09-23"
    with pytest.raises(NotKnownError, match="no entry reported"):
        brought(report(100, start, end))


def test_more_than_is_open_by_the_stated_fraction():
    rows = report(100, "2022-09-21", "2022-09-30", high=float("inf"), qualifier="more than")
    assert told(brought(rows, open_end=0.1))[0][2:5] == (100, 100, pytest.approx(110))


def test_a_rate_a_day_is_one_day():
    held = migration.reports(
        frame(report(7, "2022-09-28", "2022-09-30", unit="crossings per day")), "Here", "entry"
    )
    assert held[["start", "end", "central"]].to_numpy().tolist() == [
        [pd.Timestamp("2022-09-28"), pd.Timestamp("2022-09-28"), 7]
    ]


def test_sums_since_february_and_usual_rates_are_no_reports():
    rows = frame(
        report(9, "2022-02-24", "2022-09-30", kind="running total"),
        report(8, "2022-09-01", "2022-09-20", kind="usual", unit="crossings per day"),
    )
    assert migration.reports(rows, "Here", "entry").empty


def test_kazakhstan_let_200000_in_from_21_september_to_4_october():
    held = migration.harmonise(
        evidence.table("border_crossings"), "Kazakhstan", "entry", "2022-09-21", "2022-10-04"
    )
    assert (held.over().central, held.rows) == (200_000, ("E013",))


def test_georgias_rival_exit_counts_make_one_interval():
    held = migration.reports(evidence.table("border_crossings"), "Georgia", "exit")
    window = held[(held["start"] == "2022-09-17") & (held["end"] == "2022-09-26")]
    assert window[["low", "high"]].to_numpy().tolist() == [[51_643, 62_120]]
    assert set(window["keys"].iloc[0]) == {"E035", "E036"}


def test_a_report_without_a_first_day_is_refused():
    with pytest.raises(FlowError, match=r"row a.*without a first day"):
        brought(report(1, pd.NaT, "2022-09-30", key="a"))


def test_a_negative_count_is_refused():
    with pytest.raises(FlowError, match=r"row a.*negative"):
        brought(report(1, "2022-09-21", "2022-09-30", key="a", low=-1))


@pytest.mark.parametrize("direction", ["stock", "net"])
def test_a_stock_or_a_net_is_no_flow(direction):
    with pytest.raises(FlowError, match="a stock is not a flow"):
        migration.reports(
            frame(report(1, "2022-09-21", "2022-09-30", direction=direction)), "Here", direction
        )


def test_persons_are_no_crossings():
    with pytest.raises(UnitError, match="row a: wanted crossings, found persons"):
        brought(report(1, "2022-09-21", "2022-09-30", key="a", unit="persons"))


def test_overlapping_windows_are_named():
    pieces = pd.DataFrame(
        {
            "start": pd.to_datetime(["2022-09-26", "2022-09-21"]),
            "end": pd.to_datetime(["2022-10-03", "2022-09-26"]),
        }
    )
    with pytest.raises(FlowError, match="2022-09-21 to 2022-09-26 and 2022-09-26 to 2022-10-03"):
        migration.refuse_overlap(pieces)


def test_windows_that_only_touch_are_allowed():
    pieces = pd.DataFrame(
        {
            "start": pd.to_datetime(["2022-09-21", "2022-09-27"]),
            "end": pd.to_datetime(["2022-09-26", "2022-10-03"]),
        }
    )
    assert migration.refuse_overlap(pieces) is None


def test_a_window_that_ends_before_it_starts_is_refused():
    with pytest.raises(FlowError, match="the end lies before the start"):
        brought(report(1, "2022-09-21", "2022-09-30"), start="2022-09-30", end="2022-09-21")


def test_a_window_without_a_report_is_refused():
    with pytest.raises(NotKnownError, match="no entry reported between 2023-01-01 and 2023-01-31"):
        brought(report(1, "2022-09-21", "2022-09-30"), start="2023-01-01", end="2023-01-31")


def test_usual_rates_are_counted_by_hand_and_named_by_their_time():
    rows = frame(
        report(310, "2022-08-01", "2022-08-31"),
        report(930, "2022-07-01", "2022-07-31"),
        report(60, "2022-09-15", "2022-09-20"),
        report(90, "2021-09-01", "2021-09-30"),
        report(99, "2022-01-01", "2022-01-31"),
        report(5, "2022-09-21", "2022-09-30"),
    )
    rates = migration.usual_rates(rows, "Here", "2022-09-21")
    assert list(zip(rates["kind"], rates["label"], rates["central"], strict=True)) == [
        ("earlier years", "September 2021", 3),
        ("summer", "July 2022", 30),
        ("month before", "August 2022", 10),
        ("just before", "15 Sep to 20 Sep 2022", 10),
    ]


def test_another_season_stands_in_only_where_nothing_closer_is_known():
    rates = migration.usual_rates(
        frame(report(310, "2022-01-01", "2022-01-31")), "Here", "2022-09-21"
    )
    assert rates[["kind", "central"]].to_numpy().tolist() == [["another season", 10]]


def test_entries_equal_to_the_usual_rate_are_no_excess():
    rates = migration.usual_rates(
        frame(report(310, "2022-08-01", "2022-08-31")), "Here", "2022-09-21"
    )
    (found,) = migration.above_normal(Estimate.exactly(140, "crossings", "t"), 14, rates)
    assert (found.excess.low, found.excess.central, found.excess.high) == (0, 0, 0)


def test_a_wide_usual_rate_widens_the_excess():
    rates = migration.usual_rates(
        frame(report(310, "2022-08-01", "2022-08-31", low=248, high=372)), "Here", "2022-09-21"
    )
    (found,) = migration.above_normal(Estimate.exactly(200, "crossings", "t"), 10, rates)
    assert (found.excess.low, found.excess.central, found.excess.high) == (80, 100, 120)


def test_an_excess_needs_a_yardstick_and_a_day():
    none = migration.usual_rates(frame(report(5, "2022-09-21", "2022-09-30")), "Here", "2022-09-21")
    with pytest.raises(NotKnownError, match="no usual rate"):
        migration.above_normal(Estimate.exactly(1, "crossings", "t"), 14, none)
    some = migration.usual_rates(
        frame(report(310, "2022-08-01", "2022-08-31")), "Here", "2022-09-21"
    )
    with pytest.raises(FlowError, match="a window of 0 days"):
        migration.above_normal(Estimate.exactly(1, "crossings", "t"), 0, some)


@pytest.fixture(scope="module")
def kazakhstan():
    crossings = evidence.table("border_crossings")
    entries = migration.harmonise(
        crossings, "Kazakhstan", "entry", "2022-09-21", "2022-10-04"
    ).over()
    return migration.above_normal(
        entries, 14, migration.usual_rates(crossings, "Kazakhstan", "2022-09-21")
    )


def test_kazakhstans_excess_runs_from_19400_to_81000_by_the_nearest_yardsticks(kazakhstan):
    # 400,000 entries in August (qazmonitor, 23 January 2023); 8,000-9,000 a day before the decree
    # (veved.ru, 21 December 2022)
    near = migration.range_of(kazakhstan, *migration.NEAR)
    assert near.low == pytest.approx(200_000 - 14 * 400_000 / 31)
    assert near.high == pytest.approx(200_000 - 14 * 8_500)


def test_by_the_rate_of_july_fewer_than_usual_came_to_kazakhstan(kazakhstan):
    # 485,000 entries in July (qazmonitor, 23 January 2023)
    (july,) = [e.excess for e in kazakhstan if e.label == "July 2022"]
    assert july.central == pytest.approx(200_000 - 14 * 485_000 / 31)
    assert july.central < 0


def test_a_range_over_unknown_yardsticks_is_refused(kazakhstan):
    with pytest.raises(NotKnownError, match="another season"):
        migration.range_of(kazakhstan, "another season")


def test_a_difference_takes_off_the_days_counted_after_the_gap_too():
    # 430 over 15 days, of which 100 and 300 are counted over five and three: 30 are left for seven
    # days
    held = brought(
        report(100, "2022-09-21", "2022-09-25"),
        report(300, "2022-09-28", "2022-09-30"),
        report(430, "2022-09-21", "2022-10-05"),
    )
    assert told(held)[1][3] == pytest.approx(2 * 30 / 7)


def test_days_before_the_first_report_say_that_its_rate_is_carried_back():
    held = brought(report(100, "2022-09-26", "2022-09-30"))
    assert held.pieces[0].how == windows.BACK


def test_usual_rates_in_persons_are_refused():
    with pytest.raises(UnitError, match="persons"):
        migration.usual_rates(
            frame(report(3_100, "2022-08-01", "2022-08-31", unit="persons")), "Here", "2022-09-21"
        )


def test_december_is_the_month_before_january():
    rates = migration.usual_rates(
        frame(report(3_100, "2022-12-01", "2022-12-31")), "Here", "2023-01-25"
    )
    assert rates["kind"].tolist() == ["month before"]


def piece(start, end):
    one = {"low": 1, "central": 1, "high": 1, "how": windows.REPORTED, "rows": ()}
    return migration.Piece(start=pd.Timestamp(start), end=pd.Timestamp(end), **one)


@pytest.mark.parametrize(
    ("second", "told"),
    [("2022-09-24", "windows overlap"), ("2022-09-27", "do not fill 2022-09-21 to 2022-09-30")],
)
def test_a_window_pieced_together_with_overlap_or_hole_is_refused(second, told):
    pieces = (piece("2022-09-21", "2022-09-25"), piece(second, "2022-09-30"))
    with pytest.raises(FlowError, match=told):
        migration.Harmonised(
            geography="Here",
            direction="entry",
            start=pieces[0].start,
            end=pieces[1].end,
            pieces=pieces,
        )


def test_february_is_a_whole_month_of_28_days():
    rates = migration.usual_rates(
        frame(report(280, "2023-02-01", "2023-02-28")), "Here", "2023-03-25"
    )
    assert rates[["kind", "label", "central"]].to_numpy().tolist() == [
        ["month before", "February 2023", 10]
    ]
