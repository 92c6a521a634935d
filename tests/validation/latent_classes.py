"""Do latent classes say the same from every seed, and the same as another sampler?

`make validate` writes `latent_classes.csv`. Four lists of Kosovo at the notebook's settings with 20
seeds; and one long run of the sampler of Manrique-Vallier (2016), which gives every person a class
and moves so slowly that a thousand steps are worth one independent draw.
"""

import numpy as np
import pandas as pd

from analysis import evidence
from analysis.casualties import latent_classes, patterns
from analysis.casualties.findings.capture import DRAWS
from analysis.resampling import effective_size, r_hat

SEEDS = 20
CLASSES = 5
CHAINS, STEPS, WARMING = 24, 50_000, 10_000  # of the long run


def kosovo() -> np.ndarray:
    """Persons by pattern."""
    table = evidence.known_by(None).table("capture_lists").set_index("pattern")["central"]
    return table[["".join(map(str, p)) for p in patterns(4)]].to_numpy(dtype=int)


def person_by_person(counts: np.ndarray, lists: int, rng: np.random.Generator) -> np.ndarray:
    """Totals by Gibbs sampling with members of classes drawn, shape (steps, chains)."""
    every = np.vstack([np.zeros(lists, dtype=int), patterns(lists)])
    n, people = int(counts.sum()), np.empty((CHAINS, len(every)), dtype=int)
    people[:, 1:] = counts
    chance = rng.uniform(0.2, 0.8, (CHAINS, CLASSES, lists))
    weight, alpha = np.full((CHAINS, CLASSES), 1 / CLASSES), np.full(CHAINS, 0.25)
    totals = np.empty((STEPS - WARMING, CHAINS))
    for i in range(-WARMING, STEPS - WARMING):
        logs = np.log(chance) @ every.T + np.log1p(-chance) @ (1 - every).T
        share = weight[:, None, :] * np.exp(logs.swapaxes(1, 2))
        people[:, 0] = rng.negative_binomial(n, 1 - share[:, 0].sum(axis=1))
        members = rng.multinomial(people, share / share.sum(axis=2, keepdims=True))
        size, caught = members.sum(axis=1), members.swapaxes(1, 2) @ every
        drawn = rng.beta(1 + caught, 1 + size[:, :, None] - caught)
        chance = np.clip(drawn, 1e-9, 1 - 1e-9)
        after = size[:, ::-1].cumsum(axis=1)[:, ::-1] - size
        stick = rng.beta(1 + size[:, :-1], alpha[:, None] + after[:, :-1])
        stick = np.clip(stick, 1e-9, 1 - 1e-9)
        one = np.ones((CHAINS, 1))
        weight = np.hstack([stick, one]) * np.hstack([one, np.cumprod(1 - stick, axis=1)])
        alpha = rng.gamma(CLASSES - 0.75, 1 / (0.25 - np.log1p(-stick).sum(axis=1)))
        if i >= 0:
            totals[i] = n + people[:, 0]
    return totals


def of_seed(seed: int) -> tuple:
    """Seed, ends and middle of the interval of 95 %, R-hat, independent draws."""
    asked = {"draws": DRAWS, "rng": np.random.default_rng(seed), "level": 0.95}
    f = latent_classes(kosovo(), 4, **asked)
    ends = _ends(f.total.low, f.total.central, f.total.high)
    return "classes summed", seed, *ends, f.r_hat, f.effective


def _ends(*values: float) -> tuple:
    return tuple(round(float(v)) for v in values)


def simulate(seeds: int = SEEDS) -> pd.DataFrame:
    """One row a seed, and the long run: sampler, seed, low, central, high, r_hat, effective."""
    rows = [of_seed(seed) for seed in range(1, seeds + 1)]
    long = person_by_person(kosovo(), 4, np.random.default_rng(0))
    ends = _ends(*np.quantile(long, [0.025, 0.5, 0.975]))
    rows.append(("person by person", 0, *ends, r_hat(long), effective_size(long)))
    columns = ["sampler", "seed", "low", "central", "high", "r_hat", "effective"]
    return pd.DataFrame(rows, columns=columns).round({"r_hat": 4, "effective": 0})
