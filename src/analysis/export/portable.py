"""Which tables can any format hold, and how are they linked?

The processed tables as they are, but for two things that not every format has: an infinite `high`
is empty and marked in `high_unbounded`, and an empty text is missing. Beside them `figures` (all
figures in one vocabulary), `keys` (every row of evidence with its table and source) and one table
of pairs for each column that lists several keys. Reads through `evidence`; draws nothing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import evidence, tables
from analysis.evidence.known import described
from analysis.evidence.tidy import COLUMNS

UNBOUNDED = "high_unbounded"
_MARK = {
    "name": UNBOUNDED,
    "type": "boolean",
    "description": "whether the words leave the upper end open; high is then empty",
}
_KEYS = {
    "key": "key of a row of evidence, held once in all tables",
    "table": "table that holds it",
    "source": "its publication",
}
_PAIRS = {
    "source_also": ("further_sources", "key", "keys", "source"),
    "claims": ("statement_claims", "statement", "statements", "claim"),
    "carriers": ("search_carriers", "search", "searches", "key"),
}  # column of several keys -> table of pairs, its owner, the owner's table, what is named


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One table to hand over, with its schema as in a data package.

    Parameters
    ----------
    name, what : str
        Table and its description.
    frame : pandas.DataFrame
        Missing cells are NA, days are timestamps.
    schema : dict
        Table Schema: fields with type, unit and constraints, primaryKey, foreignKeys.
    """

    name: str
    what: str
    frame: pd.DataFrame
    schema: dict


def resources() -> tuple[Resource, ...]:
    """Every table to hand over: the processed ones, figures, keys and pairs.

    Raises
    ------
    evidence.EvidenceError
        If the tables were not built.
    """
    held = {n: evidence.known_by(None).table(n, bearing=False) for n in described()}
    own = [_processed(name, frame) for name, frame in held.items()]
    pairs = [_pairs(column, held) for column in _PAIRS]
    return (*own, _figures(), _keys(held), *pairs)


def _processed(name: str, frame: pd.DataFrame) -> Resource:
    told = described()[name]
    schema = dict(told["schema"])
    if {"key", "source"} <= set(frame):
        links = [_link("key", "keys", "key"), *schema.get("foreignKeys", [])]
        schema["foreignKeys"] = links
    return _portable(name, told["description"], frame, schema)


def _portable(name: str, what: str, frame: pd.DataFrame, schema: dict) -> Resource:
    """A table whose open ends are marked and whose empty texts are missing."""
    frame = frame.replace("", pd.NA)
    if {"high", "qualifier"} <= set(frame):
        at = frame.columns.get_loc("high") + 1
        frame.insert(at, UNBOUNDED, np.isposinf(frame["high"]))
        frame["high"] = frame["high"].where(~frame[UNBOUNDED])
        fields = list(schema["fields"])
        fields[at - 1] = fields[at - 1] | {"description": "upper end; empty where it is open"}
        schema = schema | {"fields": [*fields[:at], _MARK, *fields[at:]]}
    return Resource(name=name, what=what, frame=frame, schema=schema)


def _link(column: str, table: str, there: str) -> dict:
    return {"fields": column, "reference": {"resource": table, "fields": there}}


def _figures() -> Resource:
    fields = [{"name": c, "type": k, "description": m} for c, (k, m) in COLUMNS.items()]
    links = [_link("key", "keys", "key"), _link("source", "sources", "source")]
    unit = {"unitField": "unit"}
    fields = [f | unit if f["name"] in {"low", "central", "high"} else f for f in fields]
    schema = {"fields": fields, "foreignKeys": links}
    what = "Every figure of every table of evidence in one vocabulary, one row each"
    return _portable("figures", what, evidence.figures(bearing=False), schema)


def _keys(held: dict[str, pd.DataFrame]) -> Resource:
    parts = [
        f[["key", "source"]].assign(table=n) for n, f in held.items() if {"key", "source"} <= set(f)
    ]
    frame = pd.concat(parts, ignore_index=True)[list(_KEYS)].sort_values("key", ignore_index=True)
    fields = [{"name": c, "type": "string", "description": m} for c, m in _KEYS.items()]
    schema = {
        "fields": fields,
        "primaryKey": "key",
        "foreignKeys": [_link("source", "sources", "source")],
    }
    return Resource(
        name="keys", what="Every row of evidence, one row a key", frame=frame, schema=schema
    )


def _pairs(column: str, held: dict[str, pd.DataFrame]) -> Resource:
    """The pairs of one column that lists several keys, over all tables that have it."""
    name, owner, owners, named = _PAIRS[column]
    parts = [
        pd.DataFrame({owner: f.iloc[:, 0], named: f[column].str.split(";")}).explode(named)
        for f in held.values()
        if column in f
    ]
    frame = pd.concat(parts, ignore_index=True)
    frame = frame[frame[named] != ""].drop_duplicates(ignore_index=True)
    target = tables.LISTS[column]
    there = {"keys": "key", owners: held[owners].columns[0] if owners in held else "key"}
    links = [_link(owner, owners, there[owners]), _link(named, target, tables.RAW[target].key)]
    fields = [
        {"name": owner, "type": "string", "description": f"row of {owners}"},
        {"name": named, "type": "string", "description": f"a key of {target} it names"},
    ]
    schema = {"fields": fields, "primaryKey": [owner, named], "foreignKeys": links}
    return Resource(name=name, what=f"Pairs of column {column}", frame=frame, schema=schema)
