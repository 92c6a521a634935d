"""Which points does a sweep visit?

Turns `as_of=2022-09-21:2023-03-01:7D`, `level=0.8,0.95`, `region=@station_regions:region:year=2020`
or a YAML file into one set of values a point, each read as its notebook declares it and checked
before anything runs.
"""

import csv
import itertools
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from analysis import paths
from analysis.parameters import ParameterError
from analysis.runs.conditions import USUAL, Conditions
from analysis.runs.notebooks import ParameterInputError, Task, notebook_path, typed

_STEP = re.compile(r"([1-9][0-9]*)([DWM])")
_UNITS = {"D": "days", "W": "weeks", "M": "months"}


def expand(name: str, text: str) -> list[str]:
    """Values of one parameter, as text.

    Parameters
    ----------
    name : str
        Parameter, for messages.
    text : str
        Values separated by commas, each one value or `first:last:step` of days (step 7D, 2W or 1M)
        or numbers, the last included when it is hit; or `@table:column` for the distinct values of
        a column of a processed table, `@table:column:other=value` of some rows of it; or `@file`
        for the lines of a file.

    Raises
    ------
    ParameterInputError
        If nothing can be made of it, or a value comes twice.
    """
    if text.startswith("@"):
        values = _listed(name, text[1:])
    else:
        parts = [p.strip() for p in text.split(",")]
        values = [
            v for p in parts for v in (_stepped(name, *p.split(":")) if p.count(":") == 2 else [p])
        ]
    if "" in values and len(values) > 1:
        raise ParameterInputError(f"{name}={text!r}: wanted no empty value among others")
    return _several(name, values)


def _stepped(name: str, first: str, last: str, step: str) -> list[str]:
    try:
        if match := _STEP.fullmatch(step):
            return list(
                _days(date.fromisoformat(first), date.fromisoformat(last), int(match[1]), match[2])
            )
        if re.fullmatch(r"0+[DWM]", step):
            raise ValueError("a step of none leads nowhere")
        start, stop, width = (_decimal(t) for t in (first, last, step))
        if width <= 0 or stop < start:
            raise ValueError("the step must lead from the first to the last")
        return [str(start + width * n) for n in range(int((stop - start) / width) + 1)]
    except ValueError as error:
        wanted = "2022-09-21:2023-03-01:7D (days; steps D, W or M) or 0.5:0.9:0.1"
        raise ParameterInputError(
            f"{name}={first}:{last}:{step}: wanted first:last:step such as {wanted} ({error})"
        ) from error


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except ArithmeticError as error:
        raise ValueError(f"{text!r} is no number") from error
    if not number.is_finite():
        raise ValueError(f"{text!r} is no finite number")
    return number


def _days(first: date, last: date, number: int, unit: str) -> Iterable[str]:
    """Days from first to last; months keep the day of the month, or the month's last day."""
    from dateutil.relativedelta import relativedelta

    if last < first:
        raise ValueError("the last day comes before the first")
    for n in itertools.count():
        day = first + relativedelta(**{_UNITS[unit]: n * number})
        if day > last:
            return
        yield day.isoformat()


def _listed(name: str, place: str) -> list[str]:
    table, _, rest = place.partition(":")
    column, _, condition = rest.partition(":")
    path = paths.processed() / f"{table}.csv" if column else Path(place)
    if not path.is_file():
        raise ParameterInputError(
            f"{name}=@{place}: no such {'table in data/processed' if column else 'file'}"
        )
    with path.open(encoding="utf-8", newline="") as file:
        if not column:
            return list(dict.fromkeys(line.strip() for line in file if line.strip()))
        rows = csv.DictReader(file)
        where, equals, wanted = condition.partition("=")
        unknown = {column, where if condition else column} - set(rows.fieldnames or [])
        if unknown or (condition and not equals):
            raise ParameterInputError(
                f"{name}=@{place}: wanted table:column or table:column:other=value; {path.name} has"
                f" the columns {', '.join(rows.fieldnames or [])}"
            )
        return list(
            dict.fromkeys(row[column] for row in rows if not condition or row[where] == wanted)
        )


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
            raise ParameterInputError(f"{item!r}: wanted name=values, once a parameter")
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
        given = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())
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
            over[name] = _several(name, values)
        elif isinstance(values, str):
            over[name] = expand(name, values)
        else:
            raise ParameterInputError(
                f"{path.name}: {name}: wanted a text or a list of texts, found {values!r}"
            )
    return {"notebooks": _notebooks(names), "over": over}


def _notebooks(names: Iterable[str]) -> list[str]:
    return _several("notebooks", [notebook_path(n).stem for n in names])


def _several(name: str, values: list[str]) -> list[str]:
    """The values, if there are any and all differ."""
    if not values or len(set(values)) < len(values):
        raise ParameterInputError(f"{name}={values}: wanted one or more different values")
    return values


def _loader() -> type:
    """Loader of YAML as texts, lists and dictionaries; a key that comes twice is refused."""
    import yaml

    class Loader(yaml.BaseLoader):
        def construct_mapping(self, node, deep=False):
            keys = [k.value for k, _ in node.value]
            twice = [k for k in keys if keys.count(k) > 1]
            if twice:
                line = node.start_mark.line + 1
                raise yaml.YAMLError(f"line {line}: {twice[0]!r} comes twice")
            return super().construct_mapping(node, deep)

    return Loader


def tasks_of(plan: dict, conditions: Conditions = USUAL) -> list[Task]:
    """A task for every notebook and point, each checked.

    Raises
    ------
    ParameterInputError, parameters.ParameterError
        If a notebook lacks a parameter, or a value is not allowed at some point; the point is
        named.
    """
    names, tasks = list(plan["over"]), []
    points = list(itertools.product(*plan["over"].values()))
    for number, values in enumerate(points, 1):
        texts = [f"{n}={v}" for n, v in zip(names, values, strict=True)]
        point = f"{number:0{len(str(len(points)))}d}-{slug(','.join(texts))}"
        for notebook in plan["notebooks"]:
            path = notebook_path(notebook)
            try:
                checked = typed(path, texts)
            except (ParameterInputError, ParameterError) as error:
                raise type(error)(f"{error}{_hint(plan, str(error))}") from error
            tasks.append(
                Task(notebook=notebook, values=checked, point=point, conditions=conditions)
            )
    return tasks


def _hint(plan: dict, complaint: str) -> str:
    """That the values of a parameter were told apart at commas, for who meant a decimal comma."""
    name = re.split(r"\W", complaint, maxsplit=1)[0]
    values = plan["over"].get(name, [])
    if len(values) < 2:
        return ""
    return (
        f"; {name} runs over {len(values)} values, {', '.join(values[:3])}"
        f"{' ...' if len(values) > 3 else ''}: the comma separates values, decimals take a point"
    )


def slug(text: str) -> str:
    """Name of a folder: letters of any script, digits and a few signs, at most 80."""
    return re.sub(r"[^\w.=,-]+", "_", text)[:80].strip("._") or "point"
