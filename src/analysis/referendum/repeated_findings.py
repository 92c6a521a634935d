"""Which printed figures can be recomputed, and which were printed twice?

Findings on turnouts, a gap of ballots and figures with two forms, for a reader. Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis import evidence, quantities
from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate, middle_of, range_of, separated
from analysis.referendum import announced
from analysis.referendum.findings import audit_all, gap_of_ballots
from analysis.referendum.identities import gap_over_votes_abroad, slip_between
from analysis.referendum.regions import chosen, of_chosen, of_regions
from analysis.referendum.tallies import TallyAudit
from analysis.referendum.turnouts import TurnoutCheck, turnout_checks
from analysis.results import Fact, NothingKnown, nothing, of, speaking
from analysis.wording import counted, frame, listed, verb, yes_no

APART_PCT = 1.0  # points between share and votes from which a gap of ballots is worth explaining
SLIPS = {
    "digit": "one digit",
    "swap": "a swap of two neighbouring digits",
    "": "more than one slip",
}


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Turnouts:
    """Printed turnouts beside those that their parts give."""

    caption = "The printed turnout, and the turnout that its parts give"

    checks: tuple[TurnoutCheck, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """Evidence rows used."""
        return tuple(key for c in self.checks for key in c.rows)

    def sentence(self) -> str:
        """One sentence a turnout."""
        return " ".join(
            f"{c.region}, turnout {_part(c)}: {c.announced.central:.2f} % was announced, the parts "
            f"give {middle_of(c.recomputed)} %, which {'agrees' if c.holds else 'does not agree'}."
            for c in self.checks
        )

    def table(self) -> pd.DataFrame:
        """One row a turnout."""
        rows = [(c.region, _part(c), *_shares(c), yes_no(c.holds)) for c in self.checks]
        titles = ("region", "turnout", "announced, %", "by its parts, %", "range, %", "agrees")
        return frame(rows, *titles)

    def facts(self) -> dict[str, Fact]:
        """Turnouts by their parts."""
        names = {"total": "", "in the region": "_in_region"}
        told = {f"{c.region.lower()}{names[c.part]}": c for c in self.checks}
        return {f"{n}_turnout_recomputed_pct": of(c.recomputed, c.rows) for n, c in told.items()}


def _shares(check: TurnoutCheck) -> tuple[str, str, str]:
    said = f"{check.announced.central:.2f}"
    return said, middle_of(check.recomputed), range_of(check.recomputed)


def _part(check: TurnoutCheck) -> str:
    return "in total" if check.part == "total" else check.part


def turnouts_recomputed(known: Evidence, p: Parameters | None = None) -> Turnouts | NothingKnown:
    """Recompute every printed turnout whose parts were printed too.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    p : Parameters, optional
        `region` chooses one region; all without it.

    Examples
    --------
    >>> from analysis import evidence, referendum
    >>> known = evidence.known_by("2022-10-11")
    >>> referendum.turnouts_recomputed(known).table()["announced, %"].tolist()
    ['94.15', '75.78']
    """
    done = turnout_checks(known.table("referendum_tallies"))
    done = tuple(c for c in done if c.region in chosen(p))
    if done:
        return Turnouts(checks=done)
    return nothing(known, f"No turnout{of_chosen(p)} could be recomputed from printed parts")


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class CountedTwice:
    """A gap of ballots beside the votes cast in Russia."""

    caption = "Ballots too many, beside the votes cast in Russia"

    audit: TallyAudit
    times: Estimate
    in_russia: str
    row: str

    @property
    def rows(self) -> tuple[str, ...]:
        """Evidence rows used."""
        return *self.audit.rows, self.row

    def sentence(self) -> str:
        """How many times the votes in Russia fit into the gap, and what that is worth."""
        return (
            f"{self.audit.region}'s gap of {middle_of(gap_of_ballots(self.audit))} ballots is "
            f"{middle_of(self.times)} ({range_of(self.times)}) times the votes cast in Russia "
            f"({self.in_russia}). "
            "An inference and no proof: the relation was found after looking."
        )

    def table(self) -> pd.DataFrame:
        """One row."""
        gap = middle_of(gap_of_ballots(self.audit))
        times = middle_of(self.times), range_of(self.times)
        row = (self.audit.region, gap, self.in_russia, *times)
        return frame([row], "region", "ballots too many", "votes in Russia", "times", "range")

    def facts(self) -> dict[str, Fact]:
        """The ratio."""
        return {f"{self.audit.region.lower()}_gap_over_russian_vote": of(self.times, (self.row,))}


def votes_counted_twice(
    known: Evidence, p: Parameters | None = None
) -> CountedTwice | NothingKnown:
    """Hold the widest gap between share and votes against the votes cast in Russia.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    p : Parameters, optional
        `region` chooses one region; all without it.

    Examples
    --------
    >>> from analysis import evidence, referendum
    >>> known = evidence.known_by("2022-10-11")
    >>> round(float(referendum.votes_counted_twice(known).times.central), 2)
    2.0
    """
    audits = audit_all(known, p)
    widest = audits.worst if audits else None
    if widest is None or abs(widest.announced.central - widest.from_counts.central) < APART_PCT:
        what = f"No announced share{of_chosen(p)} lay a point or more from its votes"
        return nothing(known, what)
    told = known.table("count_timeline")
    told = told[(told["region"] == widest.region) & (told["quantity"] == "voted in Russia")]
    told = told[(told["stage"] == "stations in Russia") & told["central"].notna()]
    if told.empty:
        what = f"No final number of votes of {widest.region} cast in Russia was known"
        return nothing(known, what)
    abroad = evidence.estimate(told.iloc[0])
    times = gap_over_votes_abroad(widest, abroad)
    words = quantities.separated(told.iloc[0]["reported"])
    return CountedTwice(audit=widest, times=times, in_russia=words, row=told.iloc[0]["key"])


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTwice:
    """Figures that were printed in more than one form."""

    caption = "Figures printed in two forms"

    conflicts: pd.DataFrame

    @property
    def rows(self) -> tuple[str, ...]:
        """Evidence rows used."""
        return tuple(" ".join(self.conflicts["rows"]).split())

    def sentence(self) -> str:
        """How many figures, and what tells their two forms apart."""
        told = "; ".join(f"{r[0]}, {r[1]} {r[2]} (apart by {r[3]})" for r in self._forms())
        figures = counted(len(self.conflicts), "figure")
        return f"{figures} {verb(len(self.conflicts), 'was', 'were')} printed in two forms: {told}."

    def _forms(self) -> list[tuple[str, str, str, str]]:
        found = []
        for r in self.conflicts.itertuples(index=False):
            forms = r[2].split(" | ")
            slip = SLIPS[slip_between(*forms[:2])]
            told = listed(separated(f) for f in forms)
            found.append((r.region, r.quantity.replace("_", " "), told, slip))
        return found

    def table(self) -> pd.DataFrame:
        """One row a figure."""
        return frame(self._forms(), "region", "figure", "printed as", "apart by")


def printed_twice(known: Evidence, p: Parameters | None = None) -> PrintedTwice | NothingKnown:
    """Figures for which different numbers were printed, and whether one slip tells them apart.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    p : Parameters, optional
        `region` chooses one region; all without it.

    Examples
    --------
    >>> from analysis import evidence, referendum
    >>> known = evidence.known_by("2022-10-11")
    >>> referendum.printed_twice(known).table()["apart by"].tolist()
    ['a swap of two neighbouring digits', 'one digit', 'one digit']
    """
    found = announced.conflicts(of_regions(known.table("referendum_tallies"), p))
    return (
        PrintedTwice(conflicts=found)
        if len(found)
        else nothing(known, f"No figure{of_chosen(p)} was known in two forms")
    )
