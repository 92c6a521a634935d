"""How does a text of the data stay text in a page, in Markdown and in a spreadsheet?

The one door: whatever comes from a table goes into HTML, Markdown or CSV through it. Pages made of
run notebooks are cleaned here once more, by Bleach, in case something came in another way. Reads
and draws nothing.
"""

import html
import re
from typing import TypeVar

PRESENTED = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div"}
    | {"dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i"}
    | {"li", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "summary", "sup"}
    | {"table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)  # elements that a page of a notebook may hold; whatever else is shown as text
ATTRIBUTES = {
    "*": ["class", "id", "title"],
    "a": ["href", "rel"],
    "ol": ["start"],
    "table": ["border"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
}
SCHEMES = ("http", "https", "mailto")  # of a link
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)  # of a page without scripts
ACTIVE = "&<>\\`*_[]{}|~$#!"  # characters that Markdown, its tables or its formulas obey
FORMULA = "=+-@\t\r"  # with one of these a cell begins that a spreadsheet computes
_ONE = r"[+-]?(?:(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?%?|inf|nan)"
NUMBERS = re.compile(rf"{_ONE}(?: {_ONE})*(?: %)?")  # what a figure draws is a row of them
_LOOK = re.compile(r"<style scoped>.*?</style>", re.DOTALL)  # that pandas puts before a table
_AS_ENTITY = {ord(c): f"&#{ord(c)};" for c in ACTIVE}
Cell = TypeVar("Cell")


def in_html(text: object) -> str:
    """Text for HTML, in an element or between the quotes of an attribute.

    Parameters
    ----------
    text : object
        Anything; its `str` is taken.

    Returns
    -------
    str
        With `&`, `<`, `>` and both kinds of quotes written as entities.

    Examples
    --------
    >>> in_html('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(str(text))


def in_markdown(text: object) -> str:
    """Text for a line or a table cell of Markdown, where it shows as it is written.

    Examples
    --------
    >>> in_markdown("[click](javascript:alert(1))")
    '&#91;click&#93;(javascript:alert(1))'
    >>> in_markdown("about 3.5 % (2 to 5)")
    'about 3.5 % (2 to 5)'
    """
    return " ".join(str(text).split()).translate(_AS_ENTITY)


def in_sheet(cell: Cell) -> Cell | str:
    """Cell of a CSV that a spreadsheet opens: a text that it would compute begins with a quote.

    Numbers stay numbers, negative ones too.

    Examples
    --------
    >>> in_sheet("=HYPERLINK(1)"), in_sheet("-53,000"), in_sheet(-5), in_sheet("-5 to be said")
    ("'=HYPERLINK(1)", '-53,000', -5, "'-5 to be said")
    """
    if not isinstance(cell, str) or not cell.startswith(tuple(FORMULA)) or NUMBERS.fullmatch(cell):
        return cell
    return f"'{cell}"


def cleaned(page: object) -> str:
    """HTML of which only presentation is left; what was more is shown as text.

    Neither scripts, frames, forms, event attributes nor links to anything but the web.

    Examples
    --------
    >>> cleaned('<p onclick="x()">a <a href="javascript:x()">b</a></p>')
    '<p>a <a>b</a></p>'
    """
    import bleach

    text = _LOOK.sub("", page.decode() if isinstance(page, bytes) else str(page))
    return bleach.clean(text, tags=PRESENTED, attributes=ATTRIBUTES, protocols=SCHEMES)


def policy(content: str = POLICY) -> str:
    r"""Meta element that closes a page to scripts, or to those that the policy does not name.

    Examples
    --------
    >>> policy("default-src 'none'")
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    """
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'
