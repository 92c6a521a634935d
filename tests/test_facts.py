import json
import math

import pytest

from analysis import facts
from analysis.facts import Fact, FactError
from analysis.quantities import Estimate


@pytest.fixture
def output(tmp_path, monkeypatch):
    monkeypatch.setenv("DAY229_OUTPUT", str(tmp_path / "run"))
    return tmp_path / "run"


def number(**changes):
    return Fact(
        **{"value": 78_986, "unit": "votes", "basis": "our arithmetic", "rows": ("RT29",)} | changes
    )


def test_a_fact_keeps_the_interval_of_its_estimate():
    made = facts.of(Estimate(low=1, central=2, high=4, unit="persons", basis="range"), ["RT29"])
    assert made == Fact(value=2, low=1, high=4, unit="persons", basis="range", rows=("RT29",))
    assert made.as_json() == {
        "value": 2,
        "unit": "persons",
        "low": 1,
        "high": 4,
        "basis": "range",
        "rows": ["RT29"],
    }


def test_an_interval_without_width_is_left_out():
    made = facts.of(Estimate.exactly(7, "days", "counted"))
    assert (made.low, made.high) == (None, None)
    assert made.as_json() == {"value": 7, "unit": "days", "basis": "counted", "rows": []}


def test_an_open_end_is_null_in_json():
    made = facts.of(
        Estimate(low=200_000, central=200_000, high=math.inf, unit="persons", basis="more than")
    )
    assert json.loads(json.dumps(made.as_json(), allow_nan=False))["high"] is None
    assert made.as_json()["low"] == 200_000


def test_figures_keep_ten_significant_digits_and_whole_numbers_no_point():
    # 2/3 to ten digits is 0.6666666667
    assert number(value=2 / 3).as_json()["value"] == 0.6666666667
    assert json.dumps(number(value=5.0).as_json()["value"]) == "5"
    assert number(value="contradicted").as_json()["value"] == "contradicted"


@pytest.mark.parametrize(
    ("key", "fact", "told"),
    [
        ("gap", number(rows=("RT29", "ZZ99")), "gap: .*ZZ99"),
        ("Gap", number(), "'Gap': wanted a snake-case key"),
        ("gap votes", number(), "'gap votes': wanted a snake-case key"),
        ("1gap", number(), "'1gap': wanted a snake-case key"),
        ("", number(), "'': wanted a snake-case key"),
        ("gap", number(unit=""), "gap: every fact needs a unit and a basis"),
        ("gap", number(basis=""), "gap: every fact needs a unit and a basis"),
    ],
)
def test_a_fact_without_ground_is_refused_and_nothing_is_written(output, key, fact, told):
    with pytest.raises(FactError, match=f"^{told}"):
        facts.save("01-referendums", {"fine": number(), key: fact})
    assert not output.exists()


def test_facts_are_saved_as_sorted_json_into_the_folder_of_the_run(output):
    shown = facts.save(
        "01-referendums", {"zulu": number(), "alpha": number(value=1.5, low=1.0, high=2.5)}
    )
    path = output / "facts" / "01-referendums.json"
    saved = json.loads(path.read_text(encoding="utf-8"))
    assert list(saved) == ["alpha", "zulu"]
    assert saved["alpha"] == {
        "value": 1.5,
        "unit": "votes",
        "low": 1,
        "high": 2.5,
        "basis": "our arithmetic",
        "rows": ["RT29"],
    }
    assert [p.name for p in path.parent.iterdir()] == ["01-referendums.json"]
    assert shown.table()["Number"].tolist() == ["alpha", "zulu"]


def test_facts_stand_folded_at_the_end_of_a_page_with_their_file(output):
    one = facts.save("01-referendums", {"gap_votes": number()})
    told = one._repr_html_()
    fold = told.partition("<details>")[2].partition("</details>")[0]
    assert fold.startswith("<summary>show these numbers</summary>")
    assert 'href="facts/01-referendums.json"' in fold
    assert '<th scope="row">gap votes</th>' in fold
    assert told.startswith("<p>1 number of this page is kept for quoting.</p>")
    none = facts.save("01-referendums", {})
    assert "<details>" not in none._repr_html_()
    assert none.sentence().startswith("No number of this page")


def test_the_same_facts_in_another_order_give_the_same_bytes(output):
    path = output / "facts" / "01-referendums.json"
    facts.save("01-referendums", {"a": number(), "b": number(value=3)})
    first = path.read_bytes()
    facts.save("01-referendums", {"b": number(value=3), "a": number()})
    assert path.read_bytes() == first
    assert first.endswith(b"}\n")


def test_saved_facts_are_read_back_and_a_missing_file_says_what_to_run(output):
    facts.save("01-referendums", {"gap": number()})
    assert facts.read(output / "facts", "01-referendums") == {"gap": number().as_json()}
    with pytest.raises(FactError, match=r"02-emigration\.json.*make report"):
        facts.read(output / "facts", "02-emigration")


def test_the_table_of_facts_shows_marks_open_ends_and_rows():
    shown = facts.table(
        {"gap": number(low=70_000, high=math.inf), "share": number(value=79.519, rows=())}
    )
    assert shown.loc["gap"].to_dict() == {
        "value": "78,986",
        "low": "70,000",
        "high": "open",
        "unit": "votes",
        "evidence rows": 1,
    }
    assert (shown.loc["share", "value"], shown.loc["share", "evidence rows"]) == ("79.52", 0)


def test_only_the_part_between_the_markers_is_replaced():
    text = f"before\n{facts.START}\nold\nlines\n{facts.END}\nafter\n"
    assert facts.between_markers(text, "new") == f"before\n{facts.START}\nnew\n{facts.END}\nafter\n"


def test_replacing_with_the_same_part_changes_nothing():
    text = f"a\n{facts.START}\n| table |\n{facts.END}\nz\n"
    assert facts.between_markers(text, "| table |") == text


@pytest.mark.parametrize(
    "text", ["no marker", f"{facts.START}\nno end", f"no start\n{facts.END}", ""]
)
def test_a_text_without_both_markers_is_refused(text):
    with pytest.raises(FactError, match="markers"):
        facts.between_markers(text, "new")


def test_markers_in_the_wrong_order_are_refused():
    with pytest.raises(FactError, match="markers"):
        facts.between_markers(f"{facts.END}\nold\n{facts.START}\n", "new")


def test_the_verdict_table_shows_an_equals_sign_where_nothing_changed():
    held = {
        "c14_verdict": {"value": "contradicted"},
        "c14_verdict_now": {"value": "contradicted"},
        "c14_claim": {"value": "the totals agree"},
        "c02_verdict": {"value": "cannot be checked"},
        "c02_verdict_now": {"value": "supported"},
        "c02_claim": {"value": "the day is right"},
        "c03_verdict": {"value": "supported"},
        "c03_claim": {"value": "the place is right"},
        "gap": {"value": 78_986},
    }
    assert facts.verdict_markdown(held).split("\n")[2:] == [
        "| C02 | the day is right | cannot be checked | supported |",
        "| C03 | the place is right | supported | = |",
        "| C14 | the totals agree | contradicted | = |",
    ]
