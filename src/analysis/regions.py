"""Which region of a vote's returns is meant?

Reads the names of regions in `station_regions` and their English ones in `names`; draws nothing.
"""

import csv
import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from analysis import paths

_CYRILLIC = re.compile("[А-Яа-яЁё]")


def held(year: int) -> tuple[str, ...]:
    """Names as the returns of a year spell them, "all" first; none where no table is kept.

    Examples
    --------
    >>> held(2020)[:2]
    ('all', 'Алтайский край')
    """
    path = paths.processed() / "station_regions.csv"
    rows = _rows(path, path.stat().st_mtime_ns) if path.is_file() else ()
    return tuple(name for at, name in rows if at == str(year))


def meant(region: str, names: tuple[str, ...] | list[str]) -> list[str]:
    """Of names, the one that is meant, in Cyrillic or English; several if a part fits several.

    Examples
    --------
    >>> meant("Chechnya", held(2024)), meant("Крым", held(2024)), meant("Kherson", held(2024))
    (['Чеченская Республика'], ['Республика Крым'], [])
    """
    if region in names:
        return [region]
    english = _english()
    of = english.get(region.strip().casefold())
    same = [n for n in names if of is not None and english.get(n.casefold()) == of]
    return same or [n for n in names if region and region in n]


def nearest(region: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Names spelled most like what was typed, in Cyrillic or English, the nearest first.

    Examples
    --------
    >>> nearest("Moskow", held(2018))[0], nearest("Чеченск", held(2018))[0]
    ('город Москва (Moscow)', 'Чеченская Республика (Chechnya)')
    """
    english = _english()
    spelled = {n.casefold(): n for n in names}
    of = {english[n]: name for n, name in spelled.items() if n in english}
    spelled |= {alias: of[e] for alias, e in english.items() if e in of and alias not in spelled}
    near = get_close_matches(region.strip().casefold(), spelled, n=2 * most, cutoff=0.4)
    found = dict.fromkeys(spelled[n] for n in near)
    told = [f"{n} ({english[n.casefold()]})" if n.casefold() in english else n for n in found]
    return told[:most]


def in_english(text: str) -> str:
    """A text with every name of a region in Cyrillic letters said in English, as far as held.

    Examples
    --------
    >>> in_english("2.7 in Республика Крым"), in_english("Utopia")
    ('2.7 in Crimea', 'Utopia')
    """
    if not _CYRILLIC.search(text):
        return text
    english = _english()
    names = sorted(filter(_CYRILLIC.search, english), key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, names)) or r"(?!)", re.IGNORECASE)
    return known.sub(lambda found: english[found[0].casefold()], text)


def _english() -> dict[str, str]:
    """English name by every spelling held, in lower case."""
    path = paths.raw_file("names")
    return dict(_pairs(path, path.stat().st_mtime_ns)) if path.is_file() else {}


@lru_cache(maxsize=4)
def _rows(path: Path, modified: int) -> tuple[tuple[str, str], ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple((r["year"], r["region"]) for r in csv.DictReader(file))


@lru_cache(maxsize=4)
def _pairs(path: Path, modified: int) -> tuple[tuple[str, str], ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple((r["alias"], r["region"]) for r in csv.DictReader(file))
