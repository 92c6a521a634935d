"""Are districts too much alike?

Pure. The spread of turnout between districts, on the logit scale so that early and final turnouts
compare, against the spread between as many commissions of one region drawn from real returns.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.referendum.announced import TallyError


@dataclass(frozen=True, slots=True, kw_only=True)
class TooAlike:
    """Spread of the districts, the median spread of real sets.

    And the share of real sets that are at least as alike.
    """

    districts: int
    spread: float
    typical_spread: float
    p_value: float
    draws: int
    null: np.ndarray


def logit_spread(turnout_pct: np.ndarray) -> np.ndarray:
    """Standard deviation of logit turnout along the last axis.

    Parameters
    ----------
    turnout_pct : numpy.ndarray, shape (..., districts)
        Turnout, above 0 and below 100 %.

    Returns
    -------
    numpy.ndarray, shape (...)
        Sample standard deviations of log odds.

    Raises
    ------
    TallyError
        If there are fewer than two turnouts, or one is not strictly between 0 and 100 %.

    Examples
    --------
    >>> round(float(logit_spread([40, 50, 60])), 4)
    0.4055
    >>> logit_spread([[40, 50, 60], [70, 70, 70]]).round(4).tolist()
    [0.4055, 0.0]
    """
    share = np.atleast_1d(np.asarray(turnout_pct, dtype=float)) / 100
    if share.shape[-1] < 2:
        raise TallyError(f"wanted two turnouts or more, found {share.shape[-1]}")
    if not ((share > 0) & (share < 1)).all():
        raise TallyError("wanted turnouts strictly between 0 and 100 %")
    return np.std(np.log(share / (1 - share)), axis=-1, ddof=1)


def too_alike(
    turnout_pct: np.ndarray, commissions: pd.DataFrame, *, draws: int, rng: np.random.Generator
) -> TooAlike:
    """Test whether districts lie closer together than commissions do in real elections.

    Parameters
    ----------
    turnout_pct : numpy.ndarray, shape (n_districts,)
        Turnout of each district, in %.
    commissions : pandas.DataFrame
        Real territorial commissions: year, region, turnout_pct.
    draws : int
        Sets drawn: a region of a year at random among those with enough commissions, then as many
        of its commissions.
    rng : numpy.random.Generator
        The only source of randomness.

    Returns
    -------
    TooAlike
        Spreads of log odds; `p_value` is one-sided, add-one corrected.

    Raises
    ------
    TallyError
        If fewer than three districts or no draws are asked for, columns are missing, or no region
        has enough commissions.

    Examples
    --------
    >>> held = pd.DataFrame({"year": 2018, "region": "A", "turnout_pct": [40, 50, 60, 70, 80]})
    >>> found = too_alike([64, 65, 66], held, draws=99, rng=np.random.default_rng(1))
    >>> round(found.spread, 4), found.p_value
    (0.044, 0.01)
    """
    turnout_pct = np.asarray(turnout_pct, dtype=float)
    size = turnout_pct.size
    if size < 3:
        raise TallyError(f"wanted at least three districts, found {size}")
    missing = {"year", "region", "turnout_pct"} - set(commissions)
    if draws < 1 or missing:
        lacks = f", without the columns {', '.join(sorted(missing))}" if missing else ""
        raise TallyError(f"wanted real commissions and at least one draw, found {draws}{lacks}")
    inside = commissions[(commissions["turnout_pct"] > 0) & (commissions["turnout_pct"] < 100)]
    groups = [
        g.to_numpy() for _, g in inside.groupby(["year", "region"])["turnout_pct"] if len(g) >= size
    ]
    if not groups:
        raise TallyError(f"no region has {size} commissions")
    picked = rng.integers(len(groups), size=draws)
    null = np.empty(draws)
    for i, members in enumerate(groups):
        here = np.flatnonzero(picked == i)
        order = rng.random((here.size, members.size)).argsort(axis=1)[:, :size]
        null[here] = logit_spread(members[order])
    spread = float(logit_spread(turnout_pct))
    p = (1 + int((null <= spread).sum())) / (1 + draws)
    return TooAlike(
        districts=size,
        spread=spread,
        typical_spread=float(np.median(null)),
        p_value=p,
        draws=draws,
        null=null,
    )
