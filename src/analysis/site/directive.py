"""How does a piece of HTML come into a page of Sphinx?

The directive `generated` writes a piece by its name; titles go in as text, never as markup. An
extension of Sphinx: `setup` is what Sphinx calls.
"""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from analysis.markup import in_html


class Generated(SphinxDirective):
    """A piece by its name; a piece with a title is a whole page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Nodes of the piece."""
        pieces, name = self.config.reader_pieces, self.arguments[0]
        if name not in pieces:
            raise self.error(f"no piece {name!r}; there are {', '.join(sorted(pieces)[:9])} ...")
        title, about, parts = pieces[name]
        found = [_part(*part) for part in parts]
        if not title:
            return found
        return [_section(title, *found), nodes.meta("", name="description", content=about)]


def _part(title: str, html: str) -> nodes.Node:
    raw = nodes.raw("", html, format="html")
    return _section(title, raw) if title else raw


def _section(title: str, *inside: nodes.Node) -> nodes.section:
    named = nodes.title("", "", nodes.Text(title))
    return nodes.section("", named, *inside, ids=[nodes.make_id(title) or "section"])


def as_text(app, page: str, template: str, context: dict, doctree) -> None:
    """Have the theme write titles as text, which it puts into a page unescaped."""
    for name in {"pagetitle", "root_title"} & set(context):
        context[name] = in_html(context[name])


def setup(app) -> dict:
    """Tell Sphinx of the directive and of the pieces it writes."""
    app.add_config_value("reader_pieces", {}, "", types=(dict,))
    app.add_directive("generated", Generated)
    app.connect("html-page-context", as_text, priority=900)  # after the theme's own
    return {"parallel_read_safe": True, "parallel_write_safe": True}
