"""What does each test say of one set of returns, and what would it say of honest ones?

Every test comes with its null, with what it says of the same stations redrawn as counted votes and
with one in five of them written, and with votes held as baselines. A test that could not have seen
anything is called blind, a number that returns do not bear not identified. Draws nothing.
"""

from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from analysis.stations.anomalous import anomalous_votes, automatic_zone, by_turnout
from analysis.stations.contract import StationError
from analysis.stations.digits import Digits, last_digit_test, redrawn_test, second_digit_test
from analysis.stations.fingerprint import fingerprint, grid, shares
from analysis.stations.integers import (
    BLIND,
    MOST_PCT,
    allowances,
    included,
    integer_excess,
    measures,
    whole_and_chance,
)
from analysis.stations.mixture import fit_mixture
from analysis.stations.tails import upper_tail
from analysis.stations.telling import likeness
from analysis.stations.written import AIMS

FLAGGED, NOT_FLAGGED = "flagged", "not flagged"
BLIND_TEST, LEFT_OUT = "blind", "left out"
IDENTIFIED, NOT_IDENTIFIED = "identified", "not identified"
STATES = (FLAGGED, NOT_FLAGGED, BLIND_TEST, IDENTIFIED, NOT_IDENTIFIED, LEFT_OUT)
HONEST = "simulated, counted"  # how the table of baselines names votes known to be honest
_WAY = "whole percentages, one in five"  # of `AIMS`, planted to see whether a test would see it
_POWER = 0.5  # share of planted votes that a test flags at least, not to be blind
_ALIKE = "likeness"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One test: its null, what it found, what honest votes give, and its state in words.

    `state` is one of `STATES`. `chance` is missing where a test has none; `adjusted` is the chance
    after Holm for the number of tests.
    """

    key: str
    test: str
    null: str
    state: str
    found: str
    words: str
    honest: str = ""
    chance: float = nan
    adjusted: float = nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """How often tests flag the same stations redrawn, as counted votes and with a part written."""

    draws: int
    counted: dict[str, int]
    written: dict[str, int]

    def in_words(self, key: str) -> str:
        """Votes flagged of either kind."""
        way = "one station in five written to whole percentages"
        if key == _ALIKE:
            way = "one share written at every station"
        return (
            f"of {self.draws} votes redrawn from these stations as counted it flags"
            f" {self.counted[key]}, of {self.draws} with {way} {self.written[key]}"
        )


def trials(frame: pd.DataFrame, *, level: float, draws: int, rng: np.random.Generator) -> Trials:
    """Null and planted effect on these very stations, by test.

    Every count is redrawn as a binomial of its own share, so that stations keep their sizes and
    rates; then one station in five is written to whole percentages, or for the test of likeness
    one share at every station.
    """
    keys = [*measures(frame), _ALIKE]
    hits = {kind: dict.fromkeys(keys, 0) for kind in ("counted", "written")}
    for _ in range(draws):
        counted = _redrawn(frame, rng)
        written = _chances(_written(counted, rng)) | {_ALIKE: likeness(_one_share(counted))}
        for kind, found in (("counted", _chances(counted)), ("written", written)):
            for key, chance in found.items():
                hits[kind][key] += chance <= level
    return Trials(draws=draws, **hits)


def _redrawn(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    r, w = frame["received"].to_numpy(), frame["leader"].to_numpy()
    made = frame
    if "voters" in frame:
        n, g = frame["voters"].to_numpy(), frame["given"].to_numpy()
        given = rng.binomial(n, g / np.maximum(n, 1))
        made, r = frame.assign(given=given, received=given), given
        w = np.minimum(np.rint(frame["leader"] / np.maximum(frame["received"], 1) * r), r)
    return made.assign(leader=rng.binomial(r, np.asarray(w) / np.maximum(r, 1)))


def _written(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    aim, part = AIMS[_WAY]
    chosen = rng.random(len(frame)) < part
    w, r = frame["leader"].to_numpy(), frame["received"].to_numpy()
    whole = r
    if "voters" in frame:
        given = aim(frame["given"].to_numpy(), frame["voters"].to_numpy())
        whole = np.where(chosen, given, r)
        frame = frame.assign(given=whole, received=whole)
    scaled = np.rint(w / np.maximum(r, 1) * whole)
    return frame.assign(leader=np.where(chosen, aim(scaled, whole), w).astype(np.int64))


def _one_share(frame: pd.DataFrame) -> pd.DataFrame:
    aim, _ = AIMS["the announced share"]
    return frame.assign(leader=aim(frame["leader"].to_numpy(), frame["received"].to_numpy()))


def _chances(frame: pd.DataFrame) -> dict[str, float]:
    keep, spare = included(frame), allowances(frame)
    if not keep.any():
        return {_ALIKE: likeness(frame)}
    seen, chance = whole_and_chance(frame[keep])
    tails = {m: upper_tail(chance[m], int(seen[m].sum()) - spare[m]) for m in measures(frame)}
    return tails | {_ALIKE: likeness(frame)}


def whole_percentages(frame: pd.DataFrame, tried: Trials, baselines: pd.DataFrame) -> list[Finding]:
    """Stations on whole percentages, by every measure that the returns allow."""
    null = "every count redrawn as a binomial of its own share; the expectation is exact"
    try:
        found = integer_excess(frame)
    except StationError as error:
        return [
            Finding(
                key=m,
                test=f"whole percentages by {m}",
                null=null,
                state=LEFT_OUT,
                found="",
                words=f"It cannot be made: {error}.",
            )
            for m in measures(frame)
        ]
    made = []
    for m in measures(frame):
        one = found.row(m)
        z = baselines.loc[baselines["kind"] == HONEST, f"z_{m}"]
        words, is_blind = f"{found.included:,} stations take part.", False
        if found.above:
            words += f" {found.above:,} above {MOST_PCT} % are left out."
        if found.above >= BLIND * found.stations:
            words, is_blind = f"{words} That is so many that the test sees little.", True
        elif tried.written[m] < _POWER * tried.draws:
            words, is_blind = f"{words} So few stations would hide what is looked for.", True
        made.append(
            Finding(
                key=m,
                test=f"whole percentages by {m}",
                null=null,
                state=BLIND_TEST if is_blind else NOT_FLAGGED,
                found=f"{one['observed']:,.0f} stations, {one['expected']:,.1f} expected,"
                f" {one['z']:.1f} standard deviations",
                words=words,
                honest=f"{tried.in_words(m)}; {_range(z, 'standard deviations')}",
                chance=found.pvalue[m],
            )
        )
    return made


def _range(values: pd.Series, unit: str) -> str:
    some = values.dropna()
    return f"in {len(some)} votes simulated as counted {some.min():.1f} to {some.max():.1f} {unit}"


def alike(frame: pd.DataFrame, tried: Trials) -> Finding:
    """Whether stations are more alike than ballots alone would leave them."""
    words, state = "It sees one share written everywhere, and nothing else.", NOT_FLAGGED
    if tried.written[_ALIKE] < _POWER * tried.draws:
        words, state = "So few stations would hide one share written at every one.", BLIND_TEST
    return Finding(
        key=_ALIKE,
        test="stations too much alike",
        null="every ballot falls for itself, at one rate at all stations; honest ones differ more",
        state=state,
        found="",
        words=words,
        honest=tried.in_words(_ALIKE),
        chance=likeness(frame),
    )


_OTHER_TEST = {"second": "second_digit_pvalue", "last": "last_digit_pvalue"}


def digits(frame: pd.DataFrame, baselines: pd.DataFrame, *, level: float) -> list[Finding]:
    """Second and last digits of the leader's counts, by the proper null and the published one."""
    votes, ballots = frame["leader"].to_numpy(), frame["received"].to_numpy()
    made = []
    for kind, published in (("second", second_digit_test), ("last", last_digit_test)):
        null = "the same counts redrawn as binomials of their own share; the expectation is exact"
        words = (
            "Counts keep most of their second digits when redrawn, so it can hardly flag anything."
            if kind == "second"
            else "Redrawn counts have new last digits, so it sees digits that were made up."
        )
        state = BLIND_TEST if kind == "second" else NOT_FLAGGED
        key = f"{kind} digit, redrawn"
        made.append(
            _of_digits(key, null, state, words, lambda k=kind: redrawn_test(votes, ballots, kind=k))
        )
        told, state = _flags_honest(baselines[_OTHER_TEST[kind]], baselines["kind"], level)
        null = "Benford's law" if kind == "second" else "every digit as often as the others"
        key = f"{kind} digit, published"
        made.append(_of_digits(key, null, state, told, lambda p=published: p(votes), told))
    return made


def _flags_honest(chances: pd.Series, kind: pd.Series, level: float) -> tuple[str, str]:
    """How many votes simulated as counted, and others abroad, the published test flags."""
    some = chances[(kind == HONEST) | kind.str.startswith("abroad")].dropna()
    flagged = int((some <= level).sum())
    told = f"it flags {flagged} of {len(some)} votes simulated as counted or of other countries"
    return told, NOT_IDENTIFIED if flagged else NOT_FLAGGED


def _of_digits(key: str, null: str, state: str, words: str, made, honest: str = "") -> Finding:
    shown = f"{words[0].upper()}{words[1:]}".rstrip(".") + "."
    try:
        found: Digits = made()
    except StationError as error:
        told = f"It cannot be made: {error}."
        return Finding(key=key, test=key, null=null, state=LEFT_OUT, found="", words=told)
    return Finding(
        key=key,
        test=key,
        null=null,
        state=state,
        found=f"chi-squared {found.statistic:.1f}, largest gap {found.largest_gap_pp:.1f} points",
        words=shown,
        honest=honest,
        chance=found.pvalue,
    )


def of_the_cloud(frame: pd.DataFrame, baselines: pd.DataFrame) -> list[Finding]:
    """Anomalous votes and the model of stuffing: numbers only where returns identify them."""
    named = {"anomalous votes": "anomalous_pct", "model of stuffing": "stuffed_pct"}
    nulls = {
        "anomalous votes": "leader and others split alike at every turnout",
        "model of stuffing": "one, two or more honest clouds of town and country",
    }
    honest = baselines[baselines["kind"] == HONEST]
    unit = {"anomalous votes": "% of the votes", "model of stuffing": "% of the stations"}
    beside = {n: _range(honest[c], unit[n]) for n, c in named.items()}

    def told(key: str, state: str, found: str, words: str) -> Finding:
        return Finding(
            key=key,
            test=key,
            null=nulls[key],
            state=state,
            found=found,
            words=words,
            honest=beside[key],
        )

    if "voters" not in frame:
        words = "It needs turnout, and no voters on lists are given."
        return [told(key, LEFT_OUT, "", words) for key in named]
    some = shares(frame)
    columns = ("turnout", "leader", "valid", "voters", "given")
    bins = by_turnout(*(some[c].to_numpy(dtype=float) for c in columns))
    try:
        fit = fit_mixture(grid(fingerprint(frame)))
        zone = automatic_zone(bins)
    except StationError as error:
        return [told(key, LEFT_OUT, "", f"It cannot be made: {error}.") for key in named]
    votes = anomalous_votes(bins, zone, fit=fit)
    share = 100 * votes.votes / some["valid"].sum()
    states = [IDENTIFIED if one.identified else NOT_IDENTIFIED for one in (votes, fit)]
    found = (
        f"{share:.0f} % of the votes, with {zone[0]} to {zone[1]} % of turnout taken as clean",
        f"best fit {100 * fit.incremental:.0f} % of stations stuffed a little",
    )
    return [
        told(key, state, f if state == IDENTIFIED else f"no number ({f})", one.sentence())
        for key, state, f, one in zip(named, states, found, (votes, fit), strict=True)
    ]
