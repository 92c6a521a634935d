"""What is one printed number of a vote: of what, where and in which announcement?

Pure. A number keeps the digits it was printed with. Places and quantities have few names, the same
for every vote.
"""

from dataclasses import dataclass

from analysis import quantities
from analysis.quantities import Estimate
from analysis.referendum.announced import TallyError

WHOLE = "whole"  # part that is no part: all places together
FINAL = "final"  # announcement of the end, unless it is named otherwise
QUANTITIES = {
    "list": "voters",
    "ballots": "votes",
    "valid": "votes",
    "invalid": "votes",
    "blank": "votes",
    "votes": "votes",
    "share": "%",
    "turnout": "%",
    "counted": "%",
}  # quantity -> unit
OF = ("ballots", "valid", "list")  # wholes of which a share may be said to be
OPTIONED = {"votes", "share"}  # quantities that need the option they speak of


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """One announcement of one part: "final" and "whole" unless they are named."""

    announcement: str = FINAL
    part: str = WHOLE

    def __str__(self) -> str:
        """In words: "abroad, first bulletin"; "" for the whole in the end."""
        named = [self.part] * (self.part != WHOLE)
        named += [self.announcement] * (self.announcement != FINAL)
        return ", ".join(named)


IN_ALL = Place()  # the whole in the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One number as it was printed.

    Parameters
    ----------
    quantity : str
        A key of `QUANTITIES`.
    reported : str
        As printed: "5,150,092", "51.2 %".
    place : Place
        Part and announcement it belongs to.
    option : str
        Candidate or answer; of invalid ballots the kind, if kinds were printed.
    of : str
        Of a share, one of `OF`; "" where it was not said.
    key, named : str
        Row of the evidence, and how an error names the number.
    derived : bool
        Whether somebody computed it from other numbers, so that a sum with it proves nothing.
    """

    quantity: str
    reported: str
    place: Place = IN_ALL
    option: str = ""
    of: str = ""
    key: str = ""
    named: str = ""
    derived: bool = False

    @property
    def unit(self) -> str:
        """Unit of the quantity."""
        return QUANTITIES[self.quantity]

    @property
    def label(self) -> str:
        """What it is, for a reader: "votes for", "ballots"."""
        return f"{self.quantity} {self.option}".strip()

    @property
    def digits(self) -> str:
        """Digits as printed, without marks of thousands.

        Raises
        ------
        TallyError
            If the number was rounded, qualified or a range, so that its digits are not exact.
        """
        try:
            return quantities.plain(self.reported, self.unit)
        except quantities.QuantityError as e:
            raise TallyError(f"{self.named or self.label}: {e}") from e

    @property
    def rounding(self) -> Estimate:
        """The values that round to a printed share or turnout."""
        return quantities.printed(self.digits, self.unit)

    @property
    def value(self) -> float:
        """The number, a rounded one too."""
        return quantities.parse(self.reported, self.unit).central

    @property
    def exact(self) -> bool:
        """Whether it was printed in full."""
        try:
            return bool(self.digits)
        except TallyError:
            return False
