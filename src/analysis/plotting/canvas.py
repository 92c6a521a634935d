"""How does every figure of this project look: which style, colours, labels and axes?"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from textwrap import shorten

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.transforms import ScaledTranslation

from analysis.wording import day, typeset

CLAIM = "#b3541e"  # rust: what the text claims
ESTIMATE = "#1f6f8b"  # teal: what is computed here
REST = "#8c8c8c"  # grey: everything else
PALE = "#d4d4d4"  # behind marks, or in an outline
OUTLINED = {"edgecolor": REST, "linewidth": 0.7}  # of pale bars, which alone do not stand out
CLEAR = {
    "fc": "white",
    "ec": "none",
    "pad": 0.5,
    "alpha": 0.8,
}  # behind words that a line runs through
INK = "#2b2b2b"
RUSSIA, UKRAINE = "#404040", "#6b4fa0"  # what a side's officials say
HEAD = {"fontsize": 9.5, "fontweight": "bold"}  # of a group of rows
VERDICT_COLOURS = {
    "supported": "#083741",
    "supported with caveat": "#49620f",
    "depends on the source": "#aa750f",
    "not supported": "#a74b8a",
    "contradicted": "#871818",
    "cannot be checked": "#949494",
}  # seven steps of lightness (L* of CIE 1976) apart or more, each 3 to 1 on white
WIDTH_IN = 6.8  # inches, shown 670 px wide or more
NARROW_IN = 3.3  # inches, shown 342 px wide on a phone of 390
SMALLEST_PT = 8.5  # points of the smallest letters: 12 px on a phone
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
    "svg.fonttype": "none",  # letters stay letters
    "svg.hashsalt": "day229",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "Helvetica", "sans-serif"],
    "axes.grid": False,
}
NARROW_STYLE = STYLE | {"font.size": 9.5, "xtick.labelsize": 8.5, "ytick.labelsize": 9}
_NAMES_APART = 0.075  # of the height, between names beside ends of lines
BELOW = "below"  # mark of a legend that stands under its axes
_width: ContextVar[float] = ContextVar("width", default=WIDTH_IN)


@contextmanager
def of_width(inches: float) -> Iterator[None]:
    """New figures are so wide, in inches, for as long as this lasts."""
    before = _width.set(inches)
    try:
        yield
    finally:
        _width.reset(before)


def canvas(height: float, ax: Axes | None = None) -> Axes:
    """Axes in the project's style.

    A new figure of the given height in inches unless `ax` is handed in.
    """
    if ax is not None:
        return ax
    import seaborn as sns

    width = _width.get()
    style = STYLE if width > NARROW_IN else NARROW_STYLE
    with mpl.rc_context(sns.axes_style("ticks") | style):
        return Figure(figsize=(width, height)).subplots()


def is_narrow(ax: Axes) -> bool:
    """Whether axes stand on a figure as narrow as a phone."""
    return ax.figure.bbox.width / ax.figure.dpi <= NARROW_IN


def legend_below(ax: Axes, ncols: int, handles: list | None = None) -> None:
    """Legend without a frame under the axes, clear of every mark and label."""
    given = {"handles": handles} if handles else {}
    style = {"frameon": False, "fontsize": 9.5, "handletextpad": 0.5, "columnspacing": 1.4}
    columns = 1 if is_narrow(ax) else ncols
    legend = ax.legend(loc="upper center", ncols=columns, borderaxespad=0, **given, **style)
    legend.set_gid(BELOW)
    place_below(ax, legend, 0.62 if ax.get_xlabel() else 0.4)


def place_below(ax: Axes, legend: Legend, drop: float) -> None:
    """Set a legend so many inches under the axes, clear of tick labels and axis label."""
    down = ScaledTranslation(0, -drop, ax.figure.dpi_scale_trans)
    legend.set_bbox_to_anchor((0.45, 0), transform=ax.transAxes + down)


def thousands(ax: Axes, axis: str = "x") -> None:
    """Axis labels with thousands separated."""
    from matplotlib.ticker import FuncFormatter

    told = FuncFormatter(lambda v, _: typeset(f"{v:,.0f}"))
    getattr(ax, f"{axis}axis").set_major_formatter(told)


def note(ax: Axes, x: float, y: float, text: str, **keywords) -> None:
    """Label on a mark, with the project's size and colour unless told otherwise."""
    ax.annotate(
        typeset(text),
        (x, y),
        **(
            {"fontsize": 9.5, "va": "center", "xytext": (6, 0), "textcoords": "offset points"}
            | keywords
        ),
    )


def fitted(who: str, letters: int) -> str:
    """A name in so many letters: without its brackets, then without whom it cites, then cut.

    Examples
    --------
    >>> fitted("A daily post citing closed briefing (removed)", 20), fitted("A daily (news)", 20)
    ('A daily post', 'A daily (news)')
    """
    for cut in (r"$^", r"\s*\([^)]*\)$", r"(\s*\([^)]*\))?$|\s(via|citing)\s.*$"):
        if len(told := re.sub(cut, "", who)) <= letters:
            return told
    return shorten(told, letters, placeholder=" …")


def label_ends(ax: Axes, ends: Iterable[tuple[str, float, float, str]]) -> None:
    """Names beside the ends of lines, set apart where they would lie upon each other.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        With the lines drawn and its limits set.
    ends : iterable of tuple
        Name, place along and up, and colour of each.
    """
    apart = _NAMES_APART * abs(ax.get_ylim()[1] - ax.get_ylim()[0])
    least = -float("inf")
    for name, x, y, colour in sorted(ends, key=lambda end: end[2]):
        least = max(y, least + apart)
        note(ax, x, least, name, color=colour, fontsize=SMALLEST_PT, xytext=(8, 0))


def date_axis(ax: Axes) -> None:
    """Date axis with few, short labels."""
    from matplotlib import dates

    ax.xaxis.set_major_locator(
        dates.AutoDateLocator(minticks=3, maxticks=5 if is_narrow(ax) else 8)
    )
    ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(ax.xaxis.get_major_locator()))


def day_ticks(ax: Axes, month: str) -> None:
    """Ticks of a date axis as days of the month, which is said as `strftime` has it."""
    from matplotlib.dates import num2date
    from matplotlib.ticker import FuncFormatter

    ax.xaxis.set_major_formatter(
        FuncFormatter(lambda at, _: day(num2date(at), year=False, month=month))
    )
