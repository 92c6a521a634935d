"""What does a reader see of polling stations? Figures of notebook 05.

Each function takes a result of `analysis.returns`; title and words come from it.
"""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm

from analysis.plotting.frame import (
    CLAIM,
    ESTIMATE,
    INK,
    PALE,
    REST,
    Drawing,
    canvas,
    figure,
    legend_below,
    note,
    thousands,
)
from analysis.returns import (
    Anomalous,
    Cloud,
    Peaks,
    Ranking,
    Stuffing,
    Telling,
    WholePercentages,
)
from analysis.returns.clouds import FIVES, HIGH
from analysis.returns.percentages import FLAGGED
from analysis.returns.simulated import PUBLISHED, TEST_LEVEL
from analysis.stations import MEASURES, TESTS

_RETURNS = "election commission's returns as collected by Shpilkin and Kobak"
_EXACT = f"{_RETURNS}; exact expectation after Kobak, Shpilkin and Pshenichnikov 2016"
_BARS = ((-0.24, ESTIMATE), (0, REST), (0.24, INK))  # shift and colour, one a measure
_DASHES = {0.15: (":", PALE), 0.3: ("--", REST), 0.5: ("-", ESTIMATE)}  # strength -> line, colour


@figure
def fingerprint(cloud: Cloud, ax: Axes | None = None) -> Drawing:
    """Stations by turnout and result, darker where there are more.

    Examples
    --------
    >>> from analysis import plotting, returns
    >>> plotting.fingerprint(returns.cloud(returns.look_up(2020))).get_xlabel()
    'turnout, %'
    """
    ax, cells = canvas(5.6, ax), cloud.cells
    edges = np.linspace(0, 100, len(cells) + 1)
    shown = np.ma.masked_less_equal(cells.T, 0)
    most = max(shown.max(), 2)
    norm, decades = LogNorm(1, most), [t for t in (1, 10, 100, 1_000) if t < most / 2]
    mesh = ax.pcolormesh(edges, edges, shown, norm=norm, cmap="cividis_r", rasterized=True)
    beside = ax.inset_axes([1.04, 0.15, 0.035, 0.7])
    key = ax.figure.colorbar(mesh, cax=beside, label="stations", format="{x:,.0f}")
    key.set_ticks([*decades, most], minor=False)
    key.minorticks_off()
    ax.set(xlabel="turnout, %", ylabel="result of the leader, %", aspect="equal")
    ax.set(xlim=(0, 100), ylim=(0, 100))
    table = pd.DataFrame(
        [(edges[t], edges[s], cells[t, s]) for t, s in np.argwhere(cells > 0)],
        columns=["turnout_pct", "share_pct", "stations"],
    )
    return Drawing(
        ax=ax,
        name="fingerprint",
        table=table,
        title=f"{cloud.high_pct:.0f} % of stations lie above {HIGH} % in both turnout and result",
        subtitle=f"{cloud.vote.where}: number of stations in cells of {cloud.size} %",
        source=_RETURNS,
        alt=f"Cloud of stations by turnout and result. {cloud.sentence()}",
    )


@figure
def peaks(peaks: Peaks, ax: Axes | None = None) -> Drawing:
    """Voters by tenth of a per cent; written results show as spikes at whole and round numbers.

    Examples
    --------
    >>> from analysis import plotting, returns
    >>> len(plotting.peaks(returns.peaks(returns.look_up(2020))).lines)
    2
    """
    ax, spectra = canvas(4.3, ax), peaks.spectra
    for measure, colour in (("turnout", ESTIMATE), ("result", REST)):
        held = spectra[spectra["measure"] == measure].set_index("tenth")["voters"]
        held = held.reindex(range(500, 1000), fill_value=0)
        ax.plot(held.index / 10, held / 1e3, color=colour, lw=0.8, label=measure)
    ax.set(xlim=(50, 99.9), ylim=(0, None), xlabel="turnout, or result of the leader, %")
    ax.set_ylabel("thousand voters")
    ax.set_xticks(range(50, 101, 5))
    legend_below(ax, 2)
    turnout, result = (f"{peaks.at_fives(m):.1f} times" for m in ("turnout", "result"))
    told = f"{turnout} the voters beside them by turnout, {result} by result"
    return Drawing(
        ax=ax,
        name="peaks",
        table=spectra,
        title=f"Multiples of five hold {told}",
        subtitle=f"All Russia, {peaks.vote.name}: thousand voters by tenth of a per cent; "
        f"ratios from {FIVES[0]} to {FIVES[1]} %",
        source=f"{_RETURNS}; stations of a hundred voters or more",
        alt=f"Two lines with spikes at round numbers. {peaks.sentence()}",
    )


@figure
def whole_percentages(found: WholePercentages, ax: Axes | None = None) -> Drawing:
    """Stations with whole percentages above expectation, by vote and measure.

    Examples
    --------
    >>> from analysis import plotting, returns
    >>> found = returns.whole_percentages(returns.look_up(2020))
    >>> plotting.whole_percentages(found).get_ylabel()
    'stations above expectation'
    """
    ax, totals = canvas(4.2, ax), found.by_vote
    for measure, (shift, colour) in zip(MEASURES, _BARS, strict=True):
        x, y, sd = (
            np.arange(len(totals)) + shift,
            totals[f"excess_{measure}"],
            totals[f"sd_{measure}"],
        )
        ax.bar(x, y, width=0.22, color=colour, label=f"by {measure}")
        ax.vlines(x, y - 2 * sd, y + 2 * sd, color=CLAIM, lw=1.5)
    ax.set_xticks(range(len(totals)), totals["year"])
    ax.axhline(0, color=INK, lw=0.8)
    what = "stations above expectation"
    ax.set_ylabel(what)
    thousands(ax, "y")
    legend_below(ax, 3)
    return Drawing(
        ax=ax,
        name="whole_percentages",
        table=totals,
        title=f"{found.in_words().capitalize()} hit a whole percentage in {found.vote.year}",
        subtitle=f"{found.vote.place}: {what}, by vote; lines: two standard deviations",
        source=_EXACT,
        alt=f"Bars of stations above expectation by vote and measure. {found.sentence()}",
    )


@figure
def regions(ranking: Ranking, ax: Axes | None = None) -> Drawing:
    """Regions by whole percentages above expectation; occupied territory marked, flagged ones dark.

    Examples
    --------
    >>> from analysis import plotting, returns
    >>> plotting.regions(returns.ranking(returns.look_up(2020))).get_xlabel()
    'standard deviations above expectation'
    """
    table = _ranked(ranking)
    ax = canvas(1.6 + 0.3 * len(table), ax)
    dark = np.where(table["adjusted"] < FLAGGED, ESTIMATE, PALE)
    colours = np.where(table["occupied"], CLAIM, dark)
    ax.barh(range(len(table)), table["z"], color=colours, height=0.7)
    for y, z in enumerate(table["z"]):
        note(ax, max(z, 0), y, f"{z:.1f}", fontsize=9)
    ax.axvline(0, color=INK, lw=0.8)
    ax.set_yticks(range(len(table)), table["label"], fontsize=8.5)
    ax.set(ylim=(len(table) - 0.4, -0.7), xlabel="standard deviations above expectation")
    ax.set_xlim(min(table["z"].min() * 1.2, -1), table["z"].max() * 1.14)
    of_occupied = (ranking.occupied["adjusted_either"] < FLAGGED).sum()
    return Drawing(
        ax=ax,
        name="regions",
        table=table,
        title=f"{ranking.flagged} of {len(ranking.ranked)} regions have too many whole "
        f"percentages, {of_occupied or 'none'} of them occupied",
        subtitle=f"{ranking.vote.name.capitalize()}, turnout or result; rust: occupied, "
        f"dark: chance below {100 * FLAGGED:g} % after Benjamini and Hochberg",
        source=_EXACT,
        alt=f"Bars of regions by standard deviations above expectation. {ranking.sentence()}",
    )


def _ranked(ranking: Ranking) -> pd.DataFrame:
    """Regions shown; the one the page is about carries a mark."""
    some, here = ranking.shown, ranking.vote.region
    return pd.DataFrame(
        {
            "label": some["region"].where(some["region"] != here, "▶ " + some["region"]),
            "z": some["z_either"],
            "adjusted": some["adjusted_either"],
            "occupied": some["occupied"] > 0,
        }
    )


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
        return 0, 1.12 * max(top, 1)
    room = 0.12 * max(top - votes.min(), 1)
    return min(votes.min() - room, 0), top + room


def _zone_title(found: Anomalous) -> str:
    if not found.vote.whole:
        return f"{found.reach} anomalous votes: the zone taken as clean decides"
    most = found.in_unit(found.zones["votes"].max())
    first, naive = (found.in_unit(found.chosen(c)["votes"].sum()) for c in ("automatic", "naive"))
    choices = f"{first:.0f} by the first hump, {naive:.0f} by a naive choice"
    return f"{most:.0f} million anomalous votes at most, {choices}"


def _zone_source(found: Anomalous) -> str:
    if found.vote.whole:
        band = "band: two standard deviations over redrawn commissions"
        return f"{_RETURNS}, electronic votes left out; {band}"
    cells = "in cells of five per cent, electronic votes of 2021 included"
    return f"{_RETURNS} {cells}; sampling error not kept"


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
        title=f"{low:.0f} to {high:.0f} % of stations stuffed a little, by what is assumed; "
        f"best fit {100 * found.fit.incremental:.0f} %",
        subtitle=f"All Russia, {found.vote.name}: a point a pair of assumptions, best fit on top",
        source=f"model of Klimek et al. 2012 fitted to the cloud; {_RETURNS}",
        alt=f"Lines of fits, one a strength assumed; they reach from {low:.0f} to {high:.0f} % of "
        f"stations. {found.sentence()}",
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
        subtitle="Published stations needed to tell written returns from counted ones, by region, "
        "way of writing and test",
        source=f"{found.simulated} simulated votes a region with {max(PUBLISHED)} stations, "
        f"announced totals; tests at {100 * TEST_LEVEL:g} %; dash: not by {max(PUBLISHED)} "
        "stations, or counted returns flagged as well",
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
