"""Reporting delay: a list that fills up, carried to what it will hold in the end."""

import numpy as np
import pandas as pd
import pytest

from analysis import casualties, evidence
from analysis.casualties import (
    VINTAGES,
    DelayModel,
    MeasureError,
    ages_at,
    chain_ladder,
    fit_delay,
    nowcast,
    out_of_sample,
    yearly_triangle,
)

NAN = np.nan
EDGES = (0.0, 10.0, 50.0, 150.0)
RATES = np.array(
    [0.08, 0.02, 0.004]
)  # known in the end: exp(-2) at death, exp(-1.2) at ten weeks, exp(-0.4) at fifty


def planted(dispersion=1.0, covariance=None):
    return DelayModel(
        edges=np.array(EDGES),
        rates=RATES,
        covariance=np.zeros((3, 3)) if covariance is None else covariance,
        dispersion=dispersion,
    )


def lists(rng, *, deaths=400.0, weeks=150):
    """The same weeks seen at every vintage; names arrive one by one at the planted rates."""
    week = pd.date_range("2022-01-03", periods=weeks, freq="7D")
    frame = pd.DataFrame({"key": [f"NW-{d:%G-%V}" for d in week], "week": week})
    left = rng.poisson(deaths, size=weeks)
    for column in reversed(list(VINTAGES)):
        older = VINTAGES[next((c for c in VINTAGES if VINTAGES[c] > VINTAGES[column]), column)]
        now, then = (planted().share_known(ages_at(frame, d)) for d in (VINTAGES[column], older))
        if column != "known_now":
            left = rng.binomial(left, np.divide(now, then, out=np.zeros_like(now), where=then > 0))
        frame[column] = left
    return frame


@pytest.fixture(scope="module")
def weeks():
    return evidence.known_by(None).table("named_by_week")


def test_two_cohorts_are_counted_by_hand():
    found = chain_ladder([[100, 150], [200, NAN]])
    assert (found.factors[0], found.ultimate[1], found.total_to_come) == (1.5, 300, 100)


def test_three_cohorts_are_counted_by_hand():
    found = chain_ladder([[100, 150, 165], [200, 260, NAN], [300, NAN, NAN]])
    one, two = 410 / 300, 1.1  # (150 + 260) / (100 + 200) and 165 / 150
    assert found.factors == pytest.approx([one, two])
    assert found.ultimate == pytest.approx([165, 286, 300 * one * two])
    assert found.total_to_come == pytest.approx(26 + 300 * one * two - 300)
    spread = 100 * (1.5 - one) ** 2 + 200 * (1.3 - one) ** 2  # the last variance repeats it
    second = 286**2 * spread / two**2 * (1 / 260 + 1 / 150)
    assert found.se[:2] == pytest.approx([0, np.sqrt(second)])
    reach = 300 * one * two
    third = reach**2 * (
        spread / one**2 * (1 / 300 + 1 / 300) + spread / two**2 * (1 / (300 * one) + 1 / 150)
    )
    assert found.se[2] == pytest.approx(np.sqrt(third))
    assert found.total_se == pytest.approx(
        np.sqrt(second + third + 2 * 286 * reach * spread / two**2 / 150)
    )


@pytest.mark.parametrize("ages", [3, 4, 5])
def test_cohorts_that_grow_by_the_same_factors_leave_no_error(ages):
    course = np.cumprod([1.0, 2.0, 1.5, 1.25, 1.125])[:ages]
    triangle = np.outer([64.0, 128.0, 32.0, 256.0, 64.0][:ages], course)
    full = triangle[:, -1].copy()
    triangle[np.add.outer(np.arange(ages), np.arange(ages)) >= ages] = NAN
    found = chain_ladder(triangle)
    assert found.ultimate == pytest.approx(full)
    assert found.se == pytest.approx(np.zeros(ages), abs=1e-6)
    assert found.total_se == pytest.approx(0, abs=1e-6)


def test_a_falling_total_is_refused_with_cohort_and_ages():
    with pytest.raises(MeasureError, match="cohort 1: a running total falls from age 0 to 1"):
        chain_ladder([[100, 150, 160], [200, 190, NAN], [50, NAN, NAN]])


@pytest.mark.parametrize("triangle", [[[100, NAN], [200, NAN]], [[100, 150]]])
def test_an_incomplete_oldest_cohort_or_a_single_one_is_refused(triangle):
    with pytest.raises(MeasureError, match="two cohorts or more"):
        chain_ladder(triangle)


@pytest.mark.parametrize(
    ("triangle", "message"),
    [
        (
            [[10, 20, 30], [12, NAN, 33], [9, NAN, NAN]],
            "cohort 1: nothing is known at age 1; a gap",
        ),
        ([[10, 20, 30], [NAN, NAN, NAN]], "cohort 1: nothing is known at age 0"),
        ([[0, 0, 5], [0, 3, NAN], [2, NAN, NAN]], "cohort 0: nobody at age 0"),
        ([[10, 20], [0, NAN]], "cohort 1: nobody at age 0"),
        ([[10, 20], [-1, NAN]], "cohort 1: -1 at age 0 is no number of persons"),
        ([[10, 1e18], [5, NAN]], r"cohort 0: 1e\+18 at age 1"),
        ([[10, np.inf], [5, NAN]], "cohort 0: inf at age 1"),
    ],
)
def test_cohorts_with_gaps_or_nobody_to_carry_on_from_are_refused(triangle, message):
    with pytest.raises(MeasureError, match=message):
        chain_ladder(triangle)


def test_names_by_year_and_year_end_sum_to_the_known_counts(weeks):
    triangle = yearly_triangle(weeks)
    assert triangle.loc[2022].tolist() == [12_492, 16_737, 19_236, 19_928]
    assert triangle.loc[2023].dropna().tolist() == [25_404, 39_023, 44_763]
    assert triangle.loc[2025].dropna().tolist() == [36_598]


def test_a_day_in_august_is_no_year_end(weeks):
    found = chain_ladder(yearly_triangle(weeks).to_numpy())
    # (16,737 + 39,023 + 69,706) / (12,492 + 25,404 + 37,593), not 1.543 with names of August 2026
    assert found.factors[0] == pytest.approx(125_466 / 75_489)
    changed = yearly_triangle(weeks.assign(known_now=9 * weeks["known_now"]))
    pd.testing.assert_frame_equal(changed, yearly_triangle(weeks))


def test_the_year_2022_alone_foretells_2023_within_a_hundred_names(weeks):
    triangle = yearly_triangle(weeks).to_numpy()
    factor = triangle[0, 2] / triangle[0, 1]
    assert factor == pytest.approx(1.1493, abs=5e-5)
    assert round(factor * triangle[1, 1]) == 44_850  # 44,763 came
    assert triangle[1, 2] == 44_763


def test_a_planted_delay_is_recovered(rng):
    found = fit_delay(lists(rng, deaths=4_000), edges=EDGES)
    assert found.rates == pytest.approx(RATES, rel=0.03)
    assert found.dispersion == pytest.approx(1, abs=0.25)


def test_planted_rates_lie_within_their_stated_errors():
    # 100 data sets, three rates: 300 standardised errors of size one, within three deviations
    z = []
    for seed in range(100):
        found = fit_delay(lists(np.random.default_rng(seed)), edges=EDGES)
        z.append((found.rates - RATES) / np.sqrt(np.diag(found.covariance)))
    assert np.sqrt(np.mean(np.square(z))) == pytest.approx(1, abs=0.12)


def test_the_order_of_weeks_leaves_the_rates_to_eleven_digits(weeks):
    assert fit_delay(weeks.iloc[::-1]).rates == pytest.approx(fit_delay(weeks).rates, rel=1e-11)


def test_where_nobody_arrives_the_rate_is_nothing(rng):
    frame = lists(rng)
    found = fit_delay(
        frame.assign(known_2023=frame["known_2022"]), dict(list(VINTAGES.items())[:2]), edges=EDGES
    )
    assert found.rates.tolist() == [0, 0, 0]


def test_one_rate_is_the_one_counted_by_hand():
    # 100 names at week 2, 200 at week 12 when all are in: half known after 2 of 10 weeks, so 8
    # weeks x rate = log 2
    weeks = pd.DataFrame(
        {"key": ["NW-2022-01"], "week": [pd.Timestamp("2022-01-01")], "a": [100], "b": [200]}
    )
    days = {
        "a": str((weeks["week"][0] + pd.Timedelta(days=17)).date()),
        "b": str((weeks["week"][0] + pd.Timedelta(days=87)).date()),
    }
    found = fit_delay(weeks, days, edges=(0.0, 10.0))
    assert found.rates[0] == pytest.approx(np.log(2) / 8, rel=1e-12)


def test_a_fit_that_has_not_settled_is_refused(weeks, monkeypatch):
    monkeypatch.setattr("analysis.casualties.arrival._MOST_STEPS", 2)
    with pytest.raises(MeasureError, match="does not settle: after 2 steps"):
        fit_delay(weeks)


def test_one_vintage_is_refused(weeks):
    with pytest.raises(MeasureError, match="two days or more"):
        fit_delay(weeks, {"known_2022": VINTAGES["known_2022"]})


@pytest.mark.parametrize("left", [1, 0])
def test_names_that_disappear_are_refused(left, weeks):
    fewer = weeks.assign(known_2023=weeks["known_2023"].where(weeks["key"] != "NW-2022-10", left))
    with pytest.raises(MeasureError, match="1 weeks hold fewer names later"):
        fit_delay(fewer)


def test_the_share_known_rises_from_nothing_to_all(weeks):
    model = fit_delay(weeks)
    share = model.share_known(np.arange(-5, 270))
    assert (share[:6] == 0).all()
    assert (np.diff(share) >= 0).all()
    assert share[6] < share[60] < share[160]
    assert share[5 + 260 :] == pytest.approx(1)


def test_rates_drawn_give_one_curve_each(rng):
    model = planted(covariance=np.diag(RATES**2 / 100))
    curves = model.share_known(np.array([1.0, 20.0, 100.0]), model.draws_of_rates(50, rng))
    assert curves.shape == (50, 3)
    assert curves.mean(axis=0) == pytest.approx(
        model.share_known(np.array([1.0, 20.0, 100.0])), abs=0.03
    )


def test_when_all_weeks_are_old_the_names_are_all_there(rng):
    found = nowcast(
        500, np.array([200.0, 300.0]), np.ones(2), planted(), level=0.95, draws=200, rng=rng
    )
    assert (found.low, found.central, found.high) == (500, 500, 500)


def test_half_known_is_twice_as_many(rng):
    model = DelayModel(
        edges=np.array([0.0, 10.0]),
        rates=np.array([np.log(2) / 5]),
        covariance=np.zeros((1, 1)),
        dispersion=1.0,
    )
    found = nowcast(1_000, np.array([5.0]), np.ones(1), model, level=0.95, draws=20_000, rng=rng)
    assert found.central == pytest.approx(2_000)
    half = 1.96 * np.sqrt(1_000 * 0.5) / 0.5
    assert (found.low, found.high) == pytest.approx((2_000 - half, 2_000 + half), rel=0.005)


def test_weeks_in_the_future_cannot_be_carried_forward(rng):
    with pytest.raises(MeasureError, match="no names can be known"):
        nowcast(10, np.array([-2.0, -1.0]), np.ones(2), planted(), level=0.95, draws=10, rng=rng)


def test_the_nowcast_covers_the_names_known_in_the_end(rng):
    # 1,000 lists; a 95 % interval covers 93 to 97 % (three binomial deviations are 2.1 %)
    ages, model = np.arange(1.0, 61.0), planted()
    share = model.share_known(ages)
    inside = 0
    for _ in range(1_000):
        dead = rng.poisson(40, size=60)
        known = rng.binomial(dead, share).sum()
        found = nowcast(known, ages, np.ones(60), model, level=0.95, draws=1_000, rng=rng)
        inside += found.low <= dead.sum() <= found.high
    assert 930 <= inside <= 970


def test_the_nowcast_covers_when_the_delay_is_estimated_too(rng):
    # 200 data sets; 95 % within three binomial deviations, 90.4 to 99.6 %
    inside = 0
    for _ in range(200):
        model = fit_delay(lists(rng, deaths=60), edges=EDGES)
        ages = np.arange(1.0, 41.0)
        dead = rng.poisson(60, size=40)
        known = rng.binomial(dead, planted().share_known(ages)).sum()
        found = nowcast(known, ages, np.ones(40), model, level=0.95, draws=500, rng=rng)
        inside += found.low <= dead.sum() <= found.high
    assert 181 <= inside <= 199


def test_forecasts_use_nothing_seen_after_their_day(weeks):
    stated = out_of_sample(weeks)
    later = weeks.assign(known_2025=3 * weeks["known_2025"], known_now=9 * weeks["known_now"])
    changed = out_of_sample(later)
    before = stated["vintage"] < "known_2025"
    assert before.any()
    assert (~before).any()
    pd.testing.assert_series_equal(
        changed.loc[before, "predicted"], stated.loc[before, "predicted"]
    )
    assert not np.allclose(changed.loc[~before, "predicted"], stated.loc[~before, "predicted"])
    only_last = out_of_sample(weeks.assign(known_now=9 * weeks["known_now"]))
    pd.testing.assert_series_equal(only_last["predicted"], stated["predicted"])
    assert not np.allclose(only_last["actual"], stated["actual"])


def test_past_misses_widen_the_nowcast_and_leave_its_middle(rng):
    weeks = evidence.table("named_by_week")
    model = casualties.fit_delay(weeks, dict(list(casualties.VINTAGES.items())[:2]))
    ages = np.arange(1.0, 30.0)
    plain, wide = (
        casualties.nowcast(
            7_000,
            ages,
            np.ones(29),
            model,
            level=0.95,
            draws=4_000,
            rng=np.random.default_rng(1),
            log_error=e,
        )
        for e in (0.0, casualties.past_error(casualties.out_of_sample(weeks)))
    )
    assert plain.central == wide.central
    assert wide.low < plain.low < plain.high < wide.high
