"""What does a reader see of polls and of earlier votes? More figures of notebook 01."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.plotting.canvas import (
    CLAIM,
    ESTIMATE,
    HEAD,
    REST,
    RUSSIA,
    SMALLEST_PT,
    canvas,
    fitted,
    is_narrow,
    legend_below,
    note,
)
from analysis.plotting.publishing import Drawing, figure
from analysis.referendum.poll_findings import Polls
from analysis.referendum.precedent_findings import RecordedShares
from analysis.referendum.rarity_findings import Rarity
from analysis.wording import counted

KINDS = {
    "on status": ("votes on status", ESTIMATE, "o", 0.0),
    "all others": ("all other votes", REST, "s", 0.33),
}


@figure
def reference_bands(found: Rarity, *, ax: Axes | None = None) -> Drawing:
    """How often a share at least as high occurs, by band of democracy.

    Parameters
    ----------
    found : referendum.Rarity, from `referendum.how_rare`
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; without them the figure is published.
    """
    bands = found.bands.sort_values(["kind", "band"])
    names = list(dict.fromkeys(bands.sort_values("band")["band"]))
    ax = canvas(2.4 + 0.5 * len(names), ax)
    apart = 1.4 if is_narrow(ax) else 1.0  # there a name stands over its two marks
    for kind, rows in bands.groupby("kind"):
        label, colour, marker, shift = KINDS[kind]
        y = [apart * names.index(b) + shift for b in rows["band"]]
        ax.hlines(y, rows["low"], rows["high"], color=colour, lw=3, alpha=0.5)
        ax.plot(rows["share_pct"], y, marker, color=colour, ms=7, label=label)
        for place, row in zip(y, rows.itertuples(), strict=True):
            told = f"{row.reached} of {row.votes:,}"
            note(ax, row.high, place, told, xytext=(7, 0), fontsize=SMALLEST_PT)
    ends = {0: "closed states,\n", len(names) - 1: "democracies,\n"}
    ax.set_yticks(
        [apart * n for n in range(len(names))], [ends.get(n, "") + b for n, b in enumerate(names)]
    )
    ax.set(ylim=(apart * len(names) - 0.4, -0.4), xlim=(0, bands["high"].max() * 1.15))
    ax.set(xlabel="% of votes")
    legend_below(ax, 2)
    closed, free = found.on_status.closed.central, found.on_status.open.central
    shares = f"{closed:.0f} % in closed states, {free:.0f} % in democracies"
    title = f"Votes on status that reach {found.line} %: {shares}"
    return Drawing(
        ax=ax,
        name="reference_bands",
        table=bands,
        title=title,
        subtitle=f"Votes to {found.last_year} with {found.line} % of valid votes or more for, in % "
        "of all votes, by V-Dem's index of democracy (0 to 1); bars: 95 % intervals",
        source="sudd.ch and V-Dem, derived; the four votes judged here left out",
        alt=f"{title}. Rows from closed states to democracies, votes on status beside all others.",
    )


@figure
def polls_allow(found: Polls, *, ax: Axes | None = None) -> Drawing:
    """Largest share for that each poll allows, and the announced share of the region.

    Parameters
    ----------
    found : referendum.Polls, from `referendum.polls_and_share`
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; without them the figure is published.
    """
    allowed = found.allowed
    regions = list(dict.fromkeys(allowed["region"]))
    place_of_region = allowed["region"].map(regions.index).to_numpy()
    places = allowed.reset_index(drop=True).index + 1 + place_of_region
    ax = canvas(2.3 + 0.25 * (len(allowed) + len(regions)), ax)
    for y, row in zip(places, allowed.itertuples(), strict=True):
        colour, marker = (RUSSIA, "s") if row.party == "Russia" else (ESTIMATE, "o")
        ax.plot([row.most_low, row.most_high], [y, y], color=colour, lw=3, alpha=0.45)
        ax.plot(row.most, y, marker, color=colour, ms=6)
    for region, rows in pd.Series(places).groupby(allowed["region"].to_numpy()):
        said = allowed.loc[allowed["region"] == region, "announced"].iloc[0]
        ax.plot([said] * 2, [rows.min() - 0.5, rows.max() + 0.5], color=RUSSIA, lw=1.5)
        told = f"{region}: {said:.2f} % announced"
        ax.text(0, rows.min() - 1, told, va="center", **HEAD)
    names = _polls(allowed)
    ax.set_yticks(places, names, fontsize=SMALLEST_PT)
    ax.set(xlim=(0, 102), ylim=(places.max() + 0.7, -0.6))
    ax.set_xlabel("largest possible % for, if every supporter voted")
    for colour, marker, name in (
        (ESTIMATE, "o", "other pollsters"),
        (RUSSIA, "s", "Russian pollsters"),
    ):
        ax.plot([], [], marker, color=colour, label=name)
    ax.plot([], [], color=RUSSIA, lw=1.5, label="announced")
    legend_below(ax, 3)
    title = found.finding if len(found.others) else "Only polls of Russian pollsters were known"
    return Drawing(
        ax=ax,
        name="polls_allow",
        table=allowed,
        title=title,
        subtitle="Support over turnout by each poll, in %; bars: sampling error or range reported",
        source="KIIS, ZOiS, UIF and others; INSOMAR, VTsIOM, RIPSI; reports as listed",
        alt=f"{title}. Rows of {counted(len(allowed), 'reading')} of polls by region, beside the "
        "share announced there.",
    )


def _polls(allowed: pd.DataFrame) -> list[str]:
    """Who asked and when; where too, if one poll was read for two areas."""
    twice = allowed.duplicated(["region", "pollster", "ended"], keep=False)
    where = allowed["polled"].str.replace(".*, held.*", "part held", regex=True)
    last = allowed["ended"].dt.strftime("%b %Y").where(~twice, where)
    return [
        f"{fitted(who, 30)}, {told}" for who, told in zip(allowed["pollster"], last, strict=True)
    ]


@figure
def recorded_shares(found: RecordedShares, *, ax: Axes | None = None) -> Drawing:
    """Recorded shares of one vote as points, the claimed share as a line.

    Parameters
    ----------
    found : referendum.RecordedShares, from `referendum.shares_recorded`
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; without them the figure is published.
    """
    shares, claimed = found.shares, found.claimed
    ax = canvas(3.2, ax)
    for y, row in enumerate(shares.itertuples()):
        ax.plot(row.central, y, "o", ms=9, color=ESTIMATE if row.key == "counts" else REST)
        note(ax, row.central, y, row.reported, xytext=(9, 0))
    ax.axvline(claimed, color=CLAIM, lw=2)
    note(ax, claimed, -0.8, f"the text: {claimed}", color=CLAIM, va="bottom", xytext=(0, 2))
    names = [fitted(c, 30) for c in shares["claimant"]]
    ax.set_yticks(range(len(shares)), names, fontsize=9.5)
    ends = min(claimed, shares["central"].min()) - 0.1, max(claimed, shares["central"].max()) + 0.12
    ax.set(xlim=ends, ylim=(len(shares) - 0.5, -0.8), xlabel="% for")
    return Drawing(
        ax=ax,
        name="recorded_shares",
        table=shares,
        title=found.sentence().removesuffix("."),
        subtitle=f"{found.place}, 1940: share for in %, as recorded and as the text gives it",
        source="tables and counts as printed in reference works",
        alt=f"{found.sentence()} Dots of {counted(len(shares), 'record')} beside the text's line.",
    )
