"""What is written into the pages, and how is it kept text?

Renders the templates of `docs/site/templates` with Jinja; whatever comes from data is escaped.
A piece is a tuple of parts, each a section of a page.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis import paths
from analysis.quantities import rounded
from analysis.site.claim_pages import ClaimPage
from analysis.site.ladders import rung
from analysis.site.review import claim_review
from analysis.site.verdict_marks import marks

BELOW_NOUGHT = re.compile(r"(?<=[\s(])-(?=\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section of a page: title (none for what stands under the page's own), HTML inside."""

    title: str
    html: str


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates and pages, with everything escaped and nothing left undefined."""
    site = paths.root() / "docs" / "site"
    made = Environment(
        loader=FileSystemLoader([site / "templates", site / "pages"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"middle": middle, "ends": ends, "ranged": ranged, "signed": signed}
    return made


def filled(page: PurePath, **told) -> str:
    """A page written by hand, with facts filled in by the filters below."""
    return environment().get_template(page.as_posix()).render(**told)


def middle(fact: Mapping) -> str:
    """A fact's number as it is quoted.

    Examples
    --------
    >>> middle({"value": 19103.1, "low": 9696.9, "high": 39031.2})
    '19,000'
    """
    value, low, high = fact["value"], fact.get("low"), fact.get("high")
    if value == round(value) or low is None or high is None:
        return _minus(f"{value:,.0f}" if value == round(value) else f"{value:,.1f}")
    return _minus(rounded(value, low, high))


def ends(fact: Mapping) -> str:
    """A fact's range as it is quoted: "9,700 to 39,000"."""
    low, high = fact["low"], fact["high"]
    return _minus(" to ".join(rounded(e, low, high) for e in (low, high)))


def ranged(fact: Mapping) -> str:
    """A fact's number and range: "19,000 (9,700 to 39,000)"."""
    return f"{middle(fact)} ({ends(fact)})"


def signed(fact: Mapping) -> str:
    """A change with its range, as a ladder tells it: "+28.1 (+21.5 to +28.1)"."""
    return rung("", dict(fact), change=True).told


def _minus(number: str) -> str:
    return number.replace("-", "−")


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
        **({"Searched in vain": "claim_searches"} if page.searches else {}),
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
    """One template as a part of a page.

    A number and its percent sign stay on one line, and what is below nought has a true minus.
    """
    html = environment().get_template(f"{name}.html").render(**holds)
    html = BELOW_NOUGHT.sub("\N{MINUS SIGN}", html)
    return Part(title=title, html=html.replace(" %", "\N{NO-BREAK SPACE}%"))
