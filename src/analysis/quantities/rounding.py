"""With how many digits is a number shown?

The one place where an estimate is rounded for a reader. Pure.
"""

import math
import re


def rounded(
    value: float, low: float | None = None, high: float | None = None, *, sign: bool = False
) -> str:
    """Number with the digits its interval can bear.

    The one place where an estimate is rounded for a reader.

    The last digit shown stands for a twentieth of the interval's width or less; two significant
    digits are always shown, and more than three only where the interval is narrower than a
    hundredth of the value: then down to half of its width.

    Parameters
    ----------
    value : float
        The estimate, or one of its ends.
    low, high : float, optional
        Its interval. Without one, three significant digits are shown; where both ends are the
        value, it is exact and shown whole.
    sign : bool
        Show a plus before what is above zero.

    Examples
    --------
    >>> rounded(19_103.1, 9_696.9, 39_031.2), rounded(9_696.9, 9_696.9, 39_031.2)
    ('19,000', '9,700')
    >>> rounded(79.518, 79.45, 79.6), rounded(215_917.4)
    ('79.52', '216,000')
    """
    if not math.isfinite(value) or value == 0 or low == value == high:
        return spoken(value)
    size = math.floor(math.log10(abs(value)))
    width = math.inf if low is None or high is None else high - low
    narrow = 0 < width < abs(value) / 100
    part = 2 if narrow else 20
    place = math.floor(math.log10(width / part)) if 0 < width < math.inf else size - 2
    place = min(place, size - 1)
    if not narrow:
        place = max(place, size - 2)
    return f"{round(value, -place):{'+' if sign else ''},.{max(-place, 0)}f}"


def middle_of(estimate) -> str:
    """The central number of anything with `low`, `central` and `high`, as `rounded` rounds it.

    Parameters
    ----------
    estimate : Estimate or row
        Has `low`, `central` and `high`.

    Returns
    -------
    str
        With commas between thousands.

    Examples
    --------
    >>> from types import SimpleNamespace as Of
    >>> middle_of(Of(low=9_697, central=15_123, high=39_031))
    '15,000'
    """
    return rounded(estimate.central, estimate.low, estimate.high)


def range_of(estimate) -> str:
    """The interval of anything with `low` and `high`, as `rounded` rounds it: "9,700 to 39,000".

    One number where both ends are.

    Parameters
    ----------
    estimate : Estimate or row
        Has `low` and `high`.

    Returns
    -------
    str
        Both ends with "to" between them, or one number.

    Examples
    --------
    >>> from types import SimpleNamespace as Of
    >>> range_of(Of(low=9_697, high=39_031)), range_of(Of(low=7, high=7))
    ('9,700 to 39,000', '7')
    """
    ends = (rounded(end, estimate.low, estimate.high) for end in (estimate.low, estimate.high))
    return " to ".join(dict.fromkeys(ends))


def beside_middle(estimate) -> str:
    """The interval between brackets, as it stands behind a middle; of a point nothing.

    Examples
    --------
    >>> from types import SimpleNamespace as Of
    >>> beside_middle(Of(low=90, high=200)), beside_middle(Of(low=4_425, high=4_425))
    (' (90 to 200)', '')
    """
    ends = range_of(estimate)
    return f" ({ends})" if " to " in ends else ""


def with_range(estimate) -> str:
    """Middle and interval of anything with `low`, `central` and `high`.

    Of a point the middle alone.

    Parameters
    ----------
    estimate : Estimate or row
        Has `low`, `central` and `high`, in one unit.

    Returns
    -------
    str
        As `middle_of`, and as `range_of` in brackets where the interval has a width.

    Examples
    --------
    >>> from types import SimpleNamespace as Of
    >>> with_range(Of(low=90, central=120, high=200)), with_range(Of(low=0, central=0, high=0))
    ('120 (90 to 200)', '0')
    """
    return f"{middle_of(estimate)}{beside_middle(estimate)}"


def spoken(value: float, digits: int = 2) -> str:
    """Number as prose prints it.

    Thousands separated, at most `digits` decimals, infinity as words.

    Parameters
    ----------
    value : float
        May be infinite.
    digits : int
        Decimals at most.

    Raises
    ------
    ValueError
        If it is not a number: what is missing is said in words.

    Examples
    --------
    >>> spoken(9_700.0), spoken(0.125)
    ('9,700', '0.12')
    """
    if math.isnan(value):
        raise ValueError("wanted a number to show, found a missing one; say what is not known")
    if math.isinf(value):
        return "no upper limit" if value > 0 else "no lower limit"
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.{digits}f}"


def separated(reported: str) -> str:
    """Reported figure with thousands separated, words kept.

    "more than 300000" reads "more than 300,000"; decimals stay as they are.

    Parameters
    ----------
    reported : str
        As a source printed it.

    Examples
    --------
    >>> separated("more than 300000")
    'more than 300,000'
    """
    return re.sub(r"(?<![0-9.,])[0-9]{4,}", lambda m: f"{int(m[0]):,}", reported)
