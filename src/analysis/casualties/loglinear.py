"""Which log-linear models of overlapping lists have a best value, and what is it?

All models of one table at once: each is the largest with some terms held at zero. Existence after
Fienberg & Rinaldo (2012, Annals of Statistics 40, 996-1023): there is no best value if the terms
can be moved so that patterns that nobody shows become ever rarer and the others stay.
"""

import numpy as np
import pandas as pd

from analysis.casualties.measures import MeasureError

_MOST_STEPS = 200  # of Newton's method; data need about ten
_SETTLED = 1e-10  # largest move of a coefficient after which the fit stands
_FARTHEST = 2.0  # largest move in one step, in logarithms; a longer one may leap over the best
_AT_ONCE = 2048  # models, so that six lists fit into memory


def _design(lists: int, terms: list) -> np.ndarray:
    """Constant, lists and terms by pattern of those on a list, shape (patterns, columns)."""
    caught = (np.arange(1, 2**lists)[:, None] >> np.arange(lists)[::-1]) & 1
    together = [caught[:, list(t)].prod(axis=1) for t in terms]
    return np.column_stack([np.ones(len(caught)), caught, *together])


def _terms_of(models: list) -> list:
    return sorted({t for m in models for t in m}, key=lambda t: (len(t), t))


def existing(counts: np.ndarray, lists: int, models: list) -> np.ndarray:
    """Whether each model has a best value, shape (models,).

    Parameters
    ----------
    counts : numpy.ndarray, shape (2**lists - 1,)
        Persons by pattern.
    lists : int
        Number of lists.
    models : list of tuple
        Interactions of each model, as of `capture.hierarchical_terms`.

    Examples
    --------
    >>> nobody_on_both = np.array([9, 9, 4, 9, 4, 0, 0])
    >>> existing(nobody_on_both, 3, [(), ((0, 1),)]).tolist()
    [True, False]
    """
    held = np.ones(len(models), dtype=bool)
    if (counts > 0).all():
        return held
    terms = _terms_of(models)
    x, sets = _design(lists, terms), [frozenset(terms.index(t) for t in m) for m in models]
    good, bad = [], []
    for i in sorted(range(len(models)), key=lambda i: -len(sets[i])):
        if any(sets[i] <= s for s in good):
            continue
        held[i] = not any(s <= sets[i] for s in bad)
        if held[i]:
            moved = _moves_away(x, counts, sorted(sets[i]), lists)
            held[i] = moved is None
            (good if moved is None else bad).append(sets[i] if moved is None else moved)
    return held


def _moves_away(
    x: np.ndarray, counts: np.ndarray, terms: list[int], lists: int
) -> frozenset[int] | None:
    """Terms whose move leaves all shown patterns alone and others ever rarer; none if none does."""
    from scipy.optimize import linprog

    columns = [*range(lists + 1), *(lists + 1 + t for t in terms)]
    rows, shown = x[:, columns], counts > 0
    found = linprog(
        -rows[~shown].sum(axis=0),
        A_ub=np.vstack([rows[~shown], -rows[~shown]]),
        b_ub=np.repeat([1.0, 0.0], (~shown).sum()),
        A_eq=rows[shown],
        b_eq=np.zeros(shown.sum()),
        bounds=(None, None),
    )
    if found.status != 0:
        raise MeasureError(f"whether a model has a best value was not found: {found.message}")
    if -found.fun < 0.5:  # nothing moves, or one pattern moves by one
        return None
    moved = np.abs(found.x[lists + 1 :]) > 1e-9
    return frozenset(np.asarray(terms)[moved].tolist())


def fitted(counts: np.ndarray, lists: int, models: list) -> pd.DataFrame:
    """Fit of every model: parameters, deviance, freedom, aic, bic, total and se.

    Parameters
    ----------
    counts, lists, models
        As in `existing`, of models that have a best value.

    Raises
    ------
    MeasureError
        If a fit does not settle.
    """
    terms = _terms_of(models)
    x, place = _design(lists, terms), {t: lists + 1 + i for i, t in enumerate(terms)}
    used = np.zeros((len(models), x.shape[1]), dtype=bool)
    used[:, : lists + 1] = True
    for row, model in zip(used, models, strict=True):
        row[[place[t] for t in model]] = True
    parts = [used[i : i + _AT_ONCE] for i in range(0, len(used), _AT_ONCE)]
    return pd.concat([_fit(counts, x, part) for part in parts], ignore_index=True)


def _information(mu: np.ndarray, x: np.ndarray, used: np.ndarray) -> np.ndarray:
    """Information of each model, one on the diagonal of terms it does not use."""
    size = x.shape[1]
    products = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    every = (mu @ products).reshape(-1, size, size)
    both = used[:, :, None] & used[:, None, :]
    return np.where(both, every, np.where(np.eye(size, dtype=bool), 1.0, 0.0))


def _fit(counts: np.ndarray, x: np.ndarray, used: np.ndarray) -> pd.DataFrame:
    """Poisson log-linear models by Newton's method, all at once."""
    start = np.tile(counts + 0.5, (len(used), 1))
    beta = _solved(start, x, used, start * np.log(start))
    for _ in range(_MOST_STEPS):
        mu = np.exp(np.clip(beta @ x.T, -30, 30))
        step = _solved(mu, x, used, counts - mu)
        far = np.abs(step).max(axis=1, keepdims=True)
        beta = beta + step * np.minimum(1, _FARTHEST / np.maximum(far, _SETTLED))
        if far.max() < _SETTLED:
            return _told(counts, x, used, beta)
    raise MeasureError(f"a model of {len(used)} does not settle in {_MOST_STEPS} steps")


def _solved(mu: np.ndarray, x: np.ndarray, used: np.ndarray, left: np.ndarray) -> np.ndarray:
    right = np.where(used, left @ x, 0.0)
    return np.linalg.solve(_information(mu, x, used), right[..., None])[..., 0]


def _told(counts: np.ndarray, x: np.ndarray, used: np.ndarray, beta: np.ndarray) -> pd.DataFrame:
    from scipy.special import gammaln, xlogy

    mu = np.exp(beta @ x.T)
    unseen = np.exp(beta[:, 0])
    variance = np.linalg.inv(_information(mu, x, used))[:, 0, 0]
    ratio = np.where(counts > 0, counts / mu, 1.0)
    deviance = 2 * (xlogy(counts, ratio) - (counts - mu)).sum(axis=1)
    fit = (xlogy(counts, mu) - mu - gammaln(counts + 1)).sum(axis=1)
    k, n = used.sum(axis=1), counts.sum()
    return pd.DataFrame(
        {
            "parameters": k,
            # of a model that fits exactly only rounding is left
            "deviance": np.maximum(deviance, 0.0).round(9) + 0.0,
            "freedom": len(counts) - k,
            "aic": -2 * fit + 2 * k,
            "bic": -2 * fit + np.log(n) * k,
            "total": n + unseen,
            "se": np.sqrt(unseen + unseen**2 * variance),
        }
    )
