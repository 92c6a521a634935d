"""Which assumptions are used, the project's or a reader's own?"""

import pandas as pd

from analysis import evidence
from analysis.cleaning.building import cleaned


def assumptions(priors_file: str = "") -> pd.DataFrame:
    """Rows of `priors`: those of data/raw/priors.csv, or of a reader's own file.

    Parameters
    ----------
    priors_file : str
        "" or the path of a CSV file with the columns of data/raw/priors.csv.

    Raises
    ------
    tables.DataError
        If the file breaks the contract of the table.

    Examples
    --------
    >>> assumptions().columns[:4].to_list()
    ['key', 'quantity', 'geography', 'low']
    """
    if priors_file:
        return cleaned("priors", priors_file)
    return evidence.known_by(None).table("priors")
