"""What do the announced numbers of one vote say about each other?

Every test that they allow, and why the others could not be run, for a reader. Draws nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.evidence import Evidence
from analysis.referendum.announced import TallyError
from analysis.referendum.chance_tests import alike_tests, percentage_tests
from analysis.referendum.dispersion import too_alike
from analysis.referendum.outcomes import (
    FAILS,
    FLAGGED,
    NOT_RUN,
    QUIET,
    TOLD,
    Outcome,
    judged,
    not_run,
)
from analysis.referendum.path_tests import path_tests
from analysis.referendum.printed import IN_ALL, Place
from analysis.referendum.reference import OPEN_FROM, select
from analysis.referendum.relation_tests import share_tests, sum_tests, turnout_tests, within_tests
from analysis.referendum.tally import Tally
from analysis.results import speaking
from analysis.wording import chance, counted, frame, listed, verb

DISTRICTS, REFERENCE = "turnouts of parts too alike", "how rare in democracies"
TITLES = ("test", "where", "outcome", "finding", "number", "unit", "chance", "cannot see")
NO_FAULT = "all hold and none is flagged"
FEWEST = 3  # parts with a turnout from which their spread can be compared


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class VoteAudit:
    """Every test of the announced numbers of one vote, the ones not run among them."""

    caption = "Every test of the vote, those not run last"

    tally: Tally
    outcomes: tuple[Outcome, ...]

    def __iter__(self) -> Iterator[Outcome]:
        """One test after the other."""
        return iter(self.outcomes)

    def __len__(self) -> int:
        """How many tests, run or not."""
        return len(self.outcomes)

    def __str__(self) -> str:
        """The sentence."""
        return self.sentence()

    @property
    def failing(self) -> tuple[Outcome, ...]:
        """Relations that do not hold."""
        return tuple(o for o in self if o.outcome == FAILS)

    @property
    def flagged(self) -> tuple[Outcome, ...]:
        """Tests flagged after correction for their number: of each test and place the rarest."""
        found: dict[tuple, Outcome] = {}
        for o in sorted(self, key=lambda o: o.chance if o.chance is not None else 1.0):
            if o.outcome == FLAGGED:
                found.setdefault((o.test, o.place), o)
        return tuple(found.values())

    @property
    def left_out(self) -> tuple[Outcome, ...]:
        """Tests that could not be run, with the reason as their finding."""
        return tuple(o for o in self if o.outcome == NOT_RUN)

    @property
    def rows(self) -> tuple[str, ...]:
        """Rows of the numbers."""
        return tuple(dict.fromkeys(f.key for f in self.tally.figures))

    def sentence(self) -> str:
        """How many tests fail or are flagged, which, and how many could not be run."""
        run = len(self) - len(self.left_out)
        if not run:
            return f"{self.tally.name}: none of {counted(len(self), 'test')} could be run."
        found = " and ".join(filter(None, (self._failing(), self._flagged())))
        left = f"; {len(self.left_out)} could not be run" if self.left_out else ""
        return f"{self.tally.name}: of {counted(run, 'test')}, {found or NO_FAULT}{left}."

    def _failing(self) -> str:
        if not self.failing:
            return ""
        made = len(self.failing)
        named = dict.fromkeys(_named(o) for o in self.failing)
        return f"{made} {verb(made, 'does', 'do')} not hold ({'; '.join(named)})"

    def _flagged(self) -> str:
        told = [f"{_named(o)} ({o.finding}, by chance {chance(o.chance)})" for o in self.flagged]
        return f"{len(told)} {verb(len(told), 'is', 'are')} flagged: {listed(told)}" if told else ""

    def to_frame(self) -> pd.DataFrame:
        """One row a test: what, where, outcome, number with unit, chance, what it cannot see.

        `number` and `chance` are floats, missing where there is none; `chance` is the probability
        of something at least so odd if nothing was wrong, not corrected for the number of tests.
        """
        rows = [
            (o.test, o.where, o.outcome, o.finding, o.number, o.unit, o.chance, o.blind)
            for o in self
        ]
        made = pd.DataFrame(rows, columns=list(TITLES))
        return made.astype({"number": float, "chance": float})

    def table(self) -> pd.DataFrame:
        """The same for a reader, tests that were not run last."""
        told = sorted(self, key=lambda o: (o.outcome == NOT_RUN, not o.wrong))
        rows = [(o.test, o.where, o.outcome, o.finding, _chance(o), o.blind) for o in told]
        return frame(rows, "test", "where", "outcome", "finding", "by chance", "cannot see")


def _named(o: Outcome) -> str:
    return o.test if o.place == IN_ALL else f"{o.test}, {o.where}"


def _chance(o: Outcome) -> str:
    if o.chance is None:
        return ""
    return chance(o.chance) if o.chance > 0 else "none"


def audit(
    tally: Tally,
    known: Evidence | None = None,
    *,
    draws: int = 2000,
    rng: np.random.Generator | None = None,
) -> VoteAudit:
    """Run every test that the announced numbers of a vote allow, and say which it could not run.

    Shares against votes, of ballots and of valid votes; sums of options and parts; repairs by one
    slip; turnouts; percentages first, jointly over all independent counts; the path of the count;
    likeness of parts and batches; and with evidence, likeness of turnouts and rarity of the share.
    A test is flagged when its chance, times the number of tests with one, is at most 5 %
    (Bonferroni), so that at most one honest vote in twenty has a test flagged.

    Parameters
    ----------
    tally : Tally
        The numbers, from `Tally.of`, `tally_in` or `tally_of`.
    known : Evidence, optional
        Our evidence as of a day, from `evidence.known_by`: real commissions and votes of the years
        before, for the last two tests.
    draws : int
        Sets of real commissions drawn, for turnouts of parts.
    rng : numpy.random.Generator, optional
        Needed for these draws only.

    Examples
    --------
    >>> told = {"valid": "10,058,774", "votes": {"a": "5,150,092", "b": "4,445,978"}}
    >>> found = audit(Tally.of(told, name="Two lines", complete=False))
    >>> [(o.finding, round(1 / o.chance)) for o in found.flagged]
    [('2 of 2 independent counts on the grid of 1 decimal', 101178934)]
    """
    makers = (share_tests, sum_tests, within_tests, turnout_tests)
    makers += (percentage_tests, path_tests, alike_tests)
    outcomes = [o for make in makers for o in make(tally)]
    outcomes.append(_districts(tally, known, draws, rng))
    outcomes.append(_rarity(tally, known))
    return VoteAudit(tally=tally, outcomes=judged(outcomes))


def _districts(
    tally: Tally, known: Evidence | None, draws: int, rng: np.random.Generator | None
) -> Outcome:
    """Turnouts of parts against as many real commissions of one region."""
    places = [Place(announcement=tally.last, part=p) for p in tally.parts(tally.last)]
    told = [tally.one("turnout", place=p).value for p in places if tally.has("turnout", place=p)]
    if len(told) < FEWEST:
        return not_run(DISTRICTS, f"fewer than {FEWEST} parts have a turnout", IN_ALL)
    if known is None or rng is None:
        return not_run(
            DISTRICTS, "needs evidence and a generator: audit(tally, known, rng=)", IN_ALL
        )
    try:
        found = too_alike(np.array(told), known.table("commission_turnout"), draws=draws, rng=rng)
    except TallyError as e:
        return not_run(DISTRICTS, str(e), IN_ALL)
    return Outcome(
        test=DISTRICTS,
        place=IN_ALL,
        outcome=QUIET,
        finding=f"{found.districts} parts; spread {found.spread:.2f}, real ones"
        f" {found.typical_spread:.2f}",
        number=found.spread,
        unit="logits",
        chance=found.p_value,
        blind="real commissions are Russian ones of 2018 and 2021; elsewhere parts may be alike",
    )


def _rarity(tally: Tally, known: Evidence | None) -> Outcome:
    """How often votes in democracies of the years before reached the share of the leader."""
    place = Place(announcement=tally.last)
    if known is None or known.as_of is None:
        why = "needs evidence of a day: audit(tally, evidence.known_by(day))"
        return not_run(REFERENCE, why, place)
    if len(tally.options) != 2:
        why = f"our reference votes have two options, this one {len(tally.options)}"
        return not_run(REFERENCE, why, place)
    share = _leading_share(tally, place)
    before = select(known.table("reference_votes"), until=known.as_of.year - 1)
    free = before[(before["polyarchy"] >= OPEN_FROM) & before["share_pct"].notna()]
    if share is None or free.empty:
        return not_run(REFERENCE, "no votes of both options, or no reference votes", place)
    reached = int((free["share_pct"] >= share).sum())
    return Outcome(
        test=REFERENCE,
        place=place,
        outcome=TOLD,
        finding=f"{share:.2f} % of both options was reached by {reached:,} of {len(free):,} votes"
        f" in democracies until {known.as_of.year - 1}",
        number=100 * reached / len(free),
        unit="% of votes",
        blind="a rare share is no proof: free votes on independence were as lopsided",
    )


def _leading_share(tally: Tally, place: Place) -> float | None:
    votes = [f.value for f in tally.all("votes", place)]
    return 100 * max(votes) / sum(votes) if len(votes) == 2 and sum(votes) else None
