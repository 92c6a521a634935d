"""How are the claims about land judged?

Rules over `chronology`'s areas and shares; read no file and draw nothing. NZZ's maps are drawn from
Liveuamap's data and have no vote of their own. War Mapper's shares are of month ends only, so they
bear on spans that begin and end there; they have no point on the days the text speaks of.
"""

from datetime import date, timedelta

import pandas as pd

from analysis import chronology, quantities
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
from analysis.evidence import WRITTEN, Evidence, NotKnownError
from analysis.quantities import Estimate, spoken
from analysis.wording import day

HELD_WHOLLY_PCT = 95.0  # a map's own error is a few per cent, so no oblast need reach 100
HELD_MOSTLY_PCT = 50.0  # below half, "controlled" says the opposite
AGREED = 1.5  # reports within half again of each other measure the same gain


def independent(territory: pd.DataFrame) -> pd.DataFrame:
    """Areas by map makers who draw maps of their own; a redrawn map has no vote.

    A share stands for an area where no area is given: only changes are compared.
    """
    own = territory[~territory["map_maker"].isin(list(chronology.DRAWN_FROM))]
    return own.assign(area_km2=own["area_km2"].fillna(own["area_pct"]))


def _changes(claim: Claim, known: Evidence, until: date) -> tuple[dict[str, Estimate], tuple]:
    """Change by independent map maker over the claim's span, its first day counted or not."""
    first = date.fromisoformat(claim.since)
    starts = tuple(f"{d:%Y-%m-%d}" for d in (first, first + timedelta(days=1)))
    territory = independent(known.table("territory_national"))
    changes = chronology.area_changes(territory, starts, min(until, known.as_of or until))
    if not changes:
        raise NotKnownError(f"no map series covers both {claim.since} and {until:%Y-%m-%d}")
    rows = tuple(dict.fromkeys(k for c in changes for k in c.rows))
    return chronology.change_by_family(changes), rows


def _listed(summary: dict[str, Estimate]) -> str:
    return ", ".join(f"{name} {e.central:+.1f} %" for name, e in summary.items())


def area_less(claim: Claim, known: Evidence) -> Finding:
    """Area held at the end of the claim's span against its beginning: less?

    Supported if every map maker shows a fall over its whole range, contradicted if every one shows
    a rise, else it depends on the map. No caveat and no *not supported*: a fall is one or is none.
    """
    summary, rows = _changes(claim, known, date.fromisoformat(claim.until))
    fell = [e.high < 0 for e in summary.values()]
    rose = [e.low > 0 for e in summary.values()]
    verdict = SUPPORTED if all(fell) else CONTRADICTED if all(rose) else DEPENDS
    reason = (
        f"Change of the area held in Ukraine from {day(claim.since)} to"
        f" {day(claim.until)}: {_listed(summary)}."
    )
    return Finding(verdict=verdict, reason=reason, figures=tuple(summary.values()), rows=rows)


def ground_lost(claim: Claim, known: Evidence) -> Finding:
    """A forecast of lost ground against the newest maps.

    A claim that states a share is contradicted when every map shows more land than on the day of
    the text; one that states none is then only not supported, since defeat may come otherwise.
    """
    territory = known.table("territory_national")
    drawn = territory[(territory["map_maker"] != "") & (territory["as_of"] > claim.since)]
    if drawn[drawn["as_of"] > pd.Timestamp(WRITTEN[1])].empty:
        raise NotKnownError("a forecast, and no later map is known")
    newest = drawn["as_of"].max().date()
    summary, rows = _changes(claim, known, newest)
    share = -quantities.parse(claim.value).low if claim.value else 0.0
    came = [e.high < 0 and e.central <= share for e in summary.values()]
    rose = [e.low > 0 for e in summary.values()]
    if all(came) or any(came):
        verdict = SUPPORTED if all(came) else DEPENDS
    else:
        verdict = CONTRADICTED if all(rose) and claim.value else UNSUPPORTED
    reason = (
        f"Change of the area held in Ukraine from the day of the text to"
        f" {day(newest)}: {_listed(summary)}."
    )
    return Finding(verdict=verdict, reason=reason, figures=tuple(summary.values()), rows=rows)


def regions_partly_held(claim: Claim, known: Evidence) -> Finding:
    """Share of each oblast held, against "only in part": held in part or not, no middle verdict."""
    held = chronology.shares_held(known.table("territory_oblasts"), WRITTEN[1])
    verdict = SUPPORTED if (held["central"] < 100).all() else CONTRADICTED
    return _held(held, verdict)


def regions_controlled(claim: Claim, known: Evidence) -> Finding:
    """Share of each oblast held, against "controlled": wholly, mostly or not."""
    held = chronology.shares_held(known.table("territory_oblasts"), WRITTEN[1])
    whole = (held["central"] >= HELD_WHOLLY_PCT).all()
    mostly = (held["central"] >= HELD_MOSTLY_PCT).all()
    return _held(held, SUPPORTED if whole else CAVEAT if mostly else CONTRADICTED)


def _held(held: pd.DataFrame, verdict: str) -> Finding:
    told = ", ".join(f"{r.region} {r.central:.1f} %" for r in held.itertuples())
    shares = tuple(Estimate.exactly(c, "%", "area on the map") for c in held["central"])
    return Finding(
        verdict=verdict, reason=f"Held: {told}.", figures=shares, rows=tuple(held["key"])
    )


def gain_reported(claim: Claim, known: Evidence) -> Finding:
    """Reported gains of ground against the size the ledger calls for, and against each other."""
    rows = event_rows(claim, known, claim.subject.partition("|")[2])
    areas = pd.Series([quantities.parse(f).central for f in rows["found"]])
    enough = areas >= quantities.parse(claim.value).low
    apart = areas.max() / areas.min()
    if enough.all():
        verdict = SUPPORTED if apart < AGREED else CAVEAT
    else:
        verdict = DEPENDS if enough.any() else CONTRADICTED
    spread = Estimate(
        low=areas.min(),
        central=areas.median(),
        high=areas.max(),
        unit="km2",
        basis="published range",
    )
    reason = (
        f"Reported gains run from {spoken(areas.min())} to {spoken(areas.max())} km2, {apart:.1f}"
        f" times apart and over different weeks; {claim.value} km2 are called substantial here,"
        f" about one part in a hundred of what was held.{interest(rows)}"
    )
    return Finding(verdict=verdict, reason=reason, figures=(spread,), rows=tuple(rows["key"]))


RULES = {
    f.__name__: f
    for f in (area_less, ground_lost, regions_partly_held, regions_controlled, gain_reported)
}
