"""Which verdicts does the page of one notebook list, with which reasons?

Draws nothing.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.claims.ledger import ledger
from analysis.parameters import Parameters
from analysis.referendum import REGIONS
from analysis.results import speaking
from analysis.wording import counted, frame, listed, verb

OURS_ALONE = (
    " They rest on the evidence and assumptions of the project alone, not on {}; the numbers and"
    " the answer of this page rest on both."
)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Verdicts on the claims that a page bears on; `own` names the reader's files of the page."""

    caption = "Claims of this page, with verdict and reason"

    verdicts: pd.DataFrame
    left_out: int
    own: str = ""

    def __len__(self) -> int:
        """How many claims."""
        return len(self.verdicts)

    def sentence(self) -> str:
        """How many claims are judged, and with which verdicts."""
        made = self.verdicts["verdict"].value_counts(sort=False)
        told = listed(f"{verdict} {n}" for verdict, n in made.items())
        other = f" {counted(self.left_out, 'claim')} on other regions"
        rest = f"{other} {verb(self.left_out, 'is', 'are')} left out." if self.left_out else ""
        said = f"{counted(len(self), 'claim')} {verb(len(self), 'is', 'are')} judged: {told}.{rest}"
        return said + (OURS_ALONE.format(self.own) if self.own else "")

    def table(self) -> pd.DataFrame:
        """One row a claim: verdict of the day, its reason, and the verdict now if it changed."""
        rows = [
            (f"{claim} · {v['paraphrase']}", v["verdict"], v["reason"], *_now(v))
            for claim, v in self.verdicts.iterrows()
        ]
        titles = ("Claim, in our words", "Verdict", "Reason", "Now", "Reason now")
        table = frame(rows, *titles)
        return table if any(table["Now"]) else table[list(titles[:3])]


def _now(verdict: pd.Series) -> tuple[str, str]:
    now = verdict.get("verdict_now", verdict["verdict"])
    return ("", "") if now == verdict["verdict"] else (now, verdict["reason_now"])


def listing(verdicts: pd.DataFrame, p: Parameters | None = None) -> Listing:
    """Verdicts to read, without those on regions that were not asked for.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        From `claims.verdict_table`.
    p : Parameters, optional
        `region` chooses one region, all without it; `rows_file` and `priors_file` name files that
        the page's numbers rest on and the verdicts do not, which is said.

    Examples
    --------
    >>> from analysis import claims
    >>> len(claims.listing(claims.verdict_table("2022-10-11", notebook="01-referendums")))
    14
    """
    region = p.extra.get("region", "all") if p else "all"
    others = set(REGIONS) - {region} if region != "all" else set()
    subjects = {c.id: c.subject for c in ledger()}
    kept = [claim for claim in verdicts.index if subjects[claim] not in others]
    given = [p.extra.get(n) for n in ("rows_file", "priors_file")] if p else []
    own = listed(Path(str(name)).name for name in given if name)
    return Listing(verdicts=verdicts.loc[kept], left_out=len(verdicts) - len(kept), own=own)
