"""Which five answers does a reader come for?

The one place of their wording: each is made of facts, so notebooks (of the results at hand), README
and site (of kept facts) tell the same sentence. Middles are medians. Reads and draws nothing.

Examples
--------
>>> from analysis import answers, results
>>> risk = {"mobilised_risk_of_death_pct": results.Fact(
...     value=8.9, low=7.5, high=10.8, unit="%", basis="planted")}
>>> answers.answer("mobilised", risk)
Answered: No: about 8.9 (7.5 to 10.8) in 100 had died.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from analysis import claims
from analysis.casualties.findings.risk import NEAR_CERTAINTY_PCT
from analysis.facts import FactError
from analysis.markup import in_markdown
from analysis.migration.totals_findings import TEXT_DAY
from analysis.quantities import rounded, spoken
from analysis.results import Fact, NothingKnown, number, speaking
from analysis.wording import day, span

__all__ = ["END", "QUESTIONS", "START", "Answered", "Question", "answer", "as_markdown", "said"]

START, END = "<!-- answers: generated, do not edit -->", "<!-- end of answers -->"
Facts = Mapping[str, Mapping]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, the claim that shows why, the facts told (`more` where known), and how."""

    asked: str
    claim: str
    needs: tuple[str, ...]
    more: tuple[str, ...] = ()
    told: Callable[[Facts], str]


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answer to one question in a sentence or two."""

    name: str
    words: str
    rows: tuple[str, ...]

    def sentence(self) -> str:
        """The answer."""
        return self.words

    def facts(self) -> dict[str, Fact]:
        """The answer as a text."""
        basis = "facts of the same notebook"
        return {f"answer_{self.name}": number(self.words, "sentence", basis, self.rows)}


def _value(found: Facts, key: str):
    return found[key]["value"]


def _with_range(fact: Mapping) -> str:
    low, high = fact.get("low"), fact.get("high")
    if low is None or high is None:
        return rounded(fact["value"])
    ends = " to ".join(rounded(e, low, high) for e in (low, high))
    return f"{rounded(fact['value'], low, high)} ({ends})"


def _referendums(found: Facts) -> str:
    share = found["zaporizhzhia_share_from_counts_pct"]
    return (
        "They cannot be shown to be: nobody independent counted. In Zaporizhzhia "
        f"{claims.claim('C17').value} % was announced, and the announced votes give "
        f"{share['value']:.1f} %."
    )


def _abroad(found: Facts) -> str:
    persons, on = found["left_and_stayed_persons"], _value(found, "left_and_stayed_on")
    told = f"About {_with_range(persons)} persons on {day(on)}; nobody counted them."
    same = str(on) == TEXT_DAY
    if _LATER in found:
        when = "" if same else f" on {day(TEXT_DAY)}"
        told = f"{told[:-1]}; by what is known now {_with_range(found[_LATER])}{when}."
    parts = [_value(found, k) for k in _PRINTED if k in found]
    if len(parts) < len(_PRINTED) or not same:  # the text speaks of its own day
        return told
    return f"{told} {_printed(sum(parts), found)}"


def _printed(total: float, found: Facts) -> str:
    """For what the number of the text is too high or too low."""
    then, entries = found["left_and_stayed_persons"], found.get(_ENTRIES)
    told = f"The text's {spoken(total)} is {_beside(total, then)} for persons who stayed away"
    if _LATER in found:
        told += f" by what was known then, {_beside(total, found[_LATER])} by what is known now,"
    if entries is None:
        return f"{told}; it counts crossings."
    low = "too low" if total < entries["value"] else "not too low"
    return (
        f"{told} and {low} for crossings: {spoken(entries['value'])} entries were printed, usual "
        "ones among them."
    )


def _beside(total: float, fact: Mapping) -> str:
    if total > fact["high"]:
        return "too high"
    return "too low" if total < fact["low"] else "within the range"


def _dead(found: Facts) -> str:
    told = f"About {_both(found)}, all forces, by all that was known then"
    if all(f"{k}_now" in found for k in _DEAD):
        told += f"; by what is known now {_both(found, '_now')}"
    if all(k in found for k in _OFFICIAL):
        official, names = (f"{_value(found, k):,}" for k in _OFFICIAL)
        told += f". Russia's ministry said {official}; {names} were already known by name"
    return f"{told}."


def _both(found: Facts, when: str = "") -> str:
    russian, ukrainian = (_with_range(found[k + when]) for k in _DEAD)
    return f"{russian} on the Russian side and {ukrainian} on the Ukrainian"


def _land(found: Facts) -> str:
    """Whether map makers agree, and the change on each one's maps."""
    isw, live = (found[k] for k in QUESTIONS["land"].needs)
    signs = {e > 0 for f in (isw, live) for e in (f["low"], f["high"])}
    told = "Yes on both maps" if signs == {False} else "No on both maps"
    told = told if len(signs) == 1 else "It depends on the map"
    return (
        f"{told}: by ISW's {_changed(isw)}, by Liveuamap's {_changed(live)}. They drew the first "
        "week differently."
    )


def _changed(fact: Mapping) -> str:
    percent = fact["value"]
    told = f"{abs(percent):.0f} % {'less' if percent < 0 else 'more'}"
    ends = span(fact["low"], fact["high"], "+.0f")
    return told if ends == f"{percent:+.0f}" else f"{told} ({ends} %)"


def _mobilised(found: Facts) -> str:
    risk, until = found["mobilised_risk_of_death_pct"], found.get(_COUNTED)
    told = "No" if risk["high"] < NEAR_CERTAINTY_PCT else "It cannot be excluded"
    by = f" by {day(until['value'])}" if until else ""
    return f"{told}: about {_with_range(risk)} in 100 had died{by}."


_PRINTED = ("named_parts_sum_crossings", "unattributed_crossings")
_ENTRIES = "entries_printed_crossings"
_LATER = "left_and_stayed_persons_now"  # of the same day, by reports that came later
_DEAD = ("deaths_russia_all_forces", "deaths_ukraine")
_OFFICIAL = ("official_deaths", "names_before_official")
_COUNTED = "mobilised_deaths_counted_to"
QUESTIONS = {
    "referendums": Question(
        asked="Were the announced results of the referendums real?",
        claim="C17",
        needs=("zaporizhzhia_share_from_counts_pct",),
        told=_referendums,
    ),
    "abroad": Question(
        asked="How many had left and were still abroad on 11 October 2022?",
        claim="C55",
        needs=("left_and_stayed_persons", "left_and_stayed_on"),
        more=(*_PRINTED, _ENTRIES, _LATER),
        told=_abroad,
    ),
    "dead": Question(
        asked="How many soldiers of each side had died by then?",
        claim="C58",
        needs=_DEAD,
        more=(*_OFFICIAL, *(f"{k}_now" for k in _DEAD)),
        told=_dead,
    ),
    "land": Question(
        asked="Did Russia hold less land than after the first week?",
        claim="C05",
        needs=("isw_area_change_pct", "liveuamap_area_change_pct"),
        told=_land,
    ),
    "mobilised": Question(
        asked="Was death nearly certain for the mobilised?",
        claim="C48",
        needs=("mobilised_risk_of_death_pct",),
        more=(_COUNTED,),
        told=_mobilised,
    ),
}  # name -> question; in the order of a reader


def said(name: str, found: Facts) -> str:
    """One answer out of facts as they are kept.

    Parameters
    ----------
    name : str
        One of `QUESTIONS`.
    found : mapping of str to mapping
        Facts by key, as `facts.read` gives them: value, and low and high where there are ends.

    Returns
    -------
    str
        A sentence or two, each ending with a full stop.

    Raises
    ------
    FactError
        If the question or a fact that it needs is not there.

    Examples
    --------
    >>> said("mobilised", {"mobilised_risk_of_death_pct": {"value": 8.9, "low": 7.5, "high": 10.8}})
    'No: about 8.9 (7.5 to 10.8) in 100 had died.'
    """
    missing = [k for k in _question(name).needs if k not in found]
    if missing:
        raise FactError(f"answer {name!r}: no fact {missing[0]!r} in this run; next: `make report`")
    return QUESTIONS[name].told(found)


def _question(name: str) -> Question:
    if name not in QUESTIONS:
        raise FactError(f"no question {name!r}; wanted one of {', '.join(QUESTIONS)}")
    return QUESTIONS[name]


def answer(name: str, *found) -> Answered | NothingKnown:
    """One answer out of results of a notebook; says so where what it needs was not known.

    Parameters
    ----------
    name : str
        One of `QUESTIONS`.
    *found : results or dict of Fact
        Results with a `facts()`, or facts by key.

    Returns
    -------
    Answered or results.NothingKnown
        The latter where a fact that the question needs is not among them.

    Raises
    ------
    FactError
        If there is no such question.

    Examples
    --------
    >>> risk = Fact(value=8.9, low=7.5, high=10.8, unit="%", basis="planted")
    >>> answer("mobilised", {"mobilised_risk_of_death_pct": risk})
    Answered: No: about 8.9 (7.5 to 10.8) in 100 had died.
    >>> bool(answer("mobilised", {}))
    False
    """
    held: dict[str, Fact] = {}
    for one in found:
        held |= one.facts() if hasattr(one, "facts") else one
    q = _question(name)
    if any(k not in held for k in q.needs):
        return NothingKnown(words=f"{q.asked} What is known by the day gives no answer.")
    used = [held[k] for k in (*q.needs, *q.more) if k in held]
    rows = tuple(dict.fromkeys(r for f in used for r in f.rows))
    words = said(name, {k: f.as_json() for k, f in held.items()})
    return Answered(name=name, words=words, rows=rows)


def as_markdown(found: Facts) -> str:
    """README's list of the answers out of the facts of all notebooks.

    Parameters
    ----------
    found : mapping of str to mapping
        Facts of all notebooks by key, as `facts.read_all` gives them; whatever a question of
        `QUESTIONS` needs is there.

    Returns
    -------
    str
        Items of a list, one a question, in the order of `QUESTIONS`.

    Raises
    ------
    FactError
        As `said`.

    Examples
    --------
    >>> planted = {"value": 5.0, "low": 4.0, "high": 6.0}
    >>> found = {key: planted for q in QUESTIONS.values() for key in q.needs}
    >>> found["left_and_stayed_on"] = {"value": "2022-10-11"}
    >>> print(as_markdown(found).splitlines()[-1])
    - **Was death nearly certain for the mobilised?** No: about 5.0 (4.0 to 6.0) in 100 had died.
    """
    told = ((q.asked, in_markdown(said(name, found))) for name, q in QUESTIONS.items())
    return "\n".join(f"- **{asked}** {answered}" for asked, answered in told)
