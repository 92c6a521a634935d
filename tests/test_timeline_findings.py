"""Findings on a sweep: facts kept, empty evidence that speaks, early days, own sweeps, own axes."""

import json
import re

import pandas as pd
import pytest
from matplotlib.figure import Figure

import figures
from analysis import claims, evidence, facts, parameters, paths, plotting, session
from analysis.claims import TimelineError
from analysis.facts import FactError
from analysis.quantities import middle_of
from analysis.wording import day

DEFAULTS = {
    "as_of": "2022-10-11",
    "hindsight": True,
    "level": 0.95,
    "draws": 2000,
    "seed": 20220923,
    "facts_file": "",
}
EARLY = ("2022-04-01", "2022-09-21", "2022-09-26", "2022-10-11")
WITH_FACTS = ("swept", "moves", "moves_after", "by_day")
LATER = ("moves_after", "by_day", "abroad", "dead")
NONSENSE = re.compile(
    r"\b(nan|NaT|None\b(?! of)|0 of 0|inf|True|False|1 facts|1 verdicts|1 moves|1 claims)\b|  "
)
FIGURES = {
    "verdict_paths": ("moves", plotting.verdict_paths),
    "verdicts_by_day": ("by_day", plotting.verdicts_by_day),
    "interval_left_and_stayed": ("abroad", plotting.interval_path),
    "interval_deaths_russia": ("dead", plotting.interval_path),
}


def results_of(known, later, own) -> dict:
    swept = claims.swept_facts(known, later, known.table("weekly_facts"), own)
    return {
        "swept": swept,
        "moves": claims.moves_by_the_day(swept),
        "numbers": claims.key_numbers(swept),
        "by_day": claims.verdicts_by_day(swept),
        "moves_after": claims.moves_after_the_day(swept),
        "abroad": claims.path_of(swept, claims.ABROAD),
        "dead": claims.path_of(swept, claims.DEAD),
    }


def everything(**changed) -> dict:
    """All results of the notebook under some parameters, by name."""
    p, known, later = session.begin(DEFAULTS | changed)
    return results_of(known, later, facts.of_sweep(p.extra["facts_file"]))


@pytest.fixture(scope="module")
def of_the_day():
    return everything()


@pytest.fixture(scope="module")
def with_nothing():
    """Results of no evidence at all, on the day and later."""
    none = evidence.Evidence(None, "Nothing is held.")
    return results_of(none, none, facts.of_sweep(""))


@pytest.fixture
def own_sweep(tmp_path):
    """Facts of a sweep over two days: a verdict that moves, one that stays, words of a claim."""
    days, columns = ("2022-10-01", "2022-10-05"), list(facts.SWEPT)
    rows = [
        ("00-verdicts", d, fact, value, "", "", "verdict", "")
        for d, first, second in zip(days, ("cannot be checked", "supported"), days, strict=True)
        for fact, value in (
            ("c01_verdict", first),
            ("c02_verdict", "supported"),
            ("c01_claim", second),
        )
    ]
    file = tmp_path / "facts.csv"
    pd.DataFrame(rows, columns=columns).to_csv(file, index=False)
    return str(file)


def drawing(name, found):
    """The drawing of a figure with its words, unpublished."""
    result, draw = FIGURES[name]
    return draw.__wrapped__(found[result])


def words(result) -> str:
    """Everything a result says in sentences and tables."""
    cells = result.table().astype(str).to_numpy().ravel()
    return "\n".join([result.sentence(), *map(str, result.table().columns), *cells])


def test_the_facts_are_those_kept(of_the_day):
    file = paths.notebooks() / "facts" / "06-verdict-timeline.json"
    kept = json.loads(file.read_text(encoding="utf-8"))
    told = [of_the_day[name].facts() for name in WITH_FACTS]
    assert {k: f.as_json() for one in told for k, f in one.items()} == kept
    assert sum(map(len, told)) == len(kept)  # one fact is given by one result


@pytest.mark.parametrize("name", FIGURES)
def test_the_tables_behind_the_figures_are_those_kept(of_the_day, name, tmp_path):
    kept = paths.notebooks() / "figures" / "06-verdict-timeline" / f"{name}.csv"
    d = drawing(name, of_the_day)
    assert d.name == name
    look = {"index": False, "lineterminator": "\n", "float_format": "%.10g"}
    d.table.to_csv(tmp_path / "found.csv", **look)
    found = (tmp_path / "found.csv").read_text(encoding="utf-8")
    assert found == kept.read_text(encoding="utf-8")


def test_results_without_evidence_are_falsy_and_say_so(with_nothing):
    for name, result in with_nothing.items():
        assert not result, name
        assert result.sentence() == "Nothing is held."


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_nothing_is_not_drawn(with_nothing, name):
    result, draw = FIGURES[name]
    ax = Figure().subplots()
    assert draw(with_nothing[result], ax=ax) is None
    assert not ax.has_data()


@pytest.mark.parametrize("hindsight", [True, False])
@pytest.mark.parametrize("as_of", EARLY)
def test_early_days_speak_without_nonsense_and_draw_on_given_axes(as_of, hindsight):
    found = everything(as_of=as_of, hindsight=hindsight)
    for name, result in found.items():
        assert not NONSENSE.search(words(result)), (name, words(result))
        assert result.sentence().endswith("."), name
    for name, (result, draw) in FIGURES.items():
        ax = Figure().subplots()
        assert (draw(found[result], ax=ax) is not None) == bool(found[result])
        if found[result]:
            d = drawing(name, found)
            assert not NONSENSE.search(f"{d.title} {d.subtitle} {d.alt}"), name
    if not hindsight:
        assert {found[name].sentence() for name in LATER} == {session.NO_HINDSIGHT}
        assert [bool(found[name]) for name in LATER] == [False] * len(LATER)


def test_before_the_first_day_swept_there_is_nothing_and_no_fact():
    found = everything(as_of="2022-09-20", hindsight=False)
    told = "Nothing was swept by 20 September 2022; the first day swept is 21 September 2022."
    for name in ("swept", "moves", "numbers"):
        assert found[name].sentence() == told
    assert [found[name].facts() for name in WITH_FACTS] == [{}] * len(WITH_FACTS)


def test_a_number_that_has_not_changed_is_told_once():
    told = everything(as_of="2022-09-21", hindsight=False)["numbers"].sentence().splitlines()
    assert len(told) == 2
    assert all(line.count("21 September 2022") == 1 for line in told)


def test_no_move_by_an_early_day_is_a_fact_of_zero():
    found = everything(as_of="2022-09-21", hindsight=False)
    assert found["moves"].sentence() == "No verdict moved by 21 September 2022."
    assert found["moves"].facts()["verdicts_moved_by_as_of"].value == 0


def test_the_findings_of_the_day_are_told(of_the_day):
    kept = facts.read(paths.notebooks() / "facts", "06-verdict-timeline")
    by, after = (kept[f"verdicts_moved_{w}_as_of"]["value"] for w in ("by", "after"))
    swept = evidence.table("weekly_facts")["fact"]
    followed = swept[swept.str.endswith("_verdict")].nunique()
    told = f"{by} of {followed} verdicts moved by 11 October 2022"
    assert of_the_day["moves"].finding.startswith(told)
    assert len(of_the_day["moves"].table()) == len(of_the_day["moves"].moves)
    told = f"{after} verdicts moved after 11 October 2022, in "
    assert of_the_day["moves_after"].sentence().startswith(told)
    assert of_the_day["by_day"].finding.endswith(
        f"{of_the_day['by_day'].unchecked[-1]} still cannot"
    )
    for name in ("abroad", "dead"):
        first, last = (of_the_day[name].steps.iloc[n] for n in (0, -1))
        ends = f"{middle_of(first)} known by {day(first.day)}, {middle_of(last)} by"
        assert f": {ends} {day(last.day)}" in of_the_day[name].finding


def test_the_day_is_called_the_text_only_when_it_is(of_the_day):
    assert of_the_day["dead"].marked == "the text"
    assert everything(as_of="2023-01-01")["dead"].marked == "day of knowledge"


def test_an_own_sweep_is_read_and_what_it_lacks_is_said(own_sweep):
    found = everything(facts_file=own_sweep, as_of="2022-10-03")
    told = (
        "2 facts of 1 notebook, 2 of them verdicts, were followed; something was new or changed on"
        " 2 swept days,"
    )
    assert found["swept"].sentence().startswith(told)
    assert not found["moves"]
    told = "1 verdict moved after 3 October 2022, in 1 move."
    assert found["moves_after"].sentence() == told
    assert found["by_day"].unchecked == (1, 0)
    assert found["abroad"].sentence() == "Persons who left and were abroad: not in this sweep."
    assert found["numbers"].sentence() == "None of the key numbers was known by 3 October 2022."
    assert found["swept"].table()["Changes"].tolist() == [1]


def test_a_sweep_without_verdicts_has_no_day_of_verdicts(own_sweep):
    own = facts.of_sweep(own_sweep)
    own = own.assign(fact=own["fact"].str.replace("_verdict", "_count"))
    p, known, later = session.begin(DEFAULTS)
    found = results_of(known, later, own)
    assert p.hindsight
    assert found["by_day"].sentence() == "There is no verdict in this sweep."
    assert not found["moves"]


def test_a_file_that_is_missing_or_no_sweep_is_refused(tmp_path, own_sweep):
    with pytest.raises(FactError, match="no such file"):
        facts.of_sweep(str(tmp_path / "none.csv"))
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(FactError, match="no column notebook, as_of, fact"):
        facts.of_sweep(str(wrong))
    wrong.write_text(",".join(facts.SWEPT), encoding="utf-8")
    with pytest.raises(FactError, match="no facts in it"):
        facts.of_sweep(str(wrong))
    one = facts.of_sweep(own_sweep)
    one = one[one["as_of"] == "2022-10-01"]
    _, known, later = session.begin(DEFAULTS)
    with pytest.raises(TimelineError, match="two days or more"):
        claims.swept_facts(known, later, known.table("weekly_facts"), one)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_can_be_read_on_a_phone(of_the_day, name, tmp_path, monkeypatch):
    result, draw = FIGURES[name]
    figures.read_on_a_phone(draw, of_the_day[result], tmp_path, monkeypatch)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_on_given_axes_touches_nothing_else(of_the_day, name):
    result, draw = FIGURES[name]
    figures.touches_nothing_else(draw, of_the_day[result])


@pytest.mark.parametrize("name", FIGURES)
def test_a_figures_title_is_short_and_its_words_are_whole(of_the_day, name):
    figures.speaks(drawing(name, of_the_day), NONSENSE)


def test_results_show_sentence_and_table_as_html_without_an_index(of_the_day):
    for result in of_the_day.values():
        assert result._repr_html_().startswith("<p>")
        assert result.table().index.tolist() == list(range(len(result.table())))


def test_the_notebook_names_the_table_it_rests_on_so_that_its_cache_sees_a_new_one():
    path = paths.notebooks() / "06-verdict-timeline.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = "".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    assert '"weekly_facts"' in code


def test_parameters_of_the_notebook_are_checked():
    with pytest.raises(parameters.ParameterError, match="facts_file"):
        session.begin(DEFAULTS | {"facts_file": "facts.xlsx"})
