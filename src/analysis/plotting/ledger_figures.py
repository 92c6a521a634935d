"""What does a reader see of the ledger? Figures of notebook 00."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from analysis.claims import FAILS, FEWEST_OF_A_KIND, HOLDS, Changed, Verdicts
from analysis.plotting.canvas import INK, VERDICT_COLOURS, canvas, legend_below
from analysis.plotting.publishing import Drawing, figure
from analysis.wording import listed, until

_SOURCE = "ledger and evidence tables of this project"
_TOLD = 3  # kinds of claim in a title, those with most claims
_DARK = {"supported", "contradicted"}  # white letters on these


def _legend(ax: Axes, verdicts: list[str]) -> None:
    handles = [Patch(facecolor=c, label=v) for v, c in VERDICT_COLOURS.items() if v in verdicts]
    legend_below(ax, 3, handles)


def _letters(verdict: str) -> str:
    return "white" if verdict in _DARK else INK


@figure
def verdict_tiles(verdicts: Verdicts, ax: Axes | None = None) -> Drawing:
    """One tile a claim, one row a paragraph, coloured by verdict.

    Examples
    --------
    >>> from analysis import claims, evidence, plotting
    >>> day, none = evidence.known_by("2022-10-11"), evidence.Evidence(None, "Hindsight is off.")
    >>> len(plotting.verdict_tiles(claims.verdicts(day, none)).patches)
    112
    """
    ledger = verdicts.ledger
    ax = canvas(6.2, ax)
    rows = sorted(ledger["paragraph"].unique())
    for paragraph, claims in ledger.groupby("paragraph"):
        y = rows.index(paragraph)
        for x, (claim, verdict) in enumerate(claims["verdict"].items()):
            colour, place = VERDICT_COLOURS[verdict], {"ha": "center", "va": "center"}
            ax.add_patch(Rectangle((x, y), 0.92, 0.86, facecolor=colour, edgecolor="none"))
            letters = {"color": _letters(verdict), "fontsize": 8.5, **place}
            ax.text(x + 0.46, y + 0.45, claim[1:], **letters)
    longest = max(ledger.groupby("paragraph").size())
    ax.set(xlim=(-0.1, longest + 0.2), ylim=(len(rows), -0.2), xticks=[])
    ax.set_yticks([i + 0.43 for i in range(len(rows))], [f"paragraph {p}" for p in rows])
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    _legend(ax, list(ledger["verdict"]))
    return Drawing(
        ax=ax,
        name="verdict_tiles",
        table=ledger.reset_index(),
        title=_fared(verdicts),
        subtitle=f"One tile a claim, one row a paragraph: what was known {until(verdicts.known)}",
        source=_SOURCE,
        alt=f"{_fared(verdicts)}. {verdicts.sentence()}",
    )


def _fared(verdicts: Verdicts) -> str:
    """Title: how many checkable claims hold up, fail, and could not be checked yet."""
    held, failed = (len(verdicts.with_verdict(*some)) for some in (HOLDS, FAILS))
    unknown = len(verdicts.with_verdict("cannot be checked"))
    could = len(verdicts.checkable)
    told = f"{held or 'None'} of {could} checkable claims hold up, {failed} do not"
    return f"{told}, {unknown} could not be checked yet" if unknown else told


@figure
def verdicts_by(verdicts: Verdicts, column: str, ax: Axes | None = None) -> Drawing:
    """Stacked bars of verdicts by "kind" or "notebook", counts on the marks.

    Examples
    --------
    >>> from analysis import claims, evidence, plotting
    >>> day, none = evidence.known_by("2022-10-11"), evidence.Evidence(None, "Hindsight is off.")
    >>> len(plotting.verdicts_by(claims.verdicts(day, none), "notebook").get_yticks())
    4
    """
    ledger = verdicts.ledger
    counts = pd.crosstab(ledger[column], ledger["verdict"])[_given(ledger)]
    counts = counts.loc[counts.sum(axis=1).sort_values(kind="stable").index]
    ax = canvas(2.0 + 0.42 * len(counts), ax)
    left = pd.Series(0, index=counts.index)
    for verdict, n in counts.items():
        colour = VERDICT_COLOURS[verdict]
        bars = ax.barh(counts.index, n, left=left, color=colour, height=0.74)
        labels = {"label_type": "center", "fontsize": 9.5, "color": _letters(verdict)}
        ax.bar_label(bars, [str(k or "") for k in n], **labels)
        left = left + n
    ax.set(xticks=[], ylabel="")
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    _legend(ax, list(counts))
    title = _FINDINGS[column](verdicts)
    told = "; ".join(f"{name} {n}" for name, n in counts.sum(axis=1)[::-1].items())
    return Drawing(
        ax=ax,
        name=f"verdicts_by_{column}",
        table=counts.reset_index(),
        title=title,
        subtitle=f"Claims by {column} and verdict, by what was known {until(verdicts.known)}",
        source=_SOURCE,
        alt=f"{title}. Claims by {column}: {told}.",
    )


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
    told = [f"{held or 'none'} of {size} {kind}s" for kind, (held, size) in many.iterrows()]
    return f"{listed(told).capitalize()} hold up"


def _notebooks(verdicts: Verdicts) -> str:
    """Title: the subject on which the largest part of the checkable claims fails."""
    failed = verdicts.checkable["verdict"].isin(FAILS)
    by = failed.groupby(verdicts.checkable["notebook"]).agg(["sum", "size"])
    worst = (by["sum"] / by["size"]).idxmax()
    if not by["sum"].any():
        return "No checkable claim fails on any subject"
    failing, held = by.loc[worst]
    return f"Claims on {_subject(worst)} did worst: {failing} of {held} checkable ones fail"


def _subject(notebook: str) -> str:
    """What a page is about, by its name: "referendums"."""
    return notebook.partition("-")[2].replace("-", " ")


_FINDINGS = {"kind": _kinds, "notebook": _notebooks}


@figure
def verdict_shift(changed: Changed, ax: Axes | None = None) -> Drawing:
    """Claims whose verdict differs between the day and now: both points on one scale.

    Examples
    --------
    >>> from analysis import claims, evidence, plotting
    >>> judged = claims.verdicts(evidence.known_by("2022-10-11"), evidence.known_by(None))
    >>> len(plotting.verdict_shift(claims.changed_since(judged)).texts)
    6
    """
    moved, scale = changed.moved, list(VERDICT_COLOURS)
    order = [scale[-1], *reversed(scale[:-1])]
    ax = canvas(1.7 + 0.5 * len(moved), ax)
    for y, (claim, row) in enumerate(moved.iterrows()):
        x = [order.index(row["verdict"]), order.index(row["verdict_now"])]
        ax.plot(x, [y, y], color="#b0b0b0", lw=1.5, zorder=1)
        ax.plot(x[0], y, "o", ms=10, mfc="white", mec=INK, zorder=2)
        colour = VERDICT_COLOURS[row["verdict_now"]]
        ax.plot(x[1], y, "o", ms=10, color=colour, mec=INK, zorder=3)
        ax.text(-0.2, y - 0.27, f"{claim}  {row['paraphrase']}", fontsize=9.5, va="bottom")
    ax.set(xlim=(-0.4, len(order) - 0.6), ylim=(len(moved) - 0.4, -0.75), yticks=[])
    ax.set_xticks(range(len(order)), [v.replace(" ", "\n", 1) for v in order], fontsize=9)
    ax.spines["left"].set_visible(False)
    told = "; ".join(f"{c} from {r.verdict} to {r.verdict_now}" for c, r in moved.iterrows())
    return Drawing(
        ax=ax,
        name="verdict_shift",
        table=moved.reset_index()[["claim", "paraphrase", "verdict", "verdict_now"]],
        title=changed.finding,
        subtitle=f"White: by what was known {until(changed.known)}. Filled: by all evidence held",
        source=_SOURCE,
        alt=f"{changed.finding}: {told}.",
    )
