"""What does a reader see of time? Figures of notebook 06."""

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.claims import SYMBOLS, MovesByTheDay, NumberPath, VerdictsByDay, claim_words
from analysis.plotting.canvas import (
    CLAIM,
    ESTIMATE,
    INK,
    REST,
    SMALLEST_PT,
    VERDICT_COLOURS,
    canvas,
    date_axis,
    is_narrow,
    note,
    thousands,
)
from analysis.plotting.ledger_figures import letters_on, verdict_key
from analysis.plotting.publishing import Drawing, figure
from analysis.wording import counted, day, until

_TEXT_AT = 0.3  # columns between the last tile and the claim's words
_FIRST_DAYS = 5  # of a sweep that are drawn one by one
_LEAST_TOLD = 6  # claims, from above which a bar has room for its number
_LETTERS = 70  # of a claim that fit beside the tiles
_ON_A_PHONE = 31  # the same, in each of two lines on a phone
_TWO_LINES_IN = 0.29  # height of a claim on a phone
_LINE_PT = 11.5  # height of a line of days over the tiles
_SOURCE = "verdicts of notebook 00, computed for each day"


@figure
def verdict_paths(moves: MovesByTheDay, ax: Axes | None = None) -> Drawing:
    """One row a claim, one column a day on which some verdict moved, coloured by verdict.

    Examples
    --------
    >>> from analysis import claims, evidence, facts, plotting
    >>> known, none = evidence.known_by("2022-10-11"), evidence.Evidence(None, "Off.")
    >>> kept = known.table("weekly_facts")
    >>> swept = claims.swept_facts(known, none, kept, facts.of_sweep(""))
    >>> len(plotting.verdict_paths(claims.moves_by_the_day(swept)).texts) > 55
    True
    """
    table, words = moves.paths, claim_words()
    columns, claims = table.shape
    ax = canvas(1.9 + 0.235 * claims, ax)
    narrow = is_narrow(ax)
    if narrow:  # two lines of words a claim
        ax.figure.set_figheight(1.9 + _TWO_LINES_IN * claims)
    for y, claim in enumerate(table):
        for x, verdict in enumerate(table[claim]):
            _tile(ax, x, y, verdict)
    for y, claim in enumerate(table):
        beside = _beside(words.get(claim, ""), narrow=narrow)
        look = {"fontsize": SMALLEST_PT, "va": "center", "linespacing": 1.05}
        ax.text(columns + _TEXT_AT, y + 0.45, beside, **look)
    right = max(columns * 2.9, columns + (11.7 if narrow else 13))
    ax.set(xlim=(-0.1, right), ylim=(claims, -0.15))
    _days_on_top(ax, table.index, narrow=narrow)
    ax.set_yticks([n + 0.43 for n in range(claims)], list(table), fontsize=SMALLEST_PT)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    verdict_key(ax, [v for claim in table for v in table[claim]])
    rows = table.rename_axis("day").reset_index()
    return Drawing(
        ax=ax,
        name="verdict_paths",
        table=rows.assign(day=rows["day"].dt.strftime("%Y-%m-%d")),
        title=moves.finding,
        subtitle="Verdicts by day of knowledge; a claim is shown if its verdict moved",
        source=f"{_SOURCE}; evidence published {until(moves.swept.known)}",
        alt=f"{moves.finding}. Rows of {counted(claims, 'claim')}, one tile a day with the symbol "
        "of its verdict.",
    )


def _tile(ax: Axes, x: float, y: float, verdict: str) -> None:
    """A verdict on a day: its colour and its symbol."""
    if verdict not in SYMBOLS:
        return
    face = {"facecolor": VERDICT_COLOURS[verdict], "edgecolor": "none"}
    ax.add_patch(Rectangle((x, y), 0.92, 0.86, **face))
    look = {"ha": "center", "va": "center", "color": letters_on(verdict), "clip_on": True}
    ax.text(x + 0.46, y + 0.43, SYMBOLS[verdict], fontsize=SMALLEST_PT, **look)


def _beside(words: str, *, narrow: bool) -> str:
    """Words of a claim that fit beside the tiles, in two lines on a phone."""
    at_most = 2 * _ON_A_PHONE - 6 if narrow else _LETTERS
    told = words if len(words) <= at_most else words[: at_most - 1].rstrip() + "…"
    return fill(told, _ON_A_PHONE) if narrow else told


def _days_on_top(ax: Axes, days: pd.DatetimeIndex, *, narrow: bool) -> None:
    """Days over the columns, month and year below where they are new; no year on a phone."""
    look = {"ha": "center", "va": "top", "fontsize": SMALLEST_PT}
    up = _LINE_PT * (2 if narrow else 3)
    before = None
    for n, on in enumerate(days):
        new = before is None or (before.year, before.month) != (on.year, on.month)
        year = f"\n{on:%Y}" if not narrow and (before is None or before.year != on.year) else ""
        note(ax, n + 0.46, 0, f"{on.day}" + f"\n{on:%b}" * new + year, xytext=(0, up), **look)
        before = on
    ax.set_xticks([])


@figure
def verdicts_by_day(by_day: VerdictsByDay, ax: Axes | None = None) -> Drawing:
    """How many claims have which verdict on the first days, at ends of years and on the last day.

    Examples
    --------
    >>> from analysis import claims, evidence, facts, plotting
    >>> known, now = evidence.known_by("2022-10-11"), evidence.known_by(None)
    >>> kept = known.table("weekly_facts")
    >>> swept = claims.swept_facts(known, now, kept, facts.of_sweep(""))
    >>> plotting.verdicts_by_day(claims.verdicts_by_day(swept)).get_xlabel()
    'claims'
    """
    counts = by_day.counts
    shown = counts.loc[_told_days(counts.index)]
    given = [v for v in VERDICT_COLOURS if v in shown]
    ax = canvas(1.9 + 0.42 * len(shown), ax)
    left = pd.Series(0, index=shown.index)
    for verdict in given:
        at = {"left": left, "height": 0.74, "color": VERDICT_COLOURS[verdict]}
        bars = ax.barh(range(len(shown)), shown[verdict], **at)
        told = [f"{SYMBOLS[verdict]} {n}" if n > _LEAST_TOLD else "" for n in shown[verdict]]
        letters = {"fontsize": SMALLEST_PT, "color": letters_on(verdict)}
        ax.bar_label(bars, told, label_type="center", **letters)
        left = left + shown[verdict]
    ax.set_yticks(range(len(shown)), [day(d, month="%b") for d in shown.index])
    ax.set(ylim=(len(shown) - 0.5, -0.6), xlabel="claims", xlim=(0, left.max()))
    verdict_key(ax, given)
    first, last = counts.index[0], counts.index[-1]
    return Drawing(
        ax=ax,
        name="verdicts_by_day",
        table=counts.rename_axis("day").reset_index(),
        title=by_day.finding,
        subtitle=f"Claims by verdict and day of knowledge, {day(first)} to {day(last)}",
        source=_SOURCE,
        alt=f"{by_day.finding}. Stacked bars of {counted(len(shown), 'day')}; nearly all that "
        "changes does so in the first weeks.",
    )


def _told_days(days: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """The first days of a sweep, the last of each year, and the last of all."""
    ends = days.to_series().groupby(days.year).max()
    return days[:_FIRST_DAYS].union(pd.DatetimeIndex(ends))


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
        beside = {"color": CLAIM, "fontsize": 9, "va": "top", "xytext": (4, 0)}
        note(ax, known, top, path.marked, **beside)
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
        alt=f"{path.finding}. A line of steps with its band: {path.ends}.",
    )
