"""Every rule weighs bounds, qualifiers and units alike; what it takes is declared and checked."""

import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import claims, evidence
from analysis.claims import declaring
from analysis.claims.ledger import (
    CAVEAT,
    CONTRADICTED,
    DEPENDS,
    SUPPORTED,
    UNCHECKABLE,
    UNSUPPORTED,
    ClaimError,
)
from analysis.quantities import UNITS, UnitError, parse
from analysis.quantities.vocabulary import QUALIFIERS

DAY = evidence.known_by("2022-10-11")
HARSHNESS = {
    SUPPORTED: 0,
    CAVEAT: 1,
    DEPENDS: 2,
    UNCHECKABLE: 3,
    UNSUPPORTED: 3,
    CONTRADICTED: 4,
}  # nobody prints a number beyond all, and none supports it: alike
WEIGHED = sorted(n for n, t in claims.TAKES.items() if t.value == "quantity")
SAID = {
    "exact": "{}",
    "about": "about {}",
    "almost": "almost {}",
    "more than": "more than {}",
    "less than": "less than {}",
    "range": "{} to {}",
    "vague": "several",
}


def of_rule(name):
    """A claim of the ledger whose rule finds evidence, and all that was known when it does."""
    found = [(c, k) for c in claims.ledger() if c.rule == name for k in (DAY, LATER)]
    decided = [f for f in found if claims.judge(*f).finding.verdict != UNCHECKABLE]
    return (decided or found)[0]


LATER = evidence.known_by(None)
CLAIMS = {name: of_rule(name) for name in WEIGHED}


def printed(value):
    return f"{value:.0f}" if value >= 20 else f"{value:.1f}"


def verdict(name, text):
    claim, known = CLAIMS[name]
    return claims.judge(replace(claim, value=text), known).finding.verdict


def size(name):
    """Number around which a rule's bounds are tried."""
    claim, _ = CLAIMS[name]
    return parse(claim.value).central if claim.value else 50.0


@pytest.mark.parametrize("name", WEIGHED)
@settings(max_examples=8, deadline=None, derandomize=True)
@given(pair=st.tuples(st.floats(-1.3, 1.3), st.floats(-1.3, 1.3)))
def test_a_larger_bound_is_never_judged_in_the_wrong_direction(name, pair):
    most = 100.0 if "%" in claims.TAKES[name].units else float("inf")
    small, large = (printed(min(size(name) * 10**p, most)) for p in sorted(pair))
    for words, smaller_is_milder in (("more than", True), ("less than", False)):
        if words not in claims.TAKES[name].qualifiers:
            continue
        here, there = (HARSHNESS[verdict(name, f"{words} {n}")] for n in (small, large))
        assert here <= there if smaller_is_milder else here >= there, (small, large)


@pytest.mark.parametrize("name", WEIGHED)
@pytest.mark.parametrize("qualifier", SAID)
def test_every_qualifier_is_weighed_or_refused_by_name(name, qualifier):
    number = printed(size(name) or 1.0)
    text = SAID[qualifier].format(number, printed(2 * float(number)))
    assert parse(text).qualifier == qualifier
    if qualifier in claims.TAKES[name].qualifiers:
        assert verdict(name, text) in claims.VERDICTS
    else:
        with pytest.raises(ClaimError, match=f"rule {name} weighs values that are"):
            verdict(name, text)


@pytest.mark.parametrize("role", QUALIFIERS)
def test_every_word_for_a_bound_is_read_in_a_claim(role):
    for word in QUALIFIERS[role].split("|"):
        assert verdict("reported_entries", f"{word} 200,000") in claims.VERDICTS, word


@pytest.mark.parametrize("name", sorted(set(claims.TAKES)))
def test_a_claim_in_another_unit_is_refused_by_every_rule(name):
    claim = next(c for c in claims.ledger() if c.rule == name)
    others = {*UNITS, ""} - set(claims.TAKES[name].units)
    assert others
    for unit in sorted(others):
        with pytest.raises(UnitError, match=f"{claim.id}: rule {name} takes the unit"):
            claims.judge(replace(claim, unit=unit), DAY)


def judged(claim_id, **changed):
    return claims.judge(replace(claims.claim(claim_id), **changed), DAY).finding


def test_a_share_that_only_the_printed_votes_give_is_not_contradicted():
    found = judged("C17", value="79.52")
    assert found.verdict == CAVEAT
    assert "93.11 % was announced" in found.reason
    assert judged("C17", value="79.9").verdict == CONTRADICTED


def test_an_official_who_said_more_than_200000_said_more_than_100000():
    assert judged("C44", value="more than 100,000").verdict == SUPPORTED
    assert judged("C44", value="more than 250,000").verdict == CONTRADICTED
    assert judged("C44", value="100,000").verdict == CONTRADICTED


def test_a_count_of_more_than_200000_is_one_of_more_than_150000():
    found = judged("C49", value="more than 150,000")
    assert found.verdict == SUPPORTED
    assert "more than 200,000" in found.reason


def test_about_200000_is_read_by_every_rule_that_takes_it():
    assert judged("C49", value="about 200,000").verdict == SUPPORTED
    assert judged("C44", value="about 200,000").verdict == SUPPORTED


def test_persons_are_never_judged_against_crossings():
    with pytest.raises(UnitError, match="takes the unit crossings, found 'persons'"):
        judged("C49", value="150,000", unit="persons")
    with pytest.raises(UnitError, match="takes the unit persons, found 'crossings'"):
        judged("C56", unit="crossings")


def test_a_total_below_its_parts_is_told_as_less_not_as_a_negative_shortfall():
    found = judged("C55", value="300,000")
    assert "-9,000" not in found.reason
    assert "9,000 more than 300,000" in found.reason
    assert judged("C55", value="more than 300,000").verdict == SUPPORTED


def test_a_claim_of_another_wave_names_its_own_days():
    early = {"since": "2022-02-24", "until": "2022-04-11", "value": "130,000"}
    found = judged("C49", **early)
    assert "Reported for 24 February to 11 April 2022: 130,000 crossings." in found.reason
    assert found.verdict == CAVEAT  # the one publisher is of low standing
    assert judged("C49", value="130,000").rows != found.rows


def test_a_window_without_its_count_in_the_ledger_says_so():
    with pytest.raises(ClaimError, match="no claim of reported_entries into Finland"):
        judged("C50", subject="Finland")


def test_the_ledger_gives_every_rule_what_it_takes():
    assert [p for c in claims.ledger() for p in claims.amiss(c, LATER)] == []


@pytest.mark.parametrize(
    ("claim_id", "changed", "told"),
    [
        ("C49", {"subject": "Kazahstan"}, "says 'Kazahstan'; did you mean 'Kazakhstan'?"),
        ("C12", {"subject": "annexation|region"}, "did you mean 'regions'?"),
        ("C12", {"subject": "annexation"}, "takes the subject 'event|aspect', found 'annexation'"),
        ("C49", {"unit": "crossing"}, "found 'crossing'; did you mean 'crossings'?"),
        ("C49", {"value": ""}, "takes a value: quantity; found none"),
        ("C49", {"value": "lots"}, "'lots' could not be read"),
        ("C01", {"value": "3"}, "takes no value, found '3'"),
        ("C20", {"value": "last Fryday"}, "not a date this project reads"),
        ("C10", {"value": "one day"}, "takes the value 'same day', found 'one day'"),
        ("C58", {"since": ""}, "needs since: a day as YYYY-MM-DD"),
        ("C58", {"since": "2023-01-01"}, "since 2023-01-01 is after until 2022-10-11"),
        ("C65b", {"value": "less than 5000"}, "weighs values that are exact"),
        ("C03", {"rule": "days_elapsd"}, "did you mean 'days_elapsed'?"),
    ],
)
def test_what_a_claim_does_not_give_is_told_with_the_near_miss(claim_id, changed, told):
    problems = claims.amiss(replace(claims.claim(claim_id), **changed), LATER)
    assert told in "; ".join(problems)


def test_a_subject_without_rows_is_in_order_only_where_it_was_sought_in_vain():
    sought = set(LATER.table("searches")["claim"])
    for claim in (c for c in claims.ledger() if c.rule == "fact_as_described"):
        told = claims.amiss(replace(claim, subject="nowhere|never"), LATER)
        assert bool(told) is (claim.id not in sought)


def test_a_rule_of_the_library_cannot_be_replaced_and_a_readers_own_can_be_said_again():
    def reported_entries(claim, known):
        raise NotImplementedError

    with pytest.raises(ClaimError, match=r"'reported_entries' is taken by analysis\.claims"):
        claims.rule(units=("text",))(reported_entries)

    def own(claim, known):
        return claims.Finding(verdict=SUPPORTED, reason="Said so.")

    for _ in range(2):
        claims.rule(units=("text",))(own)
    told = claims.judge(replace(claims.claim("C01"), rule="own"), DAY).finding
    claims.RULES.pop("own"), claims.TAKES.pop("own")
    assert told.verdict == SUPPORTED


def test_the_list_of_rules_says_what_each_does():
    for told in claims.declared():
        assert told["does"].endswith(".") or told["does"].endswith("?"), told["rule"]
        assert set(told["rule"]) <= set(string.ascii_lowercase + "_")


@pytest.mark.parametrize(
    ("text", "found", "agrees"),
    [
        ("more than 100", (200, 200, float("inf")), True),
        ("more than 300", (200, 200, float("inf")), False),
        ("less than 100", (50, 60, 70), True),
        ("less than 100", (50, 60, 170), False),
        ("about 100", (120, 120, 120), True),
        ("100", (120, 120, 120), False),
        ("several", (3, 3, 3), True),
    ],
)
def test_what_was_found_is_what_a_claim_says_counted_by_hand(text, found, agrees):
    assert declaring.within(parse(text), *found) is agrees
