"""What do last and second digits of counts say, and why does the literature distrust them?

The null is not Benford's law but the counts themselves, redrawn: counts of that size have second
digits of their own. Second digits after Mebane (2008); criticised by Deckert, Myagkov & Ordeshook
(2011, Political Analysis 19, 245-268). Last digits after Beber & Scacco (2012, Political Analysis
20, 211-234).
"""

from dataclasses import dataclass

import numpy as np

from analysis.stations.contract import StationError, whole_numbers

BENFORD_SECOND = np.array(
    [sum(np.log10(1 + 1 / (10 * first + d)) for first in range(1, 10)) for d in range(10)]
)
_NOTHING = 1e-20  # chance from which on the tail of a binomial is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Digits:
    """Digits of one set of counts.

    Found, expected (both shape (10,)), chi-squared, p-value, and the largest gap in percentage
    points.
    """

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

    Parameters
    ----------
    counts : numpy.ndarray of int, shape (stations,)
        Votes; those below 10 are left out.

    Returns
    -------
    Digits
        Counts by digit, and the p-value of chi-squared.

    Raises
    ------
    StationError
        If a count is no whole number, or fewer than 50 are large enough.

    Examples
    --------
    >>> found = second_digit_test(np.arange(100, 200))
    >>> found.counts, found.found.tolist()
    (100, [10, 10, 10, 10, 10, 10, 10, 10, 10, 10])
    """
    return _test(
        "second digit, Benford", second_digit(whole_numbers(counts, "counts")), BENFORD_SECOND
    )


def last_digit_test(counts: np.ndarray) -> Digits:
    """Last digits against even shares.

    Parameters
    ----------
    counts : numpy.ndarray of int, shape (stations,)
        Votes; those below 100 are left out.

    Returns
    -------
    Digits
        Counts by digit, and the p-value of chi-squared.

    Raises
    ------
    StationError
        If a count is no whole number, or fewer than 50 are large enough.

    Examples
    --------
    >>> found = last_digit_test(np.arange(100, 200))
    >>> found.counts, round(found.statistic, 6), round(found.pvalue, 6)
    (100, 0.0, 1.0)
    """
    return _test("last digit, even", last_digit(whole_numbers(counts, "counts")), np.full(10, 0.1))


def redrawn_test(counts: np.ndarray, totals: np.ndarray, *, kind: str = "second") -> Digits:
    """Digits against those expected of the same counts redrawn.

    A null that suits counts of that size.

    Each count is redrawn as a binomial of its own share, and enters where it is large enough; the
    expectation is exact, nothing is drawn.

    Parameters
    ----------
    counts, totals : numpy.ndarray of int, shape (stations,)
        Votes and the ballots they are of, with ``0 <= counts <= totals``.
    kind : str
        "second" or "last".

    Returns
    -------
    Digits
        Counts by digit, and the p-value of chi-squared.

    Raises
    ------
    StationError
        If the kind is unknown, a count is no whole number or lies outside its total, or fewer than
        50 counts are large enough.

    Examples
    --------
    >>> found = redrawn_test(np.arange(100, 200), np.full(100, 300))
    >>> found.kind, found.counts, round(float(found.expected.sum()), 6)
    ('second digit, redrawn', 100, 100.0)
    """
    kinds = {"second": (second_digit, 10), "last": (last_digit, 100)}
    if kind not in kinds:
        raise StationError(f"kind={kind!r}: wanted 'second' or 'last'")
    counts, totals = whole_numbers(counts, "counts"), whole_numbers(totals, "totals")
    if len(counts) != len(totals):
        raise StationError(f"{len(counts)} counts and {len(totals)} totals: wanted one for each")
    wrong = np.flatnonzero(counts > totals)
    if wrong.size:
        at = wrong[0]
        raise StationError(
            f"station {at} has {counts[at]} votes of {totals[at]} ballots; wanted 0 or more, at"
            " most all"
        )
    pick, least = kinds[kind]
    digit = np.full(
        max(int(totals.max(initial=0)), least) + 1, 10
    )  # of every number; 10 where it is too small
    digit[least:] = pick(np.arange(least, len(digit)))
    share = _expected(counts, totals, digit)[:10]
    return _test(
        f"{kind} digit, redrawn", pick(counts), np.maximum(share, 1e-9)
    )  # no digit is impossible


def _expected(counts: np.ndarray, totals: np.ndarray, digit: np.ndarray) -> np.ndarray:
    """Stations expected on each entry of `digit` when counts are redrawn, shape (11,).

    Chances added up from each count outward.
    """
    from scipy.special import gammaln, xlogy

    sure = (counts == 0) | (counts == totals)
    found = np.bincount(digit[counts[sure]], minlength=11).astype(float)
    k, n = counts[~sure], totals[~sure]
    p = k / n
    middle = np.exp(
        gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) + xlogy(k, p) + xlogy(n - k, 1 - p)
    )
    found += np.bincount(digit[k], weights=middle, minlength=11)
    for step in (1, -1):
        at, mass, whole, odds = k, middle, n, p / (1 - p)
        while len(at):
            mass = mass * (
                (whole - at) * odds / (at + 1) if step > 0 else at / ((whole - at + 1) * odds)
            )
            held = mass > _NOTHING
            at, mass, whole, odds = at[held] + step, mass[held], whole[held], odds[held]
            found += np.bincount(digit[at], weights=mass, minlength=11)
    return found


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
