"""Which results are kept, by a hash of all they depend on?

Below `reports/.cache`, a folder a result; a damaged entry is not used.
"""

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

from analysis import paths
from analysis.runs import store

_ENTRY = "entry.json"


def results() -> Path:
    """Folder of results kept by content."""
    return paths.reports() / ".cache"


def _entry(key: str) -> Path:
    """Where the outputs of a key are kept."""
    return results() / key[:2] / key


def fetch(key: str, target: Path) -> list[str]:
    """Copy the outputs of a key into a folder and tell what was copied.

    Nothing when there are none, or one is not what was kept.
    """
    entry = _entry(key)
    try:
        listed = _listed(entry)
        if any(store.sha256(entry / "files" / name) != wanted for name, wanted in listed.items()):
            raise ValueError("changed since it was kept")
        os.utime(entry)  # recently used
        return store.copy_into(entry / "files", target, sorted(listed))
    except (ValueError, RecursionError):
        shutil.rmtree(entry, ignore_errors=True)
    except OSError:  # never kept, just removed by another run, or no space here
        pass
    return []


def _listed(entry: Path) -> dict[str, str]:
    """Hash of every file of an entry, by name below its folder; of another form is a ValueError."""
    held = json.loads((entry / _ENTRY).read_text(encoding="utf-8"))
    if not isinstance(held, dict) or not held:
        raise ValueError("no list of files")
    if any(Path(name).is_absolute() or ".." in Path(name).parts for name in held):
        raise ValueError("a file elsewhere")
    return held


def keep(key: str, folder: Path) -> None:
    """Keep the outputs of a finished notebook under its key.

    The entry appears whole or not at all, and a run does not fail for it.
    """
    entry = _entry(key)
    temporary = entry.with_name(f".{key}.{os.getpid()}")
    with suppress(OSError):  # no space, or another run has just kept the same
        copied = store.copy_into(folder, temporary / "files")
        hashes = {name: store.sha256(temporary / "files" / name) for name in copied}
        store.write_atomically(temporary / _ENTRY, json.dumps(hashes, indent=1))
        shutil.rmtree(entry, ignore_errors=True)
        temporary.rename(entry)
    shutil.rmtree(temporary, ignore_errors=True)
