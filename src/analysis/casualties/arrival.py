"""At which rates do names arrive, given what was known at two days?

The most likely rates of a delay by Newton's method, within bounds, and their information. Pure.
"""

import numpy as np

from analysis.casualties.measures import MeasureError

# most that one bin adds to minus the log of the share known: a name known before then is one in
# 1e21
_MOST_MISSED = 50.0
_SETTLED = 1e-10  # standard errors from the maximum at which a fit has settled
_NEAR = 1e-6  # a week, from a bound that the likelihood pulls to: taken to it
_MOST_STEPS = 100  # of Newton's method; data need about ten


def settled_rates(known: np.ndarray, later: np.ndarray, span: np.ndarray) -> np.ndarray:
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


def inverse(information: np.ndarray) -> np.ndarray:
    """Inverse of an information matrix whose rows differ in size.

    A direction without information (1e-10 of the others') has none.
    """
    size = np.sqrt(np.maximum(np.diag(information), 1e-300))
    return np.linalg.pinv(
        information / np.outer(size, size), rcond=1e-10, hermitian=True
    ) / np.outer(size, size)
