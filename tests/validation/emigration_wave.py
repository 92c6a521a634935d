"""Coverage of the estimate of those who left and stayed.

Simulated persons, counted one by one, behind simulated border reports.

Three countries report as real ones did: one counts entries ("more than") and exits of the whole
window, one stops four days early, one publishes no exits. What nobody counts is drawn from the very
priors the estimate is given; persons are then numbered by what they do (stay, go home, go on, cross
again, enter another counted country, leave where nobody counts), and the reports are what borders
see of them.
"""

import numpy as np
import pandas as pd

from analysis import evidence, migration
from analysis.migration.priors import latest, pick
from analysis.quantities import parse

SIMULATIONS = 1_000
FIRST = 12  # of each truth, simulated again by the test
SEED = 20221011
KNOWN = pd.Timestamp("2022-10-11").date()
START, STOPPED, END = "2022-09-21", "2022-09-30", "2022-10-04"
DAYS, COUNTED_DAYS = 14, np.array([14, 10, 14])
COUNTRIES = ("Kazakhstan", "Georgia", "Mongolia")
OUTSIDE = {
    "as assumed": {},
    "half go on": {"onward_share": (0.5, 0.55)},
    "most leave uncounted": {"uncounted_share": (0.6, 0.8)},
}  # truth -> what is drawn from outside its prior, evenly


def drawn(rng, held, quantity, outside):
    """True value of one quantity in each country; `held` as `priors.latest` gives."""
    if quantity in outside:
        return rng.uniform(*outside[quantity], size=len(COUNTRIES))
    assumed = [pick(held, quantity, c) for c in COUNTRIES]
    return np.array([rng.triangular(p.low, p.mode, p.high) for p in assumed])


def crossings_behind(rng, true):
    """Crossings to be expected by country and phase (counted days, later days).

    Usual, other entries, other exits.
    """
    daily = rng.uniform(4_000, 12_000, 3)
    usual_daily = daily * rng.uniform(0.02, 0.15, 3)
    days = np.stack([COUNTED_DAYS, DAYS - COUNTED_DAYS])
    all_in = daily * days * np.stack([np.ones(3), true["carried_rate"]])
    usual = usual_daily * days
    usual_out = usual * (1 - true["normal_net_share"])
    other_out = true["carried_exit_ratio"] * all_in - usual_out  # later days
    other_out[0] = rng.uniform(0.3, 0.7, 3) * (all_in - usual)[0]
    other_out[0, 2] = true["exit_ratio"][2] * all_in[0, 2] - usual_out[0, 2]  # no exits published
    return usual, all_in - usual, np.where(days > 0, other_out, 0)


def persons(rng, true, usual, other_in, other_out):
    """Everybody by what he or she does; entries and exits that borders see, by phase and country.

    And how many are abroad.
    """
    repeats, listed, later, uncounted = (
        true[q][0]
        for q in (
            "crossings_per_person",
            "onward_listed_share",
            "later_return_share",
            "uncounted_share",
        )
    )
    total_in, total_out = other_in.sum(axis=0), other_out.sum(axis=0)
    all_out = total_out + (1 - true["normal_net_share"]) * usual.sum(axis=0)
    going_on = true["onward_share"] * all_out / repeats
    going_home = total_out - repeats * going_on
    sizes = total_in + usual.sum(axis=0)
    road = np.where(np.eye(3), 0, sizes) / (sizes.sum() - sizes)[:, None]  # from row to column
    newly_come = total_in - (repeats - 1) * going_on - (listed * going_on) @ road
    staying = newly_come - going_on - going_home
    fates = np.stack([staying, going_on, going_home]) / newly_come
    if (fates < 0).any():
        raise ValueError("a fate with a chance below zero: choose other sizes")

    arrived = rng.poisson(newly_come)
    stay, on, home = np.array(
        [rng.multinomial(n, f) for n, f in zip(arrived, fates.T, strict=True)]
    ).T
    again = rng.poisson((repeats - 1) * on)  # crossings there and back before going on
    hops = np.array(
        [rng.multinomial(rng.binomial(n, listed), r) for n, r in zip(on, road, strict=True)]
    )
    elsewhere = (on - hops.sum(axis=1)).sum()
    away = elsewhere - rng.binomial(elsewhere, later)
    counted = stay.sum() + hops.sum() + away
    direct = rng.negative_binomial(
        counted, 1 - uncounted
    )  # each person abroad is one of these with the same chance

    usual_in = rng.poisson(usual)
    net = true["normal_net_share"]
    usual_out = rng.binomial(usual_in, 1 - np.maximum(net, 0)) + rng.poisson(
        np.maximum(-net, 0) * usual
    )
    early_in = rng.binomial(arrived + again + hops.sum(axis=0), other_in[0] / total_in)
    early_out = rng.binomial(on + home + again, other_out[0] / total_out)
    abroad = {"still abroad": counted + direct, "gone elsewhere": away} | {
        f"in {c}": s for c, s in zip(COUNTRIES, stay + hops.sum(axis=0), strict=True)
    }
    return usual_in[0] + early_in, usual_out[0] + early_out, abroad


def report(geography, direction, text, start, end, unit="crossings"):
    said = parse(text)
    return {
        "key": f"{geography} {direction} {start} {text}",
        "geography": geography,
        "flow_kind": "window",
        "direction": direction,
        "unit": unit,
        "low": said.low,
        "central": said.central,
        "high": said.high,
        "qualifier": said.qualifier,
        "period_start": pd.Timestamp(start),
        "period_end": pd.Timestamp(end),
    }


def border_reports(rng, true, usual, seen_in, seen_out):
    """What the three countries publish; one of two rival rates of the usual is the true one."""
    rate = usual[0] / COUNTED_DAYS
    rows = [
        report(
            "Kazakhstan",
            "entry",
            f"more than {seen_in[0] / (1 + true['open_end'][0]):.0f}",
            START,
            END,
        ),
        report("Kazakhstan", "exit", f"{seen_out[0]}", START, END),
        report("Georgia", "entry", f"about {round(seen_in[1], -3)}", START, STOPPED),
        report("Georgia", "exit", f"{seen_out[1]}", START, STOPPED),
        report("Mongolia", "entry", f"about {round(seen_in[2], -3)}", START, END),
        *(
            report(c, "entry", f"{20 * r:.0f}", "2022-09-01", "2022-09-20")
            for c, r in zip(COUNTRIES, rate, strict=True)
        ),
    ]
    rival = rate[1] * 1.5 ** rng.choice([-1, 1])
    return pd.DataFrame(
        [*rows, report("Georgia", "entry", f"{31 * rival:.0f}", "2022-08-01", "2022-08-31")]
    )


def covered(seed: int, truth: str, priors: pd.DataFrame) -> dict[str, bool]:
    """Whether each interval of 95 % holds the persons counted in one simulation."""
    rng = np.random.default_rng([SEED, seed])
    outside = OUTSIDE[truth]
    held = latest(priors, KNOWN)
    true = {q: drawn(rng, held, q, outside) for q in migration.MEANING}
    crossings = crossings_behind(rng, true)
    seen_in, seen_out, abroad = persons(rng, true, *crossings)
    told = border_reports(rng, true, crossings[0], seen_in, seen_out)
    inputs = migration.wave_inputs(told, priors, start=START, end=END, as_of=KNOWN)
    found = migration.left_and_stayed(inputs, level=0.95, draws=2_000, rng=rng)
    intervals = {"still abroad": found.total, "gone elsewhere": found.elsewhere} | {
        f"in {c}": found.by_country[c] for c in COUNTRIES
    }
    return {q: e.low <= abroad[q] <= e.high for q, e in intervals.items()}


def simulate(simulations: int = SIMULATIONS) -> pd.DataFrame:
    """Coverage of intervals of 95 %: truth, quantity, simulations, covered_pct."""
    priors = evidence.table("priors", as_of=KNOWN)
    rows = []
    for truth in OUTSIDE:
        hits = pd.DataFrame([covered(seed, truth, priors) for seed in range(simulations)])
        rows += [(truth, q, simulations, round(100 * h.mean(), 1)) for q, h in hits.items()]
    return pd.DataFrame(rows, columns=["truth", "quantity", "simulations", "covered_pct"])
