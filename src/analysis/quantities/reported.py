"""What does a reported text say?

Pure. The roles of its words (`wording`) are held against a table of forms (`forms`). House
convention: `central` is the number printed, the interval is what the words allow.
"""

import math
import re

from analysis.quantities.digits import PERCENT, grain_of
from analysis.quantities.estimates import UNITS, Quantity, QuantityError
from analysis.quantities.forms import FORMS, Figure
from analysis.quantities.vocabulary import MISSING, MISSING_ELSEWHERE
from analysis.quantities.wording import FORM, Reading, normalised, read


def grain(text: str, unit: str = "persons") -> tuple[float, float]:
    """To what was a printed figure rounded: the coarse reading and the fine one.

    The coarse grain is one unit of the last digit that is not zero; the fine one takes one zero
    more for a digit that was counted, as far as digits are printed. Nobody can tell from a figure
    which one holds, so a finding that turns on it should show both.

    Parameters
    ----------
    text : str
        A single reported figure; words such as "more than" do not change its grain.
    unit : str
        Unit of the row, as for `parse`.

    Returns
    -------
    tuple of float
        Coarse and fine grain, in `unit`; half of either lies on both sides of the figure.

    Raises
    ------
    QuantityError
        If the text cannot be read, or holds no digits or more than one number.

    Examples
    --------
    >>> grain("a little more than 400,000"), grain("1,155,807"), grain("1.5 million")
    ((100000.0, 10000.0), (1.0, 1.0), (100000.0, 100000.0))
    """
    amounts = read(normalised(text), text).amounts
    if len(amounts) != 1 or amounts[0].share is not None:
        raise QuantityError(f"{text!r} holds {len(amounts)} numbers in digits; wanted one")
    return grain_of(amounts[0], unit, text)


def parse(text: str, unit: str = "") -> Quantity:
    """Read a reported figure.

    Parameters
    ----------
    text : str
        As printed: "more than 200,000", "75.25-76", "about 39500", "8-9,000 a day", "97,5 %", "~200
        тыс.", "от 60 до 100 тысяч", "47000 (40000-55000)", "95 ± 3", "half", "several", "not
        published".
    unit : str
        Unit of the row. It decides what a point or comma before three digits means (thousands in a
        count, decimals in a share, refused where both are possible), whether a fraction or a vague
        word is allowed, and turns fractions into percentages when it is "%". Without one, points
        are decimal and commas part thousands.

    Returns
    -------
    Quantity
        Ends of "more than" and of vague words are open (infinite). "about" and "almost" reach half
        a unit of the last non-zero digit printed, and below zero only for "% change".

    Raises
    ------
    QuantityError
        If the text is not a quantity, a mark in its digits may mean two things, or the unit does
        not allow its words; the message names the part and what to write instead.

    Examples
    --------
    >>> q = parse("от 60 до 100 тысяч", "persons")
    >>> q.low, q.central, q.high, q.qualifier
    (60000.0, 80000.0, 100000.0, 'range')
    """
    if unit and unit not in UNITS:
        raise QuantityError(f"{text!r}: unknown unit {unit!r}; known: {', '.join(sorted(UNITS))}")
    plain = normalised(text)
    if plain in MISSING:
        nan = math.nan
        return Quantity(low=nan, central=nan, high=nan, qualifier="missing", text=text)
    if not plain or plain in MISSING_ELSEWHERE:
        raise QuantityError(f"{text!r} is empty; wanted a number or 'not published'")
    reading = read(plain, text)
    _refuse_units(reading, unit, text)
    form = reading.form.replace("r", "")
    for pattern, reader in FORMS:
        match = re.fullmatch(pattern, form)
        if match:
            return reader(Figure(reading=reading, form=form, unit=unit, text=text))
    raise QuantityError(f"{text!r}: {_unread(reading)} could not be read; write a number, {FORM}")


def _unread(reading: Reading) -> str:
    """The part behind the longest beginning that is a form of its own."""
    words = [t.text for t in reading.tokens]
    for n in range(len(words) - 1, 0, -1):
        begun = read(" ".join(words[:n]), "").form
        if any(re.fullmatch(pattern, begun) for pattern, _ in FORMS):
            return repr(" ".join(words[n:]))
    return "its order of words"


def _refuse_units(reading: Reading, unit: str, text: str) -> None:
    """Refuse a rate, or a per-cent sign, that the unit does not allow."""
    roles = {t.role: t.text for t in reading.tokens}
    if "k" in roles or ("r" in roles and unit and not unit.endswith("per day")):
        said = roles.get("k") or roles["r"]
        raise QuantityError(
            f"{text!r}: {said!r} makes it a rate, and the unit is {unit or 'not told'!r}; write a"
            " number per day with a unit 'per day', or the number alone"
        )
    if "%" in roles and unit and unit not in PERCENT:
        raise QuantityError(
            f"{text!r}: {roles['%']!r} makes it a share, and the unit is {unit!r}; write it with"
            " the unit '%'"
        )
