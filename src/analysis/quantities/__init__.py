"""What number, with what doubt?

Reads nothing from disk and draws nothing. `Estimate` carries a value inside an interval; `parse`
turns the text of a report ("more than 200,000", "75.25-76", "~200 тыс.") into one, with a
qualifier; `printed` and `grain` say to what a figure was rounded, `rounded` how it is shown.

Examples
--------
>>> from analysis import quantities
>>> found = quantities.parse("more than 200,000")
>>> found.low, found.high, found.qualifier
(200000.0, inf, 'more than')
"""

from analysis.quantities.digits import half_step, plain, printed
from analysis.quantities.estimates import (
    UNITS,
    Estimate,
    Quantity,
    QuantityError,
    UnitError,
    same_unit,
)
from analysis.quantities.reported import grain, parse
from analysis.quantities.rounding import (
    beside_middle,
    middle_of,
    range_of,
    rounded,
    separated,
    spoken,
    with_range,
)

__all__ = [
    "UNITS",
    "Estimate",
    "Quantity",
    "QuantityError",
    "UnitError",
    "beside_middle",
    "grain",
    "half_step",
    "middle_of",
    "parse",
    "plain",
    "printed",
    "range_of",
    "rounded",
    "same_unit",
    "separated",
    "spoken",
    "with_range",
]
