"""Sums near a printed total: counted by hand, and against every subset tried one by one."""

from itertools import combinations
from time import process_time

import numpy as np
import pandas as pd
import pytest

from analysis import evidence, migration
from analysis.migration import FlowError
from analysis.migration.combinations import LISTED, compatible


def count(key, central, geography, start="2022-09-21", end="2022-09-27", **changed):
    return {
        "key": key,
        "geography": geography,
        "direction": "entry",
        "unit": "crossings",
        "central": central,
        "period_start": pd.Timestamp(start),
        "period_end": pd.Timestamp(end),
    } | changed


def frame(*rows):
    return pd.DataFrame(list(rows))


def sums(*rows, total=100, within=5):
    found = migration.combinations_near(frame(*rows), total, within=within)
    return sorted(
        (s, tuple(sorted(k)))
        for s, k in found.near[["sum", "keys"]].itertuples(index=False, name=None)
    )


def test_three_countries_give_the_sums_counted_by_hand():
    rows = (count("a", 60, "A"), count("b", 40, "B"), count("c", 36, "C"), count("d", 5, "D"))
    assert sums(*rows) == [
        (96, ("a", "c")),
        (100, ("a", "b")),
        (101, ("a", "c", "d")),
        (105, ("a", "b", "d")),
    ]


def test_one_count_alone_is_no_sum():
    assert sums(count("a", 100, "A"), count("b", 50, "B")) == []


def test_no_sum_is_near_where_none_exists():
    found = migration.combinations_near(
        frame(count("a", 60, "A"), count("b", 4, "B")), 100, within=5
    )
    assert (found.count, found.tried) == (0, 1)


def test_a_country_is_added_twice_only_for_different_days():
    early, late = count("a", 60, "A"), count("b", 40, "A", "2022-09-28", "2022-10-04")
    assert sums(early, late) == [(100, ("a", "b"))]
    assert sums(early, late | {"period_start": pd.Timestamp("2022-09-27")}) == []


def test_finland_and_the_eu_are_added_only_for_different_days():
    eu, finland = count("a", 60, "EU (land borders)"), count("b", 40, "Finland")
    assert sums(eu, finland) == []
    finland |= {
        "period_start": pd.Timestamp("2022-09-28"),
        "period_end": pd.Timestamp("2022-10-04"),
    }
    assert sums(eu, finland) == [(100, ("a", "b"))]


def test_whether_two_counts_may_be_added_does_not_depend_on_their_order():
    eu, finland = (pd.Series(count("a", 1, g)) for g in ("EU (land borders)", "Finland"))
    assert (compatible(eu, finland), compatible(finland, eu)) == (False, False)


def test_a_count_without_a_first_day_fills_all_days_of_its_country():
    rows = (count("a", 60, "A", pd.NaT, "2022-10-10"), count("b", 40, "A"))
    assert sums(*rows) == []
    assert sums(rows[0], rows[1] | {"geography": "B"}) == [(100, ("a", "b"))]


def random_counts(rng):
    """Nine counts over four weeks; about one in ten has no first day and runs to the end."""
    rows = []
    for i in range(9):
        place = rng.choice(["A", "B", "EU (land borders)", "Finland", "Norway (Storskog)"])
        start = pd.Timestamp("2022-09-15") + pd.Timedelta(days=int(rng.integers(20)))
        end = start + pd.Timedelta(days=int(rng.integers(2, 9)))
        window = (start, end) if rng.random() > 0.1 else (pd.NaT, "2022-10-31")
        rows.append(count(f"k{i}", int(rng.integers(1, 60)), place, *window))
    return frame(*rows)


def place_days(row):
    """Every place and day a count fills, the area around its place among them."""
    area = "EU (land borders)"
    first = pd.Timestamp("2022-01-01") if pd.isna(row["period_start"]) else row["period_start"]
    parts = {area: ("Finland", "Norway (Storskog)", "rest")}.get(
        row["geography"], (row["geography"],)
    )
    return {(p, d) for p in parts for d in pd.date_range(first, row["period_end"])}


@pytest.mark.parametrize("seed", range(20))
def test_every_subset_tried_one_by_one_gives_the_same_sums(seed):
    counts = random_counts(np.random.default_rng([20221011, seed]))
    rows = [r for _, r in counts.iterrows()]
    filled = {r["key"]: place_days(r) for r in rows}
    allowed = [
        s
        for n in range(2, len(rows) + 1)
        for s in combinations(rows, n)
        if all(filled[a["key"]].isdisjoint(filled[b["key"]]) for a, b in combinations(s, 2))
    ]
    wanted = sorted((sum(r["central"] for r in s), sorted(r["key"] for r in s)) for s in allowed)
    every = migration.combinations_near(counts, 0, within=1e9)
    pairs = every.near[["sum", "keys"]].itertuples(index=False, name=None)
    assert sorted((s, sorted(k)) for s, k in pairs) == wanted
    assert every.near["parts"].is_monotonic_increasing
    assert every.tried == every.count == len(wanted)
    found = migration.combinations_near(counts, 100, within=5)
    assert found.count == len(found.near) == sum(95 <= s <= 105 for s, _ in wanted)
    others = found.near_each([20, 60, 140])
    assert others.to_list() == [sum(abs(s - t) <= 5 for s, _ in wanted) for t in others.index]


def test_sums_are_counted_near_other_totals_as_a_yardstick():
    found = migration.combinations_near(
        frame(count("a", 60, "A"), count("b", 40, "B"), count("c", 35, "C")), 100, within=5
    )
    assert found.near_each([75, 95, 135, 1_000]).to_list() == [1, 2, 1, 0]


@pytest.fixture(scope="module")
def of_the_day():
    crossings = evidence.known_by("2022-10-11").table("border_crossings", bearing=False)
    return migration.combinations_near(migration.entries_of_the_wave(crossings), 370_000)


@pytest.mark.parametrize(("total", "of_mongolia"), [(371_000, "E070"), (375_000, "E003")])
def test_the_parts_of_the_text_are_among_the_sums_near_370000(of_the_day, total, of_mongolia):
    # 200,000 Kazakhstan, 93,000 Georgia, 66,000 EU, and 12,000 reported or 16,000 named for
    # Mongolia
    here = of_the_day.near[of_the_day.near["sum"] == total]
    assert {"E013", "E002", "E092", of_mongolia} in [set(k) for k in here["keys"]]


def test_a_sum_is_told_as_a_reader_would_add_it():
    rows = frame(count("a", 60_000, "A"), count("b", 40_000, "B"))
    assert migration.combinations_near(rows, 100_000).in_words(rows, 1) == [
        "60,000 (A, 27 Sep) + 40,000 (B, 27 Sep) = 100,000"
    ]


def test_a_number_of_the_text_that_was_published_stands_only_once(of_the_day):
    assert not any("E001" in keys for keys in of_the_day.near["keys"])  # the same 200,000 as E013


def many_counts(number):
    """Counts of as many countries, none of which clash, of different sizes."""
    sizes = [1_000 * (i * 7 % 23 + 3) + i for i in range(number)]
    return frame(*(count(f"k{i:02}", size, f"C{i}") for i, size in enumerate(sizes)))


def test_two_dozen_counts_are_as_many_as_a_running_count_of_sums_says():
    counts = many_counts(24)
    ways = np.zeros(400_000, dtype=np.int64)  # sets by their sum, one count added after another
    ways[0] = 1
    for size in counts["central"]:
        ways[size:] += ways[:-size].copy()
    ways[0] -= 1
    for size in counts["central"]:
        ways[size] -= 1
    found = migration.combinations_near(counts, 120_000)
    assert found.tried == 2**24 - 1 - 24 == ways.sum()
    assert found.count == ways[115_000:125_001].sum()
    assert len(found.near) == LISTED


def test_twenty_countries_take_no_more_than_seconds():
    started = process_time()
    migration.combinations_near(many_counts(20), 120_000).near_each(list(range(0, 260_000, 10_000)))
    assert process_time() - started < 5


def test_more_sets_than_can_be_summed_are_refused_at_once():
    with pytest.raises(FlowError, match=r"46 counts allow more than 4,194,304 sets"):
        migration.combinations_near(many_counts(46), 120_000)
    with pytest.raises(FlowError, match="63 counts: wanted at most 62"):
        migration.combinations_near(many_counts(63), 120_000)


def test_a_count_without_a_number_is_refused():
    with pytest.raises(FlowError, match="row a: crossings=nan: wanted a finite number"):
        sums(count("a", float("nan"), "A"), count("b", 1, "B"))


def test_exits_are_refused():
    with pytest.raises(FlowError, match=r"row a.*exit"):
        sums(count("a", 1, "A", direction="exit"))


def test_persons_are_refused():
    with pytest.raises(FlowError, match=r"row a.*persons"):
        sums(count("a", 1, "A", unit="persons"))


def test_a_key_that_stands_twice_is_refused():
    with pytest.raises(FlowError, match="row a stands twice"):
        sums(count("a", 1, "A"), count("a", 2, "B"))


def test_a_count_without_a_first_day_may_be_added_to_a_later_one():
    one = pd.Series(
        {"geography": "A", "period_start": pd.NaT, "period_end": pd.Timestamp("2022-10-10")}
    )
    other = pd.Series(
        {
            "geography": "A",
            "period_start": pd.Timestamp("2022-10-11"),
            "period_end": pd.Timestamp("2022-10-12"),
        }
    )
    earlier = other.copy()
    earlier["period_start"] = pd.Timestamp("2022-10-01")
    assert compatible(one, other)
    assert not compatible(one, earlier)


@pytest.mark.parametrize(
    ("total", "within", "told"),
    [
        (float("nan"), 5, "total=nan"),
        (float("inf"), 5, "total=inf"),
        (-100, 5, "total=-100"),
        ("100", 5, "total='100'"),
        (100, -1, "within=-1"),
        (100, float("nan"), "within=nan"),
    ],
)
def test_a_total_that_no_sum_can_come_near_is_refused(total, within, told):
    counts = frame(count("a", 60, "A"), count("b", 40, "B"))
    with pytest.raises(FlowError, match=f"{told}: wanted a finite number of zero or more"):
        migration.combinations_near(counts, total, within=within)
    found = migration.combinations_near(counts, 100, within=5)
    assert found.near_each([100]).tolist() == [1]
    with pytest.raises(FlowError, match="total=nan"):
        found.near_each([float("nan")])


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"central": -40}, "row b: crossings=-40"),
        ({"central": "40"}, "row b: crossings='40'"),
        ({"period_end": pd.NaT}, "row b: wanted a last day"),
        ({"period_end": pd.Timestamp("2022-09-20")}, "row b: wanted a last day"),
    ],
)
def test_counts_that_cannot_be_are_refused(changed, told):
    with pytest.raises(FlowError, match=told):
        sums(count("a", 60, "A"), count("b", 40, "B") | changed)


def test_a_count_without_a_first_day_is_added():
    assert sums(count("a", 60, "A"), count("b", 40, "B", period_start=pd.NaT)) == [
        (100, ("a", "b"))
    ]
