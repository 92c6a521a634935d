"""How many came and went back at the borders, and how many more came than usual?

Results of notebook 02 in words and tables for a reader. Reads no file and draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.migration.exits import daily_net
from analysis.migration.flows import WAVE, NetFlow, net_flows
from analysis.migration.normal import (
    NEAR,
    Excess,
    above_normal,
    range_of,
    usual_rates,
    yardstick_note,
)
from analysis.migration.windows import harmonise
from analysis.parameters import Parameters
from analysis.quantities import Estimate, rounded
from analysis.quantities import range_of as range_in_words
from analysis.results import Fact, NothingKnown, Remark, nothing, of, speaking
from analysis.wording import counted, day, period, until

KAZAKHSTAN, FINLAND = "Kazakhstan", "Finland"  # largest count; the country that gave single days
DECREE, TWO_WEEKS_ON = "2022-09-21", "2022-10-04"  # window of the largest count
_NET_FACT = "kazakhstan_net_to_4_october_crossings"
_USUAL_FACT = "kazakhstan_above_normal_as_known_crossings"
_LATER_FACT = "kazakhstan_above_normal_crossings"


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class BothWays:
    """Windows of the wave for which a country reported entries and exits."""

    caption = "Entries and exits over the same days"

    known: str
    flows: tuple[NetFlow, ...]

    def __bool__(self) -> bool:
        """Whether any window has both."""
        return len(self.flows) > 0

    @property
    def largest(self) -> NetFlow:
        """The window with most entries."""
        return max(self.flows, key=lambda f: f.entries.central)

    @property
    def out_of_100(self) -> str:
        """Exits for every 100 entries of the largest window, in words."""
        return f"{100 * self.largest.exits.central / self.largest.entries.central:.0f}"

    def sentence(self) -> str:
        """How many went back out over the same days."""
        if not self:
            return f"No country had published both entries and exits of the wave {self.known}."
        most = self.largest
        windows = counted(len(self.flows), "window has", "windows have")
        return (
            f"{windows} both counts {self.known}. In the largest, {most.geography} from "
            f"{period(most.start, most.end)}, there was an exit over the same days for "
            f"{self.out_of_100} of 100 entries."
        )

    def table(self) -> pd.DataFrame:
        """One row a window."""
        shown = {
            "Country": [f.geography for f in self.flows],
            "Days": [period(f.start, f.end) for f in self.flows],
            "Entries, crossings": [f"{f.entries.central:,.0f}" for f in self.flows],
            "Exits, crossings": [f"{f.exits.central:,.0f}" for f in self.flows],
            "Net, crossings": [f"{f.net.central:+,.0f}" for f in self.flows],
        }
        return pd.DataFrame(shown)

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the counts."""
        return tuple(dict.fromkeys(r for f in self.flows for r in f.rows))


def in_and_out(known: Evidence) -> BothWays:
    """Entries and exits that one country reported for the same days of the wave.

    Parameters
    ----------
    known : evidence.Evidence
        What was known by the day.

    Examples
    --------
    >>> from analysis import evidence
    >>> in_and_out(evidence.known_by("2022-10-11")).largest.geography
    'Kazakhstan'
    """
    flows = net_flows(known.table("border_crossings"))
    wave = tuple(f for f in flows if f.start >= pd.Timestamp(WAVE[0]))
    return BothWays(known=until(known), flows=wave)


def single_days(known: Evidence, country: str = FINLAND) -> Remark | NothingKnown:
    """Single days for which a country reported entries and exits: did more come, or go home?

    Parameters
    ----------
    known : evidence.Evidence
        What was known by the day.
    country : str
        Country as `border_crossings` names it.

    Returns
    -------
    Remark or NothingKnown
        Its frame has one row a day, crossings.

    Examples
    --------
    >>> from analysis import evidence
    >>> single_days(evidence.known_by("2022-09-21"))
    NothingKnown: Finland had published no single day with entries and exits by 21 September 2022.
    """
    days = daily_net(known.table("border_crossings"), country)
    if days.empty:
        return nothing(known, f"{country} had published no single day with entries and exits")
    home = (days["net"] < 0).sum()
    words = (
        f"{country} gave {counted(len(days), 'single day')} {until(known)}; on {home or 'none'} of "
        "them more went home than came."
    )
    shown = pd.DataFrame({"Day": [day(d) for d in days["day"]]})
    for column in ("entries", "exits", "net"):
        sign = "+" if column == "net" else ""
        shown[f"{column.capitalize()}, crossings"] = [f"{v:{sign},.0f}" for v in days[column]]
    return Remark(words=words, frame=shown, caption=f"Crossings of single days, {country}")


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class AboveUsual:
    """Entries of one country above the usual of one window, by each yardstick known.

    The facts speak of the window `two_weeks`; `later` marks what was learned later, when the
    nearest yardsticks are known and make the range.
    """

    caption = "Entries above the usual, by yardstick"

    known: str
    flow: NetFlow | None
    two_weeks: NetFlow | None
    excesses: tuple[Excess, ...]
    why: str = ""
    later: bool = False

    def __bool__(self) -> bool:
        """Whether there is a count and a yardstick."""
        return len(self.excesses) > 0

    @property
    def used(self) -> tuple[Excess, ...]:
        """Yardsticks that make the range."""
        near = tuple(e for e in self.excesses if e.kind in NEAR)
        return near if self.later and near else self.excesses

    @property
    def spread(self) -> Estimate:
        """Smallest to largest excess over the yardsticks used."""
        return range_of(self.used)

    @property
    def how_many(self) -> str:
        """The excess in words: a range, or one number where one yardstick is known."""
        spread = self.spread
        same = spread.low == spread.high
        return f"about {rounded(spread.central)}" if same else range_in_words(spread)

    @property
    def yardsticks(self) -> str:
        """Which yardsticks were there: "by 3 yardsticks"."""
        return "by the nearest yardsticks" if self.later else yardstick_note(self.excesses)

    def sentence(self) -> str:
        """How many entries more than usual."""
        if not self:
            return self.why
        days = period(self.flow.start, self.flow.end)
        above = f"{self.how_many} entries were above the usual, {self.yardsticks}"
        return f"{self.flow.geography} from {days}: {above}."

    def table(self) -> pd.DataFrame:
        """One row a yardstick."""
        shown = {
            "Yardstick": [e.label for e in self.excesses],
            "Which season": [e.kind for e in self.excesses],
            "Entries a day": [rounded(e.per_day) for e in self.excesses],
            "Entries above the usual": [rounded(e.excess.central) for e in self.excesses],
        }
        return pd.DataFrame(shown)

    def facts(self) -> dict[str, Fact]:
        """Net and excess of the two weeks after the decree, where they were counted."""
        if self.two_weeks is None:
            return {}
        if self.later:
            return {_LATER_FACT: of(self.spread, self.rows)} if self else {}
        told = {_NET_FACT: of(self.two_weeks.net, self.two_weeks.rows)}
        above = {_USUAL_FACT: of(self.spread, self.rows, note=self.yardsticks)} if self else {}
        return told | above

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the yardsticks used and of the counts."""
        counted = self.two_weeks or self.flow
        return (*(r for e in self.used for r in e.rows), *(counted.rows if counted else ()))


def above_usual(known: Evidence, p: Parameters, country: str = KAZAKHSTAN) -> AboveUsual:
    """Entries of the latest counted window above the usual, by every yardstick known on the day.

    Parameters
    ----------
    known : Evidence
        What was known on the day.
    p : Parameters
        `window_start`: reports that end before it may serve as usual, none of the wave itself.
    country : str
        Country as named in `border_crossings`.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> p = parameters.check(as_of="2022-09-26", hindsight=False, level=0.95, draws=100, seed=1)
    >>> above_usual(evidence.known_by(p.day), p)
    AboveUsual: Kazakhstan had published no entries and exits of the wave by 26 September 2022.
    """
    crossings = known.table("border_crossings")
    flows = [f for f in in_and_out(known).flows if f.geography == country]
    flows = [f for f in flows if f.end <= pd.Timestamp(WAVE[1])]
    if not flows:
        why = f"{country} had published no entries and exits of the wave {until(known)}."
        return AboveUsual(known=until(known), flow=None, two_weeks=None, excesses=(), why=why)
    rates = usual_rates(crossings, country, str(p.extra.get("window_start", DECREE)))
    dated = [f for f in flows if f.end == pd.Timestamp(TWO_WEEKS_ON)]
    return AboveUsual(
        known=until(known),
        flow=flows[-1],
        two_weeks=dated[-1] if dated else None,
        excesses=excesses_of(crossings, flows[-1], rates),
        why=f"What is usual at the border of {country} was not known {until(known)}.",
    )


def excesses_of(crossings: pd.DataFrame, flow: NetFlow, rates: pd.DataFrame) -> tuple[Excess, ...]:
    """Entries of a counted window above each usual rate; none where no rate is known."""
    if rates.empty:
        return ()
    window = f"{flow.start:%Y-%m-%d}", f"{flow.end:%Y-%m-%d}"
    entries = harmonise(crossings, flow.geography, "entry", *window).over()
    return above_normal(entries, (flow.end - flow.start).days + 1, rates)
