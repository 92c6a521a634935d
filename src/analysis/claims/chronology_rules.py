"""How are the claims about dates, quoted words and territory judged?

Rules over `chronology`; read no file and draw nothing.
"""

import pandas as pd

from analysis import chronology, quantities
from analysis.claims.ledger import (
    CAVEAT,
    CONTRADICTED,
    DEPENDS,
    SUPPORTED,
    UNCHECKABLE,
    UNSUPPORTED,
    Claim,
    Finding,
)
from analysis.evidence import WRITTEN, Evidence, NotKnownError
from analysis.quantities import Estimate, spoken

GRADES = {
    "verbatim": SUPPORTED,
    "shortened": CAVEAT,
    "reordered": CAVEAT,
    "edited": CAVEAT,
    "merged": CAVEAT,
    "summary by another": UNSUPPORTED,
    "other speaker": UNSUPPORTED,
}  # how far quoted words are the speaker's own -> verdict
HELD_WHOLLY_PCT = 95.0  # an oblast is called controlled from this share of its area
HELD_MOSTLY_PCT = 50.0  # below this it is not
AFTERWARDS = "2022-12-31"  # end of the year of the text: "only a matter of time" needs some time
ROUTED_PCT = 50.0  # forces routed have lost at least half of what they held
WEEK_DAYS = (4, 10)  # days that round to one week
RECENT = ("2022-09-30",)  # from the proclamation to the text
KHARKIV = (("2022-09-05", "2022-09-06"), "2022-09-12")  # eve and end of the retreat


def _event(claim: Claim, known: Evidence, aspect: str) -> pd.DataFrame:
    """Rows of one aspect of the claim's event."""
    table = known.table("events")
    rows = table[(table["event"] == claim.subject.partition("|")[0]) & (table["aspect"] == aspect)]
    if rows.empty:
        raise NotKnownError(f"no {aspect} of '{claim.subject.partition('|')[0]}'")
    return rows


def event_on_day(claim: Claim, known: Evidence) -> Finding:
    """The day of an event against the day, week or month the text gives."""
    first, last = chronology.when(claim.value, WRITTEN)
    rows = chronology.event_days(known.table("events"), claim.subject)
    inside = rows["day"].between(pd.Timestamp(first), pd.Timestamp(last))
    day = f"{rows['day'].iloc[0]:%A %-d %B %Y}"
    verdict = SUPPORTED if inside.all() else DEPENDS if inside.any() else CONTRADICTED
    span = f"{first:%-d %B %Y}" if first == last else f"{first:%-d %B %Y} to {last:%-d %B %Y}"
    reason = f"It happened on {day}; the text means {span}."
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
        f"{start:%-d %B} plus {number} days is {later:%-d %B %Y}; counting the first day as day 1,"
        f" day {number} is {inclusive:%-d %B}."
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
    rows = _event(claim, known, "planned hours to Kyiv")
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


def quoted_words(claim: Claim, known: Evidence) -> Finding:
    """How far the words in quotation marks are the speaker's own, by one scale for all speakers."""
    rows = _event(claim, known, "wording")
    row = rows.iloc[0]
    detail = f": {row['note']}" if isinstance(row["note"], str) and row["note"] else ""
    return Finding(
        verdict=GRADES[row["found"]],
        reason=f"Wording graded '{row['found']}'{detail}.",
        rows=tuple(rows["key"]),
    )


def fact_as_described(claim: Claim, known: Evidence) -> Finding:
    """A described fact against what the source describes."""
    rows = _event(claim, known, claim.subject.partition("|")[2])
    row = rows.iloc[0]
    detail = f" ({row['note']})" if isinstance(row["note"], str) and row["note"] else ""
    if row["found"] == claim.value:
        verdict = SUPPORTED
    elif row["found"].startswith("not "):
        verdict = UNSUPPORTED
    else:
        verdict = CONTRADICTED
    return Finding(
        verdict=verdict, reason=f"Found: {row['found']}{detail}.", rows=tuple(rows["key"])
    )


def same_day(claim: Claim, known: Evidence) -> Finding:
    """Whether two events share a day."""
    events = known.table("events")
    first, second = (chronology.event_days(events, e) for e in claim.subject.split("|"))
    a, b = first["day"].iloc[0], second["day"].iloc[0]
    verdict = SUPPORTED if a == b else CONTRADICTED
    reason = f"One fell on {a:%A %-d %B %Y}, the other on {b:%A %-d %B %Y}."
    return Finding(verdict=verdict, reason=reason, rows=(*first["key"], *second["key"]))


def unanimous_vote(claim: Claim, known: Evidence) -> Finding:
    """Votes against, and whether the votes for can have been cast."""
    rows = {
        a: _event(claim, known, a).iloc[0]
        for a in ("votes against, all four treaties", "votes for, largest", "deputies registered")
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
    rows = _event(claim, known, aspect)
    claimed = quantities.parse(claim.value).estimate(claim.unit)
    found = [quantities.parse(r.found).estimate(r.unit) for r in rows.itertuples()]
    agree = [claimed.overlaps(f) and f.low >= claimed.low for f in found]
    table = known.table("events")
    scope = table[(table["event"] == event) & (table["aspect"] == "scope")]
    verdict = SUPPORTED if all(agree) else DEPENDS if any(agree) else CONTRADICTED
    told = " and ".join(quantities.separated(f) for f in rows["found"])
    reason = f"Reported: {told} {claim.unit}; the text says {claim.value}."
    if verdict == SUPPORTED and not scope.empty:
        verdict, reason = (
            CAVEAT,
            reason[:-1] + f", but the count has another scope: {scope.iloc[0]['found']}.",
        )
    return Finding(
        verdict=verdict, reason=reason, figures=tuple(found), rows=(*rows["key"], *scope["key"])
    )


def occasions(claim: Claim, known: Evidence) -> Finding:
    """Number of dated occasions found, against a word for several."""
    rows = _event(claim, known, "occasion")
    found = rows["found"].nunique()
    verdict = SUPPORTED if found >= quantities.parse(claim.value).low else UNSUPPORTED
    reason = f"{found} dated occasions are held: {', '.join(sorted(set(rows['found'])))}."
    return Finding(
        verdict=verdict,
        reason=reason,
        figures=(Estimate.exactly(found, "occasions", "occasions held"),),
        rows=tuple(rows["key"]),
    )


def one_reading(claim: Claim, known: Evidence) -> Finding:
    """A reading the text gives as the one, against how many were offered."""
    rows = _event(claim, known, claim.subject.partition("|")[2])
    offered = float(rows.iloc[0]["found"])
    verdict = SUPPORTED if offered <= 1 else CAVEAT
    reason = f"{spoken(offered)} readings were offered: {rows.iloc[0]['note']}."
    figure = Estimate.exactly(offered, "readings", "as reported")
    return Finding(verdict=verdict, reason=reason, figures=(figure,), rows=tuple(rows["key"]))


def days_before(claim: Claim, known: Evidence) -> Finding:
    """Days between an event and the text, against "a week ago"."""
    rows = chronology.event_days(known.table("events"), claim.subject)
    ago = [(pd.Timestamp(d) - rows["day"].iloc[0]).days for d in WRITTEN]
    inside = [WEEK_DAYS[0] <= a <= WEEK_DAYS[1] for a in ago]
    verdict = SUPPORTED if all(inside) else CAVEAT if any(inside) else CONTRADICTED
    reason = (
        f"It lay {ago[0]} or {ago[1]} days back, by the two ways of dating the text; {WEEK_DAYS[0]}"
        f" to {WEEK_DAYS[1]} days round to a week."
    )
    figure = Estimate(
        low=ago[0], central=ago[0], high=ago[1], unit="days", basis="two ways of dating the text"
    )
    return Finding(verdict=verdict, reason=reason, figures=(figure,), rows=tuple(rows["key"]))


def _changes(
    known: Evidence, starts: tuple[str, ...], end
) -> tuple[dict[str, Estimate], tuple[str, ...]]:
    """Change by map maker between two days, and the rows behind it."""
    changes = chronology.that_vote(
        chronology.area_changes(
            known.table("territory_national"), starts, min(end, known.as_of or end)
        )
    )
    if not changes:
        raise NotKnownError("no map series covers both days")
    return chronology.change_by_family(changes), tuple(
        dict.fromkeys(k for c in changes for k in c.rows)
    )


def _direction(summary: dict[str, Estimate], rows: tuple[str, ...], told: str) -> Finding:
    """Verdict on "less".

    By whether every map maker, some or none shows a fall over its whole range.
    """
    fell = [e.high < 0 for e in summary.values()]
    rose = [e.low > 0 for e in summary.values()]
    verdict = SUPPORTED if all(fell) else CONTRADICTED if all(rose) else DEPENDS
    listed = ", ".join(f"{name} {e.central:+.1f} %" for name, e in summary.items())
    return Finding(
        verdict=verdict, reason=f"{told}: {listed}.", figures=tuple(summary.values()), rows=rows
    )


def area_change(claim: Claim, known: Evidence) -> Finding:
    """Area held on the day of the text against the end of the first week, by map maker."""
    summary, rows = _changes(known, chronology.FIRST_WEEK_ENDS, WRITTEN[0])
    return _direction(summary, rows, "Change of the area held in Ukraine since 2 March")


def area_trend(claim: Claim, known: Evidence) -> Finding:
    """Area held on the day of the text against the day of the proclamation, by map maker."""
    summary, rows = _changes(known, RECENT, WRITTEN[0])
    return _direction(summary, rows, "Change of the area held in Ukraine since 30 September")


def area_lost(claim: Claim, known: Evidence) -> Finding:
    """Area held after the retreat from Kharkiv region against the eve of it, by map maker."""
    summary, rows = _changes(known, KHARKIV[0], pd.Timestamp(KHARKIV[1]).date())
    return _direction(
        summary, rows, "Change of the area held in all Ukraine from 5-6 to 12 September"
    )


def rout_followed(claim: Claim, known: Evidence) -> Finding:
    """A forecast of a rout that hindsight can test.

    Area held half a year's end later, by map maker.
    """
    territory = known.table("territory_national")
    changes = chronology.that_vote(
        chronology.area_changes(territory, (f"{WRITTEN[0]:%Y-%m-%d}",), AFTERWARDS)
    )
    if not changes:
        return Finding(
            verdict=UNCHECKABLE, reason="A forecast: nothing published by that day can decide it."
        )
    summary = chronology.change_by_family(changes)
    listed = ", ".join(f"{name} {e.central:+.1f} %" for name, e in summary.items())
    routed = [e.central <= -ROUTED_PCT for e in summary.values()]
    verdict = SUPPORTED if all(routed) else DEPENDS if any(routed) else UNSUPPORTED
    rows = tuple(dict.fromkeys(k for c in changes for k in c.rows))
    reason = f"Area held in Ukraine at the end of 2022 against the day of the text: {listed}."
    return Finding(verdict=verdict, reason=reason, figures=tuple(summary.values()), rows=rows)


def regions_partly_held(claim: Claim, known: Evidence) -> Finding:
    """Share of each oblast held, against "only in part"."""
    held = _held(known)
    verdict = SUPPORTED if (held["central"] < 100).all() else CONTRADICTED
    return Finding(
        verdict=verdict,
        reason=f"Held: {_listed(held)}.",
        figures=_shares(held),
        rows=tuple(held["key"]),
    )


def regions_controlled(claim: Claim, known: Evidence) -> Finding:
    """Share of each oblast held, against "controlled"."""
    held = _held(known)
    whole, mostly = (
        (held["central"] >= HELD_WHOLLY_PCT).all(),
        (held["central"] >= HELD_MOSTLY_PCT).all(),
    )
    verdict = SUPPORTED if whole else CAVEAT if mostly else CONTRADICTED
    return Finding(
        verdict=verdict,
        reason=f"Held: {_listed(held)}.",
        figures=_shares(held),
        rows=tuple(held["key"]),
    )


def _held(known: Evidence) -> pd.DataFrame:
    return chronology.shares_held(known.table("territory_oblasts"), WRITTEN[1])


def _listed(held: pd.DataFrame) -> str:
    return ", ".join(f"{r.region} {r.central:.1f} %" for r in held.itertuples())


def _shares(held: pd.DataFrame) -> tuple[Estimate, ...]:
    return tuple(Estimate.exactly(c, "%", "area on the map") for c in held["central"])


def reports_agree(claim: Claim, known: Evidence) -> Finding:
    """A gain that several reports measure: agreed in direction, and how far apart in size."""
    rows = _event(claim, known, claim.subject.partition("|")[2])
    areas = pd.Series([quantities.parse(f).central for f in rows["found"]])
    spread = Estimate(
        low=areas.min(),
        central=areas.median(),
        high=areas.max(),
        unit="km2",
        basis="published range",
    )
    apart = areas.max() / areas.min()
    # reports within half again of each other count as agreed
    verdict = SUPPORTED if apart < 1.5 else CAVEAT
    reason = (
        f"Reported gains run from {spoken(areas.min())} to {spoken(areas.max())} km2, {apart:.1f}"
        " times apart and over different weeks."
    )
    return Finding(verdict=verdict, reason=reason, figures=(spread,), rows=tuple(rows["key"]))


RULES = {
    f.__name__: f
    for f in (
        event_on_day,
        days_elapsed,
        planned_duration,
        quoted_words,
        fact_as_described,
        same_day,
        unanimous_vote,
        count_of,
        occasions,
        one_reading,
        days_before,
        area_change,
        area_trend,
        area_lost,
        regions_partly_held,
        regions_controlled,
        rout_followed,
        reports_agree,
    )
}
