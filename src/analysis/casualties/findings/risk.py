"""What share of the mobilised men had died, and how does that compare with other groups?

Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.casualties.measures import latest_mobilised, share_who_died
from analysis.casualties.risk import CALLED_UP, Risk, mean_time_of_the_dead, risk_of_death
from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate
from analysis.results import Fact, NothingKnown, nothing, number, of, speaking
from analysis.wording import day, shown, span

CALL_UP_ENDED = pd.Timestamp("2022-10-28")  # from this day the number of men was given as final
NEAR_CERTAINTY_PCT = 90
BY_NAME = "mobilised men, confirmed by name"


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class RiskOfMobilised:
    """Risk of death of mobilised men at each count of names, oldest first, and of other groups.

    `others` has columns group and share (%); `coverage` is the share of the dead that the list is
    taken to hold.
    """

    caption = "Share of each group who died, and over how many months"

    counts: tuple[Risk, ...]
    others: pd.DataFrame
    share: Estimate
    coverage: tuple[float, float]
    key: str
    share_key: str

    @property
    def last(self) -> Risk:
        """Risk at the latest count."""
        return self.counts[-1]

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the latest counts."""
        return (self.key,)

    def near_certain(self) -> bool:
        """Whether the interval reaches near certainty."""
        return self.last.estimate.high >= NEAR_CERTAINTY_PCT

    def sentence(self) -> str:
        """Share who died, risk a month, and why the mean time of the dead says nothing."""
        e, h, months = self.last.estimate, self.last.hazard, self.last.months
        half = mean_time_of_the_dead(h.central / 100, months)
        cover = span(*(100 * c for c in self.coverage))
        tenfold = mean_time_of_the_dead(10 * h.central / 100, months)
        return (
            f"By {day(self.last.day)}, {self.last.floor.central:.1f} % of the mobilised men were "
            f"known dead by name, and an estimated {e.central:.1f} % had died ({e.low:.1f} to "
            f"{e.high:.1f}), if the list holds {cover} % of the dead. At this their risk of death "
            f"was {h.central:.2f} % a month ({h.low:.2f} to {h.high:.2f}), and those who died "
            f"within {months:.0f} months lived {half:.1f} months on average; at ten times the "
            f"risk, {tenfold:.1f}. The status of a man is often missing from an obituary, so more "
            "mobilised men may be on the list unrecognised; the verdict below divides by the "
            "number announced."
        )

    def groups(self) -> pd.DataFrame:
        """Share who died by group, mobilised men first: columns group, low, central, high in %."""
        own = (
            "mobilised men",
            self.last.floor.central,
            self.last.estimate.central,
            self.last.estimate.high,
        )
        rows = [own] + [(r.group, *[r.share] * 3) for r in self.others.itertuples()]
        return pd.DataFrame(rows, columns=["group", "low", "central", "high"])

    def over_time(self) -> pd.DataFrame:
        """Share of mobilised men who died, in %: columns day, floor, low, central, high."""
        pairs = [(r, r.estimate) for r in self.counts]
        rows = [(r.day, r.floor.central, e.low, e.central, e.high) for r, e in pairs]
        return pd.DataFrame(rows, columns=["day", "floor", "low", "central", "high"])

    def table(self) -> pd.DataFrame:
        """One row a group."""
        g = self.groups()
        values = [shown(g[c], ".1f") for c in ("central", "low", "high")]
        names = g["group"].str.replace("\n", " ").to_list()
        columns = ["group", "died, %", "low", "high"]
        return pd.DataFrame(dict(zip(columns, [names, *values], strict=True)))

    def facts(self) -> dict[str, Fact]:
        """Risk, risk a month, the confirmed share, and the day of the last count."""
        last = f"{self.last.day:%Y-%m-%d}"
        return {
            "mobilised_risk_of_death_pct": of(self.last.estimate, self.rows),
            "mobilised_hazard_pct_a_month": of(self.last.hazard, self.rows),
            "mobilised_confirmed_deaths_share_pct": of(self.share, [self.share_key]),
            "mobilised_deaths_counted_to": number(last, "date", "last count of names", self.rows),
        }


def risk_of_mobilised(later: Evidence, p: Parameters) -> RiskOfMobilised | NothingKnown:
    """Risk of death of mobilised men, from names and the share of the dead that the list holds.

    Parameters
    ----------
    later : Evidence
        All evidence held.
    p : Parameters
        Level, draws, seed, `coverage_low` and `coverage_high`.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> own = {"coverage_low": 0.45, "coverage_high": 0.65, "draws": 500, "seed": 1}
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, **own)
    >>> risk = risk_of_mobilised(evidence.known_by(None), p)
    >>> risk.near_certain(), round(risk.last.floor.central, 1)
    (False, 4.9)
    """
    counted, called = later.table("mobilised_deaths"), later.table("mobilisation")
    own = counted[(counted["group"] == BY_NAME) & (counted["how_read"] != "derived")]
    own = own[own["as_of"] > pd.Timestamp(CALLED_UP)].sort_values("as_of")
    ended = (called["quantity"] == "mobilised") & (called["as_of"] >= CALL_UP_ENDED)
    final = called.loc[ended, "central"]
    if own.empty or final.empty:
        return nothing(later, "No count of mobilised men who died had been published")
    men = Estimate(
        low=final.min(),
        central=final.min(),
        high=final.max(),
        unit="mobilised men",
        basis="as reported",
    )
    cover = {n: p.extra[n] for n in ("coverage_low", "coverage_high")}
    options = {"level": p.level, "draws": p.draws} | cover
    counts = ((r.central, r.as_of) for r in own.itertuples())
    risks = (risk_of_death(n, men, day=when, rng=p.rng(), **options) for n, when in counts)
    return RiskOfMobilised(
        counts=tuple(risks),
        others=_others(counted),
        share=share_who_died(counted, **cover),
        coverage=tuple(cover.values()),
        key=own.iloc[-1]["key"],
        share_key=latest_mobilised(counted)["key"],
    )


def _others(counted: pd.DataFrame) -> pd.DataFrame:
    """Groups other than mobilised men: name without its remark, and share who died in %."""
    beside = counted["group_kind"].isin(["yardstick", "others"])
    other = counted[beside & (counted["how_read"] != "derived")]
    name = other["group"].str.split(" (", regex=False).str[0].str.replace(", ", ",\n")
    return pd.DataFrame({"group": name, "share": 100 * other["central"] / other["population"]})
