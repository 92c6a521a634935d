"""Which assumptions are used, the project's or a reader's own?"""

import pandas as pd

from analysis import evidence


def assumptions(priors_file: str = "") -> pd.DataFrame:
    """Rows of `priors`: those of data/raw/priors.csv, or of a reader's own file.

    Parameters
    ----------
    priors_file : str
        "" or the path of a CSV file with the rows that it changes: see `Evidence.with_priors`.

    Raises
    ------
    tables.DataError
        If the file breaks the contract of the table.

    Examples
    --------
    >>> assumptions().columns[:4].to_list()
    ['key', 'quantity', 'geography', 'low']
    """
    known = evidence.known_by(None)
    return (known.with_priors(priors_file) if priors_file else known).assumptions()
