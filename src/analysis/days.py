"""Which day does a text mean?

Only YYYY-MM-DD is read: 11.10.2022 is a day of October to some and of November to others. Reads no
file and draws nothing.
"""

import re
from datetime import date, datetime

import numpy as np
import pandas as pd


def day_of(
    given: object, what: str = "day", *, refused: type[Exception] = ValueError
) -> pd.Timestamp:
    """A day as given, or read from text in one way only.

    Parameters
    ----------
    given : str, datetime.date, pandas.Timestamp or numpy.datetime64
        Text as YYYY-MM-DD.
    what : str
        Name for the message.
    refused : type of Exception
        What is raised.

    Raises
    ------
    ValueError
        Or `refused`, if it is no day, or one written in another way.

    Examples
    --------
    >>> day_of("2022-10-11")
    Timestamp('2022-10-11 00:00:00')
    """
    if isinstance(given, str):
        found = _written(given)
    else:
        found = pd.Timestamp(given) if isinstance(given, date | np.datetime64) else pd.NaT
    if pd.isna(found) or found.tzinfo is not None:
        raise refused(
            f"{what}={given!r} is no day: wanted a calendar date as YYYY-MM-DD, for example"
            " '2022-10-11', which can be read in one way only"
        )
    return found


def _written(text: str) -> pd.Timestamp:
    """The day of a text, or none; a midnight that a table wrote beside it is left out."""
    text = text.removesuffix(" 00:00:00")
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            return pd.Timestamp(datetime.strptime(text, "%Y-%m-%d"))
    except ValueError:  # the thirtieth of February
        pass
    return pd.NaT
