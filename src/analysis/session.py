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

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from analysis import evidence, parameters
from analysis.evidence import Evidence
from analysis.parameters import ParameterError, Parameters
from analysis.tables import DataError

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
        and says so, when `hindsight` is off. Both hold the reader's own rows and assumptions, where
        `rows_file` and `priors_file` name files.

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
    known = with_files(evidence.known_by(p.day), p.extra)
    return p, known, replace(known, as_of=None, without="" if p.hindsight else NO_HINDSIGHT)


def with_files(known: Evidence, given: Mapping[str, object]) -> Evidence:
    """Evidence with the rows and assumptions of the files that parameters name.

    Parameters
    ----------
    known : Evidence
        Ours.
    given : mapping
        Parameters of a notebook; `rows_file` and `priors_file` among them, or not.

    Raises
    ------
    parameters.ParameterError
        Naming the parameter, and file, row, column, what was wanted and found, and the next step.

    Examples
    --------
    >>> with_files(evidence.known_by("2022-10-11"), {"priors_file": ""}).own
    ()
    """
    if priors := str(given.get("priors_file", "")):
        known = _of_file("priors_file", priors, known.with_priors)
    if rows := str(given.get("rows_file", "")):
        table = parameters.rows_table(given)
        known = _of_file("rows_file", rows, partial(known.with_rows, table))
    return known


def _of_file(name: str, path: str, add: Callable[[str], Evidence]) -> Evidence:
    """Evidence with one file; a breach names the parameter."""
    try:
        return add(path)
    except DataError as error:
        raise ParameterError(f"{name}={path!r}: {error}") from error
