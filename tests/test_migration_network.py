"""Entries, exits and stays that do not go together.

Balances by hand, on random networks and under a true null.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import migration
from analysis.migration import FlowError
from analysis.quantities import Estimate, UnitError

ONE = (("Russia", "A"), ("A", "out"), ("A", "stay"))
TWO = (("Russia", "A"), ("Russia", "B"), ("A", "B"), ("A", "stay"), ("B", "stay"))


def count(value, unit="persons"):
    return Estimate.exactly(value, unit, "t")


def test_links_in_count_up_and_links_out_count_down():
    assert migration.incidence(TWO, ("A", "B")).tolist() == [[1, 0, -1, -1, 0], [0, 1, 1, 0, -1]]


@pytest.mark.parametrize(
    ("links", "told"),
    [
        ((("Russia", "A"), ("Russia", "A")), "listed twice"),
        ((("A", "A"),), "leads to where it starts"),
        ((("Russia", "B"),), "A: no link touches it"),
    ],
)
def test_impossible_links_are_refused(links, told):
    with pytest.raises(FlowError, match=told):
        migration.incidence(links, ("A",))


def test_balanced_flows_are_left_alone():
    flows = np.array([100.0, 50, 10, 90, 60])
    found = migration.reconcile(flows, np.ones(5), migration.incidence(TWO, ("A", "B")))
    np.testing.assert_array_equal(found.flows, flows)
    assert (found.statistic, found.freedom, found.pvalue) == (0, 2, 1)


def test_a_gap_is_shared_by_variance():
    # 90 too many came in; variances 1, 2, 6 take 10, 20, 60 of them
    found = migration.reconcile(
        np.array([190.0, 60, 40]), np.array([1.0, 2, 6]), migration.incidence(ONE, ("A",))
    )
    np.testing.assert_allclose(found.flows, [180, 80, 100], rtol=1e-12)
    assert found.statistic == pytest.approx(90**2 / 9)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.integers(2, 6), st.integers(0, 2**32 - 1))
def test_reconciled_networks_conserve_persons_to_machine_precision(places, seed):
    rng = np.random.default_rng(seed)
    names = tuple(f"C{i}" for i in range(places))
    ends = [
        (a, b)
        for a in ("Russia", *names)
        for b in (*names, "stay")
        if a != b and (a, b) != ("Russia", "stay")
    ]
    links = tuple(e for e in ends if rng.random() < 0.5 or e[0] == "Russia" or e[1] == "stay")
    matrix = migration.incidence(links, names)
    flows = rng.uniform(0, 1e6, len(links))
    found = migration.reconcile(flows, rng.uniform(0.5, 2, len(links)) * flows, matrix)
    assert np.abs(matrix @ found.flows).max() < 1e-14 * flows.max() * len(links) ** 2


def test_the_least_certain_flow_moves_most():
    flows, variance = np.array([100.0, 30, 40]), np.array([4.0, 1, 25])
    moved = np.abs(
        migration.reconcile(flows, variance, migration.incidence(ONE, ("A",))).flows - flows
    )
    assert moved.argmax() == 2
    assert moved.argmin() == 1


def test_a_count_taken_as_exact_does_not_move():
    flows = np.array([100.0, 30, 40])
    found = migration.reconcile(flows, np.array([0.0, 0, 1]), migration.incidence(ONE, ("A",)))
    assert found.flows.tolist() == [100, 30, 70]


def test_kazakhstans_400000_in_320000_out_and_100000_stayed_are_brought_to_balance():
    # a little more than 400,000 and 320,000 crossings, 100,000 stayed (Duisenova via Interfax, 29
    # November 2022)
    found = migration.stock_against_flows(count(400_000), count(320_000), count(100_000))
    entries, exits, stock = found.flows
    assert entries - exits == pytest.approx(stock, abs=1e-6)
    # half units 50,000, 5,000 and 50,000: the gap of 20,000 is taken by the two round numbers
    share = 20_000 / (2 * 50_000**2 + 5_000**2)
    np.testing.assert_allclose(
        found.flows, [4e5 + share * 50_000**2, 3.2e5 - share * 5_000**2, 1e5 - share * 50_000**2]
    )
    assert found.pvalue > 0.5


def test_a_gap_beyond_rounding_is_told():
    assert (
        migration.stock_against_flows(count(400_123), count(320_001), count(100_004)).pvalue < 1e-6
    )


def test_counts_of_different_units_are_not_brought_together():
    with pytest.raises(UnitError):
        migration.stock_against_flows(count(4), count(3, "crossings"), count(1))


def test_exact_counts_that_contradict_each_other_are_refused():
    with pytest.raises(FlowError, match="taken as exact"):
        migration.reconcile(
            np.array([100.0, 30, 40]), np.zeros(3), migration.incidence(ONE, ("A",))
        )


def test_a_negative_variance_is_refused():
    with pytest.raises(FlowError, match="variances of zero or more"):
        migration.reconcile(
            np.array([100.0, 30, 70]), np.array([1.0, -1, 1]), migration.incidence(ONE, ("A",))
        )


def test_under_the_null_one_network_in_twenty_is_rejected(rng):
    true, matrix = (
        np.array([100_000.0, 50_000, 10_000, 90_000, 60_000]),
        migration.incidence(TWO, ("A", "B")),
    )
    sd = np.array([900.0, 400, 300, 700, 500])
    rejected = [
        migration.reconcile(rng.normal(true, sd), sd**2, matrix).pvalue < 0.05 for _ in range(2_000)
    ]
    assert 0.03 <= np.mean(rejected) <= 0.07
