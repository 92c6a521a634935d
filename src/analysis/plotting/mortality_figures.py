"""What does a reader see of series, delays, excess and lists? More figures of notebook 03."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.casualties.findings.capture import NEAR, FourLists
from analysis.casualties.findings.excess import ExcessOfMen, YearsOfPeace
from analysis.casualties.findings.names import NamesForeseen
from analysis.casualties.findings.series import DeathsPerClaim, SeriesTested, SourcesCompared
from analysis.plotting.canvas import (
    ESTIMATE,
    INK,
    OUTLINED,
    PALE,
    REST,
    SMALLEST_PT,
    canvas,
    date_axis,
    legend_below,
    note,
    thousands,
)
from analysis.plotting.publishing import Drawing, figure
from analysis.quantities import middle_of, rounded
from analysis.wording import counted, span

_FAR = 12  # units of BIC, beyond which a model is not drawn


@figure
def rounding_of_a_series(found: SeriesTested, *, ax: Axes | None = None) -> Drawing:
    """Share of daily steps that are multiples of 50 and of 100, by period, beside chance.

    Chance is the share among numbers rounded to ten.
    """
    table = found.grain
    ax = canvas(3.7, ax)
    for grain, colour, marker in ((50, ESTIMATE, "o"), (100, REST, "s")):
        shares = 100 * table[f"of_{grain}"]
        ax.plot(table.index, shares, "-", marker=marker, color=colour, ms=5)
        expected = 100 * table[f"chance_{grain}"].iloc[0]
        ax.axhline(expected, color=colour, lw=1, ls=":")
        at = {"color": colour, "fontsize": SMALLEST_PT}
        below = at | {"xytext": (2, -2), "va": "top"}
        note(ax, table.index[0], expected, f"multiples of {grain} by chance", **below)
        last = shares.index[-2] if len(shares) > 1 else shares.index[-1]
        beside = (
            {"xytext": (2, 6), "va": "bottom"}
            if grain == 50
            else {"xytext": (-4, -6), "va": "top", "ha": "right"}
        )
        note(ax, last, shares[last], f"of {grain}", **at | beside)
    ax.set(ylim=(0, 104), ylabel="% of daily steps")
    date_axis(ax)
    least, most = table["of_50"].idxmin(), table["of_50"].idxmax()
    begin, end = table.index[0], table.index[-1]
    chance, share = 100 * table["chance_50"].iloc[0], 100 * found.of_50
    return Drawing(
        ax=ax,
        name="rounding_of_a_series",
        table=table.reset_index(),
        source="Ukrainian General Staff's daily totals as collected by Petro Ivaniuk",
        title=f"{share:.0f} % of daily steps are multiples of 50; chance would give {chance:.0f} %",
        subtitle=f"Ukraine's daily total of Russian losses, {begin:%B %Y} to {end:%B %Y}",
        alt=(
            f"The share of multiples of 50 lies between {100 * table['of_50'].min():.0f} % (from "
            f"{least:%B %Y}) and {100 * table['of_50'].max():.0f} % (from {most:%B %Y})."
        ),
    )


@figure
def names_arrive(found: NamesForeseen, *, ax: Axes | None = None) -> Drawing:
    """Names of a year's dead: predicted at its end, and known a year later."""
    sums = found.of_the_year()
    ax = canvas(1.9 + 0.5 * len(sums), ax)
    for y, row in enumerate(sums.itertuples()):
        ax.plot([row.predicted, row.actual], [y, y], color=PALE, lw=3, zorder=1)
        ax.plot(row.actual, y, "s", ms=8, color=INK)
        ax.plot(row.predicted, y, "o", ms=8, color=ESTIMATE)
        told = f"{100 * row.predicted / row.actual:.0f} %"
        note(ax, max(row.predicted, row.actual), y, told, xytext=(10, 0))
    ax.set_yticks(range(len(sums)), [f"dead of {v[-4:]}" for v in sums.index])
    ax.set(ylim=(len(sums) - 0.5, -0.6), xlim=(0, 1.15 * sums.to_numpy().max()))
    ax.set_xlabel("names of dead soldiers")
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    ax.plot([], [], "o", color=ESTIMATE, label="predicted at the year's end")
    ax.plot([], [], "s", color=INK, label="known a year later")
    legend_below(ax, 2)
    shares = 100 * found.youngest()
    ends = span(shares.min(), shares.max(), ".0f")
    title = f"A year's dead were predicted at {ends} % of those known a year later"
    return Drawing(
        ax=ax,
        name="names_arrive",
        table=found.checks,
        source="Mediazona, BBC Russian and Meduza, weekly vintages in The Economist's repository",
        title=title,
        subtitle="Russian soldiers: names of a year's dead, predicted and known a year later; "
        "delays changed from year to year",
        alt=f"{title}. Pairs of marks for {counted(len(sums), 'year')}, predicted and known.",
    )


@figure
def excess_by_age(found: ExcessOfMen, *, ax: Axes | None = None) -> Drawing:
    """Excess male deaths by age group, two years side by side, with errors stated and widened."""
    table = found.found.by_age
    ax = canvas(3.7, ax)
    years = sorted(table["year"].unique())
    for year, shift, colour in zip(years, (-0.2, 0.2), (REST, ESTIMATE), strict=True):
        part = table[table["year"] == year].reset_index(drop=True)
        ax.bar(part.index + shift, part["excess"], width=0.38, color=colour, label=f"{year}")
        for wide, lw in ((found.wide, 0.8), (1, 2.2)):
            ends = part["excess"] - wide * part["se"], part["excess"] + wide * part["se"]
            ax.vlines(part.index + shift, *ends, color=INK, lw=lw)
    ages = sorted(table["age_from"].unique())
    ax.set_xticks(range(len(ages)), [f"{a}–{a + 4}" for a in ages])
    ax.axhline(0, color=INK, lw=0.8)
    ax.set(ylabel="excess deaths of men", xlabel="age")
    thousands(ax, "y")
    ax.legend(loc="upper left", fontsize=9.5, frameon=False)
    most = table.loc[table["excess"].idxmax()]
    return Drawing(
        ax=ax,
        name="excess_by_age",
        table=table,
        source="Rosstat's deaths without those of HIV, by the rule of Kobak et al. 2025",
        title=found.headline().replace(f" of {found.ages}", ""),
        subtitle=f"Excess deaths of men in Russia by age; thick lines: the stated error, thin: "
        f"{found.wide:.1f} times that, as years of peace show it",
        alt=(
            f"Bars of excess deaths of men in {years[0]} and {years[1]} by age; the most, "
            f"{rounded(most['excess'])}, are of those of "
            f"{most['age_from']:.0f} to {most['age_from'] + 4:.0f} in {most['year']:.0f}."
        ),
    )


@figure
def placebo_years(found: YearsOfPeace, *, ax: Axes | None = None) -> Drawing:
    """The rule in years of peace: excess with two stated errors either way."""
    table = found.tries
    ax = canvas(3.8, ax)
    for ahead, shift, colour in ((3, -0.12, ESTIMATE), (4, 0.12, REST)):
        part = table[table["ahead"] == ahead]
        ax.vlines(
            part["year"] + shift,
            part["excess"] - 2 * part["se"],
            part["excess"] + 2 * part["se"],
            color=colour,
            lw=3,
            alpha=0.5,
        )
        look = {"color": colour, "ms": 6, "label": f"{ahead} years after the base"}
        ax.plot(part["year"] + shift, part["excess"], "o", **look)
    ax.axhline(0, color=INK, lw=0.8)
    ax.set(ylabel="excess found")
    ax.set_xticks(sorted(table["year"].unique()))
    thousands(ax, "y")
    legend_below(ax, 2)
    ends = [rounded(table["excess"].min()), rounded(table["excess"].max())]
    missed = len(table) - found.within
    return Drawing(
        ax=ax,
        name="placebo_years",
        table=table,
        source="Rosstat's deaths without HIV; the rule fitted to five earlier years, two skipped",
        title=f"Tried on years of peace, the method misses {missed} times of {len(table)}",
        subtitle="Excess deaths of men found in Russia where none are; lines: two stated errors, "
        "which should reach nought nineteen times of twenty",
        alt=(
            f"In years of peace the rule finds an excess from {ends[0]} to {ends[1]} deaths; "
            f"{found.within} of {len(table)} tries reach nothing."
        ),
    )


@figure
def monthly_ratio(found: SourcesCompared, *, ax: Axes | None = None) -> Drawing:
    """British monthly figures over the General Staff's, by month."""
    ratio, c = found.ratio, found.compared
    ax = canvas(3.1, ax)
    ax.plot(pd.to_datetime(ratio.index), ratio.to_numpy(), "-o", color=ESTIMATE, ms=4, lw=1)
    ax.axhline(1, color=INK, lw=0.8)
    ax.set(ylim=(0, 1.6), ylabel="British over Ukrainian figure")
    note(ax, pd.Timestamp(ratio.index[0]), 1, "1: the same figure", xytext=(0, -14), fontsize=9)
    date_axis(ax)
    first, last = (pd.Timestamp(m) for m in (ratio.index[0], ratio.index[-1]))
    return Drawing(
        ax=ax,
        name="monthly_ratio",
        table=ratio.rename("ratio").rename_axis("month").reset_index(),
        source="UK Ministry of Defence; Ukrainian General Staff",
        title=found.headline(),
        subtitle=f"Russian losses, British over Ukrainian, {first:%B %Y} to {last:%B %Y}",
        alt=(
            f"{found.headline()}. The ratio over {counted(c.months, 'month')} has a mean of "
            f"{c.ratio_mean:.3f} and scatters by {100 * c.scatter:.1f} %."
        ),
    )


@figure
def deaths_per_claim(found: DeathsPerClaim, *, ax: Axes | None = None) -> Drawing:
    """Deaths by date of death over claimed losses, by quarter."""
    table = found.quarters
    ax = canvas(3.2, ax)
    x = range(len(table))
    ax.bar(x, table["with_missing"], color=PALE, width=0.72, label="missing, added", **OUTLINED)
    ax.bar(x, table["ratio"], color=ESTIMATE, width=0.72, label="killed")
    first = table.index[0]
    years = [f"\n{q.year}" if q.quarter == 1 or q == first else "" for q in table.index]
    names = [f"Q{q.quarter}{year}" for q, year in zip(table.index, years, strict=True)]
    ax.set_xticks(x, names, fontsize=8.5)
    ax.set(ylabel="deaths per claim")
    ax.legend(loc="upper left", fontsize=9.5, frameon=False)
    out = table.assign(quarter=table.index.astype(str))
    first, most = table["ratio"].iloc[0], table["ratio"].max()
    course = "rose" if most > first else "moved"
    return Drawing(
        ax=ax,
        name="deaths_per_claim",
        table=out,
        source="Meduza and Mediazona's register estimate; Ukrainian General Staff",
        title=f"Deaths per claimed loss {course} from {first:.2f} to {most:.2f}: not constant",
        subtitle="Russian soldiers who died over losses claimed by Ukraine, by quarter",
        alt=(
            f"Bars of deaths per claimed loss by quarter: {first:.2f} at first, "
            f"{table['ratio'].min():.2f} at least, {most:.2f} at most."
        ),
    )


@figure
def model_set(lists: FourLists, *, ax: Axes | None = None) -> Drawing:
    """Totals of the models that fit best, best on top, and of latent classes, with intervals."""
    models = lists.models.table
    worse = models["bic"] - models["bic"].min()
    shown = models.assign(worse=worse)[worse < _FAR].sort_values("worse")
    ax = canvas(2.2 + 0.36 * (len(shown) + 1), ax)
    names = []
    for y, row in enumerate(shown.itertuples()):
        colour = ESTIMATE if row.worse < NEAR else REST
        ends = row.total - 2 * row.se, row.total + 2 * row.se
        ax.plot(ends, [y, y], color=colour, lw=3, alpha=0.5)
        ax.plot(row.total, y, "o", color=colour, ms=6)
        note(ax, ends[1], y, rounded(row.total), fontsize=9)
        fit = "as good a fit" if row.worse < NEAR else "worse fit"
        names.append(f"model {y + 1}: {fit if y else 'best fit'}")
    if lists.latent is not None:
        y, hidden = len(shown), lists.latent.total
        ax.plot([hidden.low, hidden.high], [y, y], color=ESTIMATE, lw=3, alpha=0.5)
        ax.plot(hidden.central, y, "s", color=ESTIMATE, ms=6)
        note(ax, hidden.high, y, middle_of(hidden), fontsize=9)
        names.append("another method: latent classes")
    ax.set_yticks(range(len(names)), names, fontsize=9)
    ax.set(ylim=(len(names) - 0.5, -0.6), xlabel="killed in all, persons")
    ax.set_xlim(0, (shown["total"] + 2 * shown["se"]).max() * 1.16)
    thousands(ax)
    ax.locator_params(axis="x", nbins=5)
    near = lists.near()
    title = f"Models that fit alike say {rounded(near.min())} to {rounded(near.max())} killed"
    return Drawing(
        ax=ax,
        name="model_set",
        table=models,
        source="Ball et al. 2002, four lists; patterns as in the LCMCR package",
        title=title,
        subtitle=f"People killed in Kosovo in 1999, {lists.models.observed:,} of them on four "
        "lists; a model says how lists overlap; bars: 95 %, or two errors; as good: within "
        f"{NEAR:g} of the best by BIC, a measure of fit",
        alt=f"{title}. Rows of {counted(len(shown), 'model')} from the best down, each with its "
        "interval, and of another method below.",
    )
