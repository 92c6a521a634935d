"""Under which conditions is a notebook run? How long, how much, and what of the surroundings.

Nothing is read or run here. Every limit has an option of the command with its name.
"""

from dataclasses import dataclass

MB = 1_000_000  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Limits of a run, and variables of the surroundings that are handed on.

    Parameters
    ----------
    cell_seconds, notebook_seconds : int
        Time limits of a cell and of a whole notebook, its kernel's start included.
    cell_mb, notebook_mb, run_mb : int
        Limits in millions of bytes: of what one cell shows, of what the cells of a notebook show
        and write into its folder, and of all that is in place when a notebook of a run ended.
    memory_mb : int
        Limit in millions of bytes of the memory that a kernel and what it started hold; 0 for none.
    pass_env : tuple of str
        Names of variables that kernels see beside those they always see.

    Examples
    --------
    >>> Conditions(cell_seconds=10).notebook_seconds
    1800
    """

    cell_seconds: int = 300
    notebook_seconds: int = 1_800
    cell_mb: int = 20  # the largest cell of the project's notebooks shows half a million bytes
    notebook_mb: int = 200
    run_mb: int = 5_000
    memory_mb: int = 0
    pass_env: tuple[str, ...] = ()


USUAL = Conditions()
