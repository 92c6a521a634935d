"""Were the announced counts computed back from round percentages?

Findings on the counts of this vote, of earlier ones and of a control, for a reader. Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.referendum.findings import audit_all
from analysis.referendum.percentages import (
    PercentageFirst,
    RoundedCountsError,
    independent_counts,
    percentage_first,
    percentages_jointly,
)
from analysis.referendum.regions import of_chosen
from analysis.results import Fact, NothingKnown, nothing, number, speaking
from analysis.wording import chance, counted, frame, listed, until, verb, yes_no

GRIDS = (1, 2)  # decimals of the percentages tried, fixed beforehand
EARLIER = pd.Timestamp(2014, 5, 11)  # day of the earlier votes in the same places
CONTROL = "venezuela_2024_percentage_first_p"  # fact of the later vote on which the test must fire


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """The tests of one vote, one a grid; `kind` is "this vote", "earlier" or "control"."""

    kind: str
    name: str
    tests: tuple[PercentageFirst, ...]
    fact: str
    basis: str
    rows: tuple[str, ...]

    @property
    def on_grid(self) -> int:
        """Tests that find a count on the grid."""
        return sum(t.matches > 0 for t in self.tests)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPercentages:
    """Whether counts look computed back from round percentages, for each vote tested."""

    caption = "Counts set against round percentages"

    votes: tuple[Tested, ...]
    unannounced: str
    without: str
    rounded: tuple[str, ...] = ()
    listless: tuple[str, ...] = ()

    @property
    def tries(self) -> list[PercentageFirst]:
        """Every test that was run, the control left out."""
        return [t for v in self.votes if v.kind != "control" for t in v.tests]

    @property
    def corrected(self) -> float:
        """Smallest chance times the number of tests (Bonferroni), at most one."""
        return min(1.0, len(self.tries) * min(t.p_value for t in self.tries))

    @property
    def rows(self) -> tuple[str, ...]:
        """Evidence rows used."""
        return tuple(key for v in self.votes for key in v.rows)

    def _of(self, kind: str) -> list[Tested]:
        return [v for v in self.votes if v.kind == kind]

    def sentence(self) -> str:
        """How many tests of this vote find counts on the grid, and what the control does."""
        parts = [self.unannounced, _this_vote(self._of("this vote"))]
        parts += [self._not_in_full()]
        parts += [_other(v) for v in self._of("earlier")]
        parts += [self._all_tries(), self._without_list()]
        parts += [_other(v) for v in self._of("control")]
        parts += [self.without]
        return " ".join(filter(None, parts))

    def _all_tries(self) -> str:
        """How many tests were run, and what their number leaves of the smallest chance."""
        if not self.tries:
            return ""
        made, rare = len(self.tries), min(t.p_value for t in self.tries)
        if rare >= 1:
            return ""
        return (
            f"The smallest of {counted(made, 'chance')} is {chance(rare)}; times their number it"
            f" is {chance(self.corrected)}."
        )

    def _not_in_full(self) -> str:
        if not self.rounded:
            return ""
        return f"The counts of {listed(self.rounded)} are rounded, so the test says nothing there."

    def _without_list(self) -> str:
        if not self.listless:
            return ""
        names = listed(self.listless)
        return f"No printed list of {names} is held, so no turnout there is tested with the share."

    def table(self) -> pd.DataFrame:
        """One row a vote and a grid."""
        rows = [
            (
                _label(v),
                t.decimals,
                f"{t.matches} of {t.independent}",
                chance(t.p_value),
                yes_no(t.can_flag),
            )
            for v in self.votes
            for t in v.tests
        ]
        return frame(
            rows,
            "vote",
            "decimals",
            "counts nearest to a round share",
            "chance of so many or more",
            "found if all were so written",
        )

    def facts(self) -> dict[str, Fact]:
        """Exact chances: of this vote on the finer grid, of the control on the coarser."""
        told = [(v, v.tests[-1 if v.kind == "this vote" else 0]) for v in self.votes if v.fact]
        return {v.fact: number(t.p_value, "ratio", v.basis, v.rows) for v, t in told}


def _label(vote: Tested) -> str:
    return f"{vote.name} (control, learned later)" if vote.kind == "control" else vote.name


def _this_vote(votes: list[Tested]) -> str:
    if not votes:
        return ""
    made, found = sum(len(v.tests) for v in votes), sum(v.on_grid for v in votes)
    tests = f"{counted(made, 'test')} of this vote"
    if not found:
        return f"No count comes from a round percentage in {tests}."
    return f"In {found} of {tests} a count may come from a round percentage."


def _other(vote: Tested) -> str:
    rare = min(vote.tests, key=lambda t: t.decimals)
    name = f"The control, {vote.name}" if vote.kind == "control" else vote.name
    if not vote.on_grid:
        return f"{name}: no count comes from a round share." if vote.kind == "control" else ""
    counts = f"{rare.matches} of {counted(rare.independent, 'count')}"
    fits = verb(rare.matches, "fits", "fit")
    return f"{name}: {counts} {fits} a share of one decimal, by chance {chance(rare.p_value)}."


def percentages_first(
    known: Evidence, later: Evidence, p: Parameters | None = None
) -> RoundPercentages | NothingKnown:
    """Test whether counts were computed back from round percentages.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    later : Evidence
        Evidence with the later vote that serves as a control; empty evidence leaves it out.
    p : Parameters, optional
        `region` chooses one region; all without it.

    Examples
    --------
    >>> from analysis import evidence, referendum
    >>> known = evidence.known_by("2022-10-11")
    >>> written = referendum.percentages_first(known, evidence.known_by(None))
    >>> written.facts()["venezuela_2024_percentage_first_p"].value < 1e-8
    True
    """
    announced, rounded = _announced(known, p)
    votes = [*announced, *_earlier(known), *_control(later)]
    if not votes:
        return nothing(known, "No final counts had been announced")
    missing = f"No final counts{of_chosen(p)} had been announced {until(known)}"
    return RoundPercentages(
        votes=tuple(votes),
        unannounced="" if announced or rounded else f"{missing}; other votes show the test.",
        without=later.without,
        rounded=tuple(rounded),
        listless=tuple(r.label for r in _of_earlier(known).itertuples() if not _list_known(r)),
    )


def _both(counts: list[int], total: int) -> tuple[PercentageFirst, ...]:
    return tuple(percentage_first(counts, total, decimals=d) for d in GRIDS)


def _announced(known: Evidence, p: Parameters | None) -> tuple[list[Tested], list[str]]:
    """Tests of this vote, and regions whose counts are rounded, so that none is possible."""
    tallies = known.table("referendum_tallies")
    found, rounded = [], []
    for a in audit_all(known, p) or ():
        try:
            tests = _both(independent_counts(tallies, a.region), a.ballots)
        except RoundedCountsError:
            rounded.append(a.region)
            continue
        found.append(
            Tested(
                kind="this vote",
                name=a.region,
                tests=tests,
                fact=f"percentage_first_p_{a.region.lower()}",
                basis="exact chance, two decimals",
                rows=a.rows,
            )
        )
    return found, rounded


def _of_earlier(known: Evidence) -> pd.DataFrame:
    votes = known.table("plebiscites")
    return votes[(votes["as_of"] == EARLIER) & votes["no"].notna()]


def _list_known(vote) -> bool:
    return vote.electorate > 0 and vote.ballots > 0  # a missing number is neither


def _earlier(known: Evidence) -> list[Tested]:
    found = []
    for r in _of_earlier(known).itertuples():
        found.append(_tested(r.label, _both([int(r.yes)], int(r.yes + r.no)), r.key))
        if _list_known(r):
            pairs = [(r.ballots, r.electorate), (r.yes, r.yes + r.no)]
            tests = tuple(percentages_jointly(pairs, decimals=d) for d in GRIDS)
            found.append(_tested(f"{r.label}, turnout and share", tests, r.key))
    return found


def _tested(name: str, tests: tuple[PercentageFirst, ...], key: str) -> Tested:
    return Tested(kind="earlier", name=name, tests=tests, fact="", basis="", rows=(key,))


def _control(later: Evidence) -> list[Tested]:
    told = later.table("method_controls").set_index("quantity")
    if told.empty:
        return []
    told = told.loc[["total", "largest", "second"]]
    total, *counts = (int(v) for v in told["central"])
    return [
        Tested(
            kind="control",
            name=told["vote"].iloc[0],
            tests=_both(counts, total),
            fact=CONTROL,
            basis="exact chance, one decimal",
            rows=tuple(told["key"]),
        )
    ]
