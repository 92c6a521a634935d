"""What there is, what a column means, and all figures in one table of one vocabulary."""

import numpy as np
import pandas as pd
import pytest

from analysis import evidence, tables
from analysis.evidence.tidy import COLUMNS, TELLINGS, VOCABULARY, WORDS_ALONE

EVERYTHING = evidence.known_by(None)


@pytest.fixture(scope="module")
def everything():
    return evidence.figures(bearing=False)


def test_every_table_is_listed_with_its_rows_and_whether_it_knows_days_of_publication():
    found = evidence.tables().set_index("table")
    assert set(found.index) == {p.stem for p in evidence.paths.processed().glob("*.csv")}
    assert found.loc["polls", "rows"] == len(EVERYTHING.table("polls", bearing=False))
    assert bool(found.loc["polls", "dated"])
    assert not bool(found.loc["claims", "dated"])


@pytest.mark.parametrize("name", [*evidence.tables()["table"], "figures"])
def test_a_codebook_has_a_meaning_for_every_column_in_order(name):
    frame = (
        evidence.figures(bearing=False)
        if name == "figures"
        else EVERYTHING.table(name, bearing=False)
    )
    book = evidence.codebook(name)
    assert book["column"].tolist() == list(frame)
    assert (book["meaning"].str.len() > 2).all()
    assert set(book["type"]) <= {"string", "number", "date"}


def test_a_codebook_says_unit_allowed_values_and_an_example():
    book = evidence.codebook("loss_claims").set_index("column")
    assert book.loc["side", ["allowed", "example"]].tolist() == ["filled; RU | UA", "RU"]
    assert book.loc["high", "unit"] == "in column unit"
    assert book.loc["key", "allowed"] == "key; like [A-Za-z0-9]+(-[A-Za-z0-9]+)*"
    assert evidence.codebook("territory_national").set_index("column").loc["area_pct"].tolist() == [
        "share of Ukraine, %, as reported",
        "number",
        "%",
        "0 to 100",
        "19.2",
    ]


def test_a_codebook_of_no_table_names_the_nearest():
    with pytest.raises(evidence.EvidenceError, match="did you mean 'polls'"):
        evidence.codebook("pols")


def test_every_table_of_evidence_is_told_or_is_said_to_hold_no_figure():
    assert set(TELLINGS) | set(WORDS_ALONE) == set(tables.FIGURE_TABLES)
    assert not set(TELLINGS) & set(WORDS_ALONE)


@pytest.mark.parametrize("name", sorted(TELLINGS))
def test_the_figures_of_a_table_are_its_own_and_none_is_lost(name, everything):
    frame = EVERYTHING.table(name, bearing=False).set_index("key")
    told = everything[everything["table"] == name].set_index("key")
    assert set(told.index) <= set(frame.index)
    if "low" in frame:
        for column in ("low", "central", "high", "unit", "qualifier", "published", "source"):
            pd.testing.assert_series_equal(
                told[column], frame[column].loc[told.index], check_names=False, check_dtype=False
            )
        assert len(told) == len(frame)
    else:
        held = sum(int(frame[t.value].notna().sum()) for t in TELLINGS[name])
        assert len(told) == held


def test_every_figure_has_its_words_its_days_and_its_source(everything):
    assert list(everything) == list(COLUMNS)
    for column in ("counted", "unit", "qualifier", "party", "published_basis", "how_read"):
        assert (everything[column].str.len() > 0).all(), column
    assert everything["to"].notna().all()
    assert (everything["from"].dropna() <= everything["to"][everything["from"].notna()]).all()
    assert not everything.duplicated(["table", "key", "counted", "who"]).any()
    assert not everything["counted"].isin(VOCABULARY).any()
    assert not everything["counted"].str.contains("_").any()


def test_one_word_stands_for_one_idea_in_all_tables(everything):
    of = everything.groupby("counted")["table"].agg(set)
    assert {"baltic_1940", "plebiscites", "referendum_tallies"} <= of["votes for"]
    assert {"territory_national", "territory_oblasts"} == of["share held"]
    assert {"border_crossings", "emigration_totals"} <= of["entries"]


def test_a_count_and_a_claim_read_by_hand():
    found = evidence.figures(as_of="2022-10-11").set_index("key")
    row = found.loc["E156"]
    assert (row["counted"], row["of"], row["party"]) == ("mobilised", "Shoigu", "Russia")
    assert (row["low"], row["high"], row["unit"]) == (200_000, np.inf, "mobilised men")
    first = evidence.figures().set_index("key").loc["R01"]
    assert (first["who"], first["of"]) == ("Russian side, regular", "Russian MoD")


def test_a_day_admits_no_figure_published_later_and_the_text_bears_nothing():
    found = evidence.figures(as_of="2022-10-11")
    assert (found["published"] <= pd.Timestamp("2022-10-11")).all()
    assert not found["how_read"].isin(["article", "unverified"]).any()
    assert len(found) < len(evidence.figures())
    with pytest.raises(evidence.EvidenceError, match="as_of='soon'"):
        evidence.figures(as_of="soon")


def test_before_anything_was_published_the_table_keeps_its_columns():
    assert list(evidence.figures(as_of="1900-01-01")) == list(COLUMNS)
    assert evidence.figures(as_of="1900-01-01").empty
