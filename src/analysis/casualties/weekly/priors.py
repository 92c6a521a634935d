"""What is assumed of the weekly dead and of those who count them?

Rows of `priors`, each from low to high taken as the middle 90 % of a normal on the scale on which
the model uses it. Pure.
"""

import numpy as np
import pandas as pd

from analysis.casualties.measures import MeasureError, day_of

_POINT = 0.001  # log error of a ratio given as one number, which the sampler needs to have a width
_NINETY = 3.29  # standard deviations between the ends of the middle 90 % of a normal
MEANING = {
    "weekly_step": "log change of deaths from week to week",
    "names_error": "log error of a month of names",
    "names_ever": "share of the dead who are named in the end",
    "names_rate": "factor on the rate at which names come",
    "names_drift": "log error of a year's rate of names",
    "register_error": "log error that counts from one kind of record share",
    "ratio_drift": "log change a year of killed and wounded for each of the dead",
    "missing_2022": "share of the dead who are missing at first",
    "missing_drift": "change a year of the logit of that share",
    "volunteers_2022": "volunteers and Wagner among dead residents in 2022",
    "volunteers_later": "the same from 2023 on",
    "republics_2022": "dead of Donetsk and Luhansk for each dead resident in 2022",
    "republics_later": "the same from 2023 on",
    "donetsk_share": "share of Donetsk in the dead of both",
}
SHARED = ("bias_own", "bias_opponent", "bias_third", "chain_error", "claim_error")
SCALES = (*SHARED, "names_error", "names_drift", "register_error")
_SHARES = {"names_ever", "missing_2022", "volunteers_2022", "volunteers_later", "donetsk_share"}
_RATES = {"republics_2022", "republics_later", "weekly_step", "names_rate"}
_USUAL_RATE = np.array([0.05, 0.05, 0.03, 0.015, 0.008, 0.004])  # names a week, by `AGES`


def latest(priors: pd.DataFrame, day: str | pd.Timestamp) -> pd.DataFrame:
    """Of each quantity the last version published by a day, or its first if none was yet."""
    old = priors.sort_values("published", kind="stable").drop_duplicates("quantity")
    held = priors[priors["published"] <= day_of(day)].sort_values("published", kind="stable")
    held = held.drop_duplicates("quantity", keep="last")
    return pd.concat([held, old[~old["quantity"].isin(held["quantity"])]]).sort_values("key")


def stated(priors: pd.DataFrame, ratio: tuple[float, float]) -> dict:
    """Mean and standard deviation of each assumption.

    Parameters
    ----------
    priors : pandas.DataFrame
        Rows of `priors`, one a quantity: see `latest`.
    ratio : tuple of float
        Wounded for each of the dead: low and high, the middle 90 %.

    Returns
    -------
    dict
        Quantity -> (mean, sd); of a scale its likeliest value and zero; of a share on the logit, of
        a rate on the log scale; `names_rate` has one pair an age.

    Raises
    ------
    MeasureError
        If a quantity is missing, its values are not in order or impossible, or the ratio is not
        ordered.
    """
    if not 0 <= ratio[0] <= ratio[1] < np.inf:
        raise MeasureError(f"wounded per killed {ratio}: wanted a low end up to a high one")
    wanted = (*SHARED, "undefined_wounded", *MEANING)
    some = priors[priors["quantity"].isin(wanted)]
    if some["quantity"].duplicated().any():
        twice = some.loc[some["quantity"].duplicated(), "quantity"].iloc[0]
        raise MeasureError(f"{twice} is stated twice; next: choose a version with `latest`")
    table = some.set_index("quantity")
    if lost := sorted(set(wanted) - set(table.index)):
        raise MeasureError(f"no prior is stated for {', '.join(lost)}; next: a row in priors.csv")
    found = {q: _one(q, *table.loc[q, ["low", "mode", "high"]].astype(float)) for q in wanted}
    ends = np.log1p(ratio)
    found["wounded_per_dead"] = (ends.mean(), max((ends[1] - ends[0]) / _NINETY, _POINT))
    mean, sd = found["names_rate"]
    found["names_rate"] = [(float(m), sd) for m in np.log(_USUAL_RATE) + mean]
    return found


def _one(quantity: str, low: float, mode: float, high: float) -> tuple[float, float]:
    """Mean and sd on the scale of the model."""
    share = quantity in _SHARES or quantity == "undefined_wounded"
    positive = share or quantity in _RATES or quantity in SCALES
    if not low <= mode <= high or (positive and low <= 0) or (share and high >= 1):
        raise MeasureError(f"{quantity}: {low}, {mode}, {high} cannot be its low, mode and high")
    if quantity in SCALES:
        return mode, 0.0
    turn = _logit if share else np.log if positive else np.asarray
    return float(turn(mode)), float((turn(high) - turn(low)) / _NINETY)


def _logit(share: float) -> float:
    return np.log(share / (1 - share))
