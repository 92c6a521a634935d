"""How sure?

Reads nothing and draws nothing on paper; every random draw comes from the `rng` handed in. Exact
intervals come from scipy.

Examples
--------
>>> from analysis import resampling
>>> print(resampling.wilson(8, 12, level=0.95))
67 % (39 to 86)
"""

import numpy as np

from analysis.quantities import Estimate


def wilson(successes: int, trials: int, *, level: float, unit: str = "%") -> Estimate:
    """Wilson score interval of a share.

    Parameters
    ----------
    successes, trials : int
        Counts, with ``0 <= successes <= trials`` and ``trials > 0``.
    level : float
        Coverage, between 0 and 1.

    Returns
    -------
    Estimate
        Share in per cent.

    Raises
    ------
    ValueError
        If the counts or the level are impossible.

    References
    ----------
    Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.

    Examples
    --------
    >>> print(wilson(8, 12, level=0.95))
    67 % (39 to 86)
    """
    from scipy.stats import binomtest

    if trials <= 0 or not 0 <= successes <= trials:
        raise ValueError(
            f"wanted 0 <= successes <= trials and trials > 0, found {successes} of {trials}"
        )
    _check_level(level)
    interval = binomtest(successes, trials).proportion_ci(level, method="wilson")
    share = successes / trials
    low, high = min(interval.low, share), max(interval.high, share)
    return Estimate(
        low=100 * low,
        central=100 * share,
        high=100 * high,
        unit=unit,
        basis=f"{100 * level:g} % Wilson",
    )


def normal_draws(
    mean: np.ndarray, covariance: np.ndarray, *, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Draws from a normal distribution of several dimensions.

    By the Cholesky factor of its covariance.

    The factor is unique, unlike eigenvectors, whose signs and order differ between libraries: the
    same `rng` gives the same draws everywhere.

    Parameters
    ----------
    mean : numpy.ndarray, shape (n,)
    covariance : numpy.ndarray, shape (n, n)
        A variable without variance, or fixed by those before it (1e-12 of its variance left), adds
        nothing of its own.
    draws : int
        Number of draws.
    rng : numpy.random.Generator
        The only source of randomness.

    Returns
    -------
    numpy.ndarray
        Shape (draws, n).

    Raises
    ------
    ValueError
        If the matrix is not square like the mean, not symmetric, or no covariance.

    Examples
    --------
    >>> rng, fixed = np.random.default_rng(1), np.zeros((2, 2))
    >>> normal_draws(np.array([3.0, 4.0]), fixed, draws=1, rng=rng).tolist()
    [[3.0, 4.0]]
    """
    mean, covariance = np.asarray(mean, dtype=float), np.asarray(covariance, dtype=float)
    size = np.sqrt(np.abs(np.diag(covariance))) if covariance.ndim == 2 else np.zeros(0)
    if (
        covariance.shape != (mean.size, mean.size)
        or (np.abs(covariance - covariance.T) > 1e-9 * np.outer(size, size)).any()
    ):
        raise ValueError(
            f"wanted a symmetric covariance of {mean.size} variables, found shape"
            f" {covariance.shape}"
        )
    factor = np.zeros_like(covariance)
    for j in range(mean.size):
        column = covariance[j:, j] - factor[j:, :j] @ factor[j, :j]
        if column[0] < -1e-9 * size[j] ** 2:
            raise ValueError(
                f"variable {j} has a negative variance given those before it: this is no covariance"
            )
        if column[0] > 1e-12 * size[j] ** 2:
            factor[j:, j] = column / np.sqrt(column[0])
    return mean + rng.standard_normal((draws, mean.size)) @ factor.T


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"level={level}: wanted a number between 0 and 1")
