"""Which shares of stations would have to be stuffed for the fingerprint to look as it does?

The model of Klimek, Yegorov, Hanel & Thurner (2012, PNAS 109, 16469-16473): honest turnout and preference are normal; in a share of stations part of the abstentions and of the
other votes go to the leader (incremental), in another nearly all (extreme). Fitted by maximum likelihood to the binned fingerprint: shapes by
simplex search, shares by EM, strength and deviousness of stuffing on a grid. Its shares are weakly identified, and the ridge of the likelihood is part of the answer. On simulated votes shares come back (`tests/validation/mixture_grid.csv`); real votes deviate from the model far beyond chance.
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
RIDGE = tuple((s, d) for s in (0.15, 0.3, 0.5, 0.8) for d in (1.0, 2.0, 4.0))  # strengths and deviousness tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Fitted model: shares of stations and shapes.

    `ridge` has columns strength, deviousness, incremental, extreme, worse (log likelihood below the best): fits with these two held fixed. `overdispersion` is deviance over
    degrees of freedom. `sd` holds standard errors of the two shares from the information matrix of shares and shapes together, widened by the overdispersion.
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
        """95 % of "incremental" or "extreme": two standard errors around every row of the ridge the data cannot rule out (1.92 x overdispersion)."""
        near = self.ridge[self.ridge["worse"] <= 1.92 * self.overdispersion]
        values = np.array([*near[name], getattr(self, name)])
        reach = 1.96 * self.sd[name]
        return float(max(values.min() - reach, 0.0)), float(min(values.max() + reach, 1.0))


def components(shapes: np.ndarray, *, cells: int = 50) -> np.ndarray:
    """Cell probabilities of honest, incremental and extreme stations, shape (3, cells, cells): turnout by share.

    Parameters
    ----------
    shapes : numpy.ndarray, shape (6,)
        In the order of `NAMES`; the first four as fractions.
    cells : int
        Cells a side; half the side of the finer grid that honest stations start from.
    """
    from scipy.special import ndtr

    mean_t, sd_t, mean_s, sd_s, strength, power = shapes
    edges = np.arange(2 * cells + 1) / (2 * cells)
    turnout, share = (np.diff(ndtr((edges - m) / s)) for m, s in ((mean_t, sd_t), (mean_s, sd_s)))
    honest = np.outer(turnout / turnout.sum(), share / share.sum())
    out = np.empty((3, cells, cells))
    out[0] = honest.reshape(cells, 2, cells, 2).sum(axis=(1, 3))
    out[1] = (_moving(float(strength), float(power), False, cells) @ honest.ravel()).reshape(cells, cells)
    out[2] = (_moving(_EXTREME_SD, float(power), True, cells) @ honest.ravel()).reshape(cells, cells)
    return out


@lru_cache(maxsize=64)
def _moving(strength: float, power: float, extreme: bool, cells: int) -> "csr_matrix":
    """Where stuffing takes honest cells, whatever the honest electorate: shape (cells x cells, fine x fine); each column sums to one."""
    from scipy.sparse import coo_matrix
    from scipy.special import ndtri

    fine = 2 * cells
    middle = (np.arange(fine) + 0.5) / fine
    t, v = middle[:, None, None], middle[None, :, None]
    half = ndtri(0.5 + (np.arange(_STEPS) + 0.5) / (2 * _STEPS))
    moved = np.clip(1 - strength * half if extreme else strength * half, 0, 1)
    after = t + moved * (1 - t)
    leader = v * t + moved * (1 - t) + moved**power * (1 - v) * t
    i, j = (np.minimum((x * cells).astype(int), cells - 1) for x in np.broadcast_arrays(after, leader / after))
    start = np.repeat(np.arange(fine * fine), _STEPS)
    weight = np.full(start.size, 1 / _STEPS)
    return coo_matrix((weight, ((i * cells + j).ravel(), start)), shape=(cells**2, fine**2)).tocsr()


def mix(counts: np.ndarray, shape: np.ndarray, *, rounds: int = 60) -> tuple[np.ndarray, float]:
    """Shares of the three components by EM and the log likelihood; a floor of 1e-4 spread evenly keeps stray stations from deciding."""
    flat, kinds = counts.ravel(), shape.reshape(3, -1)
    kinds = 0.999 * kinds + 0.001 / kinds.shape[1]
    share = np.array([0.8, 0.15, 0.05])
    held = flat > 0
    flat, kinds = flat[held], kinds[:, held]
    for _ in range(rounds):
        joint = share[:, None] * kinds
        share = (joint / joint.sum(axis=0)) @ flat
        share = share / share.sum()
    return share, float(flat @ np.log((share[:, None] * kinds).sum(axis=0)))


def fit_mixture(grid: np.ndarray, *, ridge: tuple[tuple[float, float], ...] = RIDGE, most_rounds: int = 100) -> Fit:
    """Fit the model to a fingerprint.

    Parameters
    ----------
    grid : numpy.ndarray, shape (100, 100)
        Stations by turnout and share in cells of one per cent.
    ridge : tuple of (float, float)
        Pairs of strength and deviousness at which the shapes of the honest electorate and the shares are fitted; the best pair is the fit.
    most_rounds : int
        Evaluations of each simplex search; the best pair is then searched four times as long.

    Raises
    ------
    StationError
        If the grid is not 100 by 100, or holds fewer than 200 stations.

    Notes
    -----
    Strength and deviousness of stuffing are held on a grid: with a strength near zero an incremental station is an honest one, and its share means nothing.
    """
    from scipy.optimize import minimize

    if grid.shape != (100, 100) or (grid < 0).any() or grid.sum() < 200:
        raise StationError(
            f"wanted a grid of 100 by 100 cells with 200 stations or more, found {grid.shape} with {grid.sum():,.0f}"
        )
    counts = grid.reshape(50, 2, 50, 2).sum(axis=(1, 3))

    def loss(free: np.ndarray, strength: float, power: float) -> float:
        mean_t, sd_t, mean_s, sd_s = free
        if not (0.05 < mean_t < 0.98 and 0.05 < mean_s < 0.98 and 0.015 < sd_t < 0.35 and 0.015 < sd_s < 0.35):
            return 1e12
        return -mix(counts, components(np.array([*free, strength, power])))[1]

    def searched(begin: np.ndarray, pair: tuple[float, float], step: float, rounds: int) -> tuple:
        simplex = np.vstack([begin, begin + step * np.diag([0.04, 0.02, 0.04, 0.02])])
        options = {"maxfev": rounds, "xatol": 1e-5, "fatol": 0.02, "initial_simplex": simplex}
        run = minimize(loss, begin, args=pair, method="Nelder-Mead", options=options)
        return *pair, run.x, -run.fun

    begin, found = _starting_shapes(counts), []
    for pair in ridge:
        found.append(searched(begin, pair, 1.0, most_rounds))
        begin = found[-1][2]
    at = max(range(len(found)), key=lambda k: found[k][3])
    found[at] = searched(found[at][2], found[at][:2], 0.3, 4 * most_rounds)
    best = found[at]
    rows = []
    for strength, power, x, value in found:
        share, _ = mix(counts, components(np.array([*x, strength, power])))
        rows.append((strength, power, share[1], share[2], best[3] - value))
    shapes = np.array([*best[2], best[0], best[1]])
    kinds = components(shapes)
    share, value = mix(counts, kinds)
    expected = counts.sum() * (0.999 * np.tensordot(share, kinds, 1) + 0.001 / counts.size)
    pearson = float(((counts - expected) ** 2 / expected)[expected > 1].sum() / max((expected > 1).sum() - 8, 1))
    overdispersion = max(pearson, 1.0)
    errors = np.sqrt(overdispersion) * _standard_errors(counts.sum(), shapes, share)
    return Fit(
        stations=int(counts.sum()),
        incremental=float(share[1]), extreme=float(share[2]), shapes=dict(zip(NAMES, map(float, shapes), strict=True)), log_likelihood=value,
        overdispersion=overdispersion, sd=dict(zip(("incremental", "extreme"), map(float, errors), strict=True)),
        ridge=pd.DataFrame(rows, columns=["strength", "deviousness", "incremental", "extreme", "worse"]),
    )  # fmt: skip


def _standard_errors(stations: float, shapes: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Standard errors of the incremental and the extreme share: information of one cell draw, shapes of the electorate estimated with them."""
    kinds = components(shapes)
    cells = [(kinds[1] - kinds[0]).ravel(), (kinds[2] - kinds[0]).ravel()]
    for at in range(4):
        step = np.zeros(len(shapes))
        step[at] = 1e-3
        up, down = components(shapes + step), components(shapes - step)
        cells.append((np.tensordot(share, up - down, axes=1) / 2e-3).ravel())
    slope = np.array(cells)
    mean = np.maximum(np.tensordot(share, kinds, axes=1).ravel(), 1e-12)
    information = stations * (slope / mean) @ slope.T
    return np.sqrt(np.maximum(np.diag(np.linalg.pinv(information))[:2], 0.0))


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
        raise StationError(f"shares {incremental} and {extreme}: wanted both above zero and together at most one")
    p = shapes
    t = np.clip(rng.normal(p["turnout"], p["turnout_sd"], stations), 0.01, 0.99)
    v = np.clip(rng.normal(p["share"], p["share_sd"], stations), 0.01, 0.99)
    kind = rng.choice(3, size=stations, p=[1 - incremental - extreme, incremental, extreme])
    half = np.abs(rng.standard_normal(stations))
    moved = np.select(
        [kind == 1, kind == 2], [np.clip(p["strength"] * half, 0, 1), np.clip(1 - _EXTREME_SD * half, 0, 1)], 0.0
    )
    stolen = moved ** p["deviousness"]
    turnout = t + moved * (1 - t)
    share = np.where(kind == 0, v, (v * t + moved * (1 - t) + stolen * (1 - v) * t) / turnout)
    g = rng.binomial(voters, np.clip(turnout, 0, 1))
    w = rng.binomial(g, np.clip(share, 0, 1))
    found, _, _ = np.histogram2d(
        np.minimum(g / voters, 0.9999), np.minimum(w / np.maximum(g, 1), 0.9999), bins=100, range=[[0, 1], [0, 1]]
    )
    return found
