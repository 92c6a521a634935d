"""What does a page say at its foot? Its run, the state of the code, and the knowledge date.

Written when the page takes its place in a run's folder, so that what is kept by content does not
tell of one run.
"""

from html import escape
from pathlib import Path

from analysis.runs import store


def told(content: dict, entry: dict, *, cached: bool) -> str:
    """Sentence for the foot of one page.

    Parameters
    ----------
    content, entry : dict
        Record of the run, and of this notebook in it.
    cached : bool
        Whether the page was taken from an earlier run with the same inputs.

    Examples
    --------
    >>> run = {"run": "20221011T041500000Z-latest-00ff", "commit": {"id": "ab" * 20, "changed": 1}}
    >>> told(run, {"parameters": {"as_of": "2022-10-11"}}, cached=False).split("; ")[1:]
    ['commit abababababab with changes', 'knowledge date 2022-10-11.']
    """
    commit = content["commit"]
    state = f"commit {commit['id'][:12]}" if commit else "no commit"
    day = entry["parameters"].get("as_of")
    parts = [
        f"Run {content['run']}" + (", taken unchanged from an earlier one" if cached else ""),
        state + (" with changes" if commit and commit["changed"] else ""),
        f"knowledge date {day}" if day else "",
    ]
    return "; ".join(filter(None, parts)) + "."


def set_foot(page: Path, sentence: str) -> None:
    """Write a sentence at the end of a page."""
    head, end, tail = page.read_text(encoding="utf-8").rpartition("</body>")
    store.write_atomically(page, f"{head}<footer>{escape(sentence)}</footer>\n{end}{tail}")
