"""What is written into the pages, and how is it kept text?

Renders the templates of `docs/site/templates` with Jinja; whatever comes from data is escaped.
A piece is a tuple of parts, each a section of a page.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis import paths
from analysis.site.claim_pages import ClaimPage
from analysis.site.review import claim_review
from analysis.site.verdict_marks import marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section of a page: title (none for what stands under the page's own), HTML inside."""

    title: str
    html: str


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates, with everything escaped and nothing left undefined."""
    return Environment(
        loader=FileSystemLoader(paths.root() / "docs" / "site" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def of_front(answers: Iterable, pages: tuple[ClaimPage, ...]) -> dict[str, tuple[Part, ...]]:
    """Answers, strip of paragraphs, list of claims."""
    paragraphs: dict[int, list[ClaimPage]] = {}
    for page in pages:
        paragraphs.setdefault(page.claim.paragraph, []).append(page)
    holds = {"answers": tuple(answers), "pages": pages, "paragraphs": paragraphs, "marks": marks()}
    return {name: (rendered(name, **holds),) for name in ("answers", "strip", "list", "words")}


def of_claim(
    page: ClaimPage, work: tuple[str, str, str], beside: tuple[ClaimPage | None, ClaimPage | None]
) -> tuple[Part, ...]:
    """Parts of a claim's page.

    Parameters
    ----------
    page : ClaimPage
        From `claim_pages`.
    work : tuple of str
        Title, address and section of the notebook that shows the work.
    beside : tuple
        The claims before and after it, None at an end.
    """
    holds = {"page": page, "work": work, "before": beside[0], "after": beside[1]}
    holds["review"] = claim_review(page)
    names = {
        "": "claim_answer",
        "Known then, known now": "claim_times",
        "The evidence": "claim_evidence",
        "The rule": "claim_rule",
        "How to cite": "claim_cite",
    }
    return tuple(rendered(template, title, **holds) for title, template in names.items())


def of_dictionary() -> tuple[Part, ...]:
    """Every table of `data/processed` with its columns, by the data package."""
    path = paths.processed() / "datapackage.json"
    tables = json.loads(path.read_text(encoding="utf-8"))["resources"]
    return tuple(rendered("table", t["description"], table=t) for t in tables)


def rendered(name: str, title: str = "", **holds) -> Part:
    """One template as a part of a page; a number and its percent sign stay on one line."""
    html = environment().get_template(f"{name}.html").render(**holds)
    return Part(title=title, html=html.replace(" %", "\N{NO-BREAK SPACE}%"))
