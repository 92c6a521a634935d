"""What does a reader see of dates and territory? Figures of notebook 04."""

from textwrap import fill

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from analysis.plotting.frame import CLAIM, ESTIMATE, INK, PALE, REST, canvas, legend_below, note, publish, thousands
from analysis.quantities import Estimate

_MAKERS = {
    "ISW": (ESTIMATE, "o"),
    "Liveuamap": ("#404040", "s"),
    "NZZ (drawn from Liveuamap)": (REST, "^"),
    "War Mapper": (REST, "x"),
}


def dates_in_text(dates: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Span of days each dated claim allows, and the day the event fell on; columns claim, paraphrase, first, last, day."""
    ax = canvas(1.8 + 0.4 * len(dates), ax)
    for y, row in enumerate(dates.itertuples()):
        ax.plot(
            [row.first - pd.Timedelta(hours=9), row.last + pd.Timedelta(hours=9)],
            [y, y],
            color=CLAIM,
            lw=6,
            alpha=0.45,
            solid_capstyle="butt",
        )
        ax.plot(row.day, y, "o", color=ESTIMATE, ms=7)
    ax.set_yticks(range(len(dates)), [fill(p, 36) for p in dates["paraphrase"]], fontsize=8.5)
    ax.set(ylim=(len(dates) - 0.4, -0.7))
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%-d %b"))
    ax.xaxis.set_major_locator(mdates.AutoDateLocator(maxticks=6))
    ax.plot([], [], color=CLAIM, lw=6, alpha=0.45, label="days the text allows")
    ax.plot([], [], "o", color=ESTIMATE, label="day of the event")
    legend_below(ax, 2)
    return publish(ax, "dates_in_text", dates, title=title, source=source, alt=alt)


def area_series(points: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Area held by each map series over time; columns family, series, as_of, area_km2."""
    ax = canvas(4.6, ax)
    for (maker, _), rows in points.sort_values("as_of").groupby(["family", "series"]):
        colour, marker = _MAKERS[maker]
        ax.plot(rows["as_of"], rows["area_km2"], marker=marker, color=colour, ms=4, lw=1.2)
    for maker, (colour, marker) in _MAKERS.items():
        if maker in set(points["family"]):
            ax.plot([], [], marker=marker, color=colour, label=maker)
    ax.axvspan(pd.Timestamp("2022-03-02"), pd.Timestamp("2022-03-03"), color=CLAIM, alpha=0.6, lw=1.5)
    ax.text(pd.Timestamp("2022-03-05"), 8_000, "end of week one", color=CLAIM, fontsize=9.5)
    ax.set(ylabel="km2 held", ylim=(0, None))
    thousands(ax, "y")
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(ax.xaxis.get_major_locator()))
    legend_below(ax, 3)
    return publish(ax, "area_series", points, title=title, source=source, alt=alt)


def area_changes(summary: dict[str, Estimate], *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Change of the area held since the end of week one, by map maker, with its range."""
    ax = canvas(1.7 + 0.6 * len(summary), ax)
    ax.axvspan(-60, 0, color=CLAIM, alpha=0.12, lw=0)
    ax.axvline(0, color=INK, lw=0.8)
    for y, e in enumerate(summary.values()):
        ax.plot([e.low, e.high], [y, y], color=ESTIMATE, lw=4, alpha=0.5)
        ax.plot(e.central, y, "o", color=ESTIMATE, ms=9)
        note(ax, e.central, y, f"{e.central:+.1f} %", xytext=(0, 13), ha="center")
    ends = [v for e in summary.values() for v in (e.low, e.high)]
    ax.set_yticks(range(len(summary)), [m.replace(" (", "\n(") for m in summary])
    ax.set(
        xlim=(min(*ends, -5) - 12, max(*ends, 5) + 15),
        ylim=(len(summary) - 0.5, -0.8),
        xlabel="change of the area held, %",
    )
    ax.text(-1, -0.72, "the text: less", color=CLAIM, ha="right", va="bottom", fontsize=9.5)
    rows = [(m, e.low, e.central, e.high) for m, e in summary.items()]
    table = pd.DataFrame(rows, columns=["map_maker", "low_pct", "median_pct", "high_pct"])
    return publish(ax, "area_changes", table, title=title, source=source, alt=alt)


def oblasts_held(held: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Share of each claimed oblast held; columns region, central."""
    ax = canvas(2.9, ax)
    held = held.sort_values("central")
    ax.barh(held["region"], [100] * len(held), color=PALE, height=0.62)
    ax.barh(held["region"], held["central"], color=ESTIMATE, height=0.62)
    for y, value in enumerate(held["central"]):
        ax.text(value - 1.5, y, f"{value:.1f} %", ha="right", va="center", color="white", fontsize=10)
    ax.set(xlim=(0, 100.5), xlabel="% of the oblast's area")
    return publish(ax, "oblasts_held", held, title=title, source=source, alt=alt)
