"""What does a reader see of time? Figures of notebook 06."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from analysis.claims import MovesByTheDay, NumberPath, VerdictsByDay, claim_words
from analysis.plotting.canvas import (
    CLAIM,
    ESTIMATE,
    INK,
    REST,
    VERDICT_COLOURS,
    canvas,
    date_axis,
    legend_below,
    thousands,
)
from analysis.plotting.publishing import Drawing, figure
from analysis.wording import day, until

_TEXT_AT = 0.3  # columns between the last tile and the claim's words
_LETTERS = 74  # of a claim that fit beside the tiles
_SOURCE = "sweep of notebook 00"


@figure
def verdict_paths(moves: MovesByTheDay, ax: Axes | None = None) -> Drawing:
    """One row a claim, one column a day on which some verdict moved, coloured by verdict.

    Examples
    --------
    >>> from analysis import claims, evidence, facts, plotting
    >>> known, none = evidence.known_by("2022-10-11"), evidence.Evidence(None, "Off.")
    >>> kept = known.table("weekly_facts")
    >>> swept = claims.swept_facts(known, none, kept, facts.of_sweep(""))
    >>> len(plotting.verdict_paths(claims.moves_by_the_day(swept)).texts)
    55
    """
    table, words = moves.paths, claim_words()
    columns, claims = table.shape
    ax = canvas(1.9 + 0.215 * claims, ax)
    for y, claim in enumerate(table):
        for x, verdict in enumerate(table[claim]):
            colour = VERDICT_COLOURS.get(verdict, "white")
            ax.add_patch(Rectangle((x, y), 0.92, 0.86, facecolor=colour, edgecolor="none"))
        beside = _cut(words.get(claim, ""))
        ax.text(columns + _TEXT_AT, y + 0.45, beside, fontsize=8, va="center")
    ax.set(xlim=(-0.1, max(columns * 2.9, columns + 13)), ylim=(claims, -0.15))
    ax.set_xticks([n + 0.46 for n in range(columns)], _heads(table.index), fontsize=7.5)
    ax.set_yticks([n + 0.43 for n in range(claims)], list(table), fontsize=8)
    ax.xaxis.tick_top()
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    held = {v for claim in table for v in table[claim]}
    given = {v: c for v, c in VERDICT_COLOURS.items() if v in held}
    legend_below(ax, 3, [Patch(facecolor=c, label=v) for v, c in given.items()])
    rows = table.rename_axis("day").reset_index()
    return Drawing(
        ax=ax,
        name="verdict_paths",
        table=rows.assign(day=rows["day"].dt.strftime("%Y-%m-%d")),
        title=moves.finding,
        subtitle="Verdicts by day of knowledge; a claim is shown if its verdict moved",
        source=f"{_SOURCE}; evidence published {until(moves.swept.known)}",
        alt=moves.sentence(),
    )


def _cut(words: str) -> str:
    """Words of a claim that fit beside the tiles."""
    return words if len(words) <= _LETTERS else words[: _LETTERS - 1].rstrip() + "…"


def _heads(days: pd.DatetimeIndex) -> list[str]:
    """Days over the columns, the year said where it is new."""
    new = [n == 0 or d.year != days[n - 1].year for n, d in enumerate(days)]
    return [f"{d.day} {d:%b}" + f"\n{d:%Y}" * year for d, year in zip(days, new, strict=True)]


@figure
def verdicts_by_day(by_day: VerdictsByDay, ax: Axes | None = None) -> Drawing:
    """How many claims have which verdict, as steps from day to day.

    Examples
    --------
    >>> from analysis import claims, evidence, facts, plotting
    >>> known, now = evidence.known_by("2022-10-11"), evidence.known_by(None)
    >>> kept = known.table("weekly_facts")
    >>> swept = claims.swept_facts(known, now, kept, facts.of_sweep(""))
    >>> plotting.verdicts_by_day(claims.verdicts_by_day(swept)).get_ylabel()
    'claims'
    """
    counts = by_day.counts
    ax = canvas(3.9, ax)
    bottom = pd.Series(0, index=counts.index)
    for verdict in (v for v in VERDICT_COLOURS if v in counts):
        top = bottom + counts[verdict]
        look = {"color": VERDICT_COLOURS[verdict], "lw": 0, "label": verdict}
        ax.fill_between(counts.index, bottom, top, step="post", **look)
        bottom = top
    first, last = counts.index[0], counts.index[-1]
    ax.set(xlim=(first, last), ylim=(0, bottom.max()), ylabel="claims")
    date_axis(ax)
    legend_below(ax, 3)
    told = ", ".join(f"{n} {v}" for v, n in counts.iloc[-1].items())
    return Drawing(
        ax=ax,
        name="verdicts_by_day",
        table=counts.rename_axis("day").reset_index(),
        title=by_day.finding,
        subtitle=f"Claims by verdict and day of knowledge, {day(first)} to {day(last)}",
        source=_SOURCE,
        alt=f"{by_day.finding}. On {day(last)}: {told}.",
    )


@figure
def interval_path(path: NumberPath, ax: Axes | None = None) -> Drawing:
    """A number with its interval, as steps; short marks where a publication moved it.

    Examples
    --------
    >>> from analysis import claims, evidence, facts, plotting
    >>> known, now = evidence.known_by("2022-10-11"), evidence.known_by(None)
    >>> kept = known.table("weekly_facts")
    >>> swept = claims.swept_facts(known, now, kept, facts.of_sweep(""))
    >>> plotting.interval_path(claims.path_of(swept, claims.DEAD)).get_ylabel()
    'killed'
    """
    steps, number = path.steps, path.number
    ax = canvas(3.3, ax)
    last = steps.iloc[[-1]].assign(day=path.until, moved_by="")
    held = pd.concat([steps, last], ignore_index=True)
    band = {"step": "post", "color": ESTIMATE, "alpha": 0.25, "lw": 0}
    ax.fill_between(held["day"], held["low"], held["high"], **band)
    ax.step(held["day"], held["central"], where="post", color=ESTIMATE, lw=1.8)
    top = held["high"].max() * 1.08
    moved = steps.loc[steps["moved_by"] != "", "day"]
    ax.vlines(moved, 0, top * 0.035, color=REST, lw=1.2)
    known = path.swept.day
    if steps["day"].min() <= known <= path.until:
        ax.axvline(known, color=CLAIM, lw=1.2)
        ax.text(known, top, f" {path.marked}", color=CLAIM, fontsize=9, va="top")
    ax.set(ylim=(0, top), ylabel=number.unit)
    ax.yaxis.label.set_color(INK)
    if top > 2_000:
        thousands(ax, "y")
    date_axis(ax)
    return Drawing(
        ax=ax,
        name=f"interval_{number.figure}",
        table=held,
        title=path.finding,
        subtitle=f"Value and interval by day of knowledge, {number.unit}; marks: new evidence",
        source=number.speaks_of,
        alt=f"{path.finding}. Value and interval: {path.ends}.",
    )
