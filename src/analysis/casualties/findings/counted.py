"""What was counted later, of both sides?

Later counts of the Russian dead to the day of the text beside what was claimed then, the first
year, and later statements of the Ukrainian dead. Draws nothing.
"""

from dataclasses import dataclass, replace

import pandas as pd

from analysis.case import written
from analysis.casualties.findings.general_staff import ratio_of
from analysis.casualties.findings.weighing import priors, scales
from analysis.casualties.synthesis import synthesis
from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate, middle_of, range_of, separated
from analysis.results import Fact, NothingKnown, nothing, number, speaking
from analysis.wording import counted, day, parts

MINIMUM = "killed, verified minimum"
LATER_ROOTS = ("Kyiv", "UALosses", "CSIS")  # officials, a list of names and a research centre
MODEL_OF_REPORTS = "Radford"  # root of the model that weighs reports


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLater:
    """Later counts of the Russian dead to the day of the text, and the claims of then weighed.

    `names` are the dead of that time known by name since: a floor.
    """

    caption = "Later counts of the Russian dead, and the claims of the time weighed"

    counts: pd.DataFrame
    names: pd.DataFrame
    weighed: Estimate
    claims_known: pd.Timestamp
    speaks_of: pd.Timestamp

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the later counts."""
        return (*self.counts["key"], *self.names["key"])

    @property
    def reached(self) -> int:
        """Later intervals that reach the interval of the claims weighed then."""
        w = self.weighed
        return int(((self.counts["high"] >= w.low) & (self.counts["low"] <= w.high)).sum())

    def sentence(self) -> str:
        """Later counts beside the claims weighed then."""
        ends = self.counts["central"].argmin(), self.counts["central"].argmax()
        low, high = (middle_of(self.counts.iloc[i]) for i in ends)
        many, names = counted(len(self.counts), "later interval"), self.names["low"].max()
        floor = f" The names known now are {names:,.0f}, a floor." if len(self.names) else ""
        return (
            f"Later counts of the Russian dead to {day(self.speaks_of)} say {low} to {high}."
            f"{floor} These counts leave out the units of Donetsk and Luhansk, which claims often "
            "include.\n"
            f"The claims known on {day(self.claims_known)}, weighed as above without the names, "
            f"gave {middle_of(self.weighed)} ({range_of(self.weighed)}): {self.reached} of "
            f"{many} reach into that range, and they are not independent of each other. "
            "Governments outside the war weigh most in it, and spoke of more dead than were "
            "counted later."
        )

    def table(self) -> pd.DataFrame:
        """One row a later count, and the claims of then."""
        rows = [(r.claimant, *parts(r)) for r in self.counts.itertuples()]
        least = [(r.claimant, f"{r.low:,.0f}") for r in self.names.itertuples()]
        rows += [(who, names, names, "no upper limit") for who, names in least]
        rows.append((f"claims known on {day(self.claims_known)}, weighed", *parts(self.weighed)))
        columns = ["who", f"Russian dead to {day(self.speaks_of)}", "low", "high"]
        return pd.DataFrame(rows, columns=columns)


def counted_later(later: Evidence, p: Parameters) -> CountedLater | NothingKnown:
    """Later counts of the Russian dead to the day of the text, beside the claims known then.

    Parameters
    ----------
    later : Evidence
        All evidence held.
    p : Parameters
        The level, and `ratio_low` and `ratio_high`: wounded for each of the dead.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> own = {"ratio_low": 2.5, "ratio_high": 4.5, "draws": 2000, "seed": 1}
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, **own)
    >>> found = counted_later(evidence.known_by(None), p)
    >>> found.reached, len(found.counts)
    (4, 4)
    """
    table, (first, last) = later.table("loss_claims"), (pd.Timestamp(d) for d in written())
    near = (table["as_of"] >= first - pd.Timedelta(days=1)) & (table["as_of"] <= first)
    since = table[(table["side"] == "RU") & near & (table["published"] > last)]
    counts = since[since["measure"] == "killed"]
    if counts.empty:
        return nothing(later, "No later count of the dead had been published")
    then = replace(later, as_of=last.date()).table("loss_claims")
    options = {"ratio": ratio_of(p), "level": p.level}
    weighed = synthesis(then, "RU", first, scales(priors(later)), **options).killed
    names = since[since["measure"] == MINIMUM]
    days = {"claims_known": last, "speaks_of": first}
    return CountedLater(counts=counts, names=names, weighed=weighed, **days)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class FirstYear:
    """The first year of the war by a model of reports, by names known now and by the register."""

    caption = "Three counts of the Russian dead of the first year"

    model: pd.Series
    names: float
    register: Estimate
    rows: tuple[str, ...] = ("table:named_by_week",)

    def sentence(self) -> str:
        """The model beside the names and the register."""
        m, r = self.model, self.register
        beside = "more than" if m["central"] > r.high else "beside"
        return (
            f"{m['claimant']}, gives {m['central']:,.0f} Russian dead to {day(m['as_of'])}. It "
            "weighs reports, most of them from one side and with biases of zero on average. That "
            f"is {m['central'] / self.names:.1f} times the {self.names:,.0f} names of the time "
            f"known now, and {beside} the register's {middle_of(r)} ({range_of(r)}, weekly ends "
            "added)."
        )

    def table(self) -> pd.DataFrame:
        """One row a count."""
        r, m = self.register, self.model
        rows = [
            ("names known now", f"{self.names:,.0f}", "a floor"),
            ("estimate from the register", middle_of(r), range_of(r)),
            (m["claimant"], f"{m['central']:,.0f}", "none given"),
        ]
        columns = ["who", f"Russian dead to {day(m['as_of'])}", "interval"]
        return pd.DataFrame(rows, columns=columns)

    def facts(self) -> dict[str, Fact]:
        """Names of the first year known now."""
        basis = "names of the weeks of the first year"
        fact = number(int(self.names), "names", basis, self.rows)
        return {"names_of_the_first_year_known_now": fact}


def first_year(later: Evidence) -> FirstYear | NothingKnown:
    """The model of reports on the first year beside names and register of the same weeks.

    Parameters
    ----------
    later : evidence.Evidence
        What was learned later; empty where hindsight is off.

    Examples
    --------
    >>> from analysis import evidence
    >>> first_year(evidence.known_by(None)).names
    28878.0
    """
    table, weeks = later.table("loss_claims"), later.table("named_by_week")
    model = table[table["root"] == MODEL_OF_REPORTS]
    if model.empty or weeks.empty:
        return nothing(later, "No model of reports had been published")
    one = model.sort_values("as_of").iloc[0]
    past = weeks["week"] + pd.Timedelta(days=6) <= one["as_of"]
    year = weeks.loc[past, ["known_now", "killed", "low", "high"]].sum()
    ends = {"low": year["low"], "central": year["killed"], "high": year["high"]}
    register = Estimate(**ends, unit="killed", basis="weekly ends added")
    return FirstYear(model=one, names=float(year["known_now"]), register=register)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class UkrainianDeadLater:
    """Later statements of the Ukrainian dead: rows of `loss_claims`."""

    caption = "What was said later of the Ukrainian dead"

    claims: pd.DataFrame

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the statements."""
        return tuple(self.claims["key"])

    def sentence(self) -> str:
        """The least and the most, with speaker and month."""
        by_size = self.claims.sort_values("central")
        ends = (by_size.iloc[0], by_size.iloc[-1])
        low, high = (f"{separated(r.reported)} ({r.claimant}, {r.as_of:%B %Y})" for r in ends)
        return (
            "Of Ukrainian dead, officials, a list of names and a research centre later gave "
            f"{low} at least and {high} at most."
        )

    def table(self) -> pd.DataFrame:
        """One row a statement."""
        found = self.claims.itertuples()
        rows = [(r.claimant, day(r.as_of), separated(r.reported), r.measure) for r in found]
        columns = ["who", "by", "Ukrainian dead, as reported", "what is counted"]
        return pd.DataFrame(rows, columns=columns)


def ukrainian_dead_later(later: Evidence) -> UkrainianDeadLater | NothingKnown:
    """What officials, a list of names and a research centre said later of the Ukrainian dead.

    Parameters
    ----------
    later : evidence.Evidence
        What was learned later; empty where hindsight is off.

    Examples
    --------
    >>> from analysis import evidence
    >>> len(ukrainian_dead_later(evidence.known_by(None)).claims)
    9
    """
    table = later.table("loss_claims")
    if table.empty:
        return nothing(later, "No later statement of the dead had been published")
    since = (table["side"] == "UA") & (table["published"] > pd.Timestamp(written()[1]))
    some = table[since & table["root"].isin(LATER_ROOTS)]
    if some.empty:
        return nothing(later, "No later statement of the dead had been published")
    return UkrainianDeadLater(claims=some)
