"""How is the site of a run put together?

Takes a folder of run notebooks with their facts; has Sphinx write pages into another folder. Runs
no notebook and asks no other host. Everything is built aside and put in place at the end.
"""

import io
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import nbformat

from analysis import facts, markup, paths
from analysis.plotting import on_page
from analysis.site import explainers, finishing, library_pages, notebook_pages, pieces, supposed
from analysis.site.answers import answers
from analysis.site.claim_pages import ClaimPage, claim_pages
from analysis.site.notebook_pages import SiteError

OPENING = (
    f'<!doctype html><html lang="en"><meta charset="utf-8">{markup.policy()}<title>Day 229</title>'
    '<meta http-equiv="refresh" content="0; url=site/index.html">'
    '<p><a href="site/index.html">Day 229: open the pages</a></p></html>\n'
)
SETTINGS = {
    "project": "Day 229",
    "html_title": "Day 229",
    "author": "Day 229 maintainers",
    "language": "en",
    "extensions": [
        "myst_nb",
        "sphinx.ext.autodoc",
        "sphinx.ext.napoleon",
        "analysis.site.directive",
    ],
    "autodoc_member_order": "bysource",
    "default_role": "code",
    "napoleon_google_docstring": False,
    "napoleon_use_rtype": False,
    "add_module_names": False,
    "toc_object_entries": False,
    "suppress_warnings": ["ref.python"],  # a name may stand in two rooms
    "nb_execution_mode": "off",
    "nb_merge_streams": True,
    "myst_enable_extensions": ["deflist", "attrs_inline", "attrs_block"],
    "myst_heading_anchors": 3,
    "myst_links_external_new_tab": False,
    "html_theme": "sphinx_book_theme",
    "html_theme_options": {
        "home_page_in_toc": True,
        "navbar_persistent": [],
        "show_navbar_depth": 1,
        "show_toc_level": 1,
        "use_download_button": False,
        "use_fullscreen_button": False,
        "article_header_end": ["theme-switcher.html", "toggle-secondary-sidebar.html"],
        "footer_content_items": ["licence.html"],
    },
    "html_context": {"default_mode": "auto"},
    "html_css_files": ["site.css"],
    "html_js_files": [("site.js", {"defer": "defer"})],
    "html_copy_source": False,
    "html_show_sourcelink": False,
    "html_show_sphinx": False,
    "html_use_index": False,
    "html_domain_indices": False,
}  # of Sphinx; there is no conf.py


def publish(report: Path) -> Path:
    """Build the site of a run into its folder, `site`, with an `index.html` that opens it.

    Parameters
    ----------
    report : pathlib.Path
        Folder of a run of all notebooks, such as `reports/latest`.

    Returns
    -------
    pathlib.Path
        The page that opens the site.

    Raises
    ------
    SiteError
        As `build`.
    """
    report = report.resolve()
    build(report, report / "site")
    opening = report / "index.html"
    opening.write_text(OPENING, encoding="utf-8")
    return opening


def build(report: Path, out: Path) -> Path:
    """Build the site out of run notebooks and their facts.

    Parameters
    ----------
    report : pathlib.Path
        Folder with run notebooks and `facts`.
    out : pathlib.Path
        Folder of the pages; an older one is replaced when the new one is whole.

    Raises
    ------
    SiteError
        If the folder holds no run notebooks, or Sphinx warns of anything.
    """
    notebooks = _notebooks(report)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".site-") as aside:
        written = _write_source(Path(aside, "in"), notebooks, report)
        pages = have_sphinx_write(Path(aside), written)
        on_page.copy(report / "figures", pages / "figures")
        shutil.copytree(report / "facts", pages / "notebooks" / "facts")
        finishing.finish(pages)
        shutil.rmtree(out, ignore_errors=True)
        pages.replace(out)
    return out


def _notebooks(report: Path) -> dict[str, nbformat.NotebookNode]:
    found = sorted(report.glob("[0-9][0-9]-*.ipynb"))
    if not found or not (report / "facts").is_dir():
        raise SiteError(f"{report}: no run notebooks with their facts; next: run `make report`")
    return {path.stem: notebook_pages.readable(path) for path in found}


def _write_source(source: Path, notebooks: Mapping, report: Path) -> dict[str, tuple]:
    """Write the sources that Sphinx reads; give the pieces their directives name."""
    told = _facts(report, notebooks)
    _write_pages(source, told)
    for folder in ("notebooks", "claims"):
        (source / folder).mkdir(exist_ok=True)
    for name, notebook in notebooks.items():
        notebook_pages.with_answers(notebook, facts.read(report / "facts", name))
        nbformat.write(notebook, source / "notebooks" / f"{name}.ipynb")
    _write_examples(source / "examples")
    pages = claim_pages()
    for page in pages:
        text = f"---\norphan: true\n---\n\n```{{generated}} claim-{page.slug}\n```\n"
        (source / "claims" / f"{page.slug}.md").write_text(text, encoding="utf-8")
    library_pages.write(source)
    (source / "corrections.md").write_text(corrections(), encoding="utf-8")
    return _pieces(pages, notebooks, told)


def _write_pages(source: Path, told: Mapping) -> None:
    """Pages written by hand, with the facts they quote filled in."""
    docs = paths.root() / "docs"
    calibration = docs / "calibration.md"
    shutil.copytree(docs / "site" / "pages", source)
    holds = {"tally": explainers.zaporizhzhia(), "calibration": calibration.is_file()}
    holds["examples"] = bool(_examples())
    for path in source.rglob("*.md"):
        text = pieces.filled(path.relative_to(source), **holds, **told)
        path.write_text(text, encoding="utf-8")
    if calibration.is_file():
        shutil.copy(calibration, source)


def _examples() -> list[Path]:
    """The short examples, as far as they are there."""
    return sorted(paths.examples().glob("[0-9][0-9]-*.ipynb"))


def _write_examples(folder: Path) -> None:
    for path in _examples():
        folder.mkdir(exist_ok=True)
        nbformat.write(notebook_pages.example(path), folder / path.name)


def _facts(report: Path, notebooks: Mapping) -> dict[str, dict]:
    """Facts of all notebooks by key."""
    found: dict[str, dict] = {}
    for name in notebooks:
        found |= facts.read(report / "facts", name)
    return found


def _pieces(pages: tuple[ClaimPage, ...], notebooks: Mapping, found: dict) -> dict[str, tuple]:
    by_id = {page.claim.id: page for page in pages}
    written = {n: ("", "", p) for n, p in pieces.of_front(answers(found, by_id), pages).items()}
    for name, figure in explainers.figures(found).items():
        written[f"figure-{name}"] = ("", "", (pieces.rendered("ladder", figure=figure),))
    for name, rows in explainers.publications(found).items():
        written[f"publications-{name}"] = ("", "", (pieces.rendered("publications", rows=rows),))
    written["digits"] = ("", "", (pieces.rendered("digits", tally=explainers.zaporizhzhia()),))
    written["supposed"] = ("", "", (pieces.rendered("supposed", held=supposed.supposed()),))
    written["dictionary"] = ("", "", pieces.of_dictionary())
    around = (None, *pages, None)
    for n, page in enumerate(pages):
        parts = pieces.of_claim(page, _work(page, notebooks), (around[n], around[n + 2]))
        title = f"{page.claim.id} · {page.claim.paraphrase}"
        written[f"claim-{page.slug}"] = (title, page.now.reason, parts)
    return {n: (t, about, [(p.title, p.html) for p in ps]) for n, (t, about, ps) in written.items()}


def _work(page: ClaimPage, notebooks: Mapping) -> tuple[str, str, str]:
    """Title, address and section of the notebook that shows the work on a claim."""
    notebook = notebooks[page.claim.notebook]
    section, anchor = notebook_pages.section_of(page.claim.id, notebook)
    title = notebook.cells[0].source.partition("\n")[0].lstrip("# ")
    return title, f"../notebooks/{page.claim.notebook}.html#{anchor}", section


def corrections() -> str:
    """Page of the numbers that moved, as the changelog tells them."""
    log = (paths.root() / "CHANGELOG.md").read_text(encoding="utf-8")
    told = (paths.root() / "docs" / "site" / "corrections_head.md").read_text(encoding="utf-8")
    for version in log.split("\n## ")[1:]:
        name, _, rest = version.partition("\n")
        numbers = rest.partition("### Numbers\n")[2].partition("\n### ")[0].strip()
        told += f"\n## {name.strip()}\n\n{numbers}\n" if numbers else ""
    return told


def have_sphinx_write(folder: Path, written: dict, other: Mapping | None = None) -> Path:
    """Have Sphinx write the pages of `folder/in`.

    Parameters
    ----------
    folder : pathlib.Path
        Holds the sources; pages and what Sphinx keeps are written beside them.
    written : dict
        Pieces by name: title, description, and parts of title and HTML.
    other : mapping, optional
        Settings in place of those above.

    Raises
    ------
    SiteError
        If Sphinx warns of anything.
    """
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    source, out, kept = (folder / name for name in ("in", "pages", "kept"))
    site = paths.root() / "docs" / "site"
    settings = SETTINGS | {
        "reader_pieces": written,
        "html_favicon": str(site / "static" / "favicon.svg"),
        "html_static_path": [str(site / "static")],
        "templates_path": [str(site / "theme")],
    }
    warned = io.StringIO()
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            source,
            None,
            out,
            kept,
            "html",
            settings | dict(other or {}),
            status=None,
            warning=warned,
        )
        app.build(force_all=True)
    if told := warned.getvalue().strip():
        raise SiteError(f"Sphinx warned: {told[:2000]}")
    return out
