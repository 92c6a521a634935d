"""Intervals of 95 % hold what was planted in 95 % of the kept simulations.

And as often in those drawn again.
"""

import pytest

from validation import excess_coverage, synthesis_coverage
from validation.agreement import kept, may_be, same_rate

STUDIES = {
    "synthesis_coverage": (synthesis_coverage, "sets"),
    "excess_coverage": (excess_coverage, "sets"),
}


@pytest.mark.parametrize("name", STUDIES)
def test_kept_intervals_hold_the_truth_as_often_as_they_say(name):
    tries = STUDIES[name][1]
    assert all(may_be(0.95, row["inside"], row[tries]) for _, row in kept(name).iterrows())


@pytest.mark.parametrize("name", STUDIES)
def test_simulations_drawn_again_hold_it_as_often_as_the_kept_ones(name):
    study, tries = STUDIES[name]
    table, found = kept(name), study.simulate(study.FIRST)
    rest = [c for c in table if c not in ("inside", tries)]
    assert (
        found[rest].astype(str).to_numpy().tolist() == table[rest].astype(str).to_numpy().tolist()
    )
    for (_, again), (_, row) in zip(found.iterrows(), table.iterrows(), strict=True):
        assert same_rate(again["inside"], again[tries], row["inside"], row[tries]), row


@pytest.mark.parametrize(("inside", "may"), [(570, True), (555, True), (552, False), (590, False)])
def test_a_coverage_beyond_chance_is_refused(inside, may):
    assert may_be(0.95, inside, 600) == may  # 95 % of 600 within three standard deviations of 5.3
