"""A site of tables, facts and notebooks full of markup: all of it is shown, none of it lives."""

import csv
import json
import shutil

import nbformat
import pytest

from analysis import claims, cleaning, markup, paths, site
from analysis.site import pieces
from analysis.tables import read_raw
from planted import FIRM
from test_markup import HOSTILE, Page, live

PLANTED = {
    "claims": ["paraphrase"],
    "sources": ["publisher", "description"],
    "events": ["note"],
    "loss_claims": ["note"],
    "referendum_tallies": ["claimant", "note"],
    "border_crossings": ["claimant", "note"],
    "quotations": ["translation", "note"],
}  # raw table -> columns of free text


def plant(raw):
    """Put the text behind every cell of the columns above."""
    for table, columns in PLANTED.items():
        frame = read_raw(raw / f"{table}.csv")
        for column in columns:
            frame[column] = (frame[column] + " " + HOSTILE).str.strip()
        frame.to_csv(raw / f"{table}.csv", index=False, lineterminator="\n", quoting=csv.QUOTE_ALL)


def plant_outputs(path):
    """A table, a text and prose that did not come through the door, in a run notebook."""
    notebook = nbformat.read(path, as_version=4)
    code = next(c for c in notebook.cells if c.cell_type == "code" and c.outputs)
    raw = {"text/html": f"<p onclick='x()'>{HOSTILE}</p><svg onload=alert(3)></svg>"}
    told = {"text/markdown": markup.in_markdown(HOSTILE)}
    code.outputs += [nbformat.v4.new_output("display_data", data) for data in (raw, told)]
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Pages of the readers' site by name, of a project whose data hold markup everywhere."""
    project = tmp_path_factory.mktemp("hostile") / "project"
    with pytest.MonkeyPatch.context() as patched:
        for name in ("data", "docs"):
            shutil.copytree(paths.root() / name, project / name)
        for name in ("CHANGELOG.md", "case.toml"):
            shutil.copy(paths.root() / name, project)
        kept = shutil.ignore_patterns("figures", "sweeps")
        shutil.copytree(paths.notebooks(), project / "notebooks", ignore=kept)
        patched.setenv("DAY229_ROOT", str(project))
        patched.setattr(pieces, "environment", pieces.environment.__wrapped__)
        patched.setattr(claims, "margin", lambda *_: FIRM)
        plant(project / "data" / "raw")
        cleaning.build()
        plant_outputs(project / "notebooks" / "04-chronology.ipynb")
        out = site.build(project / "notebooks", project / "site")
    return {
        p.relative_to(out).as_posix(): p.read_text(encoding="utf-8") for p in out.rglob("*.html")
    }


def unsafe(page):
    """What lives in a page, the scripts and the search form of the site itself apart."""
    return [
        (tag, told)
        for tag, told in live(page)
        if told.startswith("on") or ":" in told or tag not in {"script", "form", "img"}
    ]


def test_no_page_has_an_event_attribute_or_a_link_to_a_script(built):
    assert len(built) > 100
    assert {name: found for name, page in built.items() if (found := unsafe(page))} == {}
    assert (
        len(unsafe("<p onclick='x()'><a href='javascript:x()'>a</a><img src=x onerror=x()>")) == 3
    )


def test_no_page_has_a_script_or_a_picture_of_the_data(built):
    pictures = {
        attributes.get("src", "")
        for page in built.values()
        for tag, attributes in Page(page).elements
        if tag == "img"
    }
    assert {p for p in pictures if not p.endswith(".png") or "//" in p} == set()
    assert [n for n, page in built.items() if "<script>alert" in page] == []


def test_the_texts_are_shown_as_they_are_written(built):
    claim = Page(built["claims/c17.html"]).text
    assert claim.count(HOSTILE) > 4
    assert HOSTILE in Page(built["claims.html"]).text
    assert HOSTILE in Page(built["index.html"]).text
    notebook = Page(built["notebooks/04-chronology.html"]).text
    assert "<svg onload=alert(3)>" in notebook
    assert notebook.count("<img src=x onerror=alert(1)>") == 2


def test_what_is_told_to_search_engines_cannot_leave_its_script(built):
    page = built["claims/c17.html"]
    told = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(told)["claimReviewed"].endswith(HOSTILE)
