"""How are the claims about dates and counts of events judged?

Rules over `chronology`; read no file and draw nothing.
"""

import pandas as pd

from analysis import chronology, quantities, wording
from analysis.case import written
from analysis.claims.declaring import ANY_UNIT, EVERY, LESS, MORE, rule, within
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
from analysis.evidence import Evidence
from analysis.quantities import Estimate, spoken

HALF_A_WEEK = 3.5  # days: a span told in weeks is rounded to the nearest


@rule(subject="event", looked_up=("events.event",), value="day", units=("date",))
def event_on_day(claim: Claim, known: Evidence) -> Finding:
    """The day of an event against the day, week or month the text gives."""
    first, last = chronology.when(claim.value, written())
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


@rule(subject="event", looked_up=("events.event",), value="quantity", units=("days",))
def days_elapsed(claim: Claim, known: Evidence) -> Finding:
    """Days between the invasion and the text, by subtraction and counting the first day."""
    start = chronology.event_days(known.table("events"), claim.subject)["day"].iloc[0].date()
    claimed = quantities.parse(claim.value)
    number = int(claimed.central)
    later, inclusive = (
        chronology.day_by_subtraction(start, number),
        chronology.day_inclusive(start, number),
    )
    elapsed = {(d - start).days + first for d in written() for first in (0, 1)}
    counts = known.table("events")
    keys = tuple(
        counts.loc[counts["event"].isin([claim.subject, "general-staff-day-count"]), "key"]
    )
    reason = (
        f"{wording.day(start, year=False)} plus {number} days is {wording.day(later)}; counting the"
        f" first day as day 1, day {number} is {wording.day(inclusive, year=False)}."
    )
    verdict = SUPPORTED if any(within(claimed, n, n, n) for n in elapsed) else CONTRADICTED
    return Finding(
        verdict=verdict,
        reason=reason,
        figures=(Estimate.exactly(number, "days", "arithmetic"),),
        rows=keys,
    )


@rule(subject="event", looked_up=("events.event",), value="quantity", units=("days",))
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
    claimed = quantities.parse(claim.value)
    least = claimed.qualifier == MORE
    fits = hours.min() >= 24 * claimed.low if least else hours.max() <= 24 * claimed.high
    verdict = CAVEAT if fits else CONTRADICTED
    span = (
        spoken(hours.min())
        if hours.min() == hours.max()
        else f"{spoken(hours.min())} to {spoken(hours.max())}"
    )
    reason = (
        f"{len(rows)} reports speak of a plan for {span} hours; all tell of intent at second hand."
    )
    return Finding(verdict=verdict, reason=reason, figures=(longest,), rows=tuple(rows["key"]))


@rule(
    subject="event|other event",
    looked_up=("events.event", "events.event"),
    value="'same day'",
    units=("date",),
)
def same_day(claim: Claim, known: Evidence) -> Finding:
    """Whether two events share a day."""
    events = known.table("events")
    first, second = (chronology.event_days(events, e) for e in claim.subject.split("|"))
    a, b = first["day"].iloc[0], second["day"].iloc[0]
    verdict = SUPPORTED if a == b else CONTRADICTED
    reason = f"One fell on {wording.weekday(a)}, the other on {wording.weekday(b)}."
    return Finding(verdict=verdict, reason=reason, rows=(*first["key"], *second["key"]))


@rule(subject="event|what was voted on", looked_up=("events.event",), value="'0'", units=("votes",))
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


@rule(
    subject="event|aspect",
    looked_up=("events.event", "events.aspect"),
    value="quantity",
    units=ANY_UNIT,
    qualifiers=EVERY,
)
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


@rule(
    subject="event",
    looked_up=("events.event",),
    value="quantity",
    units=("occasions",),
    qualifiers=EVERY,
)
def occasions(claim: Claim, known: Evidence) -> Finding:
    """Number of dated occasions found, against a word for several."""
    rows = event_rows(claim, known, "occasion")
    found = rows["found"].nunique()
    claimed = quantities.parse(claim.value)
    if claimed.qualifier == LESS:  # the occasions held are a minimum
        verdict = CONTRADICTED if found > claimed.high else UNSUPPORTED
    else:
        verdict = SUPPORTED if found >= claimed.low else UNSUPPORTED
    reason = f"{found} dated occasions are held: {', '.join(sorted(set(rows['found'])))}."
    return Finding(
        verdict=verdict,
        reason=reason,
        figures=(Estimate.exactly(found, "occasions", "occasions held"),),
        rows=tuple(rows["key"]),
    )


@rule(subject="event", looked_up=("events.event",), value="quantity", units=("days",))
def days_before(claim: Claim, known: Evidence) -> Finding:
    """Days between an event and the text, against "a week ago"."""
    rows = chronology.event_days(known.table("events"), claim.subject)
    ago = [(pd.Timestamp(d) - rows["day"].iloc[0]).days for d in written()]
    claimed = quantities.parse(claim.value)
    half = 0 if claimed.qualifier in {MORE, LESS} else HALF_A_WEEK
    inside = [claimed.low - half <= a <= claimed.high + half for a in ago]
    verdict = SUPPORTED if all(inside) else CAVEAT if any(inside) else CONTRADICTED
    ways = " by the two ways of dating the text;" if len(set(ago)) > 1 else ""
    reason = (
        f"It lay {' or '.join(dict.fromkeys(map(str, ago)))} days back,{ways} {claim.value}"
        f" days{', to the nearest week,' if half else ''} are at most {half} more or less."
    )
    figure = Estimate(
        low=ago[0], central=ago[0], high=ago[1], unit="days", basis="two ways of dating the text"
    )
    return Finding(verdict=verdict, reason=reason, figures=(figure,), rows=tuple(rows["key"]))
