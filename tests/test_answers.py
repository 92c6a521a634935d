"""The five answers: one wording, out of facts, that says what it does not know."""

import pytest

from analysis import (
    answers,
    casualties,
    chronology,
    evidence,
    facts,
    migration,
    parameters,
    paths,
    referendum,
    session,
)
from analysis.claims import claim, text_parts
from analysis.cleaning import assumptions
from analysis.results import Fact, NothingKnown


def planted(value, low=None, high=None, unit="killed", rows=("RT01",)) -> Fact:
    return Fact(value=value, low=low, high=high, unit=unit, basis="planted", rows=rows)


@pytest.fixture(scope="module")
def p():
    given = {"as_of": "2022-10-11", "hindsight": True, "level": 0.95, "draws": 500, "seed": 1}
    return parameters.check(**given)


def abroad(known, p) -> tuple:
    estimate = migration.still_abroad(known, assumptions(""), p)
    printed = migration.printed_total(known, text_parts(), claim("C55"))
    return estimate, printed, migration.no_assumption(estimate)


def test_the_answers_of_the_day_hold_the_numbers_of_their_facts(p):
    known = evidence.known_by(p.day)
    audits = referendum.audit_all(known, p)
    share = audits.facts()["zaporizhzhia_share_from_counts_pct"]
    told = answers.answer("referendums", audits)
    assert f"{share.value:.1f} %" in told.words
    assert set(share.rows) == set(told.rows)
    since = chronology.land_since_week_one(known)
    told = answers.answer("land", since).words
    assert told.startswith("It depends on the map")
    for fact in since.facts().values():
        assert f"{abs(fact.value):.0f} % {'less' if fact.value < 0 else 'more'}" in told


def test_the_answer_on_persons_says_for_what_the_printed_number_is_wrong(p):
    found = abroad(evidence.known_by(p.day), p)
    told = answers.answer("abroad", *found)
    assert found[0].in_words in told.words
    assert "370,000 is too high for persons who stayed away and too low for crossings" in told.words
    assert told.facts()["answer_abroad"].unit == "sentence"


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(1e5, 3e5, "too high"), (1e5, 5e5, "within the range"), (4e5, 5e5, "too low")],
)
def test_a_printed_number_is_held_against_both_ends(low, high, word):
    found = {
        "left_and_stayed_persons": planted((low + high) / 2, low, high),
        "left_and_stayed_on": planted("2022-10-11", unit="date"),
        "named_parts_sum_crossings": planted(309_000),
        "unattributed_crossings": planted(61_000),
    }
    told = answers.answer("abroad", found).words
    assert f"The text's 370,000 is {word} for persons" in told
    assert told.endswith("it counts crossings.")


@pytest.mark.parametrize("on", ["2022-09-22", "2022-10-16"])
def test_persons_of_another_day_are_not_held_against_the_text_nor_passed_off_as_its_day(on):
    found = {
        "left_and_stayed_persons": planted(1_900, 640, 6_400),
        "left_and_stayed_on": planted(on, unit="date"),
        "left_and_stayed_persons_now": planted(260_000, 194_000, 374_000),
        "named_parts_sum_crossings": planted(309_000),
        "unattributed_crossings": planted(61_000),
        "entries_printed_crossings": planted(643),
    }
    told = answers.answer("abroad", found).words
    assert "260,000 (194,000 to 374,000) on 11 October 2022." in told
    assert "The text's" not in told


def test_both_sides_are_told_in_the_same_words_then_and_now():
    russian, ukrainian = planted(24_508, 15_543, 41_567), planted(28_626, 12_959, 67_794)
    then = {"deaths_russia_all_forces": russian, "deaths_ukraine": ukrainian}
    told = answers.answer("dead", then).words
    assert told == (
        "About 25,000 (16,000 to 42,000) on the Russian side and 29,000 (13,000 to 68,000) on the "
        "Ukrainian, all forces, by all that was known then."
    )
    now = {"deaths_russia_all_forces_now": ukrainian, "deaths_ukraine_now": russian}
    told = answers.answer("dead", then, now).words
    assert "by what is known now 29,000 (13,000 to 68,000) on the Russian side and 25,000" in told


@pytest.mark.parametrize(
    ("isw", "live", "word"),
    [
        ((-10, -16, -5), (-3, -4, -1), "Yes"),
        ((10, 5, 16), (3, 1, 4), "No"),
        ((-10, -16, 5), (-3, -4, -1), "It depends"),
    ],
)
def test_maps_that_agree_give_one_answer(isw, live, word):
    found = {"isw_area_change_pct": planted(*isw), "liveuamap_area_change_pct": planted(*live)}
    assert answers.answer("land", found).words.startswith(word)


def test_near_certainty_is_refused_only_below_its_threshold():
    low, high = planted(9, 7.5, 10.8), planted(80, 60, 95)
    assert answers.answer("mobilised", {"mobilised_risk_of_death_pct": low}).words.startswith("No:")
    told = answers.answer("mobilised", {"mobilised_risk_of_death_pct": high}).words
    assert told.startswith("It cannot be excluded")


@pytest.mark.parametrize("name", answers.QUESTIONS)
def test_without_evidence_an_answer_says_so_and_gives_no_fact(name):
    told = answers.answer(name)
    assert isinstance(told, NothingKnown)
    assert told.facts() == {}
    assert told.sentence().endswith("What is known by the day gives no answer.")


def test_before_the_votes_the_results_themselves_lead_to_no_answer(p):
    early = evidence.known_by("2022-02-01")
    assert not answers.answer("land", chronology.land_since_week_one(early))
    assert not answers.answer("abroad", *abroad(early, p))


def test_an_unknown_question_and_a_missing_fact_are_refused():
    with pytest.raises(facts.FactError, match="no question 'weather'; wanted one of referendums"):
        answers.answer("weather")
    with pytest.raises(facts.FactError, match="no fact 'isw_area_change_pct' in this run"):
        answers.said("land", {})


def test_readme_and_stored_answers_are_the_one_wording():
    kept = facts.read_all(paths.notebooks() / "facts")
    told = answers.as_markdown(kept)
    assert told in (paths.root() / "README.md").read_text(encoding="utf-8")
    stored = {n: kept[f"answer_{n}"]["value"] for n in answers.QUESTIONS if f"answer_{n}" in kept}
    assert stored == {n: answers.said(n, kept) for n in stored}


def test_what_is_known_now_has_names_of_its_own_and_nothing_without_hindsight():
    own = {"ratio_low": 2.5, "ratio_high": 4.5, "forces": "all", "draws": 500, "seed": 1}
    early = parameters.check(as_of="2022-04-30", hindsight=True, level=0.95, **own)
    then, now = (evidence.known_by(d) for d in (early.day, None))
    assert list(casualties.weekly_deaths(then, early, "UA").facts()) == ["deaths_ukraine"]
    assert list(casualties.weekly_deaths(now, early, "UA").facts()) == ["deaths_ukraine_now"]
    off = session.begin({**own, "as_of": "2022-10-11", "hindsight": False, "level": 0.95})[2]
    told = casualties.weekly_deaths(off, early, "RU")
    assert isinstance(told, NothingKnown)
    assert answers.answer("dead", told).facts() == {}
