"""Day 229: the numbers of a wartime opinion piece, from evidence to verdict.

Import the module that answers your question: ``from analysis import evidence, claims``.
Nothing is loaded here, so importing the package costs next to nothing.
"""

__version__ = "0.1.0"
