"""How many of those who died were not yet known by name?

Names reach a list weeks or years after a death. From the same weeks seen at several days one learns
how the list fills up: by the chain ladder on yearly cohorts (Mack 1993, ASTIN Bulletin 23,
213-225), and by a delay distribution in weeks fitted backwards in time (Kalbfleisch & Lawless 1991,
Statistica Sinica 1, 19-32), which needs no model of how many died.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.casualties.measures import MOST_PERSONS, MeasureError
from analysis.quantities import Estimate
from analysis.resampling import normal_draws

EDGES = (
    0.0,
    4.0,
    8.0,
    13.0,
    26.0,
    52.0,
    104.0,
    156.0,
    260.0,
)  # weeks of age between which names arrive at one rate
VINTAGES = {
    "known_2022": "2022-12-31",
    "known_2023": "2023-12-31",
    "known_2024": "2024-12-31",
    "known_2025": "2025-12-31",
    "known_now": "2026-08-22",
}
# most that one bin adds to minus the log of the share known: a name known before then is one in
# 1e21
_MOST_MISSED = 50.0
_SETTLED = 1e-10  # standard errors from the maximum at which a fit has settled
_NEAR = 1e-6  # a week, from a bound that the likelihood pulls to: taken to it
_MOST_STEPS = 100  # of Newton's method; data need about ten


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLadder:
    """Cohorts carried to the last age seen.

    `ultimate` and `se` have shape (cohorts,), `factors` shape (ages - 1,).
    """

    factors: np.ndarray
    ultimate: np.ndarray
    se: np.ndarray
    total_to_come: float
    total_se: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayModel:
    """How a list fills.

    `rates` of arrival by age, relative to what is known in the end, with covariance and
    overdispersion.

    `edges` in weeks; `rates` per week, shape (edges - 1,); `dispersion` is 1 where names arrive
    independently of each other.
    """

    edges: np.ndarray
    rates: np.ndarray
    covariance: np.ndarray
    dispersion: float

    def share_known(self, age_weeks: np.ndarray, rates: np.ndarray | None = None) -> np.ndarray:
        """Share of the names known in the end that are known at an age in weeks; zero before death.

        `rates` of shape (draws, bins) gives shape (draws, ages).
        """
        age = np.asarray(age_weeks, dtype=float)
        left = np.exp(
            -(rates if rates is not None else self.rates)
            @ _overlap(age, np.full_like(age, self.edges[-1]), self.edges).T
        )
        return np.where(age > 0, left, 0.0)

    def draws_of_rates(self, draws: int, rng: np.random.Generator) -> np.ndarray:
        """Rates drawn from their approximate posterior, none below zero, shape (draws, bins)."""
        return np.maximum(normal_draws(self.rates, self.covariance, draws=draws, rng=rng), 0.0)


def yearly_triangle(weeks: pd.DataFrame) -> pd.DataFrame:
    """Names by year of death and number of year-ends passed since, from weekly vintages.

    Later cells are empty.

    Parameters
    ----------
    weeks : pandas.DataFrame
        Rows of `named_by_week`.
    """
    columns = list(VINTAGES)
    by_year = weeks.groupby(weeks["key"].str[3:7].astype(int))[columns].sum()
    first = 2022
    rows = {
        y: [by_year.loc[y, c] for c in columns[y - first :]] + [np.nan] * (y - first)
        for y in by_year.index
        if y - first < len(columns) - 1
    }
    return pd.DataFrame.from_dict(rows, orient="index").astype(float).rename_axis("year")


def chain_ladder(triangle: np.ndarray) -> ChainLadder:
    """Age-to-age factors, what each cohort comes to, and Mack's standard errors.

    Parameters
    ----------
    triangle : numpy.ndarray, shape (cohorts, ages)
        Cumulative counts, oldest cohort first, NaN where not yet seen; every cohort at most one age
        behind the one before.

    Raises
    ------
    MeasureError
        If a cumulative row falls or has a gap, a count is no number of persons, a cohort has nobody
        to carry on from, the oldest cohort is not complete, or there are fewer than two cohorts.

    References
    ----------
    Mack (1993), ASTIN Bulletin 23, 213-225, with his rule for the last variance.
    """
    c = np.asarray(triangle, dtype=float)
    if c.ndim != 2 or c.shape[0] < 2 or np.isnan(c[0]).any():
        raise MeasureError("wanted a triangle of two cohorts or more, the oldest seen at every age")
    _check_cells(c)
    falls = np.argwhere(np.diff(c, axis=1) < 0)
    if falls.size:
        raise MeasureError(
            f"cohort {falls[0][0]}: a running total falls from age {falls[0][1]} to"
            f" {falls[0][1] + 1}"
        )
    n, ages = c.shape
    factors, variances, bases = np.ones(ages - 1), np.zeros(ages - 1), np.zeros(ages - 1)
    for k in range(ages - 1):
        seen = ~np.isnan(c[:, k + 1])
        bases[k] = c[seen, k].sum()
        factors[k] = c[seen, k + 1].sum() / bases[k]
        if seen.sum() > 1:
            ratio = c[seen, k + 1] / c[seen, k]
            variances[k] = (c[seen, k] * (ratio - factors[k]) ** 2).sum() / (seen.sum() - 1)
        elif k > 1:
            falling = variances[k - 1] ** 2 / variances[k - 2] if variances[k - 2] > 0 else 0.0
            variances[k] = min(falling, variances[k - 2], variances[k - 1])
        elif k:
            variances[k] = variances[k - 1]
    last = np.array([np.flatnonzero(~np.isnan(row))[-1] for row in c])
    full = c.copy()
    for i in range(n):
        for k in range(last[i], ages - 1):
            full[i, k + 1] = full[i, k] * factors[k]
    ultimate = full[:, -1]
    relative = variances / factors**2
    mse = np.array(
        [
            ultimate[i] ** 2
            * sum(relative[k] * (1 / full[i, k] + 1 / bases[k]) for k in range(last[i], ages - 1))
            for i in range(n)
        ]
    )
    shared = sum(
        2
        * ultimate[i]
        * ultimate[i + 1 :].sum()
        * sum(relative[k] / bases[k] for k in range(last[i], ages - 1))
        for i in range(n)
    )
    to_come = ultimate - c[np.arange(n), last]
    return ChainLadder(
        factors=factors,
        ultimate=ultimate,
        se=np.sqrt(mse),
        total_to_come=float(to_come.sum()),
        total_se=float(np.sqrt(mse.sum() + shared)),
    )


def _check_cells(c: np.ndarray) -> None:
    """Refuse cells of a triangle that leave a cohort without a course."""
    seen = ~np.isnan(c)
    later = np.flip(np.logical_or.accumulate(np.flip(seen, axis=1), axis=1), axis=1)
    gaps = np.argwhere(~seen & (later | (np.arange(c.shape[1]) == 0)))
    if gaps.size:
        raise MeasureError(f"cohort {gaps[0][0]}: nothing is known at age {gaps[0][1]}; a gap")
    impossible = np.argwhere(seen & ~((c >= 0) & (c <= MOST_PERSONS)))
    if impossible.size:
        i, k = impossible[0]
        raise MeasureError(f"cohort {i}: {c[i, k]:g} at age {k} is no number of persons")
    nobody = np.argwhere(c[:, :-1] == 0)
    if nobody.size:
        raise MeasureError(
            f"cohort {nobody[0][0]}: nobody at age {nobody[0][1]}, so nothing to carry on from;"
            " begin at an age that every cohort has"
        )


def _overlap(start: np.ndarray, end: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Weeks that each span from `start` to `end` has in each bin of age, shape (spans, bins)."""
    low, high = np.maximum(start[:, None], edges[:-1]), np.minimum(end[:, None], edges[1:])
    return np.maximum(high - low, 0.0)


def ages_at(weeks: pd.DataFrame, day: str | pd.Timestamp) -> np.ndarray:
    """Weeks between the middle of each week of death and a day; negative before."""
    return ((pd.Timestamp(day) - weeks["week"]).dt.days.to_numpy() - 3) / 7


def fit_delay(
    weeks: pd.DataFrame, vintages: dict[str, str] = VINTAGES, *, edges: tuple[float, ...] = EDGES
) -> DelayModel:
    """Delay distribution from the same weeks seen at several days.

    Given the names known at one day, those known at the day before are a binomial share of them;
    the share depends on the two ages only.

    Parameters
    ----------
    weeks : pandas.DataFrame
        Rows of `named_by_week`.
    vintages : dict of str
        Column -> day, oldest first; two or more.
    edges : tuple of float
        Bins of age in weeks; the last edge is taken as the end of reporting.

    Raises
    ------
    MeasureError
        If fewer than two vintages are given, names disappear between two of them, or the rates do
        not settle.

    Notes
    -----
    The likelihood is convex in the rates; Newton's steps bring them within `_SETTLED` standard
    errors of its maximum, so that they do not depend on the machine.
    """
    if len(vintages) < 2:
        raise MeasureError("a delay needs the same weeks seen at two days or more")
    columns, bounds = list(vintages), np.asarray(edges, dtype=float)
    before, after, spans = [], [], []
    for one, other in pairwise(columns):
        young, old = ages_at(weeks, vintages[one]), ages_at(weeks, vintages[other])
        use = (
            (young > 0)
            & weeks[one].notna().to_numpy()
            & ((weeks[other] > 0) | (weeks[one] > 0)).to_numpy()
        )
        before.append(weeks.loc[use, one].to_numpy(dtype=float))
        after.append(weeks.loc[use, other].to_numpy(dtype=float))
        spans.append(_overlap(young[use], old[use], bounds))
    known, later, span = np.concatenate(before), np.concatenate(after), np.concatenate(spans)
    if (known > later).any():
        raise MeasureError(
            f"{int((known > later).sum())} weeks hold fewer names later than before; a running"
            " total cannot fall"
        )

    seen = span.sum(axis=0) > 0
    rates = np.zeros(len(seen))
    rates[seen] = _settled_rates(known, later, span[:, seen])
    x = np.maximum(span @ rates, 1e-12)
    p = np.exp(-x)
    expected, variance = later * p, np.maximum(later * p * (1 - p), 1e-9)
    dispersion = max(
        float(((known - expected) ** 2 / variance).sum() / max(len(known) - int(seen.sum()), 1)),
        1.0,
    )
    weight = later * p / np.maximum(1 - p, 1e-12)
    information = (span[:, seen] * weight[:, None]).T @ span[:, seen]
    covariance = np.zeros((len(rates), len(rates)))
    covariance[np.ix_(seen, seen)] = dispersion * _inverse(information)
    return DelayModel(edges=bounds, rates=rates, covariance=covariance, dispersion=dispersion)


def _settled_rates(known: np.ndarray, later: np.ndarray, span: np.ndarray) -> np.ndarray:
    """Most likely rates, each from zero to `_MOST_MISSED`, by Newton's steps; shape (bins,)."""
    most = _MOST_MISSED / span.max(axis=0)
    rates = np.minimum(0.01, most)
    value, slope, curve = _likelihood(rates, known, later, span)
    for _ in range(_MOST_STEPS):
        down, up = (rates <= _NEAR) & (slope > 0), (rates >= most - _NEAR) & (slope < 0)
        held, step = (
            down | up,
            np.where(down, rates, rates - most),
        )  # held on the bound; the free ones follow
        step[~held] = _downhill(curve[np.ix_(~held, ~held)], slope[~held])
        if slope @ step < _SETTLED**2:
            return np.clip(rates - step, 0.0, most)
        size, least = (
            1.0,
            np.where(down, 0.0, rates / 10),
        )  # near zero the likelihood falls without end: no leap into it
        while size > 1e-9:
            tried = np.clip(rates - size * step, least, most)
            found = _likelihood(tried, known, later, span)
            if found[0] <= value + 1e-4 * slope @ (tried - rates) + 1e-15 * abs(value):
                break
            size /= 2
        rates, (value, slope, curve) = tried, found
    raise MeasureError(
        f"the delay does not settle: after {_MOST_STEPS} steps its rates are"
        f" {np.sqrt(abs(slope @ step)):.1g} standard errors from the best, wanted {_SETTLED:g};"
        " next: fewer or wider bins of age"
    )


def _downhill(curve: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Newton's step; along a direction almost without curvature a long one.

    Which the bounds then end.
    """
    size = np.sqrt(np.maximum(np.diag(curve), 1e-16 * curve.max(initial=1.0)))
    values, vectors = np.linalg.eigh(curve / np.outer(size, size))
    return vectors @ ((vectors.T @ (slope / size)) / np.maximum(values, 1e-10)) / size


def _likelihood(
    rates: np.ndarray, known: np.ndarray, later: np.ndarray, span: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Minus the log likelihood of rates, its slope and its curvature."""
    x = np.maximum(span @ rates, 1e-12)
    came, missed = later - known, -np.expm1(-x)
    value = (known * x - came * np.log(missed)).sum()
    slope = known - came * np.exp(-x) / missed
    curve = came * np.exp(-x) / missed**2
    return float(value), span.T @ slope, (span * curve[:, None]).T @ span


def _inverse(information: np.ndarray) -> np.ndarray:
    """Inverse of an information matrix whose rows differ in size.

    A direction without information (1e-10 of the others') has none.
    """
    size = np.sqrt(np.maximum(np.diag(information), 1e-300))
    return np.linalg.pinv(
        information / np.outer(size, size), rcond=1e-10, hermitian=True
    ) / np.outer(size, size)


def nowcast(
    known: float,
    ages_weeks: np.ndarray,
    deaths_by_age: np.ndarray,
    model: DelayModel,
    *,
    level: float,
    draws: int,
    rng: np.random.Generator,
    log_error: float = 0.0,
) -> Estimate:
    """Names known at the end of the delays fitted, from the names known on one day.

    Parameters
    ----------
    known : float
        Names on the list that day.
    ages_weeks : numpy.ndarray, shape (weeks,)
        Weeks since each week of death.
    deaths_by_age : numpy.ndarray, shape (weeks,)
        Assumed course of deaths over these weeks; only its shape matters.
    model : DelayModel
        From `fit_delay`.
    level, draws, rng
        Coverage, number of draws, source of randomness.
    log_error : float
        Further error on the log scale, for example `past_error`: delays change, and the fit does
        not know it.

    Raises
    ------
    MeasureError
        If nothing could be known at these ages.
    """
    weight = np.asarray(deaths_by_age, dtype=float) / np.sum(deaths_by_age)
    share = model.share_known(ages_weeks, model.draws_of_rates(draws, rng)) @ weight
    if not (share > 0).all():
        raise MeasureError("no names can be known at these ages")
    spread = np.sqrt(model.dispersion * known * (1 - share)) / share
    total = known / share + spread * rng.standard_normal(draws)
    total = np.maximum(
        total * np.exp(log_error * rng.standard_normal(draws)) if log_error else total, known
    )
    low, high = np.quantile(total, [(1 - level) / 2, (1 + level) / 2])
    central = known / float(model.share_known(ages_weeks) @ weight)
    return Estimate(
        low=min(low, central),
        central=central,
        high=max(high, central),
        unit="names",
        basis=f"{100 * level:g} % of {draws} draws of the delay",
    )


def past_error(checks: pd.DataFrame) -> float:
    """Size of past misses on the log scale.

    Root mean square of log(predicted / came) over vintages and years of death, from
    `out_of_sample`.
    """
    sums = checks.groupby(["vintage", "year"])[["predicted", "actual"]].sum()
    return float(np.sqrt((np.log(sums["predicted"] / sums["actual"]) ** 2).mean()))


def out_of_sample(weeks: pd.DataFrame) -> pd.DataFrame:
    """One-year-ahead check.

    From each year-end with what had been seen by then, names of every past week known at the next
    vintage, a year later or, for the last, in August 2026.

    Returns
    -------
    pandas.DataFrame
        Columns vintage, year (of death), week, predicted, actual; nothing later than the vintage is
        used in the prediction.
    """
    columns, parts = list(VINTAGES), []
    for at in range(1, len(columns) - 1):
        now, then = columns[at], columns[at + 1]
        model = fit_delay(weeks, {c: VINTAGES[c] for c in columns[: at + 1]})
        age, older = ages_at(weeks, VINTAGES[now]), ages_at(weeks, VINTAGES[then])
        past = age > 0
        growth = model.share_known(older[past]) / model.share_known(age[past])
        part = weeks.loc[past, ["week"]].assign(
            vintage=now, year=weeks.loc[past, "key"].str[3:7].astype(int)
        )
        parts.append(
            part.assign(predicted=weeks.loc[past, now] * growth, actual=weeks.loc[past, then])
        )
    return pd.concat(parts, ignore_index=True)
