"""How is a figure shown, and what is kept of it?

`publish` saves PNG, SVG, a narrow SVG for phones, the table behind the figure and all that is
drawn when a run is under way, and displays the PNG with alternative text and, as plain text, the
shape of what is drawn. nbval ignores pixels and sees that text; the numbers are held against the
committed ones with a tolerance (`analysis.comparison`), because processors and libraries differ in
the last digits.
"""

import inspect
import io
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import wraps

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import paths
from analysis.markup import in_sheet
from analysis.plotting.canvas import NARROW_IN, STYLE, of_width
from analysis.plotting.layout import lay_out
from analysis.plotting.marks import FigureError, drawn, shape
from analysis.regions import in_english
from analysis.results import paragraphs, said
from analysis.tables.own import files_of
from analysis.wording import listed

COLOURS = 36  # of a PNG: flat marks and smooth letters need no more
DOTS = 138  # an inch, in a PNG
QUICK_DOTS = 100  # an inch, in a PNG that is looked at once and not kept
_NOTHING = "There is nothing to draw."  # of an empty result that has no words of its own


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
    instead of drawn, and None comes back; what is no such result is refused with a TypeError.

    Parameters
    ----------
    draw : callable
        Takes a result, `ax` and options of its own; gives a `Drawing`.

    Returns
    -------
    callable
        Takes the same, and titled, title, source and alt; gives the axes.
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
        _refuse_other_kinds(draw, result)
        if result.empty if isinstance(result, pd.DataFrame) else not result:
            return _say(result)
        own = {k: v for k, v in (("title", title), ("source", source), ("alt", alt)) if v}
        drawing = _with_files(_in_english(draw(result, *args, ax=ax, **options)), result)
        drawing = replace(drawing, **own)
        if ax is None:
            return publish(**vars_of(drawing), narrow=_narrow(draw, result, *args, **options))
        if titled or title:
            ax.set_title(drawing.title)
        return ax

    shown.__doc__ = f"{inspect.cleandoc(draw.__doc__ or '')}\n{_documented(draw)}"
    return shown


def _refuse_other_kinds(draw: Callable, result: object) -> None:
    """Refuse what is neither the result that a figure draws nor one that says there is none."""
    kind = next(iter(inspect.signature(draw).parameters.values())).annotation
    if not isinstance(kind, type) or kind is inspect.Parameter.empty:
        return  # of somebody's own figure, which does not say what it draws
    if isinstance(result, kind) or (hasattr(result, "sentence") and not result):
        return
    room = ".".join(kind.__module__.split(".")[:2])
    article = "an" if kind.__name__[0] in "AEIO" else "a"
    raise TypeError(
        f"plotting.{draw.__name__}: wanted {article} {kind.__name__}, found"
        f" {type(result).__name__}; next: give it the result itself, as a function of {room}"
        " returns it, not its table, a part of it or None"
    )


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


def _in_english(drawing: Drawing) -> Drawing:
    """A drawing whose words name regions in English; its table keeps them as reported."""
    words = ("title", "subtitle", "source", "alt")
    return replace(drawing, **{w: in_english(getattr(drawing, w)) for w in words})


def vars_of(drawing: Drawing) -> dict:
    """Fields of a drawing by name."""
    return {f.name: getattr(drawing, f.name) for f in fields(drawing)}


def _narrow(draw: Callable[..., Drawing], result, *args, **options) -> Axes | None:
    """The same drawing for a phone; none where nothing is saved."""
    if paths.output() is None:
        return None
    with of_width(NARROW_IN):
        return draw(result, *args, **options).ax


def _say(result) -> None:
    """Show the sentence of a result that has nothing to draw; silent outside a notebook."""
    from IPython import get_ipython
    from IPython.display import HTML, display

    if get_ipython() is not None:
        display(HTML(paragraphs(said(result) if hasattr(result, "sentence") else _NOTHING)))


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A finished figure as a file, and what it says to a reader who cannot see it."""

    png: bytes
    alt: str


def picture(show: Callable[..., Axes | None], result: object) -> Picture | None:
    """A result's figure with its title and source line, neither displayed nor saved.

    Parameters
    ----------
    show : callable
        A figure function of `plotting`.
    result : object
        What it draws; None comes back for an empty result.

    Examples
    --------
    >>> from analysis import evidence, plotting, referendum
    >>> found = referendum.audit_all(evidence.known_by("2022-10-11"))
    >>> plotting.picture(plotting.tally_audit, found).png[1:4]
    b'PNG'
    """
    _refuse_other_kinds(show.__wrapped__, result)
    if not result:
        return None
    d = _with_files(show.__wrapped__(result), result)
    with mpl.rc_context(STYLE):
        lay_out(d.ax, d.title, d.source, d.subtitle)
        buffer = io.BytesIO()
        d.ax.figure.savefig(buffer, format="png", dpi=QUICK_DOTS, metadata={"Software": None})
    return Picture(png=buffer.getvalue(), alt=f"{d.title}. {d.alt}")


def publish(
    ax: Axes,
    name: str,
    table: pd.DataFrame,
    *,
    title: str,
    source: str,
    alt: str,
    subtitle: str = "",
    narrow: Axes | None = None,
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
    narrow : matplotlib.axes.Axes, optional
        The same drawing on a figure as narrow as a phone.

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
        for drawing in (d for d in (ax, narrow) if d is not None):
            lay_out(drawing, title, source, subtitle)
        png = _bytes(ax.figure, "png")
        pictures = {f"{name}.svg": ax, f"{name}.narrow.svg": narrow}
        _save(pictures, {name: table, f"{name}.drawn": marks}, {f"{name}.png": png})
    _display(png, f"[figure {name}: {shape(marks)}] {alt}", alt, name)
    return ax


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


def _save(pictures: dict[str, Axes | None], tables: dict, pngs: dict[str, bytes]) -> None:
    """PNG, SVG and tables into the run's folder; nothing outside a run."""
    folder = paths.output()
    if folder is None:
        return
    folder = folder / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    vectors = {n: _bytes(ax.figure, "svg") for n, ax in pictures.items() if ax is not None}
    for name, content in (pngs | vectors).items():
        (folder / name).write_bytes(content)
    for stem, table in tables.items():
        texts = table.select_dtypes(["object", "string"]).columns
        guarded = table.assign(**{c: table[c].map(in_sheet) for c in texts})
        guarded.to_csv(
            folder / f"{stem}.csv", index=False, lineterminator="\n", float_format="%.10g"
        )


def _display(png: bytes, plain: str, alt: str, name: str) -> None:
    """Show the figure in a notebook; silent elsewhere."""
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is not None:
        told = {"image/png": {"alt": alt, "figure": name}}
        display({"image/png": png, "text/plain": plain}, metadata=told, raw=True)
