"""Does the count go on, from one announcement to the next, as counts do?

Pure. Counts grow; what was added has shares of its own; and a partial share leaves bounds for the
rest (`counting`).
"""

import itertools
from collections.abc import Iterator

from analysis.quantities import Estimate
from analysis.referendum.counting import remainder
from analysis.referendum.outcomes import FAILS, HOLDS, TOLD, Outcome, not_run
from analysis.referendum.printed import IN_ALL, Place
from analysis.referendum.tally import ALL, Tally, tables_of
from analysis.wording import counted, listed

FALL, BATCH = ("counts never fall", "what came between two announcements")
TWICE, REST = ("shares announced twice", "what the rest must have been")
BLIND = {
    FALL: "counts that grow as they should and are wrong",
    BATCH: "whether the later places differ for an honest reason",
    TWICE: "nothing is known of how often honest counts repeat a share",
    REST: "stations are taken as equally large",
}


def path_tests(tally: Tally) -> Iterator[Outcome]:
    """The path of the count, from each announcement to the next."""
    if len(tally.announcements) < 2:
        yield not_run(FALL, "only one announcement is in the tally", IN_ALL)
        return
    parts = dict.fromkeys(p.part for p in tally.places)
    for part in parts:
        told = [p for p in tally.places if p.part == part]
        for one, other in itertools.pairwise(told):
            yield from _falls(tally, one, other)
            yield from _between(tally, one, other)
            yield from _repeated(tally, one, other)
        yield from _rests(tally, told)


def _falls(tally: Tally, one: Place, other: Place) -> Iterator[Outcome]:
    """Whether any count or the share counted is smaller in the later announcement."""
    growing = {"ballots", "valid", "votes", "counted"}
    pairs = [
        (f, tally.one(f.quantity, f.option, other))
        for f in tally.figures
        if f.place == one and f.quantity in growing and tally.has(f.quantity, f.option, other)
    ]
    if not pairs:
        yield not_run(
            FALL,
            f"no count was announced in both {one.announcement} and {other.announcement}",
            other,
        )
        return
    fallen = [(a, b) for a, b in pairs if b.value < a.value]
    told = [f"{a.label} from {a.value:,.10g} to {b.value:,.10g}" for a, b in fallen]
    yield Outcome(
        test=FALL,
        place=other,
        outcome=FAILS if fallen else HOLDS,
        finding=f"fell: {listed(told)}" if told else f"{counted(len(pairs), 'count')} did not fall",
        number=max((a.value - b.value for a, b in fallen), default=0.0),
        unit="votes",
        blind=BLIND[FALL],
        rows=tuple(f.key for pair in pairs for f in pair),
    )


def _between(tally: Tally, one: Place, other: Place) -> Iterator[Outcome]:
    """Shares among the votes that were added between two announcements."""
    tables = tables_of(tally, (one, other))
    names = [n for n in tables[0] if n in tables[1]] if len(tables) == 2 else []
    if len(names) < 2:
        why = f"votes and total are not in both {one.announcement} and {other.announcement}"
        yield not_run(BATCH, why, other)
        return
    gained = {n: tables[1][n] - tables[0][n] for n in names}
    whole = gained.pop(ALL)
    possible = whole > 0 and all(0 <= g <= whole for g in gained.values())
    told = [f"{n} {g:+,}{_in_pct(g, whole)}" for n, g in gained.items()]
    revised = "" if possible else ", so earlier numbers were changed and not only added to"
    yield Outcome(
        test=BATCH,
        place=other,
        outcome=TOLD if possible else FAILS,
        finding=f"{whole:,} more votes{revised}: {listed(told)}",
        number=float(whole),
        unit="votes",
        blind=BLIND[BATCH],
    )


def _in_pct(gained: int, whole: int) -> str:
    return f" ({100 * gained / whole:.2f} %)" if whole > 0 else ""


def _repeated(tally: Tally, one: Place, other: Place) -> Iterator[Outcome]:
    """Shares that were announced to the digit twice."""
    both = [
        (f, tally.one("share", f.option, other))
        for f in tally.all("share", one)
        if tally.has("share", f.option, other)
    ]
    if both:
        same = [f"{a.option} {a.reported} %" for a, b in both if a.reported == b.reported]
        yield Outcome(
            test=TWICE,
            place=other,
            outcome=TOLD,
            finding=f"the same to the digit: {listed(same)}" if same else "no share was repeated",
            number=float(len(same)),
            unit=f"of {counted(len(both), 'share')}",
            blind=BLIND[TWICE],
        )


def _rests(tally: Tally, told: list[Place]) -> Iterator[Outcome]:
    """The share that the stations still out must have had, from each partial share."""
    *partial, last = told
    for place in partial:
        if not tally.has("counted", place=place):
            continue
        share = tally.one("counted", place=place).value
        if not 0 < share < 100 or _final_is_partial(tally, last):
            continue
        for f in tally.all("share", place):
            if f.exact and _exact(tally, f.option, last):
                yield _rest(tally, f.option, share, place, last)


def _exact(tally: Tally, option: str, place: Place) -> bool:
    return tally.has("share", option, place) and tally.one("share", option, place).exact


def _final_is_partial(tally: Tally, last: Place) -> bool:
    return tally.has("counted", place=last) and tally.one("counted", place=last).value < 100


def _rest(tally: Tally, option: str, counted_pct: float, place: Place, last: Place) -> Outcome:
    said, final = (tally.one("share", option, p).rounding for p in (place, last))
    made = remainder(
        tally.name, Estimate.exactly(counted_pct, "%", "as announced"), said, final, option=option
    )
    rest = f"{made.rest_pct.central:.1f} %" if made.feasible else "more than all or less than none"
    return Outcome(
        test=REST,
        place=place,
        outcome=TOLD if made.feasible else FAILS,
        finding=f"{option} {said.central:g} % with {counted_pct:g} % of stations: the rest {rest}",
        number=made.rest_pct.central,
        unit="%",
        blind=BLIND[REST],
    )
