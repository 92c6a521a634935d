"""Latent classes give one answer from every seed, that of another sampler."""

import pytest

from validation import latent_classes
from validation.agreement import kept


@pytest.fixture(scope="module")
def table():
    return kept("latent_classes").astype({"seed": int})


def test_twenty_seeds_say_the_same_within_three_per_cent(table):
    seeds = table[table["sampler"] == "classes summed"]
    assert len(seeds) == 20
    ends = seeds[["low", "central", "high"]]
    apart = (ends / ends.median() - 1).abs().max()
    assert (apart < [0.03, 0.03, 0.05]).all()
    assert (seeds["r_hat"] < 1.01).all()
    assert (seeds["effective"] >= 400).all()


def test_a_sampler_that_draws_every_members_class_says_the_same(table):
    seeds = table[table["sampler"] == "classes summed"]
    long = table[table["sampler"] == "person by person"].iloc[0]
    for column in ("low", "central", "high"):
        assert seeds[column].median() == pytest.approx(long[column], rel=0.03)


def test_a_seed_drawn_again_agrees_with_the_kept_ones(table):
    _, _, low, central, high, r_hat, effective = latent_classes.of_seed(6)
    kept_ones = table[table["sampler"] == "classes summed"].median(numeric_only=True)
    assert central == pytest.approx(kept_ones["central"], rel=0.03)
    assert (low, high) == pytest.approx((kept_ones["low"], kept_ones["high"]), rel=0.06)
    assert r_hat < 1.01
    assert effective >= 400
