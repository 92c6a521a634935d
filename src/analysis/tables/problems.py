"""What is wrong in which cell of a raw table, and what is the next step?"""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis import paths
from analysis.errors import ExpectedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One breach of a contract.

    `row` is the line in the file (the header is line 1), 0 for the whole file.
    """

    file: str
    row: int
    column: str
    rule: str
    found: str
    next_step: str

    def __str__(self):
        place = f"row {self.row}" if self.row else "whole file"
        return (
            f"{self.file}: {place}, column {self.column}: rule {self.rule!r}: found {self.found!r};"
            f" next: {self.next_step}"
        )


class DataError(ExpectedError, ValueError):
    """One or more tables break their contract; `problems` lists every breach."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


def in_cell(name: str, row: int, column_name: str, rule: str, found: str, step: str) -> Problem:
    """Problem of one cell of a raw table."""
    return Problem(
        file=paths.told_file(name),
        row=int(row),
        column=column_name,
        rule=rule,
        found=found,
        next_step=step,
    )


def in_file(name: str, rule: str, found: str, step: str, row: int = 0) -> Problem:
    """Problem of a whole file, by the name it is told by."""
    return Problem(file=name, row=row, column="(all)", rule=rule, found=found, next_step=step)
