"""Which printed numbers contradict one another, and what single slip would repair them?

Pure. An identity is a relation that printed numbers must satisfy within their rounding, which
`shares` decides in whole numbers. Repairs are
all one-digit edits and swaps of two neighbouring digits of one printed number; the share of
alternative announcements that some such slip would "repair" as well says how little one repair
proves.
"""

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import quantities
from analysis.referendum.announced import TallyError
from analysis.referendum.printed import IN_ALL, Place
from analysis.referendum.shares import ShareOf, follows, share_of, whole_beyond
from analysis.referendum.tallies import TallyAudit
from analysis.referendum.tally import Tally, tally_of

NEIGHBOURHOOD_PCT = (
    0.1  # least distance, in points, within which other announcements are tried for chance repairs
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One slip of one printed number that makes an identity hold."""

    number: str
    printed: str
    repaired: str
    slip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One relation and how it fares.

    `residual` is left side less right side, in `unit`; `tried` counts the slips tried; `chance_pct`
    is the share of announcements no further off (in %) that some slip would repair as well.
    """

    region: str
    name: str
    holds: bool
    residual: float
    unit: str
    repairs: tuple[Repair, ...]
    tried: int
    chance_pct: float
    rows: tuple[str, ...]


def slips(printed: str) -> dict[str, str]:
    """All texts one slip away from a printed number: text -> "digit" or "swap".

    Leading zeros are left out.

    Parameters
    ----------
    printed : str
        Digits, with at most one decimal point.

    Returns
    -------
    dict of str
        Texts other than the one printed.

    Raises
    ------
    TallyError
        If the text is not a plain number.

    Examples
    --------
    >>> found = slips("12")
    >>> found["21"], found["13"], len(found)
    ('swap', 'digit', 18)
    """
    if not printed.replace(".", "", 1).isdigit():
        raise TallyError(f"{printed!r} is not a plain printed number")
    out: dict[str, str] = {}
    for i, old in enumerate(printed):
        if old.isdigit():
            out |= {
                printed[:i] + new + printed[i + 1 :]: "digit" for new in "0123456789" if new != old
            }
    digits = [i for i, c in enumerate(printed) if c.isdigit()]
    for i, j in itertools.pairwise(digits):
        swapped = list(printed)
        swapped[i], swapped[j] = swapped[j], swapped[i]
        out.setdefault("".join(swapped), "swap")
    return {
        t: kind for t, kind in out.items() if t != printed and (t[0] != "0" or t.startswith("0."))
    }


def slip_between(one: str, other: str) -> str:
    """Whether two printed numbers differ by one slip: "digit", "swap", or "" for neither.

    Marks of thousands are no difference; a number not printed in full has no slips.

    Parameters
    ----------
    one, other : str
        Numbers as printed.

    Returns
    -------
    str
        The kind of slip.

    Examples
    --------
    >>> slip_between("1,234", "1,934"), slip_between("1234", "2134"), slip_between("1234", "4321")
    ('digit', 'swap', '')
    """
    try:
        one, other = quantities.plain(one, ""), quantities.plain(other, "")
    except quantities.QuantityError:
        return ""
    if one == other:
        return ""
    digit = len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    return "digit" if digit else slips(one).get(other, "")


def share_identity(tallies: pd.DataFrame, region: str) -> Identity:
    """Votes for over ballots, or over valid votes if it holds of them, against the printed share.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of `referendum_tallies`.
    region : str
        A region of the table.

    Returns
    -------
    Identity
        Residual in the unit that it names.

    Raises
    ------
    evidence.NotKnownError
        If a figure is not known.
    TallyError
        If the region is unknown, a figure was not printed in full, or votes exceed the whole.

    Examples
    --------
    >>> from analysis import evidence
    >>> tallies = evidence.known_by("2022-10-11").table("referendum_tallies")
    >>> share_identity(tallies, "Kherson").holds
    True
    """
    return identity_of_share(tally_of(tallies, region))


def identity_of_share(tally: Tally, option: str = "for", place: Place = IN_ALL) -> Identity:
    """Votes of an option over the whole of which its printed share holds, against that share.

    Raises
    ------
    evidence.NotKnownError
        If a figure is not known.
    TallyError
        If a figure was not printed in full, or votes exceed the whole.
    """
    told = share_of(tally, option, place)
    if not 0 <= told.votes <= told.whole or told.whole == 0:
        raise TallyError(
            f"{tally.name}: wanted votes within {told.over.name}, found more, or no ballot"
        )
    counts = _slipped_counts(told)
    repairs = [r for r, votes, whole in counts if follows(votes, whole, told.share)]
    shares = slips(told.share)
    repairs += [
        Repair(number="share", printed=told.share, repaired=t, slip=kind)
        for t, kind in shares.items()
        if follows(told.votes, told.whole, t)
    ]
    value, said = 100 * told.votes / told.whole, float(told.share)
    reached = np.array([100 * v / w for _, v, w in counts if 0 <= v <= w and w > 0])
    width = 10.0 ** -len(told.share.partition(".")[2])
    return Identity(
        region=tally.name,
        name=f"{told.part} / {told.over.name} = share",
        holds=told.held,
        residual=value - said,
        unit="% points",
        repairs=() if told.held else tuple(repairs),
        tried=len(counts) + len(shares),
        chance_pct=_chance_pct(reached, value, value - said, width),
        rows=tuple(r.key for r in told.rows.values()),
    )


def _slipped_counts(told: ShareOf) -> list[tuple[Repair, int, int]]:
    """Every slip of one count, with the votes and the whole it gives."""
    found = []
    for name, text in told.texts.items():
        for slipped, kind in slips(text).items():
            counts = {n: int(t) for n, t in (told.texts | {name: slipped}).items()}
            repair = Repair(number=name, printed=text, repaired=slipped, slip=kind)
            found.append((repair, counts[told.part], told.over.of(counts)))
    return found


def _chance_pct(reached: np.ndarray, value: float, residual: float, width: float) -> float:
    """Share, in %, of announcements as little off that some slip of one number would repair."""
    reach = max(abs(residual), NEIGHBOURHOOD_PCT)
    grid = np.round(np.arange(value - reach, min(value + reach, 100), width), 2)
    cells = np.floor((reached - grid[0]) / width)
    by_count = np.unique(cells[(cells >= 0) & (cells < grid.size)]).astype(int)
    hit = np.zeros(grid.size, dtype=bool)
    hit[by_count] = True
    by_share = np.array([float(t) for t in slips(f"{value:.2f}") if t.count(".") == 1])
    hit |= (np.abs(grid[:, None] - by_share) < width / 2).any(axis=1)
    return float(100 * hit.mean())


def gap_over_votes_abroad(audit: TallyAudit, abroad: quantities.Estimate) -> quantities.Estimate:
    """How many times the votes cast abroad fit into the gap of ballots.

    Two would mean that they were counted twice.

    The rounding of the announced share and the doubt of the votes abroad are both carried through.
    The relation was found after looking.

    Parameters
    ----------
    audit : TallyAudit
        Share against its own counts, from `share_audit`.
    abroad : Estimate
        Votes cast abroad, above zero.

    Returns
    -------
    Estimate
        Ratio, in "ratio".

    Raises
    ------
    TallyError
        If nobody voted abroad.

    Examples
    --------
    >>> from analysis import evidence
    >>> from analysis.referendum.tallies import share_audit
    >>> tallies = evidence.known_by("2022-10-11").table("referendum_tallies")
    >>> abroad = quantities.Estimate.exactly(39_500, "votes", "about 39500, as reported")
    >>> gap = gap_over_votes_abroad(share_audit(tallies, "Zaporizhzhia"), abroad)
    >>> round(gap.central, 1), gap.unit
    (2.0, 'ratio')
    """
    if abroad.low <= 0:
        raise TallyError("no votes abroad: the ratio is undefined")
    said = audit.announced
    gaps = [
        whole_beyond(audit.for_votes, audit.whole, s) for s in (said.low, said.central, said.high)
    ]
    low, central, high = gaps[0] / abroad.high, gaps[1] / abroad.central, gaps[2] / abroad.low
    return quantities.Estimate(
        low=low,
        central=central,
        high=high,
        unit="ratio",
        basis="rounding of the share and of the votes abroad",
    )
