"""What every figure of a result must keep: others' axes, a short title, whole words."""

import re

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


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
    """At most sixteen words of title, and whole sentences for who cannot see the figure."""
    assert len(drawing.title.split()) <= 16
    assert all((drawing.subtitle, drawing.source))
    assert drawing.alt.endswith(".")
    assert not nonsense.search(f"{drawing.title} {drawing.subtitle} {drawing.alt}")
