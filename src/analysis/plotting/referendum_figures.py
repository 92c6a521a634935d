"""What does a reader see of the announced results? Figures of notebook 01."""

from itertools import cycle

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MultipleLocator

from analysis.plotting.canvas import (
    CLEAR,
    ESTIMATE,
    HEAD,
    PALE,
    REST,
    RUSSIA,
    SMALLEST_PT,
    canvas,
    legend_below,
    note,
)
from analysis.plotting.publishing import Drawing, figure
from analysis.quantities import middle_of
from analysis.referendum.announced import REGIONS
from analysis.referendum.count_findings import CountPath
from analysis.referendum.findings import Audits
from analysis.referendum.people_findings import People
from analysis.referendum.tallies import TallyAudit
from analysis.wording import counted, listed

_LATE_PCT = 85  # of the count, from which a label stands to the left of its mark
APART_PCT = 1.0  # points from which two labels fit side by side
LINES = (("#8c5a2b", "o"), (REST, "s"), (ESTIMATE, "D"), ("#5b4a8a", "^"))  # one region each


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
    ax.plot([], [], "o", color=RUSSIA, label="announced")
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
        alt=f"{audits.finding}. One row a region: the share announced, and that of the votes.",
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
    ax.plot(said, y, "o", ms=7, color=RUSSIA, zorder=3)
    if apart:
        note(ax, votes, y, f"{votes:.2f}", color=ESTIMATE, ha="right", xytext=(-9, 0))
    label = f"{said:.2f}" if apart or audit.holds else f"{said:.2f}, votes {votes:.2f}"
    note(ax, said, y, label, color=RUSSIA, xytext=(9, 0))


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
        x, y = rows["counted_pct"], rows["for_pct"]
        ax.plot(x, y, ":", marker=marker, color=colour, lw=1.2, ms=6, label=region)
        up = 10 if len(rows) > 1 else -11
        last = {"xytext": (0, up), "ha": "right" if x.max() > _LATE_PCT else "center"}
        last |= {"bbox": CLEAR}
        note(ax, x.iloc[-1], y.iloc[-1], region, color=colour, fontsize=9, **last)
        _same_again(ax, rows, colour)
    low = min(84.5, found.path["for_pct"].min() - 1.5)
    ax.set(
        xlabel="% of protocols counted",
        ylabel="% for, as announced",
        xlim=(-3, 106),
        ylim=(low, 101),
    )
    ax.yaxis.set_major_locator(MultipleLocator(2))
    return Drawing(
        ax=ax,
        name="counting_path",
        table=found.path,
        title=found.finding,
        subtitle="Share for in %, against protocols counted, evening of 27 September 2022",
        source="commissions via TASS and others, evening of the last day",
        alt=f"{found.finding}. Dotted lines join {len(found.path)} announcements of "
        f"{counted(found.path['region'].nunique(), 'region')}.",
    )


def _same_again(ax: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Say where one share was announced twice, at different parts of the count."""
    told = rows["for_pct"].map("{:.2f}".format)
    for share, same in rows[told.duplicated(keep=False)].groupby(told):
        counts = listed([f"{c:.0f}" for c in same["counted_pct"]])
        words = f"{share} % at {counts} % counted"
        at = {"xytext": (0, -13), "ha": "center", "color": colour, "fontsize": SMALLEST_PT}
        note(ax, same["counted_pct"].mean(), same["for_pct"].mean(), words, **at)


@figure
def people_present(found: People, *, ax: Axes | None = None) -> Drawing:
    """Reported votes in a region beside every estimate of people there.

    Parameters
    ----------
    found : referendum.People, from `referendum.people_and_votes`
    ax : matplotlib.axes.Axes, optional
        Axes to draw on; without them the figure is published.
    """
    rows = _per_vote(found.people)
    ax = canvas(2.0 + 0.3 * len(rows), ax)
    colours = {"present": ESTIMATE, "other": REST}
    for y, row in enumerate(rows.itertuples()):
        if row.role == "votes":
            ax.text(0, y, f"{row.region}: {row.central:,.0f} votes", va="center", **HEAD)
            continue
        ax.plot([1, 1], [y - 0.5, y + 0.5], color=RUSSIA, lw=1.2)
        ax.plot([row.low_each, row.high_each], [y, y], color=colours[row.role], lw=3, alpha=0.6)
        ax.plot(row.each, y, "o", ms=7, color=colours[row.role])
        note(ax, row.high_each, y, middle_of(row), xytext=(9, 0), fontsize=9, bbox=CLEAR)
    dot = {"marker": "o", "ls": "", "ms": 7}
    labels = {"present": "people present", "other": "lists and registers"}
    legend_below(ax, 2, [Line2D([], [], color=colours[r], label=labels[r], **dot) for r in labels])
    names = ["" if r.role == "votes" else r.what for r in rows.itertuples()]
    ax.set_yticks(range(len(rows)), names, fontsize=9)
    ax.set(ylim=(len(rows) - 0.5, -0.7), xlim=(0, rows["high_each"].max() * 1.25))
    ax.set_xlabel("people for each vote reported (left of 1: fewer people than votes)")
    where = listed(found.regions, "or")
    unknown = f"No estimate of the people present in {where} was known"
    title = unknown if found.there.empty else found.beyond
    return Drawing(
        ax=ax,
        name="people_present",
        table=rows,
        title=title,
        subtitle="Persons in 2022 over votes reported, with their number; line: one for each vote",
        source="commissions via TASS; Ukrstat, registers; officials of both sides as in the tables",
        alt=f"{title}. Dots of {len(found.people)} counts by region, from {rows['each'].min():.1f} "
        f"to {rows['each'].max():.1f} people for each vote.",
    )


def _per_vote(people: pd.DataFrame) -> pd.DataFrame:
    """Counts of people over the votes reported in their region, the votes of a region first."""
    votes = people[people["role"] == "votes"].drop_duplicates("region", keep="last")
    held = people[people["region"].isin(votes["region"])]
    of = held["region"].map(votes.set_index("region")["central"])
    ends = {"low_each": held["low"] / of, "each": held["central"] / of}
    return held.assign(**ends, high_each=held["high"] / of)
