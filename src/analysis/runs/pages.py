"""What remains of an executed notebook, and how does it look on a phone or a laptop?

Writes the notebook without timings and paths, and one self-contained HTML page: code behind a line
that says what it computes, alternative texts kept, nothing fetched from elsewhere, no script.
"""

import re
from functools import partial
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from analysis import cells, launching, markup

_INJECTED = "injected-parameters"  # tag and id of the cell Papermill adds


def clean(notebook) -> None:
    """Take timings and paths out of a notebook, so that the same run gives the same bytes."""
    notebook.metadata = {
        "kernelspec": notebook.metadata.get("kernelspec", {}),
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
        if _INJECTED in cell.metadata.get("tags", []):
            cell.id = _INJECTED  # Papermill draws one


def write(notebook, folder: Path, name: str, error: str) -> None:
    """Write notebook and page; with an error the notebook alone, headed by it."""
    if not error:
        nbformat.write(notebook, folder / f"{name}.ipynb")
        page = to_html(folder / f"{name}.ipynb")
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
        return
    told = f"**This run failed:** {markup.in_markdown(error)}. Cells without a count did not run."
    notebook.cells = [nbformat.v4.new_markdown_cell(told, id="failed")] + [
        c for c in notebook.cells if "papermill-error-cell-tag" not in c.metadata.get("tags", [])
    ]
    nbformat.write(notebook, folder / f"{name}.failed.ipynb")


def to_html(path: Path) -> str:
    """Self-contained HTML page of an executed notebook."""
    from analysis.plotting import on_page

    notebook = nbformat.read(path, as_version=4)
    launching.with_links(notebook, path.stem)
    for name, cell in cells.named(notebook):
        cell.metadata["shown_as"] = name
    notebook.metadata["title"] = _title(notebook) or path.stem
    exporter = HTMLExporter(
        template_name="classic",
        raw_template=_TEMPLATE,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        sanitize_html=True,
    )
    exporter.register_filter("clean_html", markup.cleaned)
    picture = partial(on_page.shown, folder=path.parent / "figures")
    told = {"style": _STYLE, "policy": markup.policy(), "picture": picture}
    exporter.environment.globals |= told
    return cells.framed(exporter.from_notebook_node(notebook)[0])


def _title(notebook) -> str:
    """Question of a notebook, with the name of the project; "" where it asks none."""
    first = notebook.cells[0].source.splitlines()[:1] if notebook.cells else []
    return f"{first[0].lstrip('# ')} · Day 229" if first and first[0].startswith("# ") else ""


_TEMPLATE = """{% extends 'index.html.j2' %}
{% block html_head_js %}{{ policy }}{% endblock %}
{% block html_head_js_mathjax %}{% endblock %}
{% block html_head_css %}{{ style }}{% endblock %}
{% block data_png scoped %}{% set shown = picture(output) %}
{% if shown %}<div class="output_png output_subarea">{{ shown }}</div>
{% else %}{{ super() }}{% endif %}{% endblock %}
{% block input_group %}<details><summary>{{ cell.metadata.shown_as | e }}</summary>
{{ super() }}</details>{% endblock %}
"""
_STYLE = """<style>
body { font-size: 16px; line-height: 1.5; padding: 0; }
#notebook, #notebook-container, .container { width: auto !important;
  max-width: 820px !important; padding: 0 6px !important;
  margin: 0 auto !important; border: 0 !important; box-shadow: none !important; }
div.cell, div.inner_cell, div.output_area, div.output_subarea,
div.text_cell_render { padding: 2px 0 !important; border: 0 !important; }
.prompt { display: none !important; }
div.output_area img { width: 100%; max-width: 760px; height: auto; }
.output_png, .figure { width: 100%; } .figure summary { display: list-item; }
@media (max-width: 759px) { .figure img { max-width: 480px !important; } }
div.output_subarea { max-width: 100% !important; overflow-x: auto; }
div.input_area pre { font-size: 13px; white-space: pre-wrap; }
.scroll { overflow-x: auto; max-width: 100%; margin: .8em 0; }
.scroll:focus-visible { outline: 2px solid #14505c; }
.rendered_html table { margin-left: 0; font-size: 13.5px; width: auto; }
.rendered_html caption { caption-side: top; text-align: left; color: inherit;
  font-weight: 600; padding: 0 0 .3em; }
.rendered_html tbody th { font-weight: 400; vertical-align: top; }
.rendered_html td, .rendered_html th { text-align: left; padding: .3em .5em;
  max-width: 34em; white-space: normal; }
p > code, li > code { overflow-wrap: anywhere; white-space: normal; }
details > summary { color: #6b6b6b; font-size: 13px; cursor: pointer; padding: 2px 0; }
footer { max-width: 820px; margin: 1em auto; padding: 0 6px; color: #6b6b6b; font-size: 13px; }
</style>
"""


def standard_error(notebook) -> list[tuple[str, str]]:
    """What cells wrote to standard error: a note with count and last line, and the whole text."""
    texts = [
        (c.execution_count, plain(o.text))
        for c in notebook.cells
        if c.cell_type == "code"
        for o in c.outputs
        if o.output_type == "stream" and o.name == "stderr"
    ]
    return [
        (f"cell {count} on standard error: {text.strip().splitlines()[-1][:200]}", text)
        for count, text in texts
        if text.strip()
    ]


def plain(text: str) -> str:
    """Text without the codes that colour a terminal; Python colours tracebacks from 3.13 on."""
    return re.sub(r"\x1b\[[0-9;?]*[ -/]*[@-~]", "", text)
