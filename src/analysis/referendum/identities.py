"""Which printed numbers contradict one another, and what single slip would repair them?

Pure. An identity is a relation that printed numbers must satisfy within their rounding. Repairs are
all one-digit edits and swaps of two neighbouring digits of one printed number; the share of
alternative announcements that some such slip would "repair" as well says how little one repair
proves.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import quantities
from analysis.evidence import NotKnownError
from analysis.referendum.tallies import REGIONS, TallyAudit, TallyError, figure

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

    Raises
    ------
    TallyError
        If the text is not a plain number.
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
    """Whether two printed numbers differ by one slip: "digit", "swap", or "" for neither."""
    if one == other:
        return ""
    digit = len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    return "digit" if digit else slips(one).get(other, "")


def share_identity(tallies: pd.DataFrame, region: str) -> Identity:
    """Votes for over ballots against the printed share.

    Raises
    ------
    TallyError
        If a figure is not known.
    """
    rows = {
        n: figure(tallies, region, q)
        for n, q in (
            ("votes for", "for_votes"),
            ("ballots", "ballots_cast"),
            ("share", "share_for"),
        )
    }
    texts = {n: r["reported"] for n, r in rows.items()}

    def share(given: dict[str, str]) -> float:
        votes, ballots = float(given["votes for"]), float(given["ballots"])
        return 100 * votes / ballots if ballots > 0 and votes <= ballots else np.nan

    return _ratio_identity(region, "votes for / ballots = share", texts, "share", share, rows)


def _ratio_identity(
    region: str,
    name: str,
    texts: dict[str, str],
    printed: str,
    ratio: Callable[[dict[str, str]], float],
    rows: dict[str, pd.Series],
) -> Identity:
    """Identity "ratio of counts = printed percentage" with its repairs and their chance."""
    said = quantities.printed(texts[printed], "%")
    counts = [n for n in texts if n != printed]
    tried = [
        (n, t, kind, ratio(texts | {n: t})) for n in counts for t, kind in slips(texts[n]).items()
    ]
    value = ratio(texts)
    repairs = [
        Repair(number=n, printed=texts[n], repaired=t, slip=k)
        for n, t, k, v in tried
        if said.low <= v < said.high
    ]
    percentages = slips(texts[printed])
    repairs += [
        Repair(number=printed, printed=texts[printed], repaired=t, slip=k)
        for t, k in percentages.items()
        if quantities.printed(t, "%").low <= value < quantities.printed(t, "%").high
    ]
    holds = said.low <= value < said.high
    reached = np.array([v for *_, v in tried])
    return Identity(
        region=region,
        name=name,
        holds=holds,
        residual=value - said.central,
        unit="% points",
        repairs=() if holds else tuple(repairs),
        tried=len(tried) + len(percentages),
        chance_pct=_chance_pct(
            reached[np.isfinite(reached)], value, value - said.central, said.high - said.low
        ),
        rows=tuple(r["key"] for r in rows.values()),
    )


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


def sum_identity(region: str, name: str, parts: dict[str, pd.Series], total: pd.Series) -> Identity:
    """Printed parts against a printed total, exact.

    A part read off as the remainder makes the relation empty and is refused.

    Raises
    ------
    TallyError
        If a part was itself computed from the total.
    """
    for n, row in parts.items():
        if "residual" in str(row["claimant"]) or row["how_read"] == "derived":
            raise TallyError(
                f"{region}: {n} was computed from the total, so the sum proves nothing"
            )
    texts = {n: r["reported"] for n, r in parts.items()} | {"total": total["reported"]}

    def gap(given: dict[str, str]) -> float:
        return sum(float(v) for n, v in given.items() if n != "total") - float(given["total"])

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
        rows=(*(r["key"] for r in parts.values()), total["key"]),
    )


def identities(tallies: pd.DataFrame) -> tuple[Identity, ...]:
    """Every identity that independently printed numbers of the four regions imply."""
    done = []
    for region in REGIONS:
        try:
            done.append(share_identity(tallies, region))
        except NotKnownError:  # not announced by then
            continue
    try:
        parts = {q: figure(tallies, "Luhansk", q) for q in ("in_region_voted", "in_Russia_voted")}
        done.append(
            sum_identity(
                "Luhansk",
                "region + Russia = ballots",
                parts,
                figure(tallies, "Luhansk", "ballots_cast"),
            )
        )
    except NotKnownError:  # not announced by then
        return tuple(done)
    return tuple(done)


def gap_over_votes_abroad(audit: TallyAudit, abroad: quantities.Estimate) -> quantities.Estimate:
    """How many times the votes cast abroad fit into the gap of ballots.

    Two would mean that they were counted twice.

    The rounding of the announced share and the doubt of the votes abroad are both carried through.
    The relation was found after looking.

    Raises
    ------
    TallyError
        If nobody voted abroad.
    """
    if abroad.low <= 0:
        raise TallyError("no votes abroad: the ratio is undefined")
    gaps = [
        audit.ballots - 100 * audit.for_votes / s
        for s in (audit.announced.low, audit.announced.central, audit.announced.high)
    ]
    low, central, high = gaps[0] / abroad.high, gaps[1] / abroad.central, gaps[2] / abroad.low
    return quantities.Estimate(
        low=low,
        central=central,
        high=high,
        unit="ratio",
        basis="rounding of the share and of the votes abroad",
    )
