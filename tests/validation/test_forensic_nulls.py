"""Honest electorates name no stuffed share, planted stuffing does, and votes drawn again agree."""

import pytest

from validation.agreement import kept, same_rate
from validation.forensic_nulls import FIRST, TRUTHS, fitted

KEPT = kept("forensic_nulls").set_index("truth")


def test_honest_votes_are_hardly_ever_identified():
    honest = KEPT[~KEPT.index.str.startswith("stuffed")]
    assert (honest["identified"] <= 0.05 * honest["votes"]).all()
    assert honest.loc["town and country, 3,000", "unasked"] > 50  # what the model says of them


def test_planted_stuffing_is_identified_from_three_thousand_stations_on():
    planted = KEPT[KEPT.index.str.startswith("stuffed") & KEPT.index.str.endswith(", 3,000")]
    assert (planted["identified"] >= 0.9 * planted["votes"]).all()


@pytest.mark.parametrize("truth", TRUTHS)
def test_votes_drawn_again_are_identified_as_often(truth):
    hits = sum(fitted(truth, 1_000 + vote).identified for vote in range(FIRST))
    assert same_rate(hits, FIRST, KEPT.loc[truth, "identified"], KEPT.loc[truth, "votes"])
