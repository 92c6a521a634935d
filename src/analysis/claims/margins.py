"""How firm is a verdict?

Takes away and changes the rows that a verdict rests on, one after the other, and judges again.
Reads evidence; draws nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from analysis import evidence
from analysis.claims.judging import judge, publishers
from analysis.claims.ledger import Claim
from analysis.evidence import Evidence
from analysis.wording import counted

STEPS_PCT = (1, 2, 5, 10, 20, 50)  # changes tried of one figure at a time, up and down
MEASURED = frozenset({"comparison", "count", "duration", "probability word", "share"})  # kinds
_HANGS = {
    "one row": "Take one row of evidence away, and the verdict is another.",
    "one publisher": "Take one publisher away, and the verdict is another.",
    "more": "No single row and no single publisher carries it.",
}  # what a verdict hangs on, in a sentence
_FIGURES = ("low", "central", "high", "area_km2", "area_pct")


@dataclass(frozen=True, slots=True)
class Changed(Evidence):
    """Evidence without some rows, or with the figures of some rows multiplied.

    Parameters
    ----------
    keys : frozenset of str
        Rows concerned.
    factor : float
        Multiplies their figures; 0 takes the rows away.
    """

    keys: frozenset[str] = frozenset()
    factor: float = 0.0

    def table(self, name: str, *, bearing: bool = True) -> pd.DataFrame:
        """One table with the change made."""
        frame = Evidence.table(self, name, bearing=bearing)
        if "key" not in frame:
            return frame
        mine = frame["key"].isin(self.keys)
        if not self.factor:
            return frame[~mine]
        for column in (c for c in _FIGURES if c in frame):
            frame[column] = frame[column].where(~mine, frame[column] * self.factor)
        if name == "events":
            plain = mine & pd.to_numeric(frame["found"], errors="coerce").notna()
            frame.loc[plain, "found"] = [
                f"{float(f) * self.factor:.6g}" for f in frame.loc[plain, "found"]
            ]
        return frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """Distance of a verdict to the next one.

    Parameters
    ----------
    hangs_on : str
        "one row" or "one publisher" whose loss gives another verdict; "more" where neither does.
    change_pct : float or None
        Smallest change tried of one figure, in %, that gives another verdict; None for none.
    publishers : int
        Independent publishers behind the verdict.
    """

    hangs_on: str
    change_pct: float | None
    publishers: int

    def sentence(self) -> str:
        """The margin in plain words."""
        if not self.publishers:
            return "No evidence bears on it, so none can move it."
        told = f"It rests on {counted(self.publishers, 'publisher')}. {_HANGS[self.hangs_on]}"
        if self.change_pct:
            told += f" One figure {self.change_pct:g} % off would give another verdict."
        return told


def margin(claim: Claim, known: Evidence) -> Margin:
    """How far a verdict is from the next one.

    Parameters
    ----------
    claim : Claim
        A line of the ledger.
    known : Evidence
        What was known.

    Examples
    --------
    >>> from analysis import claims, evidence
    >>> margin(claims.claim("C32"), evidence.known_by("2022-10-11")).hangs_on
    'one row'
    """
    finding = judge(claim, known).finding
    rows = tuple(dict.fromkeys(finding.rows))
    if not rows:
        return Margin(hangs_on="more", change_pct=None, publishers=0)
    told = evidence.describe(rows)
    sources = told.groupby(told["publisher"].str.partition(", via")[0])["key"].agg(frozenset)

    def moves(keys: frozenset[str], factor: float = 0.0) -> bool:
        return _moves(claim, known, finding.verdict, keys, factor)

    if any(moves(frozenset({row})) for row in rows):
        hangs_on = "one row"
    else:
        hangs_on = "one publisher" if any(map(moves, sources)) else "more"
    off = _steps(rows, moves) if claim.kind in MEASURED else None
    return Margin(hangs_on=hangs_on, change_pct=off, publishers=len(publishers(finding)))


def _steps(rows: tuple[str, ...], moves: Callable[[frozenset[str], float], bool]) -> float | None:
    """Smallest change tried, in %, of one row's figures that moves the verdict."""
    for step in STEPS_PCT:
        for row in rows:
            if any(moves(frozenset({row}), 1 + way * step / 100) for way in (1, -1)):
                return step
    return None


def _moves(
    claim: Claim, known: Evidence, verdict: str, keys: frozenset[str], factor: float
) -> bool:
    """Whether the change gives another verdict; a change that no rule accepts gives none."""
    changed = Changed(known.as_of, known.without, known.own, keys, factor)
    try:
        return judge(claim, changed).finding.verdict != verdict
    except ValueError:
        return False
