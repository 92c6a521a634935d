"""How does a run notebook look as a page for a phone or a laptop?

Reads a run notebook and gives one self-contained HTML text: code folded, alternative texts kept,
nothing fetched from elsewhere.
"""

from pathlib import Path


def to_html(path: Path) -> str:
    """Self-contained HTML page of a run notebook.

    Alternative texts kept, nothing fetched from elsewhere.
    """
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="classic",
        mathjax_url="",
        require_js_url="",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    body, _ = exporter.from_filename(str(path))
    return _folded(body.replace("</head>", _PAGE_STYLE + "</head>", 1))


def _folded(page: str) -> str:
    """Page with every code cell behind a line to open it.

    So that a reader meets prose, figures and tables first.
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page, "html.parser")
    for script in soup.find_all("script"):  # the page needs none, and the template fetches some
        script.decompose()
    for code in soup.select("div.code_cell > div.input"):
        details, summary = soup.new_tag("details"), soup.new_tag("summary")
        summary.string = "code"
        code.wrap(details).insert(0, summary)
    return str(soup)


_PAGE_STYLE = """<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font-size: 16px; line-height: 1.5; padding: 0; }
#notebook, #notebook-container, .container { width: auto !important;
  max-width: 820px !important; padding: 0 6px !important;
  margin: 0 auto !important; border: 0 !important; box-shadow: none !important; }
div.cell, div.inner_cell, div.output_area, div.output_subarea,
div.text_cell_render { padding: 2px 0 !important; border: 0 !important; }
.prompt { display: none !important; }
div.output_area img { width: 100%; max-width: 760px; height: auto; }
div.output_subarea { max-width: 100% !important; overflow-x: auto; }
div.input_area pre { font-size: 13px; white-space: pre-wrap; }
.rendered_html table { margin-left: 0; font-size: 13.5px; }
.rendered_html td, .rendered_html th { text-align: left; padding: .3em .5em;
  max-width: 34em; white-space: normal; }
details > summary { color: #6b6b6b; font-size: 13px; cursor: pointer; padding: 2px 0; }
</style>
"""
