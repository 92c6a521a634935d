"""Which parameters, which evidence of the day, and which learned later?

The first code cell of a notebook: ``p, known, later = session.begin(globals())``. Draws nothing.

Examples
--------
>>> from analysis import session
>>> given = {"as_of": "2022-10-11", "hindsight": True, "level": 0.95, "draws": 2000, "seed": 1}
>>> p, known, later = session.begin(given)
>>> known.as_of.isoformat(), later.as_of
('2022-10-11', None)
"""

from analysis import evidence, parameters
from analysis.evidence import Evidence
from analysis.parameters import Parameters

NO_HINDSIGHT = "What was learned later is left out: hindsight is off."


def begin(names: dict[str, object]) -> tuple[Parameters, Evidence, Evidence]:
    """Check a notebook's parameters and open the evidence.

    Parameters
    ----------
    names : dict
        Variables of the notebook, from ``globals()``; those that are parameters are checked.

    Returns
    -------
    tuple of Parameters, Evidence and Evidence
        The parameters; what was known by the knowledge date; and all evidence held, which is empty,
        and says so, when `hindsight` is off.

    Raises
    ------
    parameters.ParameterError
        Naming the parameter, what is allowed and what was found.

    Examples
    --------
    >>> given = {"as_of": "2022-10-11", "hindsight": False, "level": 0.95, "draws": 2000, "seed": 1}
    >>> p, known, later = begin(given)
    >>> bool(known), later.without
    (True, 'What was learned later is left out: hindsight is off.')
    """
    import pandas as pd

    given = {n: v for n, v in names.items() if parameters.is_known(n)}
    p = parameters.check(**given)
    pd.set_option("display.max_colwidth", None)
    return p, evidence.known_by(p.day), Evidence(None, "" if p.hindsight else NO_HINDSIGHT)
