"""How are the claims about land judged?

Rules over `chronology`'s areas and shares; read no file and draw nothing. NZZ's maps are drawn from
Liveuamap's data and have no vote of their own. War Mapper's shares are of month ends only, so they
bear on spans that begin and end there; they have no point on the days the text speaks of.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis import chronology, quantities
from analysis.case import written
from analysis.claims.declaring import LESS, MORE, rule
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
from analysis.evidence import Evidence, NotKnownError
from analysis.quantities import Estimate, spoken
from analysis.wording import day, period

HELD_MOSTLY_PCT = 50.0  # below half, "controlled" says the opposite
AGREED = 1.5  # reports within half again of each other measure the same gain


def independent(territory: pd.DataFrame) -> pd.DataFrame:
    """Areas by map makers who draw maps of their own; a redrawn map has no vote.

    A share stands for an area where no area is given: only changes are compared.
    """
    own = territory[~territory["map_maker"].isin(list(chronology.DRAWN_FROM))]
    return own.assign(area_km2=own["area_km2"].fillna(own["area_pct"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maps:
    """Changes by map maker, and who drew the first day and something later, but nothing recent."""

    changes: tuple[chronology.AreaChange, ...]
    by_maker: dict[str, Estimate]
    stale: dict[str, pd.DataFrame]
    later: pd.DataFrame

    @property
    def rows(self) -> tuple[str, ...]:
        """Rows compared, and the last ones of makers that have nothing recent."""
        last = (t.iloc[-1] for t in self.stale.values())
        keys = (*(c.rows for c in self.changes), *((r["key_start"], r["key"]) for r in last))
        return tuple(dict.fromkeys(k for pair in keys for k in pair))

    def voted(self, agreed: str) -> str:
        """A verdict on which all recent maps agree, made milder where they are not all maps."""
        if len(self.by_maker) == 1:
            return {SUPPORTED: CAVEAT, CONTRADICTED: UNSUPPORTED}[agreed]
        return DEPENDS if self.stale else agreed

    def told(self) -> str:
        """Change of each maker with the days compared, and whose vote is missing."""
        parts = [f"{n} {_signed(e.central)} % ({self._days(n)})" for n, e in self.by_maker.items()]
        told = f"Change of the area held in Ukraine: {', '.join(parts)}."
        for name, maps in self.stale.items():
            told += f" {name} has no recent map: its last is of {day(maps['as_of'].max())}."
        alone = " One map maker alone is left, and one map is one voice."
        return told + (alone if len(self.by_maker) == 1 else "")

    def between(self) -> str:
        """Range of the change over all later maps of each maker."""
        parts = [
            f"{n} {_ends(t['change'])} % (to {day(t['as_of'].max())})"
            for n, t in self.later.groupby("map_maker")
        ]
        return f" Over all later maps: {', '.join(parts)}."

    def _days(self, name: str) -> str:
        own = [c for c in self.changes if c.family == name]
        first = min(c.start for c in own)
        ends = sorted({c.end for c in own if c.start == first})
        if len(ends) == 1:
            return period(first, ends[0])
        return f"{day(first)} to {day(ends[0])} or {day(ends[-1])}"


def _ends(changes: pd.Series) -> str:
    """Least and largest change, or the one that both are."""
    return " to ".join(dict.fromkeys((_signed(changes.min()), _signed(changes.max()))))


def _signed(change: float) -> str:
    return f"{round(change, 1) + 0:+.1f}"  # adding 0 takes the sign off a zero


def _maps(claim: Claim, known: Evidence, until: date) -> _Maps:
    """Maps of independent makers over the claim's span, its first day counted or not."""
    first = date.fromisoformat(claim.since)
    starts = tuple(f"{d:%Y-%m-%d}" for d in (first, first + timedelta(days=1)))
    end = min(until, known.as_of or until)
    if end <= first:
        raise NotKnownError(f"the maps to compare begin on {claim.since} only")
    territory = independent(known.table("territory_national"))
    changes = chronology.area_changes(territory, starts, end)
    if not changes:
        raise NotKnownError(f"no map series covers both {claim.since} and {end:%Y-%m-%d}")
    by_maker = chronology.change_by_family(changes)
    later = _later(territory, starts, end)
    stale = {n: t for n, t in later.groupby("map_maker") if n not in by_maker}
    return _Maps(changes=changes, by_maker=by_maker, stale=stale, later=later)


def _later(territory: pd.DataFrame, starts: tuple[str, ...], end: date) -> pd.DataFrame:
    """Every map after a starting day, with its change against that day in %, by day."""
    drawn = territory[territory["area_km2"].notna() & (territory["map_maker"] != "")]
    begun = drawn[drawn["as_of"].isin(pd.to_datetime(list(starts)))]
    columns = ["map_maker", "series", "as_of", "area_km2", "key"]
    both = begun[columns].merge(drawn[columns], on=columns[:2], suffixes=("_start", ""))
    both = both[(both["as_of"] > both["as_of_start"]) & (both["as_of"] <= pd.Timestamp(end))]
    change = 100 * (both["area_km2"] / both["area_km2_start"] - 1)
    return both.assign(change=change).sort_values(["as_of", "key"], ignore_index=True)


@rule(subject="which comparison, in words", units=("km2",), window=("since", "until"))
def area_less(claim: Claim, known: Evidence) -> Finding:
    """Area held at the end of the claim's span against its beginning: less?

    Supported if every map maker shows a fall over its whole range, contradicted if every one shows
    a rise, else it depends on the map. With one maker left it is a step milder, and where a maker
    who drew the beginning has no recent map the others are not all: it depends on the source.
    """
    maps = _maps(claim, known, date.fromisoformat(claim.until))
    summary = maps.by_maker
    fell = all(e.high < 0 for e in summary.values())
    rose = all(e.low > 0 for e in summary.values())
    verdict = maps.voted(SUPPORTED if fell else CONTRADICTED) if fell or rose else DEPENDS
    return Finding(
        verdict=verdict, reason=maps.told(), figures=tuple(summary.values()), rows=maps.rows
    )


@rule(
    subject="which forecast, in words",
    value="quantity",
    optional=True,
    units=("%", "km2"),
    window=("since",),
)
def ground_lost(claim: Claim, known: Evidence) -> Finding:
    """A forecast of lost ground against the newest maps.

    A claim that states a share is contradicted when every map shows more land than on the day of
    the text; one that states none is then only not supported, since defeat may come otherwise. One
    maker alone, or a maker without a recent map, leaves it a step milder.
    """
    territory = independent(known.table("territory_national"))
    drawn = territory[(territory["map_maker"] != "") & (territory["as_of"] > claim.since)]
    if drawn[drawn["as_of"] > pd.Timestamp(written()[1])].empty:
        raise NotKnownError("a forecast, and no later map is known")
    maps = _maps(claim, known, drawn["as_of"].max().date())
    summary = maps.by_maker
    claimed = quantities.parse(claim.value or "more than 0")
    came = [e.high < 0 and _as_much(claimed, -e.central) for e in summary.values()]
    rose = [e.low > 0 for e in summary.values()]
    if any(came):
        verdict = maps.voted(SUPPORTED) if all(came) else DEPENDS
    else:
        verdict = maps.voted(CONTRADICTED) if all(rose) and claim.value else UNSUPPORTED
    return Finding(
        verdict=verdict,
        reason=maps.told() + maps.between(),
        figures=tuple(summary.values()),
        rows=maps.rows,
    )


def _as_much(claimed: quantities.Quantity, change: float) -> bool:
    """Whether a change is as large as claimed; one of "less than" must not be larger."""
    return change <= claimed.high if claimed.qualifier == LESS else change >= claimed.low


@rule(
    subject="which regions, in words",
    value="quantity",
    optional=True,
    units=("%",),
    qualifiers=(LESS,),
)
def regions_partly_held(claim: Claim, known: Evidence) -> Finding:
    """Share of each oblast held, against "only in part".

    Contradicted if all are held wholly within a map's error, with a caveat if some are; what is
    not held wholly is held in part, so nothing lies between.
    """
    held, whole = _held(claim, known)
    verdict = CONTRADICTED if whole.all() else CAVEAT if whole.any() else SUPPORTED
    return _shares(held, whole, verdict)


@rule(
    subject="which regions, in words",
    value="quantity",
    optional=True,
    units=("%",),
    qualifiers=(MORE,),
)
def regions_controlled(claim: Claim, known: Evidence) -> Finding:
    """Share of each oblast held, against "controlled" or "more than" a share: all, most or not."""
    held, whole = _held(claim, known)
    mostly = (held["central"] >= HELD_MOSTLY_PCT).all()
    return _shares(held, whole, SUPPORTED if whole.all() else CAVEAT if mostly else CONTRADICTED)


def _held(claim: Claim, known: Evidence) -> tuple[pd.DataFrame, pd.Series]:
    """Shares held, and which of them are all that the claim means, within a map's error."""
    held = chronology.shares_held(known.table("territory_oblasts"), written()[1])
    claimed = quantities.parse(claim.value or "less than 100")
    everything = claimed.low if claimed.qualifier == MORE else claimed.high
    return held, chronology.maybe_whole(held, min(everything, 100.0))


def _shares(held: pd.DataFrame, whole: pd.Series, verdict: str) -> Finding:
    told = ", ".join(f"{r.region} {r.central:.1f} %" for r in held.itertuples())
    told = "; ".join(filter(None, (told, chronology.whole_in_words(held.loc[whole, "region"]))))
    shares = tuple(Estimate.exactly(c, "%", "area on the map") for c in held["central"])
    return Finding(
        verdict=verdict, reason=f"Held: {told}.", figures=shares, rows=tuple(held["key"])
    )


@rule(
    subject="event|aspect",
    looked_up=("events.event", "events.aspect"),
    value="quantity",
    units=("km2",),
)
def gain_reported(claim: Claim, known: Evidence) -> Finding:
    """Reported gains of ground against the size the ledger calls for, and against each other."""
    rows = event_rows(claim, known, claim.subject.partition("|")[2])
    areas = pd.Series([quantities.parse(f).central for f in rows["found"]])
    claimed = quantities.parse(claim.value)
    enough = areas.map(lambda area: _as_much(claimed, area))
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
    told = (
        f"Reported gains run from {spoken(areas.min())} to {spoken(areas.max())} km2, {apart:.1f}"
        " times apart and over different weeks"
    )
    if areas.min() == areas.max():
        told = f"The gain reported is {spoken(areas.min())} km2"
    reason = f"{told}; {claim.value} km2 are called substantial here.{interest(rows)}"
    return Finding(verdict=verdict, reason=reason, figures=(spread,), rows=tuple(rows["key"]))
