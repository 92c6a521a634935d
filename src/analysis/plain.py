"""How is any result printed plainly, and how does it become a frame?

A class decorator for results: numbers without the marks of how they were computed, a line that
says what they are, a frame, and HTML. Reads nothing and draws nothing.
"""

import html
import math
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

_MOST = 8  # entries of a sequence that are printed one by one
KM2 = re.compile(r"\bkm2\b")  # as typed; a reader sees a raised two
_FIRST = re.compile(r"(<tr>\s*)<td>(.*?)</td>", re.DOTALL)  # first cell of a row of a table


def plain(cls: type) -> type:
    """Give a dataclass what every result has, as far as it has none of its own.

    ``repr``: its fields with plain numbers, arrays and tables by their size. ``str``: its sentence,
    or a line of its numbers. ``to_frame()``: its table, or one row of its numbers. HTML: both.

    Parameters
    ----------
    cls : type
        A dataclass; it is changed and given back.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @plain
    ... @dataclass(frozen=True)
    ... class MeanAge:
    ...     years: float
    ...     people: int
    >>> found = MeanAge(years=34.25, people=1200)
    >>> print(found)
    Mean age: years 34.25, people 1,200.
    >>> found.to_frame().to_dict("records")
    [{'years': 34.25, 'people': 1200}]
    """
    given = {"to_frame": _frame, "_repr_html_": _html}
    if hasattr(cls.__repr__, "__wrapped__"):  # what dataclass made, guarded against circles
        cls.__repr__ = _repr
    if cls.__str__ is object.__str__:
        cls.__str__ = _line
    for name, function in given.items():
        if not hasattr(cls, name):
            setattr(cls, name, function)
    return cls


def plain_face(names: Mapping[str, object], package: str) -> None:
    """Make every result that a package offers a plain one.

    Parameters
    ----------
    names : mapping
        What the package offers, by name.
    package : str
        Its full name; what it only passes on from another is left alone.
    """
    for found in list(names.values()):
        if isinstance(found, type) and is_dataclass(found) and found.__module__.startswith(package):
            plain(found)


def number(value: object) -> object:
    """A value without the type of the library that computed it.

    Examples
    --------
    >>> import numpy as np
    >>> number(np.float64(0.5)), number(np.bool_(True)), number("a")
    (0.5, True, 'a')
    """
    return value.item() if hasattr(value, "item") and not getattr(value, "shape", ()) else value


def _repr(result) -> str:
    told = [f"{f.name}={_shown(getattr(result, f.name))}" for f in fields(result) if f.repr]
    return f"{type(result).__name__}({', '.join(told)})"


def _shown(value: object) -> str:
    """A field, plainly."""
    if hasattr(value, "shape") and value.shape:
        return f"<{type(value).__name__} {' x '.join(map(str, value.shape))}>"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_shown(k)}: {_shown(v)}" for k, v in value.items()) + "}"
    if type(value) in (tuple, list):
        ends = "()" if isinstance(value, tuple) else "[]"
        inner = [_shown(v) for v in value[:_MOST]] + ["..."] * (len(value) > _MOST)
        comma = "," * (len(value) == 1 and isinstance(value, tuple))
        return f"{ends[0]}{', '.join(inner)}{comma}{ends[1]}"
    return repr(number(value))


def _line(result) -> str:
    """The sentence of a result, or a line of its numbers."""
    if hasattr(result, "sentence"):
        return result.sentence()
    name = re.sub(r"(?<!^)(?=[A-Z])", " ", type(result).__name__).capitalize()
    told = [
        f"{f.name.replace('_', ' ')} {said}"
        for f in fields(result)
        if (said := _said(getattr(result, f.name)))
    ]
    return f"{name}: {', '.join(told)}." if told else f"{name}."


def _said(value: object) -> str:
    """A field in a line: words, numbers of six digits, the size of a table; others are left out."""
    value = number(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.6g}" if math.isfinite(value) else "open"
    if hasattr(value, "columns"):
        return f"of {len(value)} row{'s' * (len(value) != 1)}"
    own = type(value).__str__ is not object.__str__ and not isinstance(value, dict | tuple | list)
    return str(value) if own and not hasattr(value, "shape") else ""


def _frame(result):
    """The result as a pandas frame: its table, or one row of its numbers and words."""
    import pandas as pd

    table = getattr(result, "table", None)
    tables = [table() if callable(table) else table]
    tables += [getattr(result, f.name) for f in fields(result)]
    for held in tables:
        if isinstance(held, pd.DataFrame):
            return held.copy()
        if isinstance(held, tuple | list) and held and all(is_dataclass(v) for v in held):
            return pd.DataFrame([_row(v) for v in held])
    return pd.DataFrame([_row(result)])


def _row(result) -> dict[str, object]:
    """Numbers and words of a result; an interval gives three."""
    row: dict[str, object] = {}
    for f in fields(result):
        value = number(getattr(result, f.name))
        if is_dataclass(value) and hasattr(value, "central"):
            row |= {f.name: value.central, f"{f.name}_low": value.low, f"{f.name}_high": value.high}
        elif value is None or isinstance(value, str | int | float) or hasattr(value, "isoformat"):
            row[f.name] = value
    return row


def _html(result) -> str:
    """Line and frame as HTML; texts of the data stay texts."""
    table = result.to_frame()
    shown = as_html(table, getattr(result, "caption", "")) * bool(len(table))
    return f"<p>{html.escape(str(result))}</p>\n{shown}"


def as_html(table, caption: str = "") -> str:
    """A reader's table: caption, titles with their scope, marks in words, no index column.

    Empty cells stand where nothing is known; texts of the data stay texts.

    Parameters
    ----------
    table : pandas.DataFrame
        Titles with units in its header; the first column names the row.
    caption : str
        What the table shows, without a result.

    Returns
    -------
    str
        A table whose header cells say what they head, as WCAG technique H63 asks.

    Examples
    --------
    >>> import pandas as pd
    >>> told = as_html(pd.DataFrame({"region": ["Kherson"], "agrees": [True]}), "Shares")
    >>> "<caption>Shares</caption>" in told, '<th scope="row">Kherson</th>' in told
    (True, True)
    >>> "<td>yes</td>" in told
    True
    >>> "<td>9 km²</td>" in as_html(pd.DataFrame({"map": ["one"], "area": ["9 km2"]}))
    True
    """
    shown = table.map(lambda v: _said(v) if isinstance(number(v), bool) else v)
    told = shown.to_html(index=False, border=0, na_rep="", justify="left", escape=True)
    told = KM2.sub("km²", told)
    told = _FIRST.sub(r'\1<th scope="row">\2</th>', told.replace("<th>", '<th scope="col">'))
    named = f"<caption>{html.escape(caption)}</caption>\n  " if caption else ""
    return told.replace("<thead>", f"{named}<thead>", 1)
