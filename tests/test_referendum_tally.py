"""A vote of one's own: honest, planted, hand-counted and published ones, and refused input."""

import numpy as np
import pandas as pd
import pytest

from analysis import evidence, referendum
from analysis.errors import ExpectedError
from analysis.evidence import NotKnownError
from analysis.referendum import Tally, TallyError, TallyInputError, audit, chance_tests
from analysis.referendum.printed import Place

HONEST_VOTES = 150  # simulated for the rate of flags


def honest(rng, *, parts=3):
    """A vote whose shares are computed from its counts, with parts and a bulletin on the way."""
    chosen = rng.dirichlet([4, 3, 2])
    sizes = rng.integers(20_000, 400_000, parts)
    counts = np.array([rng.multinomial(n, chosen) for n in sizes])
    options = ["a", "b", "c"]
    whole = counts.sum(axis=0)

    def told(votes):
        total = int(votes.sum())
        shares = {o: f"{100 * v / total:.2f}" for o, v in zip(options, votes, strict=True)}
        return {
            "valid": f"{total:,}",
            "votes": {o: f"{v:,}" for o, v in zip(options, votes, strict=True)},
            "share": shares,
            "of": "valid",
        }

    listed = int(whole.sum() / rng.uniform(0.4, 0.9))
    end = told(whole) | {
        "ballots": str(whole.sum()),
        "list": str(listed),
        "turnout": f"{100 * whole.sum() / listed:.2f}",
        "parts": {f"part {i}": told(c) for i, c in enumerate(counts)},
    }
    first = told(counts[0]) | {"counted": "40"}
    return Tally.of({"announcements": {"first": first, "final": end}}, name="Honest")


# --- the null


def test_honest_votes_hold_together_and_are_flagged_no_oftener_than_stated():
    rng = np.random.default_rng(229)
    audits = [audit(honest(rng)) for _ in range(HONEST_VOTES)]
    assert not any(a.failing for a in audits)
    # 5 % of 150 is 7.5; 16 is three standard errors above
    assert sum(bool(a.flagged) for a in audits) <= 16


def test_the_chance_of_likeness_is_uniform_where_voters_draw_at_random():
    rng = np.random.default_rng(1)
    drawn = [rng.multinomial(5_000, [0.5, 0.3, 0.2], size=4) for _ in range(400)]
    chances = np.array([chance_tests.lower_tail(cells)[1] for cells in drawn])
    assert 0.02 < (chances < 0.05).mean() < 0.085
    assert abs(chances.mean() - 0.5) < 0.05


# --- planted faults


def test_counts_computed_back_from_percentages_are_flagged():
    total = 3_456_789
    votes = {o: str(round(total * p / 100)) for o, p in (("a", 61.3), ("b", 30.1), ("c", 8.6))}
    told = {"valid": str(total), "votes": votes}
    found = audit(Tally.of(told))
    assert {(o.test, o.finding) for o in found.flagged} == {
        ("percentages first", "2 of 2 independent counts on the grid of 1 decimal")
    }


def test_a_swapped_digit_is_found_and_repaired():
    # 31 + 52 + 17 = 100; the second is printed as 25
    told = {"ballots": "100", "votes": {"a": "31", "b": "25"}, "invalid": "17"}
    found = audit(Tally.of(told))
    assert [(o.test, o.number) for o in found.failing] == [("sum", -27.0)]
    (repair,) = [o for o in found if o.test == "repair by one slip"]
    assert "votes b 25 to 52 (swap)" in repair.finding
    assert repair.chance > 0


def test_parts_that_do_not_make_the_whole_are_found():
    told = {"ballots": "1,000", "parts": {"here": {"ballots": "600"}, "abroad": {"ballots": "390"}}}
    (failing,) = audit(Tally.of(told)).failing
    assert failing.finding == "here + abroad = ballots: apart by -10 votes"


def test_parts_made_alike_are_flagged():
    parts = {f"part {i}": 10_000 + 13 * i for i in range(12)}
    told = {
        name: {"ballots": str(n), "votes": {"a": str(n * 7 // 10), "b": str(n - n * 7 // 10)}}
        for name, n in parts.items()
    }
    found = audit(Tally.of({"ballots": str(sum(parts.values())), "parts": told}))
    assert [o.test for o in found.flagged] == ["parts or batches too alike"]


def test_votes_that_fall_during_the_count_are_found():
    first = {"votes": {"a": "500"}, "ballots": "900", "counted": "80"}
    last = {"votes": {"a": "490"}, "ballots": "1,000", "counted": "100"}
    found = audit(Tally.of({"announcements": {"first": first, "final": last}}, complete=False))
    assert [o.test for o in found.failing] == [
        "counts never fall",
        "what came between two announcements",
    ]
    assert "votes a from 500 to 490" in found.failing[0].finding


def test_more_votes_than_ballots_are_a_finding_and_not_a_refusal():
    found = audit(Tally.of({"ballots": "100", "votes": {"a": "101"}, "share": {"a": "99.0"}}))
    assert "no more than there are" in {o.test for o in found.failing}


# --- counted by hand


def test_both_readings_of_a_share_are_told():
    told = {"ballots": "1,000", "invalid": "10", "votes": {"yes": "600"}, "share": {"yes": "60.61"}}
    (share,) = [o for o in audit(Tally.of(told)) if o.test == "share follows from votes"]
    assert share.outcome == "holds"
    assert "60.000 % of ballots does not agree; 60.606 % of valid ballots agrees" in share.finding


def test_a_share_said_to_be_of_ballots_is_held_to_that():
    told = {"ballots": "1,000", "invalid": "10", "votes": {"yes": "600"}, "share": {"yes": "60.61"}}
    (failing,) = audit(Tally.of(told | {"of": "ballots"})).failing
    assert failing.number == pytest.approx(60.0 - 60.61)


def test_what_came_between_two_bulletins_is_counted_by_hand():
    first = {"valid": "100", "votes": {"a": "50", "b": "50"}}
    last = {"valid": "300", "votes": {"a": "200", "b": "100"}}
    found = audit(Tally.of({"announcements": {"first": first, "final": last}}))
    (between,) = [o for o in found if o.test.startswith("what came")]
    assert between.finding == "200 more votes: a +150 (75.00 %) and b +50 (25.00 %)"


def test_a_turnout_is_held_against_the_list():
    found = audit(Tally.of({"list": "1,000", "ballots": "650", "turnout": "66.0"}))
    (failing,) = found.failing
    assert (failing.test, round(failing.number, 6)) == ("turnout", -1.0)


def test_the_count_that_follows_from_the_others_is_not_tested():
    told = {"valid": "1,000,003", "votes": {"a": "600,002", "b": "399,249", "c": "752"}}
    assert chance_tests.independent_pairs(Tally.of(told)) == [
        (600_002, 1_000_003),
        (399_249, 1_000_003),
    ]


def test_every_test_that_was_not_run_says_why():
    found = audit(Tally.of({"ballots": "1,000"}, name="One number"))
    assert len(found.left_out) == len(found) > 0
    assert all(o.finding for o in found.left_out)
    assert str(found) == f"One number: none of {len(found)} tests could be run."


# --- published values


def of(vote, day="2024-12-31"):
    table = evidence.table("other_votes")
    return audit(referendum.tally_in(table, vote), evidence.known_by(day))


def test_venezuelas_first_bulletin_comes_to_one_in_a_hundred_million():
    # Zambrano and Gelman, statmodeling.stat.columbia.edu, 31 July 2024: about 1 in 100 million
    found = of("Venezuela 2024")
    (first,) = found.flagged
    assert first.where == "first bulletin"
    assert 1 / first.chance == pytest.approx(1.01e8, rel=0.01)
    assert not [
        o for o in found if o.place.announcement == "second bulletin" and o in found.flagged
    ]


def test_south_sudans_misprint_is_found_and_nothing_is_flagged():
    # abroad 58,230 in the report; 58,203 makes the 3,851,994 of the commission
    found = of("South Sudan 2011")
    assert [o.finding for o in found.failing] == [
        "south + north + abroad = ballots: apart by +27 votes"
    ]
    repairs = [o.finding for o in found if o.test == "repair by one slip"]
    assert "abroad 58230 to 58203 (swap)" in repairs[0]
    assert not found.flagged


def test_kurdistans_votes_against_are_repaired_to_those_of_the_other_report():
    # 224,468 on the government's page, 224,464 in news.am and sudd.ch
    repairs = [o.finding for o in of("Kurdistan 2017") if o.test == "repair by one slip"]
    assert all("votes no 224468 to 224464 (digit)" in r for r in repairs)


def test_catalonias_shares_hold_of_valid_votes_with_blank_ones():
    found = [o for o in of("Catalonia 2017") if o.test == "share follows from votes"]
    assert {o.outcome for o in found} == {"holds"}
    assert len(found) == 3


def test_crimeas_votes_fell_between_two_announcements_of_one_morning():
    failing = {o.test: o.finding for o in of("Crimea 2014").failing}
    assert "from 1,272,871 to 1,233,002" in failing["counts never fall"]
    assert failing["turnout"].startswith("83.1 % printed, 83.01 % of the list")


def test_kyrgyzstans_final_numbers_hold_and_those_of_the_machines_do_not_add_up():
    found = of("Kyrgyzstan 2016")
    assert {o.where for o in found.failing} == {"counting machines"}


@pytest.mark.parametrize(
    ("region", "failing"), [("Donetsk", 1), ("Luhansk", 0), ("Zaporizhzhia", 1), ("Kherson", 0)]
)
def test_the_four_regions_go_through_the_same_door(region, failing):
    table = evidence.table("referendum_tallies", as_of="2022-10-11")
    found = audit(referendum.tally_of(table, region))
    assert len(found.failing) == failing
    assert not found.flagged


def test_an_unknown_vote_is_refused_with_the_known_ones():
    with pytest.raises(TallyError, match="wanted one of Venezuela 2024, Crimea 2014"):
        referendum.tally_in(evidence.table("other_votes"), "Atlantis")


def test_the_rarity_of_a_share_uses_only_votes_of_the_years_before():
    (rare,) = [o for o in of("South Sudan 2011", "2011-02-08") if "democracies" in o.test]
    assert rare.finding.endswith("in democracies until 2010")


# --- a researcher's task


def test_a_researchers_task_takes_ten_lines(tmp_path):
    (tmp_path / "my_vote.csv").write_text(
        "announcement,part,quantity,option,of,reported\n"
        'bulletin 1,,valid,,,"10,058,774"\n'
        'bulletin 1,,votes,Maduro,,"5,150,092"\n'
        'bulletin 1,,votes,González,,"4,445,978"\n'
        'bulletin 1,,share,Maduro,valid,"51.2"\n',
        encoding="utf-8",
    )
    vote = referendum.Tally.of(tmp_path / "my_vote.csv", complete=False)
    table = referendum.audit(vote).to_frame()
    flagged = table[table["outcome"] == "flagged"]
    assert flagged["chance"].min() == pytest.approx(9.88e-9, rel=0.01)
    assert list(table) == [
        "test",
        "where",
        "outcome",
        "finding",
        "number",
        "unit",
        "chance",
        "cannot see",
    ]


def test_a_result_shows_itself_in_plain_words():
    found = of("Venezuela 2024")
    assert str(found) == found.sentence()
    assert repr(found).startswith("VoteAudit: Venezuela 2024: of ")
    assert "np.float64" not in repr(found) + str(found.outcomes)
    assert found._repr_html_().startswith("<p>Venezuela 2024")
    assert len(found.to_frame()) == len(found)


def test_a_frame_of_a_tally_makes_the_same_tally():
    vote = honest(np.random.default_rng(5))
    again = Tally.of(vote.to_frame())
    assert again.to_frame().equals(vote.to_frame())


def test_whole_numbers_that_a_table_kept_as_floats_are_read():
    frame = pd.DataFrame({"quantity": ["ballots", "list"], "reported": [1000.0, 2000.0]})
    assert Tally.of(frame).one("list").digits == "2000"


# --- refused input

GOOD = {"quantity": "ballots", "reported": "1,000"}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"quantity": "balots"}, r"row 0, column 'quantity'.* found 'balots'; did you mean 'ballo"),
        ({"quantity": "xyz"}, r"wanted one of list, .*; found 'xyz'; use one of them"),
        (
            {"reported": "many"},
            r"row 0, column 'reported': wanted a number as printed, found 'many",
        ),
        ({"reported": ""}, r"column 'reported': wanted a number"),
        ({"reported": "12.5"}, r"wanted a whole number of votes, found '12.5'"),
        ({"reported": "-5"}, r"wanted zero or more, found '-5'"),
        (
            {"quantity": "share", "option": "a", "reported": "104"},
            r"wanted 0 to 100 %, found '104'",
        ),
        ({"quantity": "votes"}, r"column 'option': wanted the candidate .* found nothing; name it"),
        ({"option": "a"}, r"column 'option': wanted nothing, .* found 'a'; leave it empty"),
        (
            {"quantity": "share", "option": "a", "of": "valids", "reported": "5"},
            r"column 'of': wanted one of ballots, valid, list; found 'valids'; did you mean 'val",
        ),
        ({"of": "valid"}, r"column 'of': wanted one of nothing, since only a share"),
        ({"optoin": "a"}, r"column 'optoin': wanted one of .* did you mean 'option'\?"),
    ],
)
def test_a_wrong_row_is_refused_with_row_column_and_next_step(row, message):
    with pytest.raises(TallyInputError, match=message):
        Tally.of(pd.DataFrame([GOOD | row]))


def test_a_missing_column_is_named():
    with pytest.raises(TallyInputError, match="wanted the columns quantity, reported, found quan"):
        Tally.of(pd.DataFrame({"quantity": ["ballots"]}))


def test_a_file_is_named_with_its_row_as_an_editor_counts(tmp_path):
    path = tmp_path / "vote.csv"
    path.write_text("quantity,reported\nballots,1000\nvoters,2000\n")
    with pytest.raises(TallyInputError, match=r"vote.csv, row 3, column 'quantity'"):
        Tally.of(path)


def test_a_number_with_commas_outside_quotation_marks_is_not_cut_off(tmp_path):
    path = tmp_path / "vote.csv"
    path.write_text("quantity,reported\nballots,1,000\n")
    with pytest.raises(TallyInputError, match=r"row 2: wanted 2 cells .* between quotation marks"):
        Tally.of(path)


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00\xd8a"])
def test_a_file_that_is_no_csv_is_refused(tmp_path, content):
    path = tmp_path / "vote.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TallyInputError, match=r"vote.csv: wanted a CSV file"):
        Tally.of(path)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({}, "wanted at least one printed number, found none"),
        ({"vote": {"a": "5"}}, "key 'vote': .* did you mean 'votes'"),
        ({"parts": "abroad"}, "key 'parts': wanted a dictionary of numbers, found 'abroad'"),
        (5, "wanted a dictionary, a frame or the path of a CSV file, found int"),
        (
            {"votes": {"Maduro": "5", "González": "3"}, "share": {"Madura": "50"}},
            "column 'option': wanted one of González, Maduro; found 'Madura'; did you mean 'Mad",
        ),
    ],
)
def test_a_wrong_dictionary_is_refused(told, message):
    with pytest.raises(TallyInputError, match=message):
        Tally.of(told)


def test_one_number_told_twice_is_refused():
    rows = pd.DataFrame([GOOD, GOOD | {"reported": "1,001"}])
    with pytest.raises(TallyInputError, match="ballots stands twice, as 1,000 and 1,001; keep one"):
        Tally.of(rows)


def test_the_error_is_expected_and_a_tally_error():
    assert issubclass(TallyInputError, ExpectedError)
    assert issubclass(TallyInputError, TallyError)


def test_a_number_that_is_not_there_is_not_known():
    vote = Tally.of({"ballots": "5"}, name="Small")
    with pytest.raises(NotKnownError, match="Small: no list announced"):
        vote.one("list")
    assert not vote.all("votes", Place(part="abroad"))


def test_likeness_of_what_are_no_counts_is_refused():
    with pytest.raises(TallyError, match="two parts and two options"):
        chance_tests.lower_tail(np.array([[5, 5]]))
    with pytest.raises(TallyError, match="expects fewer than 5"):
        chance_tests.lower_tail(np.array([[1, 900], [1, 900]]))


def test_rounded_counts_are_not_tested_and_say_so():
    told = {"ballots": "1,000,000", "votes": {"a": "600,000", "b": "300,000"}}
    found = audit(Tally.of(told, complete=False))
    reasons = [o.finding for o in found.left_out if o.test == "percentages first"]
    assert len(reasons) == 2
    assert all("are rounded" in r for r in reasons)


NUMBERS = ("0", "7", "1,000", "about 900", "more than 500", "100", "99.5", "51.20 %", "3 тыс.")


def test_no_odd_set_of_numbers_breaks_the_audit():
    rng = np.random.default_rng(7)
    quantities = ("list", "ballots", "valid", "invalid", "blank", "turnout", "counted")
    made = 0
    for _ in range(400):
        rows = [
            {"quantity": q, "option": o, "part": part, "announcement": a}
            for a in ("first", "final")
            for part in ("", "here", "abroad")
            for q, o in [*((q, "") for q in quantities), ("votes", "a"), ("share", "a")]
            if rng.random() < 0.4
        ]
        for row in rows:
            row["reported"] = str(rng.choice(NUMBERS))
        kept = [r for r in rows if _taken(r)]
        if kept:
            found = audit(Tally.of(pd.DataFrame(kept)))
            made += 1
            assert found.sentence()
            assert len(found.table()) == len(found.to_frame()) == len(found) > 0
    assert made > 350


def _taken(row) -> bool:
    try:
        return bool(Tally.of(pd.DataFrame([row])))
    except TallyInputError:
        return False


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoted", [False, True])
def test_a_file_of_any_separator_is_read_alike(tmp_path, mark, quoted):
    rows = [("quantity", "option", "reported"), ("ballots", "", "1000"), ("votes", "yes", "600")]
    rows.append(("share", "yes", "60.0"))
    cells = [[f'"{c}"' if quoted else c for c in r] for r in rows]
    path = tmp_path / "vote.csv"
    path.write_text("\r\n".join(mark.join(r) for r in cells), encoding="utf-8-sig")
    found = referendum.Tally.of(path)
    assert [f.digits for f in found.figures] == ["1000", "600", "60.0"]


def test_a_file_whose_header_holds_neither_column_is_refused_by_its_header(tmp_path):
    path = tmp_path / "vote.csv"
    path.write_text("menge;zahl\nballots;1000\n", encoding="utf-8")
    with pytest.raises(TallyInputError, match="column 'menge;zahl': wanted one of quantity"):
        referendum.Tally.of(path)


def test_an_unknown_vote_of_a_table_without_votes_is_refused_in_words():
    none = evidence.table("other_votes").iloc[:0]
    with pytest.raises(referendum.TallyError, match="wanted one of none, as the table holds no"):
        referendum.tally_in(none, "Crimea 2014")
