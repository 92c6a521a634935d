"""What pages say on early and late days, in every region and under other parameters.

Every notebook's cells run here on a few edge days without a kernel. No page counts nothing, gives
a range of one number, or shows an empty table or empty axes.
"""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from page_texts import oddities, texts

FEW = {"draws": 100, "hindsight": False}
EDGES = [
    ("00-verdicts", {"as_of": "2022-04-01"}),
    ("00-verdicts", {"as_of": "2022-09-28"}),
    ("01-referendums", {"as_of": "2022-04-01"}),
    ("01-referendums", {"as_of": "2022-09-26"}),
    *(
        ("01-referendums", {"as_of": "2022-09-27", "region": region})
        for region in ("Donetsk", "Luhansk", "Zaporizhzhia", "Kherson")
    ),
    ("02-emigration", {"as_of": "2022-09-20"}),
    ("02-emigration", {"as_of": "2022-09-22"}),
    ("02-emigration", {"as_of": "2022-09-26"}),
    ("04-chronology", {"as_of": "2022-04-01"}),
    ("04-chronology", {"as_of": "2022-09-20"}),
    ("06-verdict-timeline", {"as_of": "2022-04-01"}),
    ("06-verdict-timeline", {"as_of": "2022-09-21"}),
    ("06-verdict-timeline", {"as_of": "2026-11-01"}),
]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DAY229_OUTPUT", str(tmp_path))
    yield
    plt.close("all")


@pytest.mark.parametrize(("notebook", "changed"), EDGES, ids=str)
def test_a_page_says_in_words_where_little_was_known(notebook, changed):
    said = texts(notebook, **FEW | changed)
    assert len(said) >= 3
    assert oddities(said) == []


def test_an_early_page_on_deaths_speaks_of_one_claim_as_one():
    # the weekly model takes most of the time, so this page has one day
    point = {"coverage_low": 1.0, "coverage_high": 1.0, "ratio_low": 3.0, "ratio_high": 3.0}
    said = texts("03-casualties", as_of="2022-04-01", **FEW | point)
    assert oddities(said) == []
    assert any("3 wounded" in text for text in said)


@pytest.mark.parametrize(
    "text",
    [
        "exceed 0 of 0 estimates",
        "0 different sums of 0 counts",
        "1 claims of 1 roots",
        "coverage of 100 to 100 %",
        "with 3-3 wounded for each",
        "4,000 to 4,000 above the usual",
        "18,188 on 21 Sep, 18,188 from 21 Sep on",
        "between 5 and 5 maps",
        "Reported: 70 and 70 years of age",
        "nan persons",
        "persons: None",
    ],
)
def test_a_phrase_that_says_nothing_is_caught(text):
    assert oddities([text]) != []


@pytest.mark.parametrize(
    "text",
    [
        "0 of 2 counts lie on the grid",
        "1 claim of 1 root leaves 5,000 (3,000 to 8,000)",
        "-16 to -5 %",
        "from 261,000 to 261,500",
        "0.1 votes apart",
        "None of the quoted words had been published.",
        "1 to 10",
        "2,730, not 2,060. A line through 5 years",
    ],
)
def test_a_plain_phrase_passes(text):
    assert oddities([text]) == []


def test_an_empty_table_and_a_result_without_words_are_caught():
    from page_texts import told

    assert told(pd.DataFrame(columns=["fact"])) == "[empty table fact]"
    assert oddities(["[empty axes loss_claims]", told(object())]) == [
        "[empty axes loss_claims]",
        "[nothing said by object]",
    ]
