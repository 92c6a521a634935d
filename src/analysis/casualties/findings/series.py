"""What can the digits of a claimed series say, and do two series make two sources?

Tests of the General Staff's running total, the British monthly figures beside it, and deaths for
each claimed loss. Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.casualties.dependence import Dependence, dependence, monthly_steps
from analysis.casualties.findings.claims import of_the_ministry
from analysis.casualties.findings.weighing import SERIES
from analysis.casualties.series import Forensics, deaths_per_claim, forensics, increments, rounding
from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate
from analysis.results import Fact, NothingKnown, nothing, of, speaking
from analysis.wording import counted, shown, times, until, verb

SHORTEST = 60  # entries of a running total below which its digits are not tested
BY_MONTH = 400  # entries from which rounding is shown by half-year
UNUSUAL = 0.05  # p-value below which a test is called uneven


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesTested:
    """Every test of one running total.

    `grain` is its rounding by period, `of_50` the share of steps that are multiples of 50.
    """

    caption = "Daily steps of the series that are round, by period"

    tests: Forensics
    grain: pd.DataFrame
    of_50: float
    official_totals: int
    rows: tuple[str, ...] = (SERIES,)

    def sentence(self) -> str:
        """What each test found."""
        t = self.tests
        weekday = "differ" if t.weekday_pvalue < UNUSUAL else "do not differ"
        smooth = "so it is not too smooth" if t.dispersion >= 1 else "so it is smoother than chance"
        return (
            f"Ukraine's General Staff gave {counted(t.entries, 'daily total')}, with "
            f"{counted(t.missing_days, 'missing day')} and {counted(t.zero_steps, 'day')} without "
            f"a change; {counted(t.off_grain, 'step')} {verb(t.off_grain, 'is', 'are')} less round "
            f"than the rest, as after a slip and its repair. {self.digit()} "
            f"Weekdays {weekday} (p = {t.weekday_pvalue:.2f}). Its steps scatter "
            f"{times(t.dispersion)} as much as independent counts would, {smooth}. The Russian "
            f"ministry gave {counted(self.official_totals, 'total')}, too few to test."
        )

    def digit(self) -> str:
        """What the last published digit shows, or why it was not tested."""
        t = self.tests
        if t.digit_pvalue is None:
            return f"Its last published digit is not tested: {t.digit_untested}."
        told = f"(p = {t.digit_pvalue:.1g})"
        if t.digit_pvalue >= UNUSUAL:
            return f"No last digit is more frequent than chance allows {told}."
        return f"They are rounded to 50 and 100, so some last digits are far more frequent {told}."

    def table(self) -> pd.DataFrame:
        """Share of daily steps that are multiples of 10, 50 and 100, by period."""
        g = self.grain
        shares = {f"multiples of {n}, %": shown(100 * g[f"of_{n}"]) for n in (10, 50, 100)}
        when = [f"{d:%B %Y}" for d in g.index]
        return pd.DataFrame({"from": when, "steps": g["steps"].to_list()} | shares)


def general_staff_series(known: Evidence) -> SeriesTested | NothingKnown:
    """Tests of the General Staff's running total of Russian losses.

    Parameters
    ----------
    known : evidence.Evidence
        What was known by the day.

    Examples
    --------
    >>> from analysis import evidence
    >>> general_staff_series(evidence.known_by("2022-10-11")).tests.entries
    229
    """
    general, losses = known.table("general_staff_daily"), known.table("loss_claims")
    if len(general) <= SHORTEST:
        short = f"The General Staff's series is too short for these tests {until(known)}."
        return NothingKnown(words=known.without or short)
    steps = increments(general["day"], general["total"])
    official = of_the_ministry(losses)
    return SeriesTested(
        tests=forensics(general["day"], general["total"]),
        grain=rounding(steps, "MS" if len(general) < BY_MONTH else "6MS"),
        of_50=float((steps[steps > 0] % 50 == 0).mean()),
        official_totals=int(official.sum()),
    )


def shown_percent(part: float) -> str:
    """Part of a count as a reader says it: "1.8 %"."""
    return f"{100 * part:.1f} %"


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesCompared:
    """British monthly figures over the General Staff's, month by month."""

    caption = "British figures as a multiple of the General Staff's, by year"

    compared: Dependence
    ratio: pd.Series
    rows: tuple[str, ...] = ("table:uk_mod_monthly", SERIES)

    def sentence(self) -> str:
        """How close the two are, and whether two who count apart could be so close."""
        c = self.compared
        far, nearer = shown_percent(c.scatter), shown_percent(c.at_most)
        verdict = "one source, not two" if c.restated else "two sources, as far as this can tell"
        together = f"correlation {c.changes:.2f}, p = {c.changes_pvalue:.1g} by orders of blocks"
        return (
            f"Over {counted(c.months, 'month')} the two never differ by more than "
            f"{100 * c.largest_log_gap:.0f} %. That their monthly changes go together ({together}) "
            f"shows no more than a common truth. Their ratio scatters by {far} a month, where "
            f"chance in counts of this size alone makes {shown_percent(c.chance)}. Two who count "
            f"apart could each have erred by {nearer} at most; an honest count is taken to err by "
            f"{100 * c.honest:g} % or more (p = {c.pvalue:.1g}). So these are "
            f"{verdict}.{self.in_a_model()}"
        )

    def in_a_model(self) -> str:
        """What follows for a model that uses both."""
        told = " A model that counts both gives one witness two voices."
        return told if self.compared.restated else ""

    def headline(self) -> str:
        """Range of the ratio, and whether there are two sources."""
        c = self.compared
        ratios = f"{c.ratio_low:.2f} to {c.ratio_high:.2f}"
        end = ": one source, not two" if c.restated else ""
        return f"The British monthly figures are {ratios} of Ukraine's{end}"

    def table(self) -> pd.DataFrame:
        """One row a year: months, and the least and the most of their ratios."""
        years = self.ratio.groupby(self.ratio.index.str[:4])
        low, high = shown(years.min(), ".2f"), shown(years.max(), ".2f")
        names = ["year", "months", "British over Ukrainian, least", "most"]
        columns = [list(years.groups), years.size().to_list(), low, high]
        return pd.DataFrame(dict(zip(names, columns, strict=True)))

    def facts(self) -> dict[str, Fact]:
        """Mean ratio with the range of months."""
        c, told = self.compared, {"unit": "ratio", "basis": "mean and range of months"}
        mean = Estimate(low=c.ratio_low, central=c.ratio_mean, high=c.ratio_high, **told)
        return {"uk_mod_to_general_staff_ratio_mean": of(mean, self.rows)}


def one_source_or_two(later: Evidence, p: Parameters) -> SourcesCompared | NothingKnown:
    """Whether the British monthly figures are a second source beside the General Staff's.

    Parameters
    ----------
    later : Evidence
        All evidence held.
    p : Parameters
        Draws and seed of the permutations.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> p = parameters.check(as_of="2022-10-11", hindsight=True, level=0.95, draws=500, seed=1)
    >>> round(one_source_or_two(evidence.known_by(None), p).compared.ratio_mean, 3)
    0.998
    """
    britain, general = later.table("uk_mod_monthly"), later.table("general_staff_daily")
    if britain.empty or general.empty:
        return nothing(later, "No British monthly figure had been published")
    losses = britain.set_index("month").eval("per_day * days")
    months = monthly_steps(increments(general["day"], general["total"]))
    compared = dependence(losses, months, draws=p.draws, rng=p.rng())
    return SourcesCompared(compared=compared, ratio=(losses / months).dropna())


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class DeathsPerClaim:
    """Deaths by date of death over claimed losses, by quarter.

    `quarters` has columns deaths, claimed, ratio, with_missing.
    """

    caption = "Deaths for each loss that was claimed, by quarter"

    quarters: pd.DataFrame
    rows: tuple[str, ...] = ("table:named_by_week", SERIES)

    def sentence(self) -> str:
        """How the ratio moved."""
        r = self.quarters["ratio"]
        return (
            f"Deaths for each claimed loss began at {r.iloc[0]:.2f} and lie between {r.min():.2f} "
            f"and {r.max():.2f} by quarter: no constant divisor turns claims into deaths."
        )

    def table(self) -> pd.DataFrame:
        """One row a quarter."""
        q = self.quarters
        parts = {
            "quarter": [f"{i.quarter} of {i.year}" for i in q.index],
            "killed for each claimed loss": shown(q["ratio"], ".2f"),
            "killed or missing": shown(q["with_missing"], ".2f"),
        }
        return pd.DataFrame(parts)


def deaths_for_each_claim(later: Evidence) -> DeathsPerClaim | NothingKnown:
    """Deaths of the register's estimate over the General Staff's claims, by quarter.

    Parameters
    ----------
    later : evidence.Evidence
        What was learned later; empty where hindsight is off.

    Examples
    --------
    >>> from analysis import evidence
    >>> deaths_for_each_claim(evidence.known_by(None)).sentence()[:53]
    'Deaths for each claimed loss began at 0.14 and lie be'
    """
    weeks, general = later.table("named_by_week"), later.table("general_staff_daily")
    if weeks.empty or general.empty:
        return nothing(later, "No count of deaths by week had been published")
    steps = increments(general["day"], general["total"])
    missing = deaths_per_claim(weeks, steps, "with_missing")["ratio"]
    return DeathsPerClaim(quarters=deaths_per_claim(weeks, steps).assign(with_missing=missing))
