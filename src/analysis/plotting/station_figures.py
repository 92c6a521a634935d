"""What does a reader see of polling stations? Figures of notebook 05.

Each function takes a result of `analysis.returns`; title and words come from it.
"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.patches import Rectangle

from analysis.plotting.canvas import (
    ESTIMATE,
    INK,
    OUTLINED,
    PALE,
    REST,
    SMALLEST_PT,
    canvas,
    legend_below,
    note,
    thousands,
)
from analysis.plotting.publishing import Drawing, figure
from analysis.regions import in_english
from analysis.returns import Cloud, Peaks, Ranking, WholePercentages
from analysis.returns.clouds import FIVES, HIGH
from analysis.returns.percentages import FLAGGED
from analysis.stations import MEASURES
from analysis.wording import counted, typeset

RETURNS = "election commission's returns as collected by Shpilkin and Kobak"
_EXACT = f"{RETURNS}; exact expectation after Kobak, Shpilkin and Pshenichnikov 2016"
_NAMED_AT = {
    "turnout": (630, "below"),
    "result": (660, "above"),
}  # tenths of a per cent, clear of the other line
_BARS = ((-0.24, ESTIMATE), (0, REST), (0.24, INK))  # shift and colour, one a measure


@figure
def fingerprint(cloud: Cloud, ax: Axes | None = None) -> Drawing:
    """Stations by turnout and result, darker where there are more.

    Examples
    --------
    >>> from analysis import plotting, returns
    >>> plotting.fingerprint(returns.cloud(returns.look_up(2020))).get_xlabel()[:7]
    'turnout'
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
    corner = {"fill": False, "edgecolor": INK, "lw": 1.2}
    ax.add_patch(Rectangle((HIGH, HIGH), 100 - HIGH, 100 - HIGH, **corner))
    told = f"the box\nholds {cloud.high_pct:.0f} %\nof stations"
    ax.text(2, 2, typeset(told), va="bottom", fontsize=SMALLEST_PT)
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
        source=RETURNS,
        alt=f"Cloud of stations by turnout and result: {cloud.high_pct:.0f} % of them lie above "
        f"{HIGH} % in both.",
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
        ax.plot(held.index / 10, held / 1e3, color=colour, lw=0.8)
        _name(ax, held, measure, colour)
    ax.set(xlim=(50, 99.9), ylim=(0, None), xlabel="turnout, or result of the leader, %")
    ax.set_ylabel("thousand voters")
    ax.set_xticks(range(50, 101, 5))
    turnout, result = (f"{peaks.at_fives(m):.1f}" for m in ("turnout", "result"))
    title = f"Multiples of five hold {turnout} and {result} times the voters beside them"
    return Drawing(
        ax=ax,
        name="peaks",
        table=spectra,
        title=title,
        subtitle=(
            f"All Russia, {peaks.vote.name}: thousand voters by tenth of a per cent; "
            f"times by turnout and by result, from {FIVES[0]} to {FIVES[1]} %"
        ),
        source=f"{RETURNS}; stations of a hundred voters or more",
        alt=f"{title}, by turnout and by result. Two lines with spikes at round numbers.",
    )


def _name(ax: Axes, held: pd.Series, measure: str, colour: str) -> None:
    """The name of a line, above or below it."""
    at, side = _NAMED_AT[measure]
    near, above = held.loc[at - 20 : at + 20] / 1e3, side == "above"
    place = {"va": "bottom" if above else "top", "ha": "center", "xytext": (0, 3 if above else -3)}
    up = near.max() if above else near.min()
    note(ax, at / 10, up, measure, color=colour, fontweight="bold", **place)


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
        ax.vlines(x, y - 2 * sd, y + 2 * sd, color=INK, lw=1.2)
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
        title=found.finding(),
        subtitle=f"{found.vote.place}: {what}, by vote; lines: two standard deviations",
        source=_EXACT,
        alt=f"{found.finding()}. Bars of {counted(len(totals), 'vote')} by turnout, result and "
        "either, with their scatter by chance.",
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
    colours = np.where(table["adjusted"] < FLAGGED, ESTIMATE, PALE)
    ax.barh(range(len(table)), table["z"], color=colours, height=0.7, **OUTLINED)
    for y, z in enumerate(table["z"]):
        note(ax, max(z, 0), y, f"{z:.1f}", fontsize=9)
    ax.axvline(0, color=INK, lw=0.8)
    ax.set_yticks(range(len(table)), table["label"], fontsize=8.5)
    ax.set(ylim=(len(table) - 0.4, -0.7), xlabel="standard deviations above expectation")
    ax.set_xlim(min(table["z"].min() * 1.2, -1), table["z"].max() * 1.14)
    of_occupied = (ranking.occupied["adjusted_either"] < FLAGGED).sum() or "none"
    title = (
        f"{ranking.flagged} of {len(ranking.ranked)} regions have too many whole percentages, "
        f"{of_occupied} of them occupied"
    )
    return Drawing(
        ax=ax,
        name="regions",
        table=table,
        title=title,
        subtitle=(
            f"{ranking.vote.name.capitalize()}, turnout or result: the highest and the "
            f"occupied; dark: by chance in fewer than {100 * FLAGGED:g} % of such finds"
        ),
        source=_EXACT,
        alt=f"{title}. Bars of {counted(len(table), 'region')}, from {table['z'].max():.1f} to "
        f"{table['z'].min():.1f} standard deviations above expectation.",
    )


def _ranked(ranking: Ranking) -> pd.DataFrame:
    """Regions shown, in English; the one the page is about and occupied ones carry a mark."""
    some, here = ranking.shown, ranking.vote.region
    occupied = some["occupied"] > 0
    names = some["region"].map(in_english) + occupied.map({True: " (occupied)", False: ""})
    return pd.DataFrame(
        {
            "label": names.where(some["region"] != here, "▶ " + names),
            "region": some["region"],
            "z": some["z_either"],
            "adjusted": some["adjusted_either"],
            "occupied": occupied,
        }
    )
