"""Texts of the data stay text: in pages, in Markdown, in spreadsheets."""

import re
from html.parser import HTMLParser

import nbformat
import pandas as pd
import pytest
from markdown_it import MarkdownIt
from nbconvert.filters import markdown2html

from analysis import answers, claims, facts, markup, results
from analysis.plotting import publishing
from analysis.runs import pages, sweeps

HOSTILE = (
    "<img src=x onerror=alert(1)> [click](javascript:alert(1)) ![i](https://evil.org/a.png) "
    '<script>alert(2)</script> "quoted" | `tick` *star* _line_ $x^2$ & {role}`x` ~~gone~~ '
    "<!-- end of verdicts --> \\"
)


class Page(HTMLParser):
    """Elements with their attributes, and the text that a reader sees."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def live(page):
    """What of a page would run, or load from elsewhere."""
    found = []
    for tag, attributes in Page(page).elements:
        found += [(tag, a) for a in attributes if a.startswith("on")]
        links = [v or "" for a, v in attributes.items() if a in {"href", "src", "action"}]
        found += [(tag, v) for v in links if re.match(r"\s*(javascript|data:text|vbscript)", v)]
        found += [(tag, "")] if tag in {"script", "iframe", "object", "form", "base"} else []
        found += [(tag, v) for v in links if tag == "img" and not v.startswith("data:image/")]
    return found


def notebook_of(markdown="", **outputs):
    """A run notebook of one cell of Markdown, and one of code with outputs by kind."""
    shown = [
        nbformat.v4.new_output("display_data", {k.replace("_", "/"): v}) for k, v in outputs.items()
    ]
    cells = [
        nbformat.v4.new_markdown_cell(markdown),
        nbformat.v4.new_code_cell("x = 1 < 2", outputs=shown, execution_count=1),
    ]
    return nbformat.v4.new_notebook(cells=cells)


def page_of(tmp_path, notebook):
    pages.write(notebook, tmp_path, "one", "")
    return (tmp_path / "one.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "renders",
    [markdown2html, MarkdownIt("gfm-like", {"linkify": False}).render],
    ids=["nbconvert", "gfm"],
)
def test_a_hostile_text_in_markdown_shows_as_it_is_written(renders):
    table = f"| a | b |\n|---|---|\n| {markup.in_markdown(HOSTILE)} | **c** |\n"
    for text in (f"- **x** {markup.in_markdown(HOSTILE)}", table):
        page = renders(text)
        assert live(page) == []
        assert HOSTILE in Page(page).text
        assert not re.search(
            r"<(img|em|code|del|script)\b", page
        )  # a bare web address may be linked
    assert live(renders(f"- {HOSTILE}"))


def test_a_line_break_in_a_text_makes_no_new_line_of_markdown():
    assert markup.in_markdown("a\n\n# b\r\n| c") == "a &#35; b &#124; c"


def test_plain_words_and_numbers_pass_the_door_unchanged():
    told = "About 8.9 (7.5 to 10.8) in 100: Putin's “bluff”, Zaporizhzhia; 93 %, -16 to +5."
    assert markup.in_markdown(told) == told
    assert markup.in_sheet(told) == told


@pytest.mark.parametrize(
    "cell", ["=HYPERLINK(1)", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\tx", "\rx"]
)
def test_a_text_that_a_spreadsheet_would_compute_is_guarded(cell):
    assert markup.in_sheet(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["-5", "-53,000", "+28 %", "-1.5e-07", "-inf", "-0.5 -0.5 2", -5, -0.1, None, "a=b"]
)
def test_numbers_and_plain_texts_are_not_guarded(cell):
    assert markup.in_sheet(cell) is cell


def test_the_table_behind_a_figure_is_guarded_and_keeps_its_numbers(tmp_path, monkeypatch):
    monkeypatch.setenv("DAY229_OUTPUT", str(tmp_path))
    table = pd.DataFrame({"who": ["=1+1", "MoD"], "change": [-5.0, 2.5]})
    publishing._save({}, {"one": table}, {})
    assert (tmp_path / "figures" / "one.csv").read_text() == "who,change\n'=1+1,-5\nMoD,2.5\n"


def test_what_notebooks_show_as_a_table_goes_through_the_door():
    row = {"paraphrase": HOSTILE, "verdict": "supported", "reason": HOSTILE}
    row |= {"verdict_now": "contradicted", "reason_now": HOSTILE}
    listed = claims.Listing(verdicts=pd.DataFrame([row], index=["C01"]), left_out=0)
    page = results.as_html(listed.table(), HOSTILE)
    assert live(page) == []
    assert Page(page).text.count(HOSTILE) == 4


def test_the_table_of_readme_holds_no_marker_nor_markup_of_the_data():
    told = {"c01_claim": {"value": HOSTILE}, "c01_verdict": {"value": "supported"}}
    text = facts.verdict_markdown(told)
    assert "<!--" not in text
    assert live(markdown2html(text)) == []


def test_a_result_shows_hostile_texts_as_text():
    frame = pd.DataFrame({HOSTILE: [HOSTILE]})
    page = results.Remark(words=HOSTILE, frame=frame)._repr_html_()
    assert live(page) == []
    assert Page(page).text.count(HOSTILE) == 3


def test_a_page_is_cleaned_of_what_came_in_another_way(tmp_path):
    raw = f"<table><tr><td onclick='x()'>{HOSTILE}</td></tr></table><svg onload=alert(3)>"
    page = page_of(tmp_path, notebook_of(HOSTILE, text_html=raw, text_markdown=HOSTILE))
    body = page.partition("<body")[2]
    assert live(body) == []
    assert body.count("&lt;img src=x onerror=alert(1)&gt;") == 3
    assert "&lt;svg onload=alert(3)&gt;" in body


def test_a_page_is_closed_to_scripts_before_anything_in_it(tmp_path):
    page = page_of(tmp_path, notebook_of("# A"))
    head = page.partition("</head>")[0]
    assert "<script" not in page
    policy = dict(Page(head).elements)["meta"]
    assert policy["http-equiv"] == "Content-Security-Policy"
    assert "default-src 'none'" in policy["content"]
    assert "script-src" not in policy["content"]
    assert head.index("Content-Security-Policy") < head.index("<style")


def test_cleaning_keeps_tables_figures_folded_code_and_formulas(tmp_path):
    table = pd.DataFrame({"a": [1], "b": ["x & y"]})
    notebook = notebook_of(
        "## One\n\n| h |\n|---|\n| c |\n\n> quoted\n\n$a < b$ [page](https://example.org/?a=1&b=2)",
        text_html=results.as_html(table) + table._repr_html_(),
    )
    picture = nbformat.v4.new_output(
        "display_data", {"image/png": "iVBORw0KGgo="}, metadata={"image/png": {"alt": "Two bars"}}
    )
    notebook.cells[1].outputs.append(picture)
    page = page_of(tmp_path, notebook)
    for kept in (
        "<details><summary>show the code that draws this figure: One</summary>",
        'alt="Two bars"',
        "data:image/png;base64,iVBORw0KGgo=",
        "<blockquote>",
        "<td>x &amp; y</td>",
        "$a &lt; b$",
        'href="https://example.org/?a=1&amp;b=2"',
        '<span class="mi">1</span>',
    ):
        assert kept in page, kept
    assert page.count("<table") == 3
    assert "style scoped" not in page


def test_an_error_in_a_failed_notebook_is_text(tmp_path):
    pages.write(notebook_of("# A"), tmp_path, "one", HOSTILE)
    told = nbformat.read(tmp_path / "one.failed.ipynb", as_version=4).cells[0].source
    assert live(markdown2html(told)) == []
    assert HOSTILE in Page(markdown2html(told)).text


def test_the_index_of_a_sweep_is_closed_and_shows_parameters_as_text():
    task = {"point": "p", "notebook": "00", "status": "done", "parameters": {"as_of": HOSTILE}}
    page = sweeps._index({"plan": {"over": {"as_of": [HOSTILE]}}, "tasks": [task]})
    assert live(page) == []
    assert "Content-Security-Policy" in page
    assert HOSTILE in Page(page).text


def test_answers_for_readme_are_text(monkeypatch):
    told = answers.Question(asked="Who?", claim="C01", needs=(), told=lambda found: HOSTILE)
    monkeypatch.setattr(answers, "QUESTIONS", {"one": told})
    assert live(markdown2html(answers.as_markdown({}))) == []
