"""How do the tables leave the project for other tools?

`portable` makes of every table one that any format can hold, with its keys and links; `formats`
writes Parquet, SQLite and a Frictionless data package of them. Draws nothing.

Examples
--------
>>> from analysis import export
>>> sorted(export.WRITERS)
['frictionless', 'parquet', 'sqlite']
"""

from analysis.export.formats import WRITERS, ExportError, export
from analysis.export.portable import Resource, resources

__all__ = ["WRITERS", "ExportError", "Resource", "export", "resources"]
