"""Which part of the young men could have left, and how many for each man called up?

Results of notebook 02 in words and tables for a reader. Reads no file and draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.migration.abroad_findings import StillAbroad
from analysis.migration.called_up import CALLED_UP, TARGET, called_up, left_for_each
from analysis.migration.findings import PrintedTotal
from analysis.migration.men import BANDS, shares_of_bands
from analysis.quantities import Estimate, rounded, separated, spoken
from analysis.results import Fact, NothingKnown, Remark, nothing, number, speaking
from analysis.wording import day, listed, span, until

BAND = (18, 29)  # years of age, both included: the band of the upper bound
UNKNOWN_CALL_UP = "Nobody had said how many men were called up"
TERRITORY = "excluding Crimea"
OF_THE_TEXT, OF_THE_ESTIMATE = "the text's total", "the estimate"
WITH_THE_CALL_UP = "the text's total and the largest count or target of the call-up"


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class MenOfAge:
    """What part of the men of several ages the text's total and the estimate would be.

    `ages` are men and women by single age; `bands` has the columns of `shares_of_bands`.
    """

    caption = "Upper bounds on the men gone, in % of the men of each age"

    printed: float
    ages: pd.DataFrame
    bands: pd.DataFrame
    why: str = ""

    def __bool__(self) -> bool:
        """Whether the population was known."""
        return len(self.bands) > 0

    @property
    def bound(self) -> pd.Series:
        """The text's total as a share of the men of `BAND`."""
        band = self.bands["band"] == "{}-{}".format(*BAND)
        return self.bands[band & (self.bands["counted"] == OF_THE_TEXT)].iloc[0]

    @property
    def year(self) -> int:
        """Year of the population."""
        return int(self.ages["year"].iloc[0])

    def sentence(self) -> str:
        """The upper bound."""
        if not self:
            return self.why
        first, last = BAND
        return (
            f"If every crossing of the printed {spoken(self.printed)} had been another man of "
            f"{first} to {last} who never came back, that would be "
            f"{self.bound['central']:.1f} % of the {spoken(self.bound['men'])} men of that age. "
            "A country emptied of a group would have lost at least half of it."
        )

    def table(self) -> pd.DataFrame:
        """One row an age band, one column a count, in % of the men."""
        if not self:
            return pd.DataFrame()
        told = [_in_percent(r) for r in self.bands.itertuples()]
        names = "Men of age"
        shown = self.bands.assign(told=told, **{names: self.bands["band"].str.replace("-", " to ")})
        wide = shown.pivot_table(index=names, columns="counted", values="told", aggfunc="first")
        order = list(dict.fromkeys(self.bands["counted"]))
        ages = list(dict.fromkeys(shown[names]))
        heads = {n: f"{n[0].upper()}{n[1:]}, % of them" for n in order}
        return wide.loc[ages, order].rename(columns=heads).rename_axis(columns=None).reset_index()

    def facts(self) -> dict[str, Fact]:
        """The upper bound."""
        if not self:
            return {}
        basis = "printed total over men of the band"
        bound = number(self.bound["central"], "%", basis, self.rows)
        return {"share_of_men_18_29_upper_bound_pct": bound}

    @property
    def rows(self) -> tuple[str, ...]:
        """The table of the population."""
        return ("table:population_single_age",)


def _in_percent(band) -> str:
    """Middle and range; the middle alone where both ends are the same number."""
    middle, ends = f"{band.central:.1f}", span(band.low, band.high, ".1f")
    return f"{middle} ({ends})" if " to " in ends else middle


def men_of_the_wave(known: Evidence, printed: PrintedTotal, abroad: StillAbroad) -> MenOfAge:
    """The text's total, the estimate, and the total with those called up, as shares of the men.

    Parameters
    ----------
    known : evidence.Evidence
        What was known on the day.
    printed : PrintedTotal
        The text's total, from `printed_total`.
    abroad : StillAbroad
        The estimate; left out where there is none.

    Returns
    -------
    MenOfAge
        Shares of the men of each age band, in %, every person counted as a man of the band.

    Examples
    --------
    >>> from analysis import claims, evidence
    >>> day = evidence.known_by("2022-10-11")
    >>> from analysis.migration import printed_total
    >>> printed = printed_total(day, claims.text_parts(), claims.claim("C55"))
    >>> men = men_of_the_wave(day, printed, StillAbroad(why="Nothing was counted."))
    >>> print(round(men.bound["central"], 2))
    4.11
    """
    ages = known.table("population_single_age")
    ages = ages[ages["territory"] == TERRITORY]
    men = known.table("male_population")
    if ages.empty or men.empty:
        why = f"No population by age had been published {until(known)}."
        return MenOfAge(printed=printed.total, ages=ages, bands=pd.DataFrame(), why=why)
    counts = {OF_THE_TEXT: Estimate.exactly(printed.total, "persons", "as printed")}
    counts |= {OF_THE_ESTIMATE: abroad.abroad.total} if abroad else {}
    mobilised = known.table("mobilisation")
    drafted = mobilised[mobilised["quantity"].isin([CALLED_UP, TARGET])]
    if len(drafted):
        both = printed.total + drafted["central"].max()
        counts[WITH_THE_CALL_UP] = Estimate.exactly(both, "persons", "sum")
    bands = shares_of_bands(men, counts, bands=BANDS)
    latest = ages[ages["year"] == ages["year"].max()]
    return MenOfAge(printed=printed.total, ages=latest, bands=bands)


def men_among_arrivals(known: Evidence, men: MenOfAge) -> Remark | NothingKnown:
    """The share of men among arrivals of the wave, where somebody counted them.

    Parameters
    ----------
    known : evidence.Evidence
        What was known on the day.
    men : MenOfAge
        From `men_of_the_wave`.

    Returns
    -------
    Remark or NothingKnown
        Share of men, in %, of the first arrivals counted by sex.

    Examples
    --------
    >>> from analysis import evidence
    >>> none = MenOfAge(printed=1.0, ages=pd.DataFrame(), bands=pd.DataFrame())
    >>> men_among_arrivals(evidence.known_by("2022-09-20"), none)
    NothingKnown: No share of men among the arrivals had been counted by 20 September 2022.
    """
    totals = known.table("emigration_totals")
    by_sex = totals[totals["by_sex"] == "yes"]
    pairs = beside(by_sex[by_sex["unit"] == "persons"], known.table("border_crossings"))
    if pairs.empty:
        return nothing(known, "No share of men among the arrivals had been counted")
    first = pairs.iloc[0]
    share = first["central"] / first["central_crossings"]
    words = f"Of the first arrivals counted in {first['geography']} {100 * share:.0f} % were men."
    if men:
        words += (
            " If that held everywhere, the text's total would be "
            f"{share * men.bound['central']:.1f} % of the men of {BAND[0]} to {BAND[1]}."
        )
    return Remark(words=words)


def beside(totals: pd.DataFrame, crossings: pd.DataFrame) -> pd.DataFrame:
    """Counts of persons with the crossings of the same place, direction and days.

    Columns of the crossings end in _crossings; counts beside none that is known are left out.
    """
    same = ["geography", "direction", "period_start", "period_end"]
    flows = crossings[crossings["unit"] == "crossings"]
    return totals.merge(flows, on=same, suffixes=("", "_crossings"))


def called_against_left(known: Evidence, abroad: StillAbroad) -> Remark | NothingKnown:
    """Men called up by the latest count known, and persons who left for each of them.

    Parameters
    ----------
    known : evidence.Evidence
        What was known on the day.
    abroad : StillAbroad
        The estimate; left out where there is none or countries are lacking.

    Returns
    -------
    Remark or NothingKnown
        Men called up, and persons still abroad for each of them.

    Examples
    --------
    >>> from analysis import evidence
    >>> called_against_left(evidence.known_by("2022-09-21"), StillAbroad(why="Not counted."))
    NothingKnown: Nobody had said how many men were called up by 21 September 2022.
    """
    mobilised = known.table("mobilisation")
    if not (mobilised["quantity"] == CALLED_UP).any():
        return nothing(known, UNKNOWN_CALL_UP)
    latest = called_up(mobilised).latest
    words = f"Called up were {spoken(latest.central)} men ({latest.basis})."
    if abroad and not abroad.lacking:
        each = left_for_each(abroad.abroad.total, latest)
        words += (
            f" For each of them {each.central:.1f} persons ({each.low:.1f} to {each.high:.1f}) had "
            "left and were still abroad by the estimate."
        )
    words += " Counts of the call-up are official ones, and a target is not a count."
    return Remark(words=words)


def call_up(later: Evidence) -> Remark | NothingKnown:
    """The pace of the call-up from count to count, and counts that do not go together.

    Parameters
    ----------
    later : evidence.Evidence
        What was learned later; empty where hindsight is off.

    Examples
    --------
    >>> from analysis import evidence
    >>> call_up(evidence.Evidence(None, "Hindsight is off."))
    NothingKnown: Hindsight is off.
    """
    mobilised = later.table("mobilisation")
    if not (mobilised["quantity"] == CALLED_UP).any():
        return nothing(later, UNKNOWN_CALL_UP)
    found = called_up(mobilised)
    pace = [f"{rounded(r.per_day)} a day to {day(r.until)}" for r in found.pace.itertuples()]
    apart = "; ".join(found.conflicts) or "none"
    words = (
        f"Men were called up, from count to count, at {listed(pace)}.\n"
        f"Counts that do not go together: {apart}. "
        "Called up, in the zone and in combat units are different things."
    )
    caption = "Men called up, as reported"
    return Remark(words=words, frame=_by_quantity(mobilised), caption=caption)


def _by_quantity(mobilised: pd.DataFrame) -> pd.DataFrame:
    """Counts of men as reported, one row a day and speaker, one column a thing counted."""
    ordered = mobilised.sort_values("as_of")
    told = ordered.assign(
        reported=ordered["reported"].map(separated),
        Day=[day(d) for d in ordered["as_of"]],
        **{"Who says it": ordered["claimant"]},
    )
    how = {"values": "reported", "aggfunc": ", ".join, "sort": False}
    wide = told.pivot_table(index=["Day", "Who says it"], columns="quantity", **how)
    heads = {q: f"Men {q}" if q == CALLED_UP else q.capitalize() for q in wide.columns}
    return wide.fillna("").rename(columns=heads).rename_axis(columns=None).reset_index()
