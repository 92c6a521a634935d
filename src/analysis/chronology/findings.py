"""On which day was the text written, do its dates hold, and were the quoted words spoken?

Results of notebook 04 in words and tables for a reader. Reads no file and draws nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import evidence
from analysis.chronology.dates_and_areas import day_by_subtraction, day_inclusive, event_days
from analysis.chronology.quotations import words_kept
from analysis.evidence import Evidence, NotKnownError
from analysis.quantities import parse
from analysis.results import ROWS_HELD, Fact, NothingKnown, Remark, nothing, number, speaking
from analysis.wording import day, period, weekday

_TABLES = ("events", "territory_national", "territory_oblasts")  # evidence of notebook 04


def at_hand(known: Evidence, verdicts: pd.DataFrame) -> Remark:
    """Claims judged here by kind, and rows of evidence.

    Parameters
    ----------
    known : Evidence
        What was known on the day.
    verdicts : pandas.DataFrame
        From `claims.verdict_table`, one row a claim with its `kind`.

    Examples
    --------
    >>> from analysis import claims, evidence
    >>> verdicts = claims.verdict_table("2022-10-11", notebook="04-chronology")
    >>> at_hand(evidence.known_by("2022-10-11"), verdicts).words.startswith("80 claims")
    True
    """
    kinds = ", ".join(f"{kind} {n}" for kind, n in verdicts["kind"].value_counts().items())
    judged = f"{len(verdicts)} claims of the text are judged here, by kind: {kinds}."
    words = f"{judged} Their verdicts stand at the end."
    return Remark(words=words, frame=known.counts(*_TABLES), caption=ROWS_HELD)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfText:
    """The days on which the text can have been written, by the count of days that it gives."""

    caption = "The day of the text by two ways of counting"

    start: date
    count: int
    rows: tuple[str, ...]

    @property
    def by_subtraction(self) -> date:
        """Day that lies so many days after the first."""
        return day_by_subtraction(self.start, self.count)

    @property
    def inclusive(self) -> date:
        """Day that bears the number when the first day is day 1."""
        return day_inclusive(self.start, self.count)

    def sentence(self) -> str:
        """Both days, and how each is counted."""
        return (
            f"{day(self.start)} plus {self.count} days is {weekday(self.by_subtraction)}. With the "
            f"first day counted as day 1, day {self.count} is {weekday(self.inclusive)}."
        )

    def table(self) -> pd.DataFrame:
        """One row a way of counting."""
        days = [weekday(self.by_subtraction), weekday(self.inclusive)]
        ways = ["after the first day", "first day is day 1"]
        return pd.DataFrame({"Way of counting": ways, f"Day {self.count}": days})

    def facts(self) -> dict[str, Fact]:
        """Both days."""
        added, counted = self.by_subtraction.isoformat(), self.inclusive.isoformat()
        first, second = "first day plus the days claimed", "first day counted as day 1"
        return {
            f"day_{self.count}_by_subtraction": number(added, "date", first, self.rows),
            f"day_{self.count}_inclusive": number(counted, "date", second, self.rows),
        }


def day_of_text(known: Evidence, claim) -> DayOfText | NothingKnown:
    """Day of the text by the number of days that it says have passed.

    Parameters
    ----------
    known : Evidence
        What was known on the day.
    claim : claims.Claim
        The claim whose `value` is the number of days and whose `subject` the event they count from.

    Examples
    --------
    >>> from analysis import claims, evidence
    >>> found = day_of_text(evidence.known_by("2022-10-11"), claims.claim("C03"))
    >>> found.by_subtraction.isoformat(), found.inclusive.isoformat()
    ('2022-10-11', '2022-10-10')
    """
    events = known.table("events")
    try:
        first = event_days(events, claim.subject)["day"].iloc[0].date()
    except NotKnownError:
        return nothing(known, "No day from which the text counts had been published")
    rows = tuple(events.loc[events["event"] == claim.subject, "key"])
    return DayOfText(start=first, count=int(parse(claim.value).central), rows=rows)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class DatesInText:
    """Events that the text dates: the days that its words allow, and the day of the event."""

    caption = "Days that the words allow, and the day of the event"

    events: pd.DataFrame

    @property
    def allowed(self) -> pd.Series:
        """Whether each event fell on a day the text allows."""
        return self.events["day"].between(self.events["first"], self.events["last"])

    @property
    def finding(self) -> str:
        """How many fell on a day the text allows, without a full stop."""
        inside, held = self.allowed.sum(), len(self.events)
        if held == 1:
            told = "fell on a day" if inside else "fell on no day"
            return f"The one dated event known {told} the text allows"
        start = f"All {held}" if inside == held else f"{inside or 'None'} of {held}"
        return f"{start} dated events fell on a day the text allows"

    def sentence(self) -> str:
        """How many fell on a day the text allows."""
        return f"{self.finding}."

    def table(self) -> pd.DataFrame:
        """One row an event."""
        e = self.events
        spans = [period(a, b) for a, b in zip(e["first"], e["last"], strict=True)]
        return pd.DataFrame(
            {
                "Claim": e["claim"],
                "What the text says": e["paraphrase"],
                "Days the text allows": spans,
                "Day of the event": [day(d) for d in e["day"]],
                "Agrees": self.allowed.map({True: "yes", False: "no"}),
            }
        )


def dates_in_text(known: Evidence, dated: pd.DataFrame) -> DatesInText | NothingKnown:
    """Events that the text dates, and the days on which they fell.

    Parameters
    ----------
    known : Evidence
        What was known on the day.
    dated : pandas.DataFrame
        From `claims.dated_events`: columns claim, paraphrase, first, last, day.

    Examples
    --------
    >>> from analysis import claims, evidence
    >>> dates_in_text(evidence.known_by("2022-04-01"), claims.dated_events("2022-04-01"))
    NothingKnown: No event that the text dates had been published by 1 April 2022.
    """
    if not known or dated.empty:
        return nothing(known, "No event that the text dates had been published")
    return DatesInText(events=dated)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedWords:
    """How far words in quotation marks are the speaker's own: one row a report of them."""

    caption = "Reports of the quoted words, and how close they are"

    reports: pd.DataFrame

    def sentence(self) -> str:
        """How many keep the meaning, and how many all of the words."""
        r = self.reports
        quotations = r["quotation"].nunique()
        kept = int((r["meaning"] == "kept").sum())
        whole = int((r["kept"] == 1).sum())
        one = len(r) == 1
        what = "1 report" if one else f"{len(r)} reports"
        of = "1 quotation was" if quotations == 1 else f"{quotations} quotations were"
        return (
            f"{what} of what was said in {of} read: {kept} bear out the meaning the text gives,"
            f" {whole} hold all of its words."
        )

    def table(self) -> pd.DataFrame:
        """One row a report."""
        r = self.reports
        return pd.DataFrame(
            {
                "Quotation": r["what"],
                "Speaker": r["speaker"],
                "Occasion": r["place"] + ", " + r["as_of"].map(day),
                "In the original": r["original"].replace("", "not found"),
                "Close translation": r["translation"],
                "In the text": r["text_version"],
                "Words kept": [f"{k:.0%}" for k in r["kept"]],
                "Meaning": r["meaning"],
                "Why": r["note"],
                "Source": r["publisher"],
            }
        )

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the reports."""
        return tuple(self.reports["key"])


def quoted_words(known: Evidence, ledger: Iterable) -> QuotedWords | NothingKnown:
    """Reports of the quoted words, each with the claim that it belongs to.

    Parameters
    ----------
    known : Evidence
        What was known on the day.
    ledger : iterable of claims.Claim
        The claims; those judged by their wording name the quotation.

    Examples
    --------
    >>> from analysis import claims, evidence
    >>> len(quoted_words(evidence.known_by("2022-10-11"), claims.ledger()).rows)
    10
    """
    rows = known.table("quotations")
    if rows.empty:
        return nothing(known, "None of the quoted words had been published")
    names = {c.subject: f"{c.id}: {c.paraphrase}" for c in ledger if c.rule == "quoted_words"}
    pairs = zip(rows["text_version"], rows["translation"], strict=True)
    told = rows.assign(
        what=[names.get(q, q.replace("-", " ")) for q in rows["quotation"]],
        kept=[words_kept(text, said) for text, said in pairs],
        publisher=list(evidence.describe(list(rows["key"]))["publisher"]),
    )
    return QuotedWords(reports=told)
