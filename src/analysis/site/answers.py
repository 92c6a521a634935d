"""What are the five answers that a reader comes for?

Each sentence is made of facts of the run notebooks; a fact called `answer_` and the answer's own
name, where there is one, is told instead. Reads facts and the claims' pages; draws nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.facts import FactError
from analysis.quantities import rounded
from analysis.site.claim_pages import ClaimPage

Facts = Mapping[str, Mapping]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question, its answer with a range, and the claim that shows why."""

    name: str
    question: str
    told: str
    claim: ClaimPage


def _share(found: Facts) -> str:
    share = found["zaporizhzhia_share_from_counts_pct"]["value"]
    rare = found["plebiscites_at_least_98_42_high_democracy_pct"]["value"]
    return (
        "They cannot be shown to be. Nobody independent counted. In Zaporizhzhia 93 % was "
        f"announced, and the announced votes give {share:.1f} %. Of votes in democracies about "
        f"{rare:.0f} in 100 end as high as Luhansk's."
    )


def _abroad(found: Facts) -> str:
    return f"About {_with_range(found['left_and_stayed_persons'])} persons. Nobody counted them."


def _dead(found: Facts) -> str:
    official, names = (found[k]["value"] for k in ("official_deaths", "names_before_official"))
    return (
        f"About {_with_range(found['synthesis_killed_russia'])} by all that was claimed then. "
        f"The ministry said {official:,}; {names:,} were already known by name."
    )


def _land(found: Facts) -> str:
    isw, live = (found[k]["value"] for k in ("isw_area_change_pct", "liveuamap_area_change_pct"))
    return (
        f"By the map of ISW {_changed(isw)}, by that of Liveuamap {_changed(live)}. "
        "They drew the first week differently."
    )


def _near_death(found: Facts) -> str:
    risk = found["mobilised_risk_of_death_pct"]
    return (
        f"About {risk['value']:.0f} in 100 ({risk['low']:.1f} to {risk['high']:.1f} %) had died by "
        "September 2025, three years after the call-up."
    )


QUESTIONS = (
    ("referendums", "Were the announced results of the referendums real?", "C17", _share),
    ("abroad", "How many left and were still abroad on 11 October 2022?", "C55", _abroad),
    ("dead", "How many Russian soldiers had died by then?", "C58", _dead),
    ("land", "Did Russia hold less land than after the first week?", "C05", _land),
    ("mobilised", "Was death nearly certain for the mobilised?", "C48", _near_death),
)  # name, question, claim that shows why, sentence out of facts


def answers(found: Facts, pages: Mapping[str, ClaimPage]) -> tuple[Answer, ...]:
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
    return tuple(_answer(q, found, pages) for q in QUESTIONS)


def _answer(question: tuple, found: Facts, pages: Mapping[str, ClaimPage]) -> Answer:
    name, asked, claim, sentence = question
    own = found.get(f"answer_{name}")
    try:
        told = sentence(found) if own is None else _own(own)
        return Answer(name=name, question=asked, told=told, claim=pages[claim])
    except KeyError as missing:
        raise FactError(
            f"answer {name!r}: no fact or claim {missing} in this run; next: `make report`"
        ) from missing


def _own(fact: Mapping) -> str:
    value = fact["value"]
    return value if isinstance(value, str) else f"About {_with_range(fact)} {fact['unit']}."


def _with_range(fact: Mapping) -> str:
    low, high = fact.get("low"), fact.get("high")
    if low is None or high is None:
        return rounded(fact["value"])
    ends = " to ".join(rounded(e, low, high) for e in (low, high))
    return f"{rounded(fact['value'], low, high)} ({ends})"


def _changed(percent: float) -> str:
    return f"{abs(percent):.0f} % {'less' if percent < 0 else 'more'}"
