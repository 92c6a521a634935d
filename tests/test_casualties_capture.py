"""Overlapping lists.

Planted totals are recovered where the model holds, and missed by a known amount where it does not.
"""

import numpy as np
import pytest

from analysis.casualties import MeasureError, fit_all, latent_classes, patterns, simulated_two_lists

NAMES = ("A", "B", "C", "D")


def caught(rng, total, chances):
    """Counts by pattern of people who are on each list independently.

    Chances of shape (people or 1, lists).
    """
    on = rng.random((total, np.shape(chances)[1])) < chances
    code = on @ (1 << np.arange(on.shape[1])[::-1])
    return np.bincount(code, minlength=2 ** on.shape[1])[1:]


def test_patterns_are_every_way_of_being_seen():
    assert patterns(2).tolist() == [[0, 1], [1, 0], [1, 1]]
    assert patterns(4).shape == (15, 4)
    assert (patterns(4) @ [8, 4, 2, 1]).tolist() == list(range(1, 16))


@pytest.mark.parametrize(("lists", "models"), [(3, 8), (4, 113)])
def test_every_hierarchical_model_is_fitted_once(lists, models, rng):
    found = fit_all(caught(rng, 2_000, np.full((1, lists), 0.4)), NAMES[:lists])
    assert len(found.table) == models == found.table["model"].nunique()


@pytest.mark.parametrize("lists", [3, 4])
def test_independent_lists_give_the_planted_total(lists, rng):
    found = fit_all(caught(rng, 5_000, np.full((1, lists), 0.3)), NAMES[:lists])
    row = found.table.set_index("model").loc["independence"]
    assert abs(row["total"] - 5_000) < 3 * row["se"]
    assert row["se"] < 200


def test_two_lists_that_find_the_same_people_are_recovered_by_their_pair(rng):
    # the third list is independent of the two; half of the people are easily found by A and B
    easy = rng.random(20_000) < 0.5
    pair = np.where(easy, 0.6, 0.1)
    counts = caught(rng, 20_000, np.column_stack([pair, pair, np.full(20_000, 0.3)]))
    table = fit_all(counts, NAMES[:3]).table.set_index("model")
    assert abs(table.loc["A.B", "total"] - 20_000) < 3 * table.loc["A.B", "se"]
    assert table.loc["independence", "total"] < 20_000 - 3 * table.loc["independence", "se"]
    assert table["bic"].idxmin() == "A.B"


def test_errors_of_independent_lists_are_of_the_stated_size():
    z = []
    for seed in range(200):
        found = fit_all(caught(np.random.default_rng(seed), 2_000, np.full((1, 3), 0.4)), NAMES[:3])
        row = found.table.set_index("model").loc["independence"]
        z.append((row["total"] - 2_000) / row["se"])
    assert np.sqrt(np.mean(np.square(z))) == pytest.approx(1, abs=0.15)  # three deviations of 200


def test_the_saturated_model_of_three_lists_fits_exactly(rng):
    found = fit_all(caught(rng, 2_000, np.full((1, 3), 0.4)), NAMES[:3])
    full = found.table.set_index("model").loc["A.B + A.C + B.C"]
    assert full["deviance"] == pytest.approx(0, abs=1e-6)
    assert full["freedom"] == 0


def test_weights_sum_to_one_and_favour_the_first(rng):
    found = fit_all(caught(rng, 2_000, np.full((1, 4), 0.4)), NAMES)
    weights = found.weights()
    assert weights.sum() == pytest.approx(1)
    assert weights.idxmax() == 0
    assert found.observed == int(
        caught(np.random.default_rng(20220923), 2_000, np.full((1, 4), 0.4)).sum()
    )


@pytest.mark.parametrize(
    ("counts", "names", "message"),
    [
        ([10, 10, 10, -1, 10, 10, 10], NAMES[:3], "negative"),
        ([10, 10, 10, 0, 0, 0, 0], NAMES[:3], "holds nobody"),
        ([10] * 6, NAMES[:3], "three or four lists"),
        ([10] * 15, NAMES[:3], "three or four lists"),
        ([10] * 3, NAMES[:2], "three or four lists"),
        ([10] * 31, (*NAMES, "E"), "three or four lists"),
    ],
)
def test_tables_that_are_no_overlap_of_lists_are_refused(counts, names, message):
    with pytest.raises(MeasureError, match=message):
        fit_all(np.array(counts), names)


def bias_of_two_lists(first, second, odds):
    """Two-list estimate over the truth.

    From simulated lists of so many persons that chance hardly counts.
    """
    return (
        simulated_two_lists(
            10**9, first, second, odds, draws=101, rng=np.random.default_rng(4), level=0.95
        ).central
        / 1e9
    )


def test_two_independent_lists_are_without_bias_and_likeness_hides_people():
    found = [bias_of_two_lists(0.3, 0.4, odds) for odds in (0.5, 1.0, 2.0, 5.0, 20.0)]
    assert found[1] == pytest.approx(1, abs=1e-4)
    assert found[0] > 1
    assert (np.diff(found) < 0).all()


def test_the_bias_of_two_lists_agrees_with_persons_drawn_one_by_one(rng):
    # odds of being on the second list four times as high for those on the first
    first, odds = 0.3, 4.0
    off = 0.25
    on = odds * off / (1 - off + odds * off)
    second = first * on + (1 - first) * off
    a = rng.random(1_000_000) < first
    b = rng.random(1_000_000) < np.where(a, on, off)
    estimate = a.sum() * b.sum() / (a & b).sum()
    assert bias_of_two_lists(first, second, odds) == pytest.approx(estimate / 1e6, rel=0.005)


def test_simulated_independent_lists_give_the_number_and_like_lists_a_narrow_interval_below_it(rng):
    asked = {"draws": 4_000, "rng": rng, "level": 0.95}
    apart, like = (simulated_two_lists(5_000, 0.4, 0.4, odds, **asked) for odds in (1.0, 3.0))
    assert apart.central == pytest.approx(5_000, rel=0.005)
    assert apart.low < 5_000 < apart.high
    assert like.central / 5_000 == pytest.approx(bias_of_two_lists(0.4, 0.4, 3.0), rel=0.005)
    assert like.high < 5_000
    assert like.high - like.low < apart.high - apart.low


@pytest.mark.parametrize(
    ("first", "second", "odds", "total"),
    [(0, 0.5, 2, 9), (0.5, 1, 2, 9), (0.5, 0.5, 0, 9), (0.5, 0.5, 2, 0)],
)
def test_impossible_shares_odds_or_totals_are_refused(first, second, odds, total, rng):
    with pytest.raises(MeasureError, match="shares between 0 and 1"):
        simulated_two_lists(total, first, second, odds, draws=9, rng=rng, level=0.95)


def test_latent_classes_find_two_hidden_groups_and_repeat_themselves():
    rng = np.random.default_rng(3)
    easy = rng.random((5_000, 1)) < 0.4
    counts = caught(rng, 5_000, np.where(easy, 0.7, 0.15) * np.ones((1, 4)))
    asked = {"draws": 3_000, "level": 0.95, "burn": 1_000}
    found = latent_classes(counts, 4, rng=np.random.default_rng(1), **asked)
    again = latent_classes(counts, 4, rng=np.random.default_rng(1), **asked)
    assert found == again
    assert found.low <= 5_000 <= found.high
    # a model without groups misses many of them
    row = fit_all(counts, NAMES).table.set_index("model").loc["independence"]
    assert row["total"] + 3 * row["se"] < 5_000
