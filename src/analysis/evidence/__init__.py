"""What was known by a given date?

Reads `data/processed`, types and sources by its `datapackage.json`; draws nothing.
`known_by(as_of)` limits every table to rows published by then and leaves out rows that are the text
itself or were only remembered: those never bear a verdict. `tables` and `codebook` say what there
is and what a column means; `figures` puts every figure of every table into one, in one vocabulary.

Examples
--------
>>> from analysis import evidence
>>> len(evidence.known_by("2022-03-01").table("polls"))
17
"""

from analysis import paths
from analysis.evidence.codebook import codebook, tables
from analysis.evidence.known import (
    BEARING,
    PROJECT_PRIORS,
    Evidence,
    EvidenceError,
    NotKnownError,
    describe,
    estimate,
    known_by,
    newest,
    table,
)
from analysis.evidence.tidy import figures

__all__ = [
    "BEARING",
    "PROJECT_PRIORS",
    "Evidence",
    "EvidenceError",
    "NotKnownError",
    "codebook",
    "describe",
    "estimate",
    "figures",
    "known_by",
    "newest",
    "paths",
    "table",
    "tables",
]
