"""What does each rule take?

A rule is declared where it is written: `rule` notes which subject, value, units, qualifiers and
window it takes, so that the ledger can be held against it (`giving`). Reads the rules of a case
from its folder; draws nothing.
"""

import importlib.util
from collections.abc import Callable
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from analysis import case, paths, quantities
from analysis.claims.ledger import Claim, ClaimError, Finding
from analysis.evidence import Evidence
from analysis.quantities import Quantity

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

    Examples
    --------
    >>> load_rules()
    >>> case.current().rules
    ()
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
        raise ClaimError(f"{claim.id}: {unknown(claim.rule)}")
    return RULES[claim.rule]


def unknown(name: str) -> str:
    """That there is no such rule, with the nearest and all that there are."""
    near = get_close_matches(name, RULES, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return f"no rule {name!r}; {hint}known rules: {', '.join(sorted(RULES))}"


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
