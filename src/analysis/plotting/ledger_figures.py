"""What does a reader see of the ledger? Figures of notebook 00."""

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from analysis.claims import FAILS, FEWEST_OF_A_KIND, HOLDS, SYMBOLS, Changed, Verdicts
from analysis.plotting.canvas import (
    INK,
    REST,
    SMALLEST_PT,
    VERDICT_COLOURS,
    canvas,
    is_narrow,
    note,
)
from analysis.plotting.canvas import legend_below as below
from analysis.plotting.publishing import Drawing, figure
from analysis.wording import counted, listed, until

_SOURCE = "ledger and evidence tables of this project"
_TOLD = 3  # kinds of claim in a title, those with most claims
_IN_A_ROW = 9  # tiles that fit the width of a phone
_KINDS = {
    "attribution": "fact",  # who, where, what
    "probability word": "likelihood",
}  # kind of claim in the ledger -> words where its name is none of everyday speech


def verdict_key(ax: Axes, verdicts: list[str]) -> None:
    """Which colour and symbol is which verdict, below the axes."""
    told = [(c, f"{SYMBOLS[v]}  {v}") for v, c in VERDICT_COLOURS.items() if v in verdicts]
    below(ax, 3, [Patch(facecolor=colour, label=label) for colour, label in told])


@figure
def verdict_tiles(verdicts: Verdicts, ax: Axes | None = None) -> Drawing:
    """One tile a claim, paragraph by paragraph, with the symbol and colour of its verdict.

    Examples
    --------
    >>> from analysis import claims, evidence, plotting
    >>> day, none = evidence.known_by("2022-10-11"), evidence.Evidence(None, "Hindsight is off.")
    >>> len(plotting.verdict_tiles(claims.verdicts(day, none)).patches)
    112
    """
    ledger = verdicts.ledger
    ax = canvas(6.6, ax)
    longest = max(ledger.groupby("paragraph").size())
    wide, top, heads = min(longest, _IN_A_ROW) if is_narrow(ax) else longest, 0, {}
    for paragraph, claims in ledger.groupby("paragraph"):
        heads[paragraph] = top
        for n, (claim, verdict) in enumerate(claims["verdict"].items()):
            _tile(ax, n % wide, top + n // wide, claim, verdict)
        top += -(-len(claims) // wide)
    ax.set(xlim=(-0.1, wide + 0.1), ylim=(top, -0.2), xticks=[])
    ax.set_yticks([y + 0.45 for y in heads.values()], [f"§ {p}" for p in heads])
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    verdict_key(ax, list(ledger["verdict"]))
    return Drawing(
        ax=ax,
        name="verdict_tiles",
        table=ledger.reset_index(),
        title=_fared(verdicts),
        subtitle=f"One tile a claim, by paragraph of the text; {until(verdicts.known)}",
        source=_SOURCE,
        alt=f"{_fared(verdicts)}. Tiles of {counted(len(ledger), 'claim')} in {len(heads)} rows, "
        "one a paragraph, each with the symbol of its verdict.",
    )


def _tile(ax: Axes, x: float, y: float, claim: str, verdict: str) -> None:
    """One claim: its verdict's colour and symbol, its number below."""
    face = {"facecolor": VERDICT_COLOURS[verdict], "edgecolor": "none"}
    ax.add_patch(Rectangle((x, y), 0.93, 0.9, **face))
    told = f"{SYMBOLS[verdict]}\n{claim[1:]}"
    look = {"ha": "center", "va": "center", "color": letters_on(verdict), "linespacing": 1.0}
    ax.text(x + 0.465, y + 0.45, told, fontsize=SMALLEST_PT, **look)


def letters_on(verdict: str) -> str:
    """Colour of letters on a verdict's colour."""
    return INK if verdict == "cannot be checked" else "white"


def _fared(verdicts: Verdicts) -> str:
    """Title: how many checkable claims hold up, fail, and could not be checked yet."""
    held, failed = (len(verdicts.with_verdict(*some)) for some in (HOLDS, FAILS))
    unknown = len(verdicts.with_verdict("cannot be checked"))
    could = len(verdicts.checkable)
    told = f"{held or 'None'} of {could} checkable claims hold up, {failed} do not"
    return f"{told}; {unknown} cannot be checked yet" if unknown else told


@figure
def verdicts_by_kind(verdicts: Verdicts, ax: Axes | None = None) -> Drawing:
    """Stacked bars of verdicts by kind of claim, counts and symbols on the marks.

    Examples
    --------
    >>> from analysis import claims, evidence, plotting
    >>> day, none = evidence.known_by("2022-10-11"), evidence.Evidence(None, "Hindsight is off.")
    >>> len(plotting.verdicts_by_kind(claims.verdicts(day, none)).get_yticks())
    10
    """
    ledger = verdicts.ledger
    counts = pd.crosstab(ledger["kind"], ledger["verdict"])[_given(ledger)]
    counts = counts.loc[counts.sum(axis=1).sort_values(kind="stable").index]
    names = [_KINDS.get(kind, kind) for kind in counts.index]
    ax = canvas(2.0 + 0.42 * len(counts), ax)
    left = pd.Series(0, index=counts.index)
    for verdict, n in counts.items():
        bars = ax.barh(range(len(counts)), n, left=left, color=VERDICT_COLOURS[verdict])
        labels = {"label_type": "center", "fontsize": SMALLEST_PT, "color": letters_on(verdict)}
        ax.bar_label(bars, [_on_bar(SYMBOLS[verdict], k) for k in n], **labels)
        left = left + n
    ax.set_yticks(range(len(counts)), names)
    ax.set(xticks=[], ylim=(-0.6, len(counts) - 0.4))
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    verdict_key(ax, list(counts))
    title, most = _kinds(verdicts), counts.sum(axis=1).iloc[::-1]
    return Drawing(
        ax=ax,
        name="verdicts_by_kind",
        table=counts.reset_index(),
        title=title,
        subtitle=f"Number of claims by kind and verdict, as known {until(verdicts.known)}",
        source=_SOURCE,
        alt=f"{title}. Stacked bars of {len(counts)} kinds of claim, from {most.iloc[0]} claims of "
        f"one kind down to {most.iloc[-1]}.",
    )


def _on_bar(symbol: str, number: int) -> str:
    """Number and symbol as far as a bar has room for them."""
    return "" if not number else f"{number}" if number < 4 else f"{symbol} {number}"


def _given(ledger: pd.DataFrame) -> list[str]:
    """Verdicts that were given, from supported to cannot be checked."""
    return [v for v in VERDICT_COLOURS if v in set(ledger["verdict"])]


def _kinds(verdicts: Verdicts) -> str:
    """Title: how the claims of every kind fare of which there are enough to tell."""
    could = verdicts.checkable
    holds = could["verdict"].isin(HOLDS).groupby(could["kind"])
    by = holds.agg(["sum", "size"]).sort_values("size", ascending=False, kind="stable")
    many = by[by["size"] >= FEWEST_OF_A_KIND].head(_TOLD)
    if many.empty:
        return f"No kind has {FEWEST_OF_A_KIND} claims to compare"
    told = [f"{n or 'none'} of {of} {_KINDS.get(k, k)}s" for k, (n, of) in many.iterrows()]
    return f"{listed(told).capitalize()} hold up"


@figure
def verdict_shift(changed: Changed, ax: Axes | None = None) -> Drawing:
    """Claims whose verdict differs between the day and now: the one, an arrow, the other.

    Examples
    --------
    >>> from analysis import claims, evidence, plotting
    >>> judged = claims.verdicts(evidence.known_by("2022-10-11"), evidence.known_by(None))
    >>> len(plotting.verdict_shift(claims.changed_since(judged)).get_yticks())
    6
    """
    moved = changed.moved
    ax = canvas(1.7 + 0.5 * len(moved), ax)
    for y, row in enumerate(moved.itertuples()):
        ax.annotate("", (1, y), (0.86, y), arrowprops={"arrowstyle": "->", "color": REST})
        for x, verdict in ((0, row.verdict), (1.04, row.verdict_now)):
            ax.plot(x, y, "s", ms=8, color=VERDICT_COLOURS[verdict])
            note(ax, x, y, f"{SYMBOLS[verdict]} {verdict}", xytext=(8, 0), fontsize=SMALLEST_PT)
    names = [fill(f"{claim} {words}", 34) for claim, words in moved["paraphrase"].items()]
    ax.set_yticks(range(len(moved)), names, fontsize=9)
    ax.set(xlim=(-0.05, 1.95), ylim=(len(moved) - 0.4, -0.75), xticks=[])
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    return Drawing(
        ax=ax,
        name="verdict_shift",
        table=moved.reset_index()[["claim", "paraphrase", "verdict", "verdict_now"]],
        title=changed.finding,
        subtitle=f"Left: by what was known {until(changed.known)}. Right: by all evidence held",
        source=_SOURCE,
        alt=f"{changed.finding}. One row a claim: its verdict on the day, and its verdict now.",
    )
