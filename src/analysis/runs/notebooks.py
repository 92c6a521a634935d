"""Which notebooks are there, and what may be handed to them?

Reads the notebooks and runs nothing. Papermill takes any parameter name, and any text for a value;
here both are held against the cell tagged "parameters" before a kernel starts.
"""

import ast
import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from analysis import mapping, parameters, paths
from analysis.errors import ExpectedError, brief
from analysis.runs.conditions import USUAL, Conditions

_NUMBER = {
    "int": re.compile(r"[+-]?[0-9]+"),
    "float": re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"),
}
_DIGITS = 300  # of a whole number; Python itself reads 4,300, and a float holds 308
_TYPES = {"int": int, "float": float, "str": str, "bool": bool}


class ParameterInputError(ExpectedError, ValueError):
    """A parameter the notebook does not declare, or a value of another type."""

    kind = "parameter"


class NotebookError(ExpectedError, ValueError):
    """A notebook that cannot be read, or holds what an unattended run must not do."""

    kind = "notebook"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Task:
    """One notebook with the parameter values that differ from its defaults.

    Parameters
    ----------
    notebook : str
        Full name without suffix.
    values : dict
        Checked values by parameter name.
    point : str
        Folder of a sweep's point; empty outside a sweep.
    conditions : conditions.Conditions
        Its limits.
    """

    notebook: str
    values: dict = field(default_factory=dict)
    point: str = ""
    conditions: Conditions = USUAL

    @property
    def label(self) -> str:
        """What a person calls it."""
        return f"{self.point}/{self.notebook}" if self.point else self.notebook


def notebook_names() -> list[str]:
    """Names of all notebooks, in order, without suffix."""
    return sorted(p.stem for p in paths.notebooks().glob("[0-9]*.ipynb"))


def notebook_path(name: str) -> Path:
    """Path of one notebook by its full name, its file or its beginning ("01").

    Raises
    ------
    ParameterInputError
        If no notebook, or more than one, has that name, or the file is none of this project's.
    """
    if name.endswith(".ipynb") or Path(name).name != name:
        return _of_file(name)
    found = [n for n in notebook_names() if n == name] or [
        n for n in notebook_names() if n.startswith(name)
    ]
    if len(found) != 1:
        near = get_close_matches(name, notebook_names(), n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(notebook_names())}"
        raise ParameterInputError(f"no single notebook is called {brief(name)}; {hint}")
    return paths.notebooks() / f"{found[0]}.ipynb"


def _of_file(name: str) -> Path:
    """The project's notebook that a file is; its file name alone may be typed in any folder."""
    given, own = Path(name), paths.notebooks() / Path(name).name
    known = own.stem in notebook_names() and own.suffix == ".ipynb"
    there = paths.is_file(given)
    if known and (given.resolve() == own.resolve() or (given.name == name and not there)):
        return own
    what = " is not a notebook of this project" if there else ": no such file"
    raise ParameterInputError(
        f"{brief(name)}{what}; wanted a file of {paths.notebooks()}, or a name:"
        f" {', '.join(notebook_names())}"
    )


def read_cells(path: Path) -> tuple[dict, ...]:
    """Cells of a notebook, each source as one text.

    Raises
    ------
    NotebookError
        If the file is no notebook of format 4.
    """
    try:
        state = path.stat()
        return _read_cells(path, state.st_mtime_ns, state.st_size)
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise NotebookError(
            f"{path.name}: not a readable notebook ({type(error).__name__}: {error})"
        ) from error


@lru_cache(maxsize=64)
def _read_cells(path: Path, modified: int, size: int) -> tuple[dict, ...]:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    if notebook["nbformat"] != 4:
        raise ValueError(f"wanted notebook format 4, found {notebook['nbformat']!r}")
    return tuple(
        c | {"source": "".join(c["source"]), "metadata": c.get("metadata", {})}
        for c in notebook["cells"]
    )


def declared(path: Path) -> dict[str, tuple[str, object]]:
    """Type and default of every parameter in the cell tagged "parameters".

    Raises
    ------
    NotebookError
        If there is not exactly one such cell, or it holds more than annotated literals.
    """
    cells = [c for c in read_cells(path) if "parameters" in c["metadata"].get("tags", [])]
    if len(cells) != 1:
        raise NotebookError(f"{path.name}: wanted one cell tagged 'parameters', found {len(cells)}")
    try:
        return dict(_declaration(node) for node in ast.parse(cells[0]["source"]).body)
    except (SyntaxError, ValueError) as error:
        raise NotebookError(
            f"{path.name}: wanted lines `name: type = value` in the parameters cell ({error})"
        ) from error


def _declaration(node: ast.stmt) -> tuple[str, tuple[str, object]]:
    """Name, type and default of one line."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        name, value = node.targets[0].id, ast.literal_eval(node.value)
        kind = type(value).__name__
        typed = f"{kind} = {value!r}" if kind in _TYPES else 'str = ""'
        raise ValueError(f"{name} has no type: write `{name}: {typed}`")
    if (
        not isinstance(node, ast.AnnAssign)
        or node.value is None
        or not isinstance(node.target, ast.Name)
        or ast.unparse(node.annotation) not in _TYPES
    ):
        raise ValueError(f"found {ast.unparse(node)!r}; types are {', '.join(_TYPES)}")
    return node.target.id, (ast.unparse(node.annotation), ast.literal_eval(node.value))


def typed(path: Path, given: Iterable[str]) -> dict[str, object]:
    """Parameters from "key=value" texts, read as the notebook declares them and checked.

    Raises
    ------
    ParameterInputError
        For an unknown name (with the nearest known one), a name given twice or a value of another
        type.
    parameters.ParameterError
        For a value that is not allowed.
    """
    known, out = declared(path), {}
    for item in given:
        name, equals, text = item.partition("=")
        if not equals:
            raise ParameterInputError(f"{brief(item)}: wanted key=value")
        if name in out:
            raise ParameterInputError(f"{name}: given twice")
        out[name] = _read_as(_kind(path, known, name), name, text)
    return checked(path, out)


def checked(path: Path, values: dict[str, object]) -> dict[str, object]:
    """Values of the declared types, allowed together with the defaults of the rest.

    Parameters
    ----------
    path : pathlib.Path
        Notebook.
    values : dict
        By parameter name.

    Raises
    ------
    ParameterInputError, parameters.ParameterError
        As `typed`.
    """
    known = declared(path)
    out = {name: _fits(_kind(path, known, name), name, value) for name, value in values.items()}
    parameters.check_known({n: default for n, (_, default) in known.items()} | out)
    return out


def read_files(path: Path, values: dict[str, object]) -> None:
    """Read the files that parameters name, as the notebook will.

    Parameters
    ----------
    path : pathlib.Path
        Notebook.
    values : dict
        Values that differ from its defaults.

    Raises
    ------
    parameters.ParameterError, ParameterInputError
        If one breaks its contract: file, row, column, what was wanted and found, and the next step.
    """
    from analysis import evidence, facts, session  # here: most runs name no file

    given = {n: default for n, (_, default) in declared(path).items()} | values
    session.with_files(evidence.known_by(None), given)
    try:
        facts.of_sweep(str(given.get("facts_file", "")))
    except facts.FactError as error:
        raise ParameterInputError(f"facts_file: {error}") from error


def _kind(path: Path, known: dict, name: str) -> str:
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
        raise ParameterInputError(f"{brief(name)}: {path.stem} has no such parameter; {hint}")
    return known[name][0]


def _read_as(kind: str, name: str, text: str) -> object:
    if kind == "bool":
        if text.lower() not in {"true", "false"}:
            raise ParameterInputError(f"{name}={brief(text)}: wanted true or false")
        return text.lower() == "true"
    if kind in _NUMBER and not _NUMBER[kind].fullmatch(text):
        point = "; a number takes a point before decimals, and no comma" if "," in text else ""
        raise ParameterInputError(f"{name}={brief(text)}: wanted a value of type {kind}{point}")
    if kind == "int" and len(text) > _DIGITS:
        raise ParameterInputError(f"{name}={brief(text)}: wanted at most {_DIGITS} digits")
    return _TYPES[kind](text)


def _fits(kind: str, name: str, value: object) -> object:
    """The value, if it has the declared type.

    A whole number may stand for a float, and a file is named from the working folder.
    """
    if kind == "float" and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not _TYPES[kind]:
        raise ParameterInputError(
            f"{name}={brief(value)}: wanted a value of type {kind}, found {type(value).__name__}"
        )
    if kind == "float" and not math.isfinite(value):
        raise ParameterInputError(f"{name}={brief(value)}: wanted a finite number")
    if kind == "str" and re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", value):
        raise ParameterInputError(
            f"{name}={brief(value)}: wanted a text without control characters"
        )
    if name == "columns_file" and value in mapping.known():
        return str(mapping.located(value))
    if name.endswith("_file") and value:
        if not paths.is_file(value):
            raise ParameterInputError(f"{name}={brief(value)}: no such file")
        return str(Path(value).resolve())
    return value
