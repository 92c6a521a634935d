"""What does a reader see of those who left and were still abroad? Figures of notebook 02."""

from textwrap import fill, shorten

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.migration import LATEST, ByDay, MenOfAge, StillAbroad, TotalsBeside, WhatMatters
from analysis.migration.men_findings import BAND
from analysis.plotting.canvas import (
    CLAIM,
    ESTIMATE,
    INK,
    PALE,
    REST,
    canvas,
    day_ticks,
    legend_below,
    note,
    thousands,
)
from analysis.plotting.publishing import Drawing, figure
from analysis.quantities import middle_of, range_of, rounded, separated, spoken
from analysis.wording import day

_STEP_NAMES = {
    "entries": "entries",
    "exits": "exits over\nthe same\ndays",
    "usual net": "left over\nin usual\ntimes",
    "gone on": "gone on\nto third\ncountries",
    "not counted": "in countries\nwithout\na count",
    "still abroad": "still\nabroad",
}


@figure
def account(abroad: StillAbroad, ax: Axes | None = None) -> Drawing:
    """From entries to persons still abroad, step by step, medians of all draws.

    Examples
    --------
    >>> from analysis import cleaning, evidence, migration, parameters, plotting
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.9, draws=100, seed=1)
    >>> day = evidence.known_by(p.day)
    >>> abroad = migration.still_abroad(day, cleaning.assumptions(), p)
    >>> len(plotting.account(abroad).patches)
    6
    """
    ax = canvas(4.1, ax)
    steps, level = abroad.abroad.steps, 0.0
    for x, (name, size) in enumerate(steps.items()):
        whole = name in ("entries", "still abroad")
        bottom = 0.0 if whole else min(level, level + size)
        colour = REST if name == "entries" else ESTIMATE if whole else PALE
        ax.bar(x, abs(size), bottom=bottom, color=colour, width=0.66)
        level = size if whole else level + size
        told = rounded(size, sign=not whole)
        note(ax, x, bottom + abs(size), told, ha="center", xytext=(0, 8))
    ax.set_xticks(range(len(steps)), [_STEP_NAMES[s] for s in steps], fontsize=8.5)
    ax.set(ylabel="crossings, then persons", ylim=(0, max(steps.values()) * 1.12))
    thousands(ax, "y")
    told = ", ".join(f"{k} {rounded(v, sign=True)}" for k, v in steps.items())
    return Drawing(
        ax=ax,
        name="account",
        table=pd.DataFrame(list(steps.items()), columns=["step", "median"]),
        title=_coming_down(abroad),
        subtitle=f"On {day(abroad.inputs.end)}, {abroad.in_words}; medians, which need not add up",
        source=f"reports and {abroad.priors_name}",
        alt=(
            f"From entries to persons, medians: {told}. The sum of the steps misses the last by "
            f"{rounded(abroad.abroad.apart, sign=True)}."
        ),
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
    box = {"fc": "white", "ec": "none", "pad": 0.6, "alpha": 0.8}
    for y, row in enumerate(totals.itertuples()):
        persons = row.unit == "persons"
        colour = ESTIMATE if persons else REST
        ax.plot([row.low, min(row.high, limit)], [y, y], color=colour, lw=3, alpha=0.6)
        ax.plot(row.central, y, "o" if persons else "s", color=colour, ms=8)
        told = f"{separated(row.reported)} {row.unit}"
        note(ax, row.central, y, told, xytext=(9, 8), fontsize=8.5, bbox=box)
    ax.axvline(claimed, color=CLAIM, lw=2)
    ax.text(claimed, -2.75, f" the text: {claimed:,.0f}", color=CLAIM, fontsize=9.5, va="top")
    names = [fill(shorten(c, 58, placeholder=" ..."), 30) for c in totals["claimant"]]
    mine = "estimate here: left\nand still abroad"
    ax.set_yticks([-1.2, *range(len(totals))], [mine, *names], fontsize=8.5)
    ax.set(ylim=(len(totals) - 0.4, -2.8), xlim=(0, limit))
    ax.set_xlabel("crossings or persons, as the source counts")
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    return Drawing(ax=ax, table=totals, **_totals_in_words(beside))


def _totals_in_words(beside: TotalsBeside) -> dict[str, str]:
    """Words of `totals_beside_estimate`, on the day and later."""
    totals = beside.totals
    subtitle = "Round marks are persons, squares crossings; above them the estimate made here"
    if beside.later:
        since = [day(d) for d in totals["period_start"]]
        said = totals["claimant"] + ": " + totals["reported"] + ", from "
        told = [f"{a}{b}" for a, b in zip(said, since, strict=True)]
        return {
            "name": "totals_published_later",
            "title": f"{beside.since_spring} published later counted the spring's wave too",
            "subtitle": subtitle,
            "source": "press, officials and researchers as listed",
            "alt": f"Published later: {'; '.join(told)}.",
        }
    told = "; ".join(totals["claimant"] + ": " + totals["reported"] + " " + totals["unit"])
    mine = range_of(beside.abroad.abroad.total)
    away = f"{beside.still_away[0].lower()}{beside.still_away[1:]}"
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
        "alt": f"Estimate {mine} persons; published: {told}.",
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
    shown = matters.importance.head(8)
    ax = canvas(1.5 + 0.38 * len(shown), ax)
    middle = shown["central"].iloc[0]
    for ends, colour in (("low", PALE), ("high", ESTIMATE)):
        ax.barh(range(len(shown)), shown[ends] - middle, left=middle, color=colour, height=0.66)
    ax.axvline(middle, color=INK, lw=0.8)
    for y, row in enumerate(shown.itertuples()):
        note(ax, row.high, y, f"{100 * row.alone:.0f} %")
    ax.set_yticks(range(len(shown)), shown["unknown"].str.replace("_", " "), fontsize=9.5)
    low, high = shown["low"].min(), shown["high"].max()
    ax.set(
        ylim=(len(shown) - 0.5, -0.6),
        xlim=(low - 0.05 * (high - low), high + 0.16 * (high - low)),
        xlabel="persons still abroad; figures: share of the doubt",
    )
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    told = [f"{r.unknown} {range_of(r)}, {100 * r.alone:.0f} %" for r in shown.head(6).itertuples()]
    return Drawing(
        ax=ax,
        name="what_matters",
        table=matters.importance,
        title=f"The largest unknown: {matters.most} ({matters.share} of the doubt)",
        subtitle="Persons still abroad as one unknown is moved, the others kept at their middle",
        source=f"reports and {matters.priors_name}; Sobol indices",
        alt=f"Persons abroad as one unknown moves, and its share of variance: {'; '.join(told)}.",
    )


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
    ax.barh(ages["age"], ages["women"], color="#ececec", height=0.92)
    inside = ages[ages["age"].between(*BAND)]
    ax.barh(inside["age"], -inside["men"], color=REST, height=0.92)
    ax.barh(inside["age"], [-claimed / len(inside)] * len(inside), color=CLAIM, height=0.92)
    middle, (first, last) = sum(BAND) / 2, BAND
    told = f"men of {first} to {last}:\n{inside['men'].sum():,.0f}"
    note(ax, -inside["men"].max(), middle, told, ha="right", xytext=(-6, 0))
    note(ax, 0, middle, f"the text's {claimed:,.0f}", color=CLAIM, xytext=(6, 0))
    widest = max(ages["men"].max(), ages["women"].max())
    ax.set(
        ylim=(-0.5, 85.5),
        xlim=(-1.45 * widest, 1.15 * widest),
        ylabel="age",
        xlabel="persons of each year of age: men to the left, women to the right",
    )
    ax.xaxis.set_major_formatter(lambda v, _: f"{abs(v) / 1e6:.1f} m")
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
            f"Age pyramid; {claimed:,.0f} spread over {men.bound['men']:,.0f} men of {first} to "
            f"{last} fill {share} of their bars."
        ),
    )


@figure
def as_it_became_known(by_day: ByDay, ax: Axes | None = None) -> Drawing:
    """The estimate by the day of knowledge: for the day of the text, and the latest day counted.

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
    ax = canvas(4.0, ax)
    table = by_day.path
    for target, part in table.groupby("target", sort=False):
        shift, colour, days_of = -1.1, ESTIMATE, "the latest day"
        if target != LATEST:
            shift, colour, days_of = 1.1, REST, day(target)
        days = part["known_by"] + pd.Timedelta(days=shift)
        look = {"color": colour, "lw": 4, "alpha": 0.55, "label": f"abroad on {days_of}"}
        ax.vlines(days, part["low"], part["high"], **look)
        ax.plot(days, part["central"], "o", color=colour, ms=5)
    ax.set(ylim=(0, table["high"].max() * 1.06), ylabel="persons")
    thousands(ax, "y")
    ax.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=7))
    day_ticks(ax, "%b %y")
    legend_below(ax, 2)
    told = [f"{day(r.known_by)}, abroad on {day(r.end)}: {range_of(r)}" for r in table.itertuples()]
    return Drawing(
        ax=ax,
        name="as_it_became_known",
        table=table,
        title=_narrowing(by_day),
        subtitle="Persons still abroad, estimated with the reports known on each day",
        source=f"reports known by each day and {by_day.priors_name}",
        alt=f"Intervals: {'; '.join(told)}.",
    )


def _narrowing(by_day: ByDay) -> str:
    """Title: what later reports did to the estimate for the day of the text."""
    if by_day.fixed.empty:
        return "Only the latest day counted can be estimated, not the day of the text"
    first, last = (middle_of(by_day.fixed.iloc[i]) for i in (0, -1))
    spoken_of = day(by_day.fixed["target"].iloc[0])
    if first == last:
        return f"Later reports leave the estimate for {spoken_of} at {first} persons"
    return f"Later reports move the estimate for {spoken_of} from {first} to {last} persons"
