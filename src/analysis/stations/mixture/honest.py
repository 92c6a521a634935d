"""How well do honest electorates alone describe a fingerprint?

The alternative to stuffing: one or two clouds of stations, each a normal of turnout and share with
its own correlation (town and country, or a gradient between them), fitted by EM to the same cells.
"""

from dataclasses import dataclass

import numpy as np

from analysis.stations.mixture.likelihood import FLOOR

_ROUNDS = 200
_PARAMETERS = {1: 5, 2: 11}  # clouds -> means, spreads, correlations and weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Honest:
    """Honest clouds fitted to one square of counts.

    `centres` has shape (clouds, 2), turnout and share in %; `weights` shape (clouds,).
    """

    clouds: int
    centres: np.ndarray
    weights: np.ndarray
    log_likelihood: float
    parameters: int

    def in_words(self) -> str:
        """The clouds by their turnout, as the start of a sentence."""
        told = " and ".join(f"{t:.0f}" for t in sorted(self.centres[:, 0]))
        if self.clouds == 1:
            return f"one cloud without any stuffing, around a turnout of {told} %, describes"
        return f"two clouds without any stuffing, around turnouts of {told} %, describe"


def honest_clouds(counts: np.ndarray) -> tuple[Honest, ...]:
    """One and two honest clouds fitted to a square of counts, shape (cells, cells)."""
    i, j = np.nonzero(counts)
    held = counts[i, j].astype(float)
    at = (np.stack([i, j], axis=1) + 0.5) / len(counts)
    starts = [np.ones((1, len(at)))]
    for axis in (at[:, 0], at[:, 1], at.sum(axis=1)):  # halves by turnout, by share, by both
        order = np.argsort(axis, kind="stable")
        low = np.zeros(len(at))
        low[order] = held[order].cumsum() <= held.sum() / 2
        starts.append(np.clip(np.stack([low, 1 - low]), 0.1, 0.9))
    found = [_fitted(counts, at, held, start) for start in starts]
    return found[0], max(found[1:], key=lambda h: h.log_likelihood)


def _fitted(counts: np.ndarray, at: np.ndarray, held: np.ndarray, belongs: np.ndarray) -> Honest:
    """Normals by EM from first guesses of what belongs where; cells by their middle."""
    belongs = belongs / belongs.sum(axis=0)
    for _ in range(_ROUNDS):
        weight, mean, spread = _moments(at, held, belongs)
        density = np.stack(
            [w * _normal(at, m, s) for w, m, s in zip(weight, mean, spread, strict=True)]
        )
        density = density + 1e-300
        belongs, before = density / density.sum(axis=0), belongs
        if np.abs(belongs - before).max() < 1e-6:
            break
    side = (np.arange(len(counts)) + 0.5) / len(counts)
    every = np.stack(np.meshgrid(side, side, indexing="ij"), axis=-1).reshape(-1, 2)
    clouds = [_normal(every, m, s) for m, s in zip(mean, spread, strict=True)]
    cells = sum(w * c / c.sum() for w, c in zip(weight, clouds, strict=True))
    cells = (1 - FLOOR) * cells + FLOOR / len(every)
    return Honest(
        clouds=len(weight),
        centres=100 * mean,
        weights=weight,
        log_likelihood=float(counts.ravel() @ np.log(cells)),
        parameters=_PARAMETERS[len(weight)],
    )


def _moments(at: np.ndarray, held: np.ndarray, belongs: np.ndarray) -> tuple:
    """Weights, means and covariances of clouds; none is narrower than a cell."""
    part = belongs * held
    weight = part.sum(axis=1)
    mean = part @ at / weight[:, None]
    off = at - mean[:, None]
    spread = np.einsum("kc,kca,kcb->kab", part, off, off) / weight[:, None, None]
    return weight / weight.sum(), mean, spread + 1e-4 * np.eye(2)


def _normal(at: np.ndarray, mean: np.ndarray, spread: np.ndarray) -> np.ndarray:
    off = at - mean
    squared = np.einsum("ca,ab,cb->c", off, np.linalg.inv(spread), off)
    return np.exp(-squared / 2) / np.sqrt(np.linalg.det(spread))
