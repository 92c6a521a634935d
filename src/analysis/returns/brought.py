"""What do the returns that a reader brings show?

Reads the file and the mapping that the parameters of a notebook name; draws nothing. Method:
`stations.report`.
"""

from analysis import stations
from analysis.parameters import Parameters
from analysis.results import NothingKnown
from analysis.stations import Report

NONE = "No returns of a reader's own are given, so this page is about the Russian votes."


def brought(p: Parameters) -> Report | NothingKnown:
    """Test the returns that a reader brings, if any.

    Parameters
    ----------
    p : parameters.Parameters
        With `returns_file` and `columns_file` among its extra parameters.

    Raises
    ------
    stations.StationError
        If the returns cannot be read.

    Examples
    --------
    >>> from analysis import returns, session
    >>> given = {"as_of": "2022-10-11", "hindsight": True, "level": 0.95, "draws": 100, "seed": 1}
    >>> p, *_ = session.begin(given | {"returns_file": "", "columns_file": ""})
    >>> bool(returns.brought(p))
    False
    """
    file = p.extra.get("returns_file", "")
    if not file:
        return NothingKnown(words=NONE)
    return stations.report(stations.read(file, p.extra["columns_file"]), seed=p.seed)
