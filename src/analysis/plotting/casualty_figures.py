"""What does a reader see of the dead? Figures of notebook 03: sober, both sides by the same marks."""

from textwrap import shorten

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.casualties import Synthesis
from analysis.plotting.frame import (
    CLAIM,
    ESTIMATE,
    INK,
    PALE,
    REST,
    canvas,
    date_axis,
    legend_below,
    note,
    publish,
    thousands,
)
from analysis.quantities import middle_of, range_of, spoken

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
    years = claims["as_of"].dt.year
    told = "%-d %b" if years.min() == years.max() else "%-d %b %Y"
    labels = [f"{shorten(r.claimant, 32, placeholder=' …')}, {r.as_of:{told}}" for r in claims.itertuples()]
    ax.set_yticks(places, labels, fontsize=8)
    ax.set(xscale="log", ylim=(places.max() + 0.6, -0.6), xlim=(400, limit), xlabel="as each source counts")
    thousands(ax)
    for party, (colour, marker) in _PARTY.items():
        if party in set(claims["claimant_party"]):
            ax.plot([], [], marker, color=colour, label=party)
    legend_below(ax, 5 if claims["claimant_party"].nunique() < 5 else 3)
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
    date_axis(ax)
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
        span = f"{row.central:.1f} %" if row.low == row.high else f"{row.low:.1f} to {row.high:.1f} %"
        note(ax, row.high, y, span, xytext=(9, 0))
    ax.set_yticks(range(len(groups)), list(groups["group"]))
    ax.set(xlim=(0, 100), ylim=(len(groups) - 0.5, -0.8), xlabel="% of the group who died")
    return publish(ax, "risk_of_death", groups, title=title, source=source, alt=alt)


def synthesis(
    found: Synthesis,
    marks: pd.DataFrame,
    *,
    title: str,
    source: str,
    alt: str,
    name: str = "synthesis",
    ax: Axes | None = None,
) -> Axes:
    """Posterior of the deaths on a logarithmic axis with single numbers beside it; columns label, low, value, high, kind (claim, floor or later)."""
    ax = canvas(2.6 + 0.3 * len(marks), ax)
    height = found.density / found.density.max()
    ax.fill_between(np.exp(found.log_deaths), -0.6, -0.6 - 1.9 * height, color=ESTIMATE, alpha=0.75, lw=0)
    look = {"claim": (REST, "s"), "floor": (INK, ">"), "later": (CLAIM, "o")}
    for y, row in enumerate(marks.itertuples()):
        colour, marker = look[row.kind]
        ax.plot([row.low, row.high], [y, y], color=colour, lw=2, alpha=0.55)
        ax.plot(row.value, y, marker, color=colour, ms=7)
        told = spoken(row.value) if row.low == row.high else range_of(row)
        note(ax, row.high, y, told, xytext=(8, 0), fontsize=9)
    ax.set_yticks([-1.3, *range(len(marks))], ["posterior from claims", *marks["label"]], fontsize=8.5)
    values = [*marks["low"], *marks["high"], found.killed.low, found.killed.high]
    ax.set(xscale="log", xlim=(min(values) / 1.6, max(values) * 2.4), ylim=(len(marks) - 0.5, -2.7), xlabel="killed")
    thousands(ax)
    table = pd.DataFrame({"deaths": np.exp(found.log_deaths), "density": found.density})
    return publish(ax, name, table, title=title, source=source, alt=alt)


def sensitivity(table: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """The synthesis under other assumptions and without each root of claims; columns changed, to, low, central, high."""
    ax = canvas(1.6 + 0.27 * len(table), ax)
    stated = table.iloc[0]
    for y, row in enumerate(table.itertuples()):
        colour = ESTIMATE if y == 0 else REST
        ax.plot([row.low, row.high], [y, y], color=colour, lw=3, alpha=0.6)
        ax.plot(row.central, y, "o", color=colour, ms=6)
        note(ax, row.high, y, middle_of(row), fontsize=8.5)
    ax.axvline(stated["central"], color=ESTIMATE, lw=0.8, ls="--")
    names = [shorten(f"{r.changed} {r.to}".strip(), 52, placeholder=" …") for r in table.itertuples()]
    ax.set_yticks(range(len(table)), names, fontsize=8)
    ax.set(ylim=(len(table) - 0.5, -0.7), xlim=(0, table["high"].max() * 1.2), xlabel="killed")
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    return publish(ax, "sensitivity", table, title=title, source=source, alt=alt)


def risk_over_time(table: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Share of mobilised men dead by each count: names as a floor, and the estimate with its interval; columns day, floor, low, central, high in %."""
    ax = canvas(3.4, ax)
    ax.fill_between(table["day"], table["low"], table["high"], color=ESTIMATE, alpha=0.25, lw=0)
    ax.plot(table["day"], table["central"], "-o", color=ESTIMATE, ms=4)
    ax.plot(table["day"], table["floor"], "-s", color=INK, ms=4)
    last = table.iloc[-1]
    note(
        ax,
        last["day"],
        last["central"],
        f"with those not named\n{last['central']:.1f} %",
        color=ESTIMATE,
        xytext=(8, 0),
    )
    note(ax, last["day"], last["floor"], f"by name\n{last['floor']:.1f} %", xytext=(8, 0))
    span = last["day"] - table["day"].iloc[0]
    ax.set(
        ylim=(0, table["high"].max() * 1.1),
        xlim=(table["day"].iloc[0], last["day"] + 0.36 * span),
        ylabel="% of the men mobilised",
    )
    date_axis(ax)
    return publish(ax, "risk_over_time", table, title=title, source=source, alt=alt)


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
    date_axis(ax)
    return publish(ax, "civilians", counts, title=title, source=source, alt=alt)
