"""The readers' site: what its pages hold, and that data stay data."""

import dataclasses
import functools
import itertools
import json
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from bs4 import BeautifulSoup

import analysis
from analysis import claims, evidence, facts, paths, site
from analysis.evidence import EvidenceError
from analysis.site import (
    building,
    explainers,
    finishing,
    glossary,
    ladders,
    notebook_pages,
    pieces,
    sourced,
    supposed,
)
from analysis.site.claim_pages import Search
from analysis.site.slips import slips
from analysis.site.verdict_marks import MEANINGS, mark
from planted import FIRM

HOSTILE = '<script>alert(1)</script> "quoted" & {{ 7 * 7 }} `tick` [a](javascript:alert(2))'
REVIEW = {
    "type": "object",
    "required": ["@context", "@type", "url", "claimReviewed", "author", "reviewRating"],
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"const": "ClaimReview"},
        "claimReviewed": {"type": "string", "minLength": 10},
        "author": {
            "type": "object",
            "required": ["@type", "name"],
            "properties": {"@type": {"enum": ["Organization", "Person"]}},
        },
        "itemReviewed": {
            "type": "object",
            "required": ["@type", "author", "datePublished"],
            "properties": {"datePublished": {"pattern": r"^\d{4}-\d\d-\d\d$"}},
        },
        "reviewRating": {
            "type": "object",
            "required": ["@type", "alternateName", "bestRating", "worstRating"],
            "properties": {
                "@type": {"const": "Rating"},
                "alternateName": {"enum": list(claims.VERDICTS)},
                "ratingValue": {"type": "integer", "minimum": 1, "maximum": 5},
            },
        },
    },
}  # what schema.org and search engines ask of a ClaimReview


@pytest.fixture(scope="module")
def page():
    return site.claim_page(claims.claim("C17"), evidence.known_by("2022-10-11"))


def kept_facts() -> dict:
    return facts.read_all(paths.notebooks() / "facts")


def test_every_verdict_has_a_symbol_of_its_own():
    assert set(MEANINGS) == set(claims.VERDICTS)
    assert len({mark(verdict).symbol for verdict in MEANINGS}) == len(MEANINGS)
    with pytest.raises(claims.ClaimError, match="no mark for the verdict 'true'"):
        mark("true")


@functools.cache
def all_pages():
    """Every page; how firm a verdict is, which takes most of the time, the built site says."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(claims, "margin", lambda *_: FIRM)
        return site.claim_pages()


def test_every_claim_has_a_page_with_reason_and_rule():
    pages = all_pages()
    assert [p.claim.id for p in pages] == [c.id for c in claims.ledger()]
    assert [p.claim.id for p in pages if not (p.rule and p.now.reason and p.then.reason)] == []
    assert len({p.slug for p in pages}) == len(pages)


def test_a_verdict_on_one_publisher_says_so(page):
    seen = site.claim_page(claims.claim("C16"), evidence.known_by("2022-10-11")).now
    rows = seen.rows
    assert {r.publisher for r in rows} == {"TASS"}
    assert page.now.resting.startswith("Rests on 2 publishers")
    assert seen.resting == "Rests on 1 publisher: TASS. One publisher alone can be wrong."
    copied = dataclasses.replace(rows[0], publisher="A copy", kind="mirror")
    assert sourced.publishers((*rows, copied)) == ("TASS",)
    assert sourced.publishers((copied,)) == ("A copy",)


def test_a_line_of_sources_says_how_far_the_day_is_known(page):
    row = page.now.rows[0]
    told = {
        "4 October 2022": "4 October 2022",
        "4 October 2022 (earliest possible)": "not before 4 October 2022",
        "4 October 2022 (address)": "4 October 2022, by its address",
    }
    assert {p: dataclasses.replace(row, published=p).when for p in told} == told


def test_every_row_on_a_page_says_something_and_folds_its_history_away():
    rows = [r for p in all_pages() for judged in (p.then, p.now) for r in judged.rows]
    assert sorted({r.key for r in rows if not r.says or r.says.endswith(": ")}) == []
    assert sorted({r.key for r in rows if "Corrected on" in r.note}) == []
    assert any(r.history.startswith("Corrected on") for r in rows)
    told = {"TN079": "area held on 31 December 2022: 107,148 km²", "EV44q": "“to bring a charge"}
    assert [s.key for s in sourced.sourced(tuple(told)) if not s.says.startswith(told[s.key])] == []


def test_a_row_that_does_not_exist_is_refused():
    with pytest.raises(EvidenceError, match="no evidence row has the key 'RT99'"):
        sourced.sourced(("RT99",))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc", "", "nan"]
)
def test_only_addresses_of_the_web_are_linked(url):
    assert sourced.address(url) == ""
    assert sourced.address(" https://example.org/a?b=1 ") == "https://example.org/a?b=1"


def test_hostile_texts_of_the_data_show_as_text(page):
    claim = dataclasses.replace(page.claim, paraphrase=HOSTILE)
    rows = (dataclasses.replace(page.now.rows[0], says=HOSTILE, publisher=HOSTILE),)
    now = dataclasses.replace(page.now, reason=HOSTILE, rows=rows)
    hostile = dataclasses.replace(page, claim=claim, now=now, words=HOSTILE)
    parts = pieces.of_claim(hostile, (HOSTILE, "../notebooks/x.html#y", HOSTILE), (hostile, None))
    html = "".join(p.html for p in parts)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "{{ 7 * 7 }}" in html
    review = re.search(r"<script type=\"application/ld\+json\">(.*?)</script>", html, re.S)[1]
    assert json.loads(review)["claimReviewed"] == HOSTILE


def test_every_template_shows_hostile_texts_as_text(page):
    claim = dataclasses.replace(page.claim, paraphrase=HOSTILE)
    row = dataclasses.replace(page.now.rows[0], publisher=HOSTILE, says=HOSTILE, published=HOSTILE)
    search = Search(sought=HOSTILE, searched=HOSTILE, on=HOSTILE, reason=HOSTILE)
    now = dataclasses.replace(page.now, reason=HOSTILE, rows=(row,), figures=(HOSTILE,))
    bad = dataclasses.replace(
        page, claim=claim, subject=HOSTILE, speaker=HOSTILE, now=now, searches=(search,)
    )
    answer = site.Answer(name="x", question=HOSTILE, told=HOSTILE, claim=bad, why=HOSTILE)
    figure = ladders.ladder(HOSTILE, [ladders.Rung(name=HOSTILE, value=1, told=HOSTILE)])
    field = {"name": HOSTILE, "type": HOSTILE, "description": HOSTILE}
    table = {"name": HOSTILE, "path": HOSTILE, "schema": {"fields": [field]}}
    held = dataclasses.replace(supposed.supposed(), source=row)
    made = [
        *(p for parts in pieces.of_front([answer], (bad,)).values() for p in parts),
        *pieces.of_claim(bad, (HOSTILE, "#", HOSTILE), (bad, bad)),
        pieces.rendered("ladder", figure=figure),
        pieces.rendered("publications", rows=(row,)),
        pieces.rendered("table", table=table),
        pieces.rendered("supposed", held=held),
    ]
    assert [p.html for p in made if "<script>alert" in p.html or ">49<" in p.html] == []
    assert sum("&lt;script&gt;" in p.html for p in made) >= len(made) - 2  # words, and a script
    for path in (paths.root() / "docs" / "site" / "templates").glob("*.html"):
        assert not re.search(r"\|\s*safe|autoescape", path.read_text(encoding="utf-8")), path.name


def test_below_nought_a_number_has_a_true_minus_and_a_day_keeps_its_hyphens(page):
    now = dataclasses.replace(page.now, reason="It fell by -16 to -5 % (-3) on 2022-10-11.")
    html = pieces.of_claim(dataclasses.replace(page, now=now), ("", "#", ""), (None, None))[0].html
    assert "by −16 to −5\N{NO-BREAK SPACE}% (−3) on 2022-10-11." in html


def test_a_hostile_title_goes_through_sphinx_as_text(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "index.md").write_text("```{generated} a\n```\n", encoding="utf-8")
    written = {"a": (HOSTILE, HOSTILE, [("", "<p>body</p>"), (HOSTILE, "<p>part</p>")])}
    plain = {"html_theme": "basic", "html_theme_options": {}, "html_context": {}}
    building.have_sphinx_write(tmp_path, written, plain)
    made = (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in made
    assert made.count("&lt;script&gt;alert(1)") >= 2


def test_a_piece_that_does_not_exist_stops_the_build(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "index.md").write_text("# A\n\n```{generated} b\n```\n", encoding="utf-8")
    plain = {"html_theme": "basic", "html_theme_options": {}, "html_context": {}}
    with pytest.raises(site.SiteError, match="no piece 'b'; there are a"):
        building.have_sphinx_write(tmp_path, {"a": ("", "", [])}, plain)


def test_a_folder_without_a_run_is_refused(tmp_path):
    with pytest.raises(site.SiteError, match=r"no run notebooks .* next: run `make report`"):
        site.build(tmp_path, tmp_path / "out")


def test_a_notebook_that_was_never_run_is_refused(tmp_path):
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [], "id": "a"}
    notebook = {"cells": [cell | {"execution_count": None}], "metadata": {}}
    path = tmp_path / "00-never.ipynb"
    path.write_text(json.dumps(notebook | {"nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    with pytest.raises(site.SiteError, match=r"00-never\.ipynb: a cell was never run"):
        notebook_pages.readable(path)


def test_every_claim_review_is_one_that_search_engines_read(page):
    for one in all_pages():
        jsonschema.validate(site.claim_review(one), REVIEW)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(site.claim_review(page) | {"reviewRating": {}}, REVIEW)


@pytest.mark.parametrize("claim", ["C48", "C09", "C67", "C70"])
def test_a_verdict_that_moved_tells_how_firm_it_is_on_the_day_and_now(claim):
    moved = site.claim_page(claims.claim(claim), evidence.known_by("2022-10-11"))
    assert moved.moved
    on_the_day, _, now = moved.firm.partition(" Now: ")
    assert on_the_day == "On the day: No evidence bears on it, so none can move it."
    assert "No evidence" not in now
    assert "publisher" in now


def test_no_page_shows_a_word_of_the_tables_where_a_reader_expects_plain_words():
    for one in all_pages():
        shown = [one.firm, one.then.reason, one.now.reason]
        shown += [f"{r.says} {r.note}" for r in (*one.then.rows, *one.now.rows)]
        for text in shown:
            assert "[refutes]" not in text
            assert not re.search(r"published_basis|source_also|as_of", text), text


def test_a_page_never_says_that_nothing_bears_on_a_claim_that_rests_on_publishers():
    for one in all_pages():
        for judged in (one.then, one.now):
            assert not (judged.reason.startswith("No evidence") and judged.publishers)


def test_what_was_sought_in_vain_is_told_beside_the_evidence(page):
    table = evidence.table("searches")
    told = {p.claim.id: p for p in all_pages() if p.searches}
    assert set(told) == set(table["claim"])
    parts = {p.title: p.html for p in pieces.of_claim(told["C53"], ("", "#", ""), (None, None))}
    words = table.set_index("claim").loc["C53"]
    for cell in ("sought", "searched", "reason"):
        assert words[cell] in parts["Searched in vain"]
    assert "28 November 2026" in parts["Searched in vain"]
    plain = pieces.of_claim(page, ("", "#", ""), (None, None))
    assert "Searched in vain" not in {p.title for p in plain}


def test_a_page_counts_publishers_as_its_verdict_does():
    for one in all_pages():
        finding = claims.judge(one.claim, evidence.Evidence(None)).finding
        assert len(claims.publishers(finding)) == len(one.now.publishers), one.claim.id


def test_what_cannot_be_checked_has_words_and_no_rating():
    opinion = site.claim_page(claims.claim("C69"), evidence.known_by(None))
    rating = site.claim_review(opinion)["reviewRating"]
    assert rating["alternateName"] == "cannot be checked"
    assert "ratingValue" not in rating


def test_the_five_answers_are_made_of_facts():
    found, pages = kept_facts(), {p.claim.id: p for p in all_pages()}
    told = site.answers(found, pages)
    assert len(told) == 5
    moved = found | {"left_and_stayed_persons": {"value": 5e5, "low": 4e5, "high": 6e5}}
    assert "500,000 (400,000 to 600,000)" in site.answers(moved, pages)[1].told
    del found["deaths_ukraine"]
    with pytest.raises(facts.FactError, match="no fact 'deaths_ukraine'"):
        site.answers(found, pages)
    with pytest.raises(facts.FactError, match="no claim 'C17' in the ledger"):
        site.answers(found, {})


def test_changed_digits_are_counted_by_hand():
    one = slips(45, 50, 98.0)  # 49 of 50
    assert (one.nearest, one.repaired) == ((49, 50), True)
    printed = slips(430_268, 541_093, 93.11)
    assert (printed.nearest, printed.repaired) == ((490_268, 541_093), False)
    assert printed.needed == (503_812, 462_107)
    with pytest.raises(ValueError, match="wanted 0 < votes <= ballots"):
        slips(2, 1, 50)


def test_a_ladder_keeps_order_and_refuses_what_a_logarithm_cannot_show():
    made = ladders.ladder(
        "A", [ladders.rung("a", {"value": 10}), ladders.rung("b", {"value": 100})]
    )
    assert made.rungs[0]["at"] < made.rungs[1]["at"]
    with pytest.raises(ValueError, match="above nought"):
        ladders.ladder("A", [ladders.rung("a", {"value": 0})], log=True)
    assert explainers.zaporizhzhia().share == pytest.approx(79.52, abs=0.005)


def test_the_account_ends_where_the_notebook_ends_and_each_step_begins_where_the_last_ended():
    rungs = supposed.account().rungs
    kept = kept_facts()["left_and_stayed_persons"]
    assert rungs[-1]["told"] == pieces.ranged(kept)
    assert rungs[-1]["bar"][0] == rungs[0]["bar"][0] == ladders.MARGIN
    for before, step in itertools.pairwise(rungs[:-1]):
        ends = (step["bar"][0], sum(step["bar"]))
        assert min(abs(end - before["at"]) for end in ends) < 0.11
    assert all(r["line"][0] <= r["at"] <= r["line"][1] for r in rungs)


def test_the_slider_goes_through_what_is_assumed_and_keeps_its_order():
    held = supposed.supposed()
    shares = [row["share_pct"] for row in held.rows]
    assert set(held.assumed) <= set(shares)
    middles = [row["bar"][1] for row in held.rows]
    assert middles == sorted(middles)
    beside = {row["beside"] for row in held.rows}
    assert beside == {"above the range", "inside the range"}
    assert held.source.url.startswith("https://")


def test_the_policy_admits_the_scripts_of_a_page_and_no_others():
    page = finishing.closed(
        '<head><script>a()</script><script type="application/ld+json">{}</script>'
    )
    assert page.count("sha256-") == 1
    assert "script-src 'self' 'sha256-" in page
    assert "unsafe-inline' script" not in page


PAGE = glossary.ARTICLE + "{}</article><p>floor</p>"
FLOOR = {"floor": glossary.Term(anchor="term-Floor", meaning='"Low" & sure.')}


def test_the_first_use_of_a_hard_word_is_linked_and_no_other():
    page = PAGE.format("<p>Two floors, a floor.</p>")
    made = glossary.linked(page, FLOOR, "../glossary.html")
    assert made.count("<dfn") == 1
    link = '<a class="term" href="../glossary.html#term-Floor">floors</a></dfn>, a floor.'
    assert link in made
    assert 'title="&quot;Low&quot; &amp; sure."' in made
    assert glossary.linked(page, {}, "g") == page


@pytest.mark.parametrize(
    "held",
    [
        "<h2>A floor</h2>",
        "<a href='#'>floor</a>",
        "<pre><span>floor</span> floor</pre>",
        "<table><tr><td><table></table>floor</td></tr></table>",
        '<script type="application/ld+json">{"a": "floor"}</script>',
        '<p><span class="verdict holds"><span>x</span> floor</span></p>',
        "<p>floorboard, first-floor</p>",
        '<p title="floor">x<br>y</p>',
    ],
)
def test_headings_links_code_tables_and_verdicts_keep_their_words(held):
    assert glossary.linked(PAGE.format(held), FLOOR, "g") == PAGE.format(held)
    after = glossary.linked(PAGE.format(held + "<p>floor</p>"), FLOOR, "g")
    assert after.count("<dfn") == 1


class Links(HTMLParser):
    """Addresses, anchors, pictures and text of a page."""

    def __init__(self):
        super().__init__()
        self.links, self.ids, self.alts, self.loaded, self.text = [], set(), [], [], ""

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        self.ids |= {held[k] for k in ("id", "name") if held.get(k)}
        if tag == "a" and held.get("href"):
            self.links.append(held["href"])
        if tag == "img":
            self.alts.append(held.get("alt", ""))
        if tag in ("img", "script", "iframe", "source"):
            self.loaded.append(held.get("src") or "")
        if tag == "link" and held.get("rel") != "canonical":
            self.loaded.append(held.get("href") or "")


@pytest.fixture(scope="module")
def parsed(site_folder):
    found = {}
    for path in site_folder.rglob("*.html"):
        found[path.resolve()] = links = Links()
        links.feed(path.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def site_folder(request):
    return request.getfixturevalue("site")


def broken(parsed: dict) -> list[str]:
    """Links that lead to no page, or to no place on it."""
    found = []
    for path, links in parsed.items():
        for link in links.links:
            parts = urlsplit(link)
            if parts.scheme:
                found += [] if parts.scheme in ("http", "https") else [f"{path.name}: {link}"]
                continue
            goal = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            lost = goal not in parsed and not goal.is_file()
            anchor = unquote(parts.fragment)
            nowhere = anchor and goal in parsed and anchor not in parsed[goal].ids
            found += [f"{path.name}: {link}"] if lost or nowhere else []
    return found


def test_a_page_of_the_site_says_how_firm_its_verdict_is(site):
    page = (site / "claims" / "c32.html").read_text(encoding="utf-8")
    firm = claims.margin(claims.claim("C32"), evidence.known_by("2022-10-11")).sentence()
    assert "Take one row of evidence away" in firm
    assert firm in " ".join(page.split())


def test_every_link_of_the_site_leads_somewhere(parsed):
    assert broken(parsed) == []
    path = next(iter(parsed))
    lost = Links()
    lost.feed('<a href="nowhere.html">x</a><a href="#nowhere">y</a><a href="javascript:0">z</a>')
    assert len(broken({path: lost})) == 3


def test_no_page_loads_anything_from_another_host(parsed):
    foreign = [(p.name, u) for p, found in parsed.items() for u in found.loaded if "//" in u]
    assert foreign == []
    assert all("Content-Security-Policy" in p.read_text(encoding="utf-8") for p in parsed)


SHARE = "{{{{ '%.2f' | format({}_share_from_counts_pct.value) }}}}"
SHORT, PUBLISHED, ROWS = "article section > p", ".published a", "table.evidence a"
TWELVE = (
    ("Was the 93 % real?", "claims/c17.html", ".answer", SHARE.format("zaporizhzhia"), ROWS),
    (
        "How many had left?",
        "explainers/crossings.html",
        SHORT,
        "{{ left_and_stayed_persons | ranged }}",
        PUBLISHED,
    ),
    (
        "How many soldiers had died?",
        "explainers/dead.html",
        SHORT,
        "{{ deaths_russia_all_forces | ranged }}",
        PUBLISHED,
    ),
    (
        "Which claims are false, and why?",
        "claims.html",
        "#claims [data-verdict*='contradicted'] .why",
        ".",
        "",  # on the page of each, one click on
    ),
    ("Where does 93.11 come from?", "claims/c17.html", "table.evidence", "TASS", ROWS),
    (
        "Whose text, and where?",
        "cite.html",
        "#the-text-we-check",
        "English-language opinion column",
        "#the-text-we-check a",
    ),
    (
        "Less land than in week one?",
        "explainers/maps.html",
        SHORT,
        "By the map of ISW yes",
        PUBLISHED,
    ),
    ("Was death nearly certain?", "claims/c48.html", ".answer", "contradicted", ROWS),
    (
        "Is 370,000 too high?",
        "explainers/crossings.html",
        "#is-370-000-too-high-or-too-low",
        "It depends on what it counts",
        PUBLISHED,
    ),
    ("Latvia 97.5 %?", "claims/c25.html", ".answer", SHARE.format("latvia"), ROWS),
    (
        "The strongest sign against the votes?",
        "explainers/votes.html",
        "#what-this-shows",
        "to the digit",
        PUBLISHED,
    ),
    ("May I use this, and how do I cite it?", "cite.html", "#reuse", "CC BY 4.0", ""),
)  # question, page one click from the front, element, words that answer, its links to a source


@pytest.mark.parametrize(("question", "page", "element", "words", "source"), TWELVE)
def test_a_question_is_answered_one_click_from_the_front(
    parsed, site_folder, question, page, element, words, source
):
    front = parsed[(site_folder / "index.html").resolve()]
    assert page in {link.partition("#")[0] for link in front.links}, question
    read = BeautifulSoup((site_folder / page).read_text(encoding="utf-8"), "html.parser")
    told = pieces.environment().from_string(words).render(**kept_facts())
    found = read.select_one(element).get_text().replace("\N{NO-BREAK SPACE}", " ")
    assert told in found, question
    links = [a["href"] for a in read.select(source)] if source else []
    assert not source or any(a.startswith("http") for a in links), question


def test_readme_says_what_each_verdict_means_as_the_site_does():
    readme = " ".join((paths.root() / "README.md").read_text(encoding="utf-8").split())
    for verdict, (_, meaning) in MEANINGS.items():
        assert f"| {mark(verdict).symbol} **{verdict}** | {meaning} |" in readme


def test_readme_leads_a_reader_who_installs_nothing_to_every_stored_notebook():
    readme = (paths.root() / "README.md").read_text(encoding="utf-8")
    stored = {p.name for p in paths.notebooks().glob("[0-9][0-9]-*.ipynb")}
    assert set(re.findall(r"\(notebooks/([\w-]+\.ipynb)\)", readme)) == stored


def test_an_answer_without_its_element_or_source_is_caught(parsed, site_folder):
    read = BeautifulSoup((site_folder / "cite.html").read_text(encoding="utf-8"), "html.parser")
    assert read.select_one(".answer") is None
    assert read.select(ROWS) == []


def test_every_picture_has_words_and_no_file_name(parsed):
    alts = [(p.name, alt) for p, found in parsed.items() for alt in found.alts]
    assert len(alts) > 20
    assert [a for a in alts if not a[1].strip() or a[1].endswith((".png", ".svg"))] == []


def test_the_site_stays_small(site_folder):
    sizes = {p: p.stat().st_size for p in site_folder.rglob("*") if p.is_file()}
    assert sum(sizes.values()) < 25e6
    assert {p.name: s for p, s in sizes.items() if p.suffix == ".html" and s > 1e6} == {}


def test_explainers_have_at_most_700_words_and_answer_first():
    for path in (paths.root() / "docs" / "site" / "pages" / "explainers").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert len(re.findall(r"\b[\w’']+\b", text)) <= 700, path.name
        assert text.split("\n\n")[1].startswith("**In short.**")


def test_explainers_claims_and_notebooks_lead_to_the_glossary(parsed, site_folder):
    entries = glossary.terms((site_folder / "glossary.html").read_text(encoding="utf-8"))
    assert len(entries) >= 40
    led = {
        path.relative_to(site_folder.resolve()).as_posix(): sum("#term-" in x for x in found.links)
        for path, found in parsed.items()
        if path.parent.name in finishing.WITH_TERMS
    }
    assert min(n for p, n in led.items() if not p.startswith("claims/")) >= 1
    assert sum(n > 0 for p, n in led.items() if p.startswith("claims/")) > 50


def test_every_module_of_the_front_has_a_page_made_of_its_docstrings(parsed, site_folder):
    for name in analysis.front():
        found = parsed[(site_folder / "library" / f"{name}.html").resolve()]
        question = getattr(analysis, name).__doc__.split("?")[0]
        assert question in found.text.replace("’", "'"), name
    judge = parsed[(site_folder / "library" / "claims.html").resolve()]
    assert "analysis.claims.judge" in judge.ids
    assert "Verdict on one claim by its own rule." in judge.text


def test_the_glossary_has_about_forty_terms():
    text = (paths.root() / "docs" / "site" / "pages" / "glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^(\S.*)\n {2}\S", text, re.MULTILINE)
    assert 38 <= len(terms) <= 60
    assert terms == sorted(terms, key=str.lower)


def test_a_page_of_the_work_begins_with_the_answers_it_found(parsed, site_folder):
    kept = kept_facts()
    own = {"01": ("referendums",), "02": ("abroad",), "03": ("dead", "mobilised"), "04": ("land",)}
    for number, names in own.items():
        (page,) = (site_folder / "notebooks").glob(f"{number}-*.html")
        read = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select("section > p")
        for n, name in enumerate(names):
            told = " ".join(read[n].get_text().split()).replace("’", "'")
            assert kept[f"answer_{name}"]["value"] in told, page.name
            assert any("explainers/" in a["href"] for a in read[n].select("a")), name


def test_a_verdict_that_stands_is_not_told_twice(site_folder):
    for name, tables in (("c17", 1), ("c48", 2)):
        page = (site_folder / "claims" / f"{name}.html").read_text(encoding="utf-8")
        assert page.count("<table") == tables, name


def test_pages_of_notebooks_have_neighbours_contents_named_folds_and_their_facts(site_folder):
    for path in sorted((site_folder / "notebooks").glob("*.html")):
        page = path.read_text(encoding="utf-8")
        assert 'class="prev-next-' in page, path.name
        assert "Contents" in page
        names = re.findall(r'<p class="collapsed admonition-title">(.*?)</p>', page)
        assert len(names) > 5
        assert [n for n in names if not n.startswith("Show the ")] == []
        shown = page.count('<table class="dataframe"')
        assert page.count('<div class="scroll" tabindex="0" role="region"') >= shown > 2
        facts_file = re.search(r'href="(facts/[\w-]+\.json)"', page)[1]
        assert json.loads((path.parent / facts_file).read_text(encoding="utf-8"))
        assert page.count("<summary>Solution of exercise") >= 3
