"""Do counts of entries, exits and stays go together?

At each country those who come in either go on, go back or stay. Counts that contradict each other
are brought to that balance by least squares (Stone, Champernowne & Meade 1942, Rev. Econ. Stud. 9).
"""

import math
from dataclasses import dataclass
from itertools import product

import numpy as np

from analysis.migration.flows import FlowError
from analysis.quantities import Estimate, half_step, same_unit

RUSSIA, STAY = "Russia", "stay"
_RANK = 1e-10  # least singular value of a correlation that is not rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """Balanced flows and how far the counts were from balance.

    `statistic` is chi-squared with `freedom` degrees.
    """

    flows: np.ndarray
    statistic: float
    freedom: int
    pvalue: float


def incidence(links: tuple[tuple[str, str], ...], transit: tuple[str, ...]) -> np.ndarray:
    """Matrix that adds links into a transit country and takes off links out of it.

    Shape (transit, links).

    Parameters
    ----------
    links : tuple of (str, str)
        From and to, one pair a link.
    transit : tuple of str
        Countries at which flows have to balance.

    Returns
    -------
    numpy.ndarray, shape (transit, links)
        1 for a link into the country, -1 for one out of it, else 0.

    Raises
    ------
    FlowError
        If a link is listed twice, leads nowhere, or no link touches a transit country.

    Examples
    --------
    >>> links = ((RUSSIA, "Georgia"), ("Georgia", RUSSIA), ("Georgia", STAY))
    >>> incidence(links, ("Georgia",))
    array([[ 1., -1., -1.]])
    """
    if len(set(links)) != len(links) or any(a == b for a, b in links):
        raise FlowError("a link is listed twice, or leads to where it starts")
    matrix = np.array([[float(b == c) - float(a == c) for a, b in links] for c in transit])
    untouched = [c for c, row in zip(transit, matrix, strict=True) if not row.any()]
    if untouched:
        raise FlowError(f"{untouched[0]}: no link touches it")
    return matrix


def reconcile(flows: np.ndarray, variance: np.ndarray, matrix: np.ndarray) -> Reconciled:
    """Flows nearest to the counts that balance at every transit country.

    Parameters
    ----------
    flows : numpy.ndarray, shape (links,)
        Counts or estimates, persons.
    variance : numpy.ndarray, shape (links,)
        Variance of each, persons squared; zero for a count taken as exact.
    matrix : numpy.ndarray, shape (transit, links)
        From `incidence`.

    Returns
    -------
    Reconciled
        Generalised least squares: the least certain flow moves most.

    Raises
    ------
    FlowError
        If a variance is negative, or exact counts contradict each other.

    Examples
    --------
    >>> links = ((RUSSIA, "Georgia"), ("Georgia", RUSSIA), ("Georgia", STAY))
    >>> matrix = incidence(links, ("Georgia",))
    >>> found = reconcile(np.array([100, 60, 34]), np.array([1, 1, 1]), matrix)
    >>> found.flows.round(6).tolist(), round(found.statistic, 6), found.freedom
    ([98.0, 62.0, 36.0], 12.0, 1)
    """
    from scipy.stats import chi2

    flows, variance = np.asarray(flows, dtype=float), np.asarray(variance, dtype=float)
    if flows.shape != variance.shape or flows.shape != matrix.shape[1:] or (variance < 0).any():
        raise FlowError(f"wanted {matrix.shape[1]} flows with variances of zero or more")
    spread = (matrix * variance) @ matrix.T
    gap = matrix @ flows
    scale = np.sqrt(np.diag(spread))
    if (scale == 0).any() or np.linalg.matrix_rank(
        spread / np.outer(scale, scale), tol=_RANK
    ) < len(spread):
        raise FlowError(
            "counts taken as exact do not balance, or leave a country without doubt; give one of"
            " its links a variance"
        )
    weight = np.linalg.solve(spread / np.outer(scale, scale), gap / scale) / scale
    balanced = flows - variance * (matrix.T @ weight)
    statistic = float(gap @ weight)
    return Reconciled(
        flows=balanced,
        statistic=statistic,
        freedom=len(gap),
        pvalue=float(chi2.sf(statistic, len(gap))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read how far three printed counts were rounded.

    `grains` are the units they are taken to be rounded to, `reach` the largest gap that rounding
    alone can make, `pvalue` the chance of a gap as large as the one found, `flows` the counts
    brought to balance.
    """

    grains: tuple[float, ...]
    reach: float
    pvalue: float
    flows: np.ndarray

    def explains(self, gap: float) -> bool:
        """Whether rounding alone can make a gap of this size."""
        return abs(gap) <= self.reach


@dataclass(frozen=True, slots=True, kw_only=True)
class StockCheck:
    """Entries less exits less the stock they should leave, and what rounding makes of it.

    `readings` has the coarsest reading first: each count to its own last digit other than zero,
    then all to the finest of these; one reading where they are the same.
    """

    gap: float
    readings: tuple[Reading, ...]

    @property
    def finding(self) -> str:
        """Whether rounding explains the gap: "explains", "does not explain" or "open"."""
        found = {r.explains(self.gap) for r in self.readings}
        if len(found) > 1:
            return "open"
        return "explains" if found.pop() else "does not explain"


def grain_of(count: float) -> float:
    """Unit of the last digit other than zero: 400,000 may be rounded to 100,000.

    Examples
    --------
    >>> grain_of(400_000), grain_of(320_000), grain_of(78_742)
    (100000.0, 10000.0, 1.0)
    """
    return 2 * half_step(f"{count:.0f}")


def stock_against_flows(entries: Estimate, exits: Estimate, stock: Estimate) -> StockCheck:
    """Entries, exits and the stock they should leave, held against the rounding of what is printed.

    How far a count was rounded is read from its digits, in two ways: each to its own last digit
    other than zero, and all to the finest of these, as counts of one announcement mostly are.

    Parameters
    ----------
    entries, exits, stock : Estimate
        Counts of one unit; their central values are the numbers printed.

    Returns
    -------
    StockCheck
        A gap beyond the `reach` of a reading is not made by rounding, if that reading is right.

    Raises
    ------
    FlowError
        If a count is negative or not finite.
    quantities.UnitError
        If the units differ.

    Examples
    --------
    >>> counts = (Estimate.exactly(n, "persons", "t") for n in (400_000, 320_000, 100_000))
    >>> found = stock_against_flows(*counts)
    >>> [(r.reach, round(r.pvalue, 2)) for r in found.readings], found.finding
    ([(105000.0, 0.64), (15000.0, 0.0)], 'open')
    """
    same_unit(entries, exits, stock)
    counts = np.array([e.central for e in (entries, exits, stock)])
    if not (np.isfinite(counts).all() and (counts >= 0).all()):
        raise FlowError(f"wanted counts of zero or more, found {counts.tolist()}")
    own = tuple(grain_of(c) for c in counts)
    readings = dict.fromkeys((own, (min(own),) * len(own)))
    gap = float(counts[0] - counts[1] - counts[2])
    return StockCheck(gap=gap, readings=tuple(_read(counts, gap, g) for g in readings))


def _read(counts: np.ndarray, gap: float, grains: tuple[float, ...]) -> Reading:
    halves = np.array(grains) / 2
    matrix = incidence(((RUSSIA, "here"), ("here", "out"), ("here", STAY)), ("here",))
    return Reading(
        grains=grains,
        reach=float(halves.sum()),
        pvalue=chance_of_gap(gap, halves),
        flows=reconcile(counts, halves**2 / 3, matrix).flows,
    )


def chance_of_gap(gap: float, halves: np.ndarray) -> float:
    """Chance that errors, each even between minus and plus its half unit, add up to such a gap.

    Exact, for either sign: the tail of a sum of even errors.

    Examples
    --------
    >>> chance_of_gap(1.0, np.array([1.0])), chance_of_gap(1.0, np.array([1.0, 1.0]))
    (0.0, 0.25)
    """
    n = len(halves)
    signs = np.array(list(product((-1, 1), repeat=n)))
    above = np.maximum(signs @ halves - abs(gap), 0.0) ** n
    tail = signs.prod(axis=1) @ above / (math.factorial(n) * np.prod(2 * halves))
    return float(min(max(2 * tail, 0.0), 1.0))
