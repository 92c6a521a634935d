"""What does the running total of Ukraine's General Staff hold?

Its losses are not defined; read as killed, and as killed and wounded. Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.casualties.measures import killed_among
from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate, beside_middle, middle_of
from analysis.results import Fact, NothingKnown, nothing, number, speaking
from analysis.wording import day, parts, span

GENERAL_STAFF = "Ukrainian General Staff"
SERIES = "table:general_staff_daily"


def ratio_of(p: Parameters) -> tuple[float, float]:
    """Wounded for each of the dead, least and most."""
    return p.extra["ratio_low"], p.extra["ratio_high"]


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralStaffTotal:
    """The General Staff's running total of Russian losses, and the dead in it."""

    caption = "The General Staff's total, read in two ways"

    claimed: Estimate
    by: pd.Timestamp
    killed: Estimate
    ratio: tuple[float, float]
    rows: tuple[str, ...] = (SERIES,)

    def sentence(self) -> str:
        """The total, and the dead in it."""
        return (
            f"Ukraine's General Staff claimed {self.claimed.central:,.0f} Russian losses by "
            f"{day(self.by)} and did not say what it counts. Read as killed and wounded, with "
            f"{span(*self.ratio, 'g')} wounded for each of the dead, they hold "
            f"{middle_of(self.killed)} dead{beside_middle(self.killed)}."
        )

    def table(self) -> pd.DataFrame:
        """The two readings."""
        k = self.killed
        whole = f"{self.claimed.central:,.0f}"
        rows = [("all are dead", whole, whole, whole), ("killed and wounded", *parts(k))]
        return pd.DataFrame(rows, columns=["if the losses are", "dead, middle", "low", "high"])

    def facts(self) -> dict[str, Fact]:
        """The total as published."""
        basis = "running total as published"
        fact = number(self.claimed.central, self.claimed.unit, basis, self.rows)
        return {"general_staff_claim_on_as_of": fact}


def general_staff_total(known: Evidence, p: Parameters) -> GeneralStaffTotal | NothingKnown:
    """Last running total of the General Staff, read as killed and as killed and wounded.

    Parameters
    ----------
    known : Evidence
        What was known by the day.
    p : Parameters
        `ratio_low` and `ratio_high`: wounded for each of the dead.

    Returns
    -------
    GeneralStaffTotal or NothingKnown
        The total in undefined losses, and the dead in it in killed.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> own = {"ratio_low": 2.5, "ratio_high": 4.5, "draws": 2000, "seed": 1}
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, **own)
    >>> general_staff_total(evidence.known_by(p.day), p).claimed.central
    63110.0
    """
    general = known.table("general_staff_daily")
    if general.empty:
        return nothing(known, "No total of the General Staff had been published")
    last = general.iloc[-1]
    claimed = Estimate.exactly(float(last["total"]), "losses, undefined", "as published")
    killed = killed_among(claimed, *ratio_of(p))
    return GeneralStaffTotal(claimed=claimed, by=last["day"], killed=killed, ratio=ratio_of(p))
