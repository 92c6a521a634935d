"""When could each claim be checked, what moved its verdict, and did the numbers become surer?

Results of notebook 06 in words and tables for a reader, from the facts of one sweep over the day of
knowledge. Reads the ledger through `evidence`; draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.claims import timeline
from analysis.claims.ledger import UNCHECKABLE, ledger
from analysis.claims.timeline import changes_by, condense, on_days, publications, verdict_changes
from analysis.evidence import Evidence
from analysis.results import Fact, number, speaking
from analysis.wording import counted, day, listed, until

ENDING = "_verdict"  # of the facts that are verdicts
_OWN_WORDS = "_claim"  # of the facts that only repeat the ledger
OF_VERDICTS = "sweep of notebook 00"


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """Days on which facts changed; `every` holds all changes, `changes` those that may be seen."""

    caption = "What was followed, by notebook"

    every: pd.DataFrame
    known: Evidence
    later: Evidence
    lacking: tuple[str, ...] = ()  # claims that came into the ledger after the sweep

    def __bool__(self) -> bool:
        """Whether any day had been swept."""
        return bool(self.known) and len(self.changes) > 0

    @property
    def day(self) -> pd.Timestamp:
        """Day of knowledge; the last day swept when all evidence is admitted."""
        return pd.Timestamp(self.known.as_of or self.every["since"].max())

    @property
    def changes(self) -> pd.DataFrame:
        """All changes, or those by the day of knowledge when `later` is empty."""
        return self.every if self.later else self.early

    @property
    def early(self) -> pd.DataFrame:
        """Changes by the day of knowledge."""
        return self.every[self.every["since"] <= self.day]

    @property
    def verdicts(self) -> pd.DataFrame:
        """Changes of verdicts."""
        return self.changes[self.changes["fact"].str.endswith(ENDING)]

    @property
    def days(self) -> list[pd.Timestamp]:
        """Days on which something changed."""
        return sorted(self.changes["since"].unique())

    def sentence(self) -> str:
        """How many facts moved, on how many days."""
        if not self.known:
            return self.known.without
        if not self:
            first = day(self.every["since"].min())
            return f"Nothing was swept {until(self.known)}; the first day swept is {first}."
        c, days = self.changes, self.days
        notebooks, verdicts = c["notebook"].nunique(), self.verdicts["fact"].nunique()
        facts = counted(c["fact"].nunique(), "fact").capitalize()
        told = (
            f"{facts} of {counted(notebooks, 'notebook')},"
            f" {verdicts or 'none'} of them verdicts, were followed; something was new or changed"
            f" on {_days(days)}."
        )
        if self.lacking:
            told += f" The sweep is older than the ledger: it lacks {listed(self.lacking)}."
        come = self.early["since"].nunique()
        if come == len(days):
            return told
        return f"{told} By {day(self.day)}, {come or 'none'} of these days had come."

    def table(self) -> pd.DataFrame:
        """One row a notebook: facts, of them verdicts, and changes."""
        by = self.changes.groupby("notebook")
        counts = {
            "Facts": by["fact"].nunique(),
            "Of them verdicts": self.verdicts.groupby("notebook")["fact"].nunique(),
            "Changes": by.size() - by["fact"].nunique(),
        }
        table = pd.DataFrame(counts).fillna(0).astype(int)
        return table.rename_axis("Notebook").reset_index()

    def facts(self) -> dict[str, Fact]:
        """Days on which something changed."""
        if not self:
            return {}
        swept = number(len(self.days), "days", "sweep of all notebooks")
        return {"swept_days_with_changes": swept}


def _days(days: list[pd.Timestamp]) -> str:
    """Number of days, the first and the last."""
    if len(days) == 1:
        return f"1 swept day, {day(days[0])}"
    return f"{len(days)} swept days, the first {day(days[0])}, the last {day(days[-1])}"


def swept_facts(known: Evidence, later: Evidence, kept: pd.DataFrame, own: pd.DataFrame) -> Swept:
    """Changes of every fact over a sweep: the one kept with the project, or a reader's own.

    Parameters
    ----------
    known, later : Evidence
        From `session.begin`; later days are left out when `later` is empty.
    kept : pandas.DataFrame
        The table `weekly_facts`. A notebook that rests on it names it: then a result stored
        before the table was made again is not taken for a new one.
    own : pandas.DataFrame
        Facts of a reader's own sweep over `as_of`, from `facts.of_sweep`; empty for the kept table.

    Raises
    ------
    claims.TimelineError
        If a reader's own facts do not speak of two days or more.

    Examples
    --------
    >>> from analysis import evidence, facts
    >>> none = evidence.Evidence(None, "Hindsight is off.")
    >>> early = evidence.known_by("2022-09-01")
    >>> swept_facts(early, none, early.table("weekly_facts"), facts.of_sweep(""))
    Swept: Nothing was swept by 1 September 2022; the first day swept is 21 September 2022.
    """
    own = own[~own["fact"].str.endswith(_OWN_WORDS)]
    table = kept if own.empty else condense(own)
    every = changes_by(table, None) if len(table) else table
    missed = timeline.lacking(kept) if own.empty and len(kept) else ()
    return Swept(every=every, known=known, later=later, lacking=missed)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class MovesByTheDay:
    """Verdicts that moved by the day of knowledge; falsy where none did.

    `paths` holds their verdicts: index the days on which some verdict moved, one column a claim.
    """

    caption = "Verdicts that moved by the day of knowledge, and what had just been published"

    swept: Swept
    moves: pd.DataFrame
    paths: pd.DataFrame
    verdicts: int

    def __bool__(self) -> bool:
        """Whether any verdict moved."""
        return len(self.moves) > 0

    @property
    def finding(self) -> str:
        """How many moved, and how many of them on the last day, without a full stop."""
        last = self.moves.drop_duplicates("claim", keep="last")["day"]
        on_last = last.eq(self.paths.index[-1]).sum()
        told = f"{self.paths.shape[1]} of {self.verdicts} verdicts moved {until(self.swept.known)}"
        return f"{told}, {on_last or 'none'} on the last day shown"

    @property
    def unchecked(self) -> tuple[int, int]:
        """How many of these claims could not be checked on the first and on the last day shown."""
        open_ = (self.paths == UNCHECKABLE).sum(axis=1)
        return int(open_.iloc[0]), int(open_.iloc[-1])

    def sentence(self) -> str:
        """How many moved, and how many could not be checked at first and at last."""
        if not self.swept:
            return self.swept.sentence()
        if not self:
            return f"No verdict moved {until(self.swept.known)}."
        first, last = (day(d) for d in self.paths.index[[0, -1]])
        before, after = self.unchecked
        return (
            f"{self.finding}. By {first}, {before or 'none'} of these claims could not be checked; "
            f"by {last}, {after or 'none'}."
        )

    def table(self) -> pd.DataFrame:
        """One row a move, with the publications that came since the day before."""
        return _as_table(self.moves)

    def facts(self) -> dict[str, Fact]:
        """How many verdicts moved."""
        if not self.swept:
            return {}
        moved = number(self.paths.shape[1], "claims", OF_VERDICTS, self.rows)
        return {"verdicts_moved_by_as_of": moved}

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the evidence that moved them."""
        return _behind(self.moves)


def moves_by_the_day(swept: Swept) -> MovesByTheDay:
    """Verdicts that moved by the day of knowledge.

    Parameters
    ----------
    swept : Swept
        From `swept_facts`.

    Returns
    -------
    MovesByTheDay
        False where there was no move.

    Examples
    --------
    >>> from analysis import evidence, facts
    >>> none = evidence.Evidence(None, "Hindsight is off.")
    >>> early = evidence.known_by("2022-09-21")
    >>> swept = swept_facts(early, none, early.table("weekly_facts"), facts.of_sweep(""))
    >>> moves_by_the_day(swept)
    MovesByTheDay: No verdict moved by 21 September 2022.
    """
    verdicts, moves = swept.verdicts, verdict_changes(swept.changes)
    moves = moves[moves["day"] <= swept.day] if swept else moves.head(0)
    days = sorted({verdicts["since"].min(), *moves["day"]}) if len(moves) else []
    paths = on_days(verdicts, days)
    names = [f.removesuffix(ENDING).capitalize() for f in paths]
    moved = paths.set_axis(names, axis=1)[sorted(moves["claim"].unique())]
    return MovesByTheDay(swept=swept, moves=moves, paths=moved, verdicts=len(names))


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class MovesAfterTheDay:
    """Verdicts that moved after the day of knowledge; falsy where none did or hindsight is off."""

    caption = "Verdicts that moved later, and what had just been published"

    swept: Swept
    moves: pd.DataFrame

    def __bool__(self) -> bool:
        """Whether any verdict moved."""
        return len(self.moves) > 0

    def sentence(self) -> str:
        """How many moved, or why nothing later is shown."""
        if not self.swept.later:
            return self.swept.later.without
        after, moved = day(self.swept.day), self.moves["claim"].nunique()
        if not moved:
            return f"No verdict moved after {after}."
        told = counted(moved, "verdict")
        return f"{told} moved after {after}, in {counted(len(self.moves), 'move')}."

    def table(self) -> pd.DataFrame:
        """One row a move, with the publications that came since the day before."""
        return _as_table(self.moves)

    def facts(self) -> dict[str, Fact]:
        """How many verdicts moved."""
        if not self.swept.later:
            return {}
        moved = number(self.moves["claim"].nunique(), "claims", OF_VERDICTS, self.rows)
        return {"verdicts_moved_after_as_of": moved}

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the evidence that moved them."""
        return _behind(self.moves)


def moves_after_the_day(swept: Swept) -> MovesAfterTheDay:
    """Verdicts that moved after the day of knowledge.

    Parameters
    ----------
    swept : Swept
        From `swept_facts`; where its hindsight is off there are no moves.

    Returns
    -------
    MovesAfterTheDay
        False where there was no move.

    Examples
    --------
    >>> from analysis import evidence, facts
    >>> day, now = evidence.known_by("2022-10-11"), evidence.known_by(None)
    >>> kept = now.table("weekly_facts")
    >>> moves_after_the_day(swept_facts(day, now, kept, facts.of_sweep("")))
    MovesAfterTheDay: 6 verdicts moved after 11 October 2022, in 12 moves.
    """
    moves = verdict_changes(swept.every)
    moves = moves[moves["day"] > swept.day] if swept.later else moves.head(0)
    return MovesAfterTheDay(swept=swept, moves=moves)


def claim_words() -> dict[str, str]:
    """Every claim in our words, by its id.

    Returns
    -------
    dict of str
        In the order of the text.

    Examples
    --------
    >>> claim_words()["C55"]
    'Some 370,000 left altogether'
    """
    return {c.id: c.paraphrase for c in ledger()}


def _as_table(moves: pd.DataFrame) -> pd.DataFrame:
    """Moves for a reader."""
    words = claim_words()
    told = [f"{claim} · {words.get(claim, '')}" for claim in moves["claim"]]
    behind = [publications(keys) for keys in moves["moved_by"]]
    days = [day(d) for d in moves["day"]]
    rows = list(zip(days, told, moves["was"], moves["became"], behind, strict=True))
    published = "Published since the day swept before"
    return pd.DataFrame(rows, columns=["By", "Claim, in our words", "Was", "Became", published])


def _behind(moves: pd.DataFrame) -> tuple[str, ...]:
    """Keys of the evidence published before any of the moves."""
    return tuple(sorted({key for keys in moves["moved_by"] for key in keys.split()}))
