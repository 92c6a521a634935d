"""What changes when a reader moves a day, an assumption or a region?

Three views: `verdicts`, `emigration`, `tallies`. Each says at once what is so at its settings, as a
sentence, a table and a figure; in JupyterLab with ipywidgets (the extra `lab`) the settings move.
In a run, where nobody can move anything, the sentence, table and figure are shown alone. Results
are computed when they are asked for and kept. Reads the evidence through `known_by`.

Examples
--------
>>> from analysis import explore
>>> view = explore.tallies().at(region="Zaporizhzhia", day="2022-09-22")
>>> view.result
NothingKnown: No result in Zaporizhzhia had been announced by 22 September 2022.
"""

import base64
import html
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from importlib.util import find_spec

import pandas as pd

from analysis import claims, evidence, migration, parameters, paths, plotting, referendum, session
from analysis.errors import ExpectedError
from analysis.evidence import WRITTEN, Evidence
from analysis.referendum import REGIONS
from analysis.results import as_html, paragraphs, said
from analysis.wording import day as in_words

AS_OF = f"{WRITTEN[1]}"  # the day of the text, by the later count
FIRST, LAST = "2022-09-01", "2022-12-31"  # days of the slider, unless others are given
ANNOUNCED = ("2022-09-20", "2022-10-11")  # days around the votes of September 2022
ASSUMED = "as assumed"  # setting that draws the share as the page does
SHARES_PCT = range(0, 65, 5)  # of all who left
DRAWS, SEED, LEVEL = 2000, 20220923, 0.95  # as notebook 02 begins
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


def verdicts(
    *, paragraph: int = 3, as_of: str = AS_OF, first: str = FIRST, last: str = LAST
) -> View:
    """Verdicts on the claims of a paragraph of the text, by what was known on each day.

    Parameters
    ----------
    paragraph : int
        Which is shown first; the view has all.
    as_of : str
        Day that is shown first, YYYY-MM-DD.
    first, last : str
        Ends of the slider; every day between them can be chosen.

    Raises
    ------
    ExploreError
        If the first day shown lies outside, or no claim stands in the paragraph.

    Examples
    --------
    >>> from analysis import explore
    >>> told = explore.verdicts(paragraph=3).at(day="2022-09-25").result
    >>> "cannot be checked" in told.sentence()
    True
    """
    none = Evidence(None, session.NO_HINDSIGHT)

    def judged(day: str, paragraph: int) -> claims.Verdicts:
        return claims.verdicts(evidence.known_by(day), none, paragraph=paragraph)

    numbers = sorted({c.paragraph for c in claims.ledger()})
    shown = Control(
        name="paragraph", label="Paragraph", choices={n: f"{n}" for n in numbers}, slides=False
    )
    return _view((_days(first, last), shown), judged, day=as_of, paragraph=paragraph)


def emigration(*, as_of: str = AS_OF) -> View:
    """From entries to persons still abroad, for each share that may have gone uncounted.

    The share brings most of the doubt; everything else is drawn as on page 02.

    Parameters
    ----------
    as_of : str
        Day of knowledge, YYYY-MM-DD.

    Examples
    --------
    >>> from analysis import explore
    >>> account = explore.emigration()
    >>> none, half = (account.at(share=s).result.abroad.total.central for s in (0, 50))
    >>> round(half / none, 6)
    2.0
    """
    given = {"as_of": as_of, "hindsight": False, "level": LEVEL, "draws": DRAWS, "seed": SEED}
    p = parameters.check(**given)
    abroad = lru_cache(maxsize=1)(lambda: _abroad(p))

    def supposed(share: object) -> migration.StillAbroad:
        held = abroad()
        return held if share == ASSUMED else migration.supposing(held, share / 100, p)

    label = "Of 100 who left, gone where nobody counted"
    choices = {ASSUMED: ASSUMED} | {n: f"{n}" for n in SHARES_PCT}
    control = Control(name="share", label=label, choices=choices)
    return _view((control,), supposed, plotting.account, share=ASSUMED)


def tallies(*, region: str = "all", as_of: str = AS_OF) -> View:
    """Announced shares beside those that the printed votes give, by region and day.

    Parameters
    ----------
    region : str
        "all", or the region that is shown first.
    as_of : str
        Day that is shown first, YYYY-MM-DD.

    Raises
    ------
    ExploreError
        If the region or the day cannot be chosen.

    Examples
    --------
    >>> from analysis import explore
    >>> explore.tallies().at(region="Zaporizhzhia").to_frame()["by the votes, %"].tolist()
    ['79.52']
    """

    def audited(region: str, day: str) -> object:
        given = {"as_of": day, "hindsight": False, "level": LEVEL, "draws": DRAWS, "seed": SEED}
        p = parameters.check(**given, region=region)
        return referendum.audit_all(evidence.known_by(p.day), p)

    choices = {r: r for r in ("all", *REGIONS)}
    where = Control(name="region", label="Region", choices=choices, slides=False)
    return _view(
        (where, _days(*ANNOUNCED)), audited, plotting.tally_audit, region=region, day=as_of
    )


def _view(
    controls: tuple[Control, ...],
    find: Callable[..., object],
    show: Callable | None = None,
    **settings: object,
) -> View:
    """A view whose results are kept, at its first settings."""
    kept = lru_cache(maxsize=KEPT)(find)
    return View(controls=controls, settings={}, find=kept, show=show).at(**settings)


def _days(first: str, last: str) -> Control:
    """Every day from the first to the last."""
    days = pd.date_range(evidence.known_by(first).as_of, evidence.known_by(last).as_of)
    if days.empty:
        raise ExploreError(f"first={first}, last={last}: wanted the first day before the last")
    choices = {f"{d:%Y-%m-%d}": in_words(d) for d in days}
    return Control(name="day", label="What was known by", choices=choices)


def _abroad(p: parameters.Parameters) -> migration.StillAbroad:
    return migration.still_abroad(evidence.known_by(p.day), Evidence(None).table("priors"), p)


def _image(drawn: "plotting.Picture | None") -> str:
    if drawn is None:
        return ""
    data = base64.b64encode(drawn.png).decode("ascii")
    alt = html.escape(drawn.alt)
    return f'<img alt="{alt}" style="max-width: 100%" src="data:image/png;base64,{data}">'


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
