"""Shares as they are printed for votes anywhere, and of what they are shares."""

import numpy as np
import pandas as pd
import pytest

from analysis import evidence, quantities, referendum
from analysis.referendum import TallyError, follows


def tally(region="Kherson", **figures):
    rows = [
        {
            "key": quantity,
            "region": region,
            "quantity": quantity,
            "reported": str(text),
            "central": quantities.parse(str(text)).central,
            "trust": "high",
            "how_read": "excerpt",
            "claimant": "commission",
        }
        for quantity, text in figures.items()
    ]
    return pd.DataFrame(rows)


def both(votes, ballots, share, **more):
    """Whether audit and identity hold, and of what."""
    table = tally(for_votes=votes, ballots_cast=ballots, share_for=share, **more)
    audit = referendum.share_audit(table, "Kherson")
    identity = referendum.share_identity(table, "Kherson")
    return audit.holds, identity.holds, audit.over


@pytest.mark.parametrize(
    ("votes", "ballots", "share", "held"),
    [
        (20_000, 20_000, "100.00", True),
        (20_000, 20_000, "100", True),
        (500, 500, "100", True),
        (19_899, 20_000, "100", False),  # 99.495
        (19_900, 20_000, "100", True),  # 99.5: a tie belongs to both
        (19_799, 20_000, "100", False),
        (41, 80, "51.2", True),  # 51.25, https://github.com/newsdev/elex/pull/76
        (41, 80, "51.3", True),
        (18_621, 20_000, "93.10", True),  # 93.105
        (18_621, 20_000, "93.11", True),
        (2_009, 20_000, "10.04", True),  # 10.045
        (2_009, 20_000, "10.05", True),
        (2_009, 20_000, "10.03", False),
        (201, 20_000, "1.01", True),  # 1.005
        (0, 20_000, "0.00", True),
        (1, 20_000, "0.00", True),  # 0.005
        (2, 20_000, "0.00", False),
    ],
)
def test_audit_and_identity_decide_ties_and_hundred_by_one_rule(votes, ballots, share, held):
    assert both(votes, ballots, share)[:2] == (held, held)
    assert follows(votes, ballots, share) == held


def test_the_rule_agrees_with_both_neighbours_at_every_tie_and_with_one_elsewhere():
    rng = np.random.default_rng(3)
    for whole in rng.integers(1, 5_000, 300):
        votes = int(rng.integers(0, whole + 1))
        near = round(10_000 * votes / int(whole))
        tried = range(max(near - 1, 0), near + 2)
        held = [n for n in tried if follows(votes, int(whole), f"{n / 100:.2f}")]
        tie = (20_000 * votes) % (2 * whole) == whole
        assert len(held) == (2 if tie else 1), (votes, whole)


@pytest.mark.parametrize(
    ("votes", "ballots", "share"),
    [
        ("955 447", "1,000,000", "95.54"),
        ("955,447", "1 000 000", "95.54 %"),
        ("600000", "1000000", "60.00 %"),
    ],
)
def test_marks_of_thousands_and_a_sign_are_read_by_both(votes, ballots, share):
    assert both(votes, ballots, share) == (True, True, "ballots")


@pytest.mark.parametrize("test", [referendum.share_audit, referendum.share_identity])
def test_rounded_counts_are_refused_with_that_reason(test):
    table = tally(for_votes="600 тыс.", ballots_cast="1000000", share_for="60.00")
    with pytest.raises(TallyError, match=r"for votes: '600 тыс.' .* its digits are not exact"):
        test(table, "Kherson")


# yes, no, invalid and ballots as sudd.ch lists them (for Catalonia with blank votes among the
# invalid), and the share of valid votes; then Catalonia as its government counted, blanks valid
@pytest.mark.parametrize(
    ("name", "yes", "no", "invalid", "ballots", "share"),
    [
        ("Kurdistan 2017", 2_861_471, 224_464, 219_990, 3_305_925, "92.73"),
        ("South Sudan 2011", 3_792_518, 44_888, 14_588, 3_851_994, "98.83"),
        ("Catalonia 2017", 2_044_038, 177_547, 64_632, 2_286_217, "92.01"),
        ("Catalonia 2017", 2_044_038, 177_547, 19_719, 2_286_217, "90.18"),
    ],
)
def test_a_share_of_valid_votes_is_recognised_and_told(name, yes, no, invalid, ballots, share):
    table = tally(
        name,
        for_votes=yes,
        against_votes=no,
        invalid_votes=invalid,
        ballots_cast=ballots,
        share_for=share,
    )
    (audit,) = referendum.audit_tallies(table)
    (identity,) = referendum.identities(table)
    assert (audit.holds, identity.holds) == (True, True)
    assert audit.over == "valid ballots"
    assert identity.name == "votes for / valid ballots = share"
    assert abs(audit.gap_ballots) < audit.ballots / 10_000
    told = referendum.Audits(regions=(audit,)).sentence()
    assert f"{name}'s {share} % is a share of valid ballots, not of ballots." in told


def test_votes_for_and_against_serve_where_invalid_ballots_were_not_printed():
    assert both(600_000, 1_050_000, "60.00", against_votes=400_000) == (
        True,
        True,
        "votes for and against",
    )


def test_a_share_that_holds_of_no_whole_still_fails():
    held = both(600_000, 1_050_000, "61.00", against_votes=400_000)
    assert held == (False, False, "ballots")


def test_a_region_of_another_vote_is_taken():
    table = tally("Scotland", for_votes=1_617_989, ballots_cast=3_623_344, share_for="44.65")
    assert [a.region for a in referendum.audit_tallies(table)] == ["Scotland"]
    assert [i.region for i in referendum.identities(table)] == ["Scotland"]


@pytest.mark.parametrize("test", [referendum.audit_tallies, referendum.identities])
def test_other_names_and_missing_columns_are_refused_and_not_passed_over(test):
    with pytest.raises(
        TallyError, match=r"Catalonia: wanted the quantities for_votes, .* found no, yes"
    ):
        test(tally("Catalonia", yes=2_044_038, no=177_547))
    with pytest.raises(TallyError, match=r"Catalonia: .* found ballots_cast, for_votes"):
        test(tally("Catalonia", for_votes=5, ballots_cast=10))
    with pytest.raises(TallyError, match="found no trust, how_read"):
        test(tally(for_votes=5).drop(columns=["trust", "how_read"]))


@pytest.mark.parametrize("as_of", ["2022-09-20", "2022-09-24", "2022-09-26", "2022-09-28", None])
def test_on_no_day_is_the_evidence_of_the_four_refused(as_of):
    table = evidence.known_by(as_of).table("referendum_tallies")
    assert len(referendum.audit_tallies(table)) <= 4
    assert len(referendum.identities(table)) <= 5


def test_a_count_printed_with_marks_changes_nothing():
    table = evidence.known_by("2022-10-11").table("referendum_tallies")
    printed = table.assign(
        reported=[f"{int(r):,}" if str(r).isdigit() else r for r in table["reported"]]
    )
    assert referendum.audit_tallies(printed) == referendum.audit_tallies(table)
    assert referendum.identities(printed) == referendum.identities(table)
    forms = [
        referendum.conflicts(t)["figures published"].str.split(" \\| ") for t in (printed, table)
    ]
    found = [[referendum.slip_between(*f[:2]) for f in told] for told in forms]
    assert found[0] == found[1]
    assert any(found[0])


@pytest.mark.parametrize("share", ["50,0", "", "50 %", "-5", "5e1", None, 50.0])
def test_a_share_that_is_not_printed_digits_is_refused(share):
    with pytest.raises(TallyError, match="wanted its digits with a decimal point"):
        follows(5, 10, share)


def test_a_share_above_all_is_refused():
    table = tally("Scotland", for_votes=5, ballots_cast=10, share_for="104.00")
    with pytest.raises(TallyError, match=r"Scotland: wanted a share of at most 100 %, found 104"):
        referendum.audit_tallies(table)


def test_a_share_that_may_be_of_valid_votes_is_said_to_be_where_their_number_is_not_given():
    # Catalonia 2017, the three numbers of its government's announcement
    three = {"for_votes": 2_044_038, "ballots_cast": 2_286_217, "share_for": "90.18"}
    (audit,) = referendum.audit_tallies(tally("Catalonia", **three))
    told = referendum.Audits(regions=(audit,)).sentence()
    assert "The announced share does not follow from the printed votes and ballots" in told
    assert "Catalonia's 90.18 % may be a share of valid votes, whose number is not given: " in told
    assert told.endswith("of 2,286,217 ballots would then be invalid.")
    assert audit.gap_ballots == pytest.approx(2_286_217 - 2_044_038 / 0.9018)


@pytest.mark.parametrize(
    "given",
    [
        {"share_for": "80.00"},  # fewer votes than the ballots give: no share of fewer ballots
        {"share_for": "95.00", "invalid_votes": 20_000},  # valid votes are known and do not fit
    ],
)
def test_no_share_of_valid_votes_is_guessed_where_it_cannot_be(given):
    table = tally("Catalonia", for_votes=2_044_038, ballots_cast=2_286_217, **given)
    (audit,) = referendum.audit_tallies(table)
    assert not audit.holds
    assert "may be" not in referendum.Audits(regions=(audit,)).sentence()


def test_no_audit_says_that_nothing_was_audited():
    none = referendum.Audits(regions=())
    assert none.sentence() == "No announced share was held against its votes."
    assert none.finding == "No announced share was held against its votes"
