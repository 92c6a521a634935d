"""What does a reader see of those who left and were still abroad? Figures of notebook 02."""

from textwrap import fill

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.migration import ByDay, StillAbroad, TotalsBeside, WhatMatters
from analysis.plotting.canvas import (
    CLAIM,
    ESTIMATE,
    INK,
    OUTLINED,
    PALE,
    REST,
    SMALLEST_PT,
    canvas,
    day_ticks,
    fitted,
    is_narrow,
    note,
    thousands,
)
from analysis.plotting.publishing import Drawing, figure
from analysis.quantities import range_of, rounded, separated, spoken
from analysis.wording import counted, day

_STEP_NAMES = {
    "entries": "entries counted",
    "exits": "less exits over the same days",
    "usual net": "less what is left over in usual times",
    "gone on": "those gone on to third countries",
    "not counted": "those in countries without a count",
    "still abroad": "still abroad",
}
_UNKNOWNS = {
    "share straight to countries without a count": "share gone to countries without a count",
    "share going on": "share gone on elsewhere",
    "crossings per person": "how often one person crossed",
    "exits carried on": "exits on days without a report",
    "entries carried on": "entries on days without a report",
    "usual net": "who stays in usual times",
}  # unknown of the model -> words of everyday speech


@figure
def account(abroad: StillAbroad, ax: Axes | None = None) -> Drawing:
    """From entries to persons still abroad, step by step: medians of all draws, and intervals.

    Examples
    --------
    >>> from analysis import cleaning, evidence, migration, parameters, plotting
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.9, draws=100, seed=1)
    >>> day = evidence.known_by(p.day)
    >>> abroad = migration.still_abroad(day, cleaning.assumptions(), p)
    >>> len(plotting.account(abroad).patches)
    6
    """
    steps, ranges, level = abroad.abroad.steps, abroad.abroad.ranges, 0.0
    ax = canvas(1.5 + 0.45 * len(steps), ax)
    for y, (name, size) in enumerate(steps.items()):
        whole, of = name in ("entries", "still abroad"), ranges[name]
        left = 0.0 if whole else min(level, level + size)
        colour = REST if name == "entries" else ESTIMATE if whole else PALE
        ax.barh(
            y,
            abs(size),
            left=left,
            height=0.6,
            color=colour,
            **(OUTLINED if colour == PALE else {}),
        )
        start = 0.0 if whole else level
        ends = start + of.low, start + of.high
        ax.plot(ends, [y, y], color=INK, lw=1.2)
        level = size if whole else level + size
        told = rounded(size, of.low, of.high, sign=not whole)
        note(ax, max(left + abs(size), *ends), y, told, fontsize=9)
    ax.set_yticks(range(len(steps)), [_STEP_NAMES[s] for s in steps], fontsize=9)
    ax.set(xlabel="crossings, then persons", ylim=(len(steps) - 0.5, -0.6))
    ax.set_xlim(0, max(steps.values()) * 1.2)
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    table = pd.DataFrame([(s, ranges[s].low, v, ranges[s].high) for s, v in steps.items()])
    title = _coming_down(abroad)
    return Drawing(
        ax=ax,
        name="account",
        table=table.set_axis(["step", "low", "median", "high"], axis=1),
        title=title,
        subtitle=f"On {day(abroad.inputs.end)}, {abroad.in_words}; medians, which need not add "
        "up; lines: interval of each step",
        source=f"reports, and assumptions in {abroad.priors_name}",
        alt=f"{title}. Bars of {len(steps)} steps, those taken off to the left of where the step "
        "before ended, each with its interval.",
    )


def _coming_down(abroad: StillAbroad) -> str:
    """Title: from entries to persons, and whose entries where not all countries counted."""
    steps, total = abroad.abroad.steps, abroad.abroad.total
    alone = f"{abroad.counted} alone: " if abroad.lacking else ""
    persons = rounded(steps["still abroad"], total.low, total.high)
    give = "come down to" if steps["still abroad"] < steps["entries"] else "and an assumption give"
    return f"{alone}{rounded(steps['entries'])} entries {give} about {persons} persons still abroad"


@figure
def totals_beside_estimate(beside: TotalsBeside, ax: Axes | None = None) -> Drawing:
    """The estimate above published totals: squares are crossings, round marks persons.

    Examples
    --------
    >>> from analysis import claims, cleaning, evidence, migration, parameters, plotting
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.9, draws=100, seed=1)
    >>> day = evidence.known_by(p.day)
    >>> abroad = migration.still_abroad(day, cleaning.assumptions(), p)
    >>> printed = migration.printed_total(day, claims.text_parts(), claims.claim("C55"))
    >>> totals = migration.totals_of_the_day(day, abroad, printed)
    >>> plotting.totals_beside_estimate(totals).get_xlabel()
    'crossings or persons, as the source counts'
    """
    totals, samples, claimed = beside.totals, beside.abroad.abroad.samples, beside.printed
    ax = canvas(2.5 + 0.46 * len(totals), ax)
    limit = max([claimed, *totals["central"]]) * 1.6
    counts, edges = np.histogram(samples, bins=60, range=(0, limit))
    heights = -1.9 * counts / max(counts.max(), 1)
    look = {"align": "edge", "bottom": -0.7, "color": ESTIMATE, "alpha": 0.75}
    ax.bar(edges[:-1], heights, width=np.diff(edges), **look)
    for y, row in enumerate(totals.itertuples()):
        persons = row.unit == "persons"
        colour = ESTIMATE if persons else REST
        ax.plot([row.low, min(row.high, limit)], [y, y], color=colour, lw=3, alpha=0.6)
        ax.plot(row.central, y, "o" if persons else "s", color=colour, ms=8)
        if row.high > limit:
            ax.plot(limit, y, ">", color=colour, ms=7)
    ax.plot([claimed] * 2, [-2.6, len(totals) - 0.4], color=CLAIM, lw=1.5)
    top = {"color": CLAIM, "va": "top", "xytext": (5, 0)}
    note(ax, claimed, -2.75, f"the text: {claimed:,.0f}", **top)
    names = [
        fill(f"{fitted(r.claimant, 50)}: {separated(r.reported)} {r.unit}", 34)
        for r in totals.itertuples()
    ]
    mine = "estimate here: left\nand still abroad"
    narrow = is_narrow(ax)  # there a name stands over its mark
    ax.set_yticks([-2.7 if narrow else -1.2, *range(len(totals))], [mine, *names])
    ax.tick_params(axis="y", labelsize=SMALLEST_PT)
    ax.set(ylim=(len(totals) - 0.4, -3.2 if narrow else -2.8), xlim=(0, 1.02 * limit))
    ax.set_xlabel("crossings or persons, as the source counts")
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    return Drawing(ax=ax, table=totals, **_totals_in_words(beside))


def _totals_in_words(beside: TotalsBeside) -> dict[str, str]:
    """Words of `totals_beside_estimate`, on the day and later."""
    totals = beside.totals
    subtitle = "Circles: persons, squares: crossings, arrows: or more; above, the estimate here"
    told = f"Rows of {counted(len(totals), 'total')} under the spread of the estimate made here"
    if beside.later:
        title = f"{beside.since_spring} published later counted the spring's wave too"
        return {
            "name": "totals_published_later",
            "title": title,
            "subtitle": subtitle,
            "source": "press, officials and researchers as listed",
            "alt": f"{title}. {told}, as known on the day.",
        }
    away = f"{beside.still_away[0].lower()}{beside.still_away[1:]}".replace(" totals", "")
    ends = f"{spoken(totals['low'].min())} to {spoken(totals['central'].max())}"
    title = f"Published totals run from {ends}; {away} spoke of those still away"
    if len(totals) == 1:
        only = totals.iloc[0]
        title = f"One total had been published: {separated(only['reported'])} {only['unit']}"
    return {
        "name": "totals_beside_estimate",
        "title": title,
        "subtitle": subtitle,
        "source": "press, officials and anonymous sources as listed; some sums are ours",
        "alt": f"{title}. {told}, {range_of(beside.abroad.abroad.total)} persons.",
    }


@figure
def what_matters(matters: WhatMatters, ax: Axes | None = None) -> Drawing:
    """How far the estimate moves with each unknown alone, largest share of variance on top.

    Examples
    --------
    >>> from analysis import cleaning, evidence, migration, parameters, plotting
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.9, draws=100, seed=1)
    >>> day = evidence.known_by(p.day)
    >>> abroad = migration.still_abroad(day, cleaning.assumptions(), p)
    >>> len(plotting.what_matters(migration.what_matters(abroad, p)).get_yticks())
    8
    """
    shown = matters.importance.head(8).sort_values("alone", ascending=False, kind="stable")
    ax = canvas(1.5 + 0.38 * len(shown), ax)
    middle = shown["central"].iloc[0]
    for ends, look in (("low", {"color": PALE} | OUTLINED), ("high", {"color": ESTIMATE})):
        ax.barh(range(len(shown)), shown[ends] - middle, left=middle, height=0.66, **look)
    ax.axvline(middle, color=INK, lw=0.8)
    for y, row in enumerate(shown.itertuples()):
        note(ax, row.high, y, f"{100 * row.alone:.0f} %")
    ax.set_yticks(range(len(shown)), [_unknown(u) for u in shown["unknown"]], fontsize=9.5)
    low, high = shown["low"].min(), shown["high"].max()
    ax.set(ylim=(len(shown) - 0.5, -0.6), xlabel="persons still abroad")
    ax.set_xlim(low - 0.05 * (high - low), high + 0.16 * (high - low))
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    title = f"What matters most: the {_unknown(matters.most)}, {matters.share} of the doubt"
    return Drawing(
        ax=ax,
        name="what_matters",
        table=matters.importance,
        title=title,
        subtitle="Persons still abroad as one unknown moves from low (pale) to high (dark); "
        "figures: its share of the variance",
        source=f"reports, and assumptions in {matters.priors_name}; Sobol indices",
        alt=f"{title}. Bars of the {len(shown)} unknowns that move the estimate most, from "
        f"one that moves it from {range_of(shown.iloc[0])} persons down.",
    )


def _unknown(name: str) -> str:
    """An unknown of the model in words of everyday speech."""
    where, _, what = name.replace("_", " ").rpartition(": ")
    told = _UNKNOWNS.get(what, what)
    return f"{where}: {told}" if where else told


@figure
def as_it_became_known(by_day: ByDay, ax: Axes | None = None) -> Drawing:
    """The estimate for the day of the text by the day of knowledge, with its interval.

    Where the day of the text cannot be estimated, the latest day counted stands for it.

    Examples
    --------
    >>> from analysis import cleaning, evidence, migration, parameters, plotting
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.9, draws=100, seed=1)
    >>> day = evidence.known_by(p.day)
    >>> all_held, priors = evidence.known_by(None), cleaning.assumptions()
    >>> path = migration.by_day_of_knowledge(all_held, priors, p)
    >>> plotting.as_it_became_known(path).get_ylabel()
    'persons'
    """
    ax = canvas(3.8, ax)
    rows = by_day.path if by_day.fixed.empty else by_day.fixed
    days, steps = rows["known_by"], {"step": "post"}
    ax.fill_between(days, rows["low"], rows["high"], color=ESTIMATE, alpha=0.25, lw=0, **steps)
    ax.step(days, rows["central"], where="post", color=ESTIMATE, lw=2)
    ax.plot(days, rows["central"], "o", color=ESTIMATE, ms=4)
    for at, side in ((rows.iloc[0], "left"), (rows.iloc[-1], "right")):
        told = rounded(at["central"], at["low"], at["high"])
        place = {"ha": side, "xytext": (0, 12 if side == "right" else -12), "color": ESTIMATE}
        note(ax, at["known_by"], at["central"], told, **place)
    ax.set(ylim=(0, rows["high"].max() * 1.06), ylabel="persons")
    thousands(ax, "y")
    ax.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=7))
    day_ticks(ax, "%b %y")
    title = _narrowing(by_day)
    return Drawing(
        ax=ax,
        name="as_it_became_known",
        table=by_day.path,
        title=title,
        subtitle="Persons still abroad by the reports known on each day; band: interval",
        source=f"reports known by each day, and assumptions in {by_day.priors_name}",
        alt=f"{title}. A line of steps with its band, {range_of(rows.iloc[0])} persons at first, "
        f"{range_of(rows.iloc[-1])} at last.",
    )


def _narrowing(by_day: ByDay) -> str:
    """Title: what later reports did to the estimate for the day of the text."""
    if by_day.fixed.empty:
        return "Only the latest day counted can be estimated, not the day of the text"
    ends = by_day.fixed.iloc[[0, -1]]
    first, last = (rounded(r.central, r.low, r.high) for r in ends.itertuples())
    spoken_of = day(by_day.fixed["target"].iloc[0])
    if first == last:
        return f"Later reports leave the estimate for {spoken_of} at {first} persons"
    return f"Later reports move the estimate for {spoken_of} from {first} to {last}"
