"""What does a reader see of the announced results? Figures of notebook 01."""

from itertools import cycle
from textwrap import shorten

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MultipleLocator

from analysis.plotting.canvas import (
    CLAIM,
    ESTIMATE,
    INK,
    PALE,
    REST,
    canvas,
    legend_below,
    note,
    thousands,
)
from analysis.plotting.publishing import Drawing, figure
from analysis.quantities import middle_of
from analysis.referendum.announced import REGIONS
from analysis.referendum.count_findings import CountPath
from analysis.referendum.findings import Audits
from analysis.referendum.people_findings import People
from analysis.referendum.poll_findings import Polls
from analysis.referendum.precedent_findings import RecordedShares
from analysis.referendum.rarity_findings import Rarity
from analysis.referendum.tallies import TallyAudit
from analysis.wording import listed

APART_PCT = 1.0  # points from which two labels fit side by side
LINES = ((CLAIM, "o"), (REST, "s"), (ESTIMATE, "D"), ("#404040", "^"))  # one region each
ROLES = {"votes": "votes", "present": "people present", "other": "lists and registers"}
KINDS = {
    "on status": ("votes on status", CLAIM, "o", -0.13),
    "all others": ("all other votes", ESTIMATE, "s", 0.13),
}


@figure
def tally_audit(audits: Audits, *, ax: Axes | None = None) -> Drawing:
    """Announced share and the share the printed votes give, one row a region.

    Parameters
    ----------
    audits : referendum.Audits, from `referendum.audit_all`
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; without them the figure is published.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from analysis import evidence, plotting, referendum
    >>> audits = referendum.audit_all(evidence.known_by("2022-10-11"))
    >>> plotting.tally_audit(audits, ax=Figure().subplots()).get_xlabel()
    '% of ballots for joining Russia'
    """
    ax = canvas(2.7 + 0.32 * len(audits), ax)
    for y, audit in enumerate(audits):
        _audit_row(ax, y, audit)
    least = min(min(a.announced.central, a.from_counts.central) for a in audits)
    start = min(5 * int(least // 5), 90)
    ax.set(xlim=(start - 1, 100 + 0.36 * (100 - start)), ylim=(len(audits) - 0.5, -0.6))
    whole, asked = _whole(audits), _asked(audits)
    ax.set_xlabel(f"% of {whole} {asked}")
    ax.set_yticks(range(len(audits)), [a.region for a in audits])
    ax.set_xticks(range(start, 101, 5 if start < 90 else 2))
    ax.plot([], [], "o", color=CLAIM, label="announced")
    ax.plot([], [], "s", color=ESTIMATE, label=f"printed votes over printed {whole}")
    legend_below(ax, 2)
    shares = [(a.region, a.announced.central, a.from_counts.central) for a in audits]
    rows = [(*share, a.holds, a.gap_ballots) for share, a in zip(shares, audits, strict=True)]
    columns = ["region", "announced_pct", "from_counts_pct", "holds", "gap_ballots"]
    return Drawing(
        ax=ax,
        name="tally_audit",
        table=pd.DataFrame(rows, columns=columns),
        title=audits.finding,
        subtitle=f"Share {asked} in % of {whole}{', votes of September 2022' * _ours(audits)}",
        source="regional commissions via TASS, Sputnik and others, as printed"
        if _ours(audits)
        else "as printed",
        alt=audits.sentence(),
    )


def _whole(audits: Audits) -> str:
    """Of what the shares are: "ballots", or each whole where they differ."""
    return " or ".join(dict.fromkeys(a.over for a in audits))


def _ours(audits: Audits) -> bool:
    """Whether all are regions of the votes of September 2022."""
    return all(a.region in REGIONS for a in audits)


def _asked(audits: Audits) -> str:
    """What the votes were for."""
    return "for joining Russia" if _ours(audits) else "in favour"


def _audit_row(ax: Axes, y: int, audit: TallyAudit) -> None:
    """One region: two marks, the line between them, and their numbers."""
    said, votes = audit.announced.central, audit.from_counts.central
    apart = abs(said - votes) > APART_PCT
    ax.plot([said, votes], [y, y], color=PALE, lw=3, zorder=1)
    ax.plot(votes, y, "s", ms=10, color=ESTIMATE, zorder=2)
    ax.plot(said, y, "o", ms=8, color=CLAIM, zorder=3)
    if apart:
        note(ax, votes, y, f"{votes:.2f}", color=ESTIMATE, ha="right", xytext=(-9, 0))
    label = f"{said:.2f}" if apart or audit.holds else f"{said:.2f}, votes {votes:.2f}"
    note(ax, said, y, label, color=CLAIM, xytext=(9, 0))


@figure
def counting_path(found: CountPath, *, ax: Axes | None = None) -> Drawing:
    """Share for against share of protocols counted, one line a region.

    Parameters
    ----------
    found : referendum.CountPath, from `referendum.path_of_count`
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; without them the figure is published.
    """
    ax = canvas(4.7, ax)
    others = sorted(set(found.path["region"]) - set(REGIONS))
    styles = dict(zip((*REGIONS, *others), cycle(LINES), strict=False))
    for region, rows in found.path.groupby("region"):
        colour, marker = styles[region]
        ax.plot(
            rows["counted_pct"],
            rows["for_pct"],
            marker=marker,
            color=colour,
            lw=1.4,
            ms=6,
            label=region,
        )
    low = min(84.5, found.path["for_pct"].min() - 1.5)
    ax.set(
        xlabel="% of protocols counted",
        ylabel="% for, as announced",
        xlim=(-3, 106),
        ylim=(low, 100.5),
    )
    ax.yaxis.set_major_locator(MultipleLocator(2))
    legend_below(ax, 4)
    return Drawing(
        ax=ax,
        name="counting_path",
        table=found.path,
        title=found.furthest,
        subtitle="Share for in %, against protocols counted, evening of 27 September 2022",
        source="commissions via TASS and others, evening of the last day",
        alt=found.sentence(),
    )


@figure
def people_present(found: People, *, ax: Axes | None = None) -> Drawing:
    """Reported votes in a region beside every estimate of people there.

    Parameters
    ----------
    found : referendum.People, from `referendum.people_and_votes`
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; without them the figure is published.
    """
    rows = found.people
    ax = canvas(2.4 + 0.36 * len(rows), ax)
    colours = {"votes": CLAIM, "present": ESTIMATE, "other": REST}
    edge = rows["central"].max() * 1.15
    for y, row in enumerate(rows.itertuples()):
        ax.plot([row.low, min(row.high, edge)], [y, y], color=colours[row.role], lw=3, alpha=0.6)
        ax.plot(row.central, y, "o", ms=8, color=colours[row.role])
        note(ax, row.high, y, middle_of(row), xytext=(9, 0))
    ax.set_yticks(range(len(rows)), [f"{r.region}: {r.what}" for r in rows.itertuples()])
    ax.set(
        ylim=(len(rows) - 0.5, -0.6),
        xlim=(0, rows["central"].max() * 1.45),
        xlabel="persons or votes",
    )
    thousands(ax)
    ax.locator_params(axis="x", nbins=4)
    dot = {"marker": "o", "ls": "", "ms": 8}
    legend_below(ax, 1, [Line2D([], [], color=colours[r], label=ROLES[r], **dot) for r in ROLES])
    where = listed(found.regions, "or")
    unknown = f"No estimate of the people present in {where} was known"
    return Drawing(
        ax=ax,
        name="people_present",
        table=rows,
        title=unknown if found.there.empty else found.beyond,
        subtitle="Votes reported, and persons by lists, registers and officials of both sides",
        source="commissions via TASS; Ukrstat, registers; officials of both sides as in the tables",
        alt=found.sentence(),
    )


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
    ax = canvas(4.6, ax)
    names = list(dict.fromkeys(bands.sort_values("band")["band"]))
    for kind, rows in bands.groupby("kind"):
        label, colour, marker, shift = KINDS[kind]
        x = [names.index(b) + shift for b in rows["band"]]
        ax.vlines(x, rows["low"], rows["high"], color=colour, lw=3, alpha=0.5)
        ax.plot(x, rows["share_pct"], marker, color=colour, ms=8, label=label)
        for place, row in zip(x, rows.itertuples(), strict=True):
            above = {"ha": "center", "va": "baseline", "xytext": (0, 4), "fontsize": 8.5}
            note(ax, place, row.high, f"{row.reached}/{row.votes}", **above)
    ax.set_xticks(range(len(names)), names)
    ax.set(xlabel="V-Dem polyarchy of country and year (0 closed, 1 open)", ylabel="% of votes")
    ax.set_ylim(-2, bands["high"].max() + 8)
    legend_below(ax, 2)
    closed, free = found.on_status.closed.central, found.on_status.open.central
    kinds = f"votes on status: {closed:.0f} % in closed states, {free:.0f} % in democracies"
    return Drawing(
        ax=ax,
        name="reference_bands",
        table=bands,
        title=f"{found.line} % and more, {kinds}",
        subtitle=f"Votes to {found.last_year} with so many valid votes for, in % of all votes",
        source="sudd.ch and V-Dem, derived; the four votes judged here left out",
        alt=found.sentence(),
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
        colour, marker = (INK, "s") if row.party == "Russia" else (ESTIMATE, "o")
        ax.plot([row.most_low, row.most_high], [y, y], color=colour, lw=3, alpha=0.45)
        ax.plot(row.most, y, marker, color=colour, ms=6)
    for region, rows in pd.Series(places).groupby(allowed["region"].to_numpy()):
        said = allowed.loc[allowed["region"] == region, "announced"].iloc[0]
        ax.plot([said] * 2, [rows.min() - 0.5, rows.max() + 0.5], color=CLAIM, lw=2.5)
        told = f"{region}: {said:.2f} % announced"
        ax.text(0, rows.min() - 1, told, va="center", fontsize=9.5, fontweight="bold")
    names = [shorten(pollster, 28, placeholder=" …") for pollster in allowed["pollster"]]
    names = [f"{name}, {ended:%b %Y}" for name, ended in zip(names, allowed["ended"], strict=True)]
    ax.set_yticks(places, names, fontsize=8)
    ax.set(xlim=(0, 102), ylim=(places.max() + 0.7, -0.6))
    ax.set_xlabel("largest possible % for, if every supporter voted")
    for colour, marker, name in (
        (ESTIMATE, "o", "other pollsters"),
        (INK, "s", "Russian pollsters"),
    ):
        ax.plot([], [], marker, color=colour, label=name)
    ax.plot([], [], color=CLAIM, lw=2.5, label="announced")
    legend_below(ax, 3)
    return Drawing(
        ax=ax,
        name="polls_allow",
        table=allowed,
        title=found.finding if len(found.others) else "Only polls of Russian pollsters were known",
        subtitle="Support over turnout by each poll, in %; bars: sampling error or range reported",
        source="KIIS, ZOiS, UIF and others; INSOMAR, VTsIOM, RIPSI; reports as listed",
        alt=found.sentence(),
    )


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
    told = f" the text: {claimed}"
    note(ax, claimed, -0.75, told, color=CLAIM, va="bottom", xytext=(0, 0))
    names = [shorten(c, 30, placeholder=" ...") for c in shares["claimant"]]
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
        alt=found.sentence(),
    )
