"""Do shares, sums and turnouts of a tally agree with one another, and what slip would repair them?

Pure. Each relation that printed numbers must satisfy is an outcome; where one does not hold, every
slip of one digit is tried.
"""

import itertools
from collections.abc import Iterator

from analysis.evidence import NotKnownError
from analysis.quantities import middle_of
from analysis.referendum.announced import TallyError
from analysis.referendum.identities import Identity, identity_of_share
from analysis.referendum.outcomes import FAILS, HOLDS, TOLD, Outcome, not_run
from analysis.referendum.printed import IN_ALL, Place, Printed
from analysis.referendum.shares import follows, wholes
from analysis.referendum.sums import sums_of
from analysis.referendum.tally import Tally
from analysis.referendum.turnouts import tries_of
from analysis.wording import counted, listed

SHARE, SUM, WITHIN = ("share follows from votes", "sum", "no more than there are")
SLIP, TURNOUT = ("repair by one slip", "turnout")
TOTALS = ("valid", "ballots", "list")  # each holds the one before
BLIND = {
    SHARE: "counts and shares that were invented together agree as well",
    WITHIN: "counts that are wrong and still possible",
    SUM: "numbers that were made to add up do",
    SLIP: "whether the slip happened; many wrong numbers can be repaired by chance",
    TURNOUT: "a list, or votes, that are wrong themselves",
}


def share_tests(tally: Tally) -> Iterator[Outcome]:
    """Every printed share against the votes of its option, of ballots and of valid votes."""
    said = [f for f in tally.figures if f.quantity == "share"]
    if not said:
        yield not_run(SHARE, "no share was printed", IN_ALL)
    for f in said:
        try:
            yield from _of_share(tally, f)
        except (NotKnownError, TallyError) as e:
            yield not_run(SHARE, f"{f.option} {f.reported} %: {e}", f.place)


def _of_share(tally: Tally, said: Printed) -> Iterator[Outcome]:
    found = identity_of_share(tally, said.option, said.place)
    name = f"{said.option} {said.digits} %"
    yield Outcome(
        test=SHARE,
        place=said.place,
        outcome=HOLDS if found.holds else FAILS,
        finding=f"{name}: {_readings(tally, said)}",
        number=found.residual,
        unit="% points",
        blind=BLIND[SHARE],
        rows=found.rows,
    )
    yield from _repairs(found, said.place, name)


def _readings(tally: Tally, said: Printed) -> str:
    """What the counts give of every whole that is known, and whether that rounds to the share."""
    votes = int(_part(tally, said).digits)
    told = []
    for whole, rows in wholes(tally, said.place):
        if all(f.exact for f in rows.values()):
            made = whole.of({n: int(f.digits) for n, f in rows.items()})
            agrees = "agrees" if follows(votes, made, said.digits) else "does not agree"
            told.append(f"{100 * votes / made:.3f} % of {whole.name} {agrees}" if made else "")
    return "; ".join(filter(None, told))


def _part(tally: Tally, said: Printed) -> Printed:
    if said.option in {"invalid", "blank"}:
        return tally.one(said.option, "", said.place)
    return tally.one("votes", said.option, said.place)


def sum_tests(tally: Tally) -> Iterator[Outcome]:
    """Options against valid votes and ballots, and parts against the whole."""
    found = sums_of(tally)
    if not found:
        why = "no printed total stands beside all its parts"
        yield not_run(SUM, why if tally.complete else f"{why}, and options were left out", IN_ALL)
    for place, made in found:
        apart = "exact" if made.holds else f"apart by {made.residual:+,.0f} votes"
        yield Outcome(
            test=SUM,
            place=place,
            outcome=HOLDS if made.holds else FAILS,
            finding=f"{made.name}: {apart}",
            number=float(made.residual),
            unit="votes",
            blind=BLIND[SUM],
            rows=made.rows,
        )
        yield from _repairs(made, place, made.name)


def within_tests(tally: Tally) -> Iterator[Outcome]:
    """Whether votes are within valid votes and ballots, and ballots within the list."""
    done = [(place, pair) for place in tally.places for pair in _pairs(tally, place)]
    if not done:
        yield not_run(WITHIN, "no total stands beside a count", IN_ALL)
    for place, (name, part, whole) in done:
        yield Outcome(
            test=WITHIN,
            place=place,
            outcome=HOLDS if part <= whole else FAILS,
            finding=f"{name}: {part:,.10g} of {whole:,.10g}",
            number=whole - part,
            unit="votes left",
            blind=BLIND[WITHIN],
        )


def _pairs(tally: Tally, place: Place) -> Iterator[tuple[str, float, float]]:
    """Each count beside the smallest total that must hold it."""
    totals = {q: tally.one(q, place=place).value for q in TOTALS if tally.has(q, place=place)}
    votes = [f.value for f in tally.all("votes", place)]
    counts = {"votes": sum(votes)} if votes else {}
    for count, whole in itertools.pairwise((counts | totals).items()):
        yield f"{count[0]} within {whole[0]}", count[1], whole[1]


def _repairs(found: Identity, place: Place, name: str) -> Iterator[Outcome]:
    """Slips of one digit that would make a relation true, if it is not."""
    if found.holds:
        return
    told = [f"{r.number} {r.printed} to {r.repaired} ({r.slip})" for r in found.repairs]
    easy = f"; as easily repaired: {found.chance_pct:.0f} % of numbers no further off"
    yield Outcome(
        test=SLIP,
        place=place,
        outcome=TOLD,
        finding=f"{name}: {listed(told, 'or') + easy if told else 'no single slip repairs it'}",
        number=float(len(told)),
        unit=f"of {counted(found.tried, 'slip')} tried",
        chance=found.chance_pct / 100 if told else None,
        blind=BLIND[SLIP],
        rows=found.rows,
    )


def turnout_tests(tally: Tally) -> Iterator[Outcome]:
    """Every printed turnout that can be recomputed, of the list or from parts."""
    found = list(_turnouts(tally))
    yield from found
    seen = {o.place for o in found}
    for f in tally.figures:
        if f.quantity == "turnout" and f.place not in seen:
            yield not_run(TURNOUT, f"{f.reported} %: neither list nor parts were printed", f.place)
    if not any(f.quantity == "turnout" for f in tally.figures):
        yield not_run(TURNOUT, "no turnout was printed", IN_ALL)


def _turnouts(tally: Tally) -> Iterator[Outcome]:
    for place, make in tries_of(tally):
        try:
            check = make()
        except NotKnownError:  # one of its numbers was not announced
            continue
        except TallyError as e:
            yield not_run(TURNOUT, str(e), place)
            continue
        told, made = check.announced.central, middle_of(check.recomputed)
        yield Outcome(
            test=TURNOUT,
            place=place,
            outcome=HOLDS if check.holds else FAILS,
            finding=f"{told:g} % printed, {made} % {check.part}{_of_stations(tally, place)}",
            number=check.recomputed.central - told,
            unit="% points",
            blind=BLIND[TURNOUT],
            rows=check.rows,
        )


def _of_stations(tally: Tally, place: Place) -> str:
    """What the turnout would be of the list of the stations counted, if they are like the rest."""
    if not (tally.has("counted", place=place) and tally.has("list", place=place)):
        return ""
    share = tally.one("counted", place=place).value / 100
    ballots, listed_ = (tally.one(q, place=place).value for q in ("ballots", "list"))
    if not 0 < share < 1:
        return ""
    part = 100 * ballots / (listed_ * share)
    return f" ({part:.2f} % of the list at {100 * share:g} % of the stations)"
