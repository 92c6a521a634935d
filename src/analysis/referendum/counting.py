"""What must the rest of the count have been, given a partial announcement?

Pure. Protocols are not ballots: the share of protocols counted bounds nothing unless protocols track ballots, so both readings are given.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.quantities import Estimate
from analysis.referendum.tallies import TallyError


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What a partial announcement implies for the part not yet counted.

    `rest_pct` is the share for among the ballots still out, if protocols track ballots (clipped to 0-100 %; `feasible` says
    whether any value inside 0-100 % fits); `most_ballots_pct` is the largest share of ballots that can have been counted at all.
    """

    region: str
    counted_pct: float
    partial: Estimate
    final: Estimate
    rest_pct: Estimate
    feasible: bool
    most_ballots_pct: Estimate


def remainder(region: str, counted_pct: float, partial: Estimate, final: Estimate) -> Remainder:
    """Bounds on the uncounted part from one partial share and the final one, each with its rounding.

    Parameters
    ----------
    region : str
        For the record.
    counted_pct : float
        Share of protocols counted, strictly between 0 and 100.
    partial, final : Estimate
        Shares in % of ballots counted, for one and the same option.

    Raises
    ------
    TallyError
        If the share counted leaves 0-100 or a share does.
    """
    if not 0 < counted_pct < 100:
        raise TallyError(f"wanted a share counted between 0 and 100, found {counted_pct}")
    if min(partial.low, final.low) < 0 or max(partial.high, final.high) > 100:
        raise TallyError(f"wanted shares between 0 and 100 %, found {partial} and {final}")
    c = counted_pct / 100
    ends = [
        (final.low - c * partial.high) / (1 - c),
        (final.central - c * partial.central) / (1 - c),
        (final.high - c * partial.low) / (1 - c),
    ]
    low, central, high = (min(max(e, 0.0), 100.0) for e in ends)
    rest = Estimate(
        low=low, central=central, high=high, unit="%", basis="rounding of both shares; protocols taken as ballots"
    )
    feasible = ends[0] <= 100 and ends[2] >= 0
    return Remainder(
        region=region, counted_pct=counted_pct, partial=partial, final=final, rest_pct=rest, feasible=feasible,
        most_ballots_pct=_most_ballots(partial, final),
    )  # fmt: skip


def _most_ballots(partial: Estimate, final: Estimate) -> Estimate:
    """Largest share of ballots that can have been in when `partial` was announced, whatever the rest was."""

    def bound(p: float, f: float) -> float:
        if p == f:
            return 100.0
        return 100 * ((100 - f) / (100 - p) if p < f else f / p)

    ends = sorted(bound(p, f) for p in (partial.low, partial.high) for f in (final.low, final.high))
    central = min(max(bound(partial.central, final.central), ends[0]), ends[-1])
    return Estimate(
        low=ends[0],
        central=central,
        high=ends[-1],
        unit="%",
        basis="rounding of both shares; the rest all for, or none",
    )


def counting_path(timeline: pd.DataFrame) -> pd.DataFrame:
    """Shares announced during the count: region, counted_pct, for_pct, one row an announcement, in counting order.

    Announcements that cover only the stations in Russia are left out.
    """
    wide = timeline.pivot_table(
        index=["announcement", "region", "stage"], columns="quantity", values="central", aggfunc="first"
    )
    wide = wide.reindex(columns=["share counted", "share for"]).dropna().reset_index()
    wide = wide[wide["stage"] != "stations in Russia"].rename(
        columns={"share counted": "counted_pct", "share for": "for_pct"}
    )
    return wide[["region", "counted_pct", "for_pct"]].sort_values(["region", "counted_pct"], ignore_index=True)
