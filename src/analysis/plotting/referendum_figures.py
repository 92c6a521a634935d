"""What does a reader see of the announced results? Figures of notebook 01."""

from textwrap import shorten

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from analysis.plotting.frame import CLAIM, ESTIMATE, PALE, REST, canvas, legend_below, note, publish, thousands
from analysis.referendum import TallyAudit


def tally_audit(audits: tuple[TallyAudit, ...], *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Announced share and the share the printed votes give, one row a region."""
    ax = canvas(3.9, ax)
    for y, a in enumerate(audits):
        ax.plot([a.announced.central, a.from_counts.central], [y, y], color=PALE, lw=3, zorder=1)
        ax.plot(a.from_counts.central, y, "s", ms=10, color=ESTIMATE, zorder=2)
        ax.plot(a.announced.central, y, "o", ms=8, color=CLAIM, zorder=3)
        apart = abs(a.announced.central - a.from_counts.central) > 1
        if apart:
            note(
                ax, a.from_counts.central, y, f"{a.from_counts.central:.2f}", color=ESTIMATE, ha="right", xytext=(-9, 0)
            )
        label = (
            f"{a.announced.central:.2f}"
            if apart or a.holds
            else f"{a.announced.central:.2f}, votes {a.from_counts.central:.2f}"
        )
        note(ax, a.announced.central, y, label, color=CLAIM, xytext=(9, 0))
    ax.set(xlim=(74, 112), ylim=(len(audits) - 0.5, -0.6), xlabel="% of ballots for joining Russia")
    ax.set_yticks(range(len(audits)), [a.region for a in audits])
    ax.set_xticks(range(75, 101, 5))
    ax.plot([], [], "o", color=CLAIM, label="announced")
    ax.plot([], [], "s", color=ESTIMATE, label="printed votes over printed ballots")
    legend_below(ax, 2)
    rows = [(a.region, a.announced.central, a.from_counts.central, a.holds, a.gap_ballots) for a in audits]
    table = pd.DataFrame(rows, columns=["region", "announced_pct", "from_counts_pct", "holds", "gap_ballots"])
    return publish(ax, "tally_audit", table, title=title, source=source, alt=alt)


def counting_path(path: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Share for against share counted, one line a region; `path` holds region, counted_pct and for_pct."""
    ax = canvas(4.5, ax)
    styles = {
        "Donetsk": (CLAIM, "o"),
        "Luhansk": (REST, "s"),
        "Zaporizhzhia": (ESTIMATE, "D"),
        "Kherson": ("#404040", "^"),
    }
    for region, rows in path.groupby("region"):
        colour, marker = styles[region]
        ax.plot(rows["counted_pct"], rows["for_pct"], marker=marker, color=colour, lw=1.4, ms=6, label=region)
    ax.set(xlabel="% of protocols counted", ylabel="% for, as announced", xlim=(-3, 106), ylim=(84.5, 100.5))
    legend_below(ax, 4)
    return publish(ax, "counting_path", path, title=title, source=source, alt=alt)


def people_present(rows: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Reported votes in a region beside every estimate of people there; columns region, what, low, central, high, role."""
    ax = canvas(1.5 + 0.36 * len(rows), ax)
    colours = {"votes": CLAIM, "present": ESTIMATE, "other": REST}
    for y, row in enumerate(rows.itertuples()):
        ax.plot(
            [row.low, min(row.high, rows["central"].max() * 1.15)], [y, y], color=colours[row.role], lw=3, alpha=0.6
        )
        ax.plot(row.central, y, "o", ms=8, color=colours[row.role])
        note(ax, row.high, y, f"{row.central:,.0f}", xytext=(9, 0))
    ax.set_yticks(range(len(rows)), [f"{r.region}: {r.what}" for r in rows.itertuples()])
    ax.set(ylim=(len(rows) - 0.5, -0.6), xlim=(0, rows["central"].max() * 1.25), xlabel="persons or votes")
    thousands(ax)
    ax.locator_params(axis="x", nbins=4)
    return publish(ax, "people_present", rows, title=title, source=source, alt=alt)


def reference_votes(
    votes: pd.DataFrame, claims: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None
) -> Axes:
    """Share for against turnout of named votes, shaded by democracy, with the four announced results on top."""
    ax = canvas(4.8, ax)
    shades = {"below 0.35": "#3d3d3d", "0.35 to 0.7": "#8f8f8f", "0.7 and above": "#5fa3ad", "no index": "#e3e3e3"}
    sns.scatterplot(
        votes,
        x="turnout_pct",
        y="share_of_ballots_pct",
        hue="democracy",
        palette=shades,
        hue_order=list(shades),
        s=36,
        ax=ax,
        linewidth=0.3,
    )
    ax.plot(
        claims["turnout_pct"],
        claims["share_pct"],
        "D",
        color=CLAIM,
        ms=8,
        mec="white",
        label="announced, September 2022",
    )
    ax.set(xlabel="turnout, %", ylabel="% of ballots for", xlim=(0, 103), ylim=(0, 104))
    ax.legend(loc="lower left", fontsize=9, frameon=False, title="V-Dem polyarchy that year", title_fontsize=9)
    return publish(ax, "reference_votes", votes, title=title, source=source, alt=alt)


def recorded_shares(
    shares: pd.DataFrame, claimed: float, *, title: str, source: str, alt: str, ax: Axes | None = None
) -> Axes:
    """Recorded shares of one vote as points, the claimed share as a line."""
    ax = canvas(2.9, ax)
    for y, row in enumerate(shares.itertuples()):
        ax.plot(row.central, y, "o", ms=9, color=ESTIMATE if row.key == "counts" else REST)
        note(ax, row.central, y, row.reported, xytext=(9, 0))
    ax.axvline(claimed, color=CLAIM, lw=2)
    ax.text(claimed, -0.75, f" the text: {claimed}", color=CLAIM, fontsize=9.5, ha="left", va="bottom")
    ax.set_yticks(range(len(shares)), [shorten(c, 30, placeholder=" ...") for c in shares["claimant"]], fontsize=9.5)
    ax.set(xlim=(claimed - 0.1, shares["central"].max() + 0.12), ylim=(len(shares) - 0.5, -0.8), xlabel="% for")
    return publish(ax, "recorded_shares", shares, title=title, source=source, alt=alt)
