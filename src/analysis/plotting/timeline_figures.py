"""What does a reader see of time? Figures of notebook 06."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from analysis.plotting.frame import (
    CLAIM,
    ESTIMATE,
    INK,
    REST,
    VERDICT_COLOURS,
    canvas,
    date_axis,
    legend_below,
    publish,
    thousands,
)

_TEXT_AT = 0.3  # columns between the last tile and the claim's words
_WORDS = 74  # letters of a claim that fit beside the tiles


def verdict_paths(
    table: pd.DataFrame, words: dict[str, str], *, title: str, source: str, alt: str, ax: Axes | None = None
) -> Axes:
    """One row a claim, one column a day on which some verdict changed, coloured by verdict.

    Parameters
    ----------
    table : pandas.DataFrame
        Verdicts; index day, one column a claim.
    words : dict of str
        The claim in our words, by claim.
    """
    ax = canvas(1.9 + 0.215 * table.shape[1], ax)
    for y, claim in enumerate(table):
        for x, verdict in enumerate(table[claim]):
            colour = VERDICT_COLOURS.get(verdict, "white")
            ax.add_patch(Rectangle((x, y), 0.92, 0.86, facecolor=colour, edgecolor="none"))
        text = words[claim] if len(words[claim]) <= _WORDS else words[claim][: _WORDS - 1].rstrip() + "…"
        ax.text(len(table) + _TEXT_AT, y + 0.45, text, fontsize=8, va="center")
    days = [
        f"{d:%-d %b}" + ("\n" + f"{d:%Y}" if n == 0 or d.year != table.index[n - 1].year else "")
        for n, d in enumerate(table.index)
    ]
    ax.set(xlim=(-0.1, max(len(table) * 2.9, len(table) + 13)), ylim=(table.shape[1], -0.15))
    ax.set_xticks([n + 0.46 for n in range(len(table))], days, fontsize=7.5)
    ax.set_yticks([n + 0.43 for n in range(table.shape[1])], list(table), fontsize=8)
    ax.xaxis.tick_top()
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    held = {v for claim in table for v in table[claim]}
    legend_below(ax, 3, [Patch(facecolor=c, label=v) for v, c in VERDICT_COLOURS.items() if v in held])
    shown = table.rename_axis("day").reset_index().assign(day=lambda t: t["day"].dt.strftime("%Y-%m-%d"))
    return publish(ax, "verdict_paths", shown, title=title, source=source, alt=alt)


def verdicts_by_day(counts: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """How many claims have which verdict, as steps from day to day; index day, one column a verdict."""
    ax = canvas(3.9, ax)
    order = [v for v in VERDICT_COLOURS if v in counts]
    bottom = pd.Series(0, index=counts.index)
    for verdict in order:
        top = bottom + counts[verdict]
        ax.fill_between(counts.index, bottom, top, step="post", color=VERDICT_COLOURS[verdict], lw=0, label=verdict)
        bottom = top
    ax.set(xlim=(counts.index[0], counts.index[-1]), ylim=(0, bottom.max()), ylabel="claims")
    date_axis(ax)
    legend_below(ax, 3)
    return publish(ax, "verdicts_by_day", counts.rename_axis("day").reset_index(), title=title, source=source, alt=alt)


def interval_path(steps: pd.DataFrame, name: str, unit: str, until: pd.Timestamp, *, written: pd.Timestamp | None = None,
                  title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:  # fmt: skip
    """One number with its interval, as steps from day to day; short marks below where a publication moved it.

    Parameters
    ----------
    steps : pandas.DataFrame
        Columns day, low, central, high, moved_by, as `claims.interval_steps`.
    name, unit : str
        The fact, for the file, and its unit, for the axis.
    until : pandas.Timestamp
        Day up to which the last value is drawn.
    written : pandas.Timestamp, optional
        Day of the text, marked.
    """
    ax = canvas(3.3, ax)
    last = steps.iloc[[-1]].assign(day=until, moved_by="")
    drawn = pd.concat([steps, last], ignore_index=True)
    ax.fill_between(drawn["day"], drawn["low"], drawn["high"], step="post", color=ESTIMATE, alpha=0.25, lw=0)
    ax.step(drawn["day"], drawn["central"], where="post", color=ESTIMATE, lw=1.8)
    top = drawn["high"].max() * 1.08
    moved = steps.loc[steps["moved_by"] != "", "day"]
    ax.vlines(moved, 0, top * 0.035, color=REST, lw=1.2)
    if written is not None and steps["day"].min() <= written <= until:
        ax.axvline(written, color=CLAIM, lw=1.2)
        ax.text(written, top, " the text", color=CLAIM, fontsize=9, va="top")
    ax.set(ylim=(0, top), ylabel=unit)
    ax.yaxis.label.set_color(INK)
    if top > 2_000:
        thousands(ax, "y")
    date_axis(ax)
    return publish(ax, f"interval_{name}", drawn, title=title, source=source, alt=alt)
