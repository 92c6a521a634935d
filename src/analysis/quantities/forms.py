"""Which interval does each form of words allow?

Pure. A form is a string of roles, "A" for an amount; `FORMS` holds each against its reader. Ends of
a range share a scale word, a per-cent sign or thousands where their order leaves no doubt.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from analysis.quantities.digits import COUNTS, PERCENT, RATIOS, Amount
from analysis.quantities.estimates import Quantity, QuantityError
from analysis.quantities.vocabulary import EVERY_TIME
from analysis.quantities.wording import Reading

_SHARE_UNITS = PERCENT | {"ratio", ""}  # a fraction in words needs one of these
_VAGUE_UNITS = COUNTS | {"km2", "hours", "days", "crossings per day", "deaths per day", ""}
_KINDS = {"m": "more than", "f": "more than", "+": "more than", "l": "less than", "d": "less than"}
_KINDS |= {"_": "less than", "a": "almost", "b": "about"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A text under reading: its words, its form without rates, and the unit of its row."""

    reading: Reading
    form: str
    unit: str
    text: str

    def value(self, amount: Amount) -> float:
        """The number an amount stands for in this unit."""
        return amount.value(self.unit, self.text)

    def step(self, amount: Amount) -> float:
        """Half a unit of its last non-zero digit."""
        return amount.step(self.unit, self.text)

    @property
    def whole(self) -> float:
        """What a share of everything is, in the unit."""
        return 100.0 if self.unit in PERCENT else 1.0

    def kind(self, without: str) -> str:
        """How the words qualify the number; "about" yields to a stronger word."""
        said = {_KINDS[c] for c in self.form if c in _KINDS}
        strong = said - {"about"} or said
        if len(strong) > 1:
            raise QuantityError(
                f"{self.text!r}: {' and '.join(sorted(strong))} contradict each other; keep one"
            )
        return strong.pop() if strong else without

    def of(self, kind: str, low: float, central: float, high: float, step: float) -> Quantity:
        """Interval as the kind allows: shares to 100 at most, nothing counted below zero."""
        top = 100.0 if self.unit == "%" and high <= 100 else math.inf
        bottom = 0.0 if low >= 0 and self.unit != "% change" else -math.inf
        ends = {
            "more than": (low, top),
            "less than": (0.0 if low >= 0 else -math.inf, high),
            "almost": (max(low - step, bottom), high),
            "about": (max(low - step, bottom), min(high + step, top)),
        }
        low, high = ends.get(kind, (low, high))
        return Quantity(low=low, central=central, high=high, qualifier=kind, text=self.text)


def _single(figure: Figure) -> Quantity:
    amount = figure.reading.amounts[0]
    value = figure.value(amount)
    return figure.of(figure.kind("exact"), value, value, value, figure.step(amount))


def _range(figure: Figure) -> Quantity:
    low, high = _sharing(figure, *figure.reading.amounts)
    ends = figure.value(low), figure.value(high)
    words = figure.form.split("A")[0].strip("fw")
    said = replace(figure, form=words)
    return said.of(said.kind("range"), ends[0], sum(ends) / 2, ends[1], figure.step(high))


def _both_bounds(figure: Figure) -> Quantity:
    return _range(replace(figure, form="AA"))


def _sharing(figure: Figure, low: Amount, high: Amount) -> tuple[Amount, Amount]:
    """Both ends of a range, the first with the scale word or sign it shares with the second."""
    low = replace(low, percent=low.percent or high.percent)
    if low.scale == 1 and high.scale != 1:
        return _with_scale(figure, low, high), high
    if low.scale == high.scale == 1 and figure.unit not in RATIOS and not high.percent:
        return _with_thousands(figure, low, high), high
    return low, high


def _with_scale(figure: Figure, low: Amount, high: Amount) -> Amount:
    """The first end in the scale of the second, unless it is printed in full."""
    thousands = r"\.\d{3}$" if high.comma else r",\d{3}$"
    shared = replace(low, scale=high.scale, comma=high.comma)
    in_full = re.search(thousands, low.digits)
    if low.share is None and not in_full and figure.value(shared) <= figure.value(high):
        return shared
    if 1000 * figure.value(low) <= figure.value(high):
        raise QuantityError(_apart(figure, low))
    return low


def _with_thousands(figure: Figure, low: Amount, high: Amount) -> Amount:
    """The first end with the thousands of the second, as in "8-9,000"."""
    top = figure.value(high)
    if low.negative or not re.fullmatch(r"[1-9]\d{0,2}", low.digits):
        return low
    if not 1000 * figure.value(low) < top:
        return low
    if "-" in figure.form and top % 1000 == 0:
        return replace(low, scale=1000)
    raise QuantityError(_apart(figure, low))


def _apart(figure: Figure, low: Amount) -> str:
    return (
        f"{figure.text!r}: {low.digits!r} may stand for itself or share the thousands of the other"
        f" end; write both numbers in full, or '{low.digits}.0' if it stands for itself"
    )


def _with_ends(figure: Figure) -> Quantity:
    """A number with its range in brackets; the brackets share a scale word before them."""
    middle, low, high = figure.reading.amounts
    high = _scaled_like(figure, high, middle)
    low, high = _sharing(replace(figure, form="-"), low, high)
    said = replace(figure, form=figure.form.split("A")[0])
    ends = figure.value(low), figure.value(high)
    step = figure.step(middle)
    return said.of(said.kind("range"), ends[0], figure.value(middle), ends[1], step)


def _scaled_like(figure: Figure, amount: Amount, other: Amount) -> Amount:
    """An amount without a scale word in that of another, where it would be too small without."""
    amount = replace(amount, percent=amount.percent or other.percent)
    if amount.scale != 1 or figure.value(amount) * 1000 > figure.value(other):
        return amount
    return replace(amount, scale=other.scale, comma=other.comma)


def _around(figure: Figure) -> Quantity:
    middle, half = figure.reading.amounts
    middle, half = _scaled_like(figure, middle, half), _scaled_like(figure, half, middle)
    value, width = figure.value(middle), figure.value(half)
    return figure.of("about", value, value, value, width)


def _in_words(figure: Figure, share: float, step: float) -> Quantity:
    if figure.unit not in _SHARE_UNITS:
        raise QuantityError(
            f"{figure.text!r} is a share, and the unit is {figure.unit!r}; write it with the unit"
            " '%', or the number it stands for"
        )
    value, step = share * figure.whole, step * figure.whole
    return figure.of(figure.kind("about"), value, value, value, step)


def _fraction(figure: Figure) -> Quantity:
    told = next(t.word for t in figure.reading.tokens if t.role == "F")
    return _in_words(figure, told.value, 0.05)


def _one_in(figure: Figure) -> Quantity:
    part, whole = (figure.value(a) for a in figure.reading.amounts)
    if not 0 < part <= whole:
        raise QuantityError(f"{figure.text!r}: wanted a part of at most its whole")
    return _in_words(figure, part / whole, 0.005)


def _vague(figure: Figure) -> Quantity:
    words = [t for t in figure.reading.tokens if t.role in "VPS"]
    times = {t.text for t in words} & EVERY_TIME
    if figure.unit not in ({"occasions", ""} if times else _VAGUE_UNITS):
        raise QuantityError(
            f"{figure.text!r} says no number, and the unit is {figure.unit!r}; write a number"
        )
    least = 2.0 if words[0].role == "P" else 1.0
    for token in words:
        least *= token.word.value
    return Quantity(low=least, central=least, high=math.inf, qualifier="vague", text=figure.text)


FORMS: list[tuple[str, Callable[[Figure], Quantity]]] = [
    (r"[mlabdf]{0,2}A", _single),  # about 5; at least about 5
    (r"b?A[+_]", _single),  # 5 or more
    (r"[mlabd]{0,2}A[-tdx]A", _range),  # up to 5-6
    (r"b?fA[-tdx&]A|b?wA[-t&]A", _range),  # from 5 to 6; between 5 and 6
    (r"mAu?&?[ld]A", _both_bounds),  # more than 5 but fewer than 6
    (r"[mlab]{0,2}A\(A[-tx]A\)", _with_ends),  # 5 (4-6)
    (r"A±A", _around),  # 5 ± 1
    (r"[mlabd]?AiA", _one_in),  # one in ten
    (r"[mlabd]?F", _fraction),  # more than half
    (r"[mab]?(V[SP]?|P)", _vague),  # several thousand; hundreds
]
