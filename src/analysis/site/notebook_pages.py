"""How does a run notebook become a page that shows the work?

Reads run notebooks, runs nothing: code is folded under a name, alternative texts are kept, tables
can be scrolled by keyboard. Finds the section that speaks of a claim.
"""

import re
from pathlib import Path

import nbformat
from docutils.nodes import make_id

from analysis import cells, launching, markup
from analysis.errors import ExpectedError
from analysis.plotting import on_page

FIGURES = "../figures"  # address of saved figures, seen from a page of a notebook
VERDICTS = "Verdicts"  # section in which a notebook lists its claims


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
    notebook, folder = nbformat.read(path, as_version=4), path.parent / "figures"
    launching.with_links(notebook, path.stem)
    for name, cell in list(cells.named(notebook)):
        if cell.source.strip() and not cell.execution_count:
            raise SiteError(f"{path.name}: a cell was never run; next: `make report`")
        cell.metadata = _folded(f"{name[0].upper()}{name[1:]}", cell.outputs)
        cell.outputs = [_shown(o, folder) for o in cell.outputs]
    return notebook


def section_of(claim: str, notebook: nbformat.NotebookNode) -> tuple[str, str]:
    """Title and anchor of the section that speaks of a claim, before the list of verdicts.

    Where none does, the list of verdicts; where there is no list, the top of the page.
    """
    word = re.compile(rf"\b{re.escape(claim)}\b")
    sections = list(cells.in_sections(notebook))
    for heading, cell in sections:
        if heading not in (VERDICTS, "The ledger") and word.search(cell.source):
            return heading, make_id(heading)
    lists = [h for h, _ in sections if h in (VERDICTS, "The ledger")]
    return (lists[0], make_id(lists[0])) if lists else (sections[0][0], "")


def _folded(name: str, outputs: list) -> dict:
    alts = [o.metadata["image/png"]["alt"] for o in outputs if "image/png" in o.get("metadata", {})]
    look = {"code_prompt_show": name, "code_prompt_hide": name}
    image = {"image": {"alt": alts[0]}} if alts else {}
    return {"tags": ["hide-input"], "mystnb": look | image}


def _shown(output, folder: Path):
    """Output with its tables in frames that a keyboard can scroll, a figure in both its widths."""
    if figure := on_page.shown(output, folder, FIGURES):
        return nbformat.v4.new_output("display_data", {"text/html": cells.framed(figure)})
    data = output.get("data", {})
    for kind in {"text/html", "text/markdown"} & set(data):
        data[kind] = cells.framed(markup.cleaned(data[kind]))
    return output
