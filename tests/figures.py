"""What every figure of a result must keep: others' axes, a short title, whole words."""

import re

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.plotting import publishing
from analysis.plotting.layout import lay_out

PHONE_PX = 342  # width of a picture on a phone of 390 px, as the site shows it
MOST_TALL = 6.5  # times its width, of a picture on a phone: three screens
LEAST_PX = 12  # height of the type that a reader of a phone can read
SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
CYRILLIC = re.compile("[Ѐ-ӿ]")
FONT = re.compile(r"\bfont(?:-size)?: [^;\"]*?([\d.]+)px")


def read_on_a_phone(draw, result, folder, monkeypatch) -> None:
    """Publish a figure; its narrow picture has letters of twelve pixels or more, none cut off.

    None begins with a space, which a browser drops.
    """
    monkeypatch.setenv("DAY229_OUTPUT", str(folder))
    kept = []

    def keep(ax, *told):
        kept.append(ax)
        lay_out(ax, *told)

    monkeypatch.setattr(publishing, "lay_out", keep)
    draw(result)
    (narrow,) = (folder / "figures").glob("*.narrow.svg")
    assert type_px(narrow.read_text(encoding="utf-8")) >= LEAST_PX
    wide, high = kept[-1].figure.get_size_inches()
    assert high / wide < MOST_TALL
    for ax in kept:
        assert cut_off(ax.figure) == []
        assert [
            t.get_text() for t in letters(ax.figure) if t.get_text() != t.get_text().strip()
        ] == []
        assert not [t for t in letters(ax.figure) if CYRILLIC.search(t.get_text())]


def type_px(svg: str) -> float:
    """Height of the smallest letters of a picture as wide as a phone shows it, in px."""
    wide = float(re.search(r'viewBox="0 0 ([\d.]+) ', svg)[1])
    sizes = [float(size) for size in FONT.findall(svg)]
    assert len(sizes) > 3
    return min(sizes) * PHONE_PX / wide


def letters(figure: Figure) -> list:
    """Words of a figure that are seen; ticks beyond the ends of an axis are not."""
    some = list(figure.texts)
    for ax in figure.axes:
        ends = sorted(ax.get_xlim()), sorted(ax.get_ylim())
        some += [t for t in ax.get_xticklabels() if ends[0][0] <= t.get_position()[0] <= ends[0][1]]
        some += [t for t in ax.get_yticklabels() if ends[1][0] <= t.get_position()[1] <= ends[1][1]]
        some += [*ax.texts, ax.xaxis.label, ax.yaxis.label]
    return [t for t in some if t.get_text() and t.get_visible()]


def cut_off(figure: Figure) -> list[str]:
    """Words that reach beyond the picture."""
    edge = figure.bbox
    boxes = [(t.get_text(), t.get_window_extent()) for t in letters(figure)]
    return [
        told
        for told, b in boxes
        if b.x0 < -1 or b.x1 > edge.width + 1 or b.y0 < -1 or b.y1 > edge.height + 1
    ]


def touches_nothing_else(draw, result) -> None:
    """Drawing on one of two axes leaves the other, and the figure's own words, as they were."""
    one = Figure()
    ax, other = one.subplots(2)
    one.suptitle("mine")
    other.set_title("also mine")
    assert draw(result, ax=ax) is ax
    assert ax.has_data() or ax.patches
    assert ax.get_title() == ""
    assert not other.has_data()
    assert (one.get_suptitle(), other.get_title(), len(one.texts)) == ("mine", "also mine", 1)
    assert overprinted(draw, result) == []


def overprinted(draw, result) -> list[tuple[float, ...]]:
    """Where two drawings of a result on one figure's subplots lie upon each other."""
    one = Figure(figsize=(8, 24), layout="constrained")
    above, below = one.subplots(2)
    FigureCanvasAgg(one)
    draw(result, ax=above)
    draw(result, ax=below)
    one.draw_without_rendering()
    upper, lower = (ax.get_tightbbox() for ax in (above, below))
    return [(upper.y0, lower.y1)] if upper.y0 < lower.y1 - 1 else []


def speaks(drawing, nonsense: re.Pattern) -> None:
    """Words as `worded` has them, and no trace of what is missing."""
    worded(drawing)
    assert not nonsense.search(f"{drawing.title} {drawing.subtitle} {drawing.alt}")


def worded(drawing) -> None:
    """At most fifteen words of title, and two sentences for who cannot see the figure."""
    words = [word for word in drawing.title.split() if any(map(str.isalnum, word))]
    assert len(words) <= 15, drawing.title
    assert all((drawing.subtitle, drawing.source))
    assert drawing.alt.endswith(".")
    assert len(SENTENCE_END.findall(drawing.alt)) <= 2, drawing.alt
    assert len(drawing.alt) <= 320, drawing.alt
    assert not CYRILLIC.search(f"{drawing.title} {drawing.subtitle} {drawing.alt}")
