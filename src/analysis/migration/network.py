"""Do counts of entries, exits and stays go together?

At each country those who come in either go on, go back or stay. Counts that contradict each other
are brought to that balance by least squares (Stone, Champernowne & Meade 1942, Rev. Econ. Stud. 9).
"""

from dataclasses import dataclass

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

    Raises
    ------
    FlowError
        If a link is listed twice, leads nowhere, or no link touches a transit country.
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


def stock_against_flows(entries: Estimate, exits: Estimate, stock: Estimate) -> Reconciled:
    """Entries, exits and the stock they should leave.

    Brought to balance within the rounding of each printed number.

    Parameters
    ----------
    entries, exits, stock : Estimate
        Counts of one unit; each is taken to lie anywhere within half a unit of its last non-zero
        digit.

    Returns
    -------
    Reconciled
        Flows in the order given; a small `pvalue` means that rounding does not explain the gap.

    Raises
    ------
    quantities.UnitError
        If the units differ.
    """
    same_unit(entries, exits, stock)
    counts = np.array([e.central for e in (entries, exits, stock)])
    variance = np.array([half_step(f"{c:.0f}") ** 2 / 3 for c in counts])
    matrix = incidence(((RUSSIA, "here"), ("here", "out"), ("here", STAY)), ("here",))
    return reconcile(counts, variance, matrix)
