"""Every kind of page in a real browser: wide and narrow, light and dark, by keyboard."""

import pytest

KINDS = (
    "index.html",
    "claims.html",
    "claims/c17.html",
    "explainers/votes.html",
    "explainers/dead.html",
    "notebooks/04-chronology.html",
    "data.html",
    "glossary.html",
    "unknown.html",
    "corrections.html",
)
LOOKS = ((1280, "light"), (390, "dark"))
SIDEWAYS = "document.documentElement.scrollWidth - window.innerWidth"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


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


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_fit_for_everybody(opened, kind, width, scheme):
    page, complaints = opened(kind, width, scheme)
    assert page.evaluate(SIDEWAYS) <= 0
    assert complaints == []  # before axe reads the styles by requests of its own
    assert violations(page) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_every_notebook_fits_its_window(opened, site, width):
    for path in sorted((site / "notebooks").glob("*.html")):
        page, complaints = opened(f"notebooks/{path.name}", width)
        assert (path.name, page.evaluate(SIDEWAYS), complaints) == (path.name, 0, [])


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


def test_a_verdict_is_told_by_symbol_and_word_without_colour(opened):
    page, _ = opened("index.html")
    for link in page.locator(".strip a").all()[:12]:
        assert link.locator(".symbol").inner_text()
        assert link.locator(".word").inner_text()
