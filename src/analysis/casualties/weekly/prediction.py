"""What would every source say if the unknowns were such and such?

Logarithms of what each row counts, and their first and second derivatives by the unknowns. Pure.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import log_ndtr, ndtri_exp

from analysis.casualties.measures import MeasureError
from analysis.casualties.roots import START
from analysis.casualties.weekly.model import AGES, FORCES, PERIODS, YEAR, Model


def half_normal(u: np.ndarray) -> np.ndarray:
    """Standard normal taken to a half-normal: ``ndtri((1 + ndtr(u)) / 2)``."""
    return -ndtri_exp(log_ndtr(-u) - np.log(2))


def slope_of_half_normal(u: np.ndarray) -> np.ndarray:
    """Derivative of `half_normal`."""
    return np.exp((half_normal(u) ** 2 - u**2) / 2) / 2


def _logistic(x):
    return 1 / (1 + np.exp(-x))


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple:
    """Log of what the weekly dead are multiplied by, with its first and second derivatives.

    `log` has shape (n, weeks); `slopes` has a row for each shared unknown that it depends on, and
    `bends` one for each pair, each of shape (n, weeks).
    """

    log: np.ndarray
    slopes: dict[str, np.ndarray] = field(default_factory=dict)
    bends: dict[tuple[str, str], np.ndarray] = field(default_factory=dict)


def _shared(model: Model, z: np.ndarray, name: str) -> np.ndarray:
    """One shared unknown as a column."""
    return z[:, model.basis.shape[1] + model.prior.at(name), None]


def forces_of(model: Model, z: np.ndarray, forces: str, *, slopes: bool = False) -> Multiple:
    """These forces as a multiple of residents; z of shape (n, d), derivatives on wish.

    Raises
    ------
    MeasureError
        If the forces are unknown.
    """
    if forces not in FORCES:
        raise MeasureError(f"unknown forces {forces!r}; wanted one of {', '.join(FORCES)}")
    early = np.asarray(model.weeks < PERIODS)
    total, first, second = {}, {}, {}
    for k, weeks in {"2022": early, "later": ~early}.items():
        parts = {}  # of the sum of a week in this period, with both derivatives by their unknown
        if forces.startswith("regular"):
            v = _logistic(_shared(model, z, f"volunteers_{k}"))
            parts[f"volunteers_{k}"] = -v, -v * (1 - v), -v * (1 - v) * (1 - 2 * v)
        if forces in ("all", "regular and republics", "Donetsk"):
            r = np.exp(_shared(model, z, f"republics_{k}"))
            parts[f"republics_{k}"] = r, r, r
        whole = np.full((len(z), 1), float(forces != "Donetsk"))
        total[k] = sum((part for part, _, _ in parts.values()), start=whole)
        if slopes:
            first |= {a: s / total[k] * weeks for a, (_, s, _) in parts.items()}
            second |= {a: s / total[k] * weeks for a, (_, _, s) in parts.items()}
    log = np.where(early, np.log(total["2022"]), np.log(total["later"]))
    share = _logistic(_shared(model, z, "donetsk_share")) if forces == "Donetsk" else None
    log = log if share is None else log + np.log(share)
    if not slopes:
        return Multiple(log=log)
    bends = {(a, b): -first[a] * first[b] for a in first for b in first}
    bends |= {(a, a): bends[a, a] + s for a, s in second.items()}
    if share is not None:
        share = share * np.ones_like(log)
        first["donetsk_share"] = 1 - share
        bends["donetsk_share", "donetsk_share"] = -share * (1 - share)
    return Multiple(log=log, slopes=first, bends=bends)


def registered_of(model: Model, z: np.ndarray, *, slopes: bool = False) -> Multiple:
    """Share of the dead who are not counted as missing, by week; derivatives on wish."""
    years = ((model.weeks - START).days / YEAR).to_numpy()
    m = _logistic(_shared(model, z, "missing_2022") + _shared(model, z, "missing_drift") * years)
    if not slopes:
        return Multiple(log=np.log1p(-m))
    at = {"missing_2022": np.ones(len(years)), "missing_drift": years}
    bends = {(a, b): -m * (1 - m) * at[a] * at[b] for a in at for b in at}
    return Multiple(log=np.log1p(-m), slopes={a: -m * at[a] for a in at}, bends=bends)


def names_of(
    model: Model, z: np.ndarray, a: int, b: int, *, slopes: bool = False
) -> tuple[np.ndarray, "_Arriving | None"]:
    """Share of each week's dead named between two days; on wish its slopes by rate at one point."""
    n, k = model.basis.shape[1], len(AGES) - 1
    age = np.stack([z[:, n + model.prior.at(f"age {i}")] for i in range(k)], axis=1)
    first = model.prior.at("age 0") + k
    year = z[:, n + first :]
    rate = np.exp(age[:, :, None] + year[:, None, :]).reshape(len(z), -1)
    left = [np.exp(-rate @ model.exposure[t].T) for t in (a, b)]
    came = np.maximum(left[0] - left[1], 1e-300)
    if not slopes:
        return came, None
    each = [model.exposure[t] * rate for t in (a, b)]
    return came, _Arriving(each, [e.T for e in left], came.T, k)


class _Arriving:
    """Slopes and curvature of the logarithm of the names that come, by age and by year."""

    def __init__(self, each: list, left: list, came: np.ndarray, ages: int):
        self.each, self.left, self.came, self.ages = each, left, came, ages
        self.cells = (left[1] * each[1] - left[0] * each[0]) / came
        self.slopes = self._joined(self.cells)

    def _joined(self, cells: np.ndarray) -> np.ndarray:
        """Sum over the last axis by age and by year."""
        grid = cells.reshape(*cells.shape[:-1], self.ages, -1)
        return np.concatenate([grid.sum(axis=-1), grid.sum(axis=-2)], axis=-1)

    def bend(self, weight: np.ndarray) -> np.ndarray:
        """Second derivatives, weeks weighed."""
        by_week = [(weight / self.came[:, 0])[:, None] * e for e in self.left]
        found = self.each[0].T @ (by_week[0] * self.each[0])
        found -= self.each[1].T @ (by_week[1] * self.each[1])
        found += np.diag(weight @ self.cells) - self.cells.T @ (weight[:, None] * self.cells)
        return self._joined(self._joined(found).T)


def predicted(model: Model, z: np.ndarray) -> np.ndarray:
    """Logarithm of what every row would say without its own error; z (n, d) gives (n, rows)."""
    return _Pass(model, np.atleast_2d(z)).mean


def _ever(held: np.ndarray, weeks: int) -> Multiple:
    """Share of the dead who are named in the end."""
    even = np.ones((1, weeks))
    bends = {("names_ever", "names_ever"): -held * (1 - held) * even}
    return Multiple(log=np.log(held), slopes={"names_ever": (1 - held) * even}, bends=bends)


def with_slopes(model: Model, z: np.ndarray) -> "_Pass":
    """As `predicted` at one point, with `slopes` of shape (rows, d) and `curvature`."""
    return _Pass(model, z[None, :], slopes=True)


class _Pass:
    """One look at all rows: `mean` (n, rows) and, of one point, slopes and curvature."""

    def __init__(self, model: Model, z: np.ndarray, *, slopes: bool = False):
        n, prior = model.basis.shape[1], model.prior
        signs = np.array([-1.0, 1.0]) * np.array(model.scales)
        shared = z[:, n:].copy()
        shared[:, :2] = signs * half_normal(z[:, n : n + 2])
        self.model, self.z, self.mean = model, z, shared @ model.loads.T
        self.slopes = np.zeros((len(model.y), z.shape[1])) if slopes else None
        self.parts = []  # rows, their weights of weeks, slopes of the weeks' logarithms
        dead, held = (
            np.exp(z[:, :n] @ model.basis.T),
            _logistic(z[:, n + prior.at("names_ever"), None]),
        )
        for (forces, registered), rows in model.combos:
            times = [forces_of(model, z, forces, slopes=slopes)]
            times += [registered_of(model, z, slopes=slopes)] if registered else []
            self._add(rows, dead * np.exp(sum(t.log for t in times)), times)
        for a, b, rows in model.windows:
            came, arriving = names_of(model, z, a, b, slopes=slopes)
            self._add(rows, dead * came * held, [_ever(held, len(model.weeks))], arriving)
        if slopes:
            self.weekly_slopes = self.slopes.copy()
            turned = signs * slope_of_half_normal(z[0, n : n + 2])
            self.slopes[:, n:] += model.loads
            self.slopes[:, n : n + 2] += model.loads[:, :2] * (turned - 1)

    def _add(self, rows, weekly, times, arriving=None) -> None:
        """Add the logarithm of the sum over a row's weeks, and its slopes."""
        model, n = self.model, self.model.basis.shape[1]
        total = np.maximum(weekly @ model.period[rows].T, 1e-300)
        self.mean[:, rows] += np.log(total)
        if self.slopes is None:
            return
        weights, slope = (
            model.period[rows] * weekly / total.T,
            np.zeros((len(model.weeks), self.z.shape[1] - n)),
        )
        for name, values in (pair for t in times for pair in t.slopes.items()):
            slope[:, model.prior.at(name)] = values[0]
        if arriving is not None:
            slope[:, model.prior.at("age 0") :] = arriving.slopes
        self.parts.append((rows, weights, slope, times, arriving))
        self.slopes[rows, :n] += weights @ model.basis
        self.slopes[rows, n:] += weights @ slope

    def curvature(self, pull: np.ndarray) -> np.ndarray:
        """Sum over rows of `pull` times the second derivatives of `mean`, shape (d, d)."""
        n, found = self.model.basis.shape[1], -(self.weekly_slopes.T * pull) @ self.weekly_slopes
        prior, rates = self.model.prior, n + self.model.prior.at("age 0")
        for rows, weights, slope, times, arriving in self.parts:
            each = pull[rows] @ weights
            basis, cross = self.model.basis, each[:, None] * slope
            found[:n, :n] += (basis.T * each) @ basis
            found[:n, n:] += basis.T @ cross
            found[n:, :n] += cross.T @ basis
            found[n:, n:] += slope.T @ cross
            for (a, b), bend in (pair for t in times for pair in t.bends.items()):
                found[n + prior.at(a), n + prior.at(b)] += each @ bend[0]
            if arriving is not None:
                found[rates:, rates:] += arriving.bend(each)
        b, u = half_normal(self.z[0, n : n + 2]), self.z[0, n : n + 2]
        first = slope_of_half_normal(u)
        bend = np.array([-1.0, 1.0]) * self.model.scales * first * (b * first - u)
        found[[n, n + 1], [n, n + 1]] += (pull @ self.model.loads[:, :2]) * bend
        return found
