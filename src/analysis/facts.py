"""Which numbers may prose quote?

Notebooks save every number they quote as a fact: value, unit, interval, basis and the keys of the
evidence rows it rests on. Writes `facts/<notebook>.json` into the run's folder (or
`reports/interactive`), draws nothing. README's verdict table is generated from the facts of
notebook 00.

Examples
--------
>>> from analysis import facts
>>> told = facts.number(2, "verdicts", "ledger", ("RT01",))
>>> facts.table({"contradicted": told})["evidence rows"].tolist()
[1]
"""

import json
import math
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analysis import evidence, paths
from analysis.errors import ExpectedError
from analysis.evidence import Evidence
from analysis.markup import in_markdown
from analysis.results import Fact, as_html, number, of, paragraphs, speaking
from analysis.tables.own import files_of
from analysis.wording import counted, listed, verb

__all__ = [
    "Fact",
    "FactError",
    "Saved",
    "between_markers",
    "number",
    "of",
    "of_sweep",
    "read",
    "read_all",
    "save",
    "table",
    "verdict_markdown",
]

SWEPT = (
    "notebook",
    "as_of",
    "fact",
    "value",
    "low",
    "high",
    "unit",
    "rows",
)  # columns of a sweep's facts
START, END = "<!-- verdicts: generated, do not edit -->", "<!-- end of verdicts -->"


class FactError(ExpectedError, ValueError):
    """A fact without a unit or basis, with an unknown row, or a README without markers."""


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Facts that one page keeps for others to quote; shown folded, with the file that holds them.

    Examples
    --------
    >>> Saved(notebook="01-referendums", facts={"gap": number(2, "votes", "counted")})
    Saved: 1 number of this page is kept for quoting.
    """

    caption = "Numbers of this page that may be quoted"

    notebook: str
    facts: dict[str, Fact]

    def __len__(self) -> int:
        """How many facts."""
        return len(self.facts)

    def sentence(self) -> str:
        """How many numbers are kept."""
        if not self.facts:
            return "No number of this page is known well enough to be quoted."
        numbers = counted(len(self), "number")
        return f"{numbers} of this page {verb(len(self), 'is', 'are')} kept for quoting."

    def table(self) -> pd.DataFrame:
        """One row a fact, its key in words; the file has the keys."""
        told = table(self.facts).reset_index()
        told["fact"] = told["fact"].str.replace("_", " ")
        titles = ("Number", "Value", "Low", "High", "Unit", "Rows of evidence")
        return told.set_axis(list(titles), axis=1)

    def _repr_html_(self) -> str:
        """Sentence, and the numbers behind a line that opens them."""
        told = paragraphs(self.sentence())
        if not self.facts:
            return told
        link = f'<a href="facts/{self.notebook}.json">Download them with what they rest on</a>'
        inside = f"<p>{link} (JSON).</p>\n{as_html(self.table(), self.caption)}"
        return f"{told}\n<details><summary>show these numbers</summary>\n{inside}</details>"


def save(notebook: str, *found, seen: Evidence | None = None) -> Saved:
    """Write the facts of one notebook and return them to be shown, folded.

    Parameters
    ----------
    notebook : str
        Name such as "01-referendums".
    *found : results or dict of Fact
        Results with a `facts()`, or facts by snake-case key.
    seen : Evidence, optional
        What was looked at, where a reader's rows or assumptions are among it; each fact that rests
        on one names its file.

    Returns
    -------
    Saved
        The facts, in the order given; in the file they are sorted by key.

    Raises
    ------
    FactError
        If a key is not snake case, a unit or basis is empty, or a row does not exist.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from unittest.mock import patch
    >>> told = number(2, "verdicts", "ledger", ("RT01",))
    >>> with TemporaryDirectory() as run, patch.dict(os.environ, DAY229_OUTPUT=run):
    ...     save("00-verdicts", {"contradicted": told}).facts["contradicted"].value
    ...     [path.name for path in (Path(run) / "facts").iterdir()]
    2
    ['00-verdicts.json']
    """
    facts: dict[str, Fact] = {}
    for one in found:
        facts |= one.facts() if hasattr(one, "facts") else one
    for key, fact in facts.items():
        _check(key, fact, seen or Evidence(None))
    facts = {key: _with_files(fact) for key, fact in facts.items()}
    text = (
        json.dumps({k: facts[k].as_json() for k in sorted(facts)}, indent=1, ensure_ascii=False)
        + "\n"
    )
    folder = (paths.output() or paths.reports() / "interactive") / "facts"
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{notebook}.{os.getpid()}.json"
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(folder / f"{notebook}.json")
    return Saved(notebook=notebook, facts=facts)


def _with_files(fact: Fact) -> Fact:
    """The fact, whose basis names the readers' files that its rows come from."""
    files = files_of(fact.rows)
    named = f"{fact.basis}; with {listed(files)}" if files else fact.basis
    return replace(fact, basis=named)


def _check(key: str, fact: Fact, seen: Evidence) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", key):
        raise FactError(f"{key!r}: wanted a snake-case key")
    if not fact.unit or not fact.basis:
        raise FactError(f"{key}: every fact needs a unit and a basis")
    try:
        seen.describe(fact.rows)
    except evidence.EvidenceError as error:
        raise FactError(f"{key}: {error}") from error


def table(facts: dict[str, Fact]) -> pd.DataFrame:
    """Facts as a table: fact, value, low, high, unit, rows (how many evidence rows).

    Parameters
    ----------
    facts : dict of str to results.Fact
        By key.

    Examples
    --------
    >>> from analysis import results
    >>> len(table({"held": results.number(3, "regions", "counted")}))
    1
    """
    rows = [
        (k, *(_shown(v) for v in (f.value, f.low, f.high)), f.unit, len(f.rows))
        for k, f in sorted(facts.items())
    ]
    return pd.DataFrame(
        rows, columns=["fact", "value", "low", "high", "unit", "evidence rows"]
    ).set_index("fact")


def _shown(value) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if not math.isfinite(value):
        return "open"
    if 0 < abs(value) < 0.005:
        return f"{value:.2e}"
    return f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.2f}"


def read(folder: Path, notebook: str) -> dict[str, dict]:
    """Facts of one notebook from a `facts` folder.

    Parameters
    ----------
    folder : pathlib.Path
        With a file a notebook.
    notebook : str
        Its name without suffix.

    Returns
    -------
    dict of dict
        By key: value, unit, basis and rows, and low and high where there are ends.

    Raises
    ------
    FactError
        If the file is missing.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "01-referendums.json").write_text('{"gap_votes": {"value": 3}}')
    ...     read(Path(folder), "01-referendums")
    {'gap_votes': {'value': 3}}
    """
    path = folder / f"{notebook}.json"
    if not path.is_file():
        raise FactError(f"{path.name}: no facts in {folder}; next: run `make report`")
    return json.loads(path.read_text(encoding="utf-8"))


def read_all(folder: Path) -> dict[str, dict]:
    """Facts of every notebook of a `facts` folder by key.

    Parameters
    ----------
    folder : pathlib.Path
        With a file a notebook.

    Returns
    -------
    dict of dict
        As `read`; of a key that two notebooks save the later notebook's.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     for name in ("one", "two"):
    ...         _ = Path(folder, f"{name}.json").write_text(f'{{"{name}": {{"value": 1}}}}')
    ...     sorted(read_all(Path(folder)))
    ['one', 'two']
    """
    found: dict[str, dict] = {}
    for path in sorted(folder.glob("*.json")):
        found |= read(folder, path.stem)
    return found


def of_sweep(path: str | Path) -> pd.DataFrame:
    """Facts of a sweep as texts, one row a fact and grid point; empty when no file is named.

    Parameters
    ----------
    path : str or Path
        The `facts.csv` of `day229 sweep`, or "".

    Raises
    ------
    FactError
        If the file is missing, no table, or lacks a column.

    Examples
    --------
    >>> list(of_sweep(""))
    ['notebook', 'as_of', 'fact', 'value', 'low', 'high', 'unit', 'rows']
    """
    if not str(path):
        return pd.DataFrame(columns=list(SWEPT))
    if not Path(path).is_file():
        raise FactError(f"{path}: no such file; wanted the facts.csv of a sweep over as_of")
    try:
        found = pd.read_csv(path, dtype=str, keep_default_na=False)
    except ValueError as error:  # no UTF-8, no table, nothing in it
        raise FactError(
            f"{path}: no table ({error}); wanted the facts.csv of a sweep over as_of"
        ) from error
    lacking = ", ".join(c for c in SWEPT if c not in found)
    if lacking or found.empty:
        what = f"no column {lacking}" if lacking else "no facts in it"
        raise FactError(
            f"{path}: {what}; wanted the facts.csv of a sweep over as_of; "
            "next: `day229 sweep 00-verdicts --over as_of=...`"
        )
    return found


def verdict_markdown(facts: dict[str, dict]) -> str:
    """README's verdict table out of the facts of notebook 00.

    Parameters
    ----------
    facts : dict of dict
        Facts by key, as `read` gives them: for each claim its verdict and its words, such as
        "c05_verdict" and "c05_claim", and where it is known "c05_verdict_now".

    Returns
    -------
    str
        A table in Markdown, one row a claim by its id; "=" where the verdict is the same now.

    Examples
    --------
    >>> told = {"c05_claim": "Russia holds less", "c05_verdict": "supported"}
    >>> print(verdict_markdown({key: {"value": words} for key, words in told.items()}))
    | | claim, in our words | known on the day | known now |
    |---|---|---|---|
    | C05 | Russia holds less | supported | = |
    """
    ids = sorted(k.removesuffix("_verdict") for k in facts if k.endswith("_verdict"))
    lines = ["| | claim, in our words | known on the day | known now |", "|---|---|---|---|"]
    for i in ids:
        then, now = facts[f"{i}_verdict"], facts.get(f"{i}_verdict_now", facts[f"{i}_verdict"])
        later = "=" if now["value"] == then["value"] else now["value"]
        cells = (i.capitalize(), facts[f"{i}_claim"]["value"], then["value"], later)
        lines.append(f"| {' | '.join(map(in_markdown, cells))} |")
    return "\n".join(lines)


def between_markers(text: str, generated: str, *, marks: tuple[str, str] = (START, END)) -> str:
    """Text with the part between the markers replaced; those of the verdict table by default.

    Parameters
    ----------
    text : str
        With both markers.
    generated : str
        What stands between them afterwards.
    marks : tuple of str
        The first and the last marker.

    Returns
    -------
    str
        The text with both markers; what is generated stands on lines of its own.

    Raises
    ------
    FactError
        If a marker is missing or they stand in the wrong order.

    Examples
    --------
    >>> print(between_markers("Before <a>old<b> after", "new", marks=("<a>", "<b>")))
    Before <a>
    new
    <b> after
    """
    first, last = marks
    head, start, rest = text.partition(first)
    _, end, tail = rest.partition(last)
    if not start or not end:
        raise FactError(
            f"README.md: the markers {first!r} and {last!r} are missing or out of order; next:"
            " restore them"
        )
    return f"{head}{first}\n{generated}\n{last}{tail}"
