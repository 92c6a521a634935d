"""Where do things live?

The only module that knows folders. Reads the environment variables `DAY229_ROOT`, `DAY229_CACHE`,
`DAY229_REPORTS` and `DAY229_OUTPUT`; draws nothing. A case is a folder: `case.toml`, `claims.csv`
and `sources.csv`, other tables in `evidence`, notebooks in `notebooks`; the article's own case has
its tables in `data`.
"""

import os
from pathlib import Path

CASE = "case.toml"
LEDGER = "claims.csv"
_TABLES = Path("data", "raw")  # where the article's case has its tables
_BESIDE = frozenset({"claims", "sources"})  # tables beside the case.toml of any other case
_SHARED = frozenset({"names", "upstream", "polity_overrides"})  # the article's serve every case
_LIBRARY = Path(__file__).resolve().parent
_SHIPPED = _LIBRARY / "shipped"  # the article's case in an installed wheel, see setup.py


def root() -> Path:
    """Folder of the case in use: `DAY229_ROOT`.

    Else the nearest parent of the working directory that is a case, else the article's.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    given = os.environ.get("DAY229_ROOT")
    here = Path.cwd()
    starts = [Path(given)] if given else [here, *here.parents, article()]
    for folder in starts:
        if is_case(folder):
            return folder
    raise FileNotFoundError(
        f"no project folder found: wanted {_TABLES / LEDGER} or {CASE} with {LEDGER} in"
        f" {starts[0]}; next: `day229 new FOLDER` begins one, or set DAY229_ROOT to one"
    )


def is_case(folder: Path) -> bool:
    """Whether a folder is a case: a ledger in `data/raw`, or beside a `case.toml`."""
    beside = (folder / CASE).is_file() and (folder / LEDGER).is_file()
    return beside or (folder / _TABLES / LEDGER).is_file()


def article() -> Path:
    """Folder of the article's own case: the clone, or the copy in an installed wheel.

    Raises
    ------
    FileNotFoundError
        If the installation holds neither.
    """
    for folder in (_SHIPPED, _LIBRARY.parents[1]):
        if (folder / _TABLES / LEDGER).is_file():
            return folder
    raise FileNotFoundError(
        f"{_LIBRARY}: wanted the article's tables beside the library, found none; next: install"
        " day229 again, or set DAY229_ROOT to a case"
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
    """Folder of the tables we entered; a case's own where it has no `data/raw`."""
    return _tables_of(root())


def _tables_of(case: Path) -> Path:
    own = case / _TABLES
    return own if own.is_dir() else case


def is_small(folder: Path) -> bool:
    """Whether the tables of a folder are those of a case beside its `case.toml`."""
    return (folder / CASE).is_file() and (folder / LEDGER).is_file()


def raw_file(name: str, folder: Path | None = None) -> Path:
    """File of one raw table of the case in use, or of another folder of tables.

    The tables that serve others (spellings of regions, upstream files) are the article's where a
    case has none of its own.
    """
    folder = folder or raw()
    if not is_small(folder):
        return folder / f"{name}.csv"
    own = folder / f"{name}.csv" if name in _BESIDE else folder / "evidence" / f"{name}.csv"
    return article() / _TABLES / own.name if name in _SHARED and not own.is_file() else own


def told_file(name: str) -> str:
    """How a message names the file of a raw table: below the case."""
    if not is_small(raw()):
        return (_TABLES / f"{name}.csv").as_posix()
    return f"{name}.csv" if name in _BESIDE else f"evidence/{name}.csv"


def processed() -> Path:
    """Folder of the tables the build wrote."""
    case = root()
    return case / ("processed" if is_small(_tables_of(case)) else "data/processed")


def notebooks() -> Path:
    """Folder of the notebooks."""
    return root() / "notebooks"


def examples() -> Path:
    """Folder of the short executed examples; it may be missing."""
    return root() / "docs" / "examples"


def input_files(folder: Path) -> list[Path]:
    """Every file of a case, given its folder, on which a verdict depends, but its notebooks."""
    tables = ("data/raw", "data/processed", "evidence", "processed", ".")
    found = [p for k in tables for p in (folder / k).glob("*.*")]
    of_case = {".csv", ".json", ".toml", ".py"}
    held = {".csv", ".json"}
    return sorted(
        p for p in found if p.name == CASE or p.suffix in (of_case if is_small(folder) else held)
    )


def reports() -> Path:
    """Folder of the runs: `DAY229_REPORTS`, else `reports` in the case, ignored by git.

    An installed library is not written into: then `reports` in the working folder.
    """
    given = os.environ.get("DAY229_REPORTS")
    if given:
        return Path(given).absolute()
    return (Path.cwd() if root() == _SHIPPED else root()) / "reports"


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
