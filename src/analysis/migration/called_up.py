"""How many were called up, and how many left for each of them?

Officials gave counts of different things: men called up, in the zone, in combat units. Each is
followed by itself, and where a later count of the same thing is smaller, or the called up exceed
the target, that is said.
"""

from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from analysis.evidence import NotKnownError
from analysis.migration.flows import FlowError
from analysis.quantities import Estimate, UnitError
from analysis.wording import day

CALLED_UP, TARGET = "mobilised", "target"
DECREE = pd.Timestamp("2022-09-21")  # first day of the call-up, for its pace


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledUp:
    """Counts of men called up in order of their day.

    `pace` has columns since, until, added, per_day; `conflicts` are sentences.
    """

    latest: Estimate
    on: pd.Timestamp
    pace: pd.DataFrame
    conflicts: tuple[str, ...]
    rows: tuple[str, ...]


def called_up(mobilised: pd.DataFrame) -> CalledUp:
    """Men called up by the latest count known, the pace between counts.

    And counts that do not go together.

    Parameters
    ----------
    mobilised : pandas.DataFrame
        Rows of `mobilisation`: key, quantity, as_of, claimant, low, central, high (men).

    Returns
    -------
    CalledUp
        The latest count, men; pace in men a day.

    Raises
    ------
    evidence.NotKnownError
        If nobody has said how many were called up.
    FlowError
        If a count is negative.

    Examples
    --------
    >>> from analysis import evidence
    >>> found = called_up(evidence.known_by("2022-10-11").table("mobilisation"))
    >>> found.latest.central, found.latest.basis
    (200000.0, 'Shoigu, 4 October 2022')
    """
    known = mobilised[mobilised["quantity"] == CALLED_UP].sort_values(["as_of", "key"])
    if known.empty:
        raise NotKnownError("no count of men called up is known")
    if (mobilised["low"] < 0).any():
        raise FlowError(
            f"row {mobilised.loc[mobilised['low'] < 0, 'key'].iloc[0]}: a count of men cannot be"
            " negative"
        )
    last = known.iloc[-1]
    counted = Estimate.exactly(
        float(last["central"]), "mobilised men", f"{last['claimant']}, {day(last['as_of'])}"
    )
    return CalledUp(
        latest=counted,
        on=last["as_of"],
        pace=_pace(known),
        conflicts=_conflicts(mobilised),
        rows=tuple(mobilised["key"]),
    )


def _pace(known: pd.DataFrame) -> pd.DataFrame:
    since = [DECREE, *known["as_of"].iloc[:-1]]
    added = known["central"].diff().fillna(known["central"].iloc[0])
    table = pd.DataFrame(
        {"since": since, "until": known["as_of"].to_list(), "added": added.to_list()}
    )
    return table.assign(
        per_day=table["added"] / (table["until"] - table["since"]).dt.days.clip(lower=1)
    )


def _conflicts(rows: pd.DataFrame) -> tuple[str, ...]:
    """Counts of one thing that fall with time, and called up beyond the target."""
    found = []
    ordered = rows.sort_values(["as_of", "key"])
    for quantity, part in ordered.groupby("quantity", sort=False):
        counts = list(part.itertuples())
        found += [_told(quantity, a, b) for a, b in pairwise(counts) if b.central < a.central]
    for wanted in ordered[ordered["quantity"] == TARGET].itertuples():
        beyond = ordered[(ordered["quantity"] == CALLED_UP) & (ordered["low"] > wanted.high)]
        found += [
            f"{CALLED_UP} {r.central:,.0f} ({_who(r)}) is more than the target of"
            f" {wanted.central:,.0f}"
            for r in beyond.itertuples()
        ]
    return tuple(found)


def _told(quantity: str, earlier, later) -> str:
    return (
        f"{quantity} {earlier.central:,.0f} ({_who(earlier)}), then {later.central:,.0f}"
        f" ({_who(later)})"
    )


def _who(row) -> str:
    return f"{row.claimant}, {day(row.as_of, year=False, month='%b')}"


def left_for_each(left: Estimate, called: Estimate) -> Estimate:
    """Persons who left for each man called up, a ratio.

    Parameters
    ----------
    left : Estimate
        Persons who left.
    called : Estimate
        Mobilised men, above zero.

    Returns
    -------
    Estimate
        Persons for each man, both intervals carried through.

    Raises
    ------
    quantities.UnitError
        If those who left are not persons, or those called up not mobilised men.

    Examples
    --------
    >>> from analysis.quantities import Estimate
    >>> left = Estimate(low=150, central=200, high=300, unit="persons", basis="an example")
    >>> each = left_for_each(left, Estimate.exactly(100, "mobilised men", "an example"))
    >>> each.low, each.central, each.high
    (1.5, 2.0, 3.0)
    """
    if left.unit != "persons" or called.unit != "mobilised men":
        raise UnitError(f"wanted persons and mobilised men, found {left.unit} and {called.unit}")
    return left.over(called, "ratio", left.basis)
