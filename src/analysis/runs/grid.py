"""Which points does a sweep visit?

Turns texts of its axes, such as `as_of=2022-09-21:2023-03-01:7D`, or a YAML file into one set of
values a point, each read as its notebook declares it and checked before anything runs.
"""

import itertools
import math
import re
from collections.abc import Iterable
from pathlib import Path

from analysis import paths
from analysis.errors import brief
from analysis.parameters import ParameterError
from analysis.runs.axes import expand, refuse_many, several
from analysis.runs.conditions import USUAL, Conditions
from analysis.runs.notebooks import ParameterInputError, Task, notebook_path, typed


def plan_of(notebooks: Iterable[str], over: Iterable[str], fixed: Iterable[str] = ()) -> dict:
    """Notebooks and values of a sweep from command-line texts.

    Raises
    ------
    ParameterInputError
        If a text has no `=`, or a parameter comes twice.
    """
    plan = {"notebooks": _notebooks(notebooks), "over": {}}
    for item, single in [*((i, False) for i in over), *((i, True) for i in fixed)]:
        name, equals, text = item.partition("=")
        if not equals or name in plan["over"]:
            raise ParameterInputError(f"{brief(item)}: wanted name=values, once a parameter")
        plan["over"][name] = [text] if single else expand(name, text)
    return plan


def plan_from(path: Path) -> dict:
    """Notebooks and values of a sweep from a YAML file with the keys `notebooks` and `over`.

    Every value is read as text and then as its notebook declares it: `no` stays a word, and 010 is
    ten.

    Raises
    ------
    ParameterInputError
        If the file is missing, is not YAML, names a key twice or has other keys.
    """
    import yaml

    try:
        if not paths.is_file(path):
            raise FileNotFoundError("no such file")
        given = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())
    except RecursionError as error:
        raise ParameterInputError(
            f"{path.name}: not a readable YAML file (lists within lists, hundreds deep)"
        ) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ParameterInputError(f"{path.name}: not a readable YAML file ({error})") from error
    if (
        not isinstance(given, dict)
        or set(given) != {"notebooks", "over"}
        or not isinstance(given["over"], dict)
    ):
        raise ParameterInputError(
            f"{path.name}: wanted the keys notebooks and over, and under over a line a parameter"
        )
    names = [given["notebooks"]] if isinstance(given["notebooks"], str) else given["notebooks"]
    if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
        raise ParameterInputError(f"{path.name}: wanted one notebook or a list of notebooks")
    over = {}
    for name, values in given["over"].items():
        if isinstance(values, list) and all(isinstance(v, str) for v in values):
            over[name] = several(name, values)
        elif isinstance(values, str):
            over[name] = expand(name, values)
        else:
            raise ParameterInputError(
                f"{path.name}: {name}: wanted a text or a list of texts, found {brief(values)}"
            )
    return {"notebooks": _notebooks(names), "over": over}


def _notebooks(names: Iterable[str]) -> list[str]:
    return several("notebooks", [notebook_path(n).stem for n in names])


def _loader() -> type:
    """Loader of YAML as texts, lists and dictionaries; a key that comes twice is refused."""
    import yaml

    class Loader(yaml.BaseLoader):
        def construct_mapping(self, node, deep=False):
            keys = [k.value if isinstance(k, yaml.ScalarNode) else None for k, _ in node.value]
            if None in keys:
                line = node.start_mark.line + 1
                raise yaml.YAMLError(f"line {line}: wanted a word before the colon")
            twice = [k for k in keys if keys.count(k) > 1]
            if twice:
                line = node.start_mark.line + 1
                raise yaml.YAMLError(f"line {line}: {twice[0]!r} comes twice")
            return super().construct_mapping(node, deep)

    return Loader


def tasks_of(plan: dict, conditions: Conditions = USUAL) -> list[Task]:
    """A task for every notebook and point, each checked.

    Points of the same values, as of `level=0.8,0.80`, are one.

    Raises
    ------
    ParameterInputError, parameters.ParameterError
        If a notebook lacks a parameter, a value is not allowed at some point, or the points are too
        many; the point, or their number, is named.
    """
    points = _points(plan)
    width = len(str(len(points)))
    return [
        Task(
            notebook=notebook,
            values=values,
            point=f"{number:0{width}d}-{slug(','.join(texts))}",
            conditions=conditions,
        )
        for number, (texts, checked) in enumerate(points, 1)
        for notebook, values in checked.items()
    ]


def _points(plan: dict) -> list[tuple[list[str], dict[str, dict]]]:
    """Texts of every point, and its checked values by notebook; none twice."""
    over, found = plan["over"], {}
    refuse_many(", ".join(over), math.prod(len(v) for v in over.values()) - 1)
    for values in itertools.product(*over.values()):
        texts = [f"{n}={v}" for n, v in zip(over, values, strict=True)]
        checked = {n: _checked(plan, n, texts) for n in plan["notebooks"]}
        found.setdefault(repr(checked), (texts, checked))
    return list(found.values())


def _checked(plan: dict, notebook: str, texts: list[str]) -> dict:
    try:
        return typed(notebook_path(notebook), texts)
    except (ParameterInputError, ParameterError) as error:
        raise type(error)(f"{error}{_hint(plan, str(error))}") from error


def _hint(plan: dict, complaint: str) -> str:
    """That the values of a parameter were told apart at commas, for who meant a decimal comma."""
    name = re.split(r"\W", complaint, maxsplit=1)[0]
    values = plan["over"].get(name, [])
    if len(values) < 2:
        return ""
    return (
        f"; {name} runs over {len(values)} values, {', '.join(v[:40] for v in values[:3])}"
        f"{' ...' if len(values) > 3 else ''}: the comma separates values, decimals take a point"
    )


def slug(text: str) -> str:
    """Name of a folder: letters of any script, digits and a few signs, at most 80."""
    return re.sub(r"[^\w.=,-]+", "_", text)[:80].strip("._") or "point"
