"""What did the text print, and which sums of counts come near it?

Results of notebook 02 in words and tables for a reader. Reads no file and draws nothing.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.migration.border_findings import DECREE
from analysis.migration.combinations import Combinations, combinations_near, entries_of_the_wave
from analysis.migration.flows import PartsOfTotal, parts_of_total
from analysis.migration.wave import counted_geographies
from analysis.parameters import Parameters
from analysis.quantities import Estimate, parse, spoken
from analysis.results import ROWS_HELD, Fact, Remark, number, of, speaking
from analysis.wording import counted, until

ROUND_TOTALS = tuple(range(200_000, 450_001, 10_000))  # totals that might have been printed
_IN_WORDS = 3  # sums shown


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTotal:
    """The total the text prints and the parts it names, in crossings; its own rows of evidence."""

    caption = "The printed total, its named parts, and what is left"

    made_of: PartsOfTotal
    evidence_rows: tuple[str, ...]

    @property
    def total(self) -> float:
        """The printed total, crossings."""
        return self.made_of.total.central

    def sentence(self) -> str:
        """What the named parts make, and what they leave over."""
        named, left = self.made_of.named.central, self.made_of.unattributed.central
        return (
            f"The named parts make {spoken(named)} of the {spoken(self.total)} crossings printed; "
            f"{spoken(left)} are not assigned to any country."
        )

    def table(self) -> pd.DataFrame:
        """One row a part, the remainder last."""
        counts = {n: e.central for n, e in self.made_of.parts.items()}
        counts |= {"not assigned": self.made_of.unattributed.central, "printed total": self.total}
        rows = [(part, spoken(size)) for part, size in counts.items()]
        return pd.DataFrame(rows, columns=["Part", "Crossings"])

    def facts(self) -> dict[str, Fact]:
        """Sum of the parts and remainder."""
        return {
            "named_parts_sum_crossings": of(self.made_of.named, self.evidence_rows),
            "unattributed_crossings": of(self.made_of.unattributed, self.evidence_rows),
        }

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the rows that hold the text's own numbers."""
        return self.evidence_rows


def printed_total(known: Evidence, parts: dict[str, Estimate], claim) -> PrintedTotal:
    """Add the parts that the text names and take them off its total.

    Parameters
    ----------
    known : Evidence
        What was known on the day.
    parts : dict of Estimate
        Crossings by country, from `claims.text_parts`.
    claim : claims.Claim
        The claim whose `value` is the printed total.

    Examples
    --------
    >>> from analysis import claims, evidence
    >>> day = evidence.known_by("2022-10-11")
    >>> printed_total(day, claims.text_parts(), claims.claim("C55")).total
    370000.0
    """
    value = parse(claim.value).central
    total = Estimate.exactly(value, "crossings", "as printed in the text")
    held = known.table("border_crossings", bearing=False)
    own = tuple(held.loc[held["how_read"] == "article", "key"])
    return PrintedTotal(made_of=parts_of_total(parts, total), evidence_rows=own)


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class SumsNear:
    """Every sum of published counts, and how many come near the printed and other round totals."""

    caption = "The sums of fewest counts that come near the printed total"

    known: str
    counts: pd.DataFrame
    combinations: Combinations
    rivals: pd.Series

    def __bool__(self) -> bool:
        """Whether any two counts could be added."""
        return self.combinations.tried > 0

    def sentence(self) -> str:
        """How many sums come near, against other totals."""
        if not len(self.counts):
            return f"Nobody had published entries over several days of the wave {self.known}."
        if not self:
            told = counted(len(self.counts), "count")
            return f"Only {told} of the wave had been published {self.known}: too few to add up."
        least, most = self.rivals.min(), self.rivals.max()
        told = "so a sum that fits is no trace of a source"
        if least <= 1:
            told = "there are too few counts to say what chance would find"
        found, totals = self.combinations, self.rivals.index
        return (
            f"Of {len(self.counts)} counts {counted(found.count, 'different sum')} "
            f"{'comes' if found.count == 1 else 'come'} within {spoken(found.within)} of the "
            f"printed total. Round totals between {totals[0]:,} and {totals[-1]:,} are met by "
            f"{least} to {most} sums each: {told}."
        )

    def table(self) -> pd.DataFrame:
        """The sums of fewest parts, with the last day of each count."""
        words = self.combinations.in_words(self.counts, _IN_WORDS)
        head = "Sums of fewest parts, with the last day of each count (* from the text itself)"
        return pd.DataFrame({head: words})

    def facts(self) -> dict[str, Fact]:
        """Number of sums near the printed total."""
        found = self.combinations
        basis = f"sums within {found.within:,.0f}, of {found.tried:,} tried"
        return {"combinations_near_the_total": number(found.count, "readings", basis, self.rows)}

    @property
    def rows(self) -> tuple[str, ...]:
        """Keys of the counts that were added."""
        return tuple(self.counts["key"])


def sums_near(known: Evidence, printed: PrintedTotal) -> SumsNear:
    """Try every sum of published counts that may be added at all.

    Parameters
    ----------
    known : evidence.Evidence
        What was known on the day.
    printed : PrintedTotal
        The total that the text prints, from `printed_total`.

    Returns
    -------
    SumsNear
        Number of sums near that total, and near other round totals, crossings.

    Examples
    --------
    >>> from analysis import claims, evidence
    >>> early = evidence.known_by("2022-09-20")
    >>> sums_near(early, printed_total(early, claims.text_parts(), claims.claim("C55")))
    SumsNear: Nobody had published entries over several days of the wave by 20 September 2022.
    """
    counts = entries_of_the_wave(known.table("border_crossings", bearing=False))
    found = combinations_near(counts, printed.total)
    rivals = found.near_each(list(ROUND_TOTALS))
    return SumsNear(known=until(known), counts=counts, combinations=found, rivals=rivals)


def at_hand(known: Evidence, p: Parameters, verdicts: pd.DataFrame) -> Remark:
    """Claims judged here by kind, countries that counted, and rows of evidence.

    Parameters
    ----------
    known, p
        What was known on the day; `window_start` of the parameters.
    verdicts : pandas.DataFrame
        From `claims.verdict_table`, one row a claim with its `kind`.

    Returns
    -------
    Remark
        Its frame has one row a table of evidence.

    Examples
    --------
    >>> from analysis import evidence, parameters
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.95, draws=100, seed=1)
    >>> judged = pd.DataFrame({"kind": ["number", "number", "date"]})
    >>> print(at_hand(evidence.known_by(p.day), p, judged).words.splitlines()[0])
    3 claims of the text are judged here, by kind: number 2, date 1.
    """
    crossings = known.table("border_crossings")
    start = str(p.extra.get("window_start", DECREE))
    countries = counted_geographies(crossings, start, p.as_of)
    kinds = ", ".join(f"{kind} {n}" for kind, n in verdicts["kind"].value_counts().items())
    words = (
        f"{len(verdicts)} claims of the text are judged here, by kind: {kinds}.\n"
        f"Countries with counts of the wave {until(known)}: {', '.join(countries) or 'none'}."
    )
    tables = ("border_crossings", "emigration_totals", "male_population", "mobilisation", "priors")
    return Remark(words=words, frame=known.counts(*tables), caption=ROWS_HELD)
