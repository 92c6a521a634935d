"""Crossings: sums, nets and shares, counted by hand.

Units and windows refused where they do not fit.
"""

import pandas as pd
import pytest

from analysis import claims, evidence, migration
from analysis.evidence import NotKnownError
from analysis.migration import FlowError
from analysis.quantities import Estimate, UnitError


def crossing(
    direction,
    central,
    *,
    key,
    start="2022-09-21",
    end="2022-09-27",
    geography="Here",
    low=None,
    unit="crossings",
):
    low = central if low is None else low
    return {
        "key": key,
        "geography": geography,
        "metric": "entries",
        "flow_kind": "window",
        "direction": direction,
        "unit": unit,
        "low": low,
        "central": central,
        "high": central,
        "period_start": pd.Timestamp(start),
        "period_end": pd.Timestamp(end),
    }


def frame(*rows):
    return pd.DataFrame(list(rows))


def test_entries_equal_to_exits_leave_nobody():
    flow = migration.net_flow(
        frame(crossing("entry", 500, key="a"), crossing("exit", 500, key="b")),
        "Here",
        "2022-09-21",
        "2022-09-27",
    )
    assert flow.net.central == 0


def test_a_net_flow_is_counted_by_hand():
    flow = migration.net_flow(
        frame(crossing("entry", 900, key="a"), crossing("exit", 250, key="b")),
        "Here",
        "2022-09-21",
        "2022-09-27",
    )
    assert (flow.net.central, flow.rows) == (650, ("a", "b"))


def test_rival_exit_counts_widen_the_interval():
    rows = frame(
        crossing("entry", 900, key="a"),
        crossing("exit", 250, key="b"),
        crossing("exit", 400, key="c"),
    )
    flow = migration.net_flow(rows, "Here", "2022-09-21", "2022-09-27")
    assert (flow.net.low, flow.net.high) == (500, 650)


def test_exits_of_another_window_are_refused():
    rows = frame(crossing("entry", 900, key="a"), crossing("exit", 250, key="b", end="2022-10-04"))
    with pytest.raises(NotKnownError, match="no exits known for exactly this window"):
        migration.net_flow(rows, "Here", "2022-09-21", "2022-09-27")


def test_negative_crossings_are_refused():
    rows = frame(crossing("entry", 900, key="a", low=-1), crossing("exit", 250, key="b"))
    with pytest.raises(FlowError, match="row a"):
        migration.net_flow(rows, "Here", "2022-09-21", "2022-09-27")


def test_kazakhstans_net_to_4_october_is_53000():
    # 200,000 entries and 147,000 exits from one announcement (RFE/RL, 4 October 2022)
    flow = migration.net_flow(
        evidence.table("border_crossings", as_of="2022-10-11"),
        "Kazakhstan",
        "2022-09-21",
        "2022-10-04",
    )
    assert flow.net.central == 53_000


def test_georgias_two_exit_counts_give_an_interval():
    # 78,742 in; 62,120 or 51,643 out
    flow = migration.net_flow(
        evidence.table("border_crossings"), "Georgia", "2022-09-17", "2022-09-26"
    )
    assert (flow.net.low, flow.net.high) == (16_622, 27_099)


def test_cumulative_totals_are_never_taken_for_a_window():
    assert all(
        f.entries.central < 1_000_000
        for f in migration.net_flows(evidence.table("border_crossings"))
    )


def test_the_named_parts_sum_to_309000_and_leave_61000():
    total = Estimate.exactly(370_000, "crossings", "test")
    parts = migration.parts_of_total(claims.text_parts(), total)
    assert (parts.named.central, parts.unattributed.central) == (309_000, 61_000)


def test_parts_that_make_the_total_leave_nothing():
    part = Estimate.exactly(50, "crossings", "test")
    parts = migration.parts_of_total(
        {"a": part, "b": part}, Estimate.exactly(100, "crossings", "test")
    )
    assert parts.unattributed.low == parts.unattributed.high == 0


def test_persons_are_not_added_to_crossings():
    with pytest.raises(UnitError, match="crossings with persons"):
        migration.parts_of_total(
            {"a": Estimate.exactly(5, "persons", "t")}, Estimate.exactly(5, "crossings", "t")
        )


def test_a_total_without_parts_is_refused():
    with pytest.raises(FlowError, match="no part"):
        migration.parts_of_total({}, Estimate.exactly(5, "crossings", "t"))


def test_370000_are_4_21_per_cent_of_men_18_to_29_in_2022():
    # 370,000 / 8,792,904, as in the table of bands computed from RosBRiS
    men = evidence.estimate(migration.men_of_age(evidence.table("male_population"), 18, 29))
    share = migration.share_of(Estimate.exactly(370_000, "persons", "t"), men)
    assert share.central == pytest.approx(4.21, abs=0.005)


def test_on_the_day_of_the_text_only_men_of_2021_were_known():
    row = migration.men_of_age(evidence.table("male_population", as_of="2022-10-11"), 18, 29)
    assert row["year"] == 2021


def test_an_unknown_age_band_is_refused():
    with pytest.raises(NotKnownError, match="17-23"):
        migration.men_of_age(evidence.table("male_population"), 17, 23)


def test_men_are_not_a_share_of_crossings():
    with pytest.raises(UnitError):
        migration.share_of(
            Estimate.exactly(1, "crossings", "t"), Estimate.exactly(2, "persons", "t")
        )


def test_finland_is_no_part_beside_the_area_it_lies_in():
    part = Estimate.exactly(5, "crossings", "t")
    with pytest.raises(FlowError, match=r"Finland is counted inside EU \(land borders\)"):
        migration.parts_of_total({"Finland": part, "EU (land borders)": part}, part)


def test_finlands_net_had_turned_by_4_october():
    # 7,667 in and 3,545 out on 23 September; 784 in and 1,289 out on 4 October (Finnish Border
    # Guard; Yle, 5 October 2022)
    days = migration.daily_net(
        evidence.table("border_crossings", as_of="2022-10-11"), "Finland"
    ).set_index("day")["net"]
    assert (days.iloc[0], days.iloc[-1]) == (4_122, -505)
    assert (days.iloc[:-1] > 0).all()


def men(quantity, day, central, key):
    return {
        "key": key,
        "quantity": quantity,
        "as_of": pd.Timestamp(day),
        "claimant": "A",
        "low": central,
        "central": central,
        "high": central,
    }


def test_the_pace_of_the_call_up_is_counted_by_hand():
    found = migration.called_up(
        frame(men("mobilised", "2022-10-01", 100, "a"), men("mobilised", "2022-10-11", 150, "b"))
    )
    assert found.latest.central == 150
    assert found.pace["per_day"].to_list() == [10, 5]
    assert found.conflicts == ()


def test_counts_of_one_thing_that_fall_and_a_target_exceeded_are_told():
    rows = frame(
        men("mobilised", "2022-10-01", 120, "a"),
        men("target", "2022-09-21", 100, "b"),
        men("in the zone", "2022-10-01", 80, "c"),
        men("in combat units", "2022-10-05", 40, "d"),
        men("in the zone", "2022-10-11", 70, "e"),
    )
    assert migration.called_up(rows).conflicts == (
        "in the zone 80 (A, 1 Oct), then 70 (A, 11 Oct)",
        "mobilised 120 (A, 1 Oct) is more than the target of 100",
    )


def test_after_4_october_200000_in_13_days_became_22000_in_ten():
    pace = migration.called_up(evidence.table("mobilisation")).pace
    assert pace["added"].to_list()[:2] == [200_000, 22_000]
    assert pace["per_day"].to_list()[:2] == pytest.approx([200_000 / 13, 2_200])


def test_without_a_count_of_men_called_up_there_is_nothing_to_compare():
    with pytest.raises(NotKnownError, match="no count of men called up"):
        migration.called_up(frame(men("target", "2022-09-21", 100, "b")))


def test_a_negative_count_of_men_is_refused():
    with pytest.raises(FlowError, match="row a"):
        migration.called_up(frame(men("mobilised", "2022-10-01", -1, "a")))


def test_persons_for_each_man_called_up_keep_their_interval():
    left, called = (
        Estimate(low=50, central=100, high=300, unit="persons", basis="t"),
        Estimate.exactly(200, "mobilised men", "t"),
    )
    found = migration.left_for_each(left, called)
    assert (found.low, found.central, found.high) == (0.25, 0.5, 1.5)
    with pytest.raises(UnitError, match="found crossings"):
        migration.left_for_each(Estimate.exactly(1, "crossings", "t"), called)


def test_a_count_of_nobody_called_up_is_a_count():
    found = migration.called_up(frame(men("mobilised", "2022-10-01", 0, "a")))
    assert found.latest.central == 0


@pytest.mark.parametrize(("end", "windows"), [("2022-09-21", 0), ("2022-09-22", 1)])
def test_a_net_flow_needs_two_days_or_more(end, windows):
    rows = frame(crossing("entry", 5, key="a", end=end), crossing("exit", 3, key="b", end=end))
    assert len(migration.net_flows(rows)) == windows


def test_a_count_is_set_beside_the_crossings_it_names_and_left_out_where_they_are_not_known():
    totals = pd.DataFrame({"key": ["p", "q"], "beside": ["a", "z"], "central": [40.0, 9.0]})
    found = migration.set_beside(totals, frame(crossing("entry", 50, key="a")))
    assert found[["key", "central", "central_crossings"]].to_numpy().tolist() == [["p", 40.0, 50]]
