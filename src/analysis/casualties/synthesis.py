"""How many had died, weighing all claims by who speaks, what is counted and who repeats whom?

Logarithms of claims are the logarithm of deaths, plus what the measure adds, plus the bias of the
speaker's party, plus an error that all claims of one source share, plus their own error. Own losses
are played down and the enemy's up, so these two biases have a sign. Given them, everything is
Gaussian: the posterior is computed on a grid, without sampling. "More than" is the chance that the
claim lies above its number, given all others, and "up to" that it lies below. Names are a floor.
This is the small model, which a reader can follow on paper: one number of dead, carried in time by
one exponent. That exponent was read off the first months, so the model ends with 2022; beyond, and
for deaths by week, see `weekly`.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.casualties.measures import MeasureError, day_of
from analysis.casualties.roots import START, usable
from analysis.quantities import Estimate

MEANING = {
    "bias_own": "typical log size by which a side plays down its own dead",
    "bias_opponent": "typical log size by which a side plays up the enemy's dead",
    "bias_third": "typical log bias of others, either way",
    "chain_error": "log error that all claims of one source share",
    "claim_error": "log error of a single claim",
    "growth": (
        "exponent with which deaths grew since the invasion; 1 is even growth, less if the first"
        " weeks were the worst"
    ),
    "growth_error": "doubt about that exponent",
    "undefined_wounded": "chance that a loss without definition counts the wounded too",
    "wounded_per_dead": "wounded for each of the dead",
}
HORIZON = pd.Timestamp("2022-12-31")  # one exponent of growth holds for months, not for years
_CENTRE, _WIDTH = np.log(10_000.0), 1.5  # before any claim: about 500 to 190,000 dead
_NODES = np.linspace(0.0, 3.5, 29)  # of each signed bias, in units of its scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesis:
    """Deaths on one day from all claims.

    Density on a grid of log deaths, and what was learned of biases and of undefined losses.
    """

    killed: Estimate
    log_deaths: np.ndarray
    density: np.ndarray
    undefined_counts_wounded: float
    bias_own: float
    bias_opponent: float
    claims: int
    roots: int
    floor: float


def synthesis(
    claims: pd.DataFrame,
    side: str,
    day: str | pd.Timestamp,
    scales: dict[str, float],
    *,
    ratio: tuple[float, float],
    floor: float = 0.0,
    level: float,
) -> Synthesis:
    """Posterior of one side's deaths by one day.

    Parameters
    ----------
    claims : pandas.DataFrame
        Rows of `loss_claims`, as known.
    side : str
        "RU" or "UA".
    day : str or pandas.Timestamp
        Day the estimate speaks of.
    scales : dict of float
        A value for each key of `MEANING` except "wounded_per_dead".
    ratio : tuple of float
        Wounded per killed: low and high, taken as a 90 % interval.
    floor : float
        Dead known by name by then; deaths cannot be fewer.
    level : float
        Coverage of the interval.

    Returns
    -------
    Synthesis

    Raises
    ------
    MeasureError
        As `usable`; or a scale is missing or not above zero, the ratio is not ordered, or the day
        lies beyond `HORIZON`.

    Notes
    -----
    Bounds share the errors of their root and party with all other claims: their joint chance
    is taken one after the other, each truncated normal replaced by a normal of the same mean and
    variance (Mendell & Elston 1974, Biometrics 30, 41-57).

    Examples
    --------
    One claim alone bears little.

    >>> claim = {"key": "X1", "side": "RU", "measure": "killed", "root": "Moscow"}
    >>> claim |= {"claimant_party": "Russia", "witness": "witness", "qualifier": "exact"}
    >>> claim |= {"low": 5937, "central": 5937, "high": 5937, "as_of": pd.Timestamp("2022-09-21")}
    >>> scales = {quantity: 0.5 for quantity in MEANING}
    >>> options = {"ratio": (2.5, 4.5), "level": 0.95}
    >>> found = synthesis(pd.DataFrame([claim]), "RU", "2022-10-11", scales, **options)
    >>> found.claims, found.killed.low < 5937 < found.killed.high
    (1, True)
    """
    missing = set(MEANING) - {"wounded_per_dead"} - set(scales)
    if missing or not all(0 < v < np.inf for v in scales.values()):
        raise MeasureError(
            f"every scale must be given and above zero; missing: {sorted(missing) or 'none'}"
        )
    if not 0 <= ratio[0] <= ratio[1] < np.inf:
        raise MeasureError(f"wounded per killed {ratio}: the low end lies above the high one")
    if not 0 <= floor < np.inf or not 0 < level < 1:
        raise MeasureError(f"wanted a floor of 0 or more and 0 < level < 1, found {floor}, {level}")
    if day_of(day) > HORIZON:
        raise MeasureError(
            f"the growth of deaths assumed here holds to {HORIZON:%Y-%m-%d}, asked"
            f" {day_of(day):%Y-%m-%d}; next: the weekly model, `weekly.course`"
        )
    rows = usable(claims, side, day)
    bound = rows["at_least"].to_numpy(dtype=int) - rows["at_most"].to_numpy(dtype=int)
    exact = bound == 0
    grid = np.linspace(np.log(100.0), np.log(2_000_000.0), 500)
    a, b = (g.ravel() for g in np.meshgrid(_NODES, _NODES, indexing="ij"))
    prior = -(a**2 + b**2) / 2 - np.log(2) * (a == 0) - np.log(2) * (b == 0)
    own, enemy = ((rows["stand"] == s).to_numpy(dtype=float)[:, None] for s in ("own", "opponent"))
    bias = scales["bias_opponent"] * enemy * b - scales["bias_own"] * own * a
    layers = []
    for counts_wounded in (0.0, 1.0):
        shift, v = _structure(rows, counts_wounded, scales, ratio, day_of(day))
        without = np.log(rows["central"].to_numpy(dtype=float))[:, None] - shift[:, None] - bias
        mean, sd, weight = _gaussian(without[exact], v[np.ix_(exact, exact)])
        log_density = (
            weight[:, None] + prior[:, None] - ((grid - mean[:, None]) / sd) ** 2 / 2 - np.log(sd)
        )
        log_density = log_density + _log_chance_beyond(without, bound, v, grid)
        chance = scales["undefined_wounded"] if counts_wounded else 1 - scales["undefined_wounded"]
        layers.append(log_density + np.log(max(chance, 1e-12)))
    joint = np.exp(np.stack(layers) - max(layer.max() for layer in layers))
    if floor > 0:
        joint = joint * (grid >= np.log(floor))
    total = joint.sum()
    if total <= 0:
        raise MeasureError(f"no number of deaths above the floor of {floor:,.0f} fits the claims")
    density = joint.sum(axis=(0, 1)) / total
    cumulative = np.cumsum(density) - density / 2
    ends = np.interp([(1 - level) / 2, 0.5, (1 + level) / 2], cumulative, grid)
    ends = np.maximum(ends, np.log(floor)) if floor > 0 else ends
    nodes = joint.sum(axis=(0, 2)) / total
    return Synthesis(
        killed=Estimate(
            low=float(np.exp(ends[0])),
            central=float(np.exp(ends[1])),
            high=float(np.exp(ends[2])),
            unit="killed",
            basis=f"{100 * level:g} % of the posterior from {len(rows)} claims",
        ),
        log_deaths=grid,
        density=density,
        undefined_counts_wounded=float(joint[1].sum() / total),
        bias_own=float(np.exp(-scales["bias_own"] * (nodes @ a))),
        bias_opponent=float(np.exp(scales["bias_opponent"] * (nodes @ b))),
        claims=len(rows),
        roots=rows["root"].nunique(),
        floor=floor,
    )


def _structure(
    rows: pd.DataFrame,
    counts_wounded: float,
    scales: dict,
    ratio: tuple[float, float],
    day: pd.Timestamp,
) -> tuple[np.ndarray, np.ndarray]:
    """What measure and day add to the log of a claim.

    And the covariance of the claims' errors given deaths and signed biases.
    """
    elapsed = np.log((rows["as_of"] - START).dt.days.to_numpy()) - np.log((day - START).days)
    loading = np.where(rows["open_measure"], counts_wounded, rows["loading"].fillna(0.0))
    wounded = np.log1p(ratio)
    omega_sd = max((wounded[1] - wounded[0]) / 3.29, 1e-6)
    closed = np.isfinite(rows["high"]) & (rows["low"] > 0) & (rows["high"] > rows["low"])
    given = np.where(
        closed, np.log(rows["high"].where(closed, 1.0) / rows["low"].where(closed, 1.0)) / 3.92, 0.0
    )
    root, party, third = (rows[c].to_numpy() for c in ("root", "claimant_party", "stand"))
    same_party = (party[:, None] == party) & (third == "third")[:, None] & (third == "third")
    v = (
        scales["growth_error"] ** 2 * np.outer(elapsed, elapsed)
        + omega_sd**2 * np.outer(loading, loading)
        + scales["bias_third"] ** 2 * same_party
        + scales["chain_error"] ** 2 * (root[:, None] == root)
        + np.diag(scales["claim_error"] ** 2 + given**2)
    )
    return scales["growth"] * elapsed + loading * wounded.mean(), v


def _gaussian(without: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, float, np.ndarray]:
    """Conditional posterior mean and deviation of log deaths at every node.

    And each node's log weight, from claims given as a number.

    `without` has shape (claims, nodes): logs of the claims less all that is added to log deaths.
    """
    nodes = without.shape[1]
    if not len(without):
        return np.full(nodes, _CENTRE), _WIDTH, np.zeros(nodes)
    residual = without - _CENTRE
    inverse = np.linalg.inv(v)
    ones = inverse.sum(axis=0)
    precision = ones.sum() + 1 / _WIDTH**2
    mean = ones @ residual / precision
    log_weight = -((residual * (inverse @ residual)).sum(axis=0) - precision * mean**2) / 2
    logdet = np.linalg.slogdet(v)[1] + np.log(precision * _WIDTH**2)
    return _CENTRE + mean, 1 / np.sqrt(precision), log_weight - logdet / 2


def _log_chance_beyond(
    without: np.ndarray, bound: np.ndarray, v: np.ndarray, grid: np.ndarray
) -> np.ndarray:
    """Log chance that every bound is one, given the other claims.

    `bound` is 1 for "more than" and -1 for "up to". At every node and number of deaths; shape
    (nodes, grid).
    """
    from scipy.special import log_ndtr

    exact, least, total = bound == 0, bound != 0, np.zeros((without.shape[1], len(grid)))
    sign = bound[least]
    told = v[np.ix_(least, exact)] @ np.linalg.inv(v[np.ix_(exact, exact)])
    start = (told @ without[exact] - without[least]) * sign[:, None]
    margins = [
        m[:, None] + slope * grid
        for m, slope in zip(start, sign * (1 - told.sum(axis=1)), strict=True)
    ]
    spread = v[np.ix_(least, least)] - told @ v[np.ix_(exact, least)]
    spread = spread * np.outer(sign, sign)
    cov = {(j, k): spread[j, k] for j in range(len(margins)) for k in range(j, len(margins))}
    for i, margin in enumerate(margins):
        z = margin / np.sqrt(cov[i, i])
        log_chance = log_ndtr(z)
        total += log_chance
        pull = np.exp(-(z**2) / 2 - log_chance) / np.sqrt(2 * np.pi)
        for j in range(i + 1, len(margins)):
            margins[j] = margins[j] + cov[i, j] / np.sqrt(cov[i, i]) * pull
            for k in range(j, len(margins)):
                cov[j, k] = cov[j, k] - cov[i, j] * cov[i, k] / cov[i, i] * pull * (pull + z)
    return total
