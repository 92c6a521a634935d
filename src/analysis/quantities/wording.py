"""Which words and numbers does a reported text hold, in which order?

Pure. Cuts a text into tokens of known roles (`vocabulary`), joins digits with the scale word and
sign beside them to an `Amount`, and refuses what it does not know by naming it.
"""

import re
import unicodedata
from dataclasses import dataclass

from analysis.quantities.digits import Amount
from analysis.quantities.estimates import QuantityError
from analysis.quantities.vocabulary import LONGEST, WORDS, Word

_NUMBER = re.compile(r"[0-9]+(?:[.,' ][0-9]+)*")
_SYMBOL = re.compile(r"\+/-|\+-|>=|<=|/(?:day|week|month|year)|\.{2,3}|[-%~≈∼±<>≥≤()+…]")
_LETTERS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?")
_ALIKE = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212\u2019ё", "------'е")
_AMOUNT = re.compile(r"N[SP]?%?|Fx?[SP]|x[SP]")
_AFTER_A_NUMBER = {"N", "S", "P", "%", ")"}  # a minus after these is a dash
FORM = "for example 'more than 200,000', '10,000 to 15,000', '1.5 million' or 'not published'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word or number, its role, and the sign before it."""

    role: str
    text: str
    word: Word | None = None
    negative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text as a string of roles, "A" for each amount, with the amounts and words behind them."""

    form: str
    amounts: tuple[Amount, ...]
    tokens: tuple[Token, ...]


def normalised(text: str) -> str:
    """Small letters, one kind of dash, apostrophe and space.

    Raises
    ------
    QuantityError
        If the text is no text, or holds a character that cannot be seen.
    """
    if not isinstance(text, str):
        raise QuantityError(f"wanted text, found {text!r}; give the figure as printed")
    for char in text:
        if unicodedata.category(char) in {"Cf", "Cc"} and not char.isspace():
            name = unicodedata.name(char, "a control character").lower()
            raise QuantityError(
                f"{text!r} holds an invisible character, U+{ord(char):04X} ({name}); delete it"
            )
    return " ".join(text.translate(_ALIKE).lower().split())


def read(plain: str, text: str) -> Reading:
    """Tokens and form of a normalised text.

    Raises
    ------
    QuantityError
        If a part is unknown.
    """
    return _joined(tokens(plain, text))


def tokens(plain: str, text: str) -> tuple[Token, ...]:
    """Cut a normalised text into tokens; "of" is left out."""
    plain = plain.rstrip(". ")
    found: list[Token] = []
    at = 0
    while at < len(plain):
        if plain[at] == " ":
            at += 1
            continue
        token, at = _next(plain, at, found[-1].role if found else "", text)
        found.append(token)
    return tuple(t for t in found if t.role != "o")


def _next(plain: str, at: int, before: str, text: str) -> tuple[Token, int]:
    """The token that begins at a place, and where it ends."""
    signed = plain[at] in "+-" and before not in _AFTER_A_NUMBER
    number = _NUMBER.match(plain, at + signed)
    if number:
        negative = signed and plain[at] == "-"
        return Token(role="N", text=number[0], negative=negative), number.end()
    symbol = _SYMBOL.match(plain, at)
    if symbol and symbol[0] in WORDS:
        word = WORDS[symbol[0]]
        return Token(role=word.role, text=symbol[0], word=word), symbol.end()
    return _phrase(plain, at, text)


def _phrase(plain: str, at: int, text: str) -> tuple[Token, int]:
    """The longest known phrase that begins at a place."""
    words, end = [], at
    while len(words) < LONGEST and (match := _LETTERS.match(plain, end)):
        words.append((match[0], match.end()))
        end = match.end() + plain.startswith(" ", match.end())
    for n in range(len(words), 0, -1):
        phrase = " ".join(w.rstrip(".") for w, _ in words[:n])
        if phrase in WORDS:
            return Token(role=WORDS[phrase].role, text=phrase, word=WORDS[phrase]), words[n - 1][1]
    unread = words[0][0] if words else plain[at:].split()[0]
    raise QuantityError(f"{text!r}: {unread!r} could not be read; write a number, {FORM}")


def _joined(cut: tuple[Token, ...]) -> Reading:
    """Numbers with the words beside them made amounts."""
    roles = "".join(t.role for t in cut)
    form, amounts, at = "", [], 0
    for match in _AMOUNT.finditer(roles):
        amounts.append(_amount(cut[match.start() : match.end()]))
        form += roles[at : match.start()] + "A"
        at = match.end()
    return Reading(form=form + roles[at:], amounts=tuple(amounts), tokens=cut)


def _amount(parts: tuple[Token, ...]) -> Amount:
    first = parts[0]
    scale = next((t.word for t in parts if t.role in "SP"), None)
    digits = first.text if first.word is None else f"{first.word.value:g}"
    return Amount(
        digits="1" if first.role == "x" else digits,
        negative=first.negative,
        scale=int(scale.value) if scale else 1,
        comma=bool(scale) and scale.more == "comma",
        percent=parts[-1].role == "%",
        share=first.word.value if first.role == "F" else None,
    )
