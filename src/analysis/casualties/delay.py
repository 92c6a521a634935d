"""How many of those who died were not yet known by name?

Names reach a list weeks or years after a death. From the same weeks seen at several days one learns
how the list fills up: by a delay distribution in weeks fitted backwards in time (Kalbfleisch &
Lawless 1991, Statistica Sinica 1, 19-32), which needs no model of how many died.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.casualties.arrival import inverse, settled_rates
from analysis.casualties.ladder import VINTAGES
from analysis.casualties.measures import MeasureError, day_of
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


def _overlap(start: np.ndarray, end: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Weeks that each span from `start` to `end` has in each bin of age, shape (spans, bins)."""
    low, high = np.maximum(start[:, None], edges[:-1]), np.minimum(end[:, None], edges[1:])
    return np.maximum(high - low, 0.0)


def ages_at(weeks: pd.DataFrame, day: str | pd.Timestamp) -> np.ndarray:
    """Weeks between the middle of each week of death and a day; negative before.

    Parameters
    ----------
    weeks : pandas.DataFrame
        Rows of `named_by_week`; `week` is the first day of each.
    day : str or pandas.Timestamp
        The day, as text YYYY-MM-DD.

    Returns
    -------
    numpy.ndarray of float, shape (weeks,)
        Weeks.

    Raises
    ------
    MeasureError
        If the day cannot be read.

    Examples
    --------
    >>> weeks = pd.DataFrame({"week": pd.to_datetime(["2022-02-21", "2022-10-03"])})
    >>> ages_at(weeks, "2022-10-06").tolist()
    [32.0, 0.0]
    """
    return ((day_of(day) - weeks["week"]).dt.days.to_numpy() - 3) / 7


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

    Returns
    -------
    DelayModel
        Rates per week, one a bin of age.

    Raises
    ------
    MeasureError
        If fewer than two vintages are given, names disappear between two of them, or the rates do
        not settle.

    Notes
    -----
    The likelihood is convex in the rates; Newton's steps bring them within `_SETTLED` standard
    errors of its maximum, so that they do not depend on the machine.

    Examples
    --------
    Half of those known at an age of a year were known at half a year.

    >>> weeks = pd.DataFrame({"week": pd.to_datetime(["2022-02-21"]), "half": [50], "year": [100]})
    >>> days = {"half": "2022-08-25", "year": "2023-02-23"}
    >>> model = fit_delay(weeks, days, edges=(0.0, 52.0))
    >>> model.share_known([26.0]).round(3).tolist()
    [0.5]
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
    rates[seen] = settled_rates(known, later, span[:, seen])
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
    covariance[np.ix_(seen, seen)] = dispersion * inverse(information)
    return DelayModel(edges=bounds, rates=rates, covariance=covariance, dispersion=dispersion)


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

    Returns
    -------
    Estimate
        Names, none fewer than are known; the central value comes from the fitted rates themselves.

    Raises
    ------
    MeasureError
        If nothing could be known at these ages.

    Examples
    --------
    At an age of 26 weeks half of the names are known.

    >>> rate, none = np.array([np.log(2) / 26]), np.zeros((1, 1))
    >>> model = DelayModel(edges=np.array([0, 52]), rates=rate, covariance=none, dispersion=1.0)
    >>> age, options = np.array([26.0]), {"level": 0.95, "draws": 100}
    >>> found = nowcast(50, age, np.ones(1), model, rng=np.random.default_rng(1), **options)
    >>> round(found.central), found.low >= 50
    (100, True)
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

    Parameters
    ----------
    checks : pandas.DataFrame
        Columns vintage, year, predicted and actual, in names above 0.

    Returns
    -------
    float
        0 where every prediction came true.

    Examples
    --------
    >>> told = {"vintage": ["known_2023"], "year": [2022], "predicted": [100.0], "actual": [200.0]}
    >>> round(past_error(pd.DataFrame(told)), 3)
    0.693
    """
    sums = checks.groupby(["vintage", "year"])[["predicted", "actual"]].sum()
    return float(np.sqrt((np.log(sums["predicted"] / sums["actual"]) ** 2).mean()))


def out_of_sample(weeks: pd.DataFrame) -> pd.DataFrame:
    """One-year-ahead check.

    From each year-end with what had been seen by then, names of every past week known at the next
    vintage, a year later or, for the last, in August 2026.

    Parameters
    ----------
    weeks : pandas.DataFrame
        Rows of `named_by_week`, with every column of `VINTAGES`.

    Returns
    -------
    pandas.DataFrame
        Columns vintage, year (of death), week, predicted, actual; nothing later than the vintage is
        used in the prediction.

    Raises
    ------
    MeasureError
        As `fit_delay`.

    Examples
    --------
    >>> names = dict(zip(VINTAGES, [90.0, 99.0, 100.0, 100.0, 100.0], strict=True))
    >>> week = {"key": "NW-2022-08", "week": pd.Timestamp("2022-02-21")}
    >>> found = out_of_sample(pd.DataFrame([week | names]))
    >>> found[["vintage", "actual"]].to_numpy().tolist()
    [['known_2023', 100.0], ['known_2024', 100.0], ['known_2025', 100.0]]
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
