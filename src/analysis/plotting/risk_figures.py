"""What does a reader see of the risk of the mobilised? Figures of notebook 03."""

from matplotlib.axes import Axes

from analysis.casualties.findings.risk import NEAR_CERTAINTY_PCT, RiskOfMobilised
from analysis.plotting.canvas import CLAIM, ESTIMATE, INK, REST, canvas, date_axis, note
from analysis.plotting.publishing import Drawing, figure
from analysis.wording import counted, day, span


@figure
def risk_of_death(found: RiskOfMobilised, *, ax: Axes | None = None) -> Drawing:
    """Share of a group that died, beside "near certainty"."""
    groups = found.groups()
    ax = canvas(1.8 + 0.55 * len(groups), ax)
    ax.axvspan(NEAR_CERTAINTY_PCT, 100, color=CLAIM, alpha=0.25, lw=0)
    look = {"color": CLAIM, "ha": "right", "va": "bottom", "xytext": (0, 2)}
    note(ax, 100, -0.8, f'"near certainty", here {NEAR_CERTAINTY_PCT} % and more', **look)
    for y, row in enumerate(groups.itertuples()):
        colour = ESTIMATE if row.group.startswith("mobilised") else REST
        ax.plot([row.low, row.high], [y, y], color=colour, lw=4, alpha=0.6)
        ax.plot(row.central, y, "o", color=colour, ms=8)
        note(ax, row.high, y, f"{span(row.low, row.high, '.1f')} %", xytext=(9, 0))
    ax.set_yticks(range(len(groups)), list(groups["group"]))
    ax.set(xlim=(0, 100), ylim=(len(groups) - 0.5, -0.8), xlabel="% of the group who died")
    by_name, middle = f"{found.last.floor.central:.1f} % by name", found.last.estimate.central
    certain = "" if found.near_certain() else ", not a near certainty"
    title = f"A grave risk{certain}: {by_name}, about {middle:.0f} % in all"
    return Drawing(
        ax=ax,
        name="risk_of_death",
        table=groups,
        source="Mediazona and BBC Russian, names; Prigozhin's lists; Soviet general staff",
        title=title,
        subtitle=f"Share of each group who died, in %; mobilised men in {found.last.months:.0f} "
        f"months to {day(found.last.day)}, others in other lengths of time",
        alt=f"{title}. Rows of {counted(len(groups), 'group')}; near certainty is drawn from "
        f"{NEAR_CERTAINTY_PCT} %.",
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
        alt=f"By name the share grows to {last['floor']:.1f} % in {last['day']:%B %Y}; with those "
        f"not named it is {last['central']:.1f} %, drawn with its band.",
    )
