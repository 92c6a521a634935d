"""The ledger and its rules: every claim judged, by evidence of its day, alike for every party."""

import dataclasses

import pandas as pd
import pytest

from analysis import claims, evidence, parameters, paths
from analysis.casualties import MeasureError
from analysis.chronology import ChronologyError
from analysis.claims import casualty_rules, migration_rules, referendum_rules
from analysis.claims.ledger import (
    CAVEAT,
    CONTRADICTED,
    DEPENDS,
    SUPPORTED,
    UNCHECKABLE,
    UNSUPPORTED,
    ClaimError,
    Finding,
)
from analysis.migration import FlowError
from planted import Planted


def tallies_with(region, **figures):
    frame = evidence.table("referendum_tallies")
    for quantity, reported in figures.items():
        here = (frame["region"] == region) & (frame["quantity"] == quantity)
        frame.loc[here, ["reported", "low", "central", "high"]] = [reported, *[float(reported)] * 3]
    return Planted(referendum_tallies=frame)


def verdict(claim_id, known=None):
    return claims.judge(
        claims.claim(claim_id), known or evidence.known_by("2022-10-11")
    ).finding.verdict


def test_every_claim_has_a_verdict_a_reason_and_a_known_rule():
    for v in claims.judge_all("2022-10-11"):
        assert v.finding.verdict in claims.VERDICTS
        assert v.finding.reason.endswith(".")
        assert v.claim.rule in claims.RULES


def test_at_least_eighty_claims_stand_and_most_are_checkable():
    judged = claims.judge_all("2022-10-11")
    assert len(judged) >= 80
    assert sum(v.checkable for v in judged) >= 80


def test_each_of_the_thirteen_paragraphs_is_mapped_to_its_claims():
    ledger = {c.id: c.paragraph for c in claims.ledger()}
    statements = evidence.table("statements")
    assert sorted(set(statements["paragraph"])) == list(range(1, 14))
    own = {
        c
        for r in statements.itertuples()
        for c in r.claims.split(";")
        if c and ledger[c] == r.paragraph
    }
    again = {c for cell in statements["claims"] for c in cell.split(";") if c} - own
    assert again == set()
    assert own == set(ledger)


def test_every_claim_says_who_speaks():
    assert all(c.speaker for c in claims.ledger())
    assert claims.claim("C60").speaker == "Andrei Kartapolov"


def test_where_nothing_was_found_what_was_searched_is_told():
    finding = claims.judge(claims.claim("C53"), evidence.known_by("2022-10-11")).finding
    assert "Sought on 28 November 2026" in finding.reason
    assert finding.verdict == UNCHECKABLE


def test_not_found_is_not_supported_only_once_a_source_that_would_carry_it_was_read():
    early, late = (evidence.known_by(d) for d in ("2022-09-29", "2022-09-30"))
    assert verdict("C47", early) == UNCHECKABLE
    assert verdict("C47", late) == UNSUPPORTED


def test_without_any_evidence_every_claim_cannot_be_checked():
    nothing_held = evidence.Evidence(None, "Nothing is held.")
    for claim in claims.ledger():
        assert claims.judge(claim, nothing_held).finding.verdict == UNCHECKABLE, claim.id


def test_both_sides_counts_are_warned_of_in_the_same_words():
    said = {
        c: claims.judge(claims.claim(c), evidence.known_by("2022-10-11")).finding.reason
        for c in ("C39", "C40", "C42", "C44", "C16")
    }
    words = "A count of one side of the war ({}), not an independent one."
    assert all(words.format("Ukraine") in said[c] for c in ("C39", "C40", "C42"))
    assert all(words.format("Russia") in said[c] for c in ("C44", "C16"))


def test_an_announcement_that_contradicts_itself_is_told_beside_the_verdict():
    finding = claims.judge(claims.claim("C17"), evidence.known_by("2022-10-11")).finding
    assert "79.52 %: the announcement contradicts itself" in finding.beside


def test_a_verdict_that_rests_on_low_standing_says_so_and_keeps_a_caveat():
    finding = claims.judge(claims.claim("C24d"), evidence.known_by("2022-10-11")).finding
    assert finding.reason.endswith("Rests on one publisher of low standing.")


def test_a_copy_counts_as_the_publisher_that_is_copied():
    found = claims.judge(claims.claim("C46c"), evidence.known_by(None)).finding
    assert "The Guardian" in claims.publishers(found)


def test_a_mirror_beside_its_original_is_no_second_publisher():
    found = claims.judge(claims.claim("C25"), evidence.known_by(None)).finding
    told = evidence.describe(found.rows)
    assert "mirror" in set(told["kind"])
    assert claims.publishers(found) == ("Wikipedia",)
    alone = dataclasses.replace(found, rows=tuple(told.loc[told["kind"] == "mirror", "key"]))
    assert len(claims.publishers(alone)) == 1


def test_a_margin_is_told_in_sentences():
    day = evidence.known_by("2022-10-11")
    told = claims.margin(claims.claim("C38"), day).sentence()
    assert told.endswith("One figure 10 % off would give another verdict.")
    more = claims.margin(claims.claim("C58"), day).sentence()
    assert more == "It rests on 3 publishers. No single row and no single publisher carries it."


def test_the_margin_names_what_a_verdict_hangs_on():
    day = evidence.known_by("2022-10-11")
    assert claims.margin(claims.claim("C32"), day).hangs_on == "one row"
    assert claims.margin(claims.claim("C58"), day).hangs_on == "more"
    assert claims.margin(claims.claim("C38"), day).change_pct == 10


def test_every_rule_is_used_and_every_rule_of_the_ledger_exists():
    assert {c.rule for c in claims.ledger()} == set(claims.RULES)


def test_each_verdict_occurs():
    assert {v.finding.verdict for v in claims.judge_all("2022-10-11")} == set(claims.VERDICTS)


@pytest.mark.parametrize(
    "as_of", ["2022-03-10", "2022-09-25", "2022-10-04", "2022-10-11", "2023-03-01"]
)
def test_no_verdict_rests_on_evidence_published_later(as_of):
    keys = {k for v in claims.judge_all(as_of) for k in v.finding.rows}
    published = evidence.describe(sorted(keys))["published"]
    assert (published <= pd.Timestamp(as_of)).all()


def test_no_verdict_rests_on_remembered_rows_or_on_the_text_itself():
    keys = {k for v in claims.judge_all(None) for k in v.finding.rows}
    assert not set(evidence.describe(sorted(keys))["how_read"]) & {"unverified", "article"}


def test_verdicts_differ_between_25_september_and_the_day_of_the_text():
    early, late = claims.judge_all("2022-09-25"), claims.judge_all("2022-10-11")
    assert (
        sum(a.finding.verdict != b.finding.verdict for a, b in zip(early, late, strict=True)) >= 10
    )


def test_a_checked_claim_names_its_evidence_or_is_pure_arithmetic_on_the_text():
    silent = [
        v.claim.id
        for v in claims.judge_all(None)
        if v.finding.verdict != UNCHECKABLE and not v.finding.rows
    ]
    assert silent == []


def test_hindsight_decides_near_certain_death():
    assert verdict("C48") == UNCHECKABLE
    assert verdict("C48", evidence.known_by(None)) == CONTRADICTED


@pytest.mark.parametrize(
    ("claim_id", "expected"),
    [
        ("C16", SUPPORTED),
        ("C15", SUPPORTED),
        ("C17", CAVEAT),
        ("C18", SUPPORTED),
        ("C05", DEPENDS),
        ("C25", CAVEAT),
        ("C34", DEPENDS),
        ("C47", UNSUPPORTED),
        ("C49", SUPPORTED),
        ("C53", UNCHECKABLE),
        ("C54", UNCHECKABLE),
        ("C55", CAVEAT),
        ("C60", CAVEAT),
    ],
)
def test_the_verdicts_the_evidence_calls_for(claim_id, expected):
    assert verdict(claim_id) == expected


def test_a_repaired_tally_turns_zaporizhzhia_to_supported():
    assert verdict("C17", tallies_with("Zaporizhzhia", ballots_cast="462107")) == SUPPORTED


def test_a_planted_digit_slip_turns_khersons_verdict():
    assert verdict("C18", tallies_with("Kherson", for_votes="407051")) != SUPPORTED


def test_a_tally_below_the_claim_contradicts_it():
    assert (
        verdict("C16", tallies_with("Luhansk", share_for="60.00", for_votes="997564"))
        == CONTRADICTED
    )


def test_maps_that_all_shrink_support_the_land_claim_and_maps_that_all_grow_contradict_it():
    frame = evidence.table("territory_national")
    shrunk, grown = frame.copy(), frame.copy()
    late = frame["as_of"] >= "2022-10-01"
    shrunk.loc[late, "area_km2"] = 1_000.0
    grown.loc[late, "area_km2"] = 500_000.0
    assert verdict("C05", Planted(territory_national=shrunk)) == SUPPORTED
    assert verdict("C05", Planted(territory_national=grown)) == CONTRADICTED


def test_a_published_total_near_the_texts_would_earn_a_caveat():
    frame = evidence.table("emigration_totals")
    row = frame[frame["key"] == "E131"].assign(
        key="E131", central=370_000.0, reported="370000", low=370_000.0, high=370_000.0
    )
    known = Planted(emigration_totals=pd.concat([frame, row]))
    assert verdict("C55", known) == "supported with caveat"


def test_swapping_the_sides_of_a_loss_claim_does_not_soften_the_rule(monkeypatch):
    frame = evidence.table("loss_claims")
    swapped = frame.assign(side=frame["side"].map({"RU": "UA", "UA": "RU"}))
    claim = dataclasses.replace(claims.claim("C58"), subject="UA")
    ours = casualty_rules.loss_magnitude(claims.claim("C58"), evidence.known_by(None))
    monkeypatch.setattr(casualty_rules, "LISTED_SIDE", "UA")
    theirs = casualty_rules.loss_magnitude(claim, Planted(loss_claims=swapped))
    assert (ours.verdict, ours.figures) == (theirs.verdict, theirs.figures)


def test_crossings_are_never_compared_with_persons_and_stand_beside_them():
    found = migration_rules.persons_estimated(claims.claim("C56"), evidence.known_by("2022-10-11"))
    assert {f.unit for f in found.figures} == {"persons"}
    assert "crossings of all ages and purposes" in found.beside


def test_latvias_share_would_be_supported_if_every_record_gave_it():
    frame = evidence.table("baltic_1940")
    frame.loc[(frame["region"] == "Latvia") & (frame["quantity"] == "share_for"), "central"] = 97.5
    frame.loc[
        (frame["region"] == "Latvia") & (frame["quantity"] == "votes_for_bloc"), "central"
    ] = round(0.975 * 1_181_323)
    found = referendum_rules.recorded_share(claims.claim("C25"), Planted(baltic_1940=frame))
    assert found.verdict == SUPPORTED


def test_an_unknown_rule_is_refused_with_the_known_ones():
    with pytest.raises(ClaimError, match="no rule 'gut feeling'; known rules"):
        claims.judge(
            dataclasses.replace(claims.claim("C01"), rule="gut feeling"), evidence.known_by(None)
        )


def test_an_unknown_claim_and_an_unknown_verdict_are_refused():
    with pytest.raises(ClaimError, match="C99"):
        claims.claim("C99")
    with pytest.raises(ClaimError, match="rather true"):
        Finding(verdict="rather true", reason="no.")


def test_no_verdict_is_typed_into_the_ledger():
    ledger = evidence.table("claims")
    assert not set(ledger.columns) & {"verdict", "verdict_now"}
    assert not ledger.isin(claims.VERDICTS).any().any()


def test_the_dated_events_all_lie_in_the_span_of_the_text():
    dated = claims.dated_events("2022-10-11")
    assert len(dated) >= 8
    assert (dated["day"].between(dated["first"], dated["last"])).all()


def test_the_table_to_read_names_the_verdict_now_only_where_it_changed():
    both = claims.listing(claims.verdict_table("2022-10-11").loc[["C16", "C48"]]).table()
    assert both["Now"].tolist() == ["", "contradicted"]
    same = claims.listing(claims.verdict_table("2022-10-11").loc[["C16"]])
    assert list(same.table()) == ["Claim, in our words", "Verdict", "Reason"]
    assert "<caption>Claims of this page" in same._repr_html_()


def test_deaths_of_a_few_months_cannot_contradict_a_near_certainty():
    table = claims.verdict_table("2023-03-01", notebook="03-casualties")
    assert table.loc["C48", "verdict"] == "not supported"
    assert (
        claims.verdict_table("2025-12-01", notebook="03-casualties").loc["C48", "verdict"]
        == "contradicted"
    )


@pytest.mark.parametrize("as_of", ["2022-03-01", "2022-10-11", None])
def test_a_mistyped_day_in_the_ledger_is_a_fault_and_no_verdict(as_of):
    mistyped = dataclasses.replace(
        next(c for c in claims.ledger() if c.rule == "event_on_day"), value="last Fryday"
    )
    with pytest.raises(ChronologyError, match="'last Fryday' is not a date this project reads"):
        claims.judge(mistyped, evidence.known_by(as_of))


@pytest.mark.parametrize("claim_id", ["C49"])
def test_a_negative_count_of_exits_is_a_fault_and_no_verdict(claim_id):
    frame = evidence.table("border_crossings")
    broken = (
        (frame["direction"] == "exit")
        & (frame["geography"] == "Kazakhstan")
        & (frame["unit"] == "crossings")
    )
    frame.loc[broken, ["low", "central", "high"]] = -1.0
    with pytest.raises(FlowError, match="a count of crossings cannot be negative"):
        claims.judge(claims.claim(claim_id), Planted(border_crossings=frame))


def test_an_impossible_constant_is_a_fault_and_no_verdict(monkeypatch):
    monkeypatch.setattr(casualty_rules, "COVERAGE", (0.65, 0.45))
    with pytest.raises(MeasureError, match="coverage_low <= coverage_high"):
        claims.judge(claims.claim("C48"), evidence.known_by(None))


def test_what_was_not_known_by_the_day_is_the_one_error_that_becomes_a_verdict(monkeypatch):
    def silent(claim, known):
        raise evidence.NotKnownError("nothing was counted")

    monkeypatch.setitem(claims.RULES, "silent", silent)
    found = claims.judge(
        dataclasses.replace(claims.claim("C01"), rule="silent"), evidence.known_by("2022-10-11")
    )
    assert found.finding.verdict == UNCHECKABLE
    assert (
        found.finding.reason
        == "No evidence published by 11 October 2022 bears on this: nothing was counted."
    )


@pytest.mark.parametrize(
    ("share", "expected"), [(94.9, SUPPORTED), (95.0, CAVEAT), (100.0, CAVEAT)]
)
def test_one_region_held_wholly_within_a_maps_error_earns_a_caveat(share, expected):
    frame = evidence.table("territory_oblasts")
    frame.loc[(frame["region"] == "Luhansk") & (frame["quantity"] == "share held"), "central"] = (
        share
    )
    assert verdict("C28", Planted(territory_oblasts=frame)) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (374_999.0, "supported with caveat"),
        (375_000.0, "supported with caveat"),
        (375_001.0, UNCHECKABLE),
    ],
)
def test_a_total_counts_as_near_up_to_half_a_unit_of_the_last_digit_printed(printed, expected):
    frame = evidence.table("emigration_totals", as_of="2022-10-11")
    frame = frame[frame["key"] != "E135b"]  # the newspaper that prints 370,000
    row = frame[frame["key"] == "E131"].assign(central=printed, low=printed, high=printed)
    assert verdict("C55", Planted(emigration_totals=pd.concat([frame, row]))) == expected


@pytest.mark.parametrize(("day", "counted"), [("2022-10-11", True), ("2022-10-12", False)])
def test_a_count_of_the_killed_on_the_day_of_the_text_is_near_it_and_one_of_the_day_after_is_not(
    day, counted
):
    frame = evidence.table("loss_claims")
    near = (
        frame["as_of"].between("2022-09-01", "2022-10-11")
        & (frame["side"] == "RU")
        & (frame["unit"] == "killed")
    )
    row = frame[near].iloc[:1].assign(as_of=pd.Timestamp(day), key="PLANTED")
    found = casualty_rules.loss_magnitude(
        claims.claim("C58"),
        Planted(loss_claims=pd.concat([frame[~near], row, frame[near].iloc[1:]])),
    )
    assert ("PLANTED" in found.rows) is counted


def test_the_window_of_a_count_is_that_of_the_count_the_text_gives_for_the_country():
    frame = evidence.table("border_crossings", as_of="2022-10-11")
    told = migration_rules.reported_window(claims.claim("C50"), Planted(border_crossings=frame))
    other = dict(zip(frame["key"], frame["central"], strict=True))
    assert {other[k] for k in told.rows} == {migration_rules.text_parts()["Kazakhstan"].central}


def test_a_renamed_row_of_dated_names_still_decides_the_forecast():
    losses = evidence.table("loss_claims").replace({"key": {"R48": "R48-renamed"}})
    told = claims.judge(claims.claim("C65b"), Planted(loss_claims=losses)).finding
    assert told.verdict == SUPPORTED
    assert "R48-renamed" in told.rows


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"rows_file": "/there/mine.csv", "priors_file": ""}, "not on mine.csv; "),
        ({"rows_file": "", "priors_file": "own.csv"}, "not on own.csv; "),
        ({"rows_file": "a.csv", "priors_file": "b.csv"}, "not on a.csv and b.csv; "),
        ({"rows_file": "", "priors_file": ""}, ""),
    ],
)
def test_verdicts_beside_a_readers_files_say_that_they_rest_on_ours_alone(given, told):
    p = parameters.check(
        as_of="2022-10-11", hindsight=False, level=0.95, draws=200, seed=1, forces="all", **given
    )
    table = claims.verdict_table("2022-10-11", notebook="03-casualties", hindsight=False)
    said = claims.listing(table, p).sentence()
    assert told in said
    assert ("of the project alone" in said) == bool(told)


@pytest.mark.parametrize("notebook", ["02-emigration", "03-casualties"])
def test_pages_that_take_a_readers_files_hand_them_to_the_list_of_verdicts(notebook):
    text = (paths.notebooks() / f"{notebook}.ipynb").read_text(encoding="utf-8")
    assert "claims.listing(verdicts, p)" in text
