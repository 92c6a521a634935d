"""The pages can be read at an age of 14 to 16: prose alone, by a stated measure and limit."""

import pytest

from reading_ease import grade, plain, prose, sentences

pytest.importorskip("textstat", reason="textstat is not installed")

PAGE_AT_MOST = 9.0  # Flesch-Kincaid grade of a page's prose, an age of 14 to 15
SENTENCE_AT_MOST = 13.0  # of any one sentence of pages that are written by hand
LONG = 12  # words; the formula says little of a shorter sentence
READ = ("index.html", "claims.html", "unknown.html", "explainers/*.html", "claims/*.html")
BY_HAND = ("index.html", "unknown.html", "cite.html", "explainers/*.html")


@pytest.fixture(scope="module")
def pages(request):
    folder = request.getfixturevalue("site")

    def found(patterns):
        paths = (p for pattern in patterns for p in sorted(folder.glob(pattern)))
        return {f"{p.relative_to(folder)}": prose(p.read_text(encoding="utf-8")) for p in paths}

    return found


def test_front_claims_and_explainers_read_at_an_age_of_14_to_16(pages):
    grades = {name: grade(" ".join(blocks)) for name, blocks in pages(READ).items()}
    assert len(grades) > 100
    assert {n: g for n, g in grades.items() if g > PAGE_AT_MOST} == {}


def test_no_sentence_written_by_hand_is_hard(pages):
    hard = {
        (name, sentence): round(grade(sentence), 1)
        for name, blocks in pages(BY_HAND).items()
        for sentence in sentences(blocks, LONG)
        if grade(sentence) >= SENTENCE_AT_MOST
    }
    assert hard == {}


def test_hard_prose_is_caught_and_numbers_and_names_are_not():
    hard = "Notwithstanding considerable methodological heterogeneity, institutional attribution "
    assert grade(hard + "necessitates disaggregated multivariate reconciliation.") > 20
    easy = "In Zaporizhzhia 430,268 of 541,093 were told (79.5 to 79.6 %) by TASS."
    assert plain(easy).split() == ["In", "Ann", "ten", "of", "ten", "were", "told", "by", "Ann."]
    assert grade(plain(easy)) < 3


def test_only_prose_is_measured():
    page = (
        "<p>Out of the page it is not read.</p><article><h1>A title that is left out</h1>"
        "<p>One short line is read here.</p><table><tr><td>A table is not read</td></tr></table>"
        '<p class="cite">A line to copy is not read</p><p>Two words</p></article>'
    )
    assert prose(page) == ["One short line is read here."]


def test_the_grade_is_the_formula_counted_by_hand():
    # 6 words in 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59, abs=0.06)
