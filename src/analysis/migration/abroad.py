"""How many left in the wave and were still abroad?

Entries and exits of each counted country over one window, harmonised; net flows count a person once however often he or she crosses. Taken off
are the net flows of usual times; added are those who went on to third countries and those in countries that published nothing. What is
not reported is drawn from the stated priors. All draws are one array.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.migration.network import ELSEWHERE, RUSSIA, STAY, incidence
from analysis.migration.priors import triangular
from analysis.migration.wave import SHARED, CountryInput, WaveInputs, counted_geographies, wave_inputs, window_end
from analysis.quantities import Estimate

LATEST = "latest day"  # target: the last day that the reports known by then can speak of
_ACCOUNT = ("entries", "exits", "usual_net", "gone_on", "stayed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Abroad:
    """Persons abroad at the end of the window who left in it.

    `samples` has shape (draws,); `account` has one row a country and the columns entries, exits, usual_net, gone_on, stayed (`Estimate`; crossings,
    then persons); `steps` are mean persons of the account that leads from entries to `total`; `imbalance` is
    the largest number of persons lost or made at any transit country in any draw.
    """

    total: Estimate
    by_country: dict[str, Estimate]
    account: pd.DataFrame
    elsewhere: Estimate
    uncounted: Estimate
    steps: dict[str, float]
    samples: np.ndarray
    imbalance: float


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
        total (never below zero), elsewhere, uncounted: shape (draws,); entries, exits, stayed, usual_net, gone_on: (countries, draws); imbalance: (countries, draws).
    """
    k = len(inputs.countries)
    x = u[: 8 * k].reshape(k, 8, -1)
    entries, exits, usual, share_on, net = (
        np.stack(a) for a in zip(*(_crossed(c, v) for c, v in zip(inputs.countries, x, strict=True)), strict=True)
    )
    repeats, listed, later, uncounted = (inputs.shared[q].at(v) for q, v in zip(SHARED, u[8 * k :], strict=True))
    on = share_on * exits / repeats
    flows, links = _links(tuple(c.geography for c in inputs.countries), entries, exits, on, listed)
    balance = np.tensordot(incidence(links, tuple(c.geography for c in inputs.countries)), flows, 1)
    out_of_russia = sum(f if a == RUSSIA else -f for (a, b), f in zip(links, flows, strict=True) if RUSSIA in (a, b))
    usual_net = net * usual
    returned = later * sum(f for (_, b), f in zip(links, flows, strict=True) if b == ELSEWHERE)
    stayed = entries - exits - usual_net
    counted = out_of_russia - usual_net.sum(axis=0) - returned
    away = counted - stayed.sum(axis=0)
    counted = np.maximum(counted, 0)  # long after the last report carried exits can exceed all entries
    hidden = uncounted / (1 - uncounted) * counted
    return {"total": counted + hidden, "elsewhere": away, "uncounted": hidden, "entries": entries, "exits": exits, "stayed": stayed,
            "usual_net": usual_net, "gone_on": on, "imbalance": balance}  # fmt: skip


def _crossed(c: CountryInput, u: np.ndarray) -> tuple[np.ndarray, ...]:
    """Entries, exits, usual entries, share going on and usual net share of one country, each of shape (draws,)."""
    counted, carried = triangular(u[0], *c.entries), triangular(u[1], *c.entries_carried)
    exits = triangular(u[2], *c.exits)
    for ratio, shares, v in ((c.exit_ratio, c.exits_missing, u[3]), (c.carried_exit_ratio, c.exits_missing_late, u[4])):
        exits = exits + triangular(v, *ratio) * (shares[0] * counted + shares[1] * carried)
    rates = np.array(c.usual_per_day) if c.usual_per_day else np.zeros(1)
    usual = c.days * rates[np.minimum((u[5] * len(rates)).astype(int), len(rates) - 1)]
    return counted + carried, exits, usual, triangular(u[6], *c.onward), triangular(u[7], *c.normal_net)


def _links(names: tuple[str, ...], entries: np.ndarray, exits: np.ndarray, on: np.ndarray, listed: np.ndarray):
    """Flows along every link, shape (links, draws): those who go on to a counted country arrive among its entries."""
    k = len(names)
    links = [link for c in names for link in ((RUSSIA, c), (c, RUSSIA), (c, ELSEWHERE), (c, STAY))]
    hops = np.zeros((k, k, entries.shape[1]))
    if k > 1:
        weight = entries / entries.sum(axis=0)
        for i in range(k):
            others = np.delete(np.arange(k), i)
            hops[i, others] = listed * on[i] * weight[others] / weight[others].sum(axis=0)
    onward = on - hops.sum(axis=1)
    flows = [
        f
        for i in range(k)
        for f in (entries[i] - hops[:, i].sum(axis=0), exits[i] - on[i], onward[i], entries[i] - exits[i])
    ]
    pairs = [(i, j) for i in range(k) for j in range(k) if i != j]
    links += [(names[i], names[j]) for i, j in pairs]
    return np.stack([*flows, *(hops[i, j] for i, j in pairs)]), tuple(links)


def left_and_stayed(
    inputs: WaveInputs, *, level: float, draws: int, rng: np.random.Generator, together: bool = False
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
        Draw an assumption stated for all countries once, so that it errs alike in all of them, instead of anew for each.

    Returns
    -------
    Abroad
        Central values are medians, in persons.
    """
    u = rng.random((len(inputs.names), draws))
    for rows in inputs.stated_for_all if together else ():
        u[list(rows)] = u[rows[0]]
    drawn = persons_abroad(u, inputs)
    told = f"{100 * level:g} % of {draws} draws from reports and stated priors"

    def interval(values: np.ndarray, unit: str = "persons") -> Estimate:
        low, central, high = np.quantile(values, [(1 - level) / 2, 0.5, (1 + level) / 2])
        return Estimate(low=float(low), central=float(central), high=float(high), unit=unit, basis=told)

    mean = {k: float(v.sum(axis=0).mean()) if v.ndim == 2 else float(v.mean()) for k, v in drawn.items()}
    steps = {"entries": mean["entries"], "exits": -mean["exits"], "usual net": -mean["usual_net"], "gone on": mean["elsewhere"],
             "not counted": mean["uncounted"], "still abroad": mean["total"]}  # fmt: skip
    names = [c.geography for c in inputs.countries]
    account = pd.DataFrame(
        {q: [interval(v, "crossings" if q in ("entries", "exits") else "persons") for v in drawn[q]] for q in _ACCOUNT},
        index=pd.Index(names, name="country"),
    )
    return Abroad(
        total=interval(drawn["total"]),
        by_country=dict(zip(names, account["stayed"], strict=True)),
        account=account,
        elsewhere=interval(drawn["elsewhere"]),
        uncounted=interval(drawn["uncounted"]),
        steps=steps,
        samples=drawn["total"],
        imbalance=float(np.abs(drawn["imbalance"]).max()),
    )


def importance(
    inputs: WaveInputs, *, points: int = 1024, rng: np.random.Generator, level: float = 0.95
) -> pd.DataFrame:
    """What each unknown brings to the total: Sobol indices of first order and in total, and how far it moves the total by itself.

    Parameters
    ----------
    inputs : WaveInputs
        From `wave_inputs`.
    points : int
        A power of two.
    rng : numpy.random.Generator
        Scrambles the Sobol sequence.
    level : float
        Each unknown is moved through the middle of its range that holds this share, the others kept at their medians.

    Returns
    -------
    pandas.DataFrame
        Columns unknown, alone (first-order), with_others (total), low, central, high (persons); largest first.

    References
    ----------
    Saltelli et al. (2010), Comput. Phys. Commun. 181, 259-270, as in `scipy.stats.sobol_indices`.
    """
    from scipy.stats import sobol_indices, uniform

    found = sobol_indices(
        func=lambda u: persons_abroad(u, inputs)["total"][None],
        n=points,
        dists=[uniform()] * len(inputs.names),
        rng=rng,
    )
    alone, others = (np.clip(np.ravel(order), 0, 1) for order in (found.first_order, found.total_order))
    table = pd.DataFrame({"unknown": inputs.names, "alone": alone, "with_others": others, **_moved(inputs, level)})
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
    """The estimate by day of knowledge: for one fixed day, and for the latest day that could be spoken of.

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
        Columns known_by, target ("latest day" or the fixed one), end (last day of the window), low, central, high (persons), widest (the unknown with
        most of the variance), alone (its share).
    """
    rows = []
    for day, crossings in held.items():
        if not counted_geographies(crossings, start, f"{day}"):
            continue
        ends = {LATEST: window_end(crossings, start, day)} | ({fixed_end: fixed_end} if f"{day}" >= fixed_end else {})
        for target, end in ends.items():
            inputs = wave_inputs(crossings, priors, start=start, end=end, as_of=day, baseline=baseline)
            total = left_and_stayed(inputs, level=level, draws=draws, rng=np.random.default_rng(seed)).total
            top = importance(inputs, points=256, rng=np.random.default_rng(seed)).iloc[0]
            rows.append(
                (pd.Timestamp(day), target, end, total.low, total.central, total.high, top["unknown"], top["alone"])
            )
    return pd.DataFrame(rows, columns=["known_by", "target", "end", "low", "central", "high", "widest", "alone"])
