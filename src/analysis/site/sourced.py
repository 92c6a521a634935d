"""Which publications stand behind a verdict, and how were they read?

Reads the evidence; draws nothing. Addresses are given on only if they are http or https.
"""

import re
from dataclasses import dataclass

import pandas as pd

from analysis import evidence
from analysis.evidence import Evidence
from analysis.quantities import separated
from analysis.wording import day

COLUMNS = {
    "published_basis": "how that day is known",
    "source_also": "a second source",
    "as_of": "the day it speaks of",
    "published": "the day it was known from",
    "how_read": "how it was read",
}  # name of a column in the history of a row, as a reader says it
LANGUAGES = {
    "ar": "Arabic",
    "az": "Azerbaijani",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "hr": "Croatian",
    "is": "Icelandic",
    "it": "Italian",
    "ka": "Georgian",
    "kk": "Kazakh",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "mn": "Mongolian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovene",
    "sq": "Albanian",
    "sr": "Serbian",
    "tl": "Tagalog",
    "tr": "Turkish",
    "uk": "Ukrainian",
}  # ISO 639-1; a code that is not listed is shown as it is
READ = {
    "excerpt": "an excerpt of the page",
    "dataset": "a published table",
    "derived": "computed from published rows",
    "unverified": "not verified",
    "article": "the text itself",
}
SAYS = ("reported", "found", "value", "finding")  # columns of what was published, as published
_WHAT = ("aspect", "quantity", "metric", "measure", "list_a")  # columns of what is counted
_HISTORY = "Corrected on"  # begins what was changed in a row, at the end of its note


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """One row of evidence with its publication, in words for a reader."""

    key: str
    says: str
    note: str
    history: str
    publisher: str
    url: str
    kind: str
    language: str
    code: str
    published: str
    read: str

    @property
    def when(self) -> str:
        """Day of publication for a line of text, with how far it is known."""
        stated, _, basis = self.published.rstrip(")").partition(" (")
        if basis == "earliest possible":
            return f"not before {stated}"
        return f"{stated}, by its {basis}" if basis == "address" else stated


def sourced(keys: tuple[str, ...]) -> tuple[Sourced, ...]:
    """Rows of evidence in the order of their keys, each once.

    Raises
    ------
    EvidenceError
        If a key is in no table.

    Examples
    --------
    >>> sourced(("RT27",))[0].says
    'share for: 93.11 %'
    """
    unique = tuple(dict.fromkeys(keys))
    if not unique:
        return ()
    sources = Evidence(None).table("sources").set_index("source")
    return tuple(_row(r, sources.loc[r.source]) for r in evidence.describe(unique).itertuples())


def publishers(rows: tuple[Sourced, ...]) -> tuple[str, ...]:
    """Publishers of evidence, each once; a mirror of another's page counts only if it is alone."""
    own = [r.publisher for r in rows if r.kind != "mirror"] or [r.publisher for r in rows]
    return tuple(dict.fromkeys(own))


def address(url: object) -> str:
    """An address to link to, or nothing where it is not one of the web.

    Examples
    --------
    >>> address("https://example.org/a"), address("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    text = str(url).strip()
    return text if text.lower().startswith(("https://", "http://")) else ""


def _row(row, source: pd.Series) -> Sourced:
    says, note = _content(row)
    note, begun, changed = note.partition(_HISTORY)
    about = "" if source["published_basis"] == "stated" else f" ({source['published_basis']})"
    return Sourced(
        key=row.key,
        says=says,
        note=note.rstrip("; "),
        history=f"{begun}{changed}",
        publisher=source["publisher"],
        url=address(source["url"]),
        kind=source["kind"],
        language=LANGUAGES.get(source["language"], source["language"]),
        code=source["language"],
        published=day(row.published) + about,
        read=READ.get(row.how_read, row.how_read),
    )


def _content(row) -> tuple[str, str]:
    """What a row says, and the note beside it; of a whole table, its title."""
    table = Evidence(None).table(row.table, bearing=False)
    if row.key.startswith("table:"):
        return f"the whole table {row.table}", ""
    cells = table.set_index("key").loc[row.key]
    note = cells.get("note", "")
    return _told(cells), plain_note(note) if pd.notna(note) else ""


def _told(cells: pd.Series) -> str:
    """What a row holds, in a line: its words, its area, or its figure with what it counts."""
    if "translation" in cells:
        return f"“{cells['translation']}”"
    if "area_km2" in cells:
        return f"area held on {day(cells['as_of'])}: {cells['area_km2']:,.0f} km²"
    held = next((str(cells[c]) for c in SAYS if c in cells and pd.notna(cells[c])), "")
    unit = cells.get("unit", "")
    of = f"of {cells['list_b']}" if "list_b" in cells else unit if unit in ("%", "km2") else ""
    told = f"{separated(held)} {of}".strip().replace("km2", "km²")
    what = next((str(cells[c]) for c in _WHAT if c in cells), "")
    return f"{what.replace('_', ' ')}: {told}" if what else told


def plain_note(note: str) -> str:
    """A note with the names of columns in the history of its corrections said in words.

    Examples
    --------
    >>> plain_note("Corrected: published_basis was earliest possible")
    'Corrected: how that day is known was “earliest possible”'
    """
    for column, words in COLUMNS.items():
        note = re.sub(rf"\b{column} was ([^;]+)", rf"{words} was “\1”", note)
    return note
