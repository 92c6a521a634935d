"""How does every figure of this project look, and how is it shown?

One style, one palette, one function that shows: `publish` saves PNG, SVG, the table behind the
figure and all that is drawn when a run is under way, and displays the PNG with alternative text
and, as plain text, the shape of what is drawn. nbval ignores pixels and sees that text; the numbers
are held against the committed ones with a tolerance (`analysis.comparison`), because processors and
libraries differ in the last digits.
"""

import io
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import paths
from analysis.results import paragraphs, said

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
COLOURS = 36  # of a PNG: flat marks and smooth letters need no more
DOTS = 138  # an inch, in a PNG
WIDTH_IN = 6.8  # inches; with 11-point text still readable on a phone
_STYLE = {
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


class FigureError(ValueError):
    """A figure without a title, a source line or alternative text, or with nothing drawn."""


def canvas(height: float, ax: Axes | None = None) -> Axes:
    """Axes in the project's style.

    A new figure of the given height in inches unless `ax` is handed in.
    """
    if ax is not None:
        return ax
    with mpl.rc_context(sns.axes_style("ticks") | _STYLE):
        return Figure(figsize=(WIDTH_IN, height)).subplots()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What a figure function gives.

    Axes with the drawing on them, its name, the table behind it, and its words.

    `title` states the finding; `subtitle` says what, where, when and in which unit.
    """

    ax: Axes
    name: str
    table: pd.DataFrame
    title: str
    source: str
    alt: str
    subtitle: str = ""


def figure(draw: Callable[..., Drawing]) -> Callable[..., Axes | None]:
    """Make a figure out of a function that draws a result.

    With `ax`, the figure is drawn there and nothing else is touched; `titled` puts its title above.
    Without, it is drawn on a new canvas and published. An empty result (falsy) is said instead of
    drawn, and None comes back.
    """

    @wraps(draw)
    def shown(
        result, *args, ax: Axes | None = None, titled: bool = False, **options
    ) -> Axes | None:
        if (isinstance(result, pd.DataFrame) and result.empty) or (
            not isinstance(result, pd.DataFrame) and not result
        ):
            return _say(result)
        drawing = draw(result, *args, ax=ax, **options)
        if ax is None:
            d = drawing
            return publish(
                d.ax,
                d.name,
                d.table,
                title=d.title,
                source=d.source,
                alt=d.alt,
                subtitle=d.subtitle,
            )
        if titled:
            ax.set_title(drawing.title)
        return ax

    return shown


def _say(result) -> None:
    """Show the sentence of a result that has nothing to draw; silent outside a notebook."""
    from IPython import get_ipython
    from IPython.display import HTML, display

    if get_ipython() is not None:
        display(
            HTML(
                paragraphs(
                    said(result) if hasattr(result, "sentence") else "There is nothing to draw."
                )
            )
        )


def publish(
    ax: Axes,
    name: str,
    table: pd.DataFrame,
    *,
    title: str,
    source: str,
    alt: str,
    subtitle: str = "",
) -> Axes:
    """Title, source line, files and display of one figure.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Finished drawing.
    name : str
        File name of the figure and of its table.
    table : pandas.DataFrame
        The data behind the figure, saved beside it.
    title : str
        The finding, computed.
    source : str
        Where the data come from.
    alt : str
        What a reader who cannot see the figure needs to know.
    subtitle : str
        What, where, when and in which unit; under the title, in plain type.

    Raises
    ------
    FigureError
        If a text is empty or nothing is drawn.
    """
    for what, text in (("title", title), ("source", source), ("alt", alt)):
        if not text.strip():
            raise FigureError(
                f"{name}: {what} is empty; every figure needs a title, a source line and"
                " alternative text"
            )
    marks = pd.concat([drawn(ax), pd.DataFrame({"mark": ["title"], "words": [title]})]).fillna("")
    with mpl.rc_context(_STYLE):
        _texts(ax, title, source, subtitle)
        png = _bytes(ax.figure, "png")
        _save(ax.figure, name, {name: table, f"{name}.drawn": marks}, png)
    _display(png, f"[figure {name}: {shape(marks)}] {alt}", alt)
    return ax


def _texts(ax: Axes, title: str, source: str, subtitle: str = "") -> None:
    """Title and subtitle above, source line below, all against the left edge of the figure."""
    figure = ax.figure
    inches = figure.get_figheight()
    lines = textwrap.wrap(title.replace(" %", "\u00a0%"), 57)
    footer = textwrap.wrap(f"Source: {source}", 96)
    figure.text(
        0.015,
        1 - 0.09 / inches,
        "\n".join(lines),
        ha="left",
        va="top",
        fontsize=12.5,
        fontweight="bold",
        linespacing=1.25,
    )
    figure.text(
        0.015,
        0.07 / inches,
        "\n".join(footer),
        ha="left",
        va="bottom",
        fontsize=8.5,
        color="#595959",
        linespacing=1.2,
    )
    under = textwrap.wrap(subtitle.replace(" %", "\u00a0%"), 80)
    if under:
        place = 1 - (0.13 + 0.215 * len(lines)) / inches
        text = "\n".join(under)
        figure.text(
            0.015, place, text, ha="left", va="top", fontsize=10, color="#595959", linespacing=1.2
        )
    top = 1 - (0.22 + 0.225 * len(lines) + 0.19 * len(under)) / inches
    bottom = (0.14 + 0.15 * len(footer)) / inches
    figure.tight_layout(rect=(0, bottom, 1, top))


def _bytes(figure: Figure, kind: str) -> bytes:
    """The figure as a file; a PNG keeps few colours, a third of the size, and looks the same."""
    from PIL import Image

    buffer = io.BytesIO()
    keep = {"Software": None} if kind == "png" else {"Date": None, "Creator": None}
    figure.savefig(buffer, format=kind, dpi=DOTS, metadata=keep)
    if kind != "png":
        return buffer.getvalue()
    small = io.BytesIO()
    with Image.open(buffer) as image:
        fewer = {"method": Image.Quantize.MAXCOVERAGE, "kmeans": 1, "dither": Image.Dither.NONE}
        few = image.convert("RGB").quantize(
            COLOURS, **fewer
        )  # small marks keep their colour, white stays white
    few.save(small, format="png", optimize=True, dpi=(DOTS, DOTS))
    return small.getvalue()


def _save(figure: Figure, name: str, tables: dict[str, pd.DataFrame], png: bytes) -> None:
    """PNG, SVG and tables into the run's folder; nothing outside a run."""
    folder = paths.output()
    if folder is None:
        return
    folder = folder / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.png").write_bytes(png)
    (folder / f"{name}.svg").write_bytes(_bytes(figure, "svg"))
    for stem, table in tables.items():
        table.to_csv(folder / f"{stem}.csv", index=False, lineterminator="\n", float_format="%.10g")


def _display(png: bytes, plain: str, alt: str) -> None:
    """Show the figure in a notebook; silent elsewhere."""
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is not None:
        display(
            {"image/png": png, "text/plain": plain}, metadata={"image/png": {"alt": alt}}, raw=True
        )


def drawn(ax: Axes) -> pd.DataFrame:
    """All that is drawn on axes: one row a mark, with its points in the units of the axes.

    Returns
    -------
    pandas.DataFrame
        Columns mark (its kind and number), points (how many), x, y and value (numbers of the
        points, separated by spaces; value where colour carries a number), words (labels and ticks'
        texts, in rows of their own).

    Raises
    ------
    FigureError
        If nothing is drawn.
    """
    rows = [_mark(f"line {n}", line.get_xydata()) for n, line in enumerate(ax.lines)]
    for n, c in enumerate(ax.collections):
        values, at = c.get_array(), c.get_offsets()
        if (
            values is None or len(at) < 2
        ):  # of a mesh the colours count, its cells are the axes' own
            at = [] if values is not None else [v for path in c.get_paths() for v in path.vertices]
        rows.append(_mark(f"collection {n}", at, values))
    for n, patch in enumerate(ax.patches):
        rows.append(
            _mark(f"patch {n}", patch.get_path().transformed(patch.get_patch_transform()).vertices)
        )
    if not rows:
        raise FigureError("nothing is drawn on these axes")
    ticks = ax.get_xticklabels() + ax.get_yticklabels()
    words = [("label", t.get_text()) for t in ax.texts] + [("tick", t.get_text()) for t in ticks]
    told = [
        {"mark": f"{kind} {n}", "words": " ".join(w.split())} for n, (kind, w) in enumerate(words)
    ]
    columns = ("mark", "points", "x", "y", "value", "words")
    return pd.DataFrame([[row.get(c, "") for c in columns] for row in rows + told], columns=columns)


def _mark(name: str, points, values=None) -> dict:
    """One row of `drawn`."""
    at = np.ma.filled(np.ma.asarray(points, dtype=float), np.nan).reshape(-1, 2)
    row = {"mark": name, "points": str(len(at)), "x": _numbers(at[:, 0]), "y": _numbers(at[:, 1])}
    return row | (
        {}
        if values is None
        else {"value": _numbers(np.ma.filled(np.ma.asarray(values, dtype=float), np.nan))}
    )


def _numbers(values: np.ndarray) -> str:
    return " ".join(f"{v:.8g}" for v in values.ravel() + 0.0)


def shape(marks: pd.DataFrame) -> str:
    """How much is drawn, for a reader who compares two runs: "3 lines, 52 points, 7 labels"."""
    kind = marks["mark"].str.split().str[0]
    counts = kind[~kind.isin(["tick"])].value_counts(sort=False)
    points = pd.to_numeric(marks["points"]).sum()
    told = [
        f"{n} {k if n == 1 else {'patch': 'patches'}.get(k, k + 's')}" for k, n in counts.items()
    ]
    return ", ".join([*told, f"{points:.0f} points"])


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
