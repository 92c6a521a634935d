"""How many died each week and in all, by all sources together?

The weekly dead of one side as draws that fit every source, what each source says beside them, and
the same without each source. Pure; draws come from `rng`.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from analysis.casualties.measures import MeasureError, day_of
from analysis.casualties.roots import START
from analysis.casualties.weekly.fit import Draws, NotConvergedError, draw, peak
from analysis.casualties.weekly.model import Model, build, share_of_weeks
from analysis.casualties.weekly.prediction import forces_of, predicted
from analysis.quantities import Estimate

LEAST_EFFECTIVE = 200  # independent draws that a result must be worth
_NODES = np.linspace(-2.0, 2.0, 5)  # step sizes, in standard deviations of their prior
_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Weekly dead of one side, as draws.

    `effective` is the number of independent draws for all dead to the day, `undefined_wounded` the
    chance that undefined losses count the wounded, and `step` the log change from week to week.
    """

    day: pd.Timestamp
    level: float
    models: tuple[Model, ...]
    draws: Draws
    effective: float
    undefined_wounded: float
    step: float

    @property
    def model(self) -> Model:
        """The model in which undefined losses count the wounded; the other differs in that only."""
        return self.models[0]

    @property
    def weeks(self) -> pd.DatetimeIndex:
        """Mondays."""
        return self.model.weeks

    def weekly_draws(self, forces: str) -> np.ndarray:
        """Dead of each week to the day, shape (draws, weeks)."""
        z, basis = self.draws.z, self.model.basis
        part = share_of_weeks([START], [self.day + _DAY], self.weeks)[0]
        times = forces_of(self.model, z, forces).log
        return np.exp(z[:, : basis.shape[1]] @ basis.T + times) * part

    def total(self, forces: str, since: pd.Timestamp = START) -> Estimate:
        """Dead of these forces from one day (the invasion) to the day of the course."""
        counted = share_of_weeks([since], [self.day + _DAY], self.weeks)[0]
        whole = share_of_weeks([START], [self.day + _DAY], self.weeks)[0]
        dead = self.weekly_draws(forces) @ (counted / whole)
        basis = f"{100 * self.level:g} % of the posterior from {len(self.model.y)} figures"
        return Estimate.of_draws(dead, level=self.level, unit="killed", basis=basis)

    def by_week(self, forces: str) -> pd.DataFrame:
        """Weekly rate and dead in all, with intervals.

        Columns week, low, central, high, all_low, all_central, all_high.
        """
        dead = self.weekly_draws(forces)
        part = share_of_weeks([START], [self.day + _DAY], self.weeks)[0]
        ends = [(1 - self.level) / 2, 0.5, (1 + self.level) / 2]
        rate, total = (np.quantile(d, ends, axis=0) for d in (dead / part, dead.cumsum(axis=1)))
        names = ("low", "central", "high")
        told = {n: rate[i] for i, n in enumerate(names)}
        told |= {f"all_{n}": total[i] for i, n in enumerate(names)}
        return pd.DataFrame({"week": self.weeks} | told)

    def learned(self, name: str) -> np.ndarray:
        """Draws of one shared unknown, by its name in the prior."""
        return self.draws.z[:, self.model.basis.shape[1] + self.model.prior.at(name)]

    def fitted(self) -> pd.DataFrame:
        """What each row says beside what all sources together make of it.

        Columns key, source, bound, says, low, central, high (the posterior predictive of the row,
        its own error included), z: the normal deviate of what it says; of a bound, the chance that
        it holds in `holds`.
        """
        m, shared = self.model, self.draws.z[:, self.model.basis.shape[1] :]
        mean, read = predicted(m, self.draws.z), self.draws.node // len(_NODES)
        for k, other in enumerate(self.models[1:], start=1):
            mean[read == k] += shared[read == k] @ (other.loads - m.loads).T
        off = (m.y - mean) / m.sd
        chance = np.clip(ndtr(off).mean(axis=0), 1e-9, 1 - 1e-9)
        spread = np.hypot(mean.std(axis=0), m.sd)
        width = ndtri((1 + self.level) / 2)
        middle = mean.mean(axis=0)
        return pd.DataFrame(
            {
                "key": m.rows["key"],
                "source": m.rows["source"],
                "bound": m.bound,
                "says": np.exp(m.y),
                "low": np.exp(middle - width * spread),
                "central": np.exp(middle),
                "high": np.exp(middle + width * spread),
                "z": np.where(m.bound == 0, ndtri(chance), np.nan),
                "holds": np.where(m.bound == 0, np.nan, ndtr(-m.bound * off).mean(axis=0)),
            }
        )


def course(
    rows: pd.DataFrame,
    day: str | pd.Timestamp,
    stated: dict,
    *,
    level: float,
    draws: int,
    rng: np.random.Generator,
    least: float = LEAST_EFFECTIVE,
) -> Course:
    """Weekly dead to a day that fit all rows.

    Parameters
    ----------
    rows : pandas.DataFrame
        From `observations`.
    day : str or pandas.Timestamp
        Last day.
    stated : dict
        From `priors.stated`.
    level : float
        Coverage of intervals, between 0 and 1.
    draws : int
        Number of draws.
    rng : numpy.random.Generator
        The only source of randomness.
    least : float
        Independent draws that the result must be worth.

    Raises
    ------
    MeasureError
        If the level or the number of draws is impossible, or as `model.build`.
    NotConvergedError
        If the fit does not settle, or the draws are worth too few.
    """
    if not 0 < level < 1 or draws < 100:
        raise MeasureError(f"wanted 0 < level < 1 and 100 draws or more, found {level} and {draws}")
    middle, sd = stated["weekly_step"]
    chance = 1 / (1 + np.exp(-stated["undefined_wounded"][0]))
    peaks, weights = [], []
    for counts, prior in ((True, chance), (False, 1 - chance)):
        model, last = build(rows, day, stated, wounded=counts), None
        for node in _NODES[::-1]:  # a rough course first: smoother ones start from it
            found = peak(model, float(np.exp(middle + sd * node)), last)
            peaks.append(found)
            weights.append(np.log(prior) - node**2 / 2)
            last = found.z
        if not (rows["open"].any()):
            break  # the readings are one
    got = draw(peaks, np.array(weights), draws=draws, rng=rng)
    steps = np.array([p.step for p in peaks])
    wounded = float(got.share[: len(_NODES)].sum()) if rows["open"].any() else chance
    made = {"day": day_of(day), "level": level, "draws": got}
    made |= {"models": tuple(p.model for p in peaks[:: len(_NODES)])}
    made |= {"undefined_wounded": wounded, "step": float(np.exp(got.share @ np.log(steps)))}
    all_dead = np.log(Course(**made, effective=np.nan).weekly_draws("residents").sum(axis=1))
    effective = got.effective(all_dead)
    if effective < least:
        raise NotConvergedError(
            f"{draws} draws are worth {effective:.0f} independent ones, wanted {least:.0f}; next:"
            " more draws"
        )
    return Course(**made, effective=effective)


def without_each(
    rows: pd.DataFrame, day: str | pd.Timestamp, stated: dict, forces: str, **options
) -> pd.DataFrame:
    """The dead to a day without each source in turn.

    Parameters
    ----------
    forces : str
        One of `model.FORCES`.
    **options
        As of `course`, but `rng` is a function that gives a generator.

    Returns
    -------
    pandas.DataFrame
        Columns without, rows, low, central, high; a source alone is not left out.
    """
    rng, found = options.pop("rng"), []
    for source in sorted(set(rows["source"])):
        rest = rows[rows["source"] != source]
        if rest.empty:
            continue
        dead = course(rest, day, stated, rng=rng(), **options).total(forces)
        found.append((source, len(rows) - len(rest), dead.low, dead.central, dead.high))
    return pd.DataFrame(found, columns=["without", "rows", "low", "central", "high"])
