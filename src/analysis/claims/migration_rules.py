"""How are the claims about leaving Russia judged?

Rules over `migration`; read no file and draw nothing.
"""

from datetime import timedelta

import pandas as pd

from analysis import evidence, migration, quantities
from analysis.claims.ledger import (
    CAVEAT,
    CONTRADICTED,
    DEPENDS,
    SUPPORTED,
    UNSUPPORTED,
    Claim,
    Finding,
    ledger,
)
from analysis.evidence import WRITTEN, Evidence, NotKnownError
from analysis.quantities import Estimate, spoken

MOBILISATION = "2022-09-21"  # day of the decree
EMPTY_FROM_PCT = 50.0  # a country "emptied" of a group has lost at least half of it
SPOKEN_TO = 0.002  # spoken figures are rounded to two parts in a thousand


def reported_entries(claim: Claim, known: Evidence) -> Finding:
    """A count of entries against every count reported for that country in the wave."""
    rows = migration.reports_of_entries(known.table("border_crossings"), claim.subject)
    if rows.empty:
        raise NotKnownError(f"no entries into {claim.subject} over several days")
    claimed = quantities.parse(claim.value)
    half = quantities.printed(claim.value.removeprefix("more than "), "crossings")
    step = max(half.high - half.central, SPOKEN_TO * claimed.central)
    matching = rows[(rows["central"] - claimed.central).abs() <= step]
    if not matching.empty:
        return _matched(claim, known, matching)
    wave = rows[rows["period_start"] >= pd.Timestamp(MOBILISATION)]
    low, high = wave["central"].min(), rows["central"].max()
    spread = Estimate(
        low=low,
        central=rows["central"].median(),
        high=high,
        unit="crossings",
        basis="published range",
    )
    told = (
        f"Reported entries run from {spoken(low)} to {spoken(high)} crossings, by window; none"
        f" prints {claim.value}"
    )
    if low <= claimed.central <= high:
        late = wave["central"].max()
        reason = (
            f"{told}. Since the decree at most {spoken(late)} are reported; the larger counts begin"
            " before it."
        )
        return Finding(verdict=DEPENDS, reason=reason, figures=(spread,), rows=tuple(rows["key"]))
    top = rows.iloc[-1]
    day = f"{top['period_end']:%-d %B %Y}"
    reason = (
        f"The largest count found is {quantities.separated(top['reported'])} crossings by {day}; no"
        f" page with {claim.value} was found."
    )
    verdict = UNSUPPORTED if claimed.central > high else CONTRADICTED
    return Finding(
        verdict=verdict, reason=reason, figures=(evidence.estimate(top),), rows=(top["key"],)
    )


def _matched(claim: Claim, known: Evidence, matching: pd.DataFrame) -> Finding:
    """A count that was reported.

    Supported without caveat only if exits of the same window are unknown or few.
    """
    row = matching.iloc[0]
    flows = [
        f for f in migration.net_flows(known.table("border_crossings")) if row["key"] in f.rows
    ]
    entries = evidence.estimate(row)
    if not flows:
        reason = (
            f"Reported for {row['period_start']:%-d %B} to {row['period_end']:%-d %B %Y}; no exits"
            " known."
        )
        return Finding(verdict=SUPPORTED, reason=reason, figures=(entries,), rows=(row["key"],))
    flow = flows[0]
    reason = (
        f"The count is reported, and so are {spoken(flow.exits.central)} exits over the same days: "
        f"a net {spoken(flow.net.central)} crossings."
    )
    return Finding(
        verdict=CAVEAT, reason=reason, figures=(entries, flow.exits, flow.net), rows=flow.rows
    )


def reported_window(claim: Claim, known: Evidence) -> Finding:
    """The length and the end of the window behind a count, against "the past two weeks"."""
    rows = migration.reports_of_entries(known.table("border_crossings"), claim.subject)
    rows = rows[rows["central"] == text_parts()[claim.subject].central]
    if rows.empty:
        raise NotKnownError(f"no dated count for {claim.subject}")
    row = rows.iloc[-1]
    days = (row["period_end"] - row["period_start"]).days + 1
    length = Estimate.exactly(days, "days", "window of the report, both days counted")
    late = (pd.Timestamp(WRITTEN[0]) - row["period_end"]).days
    told = (
        f"The count covers {days} days, {row['period_start']:%-d %B} to {row['period_end']:%-d %B}"
    )
    if days != quantities.parse(claim.value).central:
        return Finding(
            verdict=CONTRADICTED, reason=f"{told}.", figures=(length,), rows=(row["key"],)
        )
    if late <= 1:
        return Finding(verdict=SUPPORTED, reason=f"{told}.", figures=(length,), rows=(row["key"],))
    reason = (
        f"{told}: two weeks, but they ended {late} to {late + 1} days before the text was written."
    )
    return Finding(verdict=CAVEAT, reason=reason, figures=(length,), rows=(row["key"],))


def composition_known(claim: Claim, known: Evidence) -> Finding:
    """Sex, age and profession of those who crossed, where anybody counted them."""
    table = known.table("emigration_totals")
    rows = table[(table["by_sex"] == "yes") & (table["direction"] == "entry")]
    here = rows[rows["geography"] == claim.subject]
    others = ", ".join(sorted(set(rows["geography"])))
    if not here.empty:
        return Finding(
            verdict=CAVEAT,
            reason="A count by sex exists; age and profession are not reported.",
            rows=tuple(here["key"]),
        )
    seen = f"; counts by sex exist only for {others}" if others else ""
    reason = f"No count by sex, age or profession is known for {claim.subject}{seen}."
    return Finding(verdict=UNSUPPORTED, reason=reason, rows=tuple(rows["key"]))


def reported_by(claim: Claim, known: Evidence) -> Finding:
    """Whether a count for the country is traced to the outlet named."""
    rows = migration.reports_of_entries(known.table("border_crossings"), claim.subject)
    named = rows[rows["claimant"].str.contains(claim.value, case=False, regex=False)]
    if named.empty:
        if rows.empty:
            raise NotKnownError(f"no count for {claim.subject}")
        reason = f"{len(rows)} counts for {claim.subject} are held, none of them by {claim.value}."
        return Finding(verdict=UNSUPPORTED, reason=reason, rows=tuple(rows["key"]))
    return Finding(
        verdict=SUPPORTED,
        reason=f"{claim.value} gives {named.iloc[0]['reported']}.",
        rows=tuple(named["key"]),
    )


def official_count(claim: Claim, known: Evidence) -> Finding:
    """A number attributed to an official: did that official say it?"""
    table = known.table("mobilisation")
    rows = table[(table["quantity"] == "mobilised") & (table["claimant"] == claim.subject)]
    if rows.empty:
        raise NotKnownError(f"no number of mobilised men given by {claim.subject}")
    claimed = quantities.parse(claim.value).central
    said = rows[rows["central"] == claimed]
    if said.empty:
        return Finding(
            verdict=CONTRADICTED,
            reason=f"{claim.subject} gave {', '.join(rows['reported'])}.",
            rows=tuple(rows["key"]),
        )
    row = said.iloc[0]
    reason = (
        f"{claim.subject} said {quantities.separated(row['reported'])} on {row['as_of']:%-d %B %Y};"
        " this is his count, not an independent one."
    )
    return Finding(
        verdict=SUPPORTED, reason=reason, figures=(evidence.estimate(row),), rows=tuple(said["key"])
    )


def text_parts() -> dict[str, Estimate]:
    """Entries the text itself names, by country, in crossings, as the printed number."""
    values = {
        c.subject: quantities.parse(c.value).central
        for c in ledger()
        if c.rule == "reported_entries"
    }
    return {
        n: Estimate.exactly(v, "crossings", "as printed in the text") for n, v in values.items()
    }


def sum_of_parts(claim: Claim, known: Evidence) -> Finding:
    """A printed total against the parts printed beside it and against totals others published."""
    total = Estimate.exactly(
        quantities.parse(claim.value).central, "crossings", "as printed in the text"
    )
    parts = migration.parts_of_total(text_parts(), total)
    others = _published_totals(known, "entry", "crossings")
    reason = (
        f"The named parts sum to {spoken(parts.named.central)} crossings,"
        f" {spoken(parts.unattributed.central)} short of {claim.value}"
    )
    within = quantities.half_step(f"{total.central:.0f}")
    near = others[(others["central"] - total.central).abs() <= within]
    if parts.named.overlaps(total):
        return Finding(verdict=SUPPORTED, reason=reason + ".", figures=(parts.named,), rows=())
    if not near.empty:
        reason += f"; {near.iloc[0]['claimant']} published {near.iloc[0]['reported']}."
        return Finding(
            verdict=CAVEAT,
            reason=reason,
            figures=(parts.named, parts.unattributed),
            rows=tuple(near["key"]),
        )
    reason += "; no page that publishes the total was found."
    if not others.empty:
        reason = (
            reason[:-1] + ", and gross sums of parts that others printed run from"
            f" {spoken(others['central'].min())} to {spoken(others['central'].max())}."
        )
    return Finding(
        verdict=UNSUPPORTED,
        reason=reason,
        figures=(parts.named, parts.unattributed),
        rows=tuple(others["key"]),
    )


def _published_totals(known: Evidence, direction: str, unit: str) -> pd.DataFrame:
    """Totals over several countries that others published for the wave."""
    table = known.table("emigration_totals")
    wave = table[
        (table["geography"] == "Total")
        & (table["period_start"] >= pd.Timestamp(MOBILISATION) - timedelta(days=2))
    ]
    return wave[
        (wave["direction"] == direction) & (wave["unit"] == unit) & wave["central"].notna()
    ].sort_values("central")


def crossings_are_not_persons(claim: Claim, known: Evidence) -> Finding:
    """A claim about persons made from counts of crossings."""
    crossings = known.table("border_crossings")
    wave = crossings[crossings["period_start"] >= pd.Timestamp(MOBILISATION)]
    if wave.empty:
        raise NotKnownError("no crossing since the decree is counted")
    flows = [
        f
        for f in migration.net_flows(crossings)
        if f.geography in text_parts() and f.end <= pd.Timestamp(WRITTEN[1])
    ]
    persons = _published_totals(known, "estimate", "persons")
    reason = (
        "Every part named is a count of entries of all ages, both sexes and all purposes, not of"
        " persons who fled"
    )
    if flows:
        largest = max(flows, key=lambda f: f.entries.central)
        share = 100 * largest.exits.central / largest.entries.central
        reason += f"; in {largest.geography} exits over the same days were {share:.0f} % of entries"
    if not persons.empty:
        reason += (
            f"; estimates of persons run from {spoken(persons['low'].min())} to"
            f" {spoken(persons['high'].max())}"
        )
    rows = tuple(r for f in flows for r in f.rows) + tuple(persons["key"])
    return Finding(
        verdict=UNSUPPORTED, reason=reason + ".", figures=tuple(f.net for f in flows), rows=rows
    )


def emptied_of_men(claim: Claim, known: Evidence) -> Finding:
    """The printed total as an upper bound of the share of young men.

    Even if all were men who never came back.
    """
    first, last = (int(age) for age in claim.subject.removeprefix("men ").split("-"))
    men = migration.men_of_age(known.table("male_population"), first, last)
    total = next(quantities.parse(c.value).central for c in ledger() if c.rule == "sum_of_parts")
    share = migration.share_of(
        Estimate.exactly(total, "persons", "as printed in the text"), evidence.estimate(men)
    )
    verdict = SUPPORTED if share.central >= EMPTY_FROM_PCT else CONTRADICTED
    reason = (
        f"Even if all {spoken(total)} of the text were different men of {first} to {last} who never"
        f" returned, they would be {share.central:.1f} % of the {spoken(men['central'])} men of"
        " that age."
    )
    return Finding(verdict=verdict, reason=reason, figures=(share,), rows=(men["key"],))


RULES = {
    f.__name__: f
    for f in (
        reported_entries,
        reported_window,
        composition_known,
        reported_by,
        official_count,
        sum_of_parts,
        crossings_are_not_persons,
        emptied_of_men,
    )
}
