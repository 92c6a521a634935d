"""What does a reader see of polling stations? Figures of notebook 05."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm

from analysis.plotting.frame import CLAIM, ESTIMATE, INK, PALE, REST, canvas, legend_below, note, publish, thousands
from analysis.stations import MEASURES


def fingerprint(cells: np.ndarray, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Stations by turnout and result, darker where there are more; `cells` is square, of cells of one per cent or more."""
    ax = canvas(5.6, ax)
    edges = np.linspace(0, 100, len(cells) + 1)
    shown = np.ma.masked_less_equal(cells.T, 0)
    mesh = ax.pcolormesh(edges, edges, shown, norm=LogNorm(1, max(shown.max(), 2)), cmap="cividis_r", rasterized=True)
    ax.figure.colorbar(mesh, ax=ax, label="stations", shrink=0.7)
    ax.set(xlabel="turnout, %", ylabel="result of the leader, %", xlim=(0, 100), ylim=(0, 100), aspect="equal")
    table = pd.DataFrame(
        [(edges[t], edges[s], cells[t, s]) for t, s in np.argwhere(cells > 0)],
        columns=["turnout_pct", "share_pct", "stations"],
    )
    return publish(ax, "fingerprint", table, title=title, source=source, alt=alt)


def peaks(spectra: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Voters by tenth of a per cent of turnout and of result: written results show as spikes at whole and at round numbers."""
    ax = canvas(3.6, ax)
    for measure, colour in (("turnout", ESTIMATE), ("result", REST)):
        held = (
            spectra[spectra["measure"] == measure].set_index("tenth")["voters"].reindex(range(500, 1000), fill_value=0)
        )
        ax.plot(held.index / 10, held / 1e3, color=colour, lw=0.8, label=measure)
    ax.set(
        xlim=(50, 99.9),
        ylim=(0, None),
        xlabel="turnout, or result of the leader, %",
        ylabel="thousand voters\nin a tenth of a per cent",
    )
    ax.set_xticks(range(50, 101, 5))
    legend_below(ax, 2)
    return publish(ax, "peaks", spectra, title=title, source=source, alt=alt)


def whole_percentages(totals: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Stations with whole percentages above expectation, by vote and measure, with two standard deviations; one row a vote."""
    ax = canvas(3.6, ax)
    for shift, (measure, colour) in zip(
        (-0.24, 0, 0.24), zip(MEASURES, (ESTIMATE, REST, INK), strict=True), strict=True
    ):
        x = np.arange(len(totals)) + shift
        ax.bar(x, totals[f"excess_{measure}"], width=0.22, color=colour, label=f"by {measure}")
        ax.vlines(
            x,
            totals[f"excess_{measure}"] - 2 * totals[f"sd_{measure}"],
            totals[f"excess_{measure}"] + 2 * totals[f"sd_{measure}"],
            color=CLAIM,
            lw=1.5,
        )
    ax.set_xticks(range(len(totals)), totals["year"])
    ax.axhline(0, color=INK, lw=0.8)
    ax.set(ylabel="stations above expectation")
    thousands(ax, "y")
    legend_below(ax, 3)
    return publish(ax, "whole_percentages", totals, title=title, source=source, alt=alt)


def zone_curve(
    zones: pd.DataFrame, published: dict[str, float], *, title: str, source: str, alt: str, ax: Axes | None = None
) -> Axes:
    """Anomalous votes by the zone taken as clean, with two standard deviations of redrawn commissions; published values as lines."""
    ax = canvas(3.9, ax)
    x = (zones["low"] + zones["high"]) / 2
    ax.fill_between(
        x,
        (zones["votes"] - 2 * zones["sd"]) / 1e6,
        (zones["votes"] + 2 * zones["sd"]) / 1e6,
        color=ESTIMATE,
        alpha=0.3,
        lw=0,
    )
    ax.plot(x, zones["votes"] / 1e6, color=ESTIMATE, lw=2)
    named = zones["zone"].isin(["automatic", "naive"]).any()
    for kind, marker, colour in (("automatic", "o", ESTIMATE), ("naive", "X", CLAIM)) if named else ():
        some = zones[zones["zone"] == kind]
        ax.plot(
            (some["low"] + some["high"]) / 2,
            some["votes"] / 1e6,
            marker,
            color=colour,
            ms=10,
            label=f"{kind} choice",
            ls="",
        )
    for label, value in published.items():
        ax.axhline(value / 1e6, color=INK, lw=0.9, ls="--")
        note(ax, x.iloc[-1], value / 1e6, label, ha="right", xytext=(0, 8), fontsize=9)
    ax.set(
        xlabel="middle of the zone taken as clean, % of turnout",
        ylabel="anomalous votes, million",
        ylim=(
            min(0, zones["votes"].min() / 1e6 if not named else 0),
            max(zones["votes"].max(), *published.values(), 1) / 1e6 * 1.12,
        ),
    )
    if named:
        legend_below(ax, 2)
    return publish(ax, "zone_curve", zones, title=title, source=source, alt=alt)


def likelihood_ridge(ridge: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Share of stations stuffed for each strength and deviousness tried, beside how much worse it fits."""
    ax = canvas(4.1, ax)
    for strength, part in ridge.groupby("strength"):
        ax.plot(
            part["incremental"] * 100,
            part["worse"],
            {0.15: ":", 0.3: "--", 0.5: "-"}.get(strength, "-."),
            marker="o",
            ms=5,
            color={0.15: PALE, 0.3: REST, 0.5: ESTIMATE}.get(strength, INK),
            label=f"strength {strength:g}",
        )
    ax.set(
        xlabel="stations with incremental stuffing in the fit, %",
        ylabel="worse by, log likelihood",
        ylim=(ridge["worse"].max() * 1.08, -0.06 * ridge["worse"].max()),
    )
    thousands(ax, "y")
    legend_below(ax, 4)
    return publish(ax, "likelihood_ridge", ridge, title=title, source=source, alt=alt)


def regions(table: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Regions by whole percentages above expectation in standard deviations; occupied territory marked, flagged regions dark; columns label, z, adjusted, occupied."""
    ax = canvas(1.6 + 0.3 * len(table), ax)
    colours = [CLAIM if r.occupied else ESTIMATE if r.adjusted < 0.05 else PALE for r in table.itertuples()]
    ax.barh(range(len(table)), table["z"], color=colours, height=0.7)
    for y, row in enumerate(table.itertuples()):
        note(ax, max(row.z, 0), y, f"{row.z:.1f}", fontsize=9)
    ax.axvline(0, color=INK, lw=0.8)
    ax.set_yticks(range(len(table)), table["label"], fontsize=8.5)
    ax.set(
        ylim=(len(table) - 0.4, -0.7),
        xlim=(min(table["z"].min() * 1.2, -1), table["z"].max() * 1.14),
        xlabel="standard deviations above expectation",
    )
    return publish(ax, "regions", table, title=title, source=source, alt=alt)


def telling_apart(
    enough: pd.DataFrame, tests: tuple[str, ...], *, title: str, source: str, alt: str, ax: Axes | None = None
) -> Axes:
    """Stations from which on each test tells written returns from counted ones; one row a way of writing and region, a dash where no number tried is enough."""
    ordered = enough.sort_values("way", kind="stable", key=lambda w: w.map({v: i for i, v in enumerate(w.unique())}))
    values = ordered[list(tests)].to_numpy(dtype=float)
    ax = canvas(2.1 + 0.3 * len(ordered), ax)
    shown = np.ma.masked_invalid(values[::-1])
    ax.pcolormesh(
        np.arange(len(tests) + 1),
        np.arange(len(ordered) + 1),
        shown,
        cmap="GnBu_r",
        norm=LogNorm(25, 1_600),
        edgecolors="white",
    )
    for y, row in enumerate(values[::-1]):
        for x, value in enumerate(row):
            dark = value <= 50
            ax.text(
                x + 0.5,
                y + 0.5,
                "–" if np.isnan(value) else f"{value:,.0f}",
                ha="center",
                va="center",
                fontsize=9,
                color="white" if dark else INK,
            )
    ax.set_xticks(
        np.arange(len(tests)) + 0.5,
        ["whole %,\n" + t if i < 3 else t.replace(" ", "\n") for i, t in enumerate(tests)],
        fontsize=9,
    )
    ax.set_yticks(np.arange(len(ordered)) + 0.5, ordered["region"][::-1], fontsize=9)
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    for number, (way, some) in enumerate(ordered.groupby("way", sort=False)):
        top = len(ordered) - ordered["way"].to_numpy().tolist().index(way)
        ax.text(len(tests) + 0.1, top - len(some) / 2, textwrap.fill(way, 16), va="center", fontsize=9)
        if number:
            ax.axhline(top, color=INK, lw=0.8)
    ax.set(xlim=(0, len(tests) + 1.6))
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return publish(ax, "telling_apart", ordered, title=title, source=source, alt=alt)
