"""What do last and second digits of counts say, and why does the literature distrust them?

The null is not Benford's law but the counts themselves, redrawn: counts of that size have second digits of their own. Second digits after Mebane (2008); criticised by Deckert, Myagkov & Ordeshook
(2011, Political Analysis 19, 245-268). Last digits after Beber & Scacco (2012, Political Analysis 20, 211-234).
"""

from dataclasses import dataclass

import numpy as np

from analysis.stations.loading import StationError

BENFORD_SECOND = np.array([sum(np.log10(1 + 1 / (10 * first + d)) for first in range(1, 10)) for d in range(10)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Digits:
    """Digits of one set of counts: found, expected (both shape (10,)), chi-squared, p-value, and the largest gap in percentage points."""

    kind: str
    counts: int
    found: np.ndarray
    expected: np.ndarray
    statistic: float
    pvalue: float
    largest_gap_pp: float


def second_digit(counts: np.ndarray) -> np.ndarray:
    """Second digit of each count of ten or more."""
    values = np.asarray(counts, dtype=np.int64)
    values = values[values >= 10]
    power = np.floor(np.log10(values) + 1e-12).astype(np.int64)
    return values // 10 ** (power - 1) % 10


def last_digit(counts: np.ndarray) -> np.ndarray:
    """Last digit of each count of a hundred or more."""
    values = np.asarray(counts, dtype=np.int64)
    return values[values >= 100] % 10


def second_digit_test(counts: np.ndarray) -> Digits:
    """Second digits against Benford's law, as published tools do it.

    Raises
    ------
    StationError
        If fewer than 50 counts are large enough.
    """
    return _test("second digit, Benford", second_digit(counts), BENFORD_SECOND)


def last_digit_test(counts: np.ndarray) -> Digits:
    """Last digits against even shares.

    Raises
    ------
    StationError
        If fewer than 50 counts are large enough.
    """
    return _test("last digit, even", last_digit(counts), np.full(10, 0.1))


def redrawn_test(
    counts: np.ndarray, totals: np.ndarray, *, kind: str = "second", draws: int, rng: np.random.Generator
) -> Digits:
    """Digits against those of the same counts redrawn: a null that suits counts of that size.

    Parameters
    ----------
    counts, totals : numpy.ndarray of int, shape (stations,)
        Votes and the ballots they are of; each vote count is redrawn as a binomial.
    kind : str
        "second" or "last".
    draws, rng
        Redrawn elections, source of randomness.

    Raises
    ------
    StationError
        If the kind is unknown or fewer than 50 counts are large enough.
    """
    pick = {"second": second_digit, "last": last_digit}.get(kind)
    if pick is None:
        raise StationError(f"kind={kind!r}: wanted 'second' or 'last'")
    counts, totals = np.asarray(counts, dtype=np.int64), np.asarray(totals, dtype=np.int64)
    redrawn = np.zeros(10)
    for _ in range(draws):
        redrawn += np.bincount(pick(rng.binomial(totals, counts / np.maximum(totals, 1))), minlength=10)
    return _test(
        f"{kind} digit, redrawn", pick(counts), (redrawn + 0.5) / (redrawn + 0.5).sum()
    )  # a digit that no draw shows stays possible


def _test(kind: str, digits: np.ndarray, share: np.ndarray) -> Digits:
    from scipy.stats import chisquare

    if len(digits) < 50:
        raise StationError(f"{len(digits)} counts are large enough; wanted 50 or more")
    found = np.bincount(digits, minlength=10)
    expected = share / share.sum() * found.sum()
    statistic, pvalue = chisquare(found, expected)
    gap = 100 * float(np.abs(found - expected).max() / found.sum())
    return Digits(
        kind=kind,
        counts=len(digits),
        found=found,
        expected=expected,
        statistic=float(statistic),
        pvalue=float(pvalue),
        largest_gap_pp=gap,
    )
