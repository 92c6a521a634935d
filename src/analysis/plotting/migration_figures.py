"""What does a reader see of those who left? Figures of notebook 02."""

from textwrap import fill, shorten

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.migration import KINDS, LATEST, Excess, NetFlow, PartsOfTotal
from analysis.plotting.frame import CLAIM, ESTIMATE, INK, PALE, REST, canvas, legend_below, note, publish, thousands
from analysis.quantities import rounded, separated


def parts_and_remainder(parts: PartsOfTotal, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Named parts of the printed total and what they leave over, as one bar."""
    ax = canvas(3.0, ax)
    left = 0.0
    shades = [REST, "#a9a9a9", "#c6c6c6"]
    places = [
        *((n, e.central, s) for (n, e), s in zip(parts.parts.items(), shades, strict=True)),
        ("not attributed", parts.unattributed.central, CLAIM),
    ]
    for i, (name, size, colour) in enumerate(places):
        ax.barh(
            0, size, left=left, color=colour, height=0.5, edgecolor="white", hatch="///" if colour == CLAIM else None
        )
        above = i % 2 == 0
        ax.text(
            left + size / 2,
            0.33 if above else -0.33,
            f"{name}\n{size:,.0f}",
            ha="center",
            va="bottom" if above else "top",
            fontsize=9.5,
            color=INK,
        )
        left += size
    ax.set(ylim=(-1.05, 0.95), xlim=(0, left * 1.03), yticks=[], xlabel="crossings")
    ax.spines["left"].set_visible(False)
    thousands(ax)
    table = pd.DataFrame([(n, s) for n, s, _ in places], columns=["part", "crossings"])
    return publish(ax, "parts_and_remainder", table, title=title, source=source, alt=alt)


def entries_and_exits(flows: tuple[NetFlow, ...], *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Entries to the right, exits to the left, the net on the mark, one row a country and window."""
    ax = canvas(1.4 + 0.5 * len(flows), ax)
    labels = [f"{f.geography}\n{f.start:%-d %b} to {f.end:%-d %b}" for f in flows]
    for y, f in enumerate(flows):
        ax.barh(y, f.entries.central, color=REST, height=0.62)
        ax.barh(y, -f.exits.central, color=PALE, height=0.62)
        if f.net.low < f.net.high < float("inf"):
            ax.plot([f.net.low, f.net.high], [y, y], color=ESTIMATE, lw=3)
        ax.plot(f.net.central, y, "D", color=ESTIMATE, ms=7, mec="white")
        note(ax, max(f.entries.central, 0), y, f"net {f.net.central:+,.0f}", color=ESTIMATE)
    ax.axvline(0, color=INK, lw=0.8)
    widest = max(f.entries.central for f in flows)
    ax.set(
        ylim=(len(flows) - 0.5, -0.6),
        xlim=(-0.95 * widest, 1.55 * widest),
        xlabel="crossings: exits to the left, entries to the right",
    )
    ax.set_yticks(range(len(flows)), labels, fontsize=9)
    ax.xaxis.set_major_formatter(lambda v, _: f"{abs(v):,.0f}")
    ax.locator_params(axis="x", nbins=6)
    rows = [
        (f.geography, f.start, f.end, f.entries.central, f.exits.central, f.net.low, f.net.central, f.net.high)
        for f in flows
    ]
    table = pd.DataFrame(rows, columns=["geography", "start", "end", "entries", "exits", "net_low", "net", "net_high"])
    return publish(ax, "entries_and_exits", table, title=title, source=source, alt=alt)


def sums_near(near: pd.Series, claimed: float, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """How many sums of published counts lie near each round total, the claimed one marked; index total, values counts."""
    ax = canvas(3.2, ax)
    colours = [CLAIM if abs(t - claimed) < 1 else PALE for t in near.index]
    ax.bar(near.index, near.to_numpy(), width=8_200, color=colours)
    if claimed in near.index:
        note(ax, claimed, near[claimed], f"{near[claimed]}", color=CLAIM, ha="center", xytext=(0, 8), fontsize=11)
    ax.set(xlabel="total, crossings", ylabel="sums that come near", ylim=(0, near.max() * 1.18 + 1))
    thousands(ax)
    ax.locator_params(axis="x", nbins=6)
    return publish(ax, "sums_near", near.rename_axis("total").reset_index(), title=title, source=source, alt=alt)


def above_normal(
    excesses: tuple[Excess, ...],
    *,
    title: str,
    source: str,
    alt: str,
    name: str = "above_normal",
    ax: Axes | None = None,
) -> Axes:
    """Entries above the usual by each yardstick, the nearest in time on top."""
    shown = sorted(excesses, key=lambda e: ((*KINDS, "another season").index(e.kind), e.label))
    ax = canvas(1.7 + 0.42 * len(shown), ax)
    for y, e in enumerate(shown):
        ax.plot([e.excess.low, e.excess.high], [y, y], color=ESTIMATE, lw=3, alpha=0.5)
        ax.plot(e.excess.central, y, "o", color=ESTIMATE, ms=8)
        note(ax, e.excess.high, y, rounded(e.excess.central, e.excess.low, e.excess.high, sign=True), xytext=(9, 0))
    ax.axvline(0, color=INK, lw=0.8)
    ax.set_yticks(range(len(shown)), [f"{e.label}\n{e.per_day:,.0f} a day" for e in shown], fontsize=9)
    low, high = min(0, *(e.excess.low for e in shown)), max(0, *(e.excess.high for e in shown))
    ax.set(
        ylim=(len(shown) - 0.5, -0.6),
        xlim=(low - 0.08 * (high - low), high + 0.2 * (high - low)),
        xlabel="entries above the usual, crossings",
    )
    thousands(ax)
    ax.locator_params(axis="x", nbins=6)
    rows = [(e.kind, e.label, e.per_day, e.excess.low, e.excess.central, e.excess.high) for e in shown]
    table = pd.DataFrame(rows, columns=["kind", "yardstick", "per_day", "low", "excess", "high"])
    return publish(ax, name, table, title=title, source=source, alt=alt)


_STEP_NAMES = {"entries": "entries", "exits": "exits over\nthe same\ndays", "usual net": "left over\nin usual\ntimes",
               "gone on": "gone on\nto third\ncountries", "not counted": "in countries\nwithout\na count",
               "still abroad": "still\nabroad"}  # fmt: skip


def account(steps: dict[str, float], *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """From entries to persons still abroad, step by step, means of all draws."""
    ax = canvas(3.6, ax)
    level = 0.0
    for x, (name, size) in enumerate(steps.items()):
        whole = name in ("entries", "still abroad")
        bottom = 0.0 if whole else min(level, level + size)
        ax.bar(
            x, abs(size), bottom=bottom, color=REST if name == "entries" else ESTIMATE if whole else PALE, width=0.66
        )
        level = size if whole else level + size
        note(ax, x, bottom + abs(size), rounded(size, sign=not whole), ha="center", xytext=(0, 8))
    ax.set_xticks(range(len(steps)), [_STEP_NAMES[s] for s in steps], fontsize=8.5)
    ax.set(ylabel="crossings, then persons", ylim=(0, max(steps.values()) * 1.12))
    thousands(ax, "y")
    table = pd.DataFrame(list(steps.items()), columns=["step", "mean"])
    return publish(ax, "account", table, title=title, source=source, alt=alt)


def totals_beside_estimate(
    totals: pd.DataFrame,
    samples: np.ndarray,
    claimed: float,
    *,
    title: str,
    source: str,
    alt: str,
    name: str = "totals_beside_estimate",
    ax: Axes | None = None,
) -> Axes:
    """Distribution of the estimate above published totals: squares are crossings, round marks persons, the claim a line."""
    ax = canvas(2.4 + 0.46 * len(totals), ax)
    limit = max([claimed, *totals["central"]]) * 1.6
    counts, edges = np.histogram(samples, bins=60, range=(0, limit))
    ax.bar(
        edges[:-1],
        -1.9 * counts / counts.max(),
        width=np.diff(edges),
        align="edge",
        bottom=-0.7,
        color=ESTIMATE,
        alpha=0.75,
    )
    for y, row in enumerate(totals.itertuples()):
        colour = ESTIMATE if row.unit == "persons" else REST
        ax.plot([row.low, min(row.high, limit)], [y, y], color=colour, lw=3, alpha=0.6)
        ax.plot(row.central, y, "o" if row.unit == "persons" else "s", color=colour, ms=8)
        note(
            ax,
            row.central,
            y,
            f"{separated(row.reported)} {row.unit}",
            xytext=(9, 8),
            fontsize=8.5,
            bbox={"fc": "white", "ec": "none", "pad": 0.6, "alpha": 0.8},
        )
    ax.axvline(claimed, color=CLAIM, lw=2)
    ax.text(claimed, -2.75, f" the text: {claimed:,.0f}", color=CLAIM, fontsize=9.5, va="top")
    names = [
        "estimate here: left\nand still abroad",
        *(fill(shorten(c, 58, placeholder=" ..."), 30) for c in totals["claimant"]),
    ]
    ax.set_yticks([-1.2, *range(len(totals))], names, fontsize=8.5)
    ax.set(ylim=(len(totals) - 0.4, -2.8), xlim=(0, limit), xlabel="crossings or persons, as the source counts")
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    return publish(ax, name, totals, title=title, source=source, alt=alt)


def what_matters(table: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Tornado: how far the estimate moves with each unknown alone, largest share of variance on top; columns as `migration.importance` gives."""
    shown = table.head(8)
    ax = canvas(1.4 + 0.38 * len(shown), ax)
    middle = shown["central"].iloc[0]
    for ends, colour in (("low", PALE), ("high", ESTIMATE)):
        ax.barh(range(len(shown)), shown[ends] - middle, left=middle, color=colour, height=0.66)
    ax.axvline(middle, color=INK, lw=0.8)
    for y, row in enumerate(shown.itertuples()):
        note(ax, row.high, y, f"{100 * row.alone:.0f} %")
    ax.set_yticks(range(len(shown)), [u.replace("_", " ") for u in shown["unknown"]], fontsize=9.5)
    low, high = shown["low"].min(), shown["high"].max()
    ax.set(
        ylim=(len(shown) - 0.5, -0.6),
        xlim=(low - 0.05 * (high - low), high + 0.16 * (high - low)),
        xlabel="persons still abroad; figures: share of the variance",
    )
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    return publish(ax, "what_matters", table, title=title, source=source, alt=alt)


def age_pyramid(
    ages: pd.DataFrame,
    claimed: float,
    band: tuple[int, int],
    *,
    title: str,
    source: str,
    alt: str,
    ax: Axes | None = None,
) -> Axes:
    """Men to the left, women to the right by single age, the claimed number spread over one band of men to the same scale."""
    ax = canvas(4.8, ax)
    ax.barh(ages["age"], -ages["men"], color=PALE, height=0.92)
    ax.barh(ages["age"], ages["women"], color="#ececec", height=0.92)
    inside = ages[ages["age"].between(*band)]
    ax.barh(inside["age"], -inside["men"], color=REST, height=0.92)
    ax.barh(inside["age"], [-claimed / len(inside)] * len(inside), color=CLAIM, height=0.92)
    note(
        ax,
        -inside["men"].max(),
        sum(band) / 2,
        f"men of {band[0]} to {band[1]}:\n{inside['men'].sum():,.0f}",
        ha="right",
        xytext=(-6, 0),
    )
    note(ax, 0, sum(band) / 2, f"the text's {claimed:,.0f}", color=CLAIM, xytext=(6, 0))
    widest = max(ages["men"].max(), ages["women"].max())
    ax.set(
        ylim=(-0.5, 85.5),
        xlim=(-1.45 * widest, 1.15 * widest),
        ylabel="age",
        xlabel="persons of each year of age: men to the left, women to the right",
    )
    ax.xaxis.set_major_formatter(lambda v, _: f"{abs(v) / 1e6:.1f} m")
    ax.locator_params(axis="x", nbins=6)
    return publish(ax, "age_pyramid", ages, title=title, source=source, alt=alt)


def as_it_became_known(table: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """The estimate for two days by the day of knowledge; columns known_by, target ("latest day" or a date), low, central, high."""
    ax = canvas(3.9, ax)
    for shift, (target, part) in zip((-1.1, 1.1), table.groupby("target", sort=False), strict=True):
        colour = ESTIMATE if shift < 0 else REST
        days = part["known_by"] + pd.Timedelta(days=shift)
        ax.vlines(
            days,
            part["low"],
            part["high"],
            color=colour,
            lw=4,
            alpha=0.55,
            label=f"abroad on {'the latest day' if target == LATEST else target}",
        )
        ax.plot(days, part["central"], "o", color=colour, ms=5)
    ax.set(ylim=(0, table["high"].max() * 1.06), ylabel="persons")
    thousands(ax, "y")
    ax.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=7))
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%-d %b %y"))
    legend_below(ax, 2)
    return publish(ax, "as_it_became_known", table, title=title, source=source, alt=alt)
