"""What does a reader see of the dead? Figures of notebook 03: sober, both sides by the same marks."""

from textwrap import shorten

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from analysis.plotting.frame import CLAIM, ESTIMATE, INK, PALE, REST, canvas, legend_below, note, publish, thousands

_PARTY = {
    "Russia": ("#404040", "s"),
    "Ukraine": ("#c98b1b", "D"),
    "third": (REST, "o"),
    "press": (ESTIMATE, "^"),
    "academic": (ESTIMATE, "v"),
}


def loss_claims(claims: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """All claims of one side by measure, on a logarithmic axis, with intervals; shape and colour name the speaker."""
    claims = claims.sort_values(["measure", "as_of"], ignore_index=True)
    measures = list(dict.fromkeys(claims["measure"]))
    places = claims.index + 1 + claims["measure"].map(measures.index)  # one line above each group for its heading
    ax = canvas(2.2 + 0.235 * (len(claims) + len(measures)), ax)
    limit = claims["central"].max() * 2.2
    for y, row in zip(places, claims.itertuples(), strict=True):
        colour, marker = _PARTY[row.claimant_party]
        ax.plot([max(row.low, 400), min(row.high, limit)], [y, y], color=colour, lw=2, alpha=0.55)
        ax.plot(row.central, y, marker, color=colour, ms=6)
    for measure, rows in places.groupby(claims["measure"]):
        ax.text(430, rows.min() - 1, measure, va="center", fontsize=9.5, fontweight="bold")
        ax.axhline(rows.min() - 1.5, color=PALE, lw=0.8)
    labels = [f"{shorten(r.claimant, 32, placeholder=' …')}, {r.as_of:%-d %b}" for r in claims.itertuples()]
    ax.set_yticks(places, labels, fontsize=8)
    ax.set(xscale="log", ylim=(places.max() + 0.6, -0.6), xlim=(400, limit), xlabel="as each source counts")
    thousands(ax)
    for party, (colour, marker) in _PARTY.items():
        if party in set(claims["claimant_party"]):
            ax.plot([], [], marker, color=colour, label=party)
    legend_below(ax, 5)
    return publish(ax, f"loss_claims_{claims['side'].iloc[0].lower()}", claims, title=title, source=source, alt=alt)


def names_and_official(
    names: pd.DataFrame, official: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None
) -> Axes:
    """Growth of the list of names beside the ministry's few totals."""
    ax = canvas(3.9, ax)
    ax.plot(names["as_of"], names["central"], "-o", color=ESTIMATE, lw=1.5, ms=5, label="dead known by name")
    ax.plot(official["as_of"], official["central"], "s", color=INK, ms=8, label="Russian ministry")
    for row in official.itertuples():
        below = row.as_of > names["as_of"].iloc[min(1, len(names) - 1)]
        note(ax, row.as_of, row.central, f"{row.central:,.0f}", xytext=(0, -14 if below else 13), ha="center")
    last = names.iloc[-1]
    note(ax, last["as_of"], last["central"], f"{last['central']:,.0f}", color=ESTIMATE, xytext=(0, 11), ha="center")
    ax.set(ylabel="deaths", ylim=(0, max(names["central"].max(), official["central"].max()) * 1.18))
    thousands(ax, "y")
    ax.xaxis.set_major_locator(mdates.AutoDateLocator(maxticks=8))
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(ax.xaxis.get_major_locator()))
    ax.legend(loc="upper left", fontsize=9.5, frameon=False)
    table = pd.concat([names.assign(series="names"), official.assign(series="ministry")])[
        ["series", "key", "as_of", "central"]
    ]
    return publish(ax, "names_and_official", table, title=title, source=source, alt=alt)


def risk_of_death(groups: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Share of a group that died, beside "near certainty"; columns group, low, central, high in %."""
    ax = canvas(1.6 + 0.55 * len(groups), ax)
    ax.axvspan(90, 100, color=CLAIM, alpha=0.25, lw=0)
    ax.text(90, -0.72, '"near certainty"', color=CLAIM, fontsize=9.5, ha="right", va="bottom")
    for y, row in enumerate(groups.itertuples()):
        colour = ESTIMATE if row.group.startswith("mobilised") else REST
        ax.plot([row.low, row.high], [y, y], color=colour, lw=4, alpha=0.6)
        ax.plot(row.central, y, "o", color=colour, ms=8)
        span = f"{row.central:.1f} %" if row.low == row.high else f"{row.central:.1f} to {row.high:.1f} %"
        note(ax, row.high, y, span, xytext=(9, 0))
    ax.set_yticks(range(len(groups)), list(groups["group"]))
    ax.set(xlim=(0, 100), ylim=(len(groups) - 0.5, -0.8), xlabel="% of the group who died")
    return publish(ax, "risk_of_death", groups, title=title, source=source, alt=alt)


def civilians(counts: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Civilians killed and injured over time, as verified: a lower bound."""
    ax = canvas(3.4, ax)
    for unit, colour in (("injured", REST), ("killed", ESTIMATE)):
        rows = counts[counts["unit"] == unit].sort_values("as_of")
        ax.plot(rows["as_of"], rows["central"], "-o", color=colour, ms=5, lw=1.5)
        last = rows.iloc[-1]
        note(ax, last["as_of"], last["central"], f"{unit}\n{last['central']:,.0f}", color=colour, xytext=(8, 0))
    ax.set(ylim=(0, counts["central"].max() * 1.2), ylabel="persons, verified")
    ax.margins(x=0.18)
    thousands(ax, "y")
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(ax.xaxis.get_major_locator()))
    return publish(ax, "civilians", counts, title=title, source=source, alt=alt)
