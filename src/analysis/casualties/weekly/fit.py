"""Which weekly deaths fit all sources, and how sure is that?

For each size of the weekly step, and for both readings of undefined losses, the most likely
unknowns by Newton's method and a normal density about them (Laplace; Rue, Martino & Chopin 2009,
J. R. Stat. Soc. B 71, 319-392). Draws from these are weighed by what the normal densities get wrong
(importance sampling), drawn again by weight, and moved by Metropolis steps that keep the posterior
(preconditioned Crank-Nicolson; Cotter, Roberts, Stuart & White 2013, Statist. Sci. 28, 424-446;
drawing again and moving: Gilks & Berzuini 2001, J. R. Stat. Soc. B 63, 127-146). Pure; draws come
from `rng`.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve, solve_triangular
from scipy.special import log_ndtr

from analysis.casualties.measures import MeasureError
from analysis.casualties.weekly.model import KNOT, LEVEL, WIDTH, Model
from analysis.casualties.weekly.prediction import predicted, with_slopes

_SETTLED = 1e-8  # standard errors from the maximum at which a fit has settled
_MOST_STEPS = 200
_LEAST_SHARE = 0.02  # of the draws, about the least likely peak
_CHUNK = 250  # draws looked at in one go
_FIRST = 3  # draws weighed for each that is moved
_KEPT = 0.8  # share of a draw kept in one move
_MOVES = 24
_LIGHT = 1e-3  # share of the posterior below which a step size and reading are left out


class NotConvergedError(MeasureError):
    """The fit did not settle, or too few of its draws bear weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """Most likely unknowns at one step size.

    `factor` is the Cholesky factor of the curvature, `spread` its inverse.
    """

    model: Model
    step: float
    z: np.ndarray
    factor: np.ndarray
    spread: np.ndarray
    log_evidence: float

    def log_normal(self, z: np.ndarray) -> np.ndarray:
        """Log density of the normal about the peak."""
        e = (z - self.z) @ self.factor
        scale = np.log(np.diag(self.factor)).sum() - len(self.z) / 2 * np.log(2 * np.pi)
        return scale - (e**2).sum(axis=1) / 2

    def deviates(self, e: np.ndarray) -> np.ndarray:
        """Standard normals turned to deviations from the peak."""
        return e @ self.spread


def prior_mean(model: Model) -> np.ndarray:
    """Prior mean of all unknowns."""
    return np.concatenate([np.full(model.basis.shape[1], LEVEL), model.prior.mean])


def _precision(model: Model, step: float) -> np.ndarray:
    """Prior precision of all unknowns."""
    n = model.basis.shape[1]
    d = n + len(model.prior.names)
    q = np.zeros((d, d))
    walk = np.diff(np.eye(n), axis=0) / (step * np.sqrt(KNOT))
    q[:n, :n] = walk.T @ walk
    q[0, 0] += 1 / WIDTH**2
    q[np.arange(n, d), np.arange(n, d)] = 1 / model.prior.sd**2
    return q


def log_priors(model: Model, steps: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Log prior density of unknowns (n, d) at each step size, shape (steps, n)."""
    n = model.basis.shape[1]
    level, shared = z[:, 0] - LEVEL, (z[:, n:] - model.prior.mean) / model.prior.sd
    fixed = (level / WIDTH) ** 2 + (shared**2).sum(axis=1)
    walked = (np.diff(z[:, :n], axis=1) ** 2).sum(axis=1) / KNOT
    scale = np.array([_log_scale(model, step) for step in steps])
    return scale[:, None] - (fixed + walked / np.square(steps)[:, None]) / 2


def _log_scale(model: Model, step: float) -> float:
    """Logarithm of what makes the prior a density."""
    n = model.basis.shape[1]
    spread = np.log(WIDTH) + (n - 1) * np.log(step * np.sqrt(KNOT)) + np.log(model.prior.sd).sum()
    return -spread - (n + len(model.prior.names)) / 2 * np.log(2 * np.pi)


def log_likelihood(model: Model, mean: np.ndarray) -> np.ndarray:
    """Log likelihood of all rows at their predicted logarithms, shape (n, rows) -> (n,)."""
    t, bounds = (model.y - mean) / model.sd, model.bound != 0
    each = -(t**2) / 2 - np.log(model.sd) - np.log(2 * np.pi) / 2
    each[:, bounds] = log_ndtr(-model.bound[bounds] * t[:, bounds])
    return each.sum(axis=1)


def _derivatives(model: Model, mean: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and minus second derivative of the log likelihood by each row's logarithm."""
    t = (model.y - mean) / model.sd
    z = -model.bound * t
    pull = np.exp(-(z**2) / 2 - log_ndtr(z)) / np.sqrt(2 * np.pi)
    first = np.where(model.bound == 0, t, model.bound * pull) / model.sd
    second = np.where(model.bound == 0, 1.0, np.maximum(pull * (pull + z), 0.0)) / model.sd**2
    return first, second


def peak(model: Model, step: float, start: np.ndarray | None = None) -> Peak:
    """Most likely unknowns by damped Newton steps.

    Raises
    ------
    NotConvergedError
        If the steps do not settle.
    """
    q, prior = _precision(model, step), prior_mean(model)
    z = prior.copy() if start is None else start

    def height(point):
        off = point - prior
        return log_likelihood(model, predicted(model, point))[0] - off @ q @ off / 2

    value = height(z)
    for _ in range(_MOST_STEPS):
        at = with_slopes(model, z)
        first, second = _derivatives(model, at.mean[0])
        gradient = at.slopes.T @ first - q @ (z - prior)
        factor = _factor(q + (at.slopes.T * second) @ at.slopes, at.curvature(first))
        move = cho_solve((factor, True), gradient)
        gain = gradient @ move
        if gain < _SETTLED**2:
            scale = _log_scale(model, step) + len(z) / 2 * np.log(2 * np.pi)
            evidence = float(value + scale - np.log(np.diag(factor)).sum())
            spread = solve_triangular(factor, np.eye(len(z)), lower=True)
            found = {"model": model, "step": step, "z": z, "factor": factor, "spread": spread}
            return Peak(**found, log_evidence=evidence)
        size = 1.0
        while (found := height(z + size * move)) < value + 1e-4 * size * gain - 1e-12 * abs(value):
            size /= 2
            if size < 1e-6:
                break
        z, value = z + size * move, found
    raise NotConvergedError(
        f"the weekly dead do not settle: after {_MOST_STEPS} steps they are {np.sqrt(gain):.1g}"
        f" standard errors from the best, wanted {_SETTLED:g}"
    )


def _factor(least: np.ndarray, bend: np.ndarray) -> np.ndarray:
    """Cholesky factor of the full curvature, or without `bend` where that is no maximum."""
    try:
        return np.linalg.cholesky(least - bend)
    except np.linalg.LinAlgError:
        return np.linalg.cholesky(least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """Draws of the unknowns, shape (draws, d), all of one weight.

    `share` is the posterior of each step size and reading; `weighed` the effective number of the
    draws before they were moved, `accepted` the share of moves taken, and `ancestor` the draw from
    which each was moved; `node` is the peak whose step size and reading each has.
    """

    z: np.ndarray
    share: np.ndarray
    weighed: float
    accepted: float
    ancestor: np.ndarray
    node: np.ndarray

    def effective(self, values: np.ndarray) -> float:
        """Number of independent draws that these are worth for one quantity.

        Draws moved from one ancestor still resemble it: with a correlation r within ancestors and m
        draws of one ancestor on average (each draw counted), n draws are worth ``n / (1 + (m - 1)
        r)`` (Kish 1965, Survey Sampling, chapter 5).
        """
        _, group, size = np.unique(self.ancestor, return_inverse=True, return_counts=True)
        n, groups, m = len(values), len(size), (size**2).sum() / len(values)
        if groups < 2 or m <= 1:
            return float(n if m <= 1 else 1)
        mean = np.bincount(group, values) / size
        between = (size * (mean - values.mean()) ** 2).sum() / (groups - 1)
        within = ((values - mean[group]) ** 2).sum() / max(n - groups, 1)
        usual = (n - (size**2).sum() / n) / (groups - 1)
        alike = max((between - within) / (between + (usual - 1) * within), 0.0)
        return float(n / (1 + (m - 1) * alike))


def draw(peaks: list[Peak], log_weights: np.ndarray, *, draws: int, rng) -> Draws:
    """Draws over all step sizes and readings.

    Parameters
    ----------
    peaks : list of Peak
        Models that differ in their loads only.
    log_weights : numpy.ndarray, shape (peaks,)
        Log prior of each.
    draws : int
        Number of draws moved; three times as many are weighed.
    rng : numpy.random.Generator
        The only source of randomness.
    """
    counts = _counts(log_weights + np.array([p.log_evidence for p in peaks]), _FIRST * draws)
    kinds = [rng.standard_normal((n, len(peaks[0].z))) for n in counts]
    z = np.concatenate([p.z + p.deviates(e) for p, e in zip(peaks, kinds, strict=True)])
    each = _log_joint(peaks, log_weights, z)
    near = np.array([p.log_normal(z) for p in peaks]) + np.log(counts / counts.sum())[:, None]
    log = np.logaddexp.reduce(each) - np.logaddexp.reduce(near)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    at = np.searchsorted(np.cumsum(weight), (np.arange(draws) + rng.random()) / draws)
    at = np.minimum(at, len(z) - 1)
    z, share, accepted, node = _moved(peaks, log_weights, z[at], each[:, at], rng)
    effective = float(1 / (weight**2).sum())
    return Draws(z=z, share=share, weighed=effective, accepted=accepted, ancestor=at, node=node)


def _counts(log_evidence: np.ndarray, draws: int) -> np.ndarray:
    """Draws about each peak, by its share of the posterior and at least a few."""
    share = np.exp(log_evidence - log_evidence.max())
    share = np.maximum(share / share.sum(), _LEAST_SHARE)
    return np.ceil(draws * share / share.sum()).astype(int)


def _log_joint(peaks: list[Peak], log_weights: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Log of prior times likelihood for each peak's step size and reading, shape (peaks, n)."""
    first = peaks[0].model
    mean = np.concatenate([predicted(first, z[a : a + _CHUNK]) for a in range(0, len(z), _CHUNK)])
    shared, like = z[:, first.basis.shape[1] :], {}
    for p in peaks:
        if id(p.model) not in like:  # readings differ in unknowns that add linearly
            more = shared @ (p.model.loads - first.loads).T
            like[id(p.model)] = log_likelihood(p.model, mean + more)
    prior = log_priors(first, np.array([p.step for p in peaks]), z)
    return log_weights[:, None] + np.array([like[id(p.model)] for p in peaks]) + prior


def _moved(peaks, log_weights, z, each, rng) -> tuple:
    """Draws after moves that keep the posterior, shares of the peaks, moves taken, peak of each."""
    taken, share, place = 0.0, np.zeros(len(peaks)), np.arange(len(z))
    for _ in range(_MOVES):
        node, chance = _nodes(each, rng)
        share += chance / _MOVES
        e, other = rng.standard_normal(z.shape), np.empty_like(z)
        old, new = np.empty(len(z)), np.empty(len(z))
        for k, p in enumerate(peaks):
            mine = node == k
            off = _KEPT * (z[mine] - p.z) + np.sqrt(1 - _KEPT**2) * p.deviates(e[mine])
            other[mine] = p.z + off
            old[mine], new[mine] = p.log_normal(z[mine]), p.log_normal(other[mine])
        found = _log_joint(peaks, log_weights, other)
        gain = found[node, place] - new - each[node, place] + old
        take = np.log(rng.random(len(z))) < gain
        z, each = np.where(take[:, None], other, z), np.where(take, found, each)
        taken += take.mean() / _MOVES
    return z, share, float(taken), _nodes(each, rng)[0]


def _nodes(each: np.ndarray, rng) -> tuple[np.ndarray, np.ndarray]:
    """A peak for each draw by its chance, and the mean chance of each peak."""
    chance = np.exp(each - np.logaddexp.reduce(each))
    node = (np.cumsum(chance, axis=0) < rng.random(each.shape[1])).sum(axis=0)
    return np.minimum(node, len(each) - 1), chance.mean(axis=1)
