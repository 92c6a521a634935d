"""What does the data package say of every processed table?

Kinds, units and meanings from `fields`; what a cell may hold and which key of another table it
names from the contracts of `tables`. Reads and draws nothing.
"""

import json
from collections.abc import Mapping

import analysis
from analysis import fields, tables
from analysis.cleaning.upstream import Derived

IN_ROW = {"reported", "low", "central", "high"}  # their unit stands in the row's column `unit`


def datapackage(cleaned: Mapping[str, tuple[str, ...]], derived: Mapping[str, Derived]) -> str:
    """Frictionless data package of the processed tables, as JSON text.

    Parameters
    ----------
    cleaned : mapping of str to tuple of str
        Columns of each table that has a contract.
    derived : mapping of str to Derived
        The others.
    """
    resources = [resource(n, tables.RAW[n].description, c) for n, c in cleaned.items()]
    resources += [resource(n, d.what, d.columns, d.source) for n, d in derived.items()]
    package = {
        "name": "day229-processed",
        "title": "Day 229: what was reported, as intervals with sources",
        "version": analysis.__version__,
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "resources": resources,
    }
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def resource(name: str, what: str, columns: tuple[str, ...], source: str = "") -> dict:
    """One table of the data package.

    Parameters
    ----------
    name, what : str
        Table and its description.
    columns : tuple of str
        The first is its key.
    source : str
        Key of the publication it was derived from as a whole, if it was.
    """
    schema = {
        "fields": [_described(name, c, columns) for c in columns],
        "primaryKey": columns[0],
        "foreignKeys": [
            {"fields": c, "reference": {"resource": t, "fields": tables.RAW[t].key}}
            for c, t in tables.REFERENCES.items()
            if c in columns and t != name
        ],
    }
    if not schema["foreignKeys"]:
        del schema["foreignKeys"]
    sources = {"sources": [{"title": source}]} if source else {}
    return {"name": name, "path": f"{name}.csv", "description": what, **sources, "schema": schema}


def _described(table: str, column: str, columns: tuple[str, ...]) -> dict:
    field = fields.field(column, table)
    unit = {"unit": field.unit} if field.unit else {}
    if column in IN_ROW and "unit" in columns and not field.unit:
        unit = {"unitField": "unit"}
    held = constraints(table, column, is_key=column == columns[0])
    told = {"name": column, "type": field.kind, "description": field.meaning}
    return told | unit | ({"constraints": held} if held else {})


def constraints(table: str, column: str, *, is_key: bool = False) -> dict[str, object]:
    """What the contract lets a typed cell hold, in the words of a Table Schema.

    Parameters
    ----------
    table, column : str
        A column without a contract, of a derived table, is free.
    is_key : bool
        Whether it is the key, and so filled and held once.

    Examples
    --------
    >>> constraints("polls", "among")
    {'required': True, 'enum': ['adults', 'voters']}
    """
    known = table in tables.RAW and column in tables.RAW[table].columns
    rule = tables.column_of(table, column) if known else None
    filled = is_key or (rule is not None and not rule.optional)
    held: dict[str, object] = {"required": True} if filled else {}
    held |= {"unique": True} if is_key else {}
    for part in rule.rules if rule else ():
        held |= part.constraint
    if "enum" in held and fields.field(column, table).kind == "number":
        held["enum"] = [int(word) for word in held["enum"]]
    return held
