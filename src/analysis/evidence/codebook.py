"""Which tables are there, and what does each column of one hold?

Reads `data/processed/datapackage.json` and the tables; draws nothing.
"""

import pandas as pd

from analysis.evidence.known import Evidence, described, title
from analysis.evidence.tidy import COLUMNS, figures
from analysis.wording import yes_no


def tables() -> pd.DataFrame:
    """What there is: one row a table.

    Returns
    -------
    pandas.DataFrame
        Columns table (its name), title, rows, columns, and dated: whether rows have a day of
        publication, so that `known_by` limits them.

    Raises
    ------
    EvidenceError
        If the tables were not built.

    Examples
    --------
    >>> tables().set_index("table").loc["polls", "title"]
    'Polls, earlier votes and leaked targets on joining Russia'
    """
    rows = []
    for name in described():
        frame = Evidence(None).table(name, bearing=False)
        rows.append((name, title(name), *frame.shape, "published" in frame))
    return pd.DataFrame(rows, columns=["table", "title", "rows", "columns", "dated"])


def codebook(name: str) -> pd.DataFrame:
    """What each column of a table holds.

    Parameters
    ----------
    name : str
        A table, as `tables` lists them; or "figures", the one table of all figures.

    Returns
    -------
    pandas.DataFrame
        One row a column: column, meaning, type, unit ("in column unit" where each row has its own),
        allowed (values, range or pattern; "filled" where no cell is empty, "key" where none is held
        twice) and an example, the first value that is held.

    Raises
    ------
    EvidenceError
        If there is no such table; the message names the nearest.

    Examples
    --------
    >>> codebook("polls").set_index("column").loc["among", ["allowed", "example"]].tolist()
    ['filled; adults | voters', 'adults']
    """
    if name == "figures":
        frame = figures(bearing=False)
        fields = [{"name": c, "type": k, "description": m} for c, (k, m) in COLUMNS.items()]
    else:
        frame, fields = (
            Evidence(None).table(name, bearing=False),
            described()[name]["schema"]["fields"],
        )
    rows = [
        (f["name"], f["description"], f["type"], _unit(f), _allowed(f), _example(frame[f["name"]]))
        for f in fields
    ]
    return pd.DataFrame(
        rows, columns=["column", "meaning", "type", "unit", "allowed", "example"], dtype=object
    )


def _unit(field: dict) -> str:
    return field.get("unit") or (f"in column {field['unitField']}" if "unitField" in field else "")


def _allowed(field: dict) -> str:
    """Constraints of a column in words."""
    held = field.get("constraints", {})
    parts = ["key" * held.get("unique", False) or "filled" * held.get("required", False)]
    parts.append(" | ".join(map(str, held.get("enum", ()))))
    if "minimum" in held:
        most = f"to {held['maximum']}" if "maximum" in held else "or more"
        parts.append(f"{held['minimum']} {most}")
    if "pattern" in held:
        parts.append(f"like {held['pattern']}")
    return "; ".join(filter(None, parts))


def _example(cells: pd.Series) -> str:
    """First value held, as text; empty in an empty column."""
    held = cells[cells.notna() & (cells.astype(str) != "")]
    if held.empty:
        return ""
    first = held.iloc[0]
    if isinstance(first, pd.Timestamp):
        return f"{first:%Y-%m-%d}"
    if pd.api.types.is_bool(first):
        return yes_no(first)
    return f"{first:.12g}" if pd.api.types.is_number(first) else str(first)
