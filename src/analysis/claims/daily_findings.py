"""How many claims had which verdict on each day swept?

Result of notebook 06 in words and a table for a reader. Reads no file and draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.claims.ledger import UNCHECKABLE, VERDICTS
from analysis.claims.timeline import on_days
from analysis.claims.timeline_findings import OF_VERDICTS, Swept
from analysis.results import Fact, number, speaking
from analysis.wording import counted, day


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictsByDay:
    """Claims by verdict: index day, one column a verdict; empty without hindsight."""

    caption = "Claims by verdict on the first and the last day followed"

    swept: Swept
    counts: pd.DataFrame

    def __bool__(self) -> bool:
        """Whether there is a verdict to count."""
        return len(self.counts) > 0

    @property
    def unchecked(self) -> tuple[int, int]:
        """Claims that could not be checked on the first and on the last day swept."""
        held = self.counts.get(UNCHECKABLE, self.counts.sum(axis=1) * 0)
        return int(held.iloc[0]), int(held.iloc[-1])

    @property
    def finding(self) -> str:
        """How many could not be checked at first and now, without a full stop."""
        (first, now), on = self.unchecked, day(self.counts.index[0])
        claims = counted(first, "claim").capitalize()
        return f"{claims} could not be checked on {on}, {now or 'none'} still cannot"

    def sentence(self) -> str:
        """How many could not be checked at first and now, or why nothing is shown."""
        if not self.swept.later:
            return self.swept.later.without
        return f"{self.finding}." if self else "There is no verdict in this sweep."

    def table(self) -> pd.DataFrame:
        """First and last day swept, one row a verdict."""
        if not self:
            return pd.DataFrame()
        given = [v for v in VERDICTS if v in self.counts]
        ends = self.counts[given].iloc[[0, -1]]
        table = ends.T.set_axis([f"Claims, {day(d)}" for d in ends.index], axis=1)
        return table.rename_axis("Verdict").reset_index()

    def facts(self) -> dict[str, Fact]:
        """How many cannot be checked on the last day swept."""
        if not self:
            return {}
        last = number(self.unchecked[-1], "claims", OF_VERDICTS)
        return {"cannot_be_checked_at_the_end": last}


def verdicts_by_day(swept: Swept) -> VerdictsByDay:
    """How many claims had which verdict on each day swept; empty when hindsight is off.

    Parameters
    ----------
    swept : Swept
        From `swept_facts`.

    Returns
    -------
    VerdictsByDay
        Its `counts` have one row a day and one column a verdict, in claims.

    Examples
    --------
    >>> from analysis import evidence, facts
    >>> from analysis.claims.timeline_findings import swept_facts
    >>> day, now = evidence.known_by("2022-10-11"), evidence.known_by(None)
    >>> swept = swept_facts(day, now, now.table("weekly_facts"), facts.of_sweep(""))
    >>> verdicts_by_day(swept).unchecked[-1]
    25
    """
    if not swept.later or swept.verdicts.empty:
        return VerdictsByDay(swept=swept, counts=pd.DataFrame())
    held = on_days(swept.verdicts, swept.days).apply(pd.Series.value_counts, axis=1)
    counts = held.fillna(0).astype(int).drop(columns="", errors="ignore")
    return VerdictsByDay(swept=swept, counts=counts)
