"""Days, counts, lists and the lack of evidence are said alike on every page."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from analysis import evidence, paths, wording
from analysis.quantities import Estimate
from analysis.results import NothingKnown, Remark, nothing


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (wording.counted(1, "claim"), "1 claim"),
        (wording.counted(0, "missing day"), "no missing days"),
        (wording.counted(1_200, "entry", "entries"), "1,200 entries"),
        (wording.span(45, 65), "45 to 65"),
        (wording.span(100, 100), "100"),
        (wording.times(156.2), "156 times"),
        (wording.times(1.72), "1.7 times"),
        (wording.chance(1 / 1350), "1 in 1,350"),
        (wording.chance(1.0), "certain"),
        (wording.day(pd.Timestamp("2022-10-01")), "1 October 2022"),
        (wording.weekday("2022-02-24"), "Thursday 24 February 2022"),
        (wording.period("2022-12-30", "2023-01-02"), "30 December 2022 to 2 January 2023"),
        (wording.period("2022-09-21", "2022-10-04"), "21 September to 4 October 2022"),
        (wording.period("2022-10-04", "2022-10-04"), "4 October 2022"),
        (wording.listed(["Kherson"]), "Kherson"),
        (wording.listed(["Kherson", "Donetsk"], "or"), "Kherson or Donetsk"),
        (wording.listed(iter("abc")), "a, b and c"),
        (wording.listed([]), ""),
    ],
)
def test_counts_ranges_days_and_lists_are_said(said, told):
    assert said == told


def test_a_change_is_said_with_its_range_only_where_it_has_one():
    ends = {"unit": "% change", "basis": "two maps"}
    wide = Estimate(low=-16.1, central=-10.2, high=-5.2, **ends)
    exact = Estimate(low=3.0, central=3.0, high=3.0, **ends)
    assert wording.in_percent(wide) == "-10.2 % (-16.1 to -5.2)"
    assert wording.in_percent(exact) == "+3.0 %"


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (evidence.known_by("2022-09-26"), "No poll was known by 26 September 2022."),
        (evidence.known_by(None), "No poll was known so far."),
        (evidence.Evidence(None, "Hindsight is off."), "Hindsight is off."),
    ],
)
def test_no_evidence_says_until_when_was_looked_or_why_not(known, told):
    found = nothing(known, "No poll was known")
    assert (found.sentence(), bool(found)) == (told, False)


def test_nothing_known_and_a_remark_have_no_facts_and_show_a_table_only_where_there_is_one():
    table = pd.DataFrame({"region": ["Kherson"]})
    for empty in (NothingKnown(words="Nobody counted."), Remark(words="All agree.")):
        assert (empty.facts(), len(empty.table()), empty.rows) == ({}, 0, ())
        assert "<table" not in empty._repr_html_()
    assert "<table" in Remark(words="One region.", frame=table)._repr_html_()
    assert Remark(words="All agree.")


def days_of_one_system(source: str) -> list[str]:
    """Formats of a day that Windows does not know: a minus sign after the per cent sign."""
    return re.findall(r"%-[a-zA-Z]", source)


def test_no_day_is_written_in_a_way_that_one_system_alone_knows():
    code = [p.read_text(encoding="utf-8") for p in (paths.root() / "src").rglob("*.py")]
    examples = (paths.root() / "docs" / "examples").glob("*.ipynb")
    for path in (*paths.notebooks().glob("*.ipynb"), *examples):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code += ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
    assert [found for text in code for found in days_of_one_system(text)] == []


def test_a_day_of_one_system_is_caught_and_a_template_is_not():
    assert days_of_one_system('f"{when:%-d %B}" {%- for row in rows %}') == ["%-d"]


def test_a_day_may_be_said_without_its_year_or_with_a_short_month():
    assert wording.day("2022-10-01", year=False) == "1 October"
    assert wording.day("2022-10-01", year=np.False_) == "1 October"
    assert wording.day("2022-10-01", month="%b") == "1 Oct 2022"
    assert wording.period("2022-09-21", "2022-10-04", month="%b") == "21 Sep to 4 Oct 2022"
