"""How are the claims about leaving Russia judged?

Rules over `migration`; read no file and draw nothing.
"""

from datetime import timedelta

import pandas as pd

from analysis import evidence, migration, quantities
from analysis.case import written
from analysis.claims.declaring import EXACT, LESS, MORE, rule, within
from analysis.claims.ledger import (
    AUTHOR,
    CAVEAT,
    CONTRADICTED,
    DEPENDS,
    SUPPORTED,
    UNSUPPORTED,
    Claim,
    ClaimError,
    Finding,
    ledger,
)
from analysis.evidence import Evidence, NotKnownError
from analysis.quantities import Estimate, spoken
from analysis.wording import day, span

MOBILISATION = "2022-09-21"  # day of the decree


@rule(
    subject="country",
    looked_up=("border_crossings.geography",),
    value="quantity",
    units=("crossings",),
)
def reported_entries(claim: Claim, known: Evidence) -> Finding:
    """A count of entries against every count reported for that country in the wave.

    Matched where the intervals of claim and report overlap: each by the last digit printed and its
    own words ("almost", "about"). A claim below every count is contradicted, one between them
    depends on the window; above them nothing was found that prints it. The wave's days are those
    of `migration.WAVE`, unless the claim names its own.
    """
    rows = _reports(claim, known)
    if rows.empty:
        raise NotKnownError(f"no entries into {claim.subject} over several days")
    claimed = quantities.parse(claim.value)
    matching = _matching(claimed, rows)
    if not matching.empty:
        return _matched(claim, known, matching)
    low, high = rows["central"].min(), rows["central"].max()
    if claimed.central > high:
        raise NotKnownError(f"no count prints {claim.value}; the largest is {spoken(high)}")
    spread = Estimate(
        low=low,
        central=rows["central"].median(),
        high=high,
        unit="crossings",
        basis="published range",
    )
    reason = (
        f"Reported entries run from {spoken(low)} to {spoken(high)} crossings, by window; none"
        f" prints {claim.value}."
    )
    verdict = CONTRADICTED if claimed.central < low else DEPENDS
    return Finding(verdict=verdict, reason=reason, figures=(spread,), rows=tuple(rows["key"]))


def _reports(claim: Claim, known: Evidence) -> pd.DataFrame:
    """Counts of entries into the claim's country in the wave, or in the span it names."""
    first, last = migration.WAVE
    return migration.reports_of_entries(
        known.table("border_crossings"),
        claim.subject,
        since=claim.since or first,
        until=claim.until or last,
    )


def _matching(claimed: quantities.Quantity, rows: pd.DataFrame) -> pd.DataFrame:
    """Counts that can be the one claimed, nearest first; the farthest beyond a bound first."""
    exact = claimed.qualifier == EXACT
    half = quantities.half_step(f"{claimed.central:.0f}") if exact else 0
    near = (rows["low"] <= claimed.high + half) & (rows["central"] >= claimed.low - half)
    apart = (rows.loc[near, "central"] - claimed.central).abs()
    bound = claimed.qualifier in {MORE, LESS}
    return rows.loc[apart.sort_values(kind="stable", ascending=not bound).index]


def _matched(claim: Claim, known: Evidence, matching: pd.DataFrame) -> Finding:
    """A count that was reported; exits of the same days stand beside it.

    A caveat where the count began before the wave, or where the text gives it in its own voice and
    leaves known exits out. A count told in another's name is judged by whether it was given.
    """
    row = matching.iloc[0]
    flows = [
        f for f in migration.net_flows(known.table("border_crossings")) if row["key"] in f.rows
    ]
    span = f"{day(row['period_start'], year=False)} to {day(row['period_end'])}"
    told = f"Reported for {span}: {quantities.separated(row['reported'])} crossings"
    early = not claim.since and row["period_start"] < pd.Timestamp(MOBILISATION)
    told += ", from before the decree" if early else ""
    unsaid = bool(flows) and claim.speaker == AUTHOR
    figures, rows, beside = (evidence.estimate(row),), (row["key"],), ""
    if flows:
        flow = flows[0]
        figures, rows = (*figures, flow.exits, flow.net), flow.rows
        beside = (
            f"Exits of the same days were {spoken(flow.exits.central)}: a net"
            f" {spoken(flow.net.central)} crossings."
        )
    return Finding(
        verdict=CAVEAT if early or unsaid else SUPPORTED,
        reason=f"{told}.",
        beside=beside,
        figures=figures,
        rows=rows,
    )


@rule(
    subject="country", looked_up=("border_crossings.geography",), value="quantity", units=("days",)
)
def reported_window(claim: Claim, known: Evidence) -> Finding:
    """The length and the end of the window behind a count, against "the past two weeks".

    The count is the one that the ledger's claim of entries into the country is matched with.
    """
    entries = [c for c in ledger() if c.rule == "reported_entries" and c.subject == claim.subject]
    if not entries:
        raise ClaimError(
            f"{claim.id}: no claim of reported_entries into {claim.subject} whose window could be"
            " judged; next: add its count to the ledger"
        )
    rows = _matching(quantities.parse(entries[0].value), _reports(entries[0], known))
    if rows.empty:
        raise NotKnownError(f"no dated count for {claim.subject}")
    row = rows.iloc[0]
    days = (row["period_end"] - row["period_start"]).days + 1
    length = Estimate.exactly(days, "days", "window of the report, both days counted")
    late = (pd.Timestamp(written()[0]) - row["period_end"]).days
    ends = " to ".join(day(row[f"period_{end}"], year=False) for end in ("start", "end"))
    told = f"The count covers {days} days, {ends}"
    if not within(quantities.parse(claim.value), days, days, days):
        return Finding(
            verdict=CONTRADICTED, reason=f"{told}.", figures=(length,), rows=(row["key"],)
        )
    if late <= 1:
        return Finding(verdict=SUPPORTED, reason=f"{told}.", figures=(length,), rows=(row["key"],))
    span = "two weeks" if days == 14 else f"{days} days"
    ago = " to ".join(
        dict.fromkeys(str((pd.Timestamp(d) - row["period_end"]).days) for d in written())
    )
    reason = f"{told}: {span}, but they ended {ago} days before the text was written."
    return Finding(verdict=CAVEAT, reason=reason, figures=(length,), rows=(row["key"],))


@rule(
    subject="country",
    looked_up=("border_crossings.geography",),
    value="an outlet as claimant names it",
)
def reported_by(claim: Claim, known: Evidence) -> Finding:
    """Whether a count for the country is traced to the outlet named.

    Supported or not found: that others do not name the outlet says nothing against it.
    """
    rows = migration.reports_of_entries(known.table("border_crossings"), claim.subject)
    named = rows[rows["claimant"].str.contains(claim.value, case=False, regex=False)]
    if named.empty:
        raise NotKnownError(f"no count for {claim.subject} by {claim.value}")
    return Finding(
        verdict=SUPPORTED,
        reason=f"{claim.value} gives {named.iloc[0]['reported']}.",
        rows=tuple(named["key"]),
    )


def text_parts() -> dict[str, Estimate]:
    """Entries the text itself names, by country, in crossings, as the printed number.

    A country named again counts once, as it was named first.

    Returns
    -------
    dict of Estimate
        Without width, each a number of crossings.

    Examples
    --------
    >>> {country: part.central for country, part in text_parts().items()}
    {'Kazakhstan': 200000.0, 'Georgia': 93000.0, 'Mongolia': 16000.0}
    """
    values: dict[str, float] = {}
    for c in (c for c in ledger() if c.rule == "reported_entries"):
        values.setdefault(c.subject, quantities.parse(c.value).central)
    return {
        n: Estimate.exactly(v, "crossings", "as printed in the text") for n, v in values.items()
    }


@rule(subject="Total", value="quantity", units=("crossings",))
def sum_of_parts(claim: Claim, known: Evidence) -> Finding:
    """A printed total against the parts printed beside it and against totals others printed.

    Supported if its parts give it, with a caveat if somebody prints it all the same, contradicted
    if the parts alone exceed it. Printed by nobody it was not found.
    """
    claimed = quantities.parse(claim.value)
    total = Estimate.exactly(claimed.central, "crossings", "as printed in the text")
    parts = migration.parts_of_total(text_parts(), total)
    others = published_totals(known)
    half = quantities.half_step(f"{total.central:.0f}") if claimed.qualifier == EXACT else 0
    near = others[others["central"].between(claimed.low - half, claimed.high + half)]
    gap = parts.unattributed.central
    reason = (
        f"The named parts sum to {spoken(parts.named.central)} crossings, {spoken(abs(gap))}"
        f" {'short of' if gap >= 0 else 'more than'} {claim.value}"
    )
    figures = (parts.named, parts.unattributed)
    named = parts.named
    if within(claimed, named.low, named.central, named.high):
        return Finding(verdict=SUPPORTED, reason=f"{reason}.", figures=figures)
    if not near.empty:
        row = near.iloc[0]
        told = f"{quantities.separated(row['reported'])} {row['unit']}"
        return Finding(
            verdict=CAVEAT,
            reason=f"{reason}; {row['claimant']} gave {told}, without saying how counted.",
            figures=figures,
            rows=tuple(near["key"]),
        )
    if gap < 0:
        return Finding(verdict=CONTRADICTED, reason=f"{reason}.", figures=figures)
    raise NotKnownError(f"{reason[0].lower()}{reason[1:]}, and no page prints the total")


def published_totals(known: Evidence) -> pd.DataFrame:
    """Totals over several countries that others printed for the wave, in whatever unit.

    Our own sums are not among them.
    """
    table = known.table("emigration_totals")
    return table[
        (table["geography"] == "Total")
        & (table["period_start"] >= pd.Timestamp(MOBILISATION) - timedelta(days=2))
        & table["direction"].isin(["entry", "exit", "estimate"])
        & table["unit"].isin(["crossings", "persons"])
        & (table["how_read"] != "derived")
        & table["central"].notna()
    ].sort_values("central")


@rule(subject="Total", value="quantity", units=("persons",))
def persons_estimated(claim: Claim, known: Evidence) -> Finding:
    """A number of persons who left against every estimate of persons published for the wave.

    Crossings are shown beside it and never compared. Above or below every estimate the claim is
    contradicted; inside their range, with none that holds it, it is not supported.
    """
    totals = published_totals(known)
    persons = totals[totals["unit"] == "persons"]
    if persons.empty:
        raise NotKnownError("no estimate of persons who left in the wave")
    claimed = quantities.parse(claim.value)
    holds = (persons["low"] <= claimed.high) & (persons["high"] >= claimed.low)
    ends = pd.concat([persons["high"], persons["central"], persons["low"]])
    low, top = persons["low"].min(), ends[ends < float("inf")].max()
    open_up = ", some of them open upwards" if (persons["high"] == float("inf")).any() else ""
    if holds.any():
        verdict = SUPPORTED if holds.all() else DEPENDS
    else:
        verdict = UNSUPPORTED if low <= claimed.central <= top else CONTRADICTED
    flows = [
        f
        for f in migration.net_flows(known.table("border_crossings"))
        if f.geography in text_parts() and f.end <= pd.Timestamp(written()[1])
    ]
    spread = Estimate(
        low=low,
        central=persons["central"].median(),
        high=top,
        unit="persons",
        basis="published range",
    )
    can = int(holds.sum()) or "none"
    reason = (
        f"{len(persons)} published estimates of persons run from {spoken(low)} to"
        f" {spoken(top)}{open_up}; {can} of them can mean {claim.value}."
    )
    if len(persons) == 1:
        can = "can" if holds.all() else "cannot"
        told = span(low, top) if low < top else spoken(low)
        reason = (
            f"The one published estimate of persons is {told}{open_up}, which {can} mean"
            f" {claim.value}."
        )
    return Finding(
        verdict=verdict,
        reason=reason,
        beside=_beside(flows),
        figures=(spread,),
        rows=tuple(persons["key"]),
    )


def _beside(flows: list) -> str:
    """What the parts of the text count, where exits of the same days are known."""
    told = "The parts the text names are crossings of all ages and purposes, not persons who fled"
    if not flows:
        return f"{told}."
    largest = max(flows, key=lambda f: f.entries.central)
    share = 100 * largest.exits.central / largest.entries.central
    return f"{told}; in {largest.geography} exits of the same days were {share:.0f} % of entries."
