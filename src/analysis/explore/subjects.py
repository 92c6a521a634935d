"""Which day, assumption or region may a reader move?

Three views. Reads the evidence through `known_by`; draws by the figures of the notebooks.
"""

from functools import lru_cache

import pandas as pd

from analysis import case, claims, evidence, migration, parameters, plotting, referendum, session
from analysis.evidence import Evidence
from analysis.explore.views import Control, ExploreError, View, view_of
from analysis.referendum import REGIONS
from analysis.wording import day as in_words

FIRST, LAST = "2022-09-01", "2022-12-31"  # days of the slider, unless others are given
ANNOUNCED = ("2022-09-20", "2022-10-11")  # days around the votes of September 2022
ASSUMED = "as assumed"  # setting that draws the share as the page does
SHARES_PCT = range(0, 65, 5)  # of all who left
DRAWS, SEED, LEVEL = 2000, 20220923, 0.95  # as the notebooks begin


def verdicts(
    *, paragraph: int = 3, as_of: str | None = None, first: str = FIRST, last: str = LAST
) -> View:
    """Verdicts on the claims of a paragraph of the text, by what was known on each day.

    Parameters
    ----------
    paragraph : int
        Which is shown first; the view has all.
    as_of : str, optional
        Day that is shown first, YYYY-MM-DD; the case's own where none is given.
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
    return view_of(
        (_days(first, last), shown), judged, day=_first_shown(as_of), paragraph=paragraph
    )


def emigration(*, as_of: str | None = None) -> View:
    """From entries to persons still abroad, for each share that may have gone uncounted.

    The share brings most of the doubt; everything else is drawn as on page 02.

    Parameters
    ----------
    as_of : str, optional
        Day of knowledge, YYYY-MM-DD; the case's own where none is given.

    Examples
    --------
    >>> from analysis import explore
    >>> account = explore.emigration()
    >>> none, half = (account.at(share=s).result.abroad.total.central for s in (0, 50))
    >>> round(half / none, 6)
    2.0
    """
    given = {
        "as_of": _first_shown(as_of),
        "hindsight": False,
        "level": LEVEL,
        "draws": DRAWS,
        "seed": SEED,
    }
    p = parameters.check(**given)
    abroad = lru_cache(maxsize=1)(lambda: _abroad(p))

    def supposed(share: object) -> migration.StillAbroad:
        held = abroad()
        return held if share == ASSUMED else migration.supposing(held, share / 100, p)

    label = "Of 100 who left, gone where nobody counted"
    choices = {ASSUMED: ASSUMED} | {n: f"{n}" for n in SHARES_PCT}
    control = Control(name="share", label=label, choices=choices)
    return view_of((control,), supposed, plotting.account, share=ASSUMED)


def tallies(*, region: str = "all", as_of: str | None = None) -> View:
    """Announced shares beside those that the printed votes give, by region and day.

    Parameters
    ----------
    region : str
        "all", or the region that is shown first.
    as_of : str, optional
        Day that is shown first, YYYY-MM-DD; the case's own where none is given.

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
    moved, first = (where, _days(*ANNOUNCED)), _first_shown(as_of)
    return view_of(moved, audited, plotting.tally_audit, region=region, day=first)


def _first_shown(as_of: str | None) -> str:
    """The day given, or the case's knowledge date."""
    return as_of or f"{case.current().as_of}"


def _days(first: str, last: str) -> Control:
    """Every day from the first to the last."""
    days = pd.date_range(evidence.known_by(first).as_of, evidence.known_by(last).as_of)
    if days.empty:
        raise ExploreError(f"first={first}, last={last}: wanted the first day before the last")
    choices = {f"{d:%Y-%m-%d}": in_words(d) for d in days}
    return Control(name="day", label="What was known by", choices=choices)


def _abroad(p: parameters.Parameters) -> migration.StillAbroad:
    known = evidence.known_by(p.day)
    return migration.still_abroad(known, known.assumptions(), p)
