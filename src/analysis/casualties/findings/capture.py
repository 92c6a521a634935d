"""What do lists that overlap say of those on none of them?

Four lists of people killed in Kosovo in 1999, and two lists in a simulation. Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.casualties.capture import ModelSet, fit_all, patterns, simulated_two_lists
from analysis.casualties.latent import LatentClasses, NotConvergedError, latent_classes
from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate, middle_of, range_of, rounded
from analysis.results import NothingKnown, nothing, speaking
from analysis.wording import counted

LISTS = ("EXH", "ABA", "OSCE", "HRW")  # order of the lists in a pattern
DRAWS = 8_000  # of the latent classes, all chains together
NEAR = 1.0  # units of BIC within which a model fits about as well as the best
ON_A_LIST, ODDS = 0.4, 3.0  # share of persons on each simulated list; odds that one list changes


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class FourLists:
    """All models of four lists, and an estimate by latent classes.

    `latent` is none where the chains of its sampler did not agree; then there is no answer.
    """

    caption = "Models of four lists: people on none of them, and in all"

    models: ModelSet
    latent: LatentClasses | None

    def near(self) -> pd.Series:
        """Totals of the models that fit about as well as the best."""
        table = self.models.table
        return table.loc[table["bic"] < table["bic"].min() + NEAR, "total"]

    def totals(self) -> str:
        """Those totals in words."""
        return ", ".join(rounded(n) for n in self.near())

    def sentence(self) -> str:
        """What models that fit equally well say."""
        best = self.models.table.sort_values("aic").iloc[0]["total"]
        return (
            f"{self.models.observed:,} people are on a list. Of "
            f"{counted(len(self.models.table), 'model')}, {len(self.near())} fit within one unit "
            f"of BIC of the best and say {self.totals()} killed in all. AIC, another measure of "
            f"fit, prefers {rounded(best)}.{self.left_out()} {self.hidden()}"
        )

    def left_out(self) -> str:
        """Models that have no best value, if any."""
        many = len(self.models.without)
        return f" {counted(many, 'model')} more had no best value." if many else ""

    def hidden(self) -> str:
        """What latent classes say, and whether their chains agree."""
        if self.latent is None:
            return "Latent classes have no answer: the chains of their sampler did not agree."
        found = self.latent
        return (
            f"Latent classes say {middle_of(found.total)} ({range_of(found.total)}): "
            f"{found.chains} chains agree (R-hat {found.r_hat:.2f}) and are worth "
            f"{rounded(found.effective)} independent draws."
        )

    def table(self) -> pd.DataFrame:
        """The models near the best, and the latent classes."""
        some = self.models.table.loc[self.near().index]
        names = some["model"].str.replace(".", " with ", regex=False)
        rows = list(zip(names, some["total"].map(rounded), some["se"].map(rounded), strict=True))
        if self.latent is not None:
            rows.append(("latent classes", middle_of(self.latent.total), "none"))
        columns = ["lists that depend on each other", "killed in all", "standard error"]
        return pd.DataFrame(rows, columns=columns)


def four_lists(known: Evidence, p: Parameters) -> FourLists | NothingKnown:
    """Every model of the four lists of Kosovo, and latent classes.

    Parameters
    ----------
    known : Evidence
        What was known by the day; the lists are from 2002.
    p : Parameters
        Level and seed.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, draws=500, seed=1)
    >>> four_lists(evidence.known_by(p.day), p).models.observed
    4400
    """
    table = known.table("capture_lists")
    if table.empty:
        return nothing(known, "No set of overlapping lists had been published")
    order = ["".join(map(str, row)) for row in patterns(len(LISTS))]
    counts = table.set_index("pattern")["central"][order].to_numpy()
    try:
        latent = latent_classes(counts, len(LISTS), draws=DRAWS, rng=p.rng(), level=p.level)
    except NotConvergedError:
        latent = None
    return FourLists(models=fit_all(counts, LISTS), latent=latent)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class TwoLists:
    """What two simulated lists of a known number of people say, independent and not."""

    caption = "What two simulated lists say of a number that is known"

    people: int
    apart: Estimate
    alike: Estimate

    def sentence(self) -> str:
        """What lists say that find people independently, and lists that know the same people."""
        low = "too low, and sure of it" if self.alike.high < self.people else "not wrong here"
        return (
            f"In simulations of {self.people:,} people, two lists that find people independently "
            f"say {range_of(self.apart)}. Where being on one list makes the odds of being on the "
            f"other {ODDS:g} times as high, they say {range_of(self.alike)}: lists that know the "
            f"same people are {low}."
        )

    def table(self) -> pd.DataFrame:
        """One row a kind of lists."""
        pairs = (("find people independently", self.apart), ("know the same people", self.alike))
        rows = [(name, f"{self.people:,}", range_of(e)) for name, e in pairs]
        return pd.DataFrame(rows, columns=["two lists that", "people", "they say"])


def two_lists(lists: FourLists | NothingKnown, p: Parameters) -> TwoLists | NothingKnown:
    """Two simulated lists of as many people as the four lists hold.

    Parameters
    ----------
    lists : FourLists or NothingKnown
        From `four_lists`.
    p : Parameters
        Draws, seed and level.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, draws=500, seed=1)
    >>> found = two_lists(four_lists(evidence.known_by(p.day), p), p)
    >>> bool(found.alike.high < found.apart.low)
    True
    """
    if not lists:
        return lists
    people, options = lists.models.observed, {"draws": p.draws, "level": p.level}
    shares = (ON_A_LIST, ON_A_LIST)
    apart = simulated_two_lists(people, *shares, 1.0, rng=p.rng(), **options)
    alike = simulated_two_lists(people, *shares, ODDS, rng=p.rng(), **options)
    return TwoLists(people=people, apart=apart, alike=alike)
