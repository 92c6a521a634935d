"""Claims weighed against each other.

Measures kept apart, repeats discounted, signed biases, and floor; for coverage see `validation`.
"""

import numpy as np
import pandas as pd
import pytest

from analysis import casualties, evidence
from analysis.casualties import (
    MEANING,
    MeasureError,
    claim_from_names,
    sensitivity,
    synthesis,
    usable,
)
from analysis.evidence import NotKnownError
from analysis.quantities import Estimate

DAY = "2022-10-11"
SCALES = {
    "bias_own": 0.7,
    "bias_opponent": 0.7,
    "bias_third": 0.5,
    "chain_error": 0.3,
    "claim_error": 0.3,
    "growth": 0.8,
    "growth_error": 0.2,
    "undefined_wounded": 0.5,
}
TINY = SCALES | {"bias_third": 0.02, "chain_error": 0.02, "claim_error": 0.02}


ROOT_OF = {
    "US": "Washington",
    "US officials": "Washington",
    "US DoD": "Washington",
    "NATO": "Washington",
    "UK": "London",
    "Russian MoD": "Moscow",
    "Zelensky": "Kyiv",
    "Ukrainian General Staff": "Kyiv",
    "UK MoD monthly series": "Kyiv",
    "MI6": "London",
}


def claims(*rows):
    """Rows of (claimant, party, measure, number) on Russian losses by the day.

    A fifth entry changes single columns.
    """
    made = []
    for i, (claimant, party, measure, number, *rest) in enumerate(rows):
        row = {
            "key": f"C{i}",
            "side": "RU",
            "claimant": claimant,
            "claimant_party": party,
            "measure": measure,
            "root": ROOT_OF.get(claimant, claimant),
            "witness": "witness",
            "as_of": pd.Timestamp(DAY),
            "low": number,
            "central": number,
            "high": number,
            "qualifier": "exact",
        }
        made.append(row | (rest[0] if rest else {}))
    return pd.DataFrame(made)


def weigh(table, scales=SCALES, ratio=(2.5, 4.5), **asked):
    return synthesis(table, "RU", DAY, scales, ratio=ratio, level=0.95, **asked)


def width(found):
    return np.log(found.killed.high / found.killed.low)


@pytest.fixture(scope="module")
def known():
    return evidence.known_by(pd.Timestamp(DAY).date())


def test_a_claim_without_a_date_is_refused_by_name():
    table = claims(
        ("US", "third", "killed", 9_000), ("MI6", "third", "killed", 9_000, {"as_of": pd.NaT})
    )
    with pytest.raises(MeasureError, match="claim C1 has no date"):
        usable(table, "RU", DAY)


@pytest.mark.parametrize("ends", [{"low": 9_500}, {"high": 8_000}, {"low": -1, "central": 0}])
def test_an_interval_out_of_order_is_refused(ends):
    with pytest.raises(MeasureError, match=r"claim C0: .* is not an interval of losses"):
        usable(claims(("US", "third", "killed", 9_000, ends)), "RU", DAY)


@pytest.mark.parametrize(("side", "day"), [("UA", DAY), ("RU", "2022-10-10")])
def test_a_side_or_a_day_without_claims_is_refused(side, day):
    with pytest.raises(NotKnownError, match=f"no claim on the losses of {side}"):
        usable(claims(("US", "third", "killed", 9_000)), side, day)


def test_verified_minima_and_parts_of_the_forces_are_no_claims_on_all_dead():
    table = claims(
        ("US", "third", "killed", 9_000),
        ("Mediazona", "press", "killed, verified minimum", 6_000),
        ("DPR only", "Russia", "killed", 3_000, {"witness": "part of the forces"}),
    )
    assert usable(table, "RU", DAY)["key"].tolist() == ["C0"]


def test_who_speaks_decides_the_stand():
    table = claims(
        ("Russian MoD", "Russia", "killed", 1_000),
        ("Zelensky", "Ukraine", "killed", 9_000),
        ("US officials", "third", "killed", 5_000),
        ("Meduza", "press", "killed", 5_000),
    )
    assert usable(table, "RU", DAY)["stand"].tolist() == ["own", "opponent", "third", "third"]
    assert usable(table.assign(side="UA"), "UA", DAY)["stand"].tolist() == [
        "opponent",
        "own",
        "third",
        "third",
    ]
    assert usable(table, "RU", DAY)["root"].tolist() == ["Moscow", "Kyiv", "Washington", "Meduza"]


@pytest.mark.parametrize("measure", ["killed and wounded", "killed, wounded and others"])
def test_without_wounded_a_claim_of_killed_and_wounded_counts_the_killed(measure):
    found = weigh(claims(("US", "third", measure, 20_000)), TINY, ratio=(0, 0))
    assert found.killed.central == pytest.approx(20_000, rel=0.02)


def test_a_claim_of_killed_and_wounded_is_divided_by_one_plus_the_ratio():
    found = weigh(claims(("US", "third", "killed and wounded", 80_000)), TINY, ratio=(3, 3))
    assert found.killed.central == pytest.approx(80_000 / 4, rel=0.02)


def test_a_claim_of_killed_is_taken_as_it_stands_whatever_the_ratio():
    found = [
        weigh(claims(("US", "third", "killed", 20_000)), TINY, ratio=r).killed
        for r in ((0, 0), (3, 3), (2, 9))
    ]
    assert found[0] == found[1] == found[2]
    assert found[0].central == pytest.approx(20_000, rel=0.02)


def test_doubt_about_the_ratio_widens_what_killed_and_wounded_say():
    table = claims(("US", "third", "killed and wounded", 80_000))
    assert width(weigh(table, TINY, ratio=(2, 4.33))) > 3 * width(weigh(table, TINY, ratio=(3, 3)))


def test_an_earlier_claim_is_carried_forward_by_its_exponent():
    half = pd.Timestamp("2022-02-24") + (pd.Timestamp(DAY) - pd.Timestamp("2022-02-24")) / 2
    table = claims(("US", "third", "killed", 10_000, {"as_of": half.normalize()}))
    found = weigh(table, TINY | {"growth": 1.0, "growth_error": 1e-6})
    assert found.killed.central == pytest.approx(20_000, rel=0.03)


def test_other_evidence_decides_what_an_undefined_loss_means():
    undefined = ("Ukrainian General Staff", "Ukraine", "undefined", 60_000)
    few, many = (
        weigh(
            claims(
                undefined,
                *((who, p, "killed", n) for who, p in (("US", "third"), ("Meduza", "press"))),
            )
        )
        for n in (12_000, 50_000)
    )
    assert few.undefined_counts_wounded > 0.6
    assert many.undefined_counts_wounded < 0.35
    plain = weigh(claims(("US", "third", "killed", 12_000)))
    assert plain.undefined_counts_wounded == pytest.approx(SCALES["undefined_wounded"])


def test_the_dead_known_by_name_are_a_floor():
    table = claims(("US", "third", "killed", 9_000))
    free, held = weigh(table), weigh(table, floor=8_000)
    assert free.killed.low < 8_000 <= held.killed.low * 1.02  # one step of the grid
    assert held.density[held.log_deaths < np.log(8_000)].sum() == 0
    assert held.density.sum() == pytest.approx(1)
    assert held.killed.central > free.killed.central


def test_a_floor_above_everything_is_refused():
    with pytest.raises(MeasureError, match="above the floor of 3,000,000"):
        weigh(claims(("US", "third", "killed", 9_000)), floor=3_000_000)


def test_a_repeated_claim_counts_less_than_a_second_source():
    one = weigh(claims(("US officials", "third", "killed", 9_000)))
    repeated = weigh(
        claims(("US officials", "third", "killed", 9_000), ("US DoD", "third", "killed", 9_000))
    )
    second = weigh(
        claims(("US officials", "third", "killed", 9_000), ("MI6", "third", "killed", 9_000))
    )
    assert (repeated.roots, second.roots) == (1, 2)
    assert width(second) < width(repeated) < width(one)


def test_a_repeated_claim_adds_nothing_where_its_own_error_is_nil():
    scales = SCALES | {"claim_error": 1e-3}
    one = weigh(claims(("US officials", "third", "killed", 9_000)), scales)
    ten = weigh(claims(*[("US officials", "third", "killed", 9_000)] * 10), scales)
    assert width(ten) == pytest.approx(width(one), rel=1e-3)


def test_own_side_is_read_as_too_low_and_the_opponent_as_too_high():
    # 10,000 is the centre before any claim, so that only the bias moves the estimate
    own, enemy = (weigh(claims((who, who, "killed", 10_000))) for who in ("Russia", "Ukraine"))
    third = weigh(claims(("US", "third", "killed", 10_000)))
    assert own.killed.central > 1.2 * 10_000
    assert enemy.killed.central < 10_000 / 1.2
    assert third.killed.central == pytest.approx(10_000, rel=0.015)
    assert own.killed.central * enemy.killed.central == pytest.approx(1e8, rel=0.04)
    assert own.bias_own < 1 < enemy.bias_opponent


def test_the_same_claim_about_the_other_side_is_read_the_other_way_round():
    mine = claims(("Russian MoD", "Russia", "killed", 10_000))
    assert (
        synthesis(
            mine.assign(side="UA"), "UA", DAY, SCALES, ratio=(2.5, 4.5), level=0.95
        ).killed.central
        < 10_000
    )
    assert weigh(mine).killed.central > 10_000


def test_a_lower_bound_pulls_only_upward():
    base = ("US", "third", "killed", 10_000)
    more = {"qualifier": "more than", "high": np.inf}
    alone = weigh(claims(base)).killed.central
    low = weigh(claims(base, ("Meduza", "press", "killed", 500, more))).killed.central
    high = weigh(claims(base, ("Meduza", "press", "killed", 30_000, more))).killed.central
    assert low == pytest.approx(alone, rel=0.01)
    assert high > 1.15 * alone


MORE = {"qualifier": "more than", "high": np.inf}


def test_a_lower_bound_alone_cuts_the_prior_at_its_number():
    # above the middle of the prior half is left; the median of that half is its upper quartile,
    # 0.6745 deviations of 1.5 up
    found = weigh(claims(("US", "third", "killed", 10_000, MORE)), TINY | {"growth_error": 1e-6})
    assert found.killed.central == pytest.approx(10_000 * np.exp(0.6745 * 1.5), rel=0.02)
    assert found.killed.low > 0.97 * 10_000


def test_two_independent_lower_bounds_are_both_met():
    table = claims(
        ("US", "third", "killed", 10_000, MORE), ("Meduza", "press", "killed", 20_000, MORE)
    )
    assert weigh(table, TINY).killed.low > 0.97 * 20_000


def test_a_second_lower_bound_of_one_party_adds_only_what_is_new():
    # one party's error is large, all else small: whoever is right about 30,000 is right about
    # 80,000 killed and wounded, 20,000 killed
    scales = SCALES | {"bias_third": 0.8, "chain_error": 0.02, "claim_error": 0.02}
    base = ("Meduza", "press", "killed", 10_000)
    bounds = [
        ("UK", "third", "killed", 30_000, MORE),
        ("UK", "third", "killed and wounded", 80_000, MORE),
    ]
    one, both = (weigh(claims(base, *bounds[:n]), scales, ratio=(3, 3)).killed for n in (1, 2))
    apart = weigh(
        claims(base, bounds[0], ("Elsewhere", "academic", *bounds[1][2:])), scales, ratio=(3, 3)
    ).killed
    assert both.central == pytest.approx(one.central, rel=0.01)
    assert (both.low, both.high) == pytest.approx((one.low, one.high), rel=0.02)
    assert apart.central > 1.05 * one.central


@pytest.mark.parametrize("quantity", sorted(set(MEANING) - {"wounded_per_dead"}))
def test_a_missing_scale_or_one_of_zero_is_refused(quantity):
    table = claims(("US", "third", "killed", 9_000))
    with pytest.raises(MeasureError, match=rf"missing: \['{quantity}'\]"):
        weigh(table, {q: v for q, v in SCALES.items() if q != quantity})
    with pytest.raises(MeasureError, match="above zero"):
        weigh(table, SCALES | {quantity: 0.0})


@pytest.mark.parametrize("ratio", [(4, 3), (-1, 3)])
def test_a_ratio_out_of_order_is_refused(ratio):
    with pytest.raises(MeasureError, match="wounded per killed"):
        weigh(claims(("US", "third", "killed", 9_000)), ratio=ratio)


def test_claims_fix_the_estimate_only_up_to_what_is_assumed_about_their_bias():
    # all claims times two: the dead times nearly two, and nothing in the claims objects
    table = claims(
        *(
            (f"Source {i}", f"party {i % 4}", "killed", n)
            for i, n in enumerate((9_000, 11_000, 12_000, 8_000) * 5)
        )
    )
    twice = table.assign(**{c: 2 * table[c] for c in ("low", "central", "high")})
    assert weigh(twice).killed.central / weigh(table).killed.central == pytest.approx(2, rel=0.03)
    assert width(weigh(twice)) == pytest.approx(width(weigh(table)), rel=0.02)


def test_names_over_their_coverage_are_a_claim_between_both_ends():
    names = pd.Series({"key": "N", "central": 6_000.0, "as_of": pd.Timestamp(DAY)})
    share = Estimate(low=0.4, central=0.5, high=0.6, unit="ratio", basis="test")
    row = claim_from_names(names, share).iloc[0]
    assert (row["low"], row["central"], row["high"]) == pytest.approx((10_000, 12_000, 15_000))
    assert weigh(pd.DataFrame([row])).claims == 1
    with pytest.raises(MeasureError, match="coverage above 0"):
        claim_from_names(
            names, Estimate(low=0.0, central=0.5, high=0.6, unit="ratio", basis="test")
        )


def test_sensitivity_starts_from_the_stated_scales_and_changes_one_thing_at_a_time(known):
    table, priors = known.table("loss_claims"), known.table("priors")
    found = sensitivity(table, "RU", DAY, priors, ratio=(2.5, 4.5), level=0.9)
    modes = priors.set_index("quantity")["mode"].astype(float)
    stated = synthesis(
        table, "RU", DAY, {q: modes[q] for q in SCALES}, ratio=(2.5, 4.5), level=0.9
    ).killed
    assert found.iloc[0][["low", "central", "high"]].tolist() == [
        stated.low,
        stated.central,
        stated.high,
    ]
    roots = usable(table, "RU", DAY)["root"].nunique()
    assert len(found) == 1 + 2 * len(SCALES) + roots
    assert (found["low"] < found["central"]).all()


def test_a_series_that_restates_kyiv_takes_its_root_and_stand_and_adds_almost_nothing():
    base = [
        ("US officials", "third", "killed", 9_000),
        ("Russian MoD", "Russia", "killed", 5_900),
        ("Ukrainian General Staff", "Ukraine", "undefined", 62_870),
    ]
    again = ("UK MoD monthly series", "third", "undefined", 62_870)
    row = usable(claims(*base, again), "RU", DAY).iloc[-1]
    assert (row["root"], row["stand"]) == ("Kyiv", "opponent")
    alone, restated = weigh(claims(*base)), weigh(claims(*base, again))
    own_source = weigh(claims(*base, ("MI6", *again[1:])))
    assert restated.roots == alone.roots == 3
    assert width(restated) > 0.97 * width(alone)
    assert width(own_source) < 0.9 * width(alone)


def test_of_several_lower_bounds_of_one_root_the_last_is_kept():
    more = {"qualifier": "more than", "high": np.inf}
    table = claims(
        ("US officials", "third", "killed", 8_000, more | {"as_of": pd.Timestamp("2022-09-01")}),
        ("US DoD", "third", "killed", 9_000, more),
        ("MI6", "third", "killed", 8_500, more | {"as_of": pd.Timestamp("2022-08-01")}),
        ("US officials", "third", "killed", 9_500, {"as_of": pd.Timestamp("2022-08-01")}),
    )
    assert usable(table, "RU", DAY)["key"].tolist() == ["C1", "C2", "C3"]


def test_names_joined_to_claims_keep_their_place_whatever_their_index():
    more = {"qualifier": "more than", "high": np.inf}
    names = pd.Series({"key": "N", "central": 6_000.0, "as_of": pd.Timestamp(DAY)})
    table = claims(
        ("US", "third", "killed", 9_000, more),
        ("US", "third", "killed", 8_000, more | {"as_of": pd.Timestamp("2022-08-01")}),
    )
    share = Estimate(low=0.4, central=0.5, high=0.6, unit="ratio", basis="test")
    joined = pd.concat([table, claim_from_names(names, share)])  # two rows share the index 0
    assert usable(joined, "RU", DAY)["key"].tolist() == ["C0", "N"]


def test_the_last_day_of_a_series_is_one_claim_of_the_enemy():
    days = pd.DataFrame(
        {
            "key": ["a", "b"],
            "day": pd.to_datetime(["2022-10-09", "2022-10-10"]),
            "total": [62_500, 62_870],
        }
    )
    claim = casualties.claim_from_series(days)
    assert casualties.usable(claim, "RU", "2022-10-11")[
        ["key", "central", "stand", "root"]
    ].to_numpy().tolist() == [["b", 62_870, "opponent", "Kyiv"]]


def test_a_series_without_a_day_is_refused():
    with pytest.raises(NotKnownError, match="no day"):
        casualties.claim_from_series(pd.DataFrame({"key": [], "day": [], "total": []}))
