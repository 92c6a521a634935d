"""How does a raw table become a processed one?

`tables.clean` cleans the raw tables; `upstream` lists the tables that large files leave, which
`of_votes`, `of_population` and `of_losses` derive; `building` writes and compares them, `cases`
chooses whose they are.
"""

from analysis.cleaning.assumptions import assumptions
from analysis.cleaning.building import (
    SWEPT,
    build,
    build_text,
    cleaned,
    derived_text,
    stale,
    to_csv,
)
from analysis.cleaning.cases import choose, use_case
from analysis.cleaning.upstream import DERIVED, derive
from analysis.tables import CLEANED, clean

__all__ = [
    "CLEANED",
    "DERIVED",
    "SWEPT",
    "assumptions",
    "build",
    "build_text",
    "choose",
    "clean",
    "cleaned",
    "derive",
    "derived_text",
    "stale",
    "to_csv",
    "use_case",
]
