"""Counts written from percentages over one total or two, rounded counts, and several tries."""

import numpy as np
import pytest

from analysis import evidence, parameters, referendum
from analysis.referendum import TallyError, percentage_first, percentages_jointly


@pytest.mark.parametrize(
    ("counts", "total"),
    [
        ([120_000, 70_000], 200_000),  # gave p = 2.5e-5
        ([1_298_000], 1_349_360),
        ([45_600, 12_300], 70_000),
        ([2_000_000], 2_131_207),
    ],
)
def test_rounded_counts_are_refused_by_name(counts, total):
    with pytest.raises(referendum.RoundedCountsError, match=r"rounded to .* printed in full"):
        percentage_first(counts, total, decimals=1)


@pytest.mark.parametrize(("counts", "total"), [([49_510, 6_880], 57_101), ([1_298_100], 1_349_360)])
def test_zeros_that_chance_gives_are_not_rounding(counts, total):
    assert percentage_first(counts, total, decimals=1).independent == len(counts)


@pytest.mark.parametrize(
    ("counts", "total"),
    [
        ([3.7], 10),
        ([float("nan")], 10),
        ([float("inf")], 10),
        ([5], 10.5),
        ([10**19], 10**20),
        ([np.float64(3.5)], 10),
    ],
)
def test_counts_that_are_not_whole_or_not_kept_exactly_are_refused(counts, total):
    with pytest.raises(TallyError, match=r"wanted (whole counts|counts of at most)"):
        percentage_first(counts, total, decimals=1)


def test_the_joint_chance_of_two_totals_is_counted_by_hand():
    # grids of 1,000 points: chances 1/2 and 1/4; both hit 1/8, at least one 1/2 + 1/4 - 1/8
    one = percentages_jointly([(1_002, 2_000), (1_001, 4_000)], decimals=1)
    assert one.matches == 1
    assert one.p_value == pytest.approx(5 / 8)
    assert one.smallest_p == pytest.approx(1 / 8)
    both = percentages_jointly([(1_002, 2_000), (1_004, 4_000)], decimals=1)
    assert both.p_value == pytest.approx(1 / 8)


def test_over_one_total_the_joint_test_is_the_single_one():
    pairs = [(5_150_092, 10_058_774), (4_445_978, 10_058_774)]
    single = percentage_first([c for c, _ in pairs], 10_058_774, decimals=1)
    assert percentages_jointly(pairs, decimals=1) == single
    assert single.p_value == pytest.approx(9.88e-9, rel=1e-2)  # Zambrano and Gelman (2024)


def test_luhansk_2014_was_written_from_two_percentages():
    # announced: turnout 75.2 % of a list of 1,807,739, and 96.2 % of 1,349,360 valid votes;
    # 0.752 x 1,807,739 = 1,359,419.7 and 0.962 x 1,349,360 = 1,298,084.3
    found = percentages_jointly([(1_359_420, 1_807_739), (1_298_084, 1_349_360)], decimals=1)
    assert (found.matches, found.shares_pct) == (2, (75.2, 96.2))
    assert found.p_value == pytest.approx(1e6 / 1_807_739 / 1_349_360)
    assert found.p_value == pytest.approx(4.1e-7, rel=0.01)


@pytest.mark.parametrize("pairs", [[], [(5, 0)], [(11, 10)], [(-1, 10)], [(10, 10)], [(0, 10)]])
def test_impossible_pairs_are_refused(pairs):
    with pytest.raises(TallyError):
        percentages_jointly(pairs, decimals=1)


def test_rounded_counts_of_a_region_are_told_and_not_tested(monkeypatch):
    known = evidence.known_by("2022-10-11")
    table = known.table("referendum_tallies")
    rounded = table.assign(
        reported=table["reported"].replace({"497051": "497000", "68832": "68000"}),
        central=table["central"].replace({497_051: 497_000, 68_832: 68_000}),
    )
    real = type(known).table
    monkeypatch.setattr(
        type(known), "table", lambda s, n: rounded if n == "referendum_tallies" else real(s, n)
    )
    found = referendum.percentages_first(known, type(known)(None))
    assert "The counts of Kherson are rounded, so the test says nothing there." in found.sentence()
    assert "Kherson" not in {v.name for v in found.votes}


@pytest.fixture(scope="module")
def known():
    return evidence.known_by("2022-10-11")


def opened(**more):
    asked = {"as_of": "2022-10-11", "hindsight": False, "level": 0.95, "draws": 500, "seed": 1}
    return parameters.check(**asked, **more)


def test_every_chance_of_round_percentages_is_counted_and_corrected(known):
    found = referendum.percentages_first(known, evidence.known_by(None))
    assert len(found.tries) == sum(len(v.tests) for v in found.votes) - 2  # without the control
    smallest = min(t.p_value for t in found.tries)
    assert found.corrected == pytest.approx(len(found.tries) * smallest)
    assert f"The smallest of {len(found.tries)} chances is 1 in 1,350" in found.sentence()
    assert "No printed list of Luhansk PR 2014 is held" in found.sentence()


def test_every_test_of_likeness_is_told_with_the_number_of_tries(known):
    found = referendum.districts_alike(known, opened())
    assert [(t.region, t.test.districts) for t in found.tests] == [
        ("Zaporizhzhia", 8),
        ("Donetsk", 5),
    ]
    assert all(t.region in found.sentence() for t in found.tests)
    assert "2 such tests were run; corrected for their number" in found.sentence()
    assert found.table().shape[0] == 2
    assert "p corrected for 2 tests" in found.table()
    p = [t.test.p_value for t in found.tests]
    assert [t.corrected for t in found.tests] == referendum.holm(p)
    assert found.tests[0].corrected == 2 * p[0]
    assert "Luhansk told fewer than 3" in found.sentence()


def test_one_test_alone_is_not_corrected(known):
    found = referendum.districts_alike(known, opened(region="Donetsk"))
    assert [t.corrected for t in found.tests] == [found.tests[0].test.p_value]
    assert "such tests" not in found.sentence()


def test_only_what_stays_below_the_level_for_all_tries_is_a_hint(known):
    p = opened()
    made = (referendum.printed_relations, referendum.people_and_votes, referendum.polls_and_share)
    parts = [make(known, p) for make in made]
    told = referendum.summary(*parts, referendum.districts_alike(known, p), p).suggested
    assert "districts of Zaporizhzhia more alike than real ones" in told


# Holm (1979): the smallest times their number, the next times one fewer, never falling
@pytest.mark.parametrize(
    ("p", "corrected"),
    [([0.01, 0.04, 0.03], [0.03, 0.06, 0.06]), ([0.5], [0.5]), ([0.9, 0.8], [1, 1]), ([], [])],
)
def test_holms_correction_is_counted_by_hand(p, corrected):
    assert referendum.holm(p) == pytest.approx(corrected)


def reference_votes():
    return evidence.table("reference_votes")


@pytest.mark.parametrize("level", [1.2, 0, 95, -0.5, float("nan")])
def test_a_coverage_out_of_range_ends_in_the_modules_own_error(level):
    wanted = "wanted a coverage above 0 and below 1"
    with pytest.raises(referendum.reference.ReferenceClassError, match=wanted):
        referendum.frequencies(reference_votes(), 98, level=level)
    with pytest.raises(referendum.reference.ReferenceClassError, match=wanted):
        referendum.likelihood_ratio(reference_votes(), 98, level=level)
    rng = np.random.default_rng(1)
    with pytest.raises(referendum.reference.ReferenceClassError, match=wanted):
        referendum.ratio_by_country(reference_votes(), 98, level=level, draws=10, rng=rng)
    with pytest.raises(TallyError, match=wanted):
        referendum.poll_interval(50, 1_000, level=level)


def test_no_draws_end_in_the_modules_own_error():
    rng, real = np.random.default_rng(1), evidence.table("commission_turnout")
    with pytest.raises(referendum.reference.ReferenceClassError, match="at least one draw"):
        referendum.ratio_by_country(reference_votes(), 98, level=0.95, draws=0, rng=rng)
    with pytest.raises(TallyError, match="at least one draw"):
        referendum.too_alike(np.full(8, 35.0), real, draws=0, rng=rng)
    with pytest.raises(TallyError, match="without the columns turnout_pct"):
        referendum.too_alike(np.full(8, 35.0), real.drop(columns="turnout_pct"), draws=9, rng=rng)


@pytest.mark.parametrize("size", [float("nan"), float("inf"), 0])
def test_a_sample_that_is_no_number_is_refused(size):
    with pytest.raises(TallyError, match="wanted a share of 0-100"):
        referendum.poll_interval(50, size, level=0.95)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -1])
def test_votes_that_are_no_number_bound_nothing(bad):
    with pytest.raises(TallyError, match="within the electorate"):
        referendum.support_bounds(bad, 1, 10)
    with pytest.raises(TallyError, match="within the electorate"):
        referendum.support_bounds(1, 1, bad)
