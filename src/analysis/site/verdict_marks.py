"""How is a verdict shown: by which symbol, word and meaning, never by colour alone?"""

from dataclasses import dataclass

from analysis import claims

MEANINGS = {
    "supported": ("holds", "what was published agrees with the claim"),
    "supported with caveat": (
        "caveat",
        "agrees in part or on thin ground; the page says what is off",
    ),
    "depends on the source": ("depends", "serious sources disagree, or one contradicts itself"),
    "not supported": ("unsupported", "published figures do not bear the claim out"),
    "contradicted": ("contradicted", "published figures say otherwise"),
    "cannot be checked": ("unchecked", "no figure that could decide it is held"),
}  # verdict -> word for styles, meaning
RATING = {
    "supported": 5,
    "supported with caveat": 4,
    "depends on the source": 3,
    "not supported": 2,
    "contradicted": 1,
}  # of 5 in ClaimReview; what cannot be checked has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A verdict as a reader sees it."""

    verdict: str
    symbol: str
    style: str
    meaning: str
    rating: int | None


def mark(verdict: str) -> Mark:
    """Symbol, style and meaning of a verdict.

    Raises
    ------
    ClaimError
        If there is no such verdict.

    Examples
    --------
    >>> mark("contradicted").symbol
    '✗'
    """
    if verdict not in MEANINGS:
        raise claims.ClaimError(
            f"no mark for the verdict {verdict!r}; known: {', '.join(MEANINGS)}; next: give it a "
            "meaning in analysis.site.verdict_marks"
        )
    style, meaning = MEANINGS[verdict]
    symbol = claims.SYMBOLS[verdict]
    return Mark(
        verdict=verdict, symbol=symbol, style=style, meaning=meaning, rating=RATING.get(verdict)
    )


def marks() -> tuple[Mark, ...]:
    """All verdicts in the order of the scale."""
    return tuple(mark(v) for v in claims.VERDICTS)
