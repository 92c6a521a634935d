"""What did each speaker say of the dead, and what do the names say?

Claims of both sides by what they count, civilians as verified, and the ministry's totals beside the
dead known by name. Draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.casualties.measures import (
    OfficialAgainstNames,
    has_official_and_names,
    official_against_names,
)
from analysis.evidence import Evidence
from analysis.results import Fact, NothingKnown, nothing, number, speaking
from analysis.wording import counted, day, shown

SIDES = {"RU": "Russian", "UA": "Ukrainian"}
MINISTRY = "Moscow"  # root of what the Russian ministry says of its own dead


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class LossClaims:
    """All claims about the losses of one side: rows of `loss_claims`."""

    caption = "Claims by what they count"

    side: str
    claims: pd.DataFrame

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the claims."""
        return tuple(self.claims["key"])

    def sentence(self) -> str:
        """Range of the claims that count the dead, and how far other measures go."""
        dead, other = self._dead_and_other()
        people = SIDES[self.side]
        if dead.empty:
            return f"No claim counts {people} dead alone; others go up to {other.max():,.0f}."
        first = f"Claims of {people} dead run from {dead.min():,.0f} to {dead.max():,.0f}"
        if dead.min() == dead.max():
            first = f"Claims of {people} dead say {dead.min():,.0f}"
        further = f"; other measures go up to {other.max():,.0f}" if len(other) else ""
        return f"{first}{further}."

    def _dead_and_other(self) -> tuple[pd.Series, pd.Series]:
        of_dead = self.claims["unit"] == "killed"
        return self.claims.loc[of_dead, "central"], self.claims.loc[~of_dead, "central"]

    def table(self) -> pd.DataFrame:
        """One row a measure: what is counted, how many claims, the least and the most of them."""
        rows = [
            (m, len(g), f"{g['central'].min():,.0f}", f"{g['central'].max():,.0f}")
            for m, g in self.claims.groupby("measure")
        ]
        return pd.DataFrame(rows, columns=["what is counted", "claims", "least", "most"])


def losses_claimed(known: Evidence, side: str) -> LossClaims | NothingKnown:
    """Claims about one side's losses, as known.

    Parameters
    ----------
    known : Evidence
        What was known by the day.
    side : str
        "RU" or "UA": whose losses.

    Examples
    --------
    >>> from analysis import evidence
    >>> losses_claimed(evidence.known_by("2022-10-11"), "UA")
    LossClaims: Claims of Ukrainian dead run from 1,300 to 61,207.
    """
    losses = known.table("loss_claims")
    some = losses[losses["side"] == side]
    if some.empty:
        return nothing(known, f"No claim of {SIDES[side]} losses had been published")
    return LossClaims(side=side, claims=some)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class CiviliansVerified:
    """Civilians killed and injured whom the United Nations office verified: rows of `civilians`."""

    caption = "Civilians killed and injured, as verified by the United Nations"

    counts: pd.DataFrame

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the counts."""
        return tuple(self.counts["key"])

    def last(self, unit: str) -> pd.Series | None:
        """Latest count of the killed or of the injured; None when there is none."""
        rows = self.counts[self.counts["unit"] == unit].sort_values("as_of")
        return rows.iloc[-1] if len(rows) else None

    def sentence(self) -> str:
        """The latest count of each kind."""
        lasts = [r for r in (self.last("killed"), self.last("injured")) if r is not None]
        first, *more = [f"{r['central']:,.0f}" for r in lasts]
        words = [f"{first} civilians {lasts[0]['unit']}", *(f"{n} injured" for n in more)]
        when = day(lasts[0]["as_of"])
        return f"{' and '.join(words)} were verified by {when}: a lower bound."

    def table(self) -> pd.DataFrame:
        """One row a day: killed and injured, verified."""
        by = {"index": "as_of", "columns": "unit", "values": "central"}
        wide = self.counts.pivot_table(**by, aggfunc="max")
        units = [u for u in ("killed", "injured") if u in wide]
        counted = {f"{u}, verified": shown(wide[u]) for u in units}
        return pd.DataFrame({"by": [day(d) for d in wide.index]} | counted)


def civilians_verified(known: Evidence) -> CiviliansVerified | NothingKnown:
    """Civilians killed and injured, as verified by the United Nations office.

    Parameters
    ----------
    known : evidence.Evidence
        What was known by the day.

    Examples
    --------
    >>> from analysis import evidence
    >>> civilians_verified(evidence.known_by("2022-10-11"))  # doctest: +ELLIPSIS
    CiviliansVerified: 6,114 civilians killed and 9,132 injured were verified by 2 October 2022...
    """
    counts = known.table("civilians")
    verified = counts[counts["verified"] == "yes"]
    if verified.empty:
        return nothing(known, "No verified count of civilians had been published")
    return CiviliansVerified(counts=verified)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialAndNames:
    """The Russian ministry's totals beside the dead known by name."""

    caption = "Totals of the ministry beside the names known on the day"

    compared: OfficialAgainstNames
    names: pd.DataFrame
    official: pd.DataFrame

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the two numbers compared."""
        return self.compared.rows

    def apart(self) -> str:
        """How long before the total the names were known: "5 days earlier"."""
        days = (self.compared.official_day - self.compared.names_day).days
        return f"{counted(days, 'day')} earlier" if days else "on the same day"

    def headline(self) -> str:
        """Both numbers in one line."""
        c = self.compared
        names = f"{c.names:,.0f} known by name {self.apart()}"
        return f"{c.official:,.0f} dead by the ministry, {names}"

    def sentence(self) -> str:
        """The last total against the names known before it."""
        c = self.compared
        given = day(c.official_day)
        total = f"The ministry's total of {c.official:,.0f} dead, given on {given}, lies"
        names = f"the {c.names:,.0f} dead known by name {self.apart()}"
        if c.shortfall > 0:
            return f"{total} {c.shortfall:,.0f} below {names}: it cannot be complete."
        unknown = "whether it was complete the names cannot show"
        return f"{total} {-c.shortfall:,.0f} above {names}; {unknown}."

    def table(self) -> pd.DataFrame:
        """Totals and sizes of the list in the order of their days."""
        names = self.names.assign(who="dead known by name")
        official = self.official.assign(who="Russian ministry")
        both = pd.concat([names, official]).sort_values("as_of")
        by, deaths = both["as_of"].map(day), both["central"].map("{:,.0f}".format)
        return pd.DataFrame({"who": both["who"], "by": by, "deaths": deaths})

    def facts(self) -> dict[str, Fact]:
        """Official total, names before it, and the difference."""
        c = self.compared
        return {
            "official_deaths": number(c.official, "killed", "as reported", c.rows[:1]),
            "names_before_official": number(c.names, "names", "as reported", c.rows[1:]),
            "official_below_names_by": number(c.shortfall, "deaths", "names less official", c.rows),
        }


def listed(known: Evidence) -> pd.DataFrame:
    """Sizes of the main list of names, oldest first."""
    names = known.table("named_deaths")
    return names[names["list"] == "named"].sort_values("as_of")


def official_and_names(known: Evidence) -> OfficialAndNames | NothingKnown:
    """The ministry's last total against the dead known by name before it.

    Parameters
    ----------
    known : evidence.Evidence
        What was known by the day.

    Examples
    --------
    >>> from analysis import evidence
    >>> round(official_and_names(evidence.known_by("2022-10-11")).compared.shortfall) == 539
    True
    """
    losses, names = known.table("loss_claims"), known.table("named_deaths")
    if losses.empty or not has_official_and_names(losses, names):
        return nothing(
            known,
            "No total of the Russian ministry with a list of names before it had been published",
        )
    official = losses[of_the_ministry(losses)]
    compared = official_against_names(losses, names)
    return OfficialAndNames(compared=compared, names=listed(known), official=official)


def of_the_ministry(losses: pd.DataFrame) -> pd.Series:
    """Which rows are totals of its own dead by the Russian ministry."""
    own = (losses["side"] == "RU") & (losses["root"] == MINISTRY)
    return own & (losses["unit"] == "killed")
