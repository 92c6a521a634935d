"""Tallies: identities that hold, that fail, counted by hand, and impossible ones."""

import pandas as pd
import pytest

from analysis import evidence, referendum
from analysis.evidence import NotKnownError
from analysis.quantities import Estimate
from analysis.referendum import TallyError


def tally(for_votes="87", ballots="100", share="87.00", region="Kherson"):
    rows = [("for_votes", for_votes), ("ballots_cast", ballots), ("share_for", share)]
    return pd.DataFrame(
        [
            {
                "key": f"K{i}",
                "region": region,
                "quantity": q,
                "reported": v,
                "central": float(v),
                "trust": "high",
                "how_read": "excerpt",
            }
            for i, (q, v) in enumerate(rows)
        ]
    )


def test_an_honest_tally_is_not_flagged():
    assert referendum.share_audit(tally(), "Kherson").holds


@pytest.mark.parametrize("ballots", range(200, 1200, 7))
def test_no_honest_tally_of_any_size_is_flagged(ballots):
    votes = ballots * 2 // 3
    result = referendum.share_audit(
        tally(str(votes), str(ballots), f"{100 * votes / ballots:.2f}"), "Kherson"
    )
    assert result.holds


def test_a_planted_digit_slip_is_flagged():
    result = referendum.share_audit(tally("87123", "100000", "87.21"), "Kherson")
    assert not result.holds


def test_the_gap_is_counted_by_hand():
    # 50 votes at an announced 50 % need 100 ballots; 120 were printed
    assert referendum.share_audit(
        tally("50", "120", "50.00"), "Kherson"
    ).gap_ballots == pytest.approx(20)


def test_more_votes_than_ballots_are_refused():
    with pytest.raises(TallyError, match="exceed the 100 ballots"):
        referendum.share_audit(tally("101", "100", "99.00"), "Kherson")


def test_zero_ballots_are_refused():
    with pytest.raises(TallyError, match="ballots > 0"):
        referendum.share_from_counts(0, 0)


def test_an_unknown_region_is_refused_with_the_known_ones():
    with pytest.raises(TallyError, match="Donetsk, Luhansk, Zaporizhzhia, Kherson"):
        referendum.share_audit(tally(), "Crimea")


def test_a_missing_figure_is_named():
    with pytest.raises(NotKnownError, match="no share 'for' announced"):
        referendum.share_audit(tally().iloc[:2], "Kherson")


@pytest.mark.parametrize(
    ("region", "announced", "counted", "holds"),
    [
        ("Donetsk", 99.23, 99.28, False),
        ("Luhansk", 98.42, 98.42, True),
        ("Zaporizhzhia", 93.11, 79.52, False),
        ("Kherson", 87.05, 87.05, True),
    ],
)
def test_the_announced_results_come_out_as_printed_by_tass(region, announced, counted, holds):
    result = referendum.share_audit(
        evidence.table("referendum_tallies", as_of="2022-10-11"), region
    )
    assert (result.announced.central, round(result.from_counts.central, 2), result.holds) == (
        announced,
        counted,
        holds,
    )


def test_zaporizhzhias_gap_is_78986_ballots():
    # 541,093 printed ballots less 430,268 / 0.9311 = 462,107
    result = referendum.share_audit(evidence.table("referendum_tallies"), "Zaporizhzhia")
    assert round(result.gap_ballots) == 78_986


def test_luhansks_two_turnouts_are_one_total_and_its_part():
    # (1,260,032 + 402,575) / (1,260,032 / 0.926 + 402,575 / 0.9935) = 94.149 %
    check = referendum.turnout_of_parts(
        referendum.tally_of(evidence.table("referendum_tallies"), "Luhansk")
    )
    assert check.recomputed.central == pytest.approx(94.149, abs=0.0005)
    assert check.holds


def test_khersons_turnout_inside_the_region_is_75_78():
    # (571,001 - 33,214) / (571,001 / 0.7686 - 33,214) = 75.78 %
    check = referendum.turnout_of_rest(
        referendum.tally_of(evidence.table("referendum_tallies"), "Kherson"), "region"
    )
    assert check.recomputed.central == pytest.approx(75.78, abs=0.005)
    assert check.holds


def test_two_equal_lists_have_the_turnout_of_each():
    half = Estimate.exactly(50.0, "%", "test")
    assert referendum.combined_turnout([(10, half), (30, half)]).central == pytest.approx(50)


def test_a_turnout_of_zero_is_refused():
    with pytest.raises(TallyError, match="above 0"):
        referendum.combined_turnout([(10, Estimate.exactly(0.0, "%", "test"))])


def test_more_votes_outside_than_ballots_are_refused():
    with pytest.raises(TallyError, match="votes outside"):
        referendum.turnout_elsewhere(100, Estimate.exactly(50.0, "%", "test"), 100)


def test_rival_turnouts_are_listed_as_conflicts():
    found = referendum.conflicts(evidence.table("referendum_tallies")).set_index("region")
    assert found.loc["Kherson", "figures published"] == "76.86 | 78.86"


def test_latvias_counts_give_97_84():
    shares = referendum.recorded_shares(evidence.table("baltic_1940"), "Latvia").set_index("key")
    assert shares.loc["counts", "central"] == pytest.approx(100 * 1_155_807 / 1_181_323)


def test_votes_in_kherson_exceed_the_estimate_of_people_present():
    people = referendum.people_present(
        *(evidence.table(t) for t in ("referendum_tallies", "count_timeline", "electorates"))
    )
    kherson = people[people["region"] == "Kherson"]
    assert kherson.loc[kherson["role"] == "votes", "central"].tolist() == [537_787]
    # about 500,000 by Ukraine; 30 % and 60 % of 1,015,300 if 70 % or 40 % had left
    assert sorted(kherson.loc[kherson["role"] == "present", "central"].round()) == [
        304_590,
        500_000,
        609_180,
    ]


def test_the_counting_path_leaves_out_the_stations_in_russia():
    path = referendum.counting_path(evidence.table("count_timeline"))
    donetsk = path[path["region"] == "Donetsk"]
    assert donetsk["counted_pct"].tolist() == [56.85, 82, 100]
    assert donetsk["for_pct"].tolist() == [94.75, 99.06, 99.23]


def test_votes_for_and_against_beyond_the_ballots_are_refused():
    frame = pd.concat(
        [
            tally("60", "100", "60.00"),
            tally("60", "100", "60.00").iloc[[0]].assign(quantity="against_votes", central=50.0),
        ]
    )
    with pytest.raises(TallyError, match="exceed the 100 ballots"):
        referendum.share_audit(frame, "Kherson")


def test_donetsks_list_grew_while_the_vote_went_on():
    people = referendum.people_present(
        *(evidence.table(t) for t in ("referendum_tallies", "count_timeline", "electorates"))
    )
    donetsk = people[
        (people["region"] == "Donetsk") & people["what"].str.startswith("list implied")
    ]["central"].tolist()
    assert donetsk == [1_565_144, 1_704_345]


def test_worst_case_support_in_khersons_register_is_counted_by_hand():
    # 497,051 of 804,934, and 804,934 less 68,832
    found = referendum.support_in_register(
        evidence.table("referendum_tallies"), evidence.table("electorates")
    )
    bounds = found["Kherson (2020)"]
    assert (round(bounds.low, 2), round(bounds.high, 2)) == (61.75, 91.45)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([], "no votes in any part"),
        ([(0, Estimate.exactly(50, "%", "t"))], "no votes in any part"),
        ([(10, Estimate.exactly(300, "%", "t"))], "above 0 and at most 100"),
        ([(10, Estimate.exactly(50, "persons", "t"))], "a turnout in %"),
        ([(-10, Estimate.exactly(50, "%", "t"))], "wanted votes, a number of zero or more"),
        ([(float("nan"), Estimate.exactly(50, "%", "t"))], "wanted votes"),
    ],
)
def test_turnouts_that_cannot_be_are_not_combined(parts, told):
    with pytest.raises(TallyError, match=told):
        referendum.combined_turnout(parts)


@pytest.mark.parametrize(
    ("ballots", "turnout", "told"),
    [
        (100, Estimate.exactly(300, "%", "t"), "at most 100"),
        (100, Estimate.exactly(50, "persons", "t"), "a turnout in %"),
        (float("inf"), Estimate.exactly(50, "%", "t"), "wanted votes"),
    ],
)
def test_turnouts_that_cannot_be_say_nothing_of_elsewhere(ballots, turnout, told):
    with pytest.raises(TallyError, match=told):
        referendum.turnout_elsewhere(ballots, turnout, 10)


def test_a_poll_in_another_unit_gives_no_largest_share():
    with pytest.raises(TallyError, match="support in 0-100 %"):
        referendum.largest_share(Estimate.exactly(50, "persons", "t"), 60)


@pytest.mark.parametrize("p_values", [[-0.1], [0.2, 1.1], [float("nan")], ["0.1"]])
def test_what_is_no_p_value_is_not_corrected(p_values):
    with pytest.raises(TallyError, match="wanted p-values from 0 to 1"):
        referendum.holm(p_values)


@pytest.mark.parametrize("decimals", [-1, 0.5, "1", 400])
def test_decimals_that_no_percentage_has_are_refused(decimals):
    with pytest.raises(TallyError, match="wanted a whole number of decimals"):
        referendum.percentage_first([5_151], 10_003, decimals=decimals)


@pytest.mark.parametrize("count", ["5151", None, float("nan"), 51.5])
def test_counts_that_are_no_numbers_have_no_percentages(count):
    with pytest.raises(TallyError, match="wanted whole counts"):
        referendum.percentage_first([count], 10_003, decimals=1)


@pytest.mark.parametrize("turnout", [[], [50.0], 50.0])
def test_one_district_has_no_spread(turnout):
    with pytest.raises(TallyError, match="wanted two turnouts or more"):
        referendum.logit_spread(turnout)
