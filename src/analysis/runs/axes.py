"""Which values does one axis of a sweep have?

Turns `2022-09-21:2023-03-01:7D`, `0.8,0.95` or `@station_regions:region:year=2020` into texts, and
refuses more than a sweep may have points before they are written down.
"""

import csv
import itertools
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from analysis import paths
from analysis.errors import brief
from analysis.runs.notebooks import ParameterInputError

MOST_POINTS = 10_000  # of a sweep: some hours of work, and what one page can list
_STEP = re.compile(r"([1-9][0-9]*)([DWM])")
_UNITS = {"D": "days", "W": "weeks", "M": "months"}
_LEAST_DAYS = {"D": 1, "W": 7, "M": 28}  # in such a step


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
        raise ParameterInputError(f"{name}={brief(text)}: wanted no empty value among others")
    return several(name, values)


def _stepped(name: str, first: str, last: str, step: str) -> list[str]:
    try:
        if match := _STEP.fullmatch(step):
            return list(
                _days(name, date.fromisoformat(first), date.fromisoformat(last), *match.groups())
            )
        if re.fullmatch(r"0+[DWM]", step):
            raise ValueError("a step of none leads nowhere")
        start, stop, width = (_decimal(t) for t in (first, last, step))
        if width <= 0 or stop < start:
            raise ValueError("the step must lead from the first to the last")
        steps = (stop - start) / width
        refuse_many(name, steps)
        return [str(start + width * n) for n in range(int(steps) + 1)]
    except ParameterInputError:
        raise
    except (ValueError, ArithmeticError) as error:
        wanted = "2022-09-21:2023-03-01:7D (days; steps D, W or M) or 0.5:0.9:0.1"
        given = brief(f"{first}:{last}:{step}")
        why = error if isinstance(error, ValueError) else "they are too far apart"
        raise ParameterInputError(
            f"{name}={given}: wanted first:last:step such as {wanted} ({why})"
        ) from error


def refuse_many(name: str, steps: Decimal | int) -> None:
    """Stop before so many values are written down; one more than steps.

    Raises
    ------
    ParameterInputError
    """
    if steps >= MOST_POINTS:
        number = f"{int(steps) + 1:,}" if steps < 1e15 else "more than 1,000,000,000,000,000"
        raise ParameterInputError(
            f"{name}: this is {number} points, wanted at most {MOST_POINTS:,}; next: a longer"
            " step, or several sweeps"
        )


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except ArithmeticError as error:
        raise ValueError(f"{brief(text)} is no number") from error
    if not number.is_finite():
        raise ValueError(f"{brief(text)} is no finite number")
    return number


def _days(name: str, first: date, last: date, width: str, unit: str) -> Iterable[str]:
    """Days from first to last; months keep the day of the month, or the month's last day."""
    from dateutil.relativedelta import relativedelta

    if last < first:
        raise ValueError("the last day comes before the first")
    number = int(width)
    refuse_many(name, (last - first).days // (number * _LEAST_DAYS[unit]))
    for n in itertools.count():
        try:
            day = first + relativedelta(**{_UNITS[unit]: n * number})
        except (ValueError, OverflowError):  # after the year 9999
            return
        if day > last:
            return
        yield day.isoformat()


def _listed(name: str, place: str) -> list[str]:
    table, _, rest = place.partition(":")
    column, _, condition = rest.partition(":")
    path = paths.processed() / f"{table}.csv" if column else Path(place)
    if not paths.is_file(path):
        kind = "table in data/processed" if column else "file"
        raise ParameterInputError(f"{name}={brief('@' + place)}: no such {kind}")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            if not column:
                return _few(name, (line.strip() for line in file if line.strip()))
            return _few(name, _of_column(f"{name}=@{place}", file, column, condition))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ParameterInputError(
            f"{name}=@{place}: wanted a text in UTF-8, a value a line ({error})"
        ) from error


def _few(name: str, values: Iterable[str]) -> list[str]:
    """The different ones of values, if they are not too many to be points."""
    found: dict[str, None] = {}
    for value in values:
        found[value] = None
        refuse_many(name, len(found) - 1)
    return list(found)


def _of_column(given: str, file: Iterable[str], column: str, condition: str) -> Iterable[str]:
    rows = csv.DictReader(file)
    where, equals, wanted = condition.partition("=")
    unknown = {column, where if condition else column} - set(rows.fieldnames or [])
    if unknown or (condition and not equals):
        raise ParameterInputError(
            f"{given}: wanted table:column or table:column:other=value, of the columns"
            f" {', '.join(rows.fieldnames or [])}"
        )
    return (row[column] or "" for row in rows if not condition or row[where] == wanted)


def several(name: str, values: list[str]) -> list[str]:
    """The values, if there are any and all differ."""
    if not values or len(set(values)) < len(values):
        raise ParameterInputError(f"{name}={brief(values)}: wanted one or more different values")
    return values
