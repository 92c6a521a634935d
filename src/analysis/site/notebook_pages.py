"""How does a run notebook become a page that shows the work?

Reads run notebooks, runs nothing: code is folded under a name, alternative texts are kept, tables
can be scrolled by keyboard. Finds the section that speaks of a claim.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import nbformat
from docutils.nodes import make_id

from analysis import cells, launching, markup
from analysis.answers import QUESTIONS
from analysis.errors import ExpectedError
from analysis.plotting import on_page
from analysis.site.answers import WHY

FIGURES = "../figures"  # address of saved figures, seen from a page of a notebook
_INTO_PROJECT = re.compile(r"\[([^\]]+)\]\(\.\./\.\./([^)\s]+)\)")  # link of an example
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


def with_answers(notebook: nbformat.NotebookNode, told: Mapping[str, Mapping]) -> None:
    """Set the answers that a notebook found below its title, each with the page that explains it.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Changed in place; left as it is where no answer is among the facts.
    told : mapping of str to mapping
        Facts of the notebook by key, of which those of `analysis.answers` are taken.
    """
    short = []
    for name, question in QUESTIONS.items():
        if f"answer_{name}" in told:
            words = markup.in_markdown(told[f"answer_{name}"]["value"])
            page = WHY[name].replace(".html", ".md")
            short.append(f"**{question.asked}** {words} [Explained](../{page}).\n")
    title, _, rest = notebook.cells[0].source.partition("\n")
    notebook.cells[0].source = "\n".join([title, "", *short, rest.lstrip("\n")])


def example(path: Path) -> nbformat.NotebookNode:
    """Copy of an example for MyST-NB: its code in sight, its pictures with their words."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_site_links(cell.source)
        else:
            cell.metadata["mystnb"] = _pictured(cell.outputs)
    return notebook


def with_site_links(text: str) -> str:
    """Markdown of an example whose links into the project lead to pages of the site.

    What is no page of the site keeps its name and loses its link.

    Examples
    --------
    >>> with_site_links("[one](../../notebooks/01-referendums.ipynb), [two](../../README.md)")
    '[one](../notebooks/01-referendums.ipynb), two'
    """
    return _INTO_PROJECT.sub(
        lambda m: f"[{m[1]}](../{m[2]})" if m[2].startswith("notebooks/") else m[1], text
    )


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
    look = {"code_prompt_show": name, "code_prompt_hide": name}
    return {"tags": ["hide-input"], "mystnb": look | _pictured(outputs)}


def _pictured(outputs: list) -> dict:
    """Alternative text of a cell's picture, as MyST-NB asks for it."""
    alts = [o.metadata["image/png"]["alt"] for o in outputs if "image/png" in o.get("metadata", {})]
    return {"image": {"alt": alts[0]}} if alts else {}


def _shown(output, folder: Path):
    """Output with its tables in frames that a keyboard can scroll, a figure in both its widths."""
    if figure := on_page.shown(output, folder, FIGURES):
        return nbformat.v4.new_output("display_data", {"text/html": cells.framed(figure)})
    data = output.get("data", {})
    for kind in {"text/html", "text/markdown"} & set(data):
        data[kind] = cells.framed(markup.cleaned(data[kind]))
    return output
