"""What does a reader see of the dead? Figures of notebook 03, both sides by the same marks."""

from textwrap import shorten

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.casualties.findings.claims import (
    SIDES,
    CiviliansVerified,
    LossClaims,
    OfficialAndNames,
)
from analysis.casualties.findings.risk import NEAR_CERTAINTY_PCT, RiskOfMobilised
from analysis.casualties.findings.weighing import AssumptionsChanged, WeighedClaims
from analysis.casualties.roots import START
from analysis.plotting.canvas import (
    CLAIM,
    ESTIMATE,
    INK,
    PALE,
    REST,
    canvas,
    date_axis,
    legend_below,
    note,
    thousands,
)
from analysis.plotting.publishing import Drawing, figure
from analysis.quantities import middle_of, range_of, rounded, spoken
from analysis.wording import counted, day, span

_PARTY = {
    "Russia": ("#404040", "s"),
    "Ukraine": ("#c98b1b", "D"),
    "third": (REST, "o"),
    "press": (ESTIMATE, "^"),
    "academic": (ESTIMATE, "v"),
}


@figure
def loss_claims(found: LossClaims, *, ax: Axes | None = None) -> Drawing:
    """All claims of one side by measure, logarithmic; shape and colour name the speaker."""
    claims = found.claims.sort_values(["measure", "as_of"], ignore_index=True)
    measures = list(dict.fromkeys(claims["measure"]))
    group = claims["measure"].map(measures.index)
    places = claims.index + 1 + group  # one line above each group for its heading
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
    said = {"year": years.min() < years.max(), "month": "%b"}
    names = [shorten(c, 32, placeholder=" …") for c in claims["claimant"]]
    labels = [f"{n}, {day(d, **said)}" for n, d in zip(names, claims["as_of"], strict=True)]
    ax.set_yticks(places, labels, fontsize=8)
    ax.set(xscale="log", xlim=(400, limit), xlabel="as each source counts")
    ax.set(ylim=(places.max() + 0.6, -0.6))
    thousands(ax)
    for party, (colour, marker) in _PARTY.items():
        if party in set(claims["claimant_party"]):
            ax.plot([], [], marker, color=colour, label=party)
    legend_below(ax, 5 if claims["claimant_party"].nunique() < 5 else 3)
    people = SIDES[found.side]
    by_measure = found.claims.groupby("measure")["central"]
    ranges = [f"{name}: {span(g.min(), g.max())}" for name, g in by_measure]
    return Drawing(
        ax=ax,
        name=f"loss_claims_{found.side.lower()}",
        table=claims,
        title=found.sentence().removesuffix("."),
        subtitle=f"{people} losses since {day(START)}, by what is counted; bars: ranges given",
        source="ministries, commanders, intelligence services, media and lists of names, as listed",
        alt=(
            f"{counted(len(claims), 'claim')} of {SIDES[found.side]} losses by measure, on a "
            f"logarithmic axis: {'; '.join(ranges)}."
        ),
    )


@figure
def names_and_official(found: OfficialAndNames, *, ax: Axes | None = None) -> Drawing:
    """Growth of the list of names beside the ministry's few totals."""
    names, official = found.names, found.official
    ax = canvas(3.9, ax)
    look = {"color": ESTIMATE, "lw": 1.5, "ms": 5, "label": "dead known by name"}
    ax.plot(names["as_of"], names["central"], "-o", **look)
    ax.plot(official["as_of"], official["central"], "s", color=INK, ms=8, label="Russian ministry")
    for row in official.itertuples():
        below = row.as_of > names["as_of"].iloc[min(1, len(names) - 1)]
        place = {"xytext": (0, -14 if below else 13), "ha": "center"}
        note(ax, row.as_of, row.central, f"{row.central:,.0f}", **place)
    last, place = names.iloc[-1], {"xytext": (0, 11), "ha": "center"}
    note(ax, last["as_of"], last["central"], f"{last['central']:,.0f}", color=ESTIMATE, **place)
    ax.set(ylabel="deaths", ylim=(0, max(names["central"].max(), official["central"].max()) * 1.18))
    thousands(ax, "y")
    date_axis(ax)
    ax.legend(loc="upper left", fontsize=9.5, frameon=False)
    table = pd.concat([names.assign(series="names"), official.assign(series="ministry")])[
        ["series", "key", "as_of", "central"]
    ]
    totals = ", ".join(f"{v:,.0f}" for v in official["central"])
    return Drawing(
        ax=ax,
        name="names_and_official",
        table=table,
        source="Russian ministry of defence; BBC Russian and Mediazona with volunteers",
        title=found.headline(),
        subtitle=f"Russian soldiers who died, to {day(last['as_of'])}",
        alt=(
            f"The list of names grows to {names['central'].max():,.0f} by {day(last['as_of'])}; "
            f"the ministry's totals are {totals}."
        ),
    )


@figure
def risk_of_death(found: RiskOfMobilised, *, ax: Axes | None = None) -> Drawing:
    """Share of a group that died, beside "near certainty"."""
    groups = found.groups()
    ax = canvas(1.8 + 0.55 * len(groups), ax)
    ax.axvspan(NEAR_CERTAINTY_PCT, 100, color=CLAIM, alpha=0.25, lw=0)
    look = {"color": CLAIM, "fontsize": 9.5, "ha": "right", "va": "bottom"}
    ax.text(NEAR_CERTAINTY_PCT, -0.72, '"near certainty"', **look)
    for y, row in enumerate(groups.itertuples()):
        colour = ESTIMATE if row.group.startswith("mobilised") else REST
        ax.plot([row.low, row.high], [y, y], color=colour, lw=4, alpha=0.6)
        ax.plot(row.central, y, "o", color=colour, ms=8)
        note(ax, row.high, y, f"{span(row.low, row.high, '.1f')} %", xytext=(9, 0))
    ax.set_yticks(range(len(groups)), list(groups["group"]))
    ax.set(xlim=(0, 100), ylim=(len(groups) - 0.5, -0.8), xlabel="% of the group who died")
    by_name, middle = f"{found.last.floor.central:.1f} % by name", found.last.estimate.central
    certain = "" if found.near_certain() else ", not a near certainty"
    shares = [f"{r.group} {r.central:.1f} %".replace("\n", " ") for r in groups.itertuples()]
    return Drawing(
        ax=ax,
        name="risk_of_death",
        table=groups,
        source="Mediazona and BBC Russian, names; Prigozhin's lists; Soviet general staff",
        title=f"A grave risk{certain}: {by_name}, about {middle:.0f} % with those not named",
        subtitle=f"Share of each group who died, in %; mobilised men to {day(found.last.day)}",
        alt=f"Share who died: {'; '.join(shares)}; near certainty is {NEAR_CERTAINTY_PCT} %.",
    )


def _of_side(name: str, side: str) -> str:
    """Name of a figure: the notebook's own for the Russian dead, with the side for others."""
    return name if side == "RU" else f"{name}_{side.lower()}"


@figure
def synthesis(weighed: WeighedClaims, *, ax: Axes | None = None) -> Drawing:
    """Density of the deaths of one side on a logarithmic axis, with single numbers beside it."""
    found, marks = weighed.found, weighed.marks
    ax = canvas(2.6 + 0.3 * len(marks), ax)
    height = found.density / found.density.max()
    deaths, look = np.exp(found.log_deaths), {"color": ESTIMATE, "alpha": 0.75, "lw": 0}
    ax.fill_between(deaths, -0.6, -0.6 - 1.9 * height, **look)
    looks = {"claim": (REST, "s"), "floor": (INK, ">")}
    for y, row in enumerate(marks.itertuples()):
        colour, marker = looks[row.kind]
        ax.plot([row.low, row.high], [y, y], color=colour, lw=2, alpha=0.55)
        ax.plot(row.value, y, marker, color=colour, ms=7)
        told = spoken(row.value) if row.low == row.high else range_of(row)
        note(ax, row.high, y, told, xytext=(8, 0), fontsize=9)
    names = ["posterior from claims", *marks["label"]]
    ax.set_yticks([-1.3, *range(len(marks))], names, fontsize=8.5)
    values = [*marks["low"], *marks["high"], found.killed.low, found.killed.high]
    ax.set(xscale="log", xlim=(min(values) / 1.6, max(values) * 2.4), xlabel="killed")
    ax.set(ylim=(len(marks) - 0.5, -2.7))
    thousands(ax)
    table = pd.DataFrame({"deaths": deaths, "density": found.density})
    people = SIDES[weighed.side]
    told = [f"{m.label} {rounded(m.value, m.low, m.high)}" for m in marks.itertuples()]
    return Drawing(
        ax=ax,
        name=_of_side("synthesis", weighed.side),
        table=table,
        source=f"claims as listed and {weighed.priors_name}",
        title=weighed.headline(),
        subtitle=f"{people} dead to {day(weighed.by)}; {found.killed.basis}",
        alt=f"All claims weighed: {found.killed}. Beside it: {'; '.join(told)}.",
    )


@figure
def sensitivity(found: AssumptionsChanged, *, ax: Axes | None = None) -> Drawing:
    """The weighing under other assumptions and without each root of claims."""
    table = found.moved
    ax = canvas(1.6 + 0.27 * len(table), ax)
    stated = table.iloc[0]
    for y, row in enumerate(table.itertuples()):
        colour = ESTIMATE if y == 0 else REST
        ax.plot([row.low, row.high], [y, y], color=colour, lw=3, alpha=0.6)
        ax.plot(row.central, y, "o", color=colour, ms=6)
        note(ax, row.high, y, middle_of(row), fontsize=8.5)
    ax.axvline(stated["central"], color=ESTIMATE, lw=0.8, ls="--")
    names = [f"{r.changed} {r.to}".strip() for r in table.itertuples()]
    shown = [shorten(n, 52, placeholder=" …") for n in names]
    ax.set_yticks(range(len(table)), shown, fontsize=8)
    ax.set(ylim=(len(table) - 0.5, -0.7), xlim=(0, table["high"].max() * 1.2), xlabel="killed")
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    people = SIDES[found.side]
    ends = [table["central"].argmin(), table["central"].argmax()]
    low, high = (f"{names[i]} ({middle_of(table.iloc[i])})" for i in ends)
    return Drawing(
        ax=ax,
        name=_of_side("sensitivity", found.side),
        table=table,
        source=f"claims as listed; low and high values of {found.priors_name}",
        title=found.sentence().split(f" {people}")[0],
        subtitle=f"{people} dead to {day(found.by)}: middle and interval, one change at a time",
        alt=(
            f"Middle and interval for {counted(len(table) - 1, 'change')}. Lowest middle: {low}; "
            f"highest: {high}; as stated: {middle_of(stated)}."
        ),
    )


@figure
def risk_over_time(found: RiskOfMobilised, *, ax: Axes | None = None) -> Drawing:
    """Share of mobilised men dead by each count: names as a floor, and the estimate."""
    table = found.over_time()
    ax = canvas(3.8, ax)
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
    days = last["day"] - table["day"].iloc[0]
    ax.set(
        ylim=(0, table["high"].max() * 1.1),
        xlim=(table["day"].iloc[0], last["day"] + 0.36 * days),
        ylabel="% of the men mobilised",
    )
    date_axis(ax)
    cover = span(*(100 * c for c in found.coverage))
    share = span(last["low"], last["high"], ".1f")
    return Drawing(
        ax=ax,
        name="risk_over_time",
        table=table,
        source="Mediazona and BBC Russian, names; officials' counts of men",
        title=f"An estimated {share} % of mobilised men had died by {last['day']:%B %Y}",
        subtitle=f"Men mobilised in Russia, % who died; band: the list holds {cover} % of the dead",
        alt=(
            f"By name the share grows from {table['floor'].iloc[0]:.1g} % in "
            f"{table['day'].iloc[0]:%B %Y} to {last['floor']:.1f} % in "
            f"{last['day']:%B %Y}; with those not named it is {last['central']:.1f} %."
        ),
    )


@figure
def civilians(found: CiviliansVerified, *, ax: Axes | None = None) -> Drawing:
    """Civilians killed and injured over time, as verified: a lower bound."""
    counts = found.counts
    ax = canvas(3.6, ax)
    looks = {"injured": REST, "killed": ESTIMATE}
    for unit in [u for u in looks if (counts["unit"] == u).any()]:
        rows, colour = counts[counts["unit"] == unit].sort_values("as_of"), looks[unit]
        ax.plot(rows["as_of"], rows["central"], "-o", color=colour, ms=5, lw=1.5)
        last = rows.iloc[-1]
        told = f"{unit}\n{last['central']:,.0f}"
        note(ax, last["as_of"], last["central"], told, color=colour, xytext=(8, 0))
    ax.set(ylim=(0, counts["central"].max() * 1.2), ylabel="persons, verified")
    ax.margins(x=0.18)
    thousands(ax, "y")
    date_axis(ax)
    told = f"{last['central']:,.0f} civilians verified {last['unit']}"
    latest = counts.sort_values("as_of").tail(4).itertuples()
    course = [f"{r.central:,.0f} {r.unit} by {day(r.as_of)}" for r in latest]
    return Drawing(
        ax=ax,
        name="civilians",
        table=counts,
        source="OHCHR, verified cases only",
        title=f"{told} by {day(last['as_of'])}: a lower bound",
        subtitle=f"Civilians in Ukraine since {day(START)}, verified by the United Nations",
        alt=f"Civilians verified: {', '.join(course)}.",
    )
