"""How well do shapes and shares describe a fingerprint, and where does the likelihood rise?

Value, slope and curvature of the log likelihood, exact: slopes by the four shapes of the honest
electorate go backward through the matrices of `components` (one product with each transposed
matrix), so a full set of derivatives costs little more than the value.
"""

from dataclasses import dataclass

import numpy as np

from analysis.stations.contract import StationError
from analysis.stations.mixture.components import margin, moves

FLOOR = 0.001  # of the stations, spread evenly: stray ones do not decide
LEAST, MOST = (
    np.array([0.05, 0.015, 0.05, 0.015]),
    np.array([0.98, 0.35, 0.98, 0.35]),
)  # of the first four shapes
SETTLED = 1e-7  # standard errors from the maximum at which one more step ends the search
_MOST_STEPS = 200  # of Newton's method; votes need about ten
_NEAR = 1e-5  # from a bound that the likelihood pulls to: taken to it
_FIRST = ((1, 0), (2, 0), (0, 1), (0, 2))  # derivatives of turnout and of share, by shape
_SECOND = {
    (0, 0): (3, 0),
    (0, 1): (4, 0),
    (1, 1): (5, 0),
    (0, 2): (1, 1),
    (0, 3): (1, 2),
    (1, 2): (2, 1),
    (1, 3): (2, 2),
    (2, 2): (0, 3),
    (2, 3): (0, 4),
    (3, 3): (0, 5),
}  # pair of shapes -> derivatives of turnout and of share


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Cells that hold stations, and where stations of each kind arrive in them."""

    counts: np.ndarray
    where: tuple
    cells: int
    pair: tuple[float, float]

    def kinds(self, honest: np.ndarray) -> np.ndarray:
        """Chances of the held cells, shape (3, held, columns of `honest`), floor left out."""
        return np.stack([w @ honest for w in self.where])


def problem(grid: np.ndarray, pair: tuple[float, float]) -> Problem:
    """The likelihood of one square of counts, with strength and deviousness held at `pair`."""
    held = np.flatnonzero(grid.ravel() > 0)
    where = tuple(w[held] for w in moves(*pair, len(grid)))
    return Problem(counts=grid.ravel()[held], where=where, cells=len(grid), pair=pair)


def likelihood(p: Problem, free: np.ndarray, share: np.ndarray) -> tuple:
    """Log likelihood of four shapes and three shares, its slope and its curvature (7 by 7)."""
    t, v = margin(*free[:2], p.cells), margin(*free[2:], p.cells)
    honest = np.stack([np.outer(t[i], v[j]).ravel() for i, j in ((0, 0), *_FIRST)], axis=1)
    kinds = (1 - FLOOR) * p.kinds(honest)
    kinds[..., 0] += FLOOR / p.cells**2
    mixed = np.tensordot(share, kinds, 1)
    pull = p.counts / mixed[:, 0]
    back = sum(s * (w.T @ pull) for s, w in zip(share, p.where, strict=True))
    turns = (1 - FLOOR) * t @ back.reshape(len(t[0]), -1) @ v.T
    ratio = np.vstack([mixed[:, 1:].T, kinds[..., 0]]) / mixed[:, 0]
    curve = -(ratio * p.counts) @ ratio.T
    for (i, j), at in _SECOND.items():
        curve[i, j] += turns[at]
        curve[j, i] = curve[i, j]
    cross = np.einsum("kca,c->ak", kinds[..., 1:], pull)
    curve[:4, 4:] += cross
    curve[4:, :4] += cross.T
    return float(p.counts @ np.log(mixed[:, 0])), ratio @ p.counts, curve


def mix(p: Problem, free: np.ndarray, *, rounds: int = 30) -> np.ndarray:
    """Shares of the three components by EM at given shapes: where to begin, not the end."""
    honest = np.outer(margin(*free[:2], p.cells)[0], margin(*free[2:], p.cells)[0])
    kinds = (1 - FLOOR) * p.kinds(honest.ravel()) + FLOOR / p.cells**2
    share = np.array([0.8, 0.15, 0.05])
    for _ in range(rounds):
        joint = share[:, None] * kinds
        share = (joint / joint.sum(axis=0)) @ p.counts
        share = share / share.sum()
    return share


def settled(p: Problem, free: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """The maximum uphill of four shapes: shapes, shares and log likelihood.

    By Newton's steps within the bounds.

    Raises
    ------
    StationError
        If the steps do not end at a maximum.
    """
    share = mix(p, free)
    value, slope, curve = likelihood(p, free, share)
    for _ in range(_MOST_STEPS):
        rest, step, g, at, low, high = _step(free, share, slope, curve)
        reach = float(np.sqrt(abs(g @ step)))
        size = 1.0
        while size > 1e-12:
            tried, others = _taken(at + size * step, rest, low, high)
            if reach < SETTLED:
                return tried[:4], others, likelihood(p, tried[:4], others)[0]
            if others.min() >= 0 and others.max() > 0 and others[_most(rest)] > 0:
                found = likelihood(p, tried[:4], others)
                if found[0] >= value + 1e-4 * g @ (tried - at) - 1e-14 * abs(value):
                    break
            size /= 2
        else:
            break
        free, share, (value, slope, curve) = tried[:4], others, found
    raise StationError(
        f"strength {p.pair[0]}, deviousness {p.pair[1]}: the fit does not settle; it stays"
        f" {reach:.1g} standard errors from its best, wanted {SETTLED:g}; next: another pair, or"
        " more stations"
    )


def _most(rest: list[int]) -> int:
    return 3 - sum(rest)


def _step(free: np.ndarray, share: np.ndarray, slope: np.ndarray, curve: np.ndarray) -> tuple:
    """Newton's step of four shapes and two shares; the largest share is what the others leave."""
    most = int(share.argmax())
    rest = [k for k in range(3) if k != most]
    turn = np.eye(7)[:, [0, 1, 2, 3, *(4 + k for k in rest)]] - np.outer(
        np.eye(7)[4 + most], [0, 0, 0, 0, 1, 1]
    )
    low, high = np.append(LEAST, [0.0, 0.0]), np.append(MOST, [1.0, 1.0])
    at, g, h = np.append(free, share[rest]), turn.T @ slope, turn.T @ curve @ turn
    down, up = (at <= low + _NEAR) & (g < 0), (at >= high - _NEAR) & (g > 0)
    held = down | up
    step = np.where(down, low - at, high - at)  # held on the bound; the free ones follow
    step[~held] = _uphill(h[np.ix_(~held, ~held)], g[~held])
    return rest, step, g, at, low, high


def _taken(to: np.ndarray, rest: list[int], low: np.ndarray, high: np.ndarray) -> tuple:
    """Shapes and shares where a step ends, within the bounds."""
    tried, others = np.clip(to, low, high), np.zeros(3)
    others[rest] = tried[4:]
    others[_most(rest)] = 1 - tried[4:].sum()
    return tried, others


def _uphill(curve: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Newton's step toward a maximum.

    Where the likelihood is not curved like one, as far as the size of its curvature allows.
    """
    size = np.sqrt(np.maximum(np.abs(np.diag(curve)), 1e-300))
    values, vectors = np.linalg.eigh(curve / np.outer(size, size))
    return vectors @ ((vectors.T @ (slope / size)) / np.maximum(np.abs(values), 1e-8)) / size


def standard_errors(stations: float, shapes: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Standard errors of the incremental and the extreme share.

    Information of one cell draw, shapes of the electorate estimated with them.
    """
    cells = 50
    t, v = margin(*shapes[:2], cells), margin(*shapes[2:4], cells)
    honest = np.stack([np.outer(t[i], v[j]).ravel() for i, j in ((0, 0), *_FIRST)], axis=1)
    kinds = np.stack([w @ honest for w in moves(shapes[4], shapes[5], cells)])
    slope = np.vstack([kinds[1:, :, 0] - kinds[0, :, 0], np.tensordot(share, kinds[..., 1:], 1).T])
    mean = np.maximum(share @ kinds[..., 0], 1e-12)
    information = stations * (slope / mean) @ slope.T
    size = np.sqrt(np.diag(information))
    inverse = np.linalg.pinv(information / np.outer(size, size), rcond=1e-10, hermitian=True)
    return np.sqrt(np.maximum(np.diag(inverse)[:2], 0.0)) / size[:2]
