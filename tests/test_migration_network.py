"""Entries, exits and stays that do not go together.

Balances by hand, on random networks and under a true null.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import migration
from analysis.migration import FlowError
from analysis.migration.network import chance_of_gap
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


def test_whether_rounding_explains_kazakhstans_100000_depends_on_how_it_was_rounded():
    # a little more than 400,000 and 320,000 crossings, 100,000 stayed (Duisenova via Interfax, 29
    # November 2022): the gap is 20,000
    found = migration.stock_against_flows(count(400_000), count(320_000), count(100_000))
    own, finest = found.readings
    assert (found.gap, found.finding) == (-20_000, "open")
    assert (own.grains, own.reach) == ((100_000, 10_000, 100_000), 105_000)
    assert (finest.grains, finest.reach, finest.pvalue) == ((10_000,) * 3, 15_000, 0)
    # two errors of +-50,000 make a gap of 20,000 or more with chance (1 - 0.2)**2; +-5,000 more
    assert own.pvalue == pytest.approx(0.64, abs=0.005)
    for reading in found.readings:
        entries, exits, stock = reading.flows
        assert entries - exits == pytest.approx(stock, abs=1e-6)
    share = 20_000 / (2 * 50_000**2 + 5_000**2)  # the two round numbers take the gap
    wanted = [4e5 + share * 50_000**2, 3.2e5 - share * 5_000**2, 1e5 - share * 50_000**2]
    np.testing.assert_allclose(own.flows, wanted)


def test_one_grain_is_one_reading():
    found = migration.stock_against_flows(count(410_000), count(320_000), count(80_000))
    assert [r.grains for r in found.readings] == [(10_000,) * 3]
    assert found.finding == "explains"


def test_a_gap_beyond_rounding_is_told():
    found = migration.stock_against_flows(count(400_123), count(320_001), count(100_004))
    assert found.finding == "does not explain"
    assert [r.pvalue for r in found.readings] == [0]


@pytest.mark.parametrize("planted", [0, 10_000, 17_000])
def test_the_chance_of_a_gap_agrees_with_simulated_rounding(planted, rng):
    halves = np.array([5_000.0, 500.0, 12_000.0])
    gaps = np.abs(rng.uniform(-halves, halves, (200_000, 3)).sum(axis=1))
    assert chance_of_gap(planted, halves) == pytest.approx(np.mean(gaps >= planted), abs=0.004)


def test_true_flows_that_were_rounded_are_never_said_to_be_beyond_rounding(rng):
    for _ in range(500):
        out, stay = rng.integers(10_000, 900_000, 2)
        grain = 10.0 ** rng.integers(2, 5)
        shown = (round(n / grain) * grain for n in (out + stay, out, stay))
        assert migration.stock_against_flows(*map(count, shown)).readings[0].reach >= 1.5 * grain
        shown = (round(n / grain) * grain for n in (out + stay, out, stay))
        assert migration.stock_against_flows(*map(count, shown)).finding == "explains"


@pytest.mark.parametrize("bad", [-1.0, float("inf")])
def test_a_count_that_is_none_is_refused(bad):
    with pytest.raises(FlowError, match="zero or more"):
        migration.stock_against_flows(count(bad), count(1), count(1))


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
