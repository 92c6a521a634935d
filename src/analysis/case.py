"""Which text is checked, when was it written, and what may be asked of it?

Reads `case.toml` of the case in use; draws nothing. What the library must not know of one text (its
days, its notebooks, words of its own) stands there.

Examples
--------
>>> from analysis import case
>>> case.current().as_of.isoformat()
'2022-10-11'
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from analysis import paths
from analysis.errors import ExpectedError

NEWEST = date(2026, 12, 31)  # day a row may bear where a case names none; no clock is asked


class CaseError(ExpectedError, ValueError):
    """A folder without `case.toml`, or one that says what cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a text says of itself.

    Parameters
    ----------
    title : str
        The text, in our words.
    written : tuple of datetime.date
        First and last day on which it can have been written.
    as_of : datetime.date
        Knowledge date when none is named.
    first_day : datetime.date
        Earliest knowledge date allowed.
    notebooks : tuple of str
        Those that weigh claims, as the ledger's column names them.
    rules : tuple of str
        Python files of the case with rules of its own, see `claims.rule`.
    claim_id : str
        Form of the ids of its claims, as a regular expression; empty for any.
    newest : datetime.date
        Newest day that a row of its tables may bear.
    words : dict
        Words of its own in closed columns of raw tables: column, or table.column -> words.
    parameters : dict
        Values that its notebooks allow: parameter -> values.
    """

    title: str
    written: tuple[date, date]
    as_of: date
    first_day: date
    notebooks: tuple[str, ...]
    rules: tuple[str, ...] = ()
    claim_id: str = ""
    newest: date = NEWEST
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parameters: dict[str, tuple] = field(default_factory=dict)


_KEYS = tuple(f.name for f in fields(Case))


def current() -> Case:
    """The case in use.

    Raises
    ------
    CaseError
        If its folder holds no `case.toml`, or one that cannot be read.
    """
    path = paths.root() / paths.CASE
    if not path.is_file():
        raise CaseError(
            f"{path.parent}: wanted a {paths.CASE} that says when the text was written, found"
            " none; next: copy the one that `day229 new FOLDER` writes"
        )
    return _read(path, path.stat().st_mtime_ns)


def written() -> tuple[date, date]:
    """First and last day on which the text can have been written.

    Examples
    --------
    >>> [d.isoformat() for d in written()]
    ['2022-10-10', '2022-10-11']
    """
    return current().written


@lru_cache(maxsize=8)
def _read(path: Path, modified: int) -> Case:
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError as error:
        raise CaseError(f"{path}: not UTF-8 ({error.reason}); next: save it as UTF-8") from error


def parse(text: str, told: str = paths.CASE) -> Case:
    r"""A case out of the text of its `case.toml`; `told` names the file in messages.

    Raises
    ------
    CaseError
        Naming the key, what was wanted and what was found.

    Examples
    --------
    >>> parse('title = "A text"\nwritten = 2023-05-01').notebooks
    ('01-claims',)
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CaseError(f"{told}: not readable as TOML: {error}; next: mend that line") from error
    for key in given:
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(_KEYS)}"
            raise CaseError(f"{told}: unknown key {key!r}; {hint}")
    days = _days(given, told)
    return Case(
        title=_one(given, "title", str, told),
        **days,
        notebooks=_texts(given.get("notebooks", ["01-claims"]), "notebooks", told),
        rules=_texts(given.get("rules", []), "rules", told),
        claim_id=_form(given, told),
        words={k: _texts(v, f"words.{k}", told) for k, v in _flat(given.get("words", {}))},
        parameters={k: _values(v, k, told) for k, v in given.get("parameters", {}).items()},
    )


def _days(given: dict, told: str) -> dict:
    """The days of a case, in order; a text written on one day may name that one alone."""
    wanted = given.get("written")
    spans = wanted if isinstance(wanted, list) else [wanted]
    if not 1 <= len(spans) <= 2 or not all(map(_is_day, spans)) or spans != sorted(spans):
        raise _wrong(told, "written", "a day as 2022-10-10, or first and last day in []", wanted)
    first, last = spans[0], spans[-1]
    as_of = _one({"as_of": last} | given, "as_of", date, told)
    first_day = _one({"first_day": date(1900, 1, 1)} | given, "first_day", date, told)
    if first_day > as_of:
        raise _wrong(told, "first_day", f"a day not after as_of, {as_of}", first_day)
    newest = _one({"newest": NEWEST} | given, "newest", date, told)
    if newest < as_of:
        raise _wrong(told, "newest", f"a day not before as_of, {as_of}", newest)
    return {"written": (first, last), "as_of": as_of, "first_day": first_day, "newest": newest}


def _flat(words: dict) -> Iterator[tuple[str, object]]:
    """Words by column, or by table.column where the table has a part of its own."""
    for key, value in words.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{column}", own) for column, own in value.items())
        else:
            yield key, value


def _form(given: dict, told: str) -> str:
    """Form of the ids of claims; empty where none is named."""
    if "claim_id" not in given:
        return ""
    form = _one(given, "claim_id", str, told)
    try:
        re.compile(form)
    except re.error as error:
        raise _wrong(told, "claim_id", f"a regular expression ({error})", form) from error
    return form


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _one(given: dict, key: str, kind: type, told: str):
    """One value of a kind."""
    value = given.get(key)
    fits = _is_day(value) if kind is date else isinstance(value, kind) and value
    if not fits:
        what = "a day as 2022-10-10, without quotes" if kind is date else "a text in quotes"
        raise _wrong(told, key, what, value)
    return value


def _texts(value: object, key: str, told: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise _wrong(told, key, 'texts in [], such as ["01-claims"]', value)
    return tuple(value)


def _values(value: object, key: str, told: str) -> tuple:
    if not isinstance(value, list) or not value or len({type(v) for v in value}) > 1:
        raise _wrong(told, f"parameters.{key}", "values of one type in []", value)
    return tuple(value)


def _wrong(told: str, key: str, wanted: str, found: object) -> CaseError:
    shown = "nothing" if found is None else str(found)
    return CaseError(f"{told}: {key}: wanted {wanted}, found {shown}; next: mend that line")
