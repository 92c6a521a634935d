"""Size and power of the tests of announced tallies on simulated ones.

2,000 honest, 2,000 with each planted fault.
"""

import numpy as np
import pandas as pd

from analysis import referendum

TALLIES = 2_000
FIRST = 60  # drawn again by the test
SEED = 20220927


def honest(rng):
    """Ballots, votes for and against as a free count might give them."""
    ballots = int(rng.integers(300_000, 2_500_000))
    votes = rng.binomial(ballots, rng.uniform(0.5, 0.99))
    return int(votes), int(rng.binomial(ballots - votes, 0.95)), ballots


def frame(votes, ballots, share):
    figures = {"for_votes": str(votes), "ballots_cast": str(ballots), "share_for": f"{share:.2f}"}
    rows = [
        {
            "key": q,
            "region": "Kherson",
            "quantity": q,
            "reported": v,
            "central": float(v),
            "trust": "high",
            "how_read": "excerpt",
            "claimant": "simulated",
        }
        for q, v in figures.items()
    ]
    return pd.DataFrame(rows)


def audit_flags(votes, ballots, share) -> bool:
    return (
        votes > ballots or not referendum.share_audit(frame(votes, ballots, share), "Kherson").holds
    )


def slipped(number, rng) -> int:
    """The number with one digit changed."""
    texts = [t for t, kind in referendum.slips(str(number)).items() if kind == "digit"]
    return int(rng.choice(texts))


def flagged(test, *counts) -> bool:
    """Whether a test on one decimal flags; counts refused as rounded are not flagged."""
    try:
        return test(*counts, decimals=1).p_value <= 0.05
    except referendum.RoundedCountsError:
        return False


def jointly(pairs) -> bool:
    return flagged(referendum.percentages_jointly, pairs)


def of_percentages(votes, ballots, rng) -> dict[tuple[str, str], bool]:
    """Flags of the joint test: turnout of a list and share of the ballots, honest and written."""
    register = int(ballots / rng.uniform(0.4, 0.99))
    turnout = round(round(100 * ballots / register, 1) * register / 100)
    written = round(round(100 * votes / ballots, 1) * turnout / 100)
    return {
        ("percentages jointly", "none"): jointly([(ballots, register), (votes, ballots)]),
        ("percentages jointly", "turnout and share of one decimal"): jointly(
            [(turnout, register), (written, turnout)]
        ),
        ("percentages jointly", "turnout of one decimal, share counted"): jointly(
            [(turnout, register), (min(votes, turnout - 1), turnout)]
        ),
    }


def simulate(tallies: int = TALLIES) -> pd.DataFrame:
    """Share of simulated tallies that each test flags, in %: test, fault, tallies, flagged_pct."""
    rng = np.random.default_rng(SEED)
    lists = np.random.default_rng(SEED + 1)  # of its own, so that the older rows keep theirs
    hits = {
        ("tally audit", "none"): 0,
        ("tally audit", "one digit of the votes"): 0,
        ("tally audit", "votes abroad counted twice"): 0,
        ("percentage first", "none"): 0,
        ("percentage first", "counts from shares of one decimal"): 0,
        ("percentages jointly", "none"): 0,
        ("percentages jointly", "turnout and share of one decimal"): 0,
        ("percentages jointly", "turnout of one decimal, share counted"): 0,
    }
    for _ in range(tallies):
        votes, against, ballots = honest(rng)
        share = 100 * votes / ballots
        hits["tally audit", "none"] += audit_flags(votes, ballots, share)
        hits["tally audit", "one digit of the votes"] += audit_flags(
            slipped(votes, rng), ballots, share
        )
        hits["tally audit", "votes abroad counted twice"] += audit_flags(
            votes, ballots + round(0.07 * ballots), share
        )
        first = referendum.percentage_first
        hits["percentage first", "none"] += flagged(first, [votes, against], ballots)
        written = [round(round(100 * v / ballots, 1) * ballots / 100) for v in (votes, against)]
        planted = flagged(first, written, ballots)
        hits["percentage first", "counts from shares of one decimal"] += planted
        for name, found in of_percentages(votes, ballots, lists).items():
            hits[name] += found
    rows = [(test, fault, tallies, 100 * n / tallies) for (test, fault), n in hits.items()]
    return pd.DataFrame(rows, columns=["test", "planted fault", "tallies", "flagged_pct"])
