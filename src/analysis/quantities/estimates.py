"""What number, with what doubt, in what unit?

Pure. `Estimate` carries a value inside an interval; comparisons across units are refused.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.quantities.rounding import middle_of, range_of

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
        for end in ("low", "central", "high"):  # plain numbers, whatever computed them
            if hasattr(value := getattr(self, end), "item"):
                object.__setattr__(self, end, value.item())
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
            If the level leaves 0-1, or there are no draws or missing ones.
        """
        import numpy as np

        if not 0 < level < 1:
            raise ValueError(
                f"level={level}: wanted a coverage above 0 and below 1, for example 0.95"
            )
        if not np.size(draws) or np.isnan(draws).any():
            raise ValueError(
                f"wanted draws that are all numbers, found {np.size(draws)} of which"
                f" {np.isnan(draws).sum()} are missing"
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

    def __post_init__(self):
        if self.qualifier != "missing" and not self.low <= self.central <= self.high:
            raise QuantityError(
                f"{self.text!r} reads as {self.low:,} to {self.high:,}, which is not ordered; write"
                " the smaller number first"
            )

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

    Parameters
    ----------
    *estimates : Estimate
        At least one.

    Returns
    -------
    str
        One of `UNITS`.

    Raises
    ------
    UnitError
        If they differ.

    Examples
    --------
    >>> one, two = (Estimate.exactly(n, "persons", "counted") for n in (3, 4))
    >>> same_unit(one, two)
    'persons'
    """
    units = {e.unit for e in estimates}
    if len(units) != 1:
        raise UnitError(
            f"cannot compare {' with '.join(sorted(units))}: convert first, and say how"
        )
    return units.pop()
