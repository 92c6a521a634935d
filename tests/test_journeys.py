"""The journeys that CONTRIBUTING tells go through functions that exist, and never back."""

import ast
import re

import pytest

from analysis import paths

STEP = re.compile(r"^- `([\w/]+\.py):([\w.]+)`", re.MULTILINE)


def journeys(page: str) -> dict[str, list[tuple[str, str]]]:
    """File and function of every step, by journey; journeys without a list are left out."""
    told = page.split("## Three journeys\n")[1].split("\n## ")[0]
    parts = [part.split("\n", 1) for part in told.split("\n### ")[1:]]
    return {name: steps for name, text in parts if (steps := STEP.findall(text))}


def names_of(tree: ast.AST, within: str = "") -> set[str]:
    """Functions and classes of a file, and methods as Class.method."""
    found = set()
    for node in getattr(tree, "body", []):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found |= {within + node.name}
        if isinstance(node, ast.ClassDef):
            found |= names_of(node, f"{node.name}.")
    return found


def astray(steps: list[tuple[str, str]]) -> list[str]:
    """Steps that do not exist, and rooms entered again after they were left."""
    found, left, room = [], set(), ""
    for file, function in steps:
        path = paths.root() / "src" / "analysis" / file
        if not path.is_file() or function not in names_of(ast.parse(path.read_text("utf-8"))):
            found.append(f"{file} has no {function}")
        here = file.split("/")[0].removesuffix(".py")
        if here != room:
            left, room = left | {room}, here
            found += [f"back in {here}"] if here in left else []
    return found


TOLD = journeys((paths.root() / "CONTRIBUTING.md").read_text(encoding="utf-8"))


def test_all_three_journeys_are_told_step_by_step():
    assert set(TOLD) == {
        "A reported text to a verdict",
        "A grid point to a page",
        "A station file to a number",
    }


@pytest.mark.parametrize("name", TOLD)
def test_a_journey_goes_through_functions_that_exist_and_never_back(name):
    assert len(TOLD[name]) >= 3
    assert astray(TOLD[name]) == []


def test_a_lost_function_and_a_way_back_are_caught():
    step = ("evidence/known.py", "known_by")
    assert astray([step, ("claims/ledger.py", "no_such")]) == ["claims/ledger.py has no no_such"]
    assert astray([step, ("claims/ledger.py", "claim"), step]) == ["back in evidence"]
    assert astray([("evidence/known.py", "Evidence.table"), ("nowhere.py", "f")]) == [
        "nowhere.py has no f"
    ]
