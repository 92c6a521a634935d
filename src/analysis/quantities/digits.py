"""What number do printed digits stand for, and to what grain were they rounded?

Pure. One rule for points and commas, by unit: in a count of people or things a mark before three
digits parts thousands, since a count has no thousandths; in a share a point is decimal; where both
readings are possible the figure is refused and both are named.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from analysis.quantities.estimates import UNITS, Estimate, QuantityError

LARGEST = 2**53  # whole numbers beyond this are not kept exactly by a float
PERCENT = {"%", "% change", "per hundred"}  # a per-cent sign may stand beside these
RATIOS = PERCENT | {"ratio", "wounded per killed", "text", "date"}  # a point is decimal
MEASURES = {  # may have thousandths, and may be large
    "km2",
    "hours",
    "days",
    "years of age",
    "million votes",
    "crossings per day",
    "deaths per day",
}
COUNTS = UNITS - RATIOS - MEASURES  # people and things: whole numbers
_GAP = r"[' ]"
_THREE = {  # (mark, where it stands): what a mark before exactly three digits does
    (".", "share"): "decimal",
    (",", "share"): "decimal",
    (".", "ratio"): "decimal",
    (",", "ratio"): "ambiguous",
    (".", "point scale"): "decimal",
    (",", "point scale"): "ambiguous",
    (".", "comma scale"): "ambiguous",
    (",", "comma scale"): "decimal",
    (".", "count"): "thousands",
    (",", "count"): "thousands",
    (".", "measure"): "ambiguous",
    (",", "measure"): "thousands",
    (".", "no unit"): "decimal",
    (",", "no unit"): "thousands",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Digits as printed, and what stands beside them: sign, scale word, per-cent sign.

    `comma` is whether the scale word belongs to a language with decimal commas; `share` is set for
    a fraction in words, whose digits are empty.
    """

    digits: str
    negative: bool = False
    scale: int = 1
    comma: bool = False
    percent: bool = False
    share: float | None = None

    @property
    def bare(self) -> bool:
        """No scale word and no sign beside the digits."""
        return self.scale == 1 and not self.percent

    def beside(self, unit: str) -> str:
        """Where the digits stand, as `_THREE` names it."""
        if self.scale != 1:
            return "comma scale" if self.comma else "point scale"
        if self.percent and unit != "% change":
            return "share"
        if not unit:
            return "no unit"
        return "ratio" if unit in RATIOS else "count" if unit in COUNTS else "measure"

    def plain(self, unit: str, text: str) -> str:
        """Digits with at most a decimal point, as `plain_digits` gives them."""
        return plain_digits(self, unit, text)

    def value(self, unit: str, text: str) -> float:
        """The number, exact or refused."""
        if self.share is not None:
            return self.share * self.scale
        number = Decimal(self.plain(unit, text)) * self.scale
        if number > LARGEST:
            raise QuantityError(
                f"{text!r}: numbers above {LARGEST:,} are not kept exactly and are refused; write a"
                " smaller unit"
            )
        return float(-number if self.negative else number) or 0.0  # no zero below zero

    def step(self, unit: str, text: str) -> float:
        """Half a unit of the last non-zero digit, times the scale."""
        if self.share is not None:
            return 0.05 * self.scale
        return half_step(self.plain(unit, text)) * self.scale


def plain_digits(amount: Amount, unit: str, text: str) -> str:
    """Digits without marks of thousands, a decimal comma made a point.

    Raises
    ------
    QuantityError
        If a mark may be either, or groups are not of three.
    """
    digits = re.sub(rf"{_GAP}(?=\d{{3}}(?!\d))", "", amount.digits)
    if re.search(_GAP, digits):
        raise QuantityError(
            f"{text!r} has a gap inside {amount.digits!r} that is not a thousands mark; write the"
            " digits together"
        )
    marks = re.findall(r"[.,]", digits)
    if not marks:
        return digits
    if len(marks) == 1:
        return _one_mark(digits, marks[0], amount, unit, text)
    return _many_marks(digits, marks, amount, unit, text)


def _one_mark(digits: str, mark: str, amount: Amount, unit: str, text: str) -> str:
    where = amount.beside(unit)
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits):
        does = _THREE[mark, where]
        if does == "ambiguous":
            raise QuantityError(_two_readings(digits, mark, text))
        return digits.replace(mark, "" if does == "thousands" else ".")
    if mark == "." or where in {"share", "point scale", "comma scale"} or amount.percent:
        return digits.replace(",", ".")
    raise QuantityError(
        f"{text!r} has a decimal comma without a % sign or scale word ({digits!r}), or groups that"
        " are not thousands; write a decimal point, or keep the sign as printed ('97,5 %')"
    )


def _two_readings(digits: str, mark: str, text: str) -> str:
    together, point = digits.replace(mark, ""), digits.replace(mark, ".") + "0"
    return (
        f"{text!r}: {digits!r} may be {int(together):,} or {float(point):g}; write '{together}', or"
        f" '{point}' if the mark is decimal"
    )


def _many_marks(digits: str, marks: list[str], amount: Amount, unit: str, text: str) -> str:
    thousands, last = marks[0], marks[-1]
    whole, part = digits, ""
    if last != thousands:
        whole, _, part = digits.rpartition(last)
    grouped = re.fullmatch(rf"[1-9]\d{{0,2}}(?:{re.escape(thousands)}\d{{3}})+", whole)
    if grouped and not (amount.percent and unit != "% change"):
        return whole.replace(thousands, "") + (f".{part}" if part else "")
    kind = "decimal point" if thousands == "." else "comma"
    raise QuantityError(
        f"{text!r} has more than one {kind} in {digits!r}, and its groups are not thousands; write"
        " a number, and a date in a date column"
    )


def half_step(plain: str) -> float:
    """Half a unit of the last non-zero digit of a plain number.

    "39500" gives 50, "0.5" gives 0.05.

    Parameters
    ----------
    plain : str
        A number in digits, with a point before decimals.

    Examples
    --------
    >>> half_step("39500"), half_step("0.5")
    (50.0, 0.05)
    """
    whole, _, fraction = plain.partition(".")
    if fraction.strip("0"):
        return 0.5 * 10.0 ** -len(fraction)
    return 0.5 * 10.0 ** (len(whole) - len(whole.rstrip("0"))) if whole.strip("0") else 0.5


def grain_of(amount: Amount, unit: str, text: str) -> tuple[float, float]:
    """Coarse and fine grain of one amount, as `quantities.grain` explains them."""
    plain = amount.plain(unit, text)
    coarse = 2 * half_step(plain)
    last = 10.0 ** -len(plain.partition(".")[2])
    return coarse * amount.scale, max(coarse / 10, last) * amount.scale


def plain(text: str, unit: str) -> str:
    """Digits of one number printed in full, without marks of thousands and per-cent sign.

    Parameters
    ----------
    text : str
        As printed: "2,115,800", "955 447", "60.00 %".
    unit : str
        Unit of the row, one of `UNITS`.

    Raises
    ------
    QuantityError
        If the text is not one number printed in full: a qualifier, a range, or a scale word, which
        leaves its last digits untold.

    Examples
    --------
    >>> plain("2,115,800", "votes"), plain("60.00 %", "%")
    ('2115800', '60.00')
    """
    bare = " ".join(text.replace("\u2019", "'").split())
    found = re.fullmatch(r"(\d+(?:[.,' ]\d+)*)\s*(%?)", bare, re.ASCII)
    if not found:
        why = "its digits are not exact" if re.match(r"\d", bare) else "its rounding is unknown"
        raise QuantityError(
            f"{text!r} is not one printed number, so {why}; wanted all digits, as in '2,115,800'"
        )
    return plain_digits(Amount(digits=found[1], percent=bool(found[2])), unit, text)


def printed(text: str, unit: str) -> Estimate:
    """Values that round to the number printed: "93.11" stands for 93.105 to 93.115.

    Parameters
    ----------
    text : str
        Digits in full, as `plain` reads them: "93.11", "2,115,800".
    unit : str
        Unit of the row, one of `UNITS`.

    Returns
    -------
    Estimate
        Half a unit of the last digit printed on either side; not below 0, and of a share in "%" not
        above 100.

    Raises
    ------
    QuantityError
        If the text is not a plain number.

    Examples
    --------
    >>> found = printed("93.11", "%")
    >>> round(found.low, 3), found.central, round(found.high, 3)
    (93.105, 93.11, 93.115)
    """
    digits = plain(text, unit)
    half = 0.5 * 10.0 ** -len(digits.partition(".")[2])
    value = float(digits)
    high = min(value + half, 100.0) if unit == "%" and value <= 100 else value + half
    return Estimate(
        low=max(value - half, 0.0),
        central=value,
        high=high,
        unit=unit,
        basis="rounding of the printed number",
    )
