"""How hard is the prose of a built page to read?

The measure is the Flesch-Kincaid grade: years of school in the United States, so that grade 9 is an
age of 14 to 15. It counts words a sentence and syllables a word. Only prose is measured: tables,
figures, forms, headings, code, verdicts, lists of sources and lines to copy are left out, and so
are ranges in brackets. A number, or a name inside a sentence, counts as a word of one syllable,
since no wording can make Zaporizhzhia shorter.

References
----------
Kincaid, Fishburne, Rogers & Chissom (1975), Derivation of new readability formulas for Navy
enlisted personnel, Research Branch Report 8-75.
"""

import re
from html.parser import HTMLParser

LEFT_OUT = frozenset(
    {"button", "code", "figure", "form", "h1", "h2", "h3", "h4", "nav", "pre", "script", "style"}
    | {"summary", "svg", "table"}
)
CLASSES = frozenset({"cite", "published", "verdict"})
BLOCKS = frozenset({"dd", "dt", "li", "p"})
FEWEST = 4  # words of a block of prose; shorter ones are labels
RANGE = re.compile(r"\((?=[^)]*\d)[^)]*\)")
NUMBER = re.compile(r"[+−-]?\d[\d,.:]*(?:\s*%)?")
NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
ENDED = re.compile(r"(?<=[.?!;:])\s+")


class _Prose(HTMLParser):
    def __init__(self):
        super().__init__()
        self.blocks, self.inside, self.article = [""], [], False

    def handle_starttag(self, tag, attrs):
        named = set((dict(attrs).get("class") or "").split())
        self.article |= tag == "article"
        if self.inside:
            self.inside += [tag] if tag == self.inside[-1] else []
        elif tag in LEFT_OUT or named & CLASSES:
            self.inside.append(tag)
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag):
        self.article &= tag != "article"
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data):
        if self.article and not self.inside:
            self.blocks[-1] += data


def plain(text: str) -> str:
    """Text with one stop at its end, and short words for numbers and names."""
    told = RANGE.sub("", " ".join(text.split()))
    told = NAME.sub("Ann", NUMBER.sub("ten", told)).strip()
    return told if not told or told[-1] in ".?!:;" else f"{told}."


def prose(page: str) -> list[str]:
    """Blocks of prose of a page."""
    reader = _Prose()
    reader.feed(page)
    return [b for b in map(plain, reader.blocks) if len(b.split()) >= FEWEST]


def grade(text: str) -> float:
    """Flesch-Kincaid grade of a text."""
    import textstat

    return textstat.flesch_kincaid_grade(text)


def sentences(blocks: list[str], least: int) -> list[str]:
    """Sentences of at least so many words."""
    return [s for b in blocks for s in ENDED.split(b) if len(s.split()) >= least]
