"""What does a reader see of what counts alone allow, at least and at most? For notebook 02."""

import math

import pandas as pd
from matplotlib.axes import Axes

from analysis.migration import MenOfAge, NoAssumption
from analysis.migration.bounds import rounded_down
from analysis.migration.men_findings import BAND
from analysis.plotting.canvas import (
    CLAIM,
    ESTIMATE,
    INK,
    PALE,
    REST,
    SMALLEST_PT,
    canvas,
    is_narrow,
    note,
    thousands,
)
from analysis.plotting.publishing import Drawing, figure
from analysis.quantities import range_of
from analysis.wording import day


@figure
def without_assumption(none: NoAssumption, ax: Axes | None = None) -> Drawing:
    """Bounds from counts alone, country by country, above the interval that assumptions make.

    A bar reaches from those shown to be newly there to the entries printed; an arrow marks an end
    that is open.

    Examples
    --------
    >>> from analysis import cleaning, evidence, migration, parameters, plotting
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.9, draws=100, seed=1)
    >>> abroad = migration.still_abroad(evidence.known_by(p.day), cleaning.assumptions(), p)
    >>> len(plotting.without_assumption(migration.no_assumption(abroad)).get_yticks())
    7
    """
    bounds, mine = none.bounds, none.estimate
    data = _data(none)
    ax = canvas(1.9 + 0.44 * len(data), ax)
    widest = max(bounds.printed, mine.high) * 1.1
    for y, row in enumerate(data.itertuples()):
        colour = ESTIMATE if row.who == _MINE else INK if row.who == _ALL else REST
        end = widest if row.who == _ALL else row.printed if math.isinf(row.high) else row.high
        ax.plot([row.low, end], [y, y], color=colour, lw=7, solid_capstyle="butt")
        if math.isinf(row.high):
            ax.plot(end, y, ">", color=colour, ms=10)
        if row.who not in (_ALL, _MINE):
            note(ax, end, y, row.told, xytext=(12, 0), fontsize=8.5)
    ax.set_yticks(range(len(data)), data["who"], fontsize=9)
    ax.set(ylim=(len(data) - 0.4, -0.7), xlim=(0, 1.12 * widest))
    ax.set_xlabel("persons; bars of countries end at the entries printed, crossings")
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    return Drawing(
        ax=ax,
        name="without_assumption",
        table=data.drop(columns="told"),
        title=_TITLE,
        subtitle=f"Persons who left from {day(bounds.start)}; arrows mark ends that are open",
        source="border services and ministries as reported; no assumption but in the interval",
        alt=f"{_TITLE}. Bars by country from those newly there at least to the entries printed, "
        "arrows where an end is open, above the interval that assumptions make.",
    )


_TITLE = "Counts alone leave nearly everything open; the interval is made by assumptions"
_ALL, _MINE = "all, counts alone", "all, with assumptions"


def _data(none: NoAssumption) -> pd.DataFrame:
    """The data behind the figure: who, low, high, printed (persons, crossings), told."""
    rows = []
    for c in none.bounds.countries:
        shown = c.most_shown
        low = shown.at_least if shown else 0.0
        told = f"at least {rounded_down(low)} on {day(shown.end)}" if shown else "exits not counted"
        rows.append((c.geography, low, c.at_most, c.printed, told))
    bounds, mine = none.bounds, none.estimate
    floor = f"at least {rounded_down(bounds.at_end)} on {day(bounds.end)}, no upper limit"
    rows.append((_ALL, bounds.at_end, math.inf, bounds.printed, floor))
    rows.append((_MINE, mine.low, mine.high, mine.central, f"{range_of(mine)}"))
    return pd.DataFrame(rows, columns=["who", "low", "high", "printed", "told"])


@figure
def age_pyramid(men: MenOfAge, ax: Axes | None = None) -> Drawing:
    """Men to the left, women to the right by age, the printed total spread over one band of men.

    Examples
    --------
    >>> from analysis import claims, evidence, migration, plotting
    >>> day = evidence.known_by("2022-10-11")
    >>> printed = migration.printed_total(day, claims.text_parts(), claims.claim("C55"))
    >>> none = migration.StillAbroad(why="Nothing was counted.")
    >>> plotting.age_pyramid(migration.men_of_the_wave(day, printed, none)).get_ylabel()
    'age'
    """
    ax = canvas(4.9, ax)
    ages, claimed = men.ages, men.printed
    ax.barh(ages["age"], -ages["men"], color=PALE, height=0.92)
    ax.barh(ages["age"], ages["women"], color=PALE, height=0.92)
    inside = ages[ages["age"].between(*BAND)]
    ax.barh(inside["age"], -inside["men"], color=REST, height=0.92)
    ax.barh(inside["age"], [-claimed / len(inside)] * len(inside), color=CLAIM, height=0.92)
    middle, (first, last) = sum(BAND) / 2, BAND
    told, narrow = f"men of {first} to {last}:\n{inside['men'].sum():,.0f}", is_narrow(ax)
    beside = {"ha": "right", "xytext": (-6, 0)}
    if narrow:
        told, beside["fontsize"] = told.replace(" to ", "\nto "), SMALLEST_PT
    note(ax, -inside["men"].max(), middle, told, **beside)
    note(ax, 0, middle, f"the text's {claimed:,.0f}", color=CLAIM, xytext=(6, 0))
    for x, side, people in ((-20, "right", "men"), (20, "left", "women")):
        note(ax, 0, 82, people, ha=side, xytext=(x, 0), fontweight="bold", clip_on=False)
    widest = max(ages["men"].max(), ages["women"].max())
    ax.set(
        ylim=(-0.5, 85.5),
        xlim=((-1.9 if narrow else -1.45) * widest, 1.15 * widest),
        ylabel="age",
        xlabel="million persons of each year of age",
    )
    ax.xaxis.set_major_formatter(lambda v, _: f"{abs(v) / 1e6:.1f}")
    ax.locator_params(axis="x", nbins=6)
    share = f"{men.bound['central']:.1f} %"
    return Drawing(
        ax=ax,
        name="age_pyramid",
        table=ages,
        title=f"The text's total is {share} of men of {first} to {last}, at the very most",
        subtitle="If every crossing had been another man of that age, and none came back",
        source=f"RosBRiS from Rosstat, middle of {men.year}, without Crimea",
        alt=(
            f"Age pyramid of Russia; {claimed:,.0f} spread over {men.bound['men']:,.0f} men of "
            f"{first} to {last} fill {share} of their bars."
        ),
    )
