"""No sentence, title, label or alternative text shows more digits than is known.

A number of more than three significant digits must be known exactly: as reported in a table, or a
fact without an interval. An estimate with an interval may be shown as `quantities.rounded` rounds
it.
"""

import csv
import html
import json
import re
from functools import cache

import pandas as pd
import pytest

from analysis import paths
from analysis.quantities import rounded

NUMBER = re.compile(r"(?<![\w.,:/-])\d[\d,]*(?:\.\d+)?(?![\w-])")
ROWS_OF_TABLES = r"[\d,]+ rows of evidence are held here; [\d,]+ were known"  # counted, not known
NOT_A_NUMBER = re.compile(
    rf"\[figure [^\]]*\]|https?://\S+|`[^`]*`|\b\d{{4}}-\d\d-\d\d\b|{ROWS_OF_TABLES}"
)
PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)  # as `results.paragraphs` writes them
OF_RUNS = "weekly_facts"  # a processed table of estimates, not of reports


def significant(text: str) -> int:
    """Significant digits of a printed number; zeros at the end of a whole number do not count."""
    digits = text.replace(",", "").lstrip("0.")
    return len(digits.replace(".", "")) if "." in text else len(digits.rstrip("0"))


@cache
def reported() -> frozenset[str]:
    """Every number of the tables, as text of 0 to 3 decimals without thousands marks."""
    found = set()
    for path in [*paths.raw().glob("*.csv"), *paths.processed().glob("*.csv")]:
        if path.stem != OF_RUNS:
            with path.open(encoding="utf-8", newline="") as file:
                cells = {cell for row in csv.reader(file) for cell in row}
            words = {
                w.rstrip(",").replace(",", "")
                for cell in cells
                for w in re.findall(r"\d[\d,]*\.?\d*", cell)
            }
            found |= {float(w) for w in words}
    return frozenset(f"{x:.{d}f}" for x in found for d in range(4))


@cache
def computed() -> frozenset[str]:
    """Facts without an interval, and facts with one as they may be shown."""
    found = set()
    for path in (paths.notebooks() / "facts").glob("*.json"):
        for fact in json.loads(path.read_text(encoding="utf-8")).values():
            ends = [fact.get(k) for k in ("low", "high")]
            if None not in ends and not isinstance(fact["value"], str):
                found |= {rounded(v, *ends).replace(",", "") for v in (fact["value"], *ends)}
            elif not isinstance(fact["value"], str):
                found |= {f"{fact['value']:.{d}f}" for d in range(4)}
    return frozenset(found)


def too_exact(text: str) -> list[str]:
    """Numbers of a text that show more digits than is known."""
    plain = NOT_A_NUMBER.sub(" ", text)
    numbers = [n.rstrip(",.") for n in NUMBER.findall(plain)]
    long = [n for n in numbers if significant(n) > 3 and not re.fullmatch(r"(19|20)\d\d", n)]
    return [n for n in long if n.replace(",", "") not in reported() | computed()]


def paragraphs(page: str) -> list[str]:
    """Sentences that a result shows as HTML, without tags; its table keeps the digits it has."""
    return [html.unescape(re.sub(r"<[^>]+>", "", p)) for p in PARAGRAPH.findall(page)]


def sentences(outputs: list[dict]) -> list[str]:
    """Markdown, alternative texts and sentences of results among the outputs of a notebook."""
    shown = [
        d.get("text/markdown") or (d.get("text/plain") if "image/png" in d else None)
        for d in outputs
    ]
    pages = ["".join(d.get("text/html", "")) for d in outputs]
    return ["".join(text) for text in shown if text] + [
        p for page in pages for p in paragraphs(page)
    ]


def outputs_of(path) -> list[dict]:
    """All that the cells of a notebook show."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [o.get("data", {}) for c in cells for o in c.get("outputs", [])]


def labels(name: str) -> list[str]:
    """Titles and labels of every figure of a notebook."""
    tables = [
        pd.read_csv(p, dtype=str, keep_default_na=False)
        for p in sorted((paths.notebooks() / "figures" / name).glob("*.drawn.csv"))
    ]
    return [w for t in tables for w in t.loc[t["mark"].str.match("title|label"), "words"]]


@pytest.mark.parametrize("path", sorted(paths.notebooks().glob("*.ipynb")), ids=lambda p: p.stem)
def test_a_notebook_shows_no_more_digits_than_are_known(path):
    outputs = outputs_of(path)
    texts = sentences(outputs) + labels(path.stem)
    assert any(paragraphs("".join(o.get("text/html", ""))) for o in outputs)
    assert len(texts) > 5
    assert [(n, text[:120]) for text in texts for n in too_exact(text)] == []


def test_an_estimate_with_too_many_digits_is_caught_and_a_reported_count_is_not():
    assert too_exact("Posterior 19,103.10 killed (9,696.94 to 39,031.23)") == [
        "19,103.10",
        "9,696.94",
        "39,031.23",
    ]
    assert too_exact("541,093 ballots of 2022, 19,000 killed, seen on 2022-10-11") == []


def test_a_sentence_of_a_result_is_read_and_its_table_is_not():
    page = "<p>Killed: <b>19,103.10</b> &lt; all.</p>\n<table><td>1,234.567</td></table>"
    (told,) = sentences([{"text/html": page}])
    assert told == "Killed: 19,103.10 < all."
    assert too_exact(told) == ["19,103.10"]
