"""How does a run notebook become a page that shows the work?

Reads run notebooks, runs nothing: code is folded under a name, alternative texts are kept, tables
can be scrolled by keyboard. Finds the section that speaks of a claim.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from docutils.nodes import make_id

from analysis import markup
from analysis.errors import ExpectedError

VERDICTS = "Verdicts"  # section in which a notebook lists its claims
BEGINNING = "setting out"  # of a page, before its first section
HEADING = re.compile(r"^#{2,3} +(.+?)\s*#*$", re.MULTILINE)


class SiteError(ExpectedError, ValueError):
    """A folder without run notebooks, or pages that Sphinx had to warn about."""

    kind = "output"


def readable(path: Path) -> nbformat.NotebookNode:
    """Copy of a run notebook for MyST-NB, each code cell named by its section.

    Raises
    ------
    SiteError
        If a code cell was never run.
    """
    notebook, named = nbformat.read(path, as_version=4), {}
    for heading, cell in _in_sections(notebook):
        if cell.cell_type != "code":
            continue
        if cell.source.strip() and not cell.execution_count:
            raise SiteError(f"{path.name}: a cell was never run; next: `make report`")
        named[heading] = named.get(heading, 0) + 1
        turn = f" ({named[heading]})" if named[heading] > 1 else ""
        cell.metadata = _folded(f"Code: {heading}{turn}", cell.outputs)
        cell.outputs = [_shown(o, heading) for o in cell.outputs]
    return notebook


def section_of(claim: str, notebook: nbformat.NotebookNode) -> tuple[str, str]:
    """Title and anchor of the section that speaks of a claim, before the list of verdicts.

    Where none does, the list of verdicts; where there is no list, the top of the page.
    """
    word = re.compile(rf"\b{re.escape(claim)}\b")
    sections = list(_in_sections(notebook))
    for heading, cell in sections:
        if heading not in (VERDICTS, "The ledger") and word.search(cell.source):
            return heading, make_id(heading)
    lists = [h for h, _ in sections if h in (VERDICTS, "The ledger")]
    return (lists[0], make_id(lists[0])) if lists else (sections[0][0], "")


def _in_sections(notebook) -> Iterator[tuple[str, nbformat.NotebookNode]]:
    """Cells with the heading they stand under."""
    heading = BEGINNING
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (found := HEADING.findall(cell.source)):
            heading = found[-1]
        yield heading, cell


def _folded(name: str, outputs: list) -> dict:
    alts = [o.metadata["image/png"]["alt"] for o in outputs if "image/png" in o.get("metadata", {})]
    look = {"code_prompt_show": name, "code_prompt_hide": name}
    image = {"image": {"alt": alts[0]}} if alts else {}
    return {"tags": ["hide-input"], "mystnb": look | image}


def _shown(output, heading: str):
    """Output with its table in a frame that a keyboard can scroll."""
    data = output.get("data", {})
    for kind in {"text/html", "text/markdown"} & set(data):
        data[kind] = markup.cleaned(data[kind])
    if "text/html" in data:
        label = markup.in_html(f"Table of “{heading}”")
        data["text/html"] = (
            f'<div class="scroll" tabindex="0" role="group" aria-label="{label}">'
            f"{data['text/html']}</div>"
        )
    return output
