"""What is the record of a run?

`manifest.json` in a run's folder says what ran, with which parameters, on which tables, with which
code, and how each notebook ended. It is written whole at every step, so that a killed run still
tells how far it came. `docs/manifest.schema.json` describes it.
"""

import json
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path

from analysis import paths
from analysis.runs.caching import Inputs, named_files, notebook_hash, sha256
from analysis.runs.executing import Outcome, Task, now
from analysis.runs.keeping import folders_of, write_atomically
from analysis.runs.notebooks import declared

SCHEMA = "day229-run/1"
NAME = "manifest.json"
WORK = ".work"  # folder of notebooks under way inside a run's folder


def begin(
    run_id: str, name: str, tasks: list[Task], inputs: Inputs, plan: dict | None = None
) -> dict:
    """Manifest of a run that starts now; `plan` holds what a sweep runs over."""
    files = {
        n: inputs.root / "notebooks" / f"{n}.ipynb" for n in sorted({t.notebook for t in tasks})
    }
    defaults = {
        n: {k: default for k, (_, default) in declared(p).items()} for n, p in files.items()
    }
    return {
        "schema": SCHEMA,
        "run": run_id,
        "name": name,
        "status": "running",
        "exit_code": None,
        "error": "",
        "started": now(),
        "ended": None,
        "commit": _commit(inputs.root),
        "packages": inputs.versions,
        "library_sha256": inputs.library,
        "notebook_sha256": {n: notebook_hash(p) for n, p in files.items()},
        "inputs_sha256": inputs.tables,
        "plan": plan or {},
        "tasks": [
            {
                "notebook": t.notebook,
                "point": t.point,
                "parameters": defaults[t.notebook] | t.values,
                "files_sha256": named_files(t.values),
                "status": "pending",
            }
            for t in tasks
        ],
    }


def _commit(root: Path) -> dict | None:
    """Commit the project stands at, and whether files differ from it; None outside a repository."""
    try:
        told = [
            subprocess.run(
                ["git", "-C", str(root), *words],
                capture_output=True,
                text=True,
                timeout=20,
                check=True,
            ).stdout.strip()
            for words in (["rev-parse", "HEAD"], ["status", "--porcelain", "--untracked-files=no"])
        ]
    except (OSError, subprocess.SubprocessError):
        return None
    return {"id": told[0], "changed": bool(told[1])}


def note(entry: dict, outcome: Outcome, folder: Path, files: list[str]) -> None:
    """Enter how one notebook ended.

    With the hash of each file it left in `folder` (its part of the run's folder).
    """
    ended = {
        k: v for k, v in asdict(outcome).items() if k not in {"notebook", "point", "code", "notes"}
    }
    outputs = {name: sha256(folder / name) for name in files}
    entry |= ended | {"exit_code": outcome.code, "notes": list(outcome.notes), "outputs": outputs}


def close(record: dict, status: str, code: int, error: str = "") -> None:
    """Enter how the whole run ended: done, failed or interrupted."""
    record |= {"status": status, "exit_code": code, "error": error, "ended": now()}


def write(record: dict, folder: Path) -> Path:
    """Write the manifest whole or not at all."""
    return write_atomically(folder / NAME, json.dumps(record, indent=1, ensure_ascii=False) + "\n")


def read(folder: Path) -> dict:
    """Manifest of a run.

    Raises
    ------
    FileNotFoundError, ValueError
        If there is none, or it is of another form.
    """
    record = json.loads((folder / NAME).read_text(encoding="utf-8"))
    if record.get("schema") != SCHEMA:
        raise ValueError(
            f"{folder.name}/{NAME}: wanted schema {SCHEMA!r}, found {record.get('schema')!r}"
        )
    return record


def mark_interrupted(name: str) -> list[str]:
    """Close the manifests of runs of this name that ended without a word.

    Called by whoever holds the name. Their ids are returned.
    """
    found = []
    for folder in folders_of(name):
        try:
            record = read(folder)
        except (OSError, ValueError):
            continue
        if record["status"] == "running":
            close(
                record,
                "interrupted",
                137,
                "the run ended without a word: it was killed, or the machine stopped",
            )
            write(record, folder)
            shutil.rmtree(folder / WORK, ignore_errors=True)
            found.append(record["run"])
    return found


def latest(name: str, statuses: set[str]) -> Path | None:
    """Folder of the newest run of a name whose manifest has one of the statuses."""
    for folder in reversed(folders_of(name)):
        try:
            if read(folder)["status"] in statuses:
                return folder
        except (OSError, ValueError):
            continue
    return None


def relative(path: Path) -> str:
    """A path as a person at the project folder would type it."""
    try:
        return path.relative_to(paths.root()).as_posix()
    except ValueError:
        return str(path)
