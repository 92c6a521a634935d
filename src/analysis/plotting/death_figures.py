"""What does a reader see of the weekly dead? Figures of notebook 03."""

import numpy as np
from matplotlib.axes import Axes

from analysis.casualties.findings.claims import SIDES
from analysis.casualties.findings.weekly import SourcesFit, WeeklyDeaths
from analysis.casualties.roots import START
from analysis.plotting.canvas import ESTIMATE, REST, canvas, date_axis, note, thousands
from analysis.plotting.publishing import Drawing, figure
from analysis.quantities import middle_of, range_of
from analysis.wording import day, listed

_STANDS = {
    "own": ("v", "by a side on itself (▼)"),
    "opponent": ("^", "on the enemy (▲)"),
    "third": ("s", "by others (■)"),
    "records": ("o", "by records (●)"),
}  # who claims -> mark, and how a subtitle calls it
_KNOWN = 5  # deviations within which a figure is drawn; one beyond is drawn at the edge


def _of_side(name: str, side: str) -> str:
    """Name of a figure: the notebook's own for the Russian dead, with the side for others."""
    return name if side == "RU" else f"{name}_{side.lower()}"


def _source(found: WeeklyDeaths) -> str:
    return f"claims, lists of names and records as listed, and assumptions in {found.priors_name}"


def _whose(found: WeeklyDeaths) -> str:
    return found.forces if found.side == "RU" else "all forces"


@figure
def weekly_deaths(found: WeeklyDeaths, *, ax: Axes | None = None) -> Drawing:
    """Weekly rate of deaths with its band."""
    table, rate = found.found.by_week(found.forces), found.latest()
    ax = canvas(3.8, ax)
    ax.fill_between(table["week"], table["low"], table["high"], color=ESTIMATE, alpha=0.25, lw=0)
    ax.plot(table["week"], table["central"], color=ESTIMATE)
    ax.set(ylim=(0, None), ylabel="killed a week")
    thousands(ax, "y")
    date_axis(ax)
    last = f"{middle_of(rate)} a day in the last four weeks ({range_of(rate)})"
    level = 100 * found.found.level
    return Drawing(
        ax=ax,
        name=_of_side("weekly_deaths", found.side),
        table=table,
        source=_source(found),
        title=f"{SIDES[found.side]} dead: {last}",
        subtitle=f"By week to {day(found.by)}, {_whose(found)}: middle and {level:g} % interval",
        alt=f"A line of the weekly {SIDES[found.side]} dead with its band: {last}.",
    )


@figure
def deaths_in_all(found: WeeklyDeaths, *, ax: Axes | None = None) -> Drawing:
    """Dead since the invasion with their band, on a logarithmic axis, and claims of killed."""
    table, dead = found.found.by_week(found.forces), found.found.total(found.forces)
    ax = canvas(4.2, ax)
    look = {"color": ESTIMATE, "alpha": 0.25, "lw": 0}
    ax.fill_between(table["week"], table["all_low"], table["all_high"], **look)
    ax.plot(table["week"], table["all_central"], color=ESTIMATE)
    rows = found.found.model.rows
    killed = rows[
        (rows["kind"] == "claim") & ~rows["wounded"] & ~rows["open"] & (rows["start"] <= START)
    ]
    by = {stand: some for stand, some in killed.groupby("stand") if stand in _STANDS}
    for stand, some in by.items():
        ax.plot(some["end"], some["value"], _STANDS[stand][0], color=REST, mec="white")
    note(ax, table["week"].iloc[-1], dead.central, middle_of(dead))
    ax.set(yscale="log", ylim=(100, None), ylabel="killed since the invasion")
    thousands(ax, "y")
    date_axis(ax)
    last = f"{middle_of(dead)} ({range_of(dead)})"
    return Drawing(
        ax=ax,
        name=_of_side("deaths_in_all", found.side),
        table=table,
        source=_source(found),
        title=found.headline(),
        subtitle=(
            f"To {day(found.by)}, {_whose(found)}, by tenfold steps; marks: {len(killed)} claims"
            f" of killed {listed([_STANDS[stand][1] for stand in _STANDS if stand in by])}"
        ),
        alt=(
            f"{SIDES[found.side]} dead since the invasion, {_whose(found)}, with their interval:"
            f" {last} by {day(found.by)}; {len(killed)} claims of killed beside it."
        ),
    )


@figure
def sources_fit(found: SourcesFit, *, ax: Axes | None = None) -> Drawing:
    """Normal deviate of each figure from what all sources foresee of it, by source."""
    table = found.fitted[found.fitted["bound"] == 0]
    names = sorted(set(table["source"]))
    ax = canvas(1.6 + 0.3 * len(names), ax)
    for y, name in enumerate(names):
        z = table.loc[table["source"] == name, "z"].clip(-_KNOWN, _KNOWN)
        ax.plot(z, np.full(len(z), y), "o", color=ESTIMATE, ms=4, alpha=0.6)
    for edge in (-1.96, 0, 1.96):
        ax.axvline(edge, color=REST, lw=0.8, ls="-" if edge == 0 else ":")
    ax.set_yticks(range(len(names)), names, fontsize=8.5)
    ax.set(ylim=(len(names) - 0.5, -0.7), xlim=(-_KNOWN - 0.3, _KNOWN + 0.3))
    ax.set(xlabel="standard deviations above or below what is foreseen")
    deaths = found.deaths
    told = found.sentence().split(".")[0]
    return Drawing(
        ax=ax,
        name=_of_side("sources_fit", deaths.side),
        table=found.fitted,
        source=_source(deaths),
        title=told,
        subtitle=f"{SIDES[deaths.side]} dead to {day(deaths.by)}; bounds are left out",
        alt=f"Deviations of {len(table)} figures by source. {told}.",
    )
