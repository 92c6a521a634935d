"""Does the interval of excess deaths cover what was planted?

`make validate` writes `excess_coverage.csv`.

Men over women scatters independently about a falling line, in one age group and in seven; deaths
are added to the men of 2022 and 2023.
"""

import numpy as np
import pandas as pd

from analysis.casualties import excess_male_deaths
from analysis.casualties.excess import AGES, BASE

SETS = 1_000
FIRST = 100  # of each, drawn again by the test
SEED = 20250401
GROUPS = {"one": (30,), "all": AGES}
ADDED = {2022: 80.0, 2023: 120.0}  # deaths in every age group
YEARS = (*BASE, 2020, 2021, *ADDED)


def deaths(noise: np.ndarray, ages: tuple[int, ...]) -> pd.DataFrame:
    """Women by age, and men at a falling ratio to them with scatter of shape (ages, years)."""
    rows = []
    for i, age in enumerate(ages):
        for j, year in enumerate(YEARS):
            women = 500.0 * (i + 1) + 10 * j
            rows.append(
                (
                    year,
                    age,
                    women * (2.0 - 0.04 * (year - 2017) + noise[i, j]) + ADDED.get(year, 0.0),
                    women,
                )
            )
    return pd.DataFrame(rows, columns=["year", "age_from", "men", "women"])


def simulate(sets: int = SETS) -> pd.DataFrame:
    """Sets whose interval of 95 % holds the planted excess: groups, years, sets, inside."""
    rows = []
    for groups, ages in GROUPS.items():
        planted = {**ADDED, None: sum(ADDED.values())}
        rng, inside = np.random.default_rng(SEED), dict.fromkeys(planted, 0)
        for _ in range(sets):
            found = excess_male_deaths(
                deaths(rng.normal(0, 0.05, (len(ages), len(YEARS))), ages), ages=ages
            )
            for year, added in planted.items():
                told = found.estimate(year, level=0.95)
                inside[year] += told.low <= added * len(ages) <= told.high
        rows += [(groups, str(year or "both"), sets, n) for year, n in inside.items()]
    return pd.DataFrame(rows, columns=["groups", "years", "sets", "inside"])
