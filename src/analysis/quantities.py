"""What number, with what doubt?

Reads nothing from disk and draws nothing. `Estimate` carries a value inside an interval; `parse`
turns the text of a report ("more than 200,000", "75.25-76", "~200 тыс.") into one, with a
qualifier. House convention: `central` is the number printed, the interval is what the words allow.
"""

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

UNITS = {
    "%",
    "% change",
    "years of age",
    "applications",
    "ballots",
    "casualties",
    "crossings",
    "crossings per day",
    "date",
    "days",
    "deaths",
    "deaths per day",
    "deputies",
    "hours",
    "identity numbers",
    "injured",
    "km2",
    "killed",
    "losses, undefined",
    "mobilised men",
    "names",
    "occasions",
    "permits",
    "persons",
    "per hundred",
    "ratio",
    "readings",
    "regions",
    "requests",
    "settlements",
    "stations",
    "million votes",
    "text",
    "voters",
    "votes",
    "wounded",
    "wounded per killed",
}  # every unit a row may carry; comparisons across units are refused

_NUMBER = r"[0-9]+(?:[,.' \u00a0\u2009\u202f\u2019][0-9]+)*"
_SCALE = {"тыс": 1e3, "тысяч": 1e3, "thousand": 1e3, "k": 1e3, "млн": 1e6, "million": 1e6, "m": 1e6}
_MORE = {
    "more than",
    "over",
    "above",
    ">",
    "at least",
    "surpassed",
    "свыше",
    "более",
    "well over",
    "just over",
}
_LESS = {"less than", "under", "below", "<", "up to", "fewer than", "no more than", "до"}
_ALMOST = {"almost", "nearly", "approaching", "почти"}
_ABOUT = {"about", "around", "roughly", "approximately", "some", "~", "≈", "circa", "около"}
_FRACTIONS = {
    "half": 1 / 2,
    "a half": 1 / 2,
    "a third": 1 / 3,
    "two-thirds": 2 / 3,
    "two thirds": 2 / 3,
    "a quarter": 1 / 4,
    "three-quarters": 3 / 4,
}
_VAGUE = {
    "several": 3,
    "a few": 3,
    "dozens": 24,
    "hundreds": 200,
    "thousands": 2_000,
    "tens of thousands": 20_000,
    "hundreds of thousands": 200_000,
    "repeatedly": 3,
}  # least count the word allows
_MISSING = {"not published", "not found", "unknown"}
_RATES = re.compile(r"(?:\s*(?:a|per)\s+(?:day|month|week)|/day)$")


class QuantityError(ValueError):
    """A reported text that is not a quantity this project can read."""


class UnitError(ValueError):
    """Two quantities of different units were about to be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A central value inside an interval.

    Parameters
    ----------
    low, central, high : float
        Ordered values, in `unit`. An open end is infinite.
    unit : str
        Plural noun a reader would say aloud, one of `UNITS`.
    basis : str
        What the interval is: "95% bootstrap", "published range", "rounding of the printed share".

    Raises
    ------
    ValueError
        If the three values are not ordered or not numbers, or the unit is unknown.
    """

    low: float
    central: float
    high: float
    unit: str
    basis: str

    def __post_init__(self):
        if not self.low <= self.central <= self.high:
            raise ValueError(f"not ordered: {self.low}, {self.central}, {self.high} {self.unit}")
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit {self.unit!r}; known: {sorted(UNITS)}")

    @classmethod
    def exactly(cls, value: float, unit: str, basis: str) -> "Estimate":
        """Estimate without width, for counts and dates that carry no doubt of their own."""
        return cls(low=value, central=value, high=value, unit=unit, basis=basis)

    @classmethod
    def of_draws(cls, draws: "ArrayLike", *, level: float, unit: str, basis: str) -> "Estimate":
        """Median of draws, and the interval that leaves as many outside on either side.

        Parameters
        ----------
        draws : array_like of float
            Draws of the quantity, in `unit`.
        level : float
            Coverage of the interval, above 0 and below 1.
        unit, basis : str
            As in `Estimate`.

        Raises
        ------
        ValueError
            If the level leaves 0-1.
        """
        import numpy as np

        if not 0 < level < 1:
            raise ValueError(
                f"level={level}: wanted a coverage above 0 and below 1, for example 0.95"
            )
        low, central, high = (
            float(q) for q in np.quantile(draws, [(1 - level) / 2, 0.5, (1 + level) / 2])
        )
        return cls(low=low, central=central, high=high, unit=unit, basis=basis)

    def less(self, other: "Estimate", basis: str) -> "Estimate":
        """Difference to another of the same unit; the ends are those farthest apart.

        Raises
        ------
        UnitError
            If the units differ.
        """
        low, central, high = (
            self.low - other.high,
            self.central - other.central,
            self.high - other.low,
        )
        return Estimate(
            low=low, central=central, high=high, unit=same_unit(self, other), basis=basis
        )

    def over(self, other: "Estimate", unit: str, basis: str) -> "Estimate":
        """Quotient by another above zero, as a ratio, a percentage ("%") or a number "per hundred".

        Raises
        ------
        ValueError
            If the dividend can be negative, or the divisor zero or less.
        """
        if self.low < 0 or other.low <= 0:
            raise ValueError(
                f"wanted a quantity of zero or more over one above zero, found {self} over {other}"
            )
        scale = 100 if unit in {"%", "per hundred"} else 1
        low, central, high = (
            self.low / other.high,
            self.central / other.central,
            self.high / other.low,
        )
        return Estimate(
            low=scale * low, central=scale * central, high=scale * high, unit=unit, basis=basis
        )

    def times(self, factor: float) -> "Estimate":
        """So many times as much, in the same unit; a factor below zero turns the interval round."""
        ends = sorted((self.low * factor, self.high * factor))
        return Estimate(
            low=ends[0],
            central=self.central * factor,
            high=ends[1],
            unit=self.unit,
            basis=self.basis,
        )

    def overlaps(self, other: "Estimate") -> bool:
        """Whether the two intervals share a value.

        Raises
        ------
        UnitError
            If the units differ: crossings are not persons, casualties are not deaths.
        """
        same_unit(self, other)
        return self.low <= other.high and other.low <= self.high

    def __str__(self):
        ends = "" if self.low == self.high else f" ({range_of(self)})"
        return f"{middle_of(self)} {self.unit}{ends}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What a reported text says: an interval, the number printed and how it was qualified.

    `qualifier` is one of: exact, about, almost, more than, less than, range, vague, missing. Values
    of a missing quantity are NaN.
    """

    low: float
    central: float
    high: float
    qualifier: str
    text: str

    def estimate(self, unit: str) -> Estimate:
        """Turn the reading into an `Estimate` with a unit."""
        return Estimate(
            low=self.low,
            central=self.central,
            high=self.high,
            unit=unit,
            basis=f"as reported ({self.qualifier})",
        )


def same_unit(*estimates: Estimate) -> str:
    """Return the one unit all estimates share.

    Raises
    ------
    UnitError
        If they differ.
    """
    units = {e.unit for e in estimates}
    if len(units) != 1:
        raise UnitError(
            f"cannot compare {' with '.join(sorted(units))}: convert first, and say how"
        )
    return units.pop()


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
    """The central number of anything with `low`, `central` and `high`, as `rounded` rounds it."""
    return rounded(estimate.central, estimate.low, estimate.high)


def range_of(estimate) -> str:
    """The interval of anything with `low` and `high`, as `rounded` rounds it: "9,700 to 39,000"."""
    return " to ".join(
        rounded(end, estimate.low, estimate.high) for end in (estimate.low, estimate.high)
    )


def spoken(value: float, digits: int = 2) -> str:
    """Number as prose prints it.

    Thousands separated, at most `digits` decimals, infinity as words.
    """
    if math.isinf(value):
        return "no upper limit" if value > 0 else "no lower limit"
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.{digits}f}"


def separated(reported: str) -> str:
    """Reported figure with thousands separated, words kept.

    "more than 300000" reads "more than 300,000".
    """
    return re.sub(r"[0-9]{4,}", lambda m: f"{int(m[0]):,}", reported)


def parse(text: str, unit: str = "") -> Quantity:
    """Read a reported figure.

    Parameters
    ----------
    text : str
        As printed: "more than 200,000", "75.25-76", "about 39500", "8-9,000 a day", "97,5 %", "~200
        тыс.", "47000 (40000-55000)", "half", "several", "not published".
    unit : str
        Unit of the row; fractions become percentages when it is "%".

    Returns
    -------
    Quantity
        Ends of "more than" and of vague words are open (infinite). "about" and "almost" reach half
        a unit of the last non-zero digit printed.

    Raises
    ------
    QuantityError
        If the text is not a quantity, or its comma may be a decimal or a thousands mark.
    """
    plain = " ".join(text.replace("\u2013", "-").replace("\u2014", "-").split()).strip().lower()
    if not plain:
        raise QuantityError("empty; wanted a number or 'not published'")
    if plain in _MISSING:
        return Quantity(
            low=math.nan, central=math.nan, high=math.nan, qualifier="missing", text=text
        )
    if plain in _VAGUE:
        return Quantity(
            low=_VAGUE[plain], central=_VAGUE[plain], high=math.inf, qualifier="vague", text=text
        )
    word, rest = _split_qualifier(_RATES.sub("", plain))
    scale = 100 if unit == "%" else 1
    if rest in _FRACTIONS:
        value = _FRACTIONS[rest] * scale
        return _qualified(word or "about", value, value, value, 0.05 * scale, text, scale)
    low, central, high, step = _interval(rest, text)
    ceiling = 100.0 if unit == "%" and high <= 100 else math.inf
    return _qualified(word, low, central, high, step, text, ceiling)


def printed(text: str, unit: str) -> Estimate:
    """Values that round to the number printed: "93.11" stands for 93.105 to 93.115.

    Raises
    ------
    QuantityError
        If the text is not a plain number.
    """
    plain = text.strip()
    mark = "%" if plain.endswith("%") else ""
    digits = _point_decimal(plain.removesuffix("%").strip(), mark, text)
    if not re.fullmatch(r"\d+(\.\d+)?", digits):
        raise QuantityError(f"{text!r} is not one printed number, so its rounding is unknown")
    half = 0.5 * 10.0 ** -len(digits.partition(".")[2])
    value = float(digits)
    high = min(value + half, 100.0) if unit == "%" and value <= 100 else value + half
    return Estimate(
        low=value - half,
        central=value,
        high=high,
        unit=unit,
        basis="rounding of the printed number",
    )


def _split_qualifier(plain: str) -> tuple[str, str]:
    """Leading or trailing qualifier words, normalised, and what is left."""
    if plain.endswith("+"):
        return "more than", plain[:-1].strip()
    names = [("more than", _MORE), ("less than", _LESS), ("almost", _ALMOST), ("about", _ABOUT)]
    found = [(len(w), kind, w) for kind, words in names for w in words if _starts(plain, w)]
    if not found:
        return "", plain
    _, kind, word = max(found)
    return kind, plain[len(word) :].strip()


def _starts(plain: str, word: str) -> bool:
    """Whether `plain` begins with the whole word (signs need no space after them)."""
    return plain.startswith(word) and (
        not word[-1].isalpha() or plain[len(word) : len(word) + 1] in {" ", ""}
    )


def _interval(rest: str, text: str) -> tuple[float, float, float, float]:
    """Low, central, high and the half-step of the last printed digit."""
    inside = re.fullmatch(rf"({_NUMBER}.*?)\s*\((.+)\)", rest)
    if inside:
        central, step = _number(inside[1], text)
        low, _, high, _ = _interval(inside[2], text)
        return low, central, high, step
    parts = re.fullmatch(rf"({_NUMBER})\s*([^\d-]*?)\s*(?:-|to|\.\.)\s*({_NUMBER}.*)", rest)
    if not parts:
        value, step = _number(rest, text)
        return value, value, value, step
    high, step = _number(parts[3], text)
    low, _ = _number(parts[1] + " " + parts[2], text)
    if not parts[2] and low < high / 100 and low * 1000 <= high:
        low *= 1000  # "8-9,000": the thousands of the second number serve both
    return low, (low + high) / 2, high, step


def _number(piece: str, text: str) -> tuple[float, float]:
    """One number with its scale word, and half a unit of its last non-zero digit."""
    match = re.fullmatch(rf"([-−]?)({_NUMBER})\s*(%|[a-zа-я]*)\.?", piece.strip())
    if not match or (match[3] not in {"", "%"} and match[3] not in _SCALE):
        raise QuantityError(
            f"{text!r} is not a number, a range or a qualified number (for example 'more than"
            " 200,000')"
        )
    sign, digits, mark = -1 if match[1] else 1, match[2], match[3]
    spaced = re.sub(r"[' \u00a0\u2009\u202f\u2019](?=\d{3}(?!\d))", "", digits)
    if re.search(r"[' \u00a0\u2009\u202f\u2019]", spaced):
        raise QuantityError(
            f"{text!r} has a gap inside a number that is not a thousands mark; write the digits"
            " together"
        )
    plain = _point_decimal(spaced, mark, text)
    if plain.count(".") > 1:
        raise QuantityError(
            f"{text!r} has more than one decimal point; write a number, and a date in a date column"
        )
    value = sign * float(plain) * _SCALE.get(mark, 1)
    return value, half_step(plain) * _SCALE.get(mark, 1)


def _point_decimal(digits: str, mark: str, text: str) -> str:
    """Commas resolved.

    Thousands marks dropped, a decimal comma made a point where the text leaves no doubt.
    """
    if "," not in digits:
        return digits
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", digits) and mark != "%":
        return digits.replace(",", "")
    if re.fullmatch(r"\d+,\d+", digits) and mark:
        return digits.replace(",", ".")
    raise QuantityError(
        f"{text!r} has a decimal comma without a % sign or scale word, or groups that are not"
        " thousands; write a decimal point, or keep the sign as printed ('97,5 %')"
    )


def half_step(plain: str) -> float:
    """Half a unit of the last non-zero digit of a plain number.

    "39500" gives 50, "0.5" gives 0.05.
    """
    whole, _, fraction = plain.partition(".")
    if fraction.strip("0"):
        return 0.5 * 10.0 ** -len(fraction)
    return 0.5 * 10.0 ** (len(whole) - len(whole.rstrip("0"))) if whole.strip("0") else 0.5


def _qualified(
    word: str, low: float, central: float, high: float, step: float, text: str, ceiling: float
) -> Quantity:
    """Interval widened as the qualifier allows, shares no further than `ceiling`."""
    kind = word or ("range" if low < high else "exact")
    if kind == "more than":
        high = ceiling
    elif kind == "less than":
        low = 0.0
    elif kind == "almost":
        low = low - step
    elif kind == "about":
        low, high = low - step, min(high + step, ceiling)
    if not low <= central <= high:
        raise QuantityError(f"{text!r} reads as {low} to {high}, which is not ordered")
    return Quantity(low=low, central=central, high=high, qualifier=kind, text=text)
