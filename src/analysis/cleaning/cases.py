"""Which case is in use, and are its tables as new as its files?

Sets `DAY229_ROOT` of this process; writes the processed tables of a case.
"""

import os
from pathlib import Path

from analysis import paths
from analysis.case import CaseError
from analysis.cleaning.building import build, stale


def choose(folder: str | Path) -> None:
    """Take a case for all that follows, its tables as they are.

    Raises
    ------
    case.CaseError
        If the folder is no case.
    """
    here = Path(folder).resolve()
    if not paths.is_case(here):
        raise CaseError(
            f"{folder}: wanted a folder with {paths.CASE} and {paths.LEDGER}; next: `day229 new"
            f" {folder}` begins one"
        )
    os.environ["DAY229_ROOT"] = str(here)


def use_case(folder: str | Path | None = None) -> Path:
    """Take a case for all that follows, and build its tables where its files are newer.

    The article's own tables are built by `build` alone.

    Parameters
    ----------
    folder : str, pathlib.Path or None
        A folder with `case.toml` and `claims.csv`; None for the case in use.

    Returns
    -------
    pathlib.Path
        Its folder, which `DAY229_ROOT` names from now on if one was given.

    Raises
    ------
    case.CaseError
        If the folder is no case.
    tables.DataError
        If a table breaks its contract.

    Examples
    --------
    >>> use_case() == paths.root()
    True
    """
    if folder is not None:
        choose(folder)
    if paths.is_small(paths.raw()) and stale():
        build()
    return paths.root()
