"""How sure?

Reads nothing and draws nothing on paper; every random draw comes from the `rng` handed in. Exact
intervals come from scipy; whether chains agree, Vehtari, Gelman, Simpson, Carpenter & Bürkner
(2021), Bayesian Analysis 16, 667-718.

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


def r_hat(chains: np.ndarray) -> float:
    """Whether chains of a sampler agree: 1 if so, above 1.01 if not yet.

    Rank-normalised and split, the larger of that of the draws and that of their distance from the
    median, which sees chains of one middle and different width.

    Parameters
    ----------
    chains : numpy.ndarray, shape (draws, chains)
        Draws of one quantity, four or more of each chain.

    Returns
    -------
    float
        1 or more, but for chance; infinite if every chain stands still.

    Raises
    ------
    ValueError
        If the shape is another, or a draw is not finite.

    Examples
    --------
    >>> draws = np.random.default_rng(1).normal(size=(1_000, 4))
    >>> round(r_hat(draws), 2), r_hat(draws + [0, 0, 0, 1]) > 1.05
    (1.0, True)
    """
    halves = _halves(chains)
    away = np.abs(halves - np.median(halves))
    return max(_scale_reduction(_normal_ranks(x)) for x in (halves, away))


def effective_size(chains: np.ndarray) -> float:
    """How many independent draws the draws of a sampler are worth.

    The smaller of that of the middle, from rank-normalised draws, and those of both tails, from
    being below the quantiles of 5 and 95 %.

    Parameters
    ----------
    chains : numpy.ndarray, shape (draws, chains)
        As in `r_hat`.

    Raises
    ------
    ValueError
        As `r_hat`.

    Examples
    --------
    >>> draws = np.random.default_rng(1).normal(size=(1_000, 4))
    >>> 3_000 < effective_size(draws) < 5_000
    True
    """
    halves = _halves(chains)
    tails = [(halves <= q).astype(float) for q in np.quantile(halves, [0.05, 0.95])]
    return min(_size_of(x) for x in (_normal_ranks(halves), *tails))


def _halves(chains: np.ndarray) -> np.ndarray:
    """Each chain as two, so that a chain that still moves disagrees with itself."""
    chains = np.asarray(chains, dtype=float)
    if chains.ndim != 2 or len(chains) < 4 or not np.isfinite(chains).all():
        raise ValueError(
            f"wanted finite draws of shape (draws, chains), four or more a chain; found shape"
            f" {chains.shape}"
        )
    half = len(chains) // 2
    return np.concatenate([chains[:half], chains[-half:]], axis=1)


def _normal_ranks(x: np.ndarray) -> np.ndarray:
    from scipy.special import ndtri
    from scipy.stats import rankdata

    return ndtri((rankdata(x).reshape(x.shape) - 0.375) / (x.size + 0.25))


def _scale_reduction(x: np.ndarray) -> float:
    """Standard deviation of all draws over that inside chains."""
    within = x.var(axis=0, ddof=1).mean()
    if not within > 0:
        return float("inf")
    return float(np.sqrt(1 - 1 / len(x) + x.mean(axis=0).var(ddof=1) / within))


def _size_of(x: np.ndarray) -> float:
    """Draws over one plus twice their autocorrelations, by Geyer's pairs that fall."""
    n, within = len(x), x.var(axis=0, ddof=1).mean()
    if not within > 0:
        return 0.0
    spectrum = np.abs(np.fft.rfft(x - x.mean(axis=0), 2 * n, axis=0)) ** 2
    lagged = np.fft.irfft(spectrum, axis=0)[:n].mean(axis=1) / n
    every = within * (n - 1) / n + x.mean(axis=0).var(ddof=1)
    correlation = 1 - (within - lagged * n / (n - 1)) / every
    pairs = correlation[: n - n % 2].reshape(-1, 2).sum(axis=1)
    kept = np.minimum.accumulate(pairs[: np.argmax(np.append(pairs, -1.0) < 0)])
    return float(x.size / max(2 * kept.sum() - 1, 1 / np.log10(x.size)))


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"level={level}: wanted a number between 0 and 1")
