"""Does a small sample, drawn again, agree with the kept table?

By its rate, not vote by vote: random streams move with numpy's version.
"""

from pathlib import Path

import pandas as pd
from scipy.stats import binom, fisher_exact

HERE = Path(__file__).parent
UNLIKELY = (
    1e-4  # chance below which two samples of one rate are called different; some fifty are compared
)


def kept(name: str) -> pd.DataFrame:
    """Table written by `make validate`; "none" is a word."""
    return pd.read_csv(HERE / f"{name}.csv", keep_default_na=False)


def same_rate(hits: int, tries: int, kept_hits: int, kept_tries: int) -> bool:
    """Whether two counts may come from one rate (Fisher's exact test, both sides)."""
    return (
        fisher_exact([[hits, tries - hits], [kept_hits, kept_tries - kept_hits]]).pvalue > UNLIKELY
    )


def may_be(rate: float, hits: int, tries: int) -> bool:
    """Whether a count lies in the middle 99.7 % of its binomial distribution.

    Three standard deviations, for small numbers too.
    """
    return binom.ppf(0.00135, tries, rate) <= hits <= binom.isf(0.00135, tries, rate)
