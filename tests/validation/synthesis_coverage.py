"""Does the interval of the synthesis cover truths drawn from its own prior?

`make validate` writes `synthesis_coverage.csv`.

Claims like the Russian ones by 11 October 2022, lower bounds left out: dead, biases, errors and the
meaning of undefined losses are drawn, and every claim is what they make of it.
"""

import numpy as np
import pandas as pd

from analysis import evidence
from analysis.casualties import synthesis, usable

DAY = "2022-10-11"
RATIO = (2.5, 4.5)
SCALES = {
    "bias_own": 0.7,
    "bias_opponent": 0.7,
    "bias_third": 0.5,
    "chain_error": 0.3,
    "claim_error": 0.3,
    "growth": 0.8,
    "growth_error": 0.2,
    "undefined_wounded": 0.5,
}
SETS = 600
FIRST = 40  # drawn again by the test
SEED = 11


def drawn(rng, table: pd.DataFrame, rows: pd.DataFrame) -> tuple[float, pd.DataFrame]:
    """A true number of dead, and the claims it gives."""
    elapsed = np.log((rows["as_of"] - pd.Timestamp("2022-02-24")).dt.days / 229).to_numpy()
    given = np.log(rows["high"] / rows["low"]).to_numpy() / 3.92
    both = rows["measure"].str.contains("wounded").to_numpy()
    ends = np.log1p(RATIO)
    log_dead = np.log(10_000) + 1.5 * rng.standard_normal()
    loading = np.where(
        rows["measure"] == "undefined", rng.random() < SCALES["undefined_wounded"], both
    )
    y = log_dead + loading * (ends.mean() + np.diff(ends)[0] / 3.29 * rng.standard_normal())
    y = y + (SCALES["growth"] + SCALES["growth_error"] * rng.standard_normal()) * elapsed
    y = y - SCALES["bias_own"] * abs(rng.standard_normal()) * (rows["stand"] == "own").to_numpy()
    y = (
        y
        + SCALES["bias_opponent"]
        * abs(rng.standard_normal())
        * (rows["stand"] == "opponent").to_numpy()
    )
    party = rows["claimant_party"].map(
        {p: rng.standard_normal() for p in sorted(set(rows["claimant_party"]))}
    )
    y = y + SCALES["bias_third"] * (party * (rows["stand"] == "third")).to_numpy()
    root = rows["root"].map({r: rng.standard_normal() for r in sorted(set(rows["root"]))})
    y = y + SCALES["chain_error"] * root.to_numpy()
    y = y + np.hypot(SCALES["claim_error"], given) * rng.standard_normal(len(rows))
    factor = (
        pd.Series(np.exp(y) / rows["central"].to_numpy(), index=rows["key"])
        .reindex(table["key"])
        .to_numpy()
    )
    made = table.assign(**{c: table[c] * factor for c in ("low", "central", "high")})
    return float(np.exp(log_dead)), made[np.isfinite(factor)]


def simulate(sets: int = SETS) -> pd.DataFrame:
    """Sets of claims whose interval of 95 % holds the dead behind them: sets, inside."""
    table = evidence.known_by(pd.Timestamp(DAY).date()).table("loss_claims")
    table = table[table["qualifier"] != "more than"]
    rows, rng, inside = usable(table, "RU", DAY), np.random.default_rng(SEED), 0
    for _ in range(sets):
        dead, claims = drawn(rng, table, rows)
        found = synthesis(claims, "RU", DAY, SCALES, ratio=RATIO, level=0.95).killed
        inside += found.low <= dead <= found.high
    return pd.DataFrame([{"sets": sets, "inside": inside}])
