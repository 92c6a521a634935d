"""How does a page read the derived tables?"""

from difflib import get_close_matches

import numpy as np
import pandas as pd

from analysis.quantities import Estimate
from analysis.stations.loading import StationError


def region_row(table: pd.DataFrame, year: int, region: str) -> pd.Series:
    """Row of one region, or of all, in `station_regions`; a part of the name is enough where it is clear.

    Raises
    ------
    StationError
        If the year or the region is not there, or the name fits several; the message names the nearest.
    """
    rows = table[table["year"] == year]
    exact = rows[rows["region"] == region]
    found = exact if len(exact) else rows[rows["region"].str.contains(region, regex=False)]
    if len(found) != 1:
        near = list(found["region"])[:5] or get_close_matches(region, list(rows["region"]), n=3, cutoff=0.4)
        raise StationError(
            f"region={region!r} in {year}: wanted one region as the returns spell it; nearest: {', '.join(near) or 'none'}"
        )
    return found.iloc[0]


def integer_excess_estimate(row: pd.Series, measure: str, level: float) -> Estimate:
    """Stations above expectation with a normal interval."""
    from scipy.stats import norm

    half = row[f"sd_{measure}"] * norm.ppf((1 + level) / 2)
    value = row[f"excess_{measure}"]
    return Estimate(
        low=value - half,
        central=value,
        high=value + half,
        unit="stations",
        basis=f"observed less exact expectation, {100 * level:g} %",
    )


def anomalous_estimate(zones: pd.DataFrame) -> Estimate:
    """Millions of anomalous votes: the automatic zone, and the range of zones up to ten points above it."""
    automatic = zones[zones["zone"] == "automatic"].iloc[0]
    near = zones.loc[zones["high"] <= automatic["high"] + 10, "votes"] / 1e6
    basis = f"automatic zone {automatic['low']}-{automatic['high']} % of turnout; range over zones up to ten points above it"
    return Estimate(
        low=float(np.min(near)),
        central=automatic["votes"] / 1e6,
        high=float(np.max(near)),
        unit="million votes",
        basis=basis,
    )
