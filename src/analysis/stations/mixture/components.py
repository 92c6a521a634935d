"""Where do honest and stuffed stations come to lie?

The model of Klimek, Yegorov, Hanel & Thurner (2012, PNAS 109, 16469-16473) on a grid of turnout and
share: honest turnout and preference are normal and independent; in a share of stations part of the
abstentions and of the other votes go to the leader (incremental), in another nearly all (extreme).
"""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

NAMES = ("turnout", "turnout_sd", "share", "share_sd", "strength", "deviousness")
EXTREME_SD = 0.075  # of the part left unstuffed where nearly all is stuffed, after the authors
_STEPS = 60  # values of the stuffed part, of equal chance


def components(shapes: np.ndarray, *, cells: int = 50) -> np.ndarray:
    """Cell probabilities of honest, incremental and extreme stations, shape (3, cells, cells).

    Turnout by share.

    Parameters
    ----------
    shapes : numpy.ndarray, shape (6,)
        In the order of `NAMES`; the first four as fractions.
    cells : int
        Cells a side; half the side of the finer grid that honest stations start from.
    """
    mean_t, sd_t, mean_s, sd_s, strength, power = shapes
    honest = np.outer(margin(mean_t, sd_t, cells)[0], margin(mean_s, sd_s, cells)[0])
    kinds = [where @ honest.ravel() for where in moves(strength, power, cells)]
    return np.stack(kinds).reshape(3, cells, cells)


def margin(mean: float, sd: float, cells: int) -> np.ndarray:
    """Chance of each fine cell under a normal cut to 0-1.

    And its derivatives by mean, sd, mean twice, mean and sd, sd twice: shape (6, fine).
    """
    from scipy.special import ndtr

    z = (np.arange(2 * cells + 1) / (2 * cells) - mean) / sd
    f = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) / sd
    p = np.diff([ndtr(z), -f, -z * f, -z * f / sd, (1 - z**2) * f / sd, z * (2 - z**2) * f / sd])
    total = p.sum(axis=1)
    p[0] /= total[0]
    for at, (i, j) in ((1, (0, 0)), (2, (0, 0)), (3, (1, 1)), (4, (1, 2)), (5, (2, 2))):
        shared = p[i] * total[j] + p[j] * total[i] if at > 2 else 0.0
        p[at] = (p[at] - shared - p[0] * total[at]) / total[0]
    return p


def moves(strength: float, power: float, cells: int) -> tuple["csr_matrix", ...]:
    """Where honest electorates end up: honest, stuffed a little, stuffed nearly entirely.

    Three matrices of shape (cells x cells, fine x fine); each column sums to one.
    """
    little = _moving(float(strength), float(power), False, cells)
    return _staying(cells), little, _moving(EXTREME_SD, float(power), True, cells)


@lru_cache(maxsize=4)
def _staying(cells: int) -> "csr_matrix":
    """Fine cells joined two by two."""
    from scipy.sparse import csr_matrix

    i, j = np.divmod(np.arange(4 * cells**2), 2 * cells)
    to = (i // 2) * cells + j // 2
    return csr_matrix((np.ones(to.size), (to, np.arange(to.size))), shape=(cells**2, to.size))


@lru_cache(maxsize=64)
def _moving(strength: float, power: float, extreme: bool, cells: int) -> "csr_matrix":
    """Where stuffing takes honest cells, whatever the honest electorate."""
    from scipy.sparse import coo_matrix
    from scipy.special import ndtri

    fine = 2 * cells
    middle = (np.arange(fine) + 0.5) / fine
    t, v = middle[:, None, None], middle[None, :, None]
    half = ndtri(0.5 + (np.arange(_STEPS) + 0.5) / (2 * _STEPS))
    moved = np.clip(1 - strength * half if extreme else strength * half, 0, 1)
    after = t + moved * (1 - t)
    leader = v * t + moved * (1 - t) + moved**power * (1 - v) * t
    i, j = (
        np.minimum((x * cells).astype(int), cells - 1)
        for x in np.broadcast_arrays(after, leader / after)
    )
    start = np.repeat(np.arange(fine * fine), _STEPS)
    weight = np.full(start.size, 1 / _STEPS)
    return coo_matrix((weight, ((i * cells + j).ravel(), start)), shape=(cells**2, fine**2)).tocsr()
