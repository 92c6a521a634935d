"""Has a number moved without a word in the changelog?

Compares the facts of a run with the committed ones. A fact that moved beyond its tolerance, or is
gone, must be named in the part of CHANGELOG.md that is not yet released. Reads facts, CHANGELOG.md
and the days of publication; writes nothing.
"""

import csv
import json
import re
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis import paths
from analysis.errors import ExpectedError, brief

# a number may move by this part of its interval's width: libraries draw and round differently
OF_INTERVAL = 0.01
OF_VALUE = 1e-6  # or, without an interval, by this part of its size
STALE_DAYS = 120  # newest evidence older than this is worth a note


class DriftError(ExpectedError, RuntimeError):
    """Numbers moved without a line in the changelog, or there is nothing to compare with."""

    kind = "drift"


class NoCommitError(DriftError):
    """A commit that is not there, or whose facts cannot be read: refused before anything runs."""

    kind = "parameter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One fact that moved: `was` and `found` as text; `found` is empty when it is gone."""

    notebook: str
    fact: str
    was: str
    found: str

    def __str__(self) -> str:
        """Sentence a person reads."""
        return (
            f"{self.notebook} {self.fact}: from {self.was} to {self.found}"
            if self.found
            else f"{self.notebook} {self.fact}: was {self.was}, is gone"
        )


def drifts(old: dict[str, dict], new: dict[str, dict], notebook: str) -> list[Drift]:
    """Facts of one notebook that moved by more than their tolerance, or are gone.

    New facts are no drift.

    Parameters
    ----------
    old, new : dict
        Facts by name, as `facts.save` writes them.
    notebook : str
        For the result.
    """
    found = []
    for fact, was in sorted(old.items()):
        here = new.get(fact)
        if (
            here is None
            or any(_moved(was.get(end), here.get(end), was) for end in ("value", "low", "high"))
            or was["unit"] != here["unit"]
        ):
            found.append(
                Drift(
                    notebook=notebook, fact=fact, was=_told(was), found=_told(here) if here else ""
                )
            )
    return found


def _moved(was: object, found: object, fact: dict) -> bool:
    if not all(isinstance(x, int | float) for x in (was, found)):
        return was != found
    ends = [fact.get("low"), fact.get("high")]
    width = ends[1] - ends[0] if all(isinstance(x, int | float) for x in ends) else 0.0
    return abs(found - was) > max(OF_INTERVAL * width, OF_VALUE * abs(was))


def _told(fact: dict) -> str:
    ends = f" ({fact['low']} to {fact['high']})" if "low" in fact else ""
    return f"{fact['value']}{ends} {fact['unit']}"


def unreleased(changelog: str) -> str:
    """The part of the changelog before the first released version."""
    return re.split(r"^## (?!Unreleased)", changelog, maxsplit=1, flags=re.MULTILINE)[0]


def committed(against: str = "HEAD") -> dict[str, dict]:
    """Facts by notebook at a commit; outside a repository those of the project's files.

    Raises
    ------
    NoCommitError
        If the commit or its facts are not to be had.
    """
    if against == "HEAD" and not any(
        (p / ".git").exists() for p in (paths.root(), *paths.root().parents)
    ):
        texts = {
            p.stem: p.read_text(encoding="utf-8")
            for p in (paths.notebooks() / "facts").glob("*.json")
        }
    else:
        try:
            listed = _git("ls-tree", "--name-only", against, "--", "notebooks/facts/").split()
            texts = {
                Path(p).stem: _git("show", f"{against}:./{p}")
                for p in listed
                if p.endswith(".json")
            }
        except (OSError, subprocess.SubprocessError) as error:
            told = getattr(error, "stderr", None) or str(error)
            raise NoCommitError(
                f"no commit {brief(against)} to compare with ({told.strip().splitlines()[0]});"
                " next: name one that `git rev-parse` knows"
            ) from error
    if not texts:
        raise NoCommitError(f"no facts at {against}; next: `day229 refresh` and commit")
    try:
        return {name: json.loads(text) for name, text in texts.items()}
    except ValueError as error:
        raise NoCommitError(
            f"facts at {against} are not JSON ({error}); next: name another commit"
        ) from error


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=paths.root(), capture_output=True, text=True, timeout=30, check=True
    ).stdout


def refuse_drift(run: Path, against: str = "HEAD") -> list[Drift]:
    """Drifts of a run that the changelog names.

    Parameters
    ----------
    run : pathlib.Path
        Folder of a report.
    against : str
        Commit whose facts are the measure.

    Raises
    ------
    DriftError
        If facts moved that the changelog does not name in backticks; all are listed, with the line
        to add.
    """
    found = []
    for notebook, old in sorted(committed(against).items()):
        path = run / "facts" / f"{notebook}.json"
        found += drifts(
            old, json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}, notebook
        )
    told = unreleased((paths.root() / "CHANGELOG.md").read_text(encoding="utf-8"))
    silent = [d for d in found if f"`{d.fact}`" not in told]
    if silent:
        lines = "\n".join(f"  {d}" for d in silent)
        raise DriftError(
            f"{len(silent)} fact(s) moved without a line in CHANGELOG.md:\n{lines}\nnext: say under"
            f" Unreleased why, with the name in backticks, as in `{silent[0].fact}`"
        )
    return found


def newest_evidence(today: date) -> str:
    """Day of the newest publication held, not after today; empty when none has a day."""
    newest = ""
    for path in paths.processed().glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            if "published" in (rows.fieldnames or []):
                newest = max(
                    [newest, *(r["published"] for r in rows if r["published"] <= today.isoformat())]
                )
    return newest


def staleness(today: date) -> str:
    """Note when the newest evidence is older than `STALE_DAYS`; empty otherwise."""
    newest = newest_evidence(today)
    if not newest:
        return "no evidence has a day of publication"
    age = (today - date.fromisoformat(newest)).days
    return (
        f"newest evidence is of {newest}, {age} days ago; look whether more has been published"
        if age > STALE_DAYS
        else ""
    )
