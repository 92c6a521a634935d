"""What can overlapping lists say about those on none of them?

A lesson, not an estimate for this war: no overlap of lists has been published for it. Four lists of
people killed in Kosovo in 1999 (Ball, Betts, Scheuren, Dudukovich & Asher 2002) show that models
which fit equally well differ by half. Log-linear models after Fienberg (1972, Biometrika 59,
591-603); `loglinear` fits them and `latent` asks the same of hidden classes.
"""

from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
import pandas as pd

from analysis.casualties.loglinear import existing, fitted
from analysis.casualties.measures import MOST_PERSONS, MeasureError, check_level
from analysis.quantities import Estimate

MOST_LISTS = 6  # for all log-linear models; seven have two million


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSet:
    """Log-linear models of one table of lists.

    `table` has columns model, parameters, deviance, freedom, aic, bic, total (persons), se; lowest
    BIC first. `without` names the models that have no best value, because patterns that nobody
    shows drive a term to minus infinity.
    """

    observed: int
    table: pd.DataFrame
    without: tuple[str, ...] = ()

    def weights(self) -> pd.Series:
        """Approximate posterior weight of each model from BIC, summing to one."""
        best = np.exp(-(self.table["bic"] - self.table["bic"].min()) / 2)
        return best / best.sum()


def patterns(lists: int) -> np.ndarray:
    """All capture patterns but the unseen one, shape (2**lists - 1, lists).

    Parameters
    ----------
    lists : int
        How many lists, 1 or more.

    Returns
    -------
    numpy.ndarray of int
        1 where a list holds the person; the last pattern is on every list.

    Examples
    --------
    >>> patterns(2).tolist()
    [[0, 1], [1, 0], [1, 1]]
    """
    every = (np.arange(2**lists)[:, None] >> np.arange(lists)[::-1]) & 1
    return every[1:]


def counted(counts: np.ndarray, lists: int, *, most: int) -> np.ndarray:
    """Counts by pattern that overlapping lists can show, as whole numbers.

    Raises
    ------
    MeasureError
        If there are fewer than three lists or more than `most`, not one count for each pattern, a
        count is no whole number of zero or more, there are more persons than can be, a list holds
        nobody, or shares nobody with the others.
    """
    try:
        found = np.asarray(counts, dtype=float)
    except (TypeError, ValueError) as error:
        raise MeasureError(f"wanted counts of persons as numbers, found {counts!r}") from error
    if not 3 <= lists <= most or found.shape != (2**lists - 1,):
        raise MeasureError(
            f"wanted three to {most} lists and a count for each pattern, found {lists} lists and"
            f" {found.size} counts"
        )
    if not (np.isfinite(found) & (found >= 0) & (found == np.floor(found))).all():
        raise MeasureError("a count is negative, missing or no whole number of persons")
    if found.sum() > MOST_PERSONS:
        raise MeasureError(f"{found.sum():.3g} persons are more than live; wanted a count of each")
    caught = patterns(lists)
    shared = caught.sum(axis=1) > 1
    if (found @ caught == 0).any():
        raise MeasureError("a list holds nobody; leave it out")
    if (alone := np.flatnonzero(found[shared] @ caught[shared] == 0)).size:
        raise MeasureError(
            f"list {alone[0] + 1} shares nobody with the others: without overlap nothing tells how"
            " many are on none of them"
        )
    return found.astype(np.int64)


def hierarchical_terms(lists: int) -> list[tuple[tuple[int, ...], ...]]:
    """Interactions of every hierarchical model short of the highest, beyond four lists of pairs.

    A term of three brings its pairs. Four lists have 113 models, five 1,024 of pairs alone, six
    32,768.
    """
    pairs, triples = (list(combinations(range(lists), k)) for k in (2, 3))
    models = []
    for chosen in chain.from_iterable(
        combinations(triples, k) for k in range(len(triples) + 1 if lists == 4 else 1)
    ):
        forced = {p for t in chosen for p in combinations(t, 2)}
        free = [p for p in pairs if p not in forced]
        for extra in chain.from_iterable(combinations(free, k) for k in range(len(free) + 1)):
            models.append(tuple(sorted(forced | set(extra))) + tuple(chosen))
    return models


def fit_all(counts: np.ndarray, names: tuple[str, ...]) -> ModelSet:
    """Every hierarchical log-linear model of three to six lists, beyond four of pairs alone.

    Whether a model has a best value is asked before it is fitted: patterns that nobody shows can
    leave it without one, and its total would grow with every step.

    Parameters
    ----------
    counts : numpy.ndarray of int, shape (2**lists - 1,)
        Persons by pattern, in the order of `patterns`.
    names : tuple of str
        Name of each list.

    Raises
    ------
    MeasureError
        If the table does not fit three to six lists, a count is no whole number of persons, a list
        caught nobody or shares nobody with the others, or no model has a best value.

    References
    ----------
    Fienberg & Rinaldo (2012), Annals of Statistics 40, 996-1023, on existence.

    Examples
    --------
    >>> hepatitis = fit_all(np.array([63, 55, 18, 69, 17, 21, 28]), ("P", "Q", "E"))
    >>> round(hepatitis.table.set_index("model").loc["P.Q + P.E + Q.E", "total"])
    1313
    """
    counts = counted(counts, len(names), most=MOST_LISTS)
    models = hierarchical_terms(len(names))
    held = existing(counts, len(names), models)
    if not held.any():
        raise MeasureError(
            f"none of {len(models)} models has a best value: too many patterns are shown by nobody"
        )
    kept = [m for m, good in zip(models, held, strict=True) if good]
    table = fitted(counts.astype(float), len(names), kept)
    table.insert(0, "model", [_label(m, names) for m in kept])
    ordered = table.sort_values("bic", key=lambda v: v.round(9), kind="stable", ignore_index=True)
    without = (_label(m, names) for m, good in zip(models, held, strict=True) if not good)
    return ModelSet(observed=int(counts.sum()), table=ordered, without=tuple(without))


def _label(terms: tuple, names: tuple[str, ...]) -> str:
    return " + ".join(".".join(names[i] for i in t) for t in terms) or "independence"


def simulated_two_lists(
    total: int,
    first: float,
    second: float,
    odds_ratio: float,
    *,
    draws: int,
    rng: np.random.Generator,
    level: float,
) -> Estimate:
    """What two lists say of a known number of persons, over simulated pairs of lists.

    First times second over both.

    Parameters
    ----------
    total : int
        True number of persons.
    first, second : float
        Share of persons on each list, between 0 and 1.
    odds_ratio : float
        1 for independence; above 1 the lists find the same people.
    draws, rng, level
        Simulated pairs, source of randomness, coverage of the interval.

    Returns
    -------
    Estimate
        Persons: median and interval of what the pairs say.

    Raises
    ------
    MeasureError
        If a share leaves 0-1, the odds ratio is not above zero, the total is no whole number of
        persons, there is no draw, or the level is none.

    Examples
    --------
    Lists that find the same people say too few.

    >>> options = {"draws": 200, "level": 0.95}
    >>> for odds in (1, 6):
    ...     rng = np.random.default_rng(1)
    ...     found = simulated_two_lists(10_000, 0.5, 0.5, odds, rng=rng, **options)
    ...     found.low < 10_000 < found.high, found.high < 10_000
    (True, False)
    (False, True)
    """
    check_level(level)
    both = _on_both(total, first, second, odds_ratio)
    if draws < 1:
        raise MeasureError(f"draws={draws}: wanted one or more")
    cells = rng.multinomial(
        int(total), [both, first - both, second - both, 1 - first - second + both], size=draws
    )
    on_first, on_second = cells[:, 0] + cells[:, 1], cells[:, 0] + cells[:, 2]
    found = on_first * on_second / np.maximum(cells[:, 0], 1)
    told = f"{100 * level:g} % of {draws} simulated pairs of lists"
    return Estimate.of_draws(found, level=level, unit="persons", basis=told)


def _on_both(total: int, first: float, second: float, odds_ratio: float) -> float:
    """Share of all persons expected on both lists."""
    whole = 1 <= total <= MOST_PERSONS and total == int(total)
    if not (0 < first < 1 and 0 < second < 1 and 0 < odds_ratio < np.inf and whole):
        raise MeasureError(
            "wanted shares between 0 and 1, an odds ratio above 0 and a whole total of one or more,"
            f" found {first}, {second}, {odds_ratio} and {total}"
        )
    if np.isclose(odds_ratio, 1.0):
        return first * second
    more = odds_ratio - 1
    s = 1 + (first + second) * more
    return float((s - np.sqrt(s**2 - 4 * odds_ratio * more * first * second)) / (2 * more))
