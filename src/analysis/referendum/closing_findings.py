"""What do the findings on a vote amount to?

All findings by how sure they are, for a reader. Draws nothing.
"""

from dataclasses import dataclass

from analysis.parameters import Parameters
from analysis.referendum.district_findings import Districts
from analysis.referendum.findings import Relations, broken
from analysis.referendum.people_findings import People, exceeded_of
from analysis.referendum.poll_findings import Polls
from analysis.results import NothingKnown, speaking
from analysis.wording import counted, listed, verb


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """All findings, by how sure they are."""

    established: tuple[str, ...]
    suggested: tuple[str, ...]

    def sentence(self) -> str:
        """What arithmetic establishes, what is suggested, and what stays unknown."""
        return "\n".join(
            (
                f"Established by arithmetic: {'; '.join(self.established) or 'nothing'}.",
                f"Suggested, no more: {'; '.join(self.suggested) or 'nothing'}.",
                "Unknown: how anybody voted.",
            )
        )


def summary(
    relations: Relations | NothingKnown,
    people: People | NothingKnown,
    polls: Polls | NothingKnown,
    districts: Districts | NothingKnown,
    p: Parameters,
) -> Summary:
    """Sort the findings by how sure they are.

    Parameters
    ----------
    relations, people, polls, districts
        Results of `printed_relations`, `people_and_votes`, `polls_and_share` and `districts_alike`.
    p : Parameters
        `level`, from which likeness, corrected for the number of tests, counts as a hint.

    Examples
    --------
    >>> from analysis import evidence, parameters, referendum
    >>> p = parameters.check(as_of="2022-04-01", hindsight=False, level=0.95, draws=200, seed=1)
    >>> known = evidence.known_by(p.day)
    >>> makers = (referendum.printed_relations, referendum.people_and_votes)
    >>> makers += (referendum.polls_and_share, referendum.districts_alike)
    >>> referendum.summary(*(make(known, p) for make in makers), p).suggested
    ()
    """
    hints = []
    if polls and len(polls.short):
        readings, made = counted(len(polls.short), "reading"), counted(polls.polls_short, "poll")
        out = verb(len(polls.short), "rules", "rule")
        hints.append(f"announced shares that {readings} of {made} {out} out")
    if people and len(people.exceeded):
        where = listed(sorted(set(people.exceeded["region"])))
        hints.append(f"more votes than people by {exceeded_of(people)} ({where})")
    alike = [t.region for t in districts.tests if t.corrected < 1 - p.level] if districts else []
    if alike:
        hints.append(f"districts of {listed(alike)} more alike than real ones")
    established = tuple(broken(i) for i in relations.failing) if relations else ()
    return Summary(established=established, suggested=tuple(hints))
