"""Which share of the young men would that be?

Upper bounds first: every person counted a different man of the band who never came back. Then with
the shares of men that were counted.
"""

import pandas as pd

from analysis.evidence import NotKnownError
from analysis.migration.flows import FlowError
from analysis.quantities import Estimate, same_unit

BANDS = ((18, 26), (18, 29), (18, 35), (20, 39), (18, 49))


def men_of_age(
    population: pd.DataFrame, age_from: int, age_to: int, *, territory: str = "excluding Crimea"
) -> pd.Series:
    """Row of men in one age band in the latest year known.

    Parameters
    ----------
    population : pandas.DataFrame
        Rows of `male_population`.
    age_from, age_to : int
        First and last age, years, both included.
    territory : str
        As named there.

    Returns
    -------
    pandas.Series
        The row; `central` in persons.

    Raises
    ------
    evidence.NotKnownError
        If the band is not known.

    Examples
    --------
    >>> from analysis import evidence
    >>> men = evidence.known_by("2022-10-11").table("male_population")
    >>> row = men_of_age(men, 18, 29)
    >>> print(row["year"], f"{row['central']:,.0f}")
    2021 9,003,097
    """
    band = population[
        (population["age_from"] == age_from)
        & (population["age_to"] == age_to)
        & (population["territory"] == territory)
    ]
    if band.empty:
        raise NotKnownError(f"men of {age_from}-{age_to} {territory}: no population is known")
    return band.sort_values("year").iloc[-1]


def share_of(persons: Estimate, population: Estimate) -> Estimate:
    """Persons as a share of a population, in %, with both intervals carried through.

    Parameters
    ----------
    persons : Estimate
        Part, persons.
    population : Estimate
        Whole, persons.

    Returns
    -------
    Estimate
        Per cent.

    Raises
    ------
    quantities.UnitError
        If the units differ.

    Examples
    --------
    >>> from analysis.quantities import Estimate
    >>> left = Estimate(low=10, central=20, high=30, unit="persons", basis="an example")
    >>> share = share_of(left, Estimate.exactly(1_000, "persons", "an example"))
    >>> share.low, share.central, share.high, share.unit
    (1.0, 2.0, 3.0, '%')
    """
    same_unit(persons, population)
    return persons.over(population, "%", "ratio of the two intervals")


def shares_of_bands(
    population: pd.DataFrame,
    counts: dict[str, Estimate],
    *,
    men_share: float = 1.0,
    bands: tuple[tuple[int, int], ...] = BANDS,
) -> pd.DataFrame:
    """Shares of men by age band that several counts of persons would be, in %.

    Parameters
    ----------
    population : pandas.DataFrame
        Rows of `male_population`.
    counts : dict of Estimate
        Persons, by what they count.
    men_share : float
        Part of the persons who are men, 0 to 1; all of them fall into the band, which keeps the
        share an upper bound.
    bands : tuple of (int, int)
        First and last age, both included.

    Returns
    -------
    pandas.DataFrame
        Columns band, counted, men, low, central, high (per cent).

    Raises
    ------
    evidence.NotKnownError
        If a band is not known.
    FlowError
        If the share of men is not between 0 and 1.
    quantities.UnitError
        If a count is not in persons.

    Examples
    --------
    >>> from analysis import evidence
    >>> from analysis.quantities import Estimate
    >>> men = evidence.known_by("2022-10-11").table("male_population")
    >>> counts = {"an example": Estimate.exactly(100_000, "persons", "an example")}
    >>> shares_of_bands(men, counts, bands=((18, 29),))[["band", "counted", "central"]].round(2)
        band     counted  central
    0  18-29  an example     1.11
    """
    if not 0 <= men_share <= 1:
        raise FlowError(f"men_share={men_share}: wanted a share between 0 and 1")
    rows = []
    for first, last in bands:
        men = men_of_age(population, first, last)["central"]
        band = Estimate.exactly(men, "persons", "population")
        for name, count in counts.items():
            share = share_of(count.times(men_share), band)
            rows.append((f"{first}-{last}", name, men, share.low, share.central, share.high))
    return pd.DataFrame(rows, columns=["band", "counted", "men", "low", "central", "high"])
