"""What can overlapping lists say when each person belongs to a hidden class?

Within a class the lists are independent. After Manrique-Vallier (2016, Biometrics 72, 1246-1254):
stick-breaking weights, uniform chances of capture, a prior of 1/N on the total. Persons are not
assigned to classes one by one, which moves a large class by one part in the root of its size: the
classes are summed over and their chances moved together, by Hamiltonian Monte Carlo (Neal 2011, in
the Handbook of Markov Chain Monte Carlo, chapter 5). Chains that do not agree have no answer.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analysis.casualties.capture import counted, patterns
from analysis.casualties.measures import MeasureError, check_level
from analysis.quantities import Estimate
from analysis.resampling import effective_size, r_hat

MOST_LISTS = 10  # 1,023 patterns
AGREED = 1.01  # R-hat above which chains do not agree (Vehtari et al. 2021)
ENOUGH = 400.0  # independent draws that the draws must be worth
CHAINS = 8  # moved together
_WARMING = 300  # steps before draws are kept, in which the length of a step is found
_LEAPS = 40  # parts of a step
_ROUNDS = 3  # each twice as long as the one before, whose draws then count as warming
_SHAPE = 0.25  # shape and rate of the gamma prior of the concentration, as in the paper
_ACCEPTED = 0.8  # share of steps to be accepted (Hoffman & Gelman 2014, J. Mach. Learn. Res. 15)
_FINE = 2.0**20  # parts of one in which the length of a step is counted
_COARSE = (
    64  # parts of a standard deviation, 1 / sqrt(persons) or more, in which places are counted
)
_FARTHEST = 30.0  # logit of a chance; beyond it only rounding is left


class NotConvergedError(MeasureError):
    """Chains of a sampler do not agree yet, so there is no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LatentClasses:
    """Total by latent classes, and whether its chains agree.

    `total` in persons; `r_hat` is below 1.01, `effective` the independent draws that all draws are
    worth, 400 or more.
    """

    total: Estimate
    r_hat: float
    effective: float
    chains: int


class _State(NamedTuple):
    """Places of all chains, gradient of the log posterior, chance of each pattern and its log."""

    place: np.ndarray
    slope: np.ndarray
    chance: np.ndarray
    height: np.ndarray


def latent_classes(
    counts: np.ndarray,
    lists: int,
    *,
    classes: int = 5,
    draws: int,
    rng: np.random.Generator,
    level: float,
    warming: int = _WARMING,
) -> LatentClasses:
    """Total number of persons when each belongs to a hidden class.

    Parameters
    ----------
    counts : numpy.ndarray of int, shape (2**lists - 1,)
        Persons by pattern, in the order of `patterns`.
    lists, classes : int
        Number of lists, three to ten; largest number of classes, two or more.
    draws : int
        Kept draws of all chains together, 64 or more.
    rng, level
        Source of randomness; coverage of the interval.
    warming : int
        Steps of each chain that are left out.

    Raises
    ------
    MeasureError
        If the counts do not fit the lists, or a list shares nobody with the others.
    NotConvergedError
        If R-hat is above 1.01 or the draws are worth fewer than 400 independent ones.

    References
    ----------
    Manrique-Vallier (2016), Biometrics 72, 1246-1254.

    Examples
    --------
    >>> two_groups = [80, 75, 30, 82, 28, 31, 40]
    >>> asked = {"draws": 1_600, "level": 0.95, "rng": np.random.default_rng(1)}
    >>> found = latent_classes(np.array(two_groups), 3, **asked)
    >>> found.total.low > sum(two_groups), found.r_hat < 1.01
    (True, True)
    """
    check_level(level)
    seen = counted(counts, lists, most=MOST_LISTS)
    if classes < 2 or draws < 4 * CHAINS or warming < 1:
        raise MeasureError(
            f"wanted two classes, {4 * CHAINS} draws and one step of warming or more, found"
            f" {classes}, {draws} and {warming}"
        )
    posterior, persons = _Posterior(seen, lists, classes), int(seen.sum())
    now, length = _warmed(posterior, warming, rng)
    kept = -(-draws // CHAINS)
    for turn in range(_ROUNDS):
        now, missed = _walked(posterior, now, length, kept * 2**turn, rng)
        totals = persons + rng.negative_binomial(persons, 1 - missed).astype(float)
        apart, worth = r_hat(totals), effective_size(totals)
        if apart < AGREED and worth >= ENOUGH:
            told = f"{100 * level:g} % of {totals.size} draws, latent classes"
            total = Estimate.of_draws(totals, level=level, unit="persons", basis=told)
            return LatentClasses(total=total, r_hat=apart, effective=worth, chains=CHAINS)
    raise NotConvergedError(
        f"R-hat is {apart:.3f} and {totals.size} draws are worth {worth:.0f}: wanted less than"
        f" {AGREED:g} and {ENOUGH:g} or more; without more draws there is no answer"
    )


def _warmed(
    posterior: "_Posterior", warming: int, rng: np.random.Generator
) -> tuple[_State, float]:
    """Chains that have left their beginning, and a length of step that is mostly accepted.

    Each chain finds its own, or one that begins on a steep place would never leave it.
    """
    now = posterior(rng.standard_normal((CHAINS, posterior.size)))
    length = np.full((CHAINS, 1), 0.05)
    for _ in range(warming):
        now, chance = _step(posterior, now, length, rng)
        longer = length * np.exp(0.1 * (chance - _ACCEPTED))[:, None]
        length = np.round(longer * _FINE) / _FINE
    return now, float(np.median(length))


def _walked(
    posterior: "_Posterior", now: _State, length: float, steps: int, rng: np.random.Generator
) -> tuple[_State, np.ndarray]:
    """Chains after some steps, and the chance of being on no list, shape (steps, chains)."""
    missed = np.empty((steps, CHAINS))
    for i in range(steps):
        now, _ = _step(posterior, now, length, rng)
        missed[i] = now.chance[:, 0]
    return now, missed


def _step(
    posterior: "_Posterior", now: _State, length: float | np.ndarray, rng: np.random.Generator
) -> tuple[_State, np.ndarray]:
    """One step of every chain, accepted or not, and the chance of that."""
    push, long = rng.standard_normal(now.place.shape), length * rng.uniform(0.3, 1.2, (CHAINS, 1))
    energy, place = now.height - (push**2).sum(axis=1) / 2, now.place
    push = push + long / 2 * now.slope
    for _ in range(_LEAPS - 1):
        place = place + long * push
        push = push + long * posterior.slope(place)[0]
    place = posterior.on_grid(place + long * push)
    slope, chance = posterior.slope(place)
    push = push + long / 2 * slope
    height = posterior.height(place, chance)
    gained = height - (push**2).sum(axis=1) / 2 - energy
    likely = np.exp(np.minimum(np.nan_to_num(gained, nan=-np.inf), 0))
    taken = rng.uniform(size=CHAINS) < likely
    both = zip((place, slope, chance, height), now, strict=True)
    mixed = (np.where(taken if a.ndim == 1 else taken[:, None], a, b) for a, b in both)
    return _State(*mixed), likely


class _Posterior:
    """Log posterior of logits of chances and of sticks, summed over classes and over the total."""

    def __init__(self, seen: np.ndarray, lists: int, classes: int):
        self.seen, self.persons = seen.astype(float), float(seen.sum())
        self.every = np.vstack([np.zeros((1, lists)), patterns(lists)])
        self.shape, self.chances = (classes, lists), classes * lists
        self.size = self.chances + classes - 1
        self.power = classes - 1 + _SHAPE
        self.fine = _COARSE * 2.0 ** np.floor(np.log2(self.persons) / 2)
        # a class has its stick and what those before it left; the last has what all left
        self.own = np.eye(classes)[:-1]
        self.left = np.triu(np.ones((classes, classes)))[:-1]

    def __call__(self, place: np.ndarray) -> _State:
        """Posterior at places of shape (chains, size)."""
        slope, chance = self.slope(place)
        return _State(place, slope, chance, self.height(place, chance))

    def slope(self, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Gradient, and chance of every pattern, that of no list first."""
        place = np.minimum(np.maximum(place, -_FARTHEST), _FARTHEST)
        share = 1 / (1 + np.exp(-place))
        off = np.log1p(-share)
        stick, broken, left = (a[:, self.chances :] for a in (place, share, off))
        caught, none, logit = (
            a[:, : self.chances].reshape(-1, *self.shape) for a in (share, off, place)
        )
        weight = stick @ self.own + left @ self.left
        parts = np.exp((weight + none.sum(axis=2))[:, :, None] + logit @ self.every.T)
        chance = parts.sum(axis=1)
        members = parts * (self._people(chance) / chance)[:, None]
        size = members.sum(axis=2)
        out = np.empty_like(place)
        up = members @ self.every + 1 - caught * (size + 2)[:, :, None]
        out[:, : self.chances] = up.reshape(len(place), -1)
        held = size @ self.left.T + 1 + (self.power / (_SHAPE - left.sum(axis=1)))[:, None]
        out[:, self.chances :] = size[:, :-1] + 1 - broken * held
        return out, chance

    def on_grid(self, place: np.ndarray) -> np.ndarray:
        """Places on a grid far finer than the posterior.

        Processors differ in the last digit, and steps would make another result of that.
        """
        return np.round(place * self.fine) / self.fine

    def _people(self, chance: np.ndarray) -> np.ndarray:
        """Persons of each pattern, those on no list as many as expected."""
        people = np.empty_like(chance)
        people[:, 1:] = self.seen
        people[:, 0] = self.persons * chance[:, 0] / chance[:, 1:].sum(axis=1)
        return people

    def height(self, place: np.ndarray, chance: np.ndarray) -> np.ndarray:
        """Log posterior; minus infinity beyond what can be computed."""
        near = np.minimum(np.maximum(place, -_FARTHEST), _FARTHEST)
        off = -np.logaddexp(0, near)
        stick, left = near[:, self.chances :], off[:, self.chances :]
        told = np.log(chance[:, 1:]) @ self.seen
        told -= self.persons * np.log(chance[:, 1:].sum(axis=1))
        told += (near + 2 * off)[:, : self.chances].sum(axis=1) + (stick + left).sum(axis=1)
        told -= self.power * np.log(_SHAPE - left.sum(axis=1))
        return np.where(np.abs(place).max(axis=1) < _FARTHEST, told, -np.inf)
