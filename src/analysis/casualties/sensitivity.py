"""How far does the synthesis of claims move with each assumption and without each source?

Pure.
"""

import pandas as pd

from analysis.casualties.roots import usable
from analysis.casualties.synthesis import MEANING, synthesis
from analysis.evidence import NotKnownError

_SHORT = {
    "bias_own": "own side's bias",
    "bias_opponent": "enemy's bias",
    "bias_third": "others' bias",
    "chain_error": "error of a source",
    "claim_error": "error of a claim",
    "growth": "growth",
    "growth_error": "doubt about growth",
    "undefined_wounded": "chance that undefined counts wounded",
}


def sensitivity(
    claims: pd.DataFrame,
    side: str,
    day: str | pd.Timestamp,
    priors: pd.DataFrame,
    *,
    ratio: tuple[float, float],
    floor: float = 0.0,
    level: float,
) -> pd.DataFrame:
    """The synthesis with each scale at its low and at its high value, the others at their mode.

    And without each root of claims.

    Parameters
    ----------
    claims : pandas.DataFrame
        Rows of `loss_claims`, as known.
    side : str
        "RU" or "UA".
    day : str or pandas.Timestamp
        Day the estimate speaks of.
    priors : pandas.DataFrame
        Rows of `priors`; those with a quantity in `MEANING` are used, one each.
    ratio : tuple of float
        Wounded per killed: low and high.
    floor : float
        Dead known by name by then; deaths cannot be fewer.
    level : float
        Coverage of the intervals, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        Columns changed, to, low, central, high (killed); the first row is the synthesis as stated.

    Raises
    ------
    MeasureError
        As `synthesis`.
    evidence.NotKnownError
        As `usable`, if no claim is left.

    Examples
    --------
    Without a claim there is nothing to move.

    >>> columns = ["key", "side", "measure", "low", "central", "high", "as_of", "witness"]
    >>> none = pd.DataFrame(columns=columns)
    >>> priors = pd.DataFrame({"quantity": ["growth"], "low": 0.6, "mode": 0.8, "high": 1.0})
    >>> try:
    ...     sensitivity(none, "RU", "2022-10-11", priors, ratio=(2.5, 4.5), level=0.95)
    ... except NotKnownError as error:
    ...     print(error)
    no claim on the losses of RU speaks of a day up to 2022-10-11
    """
    held = priors[
        priors["quantity"].isin(MEANING) & (priors["quantity"] != "wounded_per_dead")
    ].set_index("quantity")
    modes = held["mode"].astype(float).to_dict()
    runs = [("as stated", "", claims, modes)]
    runs += [
        (_SHORT[q], f"{held.loc[q, end]:g}", claims, modes | {q: float(held.loc[q, end])})
        for q in held.index
        for end in ("low", "high")
    ]
    rows = usable(claims, side, day)
    for root in sorted(rows["root"].unique()) if len(rows["root"].unique()) > 1 else ():
        runs.append(
            (
                "without",
                root,
                claims[~claims["key"].isin(rows.loc[rows["root"] == root, "key"])],
                modes,
            )
        )
    found = []
    for changed, to, some, scales in runs:
        try:
            killed = synthesis(
                some, side, day, scales, ratio=ratio, floor=floor, level=level
            ).killed
        except NotKnownError:
            continue  # nothing is left without this root
        found.append((changed, to, killed.low, killed.central, killed.high))
    return pd.DataFrame(found, columns=["changed", "to", "low", "central", "high"])
