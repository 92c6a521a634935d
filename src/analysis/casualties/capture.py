"""What can overlapping lists say about those on none of them?

A lesson, not an estimate for this war: no overlap of lists has been published for it. Four lists of
people killed in Kosovo in 1999 (Ball, Betts, Scheuren, Dudukovich & Asher 2002) show that models
which fit equally well differ by half. Log-linear models after Fienberg (1972, Biometrika 59,
591-603); latent classes after Manrique-Vallier (2016, Biometrics 72, 1246-1254).
"""

from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
import pandas as pd

from analysis.casualties.measures import MeasureError
from analysis.quantities import Estimate

_RANK = 1e-12  # of the largest singular value; less is rounding
_MOST_STEPS = 100  # of Newton's method; data need about ten


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSet:
    """All hierarchical log-linear models of one table of lists.

    `table` has columns model, parameters, deviance, freedom, aic, bic, total (persons), se; lowest
    BIC first.
    """

    observed: int
    table: pd.DataFrame

    def weights(self) -> pd.Series:
        """Approximate posterior weight of each model from BIC, summing to one."""
        best = np.exp(-(self.table["bic"] - self.table["bic"].min()) / 2)
        return best / best.sum()


def patterns(lists: int) -> np.ndarray:
    """All capture patterns but the unseen one, shape (2**lists - 1, lists)."""
    every = (np.arange(2**lists)[:, None] >> np.arange(lists)[::-1]) & 1
    return every[1:]


def hierarchical_terms(lists: int) -> list[tuple[tuple[int, ...], ...]]:
    """Interactions of every hierarchical model short of the highest.

    A term of three brings its pairs.
    """
    pairs, triples = (list(combinations(range(lists), k)) for k in (2, 3))
    models = []
    for chosen in chain.from_iterable(
        combinations(triples, k) for k in range(len(triples) + 1 if lists > 3 else 1)
    ):
        forced = {p for t in chosen for p in combinations(t, 2)}
        free = [p for p in pairs if p not in forced]
        for extra in chain.from_iterable(combinations(free, k) for k in range(len(free) + 1)):
            models.append(tuple(sorted(forced | set(extra))) + tuple(chosen))
    return models


def fit_all(counts: np.ndarray, names: tuple[str, ...]) -> ModelSet:
    """Every hierarchical log-linear model of three or four lists.

    Parameters
    ----------
    counts : numpy.ndarray of int, shape (2**lists - 1,)
        Persons by pattern, in the order of `patterns`.
    names : tuple of str
        Name of each list.

    Raises
    ------
    MeasureError
        If the table does not fit three or four lists, a count is negative, or a list caught nobody.
    """
    lists = len(names)
    counts = np.asarray(counts, dtype=float)
    caught = patterns(lists) if lists in (3, 4) else np.zeros((0, 0))
    if counts.shape != (len(caught),) or not len(caught):
        raise MeasureError(
            f"wanted three or four lists and a count for each pattern, found {lists} lists and"
            f" {counts.size} counts"
        )
    if (counts < 0).any() or ((counts[:, None] * caught).sum(axis=0) == 0).any():
        raise MeasureError("a count is negative, or a list holds nobody")
    rows = [_fit(counts, caught, terms, names) for terms in hierarchical_terms(lists)]
    table = pd.DataFrame(
        rows, columns=["model", "parameters", "deviance", "freedom", "aic", "bic", "total", "se"]
    )
    ordered = table.sort_values("bic", key=lambda v: v.round(9), kind="stable", ignore_index=True)
    return ModelSet(observed=int(counts.sum()), table=ordered)


def _fit(counts: np.ndarray, caught: np.ndarray, terms: tuple, names: tuple[str, ...]) -> tuple:
    """One Poisson log-linear model by Newton's method."""
    from scipy.special import gammaln, xlogy

    columns = [np.ones(len(counts)), *caught.T, *(caught[:, list(t)].prod(axis=1) for t in terms)]
    x = np.column_stack(columns).astype(float)
    beta = np.linalg.lstsq(x, np.log(counts + 0.5), rcond=None)[0]
    for _ in range(_MOST_STEPS):
        mu = np.exp(np.clip(x @ beta, -30, 30))
        step = np.linalg.lstsq((x * mu[:, None]).T @ x, x.T @ (counts - mu), rcond=_RANK)[0]
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    else:
        raise MeasureError(
            f"the model {terms} does not settle in {_MOST_STEPS} steps; a pattern that nobody shows"
            " may leave it without a best value"
        )
    mu = np.exp(np.clip(x @ beta, -30, 30))
    unseen = float(np.exp(beta[0]))
    variance = float(np.linalg.pinv((x * mu[:, None]).T @ x, rcond=_RANK, hermitian=True)[0, 0])
    deviance = 2 * float(
        (xlogy(counts, np.where(counts > 0, counts / mu, 1.0)) - (counts - mu)).sum()
    )
    fit = float((xlogy(counts, mu) - mu - gammaln(counts + 1)).sum())
    n, k = counts.sum(), x.shape[1]
    label = " + ".join(".".join(names[i] for i in t) for t in terms) or "independence"
    se = float(np.sqrt(unseen + unseen**2 * variance))
    # of a model that fits exactly only rounding is left
    deviance = round(max(deviance, 0.0), 9) + 0.0
    return (
        label,
        k,
        deviance,
        len(counts) - k,
        -2 * fit + 2 * k,
        -2 * fit + np.log(n) * k,
        n + unseen,
        se,
    )


def latent_classes(
    counts: np.ndarray,
    lists: int,
    *,
    classes: int = 5,
    draws: int,
    rng: np.random.Generator,
    level: float,
    burn: int = 500,
) -> Estimate:
    """Total number of persons when each belongs to a hidden class.

    Within a class the lists are independent.

    Gibbs sampler with stick-breaking weights, uniform chances of capture and a prior of 1/N on the
    total.

    Parameters
    ----------
    counts : numpy.ndarray of int, shape (2**lists - 1,)
        Persons by pattern, in the order of `patterns`.
    lists, classes : int
        Number of lists; largest number of classes.
    draws : int
        Kept draws, after `burn`.
    rng, level
        Source of randomness; coverage of the interval.

    Raises
    ------
    MeasureError
        If the counts do not fit the lists.

    References
    ----------
    Manrique-Vallier (2016), Biometrics 72, 1246-1254.
    """
    every = np.vstack([np.zeros(lists, dtype=int), patterns(lists)])
    seen = np.asarray(counts, dtype=int)
    if seen.shape != (2**lists - 1,) or (seen < 0).any():
        raise MeasureError(
            f"wanted {2**lists - 1} counts of zero or more for {lists} lists, found {seen.size}"
        )
    chance = rng.uniform(0.2, 0.8, size=(classes, lists))
    weight, alpha, unseen, totals = (
        np.full(classes, 1 / classes),
        0.25,
        int(seen.sum()),
        np.empty(draws),
    )
    for i in range(burn + draws):
        likelihood = weight * np.exp(np.log(chance) @ every.T + np.log1p(-chance) @ (1 - every).T).T
        missed = float(likelihood[0].sum())
        unseen = int(rng.negative_binomial(seen.sum(), 1 - missed))
        share = likelihood / likelihood.sum(axis=1, keepdims=True)
        members = rng.multinomial(np.concatenate([[unseen], seen]), share)
        size = members.sum(axis=0)
        caught = members.T @ every
        chance = np.clip(rng.beta(1 + caught, 1 + size[:, None] - caught), 1e-9, 1 - 1e-9)
        after = size[::-1].cumsum()[::-1] - size
        stick = np.clip(rng.beta(1 + size[:-1], alpha + after[:-1]), 1e-9, 1 - 1e-9)
        left = np.concatenate([[1.0], np.cumprod(1 - stick)])
        weight = np.concatenate([stick, [1.0]]) * left
        alpha = rng.gamma(0.25 + classes - 1, 1 / (0.25 - np.log1p(-stick).sum()))
        if i >= burn:
            totals[i - burn] = seen.sum() + unseen
    told = f"{100 * level:g} % of {draws} draws, latent classes"
    return Estimate.of_draws(totals, level=level, unit="persons", basis=told)


def simulated_two_lists(
    total: int,
    first: float,
    second: float,
    odds_ratio: float,
    *,
    draws: int,
    rng: np.random.Generator,
    level: float,
) -> Estimate:
    """What two lists say of a known number of persons, over simulated pairs of lists.

    First times second over both.

    Parameters
    ----------
    total : int
        True number of persons.
    first, second : float
        Share of persons on each list, between 0 and 1.
    odds_ratio : float
        1 for independence; above 1 the lists find the same people.
    draws, rng, level
        Simulated pairs, source of randomness, coverage of the interval.

    Raises
    ------
    MeasureError
        If a share leaves 0-1 or the odds ratio is not above zero.
    """
    both = _on_both(total, first, second, odds_ratio)
    cells = rng.multinomial(
        total, [both, first - both, second - both, 1 - first - second + both], size=draws
    )
    on_first, on_second = cells[:, 0] + cells[:, 1], cells[:, 0] + cells[:, 2]
    found = on_first * on_second / np.maximum(cells[:, 0], 1)
    told = f"{100 * level:g} % of {draws} simulated pairs of lists"
    return Estimate.of_draws(found, level=level, unit="persons", basis=told)


def _on_both(total: int, first: float, second: float, odds_ratio: float) -> float:
    """Share of all persons expected on both lists."""
    if not (0 < first < 1 and 0 < second < 1) or odds_ratio <= 0 or total < 1:
        raise MeasureError(
            "wanted shares between 0 and 1, an odds ratio above 0 and a total of one or more"
        )
    if np.isclose(odds_ratio, 1.0):
        return first * second
    more = odds_ratio - 1
    s = 1 + (first + second) * more
    return float((s - np.sqrt(s**2 - 4 * odds_ratio * more * first * second)) / (2 * more))
