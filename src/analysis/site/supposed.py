"""What would the estimate of persons abroad be, supposing a reader knew one assumption?

The assumption that matters most, over a grid of its values, and the account that leads from
crossings to persons. Computed when the site is built, with the parameters notebook 02 begins with.
"""

from dataclasses import dataclass
from functools import lru_cache

from analysis import claims, evidence, migration, parameters
from analysis.case import written
from analysis.evidence import Evidence
from analysis.migration import StillAbroad
from analysis.parameters import Parameters
from analysis.quantities import Estimate, middle_of, parse, range_of
from analysis.site.ladders import Ladder, waterfall
from analysis.site.sourced import Sourced, sourced

SHARES_PCT = range(0, 65, 5)  # grid of the slider
WIDTH = 150  # px of a range in the table
NAMES = {
    "entries": "Entries in three weeks: crossings",
    "exits": "Exits of the same days: taken off",
    "usual net": "Who come in usual times: taken off",
    "gone on": "Gone on to other countries: persons",
    "not counted": "Gone where nobody counted: assumed",
    "still abroad": "Still abroad: persons",
}  # step of the account, as a reader says it


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """The estimate for every share of a grid, beside the total that the text prints.

    `rows` have share_pct, told, beside, and ends of a bar in px; `at` is the place of the text's
    total, `assumed` what the estimate assumes: least, most likely and most, in %.
    """

    rows: tuple[dict, ...]
    assumed: tuple[int, int, int]
    at: float
    source: Sourced
    width: int = WIDTH


def account() -> Ladder:
    """The account from crossings to persons, with its doubt."""
    return waterfall("From crossings to people, step by step", _estimate().abroad.ranges, NAMES)


def supposed() -> Supposed:
    """The estimate for every share that may have gone where nobody counted."""
    p, inputs = _as_told(), _estimate().inputs
    shares = tuple(s / 100 for s in SHARES_PCT)
    found = migration.uncounted_at(inputs, shares, level=p.level, draws=p.draws, seed=p.seed)
    text = parse(claims.claim("C55").value).central
    scale = WIDTH / max(text, *(e.high for e in found.values()))
    prior = inputs.shared[migration.UNCOUNTED]
    ends = (prior.low, prior.mode, prior.high)
    return Supposed(
        rows=tuple(_row(round(100 * s), e, text, scale) for s, e in found.items()),
        assumed=tuple(round(100 * e) for e in ends),
        at=round(text * scale, 1),
        source=sourced((prior.key,))[0],
    )


def _row(share_pct: int, found: Estimate, text: float, scale: float) -> dict:
    beside = "above" if text > found.high else "below" if text < found.low else "inside"
    ends = (found.low, found.central, found.high)
    return {
        "share_pct": share_pct,
        "told": f"{middle_of(found)} ({range_of(found)})",
        "beside": f"{beside} the range",
        "bar": tuple(round(e * scale, 1) for e in ends),
    }


def _as_told() -> Parameters:
    """Parameters that notebook 02 begins with."""
    given = {"as_of": f"{written()[1]}", "hindsight": False, "level": 0.95}
    return parameters.check(**given, draws=2000, seed=20220923)


@lru_cache(maxsize=1)
def _estimate() -> StillAbroad:
    p = _as_told()
    priors = Evidence(None).table("priors")
    return migration.still_abroad(evidence.known_by(p.day), priors, p)
