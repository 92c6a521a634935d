"""By which rules may a cell of a raw table be refused?

Reads and draws nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from urllib.parse import urlsplit

from analysis import quantities
from analysis.case import NEWEST

EARLIEST = date(1900, 1, 1)  # day a row may bear; the oldest vote held is of 1905
MANY = 20  # words; of a larger vocabulary only the nearest is told
_NO_WORD = "a word that [words] of case.toml adds to this column; it adds none yet"
ALIKE = 0.8  # share of letters in common from which an open text is a misspelt name


@dataclass(frozen=True, slots=True)
class Rule:
    """A named test of one cell: `wanted` completes the sentence "write ...".

    A `closed` vocabulary holds its `words`, which `parted` separates where a cell may hold several.
    `constraint` says as much of it as a data package can, for the cell once it is typed.
    """

    name: str
    holds: Callable[[str], bool]
    wanted: str
    words: frozenset[str] = frozenset()
    parted: str = ""
    closed: bool = False
    constraint: Mapping[str, object] = field(default_factory=dict)

    def hint(self, cell: str) -> str:
        """What to write in place of a cell that breaks the rule, the nearest word first.

        Examples
        --------
        >>> one_of({"entry", "exit"}).hint("entri")
        "'entry', if that is meant; one of ['entry', 'exit']"
        """
        parts = cell.split(self.parted) if self.parted else [cell]
        lost = [w for w in parts if w not in self.words]
        near = [n for w in lost for n in get_close_matches(w, sorted(self.words), n=1)]
        if not self.words:
            return self.wanted
        new = "a new word goes into [words] of case.toml"
        if not near:
            return f"{self.wanted}; {new}" if len(self.words) <= MANY else f"a known word; {new}"
        told = f"{' and '.join(map(repr, near))}, if that is meant"
        return f"{told}; {new if len(self.words) > MANY else self.wanted}"

    def widened(self, more: Iterable[str]) -> "Rule":
        """The same closed vocabulary with more words.

        Examples
        --------
        >>> sorted(one_of({"entry"}).widened({"exit"}).words)
        ['entry', 'exit']
        """
        every = self.words | frozenset(more)
        return some_of(every, self.parted) if self.parted else one_of(every)


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell) if re.fullmatch(r"\d{4}-\d\d-\d\d", cell) else None
    except ValueError:
        return None


def _is_date(cell: str) -> bool:
    return _day(cell) is not None


def _is_address(cell: str) -> bool:
    try:
        parts = urlsplit(cell)
        at = parts.hostname and not parts.username and "." in parts.hostname
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(at) and not re.search(r"[\s<>\"'`\\]", cell)


def _is_whole(cell: str) -> bool:
    return cell.isascii() and cell.isdigit()


def _is_number(cell: str) -> bool:
    try:
        return cell.strip() == cell and "_" not in cell and abs(float(cell)) < float("inf")
    except ValueError:
        return False


def _is_quantity(cell: str) -> bool:
    try:
        quantities.parse(cell)
    except quantities.QuantityError:
        return False
    return True


def _is_count(cell: str) -> bool:
    return _is_quantity(cell) and not quantities.parse(cell).low < 0


def _is_share(cell: str) -> bool:
    return _is_count(cell) and not quantities.parse(cell, "%").high > 100


def _matching(name: str, pattern: str, wanted: str) -> Rule:
    """Rule for a cell that a pattern matches as a whole, told to the data package as it is."""
    whole = re.compile(pattern)
    told = {"pattern": pattern}
    return Rule(name, lambda c: whole.fullmatch(c) is not None, wanted, constraint=told)


FILLED = Rule("filled", lambda c: bool(c.strip()), "a value; the cell is empty")
TRIMMED = Rule(
    "no spaces around", lambda c: c == c.strip(), "the value without spaces before or after it"
)
ISO_DATE = Rule("date", _is_date, "a calendar date as YYYY-MM-DD")
WHOLE = Rule("whole number", _is_whole, "digits only, no marks", constraint={"minimum": 0})
NUMBER = Rule("number", _is_number, "a plain number with a decimal point")
QUANTITY = Rule(
    "quantity", _is_quantity, "a number, range or qualified number, as quantities.parse reads it"
)
COUNT = Rule(
    "count",
    _is_count,
    "a quantity of zero or more, as quantities.parse reads it",
    constraint={"minimum": 0},
)
SHARE = Rule(
    "share 0-100",
    _is_share,
    "a percentage between 0 and 100",
    constraint={"minimum": 0, "maximum": 100},
)
ADDRESS = Rule(
    "address",
    _is_address,
    "one web address, http or https, without spaces or quotes",
    constraint={"pattern": "https?://[^ ]*"},
)
KEY = _matching(
    "key", "[A-Za-z0-9]+(-[A-Za-z0-9]+)*", "letters and digits, parted by single hyphens"
)
NAME = _matching(
    "name of a rule", "[A-Za-z_][A-Za-z0-9_]*", "the name of a rule; `day229 rules` lists them"
)
CLAIM_ID = _matching("claim id", "[A-Za-z][A-Za-z0-9_]*", "a letter, then letters, digits or _")
SPELLING = Rule(
    "spelling",
    lambda c: c == unicodedata.normalize("NFC", c).lower(),
    "the spelling in small letters, accents composed (NFC)",
)
PATTERN = Rule(
    "pattern",
    lambda c: len(c) == 4 and set(c) <= {"0", "1"} and "1" in c,
    "four digits 0 or 1, not all 0",
    constraint={"pattern": "[01]{4}"},
)
SHA256 = _matching("sha256", "[0-9a-f]{64}", "64 hexadecimal digits")


def plausible(newest: date) -> Rule:
    """Rule for a day from `EARLIEST` to the newest that a row may bear."""
    return Rule(
        "plausible day",
        lambda c: EARLIEST <= (_day(c) or EARLIEST) <= newest,
        f"a day from {EARLIEST} to {newest}, or move `newest` in case.toml",
    )


PLAUSIBLE = plausible(NEWEST)


def one_of(values: Iterable[str]) -> Rule:
    """Rule for a closed vocabulary."""
    allowed = frozenset(values)
    named = sorted(allowed)
    return Rule(
        "one of",
        lambda c: c in allowed,
        f"one of {named}" if named else _NO_WORD,
        allowed,
        closed=True,
        constraint={"enum": named},
    )


def some_of(values: Iterable[str], parted: str = ";") -> Rule:
    """Rule for one or more words of a closed vocabulary, separated by a mark."""
    allowed = frozenset(values)
    return Rule(
        "some of",
        lambda c: set(c.split(parted)) <= allowed,
        f"some of {sorted(allowed)}, separated by {parted}" if allowed else _NO_WORD,
        allowed,
        parted,
        closed=True,
        constraint={
            "pattern": "({0})({1}({0}))*".format(
                "|".join(map(re.escape, sorted(allowed))), re.escape(parted)
            )
        },
    )


def spelled(names: Iterable[str]) -> Rule:
    """Rule for an open text in which some names are looked up: they must not be misspelt.

    Examples
    --------
    >>> rule = spelled({"General Staff"})
    >>> [rule.holds(c) for c in ("General Staff", "General Stuff, as cited", "a newspaper")]
    [True, False, True]
    """
    known = frozenset(names)
    return Rule(
        "names spelled as they are looked up",
        lambda c: not any(_misspelt(c, name) for name in known),
        f"{' or '.join(sorted(known))} as spelled here",
    )


def _misspelt(cell: str, name: str) -> bool:
    """Whether as many words of a text as the name has are almost, but not quite, the name."""
    found, many = re.findall(r"\w+", cell), len(name.split())
    runs = (" ".join(found[n : n + many]) for n in range(len(found) - many + 1))
    return name not in cell and any(SequenceMatcher(None, r, name).ratio() >= ALIKE for r in runs)
