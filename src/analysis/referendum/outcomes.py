"""What came of one test of announced numbers, in words and as a number?

Pure. One test is one row: where it was run, what came out, the chance if nothing was wrong, and
what it cannot see. A test that could not be run is a row too, with the reason.
"""

from dataclasses import dataclass, replace

from analysis.referendum.percentages import FLAG_BELOW
from analysis.referendum.printed import FINAL, Place

HOLDS, FAILS = "holds", "does not hold"  # relations that must be true
QUIET, FLAGGED = "not flagged", "flagged"  # tests with a chance
TOLD = "told"  # numbers without a yardstick
NOT_RUN = "not run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One test, or why it was not run.

    `chance` is the probability of a result at least so odd if nothing was wrong; `number` is what
    was measured, in `unit`.
    """

    test: str
    place: Place
    outcome: str
    finding: str
    number: float | None = None
    unit: str = ""
    chance: float | None = None
    blind: str = ""
    rows: tuple[str, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether it is told as a fault."""
        return self.outcome in {FAILS, FLAGGED}

    @property
    def where(self) -> str:
        """Part and announcement in words."""
        return str(self.place) or FINAL


def not_run(test: str, why: str, place: Place) -> Outcome:
    """A test that could not be run."""
    return Outcome(test=test, place=place, outcome=NOT_RUN, finding=why)


def judged(outcomes: list[Outcome]) -> tuple[Outcome, ...]:
    """Outcomes with every chance held against the number of tests that have one (Bonferroni).

    So at most `FLAG_BELOW` of honest votes have any test flagged, however many tests are run.
    """
    tests = sum(o.chance is not None and o.outcome in {QUIET, FLAGGED} for o in outcomes)
    return tuple(_judged(o, tests) for o in outcomes)


def _judged(o: Outcome, tests: int) -> Outcome:
    if o.chance is None or o.outcome not in {QUIET, FLAGGED}:
        return o
    return replace(o, outcome=FLAGGED if o.chance * tests <= FLAG_BELOW else QUIET)
