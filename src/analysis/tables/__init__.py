"""Does this table keep its contract? (column, type, unit, range, key)

`contracts` declares the columns of each raw table by `rules` and `vocabularies`, to which `allowed`
adds the words of the case in use; `reading` reads the files as text; `checking` holds each to its
contract and `between` holds them to one another; `figures` turns what was reported into intervals;
`own` does all of it for rows of a reader; a breach is one of `problems`.

Examples
--------
>>> from analysis import paths, tables
>>> found = tables.read_raw(paths.raw() / "names.csv")
>>> tables.check("names", found)
[]
"""

from analysis.tables.allowed import column_of
from analysis.tables.between import cross_check, unknown_regions
from analysis.tables.checking import check, load_all
from analysis.tables.contracts import FIGURE_TABLES, LISTS, RAW, REFERENCES
from analysis.tables.figures import CLEANED, clean
from analysis.tables.own import OwnRows, own_priors, own_rows
from analysis.tables.problems import DataError, Problem
from analysis.tables.reading import read_raw

__all__ = [
    "CLEANED",
    "FIGURE_TABLES",
    "LISTS",
    "RAW",
    "REFERENCES",
    "DataError",
    "OwnRows",
    "Problem",
    "check",
    "clean",
    "column_of",
    "cross_check",
    "load_all",
    "own_priors",
    "own_rows",
    "read_raw",
    "unknown_regions",
]
