"""What does a reader see of dates and territory? Figures of notebook 04."""

from textwrap import fill

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from analysis.chronology import (
    FIRST_WEEK_ENDS,
    DatesInText,
    LandSinceWeekOne,
    MapsOverTime,
    RegionsHeld,
)
from analysis.chronology.dates_and_areas import MAP_ERROR_PCT
from analysis.chronology.land_findings import short
from analysis.plotting.canvas import (
    CLAIM,
    ESTIMATE,
    INK,
    PALE,
    canvas,
    day_ticks,
    label_ends,
    legend_below,
    note,
    thousands,
)
from analysis.plotting.publishing import Drawing, figure
from analysis.wording import counted, in_percent, typeset

_LETTERS = "#6f6f6f"  # grey that letters can bear
_MAKERS = {
    "ISW": (ESTIMATE, "o"),
    "Liveuamap": (INK, "s"),
    "NZZ (drawn from Liveuamap)": (_LETTERS, "^"),
    "War Mapper": (_LETTERS, "x"),
}
_ANY_MAKER = (INK, "d")
_LINES = ("-", "--", ":")  # versions of one maker's map
_MAPS_READ = "ISW via The Economist (three versions), Liveuamap, NZZ; areas computed from maps"
_HALF_A_DAY = pd.Timedelta(hours=9)  # a bar of one day stays clear of its neighbours


@figure
def dates_in_text(dates: DatesInText, ax: Axes | None = None) -> Drawing:
    """Span of days each dated claim allows, and the day the event fell on.

    Examples
    --------
    >>> from analysis import chronology, claims, evidence, plotting
    >>> known, dated = evidence.known_by("2022-10-11"), claims.dated_events("2022-10-11")
    >>> len(plotting.dates_in_text(chronology.dates_in_text(known, dated)).get_yticks())
    9
    """
    events = dates.events
    ax = canvas(1.8 + 0.4 * len(events), ax)
    bar = {"color": CLAIM, "lw": 9, "alpha": 0.45}
    for y, row in enumerate(events.itertuples()):
        ends = [row.first - _HALF_A_DAY, row.last + _HALF_A_DAY]
        ax.plot(ends, [y, y], solid_capstyle="butt", **bar)
        ax.plot(row.day, y, "o", color=ESTIMATE, ms=5)
    ax.set_yticks(range(len(events)), [fill(p, 36) for p in events["paraphrase"]], fontsize=8.5)
    ax.set(ylim=(len(events) - 0.4, -0.7))
    day_ticks(ax, "%b")
    ax.xaxis.set_major_locator(mdates.AutoDateLocator(maxticks=6))
    ax.plot([], [], label="days the text allows", **bar)
    ax.plot([], [], "o", color=ESTIMATE, label="day of the event")
    legend_below(ax, 2)
    return Drawing(
        ax=ax,
        name="dates_in_text",
        table=events,
        title=dates.finding,
        subtitle=f"Days that the words allow, and days of the events, {events['day'].iloc[-1]:%Y}",
        source="press reports of each event",
        alt=f"{dates.finding}. Rows of {counted(len(events), 'event')}, each a dot on the bar of "
        "days that the words allow.",
    )


@figure
def area_series(maps: MapsOverTime, ax: Axes | None = None) -> Drawing:
    """Area held on each map over time.

    Examples
    --------
    >>> from analysis import chronology, evidence, plotting
    >>> maps = chronology.maps_over_time(evidence.known_by("2022-10-11"))
    >>> plotting.area_series(maps).get_ylabel()
    'km² held'
    """
    points, ends = maps.points, []
    ax = canvas(4.6, ax)
    for maker, drawn in points.sort_values("as_of").groupby("family"):
        colour, marker = _MAKERS.get(maker, _ANY_MAKER)
        versions = list(drawn.groupby("series"))
        for n, (_, rows) in enumerate(versions):
            x, y = rows["as_of"], rows["area_km2"]
            line = _LINES[n % len(_LINES)]
            ax.plot(x, y, line, marker=marker, color=colour, ms=3.5, lw=1.2)
            name = f"{short(maker)}, version {n + 1}" if len(versions) > 1 else short(maker)
            ends.append((name, x.iloc[-1], y.iloc[-1], colour))
    first, last = (pd.Timestamp(end) for end in FIRST_WEEK_ENDS)
    ax.axvspan(first, last, color=CLAIM, alpha=0.6, lw=1.5)
    beside = last + pd.Timedelta(days=2)
    ax.text(beside, 8_000, "end of week one", color=CLAIM, fontsize=9.5)
    ax.set(ylabel="km2 held", ylim=(0, None))
    thousands(ax, "y")
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(ax.xaxis.get_major_locator()))
    label_ends(ax, ends)
    return Drawing(
        ax=ax,
        name="area_series",
        table=points,
        title=maps.finding,
        subtitle=f"Area of Ukraine held by Russian forces until {maps.last}, km2, by map series",
        source=_MAPS_READ,
        alt=f"{maps.finding}. Lines of {counted(len(ends), 'map')} redrawn since February 2022.",
    )


@figure
def area_changes(since: LandSinceWeekOne, ax: Axes | None = None) -> Drawing:
    """Change of the area held since the end of week one, by map maker, with its range.

    Examples
    --------
    >>> from analysis import chronology, evidence, plotting
    >>> since = chronology.land_since_week_one(evidence.known_by("2022-10-11"))
    >>> plotting.area_changes(since).get_xlabel()[:23]
    'change of the area held'
    """
    summary = since.summary
    ax = canvas(2.0 + 0.6 * len(summary), ax)
    ax.axvspan(-60, 0, color=CLAIM, alpha=0.12, lw=0)
    ax.axvline(0, color=INK, lw=0.8)
    for y, e in enumerate(summary.values()):
        ax.plot([e.low, e.high], [y, y], color=ESTIMATE, lw=4, alpha=0.5)
        ax.plot(e.central, y, "o", color=ESTIMATE, ms=9)
        note(ax, e.high, y, f"{e.central:+.0f} %", xytext=(8, 0))
    ends = [v for e in summary.values() for v in (e.low, e.high)]
    ax.set_yticks(range(len(summary)), [m.replace(" (", "\n(") for m in summary])
    ax.set(
        xlim=(min(*ends, -5) - 12, max(*ends, 5) + 15),
        ylim=(len(summary) - 0.5, -0.8),
        xlabel="change of the area held, %",
    )
    above = {"color": CLAIM, "ha": "right", "va": "bottom", "xytext": (-2, 2)}
    note(ax, 0, -0.8, "the text: less", **above)
    rows = [(m, e.low, e.central, e.high) for m, e in summary.items()]
    told = "; ".join(f"{short(m)} {in_percent(e)}" for m, e in summary.items())
    return Drawing(
        ax=ax,
        name="area_changes",
        table=pd.DataFrame(rows, columns=["map_maker", "low_pct", "median_pct", "high_pct"]),
        title=since.finding,
        subtitle=f"From 2 or 3 March to {since.end}, %. Mark: median of versions. Bar: range",
        source=_MAPS_READ,
        alt=f"{since.finding}. Dots with ranges by map maker: {told}.",
    )


@figure
def oblasts_held(regions: RegionsHeld, ax: Axes | None = None) -> Drawing:
    """Share of each claimed region held.

    Examples
    --------
    >>> from analysis import chronology, evidence, plotting
    >>> regions = chronology.regions_held(evidence.known_by("2022-10-11"))
    >>> plotting.oblasts_held(regions).get_xlabel()
    "% of the oblast's area"
    """
    ax = canvas(3.5, ax)
    held = regions.held.sort_values("central")
    ax.barh(held["region"], [100] * len(held), color=PALE, height=0.62)
    ax.barh(held["region"], held["central"], color=ESTIMATE, height=0.62)
    for y, value in enumerate(held["central"]):
        ends = value - MAP_ERROR_PCT, min(value + MAP_ERROR_PCT, 100)
        ax.plot(ends, [y, y], color=INK, lw=1.5)
        at = {"ha": "left", "va": "center", "color": "white", "fontsize": 10}
        ax.text(1.5, y, typeset(f"{value:.0f} %"), **at)
    ax.set(xlim=(0, 100.5), xlabel="% of the oblast's area")
    return Drawing(
        ax=ax,
        name="oblasts_held",
        table=held,
        title=regions.finding,
        subtitle=f"Share of each region's area held by Russian forces on {regions.on}, %; lines: "
        f"{MAP_ERROR_PCT:g} points, by which a map errs",
        source=f"NZZ/Liveuamap polygons over oblast polygons, map of {regions.on}",
        alt=f"{regions.finding}. Bars of {counted(len(held), 'region')} from "
        f"{held['central'].min():.0f} to {held['central'].max():.0f} % of the area.",
    )
