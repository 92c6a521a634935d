"""What does a reader see of those who crossed? Figures of notebook 02; more in `abroad_figures`."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.migration import KINDS, AboveUsual, BothWays, PrintedTotal, SumsNear
from analysis.plotting.canvas import (
    CLAIM,
    CLEAR,
    ESTIMATE,
    INK,
    OUTLINED,
    PALE,
    REST,
    canvas,
    note,
    thousands,
)
from analysis.plotting.publishing import Drawing, figure
from analysis.quantities import rounded, spoken
from analysis.wording import counted


@figure
def parts_and_remainder(printed: PrintedTotal, ax: Axes | None = None) -> Drawing:
    """Named parts of the printed total and what they leave over, as one bar.

    Examples
    --------
    >>> from analysis import claims, evidence, migration, plotting
    >>> day = evidence.known_by("2022-10-11")
    >>> printed = migration.printed_total(day, claims.text_parts(), claims.claim("C55"))
    >>> plotting.parts_and_remainder(printed).get_xlabel()
    'crossings'
    """
    ax = canvas(3.2, ax)
    parts = printed.made_of
    sizes = {n: e.central for n, e in parts.parts.items()}
    sizes["not attributed"] = parts.unattributed.central
    shades = [REST, PALE]
    left = 0.0
    for i, (name, size) in enumerate(sizes.items()):
        last = i == len(sizes) - 1
        colour, hatch = (CLAIM, "///") if last else (shades[i % len(shades)], None)
        ax.barh(0, size, left=left, color=colour, height=0.5, edgecolor="white", hatch=hatch)
        y, side = (0.33, "bottom") if i % 2 == 0 else (-0.33, "top")
        told = f"{name}\n{size:,.0f}".replace("not ", "not\n")
        ax.text(left + size / 2, y, told, ha="center", va=side, fontsize=9.5, color=INK)
        left += size
    ax.set(ylim=(-1.4, 0.95), xlim=(0, left * 1.03), yticks=[], xlabel="crossings")
    ax.spines["left"].set_visible(False)
    thousands(ax)
    named, over = spoken(parts.named.central), spoken(parts.unattributed.central)
    return Drawing(
        ax=ax,
        name="parts_and_remainder",
        table=pd.DataFrame(list(sizes.items()), columns=["part", "crossings"]),
        title=f"Named countries make {named} of {spoken(printed.total)}; {over} are unexplained",
        subtitle="Crossings into each country as the text prints them, and its total",
        source="the text; parts as it prints them",
        alt="One bar of the printed total: "
        + ", ".join(f"{n} {size:,.0f}" for n, size in sizes.items())
        + " crossings.",
    )


@figure
def sums_near(sums: SumsNear, ax: Axes | None = None) -> Drawing:
    """How many sums of published counts lie near each round total, the printed one marked.

    Examples
    --------
    >>> from analysis import claims, evidence, migration, plotting
    >>> day = evidence.known_by("2022-10-11")
    >>> printed = migration.printed_total(day, claims.text_parts(), claims.claim("C55"))
    >>> plotting.sums_near(migration.sums_near(day, printed)).get_ylabel()
    'sums'
    """
    ax = canvas(3.2, ax)
    near, found = sums.rivals, sums.combinations
    claimed = found.total
    colours = [CLAIM if abs(t - claimed) < 1 else PALE for t in near.index]
    ax.bar(near.index, near.to_numpy(), width=8_200, color=colours, **OUTLINED)
    if claimed in near.index:
        marked = {"color": CLAIM, "ha": "center", "xytext": (0, 8), "fontsize": 11}
        note(ax, claimed, near[claimed], f"{near[claimed]}", **marked)
    top = near.max() * 1.18 + 1
    ax.set(xlabel="total, crossings", ylabel="sums", ylim=(0, top))
    thousands(ax)
    ax.locator_params(axis="x", nbins=6)
    several = f"{found.count} sums of counts come"
    come = several if found.count > 1 else f"{'One' if found.count else 'No'} sum of counts comes"
    return Drawing(
        ax=ax,
        name="sums_near",
        table=near.rename_axis("total").reset_index(),
        title=f"{come} within {spoken(found.within)} of the printed total: a fit proves little",
        subtitle=f"Sums of {len(sums.counts)} counts near each round total, the printed in colour",
        source=f"entries published {sums.known}, and the text's; {found.tried:,} sums tried",
        alt=f"Bars of the number of sums near each round total, from {near.min()} to "
        f"{near.max()}; {found.count} near {claimed:,.0f}.",
    )


@figure
def entries_and_exits(both: BothWays, ax: Axes | None = None) -> Drawing:
    """Entries to the right, exits to the left, the net on the mark, one row a country and window.

    Examples
    --------
    >>> from analysis import evidence, migration, plotting
    >>> flows = migration.in_and_out(evidence.known_by("2022-10-11"))
    >>> len(plotting.entries_and_exits(flows).get_yticks()) == len(flows.flows)
    True
    """
    flows = both.flows
    ax = canvas(1.4 + 0.5 * len(flows), ax)
    for y, f in enumerate(flows):
        ax.barh(y, f.entries.central, color=REST, height=0.62)
        ax.barh(y, -f.exits.central, color=PALE, height=0.62, **OUTLINED)
        if f.net.low < f.net.high < float("inf"):
            ax.plot([f.net.low, f.net.high], [y, y], color=ESTIMATE, lw=3)
        ax.plot(f.net.central, y, "D", color=ESTIMATE, ms=7, mec="white")
        note(ax, max(f.entries.central, 0), y, f"net {f.net.central:+,.0f}", color=ESTIMATE)
    ax.axvline(0, color=INK, lw=0.8)
    widest = max(f.entries.central for f in flows)
    ax.set(ylim=(len(flows) - 0.5, -0.6), xlim=(-0.95 * widest, 1.55 * widest))
    ax.set_xlabel("crossings: exits to the left, entries to the right")
    labels = [f"{f.geography},\n{_short(f.start)} to {_short(f.end)}" for f in flows]
    ax.set_yticks(range(len(flows)), labels, fontsize=9)
    ax.xaxis.set_major_formatter(lambda v, _: f"{abs(v):,.0f}")
    ax.locator_params(axis="x", nbins=6)
    most = both.largest.geography
    return Drawing(
        ax=ax,
        name="entries_and_exits",
        table=_windows(both),
        title=f"{most}: for {both.out_of_100} of 100 entries there was an exit over the same days",
        subtitle="Crossings of Russians over the same days; diamond: entries less exits",
        source=f"border services and ministries as reported {both.known}",
        alt=f"{most}: {both.out_of_100} exits for 100 entries. Bars of exits and entries with "
        f"their difference, {counted(len(flows), 'row')} of a country and its days.",
    )


def _short(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%b}"


def _windows(both: BothWays) -> pd.DataFrame:
    """The data behind the figure, one row a window."""
    flows = both.flows
    columns = {
        "geography": [f.geography for f in flows],
        "start": [f.start for f in flows],
        "end": [f.end for f in flows],
        "entries": [f.entries.central for f in flows],
        "exits": [f.exits.central for f in flows],
        "net_low": [f.net.low for f in flows],
        "net": [f.net.central for f in flows],
        "net_high": [f.net.high for f in flows],
    }
    return pd.DataFrame(columns)


@figure
def above_normal(usual: AboveUsual, ax: Axes | None = None) -> Drawing:
    """Entries above the usual by each yardstick, the nearest in time on top.

    Examples
    --------
    >>> from analysis import evidence, migration, plotting
    >>> later = migration.above_usual_later(evidence.known_by(None))
    >>> plotting.above_normal(later).get_xlabel()
    'entries above the usual, crossings'
    """
    order = (*KINDS, "another season")
    shown = sorted(usual.excesses, key=lambda e: (order.index(e.kind), e.label))
    ax = canvas(1.8 + 0.42 * len(shown), ax)
    for y, e in enumerate(shown):
        ax.plot([e.excess.low, e.excess.high], [y, y], color=ESTIMATE, lw=3, alpha=0.5)
        ax.plot(e.excess.central, y, "o", color=ESTIMATE, ms=8)
        told = rounded(e.excess.central, e.excess.low, e.excess.high, sign=True)
        note(ax, e.excess.high, y, told, xytext=(9, 0), bbox=CLEAR)
    ax.axvline(0, color=INK, lw=0.8)
    labels = [f"{e.label},\n{e.per_day:,.0f} a day" for e in shown]
    ax.set_yticks(range(len(shown)), labels, fontsize=9)
    low, high = min(0, *(e.excess.low for e in shown)), max(0, *(e.excess.high for e in shown))
    ax.set(
        ylim=(len(shown) - 0.5, -0.6),
        xlim=(low - 0.08 * (high - low), high + 0.2 * (high - low)),
        xlabel="entries above the usual, crossings",
    )
    thousands(ax)
    ax.locator_params(axis="x", nbins=6)
    return Drawing(ax=ax, table=_yardsticks(shown), **_above_in_words(usual, shown))


def _yardsticks(shown: list) -> pd.DataFrame:
    """The data behind the figure, one row a yardstick."""
    columns = {
        "kind": [e.kind for e in shown],
        "yardstick": [e.label for e in shown],
        "per_day": [e.per_day for e in shown],
        "low": [e.excess.low for e in shown],
        "excess": [e.excess.central for e in shown],
        "high": [e.excess.high for e in shown],
    }
    return pd.DataFrame(columns)


def _above_in_words(usual: AboveUsual, shown: list) -> dict[str, str]:
    """Words of `above_normal`, on the day and later."""
    country, first, last = usual.flow.geography, usual.flow.start, usual.flow.end
    how_many = usual.how_many
    days = f"{_short(first)} to {_short(last)} {last:%Y}"
    title = f"{country}: {how_many} entries above the usual, {usual.yardsticks}"
    source = f"border services as reported {usual.known}; bars show rounding of the reports"
    if usual.later:
        begun = f"{how_many[0].upper()}{how_many[1:]}"
        title = f"{begun} entries into {country} were above the usual, {usual.yardsticks}"
        source = "ministries and FSB as reported later"
    return {
        "name": "above_normal_later" if usual.later else "above_normal",
        "title": title,
        "subtitle": f"Entries from {days} less as many days of each usual rate",
        "source": source,
        "alt": f"{title}. Dots of {counted(len(shown), 'yardstick')}, each with its interval.",
    }
