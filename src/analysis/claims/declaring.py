"""What does each rule take, and does a claim give it?

A rule is declared where it is written: `rule` notes which subject, value, units, qualifiers and
window it takes, so that the ledger can be held against it. Reads the evidence through what it is
given, and the rules of a case from its folder; draws nothing.
"""

import importlib.util
from collections.abc import Callable
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis import case, chronology, paths, quantities
from analysis.case import written
from analysis.claims.ledger import Claim, ClaimError, Finding
from analysis.evidence import Evidence
from analysis.quantities import Quantity, QuantityError, UnitError

EXACT, ABOUT, ALMOST, MORE, LESS, RANGE, VAGUE = (
    "exact",
    "about",
    "almost",
    "more than",
    "less than",
    "range",
    "vague",
)
EVERY = (EXACT, ABOUT, ALMOST, MORE, LESS, RANGE, VAGUE)  # qualifiers that `quantities` knows
NUMBERS = EVERY[:-1]  # all but words such as "several"
LEAST = (EXACT, ABOUT, ALMOST, MORE, RANGE, VAGUE)  # for what is only known as a minimum
ANY_UNIT = tuple(sorted(quantities.UNITS))
Judging = Callable[[Claim, Evidence], Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Takes:
    """What a rule takes of a claim.

    Parameters
    ----------
    subject : str
        In words, its parts separated by |; empty where the rule looks nothing up.
    looked_up : tuple of str
        For each part of the subject the "table.column" that must hold it; fewer than parts leave
        the rest unchecked.
    value : str
        "quantity", "day", words in quotes that stand for themselves, or in words; empty for none.
    optional : bool
        Whether the value may be left out.
    units : tuple of str
        Units allowed; any other would compare what cannot be compared.
    qualifiers : tuple of str
        How a quantity may be qualified.
    window : tuple of str
        "since" and "until" where the claim must name the days.
    """

    subject: str = ""
    looked_up: tuple[str, ...] = ()
    value: str = ""
    optional: bool = False
    units: tuple[str, ...] = ("text",)
    qualifiers: tuple[str, ...] = ()
    window: tuple[str, ...] = ()


RULES: dict[str, Judging] = {}
TAKES: dict[str, Takes] = {}


def rule(**takes: object) -> Callable[[Judging], Judging]:
    """Declare a rule: what it takes, as `Takes`; its name is the function's.

    Parameters
    ----------
    **takes
        Fields of `Takes`.

    Raises
    ------
    ClaimError
        If a rule of the library has that name.

    Examples
    --------
    >>> from analysis import claims
    >>> @claims.rule(subject="event", looked_up=("events.event",), units=("days",))
    ... def days_of_rain(claim, known):
    ...     return claims.Finding(verdict="cannot be checked", reason="Nobody counted.")
    >>> claims.TAKES.pop("days_of_rain").units, claims.RULES.pop("days_of_rain") is days_of_rain
    (('days',), True)
    """
    declared = Takes(**takes)
    if declared.value == "quantity" and not declared.qualifiers:
        declared = Takes(**{**takes, "qualifiers": NUMBERS})

    def declare(judging: Judging) -> Judging:
        name = judging.__name__
        held = getattr(RULES.get(name), "__module__", "")
        if held.startswith("analysis.") and judging.__module__ != held:
            raise ClaimError(f"rule {name!r} is taken by {held}; next: give yours another name")
        RULES[name], TAKES[name] = judging, declared
        return judging

    return declare


def load_rules() -> None:
    """Declare the rules that the case in use brings in Python files of its own.

    Raises
    ------
    ClaimError
        If a file that `case.toml` names is missing or cannot be run.
    """
    for name in case.current().rules:
        path = paths.root() / name
        if not path.is_file():
            raise ClaimError(f"{path}: no such file; next: mend rules in {paths.CASE}")
        _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _load(path: Path, modified: int) -> None:
    spec = importlib.util.spec_from_file_location(f"rules_of_{path.stem}", path)
    try:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    except Exception as error:  # whatever a reader's file does wrong is told with its place
        raise ClaimError(f"{path}: {type(error).__name__}: {error}; next: mend the file") from error


def named(claim: Claim) -> Judging:
    """The rule a claim names.

    Raises
    ------
    ClaimError
        If there is none, with the nearest.
    """
    if claim.rule not in RULES:
        load_rules()
    if claim.rule not in RULES:
        raise ClaimError(f"{claim.id}: {_unknown(claim)}")
    return RULES[claim.rule]


def _unknown(claim: Claim) -> str:
    near = get_close_matches(claim.rule, RULES, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return f"no rule {claim.rule!r}; {hint}known rules: {', '.join(sorted(RULES))}"


def refuse(claim: Claim) -> None:
    """Refuse a claim in a unit, or with a qualifier, that its rule cannot weigh.

    Raises
    ------
    quantities.UnitError, ClaimError
    """
    takes = TAKES.get(claim.rule)
    if takes is None:
        return
    if problem := _of_unit(claim, takes):
        raise UnitError(f"{claim.id}: {problem}")
    if takes.value == "quantity" and claim.value and (problem := _of_qualifier(claim, takes)):
        raise ClaimError(f"{claim.id}: {problem}")


def _of_unit(claim: Claim, takes: Takes) -> str:
    if claim.unit in takes.units:
        return ""
    near = get_close_matches(claim.unit, takes.units, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    wanted = ", ".join(u or "none" for u in takes.units) if takes.units != ANY_UNIT else "a unit"
    return f"rule {claim.rule} takes the unit {wanted}, found {claim.unit!r}{hint}"


def _of_qualifier(claim: Claim, takes: Takes) -> str:
    read = quantities.parse(claim.value).qualifier
    if read in takes.qualifiers:
        return ""
    wanted = ", ".join(takes.qualifiers)
    return f"rule {claim.rule} weighs values that are {wanted}; found {claim.value!r} ({read})"


def amiss(claim: Claim, known: Evidence) -> list[str]:
    """What a claim does not give that its rule takes, each with the near miss or the next step.

    Parameters
    ----------
    claim : Claim
    known : Evidence
        All evidence held. A subject without rows is in order where a search for them is noted.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from analysis import claims, evidence
    >>> wrong = replace(claims.claim("C49"), subject="Kazahstan")
    >>> claims.amiss(wrong, evidence.known_by(None))[0].partition("; ")[2]
    "did you mean 'Kazakhstan'?"
    """
    load_rules()
    if claim.rule not in TAKES:
        return [_unknown(claim)] if claim.rule not in RULES else []
    takes = TAKES[claim.rule]
    found = [_of_unit(claim, takes), _of_value(claim, takes), _of_subject(claim, takes, known)]
    lacking = [w for w in takes.window if not getattr(claim, w)]
    found += [f"rule {claim.rule} needs {w}: a day as YYYY-MM-DD" for w in lacking]
    if claim.since and claim.until and claim.since > claim.until:
        found.append(f"since {claim.since} is after until {claim.until}")
    return [f for f in found if f]


def _of_value(claim: Claim, takes: Takes) -> str:
    if not takes.value and claim.value:
        return f"rule {claim.rule} takes no value, found {claim.value!r}"
    if not claim.value:
        missing = takes.value and not takes.optional
        return f"rule {claim.rule} takes a value: {takes.value}; found none" if missing else ""
    if takes.value.startswith("'"):
        words = takes.value.strip("'")
        told = f"rule {claim.rule} takes the value {takes.value}, found {claim.value!r}"
        return "" if claim.value == words else told
    try:
        if takes.value == "day":
            chronology.when(claim.value, written())
        elif takes.value == "quantity":
            quantities.parse(claim.value, claim.unit if claim.unit in takes.units else "")
            return _of_qualifier(claim, takes)
    except (QuantityError, chronology.ChronologyError) as error:
        return str(error)
    return ""


def _of_subject(claim: Claim, takes: Takes, known: Evidence) -> str:
    """The first part of the subject that no row holds, or parts too many or too few."""
    wanted = takes.subject.split("|") if takes.subject else []
    parts = claim.subject.split("|") if claim.subject else []
    if len(parts) != len(wanted):
        return f"rule {claim.rule} takes the subject {takes.subject or 'none'!r}, found" + (
            f" {claim.subject!r}"
        )
    searches = known.table("searches")
    sought = claim.id in set(searches["claim"])
    rows = pd.DataFrame()
    for part, place in zip(parts, takes.looked_up, strict=False):
        table, _, column = place.partition(".")
        fresh = column not in rows or column == takes.looked_up[0].partition(".")[2]
        rows = known.table(table) if fresh else rows
        if part not in set(rows[column]):
            return "" if sought else _nearest(part, sorted(set(rows[column])), place)
        rows = rows[rows[column] == part]
    return ""


def _nearest(part: str, held: list[str], place: str) -> str:
    near = get_close_matches(part, held, n=1)
    known = f"held: {', '.join(held[:8])}" if held else "no row is held"
    hint = f"did you mean {near[0]!r}?" if near else known
    return f"no row of {place.replace('.', ', column ')} says {part!r}; {hint}"


def within(claimed: Quantity, low: float, central: float, high: float) -> bool:
    """Whether what was found is what a claim says: beyond its bound, or inside its words.

    Parameters
    ----------
    claimed : Quantity
        As `quantities.parse` reads it.
    low, central, high : float
        What was found, in the same unit.

    Examples
    --------
    >>> within(quantities.parse("more than 100,000"), 200_000, 200_000, float("inf"))
    True
    >>> within(quantities.parse("300,000"), 200_000, 200_000, float("inf"))
    False
    """
    if claimed.qualifier in {MORE, VAGUE}:
        return low >= claimed.low
    if claimed.qualifier == LESS:
        return high <= claimed.high
    return claimed.low <= central <= claimed.high


def declared() -> list[dict[str, object]]:
    """Every rule with what it takes and what it does, for a table or JSON.

    Examples
    --------
    >>> from analysis import claims
    >>> next(r for r in claims.declared() if r["rule"] == "reported_entries")["units"]
    ['crossings']
    """
    load_rules()
    return [
        {"rule": name, "does": (RULES[name].__doc__ or "").partition("\n")[0]}
        | {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(takes).items()}
        for name, takes in sorted(TAKES.items())
    ]
