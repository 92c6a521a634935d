"""What does a reader see of those who left? Figures of notebook 02."""

from textwrap import fill, shorten

import pandas as pd
from matplotlib.axes import Axes

from analysis.migration import NetFlow, PartsOfTotal
from analysis.plotting.frame import CLAIM, ESTIMATE, INK, PALE, REST, canvas, note, publish, thousands
from analysis.quantities import separated


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


def published_totals(
    totals: pd.DataFrame, claimed: float, *, title: str, source: str, alt: str, ax: Axes | None = None
) -> Axes:
    """Published totals with their intervals, gross sums and persons apart, and the claimed total as a line."""
    ax = canvas(1.6 + 0.48 * len(totals), ax)
    limit = max(totals["central"].max(), claimed) * 1.6
    for y, row in enumerate(totals.itertuples()):
        colour = ESTIMATE if row.unit == "persons" else REST
        ax.plot([row.low, min(row.high, limit)], [y, y], color=colour, lw=3, alpha=0.6)
        ax.plot(row.central, y, "o" if row.unit == "persons" else "s", color=colour, ms=8)
        note(ax, row.central, y, f"{separated(row.reported)} {row.unit}", xytext=(9, 8), fontsize=8.5)
    ax.axvline(claimed, color=CLAIM, lw=2)
    ax.text(claimed, -0.85, f" the text: {claimed:,.0f}", color=CLAIM, fontsize=9.5)
    ax.set_yticks(
        range(len(totals)), [fill(shorten(c, 58, placeholder=" ..."), 30) for c in totals["claimant"]], fontsize=8.5
    )
    ax.set(ylim=(len(totals) - 0.4, -1), xlim=(0, limit), xlabel="crossings or persons, as the source counts")
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    return publish(ax, "published_totals", totals, title=title, source=source, alt=alt)


def men_to_scale(
    bands: pd.DataFrame, claimed: float, *, title: str, source: str, alt: str, ax: Axes | None = None
) -> Axes:
    """Men by age band with the claimed number drawn to the same scale; columns band, men, share_pct."""
    ax = canvas(1.6 + 0.5 * len(bands), ax)
    ax.barh(bands["band"], bands["men"], color=PALE, height=0.66)
    ax.barh(bands["band"], [claimed] * len(bands), color=CLAIM, height=0.66)
    for y, row in enumerate(bands.itertuples()):
        note(ax, row.men, y, f"{row.share_pct:.1f} %", color=CLAIM)
    ax.set(xlabel="men", xlim=(0, bands["men"].max() * 1.14))
    ax.invert_yaxis()
    ax.xaxis.set_major_formatter(lambda v, _: f"{v / 1e6:.0f} m")
    return publish(ax, "men_to_scale", bands, title=title, source=source, alt=alt)
