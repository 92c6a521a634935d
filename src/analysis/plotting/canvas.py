"""How does every figure of this project look: which style, colours, labels and axes?"""

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.wording import day

CLAIM = "#b3541e"  # rust: what the text claims
ESTIMATE = "#1f6f8b"  # teal: what is computed here
REST = "#8c8c8c"  # grey: everything else
PALE = "#d4d4d4"
INK = "#2b2b2b"
VERDICT_COLOURS = {
    "supported": "#14505c",
    "supported with caveat": "#5fa3ad",
    "depends on the source": "#e9c46a",
    "not supported": "#eb9b6b",
    "contradicted": "#a3330f",
    "cannot be checked": "#cfcfcf",
}  # dark at both ends, light in the middle: readable in grey
WIDTH_IN = 6.8  # inches; with 11-point text still readable on a phone
STYLE = {
    "font.size": 11,
    "axes.titlesize": 12.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#666666",
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "svg.hashsalt": "day229",
    "font.family": "DejaVu Sans",
    "axes.grid": False,
}


def canvas(height: float, ax: Axes | None = None) -> Axes:
    """Axes in the project's style.

    A new figure of the given height in inches unless `ax` is handed in.
    """
    if ax is not None:
        return ax
    with mpl.rc_context(sns.axes_style("ticks") | STYLE):
        return Figure(figsize=(WIDTH_IN, height)).subplots()


def legend_below(ax: Axes, ncols: int, handles: list | None = None) -> None:
    """Legend without a frame under the axes, clear of every mark and label."""
    from matplotlib.transforms import ScaledTranslation

    # inches below the axes, clear of tick labels and axis label
    drop = 0.62 if ax.get_xlabel() else 0.4
    below = ax.transAxes + ScaledTranslation(0, -drop, ax.figure.dpi_scale_trans)
    given = {"handles": handles} if handles else {}
    style = {
        "frameon": False,
        "fontsize": 9.5,
        "handletextpad": 0.5,
        "columnspacing": 1.4,
        "borderaxespad": 0,
    }
    ax.legend(
        loc="upper center",
        bbox_to_anchor=(0.45, 0),
        bbox_transform=below,
        ncols=ncols,
        **given,
        **style,
    )


def thousands(ax: Axes, axis: str = "x") -> None:
    """Axis labels with thousands separated."""
    from matplotlib.ticker import FuncFormatter

    getattr(ax, f"{axis}axis").set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.0f}"))


def note(ax: Axes, x: float, y: float, text: str, **keywords) -> None:
    """Label on a mark, with the project's size and colour unless told otherwise."""
    ax.annotate(
        text,
        (x, y),
        **(
            {"fontsize": 9.5, "va": "center", "xytext": (6, 0), "textcoords": "offset points"}
            | keywords
        ),
    )


def date_axis(ax: Axes) -> None:
    """Date axis with few, short labels."""
    from matplotlib import dates

    ax.xaxis.set_major_locator(dates.AutoDateLocator(minticks=3, maxticks=8))
    ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(ax.xaxis.get_major_locator()))


def day_ticks(ax: Axes, month: str) -> None:
    """Ticks of a date axis as days of the month, which is said as `strftime` has it."""
    from matplotlib.dates import num2date
    from matplotlib.ticker import FuncFormatter

    ax.xaxis.set_major_formatter(
        FuncFormatter(lambda at, _: day(num2date(at), year=False, month=month))
    )
