"""What is assumed where nothing was counted?

Every assumption is a row of `priors`: low, likeliest and high value, with reason and source, and
the day from which it could be held. The latest row known for a country, else the latest for all, is
used (the first one stated before any could be held); the shape is triangular, so that a reader can
draw it.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.days import day_of

MEANING = {
    "open_end": "how far 'more than' is exceeded, as a fraction",
    "carried_rate": "factor on the last daily rate where it is carried on",
    "carried_exit_ratio": "exits per entry on days after the last report",
    "exit_ratio": "exits per entry where a country reported none",
    "onward_share": (
        "share of exits by which people of the wave go on to third countries instead of home"
    ),
    "onward_listed_share": "share of those going on who enter another counted country",
    "later_return_share": "share of those gone on who came home by another border",
    "normal_net_share": "net entries per entry in usual times",
    "crossings_per_person": "crossings per person among those who go on",
    "uncounted_share": (
        "share of those abroad who left straight for countries that published no count"
    ),
}


class PriorError(ValueError):
    """An assumption that is needed and not stated, or cannot be drawn from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """Triangular assumption: `low` <= `mode` <= `high`."""

    low: float
    mode: float
    high: float
    key: str

    def __post_init__(self):
        if not self.low <= self.mode <= self.high:
            raise PriorError(f"{self.key}: not ordered: {self.low}, {self.mode}, {self.high}")

    def at(self, u: np.ndarray) -> np.ndarray:
        """Value below which a share `u` of the assumption lies; same shape as `u`, 0 to 1."""
        return triangular(u, self.low, self.mode, self.high)


def triangular(u: np.ndarray, low: float, mode: float, high: float) -> np.ndarray:
    """Quantile function of the triangular distribution; a point where it has no width.

    Parameters
    ----------
    u : numpy.ndarray
        Probabilities, 0 to 1, of any shape.
    low, mode, high : float
        Least, likeliest and greatest value, in order.

    Returns
    -------
    numpy.ndarray
        Values of the shape of `u`, in the unit of the three.

    Examples
    --------
    >>> triangular(np.array([0, 0.25, 1]), 0, 1, 2).round(6).tolist()
    [0.0, 0.707107, 2.0]
    """
    if high == low:
        return np.full_like(u, low, dtype=float)
    width = high - low
    turn = (mode - low) / width
    left = low + np.sqrt(np.maximum(u * width * (mode - low), 0.0))
    right = high - np.sqrt(np.maximum((1 - u) * width * (high - mode), 0.0))
    return np.where(u < turn, left, right)


def prior(
    table: pd.DataFrame, quantity: str, geography: str = "", *, as_of: date | None = None
) -> Prior:
    """Assumption about one quantity for one country.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of `priors`.
    quantity : str
        One of `MEANING`.
    geography : str
        Country; rows of that country win over rows for all.
    as_of : datetime.date, optional
        Rows that could be held by that day; before the first of them, the first one stated.

    Returns
    -------
    Prior
        Low, mode and high, in the unit of `MEANING`.

    Raises
    ------
    PriorError
        If no row holds for all countries; the message names the quantity.

    Examples
    --------
    >>> from analysis import evidence
    >>> table = evidence.known_by("2022-10-11").table("priors")
    >>> found = prior(table, "open_end", as_of=date(2022, 10, 11))
    >>> found.low, found.mode, found.high, found.key
    (0.0, 0.0, 0.05, 'PR01b')
    """
    return pick(latest(table, as_of), quantity, geography)


def latest(table: pd.DataFrame, as_of: date | None = None) -> dict[tuple[str, str], Prior]:
    """Assumption in force for each quantity and country ("" for all) on a day.

    As `prior` chooses it.
    """
    limit = None if as_of is None else day_of(as_of, "as_of", refused=PriorError)
    chosen: dict[tuple[str, str], Prior] = {}
    for row in table.sort_values(["published", "key"]).itertuples():
        place = row.geography if isinstance(row.geography, str) else ""
        known = limit is None or row.published <= limit
        if known or (not place and (row.quantity, "") not in chosen):
            chosen[row.quantity, place] = Prior(
                low=float(row.low), mode=float(row.mode), high=float(row.high), key=row.key
            )
    return chosen


def pick(held: dict[tuple[str, str], Prior], quantity: str, geography: str = "") -> Prior:
    """Assumption about one quantity: the country's own, else the one for all.

    Raises
    ------
    PriorError
        If there is neither; the message names the quantity.
    """
    for place in (geography, ""):
        if (quantity, place) in held:
            return held[quantity, place]
    known = ", ".join(sorted({q for q, _ in held}))
    raise PriorError(f"no assumption about {quantity} for all countries; stated are: {known}")
