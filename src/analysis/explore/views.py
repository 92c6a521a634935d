"""What is so at some settings, and what moves them?

A `View` says what is so as a sentence, a table and a figure; with ipywidgets its settings move.
Nothing is computed before it is asked for, and what was computed is kept.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from importlib.util import find_spec

import pandas as pd

from analysis import paths, plotting
from analysis.errors import ExpectedError
from analysis.markup import in_html
from analysis.results import as_html, paragraphs, said

KEPT = 256  # settings of a view whose results are kept


class ExploreError(ExpectedError, ValueError):
    """A setting that a view does not have, or a part of the lab that is not installed."""

    kind = "parameter"


@dataclass(frozen=True, kw_only=True)
class Control:
    """What a reader moves: its name, its label, and each value with the words it is shown by."""

    name: str
    label: str
    choices: dict[object, str]
    slides: bool = True

    def held(self, value: object) -> object:
        """The value, if it is one of the choices.

        Raises
        ------
        ExploreError
            Naming the control, what may be chosen and what was found.
        """
        if value in self.choices:
            return value
        wanted, near = list(self.choices), get_close_matches(f"{value}", map(str, self.choices), 1)
        among = f"{wanted[0]} to {wanted[-1]}" if self.slides else ", ".join(map(str, wanted))
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ExploreError(f"{self.name}={value!r}: wanted one of {among}{hint}")


@dataclass(frozen=True, kw_only=True, repr=False)
class View:
    """What is so at some settings, and what moves them.

    `find` gives the result of a setting, `show` is its figure or None.

    Examples
    --------
    >>> from analysis import explore
    >>> view = explore.verdicts(paragraph=3)
    >>> len(view.at(day="2022-09-25").to_frame()) == len(view.to_frame())
    True
    """

    controls: tuple[Control, ...]
    settings: dict[str, object]
    find: Callable[..., object]
    show: Callable | None = None
    shown: Callable[..., str] = field(init=False, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "shown", lru_cache(maxsize=KEPT)(self._html))

    @property
    def result(self) -> object:
        """What is so: a result of this library, which may say that nothing was known."""
        return self.find(**self.settings)

    def at(self, **moved: object) -> "View":
        """The same view at other settings.

        Raises
        ------
        ExploreError
            If there is no such control, or a value is none of its choices.
        """
        by_name = {c.name: c for c in self.controls}
        if unknown := sorted(set(moved) - set(by_name)):
            raise ExploreError(f"{unknown[0]}: nothing to move; wanted {', '.join(by_name)}")
        held = {name: by_name[name].held(value) for name, value in moved.items()}
        return replace(self, settings=self.settings | held)

    def sentence(self) -> str:
        """The settings, and what is so at them."""
        told = [f"{c.label}: {c.choices[self.settings[c.name]]}" for c in self.controls]
        return f"{'; '.join(told)}.\n{said(self.result)}"

    def table(self) -> pd.DataFrame:
        """The numbers behind it; empty where nothing was known."""
        return self.result.table()

    def to_frame(self) -> pd.DataFrame:
        """The numbers behind it, as `table`."""
        return self.table()

    def __repr__(self) -> str:
        return f"View: {self.sentence()}"

    def _repr_html_(self) -> str:
        return self.shown(**self.settings)

    def _html(self, **settings: object) -> str:
        view = self.at(**settings)
        drawn = plotting.picture(self.show, view.result) if self.show else None
        return "\n".join(filter(None, (paragraphs(view.sentence()), _image(drawn), view._rows())))

    def _rows(self) -> str:
        return as_html(table) if len(table := self.table()) else ""

    def widget(self):
        """Controls above what they move, as an `ipywidgets.VBox`; the last child is what is shown.

        Raises
        ------
        ExploreError
            If ipywidgets is not installed; names the extra that brings it.
        """
        widgets = _ipywidgets()
        movers = {c.name: _mover(widgets, c, self.settings[c.name]) for c in self.controls}
        page = widgets.HTML(value=self._repr_html_())

        def redraw(change: dict) -> None:
            page.value = self.shown(**{name: mover.value for name, mover in movers.items()})

        for mover in movers.values():
            mover.observe(redraw, names="value")
        return widgets.VBox([*movers.values(), page])

    def _ipython_display_(self) -> None:
        """What moves, where somebody can move it; else the figure, the sentence and the table."""
        from IPython.display import HTML, display

        if movable():
            moves = self.widget()._repr_mimebundle_()
            return display(moves | {"text/html": self._repr_html_()}, raw=True)
        if self.show and self.result:
            self.show(self.result)
        return display(HTML(paragraphs(self.sentence()) + self._rows()))


def movable() -> bool:
    """Whether ipywidgets is installed and no run is under way, whose pages nobody can move."""
    return paths.output() is None and find_spec("ipywidgets") is not None


def view_of(
    controls: tuple[Control, ...],
    find: Callable[..., object],
    show: Callable | None = None,
    **settings: object,
) -> View:
    """A view whose results are kept, at its first settings.

    Parameters
    ----------
    controls : tuple of Control
        What a reader moves, from top to bottom.
    find : callable
        Takes one value of each control by its name, gives a result with a sentence and a table.
    show : callable, optional
        Figure function of `plotting` that draws the result; without it nothing is drawn.
    **settings
        First value of each control.

    Raises
    ------
    ExploreError
        If a first setting is none of the choices.

    Examples
    --------
    >>> from analysis.results import Remark
    >>> hours = Control(name="hour", label="Hour", choices={1: "one", 2: "two"})
    >>> view_of((hours,), lambda hour: Remark(words=f"It is {hour}."), hour=2)
    View: Hour: two.
    It is 2.
    """
    kept = lru_cache(maxsize=KEPT)(find)
    return View(controls=controls, settings={}, find=kept, show=show).at(**settings)


def _image(drawn: "plotting.Picture | None") -> str:
    if drawn is None:
        return ""
    data = base64.b64encode(drawn.png).decode("ascii")
    look = f'alt="{in_html(drawn.alt)}" style="max-width: 100%"'
    return f'<img {look} src="data:image/png;base64,{data}">'


def _ipywidgets():
    try:
        import ipywidgets
    except ImportError as missing:
        raise ExploreError(
            "ipywidgets is not installed, so nothing can be moved; next: pip install 'day229[lab]',"
            " or view.at(...) for another setting"
        ) from missing
    return ipywidgets


def _mover(widgets, control: Control, value: object):
    """Slider or list of one control."""
    kind = widgets.SelectionSlider if control.slides else widgets.Dropdown
    wide = {"style": {"description_width": "initial"}, "layout": {"width": "42em"}}
    options = [(words, held) for held, words in control.choices.items()]
    late = {"continuous_update": False} if control.slides else {}
    return kind(options=options, value=value, description=control.label, **late, **wide)
