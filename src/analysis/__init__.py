"""Day 229: the numbers of a wartime opinion piece, from evidence to verdict.

The front of the house: ``import analysis`` and use what `dir(analysis)` lists: the modules, each of
which answers a question, and the functions to begin with. Everything else is inside. Nothing is
loaded before it is used, so importing the package costs next to nothing.

Examples
--------
>>> import analysis
>>> known = analysis.known_by("2022-10-11")
>>> analysis.judge(analysis.claim("C17"), known).finding.verdict
'supported with caveat'
"""

from importlib import import_module

__version__ = "0.2.0"
_FRONT = {
    "answers": "Which five answers does a reader come for?",
    "casualties": "How many died, given who says so and what each count means?",
    "chronology": "Do the dates and the territory agree with the text?",
    "claims": "What did the article say, and how does each claim fare?",
    "evidence": "What was known by a given date?",
    "explore": "What changes when a reader moves a day, an assumption or a region?",
    "facts": "Which numbers may prose quote?",
    "migration": "How many left and stayed away, not how many crossed?",
    "plotting": "What does a reader see? One function a figure.",
    "quantities": "What number, with what doubt?",
    "referendum": "Do the announced totals hold together, and could they be true?",
    "resampling": "How sure?",
    "results": "How does a result speak?",
    "returns": "What do the returns of a vote, station by station, show?",
    "session": "Which parameters, which evidence of the day, and which learned later?",
    "stations": "Do polling stations look counted or written?",
    "tables": "Does this table keep its contract?",
}  # module -> the question it answers
_FUNCTIONS = {
    "begin": "session",
    "known_by": "evidence",
    "describe": "evidence",
    "claim": "claims",
    "judge": "claims",
    "verdicts": "claims",
    "held_up": "claims",
    "changed_since": "claims",
    "audit_all": "referendum",
    "turnouts_recomputed": "referendum",
    "look_up": "returns",
    "still_abroad": "migration",
    "losses_claimed": "casualties",
    "weigh_claims": "casualties",
    "day_of_text": "chronology",
    "land_since_week_one": "chronology",
}  # function to begin with -> its module


def front() -> dict[str, str]:
    """Modules of the front, each with the question it answers.

    Examples
    --------
    >>> front()["quantities"]
    'What number, with what doubt?'
    """
    return dict(_FRONT)


def __getattr__(name: str):
    """Load a module of the front, or a function of one, when it is first asked for."""
    if name in _FRONT:
        return import_module(f"analysis.{name}")
    if name in _FUNCTIONS:
        return getattr(import_module(f"analysis.{_FUNCTIONS[name]}"), name)
    raise AttributeError(
        f"module 'analysis' has no attribute {name!r}; it offers: "
        f"{', '.join([*_FRONT, *_FUNCTIONS])}"
    )


def __dir__() -> list[str]:
    return sorted([*_FRONT, *_FUNCTIONS, "__version__"])
