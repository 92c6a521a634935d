"""The page on calibration is the one its tables tell, and no interval is left without a method."""

import json

import pytest

from analysis import paths
from validation import page
from validation.agreement import HERE

ENTERED = page.methods()


def test_the_page_is_the_one_that_its_tables_tell():
    assert page.PAGE.read_text(encoding="utf-8") == page.page(ENTERED), (
        "next: `python -m validation page` in `tests`"
    )


def test_every_interval_and_p_value_of_the_facts_has_a_method_on_the_page():
    keys = page.doubtful(paths.notebooks() / "facts")
    assert len(keys) > 20
    assert page.without_method(keys, ENTERED) == []


def test_a_fact_without_a_method_is_caught():
    assert page.without_method(["new_share_pct"], ENTERED) == ["new_share_pct"]


def test_every_table_of_simulations_is_told_on_the_page():
    tables = [path.stem for path in HERE.glob("*.csv")]
    assert page.unused(tables, ENTERED) == []


def test_a_rate_that_no_table_holds_is_refused():
    rate = {"table": "station_rates", "where": {"measure": "neither"}, "tries": "votes", "pct": "x"}
    with pytest.raises(page.CalibrationError, match="no row where"):
        page.counted(rate)


def test_a_method_that_hides_what_was_not_validated_is_refused(tmp_path):
    (tmp_path / "methods.toml").write_text('[[method]]\nname = "A test"\n', encoding="utf-8")
    with pytest.raises(page.CalibrationError, match="not_validated"):
        page.methods(tmp_path / "methods.toml")


def test_a_table_listed_but_told_nowhere_is_refused(tmp_path):
    words = "".join(f'{word} = "none"\n' for word in page._WORDS)
    text = f'[[method]]\n{words}facts = []\ntables = ["mixture_grid"]\n'
    (tmp_path / "methods.toml").write_text(text, encoding="utf-8")
    with pytest.raises(page.CalibrationError, match="lists mixture_grid"):
        page.methods(tmp_path / "methods.toml")


def test_every_method_names_a_heading_of_its_notebook():
    headings = {
        f"notebook {path.name[:2]}, {line.strip('#? ')}".lower()
        for path in paths.notebooks().glob("0*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        for line in "".join(cell["source"]).splitlines()
        if line.startswith("#")
    }
    assert [m["where"] for m in ENTERED if m["where"].lower() not in headings] == []


def test_a_table_of_no_method_is_named():
    assert page.unused(["mixture_grid", "new_table"], ENTERED) == ["new_table"]


def test_rows_named_by_a_list_are_summed():
    # 38 of 40 as assumed and 24 of 40 biased
    where = {"world": ["as assumed", "biased"]}
    rate = {"table": "deaths_coverage", "where": where, "tries": "sets", "hits": "inside"}
    assert page.counted(rate) == (62, 80)


def test_files_that_counted_what_no_table_keeps_exist():
    rates = [rate for method in ENTERED for rate in method.get("rate", [])]
    assert [r for r in rates if "test" in r and not (HERE.parents[1] / r["test"]).exists()] == []
    assert [r["what"] for r in rates if ("counts" in r) != ("test" in r)] == []


def test_a_rate_counted_by_hand_carries_its_binomial_interval(tmp_path, monkeypatch):
    # 571 of 600 is 95.2 %; the exact interval of 95 % is 93.1 to 96.7 %
    rate = {"what": "truths held", "table": "synthesis_coverage", "tries": "sets", "hits": "inside"}
    monkeypatch.setattr(page, "HERE", tmp_path)
    (tmp_path / "synthesis_coverage.csv").write_text("sets,inside\n600,571\n")
    monkeypatch.setattr("validation.agreement.HERE", tmp_path)
    assert page.told(rate) == "truths held: 95.2 % of 600 (93.1 to 96.7 %)"
