"""What was learned later of those who left?

Results of notebook 02 in words and tables for a reader. Reads no file and draws nothing.
"""

import pandas as pd

from analysis.evidence import Evidence
from analysis.migration.border_findings import (
    DECREE,
    KAZAKHSTAN,
    TWO_WEEKS_ON,
    AboveUsual,
    excesses_of,
)
from analysis.migration.flows import net_flows
from analysis.migration.men_findings import beside
from analysis.migration.network import StockCheck, stock_against_flows
from analysis.migration.normal import usual_rates
from analysis.quantities import Estimate, rounded, separated, spoken
from analysis.results import NothingKnown, Remark, nothing
from analysis.wording import listed, period, until


def above_usual_later(later: Evidence, country: str = KAZAKHSTAN) -> AboveUsual:
    """Entries of the two weeks after the decree above the usual, as became known later.

    Parameters
    ----------
    later : evidence.Evidence
        What was learned later; empty where hindsight is off.
    country : str
        Country as `border_crossings` names it.

    Returns
    -------
    AboveUsual
        Entries of 21 September to 4 October 2022 above each yardstick, crossings; false where
        entries or yardsticks are not known.

    Examples
    --------
    >>> from analysis import evidence
    >>> above_usual_later(evidence.Evidence(None, "Hindsight is off."))
    AboveUsual: Hindsight is off.
    >>> above_usual_later(evidence.known_by(None)).how_many
    '19,000 to 81,000'
    """
    crossings = later.table("border_crossings")
    window = (country, pd.Timestamp(DECREE), pd.Timestamp(TWO_WEEKS_ON))
    flow = next((f for f in net_flows(crossings) if (f.geography, f.start, f.end) == window), None)
    rates = usual_rates(crossings, country, DECREE)
    none = f"Usual entries into {country}, or those of the wave, were unknown {until(later)}."
    return AboveUsual(
        known=until(later),
        flow=flow,
        two_weeks=flow,
        excesses=excesses_of(crossings, flow, rates) if flow else (),
        why=later.without or none,
        later=True,
    )


def stock_beside_flows(later: Evidence, country: str = KAZAKHSTAN) -> Remark | NothingKnown:
    """A count of those still present against the entries and exits that should have left them.

    Parameters
    ----------
    later : evidence.Evidence
        What was learned later; empty where hindsight is off.
    country : str
        Country as `border_crossings` names it.

    Returns
    -------
    Remark or NothingKnown
        Persons counted as present beside entries less exits of the days from the decree on.

    Examples
    --------
    >>> from analysis import evidence
    >>> stock_beside_flows(evidence.Evidence(None, "Hindsight is off."))
    NothingKnown: Hindsight is off.
    """
    totals = later.table("emigration_totals")
    present = totals[(totals["direction"] == "stock") & (totals["unit"] == "persons")]
    counted = (f for f in net_flows(later.table("border_crossings")) if f.geography == country)
    flows = {f.end: f for f in counted if f.start == pd.Timestamp(DECREE)}
    same = present[(present["geography"] == country) & present["period_end"].isin(flows.keys())]
    if same.empty:
        return nothing(later, f"{country} counted nobody present beside its entries and exits")
    stock = same.iloc[0]
    flow = flows[stock["period_end"]]
    basis = "present, each counted once"
    counted = Estimate.exactly(stock["central"], "crossings", basis)
    check = stock_against_flows(flow.entries, flow.exits, counted)
    words = (
        f"From {period(flow.start, flow.end)} {country} counted {spoken(flow.net.central)} more "
        f"entries than exits, and said that {separated(stock['reported'])} were still there. "
        f"{_rounding(check)}"
    )
    caption = "The printed numbers under each reading of their rounding"
    return Remark(words=words, frame=_readings(check), caption=caption)


def _rounding(check: StockCheck) -> str:
    """Whether rounding explains the gap, by how far the counts were rounded."""
    gap, fine = spoken(abs(check.gap)), check.readings[-1]
    finest = f"with all three rounded to {spoken(fine.grains[0])} at most {spoken(fine.reach)}"
    if check.finding == "open":
        own = listed([spoken(g) for g in check.readings[0].grains])
        return (
            f"Whether rounding explains the gap of {gap} depends on how far the numbers were "
            f"rounded: to {own}, each to its last digit other than zero, it can make "
            f"{spoken(check.readings[0].reach)}; {finest}. Some of those present may have come "
            "before."
        )
    return f"Rounding {check.finding} the gap of {gap}: {finest} can come of it."


def _readings(check: StockCheck) -> pd.DataFrame:
    """One row a reading of the printed numbers."""
    told = [
        (
            listed([spoken(g) for g in r.grains]),
            spoken(r.reach),
            f"{r.pvalue:.2f}" if r.explains(check.gap) else "none",
            listed([rounded(f) for f in r.flows]),
        )
        for r in check.readings
    ]
    heads = [
        "Rounded to (entries, exits, present)",
        "Largest gap that rounding makes",
        "Chance of a gap as large",
        "Balanced",
    ]
    return pd.DataFrame(told, columns=heads)


def persons_and_crossings(later: Evidence) -> Remark | NothingKnown:
    """Persons counted once beside the crossings they made over the same days.

    Parameters
    ----------
    later : evidence.Evidence
        What was learned later; empty where hindsight is off.

    Examples
    --------
    >>> from analysis import evidence
    >>> persons_and_crossings(evidence.Evidence(None, "Hindsight is off."))
    NothingKnown: Hindsight is off.
    """
    totals = later.table("emigration_totals")
    persons = totals[(totals["unit"] == "persons") & (totals["direction"] == "entry")]
    everybody = persons[persons["by_sex"] == "no"]
    pairs = beside(everybody, later.table("border_crossings"))
    if pairs.empty:
        return nothing(later, "Nobody counted persons and their crossings over the same days")
    one = pairs.iloc[0]
    days = period(one["period_start"], one["period_end"])
    words = (
        f"Persons are not crossings: from {days} {one['central']:,.0f} persons made "
        f"{one['central_crossings']:,.0f} crossings into {one['geography']}, "
        f"{one['central_crossings'] / one['central']:.2f} each."
    )
    return Remark(words=words)
