"""What do all tests together say of one set of returns?

One call makes every test of this room, sets chances right for their number, and gives a result that
speaks, as tables and as a page. Votes to compare with come through `evidence`.
"""

import html
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import evidence
from analysis.results import as_html, paragraphs, speaking
from analysis.stations import findings as tests
from analysis.stations.findings import Finding
from analysis.stations.reader import Returns

LEVEL = 0.01  # adjusted chance at or below which a test flags: one honest vote in a hundred
DRAWS = 20  # votes redrawn to see what tests say of counted and of written ones
SEED = 20200701
CAUTION = (
    "Marks say that numbers were written, not by whom or why; a vote without marks is not shown to"
    " be clean."
)
_TOLD = (
    (tests.NOT_IDENTIFIED, "not identified"),
    (tests.BLIND_TEST, "blind"),
    (tests.LEFT_OUT, "left out"),
)


_BESIDE = ("Vote", "What it is", "Stations", "By turnout", "By result", "By either")  # titles


@speaking
@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Every test of one set of returns.

    `baselines` are rows of `station_baselines`: the same tests of votes simulated as counted, of
    other countries and of Russia.
    """

    caption = "Every test of the returns"

    returns: Returns
    findings: tuple[Finding, ...]
    baselines: pd.DataFrame
    level: float

    def __str__(self) -> str:
        return self.sentence()

    def of(self, state: str) -> list[str]:
        """Tests of one of `findings.STATES`."""
        return [f.test for f in self.findings if f.state == state]

    def sentence(self) -> str:
        """How many tests flag, which say nothing and why, in two sentences."""
        made = [f for f in self.findings if f.state in (tests.FLAGGED, tests.NOT_FLAGGED)]
        flagged = self.of(tests.FLAGGED)
        which = f" ({', '.join(flagged)})" if flagged else ""
        silent = [f"{told}: {', '.join(some)}" for s, told in _TOLD if (some := self.of(s))]
        aside = len(self.returns.set_aside)
        held = len(self.returns.stations)
        where = (
            f"at {held:,} station{'s' * (held != 1)} ({aside:,} row{'s' * (aside != 1)} set aside)"
        )
        first = (
            f"{self.returns.name}: of {len(made)} test{'s' * (len(made) != 1)} that could see"
            f" something {where} {len(flagged) or 'none'}"
            f" {'flag' if len(flagged) > 1 else 'flags'}{which}"
        )
        if not made:
            first = f"{self.returns.name}: no test could see anything {where}"
        return f"{'; '.join([first, *silent])}. {CAUTION}"

    def table(self) -> pd.DataFrame:
        """One row a test, for a reader."""
        return pd.DataFrame(
            {
                "test": [f.test for f in self.findings],
                "says": [f.state for f in self.findings],
                "found": [f.found for f in self.findings],
                "chance, adjusted": [_chance(f.adjusted) for f in self.findings],
                "honest votes": [f.honest for f in self.findings],
                "in words": [f.words for f in self.findings],
            }
        )

    def to_frame(self) -> pd.DataFrame:
        """One row a test: key, test, null, state, found, words, honest, chance, adjusted."""
        return pd.DataFrame([asdict(f) for f in self.findings])

    def records(self) -> dict[str, object]:
        """The report for programs: plain texts, numbers and lists; a missing chance is None."""
        found = self.to_frame().astype(object)
        return {
            "vote": self.returns.name,
            "stations": len(self.returns.stations),
            "set_aside": {rule: int(n) for rule, n in self.returns.counts.items()},
            "told": list(self.returns.told),
            "says": self.sentence(),
            "level": self.level,
            "tests": found.where(found.notna(), None).to_dict("records"),
        }

    def page(self) -> str:
        """The report as one page of HTML that asks no other host for anything."""
        beside = self.baselines[["vote", "kind", "stations", "z_turnout", "z_result", "z_either"]]
        parts = [
            f"<h1>{html.escape(self.returns.name)}</h1>",
            paragraphs(self.sentence()),
            "<h2>The returns</h2>",
            paragraphs(self.returns.sentence()),
            as_html(self.returns.table(), self.returns.caption),
            "<h2>Every test</h2>",
            as_html(self.table(), self.caption),
            "<h2>The same on other votes</h2>",
            paragraphs("Whole percentages, standard deviations above expectation."),
            as_html(beside.set_axis(list(_BESIDE), axis=1), "The same tests on other votes"),
        ]
        return _PAGE.format(title=html.escape(self.returns.name), body="\n".join(parts))

    def write(self, path: str | Path) -> Path:
        """Write the page."""
        out = Path(path)
        out.write_text(self.page(), encoding="utf-8")
        return out


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; display: block; overflow-x: auto; }}
td, th {{ padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top; }}
tr {{ border-bottom: 1px solid #ccc; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def report(
    returns: Returns, *, level: float = LEVEL, draws: int = DRAWS, seed: int = SEED
) -> Report:
    """Make every test on one set of returns.

    Parameters
    ----------
    returns : Returns
        From `read`.
    level : float
        Chance, after Holm for the number of tests, at or below which a test is said to flag.
    draws : int
        Votes redrawn from the same stations, as counted and with one station in five written, that
        show what each test would say of them; 20 take about as long as all tests together.
    seed : int
        Of the redrawn votes.

    Raises
    ------
    evidence.EvidenceError
        If the table of votes to compare with is not there.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from analysis import stations
    >>> made = stations.town_and_country(((1.0, 0.6, 0.55),), rng=np.random.default_rng(1))
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "made.csv"
    >>> made.to_csv(file, index=False)
    >>> found = stations.report(stations.read(file, {c: c for c in stations.COLUMNS}), draws=2)
    >>> found.of("flagged"), found.of("not identified")[-2:]
    ([], ['anomalous votes', 'model of stuffing'])
    """
    frame, held = returns.stations, evidence.known_by(None).table("station_baselines")
    rng = np.random.default_rng(seed)
    tried = tests.trials(frame, level=level, draws=draws, rng=rng)
    made = [
        *tests.whole_percentages(frame, tried, held),
        tests.alike(frame, tried),
        *tests.digits(frame, held, level=level),
        *tests.of_the_cloud(frame, held),
    ]
    return Report(returns=returns, findings=_adjusted(made, level), baselines=held, level=level)


def _adjusted(found: list[Finding], level: float) -> tuple[Finding, ...]:
    """Chances after Holm (1979, Scandinavian Journal of Statistics 6, 65-70); flags set by them."""
    chances = np.array([f.chance for f in found])
    asked = np.flatnonzero(~np.isnan(chances))
    order = asked[np.argsort(chances[asked], kind="stable")]
    steps = (len(order) - np.arange(len(order))) * chances[order]
    adjusted = np.full(len(found), np.nan)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    may = (tests.NOT_FLAGGED, tests.BLIND_TEST)
    return tuple(
        replace(
            f,
            adjusted=float(a),
            state=tests.FLAGGED if f.state in may and a <= level else _quiet(f, a, level),
        )
        for f, a in zip(found, adjusted, strict=True)
    )


def _quiet(found: Finding, adjusted: float, level: float) -> str:
    """A published test that flags honest votes says nothing when it flags, and is quiet else."""
    doubtful = found.state == tests.NOT_IDENTIFIED and not np.isnan(adjusted)
    return tests.NOT_FLAGGED if doubtful and adjusted > level else found.state


def _chance(value: float) -> str:
    if np.isnan(value):
        return ""
    return "below 0.0001" if value < 1e-4 else f"{value:.2g}"
