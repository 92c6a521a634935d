"""What is the record of a run?

`manifest.json` in a run's folder says what ran, with which parameters, on which tables, with which
code, and how each notebook ended. It is written whole at every step, so that a killed run still
tells how far it came. `docs/manifest.schema.json` describes it.
"""

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from analysis import paths
from analysis.errors import EXIT_CODES, Terminated, brief, exit_code
from analysis.runs import manifest, store
from analysis.runs.manifest import SCHEMA, now
from analysis.runs.notebooks import Task
from analysis.runs.store import sha256

NAME = "manifest.json"
_ALWAYS = {"run", "name", "status", "exit_code", "error", "started", "ended", "plan", "tasks"}
WORK = ".work"  # folder of notebooks under way inside a run's folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Why a notebook ended: `kind` is a key of `errors.EXIT_CODES`, `error` empty on success.

    `cell` is the count of the cell that ended it, 0 for none, `option` what would allow more.
    """

    kind: str = "done"
    error: str = ""
    cell: int = 0
    option: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one notebook ended.

    `status` is done, cached or failed, `kind`, `error`, `cell` and `option` as `Ending`, `notes`
    what it said on standard error.
    """

    notebook: str
    point: str = ""
    status: str = "done"
    kind: str = "done"
    error: str = ""
    cell: int = 0
    option: str = ""
    notes: tuple[str, ...] = ()
    started: str = ""
    ended: str = ""
    seconds: float = 0.0

    @property
    def label(self) -> str:
        """What a person calls it."""
        return f"{self.point}/{self.notebook}" if self.point else self.notebook


def lost(task: Task, why: str, kind: str = "kernel", option: str = "") -> Outcome:
    """Outcome of a task whose worker was lost every time, or would not take it."""
    told = {"notebook": task.notebook, "point": task.point, "status": "failed"}
    return Outcome(**told, kind=kind, error=why, option=option)


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
    inputs: store.Inputs | None = None
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
            record = Record(folder, manifest.begun(folder.name, name, tasks, inputs, plan), inputs)
            record.write()
            try:
                yield record
            except BaseException as error:
                _close_failed(record, error)
                raise
            finally:
                shutil.rmtree(folder / WORK, ignore_errors=True)
            with _undisturbed():
                record.close("done", 0)
                store.switch(name, folder)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let signals that end a command wait until the block is over, where that can be had."""
    here = threading.current_thread() is threading.main_thread()
    if not here or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(
        signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    )
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _close_failed(record: Record, error: BaseException) -> None:
    """Enter what ended a run, and let `reports/failed` show it; the error names the folder."""
    error.folder = record.folder
    ended = isinstance(error, KeyboardInterrupt | Terminated | OSError)
    with suppress(OSError):  # a full disk must not hide what happened
        record.close(
            "interrupted" if ended else "failed",
            exit_code(error),
            f"{type(error).__name__}: {error}",
        )
        store.switch("failed", record.folder)


def read(folder: Path) -> dict:
    """Manifest of a run.

    Raises
    ------
    FileNotFoundError, ValueError
        If there is none, or it is of another form.
    """
    try:
        record = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except RecursionError as error:
        raise ValueError(f"{folder.name}/{NAME}: no record of a run") from error
    schema = record.get("schema") if isinstance(record, dict) else brief(record)
    if schema != SCHEMA:
        raise ValueError(f"{folder.name}/{NAME}: wanted schema {SCHEMA!r}, found {schema!r}")
    if missing := _ALWAYS - set(record):
        raise ValueError(f"{folder.name}/{NAME}: has no {', '.join(sorted(missing))}")
    return record


def mark_interrupted(name: str) -> list[str]:
    """Close the manifests of runs of this name that ended without a word.

    A run that was done but not yet shown is shown. Called by whoever holds the name; the ids of
    those closed are returned.
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
    done, link = latest(name, {"done"}), paths.reports() / name
    if done is not None and (not link.is_symlink() or link.resolve().name < done.name):
        store.switch(name, done)
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
