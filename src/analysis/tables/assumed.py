"""Between which values may an assumption lie?

One span a quantity of `priors`: what the models can draw from, and what a reader can mean. Reads
and draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.tables.problems import Problem, in_cell


@dataclass(frozen=True, slots=True)
class Span:
    """Least and greatest value, in `unit`; an open end is no value itself."""

    unit: str
    least: float
    most: float
    least_open: bool = False
    most_open: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value lies in the span.

        Examples
        --------
        >>> PRIORS["uncounted_share"].holds(0.0), PRIORS["uncounted_share"].holds(1.0)
        (True, False)
        """
        above = self.least < value if self.least_open else self.least <= value
        below = value < self.most if self.most_open else value <= self.most
        return above and below

    @property
    def wanted(self) -> str:
        """The span in words, completing "write ..."."""
        low = f"above {self.least:g}" if self.least_open else f"from {self.least:g}"
        high = f"below {self.most:g}" if self.most_open else f"to {self.most:g}"
        return f"{self.unit} {low} {high}"


_SHARE = Span("a share", 0, 1)
_PART = Span("a share", 0, 1, least_open=True, most_open=True)  # drawn as its logit
_RATIO = Span("a ratio", 0, 10)
_FACTOR = Span("a factor", 0, 10, least_open=True)  # drawn as its logarithm
_SIZE = Span("the size of a log error (0.7 is a factor of 2, 3 one of 20)", 0, 3, least_open=True)
_CHANGE = Span("a log change (0.7 is a factor of 2, 3 one of 20)", -3, 3)
PRIORS: dict[str, Span] = {
    "open_end": Span("a fraction by which 'more than' is exceeded", 0, 1),
    "carried_rate": Span("a factor on a daily rate", 0, 10),
    "carried_exit_ratio": _RATIO,
    "exit_ratio": _RATIO,
    "onward_share": _SHARE,
    "onward_listed_share": _SHARE,
    "later_return_share": _SHARE,
    "normal_net_share": Span("entries less exits, as a share of entries", -1, 1),
    "crossings_per_person": Span("crossings for each person", 1, 100),
    "uncounted_share": Span("a share that leaves somebody counted", 0, 1, most_open=True),
    "bias_own": _SIZE,
    "bias_opponent": _SIZE,
    "bias_third": _SIZE,
    "chain_error": _SIZE,
    "claim_error": _SIZE,
    "growth": Span("an exponent", 0, 3, least_open=True),
    "growth_error": Span("a doubt about an exponent", 0, 3, least_open=True),
    "undefined_wounded": _PART,
    "wounded_per_dead": Span("wounded for each of the dead", 0, 20, least_open=True),
    "weekly_step": _SIZE,
    "names_error": _SIZE,
    "names_ever": _PART,
    "names_rate": _FACTOR,
    "names_drift": _SIZE,
    "register_error": _SIZE,
    "ratio_drift": _CHANGE,
    "missing_2022": _PART,
    "missing_drift": Span("a change of a logit (0.7 doubles the odds)", -3, 3),
    "volunteers_2022": _PART,
    "volunteers_later": _PART,
    "republics_2022": _FACTOR,
    "republics_later": _FACTOR,
    "donetsk_share": _PART,
}  # meanings: `migration.MEANING`, `casualties.MEANING`
BY_PARAMETERS = {
    "wounded_per_dead": "the parameters ratio_low and ratio_high, which the models read instead"
}
_ENDS = ["low", "mode", "high"]


def priors_amiss(priors: pd.DataFrame) -> list[Problem]:
    """Assumptions out of their span, or whose low, mode and high do not rise or leave no width.

    Parameters
    ----------
    priors : pandas.DataFrame
        Text cells of `priors` that are numbers and known quantities.

    Returns
    -------
    list of Problem
        One a cell, those out of their span first.

    Examples
    --------
    >>> row = {"quantity": "weekly_step", "low": "-0.1", "mode": "0.1", "high": "0.2"}
    >>> [(p.column, p.found) for p in priors_amiss(pd.DataFrame([row]))]
    [('low', '-0.1')]
    """
    return _beyond(priors) or _unordered(priors)


def _beyond(priors: pd.DataFrame) -> list[Problem]:
    """Values that their quantity cannot have."""
    return [
        in_cell("priors", line, end, f"span of {row['quantity']}", row[end], f"write {span.wanted}")
        for line, row in priors.iterrows()
        for end in _ENDS
        if not (span := PRIORS[row["quantity"]]).holds(float(row[end]))
    ]


def _unordered(priors: pd.DataFrame) -> list[Problem]:
    ends = priors[_ENDS].astype(float)
    bad = ends[
        (ends["low"] > ends["mode"]) | (ends["mode"] > ends["high"]) | (ends["low"] == ends["high"])
    ]
    step = "write low <= mode <= high, with low below high"
    return [
        in_cell("priors", line, "mode", "ordered prior", ", ".join(f"{v:g}" for v in row), step)
        for line, row in bad.iterrows()
    ]
