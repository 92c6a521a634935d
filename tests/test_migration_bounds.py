"""What counts alone allow: floors by hand, against simulated persons, and of no exits."""

import numpy as np
import pandas as pd
import pytest

from analysis import evidence, migration
from analysis.migration.bounds import rounded_down
from analysis.quantities import UnitError

WEEK = {"start": "2022-09-21", "end": "2022-09-30"}


def report(geography, direction, central, start="2022-09-21", end="2022-09-30", **changed):
    return {
        "key": f"{geography} {direction} {start}",
        "geography": geography,
        "metric": "counts",
        "flow_kind": "window",
        "direction": direction,
        "unit": "crossings",
        "low": central,
        "central": central,
        "high": central,
        "qualifier": "exact",
        "period_start": pd.Timestamp(start),
        "period_end": pd.Timestamp(end),
    } | changed


def bounds(*reports):
    return migration.without_priors(pd.DataFrame(list(reports)), **WEEK)


def test_one_window_by_hand_is_rounded_outward():
    # 1,000 may be 500 to 1,500, 430 may be 425 to 435
    found = bounds(report("A", "entry", 1_000), report("A", "exit", 430))
    assert (found.at_least, found.at_end) == (500 - 435, 500 - 435)
    assert found.countries[0].at_most == 1_500
    exact = bounds(report("A", "entry", 1_001), report("A", "exit", 433))
    assert exact.at_least == 1_000.5 - 433.5
    assert (exact.printed, exact.countries[0].at_most) == (1_001, 1_001.5)


def test_more_than_is_a_floor_and_has_no_ceiling():
    open_end = {"high": float("inf"), "qualifier": "more than"}
    found = bounds(report("A", "entry", 1_000, **open_end), report("A", "exit", 433))
    assert found.at_least == 1_000 - 433.5
    assert found.countries[0].at_most == float("inf")
    exits_open = bounds(report("A", "entry", 1_001), report("A", "exit", 433, **open_end))
    assert exits_open.at_least == 0


def test_rival_counts_of_exits_lower_the_floor():
    found = bounds(
        report("A", "entry", 1_001), report("A", "exit", 433), report("A", "exit", 611, key="rival")
    )
    assert found.at_least == 1_000.5 - 611  # a rival count is taken as printed


def test_windows_one_after_the_other_add_up_and_a_gap_breaks_the_chain():
    first = (report("A", "entry", 101, end="2022-09-25"), report("A", "exit", 51, end="2022-09-25"))
    second = (report("A", "entry", 31, "2022-09-26"), report("A", "exit", 11, "2022-09-26"))
    assert bounds(*first, *second).at_end == 49 + 19
    late = (report("A", "entry", 31, "2022-09-27"), report("A", "exit", 11, "2022-09-27"))
    apart = bounds(*first, *late)
    assert (apart.at_end, apart.at_least) == (19, 49)
    home = (report("A", "entry", 11, "2022-09-26"), report("A", "exit", 41, "2022-09-26"))
    assert bounds(*first, *home).at_end == 49 - 31


def test_countries_are_added_only_for_the_same_day():
    a = report("A", "entry", 101), report("A", "exit", 51)
    b = report("B", "entry", 31), report("B", "exit", 11)
    assert bounds(*a, *b).at_end == 49 + 19
    earlier = (
        report("B", "entry", 31, end="2022-09-29"),
        report("B", "exit", 11, end="2022-09-29"),
    )
    found = bounds(*a, *earlier)
    assert (found.at_least, found.at_end) == (49, 49)


def test_single_days_count_too():
    days = {"flow_kind": "single day"}
    rows = [
        report("A", d, n, day, day, **days)
        for day, into, out in (("2022-09-29", 21, 11), ("2022-09-30", 31, 21))
        for d, n in (("entry", into), ("exit", out))
    ]
    assert bounds(*rows).at_end == 2 * 9


@pytest.mark.parametrize("seed", range(40))
def test_simulated_persons_are_never_fewer_than_the_floor(seed):
    """Persons cross as they please, some live there before; borders count and round."""
    rng = np.random.default_rng([20220921, seed])
    days = pd.date_range(*WEEK.values())
    there = np.zeros(rng.integers(50, 400), dtype=bool)
    there[: rng.integers(0, 60)] = True  # lived there before
    before = there.copy()
    into, out, newly = [], [], []
    for _ in days:
        moves = rng.random(there.size) < rng.uniform(0.05, 0.4)
        into.append(int((moves & ~there).sum()))
        out.append(int((moves & there).sum()))
        there ^= moves
        newly.append(int((there & ~before).sum()))
    grain = int(rng.choice([1, 10, 50]))
    cut = int(rng.integers(3, 8))
    windows = [(0, cut), (cut, len(days)), (0, len(days))]
    rows = [
        report(
            "A",
            d,
            round(sum(n[a:b]) / grain) * grain,
            f"{days[a]:%Y-%m-%d}",
            f"{days[b - 1]:%Y-%m-%d}",
            key=f"{d} {a} {b}",
            low=sum(n[a:b]),
            high=sum(n[a:b]),
        )
        for a, b in windows
        for d, n in (("entry", into), ("exit", out))
    ]
    for r in rows:
        r["low"], r["high"] = min(r["low"], r["central"]), max(r["high"], r["central"])
    found = bounds(*rows)
    assert found.at_end <= newly[-1]
    if found.on is not None:
        assert found.at_least <= newly[days.get_loc(found.on)]


def test_where_exits_were_not_counted_nothing_is_certain():
    found = bounds(report("A", "entry", 1_001))
    assert (found.on, found.at_least, found.at_end) == (None, 0, 0)
    assert found.countries[0].most_shown is None


def test_a_window_that_begins_before_the_wave_is_no_floor_of_the_wave():
    rows = (report("A", "entry", 1_001, "2022-09-17"), report("A", "exit", 433, "2022-09-17"))
    assert bounds(*rows, report("A", "entry", 5, "2022-09-22", "2022-09-28")).at_least == 0


def test_the_floor_of_the_day_is_that_of_kazakhstan():
    # more than 200,000 in, 147,000 out (Akhmetzhanov, 4 October 2022)
    crossings = evidence.known_by("2022-10-11").table("border_crossings")
    found = migration.without_priors(crossings, start="2022-09-21", end="2022-10-11")
    assert (found.at_least, f"{found.on:%Y-%m-%d}", found.at_end) == (52_500, "2022-10-04", 0)
    assert {c.geography for c in found.countries} == {
        "Kazakhstan",
        "Georgia",
        "EU (land borders)",
        "Mongolia",
        "Israel",
    }


@pytest.mark.parametrize(
    ("count", "shown"), [(52_999.5, "52,900"), (999.9, "999"), (17_618.0, "17,600"), (0.5, "0")]
)
def test_a_floor_is_never_shown_higher_than_it_is(count, shown):
    assert rounded_down(count) == shown


@pytest.mark.parametrize(
    ("window", "told"),
    [
        ({"start": "2022-09-30", "end": "2022-09-21"}, "the end lies before the start"),
        ({"start": None}, "start=None is no day"),
        ({"end": 20220930}, "end=20220930 is no day"),
        ({"end": "30.09.2022"}, "end='30.09.2022' is no day"),
    ],
)
def test_a_window_that_is_none_is_refused(window, told):
    with pytest.raises(migration.FlowError, match=told):
        migration.without_priors(pd.DataFrame([report("A", "entry", 1_000)]), **WEEK | window)


def test_no_rows_and_persons_are_refused():
    counts = pd.DataFrame([report("A", "entry", 1_000), report("A", "exit", 10, unit="persons")])
    with pytest.raises(UnitError, match="wanted crossings, found persons"):
        migration.without_priors(counts, **WEEK)
    with pytest.raises(migration.FlowError, match="no row of crossings"):
        migration.without_priors(counts[:0], **WEEK)
