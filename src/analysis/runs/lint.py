"""What does a notebook do that an unattended run must not?

Reads the notebooks' code and runs nothing. Leaving early, asking, shell commands, the network and
failures declared beforehand are found by their names.
"""

import ast
import re
from pathlib import Path

from analysis import paths
from analysis.runs import notebooks

_LEAVING = re.compile(
    r"exit|quit|input|breakpoint|get_ipython|SystemExit|sys\.exit|os\.(_exit|abort|system|popen)"
)
_MODULES = {
    "the module": re.compile("subprocess|multiprocessing|pty"),
    "the network module": re.compile(
        "aiohttp|ftplib|http|httpx|requests|smtplib|socket|urllib|urllib3|websockets"
    ),
}


def refuse_lint(tasks: list[notebooks.Task]) -> None:
    """Stop before any kernel starts when a notebook does what a run must not.

    Raises
    ------
    NotebookError
        With everything found in all notebooks.
    """
    for hiding in ("analysis.py", "analysis"):
        if (place := paths.notebooks() / hiding).exists():
            raise notebooks.NotebookError(
                f"{place} hides the library `analysis` from the notebooks; next: rename it"
            )
    names = sorted({t.notebook for t in tasks})
    if found := [c for n in names for c in breaches(paths.notebooks() / f"{n}.ipynb")]:
        raise notebooks.NotebookError("\n".join(found))


def breaches(path: Path) -> list[str]:
    """What a notebook does that an unattended run must not.

    Each is a sentence with the cell's number, counted among all cells from 1.
    """
    return [
        f"{path.name}, cell {number}: {what} is not allowed in a run"
        for number, cell in enumerate(notebooks.read_cells(path), 1)
        if cell["cell_type"] == "code"
        for what in _declared_failures(cell) + forbidden(cell["source"])
    ]


def _declared_failures(cell: dict) -> list[str]:
    tags = cell["metadata"].get("tags", [])
    return ["the tag raises-exception"] if "raises-exception" in tags else []


def forbidden(source: str) -> list[str]:
    """What in the source of one cell is not allowed: names as written."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        line = (error.text or "").strip()
        magic = re.match(r"[!%?]", line)
        return [
            f"the magic or shell command {line!r}"
            if magic
            else f"code that is not Python ({line!r})"
        ]
    return [what for node in ast.walk(tree) for what in _forbidden(node)]


def _forbidden(node: ast.AST) -> list[str]:
    """What of one expression or statement is not allowed."""
    if isinstance(node, ast.Name | ast.Attribute):
        name = ast.unparse(node)
        return [name] if _LEAVING.fullmatch(name) else []
    if isinstance(node, ast.Import | ast.ImportFrom):
        origin = getattr(node, "module", None) or ""
        names = [origin] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        told = {n: n.partition(".")[0] for n in names}
        return [
            f"{what} {n}"
            for what, rule in _MODULES.items()
            for n in told
            if rule.fullmatch(told[n])
        ] + [
            f"from {origin} import {a.name}"
            for a in node.names
            if origin and _LEAVING.fullmatch(f"{origin}.{a.name}")
        ]
    if isinstance(node, ast.Call):
        given = [*node.args, *(k.value for k in node.keywords)]
        return [f"reading {a.value}" for a in given if _is_address(a)]
    return []


def _is_address(node: ast.expr) -> bool:
    """Whether an argument is the address of something remote."""
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.match(r"[a-z0-9]+://", node.value) is not None
    )
