"""Do the assumptions fit the wave of the spring, where counts and a later stock exist?

Results of notebook 02 in words and tables for a reader. Reads no file and draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.migration.border_findings import DECREE
from analysis.migration.priors import MEANING, Prior, latest, pick
from analysis.parameters import Parameters
from analysis.quantities import spoken
from analysis.results import speaking
from analysis.wording import counted, day, listed, period, until

INVASION = "2022-02-24"  # the wave of the spring begins
FIRST_WEEKS_DAYS = 28  # a longer window speaks of the time after the first rush
_SAME = ["geography", "period_start", "period_end"]
_UNTESTED = (
    "onward_share",
    "onward_listed_share",
    "later_return_share",
    "crossings_per_person",
    "uncounted_share",
)  # no count or stock of the spring speaks of these


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One assumption in force against what was counted before the decree, in the same country.

    `read_from_it` marks an assumption that was itself read from this count, which is no test.
    """

    quantity: str
    geography: str
    days: str
    counted: float
    prior: Prior
    read_from_it: bool
    rows: tuple[str, ...]

    @property
    def inside(self) -> bool:
        """Whether what was counted lies in the range assumed."""
        return self.prior.low <= self.counted <= self.prior.high


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class SpringTest:
    """Assumptions held against the spring's counts, and a later stock beside entries less exits.

    `stock` has the rows of persons still there; falsy where nothing was counted.
    """

    caption = "What was assumed for the autumn, and what was counted in the spring"

    tested: tuple[Tested, ...]
    stock: pd.DataFrame
    why: str = ""

    def __bool__(self) -> bool:
        """Whether any assumption can be tested."""
        return len(self.tested) > 0

    def sentence(self) -> str:
        """How many fit, what the stock says, and what stays untested."""
        if not self:
            return self.why
        tests = [t for t in self.tested if not t.read_from_it]
        told = (
            f"{sum(t.inside for t in tests) or 'None'} of {counted(len(tests), 'value')} counted "
            "before the decree and not used to set it lie in the range that is assumed for "
            f"{listed(sorted({t.geography for t in self.tested}))}."
            if tests
            else "The assumptions of the day were themselves read from the spring's counts."
        )
        untested = listed([MEANING[q] for q in _UNTESTED])
        rest = f"No count or stock of the spring speaks of the other assumptions: {untested}."
        return "\n".join(filter(None, (told, self._stock(), rest)))

    def _stock(self) -> str:
        """Those still there some time later."""
        return " ".join(
            f"Of those who came into {r.geography} from {day(r.period_start)} on, "
            f"{spoken(r.central)} were still there on {day(r.period_end)}."
            for r in self.stock.itertuples()
        )

    def table(self) -> pd.DataFrame:
        """One row an assumption tested."""
        told = [
            (
                MEANING[t.quantity],
                t.geography,
                t.days,
                f"{t.counted:.2f}",
                _ends(t.prior),
                "read from it" if t.read_from_it else "yes" if t.inside else "no",
            )
            for t in self.tested
        ]
        heads = ["Assumption", "Country", "Counted from", "Counted", "Assumed", "Inside"]
        return pd.DataFrame(told, columns=heads)

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the counts and assumptions."""
        keys = [k for t in self.tested for k in (*t.rows, t.prior.key)] + list(self.stock["key"])
        return tuple(dict.fromkeys(keys))


def _ends(prior: Prior) -> str:
    return f"{prior.low:g} to {prior.high:g}, likeliest {prior.mode:g}"


def assumptions_in_spring(known: Evidence, priors: pd.DataFrame, p: Parameters) -> SpringTest:
    """Hold the assumptions in force on the day against what had been counted before the decree.

    Net entries of the same weeks of an earlier year test what is assumed of usual times, exits per
    entry of the first weeks what is assumed where no exits were counted, those of the months after
    what is assumed after the last report.

    Parameters
    ----------
    known : Evidence
        What was known on the day.
    priors : pandas.DataFrame
        Assumptions, from `cleaning.assumptions`.
    p : Parameters
        `as_of`.

    Examples
    --------
    >>> from analysis import cleaning, evidence, parameters
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.9, draws=100, seed=1)
    >>> found = assumptions_in_spring(evidence.known_by(p.day), cleaning.assumptions(), p)
    >>> [(t.quantity, round(t.counted, 2)) for t in found.tested]
    [('normal_net_share', 0.01), ('exit_ratio', 0.58), ('carried_exit_ratio', 0.82)]
    """
    totals = known.table("emigration_totals")
    before = totals[(totals["period_end"] < pd.Timestamp(DECREE)) & (totals["by_sex"] == "no")]
    flows = before[before["unit"] == "crossings"]
    pairs = flows[flows["direction"] == "entry"].merge(
        flows[flows["direction"] == "exit"], on=_SAME, suffixes=("", "_out")
    )
    held = latest(priors, p.day)
    sources = priors.set_index("key")["source"]
    tested = tuple(
        _tested(r, held, sources) for r in pairs.sort_values("period_start").itertuples()
    )
    stock = before[(before["direction"] == "stock") & (before["unit"] == "persons")]
    stock = stock[stock["geography"].isin(pairs["geography"])]
    why = f"No entries and exits of the spring had been published {until(known)}."
    return SpringTest(tested=tested, stock=stock, why=known.without or why)


def _tested(pair, held: dict[tuple[str, str], Prior], sources: pd.Series) -> Tested:
    """Which assumption two counts of the same days speak of, and what they make it."""
    ratio = pair.central_out / pair.central
    days = (pair.period_end - pair.period_start).days + 1
    quantity, counted = "carried_exit_ratio", ratio
    if pair.period_start < pd.Timestamp(INVASION):
        quantity, counted = "normal_net_share", 1 - ratio
    elif days <= FIRST_WEEKS_DAYS:
        quantity = "exit_ratio"
    prior = pick(held, quantity, pair.geography)
    return Tested(
        quantity=quantity,
        geography=pair.geography,
        days=period(pair.period_start, pair.period_end),
        counted=counted,
        prior=prior,
        read_from_it=sources[prior.key] == pair.source,
        rows=(pair.key, pair.key_out),
    )
