"""Which totals of the dead lie below the dead known by name?

Whoever gave them, friend or foe: the same test for every total of either side. Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.casualties.findings.claims import SIDES, listed
from analysis.evidence import Evidence
from analysis.quantities import middle_of
from analysis.results import NothingKnown, nothing, speaking
from analysis.wording import counted, day
from analysis.wording import listed as in_words

TOTAL, MINIMUM = "killed", "killed, verified minimum"  # measures of `loss_claims`
APART = frozenset({"Donetsk"})  # forces whose dead the lists of residents do not hold


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class TotalsBelowNames:
    """Totals of the dead whose best number lies below the dead known by name to the same day.

    `below` has columns key, side, claimant, as_of, low, central, high, names, names_key, names_of
    and wholly, whether the upper end lies below too; `compared` totals could be held to a list.
    """

    caption = "Totals that lie below the names known to their own day"

    below: pd.DataFrame
    compared: int

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the totals and of the lists they are held to."""
        return (*self.below["key"], *self.below["names_key"].unique())

    def sentence(self) -> str:
        """How many totals lie below, of which side, and what follows."""
        held = counted(self.compared, "total")
        verb = "was" if self.compared == 1 else "were"
        if self.below.empty:
            return f"{held} {verb} held to the names known to the same day: none lies below."
        sides = self.below["side"].map(SIDES).value_counts()
        of = in_words([f"{n} of {who} dead" for who, n in sides.items()])
        partly = int((~self.below["wholly"]).sum())
        lie = "lies" if len(self.below) == 1 else "lie"
        open_end = f" The upper end of {partly} reaches it." if partly else ""
        return (
            f"{held} {verb} held to the names known to the same day; {of} {lie} below: as far as"
            f" the lists are right, they cannot be complete, whoever gave them.{open_end}"
        )

    def table(self) -> pd.DataFrame:
        """One row a total below the names."""
        rows = [
            (SIDES[r.side], r.claimant, day(r.as_of), middle_of(r), f"{r.names:,.0f}", r.names_of)
            for r in self.below.itertuples()
        ]
        columns = ["dead of", "who", "by", "total", "known by name", "list of"]
        return pd.DataFrame(rows, columns=columns)


def totals_below_names(known: Evidence) -> TotalsBelowNames | NothingKnown:
    """Every total of the dead of either side against the most names known to its own day.

    A list that counts the dead to an earlier day is a floor for every later total. Totals of forces
    that the list does not hold, and increments of a period, are left out.

    Parameters
    ----------
    known : Evidence
        What was known by the day.

    Returns
    -------
    TotalsBelowNames or NothingKnown
        Deaths; the latter where no list had been published before any total.

    Examples
    --------
    >>> from analysis import evidence
    >>> totals_below_names(evidence.known_by("2022-10-11")).below["key"].tolist()
    ['R03']
    """
    losses = known.table("loss_claims")
    whole = losses["since"].isna() & ~losses["forces"].isin(APART)
    totals = losses[(losses["measure"] == TOTAL) & whole]
    floors = _floors(known)
    held = [(t, f) for t in totals.itertuples() if (f := _floor(floors, t)) is not None]
    if not held:
        return nothing(known, "No total of the dead with a list of names before it had appeared")
    return TotalsBelowNames(below=_below(held), compared=len(held))


def _floors(known: Evidence) -> pd.DataFrame:
    """Dead known by name, by side and day, of every list that counts to a day."""
    losses, told = known.table("loss_claims"), ["key", "side", "as_of", "low", "claimant"]
    names = listed(known).assign(side="RU", low=lambda f: f["central"])
    names = names.rename(columns={"publisher": "claimant"})
    counted_names = losses.loc[losses["measure"] == MINIMUM, told]
    return pd.concat([counted_names, names[told]])


def _floor(floors: pd.DataFrame, total) -> pd.Series | None:
    """The longest list that counts to the day of the total or an earlier one."""
    fit = floors[(floors["side"] == total.side) & (floors["as_of"] <= total.as_of)]
    return None if fit.empty else fit.sort_values(["low", "key"]).iloc[-1]


def _below(held: list[tuple]) -> pd.DataFrame:
    """Totals whose best number lies below their floor."""
    columns = ["key", "side", "claimant", "as_of", "low", "central", "high"]
    rows = [
        (*(getattr(t, c) for c in columns), f["low"], f["key"], f["claimant"], t.high < f["low"])
        for t, f in held
        if t.central < f["low"]
    ]
    frame = pd.DataFrame(rows, columns=[*columns, "names", "names_key", "names_of", "wholly"])
    return frame.astype({"wholly": bool})
