"""How do the words of a figure stand around its marks, wide or as narrow as a phone?

Takes axes with a finished drawing; moves words, wraps them, and on a narrow figure sets the names
of rows over their marks. Changes no mark's place and no number.
"""

from itertools import pairwise
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import ScaledTranslation

from analysis.plotting.canvas import BELOW, CLEAR, SMALLEST_PT, is_narrow, place_below
from analysis.wording import typeset

GREY = "#595959"  # of words that are not the finding
_LINE = 1.25  # height of a line, as a part of the size of the type
_MARGIN = 0.015  # of the width, left of title and source
_NAMES = 0.2  # of the width, which the names of rows may take beside their marks
_ROW_PT, _NAME_PT = 15, 12.5  # height of a row's marks, and of a line of its name over them
_ROOM_PT = 68  # for a name over its mark, an inch of the width
_ROUNDS = 4  # of fitting at most: a mark moves as its label is given room
_STILL = 1e-4  # of the figure: edges of the axes that move by less stand
_AROUND_IN = 1.3  # of the height asked for, which goes to title, source and axis when wide


class _Block(NamedTuple):
    """Lines of one kind of words, and their height in inches."""

    lines: list[str]
    size: float

    @property
    def inches(self) -> float:
        return len(self.lines) * self.size * _LINE / 72


def lay_out(ax: Axes, title: str, source: str, subtitle: str = "") -> None:
    """Title and subtitle above, source below, against the left edge; the rest in between."""
    narrow, figure = is_narrow(ax), ax.figure
    head = _block(figure, title, 11.5 if narrow else 12.5, bold=True)
    under = _block(figure, subtitle, 9 if narrow else 10)
    foot = _block(figure, f"Source: {source}", SMALLEST_PT)
    above = 0.16 + head.inches + under.inches + 0.06 * bool(under.lines)
    below = 0.14 + foot.inches
    _unit_on_top(ax)
    if narrow:
        _set_height(ax, _reflow(ax), above + below)
    for text in _words(ax):
        text.set_text(typeset(text.get_text()))
    _write(figure, head, under, foot)
    inches = figure.get_figheight()
    room = {"rect": (0, below / inches, 1, 1 - above / inches), "pad": 0.5}
    figure.tight_layout(**room)
    _fit_along(ax)
    for _ in range(_ROUNDS):
        before = ax.get_position()
        figure.tight_layout(**room)
        if abs(ax.get_position().get_points() - before.get_points()).max() < _STILL:
            break


def _block(figure: Figure, text: str, size: float, *, bold: bool = False) -> _Block:
    """Text in lines that fit the width."""
    return _Block(wrapped(text, size, 72 * figure.get_figwidth() * (1 - 3 * _MARGIN), bold), size)


def wrapped(text: str, size: float, points: float, bold: bool = False) -> list[str]:
    """Text in lines no wider than so many points, as the first of the project's faces sets it.

    Examples
    --------
    >>> wrapped("Named parts and the rest", 10, 100)
    ['Named parts and', 'the rest']
    """
    face = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    lines: list[str] = []
    for word in typeset(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, face) <= points:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _width(text: str, face: FontProperties) -> float:
    return text_to_path.get_text_width_height_descent(text, face, ismath=False)[0]


def _write(figure: Figure, head: _Block, under: _Block, foot: _Block) -> None:
    inches = figure.get_figheight()
    place = {"ha": "left", "linespacing": 1.2}
    top = 1 - 0.09 / inches
    bold = {"fontsize": head.size, "fontweight": "bold", "va": "top"}
    figure.text(_MARGIN, top, "\n".join(head.lines), **bold, **place)
    plain = {"fontsize": foot.size, "color": GREY, "va": "bottom"}
    figure.text(_MARGIN, 0.07 / inches, "\n".join(foot.lines), **plain, **place)
    if under.lines:
        top -= (head.inches + 0.05) / inches
        plain = {"fontsize": under.size, "color": GREY, "va": "top"}
        figure.text(_MARGIN, top, "\n".join(under.lines), **plain, **place)


def _words(ax: Axes) -> list[Text]:
    """Words on axes that a formatter does not write anew."""
    legend = ax.get_legend()
    return [*ax.texts, ax.xaxis.label, ax.yaxis.label, *(legend.get_texts() if legend else [])]


def _unit_on_top(ax: Axes) -> None:
    """What the upright axis counts, level above it."""
    up = ScaledTranslation(0, 5 / 72, ax.figure.dpi_scale_trans)
    ax.yaxis.set_label_coords(0, 1, transform=ax.transAxes + up)
    ax.yaxis.label.set(rotation=0, ha="left", va="bottom")


def _fit_along(ax: Axes) -> None:
    """Break the words under the level axis, and leave out every other tick that has no room."""
    words, points = ax.xaxis.label, 72 * ax.bbox.width / ax.figure.dpi
    words.set_text("\n".join(wrapped(words.get_text(), words.get_size(), max(points, 150))))
    left, right = sorted(ax.get_xlim())
    labels = [t for t in ax.get_xticklabels() if left <= t.get_position()[0] <= right]
    while len(labels) > 2 and _touch(labels):
        places = [t.get_position()[0] for t in labels[::2]]
        ax.set_xticks(places, [t.get_text() for t in labels[::2]])
        labels = ax.get_xticklabels()
    if (legend := ax.get_legend()) and legend.get_gid() == BELOW:
        box = ax.xaxis.get_tightbbox()  # none where the axis shows nothing
        words_in = (ax.bbox.y0 - box.y0) / ax.figure.dpi if box else 0
        place_below(ax, legend, max(words_in, 0) + 0.12)


def _touch(labels: list[Text]) -> bool:
    """Whether one label reaches the next."""
    boxes = [t.get_window_extent() for t in labels]
    return any(a.x1 + 1 > b.x0 for a, b in pairwise(sorted(boxes, key=lambda b: b.x0)))


def _reflow(ax: Axes) -> float:
    """Fit the words of axes to a narrow figure; give the height of the axes, in inches."""
    names = [t.get_text() for t in ax.get_yticklabels()]
    rows = any(c.isalpha() for name in names for c in name)
    widths = [t.get_window_extent().width for t in ax.get_yticklabels()]
    if rows and max(widths) > _NAMES * ax.figure.bbox.width:
        lines = _names_over(ax, names)
        span = abs(ax.get_ylim()[1] - ax.get_ylim()[0])
        return span * (_ROW_PT + lines * _NAME_PT) / 72
    if ax.get_aspect() != "auto":
        return 0.7 * ax.figure.get_figwidth()
    return max(ax.figure.get_figheight() - _AROUND_IN, 1.4)


def _names_over(ax: Axes, names: list[str]) -> int:
    """Set the names of rows over their marks; give the most lines that one takes."""
    room = _ROOM_PT * ax.figure.get_figwidth()
    lines = [wrapped(" ".join(n.split()), SMALLEST_PT, room) for n in names]
    half = _thin(ax)
    up = half if ax.yaxis.get_inverted() else -half
    look = {"bbox": CLEAR, "xycoords": ax.get_yaxis_transform(), "textcoords": "offset points"}
    for y, told in zip(ax.get_yticks(), lines, strict=True):
        shift = 3.5 if half else 8
        over = ax.annotate(
            "\n".join(told), (0, y - up), xytext=(0, shift), fontsize=SMALLEST_PT, **look
        )
        over.set_in_layout(False)  # it is as wide as the figure and leaves the axes their width
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    return max(map(len, lines))


def _thin(ax: Axes) -> float:
    """Make bars thin, so that names fit between them; give half the height of one."""
    bars = [p for p in ax.patches if isinstance(p, Rectangle) and 0.3 < abs(p.get_height()) < 1]
    for bar in bars:
        middle = bar.get_y() + bar.get_height() / 2
        bar.set(y=middle - 0.2, height=0.4)
    return 0.2 if bars else 0.0


def _set_height(ax: Axes, wanted: float, words: float) -> None:
    """Make the figure so high that the axes keep the height wanted, in inches."""
    figure = ax.figure
    figure.set_figheight(wanted + words + 1)
    figure.tight_layout(rect=(0, 0, 1, wanted / (wanted + 1)))
    around = (ax.get_tightbbox().height - ax.bbox.height) / figure.dpi
    figure.set_figheight(wanted + around + words + 0.15)
