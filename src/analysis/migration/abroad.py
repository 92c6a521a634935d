"""How many left in the wave and were still abroad?

Entries and exits of each counted country over one window, harmonised; net flows count a person once
however often he or she crosses. Taken off are the net flows of usual times; added are those who
went on to third countries and those in countries that published nothing. What is not reported is
drawn from the stated priors. All draws are one array.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.migration.priors import triangular
from analysis.migration.wave import (
    EACH,
    SHARED,
    CountryInput,
    WaveInputs,
    counted_geographies,
    wave_inputs,
    window_end,
)
from analysis.quantities import Estimate

LATEST = "latest day"  # target: the last day that the reports known by then can speak of
_CROSSED = ("entries", "exits", "usual_net", "gone_on")
_ACCOUNT = ("entries", "exits", "usual_net", "gone_on", "stayed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Abroad:
    """Persons abroad at the end of the window who left in it.

    `samples` has shape (draws,); `account` has one row a country and the columns entries, exits,
    usual_net, gone_on, stayed (`Estimate`; crossings, then persons); `ranges` are the steps of the
    account that leads from entries to `total`, those taken off below zero; `steps` their medians.
    Medians need not add up: `apart` is what the steps before the last miss it by.
    """

    total: Estimate
    by_country: dict[str, Estimate]
    account: pd.DataFrame
    elsewhere: Estimate
    uncounted: Estimate
    ranges: dict[str, Estimate]
    samples: np.ndarray

    @property
    def steps(self) -> dict[str, float]:
        """Median of each step, crossings, then persons."""
        return {name: step.central for name, step in self.ranges.items()}

    @property
    def apart(self) -> float:
        """Median of those still abroad less the sum of the medians that lead there, persons."""
        *before, last = self.steps.values()
        return last - sum(before)


def persons_abroad(u: np.ndarray, inputs: WaveInputs) -> dict[str, np.ndarray]:
    """The account of one or many draws.

    Parameters
    ----------
    u : numpy.ndarray, shape (unknowns, draws)
        Numbers between 0 and 1, one row for each of `inputs.names`.
    inputs : WaveInputs
        From `wave_inputs`.

    Returns
    -------
    dict of numpy.ndarray
        total (never below zero), elsewhere, uncounted: shape (draws,); entries, exits, stayed,
        usual_net, gone_on: (countries, draws).

    Examples
    --------
    >>> from analysis import evidence
    >>> known = evidence.known_by("2022-10-11")
    >>> crossings = known.table("border_crossings")
    >>> mongolia = crossings[crossings["geography"] == "Mongolia"]
    >>> days = {"start": "2022-09-21", "end": "2022-10-02"}
    >>> inputs = wave_inputs(mongolia, known.table("priors"), **days)
    >>> middles = np.full((len(inputs.names), 1), 0.5)
    >>> account = persons_abroad(middles, inputs)
    >>> account["entries"].shape, account["total"].shape
    ((1, 1), (1,))
    >>> bool(account["total"][0] < account["entries"].sum())
    True
    """
    unknown = dict(zip(inputs.names, u, strict=True))
    crossed = [_crossed(c, unknown) for c in inputs.countries]
    entries, exits, usual_net, on = (np.stack([c[q] for c in crossed]) for q in _CROSSED)
    repeats, listed, later, uncounted = (p.at(unknown[SHARED[q]]) for q, p in inputs.shared.items())
    on = on / repeats
    stayed = entries - exits - usual_net
    # entered another counted country, among its entries
    met_again = listed * on.sum(axis=0) if len(crossed) > 1 else 0.0
    away = (1 - later) * (on.sum(axis=0) - met_again)
    counted = np.maximum(
        stayed.sum(axis=0) + away, 0
    )  # long after the last report carried exits can exceed all entries
    hidden = uncounted / (1 - uncounted) * counted
    return {
        "total": counted + hidden,
        "elsewhere": away,
        "uncounted": hidden,
        "entries": entries,
        "exits": exits,
        "stayed": stayed,
        "usual_net": usual_net,
        "gone_on": on,
    }


def _crossed(c: CountryInput, unknown: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Entries, exits, usual net entries and crossings of those who go on, of one country.

    Each of shape (draws,).
    """
    u = {e: unknown[f"{c.geography}: {e}"] for e in EACH}
    counted, carried = (
        triangular(u["entries"], *c.entries),
        triangular(u["entries carried on"], *c.entries_carried),
    )
    exits = triangular(u["exits"], *c.exits)
    for ratio, shares, e in (
        (c.exit_ratio, c.exits_missing, "exits not reported"),
        (c.carried_exit_ratio, c.exits_missing_late, "exits carried on"),
    ):
        exits = exits + triangular(u[e], *ratio) * (shares[0] * counted + shares[1] * carried)
    rates = np.array(c.usual_per_day) if c.usual_per_day else np.zeros(1)
    usual = (
        c.days * rates[np.minimum((u["usual crossings"] * len(rates)).astype(int), len(rates) - 1)]
    )
    net = triangular(u["usual net"], *c.normal_net) * usual
    on = triangular(u["share going on"], *c.onward) * exits
    return dict(zip(_CROSSED, (counted + carried, exits, net, on), strict=True))


def left_and_stayed(
    inputs: WaveInputs,
    *,
    level: float,
    draws: int,
    rng: np.random.Generator,
    together: bool = False,
) -> Abroad:
    """Persons who left in the window and were abroad at its end, with the account that leads there.

    Parameters
    ----------
    inputs : WaveInputs
        From `wave_inputs`.
    level : float
        Coverage of the intervals, 0 to 1.
    draws : int
        Monte Carlo draws.
    rng : numpy.random.Generator
        The only source of randomness.
    together : bool
        Draw an assumption stated for all countries once, so that it errs alike in all of them,
        instead of anew for each.

    Returns
    -------
    Abroad
        Central values are medians, in persons.

    Examples
    --------
    >>> from analysis import evidence
    >>> known = evidence.known_by("2022-10-11")
    >>> crossings = known.table("border_crossings")
    >>> mongolia = crossings[crossings["geography"] == "Mongolia"]
    >>> days = {"start": "2022-09-21", "end": "2022-10-02"}
    >>> inputs = wave_inputs(mongolia, known.table("priors"), **days)
    >>> found = left_and_stayed(inputs, level=0.95, draws=100, rng=np.random.default_rng(1))
    >>> found.total.unit, list(found.by_country)
    ('persons', ['Mongolia'])
    >>> found.total.low < found.total.central < found.total.high
    True
    """
    u = rng.random((len(inputs.names), draws))
    for rows in inputs.stated_for_all if together else ():
        u[list(rows)] = u[rows[0]]
    drawn = persons_abroad(u, inputs)
    told = f"{100 * level:g} % of {draws} draws from reports and stated priors"

    def interval(values: np.ndarray, unit: str = "persons") -> Estimate:
        return Estimate.of_draws(values, level=level, unit=unit, basis=told)

    whole = {k: v.sum(axis=0) if v.ndim == 2 else v for k, v in drawn.items()}
    ranges = {
        "entries": interval(whole["entries"], "crossings"),
        "exits": interval(-whole["exits"], "crossings"),
        "usual net": interval(-whole["usual_net"]),
        "gone on": interval(whole["elsewhere"]),
        "not counted": interval(whole["uncounted"]),
        "still abroad": interval(whole["total"]),
    }
    names = [c.geography for c in inputs.countries]
    account = pd.DataFrame(
        {
            q: [
                interval(v, "crossings" if q in ("entries", "exits") else "persons")
                for v in drawn[q]
            ]
            for q in _ACCOUNT
        },
        index=pd.Index(names, name="country"),
    )
    return Abroad(
        total=interval(drawn["total"]),
        by_country=dict(zip(names, account["stayed"], strict=True)),
        account=account,
        elsewhere=interval(drawn["elsewhere"]),
        uncounted=interval(drawn["uncounted"]),
        ranges=ranges,
        samples=drawn["total"],
    )


def importance(
    inputs: WaveInputs, *, points: int = 1024, rng: np.random.Generator, level: float = 0.95
) -> pd.DataFrame:
    """What each unknown brings to the total.

    Sobol indices of first order and in total, and how far it moves the total by itself.

    Parameters
    ----------
    inputs : WaveInputs
        From `wave_inputs`.
    points : int
        A power of two.
    rng : numpy.random.Generator
        Scrambles the Sobol sequence.
    level : float
        Each unknown is moved through the middle of its range that holds this share, the others kept
        at their medians.

    Returns
    -------
    pandas.DataFrame
        Columns unknown, alone (first-order), with_others (total), low, central, high (persons);
        largest first.

    References
    ----------
    Saltelli et al. (2010), Comput. Phys. Commun. 181, 259-270, as in `scipy.stats.sobol_indices`.

    Examples
    --------
    >>> from analysis import evidence
    >>> known = evidence.known_by("2022-10-11")
    >>> crossings = known.table("border_crossings")
    >>> mongolia = crossings[crossings["geography"] == "Mongolia"]
    >>> days = {"start": "2022-09-21", "end": "2022-10-02"}
    >>> inputs = wave_inputs(mongolia, known.table("priors"), **days)
    >>> found = importance(inputs, points=64, rng=np.random.default_rng(1))
    >>> len(found) == len(inputs.names)
    True
    >>> found["unknown"][0]
    'share straight to countries without a count'
    """
    from scipy.stats import sobol_indices, uniform

    found = sobol_indices(
        func=lambda u: persons_abroad(u, inputs)["total"][None],
        n=points,
        dists=[uniform()] * len(inputs.names),
        rng=rng,
    )
    alone, others = (
        np.clip(np.ravel(order), 0, 1) for order in (found.first_order, found.total_order)
    )
    table = pd.DataFrame(
        {"unknown": inputs.names, "alone": alone, "with_others": others, **_moved(inputs, level)}
    )
    return table.sort_values(
        "with_others", key=lambda v: v.round(9), ascending=False, kind="stable", ignore_index=True
    )  # unknowns that move nothing differ by rounding only and keep their order


def _moved(inputs: WaveInputs, level: float) -> dict[str, np.ndarray | float]:
    """Total with one unknown at either end of its middle range and the others at their medians."""
    unknowns = len(inputs.names)
    u = np.full((unknowns, 2 * unknowns + 1), 0.5)
    at = np.arange(unknowns)
    u[at, at], u[at, unknowns + at] = (1 - level) / 2, (1 + level) / 2
    total = persons_abroad(u, inputs)["total"]
    ends = np.stack([total[:unknowns], total[unknowns:-1], np.full(unknowns, total[-1])])
    return {"low": ends.min(axis=0), "central": float(total[-1]), "high": ends.max(axis=0)}


def as_it_became_known(
    held: dict[date, pd.DataFrame],
    priors: pd.DataFrame,
    *,
    start: str,
    fixed_end: str,
    level: float,
    draws: int,
    seed: int,
    baseline: str = "all",
) -> pd.DataFrame:
    """The estimate by day of knowledge.

    For one fixed day, and for the latest day that could be spoken of.

    Parameters
    ----------
    held : dict of pandas.DataFrame
        Rows of `border_crossings` known by each day.
    priors, start, baseline
        As in `wave_inputs`.
    fixed_end : str
        The fixed day, YYYY-MM-DD; days of knowledge before it have no such row.
    level, draws : float, int
        As in `left_and_stayed`.
    seed : int
        The same draws serve every day, so that differences come from the evidence.

    Returns
    -------
    pandas.DataFrame
        Columns known_by, target ("latest day" or the fixed one), end (last day of the window), low,
        central, high (persons), widest (the unknown with most of the variance), alone (its share).

    Examples
    --------
    >>> from analysis import evidence
    >>> known = evidence.known_by("2022-09-20")
    >>> held = {date(2022, 9, 20): known.table("border_crossings")}
    >>> days = {"start": "2022-09-21", "fixed_end": "2022-10-11"}
    >>> how = {"level": 0.95, "draws": 100, "seed": 1}
    >>> len(as_it_became_known(held, known.table("priors"), **days, **how))
    0
    """
    rows = []
    for day, crossings in held.items():
        if not counted_geographies(crossings, start, f"{day}"):
            continue
        ends = {LATEST: window_end(crossings, start, day)} | (
            {fixed_end: fixed_end} if f"{day}" >= fixed_end else {}
        )
        for target, end in ends.items():
            inputs = wave_inputs(
                crossings, priors, start=start, end=end, as_of=day, baseline=baseline
            )
            total = left_and_stayed(
                inputs, level=level, draws=draws, rng=np.random.default_rng(seed)
            ).total
            top = importance(inputs, points=256, rng=np.random.default_rng(seed)).iloc[0]
            rows.append(
                (
                    pd.Timestamp(day),
                    target,
                    end,
                    total.low,
                    total.central,
                    total.high,
                    top["unknown"],
                    top["alone"],
                )
            )
    return pd.DataFrame(
        rows, columns=["known_by", "target", "end", "low", "central", "high", "widest", "alone"]
    )
