"""What does the record of a run hold when the run starts?

Names, parameters, versions, the commit, and hashes of everything the results depend on.
"""

import subprocess
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from analysis.runs import store
from analysis.runs.notebooks import Task, declared
from analysis.runs.store import named_files, notebook_hash

SCHEMA = "day229-run/1"


def now() -> str:
    """Moment in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def begun(
    run_id: str, name: str, tasks: list[Task], inputs: store.Inputs, plan: dict | None = None
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
        "conditions": asdict(tasks[0].conditions)
        | {"pass_env": list(tasks[0].conditions.pass_env)},
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
