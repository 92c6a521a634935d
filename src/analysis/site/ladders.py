"""How do a few numbers with their ranges look on one scale?

A ladder: a rung a number, its name above it, its range as a line. Drawn as SVG with real text, wide
enough for a phone. Computes places; draws through a template.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from analysis.quantities import Estimate, rounded

WIDTH, MARGIN, RUNG = 360, 8, 62  # px at its natural size
LETTERS = 46  # of a name that fits the width


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A number with its name; `told` is what stands beside it, `claim` marks the text's own.

    Its bar begins at `base`, and is left out where the scale is a logarithm.
    """

    name: str
    value: float
    told: str
    low: float | None = None
    high: float | None = None
    claim: bool = False
    base: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Rungs on one scale, in px, with what the whole shows in a sentence."""

    title: str
    alt: str
    rungs: tuple[dict, ...]
    height: int
    width: int = WIDTH


def rung(
    name: str, fact: dict, unit: str = "", *, claim: bool = False, change: bool = False
) -> Rung:
    """A rung out of a fact, with its range where it has one; a change bears its sign.

    Examples
    --------
    >>> rung("Still abroad", {"value": 215917.4, "low": 142821, "high": 339873}).told
    '216,000 (143,000 to 340,000)'
    >>> rung("Land held", {"value": 28.13, "low": 21.47, "high": 28.13}, " %", change=True).told
    '+28.1 (+21.5 to +28.1) %'
    """
    low, high = fact.get("low"), fact.get("high")
    ranged = low is not None and high is not None and low != high
    numbers = [rounded(fact["value"], low, high) if ranged else _plain(fact["value"])]
    numbers += [rounded(end, low, high) for end in (low, high)] if ranged else []
    middle, *ends = (f"+{n}" if change and n[0].isdigit() and n.strip("0.") else n for n in numbers)
    told = f"{middle} ({' to '.join(ends)}){unit}" if ends else f"{middle}{unit}"
    told = told.replace("-", "−")
    at = {"low": low, "high": high} if ranged else {}
    return Rung(name=name, value=fact["value"], told=told, claim=claim, **at)


def ladder(title: str, rungs: Sequence[Rung], *, log: bool = False) -> Ladder:
    """Rungs placed on one scale, from nought, or from the smallest where `log`.

    Raises
    ------
    ValueError
        If there is no rung, or a number that a logarithm cannot show.
    """
    ends = [e for r in rungs for e in (r.value, r.low, r.high) if e is not None]
    if not ends or not all(map(math.isfinite, ends)) or (log and min(ends) <= 0):
        raise ValueError(f"{title}: wanted finite numbers{', above nought' if log else ''}: {ends}")
    scale = math.log if log else float
    start, stop = (scale(min(ends)), scale(max(ends))) if log else (min(0, *ends), max(0, *ends))

    def place(value: float) -> float:
        share = (scale(value) - start) / (stop - start or 1)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    placed = tuple(_placed(r, n, place, bar=not log) for n, r in enumerate(rungs))
    alt = f"{title}. " + "; ".join(f"{r.name}: {r.told}" for r in rungs) + "."
    return Ladder(title=title, alt=alt, rungs=placed, height=RUNG * len(rungs))


def waterfall(title: str, steps: Mapping[str, Estimate], names: Mapping[str, str]) -> Ladder:
    """Steps that lead from a first number to a last, each bar beginning where the last one ended.

    Parameters
    ----------
    title : str
        What the whole shows.
    steps : mapping of Estimate
        Steps in order, those taken off below zero; the last is the outcome and begins at nought.
    names : mapping of str
        What a reader calls each step.

    Examples
    --------
    >>> from analysis.quantities import Estimate
    >>> steps = {k: Estimate.exactly(v, "persons", "") for k, v in (("in", 9), ("out", 9))}
    >>> waterfall("A", steps, {"in": "In", "out": "Left"}).rungs[0]["told"]
    '9'
    """
    rungs, at = [], 0.0
    last = list(steps)[-1]
    for name, step in steps.items():
        at = 0.0 if name == last else at
        told = rung(names[name], {"value": step.central, "low": step.low, "high": step.high}).told
        ends = {"low": at + step.low, "high": at + step.high}
        rungs.append(Rung(name=names[name], value=at + step.central, told=told, base=at, **ends))
        at += step.central
    return ladder(title, rungs)


def _placed(rung: Rung, number: int, place, *, bar: bool) -> dict:
    at, top = place(rung.value), RUNG * number
    line = (place(rung.low), place(rung.high)) if rung.low is not None else (at, at)
    base = place(rung.base) if bar else at
    return {
        "name": shorten(rung.name, LETTERS, placeholder=" …"),
        "told": rung.told,
        "claim": rung.claim,
        "at": at,
        "line": line,
        "bar": (min(at, base), abs(at - base)) if bar else None,
        "text": top + 15,
        "y": top + 45,
    }


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"
