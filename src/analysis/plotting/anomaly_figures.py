"""What does a reader see of anomalous, stuffed and simulated returns? Figures of notebook 05.

Each function takes a result of `analysis.returns`; title and words come from it.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, LogNorm
from matplotlib.patches import Rectangle

from analysis.plotting.canvas import ESTIMATE, HEAD, INK, REST, SMALLEST_PT, canvas, note, thousands
from analysis.plotting.publishing import Drawing, figure
from analysis.plotting.station_figures import RETURNS
from analysis.returns import Anomalous, Stuffing, Telling
from analysis.returns.simulated import PUBLISHED, TEST_LEVEL
from analysis.stations import TESTS

_HEADS = {
    "turnout": "whole\n% of\nturnout",
    "result": "whole\n% of\nresult",
    "either": "whole\n% of\neither",
    "last digit": "last\ndigit",
    "second digit": "second\ndigit",
    "likeness": "too\nalike",
}  # test -> head of its column


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
    return Drawing(
        ax=ax,
        name="zone_curve",
        table=zones,
        title=_zone_title(found),
        subtitle=f"{found.vote.where}: {found.unit} by the zone of turnout taken as clean",
        source=_zone_source(found),
        alt=f"{_zone_title(found)}. A curve with its band over the middle of the zone.",
    )


def _choices(ax: Axes, found: Anomalous) -> None:
    """Marks of the zones that a rule chooses."""
    kinds = (("automatic", "o", ESTIMATE, "chosen by rule"), ("naive", "X", INK, "chosen naively"))
    for kind, marker, colour, told in kinds:
        some = found.zones[found.zones["zone"] == kind]
        x, y = (some["low"] + some["high"]) / 2, found.in_unit(some["votes"])
        ax.plot(x, y, marker, color=colour, ms=8, ls="")
        for at, up in zip(x, y, strict=True):
            note(ax, at, up, told, color=colour, xytext=(8, 10), fontsize=9)


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
    return f"Anomalous votes cannot be told: {found.reach}, by the zone taken as clean"


def _zone_source(found: Anomalous) -> str:
    if found.vote.whole:
        band = "band: two standard deviations over redrawn commissions"
        return f"{RETURNS}, electronic votes left out; {band}"
    cells = "in cells of five per cent, electronic votes of 2021 included"
    return f"{RETURNS} {cells}; sampling error not kept"


@figure
def likelihood_ridge(found: Stuffing, ax: Axes | None = None) -> Drawing:
    """Share of stations stuffed by each pair of assumptions, the best fit on top.

    Examples
    --------
    >>> from analysis import plotting, returns
    >>> found = returns.stuffing(returns.look_up(2020, "Крым"))
    >>> plotting.likelihood_ridge(found)  # a single region is not fitted, so nothing is drawn
    """
    ridge = found.fit.ridge.sort_values("worse", kind="stable", ignore_index=True)
    ax = canvas(1.8 + 0.32 * len(ridge), ax)
    for y, row in enumerate(ridge.itertuples()):
        colour = ESTIMATE if y == 0 else REST
        ax.plot(100 * row.incremental, y, "o", color=colour, ms=7)
        told = f"{100 * row.incremental:.0f} %"
        note(ax, 100 * row.incremental, y, told, fontsize=9, xytext=(8, 0))
    told = "strength {:g}, deviousness {:g}{}"
    best = [": best fit" if not worse else "" for worse in ridge["worse"]]
    pairs = zip(ridge["strength"], ridge["deviousness"], best, strict=True)
    names = [told.format(*pair) for pair in pairs]
    ax.set_yticks(range(len(ridge)), names, fontsize=9)
    ax.set(ylim=(len(ridge) - 0.5, -0.7), xlim=(-2, 105))
    ax.set_xlabel("stations stuffed a little in the fit, %")
    low, high = found.reach
    title = f"Stuffed stations: anywhere from {low:.0f} to {high:.0f} %, by the assumptions"
    return Drawing(
        ax=ax,
        name="likelihood_ridge",
        table=ridge,
        title=title,
        subtitle=f"All Russia, {found.vote.name}: a row a pair of assumptions on stuffing, "
        "from the best fit down",
        source=f"model of Klimek et al. 2012 fitted to the cloud; {RETURNS}",
        alt=f"{title}. Dots of {len(ridge)} pairs of assumptions, the best fit on top.",
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
    places = np.arange(len(rows)) + 1 + rows["way"].map(order).to_numpy()  # one line for a heading
    ax = canvas(2.1 + 0.3 * (len(rows) + len(order)), ax)
    _squares(ax, rows[list(TESTS)].to_numpy(dtype=float), places)
    ax.set_xticks(np.arange(len(TESTS)) + 0.5, [_HEADS[t] for t in TESTS], fontsize=SMALLEST_PT)
    ax.set_yticks(places + 0.5, rows["region"], fontsize=9)
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    for way, some in pd.Series(places).groupby(rows["way"].to_numpy()):
        ax.text(0.05, some.min() - 0.4, way, va="center", **HEAD)
    ax.set(xlim=(0, len(TESTS)), ylim=(places.max() + 1.1, 0))
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return Drawing(
        ax=ax,
        name="telling_apart",
        table=rows,
        title=found.finding(),
        subtitle="Published stations needed to tell written returns from counted ones, by way of "
        "writing, region and test",
        source=(
            f"{found.simulated} simulated votes a region with {max(PUBLISHED)} stations, "
            f"announced totals; tests at {100 * TEST_LEVEL:g} %; dash: not by {max(PUBLISHED)} "
            "stations, or counted returns flagged as well"
        ),
        alt=f"{found.finding()}. A table of stations needed by {len(order)} ways of writing, "
        f"region and {len(TESTS)} tests.",
    )


def _squares(ax: Axes, values: np.ndarray, places: np.ndarray) -> None:
    """Coloured squares with their number, one row a place from the top."""
    shades = LinearSegmentedColormap.from_list("needed", [ESTIMATE, "#dbe9ee"])
    norm = LogNorm(25, 1_600)
    middle = {"ha": "center", "va": "center", "fontsize": 9}
    for (y, x), value in np.ndenumerate(values):
        at, known = (x, places[y]), not np.isnan(value)
        face = shades(norm(value)) if known else "white"
        ax.add_patch(Rectangle(at, 0.96, 0.94, facecolor=face, edgecolor="none"))
        told, colour = (f"{value:,.0f}", "white" if value <= 50 else INK) if known else ("–", INK)
        ax.text(x + 0.48, places[y] + 0.47, told, color=colour, **middle)
