"""What must the rest of the count have been, given a partial announcement?

Pure. Protocols are not ballots: the share of protocols counted bounds nothing unless protocols
track ballots, so both readings are given.
"""

import contextlib
from dataclasses import dataclass

import pandas as pd

from analysis import quantities
from analysis.evidence import NotKnownError
from analysis.quantities import Estimate
from analysis.referendum.announced import TallyError, figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What a partial announcement implies for the part not yet counted.

    For one option ("for" or "against").

    `rest_pct` is the share among the ballots still out, if protocols track ballots (clipped to
    0-100 %; `feasible` says whether any value inside fits); `most_ballots_pct` is the largest share
    of ballots that can have been counted at all.
    """

    region: str
    option: str
    counted: Estimate
    partial: Estimate
    final: Estimate
    rest_pct: Estimate
    feasible: bool
    most_ballots_pct: Estimate


def remainder(
    region: str, counted: Estimate, partial: Estimate, final: Estimate, *, option: str = "for"
) -> Remainder:
    """Bounds on the uncounted part from one partial share and the final one.

    Each with its rounding.

    Parameters
    ----------
    region, option : str
        For the record.
    counted : Estimate
        Share of protocols counted in %, strictly between 0 and 100.
    partial, final : Estimate
        Shares in % of ballots counted, of one option and one scope: region and region, or total and
        total.

    Returns
    -------
    Remainder
        Share among the ballots still out, in %.

    Raises
    ------
    TallyError
        If the share counted leaves 0-100 or a share does.

    Examples
    --------
    >>> half, partial, final = (Estimate.exactly(x, "%", "an example") for x in (50.0, 90.0, 80.0))
    >>> found = remainder("A village", half, partial, final)
    >>> round(found.rest_pct.central, 6), found.feasible
    (70.0, True)
    """
    if not 0 < counted.low <= counted.high < 100:
        raise TallyError(f"wanted a share counted between 0 and 100, found {counted}")
    if min(partial.low, final.low) < 0 or max(partial.high, final.high) > 100:
        raise TallyError(f"wanted shares between 0 and 100 %, found {partial} and {final}")
    ends = sorted(
        _rest(c / 100, p, f)
        for c in (counted.low, counted.high)
        for p in (partial.low, partial.high)
        for f in (final.low, final.high)
    )
    middle = _rest(counted.central / 100, partial.central, final.central)
    low, central, high = (min(max(e, 0.0), 100.0) for e in (ends[0], middle, ends[-1]))
    rest = Estimate(
        low=low,
        central=central,
        high=high,
        unit="%",
        basis="rounding of the shares; protocols taken as ballots",
    )
    return Remainder(
        region=region,
        option=option,
        counted=counted,
        partial=partial,
        final=final,
        rest_pct=rest,
        feasible=ends[0] <= 100 and ends[-1] >= 0,
        most_ballots_pct=_most_ballots(partial, final),
    )


def _rest(counted: float, partial: float, final: float) -> float:
    return (final - counted * partial) / (1 - counted)


def _most_ballots(partial: Estimate, final: Estimate) -> Estimate:
    """Largest share of ballots that can have been in when `partial` was announced.

    Whatever the rest was.
    """

    def bound(p: float, f: float) -> float:
        return 100.0 if p == f else 100 * ((100 - f) / (100 - p) if p < f else f / p)

    ends = sorted(bound(p, f) for p in (partial.low, partial.high) for f in (final.low, final.high))
    high = 100.0 if partial.overlaps(final) else ends[-1]
    central = min(max(bound(partial.central, final.central), ends[0]), high)
    return Estimate(
        low=ends[0],
        central=central,
        high=high,
        unit="%",
        basis="rounding of both shares; the rest all for, or none",
    )


def remainders(tallies: pd.DataFrame, timeline: pd.DataFrame) -> tuple[Remainder, ...]:
    """Every partial announcement with a final share of the same scope.

    Total with total, region with region.

    Parameters
    ----------
    tallies, timeline : pandas.DataFrame
        Rows of `referendum_tallies` and `count_timeline`.

    Returns
    -------
    tuple of Remainder
        One for each option with a final share, in %.

    Raises
    ------
    TallyError
        If a share leaves 0 to 100 %.

    Examples
    --------
    >>> from analysis import evidence
    >>> known = evidence.known_by("2022-10-11")
    >>> timeline = known.table("count_timeline")
    >>> one = timeline[timeline["announcement"] == "CT35"]
    >>> found = remainders(known.table("referendum_tallies"), one)
    >>> [(r.region, r.option, round(r.rest_pct.central, 1)) for r in found]
    [('Luhansk', 'for', 97.2)]
    """
    wide = timeline[timeline["quantity"].isin(["share counted", "share for", "share against"])]
    found = []
    for (_, region, stage), rows in wide.groupby(["announcement", "region", "stage"]):
        told = rows.set_index("quantity")
        if (
            not {"share counted", "share for"} <= set(told.index)
            or not 0 < told.loc["share counted", "high"] < 100
        ):
            continue
        for option in ("for", "against"):
            final = _final(tallies, timeline, region, stage, option)
            if final is not None and f"share {option}" in told.index:
                partial = quantities.printed(told.loc[f"share {option}", "reported"], "%")
                c = told.loc["share counted"]
                counted = Estimate(
                    low=c["low"],
                    central=c["central"],
                    high=c["high"],
                    unit="%",
                    basis="as announced",
                )
                found.append(remainder(region, counted, partial, final, option=option))
    return tuple(found)


def _final(
    tallies: pd.DataFrame, timeline: pd.DataFrame, region: str, stage: str, option: str
) -> Estimate | None:
    """Final share of one option and scope.

    None where it was neither printed nor follows from printed counts.
    """
    with contextlib.suppress(NotKnownError):
        if stage == "all":
            if option == "for":
                return quantities.printed(figure(tallies, region, "share_for")["reported"], "%")
            votes, ballots = (
                figure(tallies, region, q)["central"] for q in ("against_votes", "ballots_cast")
            )
            return Estimate.exactly(100 * votes / ballots, "%", "printed counts")
        if stage == "in region":
            names = (
                (f"{option}_votes", "ballots_cast"),
                (f"in_Russia_{option}", "in_Russia_voted"),
            )
            (votes, ballots), (less, away) = (
                [figure(tallies, region, q)["central"] for q in pair] for pair in names
            )
            return Estimate.exactly(
                100 * (votes - less) / (ballots - away), "%", "printed counts less those in Russia"
            )
    done = timeline[(timeline["region"] == region) & (timeline["stage"] == stage)].pivot_table(
        index="announcement", columns="quantity", values="central"
    )
    done = (
        done[done.get("share counted", pd.Series(dtype=float)) == 100]
        if "share counted" in done
        else done.iloc[:0]
    )
    share = f"share {option}"
    return (
        quantities.printed(f"{done[share].iloc[0]:.2f}", "%")
        if share in done and len(done)
        else None
    )


def counting_path(timeline: pd.DataFrame) -> pd.DataFrame:
    """Shares announced during the count, one row an announcement, in counting order.

    Announcements that cover only the stations in Russia are left out.

    Parameters
    ----------
    timeline : pandas.DataFrame
        Rows of `count_timeline`.

    Returns
    -------
    pandas.DataFrame
        Columns region, counted_pct, for_pct (both %).

    Examples
    --------
    >>> from analysis import evidence
    >>> timeline = evidence.known_by("2022-10-11").table("count_timeline")
    >>> path = counting_path(timeline[timeline["region"] == "Donetsk"])
    >>> path[["counted_pct", "for_pct"]]
    quantity  counted_pct  for_pct
    0               56.85    94.75
    1               82.00    99.06
    2              100.00    99.23
    """
    wide = timeline.pivot_table(
        index=["announcement", "region", "stage"],
        columns="quantity",
        values="central",
        aggfunc="first",
    )
    wide = wide.reindex(columns=["share counted", "share for"]).dropna().reset_index()
    wide = wide[wide["stage"] != "stations in Russia"].rename(
        columns={"share counted": "counted_pct", "share for": "for_pct"}
    )
    return wide[["region", "counted_pct", "for_pct"]].sort_values(
        ["region", "counted_pct"], ignore_index=True
    )
