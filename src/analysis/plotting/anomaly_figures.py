"""What does a reader see of anomalous, stuffed and simulated returns? Figures of notebook 05.

Each function takes a result of `analysis.returns`; title and words come from it.
"""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm

from analysis.plotting.canvas import (
    CLAIM,
    ESTIMATE,
    INK,
    PALE,
    REST,
    canvas,
    legend_below,
    note,
    thousands,
)
from analysis.plotting.publishing import Drawing, figure
from analysis.plotting.station_figures import RETURNS
from analysis.returns import Anomalous, Stuffing, Telling
from analysis.returns.simulated import PUBLISHED, TEST_LEVEL
from analysis.stations import TESTS

_DASHES = {0.15: (":", PALE), 0.3: ("--", REST), 0.5: ("-", ESTIMATE)}  # strength -> line, colour


@figure
def zone_curve(found: Anomalous, ax: Axes | None = None) -> Drawing:
    """Anomalous votes by the zone taken as clean; published values as lines.

    Examples
    --------
    >>> from analysis import plotting, returns
    >>> found = returns.anomalous_votes(returns.look_up(2018, "Байконур"))
    >>> plotting.zone_curve(found).get_ylabel()
    'anomalous votes'
    """
    ax, zones = canvas(4.5, ax), found.zones
    x, votes, sd = (zones["low"] + zones["high"]) / 2, zones["votes"], zones["sd"]
    ends = (found.in_unit(votes - 2 * sd), found.in_unit(votes + 2 * sd))
    ax.fill_between(x, *ends, color=ESTIMATE, alpha=0.3, lw=0)
    ax.plot(x, found.in_unit(votes), color=ESTIMATE, lw=2)
    if found.vote.whole:
        _choices(ax, found)
    for label, value in found.published.items():
        ax.axhline(found.in_unit(value), color=INK, lw=0.9, ls="--")
        note(ax, x.iloc[-1], found.in_unit(value), label, ha="right", xytext=(0, 8), fontsize=9)
    ax.set(xlabel="middle of the zone taken as clean, % of turnout", ylim=_reach(found))
    ax.set_ylabel("anomalous votes, million" if found.vote.whole else "anomalous votes")
    thousands(ax, "y")
    if found.vote.whole:
        legend_below(ax, 2)
    return Drawing(
        ax=ax,
        name="zone_curve",
        table=zones,
        title=_zone_title(found),
        subtitle=f"{found.vote.where}: {found.unit} by the zone of turnout taken as clean",
        source=_zone_source(found),
        alt=f"Curve of anomalous votes by the zone taken as clean. {found.sentence()}",
    )


def _choices(ax: Axes, found: Anomalous) -> None:
    """Marks of the zones that a rule chooses."""
    for kind, marker, colour in (("automatic", "o", ESTIMATE), ("naive", "X", CLAIM)):
        some = found.zones[found.zones["zone"] == kind]
        x, y = (some["low"] + some["high"]) / 2, found.in_unit(some["votes"])
        ax.plot(x, y, marker, color=colour, ms=10, label=f"{kind} choice", ls="")


def _reach(found: Anomalous) -> tuple[float, float]:
    """Ends of the axis of votes."""
    votes = found.in_unit(found.zones["votes"])
    top = max(votes.max(), *map(found.in_unit, found.published.values()), 0)
    if found.vote.whole:
        return min(1.12 * votes.min(), 0), 1.12 * max(top, 1)
    room = 0.12 * max(top - votes.min(), 1)
    return min(votes.min() - room, 0), top + room


def _zone_title(found: Anomalous) -> str:
    if not found.vote.whole:
        return f"{found.reach} anomalous votes: the zone taken as clean decides"
    if found.identified:
        return f"{found.reach} anomalous votes, by the zone taken as clean"
    return f"Anomalous votes are not identified: {found.reach} by the zone taken as clean"


def _zone_source(found: Anomalous) -> str:
    if found.vote.whole:
        band = "band: two standard deviations over redrawn commissions"
        return f"{RETURNS}, electronic votes left out; {band}"
    cells = "in cells of five per cent, electronic votes of 2021 included"
    return f"{RETURNS} {cells}; sampling error not kept"


@figure
def likelihood_ridge(found: Stuffing, ax: Axes | None = None) -> Drawing:
    """Share of stations stuffed for each strength and deviousness tried, beside how it fits.

    Examples
    --------
    >>> from analysis import plotting, returns
    >>> found = returns.stuffing(returns.look_up(2020, "Крым"))
    >>> plotting.likelihood_ridge(found)  # a single region is not fitted, so nothing is drawn
    """
    ax, ridge = canvas(4.5, ax), found.fit.ridge
    for strength, part in ridge.groupby("strength"):
        line, colour = _DASHES.get(strength, ("-.", INK))
        x, style = part["incremental"] * 100, {"marker": "o", "ms": 5, "color": colour}
        ax.plot(x, part["worse"], line, label=f"strength {strength:g}", **style)
    worst = ridge["worse"].max()
    ax.set(xlabel="stations stuffed a little in the fit, %", ylabel="worse by, log likelihood")
    ax.set_ylim(worst * 1.08, -0.06 * worst)
    thousands(ax, "y")
    legend_below(ax, 4)
    low, high = found.reach
    return Drawing(
        ax=ax,
        name="likelihood_ridge",
        table=ridge,
        title=found.finding(),
        subtitle=f"All Russia, {found.vote.name}: a point a pair of assumptions, best on top",
        source=f"model of Klimek et al. 2012 fitted to the cloud; {RETURNS}",
        alt=(
            f"Lines of fits, one a strength assumed; they reach from {low:.0f} to {high:.0f} % of "
            f"stations. {found.sentence()}"
        ),
    )


@figure
def telling_apart(found: Telling, ax: Axes | None = None) -> Drawing:
    """Stations needed to tell written returns from counted ones; a dash where none are enough.

    Examples
    --------
    >>> from analysis import evidence, parameters, plotting, returns
    >>> shared = {"hindsight": True, "level": 0.95, "draws": 100, "seed": 1}
    >>> p = parameters.check(as_of="2022-09-21", **shared)
    >>> plotting.telling_apart(returns.telling_apart(evidence.known_by(p.day), p))
    """
    rows = found.enough
    order = {way: n for n, way in enumerate(rows["way"].unique())}
    rows = rows.sort_values("way", kind="stable", key=lambda w: w.map(order))
    values = rows[list(TESTS)].to_numpy(dtype=float)
    ax = canvas(2.1 + 0.3 * len(rows), ax)
    _squares(ax, values[::-1])
    names = ["whole %,\n" + t if i < 3 else t.replace(" ", "\n") for i, t in enumerate(TESTS)]
    ax.set_xticks(np.arange(len(TESTS)) + 0.5, names, fontsize=9)
    ax.set_yticks(np.arange(len(rows)) + 0.5, rows["region"][::-1], fontsize=9)
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    _ways(ax, rows["way"])
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return Drawing(
        ax=ax,
        name="telling_apart",
        table=rows,
        title=found.finding(),
        subtitle=(
            "Published stations needed to tell written returns from counted ones, by region, "
            "way of writing and test"
        ),
        source=(
            f"{found.simulated} simulated votes a region with {max(PUBLISHED)} stations, "
            f"announced totals; tests at {100 * TEST_LEVEL:g} %; dash: not by {max(PUBLISHED)} "
            "stations, or counted returns flagged as well"
        ),
        alt=f"Table of stations needed by region, way of writing and test. {found.sentence()}",
    )


def _squares(ax: Axes, values: np.ndarray) -> None:
    """Coloured squares with their number, from the bottom row up."""
    edges = (np.arange(n + 1) for n in values.shape[::-1])
    shown, norm = np.ma.masked_invalid(values), LogNorm(25, 1_600)
    ax.pcolormesh(*edges, shown, cmap="GnBu_r", norm=norm, edgecolors="white")
    middle = {"ha": "center", "va": "center", "fontsize": 9}
    for (y, x), value in np.ndenumerate(values):
        told = "–" if np.isnan(value) else f"{value:,.0f}"
        ax.text(x + 0.5, y + 0.5, told, color="white" if value <= 50 else INK, **middle)


def _ways(ax: Axes, ways: pd.Series) -> None:
    """Names of the ways of writing to the right, with lines between them."""
    top = len(ways)
    for number, (way, some) in enumerate(ways.groupby(ways, sort=False)):
        x, y = len(TESTS) + 0.1, top - len(some) / 2
        ax.text(x, y, textwrap.fill(way, 16), va="center", fontsize=9)
        if number:
            ax.axhline(top, color=INK, lw=0.8)
        top -= len(some)
    ax.set(xlim=(0, len(TESTS) + 1.6))
