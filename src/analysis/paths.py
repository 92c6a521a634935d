"""Where do things live?

The only module that knows folders. Reads the environment variables `DAY229_ROOT`, `DAY229_CACHE`,
`DAY229_REPORTS` and `DAY229_OUTPUT`; draws nothing.
"""

import os
from pathlib import Path


def root() -> Path:
    """Project folder: `DAY229_ROOT`.

    Else the nearest parent of the working directory or of this file.

    Raises
    ------
    FileNotFoundError
        If no such folder holds `data/raw/claims.csv`.
    """
    given = os.environ.get("DAY229_ROOT")
    starts = (
        [Path(given)]
        if given
        else [Path.cwd(), *Path.cwd().parents, *Path(__file__).resolve().parents]
    )
    for folder in starts:
        if (folder / "data" / "raw" / "claims.csv").is_file():
            return folder
    raise FileNotFoundError(
        "no project folder found: wanted data/raw/claims.csv below one of"
        f" {[str(s) for s in starts[:3]]}; next: run inside a clone of the project, or set"
        " DAY229_ROOT to it"
    )


def is_file(path: str | Path) -> bool:
    """Whether a file is there; a name that no file can have is none.

    Examples
    --------
    >>> is_file("a" * 5_000)
    False
    """
    try:
        return Path(path).is_file()
    except (OSError, ValueError):  # too long, or below what nobody may look into
        return False


def raw() -> Path:
    """Folder of the tables we entered."""
    return root() / "data" / "raw"


def processed() -> Path:
    """Folder of the tables the build wrote."""
    return root() / "data" / "processed"


def notebooks() -> Path:
    """Folder of the notebooks."""
    return root() / "notebooks"


def examples() -> Path:
    """Folder of the short executed examples; it may be missing."""
    return root() / "docs" / "examples"


def reports() -> Path:
    """Folder of the runs: `DAY229_REPORTS`, else `reports` in the project, ignored by git."""
    given = os.environ.get("DAY229_REPORTS")
    return Path(given).absolute() if given else root() / "reports"


def output() -> Path | None:
    """Folder of the run under way (`DAY229_OUTPUT`, set by the runner).

    Or None in an interactive session.
    """
    given = os.environ.get("DAY229_OUTPUT")
    return Path(given) if given else None


def cache() -> Path:
    """Folder of upstream files.

    `DAY229_CACHE`, else `shared/data` beside the project if there, else the user's cache.
    """
    given = os.environ.get("DAY229_CACHE")
    if given:
        return Path(given)
    beside = root().parent / "shared" / "data"
    if beside.is_dir():
        return beside
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "day229"
