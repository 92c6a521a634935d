"""Are the districts of a region too much alike?

Every set of districts that told a turnout at the same time is tested, and every test is told, with
what the number of tests leaves of its chance. Draws nothing.
"""

from dataclasses import dataclass
from numbers import Real

import numpy as np
import pandas as pd

from analysis.evidence import Evidence
from analysis.parameters import Parameters
from analysis.referendum.announced import TallyError
from analysis.referendum.dispersion import TooAlike, too_alike
from analysis.referendum.regions import of_chosen, of_regions
from analysis.results import NothingKnown, nothing, speaking
from analysis.wording import counted, frame, listed, verb

TURNOUT = "turnout after"  # how such quantities begin, followed by the days
FEWEST = 3  # districts from which a spread can be compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """The test of one set of districts; `corrected` is its chance for the tests run (Holm)."""

    region: str
    when: str
    test: TooAlike
    corrected: float
    rows: tuple[str, ...]


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Districts:
    """How much alike the turnouts of districts are, against sets of real commissions."""

    caption = "How alike the turnouts of districts are"

    tests: tuple[Alike, ...]
    too_few: tuple[str, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """Evidence rows used."""
        return tuple(key for t in self.tests for key in t.rows)

    def sentence(self) -> str:
        """Every test: spread, that of real sets, how many are as alike; then what tries leave."""
        parts = [_told(t) for t in self.tests]
        if len(self.tests) > 1:
            left = listed(f"{t.region} {t.corrected:.2g}" for t in self.tests)
            made = f"{counted(len(self.tests), 'such test')} were run"
            parts.append(f"{made}; corrected for their number, p is {left}.")
        if self.too_few:
            parts.append(f"{listed(self.too_few)} told fewer than {FEWEST} at a time: no test.")
        return " ".join(parts)

    def table(self) -> pd.DataFrame:
        """One row a test."""
        rows = [
            (
                t.region,
                t.when,
                t.test.districts,
                f"{t.test.spread:.3f}",
                f"{t.test.typical_spread:.3f}",
                f"{t.test.p_value:.2g}",
                f"{t.corrected:.2g}",
            )
            for t in self.tests
        ]
        spreads = ("spread, logits", "spread as a rule, logits")
        chances = ("p", f"p corrected for {counted(len(self.tests), 'test')}")
        return frame(rows, "region", "told", "districts", *spreads, *chances)


def _told(t: Alike) -> str:
    alike = int((t.test.null <= t.test.spread).sum())
    return (
        f"{t.region} told the turnouts of {t.test.districts} districts ({t.when}):"
        f" {alike:,} of {t.test.draws:,} random sets of real commissions"
        f" {verb(alike, 'is', 'are')} as much alike (p = {t.test.p_value:.2g})."
    )


def districts_alike(known: Evidence, p: Parameters) -> Districts | NothingKnown:
    """Test every set of districts whose turnouts were told at the same time.

    Parameters
    ----------
    known : Evidence
        What was known, from `evidence.known_by`.
    p : Parameters
        `draws` and `seed` for the sets drawn, the same for each test; `region` chooses one region,
        or all.

    References
    ----------
    Holm (1979), Scand. J. Stat. 6, 65-70, for the correction.

    Examples
    --------
    >>> from analysis import evidence, parameters, referendum
    >>> p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.95, draws=200, seed=1)
    >>> tests = referendum.districts_alike(evidence.known_by(p.day), p).tests
    >>> [(t.region, t.test.districts) for t in tests]
    [('Zaporizhzhia', 8), ('Donetsk', 5)]
    """
    told = of_regions(known.table("referendum_districts"), p)
    told = told[told["quantity"].str.startswith(TURNOUT)] if len(told) else told
    sets = list(told.groupby(["region", "quantity"], sort=False)) if len(told) else []
    enough = [(where, rows) for where, rows in sets if len(rows) >= FEWEST]
    if not enough:
        return nothing(known, f"Fewer than {FEWEST} districts{of_chosen(p)} had told a turnout")
    real = known.table("commission_turnout")
    tests = [
        too_alike(rows["central"].to_numpy(), real, draws=p.draws, rng=p.rng())
        for _, rows in enough
    ]
    tested = {region for (region, _), _ in enough}
    return Districts(
        tests=tuple(
            Alike(region=region, when=when, test=test, corrected=left, rows=tuple(rows["key"]))
            for ((region, when), rows), test, left in zip(
                enough, tests, holm([t.p_value for t in tests]), strict=True
            )
        ),
        too_few=tuple(dict.fromkeys(r for (r, _), _ in sets if r not in tested)),
    )


def holm(p_values: list[float]) -> list[float]:
    """P-values corrected for their number, step by step.

    Parameters
    ----------
    p_values : list of float
        One for each test, 0 to 1.

    Returns
    -------
    list of float
        In the order given, at most 1.

    Raises
    ------
    TallyError
        If one is missing or leaves 0 to 1.

    References
    ----------
    Holm (1979), Scand. J. Stat. 6, 65-70.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    wrong = [p for p in p_values if not (isinstance(p, Real) and 0 <= p <= 1)]
    if wrong:
        raise TallyError(f"wanted p-values from 0 to 1, found {wrong[0]!r}")
    order = np.argsort(p_values, kind="stable")
    left = np.asarray(p_values)[order] * np.arange(len(p_values), 0, -1)
    corrected = np.empty(len(p_values))
    corrected[order] = np.minimum(np.maximum.accumulate(left), 1.0)
    return corrected.tolist()
