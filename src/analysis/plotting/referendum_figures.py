"""What does a reader see of the announced results? Figures of notebook 01."""

from textwrap import shorten

import pandas as pd
from matplotlib.axes import Axes

from analysis.plotting.frame import CLAIM, ESTIMATE, INK, PALE, REST, canvas, legend_below, note, publish, thousands
from analysis.quantities import middle_of
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
    ax.set(xlim=(74, 108), ylim=(len(audits) - 0.5, -0.6), xlabel="% of ballots for joining Russia")
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
        note(ax, row.high, y, middle_of(row), xytext=(9, 0))
    ax.set_yticks(range(len(rows)), [f"{r.region}: {r.what}" for r in rows.itertuples()])
    ax.set(ylim=(len(rows) - 0.5, -0.6), xlim=(0, rows["central"].max() * 1.25), xlabel="persons or votes")
    thousands(ax)
    ax.locator_params(axis="x", nbins=4)
    return publish(ax, "people_present", rows, title=title, source=source, alt=alt)


def reference_bands(bands: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """How often a share at least as high occurs, by band of democracy; columns kind, band, votes, reached, share_pct, low, high."""
    ax = canvas(4.3, ax)
    names = list(dict.fromkeys(bands.sort_values("band")["band"]))
    styles = {"on status": (CLAIM, "o", -0.13), "all others": (ESTIMATE, "s", 0.13)}
    for kind, rows in bands.groupby("kind"):
        colour, marker, shift = styles[kind]
        x = [names.index(b) + shift for b in rows["band"]]
        ax.vlines(x, rows["low"], rows["high"], color=colour, lw=3, alpha=0.5)
        ax.plot(
            x,
            rows["share_pct"],
            marker,
            color=colour,
            ms=8,
            label="votes on status" if kind == "on status" else "all other votes",
        )
        for place, row in zip(x, rows.itertuples(), strict=True):
            ax.annotate(
                f"{row.reached}/{row.votes}",
                (place, row.high),
                fontsize=8.5,
                ha="center",
                xytext=(0, 4),
                textcoords="offset points",
            )
    ax.set_xticks(range(len(names)), names)
    ax.set(
        xlabel="V-Dem polyarchy of country and year (0 closed, 1 open)",
        ylabel="% of votes",
        ylim=(-2, bands["high"].max() + 8),
    )
    legend_below(ax, 2)
    return publish(ax, "reference_bands", bands, title=title, source=source, alt=alt)


def polls_allow(allowed: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Largest share for that each poll allows, and the announced share of the region; columns of `referendum.allowances` and region, announced."""
    regions = list(dict.fromkeys(allowed["region"]))
    places = allowed.reset_index(drop=True).index + 1 + allowed["region"].map(regions.index).to_numpy()
    ax = canvas(2.0 + 0.25 * (len(allowed) + len(regions)), ax)
    for y, row in zip(places, allowed.itertuples(), strict=True):
        colour, marker = (INK, "s") if row.party == "Russia" else (ESTIMATE, "o")
        ax.plot([row.most_low, row.most_high], [y, y], color=colour, lw=3, alpha=0.45)
        ax.plot(row.most, y, marker, color=colour, ms=6)
    for region, rows in pd.Series(places).groupby(allowed["region"].to_numpy()):
        announced = allowed.loc[allowed["region"] == region, "announced"].iloc[0]
        ax.plot([announced] * 2, [rows.min() - 0.5, rows.max() + 0.5], color=CLAIM, lw=2.5)
        ax.text(
            0, rows.min() - 1, f"{region}: {announced:.2f} % announced", va="center", fontsize=9.5, fontweight="bold"
        )
    ax.set_yticks(
        places,
        [f"{shorten(r.pollster, 28, placeholder=' …')}, {r.ended:%b %Y}" for r in allowed.itertuples()],
        fontsize=8,
    )
    ax.set(xlim=(0, 102), ylim=(places.max() + 0.7, -0.6), xlabel="largest possible % for, if every supporter voted")
    for colour, marker, name in ((ESTIMATE, "o", "other pollsters"), (INK, "s", "Russian pollsters")):
        ax.plot([], [], marker, color=colour, label=name)
    ax.plot([], [], color=CLAIM, lw=2.5, label="announced")
    legend_below(ax, 3)
    return publish(ax, "polls_allow", allowed, title=title, source=source, alt=alt)


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
