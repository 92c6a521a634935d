"""Could so many people have voted, and so many of them for it?

Findings on people present, polls and registers, for a reader. Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate, middle_of, range_of, rounded
from analysis.referendum import presence
from analysis.referendum.findings import audit_all
from analysis.referendum.polling import all_allowances, support_in_register
from analysis.referendum.words import (
    NothingKnown,
    by_day,
    chosen,
    counted,
    frame,
    joined,
    nothing,
    of_chosen,
    of_regions,
    verb,
)
from analysis.results import Fact, Saying, speaking

QUOTED = "Kherson"  # region whose largest share by the polls prose may quote


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Votes reported in the regions beside lists, registers and estimates of the people there."""

    people: pd.DataFrame
    until: str

    @property
    def there(self) -> pd.DataFrame:
        """Estimates of all people there, with the votes as their share."""
        return presence.against_everybody(self.people)

    @property
    def exceeded(self) -> pd.DataFrame:
        """Estimates that the votes exceed, beyond their rounding."""
        return self.there[self.there["impossible"]]

    @property
    def rows(self) -> tuple[str, ...]:
        """Evidence rows used."""
        return tuple(self.people["key"])

    @property
    def regions(self) -> tuple[str, ...]:
        """Regions told of."""
        return tuple(dict.fromkeys(self.people["region"]))

    def sentence(self) -> str:
        """How many estimates of everybody there the votes exceed."""
        if self.there.empty:
            return (
                f"No estimate of the people present in {joined(self.regions, 'or')} was known {self.until}; "
                "the votes stand beside lists and registers only."
            )
        where = f", in {joined(sorted(set(self.exceeded['region'])))}" if len(self.exceeded) else ""
        return f"{self.beyond} beyond their rounding{where}."

    @property
    def beyond(self) -> str:
        """The finding without its places."""
        made = counted(len(self.there), "estimate")
        return f"The votes exceed {len(self.exceeded) or 'none'} of {made} of all people there"

    def table(self) -> pd.DataFrame:
        """One row a count or an estimate."""
        share = self.there["share_per_hundred"].map("{:.0f}".format).to_dict()
        rows = [
            (
                r.region,
                r.what,
                middle_of(r),
                range_of(r) if r.low < r.high else "",
                share.get(r.Index, ""),
            )
            for r in self.people.itertuples()
        ]
        return frame(
            rows,
            "region",
            "what is counted",
            "number",
            "range",
            "votes for each hundred people",
        )


def people_and_votes(known: Evidence, p: Parameters | None = None) -> People | NothingKnown:
    """Votes reported in each region beside everything told of the people there.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    p : Parameters, optional
        `region` chooses one region; all without it.

    Examples
    --------
    >>> from analysis import evidence, referendum
    >>> people = referendum.people_and_votes(evidence.known_by("2022-10-11"))
    >>> people.exceeded["region"].tolist()
    ['Zaporizhzhia', 'Kherson']
    """
    names = ("referendum_tallies", "count_timeline", "electorates")
    people = of_regions(presence.people_present(*(known.table(n) for n in names)), p)
    if people.empty:
        return nothing(known, f"No votes{of_chosen(p)} had been announced")
    return People(people=people, until=by_day(known))


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Polls:
    """The largest share for that each poll allows, beside the announced share."""

    allowed: pd.DataFrame
    until: str

    @property
    def others(self) -> pd.DataFrame:
        """Readings of polls not taken by Russian pollsters."""
        return self.allowed[self.allowed["party"] != "Russia"]

    @property
    def short(self) -> pd.DataFrame:
        """Those of them that rule the announced share out."""
        return self.others[self.others["most_high"] < self.others["announced"]]

    @property
    def polls_short(self) -> int:
        """Polls behind them; one poll may be read for two regions."""
        return len(self.short.drop_duplicates(["pollster", "ended"]))

    @property
    def rows(self) -> tuple[str, ...]:
        """Evidence rows used."""
        return tuple(dict.fromkeys(self.allowed["key"]))

    def sentence(self) -> str:
        """How many readings rule the announced share out."""
        if self.others.empty:
            return f"Only polls of Russian pollsters were known {self.until}."
        if self.short.empty:
            return f"{self.finding}."
        polls = counted(self.polls_short, "poll")
        return f"{self.finding}; they come from {polls}. Not even the vote of every supporter reaches it."

    @property
    def finding(self) -> str:
        """How many readings rule the announced share out, of all."""
        made = counted(len(self.others), "reading")
        out = verb(len(self.short), "rules", "rule") if len(self.short) else "rules"
        return (
            f"{len(self.short) or 'None'} of {made} of polls not taken by Russian pollsters "
            f"{out} the announced share out"
        )

    def table(self) -> pd.DataFrame:
        """One row a poll and region."""
        rows = [
            (r.region, r.pollster, f"{r.ended:%B %Y}", f"{r.support:.0f}",
             f"{r.most:.0f}", f"{r.most_low:.0f} to {r.most_high:.0f}", f"{r.announced:.2f}")
            for r in self.allowed.itertuples()
        ]  # fmt: skip
        return frame(rows, "region", "pollster", "ended", "support, %", "largest share for, %",
                     "range, %", "announced, %")  # fmt: skip

    def odds_needed(self) -> Saying:
        """How much likelier supporters must have voted, by each poll that can give the announced share at all."""
        needed = self.allowed[self.allowed["odds_ratio"].notna()]
        if needed.empty:
            return Saying(words="No poll gives the announced share, however unequally people voted.")
        rows = [
            (r.region, r.pollster, f"{r.ended:%B %Y}", f"{r.support:.0f}", rounded(r.odds_ratio))
            for r in needed.itertuples()
        ]
        titles = (
            "region",
            "pollster",
            "ended",
            "support, %",
            "odds of voting, supporters over others",
        )
        readings = counted(len(needed), "reading")
        gives = verb(len(needed), "gives", "give")
        return Saying(
            words=f"{readings} {gives} the announced share, if supporters voted with odds this much higher.",
            frame=frame(rows, *titles),
        )

    def facts(self) -> dict[str, Fact]:
        """Largest share that the latest poll of one oblast allows, with the range over all such polls."""
        here = self.others[self.others["region"] == QUOTED]
        latest = here[here["question"].str.contains("oblast")].tail(1)
        return {
            f"{QUOTED.lower()}_largest_share_the_polls_allow_pct": Fact(
                value=r.most,
                low=here["most_low"].min(),
                high=here["most_high"].max(),
                unit="%",
                basis="support over turnout, latest poll of the oblast; range over polls not taken by Russian pollsters",
                rows=(r.key,),
            )
            for r in latest.itertuples()
        }


def polls_and_share(known: Evidence, p: Parameters) -> Polls | NothingKnown:
    """Hold each announced share against the largest share that each poll allows.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    p : Parameters
        `level` for the sampling error of polls; `region` chooses one region, or all.

    Examples
    --------
    >>> from analysis import evidence, parameters, referendum
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.95, draws=2000, seed=1)
    >>> polls = referendum.polls_and_share(evidence.known_by(p.day), p)
    >>> len(polls.short), polls.polls_short
    (14, 6)
    """
    audits = audit_all(known, p)
    if not audits:
        return nothing(known, f"No share{of_chosen(p)} had been announced to hold against polls")
    tables = (known.table(n) for n in ("referendum_tallies", "polls"))
    allowed = all_allowances(list(audits), *tables, level=p.level)
    if allowed.empty:
        return nothing(known, f"No poll and turnout{of_chosen(p)} were known")
    return Polls(allowed=allowed, until=by_day(known))


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """Support in the last register before the war that announced votes leave possible."""

    bounds: dict[str, Estimate]

    def sentence(self) -> str:
        """Worst case for each region."""
        told = joined(f"{b.low:.0f} to {b.high:.0f} % in {name}" for name, b in self.bounds.items())
        return (
            "If the announced votes are taken at face value, and nothing is assumed about anybody else, "
            f"support in the whole register (and its year) was {told}."
        )

    def table(self) -> pd.DataFrame:
        """One row a register."""
        rows = [(name, f"{b.low:.0f}", f"{b.high:.0f}") for name, b in self.bounds.items()]
        return frame(rows, "region (year of its register)", "support at least, %", "at most, %")


def support_by_register(known: Evidence, p: Parameters | None = None) -> Registers | NothingKnown:
    """Worst-case support in each register, with the announced votes taken at face value.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    p : Parameters, optional
        `region` chooses one region; all without it.

    Examples
    --------
    >>> from analysis import evidence, referendum
    >>> registers = referendum.support_by_register(evidence.known_by("2022-10-11"))
    >>> round(registers.bounds["Kherson (2020)"].low)
    62
    """
    found = support_in_register(known.table("referendum_tallies"), known.table("electorates"))
    found = {name: b for name, b in found.items() if name.rpartition(" (")[0] in chosen(p)}
    if not found:
        return nothing(known, f"No announced votes{of_chosen(p)} beside a register were known")
    return Registers(bounds=found)
