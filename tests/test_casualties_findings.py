"""Findings of the dead of both sides: what they say and keep, early and without evidence."""

import json
import math
import re
from dataclasses import replace

import pandas as pd
import pytest
from matplotlib.figure import Figure

import figures
from analysis import casualties, comparison, evidence, facts, parameters, paths, plotting
from analysis.casualties.findings import claims
from analysis.evidence import Evidence
from figures import overprinted
from planted import Planted
from test_shown_numbers import too_exact

KEPT = paths.notebooks() / "facts" / "03-casualties.json"
DAYS = ("2022-04-01", "2022-09-21", "2022-09-26", "2022-10-11", "2023-06-01", "2026-09-01")
DEFAULTS = {
    "as_of": "2022-10-11",
    "hindsight": True,
    "level": 0.95,
    "draws": 2000,
    "seed": 20220923,
    "ratio_low": 2.5,
    "ratio_high": 4.5,
    "forces": "residents",
    "coverage_low": 0.45,
    "coverage_high": 0.65,
}
NO_LATER = Evidence(None, "What was learned later is left out: hindsight is off.")
SILENT = Evidence(None, "Nothing had been announced.")
HELD = Evidence(None)
DRAWN = {
    "russian_losses": plotting.loss_claims,
    "ukrainian_losses": plotting.loss_claims,
    "civilians": plotting.civilians,
    "official": plotting.names_and_official,
    "russian_dead": plotting.synthesis,
    "changed": plotting.sensitivity,
    "russian_weeks": plotting.weekly_deaths,
    "ukrainian_weeks": plotting.deaths_in_all,
    "fit": plotting.sources_fit,
    "series": plotting.rounding_of_a_series,
    "foreseen": plotting.names_arrive,
    "excess": plotting.excess_by_age,
    "peace": plotting.placebo_years,
    "sources": plotting.monthly_ratio,
    "divisor": plotting.deaths_per_claim,
    "risk": plotting.risk_over_time,
    "lists": plotting.model_set,
}
UNCLEAR = re.compile(
    r"\b0 of 0\b|\bnan\b|\bNone\b|\binf\b|Timestamp|np\.|\b1 (?:claims|roots|days|years)\b"
    r"|e\+\d\d|\bTrue\b|\bFalse\b"
)  # what a reader should never meet


def given(**other) -> parameters.Parameters:
    return parameters.check(**(DEFAULTS | other))


def at_the_day(known: Evidence, p) -> dict:
    """Every result that needs only what was known."""
    c, lists = casualties, casualties.four_lists(known, p)
    return {
        "russian_losses": c.losses_claimed(known, "RU"),
        "ukrainian_losses": c.losses_claimed(known, "UA"),
        "civilians": c.civilians_verified(known),
        "official": c.official_and_names(known),
        "behind": c.behind_the_names(known, p),
        "general_staff": c.general_staff_total(known, p),
        "russian_dead": c.weigh_claims(known, p, "RU"),
        "russian_weeks": (weeks := c.weekly_deaths(known, p, "RU")),
        "ukrainian_weeks": c.weekly_deaths(known, p, "UA"),
        "fit": c.how_sources_fit(weeks),
        "changed": c.change_assumptions(known, p, "UA"),
        "series": c.general_staff_series(known),
        "lists": lists,
        "two": c.two_lists(lists, p),
    }


def with_hindsight(known: Evidence, later: Evidence, p) -> dict:
    """Every result of the hindsight."""
    c, foreseen = casualties, casualties.names_foreseen(later)
    return {
        "foreseen": foreseen,
        "expected": c.names_expected(known, foreseen, p),
        "by_year": c.names_by_year(foreseen),
        "tested": c.names_tested(foreseen),
        "excess": c.excess_of_men(later, p),
        "peace": c.years_of_peace(later),
        "with_hiv": c.excess_with_hiv(later, p),
        "sources": c.one_source_or_two(later, p),
        "divisor": c.deaths_for_each_claim(later),
        "risk": c.risk_of_mobilised(later, p),
        "counted": c.counted_later(later, p),
        "year_one": c.first_year(later),
        "ukrainian_later": c.ukrainian_dead_later(later),
    }


def everything(known: Evidence, later: Evidence, p) -> dict:
    return at_the_day(known, p) | with_hindsight(known, later, p)


@pytest.fixture(scope="module")
def found() -> dict:
    return everything(evidence.known_by("2022-10-11"), HELD, given())


@pytest.fixture(scope="module", params=DAYS)
def on_a_day(request) -> dict:
    p = given(as_of=request.param, draws=200)
    known = evidence.known_by(p.day)
    foreseen = casualties.names_foreseen(HELD)
    expected = casualties.names_expected(known, foreseen, p)
    return at_the_day(known, p) | {"foreseen": foreseen, "expected": expected}


def kept_of(results) -> dict:
    return {k: f.as_json() for r in results if hasattr(r, "facts") for k, f in r.facts().items()}


def unclear(text: str) -> list[str]:
    """What of a text is not for a reader."""
    return UNCLEAR.findall(text)


def test_default_evidence_gives_the_facts_kept(found, tmp_path, monkeypatch):
    monkeypatch.setenv("DAY229_OUTPUT", str(tmp_path))
    table = facts.save("03-casualties", *(r for r in found.values() if hasattr(r, "facts")))
    # answers, and deaths by all evidence held now, are other results: see test_answers
    whole = json.loads(KEPT.read_text(encoding="utf-8"))
    named = {k for k in whole if not k.startswith("answer_") and not k.endswith("_russia_now")}
    assert named - {"deaths_russia_all_forces_now", "deaths_ukraine_now"} <= set(table.facts)
    kept = {k: v for k, v in whole.items() if k in table.facts}
    assert len(table) == len(kept)
    (tmp_path / "kept.json").write_text(json.dumps(kept), encoding="utf-8")
    found = comparison.of_files(tmp_path / "kept.json", tmp_path / "facts" / KEPT.name)
    assert [str(d) for d in found] == []


def test_no_fact_is_given_by_two_results(found):
    keys = [k for r in found.values() if hasattr(r, "facts") for k in r.facts()]
    assert len(keys) == len(set(keys))


def test_every_result_speaks_in_whole_sentences_and_shows_no_more_digits_than_are_known(found):
    for name, result in found.items():
        text = result.sentence()
        assert result, name
        assert all(line[0].isupper() or line[0].isdigit() for line in text.splitlines()), name
        assert text.endswith("."), name
        assert unclear(text) == [], name
        assert too_exact(text) == [], name
        assert all(isinstance(row, str) for row in getattr(result, "rows", ())), name


def test_every_table_is_one_for_a_reader(found):
    for name, result in found.items():
        table = result.table()
        cells = [str(v) for v in table.to_numpy().ravel()] + list(table.columns)
        assert len(table), name
        assert all(isinstance(c, str) and "_" not in c for c in table.columns), name
        assert [c for c in cells if unclear(c) or c in {"", "True", "False"}] == [], name
        assert [n for c in cells for n in too_exact(c)] == [], name
        assert "<table" in result._repr_html_(), name


def test_on_early_and_late_days_every_result_speaks(on_a_day):
    for name, result in on_a_day.items():
        assert unclear(result.sentence()) == [], name
        assert [c for c in result.table().to_numpy().ravel() if unclear(str(c))] == [], name


def test_on_early_and_late_days_every_figure_is_drawn_or_said(on_a_day):
    for name, draw in DRAWN.items():
        if name in on_a_day:
            ax = draw(on_a_day[name], ax=Figure().subplots())
            assert (ax is not None) == bool(on_a_day[name]), name
            assert ax is None or len(plotting.drawn(ax)), name


@pytest.mark.parametrize("later", [NO_LATER, SILENT], ids=["hindsight off", "nothing known"])
def test_without_hindsight_each_later_result_says_so_and_is_not_drawn(later):
    results = with_hindsight(evidence.known_by("2022-10-11"), later, given())
    assert {r.sentence() for r in results.values()} == {later.without}
    for name, result in results.items():
        assert not result
        assert result.table().empty
        assert result.facts() == {}
        if name in DRAWN:
            assert DRAWN[name](result, ax=Figure().subplots()) is None


def test_without_evidence_every_result_says_why_and_is_falsy():
    results = everything(SILENT, SILENT, given())
    assert {r.sentence() for r in results.values()} == {SILENT.without}
    assert not any(results.values())
    assert kept_of(results.values()) == {}
    assert [DRAWN[n](results[n]) for n in DRAWN] == [None] * len(DRAWN)


def test_names_of_the_day_are_needed_for_the_names_expected():
    foreseen = casualties.names_foreseen(HELD)
    assert casualties.names_expected(SILENT, foreseen, given()).sentence() == SILENT.without


def test_before_anything_was_published_the_day_is_said():
    known = evidence.known_by("2022-02-25")
    told = "No verified count of civilians had been published by 25 February 2022."
    assert casualties.civilians_verified(known).sentence() == told
    assert not casualties.official_and_names(known)


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_a_figure_on_an_own_axes_leaves_the_rest_of_its_figure_alone(found, name):
    figure = Figure()
    ours, other = figure.subplots(1, 2)
    figure.suptitle("mine")
    assert DRAWN[name](found[name], ax=ours) is ours
    assert overprinted(DRAWN[name], found[name]) == []
    assert figure.get_suptitle() == "mine"
    assert [t.get_text() for t in figure.texts] == ["mine"]
    assert not other.lines
    assert not other.collections
    assert not other.patches
    assert ours.get_title() == ""


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_a_figure_can_be_read_on_a_phone(found, name, tmp_path, monkeypatch):
    figures.read_on_a_phone(DRAWN[name], found[name], tmp_path, monkeypatch)


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_a_figure_knows_its_words(found, name):
    drawing = DRAWN[name].__wrapped__(found[name])
    figures.worded(drawing)
    for text in (drawing.title, drawing.subtitle, drawing.alt):
        assert unclear(text) == []
        assert too_exact(text) == []


def test_the_risk_is_drawn_beside_other_groups(found):
    ax = plotting.risk_of_death(found["risk"], ax=Figure().subplots(), titled=True)
    assert ax.get_title().startswith("A grave risk, not a near certainty: 4.9 % by name")
    assert ax.get_yticklabels()[0].get_text() == "mobilised men"


def test_both_sides_are_told_in_the_same_words(found):
    def stripped(text: str) -> str:
        return re.sub(r"\d[\d,.]*\d|\d|Russian?|Ukrain(?:e|ian)", "", text)

    ukrainian = casualties.weigh_claims(evidence.known_by("2022-10-11"), given(), "UA")
    both = (found["russian_dead"], ukrainian)
    shared = [replace(side, undefined=False).sentence() for side in both]
    assert stripped(shared[0]) == stripped(shared[1])


def test_a_single_claim_is_told_in_the_singular():
    known = evidence.known_by("2022-04-01")
    early = casualties.weigh_claims(known, given(as_of="2022-04-01"), "UA")
    assert early.sentence().startswith("1 claim of 1 root leaves ")
    one = casualties.losses_claimed(known, "UA")
    assert one.sentence() == "Claims of Ukrainian dead say 1,300."


def test_a_total_above_the_names_is_not_called_incomplete(found):
    early = casualties.official_and_names(evidence.known_by("2022-04-01"))
    assert "lies 794 above" in early.sentence()
    assert "cannot be complete" not in early.sentence()
    assert "it cannot be complete" in found["official"].sentence()


def test_assumptions_with_later_reasons_are_counted_on_early_days(found):
    known = evidence.known_by("2022-09-21")
    early = casualties.weigh_claims(known, given(as_of="2022-09-21"), "RU")
    assert early.lent == 3
    assert "published after 21 September 2022" in early.sentence()
    assert "published after" not in found["russian_dead"].sentence()


def test_later_counts_are_found_by_what_they_speak_of_not_by_their_keys(found):
    counted = found["counted"]
    assert list(counted.counts["key"]) == ["R45", "R46", "R47", "R49"]
    assert list(counted.names["key"]) == ["R48"]
    assert counted.reached == 4
    assert found["year_one"].model["key"] == "R52"


def test_a_risk_that_reaches_near_certainty_is_not_called_less(found):
    sure = casualties.risk_of_mobilised(HELD, given(coverage_low=0.04, coverage_high=0.05))
    assert sure.near_certain()
    assert plotting.risk_of_death.__wrapped__(sure).title.startswith("A grave risk: ")


def test_one_coverage_and_one_ratio_are_said_once():
    p = given(coverage_low=1.0, coverage_high=1.0, ratio_low=3.0, ratio_high=3.0)
    risk = casualties.risk_of_mobilised(HELD, p)
    assert "holds 100 % of the dead" in plotting.risk_over_time.__wrapped__(risk).subtitle
    behind = casualties.behind_the_names(evidence.known_by("2022-10-11"), p)
    assert "With 3 wounded for each of the dead" in behind.sentence()


def test_the_tests_of_the_series_say_what_they_found(found):
    series = found["series"]
    other = {"dispersion": 0.4, "digit_pvalue": 0.5, "weekday_pvalue": 0.01}
    smooth = replace(series, tests=replace(series.tests, **other))
    assert "scatter 0.4 times as much" in smooth.sentence()
    assert "so it is smoother than chance" in smooth.sentence()
    assert "than chance allows (p = 0.5). Weekdays differ" in smooth.sentence()
    assert "156 times" in series.sentence()


def test_the_largest_and_the_least_later_statement_of_ukrainian_dead_are_named(found):
    told = found["ukrainian_later"].sentence()
    assert "10,000-13,000 (Podolyak, December 2022) at least" in told
    assert "125,000-150,000 (CSIS, June 2026) at most" in told


def test_the_list_of_names_is_sorted_by_day_and_holds_one_list():
    names = claims.listed(HELD)
    assert names["as_of"].is_monotonic_increasing
    assert set(names["list"]) == {"named"}
    assert math.isfinite(names["central"].max())


def test_a_planted_sentence_without_sense_is_caught():
    assert unclear("exceed 0 of 0 estimates, nan dead by None, 1 claims, 1.6e+02 times")


def test_totals_of_both_sides_are_held_to_the_names_by_one_rule():
    found = casualties.totals_below_names(evidence.known_by(None))
    below = found.below.set_index("key")
    assert {"R03", "R46", "R47", "U11", "U15"} == set(below.index)
    assert not below.loc["R47", "wholly"]
    assert below.drop("R47")["wholly"].all()
    assert "cannot be complete, whoever gave them" in str(found)


def test_exchanged_sides_exchange_the_totals_below_the_names():
    held = evidence.known_by(None).table("loss_claims")
    other = held.assign(side=held["side"].map({"RU": "UA", "UA": "RU"}))
    lists = evidence.known_by(None).table("named_deaths").iloc[:0]
    by_side = [
        casualties.totals_below_names(Planted(loss_claims=f, named_deaths=lists)).below["side"]
        for f in (held, other)
    ]
    assert by_side[0].map({"RU": "UA", "UA": "RU"}).tolist() == by_side[1].tolist()


def test_a_total_with_an_open_end_or_above_the_names_is_not_called_incomplete():
    held = evidence.known_by(None).table("loss_claims")
    names, total = held[held["key"] == "U16"], held[held["key"] == "U15"]
    enough = total.assign(low=90_000, central=90_000, high=90_000)
    found = casualties.totals_below_names(Planted(loss_claims=pd.concat([names, enough])))
    assert found.below.empty
    assert "none lies below" in str(found)
    early = total.assign(as_of=pd.Timestamp("2025-01-01"))
    assert not casualties.totals_below_names(Planted(loss_claims=pd.concat([names, early])))


def test_one_ratio_of_wounded_leaves_one_number_of_dead_and_no_range_of_it():
    p = parameters.check(
        as_of="2022-10-11",
        hindsight=False,
        level=0.95,
        draws=200,
        seed=1,
        ratio_low=3.0,
        ratio_high=3.0,
    )
    known = evidence.known_by(p.day)
    told = casualties.general_staff_total(known, p).sentence()
    assert "(" not in told
