"""What was announced of one vote: which numbers, of which parts, in which announcements?

Pure but for `Tally.of`, which may read a CSV file. Nothing is judged here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.evidence import NotKnownError
from analysis.referendum.announced import TallyError, known_region, relied_on
from analysis.referendum.printed import FINAL, IN_ALL, WHOLE, Place, Printed
from analysis.referendum.tally_input import TallyInputError, read_rows

ALL = "all votes"  # of the options and of those who chose none
_REGIONAL = {
    "for_votes": ("votes", "for", WHOLE),
    "against_votes": ("votes", "against", WHOLE),
    "invalid_votes": ("invalid", "", WHOLE),
    "ballots_cast": ("ballots", "", WHOLE),
    "share_for": ("share", "for", WHOLE),
    "turnout": ("turnout", "", WHOLE),
    "in_region_voted": ("ballots", "", "region"),
    "turnout_in_region": ("turnout", "", "region"),
    "in_Russia_voted": ("ballots", "", "Russia"),
    "turnout_in_Russia": ("turnout", "", "Russia"),
    "in_Russia_for": ("votes", "for", "Russia"),
    "in_Russia_against": ("votes", "against", "Russia"),
    "share_for_in_Russia": ("share", "for", "Russia"),
}  # quantity of `referendum_tallies` -> quantity, option and part of a tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The announced numbers of one vote.

    Parameters
    ----------
    name : str
        The vote, as a reader says it.
    figures : tuple of Printed
        Its numbers; announcements stand in the order in which they were made.
    complete : bool
        Whether all options are in it, so that their votes must make the valid votes.

    Examples
    --------
    >>> told = {"ballots": "1,000", "votes": {"yes": "600", "no": "390"}, "invalid": "10"}
    >>> vote = Tally.of(told, name="A village")
    >>> vote
    Tally: A village: 4 numbers, options yes and no
    >>> vote.one("ballots").digits
    '1000'
    """

    name: str
    figures: tuple[Printed, ...]
    complete: bool = True

    @classmethod
    def of(
        cls, source: Mapping | pd.DataFrame | str | Path, *, name: str = "", complete: bool = True
    ) -> "Tally":
        """Tally out of a dictionary, a frame or a CSV file.

        Parameters
        ----------
        source : mapping, pandas.DataFrame, str or pathlib.Path
            A frame or CSV file has the columns quantity and reported, and where they are needed
            option, of, part and announcement; one number a row, as printed. A dictionary holds
            quantities, with options inside (``{"votes": {"yes": "600"}}``), and the keys "of",
            "parts" and "announcements" for what a column says.
        name : str
            The vote; by default the name of the file, or "this vote".
        complete : bool
            False where options were left out on purpose.

        Raises
        ------
        TallyInputError
            If the file, a column, a quantity, an option or a number is not what is wanted; the
            message names where, what was found and what to do.

        Examples
        --------
        >>> Tally.of({"ballotts": "1,000"})
        Traceback (most recent call last):
        ...
        analysis.referendum.tally_input.TallyInputError: the dictionary, key 'ballotts': wanted \
one of list, ballots, valid, invalid, blank, votes, share, turnout, counted, of, parts, \
announcements; found 'ballotts'; did you mean 'ballots'?
        """
        figures = read_rows(source)
        given = Path(source).stem if isinstance(source, str | Path) else "this vote"
        return cls(name=name or given, figures=figures, complete=complete)

    def __post_init__(self) -> None:
        """Refuse a tally that says one thing twice."""
        seen: dict[tuple, Printed] = {}
        for f in self.figures:
            place = (f.place, f.quantity, f.option)
            if place in seen:
                raise TallyInputError(
                    f"{self.name}: {f.label} stands twice{_at(f.place)}, as"
                    f" {seen[place].reported} and {f.reported}; keep one, or give the other an"
                    " announcement of its own"
                )
            seen[place] = f

    def __repr__(self) -> str:
        """In short."""
        options = f", options {_listed(self.options)}" if self.options else ""
        return f"Tally: {self.name}: {len(self.figures)} numbers{options}"

    @property
    def announcements(self) -> tuple[str, ...]:
        """Announcements in order; the final one is the last."""
        return tuple(dict.fromkeys(f.place.announcement for f in self.figures))

    @property
    def last(self) -> str:
        """The announcement on which all others are held: "final", or the last one."""
        return FINAL if FINAL in self.announcements else self.announcements[-1]

    @property
    def places(self) -> tuple[Place, ...]:
        """Every announcement of every part."""
        return tuple(dict.fromkeys(f.place for f in self.figures))

    @property
    def options(self) -> tuple[str, ...]:
        """Options that got votes or a share, in order."""
        own = (f.option for f in self.figures if f.quantity in {"votes", "share"})
        return tuple(o for o in dict.fromkeys(own) if o not in {"invalid", "blank"})

    def parts(self, announcement: str) -> tuple[str, ...]:
        """Parts of which an announcement speaks, the whole left out."""
        told = (f.place.part for f in self.figures if f.place.announcement == announcement)
        return tuple(p for p in dict.fromkeys(told) if p != WHOLE)

    def all(self, quantity: str, place: Place = IN_ALL) -> tuple[Printed, ...]:
        """Every number of one quantity in one place: of votes one an option; perhaps none."""
        return tuple(f for f in self.figures if f.quantity == quantity and f.place == place)

    def one(self, quantity: str, option: str = "", place: Place = IN_ALL) -> Printed:
        """One number.

        Raises
        ------
        evidence.NotKnownError
            If it was not announced.
        """
        for f in self.all(quantity, place):
            if f.option == option:
                return f
        of = f" {option!r}" if option else ""
        raise NotKnownError(f"{self.name}: no {quantity}{of} announced")

    def has(self, quantity: str, option: str = "", place: Place = IN_ALL) -> bool:
        """Whether a number was announced."""
        return any(f.option == option for f in self.all(quantity, place))

    def to_frame(self) -> pd.DataFrame:
        """The numbers in the columns that `Tally.of` reads."""
        rows = [
            (f.place.announcement, f.place.part, f.quantity, f.option, f.of, f.reported)
            for f in self.figures
        ]
        titles = ["announcement", "part", "quantity", "option", "of", "reported"]
        return pd.DataFrame(rows, columns=titles)


def _at(place: Place) -> str:
    return f" ({place})" if str(place) else ""


def _listed(names: tuple[str, ...]) -> str:
    *most, end = names
    return f"{', '.join(most)} and {end}" if most else end


def tables_of(tally: Tally, places: Iterable[Place]) -> list[dict[str, int]]:
    """Votes of each option and of all, by the same total in every place.

    Places without votes printed in full are left out, and so are all if no total (valid votes,
    else ballots) was printed in each of the others.
    """
    kept = [p for p in places if any(f.exact for f in tally.all("votes", p))]
    for quantity in ("valid", "ballots"):
        totals = [f for p in kept for f in tally.all(quantity, p) if f.exact]
        if kept and len(totals) == len(kept):
            return [
                {f.option: int(f.digits) for f in tally.all("votes", p) if f.exact}
                | {ALL: int(t.digits)}
                for p, t in zip(kept, totals, strict=True)
            ]
    return []


def tally_of(tallies: pd.DataFrame, region: str) -> Tally:
    """Tally of one region of `referendum_tallies`, by the rows to rely on.

    Parameters
    ----------
    tallies : pandas.DataFrame
        Rows of `referendum_tallies`, or of any vote in its columns `announced.COLUMNS`.
    region : str
        A region of the table.

    Returns
    -------
    Tally
        Empty of figures where nothing was announced.

    Raises
    ------
    TallyError
        If neither the table nor this project knows the region.

    Examples
    --------
    >>> from analysis import evidence
    >>> tallies = evidence.known_by("2022-10-11").table("referendum_tallies")
    >>> tally_of(tallies, "Kherson").one("ballots").digits
    '571001'
    """
    rows = relied_on(tallies[tallies["region"] == known_region(tallies, region)])
    first = rows.drop_duplicates("quantity").set_index("quantity")
    return Tally(
        name=region,
        figures=tuple(
            Printed(
                quantity=own,
                option=option,
                place=Place(part=part),
                reported=str(first.loc[quantity, "reported"]),
                key=first.loc[quantity, "key"],
                named=f"{region}, {quantity.replace('_', ' ')}",
                derived=is_derived(first.loc[quantity]),
            )
            for quantity, (own, option, part) in _REGIONAL.items()
            if quantity in first.index
        ),
    )


def is_derived(row: pd.Series) -> bool:
    """Whether a row was computed from other numbers."""
    return "residual" in str(row.get("claimant", "")) or row["how_read"] == "derived"


def known_votes(table: pd.DataFrame) -> tuple[str, ...]:
    """Names of the votes in a table of other votes.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of `other_votes`.

    Returns
    -------
    tuple of str
        Each once, in the order of the table.

    Examples
    --------
    >>> known_votes(pd.DataFrame({"vote": ["Crimea 2014", "Crimea 2014", "Bosnia 1992"]}))
    ('Crimea 2014', 'Bosnia 1992')
    """
    return tuple(dict.fromkeys(table["vote"]))


def tally_in(table: pd.DataFrame, vote: str) -> Tally:
    """Tally of one vote of the table `other_votes`.

    Parameters
    ----------
    table : pandas.DataFrame
        From ``evidence.table("other_votes")``.
    vote : str
        Its name in the column `vote`.

    Raises
    ------
    TallyError
        If the table holds no such vote.

    Examples
    --------
    >>> from analysis import evidence
    >>> tally_in(evidence.table("other_votes"), "Crimea 2014").one("ballots").digits
    '1274096'
    """
    rows = table[table["vote"] == vote]
    if rows.empty:
        known = ", ".join(known_votes(table)) or "none, as the table holds no vote"
        raise TallyError(f"unknown vote {vote!r}; wanted one of {known}")
    told = rows.fillna({"option": "", "of": ""})
    figures = [
        Printed(
            quantity=r.quantity,
            option=r.option,
            of=r.of,
            place=Place(announcement=r.announcement, part=r.part),
            reported=str(r.reported),
            key=r.key,
            derived=r.how_read == "derived",
        )
        for r in told.itertuples()
    ]
    return Tally(name=vote, figures=tuple(figures))
