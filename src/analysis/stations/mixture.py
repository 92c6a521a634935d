"""Which shares of stations would have to be stuffed for the fingerprint to look as it does?

The model of Klimek, Yegorov, Hanel & Thurner (2012, PNAS 109, 16469-16473): honest turnout and
preference are normal; in a share of stations part of the abstentions and of the other votes go to
the leader (incremental), in another nearly all (extreme). Fitted by maximum likelihood to the
binned fingerprint: shapes and shares by simplex search and EM, then both to the last digits by
Newton's steps; strength and deviousness of stuffing on a grid. Its shares are weakly identified,
and the ridge of the likelihood is part of the answer. On simulated votes shares come back
(`tests/validation/mixture_grid.csv`); real votes deviate from the model far beyond chance.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.stations.loading import StationError

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

NAMES = ("turnout", "turnout_sd", "share", "share_sd", "strength", "deviousness")
_EXTREME_SD = 0.075
_STEPS = 60  # values of the stuffed part, of equal chance
RIDGE = tuple(
    (s, d) for s in (0.15, 0.3, 0.5, 0.8) for d in (1.0, 2.0, 4.0)
)  # strengths and deviousness tried

_FLOOR = 0.001  # of the stations, spread evenly: stray ones do not decide
_LEAST, _MOST = (
    np.array([0.05, 0.015, 0.05, 0.015]),
    np.array([0.98, 0.35, 0.98, 0.35]),
)  # of the first four shapes
# standard errors from the maximum at which one more step, which squares what is left, ends the
# search
_SETTLED = 1e-7
_MOST_STEPS = 200  # of Newton's method; votes need about twenty
_NEAR = 1e-5  # from a bound that the likelihood pulls to: taken to it
_TIE = 1e-6  # log likelihoods nearer than this are the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Fitted model: shares of stations and shapes.

    `ridge` has columns strength, deviousness, incremental, extreme, worse (log likelihood below the
    best): fits with these two held fixed. `overdispersion` is deviance over degrees of freedom.
    `sd` holds standard errors of the two shares from the information matrix of shares and shapes
    together, widened by the overdispersion.
    """

    stations: int
    incremental: float
    extreme: float
    shapes: dict[str, float]
    log_likelihood: float
    overdispersion: float
    sd: dict[str, float]
    ridge: pd.DataFrame

    def interval(self, name: str) -> tuple[float, float]:
        """95 % of "incremental" or "extreme".

        Two standard errors around every row of the ridge the data cannot rule out (1.92 x
        overdispersion).
        """
        near = self.ridge[self.ridge["worse"] <= 1.92 * self.overdispersion]
        values = np.array([*near[name], getattr(self, name)])
        reach = 1.96 * self.sd[name]
        return float(max(values.min() - reach, 0.0)), float(min(values.max() + reach, 1.0))


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
    honest = np.outer(_margin(mean_t, sd_t, cells)[0], _margin(mean_s, sd_s, cells)[0])
    return _arrived(honest.reshape(1, -1), strength, power, cells)[:, 0].reshape(3, cells, cells)


def _arrived(honest: np.ndarray, strength: float, power: float, cells: int) -> np.ndarray:
    """Where honest electorates, shape (n, fine x fine), end up when honest.

    Stuffed a little and stuffed nearly entirely: shape (3, n, cells x cells).
    """
    coarse = honest.reshape(-1, cells, 2, cells, 2).sum(axis=(2, 4)).reshape(len(honest), -1)
    little = (_moving(float(strength), float(power), False, cells) @ honest.T).T
    nearly = (_moving(_EXTREME_SD, float(power), True, cells) @ honest.T).T
    return np.stack([coarse, little, nearly])


def _margin(mean: float, sd: float, cells: int) -> np.ndarray:
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


@lru_cache(maxsize=64)
def _moving(strength: float, power: float, extreme: bool, cells: int) -> "csr_matrix":
    """Where stuffing takes honest cells, whatever the honest electorate.

    Shape (cells x cells, fine x fine); each column sums to one.
    """
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


def mix(counts: np.ndarray, shape: np.ndarray, *, rounds: int = 60) -> tuple[np.ndarray, float]:
    """Shares of the three components by EM and the log likelihood.

    Where to begin, not where the fit ends.
    """
    flat, kinds = counts.ravel(), shape.reshape(3, -1)
    kinds = (1 - _FLOOR) * kinds + _FLOOR / kinds.shape[1]
    share = np.array([0.8, 0.15, 0.05])
    held = flat > 0
    flat, kinds = flat[held], kinds[:, held]
    for _ in range(rounds):
        joint = share[:, None] * kinds
        share = (joint / joint.sum(axis=0)) @ flat
        share = share / share.sum()
    return share, float(flat @ np.log((share[:, None] * kinds).sum(axis=0)))


def fit_mixture(
    grid: np.ndarray, *, ridge: tuple[tuple[float, float], ...] = RIDGE, most_rounds: int = 100
) -> Fit:
    """Fit the model to a fingerprint.

    Parameters
    ----------
    grid : numpy.ndarray, shape (100, 100)
        Stations by turnout and share in cells of one per cent.
    ridge : tuple of (float, float)
        Pairs of strength and deviousness at which the shapes of the honest electorate and the
        shares are fitted; the best pair is the fit.
    most_rounds : int
        Evaluations of each simplex search, which Newton's steps then bring to the maximum.

    Raises
    ------
    StationError
        If the grid is not 100 by 100, holds fewer than 200 stations, or a fit does not settle.

    Notes
    -----
    Strength and deviousness of stuffing are held on a grid: with a strength near zero an
    incremental station is an honest one, and its share means nothing.
    """
    if grid.shape != (100, 100) or (grid < 0).any() or grid.sum() < 200:
        raise StationError(
            f"wanted a grid of 100 by 100 cells with 200 stations or more, found {grid.shape} with"
            f" {grid.sum():,.0f}"
        )
    counts = grid.reshape(50, 2, 50, 2).sum(axis=(1, 3))

    found, begin = [], _starting_shapes(counts)
    for pair in ridge:
        found.append(_settled(counts, _searched(counts, begin, pair, most_rounds), pair))
        begin = found[-1][0]
    values = np.array([value for _, _, value in found])
    at = int(np.flatnonzero(values >= values.max() - _TIE)[0])
    free, share, value = found[at]
    shapes = np.array([*free, *ridge[at]])
    expected = counts.sum() * (
        (1 - _FLOOR) * np.tensordot(share, components(shapes), 1) + _FLOOR / counts.size
    )
    pearson = float(
        ((counts - expected) ** 2 / expected)[expected > 1].sum() / max((expected > 1).sum() - 8, 1)
    )
    overdispersion = max(pearson, 1.0)
    errors = np.sqrt(overdispersion) * _standard_errors(counts.sum(), shapes, share)
    rows = [
        (*pair, s[1], s[2], values.max() - v) for pair, (_, s, v) in zip(ridge, found, strict=True)
    ]
    table = pd.DataFrame(
        rows, columns=["strength", "deviousness", "incremental", "extreme", "worse"]
    )
    return Fit(
        stations=int(counts.sum()),
        incremental=float(share[1]),
        extreme=float(share[2]),
        shapes=dict(zip(NAMES, map(float, shapes), strict=True)),
        log_likelihood=value,
        overdispersion=overdispersion,
        sd=dict(zip(("incremental", "extreme"), map(float, errors), strict=True)),
        ridge=table.assign(worse=table["worse"].where(table["worse"] > _TIE, 0.0)),
    )


def _searched(
    counts: np.ndarray, begin: np.ndarray, pair: tuple[float, float], rounds: int
) -> np.ndarray:
    """Four shapes near a maximum, by simplex search."""
    from scipy.optimize import minimize

    def loss(free: np.ndarray) -> float:
        if not ((free > _LEAST) & (free < _MOST)).all():
            return 1e12
        return -mix(counts, components(np.array([*free, *pair])))[1]

    simplex = np.vstack([begin, begin + np.diag([0.04, 0.02, 0.04, 0.02])])
    options = {"maxfev": rounds, "xatol": 1e-5, "fatol": 0.02, "initial_simplex": simplex}
    return minimize(loss, begin, method="Nelder-Mead", options=options).x


def _settled(
    counts: np.ndarray, free: np.ndarray, pair: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray, float]:
    """The maximum next to four shapes.

    Shapes, shares and log likelihood, by Newton's steps within the bounds.
    """
    share = mix(counts, components(np.array([*free, *pair])))[0]
    value, slope, curve = _likelihood(counts, free, share, pair)
    for _ in range(_MOST_STEPS):
        most = int(share.argmax())
        rest = [k for k in range(3) if k != most]  # the largest share is what the others leave
        turn = np.eye(7)[:, [0, 1, 2, 3, *(4 + k for k in rest)]] - np.outer(
            np.eye(7)[4 + most], [0, 0, 0, 0, 1, 1]
        )
        low, high = np.append(_LEAST, [0.0, 0.0]), np.append(_MOST, [1.0, 1.0])
        at, g, h = np.append(free, share[rest]), turn.T @ slope, turn.T @ curve @ turn
        down, up = (at <= low + _NEAR) & (g < 0), (at >= high - _NEAR) & (g > 0)
        held = down | up
        step = np.where(down, low - at, high - at)  # held on the bound; the free ones follow
        step[~held] = _uphill(h[np.ix_(~held, ~held)], g[~held])
        reach = float(np.sqrt(abs(g @ step)))
        size = 1.0
        while size > 1e-12:
            tried = np.clip(at + size * step, low, high)
            others = np.zeros(3)
            others[rest] = tried[4:]
            others[most] = 1 - tried[4:].sum()
            if reach < _SETTLED:
                return tried[:4], others, _likelihood(counts, tried[:4], others, pair)[0]
            if others[most] > 0:
                found = _likelihood(counts, tried[:4], others, pair)
                if found[0] >= value + 1e-4 * g @ (tried - at) - 1e-14 * abs(value):
                    break
            size /= 2
        else:
            break
        free, share, (value, slope, curve) = tried[:4], others, found
    raise StationError(
        f"strength {pair[0]}, deviousness {pair[1]}: the fit does not settle; it stays {reach:.1g}"
        f" standard errors from its best, wanted {_SETTLED:g}; next: another pair, or more stations"
    )


def _uphill(curve: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Newton's step toward a maximum.

    Where the likelihood is not curved like one, as far as the size of its curvature allows.
    """
    size = np.sqrt(np.maximum(np.abs(np.diag(curve)), 1e-300))
    values, vectors = np.linalg.eigh(curve / np.outer(size, size))
    return vectors @ ((vectors.T @ (slope / size)) / np.maximum(np.abs(values), 1e-8)) / size


def _likelihood(
    counts: np.ndarray, free: np.ndarray, share: np.ndarray, pair: tuple[float, float]
) -> tuple[float, np.ndarray, np.ndarray]:
    """Log likelihood of four shapes and three shares, its slope and its curvature (7 by 7)."""
    cells = len(counts)
    n, held = counts[counts > 0], counts.ravel() > 0
    kinds = (1 - _FLOOR) * _arrived(_electorates(free, cells), *pair, cells)[..., held]
    kinds[:, 0] += _FLOOR / counts.size
    mixed = np.tensordot(share, kinds, 1)
    ratio = np.vstack([mixed[1:5], kinds[:, 0]]) / mixed[0]
    curve = -(ratio * n) @ ratio.T
    pairs = [(i, j) for i in range(4) for j in range(i, 4)]
    for (i, j), second in zip(pairs, mixed[5:], strict=True):
        curve[i, j] += n @ (second / mixed[0])
        curve[j, i] = curve[i, j]
    cross = np.einsum("kac,c->ak", kinds[:, 1:5], n / mixed[0])
    curve[:4, 4:] += cross
    curve[4:, :4] += cross.T
    return float(n @ np.log(mixed[0])), ratio @ n, curve


def _electorates(free: np.ndarray, cells: int) -> np.ndarray:
    """An honest electorate and its first (4) and second (10) derivatives by the four shapes.

    Shape (15, fine x fine).
    """
    t, v = _margin(*free[:2], cells), _margin(*free[2:], cells)
    pairs = [
        (0, 0),
        (1, 0),
        (2, 0),
        (0, 1),
        (0, 2),
        (3, 0),
        (4, 0),
        (1, 1),
        (1, 2),
        (5, 0),
        (2, 1),
        (2, 2),
        (0, 3),
        (0, 4),
        (0, 5),
    ]
    return np.stack([np.outer(t[i], v[j]).ravel() for i, j in pairs])


def _standard_errors(stations: float, shapes: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Standard errors of the incremental and the extreme share.

    Information of one cell draw, shapes of the electorate estimated with them.
    """
    kinds = _arrived(_electorates(shapes[:4], 50)[:5], shapes[4], shapes[5], 50)
    slope = np.vstack([kinds[1:, 0] - kinds[0, 0], np.tensordot(share, kinds[:, 1:], 1)])
    mean = np.maximum(share @ kinds[:, 0], 1e-12)
    information = stations * (slope / mean) @ slope.T
    size = np.sqrt(np.diag(information))
    inverse = np.linalg.pinv(information / np.outer(size, size), rcond=1e-10, hermitian=True)
    return np.sqrt(np.maximum(np.diag(inverse)[:2], 0.0)) / size[:2]


def _starting_shapes(counts: np.ndarray) -> np.ndarray:
    """A first guess: the heaviest cell below the middle of turnout, with ordinary spreads."""
    edges = (np.arange(50) + 0.5) / 50
    by_turnout = counts.sum(axis=1)
    middle = int(np.searchsorted(by_turnout.cumsum(), by_turnout.sum() / 2))
    low = counts[: max(middle, 2)]
    at = np.unravel_index(low.argmax(), low.shape)
    return np.array([edges[at[0]], 0.08, edges[at[1]], 0.08])


def simulate(
    stations: int,
    incremental: float,
    extreme: float,
    shapes: dict[str, float],
    *,
    rng: np.random.Generator,
    voters: int = 1_000,
) -> np.ndarray:
    """Fingerprint of a simulated vote, shape (100, 100), drawn station by station from the model.

    Raises
    ------
    StationError
        If the shares are below zero or above one together.
    """
    if min(incremental, extreme) < 0 or incremental + extreme > 1:
        raise StationError(
            f"shares {incremental} and {extreme}: wanted both above zero and together at most one"
        )
    p = shapes
    t = np.clip(rng.normal(p["turnout"], p["turnout_sd"], stations), 0.01, 0.99)
    v = np.clip(rng.normal(p["share"], p["share_sd"], stations), 0.01, 0.99)
    kind = rng.choice(3, size=stations, p=[1 - incremental - extreme, incremental, extreme])
    half = np.abs(rng.standard_normal(stations))
    moved = np.select(
        [kind == 1, kind == 2],
        [np.clip(p["strength"] * half, 0, 1), np.clip(1 - _EXTREME_SD * half, 0, 1)],
        0.0,
    )
    stolen = moved ** p["deviousness"]
    turnout = t + moved * (1 - t)
    share = np.where(kind == 0, v, (v * t + moved * (1 - t) + stolen * (1 - v) * t) / turnout)
    g = rng.binomial(voters, np.clip(turnout, 0, 1))
    w = rng.binomial(g, np.clip(share, 0, 1))
    found, _, _ = np.histogram2d(
        np.minimum(g / voters, 0.9999),
        np.minimum(w / np.maximum(g, 1), 0.9999),
        bins=100,
        range=[[0, 1], [0, 1]],
    )
    return found
