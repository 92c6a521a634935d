"""Weekly deaths from all sources: rows, derivatives, fit, refusals, published cases."""

import numpy as np
import pandas as pd
import pytest

from analysis import evidence
from analysis.casualties import VINTAGES, MeasureError, weekly
from analysis.casualties.weekly import NotConvergedError, course, stated, told_by, without_each
from analysis.casualties.weekly import observations as of
from analysis.casualties.weekly.fit import peak
from analysis.casualties.weekly.model import build, share_of_weeks, week_starts
from analysis.casualties.weekly.prediction import half_normal, predicted, with_slopes
from analysis.casualties.weekly.priors import MEANING, SHARED
from analysis.casualties.weekly.records import from_register, from_sizes, from_vintages

TABLES = ("loss_claims", "general_staff_daily", "named_deaths", "coverage", "named_by_week")
DAY = "2022-10-11"
RATIO = (2.5, 4.5)


def assumed(day=DAY, **changed):
    table = evidence.known_by(None).table("priors")
    some = weekly.latest(
        table[table["quantity"].isin((*MEANING, *SHARED, "undefined_wounded"))], day
    )
    return stated(some, RATIO) | changed


def known_rows(day=DAY, side="RU"):
    known = evidence.known_by(pd.Timestamp(day).date())
    return told_by({t: known.table(t) for t in TABLES}, side, day, VINTAGES)


def of_number(number):
    return dict.fromkeys(("low", "central", "high"), number)


def claim(**told):
    usual = {
        "key": "C1",
        "side": "UA",
        "claimant": "US",
        "claimant_party": "third",
        "root": "Washington",
        "witness": "witness",
        "forces": "all",
        "grounds": "statement",
        "since": pd.NaT,
        "measure": "killed",
        "as_of": pd.Timestamp("2022-06-01"),
        "low": 30_000.0,
        "central": 30_000.0,
        "high": 30_000.0,
        "qualifier": "exact",
    }
    return pd.DataFrame([usual | told])


def dead(claims, day="2022-06-01", draws=1_000, seed=1, **changed):
    rows = of.from_claims(claims, "UA", day)
    rng = np.random.default_rng(seed)
    return course(rows, day, assumed(**changed), level=0.95, draws=draws, rng=rng).total(
        "residents"
    )


@pytest.fixture(scope="module")
def russian():
    return course(
        known_rows(), DAY, assumed(), level=0.95, draws=2000, rng=np.random.default_rng(20220923)
    )


def test_derivatives_are_those_of_differences(rng):
    model = build(known_rows("2022-12-31"), "2022-12-31", assumed(), wounded=True)
    start = np.concatenate([np.full(model.basis.shape[1], 5.5), model.prior.mean])
    z = start + 0.2 * rng.standard_normal(len(start))
    at, pull, step = with_slopes(model, z), rng.standard_normal(len(model.y)), 1e-5
    for j in range(len(z)):
        up, down = (z + s * step * (np.arange(len(z)) == j) for s in (1, -1))
        slope = (predicted(model, up) - predicted(model, down))[0] / (2 * step)
        assert at.slopes[:, j] == pytest.approx(slope, abs=1e-6)
        bend = pull @ (with_slopes(model, up).slopes - with_slopes(model, down).slopes) / (2 * step)
        assert at.curvature(pull)[:, j] == pytest.approx(bend, abs=1e-5)


def test_a_fit_does_not_depend_on_where_it_starts(rng):
    model = build(known_rows(), DAY, assumed(), wounded=True)
    one = peak(model, 0.1)
    other = peak(model, 0.1, one.z + 0.3 * rng.standard_normal(len(one.z)))
    assert other.z == pytest.approx(one.z, abs=1e-7)


def test_half_of_a_normal_has_the_quantiles_of_its_size():
    # 0.6745 and 1.96 are exceeded in size by 50 % and 5 % of normal deviates
    assert half_normal(np.array([0.0, 1.6449])) == pytest.approx([0.6745, 1.96], abs=1e-3)


def test_weeks_are_counted_by_hand():
    weeks = week_starts("2022-03-08")
    assert [f"{w:%m-%d}" for w in weeks] == ["02-21", "02-28", "03-07"]
    # from the invasion on 24 February, a Thursday: four days are all of its first week
    shares = share_of_weeks(["2022-02-24", "2022-02-26"], ["2022-03-01", "2022-03-01"], weeks)
    assert shares == pytest.approx(np.array([[1, 1 / 7, 0], [2 / 4, 1 / 7, 0]]))


def test_up_to_a_number_is_not_that_number():
    exact = dead(claim())
    most = dead(claim(low=0.0, qualifier="less than"))
    least = dead(claim(high=np.inf, qualifier="more than"))
    assert most.central < 0.6 * exact.central
    assert least.central > 1.2 * exact.central


def test_a_claim_of_one_year_counts_that_year_only():
    whole = claim(as_of=pd.Timestamp("2023-12-31"))
    year = whole.assign(since=pd.Timestamp("2023-01-01"))
    assert dead(year, "2023-12-31").central > 1.3 * dead(whole, "2023-12-31").central


def test_a_planted_course_is_found_within_its_interval(rng):
    day, true = "2023-12-31", 1_000.0
    weeks = week_starts(day)
    months = [
        claim(
            key=f"C{i}",
            root=f"root {i}",
            claimant_party="press" if i % 2 else "third",
            since=weeks[i],
            as_of=weeks[i] + pd.Timedelta(days=27),
            **dict.fromkeys(
                ("low", "central", "high"), 4 * true * np.exp(0.2 * rng.standard_normal())
            ),
        )
        for i in range(4, len(weeks) - 4, 4)
    ]
    rows = of.from_claims(pd.concat(months, ignore_index=True), "UA", day)
    few = {"bias_third": (0.05, 0.0), "chain_error": (0.2, 0.0), "claim_error": (0.05, 0.0)}
    found = course(rows, day, assumed(**few), level=0.95, draws=500, rng=rng, least=50)
    total = found.total("residents")
    assert total.low < true * (len(weeks) - 3 / 7) < total.high
    table = found.by_week("residents")
    assert ((table["low"] < true) & (true < table["high"])).mean() > 0.6  # weeks share errors


def test_numbers_of_the_dead_by_the_day_of_the_text_are_stated(russian):
    residents, every = russian.total("residents"), russian.total("all")
    assert residents.central == pytest.approx(16_500, rel=0.05)
    assert residents.low == pytest.approx(10_900, rel=0.1)
    assert residents.high == pytest.approx(27_000, rel=0.1)
    assert every.central == pytest.approx(24_500, rel=0.07)
    assert russian.effective > 200


def test_forces_are_parts_of_all(russian):
    middle = {f: russian.total(f).central for f in weekly.FORCES}
    assert middle["regular"] < middle["residents"] < middle["all"]
    assert middle["regular"] < middle["regular and republics"] < middle["all"]
    whole, some = (russian.weekly_draws(f).sum(axis=1) for f in ("all", "residents"))
    assert (whole > some).all()


def test_two_seeds_agree_within_a_few_per_cent(russian):
    other = course(
        known_rows(), DAY, assumed(), level=0.95, draws=2000, rng=np.random.default_rng(5)
    )
    assert other.total("residents").central == pytest.approx(
        russian.total("residents").central, rel=0.05
    )


def test_the_same_seed_gives_the_same_numbers():
    assert dead(claim(), seed=3) == dead(claim(), seed=3)


def test_a_figure_far_from_all_others_stands_out():
    rows = [claim(key=f"C{i}", root=f"root {i}") for i in range(6)]
    wild = claim(
        key="C9",
        root="wild",
        claimant_party="press",
        **dict.fromkeys(("low", "central", "high"), 3e6),
    )
    told = of.from_claims(pd.concat([*rows, wild], ignore_index=True), "UA", "2022-06-01")
    rng = np.random.default_rng(1)
    fitted = course(told, "2022-06-01", assumed(), level=0.95, draws=1000, rng=rng).fitted()
    z = fitted.set_index("key")["z"]
    assert z["C9"] > 1.3  # the bias of its party takes up the rest
    assert z.drop("C9").abs().max() < 1


def test_one_source_left_out_is_not_used():
    both = pd.concat([claim(), claim(key="C2", root="London", **of_number(9e4))], ignore_index=True)
    rows = of.from_claims(both, "UA", "2022-06-01")
    options = {"level": 0.95, "draws": 500, "least": 50, "rng": lambda: np.random.default_rng(1)}
    found = without_each(rows, "2022-06-01", assumed(), "residents", **options)
    found = found.set_index("without")["central"]
    assert found["London"] < 45_000 < found["Washington"]


def test_a_series_counts_by_half_years_and_not_as_totals():
    days = pd.DataFrame(
        {
            "key": ["a", "b", "c"],
            "day": pd.to_datetime(["2022-06-30", "2022-12-31", "2023-06-30"]),
            "total": [100.0, 250.0, 600.0],
        }
    )
    rows = of.from_series(days)
    assert rows["value"].tolist() == [100, 150, 350]
    assert rows["start"].dt.strftime("%Y-%m-%d").tolist() == [
        "2022-02-24",
        "2022-07-01",
        "2023-01-01",
    ]
    with pytest.raises(MeasureError, match="a running total falls"):
        of.from_series(days.assign(total=[100.0, 90.0, 600.0]))


def test_nothing_known_later_than_the_day_is_used():
    rows = known_rows("2023-12-31")
    assert (rows["end"] <= pd.Timestamp("2024-01-01")).all()
    weeks = evidence.known_by(None).table("named_by_week")
    tables = {t: evidence.known_by(None).table(t) for t in TABLES}
    told = told_by(tables | {"named_by_week": weeks}, "RU", "2023-12-31", VINTAGES)
    assert not told["key"].str.contains("known_2024|known_2025|known_now").any()


def test_the_register_and_names_replace_what_repeats_them():
    rows = known_rows("2026-11-17")
    assert {"register", "names", "claim"} == set(rows["kind"])
    assert not rows.loc[rows["kind"] == "claim", "root"].isin(["Meduza"]).any()
    assert rows["key"].is_unique


def test_a_list_that_shrinks_is_refused():
    names = evidence.known_by(None).table("named_deaths")
    names.loc[names["key"] == "ND15", "central"] = 5_000
    with pytest.raises(MeasureError, match=r"ND15: 5,000 names after .* cannot shrink"):
        from_sizes(names)


def test_weeks_that_lose_names_and_missing_vintages_are_refused():
    weeks = evidence.known_by(None).table("named_by_week")
    with pytest.raises(MeasureError, match="hold fewer names"):
        from_vintages(weeks.assign(known_2023=0), VINTAGES)
    with pytest.raises(MeasureError, match="no column known_1999"):
        from_vintages(weeks, {"known_1999": "1999-12-31"})


def test_the_register_by_month_adds_to_its_weeks():
    weeks = evidence.known_by(None).table("named_by_week")
    rows = from_register(weeks)
    whole = rows.loc[~rows["registered"], "value"].sum()
    assert whole == pytest.approx(351_817, abs=5)  # with missing, to the end of 2025


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"as_of": pd.NaT}, "C1 has no date"),
        ({"central": np.nan}, "wanted low, central and high in order"),
        ({"central": -5.0, "low": -5.0}, "above zero"),
        ({"forces": np.nan}, "whose dead are counted"),
        ({"since": pd.Timestamp("2022-07-01")}, "no days from 2022-07-01"),
    ],
)
def test_a_claim_that_cannot_be_placed_is_named(told, words):
    with pytest.raises(MeasureError, match=words):
        of.from_claims(claim(**told), "UA", "2022-12-31")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"low": 2.0}, "cannot be its low, mode and high"),
        ({"high": np.nan}, "cannot be its low, mode and high"),
        ({"high": 1.5}, "cannot be its low, mode and high"),
    ],
)
def test_impossible_assumptions_are_refused(changed, words):
    table = evidence.known_by(None).table("priors")
    some = weekly.latest(
        table[table["quantity"].isin((*MEANING, *SHARED, "undefined_wounded"))], DAY
    )
    with pytest.raises(MeasureError, match=f"names_ever: .* {words}"):
        stated(
            some.assign(
                **{c: some[c].mask(some["quantity"] == "names_ever", v) for c, v in changed.items()}
            ),
            RATIO,
        )
    with pytest.raises(MeasureError, match="no prior is stated for names_ever"):
        stated(some[some["quantity"] != "names_ever"], RATIO)
    with pytest.raises(MeasureError, match="stated twice"):
        stated(pd.concat([some, some]), RATIO)


def test_a_reason_published_later_changes_no_earlier_day():
    assert assumed(DAY)["undefined_wounded"] != assumed("2024-03-01")["undefined_wounded"]
    assert assumed(DAY)["undefined_wounded"] == assumed("2024-02-24")["undefined_wounded"]


def test_too_few_effective_draws_are_refused():
    rows = of.from_claims(claim(), "UA", "2022-06-01")
    options = {"level": 0.95, "draws": 100, "rng": np.random.default_rng(1)}
    with pytest.raises(NotConvergedError, match=r"are worth .* wanted 101"):
        course(rows, "2022-06-01", assumed(), least=101, **options)


def test_days_levels_and_forces_that_cannot_be_are_refused(russian, rng):
    rows = of.from_claims(claim(), "UA", "2022-06-01")
    with pytest.raises(MeasureError, match="lies before the invasion"):
        course(rows, "2022-01-01", assumed(), level=0.95, draws=500, rng=rng)
    with pytest.raises(MeasureError, match="wanted 0 < level < 1"):
        course(rows, "2022-06-01", assumed(), level=95, draws=500, rng=rng)
    with pytest.raises(MeasureError, match="no source says anything"):
        course(rows.head(0), "2022-06-01", assumed(), level=0.95, draws=500, rng=rng)
    with pytest.raises(MeasureError, match="unknown forces 'navy'"):
        russian.total("navy")


def test_a_sampler_that_does_not_settle_is_said_and_gives_no_number(monkeypatch):
    from analysis import parameters
    from analysis.casualties.findings import weekly
    from analysis.casualties.weekly.fit import NotConvergedError

    def unsettled(*_, **__):
        raise NotConvergedError("2000 draws are worth 3 independent ones, wanted 200")

    monkeypatch.setattr(weekly, "course", unsettled)
    own = {"ratio_low": 2.5, "ratio_high": 4.5, "forces": "residents", "draws": 2000, "seed": 1}
    p = parameters.check(as_of="2022-10-11", hindsight=False, level=0.95, **own)
    deaths = weekly.weekly_deaths(evidence.known_by(p.day), p, "RU")
    assert not deaths
    assert deaths.facts() == {}
    told = "The weekly model has no answer for Russian dead by 11 October 2022: its sampler"
    assert deaths.sentence().startswith(told)
