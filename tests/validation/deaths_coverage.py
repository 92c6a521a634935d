"""Does the interval of the weekly model hold the dead behind simulated sources?

Claims of nine months are simulated under the model itself and under three wrong ones: deaths that
come in waves, speakers three times as biased as assumed, and claims that speak of days long past.
`make validate` writes `deaths_coverage.csv`.
"""

import numpy as np
import pandas as pd

from analysis.casualties import weekly
from analysis.casualties.roots import START
from analysis.casualties.weekly.observations import from_claims
from validation.deaths_foreseen import assumptions

WORLDS = ("as assumed", "waves", "biased", "late")
DAY = pd.Timestamp("2022-11-30")
SETS = 40  # of each world
FIRST = 4  # drawn again by the test
SEED = 7
SPEAKERS = (("Ukraine", "Kyiv"), ("Russia", "Moscow"), ("third", "London"), ("third", "Washington"))


def drawn(rng, world: str) -> tuple[float, pd.DataFrame]:
    """A true number of Ukrainian dead, and the claims it gives."""
    weeks = pd.date_range("2022-02-21", DAY, freq="7D")
    step = rng.normal(0, 0.1, size=len(weeks))
    log = np.log(300) + 1.5 * rng.standard_normal() * 0.5 + np.cumsum(step)
    if world == "waves":
        log = log + 1.2 * np.sin(np.arange(len(weeks)) / 2.0)
    dead = np.exp(log) * np.r_[4 / 7, np.ones(len(weeks) - 2), 3 / 7]
    size = {"own": -0.7, "opponent": 0.7} if world != "biased" else {"own": -2.1, "opponent": 2.1}
    bias = {"Ukraine": size["own"] * abs(rng.standard_normal())}
    bias |= {"Russia": size["opponent"] * abs(rng.standard_normal())}
    bias |= {"third": 0.5 * rng.standard_normal() * (3 if world == "biased" else 1)}
    root, rows = {r: 0.3 * rng.standard_normal() for _, r in SPEAKERS}, []
    for n in range(12):
        party, chain = SPEAKERS[n % 4]
        at = int(rng.integers(4, len(weeks) - 1))
        seen = max(at - 8, 3) if world == "late" else at
        log_said = np.log(dead[:seen].sum()) + bias[party] + root[chain]
        said = np.exp(log_said + 0.3 * rng.standard_normal())
        told = {"key": f"C{n}", "side": "UA", "claimant": chain, "claimant_party": party}
        told |= {"root": chain, "witness": "witness", "forces": "all", "grounds": "statement"}
        told |= {"since": pd.NaT, "measure": "killed", "qualifier": "exact"}
        told |= dict.fromkeys(("low", "central", "high"), said)
        rows.append(told | {"as_of": weeks[at] - pd.Timedelta(days=1)})
    return float(dead.sum()), pd.DataFrame(rows)


def simulate(sets: int = SETS) -> pd.DataFrame:
    """Sets whose interval of 95 % holds the dead, by world: world, sets, inside, factor."""
    stated, rows = assumptions("2022-11-30"), []
    for world in WORLDS:
        rng, inside, wide = np.random.default_rng(SEED), 0, []
        for _ in range(sets):
            dead, claims = drawn(rng, world)
            options = {"level": 0.95, "draws": 300, "rng": rng, "least": 10}
            told = from_claims(claims[claims["as_of"] > START], "UA", DAY)
            found = weekly.course(told, DAY, stated, **options).total("residents")
            inside += found.low <= dead <= found.high
            wide.append(np.log(found.high / found.low))
        factor = round(float(np.exp(np.median(wide))), 2)
        rows.append({"world": world, "sets": sets, "inside": inside, "factor": factor})
    return pd.DataFrame(rows)
