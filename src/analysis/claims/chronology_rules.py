"""How are the claims about dates and counts of events judged?

Rules over `chronology`; read no file and draw nothing.
"""

import pandas as pd

from analysis import chronology, quantities, wording
from analysis.claims.ledger import (
    CAVEAT,
    CONTRADICTED,
    DEPENDS,
    SUPPORTED,
    UNSUPPORTED,
    Claim,
    Finding,
    interest,
)
from analysis.claims.wording_rules import event_rows
from analysis.evidence import WRITTEN, Evidence
from analysis.quantities import Estimate, spoken

HALF_A_WEEK = 3.5  # days: a span told in weeks is rounded to the nearest


def event_on_day(claim: Claim, known: Evidence) -> Finding:
    """The day of an event against the day, week or month the text gives."""
    first, last = chronology.when(claim.value, WRITTEN)
    rows = chronology.event_days(known.table("events"), claim.subject)
    inside = rows["day"].between(pd.Timestamp(first), pd.Timestamp(last))
    day = wording.weekday(rows["day"].iloc[0])
    verdict = SUPPORTED if inside.all() else DEPENDS if inside.any() else CONTRADICTED
    span = " to ".join(dict.fromkeys(map(wording.day, (first, last))))
    told = {SUPPORTED: "as the text says", DEPENDS: f"the text allows {span}"}
    reason = f"It happened on {day}, {told.get(verdict, f'not on {span}')}."
    doubts = known.table("events").query("event == @claim.subject and aspect == 'doubt'")
    if verdict == SUPPORTED and not doubts.empty:
        verdict, reason = CAVEAT, f"{reason[:-1]}; {doubts.iloc[0]['found']}."
    return Finding(verdict=verdict, reason=reason, rows=(*rows["key"], *doubts["key"]))


def days_elapsed(claim: Claim, known: Evidence) -> Finding:
    """Days between the invasion and the text, by subtraction and counting the first day."""
    start = chronology.event_days(known.table("events"), claim.subject)["day"].iloc[0].date()
    number = int(quantities.parse(claim.value).central)
    later, inclusive = (
        chronology.day_by_subtraction(start, number),
        chronology.day_inclusive(start, number),
    )
    counts = known.table("events")
    keys = tuple(
        counts.loc[counts["event"].isin([claim.subject, "general-staff-day-count"]), "key"]
    )
    reason = (
        f"{wording.day(start, year=False)} plus {number} days is {wording.day(later)}; counting the"
        f" first day as day 1, day {number} is {wording.day(inclusive, year=False)}."
    )
    verdict = SUPPORTED if {later, inclusive} & set(WRITTEN) else CONTRADICTED
    return Finding(
        verdict=verdict,
        reason=reason,
        figures=(Estimate.exactly(number, "days", "arithmetic"),),
        rows=keys,
    )


def planned_duration(claim: Claim, known: Evidence) -> Finding:
    """Reported plans against a claimed intent.

    Plans are second-hand, so never more than a caveat.
    """
    rows = event_rows(claim, known, "planned hours to Kyiv")
    hours = pd.to_numeric(rows["found"])
    longest = Estimate(
        low=hours.min(),
        central=hours.median(),
        high=hours.max(),
        unit="hours",
        basis="published range",
    )
    verdict = CAVEAT if hours.max() <= 24 * quantities.parse(claim.value).central else CONTRADICTED
    span = (
        spoken(hours.min())
        if hours.min() == hours.max()
        else f"{spoken(hours.min())} to {spoken(hours.max())}"
    )
    reason = (
        f"{len(rows)} reports speak of a plan for {span} hours; all tell of intent at second hand."
    )
    return Finding(verdict=verdict, reason=reason, figures=(longest,), rows=tuple(rows["key"]))


def same_day(claim: Claim, known: Evidence) -> Finding:
    """Whether two events share a day."""
    events = known.table("events")
    first, second = (chronology.event_days(events, e) for e in claim.subject.split("|"))
    a, b = first["day"].iloc[0], second["day"].iloc[0]
    verdict = SUPPORTED if a == b else CONTRADICTED
    reason = f"One fell on {wording.weekday(a)}, the other on {wording.weekday(b)}."
    return Finding(verdict=verdict, reason=reason, rows=(*first["key"], *second["key"]))


def unanimous_vote(claim: Claim, known: Evidence) -> Finding:
    """Votes against, and whether the votes for can have been cast."""
    _, _, on = claim.subject.partition("|")
    rows = {
        a: event_rows(claim, known, a).iloc[0]
        for a in (f"votes against, {on}", "votes for, largest", "deputies registered")
    }
    against, largest, present = (float(r["found"]) for r in rows.values())
    keys = tuple(r["key"] for r in rows.values())
    if against > 0:
        return Finding(verdict=CONTRADICTED, reason=f"{spoken(against)} voted against.", rows=keys)
    if largest > present:
        reason = (
            f"No vote against, but up to {spoken(largest)} votes for were announced with"
            f" {spoken(present)} deputies registered."
        )
        return Finding(
            verdict=CAVEAT,
            reason=reason,
            figures=(Estimate.exactly(largest - present, "votes", "votes beyond attendance"),),
            rows=keys,
        )
    return Finding(verdict=SUPPORTED, reason=f"No vote against among {spoken(largest)}.", rows=keys)


def count_of(claim: Claim, known: Evidence) -> Finding:
    """A claimed count against reported ones of the same unit.

    A stated difference of scope is a caveat.
    """
    event, _, aspect = claim.subject.partition("|")
    rows = event_rows(claim, known, aspect)
    claimed = quantities.parse(claim.value).estimate(claim.unit)
    found = [quantities.parse(r.found).estimate(r.unit) for r in rows.itertuples()]
    agree = [claimed.overlaps(f) and f.low >= claimed.low for f in found]
    table = known.table("events")
    scope = table[(table["event"] == event) & (table["aspect"] == "scope")]
    verdict = SUPPORTED if all(agree) else DEPENDS if any(agree) else CONTRADICTED
    told = " and ".join(dict.fromkeys(quantities.separated(f) for f in rows["found"]))
    reason = f"Reported: {told} {claim.unit}; the text says {claim.value}."
    if verdict == SUPPORTED and not scope.empty:
        verdict, reason = (
            CAVEAT,
            reason[:-1] + f", but the count has another scope: {scope.iloc[0]['found']}.",
        )
    return Finding(
        verdict=verdict,
        reason=reason + interest(rows),
        figures=tuple(found),
        rows=(*rows["key"], *scope["key"]),
    )


def occasions(claim: Claim, known: Evidence) -> Finding:
    """Number of dated occasions found, against a word for several."""
    rows = event_rows(claim, known, "occasion")
    found = rows["found"].nunique()
    verdict = SUPPORTED if found >= quantities.parse(claim.value).low else UNSUPPORTED
    reason = f"{found} dated occasions are held: {', '.join(sorted(set(rows['found'])))}."
    return Finding(
        verdict=verdict,
        reason=reason,
        figures=(Estimate.exactly(found, "occasions", "occasions held"),),
        rows=tuple(rows["key"]),
    )


def days_before(claim: Claim, known: Evidence) -> Finding:
    """Days between an event and the text, against "a week ago"."""
    rows = chronology.event_days(known.table("events"), claim.subject)
    ago = [(pd.Timestamp(d) - rows["day"].iloc[0]).days for d in WRITTEN]
    claimed = quantities.parse(claim.value).central
    inside = [abs(a - claimed) <= HALF_A_WEEK for a in ago]
    verdict = SUPPORTED if all(inside) else CAVEAT if any(inside) else CONTRADICTED
    reason = (
        f"It lay {ago[0]} or {ago[1]} days back, by the two ways of dating the text; {claimed:.0f}"
        f" days, to the nearest week, are at most {HALF_A_WEEK} more or less."
    )
    figure = Estimate(
        low=ago[0], central=ago[0], high=ago[1], unit="days", basis="two ways of dating the text"
    )
    return Finding(verdict=verdict, reason=reason, figures=(figure,), rows=tuple(rows["key"]))


RULES = {
    f.__name__: f
    for f in (
        event_on_day,
        days_elapsed,
        planned_duration,
        same_day,
        unanimous_vote,
        count_of,
        occasions,
        days_before,
    )
}
