"""What does a new case hold?

Three sentences made up for teaching, the real figures that bear on them with their sources (rows of
the article's own evidence), and one notebook. Writes one new folder; draws nothing.
"""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

from analysis import paths
from analysis.errors import ExpectedError

TABLE = "border_crossings"
ROWS = ("E013", "E014", "E034", "E041", "E046", "E047")  # of the article's table
NOTEBOOK = "01-claims"
_TOML = """\
# What the library must know of your text. Days are written without quotes.
title = "Three sentences made up for teaching, on who left Russia in autumn 2022"
written = 2022-10-11      # or first and last day it can have been written: [2022-10-10, 2022-10-11]
as_of = 2022-10-11        # knowledge date when none is named
first_day = 2022-02-24    # earliest knowledge date allowed
notebooks = ["01-claims"] # those that the ledger's column `notebook` may name
# rules = ["my_rules.py"] # rules of your own: functions under @analysis.claims.rule
# newest = 2027-12-31     # newest day that a row may bear
[words]                   # words of your text in closed columns: events, quotations, countries ...
geography = [{geography}]
# root = ["My newspaper"]
# events.event = ["the-march"]
"""
_CLAIMS = (
    (
        "C1",
        "Almost 69,000 Russians entered Georgia in the first days of the mobilisation",
        ("count", "almost 69,000", "crossings", "Georgia", "reported_entries"),
    ),
    (
        "C2",
        "More than 200,000 entered Kazakhstan",
        ("count", "more than 200,000", "crossings", "Kazakhstan", "reported_entries"),
    ),
    (
        "C3",
        "The count of Kazakhstan covers three weeks",
        ("duration", "21", "days", "Kazakhstan", "reported_window"),
    ),
)  # id, the sentence, and kind, value, unit, subject, rule
_LEDGER = [
    "claim",
    "paragraph",
    "speaker",
    "paraphrase",
    "kind",
    "value",
    "unit",
    "subject",
    "since",
    "until",
    "notebook",
    "rule",
]
_README = """\
# A text of your own

The three sentences of `claims.csv` are made up for teaching; no text says them. The figures of
`evidence/{table}.csv` are real: rows of the evidence of Day 229, with their publications in
`sources.csv` (CC BY 4.0).

- `day229 claims --case .` judges each claim by what was known on the day, and by all that is held.
- `day229 report --case .` runs the notebooks into `reports/latest`.
- `day229 rules` lists every rule and what it takes; `day229 data check --case .` tells what a claim
  or a row lacks.
- Change a value in `claims.csv` and ask again: tables are built when they are older than what you
  wrote.

Other tables go into `evidence`, with the columns of the project's `data/raw`. A word that your text
brings into a closed column (an event, a quotation, a country) goes into `[words]` of `case.toml`; a
region goes into `evidence/names.csv`, its own name among the spellings.
"""
_CELLS = (
    (
        "markdown",
        "# How does each claim fare?\n\n**Question.** Which sentences hold up by what had been"
        " published on the day, and which verdicts changed since?\n\n**What this cannot show.** A"
        " count of crossings is not one of persons.",
    ),
    (
        "parameters",
        'as_of: str = "2022-10-11"  # evidence published after this date is not used\n'
        "hindsight: bool = True  # add what was learned later\n"
        "level: float = 0.95  # coverage of intervals\n"
        "draws: int = 1000  # random draws\n"
        "seed: int = 1  # of the generator",
    ),
    (
        "code",
        "from analysis import claims, facts, session\n\n"
        "p, known, later = session.begin(globals())\n"
        "judged = claims.verdicts(known, later)\njudged",
    ),
    ("markdown", "## What was learned later?"),
    ("code", "claims.changed_since(judged)"),
    ("code", f'facts.save("{NOTEBOOK}", judged, claims.held_up(judged))'),
)


class TemplateError(ExpectedError, ValueError):
    """A folder that a new case cannot be written into."""

    kind = "output"


def begin(folder: Path) -> Path:
    """Write a new case into a folder that is new or empty.

    Parameters
    ----------
    folder : pathlib.Path
        Where; its parents are made.

    Raises
    ------
    TemplateError
        If there is something already: nothing is overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise TemplateError(
            f"{folder}: wanted a new or empty folder, found something there, which is left as it"
            " is; next: name another folder"
        )
    for name, text in contents().items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")
    return folder


def contents() -> dict[str, str]:
    """Every file of a new case, as text by its path below the folder.

    Examples
    --------
    >>> list(contents())[:3]
    ['case.toml', 'claims.csv', 'sources.csv']
    """
    head, rows = _rows(TABLE, "key", set(ROWS))
    also = [head.index("source"), head.index("source_also")]
    named = {key for row in rows for at in also for key in row[at].split(";")}
    return {
        paths.CASE: _TOML.format(geography=_quoted(r[head.index("geography")] for r in rows)),
        paths.LEDGER: _csv(_LEDGER, [_line(*claim) for claim in _CLAIMS]),
        "sources.csv": _csv(*_rows("sources", "source", named)),
        f"evidence/{TABLE}.csv": _csv(head, rows),
        f"notebooks/{NOTEBOOK}.ipynb": _notebook(),
        "README.md": _README.format(table=TABLE),
    }


def _quoted(words: Iterable[str]) -> str:
    """Words as TOML writes them in a list, each once."""
    return ", ".join(json.dumps(w, ensure_ascii=False) for w in sorted(set(words)))


def _line(key: str, said: str, more: tuple[str, ...]) -> list[str]:
    """A line of the ledger."""
    kind, value, unit, subject, rule = more
    return [key, "1", "author", said, kind, value, unit, subject, "", "", NOTEBOOK, rule]


def _rows(table: str, column: str, keys: set[str]) -> tuple[list[str], list[list[str]]]:
    """Header and rows of the article's table that have one of the keys."""
    path = paths.article() / "data" / "raw" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    return head, [r for r in rows if r[head.index(column)] in keys]


def _csv(head: list[str], rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([head, *rows])
    return written.getvalue()


def _notebook() -> str:
    """The notebook as text, not yet run."""
    cells = [_cell(n, kind, source) for n, (kind, source) in enumerate(_CELLS)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _cell(number: int, kind: str, source: str) -> dict:
    lines = source.splitlines(keepends=True)
    cell = {"id": f"cell-{number}", "metadata": {}, "source": lines}
    if kind == "markdown":
        return {"cell_type": "markdown", **cell}
    if kind == "parameters":
        cell["metadata"] = {"tags": ["parameters"]}
    return {"cell_type": "code", "execution_count": None, "outputs": [], **cell}
