"""Findings of notebook 02: facts kept, empty evidence that speaks, early days, own axes."""

import json
import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

import figures
from analysis import claims, cleaning, evidence, migration, parameters, paths, plotting, session
from analysis.plotting.abroad_figures import _narrowing

DEFAULTS = {
    "as_of": "2022-10-11",
    "hindsight": True,
    "level": 0.95,
    "draws": 2000,
    "seed": 20220923,
    "window_start": "2022-09-21",
    "baseline": "all",
    "priors_file": "",
}
EARLY = ("2022-04-01", "2022-09-21", "2022-09-22", "2022-09-26", "2022-10-04")
FIGURES = {
    "printed": plotting.parts_and_remainder,
    "sums": plotting.sums_near,
    "flows": plotting.entries_and_exits,
    "usual": plotting.above_normal,
    "abroad": plotting.account,
    "bounds": plotting.without_assumption,
    "totals": plotting.totals_beside_estimate,
    "matters": plotting.what_matters,
    "men": plotting.age_pyramid,
    "usual_later": plotting.above_normal,
    "path": plotting.as_it_became_known,
    "totals_later": plotting.totals_beside_estimate,
}
WITH_FACTS = ("printed", "sums", "usual", "abroad", "bounds", "men", "usual_later", "path")
REMARKS = (
    "days",
    "filled",
    "assumed",
    "spring",
    "arrivals",
    "called",
    "stock",
    "persons",
    "call_up",
)
STARTS = ("2022-09-17", "2022-09-19", "2022-09-20", "2022-09-21")
REFUSED_STARTS = (
    "2022-09-16",
    "2022-09-22",
    "2022-10-10",
    "2022-10-11",
    "2022-10-12",
    "2023-01-01",
)
LATER = ("usual_later", "stock", "persons", "path", "totals_later", "call_up")


def everything(**changed) -> dict:
    """All results of the notebook under some parameters, by the names it gives them."""
    p, known, later = session.begin(DEFAULTS | changed)
    return results_of(p, known, later, cleaning.assumptions(str(p.extra["priors_file"])))


def results_of(p, known, later, priors) -> dict:
    printed = migration.printed_total(known, claims.text_parts(), claims.claim("C55"))
    abroad = migration.still_abroad(known, priors, p)
    men = migration.men_of_the_wave(known, printed, abroad)
    verdicts = claims.verdict_table(p.as_of, notebook="02-emigration", hindsight=p.hindsight)
    return {
        "at_hand": migration.at_hand(known, p, verdicts),
        "printed": printed,
        "sums": migration.sums_near(known, printed),
        "flows": migration.in_and_out(known),
        "days": migration.single_days(known),
        "usual": migration.above_usual(known, p),
        "abroad": abroad,
        "bounds": migration.no_assumption(abroad),
        "assumed": migration.pure_assumption(abroad),
        "spring": migration.assumptions_in_spring(known, priors, p),
        "filled": abroad.filled_days(),
        "totals": migration.totals_of_the_day(known, abroad, printed),
        "matters": migration.what_matters(abroad, p),
        "men": men,
        "arrivals": migration.men_among_arrivals(known, men),
        "called": migration.called_against_left(known, abroad),
        "usual_later": migration.above_usual_later(later),
        "stock": migration.stock_beside_flows(later),
        "persons": migration.persons_and_crossings(later),
        "path": migration.by_day_of_knowledge(later, priors, p),
        "totals_later": migration.totals_published_later(later, abroad, printed, p),
        "call_up": migration.call_up(later),
    }


@pytest.fixture(scope="module")
def of_the_day():
    return everything()


@pytest.fixture(scope="module")
def with_nothing():
    """Results of no evidence at all, on the day and later."""
    none = evidence.Evidence(None, "Nothing is held.")
    p = parameters.check(**(DEFAULTS | {"draws": 100}))
    return results_of(p, none, none, cleaning.assumptions())


def words(result) -> str:
    """Everything a result says in sentences and tables."""
    cells = result.table().astype(str).to_numpy().ravel()
    return "\n".join([result.sentence(), *map(str, result.table().columns), *cells])


NONSENSE = re.compile(
    r"\bnan\b|\bNaT\b|None\b(?! of)|\b0 of 0\b|\bno of\b|\binf\b|by 1 yardsticks|"
    r"\bTrue\b|\bFalse\b|  "
)


def test_the_facts_are_those_kept(of_the_day):
    file = paths.notebooks() / "facts" / "02-emigration.json"
    kept = json.loads(file.read_text(encoding="utf-8"))
    kept = {k: v for k, v in kept.items() if not k.startswith("answer_")}  # see test_answers
    told = [of_the_day[name].facts() for name in WITH_FACTS]
    found = {k: f.as_json() for one in told for k, f in one.items()}
    assert found.keys() == kept.keys()
    assert sum(map(len, told)) == len(kept)  # one fact is given by one result
    for key, fact in kept.items():
        numbers = {k: v for k, v in fact.items() if isinstance(v, int | float)}
        assert {k: found[key][k] for k in numbers} == pytest.approx(numbers, rel=1e-9)
        assert {k: v for k, v in found[key].items() if k not in numbers} == {
            k: v for k, v in fact.items() if k not in numbers
        }


@pytest.mark.parametrize("name", [n for n in FIGURES if n != "printed"])
def test_a_result_without_evidence_is_falsy_and_says_so(with_nothing, name):
    assert not with_nothing[name]
    assert with_nothing[name].sentence().endswith(".")
    assert not NONSENSE.search(words(with_nothing[name]))
    ax = Figure().subplots()
    assert FIGURES[name](with_nothing[name], ax=ax) is None
    assert not ax.has_data()


@pytest.mark.parametrize("name", REMARKS)
def test_a_remark_without_evidence_is_falsy_and_says_so(with_nothing, name):
    assert not with_nothing[name]
    assert with_nothing[name].sentence().endswith(".")


@pytest.mark.parametrize("as_of", EARLY)
def test_early_days_speak_without_nonsense_and_draw_on_given_axes(as_of):
    found = everything(as_of=as_of, hindsight=False, draws=200)
    for name, result in found.items():
        assert not NONSENSE.search(words(result)), (name, words(result))
        assert result.sentence().strip().endswith("."), name
    for name, draw in FIGURES.items():
        ax = Figure().subplots()
        assert (draw(found[name], ax=ax) is not None) == bool(found[name])


def test_hindsight_off_is_said_by_every_result_of_later_evidence():
    found = everything(hindsight=False, draws=100)
    assert {found[n].sentence() for n in LATER} == {session.NO_HINDSIGHT}
    assert not any(found[n] for n in LATER)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_can_be_read_on_a_phone(of_the_day, name, tmp_path, monkeypatch):
    figures.read_on_a_phone(FIGURES[name], of_the_day[name], tmp_path, monkeypatch)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_on_given_axes_touches_nothing_else(of_the_day, name):
    figures.touches_nothing_else(FIGURES[name], of_the_day[name])


@pytest.mark.parametrize("name", FIGURES)
def test_a_figures_title_is_short_and_its_words_are_whole(of_the_day, name):
    figures.speaks(FIGURES[name].__wrapped__(of_the_day[name]), NONSENSE)


def test_results_show_sentence_and_table_as_html_and_none_has_an_index(of_the_day):
    for result in of_the_day.values():
        assert result._repr_html_().startswith("<p>")
        assert result.table().index.tolist() == list(range(len(result.table())))


def test_before_any_count_of_the_wave_nothing_is_added_or_estimated():
    found = everything(as_of="2022-09-20", hindsight=False, draws=100)
    none = "Nobody had published entries over several days of the wave by 20 September 2022."
    assert found["sums"].sentence() == none
    assert "had not begun" in found["abroad"].sentence()
    assert found["abroad"].facts() == {}
    assert found["matters"].sentence() == found["abroad"].sentence()


def test_an_estimate_from_one_country_says_that_it_is_of_that_country_alone():
    abroad = everything(as_of="2022-09-22", hindsight=False, draws=200)["abroad"]
    assert "no estimate of all who left" in abroad.sentence()
    assert "only Mongolia had published" in abroad.sentence()
    drawing = plotting.account.__wrapped__(abroad)
    assert drawing.title.startswith("Mongolia alone: ")


def test_the_estimate_of_the_day_holds_every_country(of_the_day):
    assert of_the_day["abroad"].lacking == ()
    assert "alone" not in of_the_day["abroad"].sentence()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.dates(date(2022, 9, 15), date(2023, 6, 30)), st.integers(0, 2**32 - 1))
def test_no_report_that_shares_a_day_with_the_wave_is_usual(start, seed):
    """Whatever day the window begins, and whatever windows were reported."""
    rng = np.random.default_rng(seed)
    begins = pd.Timestamp("2022-06-01") + pd.to_timedelta(rng.integers(0, 300, 12), unit="D")
    ends = begins + pd.to_timedelta(rng.integers(0, 40, 12), unit="D")
    shape = evidence.table("border_crossings").query("geography == 'Kazakhstan'").head(1)
    rows = pd.concat([shape] * 12, ignore_index=True).assign(
        key=[f"k{i}" for i in range(12)],
        direction="entry",
        flow_kind="window",
        unit="crossings",
        period_start=begins,
        period_end=ends,
    )
    found = migration.usual_rates(rows, "Kazakhstan", f"{start}")
    used = rows.set_index("key").loc[found["key"]]
    decree, end = pd.Timestamp("2022-09-21"), pd.Timestamp("2022-10-11")
    assert (used["period_end"] < pd.Timestamp(start)).all()
    assert ((used["period_end"] < decree) | (used["period_start"] > end)).all()
    if decree <= pd.Timestamp(start) <= end:
        assert found.equals(migration.usual_rates(rows, "Kazakhstan", "2022-09-21"))


def test_a_window_before_the_decree_takes_its_usual_from_before_itself():
    rows = evidence.table("border_crossings")
    usual = migration.usual_rates(rows, "Georgia", "2022-09-17")
    ends = rows.set_index("key").loc[usual["key"], "period_end"]
    assert (ends < pd.Timestamp("2022-09-17")).all()


@pytest.mark.parametrize("start", STARTS)
def test_every_window_start_gives_words_and_figures_or_says_why_not(start, of_the_day):
    found = everything(window_start=start, draws=100, hindsight=False)
    for name, result in found.items():
        assert not NONSENSE.search(words(result)), (name, words(result))
    for name, draw in FIGURES.items():
        ax = Figure().subplots()
        assert (draw(found[name], ax=ax) is not None) == bool(found[name])
    assert found["usual"].how_many == of_the_day["usual"].how_many


@pytest.mark.parametrize("start", REFUSED_STARTS)
def test_a_window_that_begins_inside_the_wave_or_long_before_is_refused_with_what_is_allowed(start):
    """Exits of a later window are of people who came before it: net entries fall below zero."""
    with pytest.raises(parameters.ParameterError, match="from 2022-09-17 to 2022-09-21"):
        parameters.check_known({"window_start": start})  # before a kernel starts


def test_a_window_that_begins_after_the_day_of_knowledge_says_so():
    late = {"as_of": "2022-09-18", "window_start": "2022-09-19"}
    told = everything(**late, hindsight=False, draws=100)["abroad"].sentence()
    assert (
        told == "By 18 September 2022 the wave, set to begin on 19 September 2022, had not begun."
    )


def test_one_yardstick_gives_one_number_and_no_range():
    excess = migration.above_usual_later(evidence.known_by(None)).excesses[:1]
    flow = migration.in_and_out(evidence.known_by("2022-10-11")).largest
    one = migration.AboveUsual(known="so far", flow=flow, two_weeks=None, excesses=excess)
    assert one.how_many.startswith("about ")
    assert "by one yardstick." in one.sentence()


def test_a_readers_own_assumptions_are_used_and_named(tmp_path, of_the_day):
    own = tmp_path / "mine.csv"
    text = (paths.raw() / "priors.csv").read_text(encoding="utf-8")
    rows = pd.read_csv(paths.raw() / "priors.csv", dtype=str, keep_default_na=False)
    uncounted = rows["quantity"] == "uncounted_share"
    rows.loc[uncounted, ["low", "mode", "high"]] = ["0", "0.001", "0.002"]
    rows.to_csv(own, index=False, lineterminator="\n")
    assert own.read_text(encoding="utf-8") != text
    found = everything(priors_file=str(own), draws=100)
    assert found["abroad"].abroad.total.central < of_the_day["abroad"].abroad.total.central
    for name in ("abroad", "matters", "path"):
        source = FIGURES[name].__wrapped__(found[name]).source
        assert "mine.csv" in source
        assert "data/raw/priors.csv" not in source
    assert "data/raw/priors.csv" in FIGURES["abroad"].__wrapped__(of_the_day["abroad"]).source


def test_the_baseline_moves_the_estimate_or_leaves_it_but_never_fails():
    kinds = ("all", "earlier years", "just before")
    found = [everything(baseline=b, draws=100, hindsight=False)["abroad"] for b in kinds]
    assert all(f.abroad.total.central > 0 for f in found)


def test_the_project_s_own_assumptions_are_the_processed_ones():
    pd.testing.assert_frame_equal(cleaning.assumptions(), evidence.table("priors"))
    assert session.begin(DEFAULTS)[1].priors_name == "data/raw/priors.csv"


def test_sums_that_fit_by_chance_are_said_to_be_no_trace(of_the_day):
    sums = of_the_day["sums"]
    assert "103 different sums come within 5,000" in sums.sentence()
    assert "no trace of a source" in sums.sentence()
    assert len(sums.table()) == 3


def test_single_days_are_counted_by_hand(of_the_day):
    assert (
        of_the_day["days"].sentence()
        == "Finland gave 5 single days by 11 October 2022; on 1 of them more went home than came."
    )
    assert of_the_day["days"].table()["Net, crossings"].tolist()[-1] == "-505"


def test_the_men_among_the_first_arrivals_are_counted_by_hand(of_the_day):
    assert "83 % were men" in of_the_day["arrivals"].sentence()  # 2,500 of 3,000
    assert "3.4 % of" in of_the_day["arrivals"].sentence()  # 83 % of 4.1 %


def test_persons_are_set_beside_the_crossings_of_the_same_days_only(of_the_day):
    told = of_the_day["persons"].sentence()
    assert "869,874 persons made 1,459,541 crossings into Georgia, 1.68 each" in told


def test_totals_published_later_are_later_and_of_persons(of_the_day):
    later = of_the_day["totals_later"].totals
    assert (later["published"] > pd.Timestamp("2022-10-11")).all()
    assert set(later["unit"]) == {"persons"}
    assert of_the_day["totals_later"].since_spring == "5 of 7 totals"


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (260_000, "Later reports move the estimate for 11 October 2022 from 220,000 to 260,000"),
        (220_000, "Later reports leave the estimate for 11 October 2022 at 220,000"),
    ],
)
def test_a_title_says_where_later_reports_move_the_estimate(last, told):
    ends = {"low": [150_000] * 2, "central": [220_000, last], "high": [340_000] * 2}
    days = {"target": ["2022-10-11"] * 2, "known_by": pd.to_datetime(["2022-10-11", "2023-03-01"])}
    end = {"end": pd.to_datetime(["2022-10-11"] * 2), "width": [190_000] * 2}
    path = migration.ByDay(path=pd.DataFrame(days | ends | end))
    ax = plotting.as_it_became_known(path, ax=Figure().subplots())
    assert ax.figure is not None
    assert _narrowing(path).startswith(told)


@pytest.mark.parametrize("text", ["0 of 0", "nan persons", "None", "by 1 yardsticks"])
def test_planted_nonsense_is_caught(text):
    assert NONSENSE.search(text)


def test_an_estimate_that_no_unknown_moves_is_said_and_not_drawn():
    columns = ["unknown", "alone", "with_others", "low", "central", "high"]
    still = pd.DataFrame([["a", 0.0, 0.0, 0.0, 0.0, 0.0]], columns=columns)
    matters = migration.WhatMatters(importance=still, why="No unknown moves it.")
    assert not matters
    assert plotting.what_matters(matters, ax=Figure().subplots()) is None


def test_entries_that_an_assumption_multiplies_do_not_come_down():
    abroad = everything(as_of="2022-09-26", hindsight=False, draws=200)["abroad"]
    title = plotting.account.__wrapped__(abroad).title
    assert title.startswith("Finland and Mongolia alone: ")
    assert "entries and an assumption give about" in title


def test_a_single_total_is_no_range():
    beside = everything(as_of="2022-09-26", hindsight=False, draws=200)["totals"]
    assert beside.since_spring == "No total"
    title = plotting.totals_beside_estimate.__wrapped__(beside).title
    assert title == "One total had been published: 261,000 persons"


def test_the_middle_of_the_estimate_is_one_number_on_every_figure_and_table(of_the_day):
    abroad, middle = of_the_day["abroad"], of_the_day["abroad"].in_words.split(" (")[0]
    drawing = plotting.account.__wrapped__(abroad)
    assert f"about {middle} persons still abroad" in drawing.title
    assert drawing.table["median"].iloc[-1] == abroad.abroad.total.central
    assert "need not add up" in drawing.subtitle
    path = of_the_day["path"].path
    same = path[path["known_by"] == pd.Timestamp("2022-10-11")]
    assert (same["central"] == abroad.abroad.total.central).all()


def test_counts_alone_give_a_floor_and_no_ceiling_and_say_so(of_the_day):
    told = of_the_day["bounds"].sentence()
    assert "at least 52,500 newly come were there on 4 October 2022" in told
    assert "On 11 October 2022 nobody is certain" in told
    assert "no upper limit" in told
    assert "exclude no number" in of_the_day["abroad"].sentence()
    table = of_the_day["bounds"].table().set_index("Country")
    assert table.loc["Kazakhstan", "At most"] == "no upper limit"
    early = everything(as_of="2022-10-04", hindsight=False, draws=100)
    assert "at least 52,500." in early["abroad"].sentence()
    assert early["bounds"].sentence().count("4 October 2022") == 1


def test_who_went_on_from_georgia_is_said_to_be_assumption_alone(of_the_day):
    told = of_the_day["assumed"].sentence()
    georgia = "Georgia: entries of usual times alone would be 94,500 to 176,000 over 21 days"
    assert f"{georgia}, against 134,000 counted and carried on" in told
    assert "assumption alone" in told
    table = of_the_day["abroad"].table().set_index("Country")["Gone on, persons"]
    marked = table.str.endswith(", assumed alone")
    assert marked.index[marked].tolist() == ["Georgia", "EU (land borders)"]
    without = of_the_day["abroad"].none_gone_on.total.central
    assert without < of_the_day["abroad"].abroad.total.central
    assert "Usual entries into Israel are unknown" in told
    assert of_the_day["bounds"].sentence().endswith(told)


def test_the_spring_tests_three_assumptions_by_hand_and_names_those_it_cannot(of_the_day):
    # 911 of 64,008 stayed in 2019; 17,801 exits of 30,439 entries; 228,193 of 277,698
    found = of_the_day["spring"]
    counted = [round(t.counted, 4) for t in found.tested]
    assert counted == [0.0142, 0.5848, 0.8217]
    assert [t.inside for t in found.tested] == [True] * 3
    assert "42,577 were still there on 31 July 2022" in found.sentence()
    assert "countries that published no count" in found.sentence()


def test_an_assumption_read_from_the_count_itself_is_no_test():
    early = everything(as_of="2022-09-26", hindsight=False, draws=100)["spring"]
    read = [t.days for t in early.tested if t.read_from_it]
    assert read == ["1 March to 30 June 2022"]
    assert "read from it" in early.table()["Inside"].tolist()


def test_an_assumption_far_off_is_told_to_lie_outside(of_the_day):
    p, known, _ = session.begin(DEFAULTS | {"draws": 100})
    priors = cleaning.assumptions().copy()
    exits = priors["quantity"] == "exit_ratio"
    priors.loc[exits, ["low", "mode", "high"]] = [0.1, 0.2, 0.3]
    found = migration.assumptions_in_spring(known, priors, p)
    assert "2 of 3 values" in found.sentence()
    assert found.table()["Inside"].tolist() == ["yes", "no", "yes"]


def test_whether_rounding_explains_the_stock_is_left_open_where_readings_differ(of_the_day):
    told = of_the_day["stock"].sentence()
    assert "depends on how far the numbers were rounded" in told
    assert "with all three rounded to 10,000 at most 15,000" in told
    assert of_the_day["stock"].table()["Chance of a gap as large"].tolist() == ["0.64", "none"]
