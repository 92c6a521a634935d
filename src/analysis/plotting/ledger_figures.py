"""What does a reader see of the ledger? Figures of notebook 00."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from analysis.plotting.frame import INK, VERDICT_COLOURS, canvas, legend_below, publish


def _legend(ax: Axes, verdicts: list[str]) -> None:
    handles = [Patch(facecolor=VERDICT_COLOURS[v], label=v) for v in VERDICT_COLOURS if v in verdicts]
    legend_below(ax, 3, handles)


def verdict_tiles(table: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """One tile a claim, one row a paragraph, coloured by verdict."""
    ax = canvas(6.2, ax)
    rows = sorted(table["paragraph"].unique())
    for paragraph, claims in table.groupby("paragraph"):
        y = rows.index(paragraph)
        for x, (claim, row) in enumerate(claims.iterrows()):
            ax.add_patch(Rectangle((x, y), 0.92, 0.86, facecolor=VERDICT_COLOURS[row["verdict"]], edgecolor="none"))
            light = row["verdict"] in {"supported", "contradicted"}
            ax.text(
                x + 0.46, y + 0.45, claim[1:], ha="center", va="center", fontsize=8.5, color="white" if light else INK
            )
    ax.set(xlim=(-0.1, max(table.groupby("paragraph").size()) + 0.2), ylim=(len(rows), -0.2), xticks=[])
    ax.set_yticks([i + 0.43 for i in range(len(rows))], [f"paragraph {p}" for p in rows])
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    _legend(ax, list(table["verdict"]))
    return publish(ax, "verdict_tiles", table.reset_index(), title=title, source=source, alt=alt)


def verdicts_by(table: pd.DataFrame, column: str, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Stacked bars of verdicts by one column of the ledger, counts on the marks."""
    counts = pd.crosstab(table[column], table["verdict"]).reindex(
        columns=[v for v in VERDICT_COLOURS if v in set(table["verdict"])]
    )
    counts = counts.loc[counts.sum(axis=1).sort_values().index]
    ax = canvas(2.0 + 0.42 * len(counts), ax)
    left = pd.Series(0, index=counts.index)
    for verdict in counts:
        bars = ax.barh(counts.index, counts[verdict], left=left, color=VERDICT_COLOURS[verdict], height=0.74)
        colour = "white" if verdict in {"supported", "contradicted"} else INK
        ax.bar_label(
            bars, [str(n) if n else "" for n in counts[verdict]], label_type="center", fontsize=9.5, color=colour
        )
        left = left + counts[verdict]
    ax.set(xticks=[], ylabel="")
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    _legend(ax, list(counts))
    return publish(ax, f"verdicts_by_{column}", counts.reset_index(), title=title, source=source, alt=alt)


def verdict_shift(table: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Claims whose verdict differs between the day and now: a point then, a point now, on one scale."""
    moved = table[table["verdict"] != table["verdict_now"]]
    shown = moved if len(moved) else table.head(1)
    order = [v for v in VERDICT_COLOURS if v != "cannot be checked"]
    order = ["cannot be checked", *reversed(order)]
    ax = canvas(1.7 + 0.5 * len(shown), ax)
    for y, (claim, row) in enumerate(shown.iterrows()):
        x = [order.index(row["verdict"]), order.index(row["verdict_now"])]
        ax.plot(x, [y, y], color="#b0b0b0", lw=1.5, zorder=1)
        ax.plot(x[0], y, "o", ms=10, mfc="white", mec=INK, zorder=2)
        ax.plot(x[1], y, "o", ms=10, color=VERDICT_COLOURS[row["verdict_now"]], mec=INK, zorder=3)
        ax.text(-0.2, y - 0.27, f"{claim}  {row['paraphrase']}", fontsize=9.5, va="bottom")
    ax.set(xlim=(-0.4, len(order) - 0.6), ylim=(len(shown) - 0.4, -0.75), yticks=[])
    ax.set_xticks(range(len(order)), [v.replace(" ", "\n", 1) for v in order], fontsize=9)
    ax.spines["left"].set_visible(False)
    table_out = shown.reset_index()[["claim", "paraphrase", "verdict", "verdict_now"]]
    return publish(ax, "verdict_shift", table_out, title=title, source=source, alt=alt)
