"""Findings of notebook 04: facts kept, empty evidence that speaks, early days, own axes."""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from matplotlib.figure import Figure

import figures
from analysis import chronology, claims, evidence, parameters, paths, plotting, session

DEFAULTS = {
    "as_of": "2022-10-11",
    "hindsight": True,
    "level": 0.95,
    "draws": 2000,
    "seed": 20220923,
}
EARLY = ("2022-04-01", "2022-09-21", "2022-09-26", "2022-10-11")
FIGURES = {
    "dates": plotting.dates_in_text,
    "maps": plotting.area_series,
    "since": plotting.area_changes,
    "regions": plotting.oblasts_held,
}
WITH_FACTS = ("written", "since", "regions")
NONSENSE = re.compile(r"\b(nan|NaT|None\b(?! of)|0 of 0|no of|inf|True|False)\b|  ")


def results_of(p, known, later, dated, verdicts) -> dict:
    since = chronology.land_since_week_one(known)
    return {
        "at_hand": chronology.at_hand(known, verdicts),
        "written": chronology.day_of_text(known, claims.claim("C03")),
        "dates": chronology.dates_in_text(known, dated),
        "maps": chronology.maps_over_time(known),
        "since": since,
        "apart": chronology.makers_apart(known, since, p),
        "shares": chronology.share_of_ukraine(known),
        "regions": chronology.regions_held(known),
        "quoted": chronology.quoted_words(known, claims.ledger()),
        "year_end": chronology.land_by_year_end(later),
    }


def everything(**changed) -> dict:
    """All results of the notebook under some parameters, by name."""
    p, known, later = session.begin(DEFAULTS | changed)
    verdicts = claims.verdict_table(p.as_of, notebook="04-chronology", hindsight=p.hindsight)
    return results_of(p, known, later, claims.dated_events(p.as_of), verdicts)


@pytest.fixture(scope="module")
def of_the_day():
    return everything()


@pytest.fixture(scope="module")
def with_nothing():
    """Results of no evidence at all, on the day and later."""
    none = evidence.Evidence(None, "Nothing is held.")
    p = session.begin(DEFAULTS)[0]
    found = results_of(p, none, none, claims.dated_events("2022-10-11"), pd.DataFrame({"kind": []}))
    return {name: result for name, result in found.items() if name != "at_hand"}


def words(result) -> str:
    """Everything a result says in sentences and tables."""
    cells = result.table().astype(str).to_numpy().ravel()
    return "\n".join([result.sentence(), *map(str, result.table().columns), *cells])


def test_the_facts_are_those_kept(of_the_day):
    file = paths.notebooks() / "facts" / "04-chronology.json"
    kept = json.loads(file.read_text(encoding="utf-8"))
    kept = {k: v for k, v in kept.items() if not k.startswith("answer_")}  # see test_answers
    told = [of_the_day[name].facts() for name in WITH_FACTS]
    assert {k: f.as_json() for one in told for k, f in one.items()} == kept
    assert sum(map(len, told)) == len(kept)  # one fact is given by one result


def test_the_tables_behind_the_figures_are_those_kept(of_the_day, tmp_path):
    kept = paths.notebooks() / "figures" / "04-chronology"
    for name, draw in FIGURES.items():
        drawing = draw.__wrapped__(of_the_day[name])
        file = tmp_path / f"{drawing.name}.csv"
        drawing.table.to_csv(file, index=False, lineterminator="\n", float_format="%.10g")
        assert file.read_text(encoding="utf-8") == (kept / file.name).read_text(encoding="utf-8")


def test_results_without_evidence_are_falsy_and_say_so(with_nothing):
    for name, result in with_nothing.items():
        assert not result, name
        assert result.sentence() == "Nothing is held."
        assert result.facts() == {}
        assert result.table().empty


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_nothing_is_not_drawn(with_nothing, name):
    ax = Figure().subplots()
    assert FIGURES[name](with_nothing[name], ax=ax) is None
    assert not ax.has_data()


@pytest.mark.parametrize("as_of", EARLY)
def test_early_days_speak_without_nonsense_and_draw_on_given_axes(as_of):
    found = everything(as_of=as_of, hindsight=False)
    for name, result in found.items():
        assert not NONSENSE.search(words(result)), (name, words(result))
        assert result.sentence().endswith("."), name
    for name, draw in FIGURES.items():
        ax = Figure().subplots()
        assert (draw(found[name], ax=ax) is not None) == bool(found[name])
    assert found["year_end"].sentence() == session.NO_HINDSIGHT


def test_before_the_first_publication_the_day_of_the_text_is_unknown():
    early = evidence.known_by("2022-02-25")
    told = "No day from which the text counts had been published by 25 February 2022."
    assert chronology.day_of_text(early, claims.claim("C03")).sentence() == told


def test_an_old_map_does_not_stand_for_the_day_and_the_finding_says_so():
    found = everything(as_of="2022-07-20", hindsight=False)
    told = "Recent maps are too few to set ISW and Liveuamap side by side"
    assert found["maps"].finding == told
    assert not found["since"]
    assert found["since"].sentence().startswith("No map series known by 20 July 2022 covers both")
    assert found["apart"] is found["since"]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_can_be_read_on_a_phone(of_the_day, name, tmp_path, monkeypatch):
    figures.read_on_a_phone(FIGURES[name], of_the_day[name], tmp_path, monkeypatch)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_on_given_axes_touches_nothing_else(of_the_day, name):
    figures.touches_nothing_else(FIGURES[name], of_the_day[name])


@pytest.mark.parametrize("name", FIGURES)
def test_a_figures_title_is_short_and_its_words_are_whole(of_the_day, name):
    figures.speaks(FIGURES[name].__wrapped__(of_the_day[name]), NONSENSE)


def test_results_show_sentence_and_table_as_html_without_an_index(of_the_day):
    for result in of_the_day.values():
        assert result._repr_html_().startswith("<p>")
        assert result.table().index.tolist() == list(range(len(result.table())))


def test_an_event_outside_the_days_allowed_is_counted_and_marked(of_the_day):
    events = of_the_day["dates"].events.copy()
    events.loc[0, "day"] = events.loc[0, "last"] + pd.Timedelta(days=1)
    moved = replace(of_the_day["dates"], events=events)
    assert moved.finding == "8 of 9 dated events fell on a day the text allows"
    assert moved.table()["Agrees"].tolist() == ["no"] + ["yes"] * 8
    first = replace(moved, events=events.head(1))
    assert first.sentence() == "The one dated event known fell on no day the text allows."
    last = replace(moved, events=events.tail(1))
    assert last.sentence() == "The one dated event known fell on a day the text allows."


def test_maps_that_agree_and_maps_that_cannot_say_are_told_as_such(of_the_day):
    since = of_the_day["since"]
    of_isw = tuple(c for c in since.changes if c.family == "ISW")
    assert replace(since, changes=of_isw).finding == "Less land than after week one by ISW"
    of_others = tuple(c for c in since.changes if c.family != "ISW")
    more = "More land than after week one by Liveuamap"
    assert replace(since, changes=of_others).finding == more
    no_sign = (replace(of_isw[0], change_pct=3.0), *of_isw[1:])
    none = "No map says whether less land was held than after week one"
    assert replace(since, changes=no_sign).finding == none


def test_one_maker_alone_is_not_compared(of_the_day):
    since = of_the_day["since"]
    of_isw = tuple(c for c in since.changes if c.family == "ISW")
    p, early, _ = session.begin(DEFAULTS | {"as_of": "2022-07-20"})
    alone = chronology.makers_apart(early, replace(since, changes=of_isw), p)
    assert not alone
    assert "Fewer than two makers" in alone.sentence()


def test_two_makers_leave_the_sign_open_and_say_so(of_the_day):
    apart = of_the_day["apart"]
    assert [c.makers for c in apart.compared] == [("ISW", "Liveuamap")]
    assert apart.sentence().count("they cannot say whether less land was held") == 1
    assert apart.table()["95 % interval, %"].tolist() == ["-87 to +778"]
    assert "chance" not in words(apart).lower()


def test_a_third_maker_known_later_leaves_the_sign_open_too():
    known = evidence.known_by("2023-12-31")
    p = parameters.check(as_of="2023-12-31", hindsight=False, level=0.95, draws=100, seed=1)
    apart = chronology.makers_apart(known, chronology.land_since_week_one(known), p)
    assert [len(c.makers) for c in apart.compared] == [2, 3]
    assert apart.sentence().count("they cannot say whether less land was held") == 2


def test_makers_that_agree_say_less_or_more(of_the_day):
    one = of_the_day["apart"].compared[0]
    for shift, told in ((-0.5, "less land was held"), (0.5, "more land was held")):
        effects = chronology.random_effects([shift, shift + 0.001], [1e-6, 1e-6])
        assert replace(one, effects=effects).verdict == told


def test_a_region_held_whole_is_not_held_in_part(of_the_day):
    held = of_the_day["regions"].held.copy()
    held.loc[held["region"] == "Luhansk", "central"] = 100.0
    told = replace(of_the_day["regions"], held=held).sentence()
    assert told.startswith("3 of 4 regions were held only in part on the map of 11 October 2022: ")
    held["central"] = 100.0
    whole = replace(of_the_day["regions"], held=held)
    assert whole.finding.startswith("None of 4 regions were held only in part, ")
    held["central"] = 50.0
    part = replace(of_the_day["regions"], held=held).sentence()
    assert part.startswith("All 4 regions were held only in part on the map")
    assert "may be held wholly" not in part


def test_page_and_claim_say_the_same_of_a_region_held_within_a_maps_error(of_the_day):
    words = "a map errs by 5 points, so Luhansk may be held wholly"
    assert words in of_the_day["regions"].sentence()
    judged = claims.judge(claims.claim("C28"), evidence.known_by("2022-10-11")).finding
    assert words in judged.reason


def test_the_exact_findings_of_the_day_are_told(of_the_day):
    told = "Tuesday 11 October 2022. With the first day counted as day 1"
    assert told in of_the_day["written"].sentence()
    assert "by a factor of 1.26" in of_the_day["apart"].sentence()
    assert not of_the_day["shares"]  # the page with shares is not known before the end of the year
    assert of_the_day["maps"].finding.startswith("ISW and Liveuamap lay 35,900 km2 apart")


def test_quotations_are_named_by_the_claim_they_belong_to(of_the_day):
    table = of_the_day["quoted"].table()
    assert table["Quotation"].str.match(r"C\d+: ").all()
    assert table["Source"].str.len().min() > 0


def test_quotations_of_no_claim_are_named_by_their_event():
    unnamed = chronology.quoted_words(evidence.known_by("2022-10-11"), [])
    assert "bluff words" in set(unnamed.table()["Quotation"])
