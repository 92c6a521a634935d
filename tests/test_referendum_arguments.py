"""Identities and repairs, percentage-first, the path of the count, presence, polls.

Reference class, likeness of districts.
"""

import numpy as np
import pandas as pd
import pytest

from analysis import evidence, quantities, referendum
from analysis.evidence import NotKnownError
from analysis.quantities import Estimate
from analysis.referendum import TallyError
from analysis.referendum.printed import Printed
from analysis.referendum.reference import ReferenceClassError


def printed(text):
    return quantities.printed(text, "%")


def row(key, region, quantity, reported, claimant="commission", how="excerpt"):
    return {
        "key": key,
        "region": region,
        "quantity": quantity,
        "reported": reported,
        "central": float(reported),
        "trust": "high",
        "how_read": how,
        "claimant": claimant,
        "basis": "printed",
    }


def tally(votes, ballots, share):
    figures = {"for_votes": votes, "ballots_cast": ballots, "share_for": share}
    return pd.DataFrame([row(f"K{i}", "Kherson", q, v) for i, (q, v) in enumerate(figures.items())])


@pytest.fixture
def announced():
    return evidence.table("referendum_tallies", as_of="2022-10-11")


# --- identities and repairs


def test_every_one_digit_edit_and_swap_of_12_is_tried():
    # 9 other second digits, 8 other first digits (no leading zero) and the swap
    assert len(referendum.slips("12")) == 9 + 8 + 1
    assert referendum.slips("12")["21"] == "swap"


def test_an_identity_that_holds_needs_no_repair():
    found = referendum.share_identity(tally("870", "1000", "87.00"), "Kherson")
    assert (found.holds, found.repairs) == (True, ())


def test_a_planted_slip_is_among_the_repairs():
    # 502,345 of 577,062 is 87.05 %; the first vote digit was mistyped
    found = referendum.share_identity(tally("402345", "577062", "87.05"), "Kherson")
    assert not found.holds
    assert ("votes for", "502345") in {(r.number, r.repaired) for r in found.repairs}


def test_donetsk_is_repaired_by_one_digit_and_zaporizhzhia_by_none(announced):
    found = {i.region: i for i in referendum.identities(announced) if "share" in i.name}
    assert "2114800" in {r.repaired for r in found["Donetsk"].repairs}
    assert found["Zaporizhzhia"].repairs == ()


def test_a_repair_by_chance_is_not_oversold(announced):
    # most announcements as little off as Donetsk's could be repaired, few as far off as
    # Zaporizhzhia's
    chance = {i.region: i.chance_pct for i in referendum.identities(announced) if "share" in i.name}
    assert chance["Donetsk"] > 50
    assert chance["Zaporizhzhia"] < 10


def test_luhansks_parts_make_its_total(announced):
    found = next(i for i in referendum.identities(announced) if i.name.startswith("region"))
    assert (found.holds, found.residual) == (True, 0)


def test_a_sum_with_a_remainder_in_it_is_refused():
    parts = {"invalid": Printed(quantity="invalid", reported="5", derived=True)}
    with pytest.raises(TallyError, match="proves nothing"):
        referendum.sum_identity("Kherson", "sum", parts, Printed(quantity="ballots", reported="5"))


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [("97.51", "97.15", "swap"), ("76.86", "78.86", "digit"), ("85.4", "82.1", ""), ("5", "5", "")],
)
def test_rival_prints_are_told_apart_by_their_slip(one, other, slip):
    assert referendum.slip_between(one, other) == slip


def test_words_have_no_slips():
    with pytest.raises(TallyError, match="plain printed number"):
        referendum.slips("about 500")


def test_zaporizhzhias_gap_is_twice_the_votes_in_russia(announced):
    # 78,986 (78,961 to 79,011 by the rounding of 93.11) over "about 39500"
    abroad = Estimate(low=39_450, central=39_500, high=39_550, unit="votes", basis="about")
    ratio = referendum.gap_over_votes_abroad(
        referendum.share_audit(announced, "Zaporizhzhia"), abroad
    )
    assert ratio.low < 2 < ratio.high
    assert ratio.high - ratio.low == pytest.approx(0.0063, abs=0.0005)


def test_no_votes_abroad_leave_the_ratio_undefined(announced):
    with pytest.raises(TallyError, match="undefined"):
        referendum.gap_over_votes_abroad(
            referendum.share_audit(announced, "Zaporizhzhia"), Estimate.exactly(0, "votes", "t")
        )


# --- percentages first


def test_venezuela_2024_gives_the_published_chance():
    # Zambrano and Gelman: (1000 / 10,058,774) squared, about 1 in 100 million
    found = referendum.percentage_first([5_150_092, 4_445_978], 10_058_774, decimals=1)
    assert found.p_value == pytest.approx(9.88e-9, rel=1e-3)
    assert found.shares_pct == pytest.approx((51.2, 44.2))


def test_luhansk_2014_lies_on_the_grid_by_one_count():
    # 96.2 % of 1,349,360 valid votes is 1,298,084.3
    found = referendum.percentage_first([1_298_084], 1_349_360, decimals=1)
    assert (found.matches, found.independent) == (1, 1)
    assert found.p_value == pytest.approx(1000 / 1_349_360)


def test_counts_off_the_grid_are_not_flagged():
    assert referendum.percentage_first([497_051, 68_832], 571_001, decimals=2).p_value == 1


def test_the_exact_chance_agrees_with_all_counts_enumerated():
    total, decimals = 40_013, 1
    tried = [k for k in range(10_000, 14_000) if k % 1_000]  # whole thousands count as rounded
    on_grid = sum(referendum.percentage_first([k], total, decimals=decimals).matches for k in tried)
    assert on_grid / len(tried) == pytest.approx(100 * 10 / total, abs=0.001)


def test_small_totals_have_no_power_and_say_so():
    assert not referendum.percentage_first([87], 100, decimals=2).can_flag


@pytest.mark.parametrize(
    ("counts", "total"), [([5, 6], 10), ([-1], 10), ([1], 0), ([], 10), ([0], 10), ([10], 10)]
)
def test_impossible_counts_are_refused(counts, total):
    with pytest.raises(TallyError):
        referendum.percentage_first(counts, total, decimals=1)


def test_a_count_that_was_not_printed_is_left_out(announced):
    assert referendum.independent_counts(announced, "Zaporizhzhia") == [430_268]
    assert referendum.independent_counts(announced, "Kherson") == [497_051, 68_832]


# --- the path of the count


def counted(share):
    return Estimate.exactly(share, "%", "as announced")


def test_a_steady_count_leaves_the_same_share():
    left = referendum.remainder("X", counted(50), printed("80.00"), printed("80.00"))
    assert left.rest_pct.central == pytest.approx(80)
    assert left.most_ballots_pct.high == 100


def test_the_rest_is_counted_by_hand():
    # half counted at 60 %, all at 70 %: the other half had 80 %
    assert referendum.remainder(
        "X", counted(50), printed("60.00"), printed("70.00")
    ).rest_pct.central == pytest.approx(80)


def test_a_planted_jump_beyond_all_votes_is_named_infeasible():
    assert not referendum.remainder("X", counted(90), printed("50.00"), printed("90.00")).feasible


def test_donetsks_partial_count_bounds_the_ballots_at_14_7_and_34_per_cent(announced):
    # (100 - 99.23) / (100 - 94.75); 4,938 of 2,131,207 against is 0.2317 %, over 0.68 %
    found = {
        (r.counted.central, r.option): r
        for r in referendum.remainders(announced, evidence.table("count_timeline"))
        if r.region == "Donetsk"
    }
    assert found[56.85, "for"].most_ballots_pct.central == pytest.approx(14.7, abs=0.05)
    assert not found[56.85, "for"].feasible
    assert found[82, "against"].most_ballots_pct.central == pytest.approx(34.1, abs=0.05)


def test_khersons_regional_count_is_compared_with_its_regional_final(announced):
    # (497,051 - 32,135) / (571,001 - 33,214) = 86.45 %, not the 87.05 % that includes Russia
    found = [
        r
        for r in referendum.remainders(announced, evidence.table("count_timeline"))
        if r.region == "Kherson" and r.counted.central == 75.625
    ]
    assert {r.option: round(r.final.central, 2) for r in found} == {"for": 86.45, "against": 12.65}


@pytest.mark.parametrize("share", [0, 100])
def test_a_share_counted_outside_0_to_100_is_refused(share):
    with pytest.raises(TallyError, match="share counted"):
        referendum.remainder("X", counted(share), printed("60.00"), printed("70.00"))


# --- people present


def test_more_votes_than_people_are_named_impossible():
    share, impossible = referendum.share_of_people(
        462_107, Estimate(low=345_000, central=350_000, high=355_000, unit="persons", basis="t")
    )
    assert impossible
    assert share.low > 100


def test_votes_inside_the_doubt_of_the_estimate_are_possible():
    _, impossible = referendum.share_of_people(
        537_787, Estimate(low=450_000, central=500_000, high=550_000, unit="persons", basis="t")
    )
    assert not impossible


def test_two_of_three_estimates_cannot_hold_the_votes():
    # Zaporizhzhia 462,107 of about 350,000 and Kherson 537,787 of 304,590; about 500,000 can,
    # within its rounding
    people = referendum.people_present(
        *(evidence.table(n) for n in ("referendum_tallies", "count_timeline", "electorates"))
    )
    found = referendum.against_everybody(people[people["region"].isin(["Zaporizhzhia", "Kherson"])])
    known = found[found["key"].isin(["EL24", "EL25"]) | found["what"].str.contains("70 %")]
    assert sorted(known["impossible"]) == [False, True, True]


def test_an_estimate_of_nobody_is_refused():
    with pytest.raises(ValueError, match="people above zero"):
        referendum.share_of_people(1, Estimate.exactly(0, "persons", "t"))


# --- polls


def test_support_equal_to_turnout_allows_everything():
    assert referendum.largest_share(Estimate.exactly(60, "%", "t"), 60).central == 100


def test_eleven_per_cent_at_a_turnout_of_76_86_allow_14_3():
    assert referendum.largest_share(
        Estimate.exactly(11, "%", "KIIS"), 76.86
    ).central == pytest.approx(14.31, abs=0.005)


def test_equal_turnout_needs_no_odds():
    need = referendum.turnout_needed(80, 50, 80)
    assert (need.supporters_pct, need.others_pct, need.odds_ratio) == (50, 50, 1)


def test_the_turnout_needed_is_counted_by_hand():
    # 40 % support, half vote, 60 % for: supporters 75 %, others 33.3 %, odds 3 against 0.5
    need = referendum.turnout_needed(40, 50, 60)
    assert (need.supporters_pct, round(need.others_pct, 1), round(need.odds_ratio, 6)) == (
        75,
        33.3,
        6,
    )


def test_an_impossible_turnout_is_named():
    assert not referendum.turnout_needed(11, 76.86, 87.05).possible


def test_worst_case_bounds_are_counted_by_hand():
    # 30 for and 10 against of 100: between 30 % and 90 %
    bounds = referendum.support_bounds(30, 10, 100)
    assert (bounds.low, bounds.high) == (30, 90)


def test_votes_beyond_the_electorate_are_refused():
    with pytest.raises(TallyError, match="within the electorate"):
        referendum.support_bounds(80, 30, 100)


def test_a_design_effect_widens_the_interval():
    simple = referendum.poll_interval(50, 1000, level=0.95, design_effect=1)
    clustered = referendum.poll_interval(50, 1000, level=0.95, design_effect=2)
    assert clustered.high - clustered.low > 1.3 * (simple.high - simple.low)


def test_pollsters_of_both_sides_are_shown_for_every_region(announced):
    for region in referendum.REGIONS:
        found = referendum.allowances(evidence.table("polls"), region, 90.0, 95.0, level=0.95)
        assert {"Russia", "Ukraine"} <= set(found["party"])


def test_donbas_polls_count_for_donetsk_and_not_for_kherson():
    polls = evidence.table("polls")
    assert "PO12b" in set(referendum.allowances(polls, "Donetsk", 97.51, 99.23, level=0.95)["key"])
    assert "PO12b" not in set(
        referendum.allowances(polls, "Kherson", 76.86, 87.05, level=0.95)["key"]
    )


def test_half_an_answer_bounds_nothing():
    # "without special status" leaves out those who wanted to join with it
    assert "PO12" not in set(
        referendum.allowances(evidence.table("polls"), "Donetsk", 97.51, 99.23, level=0.95)["key"]
    )


def test_a_poll_of_voters_has_no_turnout_to_need():
    found = referendum.allowances(
        evidence.table("polls"), "Donetsk", 97.51, 99.23, level=0.95
    ).set_index("pollster")
    assert np.isnan(found.loc["VTsIOM/EISI", "odds_ratio"])


@pytest.mark.parametrize("turnout", [0, 101])
def test_an_impossible_turnout_is_refused(turnout):
    with pytest.raises(TallyError, match="turnout"):
        referendum.largest_share(Estimate.exactly(10, "%", "t"), turnout)


# --- reference class


def votes(shares, polyarchy, turnout=80.0):
    size = len(shares)
    return pd.DataFrame(
        {
            "key": [f"RV-{i}" for i in range(size)],
            "year": 2000,
            "share_pct": shares,
            "turnout_pct": turnout,
            "polyarchy": polyarchy,
            "sovereignty": "no",
            "polity": "X",
        }
    )


def test_equal_classes_have_a_ratio_of_one():
    frame = votes([99.0] * 5 + [50.0] * 15 + [99.0] * 5 + [50.0] * 15, [0.1] * 20 + [0.9] * 20)
    assert referendum.likelihood_ratio(frame, 98, level=0.95).ratio.central == pytest.approx(1)


def test_a_planted_difference_is_found_and_its_interval_leaves_one_out():
    frame = votes([99.0] * 30 + [50.0] * 10 + [99.0] * 1 + [50.0] * 39, [0.1] * 40 + [0.9] * 40)
    assert referendum.likelihood_ratio(frame, 98, level=0.95).ratio.low > 1


def test_a_ratio_exists_when_democracies_have_none():
    frame = votes([99.0] * 10 + [50.0] * 10, [0.1] * 10 + [0.9] * 10)
    assert np.isfinite(referendum.likelihood_ratio(frame, 98, level=0.95).ratio.high)


def test_drawing_countries_widens_the_interval_when_votes_of_one_country_go_together(rng):
    frame = votes([99.0] * 30 + [50.0] * 30 + [99.0] * 3 + [50.0] * 57, [0.1] * 60 + [0.9] * 60)
    frame["polity"] = [f"c{i // 15}" for i in range(120)]
    by_vote = referendum.likelihood_ratio(frame, 98, level=0.95).ratio
    by_country = referendum.ratio_by_country(frame, 98, level=0.95, draws=1000, rng=rng)
    assert by_country.high / by_country.low > by_vote.high / by_vote.low


def test_an_empty_class_is_refused():
    with pytest.raises(ReferenceClassError, match="holds no vote"):
        referendum.likelihood_ratio(votes([99.0], [0.1]), 98, level=0.95)


def test_a_threshold_beyond_100_is_refused():
    with pytest.raises(ReferenceClassError, match="between 0 and 100"):
        referendum.frequencies(votes([99.0], [0.1]), 101, level=0.95)


def test_the_bands_come_out_as_in_the_published_table():
    # sudd.ch with V-Dem v15: 39 % of 303 votes below 0.20 reach 98.42 %
    found = referendum.frequencies(
        referendum.select(evidence.table("reference_votes"), until=2022), 98.42, level=0.95
    ).iloc[0]
    assert found["share_pct"] == pytest.approx(39, abs=0.5)


def test_the_four_votes_judged_are_left_out_of_their_reference():
    kept = set(referendum.select(evidence.table("reference_votes"))["key"])
    assert not kept & {"RV-ua012022", "RV-ua022022", "RV-ua032022", "RV-ua042022"}


def test_free_votes_as_lopsided_are_named():
    named = set(referendum.free_and_lopsided(evidence.table("plebiscites"), 98.42)["label"])
    assert {"Norway 1905", "Eritrea 1993", "Falklands 2013"} <= named


# --- too alike


def commissions(rng, spread=0.35, regions=20, size=30):
    logit = rng.normal(rng.normal(0, 0.5, (regions, 1)), spread, (regions, size))
    share = 100 / (1 + np.exp(-logit))
    return pd.DataFrame(
        {"year": 2018, "region": np.repeat(np.arange(regions), size), "turnout_pct": share.ravel()}
    )


def test_districts_drawn_like_commissions_are_not_flagged(rng):
    real = commissions(rng)
    flagged = 0
    for _ in range(200):
        drawn = real[real["region"] == rng.integers(20)]["turnout_pct"].sample(
            8, random_state=int(rng.integers(1 << 30))
        )
        flagged += referendum.too_alike(drawn.to_numpy(), real, draws=300, rng=rng).p_value <= 0.05
    assert 0.01 <= flagged / 200 <= 0.10


def test_written_districts_are_flagged(rng):
    written = np.array([35.0, 35.5, 34.8, 35.2, 35.1, 34.9, 35.3, 35.0])
    assert referendum.too_alike(written, commissions(rng), draws=500, rng=rng).p_value < 0.01


def test_the_spread_is_counted_by_hand():
    # logits of 50 % and of 73.1 % are 0 and 1; their standard deviation is 0.7071
    assert referendum.logit_spread(np.array([50.0, 100 / (1 + np.exp(-1))])) == pytest.approx(
        0.7071, abs=1e-4
    )


@pytest.mark.parametrize("turnout", [[35.0, 36.0], [0.0, 35.0, 36.0], [35.0, 36.0, 100.0]])
def test_too_few_or_impossible_turnouts_are_refused(turnout, rng):
    with pytest.raises(TallyError):
        referendum.too_alike(np.array(turnout), commissions(rng), draws=100, rng=rng)


def test_too_few_commissions_are_refused(rng):
    with pytest.raises(TallyError, match="no region has 8"):
        referendum.too_alike(np.full(8, 35.0), commissions(rng, size=5), draws=100, rng=rng)


def test_before_the_vote_no_figure_is_known():
    with pytest.raises(NotKnownError, match="announced"):
        referendum.share_audit(evidence.table("referendum_tallies", as_of="2022-09-22"), "Kherson")


def test_a_share_announced_before_its_turnout_is_passed_over_until_the_turnout_is_known():
    told = {}
    for day in ("2022-09-27", "2022-10-11"):
        known = evidence.known_by(day)
        tallies = known.table("referendum_tallies")
        found = referendum.all_allowances(
            referendum.audit_tallies(tallies), tallies, known.table("polls"), level=0.95
        )
        told[day] = set(found["region"])
    assert told["2022-09-27"] < told["2022-10-11"] == set(referendum.REGIONS)


def test_a_rest_of_exactly_everybody_is_still_feasible():
    share = lambda value: Estimate.exactly(value, "%", "t")  # noqa: E731
    found = referendum.remainder(
        "X", share(50.0), share(60.0), share(80.0)
    )  # (80 - 0.5 * 60) / 0.5 = 100
    assert found.rest_pct.central == 100
    assert found.feasible


def test_a_commission_where_nobody_or_everybody_voted_is_left_out_of_the_comparison(rng):
    real = commissions(rng)
    ends = real.iloc[:2].assign(turnout_pct=[0.0, 100.0])
    seeds = (np.random.default_rng(5), np.random.default_rng(5))
    turnout = np.full(8, 35.0) + np.arange(8)
    alone, with_ends = (
        referendum.too_alike(turnout, t, draws=200, rng=s)
        for t, s in zip((real, pd.concat([real, ends])), seeds, strict=True)
    )
    assert np.array_equal(alone.null, with_ends.null)


def test_districts_more_alike_than_every_real_set_have_the_chance_of_one_set_more(rng):
    found = referendum.too_alike(np.full(8, 35.0), commissions(rng), draws=199, rng=rng)
    assert found.p_value == 1 / 200
