"""What is drawn on axes, as a table that another run can be held against?"""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes


class FigureError(ValueError):
    """A figure without a title, a source line or alternative text, or with nothing drawn."""


def drawn(ax: Axes) -> pd.DataFrame:
    """All that is drawn on axes: one row a mark, with its points in the units of the axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes on which something is drawn.

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
