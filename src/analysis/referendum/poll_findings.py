"""Could so many of the people have been for it?

Findings on polls and registers, for a reader. Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate, rounded
from analysis.referendum.findings import audit_all
from analysis.referendum.polling import all_allowances, support_in_register
from analysis.referendum.regions import chosen, of_chosen
from analysis.results import Fact, NothingKnown, Remark, nothing, speaking
from analysis.wording import counted, frame, listed, until, verb

WHOSE = "polls not taken by Russian pollsters"
BASIS = f"support over turnout, latest poll of the oblast; range over {WHOSE}"
QUOTED = "Kherson"  # region whose largest share by the polls prose may quote


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Polls:
    """The largest share for that each poll allows, beside the announced share."""

    caption = "The largest yes share that each poll allows, beside the announced one"

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
        return f"{self.finding} ({polls}). The votes of all their supporters would not reach it."

    @property
    def finding(self) -> str:
        """How many readings rule the announced share out, of all."""
        out, made = len(self.short), len(self.others)
        many = "All" if out == made else f"{out} of" if out else "None of the"
        who = f"{many} {made} readings of polls"
        if made == 1:
            who = f"{'The only' if out else 'No'} reading of a poll"
        rules = "rule" if out > 1 else "rules"
        return f"{who} not taken by Russian pollsters {rules} the announced share out"

    def table(self) -> pd.DataFrame:
        """One row a poll and region."""
        rows = [
            (
                r.region,
                r.pollster,
                f"{r.ended:%B %Y}",
                f"{r.support:.0f}",
                f"{r.most:.0f}",
                f"{r.most_low:.0f} to {r.most_high:.0f}",
                f"{r.announced:.2f}",
            )
            for r in self.allowed.itertuples()
        ]
        return frame(
            rows,
            "region",
            "pollster",
            "ended",
            "support, %",
            "largest share for, %",
            "range, %",
            "announced, %",
        )

    def facts(self) -> dict[str, Fact]:
        """Largest share that the latest poll of one oblast allows; the range is over all polls."""
        here = self.others[self.others["region"] == QUOTED]
        latest = here[here["speaks_of"] == QUOTED].tail(1)
        return {
            f"{QUOTED.lower()}_largest_share_the_polls_allow_pct": Fact(
                value=r.most,
                low=here["most_low"].min(),
                high=here["most_high"].max(),
                unit="%",
                basis=BASIS,
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
        return audits
    tables = (known.table(n) for n in ("referendum_tallies", "polls"))
    allowed = all_allowances(list(audits), *tables, level=p.level)
    if allowed.empty:
        return nothing(known, f"No poll and turnout{of_chosen(p)} bore on an announced share")
    return Polls(allowed=allowed, until=until(known))


def odds_needed(polls: Polls | NothingKnown) -> Remark | NothingKnown:
    """How much likelier supporters must have voted, by each poll that can give the share at all.

    Parameters
    ----------
    polls : Polls or NothingKnown
        From `polls_and_share`.

    Examples
    --------
    >>> from analysis import evidence, parameters, referendum
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.95, draws=2000, seed=1)
    >>> polls = referendum.polls_and_share(evidence.known_by(p.day), p)
    >>> len(referendum.odds_needed(polls).table())
    8
    """
    if not polls:
        return polls
    needed = polls.allowed[polls.allowed["odds_ratio"].notna()]
    if needed.empty:
        return Remark(words="No poll gives the announced share, however unequally people voted.")
    rows = [
        (r.region, r.pollster, f"{r.ended:%B %Y}", f"{r.support:.0f}", rounded(r.odds_ratio))
        for r in needed.itertuples()
    ]
    titles = ("region", "pollster", "ended", "support, %", "odds of voting, supporters over others")
    readings = counted(len(needed), "reading")
    gives = verb(len(needed), "gives", "give")
    words = (
        f"{readings} of polls {gives} the announced share if supporters' odds of voting were "
        "so many times those of others."
    )
    caption = "How much likelier supporters must have voted than others"
    return Remark(words=words, frame=frame(rows, *titles), caption=caption)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """Support in the last register before the war that announced votes leave possible."""

    caption = "Support before the war that the announced votes leave possible, by register"

    bounds: dict[str, Estimate]

    def sentence(self) -> str:
        """Worst case for each region."""
        told = listed(f"{b.low:.0f} to {b.high:.0f} % in {name}" for name, b in self.bounds.items())
        return (
            "If the announced votes are taken at face value, and nothing is assumed about anybody "
            f"else, support in the last register was {told}."
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
