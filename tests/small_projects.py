"""A project copy with tiny notebooks, and the command line run on it as a person would."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import nbformat
from nbformat.v4 import new_code_cell, new_notebook

import forked

PROJECT = Path(__file__).resolve().parents[1]
SAVE = (
    'from analysis import facts\ntable = facts.save("{name}", {{"squared": facts.number(n * n,'
    ' "things", "counted")}})'
)


def validate(record: dict) -> None:
    """Hold a run's manifest against its published schema."""
    path = PROJECT / "docs" / "manifest.schema.json"
    jsonschema.validate(record, json.loads(path.read_text(encoding="utf-8")))


def write(
    root: Path,
    name: str,
    *cells: str,
    parameters: str = "n: int = 3  # how many",
    kernel: str = "python3",
) -> Path:
    """Write a notebook with a parameters cell and the given code cells.

    The project gets the article's `case.toml`, if it has none.
    """
    if not (root / "case.toml").exists():
        shutil.copyfile(PROJECT / "case.toml", root / "case.toml")
    notebook = new_notebook(
        cells=[
            new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}),
            *(new_code_cell(c, id=f"c{i}") for i, c in enumerate(cells)),
        ]
    )
    notebook.metadata = {
        "kernelspec": {"name": kernel, "display_name": "Python 3", "language": "python"}
    }
    path = root / "notebooks" / f"{name}.ipynb"
    nbformat.write(notebook, path)
    return path


def command(root: Path, *words: str) -> list[str]:
    """The command line of this environment."""
    return [sys.executable, "-m", "analysis.cli", *words]


def surroundings(root: Path) -> dict[str, str]:
    """Environment that points the command at a project."""
    return {k: v for k, v in os.environ.items() if k != "DAY229_REPORTS"} | {
        "DAY229_ROOT": str(root)
    }


def day229(root: Path, *words: str, prefix: tuple[str, ...] = ()) -> subprocess.CompletedProcess:
    """Run the command to its end.

    Without a prefix in a process forked from one that has imported it, see `forked`; macOS lets
    nobody fork who has loaded its libraries of arithmetic.
    """
    if not prefix and sys.platform != "darwin":
        return forked.run(words, root, surroundings(root), 180)
    return subprocess.run(
        [*prefix, *command(root, *words)],
        cwd=root,
        env=surroundings(root),
        capture_output=True,
        text=True,
        timeout=180,
    )


def _heed_signals() -> None:
    """Let a command be told to stop, even where the tests themselves run behind `nohup` or `&`."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def started(root: Path, *words: str) -> subprocess.Popen:
    """Start the command and return at once."""
    return subprocess.Popen(
        command(root, *words),
        cwd=root,
        env=surroundings(root),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heed_signals,
    )


def until(true, seconds: float = 90.0):
    """Value of a function once it is true.

    Raises
    ------
    TimeoutError
        If that takes too long.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := true():
            return value
        time.sleep(0.05)
    raise TimeoutError(f"waited {seconds} s")


def told(result: subprocess.CompletedProcess) -> dict:
    """The line of JSON that closes a failed run."""
    return json.loads(result.stderr.splitlines()[-1])


def printed(folder: Path, name: str) -> str:
    """Everything the cells of a run notebook printed; raises when it is not readable."""
    cells = nbformat.read(folder / f"{name}.ipynb", as_version=4).cells
    return "".join(o.get("text", "") for c in cells if c.cell_type == "code" for o in c.outputs)
