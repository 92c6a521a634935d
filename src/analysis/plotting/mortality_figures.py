"""What does a reader see of series, delays, excess and lists? The second part of the figures of notebook 03."""

import pandas as pd
from matplotlib.axes import Axes

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
from analysis.quantities import middle_of


def rounding_of_a_series(table: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Share of daily steps that are multiples of 50 and of 100, by period, beside the share chance gives to numbers rounded to ten."""
    ax = canvas(3.4, ax)
    for column, chance, colour, marker in (("of_50", "chance_50", ESTIMATE, "o"), ("of_100", "chance_100", REST, "s")):
        grain = column.removeprefix("of_")
        ax.plot(table.index, 100 * table[column], "-", marker=marker, color=colour, ms=5, label=f"multiples of {grain}")
        ax.axhline(100 * table[chance].iloc[0], color=colour, lw=1, ls=":", label=f"of {grain} by chance")
    ax.set(ylim=(0, 104), ylabel="% of daily steps")
    legend_below(ax, 4)
    date_axis(ax)
    return publish(ax, "rounding_of_a_series", table.reset_index(), title=title, source=source, alt=alt)


def names_arrive(checks: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Names predicted a year ahead over those that came, by week of death, for each day of prediction."""
    ax = canvas(3.8, ax)
    looks = {"known_2023": (PALE, "s"), "known_2024": ("#6aa7b8", "^"), "known_2025": (ESTIMATE, "o")}
    for vintage, part in checks.groupby("vintage"):
        colour, marker = looks[vintage]
        ratio = part["predicted"] / part["actual"]
        edge = {"markeredgecolor": REST, "markeredgewidth": 0.5} if vintage == "known_2023" else {}
        ax.plot(part["week"], ratio, marker, ms=3.5, color=colour, label=f"at the end of {vintage[-4:]}", **edge)
    ax.axhline(1, color=INK, lw=0.8)
    ax.set(ylim=(0, 1.08 * (checks["predicted"] / checks["actual"]).max()), ylabel="predicted over actual")
    date_axis(ax)
    legend_below(ax, 3)
    return publish(ax, "names_arrive", checks, title=title, source=source, alt=alt)


def excess_by_age(table: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Excess male deaths by age group, two years side by side, with one standard error; columns age_from, year, excess, se."""
    ax = canvas(3.7, ax)
    years = sorted(table["year"].unique())
    for shift, (year, colour) in zip((-0.2, 0.2), zip(years, (REST, ESTIMATE), strict=True), strict=True):
        part = table[table["year"] == year].reset_index(drop=True)
        ax.bar(part.index + shift, part["excess"], width=0.38, color=colour, label=f"{year}")
        ax.vlines(part.index + shift, part["excess"] - part["se"], part["excess"] + part["se"], color=INK, lw=1)
    ages = sorted(table["age_from"].unique())
    ax.set_xticks(range(len(ages)), [f"{a}-{a + 4}" for a in ages])
    ax.axhline(0, color=INK, lw=0.8)
    ax.set(ylabel="excess deaths of men", xlabel="age")
    thousands(ax, "y")
    ax.legend(loc="upper left", fontsize=9.5, frameon=False)
    return publish(ax, "excess_by_age", table, title=title, source=source, alt=alt)


def placebo_years(table: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """The rule in years of peace: excess with two stated errors either way, where nothing should be found."""
    ax = canvas(3.5, ax)
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
        ax.plot(part["year"] + shift, part["excess"], "o", color=colour, ms=6, label=f"{ahead} years after the base")
    ax.axhline(0, color=INK, lw=0.8)
    ax.set(ylabel="excess found")
    ax.set_xticks(sorted(table["year"].unique()))
    thousands(ax, "y")
    legend_below(ax, 2)
    return publish(ax, "placebo_years", table, title=title, source=source, alt=alt)


def monthly_ratio(ratio: pd.Series, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """One series over another by month; index "YYYY-MM"."""
    ax = canvas(2.9, ax)
    ax.plot(pd.to_datetime(ratio.index), ratio.to_numpy(), "-o", color=ESTIMATE, ms=4, lw=1)
    ax.axhline(1, color=INK, lw=0.8)
    ax.set(ylim=(0, 1.6), ylabel="ratio")
    date_axis(ax)
    return publish(
        ax,
        "monthly_ratio",
        ratio.rename("ratio").rename_axis("month").reset_index(),
        title=title,
        source=source,
        alt=alt,
    )


def deaths_per_claim(table: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None) -> Axes:
    """Deaths by date of death over claimed losses, by quarter; index quarters, columns ratio and with_missing."""
    ax = canvas(3.2, ax)
    x = range(len(table))
    ax.bar(x, table["with_missing"], color=PALE, width=0.72, label="killed or missing")
    ax.bar(x, table["ratio"], color=ESTIMATE, width=0.72, label="killed")
    ax.set_xticks(
        x,
        [f"Q{q.quarter}\n{q.year}" if q.quarter == 1 or not i else f"Q{q.quarter}" for i, q in enumerate(table.index)],
        fontsize=8.5,
    )
    ax.set(ylabel="deaths per claim")
    ax.legend(loc="upper left", fontsize=9.5, frameon=False)
    out = table.assign(quarter=table.index.astype(str))
    return publish(ax, "deaths_per_claim", out, title=title, source=source, alt=alt)


def model_set(
    models: pd.DataFrame, others: pd.DataFrame, *, title: str, source: str, alt: str, ax: Axes | None = None
) -> Axes:
    """Totals of all models against how much worse they fit, with two standard errors for the best; other estimates as rows on top."""
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
    for y, row in enumerate(others.itertuples()):
        place = -1.6 - 1.5 * y
        ax.plot([row.low, row.high], [place, place], color=CLAIM, lw=3, alpha=0.6)
        ax.plot(row.central, place, "s", color=CLAIM, ms=6)
        note(ax, row.high, place, f"{row.label}: {middle_of(row)}", color=CLAIM, fontsize=9)
    ax.set(
        ylim=(12.7, -1.6 - 1.5 * len(others)),
        xlim=(4_000, 30_000),
        xlabel="killed in all, persons",
        ylabel="BIC above the best model",
    )
    ax.set_yticks([0, 2, 4, 6, 8, 10])
    thousands(ax)
    return publish(ax, "model_set", models, title=title, source=source, alt=alt)
