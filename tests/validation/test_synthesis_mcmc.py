"""The synthesis on a grid gives the quantiles that a sampler of every unknown gives."""

import numpy as np
import pytest

from analysis.casualties import synthesis
from validation.agreement import kept
from validation.synthesis_mcmc import DAY, FEW, RATIO, problem, simulate

KEPT = kept("synthesis_mcmc").set_index("bounds")
ENDS = ["low", "central", "high"]


@pytest.mark.parametrize("bounds", [False, True])
def test_a_sampler_of_every_unknown_gave_the_same_quantiles(bounds):
    claims, scales = problem(bounds=bounds)
    assert (claims["qualifier"] == "more than").any() == bounds
    found = synthesis(claims, "RU", DAY, scales, ratio=RATIO, level=0.95)
    sampled = KEPT.loc[bounds]
    assert (found.killed.low, found.killed.central, found.killed.high) == pytest.approx(
        tuple(sampled[ENDS]), rel=0.03
    )
    assert found.undefined_counts_wounded == pytest.approx(sampled["counts_wounded"], abs=0.03)


def test_a_few_short_chains_come_near_the_kept_quantiles():
    again = simulate(**FEW).set_index("bounds")
    assert (
        np.abs(np.log(again[ENDS] / KEPT[ENDS])).to_numpy().max() < 0.1
    )  # five of the error of a few short chains
    assert again["counts_wounded"].to_numpy() == pytest.approx(
        KEPT["counts_wounded"].to_numpy(), abs=0.06
    )
