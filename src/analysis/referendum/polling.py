"""What would the polls allow, whoever took them?

Pure. For support `s` among adults and turnout `t`, nobody can be for who does not support: the
share for is at most min(1, s / t). Everything else is how unequal turnout would have to be. Bounds
that assume nothing follow Manski (1990), Am. Econ. Rev. 80, 319-323.
"""

import contextlib
import math
from dataclasses import dataclass

import pandas as pd

from analysis import resampling
from analysis.evidence import NotKnownError
from analysis.quantities import Estimate
from analysis.referendum.announced import TallyError, figure
from analysis.referendum.percentages import independent_counts
from analysis.referendum.tallies import TallyAudit

# variance of a clustered face-to-face sample over a simple random one; stated, not estimated
DESIGN_EFFECT = 1.5

_COLUMNS = [
    "key",
    "pollster",
    "party",
    "ended",
    "speaks_of",
    "question",
    "support_low",
    "support",
    "support_high",
    "most_low",
    "most",
    "most_high",
    "supporters_turnout_needed_pct",
    "odds_ratio",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnoutNeeded:
    """Turnouts of supporters and of others that make an announced share out of a poll.

    Both in % (above 100: impossible); `odds_ratio` compares their odds of voting and is NaN where a
    turnout is impossible or complete.
    """

    supporters_pct: float
    others_pct: float
    odds_ratio: float
    possible: bool


def poll_interval(
    share_pct: float, sample_size: int, *, level: float, design_effect: float = DESIGN_EFFECT
) -> Estimate:
    """Sampling error of a poll: Wilson on the effective sample.

    Raises
    ------
    TallyError
        If the share, the sample or the level is impossible.
    """
    if not 0 < level < 1:
        raise TallyError(f"wanted a coverage above 0 and below 1, found level={level}")
    if not (0 <= share_pct <= 100 and 1 <= sample_size < math.inf and design_effect >= 1):
        raise TallyError(
            "wanted a share of 0-100 %, a sample and a design effect of 1 or more, found"
            f" {share_pct}, {sample_size}, {design_effect}"
        )
    effective = max(1, round(sample_size / design_effect))
    found = resampling.wilson(round(share_pct * effective / 100), effective, level=level)
    low, high = min(found.low, share_pct), max(found.high, share_pct)
    return Estimate(
        low=low,
        central=share_pct,
        high=high,
        unit="%",
        basis=f"{found.basis}, design effect {design_effect:g}",
    )


def largest_share(support: Estimate, turnout_pct: float) -> Estimate:
    """Largest possible share for, in %, if every supporter voted and nobody else was for.

    Raises
    ------
    TallyError
        If support or turnout leave 0-100 %, or turnout is zero.
    """
    within = support.unit == "%" and support.low >= 0 and support.high <= 100
    if not 0 < turnout_pct <= 100 or not within:
        raise TallyError(
            f"wanted 0 < turnout <= 100 and support in 0-100 %, found {turnout_pct} and {support}"
        )
    low, central, high = (
        min(100.0, 100 * s / turnout_pct) for s in (support.low, support.central, support.high)
    )
    return Estimate(
        low=low,
        central=central,
        high=high,
        unit="%",
        basis=f"support over turnout; {support.basis}",
    )


def turnout_needed(support_pct: float, turnout_pct: float, announced_pct: float) -> TurnoutNeeded:
    """How unequal turnout must have been to reach an announced share from a poll.

    Raises
    ------
    TallyError
        If support is 0 or 100 %, or a share is out of range.
    """
    if not 0 < support_pct < 100 or not 0 < turnout_pct <= 100 or not 0 <= announced_pct <= 100:
        raise TallyError(
            f"wanted 0 < support < 100, 0 < turnout <= 100, found {support_pct}, {turnout_pct},"
            f" {announced_pct}"
        )
    supporters = announced_pct * turnout_pct / support_pct
    others = (100 - announced_pct) * turnout_pct / (100 - support_pct)
    possible = supporters <= 100 and others <= 100
    odds = [
        share / (100 - share) if 0 < share < 100 else float("nan") for share in (supporters, others)
    ]
    ratio = odds[0] / odds[1]
    return TurnoutNeeded(
        supporters_pct=supporters, others_pct=others, odds_ratio=ratio, possible=possible
    )


def support_bounds(for_votes: float, against_votes: float, electorate: float) -> Estimate:
    """Worst-case bounds on support in an electorate, in %.

    Everyone who did not vote was against, or was for.

    The votes are taken as announced; nothing is assumed about those absent.

    Raises
    ------
    TallyError
        If votes exceed the electorate or are negative.
    """
    within = for_votes >= 0 and against_votes >= 0 and for_votes + against_votes <= electorate
    if not within or not 0 < electorate < math.inf:
        raise TallyError(
            f"wanted votes within the electorate, found {for_votes} + {against_votes} of"
            f" {electorate}"
        )
    low, high = 100 * for_votes / electorate, 100 * (electorate - against_votes) / electorate
    return Estimate(
        low=low,
        central=(low + high) / 2,
        high=high,
        unit="%",
        basis="worst case, no assumption on those absent",
    )


def allowances(
    polls: pd.DataFrame, region: str, turnout_pct: float, announced_pct: float, *, level: float
) -> pd.DataFrame:
    """What each poll on a region allows.

    One row a poll, with age, pollster, support, largest share and turnout needed.

    Polls of people who say they will vote bound the share by themselves. Polls about several
    regions or parts of one are included where they name the region; exit polls, votes and leaked
    targets are left out, and so are answers that name only part of those for (without special
    status) and questions about one common state.
    """
    spoken_of = polls["speaks_of"].str.split(";").map(lambda regions: region in regions)
    asked = polls[spoken_of & (polls["asks_joining"] == "yes")]
    rows = []
    for r in asked.itertuples():
        support = Estimate(low=r.low, central=r.central, high=r.high, unit="%", basis="as reported")
        if r.low == r.high and r.sample_size == r.sample_size:
            support = poll_interval(r.central, int(r.sample_size), level=level)
        among_voters = r.among == "voters"
        most = support if among_voters else largest_share(support, turnout_pct)
        need = None if among_voters else turnout_needed(r.central, turnout_pct, announced_pct)
        rows.append(
            (
                r.key,
                r.pollster,
                r.pollster_party,
                r.period_end,
                r.speaks_of,
                r.question,
                support.low,
                support.central,
                support.high,
                most.low,
                most.central,
                most.high,
                need.supporters_pct if need else float("nan"),
                need.odds_ratio if need else float("nan"),
            )
        )
    return pd.DataFrame(rows, columns=_COLUMNS).sort_values("ended", ignore_index=True)


def support_in_register(tallies: pd.DataFrame, electorates: pd.DataFrame) -> dict[str, Estimate]:
    """Worst-case support in the last register of before the war.

    By region and year of that register.

    Registers are of the whole oblast. Where votes against were not printed the upper bound is 100
    %.
    """
    found = {}
    registers = electorates[
        electorates["quantity"].isin(["registered_voters", "registered_voters_implied"])
    ]
    for region, rows in registers.sort_values("as_of").groupby("region"):
        with contextlib.suppress(NotKnownError):  # no result announced yet
            counts = [*independent_counts(tallies, region), 0.0][
                :2
            ]  # where votes against were not printed nobody is excluded
            found[f"{region} ({rows.iloc[-1]['as_of']:%Y})"] = support_bounds(
                *counts, rows.iloc[-1]["central"]
            )
    return found


def all_allowances(
    audits: list[TallyAudit], tallies: pd.DataFrame, polls: pd.DataFrame, *, level: float
) -> pd.DataFrame:
    """`allowances` of every audited region together, with its region and announced share.

    Empty before any result.
    """
    parts = []
    for a in audits:
        with contextlib.suppress(NotKnownError):  # the share was announced before the turnout
            turnout = figure(tallies, a.region, "turnout")["central"]
            found = allowances(polls, a.region, turnout, a.announced.central, level=level)
            parts.append(found.assign(region=a.region, announced=a.announced.central))
    return (
        pd.concat(parts, ignore_index=True)
        if parts
        else pd.DataFrame(columns=[*_COLUMNS, "region", "announced"])
    )
