"""A notebook is read aloud: short lines, short cells, names instead of machinery.

Each rule is shown failing on a planted breach.
"""

import ast
import json
from statistics import median

import pytest

from analysis import paths

LINE, CELL, MEDIAN = 88, 8, 3  # letters of a line, lines of a cell, lines of the cell in the middle
ALL_CHARACTERS = 30_000  # code of all notebooks together
MACHINERY = (
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.If,
    ast.IfExp,
    ast.FunctionDef,
    ast.ClassDef,
    ast.JoinedStr,
    ast.Try,
    ast.With,
    ast.NamedExpr,
)


def code_of(path) -> list[str]:
    """Sources of the code cells but the parameters."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    some = [
        c
        for c in cells
        if c["cell_type"] == "code" and "parameters" not in c["metadata"].get("tags", [])
    ]
    return ["".join(c["source"]) for c in some]


def read_aloud() -> list:
    """Notebooks that begin with a session."""
    return [
        p
        for p in sorted(paths.notebooks().glob("*.ipynb"))
        if "session.begin" in "".join(code_of(p))
    ]


def breaches(sources: list[str]) -> list[str]:
    """What in the code cells of a notebook cannot be said in a sentence."""
    found = []
    for n, source in enumerate(sources, 1):
        lines = source.splitlines()
        found += [f"cell {n}: a line of {len(line)} letters" for line in lines if len(line) > LINE]
        found += [f"cell {n}: {len(lines)} lines"] if len(lines) > CELL else []
        nodes = list(ast.walk(ast.parse(source)))
        found += [
            f"cell {n}: {type(node).__name__}" for node in nodes if isinstance(node, MACHINERY)
        ]
        found += [f"cell {n}: slicing by label" for node in nodes if by_label(node)]
    middle = median(len(s.splitlines()) for s in sources)
    return found + ([f"the middle cell has {middle} lines"] if middle > MEDIAN else [])


def by_label(node: ast.AST) -> bool:
    """Whether a node picks rows or columns by a mask, `.loc`, `.iloc`, `.query` or a text."""
    if isinstance(node, ast.Attribute) and node.attr in {
        "loc",
        "iloc",
        "query",
        "groupby",
        "assign",
        "merge",
    }:
        return True
    return isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Name)


def test_every_notebook_begins_with_a_session_and_all_code_stays_short():
    every = sorted(paths.notebooks().glob("*.ipynb"))
    assert read_aloud() == every
    assert sum(len(source) for path in every for source in code_of(path)) <= ALL_CHARACTERS


@pytest.mark.parametrize("path", read_aloud(), ids=lambda p: p.stem)
def test_each_cell_can_be_said_in_a_sentence(path):
    assert breaches(code_of(path)) == []


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("x = 1  # " + "a" * 90, "letters"),
        ("\n".join(["x = 1"] * 9), "9 lines"),
        ("[x for x in y]", "ListComp"),
        ("if x:\n    y", "If"),
        ("f'{x}'", "JoinedStr"),
        ("x = y if z else 1", "IfExp"),
        ("def f(): ...", "FunctionDef"),
        ("frame[frame['a'] > 1]", "slicing"),
        ("frame.loc['a']", "slicing"),
    ],
)
def test_a_planted_breach_of_reading_is_caught(source, told):
    assert any(told in b for b in breaches([source]))


def test_a_plain_cell_passes():
    assert (
        breaches(["audits = referendum.audit_all(known)\naudits", "plotting.tally_audit(audits)"])
        == []
    )
