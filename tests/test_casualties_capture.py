"""Overlapping lists.

Planted totals are recovered where the model holds, and missed by a known amount where it does not.
"""

import numpy as np
import pytest

from analysis.casualties import (
    MeasureError,
    NotConvergedError,
    fit_all,
    latent,
    latent_classes,
    patterns,
    simulated_two_lists,
)

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


def test_five_lists_have_all_models_of_pairs_and_give_the_planted_total(rng):
    found = fit_all(caught(rng, 5_000, np.full((1, 5), 0.3)), (*NAMES, "E"))
    assert len(found.table) == 1_024 == found.table["model"].nunique()
    row = found.table.set_index("model").loc["independence"]
    assert abs(row["total"] - 5_000) < 3 * row["se"]


def test_six_lists_are_accepted_and_a_planted_pair_is_best(rng):
    easy = rng.random(20_000) < 0.5
    pair, alone = np.where(easy, 0.6, 0.1), np.full(20_000, 0.3)
    counts = caught(rng, 20_000, np.column_stack([pair, pair, alone, alone, alone, alone]))
    found = fit_all(counts, (*NAMES, "E", "F"))
    assert len(found.table) == 32_768
    assert found.table["model"].iloc[0] == "A.B"
    assert abs(found.table["total"].iloc[0] - 20_000) < 3 * found.table["se"].iloc[0]


def test_a_fit_is_that_of_an_ordinary_solver(rng):
    # the same likelihood, climbed by another method
    from scipy.optimize import minimize

    counts = caught(rng, 800, np.full((1, 3), 0.4))
    x = np.column_stack([np.ones(7), patterns(3), patterns(3)[:, 0] * patterns(3)[:, 2]])
    best = minimize(
        lambda b: np.exp(x @ b).sum() - counts @ x @ b,
        np.log([100, 1, 1, 1, 1]),
        jac=lambda b: x.T @ (np.exp(x @ b) - counts),
        method="BFGS",
        tol=1e-8,
    )
    row = fit_all(counts, NAMES[:3]).table.set_index("model").loc["A.C"]
    assert row["total"] == pytest.approx(counts.sum() + np.exp(best.x[0]), rel=1e-4)


def test_models_without_a_best_value_are_named_and_no_total_runs_away():
    # nobody is on A and B: that pair goes to minus infinity; with A and B independent off list C,
    # 50 times 55 over none are unseen
    found = fit_all(np.array([60, 50, 12, 55, 14, 0, 0]), NAMES[:3])
    with_pair = {"A.B", "A.B + A.C", "A.B + B.C", "A.B + A.C + B.C"}
    assert set(found.without) == with_pair | {"A.C + B.C"}
    assert len(found.table) == 3
    assert found.table["total"].max() < 1_000


def test_a_model_may_lack_a_best_value_though_every_pair_is_shown():
    # five people on all four lists show every pair, and nobody is on two or three of them
    counts = np.zeros(15, dtype=int)
    for pattern, persons in (("1000", 9), ("0100", 9), ("0010", 9), ("0001", 9)):
        counts[int(pattern, 2) - 1] = persons
    counts[int("1111", 2) - 1] = 5
    found = fit_all(counts, NAMES)
    assert found.without
    assert np.isfinite(found.table[["total", "se"]]).all(axis=None)
    assert found.table["total"].max() < 1e6


def test_sparse_random_tables_never_give_totals_that_run_away():
    for seed in range(25):
        rng = np.random.default_rng(seed)
        counts = caught(rng, 60, np.full((1, 4), 0.25))
        try:
            found = fit_all(counts, NAMES)
        except MeasureError:
            continue
        assert found.table["total"].max() < 1e6
        assert len(found.table) + len(found.without) == 113


@pytest.mark.parametrize(
    ("counts", "names", "message"),
    [
        ([10, 10, 10, -1, 10, 10, 10], NAMES[:3], "negative"),
        ([10, 10, 10, 3.7, 10, 10, 10], NAMES[:3], "no whole number"),
        ([10, 10, 10, np.nan, 10, 10, 10], NAMES[:3], "missing"),
        ([10, 10, 10, 10**18, 10, 10, 10], NAMES[:3], "more than live"),
        (["many"] * 7, NAMES[:3], "as numbers"),
        ([10, 10, 10, 0, 0, 0, 0], NAMES[:3], "holds nobody"),
        ([10, 10, 0, 10, 0, 0, 0], NAMES[:3], "shares nobody"),
        ([10, 10, 5, 10, 0, 0, 0], NAMES[:3], "list 1 shares nobody"),
        ([10] * 6, NAMES[:3], "a count for each pattern"),
        ([10] * 15, NAMES[:3], "a count for each pattern"),
        ([10] * 3, NAMES[:2], "three to 6 lists"),
        ([10] * 127, tuple("ABCDEFG"), "three to 6 lists"),
    ],
)
def test_tables_that_are_no_overlap_of_lists_are_refused(counts, names, message):
    with pytest.raises(MeasureError, match=message):
        fit_all(np.array(counts), names)


@pytest.mark.parametrize(
    ("counts", "lists", "message"),
    [
        ([10, 10, 0, 10, 0, 0, 0], 3, "shares nobody"),
        ([10, 10, 10, 10**18, 10, 10, 10], 3, "more than live"),
        ([10, 10, 10, 3.7, 10, 10, 10], 3, "no whole number"),
        ([10] * 3, 2, "three to 10 lists"),
    ],
)
def test_latent_classes_refuse_the_same_tables(counts, lists, message, rng):
    with pytest.raises(MeasureError, match=message):
        latent_classes(np.array(counts), lists, draws=1_600, rng=rng, level=0.95)


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
    [
        (0, 0.5, 2, 9),
        (0.5, 1, 2, 9),
        (0.5, 0.5, 0, 9),
        (0.5, 0.5, 2, 0),
        (np.nan, 0.5, 2, 9),
        (0.5, 0.5, np.inf, 9),
        (0.5, 0.5, 2, 3.7),
        (0.5, 0.5, 2, np.nan),
        (0.5, 0.5, 2, 10**18),
    ],
)
def test_impossible_shares_odds_or_totals_are_refused(first, second, odds, total, rng):
    with pytest.raises(MeasureError, match="shares between 0 and 1"):
        simulated_two_lists(total, first, second, odds, draws=9, rng=rng, level=0.95)


@pytest.mark.parametrize(
    ("asked", "message"), [({"level": 1.2}, "level=1.2"), ({"draws": 0}, "draws=0")]
)
def test_levels_and_draws_that_are_none_are_refused(asked, message, rng):
    options = {"draws": 9, "level": 0.95, "rng": rng} | asked
    with pytest.raises(MeasureError, match=message):
        simulated_two_lists(100, 0.5, 0.5, 2.0, **options)


def test_latent_classes_refuse_a_level_that_is_none(rng):
    with pytest.raises(MeasureError, match=r"level=1\.2"):
        latent_classes(np.full(7, 10), 3, draws=1_600, rng=rng, level=1.2)


@pytest.fixture(scope="module")
def two_groups():
    """Counts of 5,000 people in two groups, one easily found, and what latent classes say."""
    rng = np.random.default_rng(3)
    easy = rng.random((5_000, 1)) < 0.4
    counts = caught(rng, 5_000, np.where(easy, 0.7, 0.15) * np.ones((1, 4)))
    return counts, latent_classes(counts, 4, rng=np.random.default_rng(1), **ASKED)


ASKED = {"draws": 4_000, "level": 0.95}


def test_latent_classes_find_two_hidden_groups_and_repeat_themselves(two_groups):
    counts, found = two_groups
    assert found == latent_classes(counts, 4, rng=np.random.default_rng(1), **ASKED)
    assert found.total.low <= 5_000 <= found.total.high
    assert found.r_hat < 1.01
    assert found.effective >= 400
    # a model without groups misses many of them
    row = fit_all(counts, NAMES).table.set_index("model").loc["independence"]
    assert row["total"] + 3 * row["se"] < 5_000


def test_another_processor_whose_last_digits_differ_has_the_same_answer(two_groups, monkeypatch):
    exact = latent._Posterior.slope

    def nearly(self, place):
        slope, chance = exact(self, place)
        return slope * (1 + 1e-14), chance * (1 - 1e-15)

    monkeypatch.setattr(latent._Posterior, "slope", nearly)
    again = latent_classes(two_groups[0], 4, rng=np.random.default_rng(1), **ASKED)
    assert again.total == two_groups[1].total


def test_latent_classes_of_independent_lists_agree_with_the_log_linear_model(rng):
    counts = caught(rng, 3_000, np.full((1, 5), 0.35))
    found = latent_classes(counts, 5, classes=2, rng=rng, **ASKED)
    assert found.total.low <= 3_000 <= found.total.high
    row = fit_all(counts, (*NAMES, "E")).table.set_index("model").loc["independence"]
    assert found.total.central == pytest.approx(row["total"], rel=0.02)


def test_chains_that_were_not_given_time_have_no_answer(two_groups, rng):
    with pytest.raises(NotConvergedError, match="no answer"):
        latent_classes(two_groups[0], 4, draws=32, warming=1, rng=rng, level=0.95)


def test_the_gradient_of_the_posterior_is_its_change(rng):
    # by differences, at places near and far
    posterior = latent._Posterior(caught(rng, 900, np.full((1, 3), 0.4)), 3, 3)
    for place in rng.normal(size=(5, posterior.size)) * [[0.3], [1], [2], [3], [4]]:
        moved = place + 1e-6 * np.vstack([np.eye(posterior.size), -np.eye(posterior.size)])
        up, down = np.split(posterior(moved).height, 2)
        slope = posterior(place[None]).slope[0]
        assert slope == pytest.approx((up - down) / 2e-6, rel=1e-4, abs=1e-3)


def test_the_posterior_of_one_place_is_counted_by_hand():
    # two classes of weights 1/2, three lists of chances 1/2: every pattern has 1/8, seen ones 1/7;
    # the prior adds log(1/4) for each of six chances, log(1/2) for the stick and
    # -1.25 log(0.25 + log 2)
    posterior = latent._Posterior(np.array([1, 2, 3, 4, 5, 6, 7]), 3, 2)
    found = posterior(np.zeros((1, posterior.size)))
    expected = 28 * np.log(1 / 7) + 6 * np.log(1 / 4) + np.log(1 / 2)
    assert found.height[0] == pytest.approx(expected - 1.25 * np.log(0.25 + np.log(2)))
    assert found.chance[0] == pytest.approx(np.full(8, 1 / 8))
