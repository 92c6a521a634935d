"""What a notebook's page says under some parameters, run in one process without a kernel.

Sentences and tables of what each cell shows, and the words of each figure, as text by cell.
"""

import ast
import builtins
import re
from unittest import mock

import pandas as pd

from analysis import paths
from analysis.plotting import publishing

NONSENSE = re.compile(
    r"\bof 0\b|\b0 (?:different|claims?|counts?|sums?|windows?|figures?|verdicts?"
    r"|estimates?|days)\b"
    r"|(?<![\d.,])1 (?:claims|roots|yardsticks|figures|sources|counts|windows|days|verdicts|facts"
    r"|notebooks|names|estimates|votes|regions|polls|maps|lists|assumptions|countries|rows)\b"
    r"|\b(?:nan|NaT|inf|None(?! of))\b"
)
SAME_ENDS = re.compile(
    r"(?<![\d.,-])([+-]?\d[\d,.]*)(?: ?%)?(?: to |-| on (\d+ \w+), )\1(?![\d,.]*\d)"
    r"|(?<![\d.,])(?P<point>[\d,.]+) \((?P=point)\)|between (?P<two>[\d,.]+) and (?P=two)\b"
    r"|: (?P<pair>[\d,.]+) and (?P=pair) "
)


def texts(notebook: str, **changed) -> list[str]:
    """Everything the notebook's cells say, in order, with parameters changed.

    Parameters
    ----------
    notebook : str
        Full name without suffix.
    **changed
        Parameters in place of the defaults.
    """
    cells = _cells(notebook)
    said: list[str] = []
    names: dict = {}
    with (
        mock.patch.object(
            builtins, "display", lambda *o, **_: said.extend(map(told, o)), create=True
        ),
        mock.patch.object(publishing, "publish", noted(said)),
        mock.patch.object(publishing, "_say", lambda result: said.append(told(result))),
    ):
        for source, is_parameters in cells:
            _run(source, names, said)
            if is_parameters:
                names |= changed
    return said


def _cells(notebook: str) -> list[tuple[str, bool]]:
    from analysis.runs import notebooks

    cells = notebooks.read_cells(paths.notebooks() / f"{notebook}.ipynb")
    code = [c for c in cells if c["cell_type"] == "code"]
    return [(c["source"], "parameters" in c["metadata"].get("tags", [])) for c in code]


def _run(source: str, names: dict, said: list[str]) -> None:
    """One cell; what its last line gives is shown, as a kernel does."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if last is not None:
        result = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        if result is not None and not hasattr(result, "figure"):
            said.append(told(result))


def told(result) -> str:
    """Words and table of a result as plain text; an empty table is said to be one."""
    if isinstance(result, pd.DataFrame):
        return _table(result)
    if isinstance(result, str | int | float):
        return str(result)
    if hasattr(result, "data") and isinstance(result.data, str):
        return result.data
    parts = [result.sentence()] if hasattr(result, "sentence") else []
    if hasattr(result, "table") and len(table := result.table()):
        parts.append(_table(table))
    return "\n".join(parts) if parts else f"[nothing said by {type(result).__name__}]"


def _table(frame: pd.DataFrame) -> str:
    return frame.to_csv(sep="|") if len(frame) else f"[empty table {', '.join(map(str, frame))}]"


def noted(said: list[str]):
    """Stand-in for `publishing.publish` that keeps the words of a figure and draws no picture."""

    def publish(ax, name, table, *, title, source, alt, subtitle="", narrow=None):
        said.append(f"[figure {name}] {title} | {subtitle} | {alt} | Source: {source}")
        if not (ax.has_data() or ax.patches or ax.texts or ax.collections):
            said.append(f"[empty axes {name}]")
        return ax

    return publish


def oddities(said: list[str]) -> list[str]:
    """Phrases that a page must not say, each with the words around it."""
    found = [s for s in said if s.startswith(("[empty", "[nothing said"))]
    for text in said:
        for pattern in (NONSENSE, SAME_ENDS):
            found += [
                f"{text[max(0, m.start() - 70) : m.end() + 50]!r}" for m in pattern.finditer(text)
            ]
    return found
