"""Does a claim give what its rule takes?

Holds lines of the ledger against what `declaring` notes of their rules. Reads the evidence it is
given; draws nothing.
"""

from collections.abc import Callable
from difflib import get_close_matches
from functools import cache

import pandas as pd

from analysis import chronology, paths, quantities, tables
from analysis.case import written
from analysis.claims.declaring import ANY_UNIT, RULES, TAKES, Takes, load_rules, unknown
from analysis.claims.ledger import Claim, ClaimError, ledger
from analysis.evidence import Evidence
from analysis.quantities import QuantityError, UnitError
from analysis.tables.problems import Problem, in_cell

Table = Callable[[str], pd.DataFrame]  # of the evidence, by name


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
    return [told for _, told in _amiss(claim, known.table)]


def breaches(known: Evidence) -> list[Problem]:
    """What every claim of the case in use does not give, by its row and column in the ledger.

    Parameters
    ----------
    known : Evidence
        As in `amiss`.

    Examples
    --------
    >>> from analysis import evidence
    >>> breaches(evidence.known_by(None))
    []
    """
    rows, table = _ledger_rows(), cache(known.table)
    lines = dict(zip(rows["claim"], rows.index, strict=True))
    return [
        in_cell("claims", at, column, "what its rule takes", rows.loc[at, column], told)
        for c in ledger()
        for at in [lines[c.id]]
        for column, told in _amiss(c, table)
    ]


def unknown_rules() -> list[Problem]:
    """Rules that the ledger of the case in use names and nobody declares, each with the nearest.

    Reads the raw ledger, so that it can be asked before its tables are built.

    Examples
    --------
    >>> unknown_rules()
    []
    """
    load_rules()
    named = _ledger_rows().get("rule", pd.Series(dtype=str))
    return [
        in_cell("claims", line, "rule", "one of", name, _instead(name))
        for line, name in named.items()
        if name not in RULES
    ]


def _instead(name: str) -> str:
    near = get_close_matches(name, RULES, n=1)
    told = f"write {near[0]!r}, if that is meant" if near else "write the name of a rule"
    return f"{told}; `day229 rules` lists all"


def _ledger_rows() -> pd.DataFrame:
    return tables.read_raw(paths.raw_file("claims"))


def _amiss(claim: Claim, table: Table) -> list[tuple[str, str]]:
    """Columns of a claim that do not give what its rule takes, each with what to do."""
    load_rules()
    if claim.rule not in TAKES:
        return [("rule", unknown(claim.rule))] if claim.rule not in RULES else []
    takes = TAKES[claim.rule]
    found = [
        ("unit", _of_unit(claim, takes)),
        ("value", _of_value(claim, takes)),
        ("subject", _of_subject(claim, takes, table)),
    ]
    lacking = [w for w in takes.window if not getattr(claim, w)]
    found += [(w, f"rule {claim.rule} needs {w}: a day as YYYY-MM-DD") for w in lacking]
    if claim.since and claim.until and claim.since > claim.until:
        found.append(("since", f"since {claim.since} is after until {claim.until}"))
    return [(column, told) for column, told in found if told]


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


def _of_subject(claim: Claim, takes: Takes, table: Table) -> str:
    """The first part of the subject that no row holds, or parts too many or too few."""
    wanted = takes.subject.split("|") if takes.subject else []
    parts = claim.subject.split("|") if claim.subject else []
    if len(parts) != len(wanted):
        return f"rule {claim.rule} takes the subject {takes.subject or 'none'!r}, found" + (
            f" {claim.subject!r}"
        )
    sought = claim.id in set(table("searches")["claim"])
    rows = pd.DataFrame()
    for part, place in zip(parts, takes.looked_up, strict=False):
        name, _, column = place.partition(".")
        fresh = column not in rows or column == takes.looked_up[0].partition(".")[2]
        rows = table(name) if fresh else rows
        if part not in set(rows[column]):
            return "" if sought else _nearest(part, sorted(set(rows[column])), place)
        rows = rows[rows[column] == part]
    return ""


def _nearest(part: str, held: list[str], place: str) -> str:
    near = get_close_matches(part, held, n=1)
    known = f"held: {', '.join(held[:8])}" if held else "no row is held"
    hint = f"did you mean {near[0]!r}?" if near else known
    return f"no row of {place.replace('.', ', column ')} says {part!r}; {hint}"
