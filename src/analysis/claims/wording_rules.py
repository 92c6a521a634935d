"""How are described facts, judgements, forecasts, quoted words and numbers judged?

Rules over the stances of sources and over quotations; read no file and draw nothing. What a source
says of a statement stands in a closed column of its row, with the reason beside it; a rule weighs
the rows and knows no claim.
"""

import pandas as pd

from analysis import chronology, evidence, quantities
from analysis.claims.declaring import rule, within
from analysis.claims.ledger import (
    CAVEAT,
    CONTRADICTED,
    DEPENDS,
    SUPPORTED,
    UNSUPPORTED,
    Claim,
    Finding,
    interest,
)
from analysis.evidence import Evidence, NotKnownError
from analysis.wording import day

WORDS_KEPT = 0.8  # share of the quoted words in a close translation: a word in five may be chance
SAID = {"supports": "", "in part": "in part", "refutes": "against it"}  # as a reader says
FEW_WORDS = 0.5  # less than half of them: a summary, not a quotation


def event_rows(claim: Claim, known: Evidence, aspect: str) -> pd.DataFrame:
    """Rows of one aspect of the claim's event.

    Raises
    ------
    evidence.NotKnownError
        If there is none.
    """
    event = claim.subject.partition("|")[0]
    table = known.table("events")
    rows = table[(table["event"] == event) & (table["aspect"] == aspect)]
    if rows.empty:
        words = f"{aspect} of {event}".replace("-", " ").replace("_", " ")
        raise NotKnownError(f"nothing read tells the {words}")
    return rows


def stances(claim: Claim, known: Evidence) -> pd.DataFrame:
    """Rows whose source says something of the statement, for or against it.

    Raises
    ------
    evidence.NotKnownError
        If every source that was read is silent, or none was.
    """
    rows = event_rows(claim, known, claim.subject.partition("|")[2])
    rows = rows[rows["stance"].isin(["supports", "in part", "refutes"])]
    if rows.empty:
        event = claim.subject.partition("|")[0].replace("-", " ")
        raise NotKnownError(f"no source read says so of {event}")
    return rows


def _told(lead: str, rows: pd.DataFrame) -> str:
    """What the rows say, each with its note: those for it, those in part, those against it."""
    told = []
    for stance, how in SAID.items():
        some = rows[rows["stance"] == stance]
        notes = [f" ({n})" if n else "" for n in map(_remark, some["note"])]
        if said := dict.fromkeys(f"{f}{n}" for f, n in zip(some["found"], notes, strict=True)):
            head = how.capitalize() if told else f"{lead} {how}".rstrip()
            told.append(f"{head}: {'; '.join(said)}.")
    return " ".join(told)


def _remark(note: str) -> str:
    """A row's note without the history of its corrections."""
    return note.partition("Corrected on")[0].rstrip("; ")


@rule(subject="event|aspect", looked_up=("events.event", "events.aspect"))
def fact_as_described(claim: Claim, known: Evidence) -> Finding:
    """A described fact against what each source says of it.

    Supported if all say so, with a caveat if some say so only in part, contradicted if all say
    otherwise; sources that differ make it depend on the source. *Not supported* is left to the
    principle for what was not found.
    """
    rows = stances(claim, known)
    said = set(rows["stance"])
    if said == {"supports"}:
        verdict = SUPPORTED
    elif said == {"refutes"}:
        verdict = CONTRADICTED
    else:
        verdict = DEPENDS if "refutes" in said else CAVEAT
    return Finding(verdict=verdict, reason=_told("Found", rows), rows=tuple(rows["key"]))


@rule(subject="event|aspect", looked_up=("events.event", "events.aspect"))
def judgement(claim: Claim, known: Evidence) -> Finding:
    """A judgement that bodies outside the war were asked for: who shares it.

    Never more than a caveat and never contradicted, since no figure decides a judgement. The
    parties' own views stand in the notes and are not weighed.
    """
    rows = stances(claim, known)
    said = set(rows["stance"])
    verdict = UNSUPPORTED if said == {"refutes"} else DEPENDS if "refutes" in said else CAVEAT
    reason = _told("A judgement; found", rows)
    return Finding(verdict=verdict, reason=reason, rows=tuple(rows["key"]))


@rule(subject="event|aspect", looked_up=("events.event", "events.aspect"))
def forecast_followed(claim: Claim, known: Evidence) -> Finding:
    """A forecast against what came.

    Without a day in the text it cannot be contradicted: what has not come so far is not supported.
    """
    rows = stances(claim, known)
    said = set(rows["stance"])
    came = {frozenset({"supports"}): SUPPORTED, frozenset({"refutes"}): UNSUPPORTED}
    verdict = came.get(frozenset(said), CAVEAT)
    return Finding(verdict=verdict, reason=_told("What came", rows), rows=tuple(rows["key"]))


@rule(subject="quotation", looked_up=("quotations.quotation",), value="'quoted'")
def quoted_words(claim: Claim, known: Evidence) -> Finding:
    """Words between quotation marks against the words a source holds, alike for every speaker.

    Compared are the words, what they meant, the speaker and the occasion; the day is a claim of its
    own. Meaning is a reader's judgement with its reason in the row; the rest is computed. A report
    in the speaker's name weighs by its best row: one that holds all the words.
    """
    table = known.table("quotations")
    rows = table[table["quotation"] == claim.subject.partition("|")[0]]
    if rows.empty:
        raise NotKnownError(f"no report of the words '{claim.subject}'")
    heard = [_occasion(r, rows) for r in rows.itertuples()]
    graded = [_grade(r, kept) for r, kept in zip(rows.itertuples(), heard, strict=True)]
    best = min(graded, key=(SUPPORTED, CAVEAT, UNSUPPORTED, CONTRADICTED).index)
    verdict = DEPENDS if best != CONTRADICTED and CONTRADICTED in graded else best
    told = "; ".join(_compared(r, kept) for r, kept in zip(rows.itertuples(), heard, strict=True))
    return Finding(verdict=verdict, reason=f"{told}.", rows=tuple(rows["key"]))


def _occasion(row, rows: pd.DataFrame) -> float:
    """Share of the quoted words that this speaker said on this occasion, by all its rows."""
    same = rows[(rows["speaker"] == row.speaker) & (rows["as_of"] == row.as_of)]
    same = same[same["place"] == row.place]
    return chronology.words_kept(row.text_version, " ".join(same["translation"]))


def _grade(row, kept: float) -> str:
    """Verdict on one quotation by one source."""
    if row.meaning == "changed":
        return CONTRADICTED
    if row.speaker != row.speaker_in_text or (row.meaning == "in part" and kept < FEW_WORDS):
        return UNSUPPORTED
    whole = kept >= WORDS_KEPT and row.meaning == "kept"
    same_place = row.place_in_text in ("", row.place)
    return SUPPORTED if whole and same_place else CAVEAT


def _compared(row, kept: float) -> str:
    said = f"“{row.original}”" if row.original else "original not found"
    same = row.speaker == row.speaker_in_text
    whom = row.speaker if same else f"{row.speaker}, not {row.speaker_in_text}"
    return (
        f"{whom}, {row.place}, {day(row.as_of)}: {said}; {kept:.0%} of the quoted"
        f" words, meaning {row.meaning}: {_remark(row.note)}"
    )


@rule(
    subject="official",
    looked_up=("mobilisation.claimant",),
    value="quantity",
    units=("mobilised men",),
)
def official_count(claim: Claim, known: Evidence) -> Finding:
    """A number attributed to an official: did that official say it?"""
    table = known.table("mobilisation")
    rows = table[(table["quantity"] == "mobilised") & (table["claimant"] == claim.subject)]
    if rows.empty:
        raise NotKnownError(f"no number of mobilised men given by {claim.subject}")
    claimed = quantities.parse(claim.value)
    ends = rows[["low", "central", "high"]].to_numpy()
    said = rows[[within(claimed, *e) for e in ends]]
    if said.empty:
        return Finding(
            verdict=CONTRADICTED,
            reason=f"{claim.subject} gave {', '.join(rows['reported'])}.",
            rows=tuple(rows["key"]),
        )
    row = said.iloc[0]
    reason = (
        f"{claim.subject} said {quantities.separated(row['reported'])} on"
        f" {day(row['as_of'])}.{interest(said)}"
    )
    return Finding(
        verdict=SUPPORTED, reason=reason, figures=(evidence.estimate(row),), rows=tuple(said["key"])
    )
