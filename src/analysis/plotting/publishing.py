"""How is a figure shown, and what is kept of it?

`publish` saves PNG, SVG, the table behind the figure and all that is drawn when a run is under way,
and displays the PNG with alternative text and, as plain text, the shape of what is drawn. nbval
ignores pixels and sees that text; the numbers are held against the committed ones with a tolerance
(`analysis.comparison`), because processors and libraries differ in the last digits.
"""

import inspect
import io
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import paths
from analysis.markup import in_sheet
from analysis.plotting.canvas import STYLE
from analysis.plotting.marks import FigureError, drawn, shape
from analysis.results import paragraphs, said
from analysis.tables.own import files_of
from analysis.wording import listed

COLOURS = 36  # of a PNG: flat marks and smooth letters need no more
DOTS = 138  # an inch, in a PNG


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

    With `ax`, the figure is drawn there and nothing else is touched; `titled` puts its title above,
    `title` one of the caller's. Without, it is drawn on a new canvas and published, under its own
    title, source line and alternative text unless others are given. An empty result (falsy) is said
    instead of drawn, and None comes back.
    """

    @wraps(draw)
    def shown(
        result,
        *args,
        ax: Axes | None = None,
        titled: bool = False,
        title: str | None = None,
        source: str | None = None,
        alt: str | None = None,
        **options,
    ) -> Axes | None:
        if (isinstance(result, pd.DataFrame) and result.empty) or (
            not isinstance(result, pd.DataFrame) and not result
        ):
            return _say(result)
        own = {k: v for k, v in (("title", title), ("source", source), ("alt", alt)) if v}
        drawing = replace(_with_files(draw(result, *args, ax=ax, **options), result), **own)
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
        if titled or title:
            ax.set_title(drawing.title)
        return ax

    shown.__doc__ = f"{inspect.cleandoc(draw.__doc__ or '')}\n{_documented(draw)}"
    return shown


def _documented(draw: Callable) -> str:
    """Section of parameters that every figure has, where the function has none of its own."""
    if "Parameters\n" in (draw.__doc__ or ""):
        return ""
    result, *own = list(inspect.signature(draw).parameters.values())
    names = [f"{p.name} : {p.annotation}" for p in own if p.name != "ax"]
    kind = getattr(result.annotation, "__name__", result.annotation)
    lines = [
        f"{result.name} : {kind}",
        "    What was found; an empty result is said instead of drawn.",
        *names,
        "ax : matplotlib.axes.Axes, optional",
        "    Axes to draw on; without them the figure is published.",
        "titled : bool",
        "    Whether the title stands above given axes.",
        "title, source, alt : str, optional",
        "    In place of those of the figure.",
    ]
    return "\n".join(["", "Parameters", "----------", *lines, ""])


def _with_files(drawing: Drawing, result) -> Drawing:
    """The drawing, whose source line names the readers' files that the rows come from."""
    files = [f for f in files_of(getattr(result, "rows", ())) if f not in drawing.source]
    return replace(drawing, source=f"{drawing.source}, with {listed(files)}") if files else drawing


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
    with mpl.rc_context(STYLE):
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
        texts = table.select_dtypes(["object", "string"]).columns
        guarded = table.assign(**{c: table[c].map(in_sheet) for c in texts})
        guarded.to_csv(
            folder / f"{stem}.csv", index=False, lineterminator="\n", float_format="%.10g"
        )


def _display(png: bytes, plain: str, alt: str) -> None:
    """Show the figure in a notebook; silent elsewhere."""
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is not None:
        display(
            {"image/png": png, "text/plain": plain}, metadata={"image/png": {"alt": alt}}, raw=True
        )
