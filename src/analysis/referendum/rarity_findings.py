"""How rare are such shares where votes are free?

Findings on votes of the past, on free votes as lopsided, and on one earlier vote, for a reader.
Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate, middle_of, range_of
from analysis.referendum import reference
from analysis.referendum.findings import audit_tallies
from analysis.referendum.reference import LikelihoodRatio, likelihood_ratio, select
from analysis.results import Fact, NothingKnown, nothing, speaking
from analysis.wording import counted, frame, until

LINE, LINE_OF = 98.42, "Luhansk"  # the announced share of one region, fixed as the threshold
HIGHER_TURNOUT = (98, 92)  # a share with a turnout, in %, tried beside it
LAST_YEAR = 2022  # of the reference votes
KINDS = {"on status": True, "all others": False}
ERAS = {"before 1945": (None, 1944), "since 1945": (1945, None)}
MANY_VOTES = "Switzerland"  # polity left out once, because it votes so often


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Rarity:
    """How often a share as high occurs, by kind of vote and band of democracy."""

    caption = "How often the announced share is reached, by kind of vote and democracy"

    line: float
    bands: pd.DataFrame
    everything: pd.DataFrame
    on_status: LikelihoodRatio
    last_year: int
    foreseen: str

    def sentence(self) -> str:
        """How often votes on status reached the line, in closed states and in democracies."""
        s = self.on_status
        return (
            f"{self.line} % and more was reached by {s.closed.central:.0f} % of the votes on "
            f"status in closed states and by {s.open.central:.0f} % of those in democracies."
            f"{self.foreseen}"
        )

    def table(self) -> pd.DataFrame:
        """One row a kind of vote and a band of democracy."""
        told = self.bands.sort_values(["kind", "band"])
        rows = [
            (r.kind, r.band, r.votes, r.reached, middle_of(_estimate(r)), range_of(_estimate(r)))
            for r in told.itertuples()
        ]
        titles = ("votes", "polyarchy", "number of votes", "reached the line", "in %", "range, %")
        return frame(rows, *titles)

    def facts(self) -> dict[str, Fact]:
        """Share of votes at the line in the least and in the most democratic band."""
        line = str(self.line).replace(".", "_")
        ends = {"low": self.everything.iloc[0], "high": self.everything.iloc[-1]}
        return {
            f"plebiscites_at_least_{line}_{name}_democracy_pct": Fact(
                value=b["share_pct"],
                low=b["low"],
                high=b["high"],
                unit="%",
                basis=f"{b['reached']} of {b['votes']} votes, polyarchy {b['band']}, Wilson",
                rows=("table:reference_votes",),
            )
            for name, b in ends.items()
        }


def _estimate(band) -> Estimate:
    return Estimate(low=band.low, central=band.share_pct, high=band.high, unit="%", basis="Wilson")


def how_rare(known: Evidence, p: Parameters) -> Rarity | NothingKnown:
    """How often a share at the line occurs among votes of the past.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    p : Parameters
        `as_of` ends the list of votes; `level` is for the intervals.

    Examples
    --------
    >>> from analysis import evidence, parameters, referendum
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.95, draws=2000, seed=1)
    >>> rarity = referendum.how_rare(evidence.known_by(p.day), p)
    >>> round(rarity.on_status.closed.central), round(rarity.on_status.open.central)
    (50, 11)
    """
    past = _past(known, p)
    if past.empty:
        return nothing(known, "No votes of the past were known")
    bands = pd.concat(
        reference.frequencies(select(past, sovereignty=s), LINE, level=p.level).assign(kind=kind)
        for kind, s in KINDS.items()
    )
    return Rarity(
        line=LINE,
        bands=bands,
        everything=reference.frequencies(past, LINE, level=p.level),
        on_status=likelihood_ratio(select(past, sovereignty=True), LINE, level=p.level),
        last_year=int(past["year"].max()),
        foreseen=_foreseen(known),
    )


def _past(known: Evidence, p: Parameters) -> pd.DataFrame:
    return select(known.table("reference_votes"), until=min(p.day.year, LAST_YEAR))


def _foreseen(known: Evidence) -> str:
    """Warning where the share behind the line had not been announced yet."""
    if LINE_OF in {a.region for a in audit_tallies(known.table("referendum_tallies"))}:
        return ""
    return f" The line is {LINE_OF}'s share, which had not been announced {until(known)}."


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Ratios:
    """How many times as often closed states reach the line as democracies, for sets of votes."""

    caption = "How many times as often closed states reach the line"

    ratios: dict[str, Estimate]
    votes: int
    without_index: int
    joined_with_another: int

    def sentence(self) -> str:
        """The ratio over all votes, its range by countries, and how many votes were left out."""
        every = self.ratios["all votes"]
        drawn = self.ratios["all votes, whole countries drawn"]
        moved = counted(self.joined_with_another, "vote is", "votes are")
        return (
            f"Closed states reached the line {every.central:.0f} times as often as democracies "
            f"({drawn.low:.0f} to {drawn.high:.0f} when whole countries are drawn). "
            f"{self.without_index:,} of {counted(self.votes, 'vote')} have no index; "
            f"{moved} joined with the power that ran the vote."
        )

    def table(self) -> pd.DataFrame:
        """One row a set of votes."""
        rows = [(name, middle_of(r), range_of(r)) for name, r in self.ratios.items()]
        return frame(rows, "votes", "times as often in closed states", "range")


def closed_over_open(known: Evidence, p: Parameters) -> Ratios | NothingKnown:
    """How much more often closed states reach the line than democracies, by kind, era and country.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    p : Parameters
        `as_of`, `level`, and `draws` and `seed` for drawing whole countries.

    Examples
    --------
    >>> from analysis import evidence, parameters, referendum
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.95, draws=200, seed=1)
    >>> ratios = referendum.closed_over_open(evidence.known_by(p.day), p).ratios
    >>> round(ratios["all votes"].central), round(ratios["on status"].central)
    (36, 4)
    """
    past = _past(known, p)
    if past.empty:
        return nothing(known, "No votes of the past were known")
    sets = {kind: select(past, sovereignty=s) for kind, s in KINDS.items()}
    sets |= {era: select(past, since=a, until=b) for era, (a, b) in ERAS.items()}
    sets |= {"all votes": past}
    found = {n: likelihood_ratio(v, LINE, level=p.level).ratio for n, v in sets.items()}
    share, turnout = HIGHER_TURNOUT
    both = likelihood_ratio(past, share, level=p.level, turnout_from_pct=turnout)
    return Ratios(
        ratios=found | _by_country(past, p) | {f"{share} % on {turnout} % turnout": both.ratio},
        votes=len(past),
        without_index=int(past["polyarchy"].isna().sum()),
        joined_with_another=len(known.table("polity_overrides")),
    )


def _by_country(past: pd.DataFrame, p: Parameters) -> dict[str, Estimate]:
    rng = p.rng()
    sets = {
        "all votes, whole countries drawn": past,
        f"the same without {MANY_VOTES}": past[past["polity"] != MANY_VOTES],
    }
    return {
        name: reference.ratio_by_country(votes, LINE, level=p.level, draws=p.draws, rng=rng)
        for name, votes in sets.items()
    }
