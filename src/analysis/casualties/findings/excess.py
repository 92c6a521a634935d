"""How many more men died than expected, how sure is that, and what do deaths of HIV change?

The excess of Kobak et al. (2025) from its counts with intervals of our own, the same rule in years
of peace, and what comes with HIV left in. Draws nothing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.casualties.excess import (
    BASE,
    Excess,
    excess_male_deaths,
    placebo,
    understatement,
    without_hiv,
)
from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate, middle_of, range_of, rounded
from analysis.results import Fact, NothingKnown, nothing, number, of, speaking
from analysis.wording import parts, shown

UNDER = 50  # ages of the groups: below this
DEATHS, HIV = "table:national_deaths", "table:hiv_deaths"
DIVISOR_PRINTED = 6  # by which the first printed interval divided the scatter about the line


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class ExcessOfMen:
    """Excess deaths of men by year and together.

    `both` has the stated errors, `widened` those of years of peace, `wide` times as large.
    """

    caption = "Deaths of men above what peace would have brought, by year"

    found: Excess
    years: tuple[tuple[int, Estimate], ...]
    both: Estimate
    widened: Estimate
    wide: float
    rows: tuple[str, ...] = (DEATHS, HIV)

    def sentence(self) -> str:
        """Excess of all years with both intervals, and how errors of years add."""
        f = self.found
        shared = f.covariance[0, 1] / f.se.prod()
        return (
            f"{self.headline()}. Together these are {middle_of(self.both)}: {range_of(self.both)} "
            f"by the stated errors, and {range_of(self.widened)} by those of years of peace, "
            f"{self.wide:.1f} times as large (tries of these years share their counts, so the "
            "factor is rough).\n"
            f"The years share a fitted line: their errors have a correlation of {shared:.2f} and "
            f"add to {rounded(f.covariance.sum() ** 0.5)}, not {rounded((f.se @ f.se) ** 0.5)}. A "
            f"line through {len(BASE)} points leaves {len(BASE) - 2} degrees of freedom, all "
            f"groups together {f.freedom[-1]:.1f}."
        )

    @property
    def ages(self) -> str:
        """Ages of the men: "15 to 49"."""
        first = self.found.by_age["age_from"]
        return f"{first.min()} to {first.max() + 4}"

    def headline(self) -> str:
        """Excess of each year in one line."""
        many = " and ".join(rounded(e.central) for _, e in self.years)
        when = " and ".join(str(y) for y, _ in self.years)
        return f"{many} more men of {self.ages} died in {when} than expected"

    def table(self) -> pd.DataFrame:
        """One row a year, all years, and all years with the wider error."""
        every = [(str(y), e) for y, e in self.years]
        every += [("together", self.both), ("together, errors of years of peace", self.widened)]
        rows = [(name, *parts(e), e.basis) for name, e in every]
        columns = ["year", "excess deaths of men", "low", "high", "interval"]
        return pd.DataFrame(rows, columns=columns)

    def facts(self) -> dict[str, Fact]:
        """Excess of each year and of all."""
        note = "rule of Kobak et al. 2025, deaths of HIV taken off; interval ours"
        every = "excess_male_deaths_" + "_".join(str(y) for y, _ in self.years)
        out = {f"excess_male_deaths_{y}": of(e, self.rows, note=note) for y, e in self.years}
        out[every] = of(self.both, self.rows)
        out[f"{every}_widened"] = of(self.widened, self.rows)
        return out


def excess_of_men(later: Evidence, p: Parameters) -> ExcessOfMen | NothingKnown:
    """Excess deaths of men from deaths without those of HIV, with our intervals.

    Parameters
    ----------
    later : Evidence
        All evidence held.
    p : Parameters
        Level of the intervals.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, draws=500, seed=1)
    >>> excess_of_men(evidence.known_by(None), p).headline()
    '20,600 and 37,900 more men of 15 to 49 died in 2022 and 2023 than expected'
    """
    deaths, hiv = later.table("national_deaths"), later.table("hiv_deaths")
    if deaths.empty or hiv.empty:
        return nothing(later, "No count of deaths without those of HIV had been published")
    left = without_hiv(deaths, hiv)
    found, wide = excess_male_deaths(left), understatement(placebo(left))
    years = tuple((y, found.estimate(y, level=p.level)) for y in found.years)
    return ExcessOfMen(
        found=found,
        wide=wide,
        years=years,
        both=found.estimate(level=p.level),
        widened=found.estimate(level=p.level, widen=wide),
    )


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class YearsOfPeace:
    """The rule where nothing should be found: columns year, ahead, excess, se, freedom, z."""

    caption = "The same rule in years of peace, when it should find nothing"

    tries: pd.DataFrame
    understated: float
    rows: tuple[str, ...] = (DEATHS, HIV)

    @property
    def within(self) -> int:
        """Tries that find nothing, within two stated errors."""
        return int((self.tries["z"].abs() < 2).sum())

    def headline(self) -> str:
        """How often something was found where nothing was."""
        missed = len(self.tries) - self.within
        return f"Tested on peacetime, the method missed {missed} of {len(self.tries)} times"

    def sentence(self) -> str:
        """How often nothing was found, and by how much the stated error is too small."""
        return f"{self.headline()}: its stated error is {self.understated:.1f} times too small."

    def table(self) -> pd.DataFrame:
        """One row a try."""
        t, names = self.tries, ["year", "years after the base"]
        columns = [
            t["year"],
            t["ahead"],
            t["excess"].map(rounded),
            t["se"].map(rounded),
            shown(t["z"], ".1f"),
        ]
        names += ["excess found", "stated error", "in stated errors"]
        return pd.DataFrame(dict(zip(names, columns, strict=True)))

    def facts(self) -> dict[str, Fact]:
        """Factor by which the stated error is too small."""
        first, last = self.tries["year"].min(), self.tries["year"].max()
        basis = f"root mean square of placebo z, {first} to {last}"
        return {"excess_error_understated_by": number(self.understated, "ratio", basis, self.rows)}


def years_of_peace(later: Evidence) -> YearsOfPeace | NothingKnown:
    """The rule of the excess in years when no war should be found.

    Parameters
    ----------
    later : evidence.Evidence
        What was learned later; empty where hindsight is off.

    Examples
    --------
    >>> from analysis import evidence
    >>> found = years_of_peace(evidence.known_by(None))
    >>> found.within, len(found.tries), round(found.understated, 1)
    (5, 13, 2.9)
    """
    deaths, hiv = later.table("national_deaths"), later.table("hiv_deaths")
    if deaths.empty or hiv.empty:
        return nothing(later, "No count of deaths without those of HIV had been published")
    tries = placebo(without_hiv(deaths, hiv))
    return YearsOfPeace(tries=tries, understated=understatement(tries))


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class ExcessWithHiv:
    """Our own count of the excess with deaths of HIV left in.

    `hiv` are the deaths of HIV of the years judged.
    """

    caption = "The excess with deaths of HIV left in"

    found: Excess
    years: tuple[tuple[int, Estimate], ...]
    level: float
    hiv: pd.DataFrame
    rows: tuple[str, ...] = (DEATHS,)

    def sentence(self) -> str:
        """The excess, what HIV does to it, and the interval it was first printed with."""
        told = " and ".join(f"{rounded(e.central)} for {y}" for y, e in self.years)
        first, when = self.years[0], " and ".join(str(y) for y, _ in self.years)
        error, left = self.found.se[0], len(BASE) - 2
        printed = error * np.sqrt(left / DIVISOR_PRINTED)
        men, women = self.hiv["men"].sum(), self.hiv["women"].sum()
        return (
            f"With deaths of HIV left in, the counts give {told}: HIV kills men and women in "
            "other proportions than all else, and these changed over the years of the line. In "
            f"{when} {men:,} men and {women:,} women of these ages died of it.\n"
            f"The number for {first[0]} was first printed with an interval of "
            f"{rounded(2 * printed)} either way. Its error divided the scatter about the line by "
            f"{DIVISOR_PRINTED}, where {len(BASE)} points and two parameters leave {left}: "
            f"{error / printed:.2f} times too small. Two errors of the right size are "
            f"{rounded(2 * error)}, and a {100 * self.level:g} % t interval reaches "
            f"{rounded(first[1].high - first[1].central)} either way."
        )

    def table(self) -> pd.DataFrame:
        """One row a year."""
        rows = [(y, *parts(e), e.basis) for y, e in self.years]
        columns = ["year", "excess deaths of men, HIV left in", "low", "high", "interval"]
        return pd.DataFrame(rows, columns=columns)

    def facts(self) -> dict[str, Fact]:
        """Excess of each year with HIV left in."""
        return {f"excess_male_deaths_{y}_hiv_left_in": of(e, self.rows) for y, e in self.years}


def excess_with_hiv(later: Evidence, p: Parameters) -> ExcessWithHiv | NothingKnown:
    """Our own count of the excess from all deaths, HIV among them.

    Parameters
    ----------
    later, p
        As in `excess_of_men`.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, draws=500, seed=1)
    >>> str(excess_with_hiv(evidence.known_by(None), p).years[0][1])[:13]
    '23,600 deaths'
    """
    deaths, hiv = later.table("national_deaths"), later.table("hiv_deaths")
    if deaths.empty or hiv.empty:
        return nothing(later, "No count of deaths of HIV had been published")
    found = excess_male_deaths(deaths)
    years = tuple((y, found.estimate(y, level=p.level)) for y in found.years)
    judged = hiv["year"].isin(found.years) & (hiv["age_from"] < UNDER)
    return ExcessWithHiv(found=found, years=years, level=p.level, hiv=hiv[judged])
