"""Do printed options and parts add up to the printed totals?

Pure and exact. Repairs are the slips of `identities`.
"""

from collections.abc import Iterator

from analysis.referendum.announced import TallyError
from analysis.referendum.identities import Identity, Repair, slips
from analysis.referendum.printed import Place, Printed
from analysis.referendum.shares import FEW
from analysis.referendum.tally import Tally


def sum_identity(region: str, name: str, parts: dict[str, Printed], total: Printed) -> Identity:
    """Printed parts against a printed total, exact.

    A part read off as the remainder makes the relation empty and is refused.

    Parameters
    ----------
    region, name : str
        The vote and the relation, for the record.
    parts : dict of Printed
        Parts by name, none of them computed from the total.
    total : Printed
        Printed total.

    Returns
    -------
    Identity
        Residual in votes: parts less total.

    Raises
    ------
    TallyError
        If a part was itself computed from the total, or a number was not printed in full.

    Examples
    --------
    >>> yes = Printed(quantity="votes", option="yes", reported="600")
    >>> no = Printed(quantity="votes", option="no", reported="309")
    >>> valid = Printed(quantity="valid", reported="990")
    >>> found = sum_identity("A village", "votes", {"yes": yes, "no": no}, valid)
    >>> found.holds, found.residual
    (False, -81)
    >>> [(r.printed, r.repaired, r.slip) for r in found.repairs]
    [('309', '390', 'swap'), ('990', '909', 'swap')]
    """
    for n, part in parts.items():
        if part.derived:
            raise TallyError(
                f"{region}: {n} was computed from the total, so the sum proves nothing"
            )
    texts = {n: f.digits for n, f in (parts | {"total": total}).items()}

    def gap(given: dict[str, str]) -> int:
        return sum(int(v) for n, v in given.items() if n != "total") - int(given["total"])

    tried = [(n, t, k) for n in texts for t, k in slips(texts[n]).items()]
    residual = gap(texts)
    repairs = tuple(
        Repair(number=n, printed=texts[n], repaired=t, slip=k)
        for n, t, k in tried
        if gap(texts | {n: t}) == 0
    )
    reach = {gap(texts | {n: t}) - residual for n, t, _ in tried}
    span = max(abs(residual), 1000)
    return Identity(
        region=region,
        name=name,
        holds=residual == 0,
        residual=residual,
        unit="votes",
        repairs=() if residual == 0 else repairs,
        tried=len(tried),
        chance_pct=100 * sum(abs(r) <= span for r in reach) / (2 * span + 1),
        rows=(*(f.key for f in parts.values()), total.key),
    )


def sums_of(tally: Tally) -> list[tuple[Place, Identity]]:
    """Every sum that the numbers of a tally must satisfy, with its place.

    Options make the valid votes, with blank ballots where they count as valid; options, invalid and
    blank ballots make the ballots; parts make the whole. Sums with a number that was computed from
    the others are left out.
    """
    found = []
    for place in tally.places:
        for tried in _inside(tally, place):
            made = [_summed(tally, parts, total) for parts, total in tried]
            made = [m for m in made if m is not None]
            if made:
                found.append((place, next((m for m in made if m.holds), made[0])))
    for announcement in tally.announcements:
        whole = Place(announcement=announcement)
        found += [(whole, i) for i in part_sums(tally, announcement)]
    return found


_Sum = tuple[tuple[Printed, ...], Printed]


def _inside(tally: Tally, place: Place) -> list[list[_Sum]]:
    """Sums inside one place, each in the readings that are tried one after the other."""
    votes = tally.all("votes", place) if tally.complete else ()
    valid, ballots, invalid, blank = (
        tally.all(q, place) for q in ("valid", "ballots", "invalid", "blank")
    )
    sums = []
    if valid and len(votes) > 1:
        sums.append([(votes, valid[0]), (votes + blank, valid[0])])
    if ballots and invalid and len(votes) > 1:
        sums.append([(votes + invalid + blank, ballots[0]), (votes + invalid, ballots[0])])
    if ballots and valid and invalid:
        sums.append([(valid + invalid, ballots[0]), (valid + invalid + blank, ballots[0])])
    return sums


def _summed(tally: Tally, parts: tuple[Printed, ...], total: Printed) -> Identity | None:
    """One sum; none if a number was computed from the others or not printed in full."""
    if any(f.derived or not f.exact for f in (*parts, total)):
        return None
    return sum_identity(tally.name, _named(parts, total), {f.label: f for f in parts}, total)


def _named(parts: tuple[Printed, ...], total: Printed) -> str:
    votes = [f for f in parts if f.quantity == "votes"]
    rest = [f.label for f in parts if f.quantity != "votes"]
    told = [f.label for f in votes] if len(votes) <= FEW else [f"votes of {len(votes)} options"]
    return f"{' + '.join(told + rest)} = {total.label}"


def part_sums(
    tally: Tally, announcement: str = "final", quantities: tuple[str, ...] = ()
) -> Iterator[Identity]:
    """Parts against the whole, for every number that each part and the whole have.

    Parameters
    ----------
    tally : Tally
        Numbers of a vote.
    announcement : str
        In which announcement.
    quantities : tuple of str
        Only these quantities; all counts without it.
    """
    names = tally.parts(announcement)
    places = {n: Place(announcement=announcement, part=n) for n in names}
    whole = Place(announcement=announcement)
    for total in (f for f in tally.figures if f.place == whole and f.unit != "%"):
        asked = not quantities or total.quantity in quantities
        if len(names) < 2 or not asked or not total.exact:
            continue
        if all(tally.has(total.quantity, total.option, p) for p in places.values()):
            parts = {n: tally.one(total.quantity, total.option, p) for n, p in places.items()}
            if all(f.exact and not f.derived for f in parts.values()):
                name = f"{' + '.join(names)} = {total.label}"
                yield sum_identity(tally.name, name, parts, total)
