"""How are described facts, judgements, forecasts and quoted words judged?

Rules over the stances of sources and over quotations; read no file and draw nothing. What a source
says of a statement stands in a closed column of its row, with the reason beside it; a rule weighs
the rows and knows no claim.
"""

import re

import pandas as pd

from analysis import chronology
from analysis.claims.ledger import (
    CAVEAT,
    CONTRADICTED,
    DEPENDS,
    SUPPORTED,
    UNSUPPORTED,
    Claim,
    Finding,
)
from analysis.evidence import Evidence, NotKnownError

WORDS_KEPT = 0.8  # share of the quoted words in a close translation: a word in five may be chance
FEW_WORDS = 0.5  # less than half of them: a summary, not a quotation
_EMPTY = frozenset(["a", "an", "and", "in", "is", "it", "its", "it's", "of", "on", "our", "the", "their", "this", "to", "we", "will"])


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
        raise NotKnownError(f"no {aspect} of '{event}'")
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
        raise NotKnownError(f"no source read says so of '{claim.subject.partition('|')[0]}'")
    return rows


def _told(rows: pd.DataFrame) -> str:
    """What the rows say, each with its stance and note."""
    notes = [f" ({n})" if n else "" for n in rows["note"]]
    parts = [
        f"{f}{n}" if s == "supports" else f"{f}{n} [{s}]"
        for f, n, s in zip(rows["found"], notes, rows["stance"], strict=True)
    ]
    return "; ".join(dict.fromkeys(parts))


def fact_as_described(claim: Claim, known: Evidence) -> Finding:
    """A described fact against what each source says of it.

    Supported if all say so, with a caveat if some say so only in part, contradicted if all say
    otherwise; sources that differ make it depend on the source. *Not supported* is left to the
    principle for what was not found (`judging.not_found`).
    """
    rows = stances(claim, known)
    said = set(rows["stance"])
    if said == {"supports"}:
        verdict = SUPPORTED
    elif said == {"refutes"}:
        verdict = CONTRADICTED
    else:
        verdict = DEPENDS if "refutes" in said else CAVEAT
    return Finding(verdict=verdict, reason=f"Found: {_told(rows)}.", rows=tuple(rows["key"]))


def judgement(claim: Claim, known: Evidence) -> Finding:
    """A judgement that bodies outside the war were asked for: who shares it.

    Never more than a caveat and never contradicted, since no figure decides a judgement. The
    parties' own views stand in the notes and are not weighed.
    """
    rows = stances(claim, known)
    said = set(rows["stance"])
    verdict = UNSUPPORTED if said == {"refutes"} else DEPENDS if "refutes" in said else CAVEAT
    reason = f"A judgement; found: {_told(rows)}."
    return Finding(verdict=verdict, reason=reason, rows=tuple(rows["key"]))


def forecast_followed(claim: Claim, known: Evidence) -> Finding:
    """A forecast against what came.

    Without a day in the text it cannot be contradicted: what has not come so far is not supported.
    """
    rows = stances(claim, known)
    said = set(rows["stance"])
    if said == {"supports"}:
        verdict = SUPPORTED
    else:
        verdict = UNSUPPORTED if said == {"refutes"} else CAVEAT
    return Finding(verdict=verdict, reason=f"What came: {_told(rows)}.", rows=tuple(rows["key"]))


def words_kept(text_version: str, translation: str) -> float:
    """Share of the words in quotation marks that a close translation of the original holds.

    Empty words (articles, pronouns, short prepositions) do not count; words are compared by their
    first five letters, so that "wedged" meets "wedging".

    Parameters
    ----------
    text_version : str
        What stands between the quotation marks.
    translation : str
        A translation close to the words said.

    Returns
    -------
    float
        0 to 1; 1 where nothing but empty words is quoted.

    Examples
    --------
    >>> words_kept("stop lying in its daily updates", "We must stop lying")
    0.5
    """
    quoted, said = _stems(text_version), _stems(translation)
    return len(quoted & said) / len(quoted) if quoted else 1.0


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z']+", text.lower())
    return frozenset(w[:5] for w in words if w not in _EMPTY)


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
    graded = [_grade(r) for r in rows.itertuples()]
    order = [SUPPORTED, CAVEAT, UNSUPPORTED, CONTRADICTED]
    best = min(graded, key=order.index)
    verdict = DEPENDS if best != graded[-1] and CONTRADICTED in graded else best
    told = "; ".join(_compared(r) for r in rows.itertuples())
    return Finding(verdict=verdict, reason=f"{told}.", rows=tuple(rows["key"]))


def _grade(row) -> str:
    """Verdict on one quotation by one source."""
    if row.meaning == "changed":
        return CONTRADICTED
    kept = words_kept(row.text_version, row.translation)
    if row.speaker != row.speaker_in_text or (row.meaning == "in part" and kept < FEW_WORDS):
        return UNSUPPORTED
    whole = kept >= WORDS_KEPT and row.meaning == "kept"
    same_place = row.place_in_text in ("", row.place)
    return SUPPORTED if whole and same_place else CAVEAT


def _compared(row) -> str:
    said = f"“{row.original}”" if row.original else "original not found"
    kept = words_kept(row.text_version, row.translation)
    whom = (
        row.speaker if row.speaker == row.speaker_in_text else f"{row.speaker}, not as the text has"
    )
    return (
        f"{whom}, {row.place}, {chronology.words.day(row.as_of)}: {said}; {kept:.0%} of the quoted"
        f" words, meaning {row.meaning}: {row.note}"
    )


RULES = {f.__name__: f for f in (fact_as_described, judgement, forecast_followed, quoted_words)}
