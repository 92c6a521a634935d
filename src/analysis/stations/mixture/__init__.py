"""Which shares of stations would have to be stuffed for the fingerprint to look as it does?

The model of Klimek, Yegorov, Hanel & Thurner (2012, PNAS 109, 16469-16473), see `components`,
fitted by maximum likelihood to the binned fingerprint; strength and deviousness of stuffing are
held on a grid. Its shares are weakly identified, so every fit says whether they mean anything:
whether assumptions that fit as well agree, whether honest clouds of town and country describe the
stations as well, whether it finds as much with everybody else as leader, and whether the model
describes the stations at all (`Fit.doubts`).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.stations.contract import StationError
from analysis.stations.mixture.components import NAMES, components
from analysis.stations.mixture.honest import Honest, honest_clouds
from analysis.stations.mixture.likelihood import FLOOR, problem, settled, standard_errors

RIDGE = tuple(
    (s, d) for s in (0.15, 0.3, 0.5, 0.8) for d in (1.0, 2.0, 4.0)
)  # strengths and deviousness tried
FEWEST = 200  # stations; fewer say nothing about a tail
WIDE = 0.3  # of the stations; an interval as wide as this names no share
MISFIT = 2.0  # deviations from the model, in units of chance, from which it does not hold
DECISIVE = 10.0  # difference of BIC from which one description is preferred (Kass & Raftery 1995)
_NOTABLE = 0.05  # of the stations, stuffed for everybody else
_WITHIN = 1.92  # log likelihood within which assumptions fit as well as the best: 95 %
_PARAMETERS = 8  # four shapes, two shares, strength and deviousness
_TIE = 1e-6  # log likelihoods nearer than this are the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Fitted model: shares of stations and shapes.

    `ridge` has columns strength, deviousness, incremental, extreme, worse (log likelihood below the
    best): fits with these two held fixed. `overdispersion` is deviance over degrees of freedom.
    `sd` holds standard errors of the two shares from the information matrix of shares and shapes
    together, widened by the overdispersion. `honest` are honest clouds fitted to the same cells,
    `swapped` the share stuffed a little that the model finds for everybody else, with
    `swapped_worse` its log likelihood below the fit's.
    """

    stations: int
    incremental: float
    extreme: float
    shapes: dict[str, float]
    log_likelihood: float
    overdispersion: float
    sd: dict[str, float]
    ridge: pd.DataFrame
    honest: tuple[Honest, ...]
    swapped: float
    swapped_worse: float

    def reach(self, name: str) -> tuple[float, float]:
        """Two standard errors around every assumption the data cannot rule out.

        Of "incremental" or "extreme".
        """
        near = self.ridge[self.ridge["worse"] <= _WITHIN * self.overdispersion]
        values = np.array([*near[name], getattr(self, name)])
        around = 1.96 * self.sd[name]
        return float(max(values.min() - around, 0.0)), float(min(values.max() + around, 1.0))

    @property
    def gained(self) -> dict[int, float]:
        """By how much honest clouds are better than stuffing, by their number.

        Differences of BIC; above zero the honest clouds are preferred.
        """
        penalty = np.log(self.stations)
        ours = _PARAMETERS * penalty - 2 * self.log_likelihood
        return {h.clouds: ours - h.parameters * penalty + 2 * h.log_likelihood for h in self.honest}

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the shares name nothing, in words; empty where they do."""
        found = []
        if self.overdispersion > MISFIT:
            found.append(
                f"the stations deviate from any such model by {self.overdispersion:.0f} times"
                " chance"
            )
        best = max(self.honest, key=lambda h: self.gained[h.clouds])
        if self.gained[best.clouds] > -DECISIVE:
            found.append(f"{best.in_words()} the stations as well or better")
        low, high = self.reach("incremental")
        if high - low > WIDE:
            found.append(f"assumptions that fit as well give {100 * low:.0f} to {100 * high:.0f} %")
        as_well = self.swapped_worse <= _WITHIN * self.overdispersion
        if as_well and self.swapped > max(self.sd["incremental"], _NOTABLE):
            found.append(
                f"with everybody else as leader it fits as well and gives {100 * self.swapped:.0f}"
                " %"
            )
        return tuple(found)

    @property
    def identified(self) -> bool:
        """Whether the shares mean anything: no doubt is left."""
        return not self.doubts

    def interval(self, name: str) -> tuple[float, float]:
        """Two standard errors of "incremental" or "extreme", and what assumptions leave open.

        On votes simulated from the model such an interval holds the share stuffed a little in 90 %
        of them, the share stuffed nearly entirely in 95 %.

        Raises
        ------
        StationError
            If the shares are not identified: then there is no interval.
        """
        if not self.identified:
            raise StationError(
                f"no interval: the share is not identified, because {'; '.join(self.doubts)}"
            )
        return self.reach(name)

    def sentence(self) -> str:
        """The shares with their intervals, or why there are none."""
        if not self.identified:
            return (
                "Which share of stations was stuffed is not identified: "
                f"{'; '.join(self.doubts)}. No share is given."
            )
        (a, b), (c, d) = ([100 * v for v in self.reach(n)] for n in ("incremental", "extreme"))
        return (
            f"If the model holds, {a:.0f} to {b:.0f} % of stations were stuffed a little and "
            f"{c:.1f} to {d:.1f} % nearly entirely."
        )


def fit_mixture(grid: np.ndarray, *, ridge: tuple[tuple[float, float], ...] = RIDGE) -> Fit:
    """Fit the model to a fingerprint, and its honest alternatives.

    Parameters
    ----------
    grid : numpy.ndarray, shape (100, 100)
        Stations by turnout and share in cells of one per cent.
    ridge : tuple of (float, float)
        Pairs of strength and deviousness at which the shapes of the honest electorate and the
        shares are fitted; the best pair is the fit.

    Returns
    -------
    Fit
        `doubts` says in words why the shares may name nothing.

    Raises
    ------
    StationError
        If the grid is not 100 by 100, holds fewer than 200 stations or numbers that are no counts,
        or a fit does not settle.

    Notes
    -----
    Strength and deviousness of stuffing are held on a grid: with a strength near zero an
    incremental station is an honest one, and its share means nothing.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> t, s = rng.normal([45, 60], [6, 8], size=(3_000, 2)).T
    >>> grid, *_ = np.histogram2d(t, s, bins=100, range=[[0, 100], [0, 100]])
    >>> fit_mixture(grid).identified  # one honest cloud needs no stuffing
    False
    """
    _check(grid)
    counts = grid.reshape(50, 2, 50, 2).sum(axis=(1, 3))
    found = _along(counts, ridge)
    values = np.array([value for *_, value in found])
    at = int(np.flatnonzero(values >= values.max() - _TIE)[0])
    free, share, value = found[at]
    shapes = np.array([*free, *ridge[at]])
    overdispersion = _overdispersion(counts, shapes, share)
    errors = np.sqrt(overdispersion) * standard_errors(counts.sum(), shapes, share)
    mirrored = max(_along(counts[:, ::-1], ridge), key=lambda one: one[2])
    return Fit(
        stations=int(counts.sum()),
        incremental=float(share[1]),
        extreme=float(share[2]),
        shapes=dict(zip(NAMES, map(float, shapes), strict=True)),
        log_likelihood=value,
        overdispersion=overdispersion,
        sd=dict(zip(("incremental", "extreme"), map(float, errors), strict=True)),
        ridge=_ridge(ridge, found, values),
        honest=honest_clouds(counts),
        swapped=float(mirrored[1][1]),
        swapped_worse=value - mirrored[2],
    )


def _check(grid: np.ndarray) -> None:
    sound = grid.shape == (100, 100) and np.isfinite(grid).all() and (grid >= 0).all()
    if not sound or grid.sum() < FEWEST:
        raise StationError(
            f"wanted a grid of 100 by 100 cells with {FEWEST} stations or more, counts of zero or"
            f" more in each, found {grid.shape} with {grid.sum():,.0f}"
        )


def _along(counts: np.ndarray, ridge: tuple[tuple[float, float], ...]) -> list[tuple]:
    """Shapes, shares and log likelihood at every pair, each begun where the last one ended."""
    found, begin = [], _starting_shapes(counts)
    for pair in ridge:
        found.append(settled(problem(counts, pair), begin))
        begin = found[-1][0]
    return found


def _ridge(ridge: tuple, found: list[tuple], values: np.ndarray) -> pd.DataFrame:
    rows = [
        (*pair, share[1], share[2], values.max() - value)
        for pair, (_, share, value) in zip(ridge, found, strict=True)
    ]
    columns = ["strength", "deviousness", "incremental", "extreme", "worse"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(worse=table["worse"].where(table["worse"] > _TIE, 0.0))


def _overdispersion(counts: np.ndarray, shapes: np.ndarray, share: np.ndarray) -> float:
    """Deviance over degrees of freedom in cells that should hold a station; one at least."""
    mixed = np.tensordot(share, components(shapes), 1)
    expected = counts.sum() * ((1 - FLOOR) * mixed + FLOOR / counts.size)
    large = expected > 1
    pearson = ((counts - expected) ** 2 / expected)[large].sum()
    return max(float(pearson) / max(large.sum() - 8, 1), 1.0)


def _starting_shapes(counts: np.ndarray) -> np.ndarray:
    """A first guess: the heaviest cell below the middle of turnout, with ordinary spreads."""
    edges = (np.arange(50) + 0.5) / 50
    by_turnout = counts.sum(axis=1)
    middle = int(np.searchsorted(by_turnout.cumsum(), by_turnout.sum() / 2))
    low = counts[: max(middle, 2)]
    at = np.unravel_index(low.argmax(), low.shape)
    return np.array([edges[at[0]], 0.08, edges[at[1]], 0.08])
