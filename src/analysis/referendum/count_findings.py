"""What did partial results imply for the rest of the count?

Findings on the path of the count and the part counted last, for a reader. Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.referendum import counting
from analysis.referendum.counting import Remainder
from analysis.referendum.regions import chosen, of_chosen, of_regions
from analysis.results import NothingKnown, nothing, speaking
from analysis.wording import counted, frame, listed, verb

FAR_PCT = 3.0  # points between the rest of a count and the whole from which it is told


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class CountPath:
    """Shares for as they were announced during the count, one row an announcement."""

    caption = "Shares for as they were announced during the count"

    path: pd.DataFrame

    def sentence(self) -> str:
        """From where to where each region's share went."""
        return f"{'; '.join(_moved(r, g) for r, g in self.path.groupby('region'))}."

    @property
    def finding(self) -> str:
        """A share told twice to the last digit, or else the move of the region that moved most."""
        for region, rows in self.path.groupby("region", sort=False):
            told = rows["for_pct"].map("{:.2f}".format)
            if (same := rows[told.duplicated(keep=False)]).empty:
                continue
            first, last = same["counted_pct"].iloc[[0, -1]]
            share = told[same.index[0]]
            return f"{region} announced {share} % with {first:.0f} % counted, and with {last:.0f} %"
        return self.furthest

    @property
    def furthest(self) -> str:
        """The move of the region that moved most, in words."""
        spread = self.path.groupby("region")["for_pct"].agg(lambda s: s.max() - s.min())
        region = spread.idxmax()
        told = self.path[self.path["region"] == region]
        end = " as the count went on" if len(told) > 1 else ""
        return f"{_moved(region, told)}{end}"

    def table(self) -> pd.DataFrame:
        """One row an announcement."""
        told = self.path.itertuples()
        rows = [(r.region, f"{r.counted_pct:g}", f"{r.for_pct:.2f}") for r in told]
        return frame(rows, "region", "protocols counted, %", "for, %")


def _moved(region: str, told: pd.DataFrame) -> str:
    """Where the shares of one region went, in the order of counting."""
    shares = told["for_pct"]
    ends = (shares.min(), shares.max(), shares.iloc[0], shares.iloc[-1])
    low, high, first, last = (f"{v:.2f}" for v in ends)
    if len(told) == 1:
        counted_pct = told["counted_pct"].iloc[0]
        return f"{region} told a share once, {low} % with {counted_pct:g} % of protocols counted"
    if low == high:
        return f"{region} stayed at {low} %"
    if shares.is_monotonic_increasing or shares.is_monotonic_decreasing:
        return f"{region} moved from {first} to {last} %"
    return f"{region} moved between {low} and {high} %"


def path_of_count(known: Evidence, p: Parameters | None = None) -> CountPath | NothingKnown:
    """Partial results in the order of counting.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    p : Parameters, optional
        `region` chooses one region; all without it.

    Examples
    --------
    >>> from analysis import evidence, referendum
    >>> referendum.path_of_count(evidence.known_by("2022-10-11")).furthest
    'Donetsk moved from 94.75 to 99.23 % as the count went on'
    """
    timeline = of_regions(known.table("count_timeline"), p)
    path = counting.counting_path(timeline) if len(timeline) else timeline
    if path.empty:
        return nothing(known, f"No partial result{of_chosen(p)} had been announced")
    return CountPath(path=path)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class RestOfCount:
    """What partial shares and final ones imply for the part counted last."""

    caption = "What must have been true of the part counted last"

    remainders: tuple[Remainder, ...]

    @property
    def far(self) -> tuple[Remainder, ...]:
        """Those that leave a rest far from the whole."""
        return tuple(r for r in self.remainders if not r.feasible or _apart(r) > FAR_PCT)

    def sentence(self) -> str:
        """How many partial shares leave a rest far from the final share, and where."""
        known, far = len(self.remainders), len(self.far)
        told = f"{counted(known, 'partial result')} with a final one for the same voters"
        if not far:
            return f"{told} {verb(known, 'was', 'were')} known; in none is the rest far from it."
        places = listed(dict.fromkeys(r.region for r in self.far))
        return f"Of {told}, {far} {verb(far, 'needs', 'need')} a rest far from it: {places}."

    def table(self) -> pd.DataFrame:
        """One row a partial share that leaves a rest far from the final one."""
        return frame(
            [_rest(r) for r in self.far],
            "region",
            "option",
            "protocols in, %",
            "share then, %",
            "share in the end, %",
            "the rest had to be, %",
            "ballots in at most, %",
        )


def _apart(r: Remainder) -> float:
    return abs(r.rest_pct.central - r.final.central)


def _rest(r: Remainder) -> tuple:
    rest = f"{r.rest_pct.central:.1f}" if r.feasible else "impossible"
    shares = (f"{r.partial.central:.2f}", f"{r.final.central:.2f}")
    return (
        r.region,
        r.option,
        f"{r.counted.central:g}",
        *shares,
        rest,
        f"{r.most_ballots_pct.high:.1f}",
    )


def rest_of_count(known: Evidence, p: Parameters | None = None) -> RestOfCount | NothingKnown:
    """Bound the share that the part counted last must have had.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    p : Parameters, optional
        `region` chooses one region; all without it.

    Examples
    --------
    >>> from analysis import evidence, referendum
    >>> rest = referendum.rest_of_count(evidence.known_by("2022-10-11"))
    >>> len(rest.remainders), len(rest.far)
    (20, 4)
    """
    found = counting.remainders(known.table("referendum_tallies"), known.table("count_timeline"))
    found = tuple(r for r in found if r.region in chosen(p))
    if not found:
        what = f"No partial share{of_chosen(p)} with a final one of the same scope was known"
        return nothing(known, what)
    return RestOfCount(remainders=found)
