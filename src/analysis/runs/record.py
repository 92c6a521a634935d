"""What is the record of a run?

`manifest.json` in a run's folder says what ran, with which parameters, on which tables, with which
code, and how each notebook ended. It is written whole at every step, so that a killed run still
tells how far it came. `docs/manifest.schema.json` describes it.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from analysis import paths
from analysis.errors import EXIT_CODES, Terminated, exit_code
from analysis.runs import store
from analysis.runs.notebooks import Task, declared
from analysis.runs.store import named_files, notebook_hash, sha256

SCHEMA = "day229-run/1"
NAME = "manifest.json"
WORK = ".work"  # folder of notebooks under way inside a run's folder
KEPT_RUNS = 10  # of one name; older ones are removed when a new one succeeds


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one notebook ended.

    `status` is done, cached or failed, `kind` a key of `errors.EXIT_CODES`, `error` empty on
    success, `notes` what it said on standard error.
    """

    notebook: str
    point: str = ""
    status: str = "done"
    kind: str = "done"
    error: str = ""
    notes: tuple[str, ...] = ()
    started: str = ""
    ended: str = ""
    seconds: float = 0.0

    @property
    def label(self) -> str:
        """What a person calls it."""
        return f"{self.point}/{self.notebook}" if self.point else self.notebook


def now() -> str:
    """Moment in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_run_id(name: str) -> str:
    """Name of a run's folder: start in UTC, what runs, and enough chance to be unique."""
    moment = datetime.now(UTC)
    return f"{moment:%Y%m%dT%H%M%S}{moment.microsecond // 1000:03d}Z-{name}-{os.urandom(2).hex()}"


def folders_of(name: str) -> list[Path]:
    """Folders of all runs of one name, oldest first."""
    return sorted(p for p in paths.reports().glob(f"[0-9]*Z-{name}-????") if p.is_dir())


@dataclass
class Record:
    """Manifest of a run under way: `content` as `docs/manifest.schema.json` describes it."""

    folder: Path
    content: dict
    _written: float = field(default=0.0, repr=False)

    def note(self, entry: dict, outcome: Outcome, files: list[str]) -> None:
        """Enter how one notebook ended, with the hash of each file it left in its place.

        The manifest is written once a second at most, and at each failure.
        """
        place = self.folder / outcome.point
        ended = asdict(outcome) | {
            "exit_code": EXIT_CODES[outcome.kind],
            "notes": list(outcome.notes),
            "outputs": {name: sha256(place / name) for name in files},
        }
        entry |= {k: v for k, v in ended.items() if k not in {"notebook", "point", "kind"}}
        if time.monotonic() - self._written >= 1 or outcome.status == "failed":
            self.write()
            self._written = time.monotonic()

    def close(self, status: str, code: int, error: str = "") -> None:
        """Enter how the whole run ended (done, failed or interrupted), and write."""
        self.content |= {"status": status, "exit_code": code, "error": error, "ended": now()}
        self.write()

    def write(self) -> None:
        """Write the manifest whole or not at all."""
        text = json.dumps(self.content, indent=1, ensure_ascii=False)
        store.write_atomically(self.folder / NAME, text + "\n")


@contextmanager
def opened(
    name: str,
    tasks: list[Task],
    inputs: store.Inputs,
    *,
    plan: dict | None = None,
    folder: Path | None = None,
) -> Iterator[Record]:
    """Hold a name and keep the record of one run of it; show the run when the block ends well.

    Parameters
    ----------
    name : str
        Of the run; `reports/<name>` will show it.
    tasks : list of Task
        Checked.
    inputs : store.Inputs
        What the results depend on.
    plan : dict, optional
        What a sweep runs over.
    folder : pathlib.Path, optional
        Folder of an interrupted run to finish; a new one when left out.

    Raises
    ------
    store.LockedError, store.OutputError
        If another run holds the name, or the output folder cannot be written.
    """
    with store.writable():
        paths.reports().mkdir(parents=True, exist_ok=True)
        folder = folder or paths.reports() / new_run_id(name)
        with store.held(name, folder.name):
            mark_interrupted(name)
            folder.mkdir(exist_ok=True)
            record = Record(folder, _begun(folder.name, name, tasks, inputs, plan))
            record.write()
            try:
                yield record
            except BaseException as error:
                _close_failed(record, error)
                raise
            finally:
                shutil.rmtree(folder / WORK, ignore_errors=True)
            record.close("done", 0)
            store.switch(name, folder)
            _prune(name)
            store.trim()


def _close_failed(record: Record, error: BaseException) -> None:
    """Enter what ended a run, and let `reports/failed` show it."""
    ended = isinstance(error, KeyboardInterrupt | Terminated | OSError)
    with suppress(OSError):  # a full disk must not hide what happened
        record.close(
            "interrupted" if ended else "failed",
            exit_code(error),
            f"{type(error).__name__}: {error}",
        )
        store.switch("failed", record.folder)


def _prune(name: str) -> None:
    """Remove the oldest runs of a name beyond `KEPT_RUNS`, except what a link shows."""
    shown = {p.resolve() for p in paths.reports().iterdir() if p.is_symlink()}
    for folder in folders_of(name)[:-KEPT_RUNS]:
        if folder.resolve() not in shown:
            shutil.rmtree(folder, ignore_errors=True)


def _begun(
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
            told = "the run ended without a word: it was killed, or the machine stopped"
            Record(folder, record).close("interrupted", 137, told)
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
