"""What may a column of a raw table hold in the case in use?

The contracts with what `case.toml` adds: words of its own in closed columns, the form of its ids,
the newest day that a row may bear. Reads `case.toml` and the spellings of regions; draws nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from analysis import case, paths
from analysis.tables.contracts import RAW, Column
from analysis.tables.problems import Problem, in_file
from analysis.tables.reading import read_raw
from analysis.tables.rules import PLAUSIBLE, Rule, plausible, spelled
from analysis.tables.vocabularies import CLAIMED_WORDS, LOOKED_UP

_LIKE = {"speaker_in_text": "speaker", "place_in_text": "place"}  # column -> whose words it shares
_NAMED_BY_CLAIMS = (
    ("events", "event"),
    ("events", "aspect"),
    ("quotations", "quotation"),
    ("border_crossings", "geography"),
    ("mobilisation", "claimant"),
)  # columns whose words a claim's subject may name
_TEXT = ("claims", "value")  # holds words where its unit is text


def column_of(table: str, column: str) -> Column:
    """Contract of a column, with what the case in use adds.

    Parameters
    ----------
    table, column : str
        A table of `RAW` and one of its columns.

    Raises
    ------
    case.CaseError
        If the case cannot be read.

    Examples
    --------
    >>> "invasion" in column_of("events", "event").rules[-1].words
    True
    """
    held = RAW[table].columns[column]
    return replace(held, rules=tuple(_of_case(r, table, column) for r in held.rules))


def _of_case(rule: Rule, table: str, column: str) -> Rule:
    """A rule as the case in use has it."""
    if rule.closed:
        return rule.widened(words_of(table, column))
    if rule is PLAUSIBLE:
        return plausible(case.current().newest)
    if (table, column, rule.name) == ("claims", "claim", "claim id"):
        return _id(rule, case.current().claim_id)
    if column == "claimant" and rule.name == spelled(LOOKED_UP).name:
        return spelled(LOOKED_UP | words_of(*_TEXT))
    return rule


def _id(rule: Rule, form: str) -> Rule:
    """Rule for ids of claims of the form that the case names, if it names one."""
    if not form:
        return rule
    return replace(
        rule,
        holds=lambda c: rule.holds(c) and bool(re.fullmatch(form, c)),
        wanted=f"{rule.wanted}, of the form {form} that {paths.CASE} names",
        constraint={"pattern": form},
    )


def words_of(table: str, column: str) -> frozenset[str]:
    """Words that the case in use adds to a column.

    Parameters
    ----------
    table, column : str
        A table of `RAW` and one of its columns.

    Examples
    --------
    >>> sorted(words_of("polls", "speaks_of"))
    ['Donetsk', 'Kherson', 'Luhansk', 'Zaporizhzhia']
    """
    held = case.current()
    if column == "notebook":
        return frozenset(held.notebooks)
    names = {column, _LIKE.get(column, column)}
    own = {w for n in names for key in (n, f"{table}.{n}") for w in held.words.get(key, ())}
    if (table, column) == ("claims", "subject"):
        named = (r for place in _NAMED_BY_CLAIMS for r in column_of(*place).rules)
        own |= _regions().union(*(r.words for r in named))
    return frozenset(own)


def claimed_words() -> frozenset[str]:
    """Values of claims whose unit is text.

    Examples
    --------
    >>> sorted(claimed_words())
    ['Fontanka', 'quoted']
    """
    return CLAIMED_WORDS | words_of(*_TEXT)


def _regions() -> set[str]:
    """Canonical names of regions."""
    names = read_raw(paths.raw_file("names"))
    return set(names["region"]) if "region" in names else set()


def unknown_words() -> list[Problem]:
    """Words of the case in use for columns that no table has, or that are not closed."""
    places = {f"{t}.{c}" for t in RAW for c in RAW[t].columns if _is_closed(t, c)}
    places |= {c.partition(".")[2] for c in places}
    return [_no_place(key, places) for key in case.current().words if key not in places]


def _is_closed(table: str, column: str) -> bool:
    own = column not in _LIKE and column != "notebook"
    closed = any(r.closed for r in RAW[table].columns[column].rules)
    return (own and closed) or (table, column) == _TEXT


def _no_place(key: str, places: Iterable[str]) -> Problem:
    near = get_close_matches(key, sorted(places), n=1)
    step = f"did you mean {near[0]!r}? Else take it out" if near else "take it out of [words]"
    return in_file(paths.CASE, "words of a closed column", key, step)
