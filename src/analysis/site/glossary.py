"""Where does a page first use a hard word?

Reads the built glossary; in other pages it makes the first use of each term a `<dfn>` that leads
there. Headings, links, code, tables, figures and forms are left as they are.
"""

import html
import re
from dataclasses import dataclass

ENTRY = re.compile(r'<dt id="(term-[^"]+)">(.*?)<a .*?</dt>\s*<dd>(.*?)</dd>', re.DOTALL)
TAG = re.compile(r"(<[^>]+>)")
NAME = re.compile(r"</?([a-zA-Z0-9]+)")
LEFT_ALONE = frozenset(
    {"a", "button", "code", "dfn", "dt", "figcaption", "form", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"nav", "pre", "q", "script", "style", "summary", "svg", "table"}
)
ARTICLE = '<article class="bd-article">'


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A hard word: where its entry stands, and what it says."""

    anchor: str
    meaning: str


def terms(page: str) -> dict[str, Term]:
    """Terms of a built glossary by each form of their name, in lower case.

    Examples
    --------
    >>> made = '<dt id="term-Floor">Floor<a href="#term-Floor">#</a></dt><dd><p>Low.</p></dd>'
    >>> terms(made)
    {'floor': Term(anchor='term-Floor', meaning='Low.')}
    """
    found = {}
    for anchor, name, meaning in ENTRY.findall(page):
        term = Term(anchor=anchor, meaning=html.unescape(_text(meaning)))
        found |= {form.strip().lower(): term for form in _text(name).split(",")}
    return found


def linked(page: str, known: dict[str, Term], glossary: str) -> str:
    """Page with the first use of each term linked to its entry.

    Parameters
    ----------
    page : str
        A built page.
    known : dict of Term
        From `terms`.
    glossary : str
        Address of the glossary as the page sees it.

    Examples
    --------
    >>> known = {"floor": Term(anchor="term-Floor", meaning="Low.")}
    >>> page = ARTICLE + "<p>Floors and a floor.</p></article>"
    >>> linked(page, known, "glossary.html").count("<dfn")
    1
    """
    before, opening, rest = page.partition(ARTICLE)
    article, closing, after = rest.partition("</article>")
    if not known or not opening:
        return page
    words, used = _pattern(known), set()

    def first_use(found: re.Match) -> str:
        term = known[re.sub(r"\s+", " ", found[1]).lower()]
        if term.anchor in used:
            return found[0]
        used.add(term.anchor)
        told = html.escape(term.meaning, quote=True)
        return (
            f'<dfn title="{told}"><a class="term" href="{glossary}#{term.anchor}">{found[0]}</a>'
            "</dfn>"
        )

    told = (words.sub(first_use, p) if prose else p for p, prose in _parts(article))
    return before + opening + "".join(told) + closing + after


def _pattern(known: dict[str, Term]) -> re.Pattern:
    """Any form of any term, the longest first, one or many."""
    forms = sorted(known, key=len, reverse=True)
    either = "|".join(re.escape(f).replace(r"\ ", r"\s+") for f in forms)
    return re.compile(rf"(?<![\w-])({either})s?(?![\w-])", re.IGNORECASE)


def _parts(article: str):
    """Tags and texts in turn, each with whether it is prose in which a term may be linked."""
    inside: list[str] = []  # elements that are left alone, as they are nested
    for part in TAG.split(article):
        tag = NAME.match(part)
        yield part, not inside and tag is None
        if tag is None:
            continue
        name = tag[1].lower()
        if part.startswith("</"):
            if inside and inside[-1] == name:
                inside.pop()
        elif not part.endswith("/>") and _left_alone(name, part, inside):
            inside.append(name)


def _left_alone(name: str, tag: str, inside: list[str]) -> bool:
    if inside:
        return name == inside[-1]
    return name in LEFT_ALONE or 'class="verdict' in tag


def _text(markup: str) -> str:
    return " ".join(TAG.sub("", markup).split())
