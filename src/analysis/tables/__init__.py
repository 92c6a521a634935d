"""Does this table keep its contract? (column, type, unit, range, key)

`contracts` declares the columns and rules of each raw table; `checking` reads the files and reports
every breach.
"""

from analysis.tables.checking import DataError, Problem, check, cross_check, load_all, read_raw
from analysis.tables.contracts import FIGURE_TABLES, RAW

__all__ = [
    "FIGURE_TABLES",
    "RAW",
    "DataError",
    "Problem",
    "check",
    "cross_check",
    "load_all",
    "read_raw",
]
