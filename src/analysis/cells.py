"""What is each cell of a run notebook called, and how does a phone show its tables?

Code is folded under a name that says what it does and where; a table scrolls inside a frame that a
keyboard reaches. Reads nothing and draws nothing.
"""

import html
import re
from collections.abc import Iterator

from analysis.markup import in_html

PARAMETERS = frozenset({"parameters", "injected-parameters"})  # tags of cells that hold them
BEGINNING = "setting out"  # of a page, before its first section
HEADING = re.compile(r"^#{2,3} +(.+?)\s*#*$", re.MULTILINE)
_MARKS = re.compile(r"[*_`\[]|\]\([^)]*\)")
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)


def in_sections(notebook) -> Iterator[tuple[str, object]]:
    """Cells with the heading they stand under."""
    heading = BEGINNING
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (found := HEADING.findall(cell.source)):
            heading = _MARKS.sub("", found[-1])
        yield heading, cell


def named(notebook) -> Iterator[tuple[str, object]]:
    """Name and cell of each code cell; no two names of a page are alike.

    Examples
    --------
    >>> import nbformat
    >>> some = [nbformat.v4.new_markdown_cell("## Where?"), nbformat.v4.new_code_cell("x = 1")]
    >>> [name for name, _ in named(nbformat.v4.new_notebook(cells=some))]
    ['show the code that prepares this: Where?']
    """
    used: dict[str, int] = {}
    for heading, cell in in_sections(notebook):
        if cell.cell_type != "code":
            continue
        name = _does(cell) + (f": {heading}" if heading != BEGINNING else "")
        used[name] = used.get(name, 0) + 1
        yield name + (f" ({used[name]})" if used[name] > 1 else ""), cell


def _does(cell) -> str:
    """What a code cell does, by its tag and what it shows."""
    if PARAMETERS & set(cell.metadata.get("tags", [])):
        return "show the parameters"
    kinds = {kind for output in cell.outputs for kind in output.get("data", {})}
    told = "".join(o.get("data", {}).get("text/html", "") for o in cell.outputs)
    if "image/png" in kinds:
        return "show the code that draws this figure"
    if "<table" in told:
        return "show the code that makes this table"
    return f"show the code that {'computes' if cell.outputs else 'prepares'} this"


def framed(page: str) -> str:
    """HTML whose tables scroll inside themselves, each named by its caption.

    Examples
    --------
    >>> framed("<table><caption>Shares</caption></table>")[:65]
    '<div class="scroll" tabindex="0" role="region" aria-label="Shares'
    """
    return _TABLE.sub(_in_frame, page)


def _in_frame(found: re.Match) -> str:
    caption = _CAPTION.search(found[0])
    name = in_html(html.unescape(caption[1].strip())) if caption else "Table"
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">{found[0]}</div>'
