"""What are the answers on the front page, and which claim shows why?

The sentences are those of `analysis.answers`. Draws nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.answers import QUESTIONS, said
from analysis.facts import FactError
from analysis.site.claim_pages import ClaimPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question, its answer with a range, and the claim that shows why."""

    name: str
    question: str
    told: str
    claim: ClaimPage
    why: str


WHY = {
    "referendums": "explainers/votes.html",
    "abroad": "explainers/crossings.html",
    "dead": "explainers/dead.html",
    "land": "explainers/maps.html",
    "mobilised": "explainers/dead.html#and-the-mobilised",
}  # page that shows how an answer is known
MOST = 145  # characters of an answer from which no further sentence is added


def brief(answer: str) -> str:
    """First sentences of an answer, as many as a first screen bears; at least one.

    Examples
    --------
    >>> brief("It depends. " + "A long reason" * 20 + ".")
    'It depends.'
    """
    told, *rest = answer.split(". ")
    for sentence in rest:
        if len(told) + len(sentence) > MOST:
            break
        told += f". {sentence}"
    return told.rstrip(".") + "."


def answers(found: Mapping[str, Mapping], pages: Mapping[str, ClaimPage]) -> tuple[Answer, ...]:
    """The five answers.

    Parameters
    ----------
    found : mapping
        Facts of all notebooks by key, as `facts.read` gives them.
    pages : mapping
        Pages of the claims by id.

    Raises
    ------
    FactError
        If the run lacks a fact, or the ledger a claim.
    """
    missing = [q.claim for q in QUESTIONS.values() if q.claim not in pages]
    if missing:
        raise FactError(f"no claim {missing[0]!r} in the ledger; next: restore its row")
    return tuple(
        Answer(
            name=name,
            question=q.asked,
            told=brief(said(name, found)),
            claim=pages[q.claim],
            why=WHY[name],
        )
        for name, q in QUESTIONS.items()
    )
