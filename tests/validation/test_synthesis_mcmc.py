"""The synthesis on a grid gives the quantiles that a sampler of every unknown gives."""

import pytest

from analysis.casualties import synthesis
from validation.synthesis_mcmc import DAY, RATIO, problem, quantiles


@pytest.mark.parametrize("bounds", [False, True])
def test_a_sampler_of_every_unknown_gives_the_same_quantiles(bounds):
    claims, scales = problem(bounds=bounds)
    assert (claims["qualifier"] == "more than").any() == bounds
    sampled, counts_wounded = quantiles(claims, scales, steps=8_000)
    found = synthesis(claims, "RU", DAY, scales, ratio=RATIO, level=0.95)
    assert (found.killed.low, found.killed.central, found.killed.high) == pytest.approx(sampled, rel=0.03)
    assert found.undefined_counts_wounded == pytest.approx(counts_wounded, abs=0.03)
