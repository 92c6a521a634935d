"""How likely are so many successes among trials of unequal chances?

Pure functions on arrays.
"""

import numpy as np

_FEW = 500  # trials up to which a tail is added up exactly


def upper_tail(chances: np.ndarray, observed: int) -> float:
    """Probability of at least `observed` successes among independent trials with unequal chances.

    Added up exactly for a few hundred trials; beyond, the saddlepoint approximation of Lugannani &
    Rice with Daniels' continuity correction (1987, International Statistical Review 55, 37-48), and
    next to the mean, where that breaks down, the normal one with skewness.

    Parameters
    ----------
    chances : numpy.ndarray, shape (trials,)
        Between 0 and 1.
    observed : int
        Number of successes.

    Returns
    -------
    float
        Between 0 and 1.

    Examples
    --------
    >>> upper_tail(np.array([0.5, 0.5]), 1), upper_tail(np.array([0.5, 0.5]), 2)
    (0.75, 0.25)
    """
    from scipy.optimize import brentq
    from scipy.special import log_ndtr, ndtr

    q = np.asarray(chances, dtype=float)
    sure = int((q >= 1).sum())
    q, x = q[(q > 0) & (q < 1)], observed - sure
    if x <= 0:
        return 1.0
    if x > len(q):
        return 0.0
    if len(q) <= _FEW:
        return float(min(_number_of_successes(q)[x:].sum(), 1.0))
    if x == len(q):
        return float(np.exp(np.log(q).sum()))

    def tilted(s: float) -> np.ndarray:
        return q / (q + (1 - q) * np.exp(-s))

    s = brentq(lambda v: tilted(v).sum() - x, -700, 700, xtol=1e-16)
    t = tilted(s)
    variance = (t * (1 - t)).sum()
    log_mgf = np.log1p(q * np.expm1(s)) if s < 1 else np.logaddexp(np.log1p(-q), np.log(q) + s)
    # trial by trial: near the mean little is left of two large sums
    exponent = 2 * (s * t - log_mgf).sum()
    if abs(s) < 1e-4 or exponent <= 0:
        around = (q * (1 - q)).sum()
        z = (x - 0.5 - q.sum()) / np.sqrt(around)
        skewness = (q * (1 - q) * (1 - 2 * q)).sum() / around**1.5
        return float(
            ndtr(-z) + np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * skewness * (z**2 - 1) / 6
        )
    r = np.sign(s) * np.sqrt(exponent)
    v = (1 - np.exp(-s)) * np.sqrt(variance)
    if r > 8:
        return float(np.exp(log_ndtr(-r) + np.log(max(r / v, 1e-300)) if v > 0 else log_ndtr(-r)))
    density = np.exp(-(r**2) / 2) / np.sqrt(2 * np.pi)
    return float(np.clip(ndtr(-r) + density * (1 / v - 1 / r), 0.0, 1.0))


def _number_of_successes(q: np.ndarray) -> np.ndarray:
    """Chances of 0, 1, 2 ... successes, added up exactly.

    Trials are joined two by two, many pairs at once while they are short.
    """
    mass = np.stack([1 - q, q], axis=1)
    while len(mass) > 16:
        if len(mass) % 2:
            mass = np.vstack([mass, np.eye(1, mass.shape[1])])  # a trial that never succeeds
        left, right = mass[::2], mass[1::2]
        mass = np.zeros((len(left), 2 * left.shape[1] - 1))
        for at in range(left.shape[1]):
            mass[:, at : at + right.shape[1]] += left[:, at : at + 1] * right
    out = np.ones(1)
    for one in mass:
        out = np.convolve(out, one)
    return out
