"""Findings on the ledger: facts kept, empty evidence that speaks, early days, own axes."""

import json
import re
from dataclasses import replace

import pytest
from matplotlib.figure import Figure

import figures
from analysis import claims, evidence, parameters, paths, plotting, session

OF_02 = sum(c.notebook == "02-emigration" for c in claims.ledger())
DEFAULTS = {
    "as_of": "2022-10-11",
    "hindsight": True,
    "level": 0.95,
    "draws": 2000,
    "seed": 20220923,
    "only_notebook": "",
    "only_verdict": "",
}
EARLY = ("2022-04-01", "2022-09-21", "2022-09-26", "2022-10-11")
NONSENSE = re.compile(r"\b(nan|NaT|None\b(?! of)|0 of 0|inf|True|False|1 claims|1 verdicts)\b|  ")


FIGURES = {
    "verdict_tiles": ("verdicts", plotting.verdict_tiles),
    "verdicts_by_kind": ("verdicts", plotting.verdicts_by_kind),
    "verdict_shift": ("changed", plotting.verdict_shift),
}


def drawing(name, found):
    """The drawing of a figure with its words, unpublished."""
    result, _ = FIGURES[name]
    return getattr(plotting, name).__wrapped__(found[result])


def results_of(p, known, later) -> dict:
    verdicts = claims.verdicts(known, later)
    return {
        "read": claims.evidence_read(known),
        "verdicts": verdicts,
        "held_up": claims.held_up(verdicts),
        "only": verdicts.only(p),
        "changed": claims.changed_since(verdicts),
    }


def everything(**changed) -> dict:
    """All results of the notebook under some parameters, by name."""
    return results_of(*session.begin(DEFAULTS | changed))


@pytest.fixture(scope="module")
def of_the_day():
    return everything()


@pytest.fixture(scope="module")
def with_nothing():
    """Results of no evidence at all, on the day and later."""
    none = evidence.Evidence(None, "Nothing is held.")
    return results_of(parameters.check(**DEFAULTS), none, none)


def words(result) -> str:
    """Everything a result says in sentences and tables."""
    cells = result.table().astype(str).to_numpy().ravel()
    return "\n".join([result.sentence(), *map(str, result.table().columns), *cells])


def test_the_facts_are_those_kept(of_the_day):
    file = paths.notebooks() / "facts" / "00-verdicts.json"
    kept = json.loads(file.read_text(encoding="utf-8"))
    told = [of_the_day[name].facts() for name in ("held_up", "verdicts")]
    assert {k: f.as_json() for one in told for k, f in one.items()} == kept
    assert sum(map(len, told)) == len(kept)  # one fact is given by one result


@pytest.mark.parametrize("name", FIGURES)
def test_the_tables_behind_the_figures_are_those_kept(of_the_day, name, tmp_path):
    kept = paths.notebooks() / "figures" / "00-verdicts" / f"{name}.csv"
    drawing(name, of_the_day).table.to_csv(tmp_path / "found.csv", index=False, lineterminator="\n")
    assert (tmp_path / "found.csv").read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")


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


@pytest.mark.parametrize("as_of", EARLY)
def test_early_days_speak_without_nonsense_and_draw_on_given_axes(as_of):
    found = everything(as_of=as_of, hindsight=False)
    for name, result in found.items():
        assert not NONSENSE.search(words(result)), (name, words(result))
        assert result.sentence().endswith("."), name
    assert found["changed"].sentence() == session.NO_HINDSIGHT
    assert "verdict_now" not in found["verdicts"].ledger
    for name, (result, draw) in FIGURES.items():
        ax = Figure().subplots()
        shown = draw(found[result], ax=ax) is not None
        assert shown == bool(found[result]) == (name != "verdict_shift")
        if found[result]:
            d = drawing(name, found)
            assert not NONSENSE.search(f"{d.title} {d.subtitle} {d.alt}"), name


def counted(*verdicts, notebook="", day="2022-10-11"):
    """Claims of the ledger with a verdict on a day, judged one by one; any verdict if none."""
    judged = [v for v in claims.judge_all(day) if v.claim.notebook.startswith(notebook)]
    return sum(v.finding.verdict in (verdicts or claims.VERDICTS) for v in judged if v.checkable)


def test_on_an_early_day_the_title_says_how_much_could_not_be_checked_yet():
    found = everything(as_of="2022-04-01", hindsight=False)
    unknown = found["held_up"].unknown
    assert unknown > 40
    assert drawing("verdict_tiles", found).title.endswith(f"; {unknown} cannot be checked yet")
    held = counted(*claims.HOLDS, day="2022-04-01")
    others = counted() - unknown
    told = f"{unknown} could not be checked by 1 April 2022; of the other {others}, {held} hold up."
    assert found["held_up"].sentence().endswith(told)


def test_the_findings_of_the_day_are_told(of_the_day):
    held, could = counted(*claims.HOLDS), counted()
    told = f"evidence could decide {could} of them. {held} of those are supported, with or without"
    assert f"{told} a caveat: {100 * held / could:.0f} %." in of_the_day["held_up"].sentence()
    share = of_the_day["held_up"].facts()["held_up_share_pct"]
    assert (share.low, share.high) == (None, None)  # a census of the claims has no interval
    pairs = zip(claims.judge_all("2022-10-11"), claims.judge_all(None), strict=True)
    moved = sum(a.finding.verdict != b.finding.verdict for a, b in pairs)
    told = f"{moved} verdicts changed with what was learned later."
    assert of_the_day["changed"].sentence() == told
    assert drawing("verdicts_by_kind", of_the_day).title.endswith("hold up")
    assert list(of_the_day["verdicts"].table()["Reason"].str.contains(" Now ")).count(True) == moved


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"only_verdict": "contradicted"}, "1 claim with the verdict 'contradicted', judged"),
        ({"only_notebook": "02-emigration"}, f"{OF_02} claims of notebook 02-emigration, judged"),
        (
            {"only_notebook": "01-referendums", "only_verdict": "contradicted"},
            "1 claim of notebook",
        ),
        (
            {"only_notebook": "03-casualties", "only_verdict": "contradicted"},
            "There is no claim of notebook 03-casualties with the verdict 'contradicted'.",
        ),
    ],
)
def test_the_table_is_cut_to_the_claims_asked_for(of_the_day, chosen, told):
    only = of_the_day["verdicts"].only(parameters.check(**(DEFAULTS | chosen)))
    assert only.sentence().startswith(told)
    assert len(only.table()) == len(only.ledger) < len(of_the_day["verdicts"].ledger)
    assert bool(only) == bool(len(only.ledger))


def test_no_change_is_said_and_not_drawn(of_the_day):
    same = replace(of_the_day["changed"], moved=of_the_day["changed"].moved.head(0))
    assert not same
    assert same.sentence() == "No verdicts changed with what was learned later."
    assert plotting.verdict_shift(same, ax=Figure().subplots()) is None


def test_where_no_claim_fails_the_title_says_so(of_the_day):
    ledger = of_the_day["verdicts"].ledger.assign(verdict="supported")
    found = {"verdicts": replace(of_the_day["verdicts"], ledger=ledger)}
    assert (
        drawing("verdict_tiles", found).title
        == f"{counted()} of {counted()} checkable claims hold up, 0 do not"
    )


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


def test_the_tables_said_to_be_read_are_those_the_rules_read(monkeypatch):
    from analysis.claims.findings import RULES_READ
    from analysis.evidence import Evidence

    read, table = set(), Evidence.table
    monkeypatch.setattr(
        Evidence, "table", lambda self, name, **k: (read.add(name), table(self, name, **k))[1]
    )
    for day in ("2022-10-11", None):
        claims.judge_all(day)
    assert read - {"claims", "searches", "sources"} == set(RULES_READ)
