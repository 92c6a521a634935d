"""Which pieces make up a window, and how was each had?

A window is filled by pieces that neither overlap nor leave a day open; anything else is refused.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.migration.flows import FlowError
from analysis.quantities import Estimate
from analysis.wording import day

DAY = pd.Timedelta(days=1)
REPORTED, TRIMMED, DIFFERENCE, BETWEEN, CARRIED = (
    "reported",
    "trimmed",
    "by difference",
    "between two rates",
    "last rate carried on",
)
BACK = "first rate carried back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Crossings over some days of the window: `start` and `end` are both counted."""

    start: pd.Timestamp
    end: pd.Timestamp
    low: float
    central: float
    high: float
    how: str
    rows: tuple[str, ...]

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Harmonised:
    """Crossings of one country and direction over one window, piece by piece, in crossings."""

    geography: str
    direction: str
    start: pd.Timestamp
    end: pd.Timestamp
    pieces: tuple[Piece, ...]

    def __post_init__(self):
        refuse_overlap(
            pd.DataFrame([(p.start, p.end) for p in self.pieces], columns=["start", "end"])
        )
        if sum(p.days for p in self.pieces) != (self.end - self.start).days + 1:
            raise FlowError(
                f"{self.geography}, {self.direction}: the pieces do not fill {self.start:%Y-%m-%d}"
                f" to {self.end:%Y-%m-%d}"
            )

    def over(self, *how: str) -> Estimate:
        """Sum of the pieces had in these ways; of all pieces when none is named."""
        chosen = [p for p in self.pieces if not how or p.how in how]
        low, central, high = (
            float(sum(getattr(p, e) for p in chosen)) for e in ("low", "central", "high")
        )
        return Estimate(
            low=low,
            central=central,
            high=high,
            unit="crossings",
            basis="; ".join(how) or "harmonised window",
        )

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of every report used."""
        return tuple(dict.fromkeys(r for p in self.pieces for r in p.rows))

    @property
    def days_counted(self) -> int:
        """Days of the window inside a report."""
        return sum(p.days for p in self.pieces if p.how in (REPORTED, TRIMMED))

    @property
    def assumptions(self) -> tuple[str, ...]:
        """One sentence for each piece that was not simply reported."""
        return tuple(
            f"{self.geography}, {self.direction}: {day(p.start, year=False, month='%b')}"
            f" to {day(p.end, month='%b')} {p.how}, "
            f"{p.central / p.days:,.0f} a day ({p.low / p.days:,.0f} to {p.high / p.days:,.0f})"
            for p in self.pieces
            if p.how != REPORTED
        )


def refuse_overlap(pieces: pd.DataFrame) -> None:
    """Refuse windows that share a day.

    Parameters
    ----------
    pieces : pandas.DataFrame
        Columns start, end.

    Raises
    ------
    FlowError
        Naming both windows.

    Examples
    --------
    >>> days = pd.DataFrame({"start": ["2022-09-21", "2022-09-25"], "end": ["2022-09-26"] * 2})
    >>> refuse_overlap(days.apply(pd.to_datetime))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    analysis.migration.flows.FlowError: windows overlap: 2022-09-21 to 2022-09-26 and ...
    """
    ordered = pieces.sort_values(["start", "end"])
    for (_, a), (_, b) in zip(ordered[:-1].iterrows(), ordered[1:].iterrows(), strict=True):
        if b["start"] <= a["end"]:
            raise FlowError(
                f"windows overlap: {a['start']:%Y-%m-%d} to {a['end']:%Y-%m-%d} and"
                f" {b['start']:%Y-%m-%d} to {b['end']:%Y-%m-%d}"
            )
