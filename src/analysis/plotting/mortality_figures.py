"""What does a reader see of series, delays, excess and lists? More figures of notebook 03."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.casualties.findings.capture import FourLists
from analysis.casualties.findings.excess import ExcessOfMen, YearsOfPeace
from analysis.casualties.findings.names import NamesForeseen
from analysis.casualties.findings.series import DeathsPerClaim, SeriesTested, SourcesCompared
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
from analysis.quantities import middle_of, rounded
from analysis.wording import counted, span


@figure
def rounding_of_a_series(found: SeriesTested, *, ax: Axes | None = None) -> Drawing:
    """Share of daily steps that are multiples of 50 and of 100, by period, beside chance.

    Chance is the share among numbers rounded to ten.
    """
    table = found.grain
    ax = canvas(3.7, ax)
    for grain, colour, marker in ((50, ESTIMATE, "o"), (100, REST, "s")):
        look = {"marker": marker, "color": colour, "ms": 5, "label": f"multiples of {grain}"}
        ax.plot(table.index, 100 * table[f"of_{grain}"], "-", **look)
        expected = 100 * table[f"chance_{grain}"].iloc[0]
        ax.axhline(expected, color=colour, lw=1, ls=":", label=f"of {grain} by chance")
    ax.set(ylim=(0, 104), ylabel="% of daily steps")
    legend_below(ax, 4)
    date_axis(ax)
    least, most = table["of_50"].idxmin(), table["of_50"].idxmax()
    begin, end = table.index[0], table.index[-1]
    chance, share = 100 * table["chance_50"].iloc[0], 100 * found.of_50
    return Drawing(
        ax=ax,
        name="rounding_of_a_series",
        table=table.reset_index(),
        source="Ukrainian General Staff's daily totals as collected by PetroIvaniuk on GitHub",
        title=f"{share:.0f} % of daily steps are multiples of 50; chance would give {chance:.0f} %",
        subtitle=f"Ukraine's daily total of Russian losses, {begin:%B %Y} to {end:%B %Y}",
        alt=(
            f"The share of multiples of 50 lies between {100 * table['of_50'].min():.0f} % (from "
            f"{least:%B %Y}) and {100 * table['of_50'].max():.0f} % (from {most:%B %Y}); chance "
            f"would give {chance:.0f} %."
        ),
    )


@figure
def names_arrive(found: NamesForeseen, *, ax: Axes | None = None) -> Drawing:
    """Names predicted a year ahead over those that came, by week of death."""
    checks = found.checks
    ax = canvas(4.1, ax)
    looks = {"known_2023": (PALE, "s"), "known_2024": ("#6aa7b8", "^")}
    looks["known_2025"] = (ESTIMATE, "o")
    for vintage, part in checks.groupby("vintage"):
        colour, marker = looks[vintage]
        ratio = part["predicted"] / part["actual"]
        look = {"ms": 3.5, "color": colour, "label": f"at the end of {vintage[-4:]}"}
        edge = {"markeredgecolor": REST, "markeredgewidth": 0.5} if colour == PALE else {}
        ax.plot(part["week"], ratio, marker, **look, **edge)
    ax.axhline(1, color=INK, lw=0.8)
    most = (checks["predicted"] / checks["actual"]).max()
    ax.set(ylim=(0, 1.08 * most), ylabel="predicted over actual")
    date_axis(ax)
    legend_below(ax, 3)
    shares = 100 * found.youngest()
    told = [f"{s:.0f} % at the end of {v[-4:]}" for v, s in shares.items()]
    return Drawing(
        ax=ax,
        name="names_arrive",
        table=checks,
        source="Mediazona, BBC Russian and Meduza, weekly vintages in The Economist's repository",
        title=(
            f"Each year's deaths were predicted at {span(shares.min(), shares.max(), '.0f')} % of "
            "what came: delays changed"
        ),
        subtitle="Russian soldiers: names predicted a year ahead over names that came, by week",
        alt=f"Names of the year's dead predicted over those that came: {', '.join(told)}.",
    )


@figure
def excess_by_age(found: ExcessOfMen, *, ax: Axes | None = None) -> Drawing:
    """Excess male deaths by age group, two years side by side, with one standard error."""
    table = found.found.by_age
    ax = canvas(3.7, ax)
    years = sorted(table["year"].unique())
    for year, shift, colour in zip(years, (-0.2, 0.2), (REST, ESTIMATE), strict=True):
        part = table[table["year"] == year].reset_index(drop=True)
        low, high = part["excess"] - part["se"], part["excess"] + part["se"]
        ax.bar(part.index + shift, part["excess"], width=0.38, color=colour, label=f"{year}")
        ax.vlines(part.index + shift, low, high, color=INK, lw=1)
    ages = sorted(table["age_from"].unique())
    ax.set_xticks(range(len(ages)), [f"{a}-{a + 4}" for a in ages])
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
        title=found.headline(),
        subtitle="Excess deaths of men in Russia by age; lines: one stated error either way",
        alt=(
            f"Excess deaths of men in {years[0]} and {years[1]} by age; the most, "
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
    return Drawing(
        ax=ax,
        name="placebo_years",
        table=table,
        source="Rosstat's deaths without HIV; the rule fitted to five earlier years, two skipped",
        title=found.headline(),
        subtitle="Excess deaths of men found in Russia; lines: two stated errors either way",
        alt=(
            f"Where none was, the rule finds an excess from {ends[0]} to {ends[1]} deaths; "
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
    ax.set(ylim=(0, 1.6), ylabel="ratio")
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
            f"The ratio over {counted(c.months, 'month')} has a mean of {c.ratio_mean:.3f} and "
            f"scatters by {100 * c.scatter:.1f} %."
        ),
    )


@figure
def deaths_per_claim(found: DeathsPerClaim, *, ax: Axes | None = None) -> Drawing:
    """Deaths by date of death over claimed losses, by quarter."""
    table = found.quarters
    ax = canvas(3.2, ax)
    x = range(len(table))
    ax.bar(x, table["with_missing"], color=PALE, width=0.72, label="killed or missing")
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
        title=(
            f"Deaths per claimed loss {course} from {first:.2f} to {most:.2f}: no constant "
            "divisor turns claims into deaths"
        ),
        subtitle="Russian soldiers who died over losses claimed by Ukraine, by quarter",
        alt=(
            f"Deaths per claimed loss by quarter: {first:.2f} at first, "
            f"{table['ratio'].min():.2f} at least, {most:.2f} at most."
        ),
    )


@figure
def model_set(lists: FourLists, *, ax: Axes | None = None) -> Drawing:
    """Totals of all models against how much worse they fit; latent classes on top.

    The best models carry two standard errors.
    """
    models = lists.models.table
    ax = canvas(4.4, ax)
    worse = models["bic"] - models["bic"].min()
    near = worse < 12
    ax.hlines(
        worse[near],
        models["total"][near] - 2 * models["se"][near],
        models["total"][near] + 2 * models["se"][near],
        color=ESTIMATE,
        lw=2,
        alpha=0.45,
    )
    ax.plot(models["total"][near], worse[near], "o", color=ESTIMATE, ms=6)
    place = -1.6
    if lists.latent is not None:
        hidden = lists.latent.total
        ax.plot([hidden.low, hidden.high], [place, place], color=CLAIM, lw=3, alpha=0.6)
        ax.plot(hidden.central, place, "s", color=CLAIM, ms=6)
        told = f"latent classes: {middle_of(hidden)}"
        note(ax, hidden.high, place, told, color=CLAIM, fontsize=9)
    ax.set(
        ylim=(12.7, place - 1.5),
        xlim=(4_000, 30_000),
        xlabel="killed in all, persons",
        ylabel="BIC above the best model",
    )
    ax.set_yticks([0, 2, 4, 6, 8, 10])
    thousands(ax)
    near = len(lists.near())
    return Drawing(
        ax=ax,
        name="model_set",
        table=models,
        source="Ball et al. 2002, four lists; patterns as in the LCMCR package",
        title=(
            f"{counted(near, 'model fits', 'models fit')} within one unit of BIC: {lists.totals()} "
            f"killed in all, {lists.models.observed:,} on a list"
        ),
        subtitle="People killed in Kosovo in 1999, four lists; points: models, lines: two errors",
        alt=(
            f"Of {counted(len(models), 'log-linear model')} those near the best say "
            f"{lists.totals()}. {lists.hidden()}"
        ),
    )
