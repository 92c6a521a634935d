"""The synthesis of claims by another way.

A random-walk Metropolis sampler of every unknown, without grid, nodes or matrix algebra.

Unknowns, each scaled to a standard normal (the two signed biases to its positive half): log deaths,
deviation of the growth exponent, log of one plus the wounded per killed, both signed biases, one
bias for each third party, one error for each root, and whether undefined losses count the wounded.
Chains run side by side from draws of the prior; the first third only tunes the proposals. `make
validate` writes `synthesis_mcmc.csv`.
"""

import numpy as np
import pandas as pd
from scipy.special import log_ndtr

from analysis import evidence
from analysis.casualties import usable

DAY = "2022-10-11"
RATIO = (2.5, 4.5)
LEVEL = (0.025, 0.5, 0.975)
FEW = {"chains": 200, "steps": 1_500}  # sampled again by the test
INVASION = pd.Timestamp("2022-02-24")


def problem(*, bounds=False):
    """Russian claims known by the day, lower bounds left out unless asked for.

    And the modes of the priors.
    """
    known = evidence.known_by(pd.Timestamp(DAY).date())
    claims = known.table("loss_claims")
    priors = known.table("priors").set_index("quantity")["mode"]
    wanted = (
        "bias_own",
        "bias_opponent",
        "bias_third",
        "chain_error",
        "claim_error",
        "growth",
        "growth_error",
        "undefined_wounded",
    )
    return claims if bounds else claims[claims["qualifier"] != "more than"], {
        q: float(priors[q]) for q in wanted
    }


def quantiles(claims, scales, *, chains=400, steps=15_000, seed=229, level=LEVEL):
    """Quantiles of the dead, and the share of draws in which undefined losses count the wounded."""
    rng = np.random.default_rng(seed)
    rows = usable(claims, "RU", DAY)
    y = np.log(rows["central"].to_numpy(dtype=float))
    least = rows["at_least"].to_numpy()
    given = np.array(
        [
            np.log(h / low) / 3.92 if low < h < np.inf else 0.0
            for low, h in zip(rows["low"], rows["high"], strict=True)
        ]
    )
    error = np.sqrt(scales["claim_error"] ** 2 + given**2)
    elapsed = np.log(
        (rows["as_of"] - INVASION).dt.days / (pd.Timestamp(DAY) - INVASION).days
    ).to_numpy()
    third = rows["stand"] == "third"
    parties, roots = sorted(set(rows.loc[third, "claimant_party"])), sorted(set(rows["root"]))
    wounded = np.log1p(np.array(RATIO))
    undefined = rows["open_measure"].to_numpy()
    both = rows["measure"].str.contains("wounded").to_numpy()
    # effect of every scaled unknown on every claim
    effect = np.vstack(
        [
            np.full(len(y), 1.5),
            scales["growth_error"] * elapsed,
            np.zeros(len(y)),
            -scales["bias_own"] * (rows["stand"] == "own"),
            scales["bias_opponent"] * (rows["stand"] == "opponent"),
            *(scales["bias_third"] * (third & (rows["claimant_party"] == p)) for p in parties),
            *(scales["chain_error"] * (rows["root"] == r) for r in roots),
        ]
    )

    def log_posterior(x, counts):
        loading = np.where(undefined, counts[:, None], both)
        omega = wounded.mean() + np.diff(wounded)[0] / 3.29 * x[:, 2]
        expected = (
            np.log(10_000) + scales["growth"] * elapsed + x @ effect + loading * omega[:, None]
        )
        chance = np.where(counts, scales["undefined_wounded"], 1 - scales["undefined_wounded"])
        z = (y - expected) / error
        fit = np.where(least, log_ndtr(-z), -(z**2) / 2)  # "more than": the number lies above
        value = fit.sum(axis=1) - (x**2).sum(axis=1) / 2 + np.log(chance)
        return np.where((x[:, 3] < 0) | (x[:, 4] < 0), -np.inf, value)

    d = len(effect)
    x = rng.standard_normal((chains, d))
    x[:, 3:5] = np.abs(x[:, 3:5])
    counts = rng.random(chains) < scales["undefined_wounded"]
    now = log_posterior(x, counts)
    root, kept, wounded_too = np.eye(d) * 0.15, [], []
    tune = steps // 3
    for step in range(steps):
        if step in (tune // 4, tune // 2, tune):
            root = np.linalg.cholesky(np.cov(x.T) + 1e-6 * np.eye(d)) * 2.0 / np.sqrt(d)
        flip = rng.random(chains) < 0.2
        proposed = x + rng.standard_normal((chains, d)) @ root.T
        other = counts ^ flip
        then = log_posterior(proposed, other)
        taken = np.log(rng.random(chains)) < then - now
        x, counts, now = (
            np.where(taken[:, None], proposed, x),
            np.where(taken, other, counts),
            np.where(taken, then, now),
        )
        if step >= tune and step % 10 == 0:
            kept.append(x[:, 0].copy())
            wounded_too.append(counts.mean())
    dead = 10_000 * np.exp(1.5 * np.concatenate(kept))
    return np.quantile(dead, level), float(np.mean(wounded_too))


def simulate(**size: int) -> pd.DataFrame:
    """Quantiles by the sampler, lower bounds left out and in.

    Bounds, low, central, high, counts_wounded.
    """
    rows = []
    for bounds in (False, True):
        dead, counts_wounded = quantiles(*problem(bounds=bounds), **size)
        rows.append((bounds, *np.round(dead, 1), round(counts_wounded, 4)))
    return pd.DataFrame(rows, columns=["bounds", "low", "central", "high", "counts_wounded"])
