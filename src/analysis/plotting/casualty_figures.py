"""What does a reader see of the dead? Figures of notebook 03, both sides by the same marks."""

from textwrap import fill, shorten

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.casualties.findings.claims import (
    SIDES,
    CiviliansVerified,
    LossClaims,
    OfficialAndNames,
)
from analysis.casualties.findings.weighing import AssumptionsChanged, WeighedClaims
from analysis.casualties.roots import START
from analysis.plotting.canvas import (
    CLEAR,
    ESTIMATE,
    HEAD,
    INK,
    PALE,
    REST,
    RUSSIA,
    SMALLEST_PT,
    UKRAINE,
    canvas,
    date_axis,
    fitted,
    is_narrow,
    legend_below,
    note,
    thousands,
)
from analysis.plotting.publishing import Drawing, figure
from analysis.quantities import middle_of, range_of, spoken
from analysis.wording import counted, day

_NAMES = "#6f6f6f"  # letters beside grey marks
_PARTY = {
    "Russia": (RUSSIA, "s", "Russian officials"),
    "Ukraine": (UKRAINE, "D", "Ukrainian officials"),
    "third": (REST, "o", "other states"),
    "press": (REST, "^", "press"),
    "academic": (REST, "v", "researchers"),
}  # colour and shape of who speaks, and what they are called


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
        colour, marker, _ = _PARTY[row.claimant_party]
        ax.plot([max(row.low, 400), min(row.high, limit)], [y, y], color=colour, lw=2, alpha=0.55)
        ax.plot(row.central, y, marker, color=colour, ms=6)
        if row.high > limit:
            ax.plot(limit, y, ">", color=colour, ms=6)
    for measure, rows in places.groupby(claims["measure"]):
        ax.text(430, rows.min() - 1, _measure(measure), va="center", **HEAD)
        ax.axhline(rows.min() - 1.5, color=PALE, lw=0.8)
    years = claims["as_of"].dt.year
    said = {"year": bool(years.min() < years.max()), "month": "%b"}
    names = [fitted(c, 38) for c in claims["claimant"]]
    labels = [f"{n}, {day(d, **said)}" for n, d in zip(names, claims["as_of"], strict=True)]
    ax.set_yticks(places, labels, fontsize=SMALLEST_PT)
    ax.set(xscale="log", xlim=(400, 1.1 * limit), xlabel="persons, by tenfold steps")
    ax.set(ylim=(places.max() + 0.6, -0.6))
    thousands(ax)
    for party, (colour, marker, told) in _PARTY.items():
        if party in set(claims["claimant_party"]):
            ax.plot([], [], marker, color=colour, label=told)
    legend_below(ax, 2 if claims["claimant_party"].nunique() < 3 else 4)
    people = SIDES[found.side]
    title = found.sentence().removesuffix(".")
    return Drawing(
        ax=ax,
        name=f"loss_claims_{found.side.lower()}",
        table=claims,
        title=title,
        subtitle=f"{people} losses since {day(START)} as each source counts; bars and arrows: "
        "ranges and open ends given",
        source="ministries, commanders, intelligence services, media and lists of names, as listed",
        alt=f"{title}. Rows of {counted(len(claims), 'claim')} in {counted(len(measures), 'group')}"
        " by what is counted, on a logarithmic axis.",
    )


def _measure(name: str) -> str:
    """What a claim counts, as a heading."""
    return "not said what" if name == "undefined" else name


@figure
def names_and_official(found: OfficialAndNames, *, ax: Axes | None = None) -> Drawing:
    """Growth of the list of names beside the ministry's few totals."""
    names, official = found.names, found.official
    ax = canvas(3.9, ax)
    ax.plot(names["as_of"], names["central"], ":o", color=REST, lw=1.5, ms=5)
    ax.plot(official["as_of"], official["central"], "s", color=RUSSIA, ms=8)
    for row in official.itertuples():
        below = row.as_of > names["as_of"].iloc[min(1, len(names) - 1)]
        place = {"xytext": (0, -14 if below else 13), "ha": "center"}
        told = f"{row.central:,.0f}"
        if row.Index == official.index[-1]:
            told = f"Russian ministry: {told}"
            place = {"xytext": (6, -15), "ha": "right", "bbox": CLEAR}
        note(ax, row.as_of, row.central, told, color=RUSSIA, **place)
    last, place = names.iloc[-1], {"xytext": (0, 11), "ha": "center", "color": _NAMES}
    note(ax, last["as_of"], last["central"], f"{last['central']:,.0f}", **place)
    middle, beside = names.iloc[len(names) // 2], {"xytext": (-9, 4), "ha": "right"}
    note(ax, middle["as_of"], middle["central"], "dead known by name", color=_NAMES, **beside)
    ax.set(ylabel="deaths", ylim=(0, max(names["central"].max(), official["central"].max()) * 1.18))
    thousands(ax, "y")
    ax.margins(x=0.09)
    date_axis(ax)
    table = pd.concat([names.assign(series="names"), official.assign(series="ministry")])[
        ["series", "key", "as_of", "central"]
    ]
    return Drawing(
        ax=ax,
        name="names_and_official",
        table=table,
        source="Russian ministry of defence; BBC Russian and Mediazona with volunteers",
        title=found.headline(),
        subtitle=f"Russian soldiers who died, to {day(last['as_of'])}",
        alt=f"{found.headline()}. A line of the names grows to {names['central'].max():,.0f} by "
        f"{day(last['as_of'])}, beside {counted(len(official), 'total')} of the ministry.",
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
    ax.plot([found.killed.central] * 2, [-0.6, -2.5], color="white", lw=1.5)
    names = [f"all claims weighed: {range_of(found.killed)}", *marks["label"]]
    names = [fill(n, 34) for n in names]
    narrow = is_narrow(ax)  # there a name stands over its mark
    ax.set_yticks([-2.6 if narrow else -1.3, *range(len(marks))], names, fontsize=8.5)
    values = [*marks["low"], *marks["high"], found.killed.low, found.killed.high]
    ax.set(xscale="log", xlim=(min(values) / 1.6, max(values) * 2.4), xlabel="killed")
    ax.set(ylim=(len(marks) - 0.5, -3.2 if narrow else -2.7))
    thousands(ax)
    table = pd.DataFrame({"deaths": deaths, "density": found.density})
    people = SIDES[weighed.side]
    return Drawing(
        ax=ax,
        name=_of_side("synthesis", weighed.side),
        table=table,
        source=f"claims as listed, and assumptions in {weighed.priors_name}",
        title=weighed.headline(),
        subtitle=f"{people} dead to {day(weighed.by)}; white line: middle; "
        + found.killed.basis.replace("of the posterior", "interval"),
        alt=f"{weighed.headline()}. The spread of the estimate above {counted(len(marks), 'mark')} "
        "of single claims and counts, on a logarithmic axis.",
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
        note(ax, row.high, y, middle_of(row), fontsize=SMALLEST_PT)
    ax.axvline(stated["central"], color=ESTIMATE, lw=0.8, ls="--")
    names = [f"{r.changed} {r.to}".strip() for r in table.itertuples()]
    shown = [shorten(n, 52, placeholder=" …") for n in names]
    ax.set_yticks(range(len(table)), shown, fontsize=SMALLEST_PT)
    ax.set(ylim=(len(table) - 0.5, -0.7), xlim=(0, table["high"].max() * 1.2), xlabel="killed")
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    people = SIDES[found.side]
    title = found.sentence().split(f" {people}")[0]
    return Drawing(
        ax=ax,
        name=_of_side("sensitivity", found.side),
        table=table,
        source=f"claims as listed; low and high values of {found.priors_name}",
        title=title,
        subtitle=f"{people} dead to {day(found.by)}: middle and interval, one change at a time",
        alt=f"{title}. Middle and interval for {counted(len(table) - 1, 'change')}, one a row, "
        "below the estimate as stated.",
    )


@figure
def civilians(found: CiviliansVerified, *, ax: Axes | None = None) -> Drawing:
    """Civilians killed and injured by each date, as verified: a lower bound."""
    order = ["killed", "injured"]
    counts = found.counts.sort_values(["unit", "as_of"], key=lambda c: c.map(_place(order)))
    ax = canvas(1.6 + 0.36 * len(counts), ax)
    for y, row in enumerate(counts.itertuples()):
        ax.barh(y, row.central, color=INK if row.unit == "killed" else REST, height=0.6)
        note(ax, row.central, y, f"{row.central:,.0f}", fontsize=9)
    names = [f"{r.unit}, by {day(r.as_of)}" for r in counts.itertuples()]
    ax.set_yticks(range(len(counts)), names, fontsize=9)
    ax.set(ylim=(len(counts) - 0.5, -0.6), xlim=(0, counts["central"].max() * 1.15))
    ax.set_xlabel("civilians, verified")
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    last = counts[counts["unit"] == counts["unit"].iloc[0]].iloc[-1]
    title = f"{last['central']:,.0f} civilians verified {last['unit']} by {day(last['as_of'])}"
    return Drawing(
        ax=ax,
        name="civilians",
        table=counts,
        source="OHCHR, verified cases only",
        title=f"{title}: a lower bound",
        subtitle=f"Civilians in Ukraine since {day(START)}, verified by the United Nations; "
        "open upwards",
        alt=f"{title}, a lower bound. Bars of {counted(len(counts), 'count')} by date, those "
        "killed above those injured.",
    )


def _place(order: list[str]):
    """A key to sort by that puts units in an order and leaves days as they are."""
    return lambda value: order.index(value) if value in order else value
