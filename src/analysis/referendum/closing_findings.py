"""What do the findings on a vote amount to?

All findings by how sure they are, and the verdicts, for a reader.
Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.parameters import Parameters
from analysis.referendum.announced import REGIONS
from analysis.referendum.district_findings import Districts
from analysis.referendum.findings import Relations, broken
from analysis.referendum.people_findings import People, exceeded_of
from analysis.referendum.poll_findings import Polls
from analysis.referendum.regions import chosen
from analysis.results import NothingKnown, speaking
from analysis.wording import counted, frame, listed, verb


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


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Verdicts on the claims that bear on the regions asked for."""

    verdicts: pd.DataFrame
    left_out: int

    def __len__(self) -> int:
        """How many claims."""
        return len(self.verdicts)

    def sentence(self) -> str:
        """How many claims are judged, and with which verdicts."""
        made = self.verdicts["verdict"].value_counts(sort=False)
        told = listed(f"{verdict} {n}" for verdict, n in made.items())
        other = f" {counted(self.left_out, 'claim')} on other regions"
        rest = f"{other} {verb(self.left_out, 'is', 'are')} left out." if self.left_out else ""
        return f"{counted(len(self), 'claim')} {verb(len(self), 'is', 'are')} judged: {told}.{rest}"

    def table(self) -> pd.DataFrame:
        """One row a claim: verdict of the day, its reason, and the verdict now if it changed."""
        rows = [
            (f"{claim} · {v['paraphrase']}", v["verdict"], v["reason"], *_now(v))
            for claim, v in self.verdicts.iterrows()
        ]
        titles = ("claim, in our words", "verdict", "reason", "now", "reason now")
        table = frame(rows, *titles)
        return table if any(table["now"]) else table[list(titles[:3])]


def _now(verdict: pd.Series) -> tuple[str, str]:
    now = verdict.get("verdict_now", verdict["verdict"])
    return ("", "") if now == verdict["verdict"] else (now, verdict["reason_now"])


def judged(verdicts: pd.DataFrame, claims: pd.DataFrame, p: Parameters | None = None) -> Judged:
    """Verdicts without those on regions that were not asked for.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        From `claims.verdict_table`.
    claims : pandas.DataFrame
        The table of claims, with the `subject` of each.
    p : Parameters, optional
        `region` chooses one region; all without it.

    Examples
    --------
    >>> from analysis import claims, evidence, referendum
    >>> verdicts = claims.verdict_table("2022-10-11", notebook="01-referendums")
    >>> len(referendum.judged(verdicts, evidence.table("claims")))
    11
    """
    others = set(REGIONS) - set(chosen(p))
    subject = claims.set_index("claim")["subject"].reindex(verdicts.index)
    kept = verdicts[~subject.isin(others)]
    return Judged(verdicts=kept, left_out=len(verdicts) - len(kept))
