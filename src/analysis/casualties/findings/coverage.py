"""How many dead stand behind a list of names?

The list, the share of the dead on it as published, and the wounded for each of the dead. Draws
nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.casualties.findings.claims import listed
from analysis.casualties.measures import dead_and_casualties
from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate, beside_middle, middle_of
from analysis.results import Fact, NothingKnown, nothing, of, speaking
from analysis.wording import day, parts, span


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class BehindTheNames:
    """What a list of names stands for when it holds a share of the dead as published."""

    caption = "What the names stand for, if the list holds a share as published"

    last: pd.Series
    share: Estimate
    ratio: Estimate
    dead: Estimate
    casualties: Estimate
    rows: tuple[str, ...]

    def sentence(self) -> str:
        """Dead, and killed and wounded, behind the names."""
        share = span(100 * self.share.low, 100 * self.share.high)
        ratio = span(self.ratio.low, self.ratio.high, "g")
        return (
            f"The list held {self.last['central']:,.0f} names on {day(self.last['as_of'])}. If "
            f"{share} % of the dead are on it, as published, {middle_of(self.dead)} had died"
            f"{beside_middle(self.dead)}. With {ratio} wounded for each of the dead these are "
            f"{middle_of(self.casualties)} killed and wounded{beside_middle(self.casualties)}."
        )

    def table(self) -> pd.DataFrame:
        """Dead, and killed and wounded, with their intervals and what the intervals are."""
        pairs = (("killed", self.dead), ("killed and wounded", self.casualties))
        rows = [(name, *parts(e), e.basis) for name, e in pairs]
        return pd.DataFrame(rows, columns=["persons", "middle", "low", "high", "interval"])

    def facts(self) -> dict[str, Fact]:
        """Dead behind the names."""
        return {"dead_behind_names": of(self.dead, self.rows)}


def share_listed(known: Evidence) -> tuple[Estimate, tuple[str, ...]] | None:
    """Share of the dead that the list holds, from the least to the most published, and rows."""
    table = known.table("coverage")
    if table.empty:
        return None
    graves = table[table["ratio_low"].notna() & (table["of_names"] == "yes")]
    if graves.empty:
        return None
    low, high = graves["ratio_low"].min(), graves["ratio_high"].max()
    basis = "least and most published"
    share = Estimate(low=low, central=(low + high) / 2, high=high, unit="ratio", basis=basis)
    return share, tuple(graves["key"])


def behind_the_names(known: Evidence, p: Parameters) -> BehindTheNames | NothingKnown:
    """Dead behind the latest list of names, if it held a share of them as published by the day.

    Parameters
    ----------
    known : Evidence
        What was known by the day.
    p : Parameters
        Level, draws, seed, and `ratio_low` and `ratio_high`: wounded for each of the dead.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> own = {"ratio_low": 2.5, "ratio_high": 4.5, "draws": 2000, "seed": 1}
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, **own)
    >>> found = behind_the_names(evidence.known_by(p.day), p)
    >>> round(float(found.dead.low), -3), round(float(found.dead.high), -3)
    (11000.0, 16000.0)
    """
    share, names = share_listed(known), listed(known)
    if share is None or names.empty:
        return nothing(
            known, "No share of the dead that the list of names holds had been published"
        )
    low, high = p.extra["ratio_low"], p.extra["ratio_high"]
    ends = {"low": low, "central": (low + high) / 2, "high": high}
    ratio = Estimate(**ends, unit="wounded per killed", basis="parameter")
    last, options = names.iloc[-1], {"level": p.level, "draws": p.draws}
    dead, both = dead_and_casualties(last["central"], share[0], ratio, rng=p.rng(), **options)
    found = {"share": share[0], "ratio": ratio, "dead": dead, "casualties": both}
    return BehindTheNames(last=last, rows=(last["key"], *share[1]), **found)
