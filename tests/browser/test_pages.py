"""Every kind of page in a real browser: wide and narrow, light and dark, by keyboard."""

import pytest

from figures import PHONE_PX

KINDS = (
    "index.html",
    "claims.html",
    "claims/c17.html",
    "claims/c48.html",
    "claims/c53.html",
    "claims/c69.html",
    "explainers/votes.html",
    "explainers/crossings.html",
    "explainers/dead.html",
    "explainers/maps.html",
    "notebooks/04-chronology.html",
    "library/index.html",
    "library/evidence.html",
    "calibration.html",
    "cite.html",
    "data.html",
    "glossary.html",
    "unknown.html",
    "corrections.html",
    "search.html",
)  # every template: claims with a figure, moved, sought in vain, and an opinion
LOOKS = ((1280, "light"), (390, "dark"))
BOTH_WAYS = ((1280, "dark"), (390, "light"))
FIRST = ("index.html", "claims.html", "claims/c17.html", "explainers/crossings.html")
SIDEWAYS = "document.documentElement.scrollWidth - window.innerWidth"
CUT = """[...document.querySelectorAll("article :is(h1, h2, h3, p, li, dd, figure, form, .scroll)")]
  .filter((e) => e.offsetParent && !e.parentElement.closest(".scroll"))
  .filter((e) => { const at = e.getBoundingClientRect();
    return at.width && (at.left < 0 || at.right > innerWidth + 1); })
  .map((e) => e.outerHTML.slice(0, 90))"""  # elements that leave the window
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],  # what passes need not be told in full
}


def violations(page) -> list[str]:
    """Breaches of WCAG 2.2 AA on a page, its first folds open."""
    from axe_playwright_python.sync_playwright import Axe

    page.add_style_tag(content="* { animation: none !important; transition: none !important; }")
    page.evaluate(
        "[...document.querySelectorAll('main details')].slice(0, 12)"
        ".forEach((fold) => { fold.open = true; })"
    )
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {n['target']} {n['html'][:120]}" for v in found for n in v["nodes"]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_fit_for_everybody_wide_and_narrow_light_and_dark(opened, kind):
    page, complaints = opened(kind)
    for n, (width, scheme) in enumerate((*LOOKS, *(BOTH_WAYS if kind in FIRST else ()))):
        if n:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            complaints.clear()  # of axe, which reads the styles by requests of its own
            page.reload()
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
        assert complaints == []
        assert page.evaluate(SIDEWAYS) <= 0
        assert (width, scheme, violations(page)) == (width, scheme, [])


@pytest.mark.parametrize(("width", "which"), [(390, "**/*.html"), (1280, "notebooks/*.html")])
def test_every_page_fits_its_window_and_asks_nobody_else(opened, site, address, width, which):
    page, complaints = opened("index.html", width)
    for path in sorted(site.glob(which)):
        name = path.relative_to(site).as_posix()
        page.goto(address + name)
        asked = [c for c in complaints if not c.startswith("failed: ")]  # of a page that was left
        assert (name, page.evaluate(SIDEWAYS), asked) == (name, 0, [])


@pytest.mark.parametrize("kind", FIRST)
def test_nothing_is_cut_on_a_phone_and_tables_scroll_inside_themselves(opened, kind):
    page, _ = opened(kind, 390)
    assert page.evaluate(CUT) == []
    page.evaluate("document.querySelector('article h1').style.width = '500px'")
    assert page.evaluate(CUT) != []


def test_on_paper_a_page_has_its_text_and_no_controls(opened):
    page, _ = opened("explainers/crossings.html")
    assert page.locator("#suppose").is_visible()
    page.emulate_media(media="print")
    for control in (
        "#suppose",
        ".bd-sidebar-primary",
        ".bd-sidebar-secondary",
        ".theme-switch-button",
    ):
        assert not page.locator(control).first.is_visible(), control
    assert page.locator("#shares").is_visible()
    assert page.locator("main h1").first.is_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX") == "visible"
    )


def test_a_picture_without_words_is_caught(opened):
    page, _ = opened("unknown.html")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert any(v.startswith("image-alt") for v in violations(page))


def test_a_request_to_another_host_is_refused_by_the_page(opened):
    page, complaints = opened("unknown.html")
    page.evaluate("new Image().src = 'http://example.org/x.png'")
    page.wait_for_timeout(200)
    assert any("Content Security Policy" in told for told in complaints)


def test_the_five_answers_stand_on_the_first_screen(opened):
    page, _ = opened("index.html")
    boxes = [a.bounding_box() for a in page.locator(".answers > div").all()]
    assert len(boxes) == 5
    assert max(box["y"] + box["height"] for box in boxes) <= 800


def test_a_first_reader_is_told_where_to_go_next(opened):
    page, _ = opened("index.html")
    told = page.locator("#where-to-go-next li")
    for who, goal in (("student", "votes"), ("journalist", "claims"), ("researcher", "data")):
        one = told.filter(has_text=who)
        assert one.locator(f"a[href*='{goal}']").count() >= 1, who


def test_the_site_works_from_a_folder(opened, site):
    page, complaints = opened((site / "claims.html").as_uri())
    page.get_by_label("Verdict").select_option("contradicted")
    assert 0 < page.locator("#claims > li:visible").count() < 20
    assert [c for c in complaints if not c.startswith("asked: file:")] == []


def test_the_list_is_filtered_by_keyboard(opened):
    page, _ = opened("claims.html")
    everything = page.locator("#claims > li:visible").count()
    page.locator("#find").focus()
    page.keyboard.type("Latvia")
    found = page.locator("#claims > li:visible").count()
    assert 0 < found < everything
    assert page.locator("#shown").inner_text() == f"{found} of {everything} claims"
    for control in ("verdict", "subject", "paragraph"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == control
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the button that shows all again
    page.wait_for_function(
        "document.getElementById('shown').textContent.startsWith('" + str(everything) + "')"
    )
    assert page.locator("#claims > li:visible").count() == everything


def test_without_a_script_the_whole_list_and_the_table_of_digits_stand(opened, site):
    page, _ = opened("claims.html", script=False)
    assert page.locator("#claims > li").count() == len(list((site / "claims").glob("*.html")))
    assert not page.locator("#filter").is_visible()
    page, _ = opened("explainers/votes.html", script=False)
    assert "430,268" in page.locator("main table").inner_text()


def test_a_changed_digit_changes_the_share(opened):
    page, _ = opened("explainers/votes.html")
    assert "not the announced 93.11" in page.locator("#share").inner_text()
    page.locator("#votes").fill("503812")
    assert "comes out" in page.locator("#share").inner_text()
    page.locator("#votes").fill("<b>")
    assert "above nought" in page.locator("#share").inner_text()


def test_the_assumption_that_matters_most_is_moved_by_keyboard(opened):
    page, complaints = opened("explainers/crossings.html")
    told = page.locator("#supposed")
    assert told.inner_text().startswith("If 30 of 100: ")
    page.locator("#sent").focus()
    page.keyboard.press("ArrowRight")
    assert told.inner_text().startswith("If 35 of 100: ")
    page.keyboard.press("End")
    assert told.inner_text().startswith("If 60 of 100: ")
    assert "inside the range" in told.inner_text()
    page.keyboard.press("Home")
    assert "above the range" in told.inner_text()
    assert page.locator("#shares tr.chosen").count() == 1
    assert complaints == []


def test_the_table_of_the_assumption_stands_without_a_script(opened):
    page, _ = opened("explainers/crossings.html", script=False)
    assert not page.locator("#suppose").is_visible()
    assert page.locator("#shares tbody tr").count() == 13


def test_the_site_is_searched_by_keyboard(opened):
    page, _ = opened("index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("Latvia")
    page.keyboard.press("Enter")
    page.locator("#search-results li a").first.wait_for(timeout=20_000)
    assert "Latvia" in page.locator("#search-results").inner_text()


def test_a_verdict_is_told_by_symbol_and_word_without_colour(opened):
    page, _ = opened("index.html")
    for link in page.locator(".strip a").all()[:12]:
        assert link.locator(".symbol").inner_text()
        assert link.locator(".word").inner_text()


UNFRAMED = """[...document.querySelectorAll("main table, #notebook table")].filter((table) => {
  let box = table.parentElement;
  const scrolls = (e) => ["auto", "scroll"].includes(getComputedStyle(e).overflowX);
  while (box && !scrolls(box)) box = box.parentElement;
  const fits = (e) => e.getBoundingClientRect().right <= window.innerWidth + 1;
  return table.offsetParent && !(box && box !== document.documentElement ? fits(box) : fits(table));
}).map((table) => table.innerText.slice(0, 60))"""


def test_on_a_phone_every_table_scrolls_inside_itself(opened, site, tmp_path):
    from analysis import paths
    from analysis.runs import pages

    for path in sorted(paths.notebooks().glob("[0-9]*.ipynb")):
        page, _ = opened(f"notebooks/{path.stem}.html", 390)
        assert (path.stem, page.evaluate(UNFRAMED)) == (path.stem, [])
        own = tmp_path / f"{path.stem}.html"
        own.write_text(pages.to_html(path), encoding="utf-8")
        page, _ = opened(own.as_uri(), 390)
        assert (path.stem, page.evaluate(UNFRAMED), page.evaluate(SIDEWAYS) <= 0) == (
            path.stem,
            [],
            True,
        )
    page.evaluate("document.body.style.overflowX = 'visible'")
    page.evaluate(
        "document.querySelector('main, #notebook').insertAdjacentHTML('beforeend',"
        " '<table><tr><td>' + 'x'.repeat(900) + '</td></tr></table>')"
    )
    assert len(page.evaluate(UNFRAMED)) == 1


PICTURES = (
    "[...document.querySelectorAll('.figure img')].map((i) => i.getBoundingClientRect().width)"
)


@pytest.mark.parametrize(("width", "least"), [(390, PHONE_PX), (1280, 670)])
def test_a_picture_is_as_wide_as_its_letters_were_made_for(
    opened, tmp_path, monkeypatch, width, least
):
    import nbformat

    from analysis import evidence, plotting, referendum
    from analysis.runs import pages

    monkeypatch.setenv("DAY229_OUTPUT", str(tmp_path))
    plotting.tally_audit(referendum.audit_all(evidence.known_by("2022-10-11")))
    told = {"image/png": {"alt": "regions", "figure": "tally_audit"}}
    shown = nbformat.v4.new_output("display_data", {"image/png": "iVBO"}, metadata=told)
    cell = nbformat.v4.new_code_cell("draw()", outputs=[shown], execution_count=1)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "01-some.ipynb")
    own = tmp_path / "own.html"
    own.write_text(pages.to_html(tmp_path / "01-some.ipynb"), encoding="utf-8")
    page, _ = opened(own.as_uri(), width)
    (drawn,) = page.evaluate(PICTURES)
    assert drawn >= least


WIDE = """[...document.querySelectorAll(".scroll")].filter((f) => f.clientWidth)
  .map((f) => [f.scrollWidth > f.clientWidth + 1,
    getComputedStyle(f, "::before").content.includes("more columns")])"""


def test_a_table_that_goes_on_beyond_its_frame_says_so(opened):
    page, _ = opened("notebooks/04-chronology.html", 390)
    told = page.evaluate(WIDE)
    assert {wide for wide, _ in told} == {True, False}
    assert [pair for pair in told if pair[0] != pair[1]] == []


GROUNDS = """[...document.querySelectorAll(".cell_output .text_html")].map((told) => {
  const look = getComputedStyle(told); return [look.backgroundColor, look.color]; })"""


def test_a_sentence_of_a_notebook_has_no_bright_ground_in_the_dark(opened):
    page, _ = opened("notebooks/04-chronology.html", 390, "dark")
    ink = page.evaluate("getComputedStyle(document.querySelector('article p')).color")
    grounds = {tuple(pair) for pair in page.evaluate(GROUNDS)}
    assert grounds == {("rgba(0, 0, 0, 0)", ink)}


def test_a_head_of_a_table_without_words_is_not_shown(opened):
    page, _ = opened("calibration.html", 390)
    shown = page.evaluate(
        "[...document.querySelectorAll('main thead')].filter((h) => h.offsetParent)"
        ".map((h) => h.innerText.trim())"
    )
    assert "" not in shown
    assert page.locator("main tbody tr").count() > 20
    page.goto(page.url.replace("calibration", "notebooks/04-chronology"))
    assert page.locator("main thead").first.is_visible()
