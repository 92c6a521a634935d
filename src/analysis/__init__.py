"""Day 229: the numbers of a wartime opinion piece, from evidence to verdict.

The front of the house: ``import analysis`` and use what `dir(analysis)` lists, or import the module
that answers your question, ``from analysis import evidence, claims``. Nothing is loaded before it
is used, so importing the package costs next to nothing.

Examples
--------
>>> import analysis
>>> analysis.evidence.known_by("2022-10-11").as_of.isoformat()
'2022-10-11'
"""

from importlib import import_module

__version__ = "0.1.0"
_FRONT = {
    "casualties": "How many died, given who says so and what each count means?",
    "chronology": "Do the dates and the territory agree with the text?",
    "claims": "What did the article say, and how does each claim fare?",
    "comparison": "Which number differs from the one kept, and by how much?",
    "evidence": "What was known by a given date?",
    "facts": "Which numbers may prose quote?",
    "migration": "How many left and stayed away, not how many crossed?",
    "parameters": "Are the parameters of a notebook allowed?",
    "plotting": "What does a reader see? One function a figure.",
    "quantities": "What number, with what doubt?",
    "referendum": "Do the announced totals hold together, and could they be true?",
    "resampling": "How sure?",
    "results": "How does a result speak?",
    "returns": "What do the returns of a vote, station by station, show?",
    "runs": "Which notebooks ran, with what, and did they succeed?",
    "session": "Which parameters, which evidence of the day, and which learned later?",
    "sources": "Is this upstream file the one that was registered?",
    "stations": "Do polling stations look counted or written?",
    "tables": "Does this table keep its contract?",
}  # module -> the question it answers


def __getattr__(name: str):
    """Load a module of the front when it is first asked for."""
    if name in _FRONT:
        return import_module(f"analysis.{name}")
    raise AttributeError(
        f"module 'analysis' has no attribute {name!r}; it offers: {', '.join(_FRONT)}"
    )


def __dir__() -> list[str]:
    return sorted([*_FRONT, "__version__"])
