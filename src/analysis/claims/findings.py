"""How does the whole text fare: how many claims hold up, and which verdicts have changed?

Results of notebook 00 in words and tables for a reader. Reads the ledger and the evidence through
`judging`; draws nothing.
"""

from dataclasses import dataclass, replace

import pandas as pd

from analysis import evidence
from analysis.claims.judging import compared
from analysis.claims.ledger import (
    CAVEAT,
    CONTRADICTED,
    SUPPORTED,
    UNCHECKABLE,
    UNSUPPORTED,
    VERDICTS,
    ClaimError,
    ledger,
)
from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.quantities import Estimate
from analysis.results import ROWS_HELD, Fact, NothingKnown, Remark, number, of, speaking
from analysis.wording import counted, day, until

RULES_READ = (
    "referendum_tallies",
    "baltic_1940",
    "border_crossings",
    "emigration_totals",
    "mobilisation",
    "loss_claims",
    "named_deaths",
    "mobilised_deaths",
    "coverage",
    "territory_national",
    "territory_oblasts",
    "events",
    "quotations",
)  # tables of evidence that the rules read
FEWEST_OF_A_KIND = 10  # claims; how a kind with fewer fares is not put into a title
HOLDS = (SUPPORTED, CAVEAT)
FAILS = (CONTRADICTED, UNSUPPORTED)


def evidence_read(known: Evidence) -> Remark | NothingKnown:
    """Rows of evidence that the rules read, how many were known by the day, how new the newest is.

    Parameters
    ----------
    known : evidence.Evidence
        What was known by the day.

    Examples
    --------
    >>> from analysis import evidence
    >>> bool(evidence_read(evidence.known_by("2022-10-11")))
    True
    """
    counts = known.counts(*RULES_READ)
    held, may, then = (int(counts[c].sum()) for c in counts.columns.drop("Table"))
    newest = evidence.newest(*RULES_READ)["speaks of"]
    words = (
        f"We collected {held:,} figures in {len(counts)} tables; {then or 'none'} were public "
        f"{until(known)}. {held - may:,} are the text's own or could not be verified, and decide "
        f"nothing. The newest speaks of {day(newest.max())}."
    )
    counts["Newest row held"] = [day(d) for d in newest]
    if not known:
        return NothingKnown(words=known.without)
    return Remark(words=words, frame=counts, caption=ROWS_HELD)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """Every claim of the ledger with its verdict on the day and, where hindsight is on, now.

    `ledger` has one row a claim, as `claims.verdict_table`; `chosen` says which claims were kept.
    """

    caption = "Every claim, its verdict on the day, and the reason"

    ledger: pd.DataFrame
    known: Evidence
    later: Evidence
    chosen: str = ""

    def __bool__(self) -> bool:
        """Whether there is evidence, and a claim to judge by it."""
        return bool(self.known) and len(self.ledger) > 0

    @property
    def checkable(self) -> pd.DataFrame:
        """Claims that evidence could decide."""
        return self.ledger[self.ledger["checkable"]]

    @property
    def counts(self) -> dict[str, int]:
        """Claims by verdict, in the order of the scale; only verdicts that were given."""
        found = self.ledger["verdict"].value_counts()
        return {v: int(found[v]) for v in VERDICTS if v in found}

    def with_verdict(self, *verdicts: str) -> pd.DataFrame:
        """Claims that evidence could decide and that got one of these verdicts."""
        return self.checkable[self.checkable["verdict"].isin(verdicts)]

    def sentence(self) -> str:
        """How many claims got each verdict."""
        if not self.known:
            return self.known.without
        if not self:
            return f"There is no claim{self.chosen}."
        told = ", ".join(f"{n} {verdict}" for verdict, n in self.counts.items())
        who = f"{counted(len(self.ledger), 'claim').capitalize()}{self.chosen}"
        return f"{who}, judged by what was known {until(self.known)}: {told}."

    def table(self) -> pd.DataFrame:
        """One row a claim: our words, verdict, reason, and what has changed since."""
        rows = [
            (f"{claim} · {row['paraphrase']}", row["verdict"], row["reason"] + _since(row))
            for claim, row in self.ledger.iterrows()
        ]
        return pd.DataFrame(rows, columns=["Claim, in our words", "Verdict", "Reason"])

    def facts(self) -> dict[str, Fact]:
        """Words and verdicts of every claim."""
        found = {}
        for claim, row in self.ledger.iterrows():
            key, rows, rule = claim.lower(), tuple(row["rows"].split()), row["rule"]
            found[f"{key}_claim"] = number(row["paraphrase"], "text", "ledger")
            found[f"{key}_verdict"] = number(row["verdict"], "verdict", rule, rows)
            if "verdict_now" in row:
                found[f"{key}_verdict_now"] = number(row["verdict_now"], "verdict", rule)
        return found

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the evidence behind all verdicts."""
        return tuple(dict.fromkeys(" ".join(self.ledger["rows"]).split()))

    def only(self, p: Parameters) -> "Verdicts":
        """The claims asked for by `only_notebook` and `only_verdict`."""
        notebook, verdict = (p.extra.get(f"only_{what}", "") for what in ("notebook", "verdict"))
        kept = self.ledger[self.ledger["notebook"].str.startswith(notebook)]
        kept = kept[kept["verdict"] == verdict] if verdict else kept
        chosen = f" of notebook {notebook}" if notebook else ""
        chosen += f" with the verdict '{verdict}'" if verdict else ""
        return replace(self, ledger=kept, chosen=chosen)


def _since(row: pd.Series) -> str:
    """What a claim's verdict is now, where it is another one."""
    now = row.get("verdict_now", row["verdict"])
    return "" if now == row["verdict"] else f" Now {now}: {row['reason_now']}"


def verdicts(known: Evidence, later: Evidence, *, paragraph: int | None = None) -> Verdicts:
    """Judge every claim by what was known and, unless `later` is empty, by all that is held.

    Parameters
    ----------
    known, later : Evidence
        From `session.begin`.
    paragraph : int, optional
        Judge the claims of this paragraph of the text alone.

    Raises
    ------
    ClaimError
        If no claim stands in that paragraph.

    Examples
    --------
    >>> from analysis import evidence
    >>> day, none = evidence.known_by("2022-10-11"), evidence.Evidence(None, "Hindsight is off.")
    >>> sum(verdicts(day, none).counts.values()) == len(verdicts(day, none).ledger)
    True
    """
    if paragraph is None:
        return Verdicts(ledger=compared(known, later), known=known, later=later)
    own = [c for c in ledger() if c.paragraph == paragraph]
    if not own:
        held = ", ".join(f"{n}" for n in sorted({c.paragraph for c in ledger()}))
        raise ClaimError(f"paragraph={paragraph!r}: no claim stands there; wanted one of {held}")
    table, chosen = compared(known, later, own), f" of paragraph {paragraph}"
    return Verdicts(ledger=table, known=known, later=later, chosen=chosen)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class HeldUp:
    """Share of the claims that hold up, of those that evidence could decide."""

    caption = "Claims that evidence could decide, by verdict"

    of: Verdicts
    share: Estimate

    def __bool__(self) -> bool:
        """Whether there was anything to judge."""
        return bool(self.of)

    @property
    def held(self) -> int:
        """Claims supported, with or without a caveat."""
        return len(self.of.with_verdict(*HOLDS))

    @property
    def unknown(self) -> int:
        """Claims that evidence could decide, on which none was known yet."""
        return len(self.of.with_verdict(UNCHECKABLE))

    def sentence(self) -> str:
        """How many claims hold up, and how many could not be checked yet."""
        if not self:
            return self.of.sentence()
        all_claims, could = len(self.of.ledger), len(self.of.checkable)
        held = f"{self.held or 'None'} of those {'is' if self.held == 1 else 'are'} supported"
        told = (
            f"The ledger holds {all_claims} claims; evidence could decide {could} of them. "
            f"{held}, with or without a caveat: {self.share.central:.0f} %."
        )
        if not self.unknown:
            return told
        rest = could - self.unknown
        others = f"; of the other {rest}, {self.held or 'none'} hold up" if rest else ""
        return f"{told} {self.unknown} could not be checked {until(self.of.known)}{others}."

    def table(self) -> pd.DataFrame:
        """Claims that evidence could decide, by verdict."""
        counts = self.of.checkable["verdict"].value_counts()
        rows = [(v, int(counts[v])) for v in VERDICTS if v in counts]
        return pd.DataFrame(rows, columns=["Verdict", "Claims that evidence could decide"])

    def facts(self) -> dict[str, Fact]:
        """Number of claims, and share that holds up."""
        return {
            "claims": number(len(self.of.ledger), "claims", "ledger"),
            "checkable_claims": number(len(self.of.checkable), "claims", "ledger"),
            "held_up_share_pct": of(self.share),
        }


def held_up(judged: Verdicts) -> HeldUp:
    """Share of claims that hold up; all claims of the text are counted, so it has no interval.

    Parameters
    ----------
    judged : Verdicts
        From `verdicts`.

    Examples
    --------
    >>> from analysis import evidence
    >>> known, none = evidence.known_by("2022-10-11"), evidence.Evidence(None, "Hindsight is off.")
    >>> held = held_up(verdicts(known, none))
    >>> held.held == round(held.share.central * len(held.of.checkable) / 100)
    True
    """
    holds = judged.checkable["verdict"].isin(HOLDS)
    basis = "of all claims of the text that evidence could decide"
    return HeldUp(of=judged, share=Estimate.exactly(100 * float(holds.mean()), "%", basis))


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Claims whose verdict differs between the day and now; falsy where none does."""

    caption = "Verdicts that changed with what was learned later"

    moved: pd.DataFrame
    known: Evidence
    later: Evidence

    def __bool__(self) -> bool:
        """Whether any verdict changed."""
        return len(self.moved) > 0

    @property
    def finding(self) -> str:
        """How many changed, without a full stop."""
        changed = counted(len(self.moved), "verdict").capitalize()
        return f"{changed} changed with what was learned later"

    def sentence(self) -> str:
        """How many changed, or why nothing later is shown."""
        return self.later.without or f"{self.finding}."

    def table(self) -> pd.DataFrame:
        """One row a claim: verdict then and now, and the reason now."""
        then = day(self.known.as_of) if self.known.as_of else "the day"
        rows = [
            (f"{claim} · {r['paraphrase']}", r["verdict"], r["verdict_now"], r["reason_now"])
            for claim, r in self.moved.iterrows()
        ]
        heads = ["Claim, in our words", f"Verdict on {then}", "Verdict now", "Reason now"]
        return pd.DataFrame(rows, columns=heads)


def changed_since(judged: Verdicts) -> Changed:
    """Claims whose verdict changed with what was learned later.

    Parameters
    ----------
    judged : Verdicts
        From `verdicts`, with hindsight.

    Examples
    --------
    >>> from analysis import evidence
    >>> day, now = evidence.known_by("2022-10-11"), evidence.known_by(None)
    >>> changed_since(verdicts(day, now)).finding.partition("verdicts ")[2]
    'changed with what was learned later'
    """
    ledger = judged.ledger
    now = ledger.get("verdict_now", ledger["verdict"])
    return Changed(moved=ledger[ledger["verdict"] != now], known=judged.known, later=judged.later)
