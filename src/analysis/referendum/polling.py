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
    "polled",
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

    Parameters
    ----------
    share_pct : float
        Share that answered so, 0 to 100 %.
    sample_size : int
        People asked, 1 or more.
    level : float
        Coverage, above 0 and below 1.
    design_effect : float
        Variance over that of a simple random sample of as many, 1 or more.

    Returns
    -------
    Estimate
        Per cent; the middle is the share itself.

    Raises
    ------
    TallyError
        If the share, the sample or the level is impossible.

    Examples
    --------
    >>> found = poll_interval(30, 400, level=0.95, design_effect=1)
    >>> round(found.low, 1), found.central, round(found.high, 1)
    (25.7, 30, 34.7)
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

    Parameters
    ----------
    support : Estimate
        Support among all voters, %.
    turnout_pct : float
        Turnout, above 0 and at most 100 %.

    Returns
    -------
    Estimate
        Per cent of those who voted, at most 100.

    Raises
    ------
    TallyError
        If support or turnout leave 0-100 %, or turnout is zero.

    Examples
    --------
    >>> asked = Estimate(low=25, central=30, high=35, unit="%", basis="an example")
    >>> most = largest_share(asked, 50)
    >>> most.low, most.central, most.high
    (50.0, 60.0, 70.0)
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

    Parameters
    ----------
    support_pct : float
        Supporters among all voters, above 0 and below 100 %.
    turnout_pct : float
        Turnout, above 0 and at most 100 %.
    announced_pct : float
        Share for among those who voted, 0 to 100 %.

    Returns
    -------
    TurnoutNeeded
        Turnouts in %.

    Raises
    ------
    TallyError
        If support is 0 or 100 %, or a share is out of range.

    Examples
    --------
    >>> found = turnout_needed(50, 60, 75)
    >>> found.supporters_pct, found.others_pct, round(found.odds_ratio, 3), found.possible
    (90.0, 30.0, 21.0, True)
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

    Parameters
    ----------
    for_votes, against_votes : float
        Votes as announced, zero or more.
    electorate : float
        Voters on the register.

    Returns
    -------
    Estimate
        Per cent; the middle is the mean of the ends and nothing more.

    Raises
    ------
    TallyError
        If votes exceed the electorate or are negative.

    Examples
    --------
    >>> found = support_bounds(600, 100, 1_000)
    >>> found.low, found.high
    (60.0, 90.0)
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
    """What each poll on a region allows, one row a poll.

    Polls of people who say they will vote bound the share by themselves. Polls about several
    regions or parts of one are included where they name the region; exit polls, votes and leaked
    targets are left out, and so are answers that name only part of those for (without special
    status) and questions about one common state.

    Parameters
    ----------
    polls : pandas.DataFrame
        Rows of `polls`.
    region : str
        Region as `speaks_of` names it.
    turnout_pct, announced_pct : float
        Announced turnout, above 0 and at most 100 %, and share for, 0 to 100 %.
    level : float
        Coverage of a poll's interval, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        In order of the last day asked; support and the largest share in %, with both ends, and the
        turnout of supporters that the announced share needs, in %.

    Raises
    ------
    TallyError
        If a share, the turnout or the level is out of range.

    Examples
    --------
    >>> from analysis import evidence
    >>> polls = evidence.known_by("2022-10-11").table("polls")
    >>> found = allowances(polls[polls["key"] == "PO03"], "Kherson", 76.86, 87.05, level=0.95)
    >>> found[["ended", "support", "most"]].round({"most": 2})
           ended  support  most
    0 2014-04-16      3.5  4.55
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
                r.region,
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

    Parameters
    ----------
    tallies, electorates : pandas.DataFrame
        Rows of `referendum_tallies` and `electorates`.

    Returns
    -------
    dict of Estimate
        Per cent, by "region (year)".

    Raises
    ------
    TallyError
        If votes exceed the register, or were not printed in full.

    Examples
    --------
    >>> from analysis import evidence
    >>> known = evidence.known_by("2022-10-11")
    >>> tallies, registers = known.table("referendum_tallies"), known.table("electorates")
    >>> found = support_in_register(tallies, registers[registers["region"] == "Kherson"])
    >>> {name: (round(e.low, 1), round(e.high, 1)) for name, e in found.items()}
    {'Kherson (2020)': (61.8, 91.4)}
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

    Parameters
    ----------
    audits : iterable of TallyAudit
        As `audit_tallies` gives.
    tallies, polls : pandas.DataFrame
        Rows of `referendum_tallies` and `polls`.
    level : float
        Coverage of a poll's interval, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        Columns of `allowances`, region, and announced (%).

    Raises
    ------
    TallyError
        If the level is out of range.

    Examples
    --------
    >>> from analysis import evidence
    >>> from analysis.referendum.findings import audit_tallies
    >>> known = evidence.known_by("2022-10-11")
    >>> tallies, polls = known.table("referendum_tallies"), known.table("polls")
    >>> audits = audit_tallies(tallies[tallies["region"] == "Kherson"])
    >>> found = all_allowances(audits, tallies, polls[polls["key"] == "PO03"], level=0.95)
    >>> found[["region", "announced", "ended", "support", "most"]].round({"most": 2})
        region  announced      ended  support  most
    0  Kherson      87.05 2014-04-16      3.5  4.55
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
