"""What did the weekly model foresee a year ahead, and what came?

From what was known at each year-end the Russian dead to the next, of residents of Russia; beside it
the register with the missing, as of August 2026, which was known at none of these days. `make
validate` writes `deaths_foreseen.csv`.
"""

import numpy as np
import pandas as pd

from analysis import evidence
from analysis.casualties import VINTAGES, weekly
from analysis.casualties.weekly.priors import MEANING, SHARED

TABLES = ("loss_claims", "general_staff_daily", "named_deaths", "coverage", "named_by_week")
YEARS = (2023, 2024, 2025)
SEED = 20220923
DRAWS = 3000


def assumptions(day: str) -> dict:
    """As stated by a day."""
    table, used = evidence.known_by(None).table("priors"), (*MEANING, *SHARED, "undefined_wounded")
    return weekly.stated(weekly.latest(table[table["quantity"].isin(used)], day), (2.5, 4.5))


def simulate(years: tuple[int, ...] = YEARS) -> pd.DataFrame:
    """One row a year-end, foreseen a year ahead and as known on the day itself."""
    weeks, rows = evidence.known_by(None).table("named_by_week"), []
    for year in years:
        end = f"{year}-12-31"
        past = weeks[weeks["week"] + pd.Timedelta(days=3) <= end]  # most of the week
        for known_on in (f"{year - 1}-12-31", end):
            known = evidence.known_by(pd.Timestamp(known_on).date())
            told = {t: known.table(t) for t in TABLES}
            some = weekly.told_by(told, "RU", known_on, VINTAGES)
            rng = np.random.default_rng(SEED)
            options = {"level": 0.95, "draws": DRAWS, "rng": rng, "least": 50}
            dead = weekly.course(some, end, assumptions(known_on), **options).total("residents")
            low, central, high = (round(v, -2) for v in (dead.low, dead.central, dead.high))
            came = round(past["with_missing"].sum())
            ends = {"low": low, "central": central, "high": high, "register": came}
            rows.append(
                {"dead_to": end, "known_on": known_on} | ends | {"inside": low < came < high}
            )
    return pd.DataFrame(rows)
