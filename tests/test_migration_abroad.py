"""Who left and stayed.

Counted by hand where nothing is in doubt, and held to its own accounts where much is.
"""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import triang

from analysis import cleaning, evidence, migration, paths, tables
from analysis.evidence import NotKnownError
from analysis.migration import FlowError, PriorError
from analysis.quantities import Estimate, UnitError
from test_tables import problems, put, rows_of, write

WINDOW = {"start": "2022-09-21", "end": "2022-09-30"}
DAY = date(2022, 10, 11)
CERTAIN = {
    "open_end": 0,
    "carried_rate": 1,
    "carried_exit_ratio": 1,
    "exit_ratio": 0.6,
    "onward_share": 0,
    "onward_listed_share": 0,
    "later_return_share": 0,
    "normal_net_share": 0,
    "crossings_per_person": 1,
    "uncounted_share": 0,
}


def assumed(**changed):
    """Priors without width, but for those given as (low, mode, high)."""
    ends = {q: v if isinstance(v, tuple) else (v, v, v) for q, v in (CERTAIN | changed).items()}
    rows = [(f"P-{q}", q, "", *e, pd.Timestamp("2022-01-01")) for q, e in ends.items()]
    return pd.DataFrame(
        rows, columns=["key", "quantity", "geography", "low", "mode", "high", "published"]
    )


def report(geography, direction, central, start="2022-09-21", end="2022-09-30"):
    return {
        "key": f"{geography} {direction} {start}",
        "geography": geography,
        "metric": "counts",
        "flow_kind": "window",
        "direction": direction,
        "unit": "crossings",
        "low": central,
        "central": central,
        "high": central,
        "qualifier": "exact",
        "period_start": pd.Timestamp(start),
        "period_end": pd.Timestamp(end),
    }


def abroad(*reports, draws=50, seed=20220923, **changed):
    inputs = migration.wave_inputs(pd.DataFrame(list(reports)), assumed(**changed), **WINDOW)
    return migration.left_and_stayed(
        inputs, level=0.95, draws=draws, rng=np.random.default_rng(seed)
    )


BOTH = (report("Kazakhstan", "entry", 1_000), report("Kazakhstan", "exit", 400))
USUAL = report("Kazakhstan", "entry", 620, "2022-08-01", "2022-08-31")  # 20 a day, 200 in ten days


@pytest.fixture(scope="module")
def inputs():
    known = evidence.known_by(DAY)
    return migration.wave_inputs(
        known.table("border_crossings"),
        known.table("priors"),
        start="2022-09-21",
        end="2022-10-11",
        as_of=DAY,
    )


@pytest.fixture(scope="module")
def estimate(inputs):
    return migration.left_and_stayed(
        inputs, level=0.9, draws=4_000, rng=np.random.default_rng(20221011)
    )


@pytest.mark.parametrize(
    ("low", "mode", "high"), [(0, 0.3, 0.8), (0, 0, 0.05), (1, 1.2, 1.2), (-0.05, 0.05, 0.2)]
)
def test_the_triangular_quantile_is_that_of_scipy(low, mode, high):
    u = np.linspace(0, 1, 101)
    wanted = triang.ppf(u, (mode - low) / (high - low), loc=low, scale=high - low)
    np.testing.assert_allclose(migration.triangular(u, low, mode, high), wanted, atol=1e-12)


def test_a_prior_without_width_is_a_point():
    assert migration.triangular(np.array([0, 0.5, 1]), 2, 2, 2).tolist() == [2, 2, 2]


@pytest.mark.parametrize(
    ("day", "place", "key"),
    [
        ("2022-10-02", "Georgia", "PR05a"),
        ("2022-10-03", "Georgia", "PR05b"),
        ("2022-10-11", "Mongolia", "PR05a"),
        ("2022-10-11", "Kazakhstan", "PR05a"),
        ("2022-12-31", "Kazakhstan", "PR05e"),
        ("2022-01-01", "Georgia", "PR05a"),
    ],
)
def test_a_prior_is_the_latest_known_for_the_country_else_for_all(day, place, key):
    table = evidence.table("priors")
    assert migration.prior(table, "onward_share", place, as_of=date.fromisoformat(day)).key == key


def test_a_later_version_of_a_prior_takes_over():
    table = evidence.table("priors")
    held = [migration.prior(table, "carried_rate", as_of=date(2022, 10, d)).key for d in (4, 5)]
    assert held == ["PR02a", "PR02b"]


def test_a_quantity_nobody_stated_is_refused_by_name():
    with pytest.raises(PriorError, match="no assumption about luck"):
        migration.prior(evidence.table("priors"), "luck")


def test_a_prior_out_of_order_is_refused_by_key():
    with pytest.raises(PriorError, match="P-onward_share: not ordered"):
        abroad(*BOTH, onward_share=(0.5, 0.2, 0.8))


def test_without_any_doubt_the_net_flow_comes_out_exactly():
    found = abroad(*BOTH)
    assert (found.total.low, found.total.central, found.total.high) == (600, 600, 600)


def test_the_net_of_usual_times_is_taken_off():
    assert abroad(*BOTH, USUAL, normal_net_share=0.1).total.central == pytest.approx(580)


def test_the_account_is_counted_by_hand():
    # usual: 200 in, 180 out, 20 net; half of 400 exits by persons who go on and cross twice: 100;
    # a fifth come home by another border: 80; 580 + 80 = 660 are four fifths of all: 825
    found = abroad(
        *BOTH,
        USUAL,
        normal_net_share=0.1,
        onward_share=0.5,
        crossings_per_person=2,
        later_return_share=0.2,
        uncounted_share=0.2,
    )
    wanted = {
        "entries": 1_000,
        "exits": -400,
        "usual net": -20,
        "gone on": 80,
        "not counted": 165,
        "still abroad": 825,
    }
    assert found.steps == pytest.approx(wanted)
    assert {k: (e.low, e.high) for k, e in found.ranges.items()} == {
        k: (pytest.approx(v), pytest.approx(v)) for k, v in wanted.items()
    }
    assert (found.elsewhere.central, found.uncounted.central) == (
        pytest.approx(80),
        pytest.approx(165),
    )
    row = found.account.loc["Kazakhstan"]
    assert [
        row[q].central for q in ("entries", "exits", "usual_net", "gone_on", "stayed")
    ] == pytest.approx([1_000, 400, 20, 100, 580])
    assert [row[q].unit for q in ("exits", "gone_on")] == ["crossings", "persons"]


def test_nobody_who_goes_on_to_a_counted_country_counts_twice():
    # all 400 exits from Kazakhstan lead to Georgia, where they are among the 700 entries: 600 + 700
    # less nobody
    rows = (*BOTH, report("Georgia", "entry", 700), report("Georgia", "exit", 0))
    assert abroad(*rows, onward_share=1, onward_listed_share=1).total.central == pytest.approx(
        1_300
    )
    assert abroad(*rows, onward_share=1, onward_listed_share=0).total.central == pytest.approx(
        1_700
    )


def test_exits_not_reported_follow_the_assumed_ratio():
    assert abroad(BOTH[0], exit_ratio=0.7).total.central == pytest.approx(300)


def test_days_after_the_last_report_are_carried_on():
    # 100 a day for five days, then 80 a day; exits 40 a day, then one and a half for each entry
    early = (
        report("Kazakhstan", "entry", 500, end="2022-09-25"),
        report("Kazakhstan", "exit", 200, end="2022-09-25"),
    )
    found = abroad(*early, carried_rate=0.8, carried_exit_ratio=1.5)
    assert found.total.central == pytest.approx(500 + 400 - 200 - 600)


def test_persons_abroad_are_never_fewer_than_none():
    assert abroad(BOTH[0], report("Kazakhstan", "exit", 1_500)).total.low == 0


def test_the_same_seed_gives_the_same_answer(inputs):
    runs = [
        migration.left_and_stayed(inputs, level=0.9, draws=500, rng=np.random.default_rng(s))
        for s in (1, 1, 2)
    ]
    assert runs[0].samples.tolist() == runs[1].samples.tolist()
    assert runs[0].total == runs[1].total != runs[2].total


MOVES = {
    "entries": {"entries", "exits", "gone_on", "stayed"},
    "entries carried on": {"entries", "exits", "gone_on", "stayed"},
    "exits": {"exits", "gone_on", "stayed"},
    "exits not reported": {"exits", "gone_on", "stayed"},
    "exits carried on": {"exits", "gone_on", "stayed"},
    "usual crossings": {"usual_net", "stayed"},
    "share going on": {"gone_on"},
    "usual net": {"usual_net", "stayed"},
}  # unknown of a country -> lines of its account that may hang on it


@pytest.mark.parametrize("what", sorted(MOVES))
def test_an_unknown_moves_its_own_lines_of_its_own_country_and_nothing_else(inputs, what):
    lines = ("entries", "exits", "usual_net", "gone_on", "stayed")
    for k, country in enumerate(inputs.countries):
        u = np.full((len(inputs.names), 2), 0.5)
        u[inputs.names.index(f"{country.geography}: {what}")] = 0.05, 0.95
        drawn = migration.persons_abroad(u, inputs)
        moved = {
            (q, i)
            for q in lines
            for i in range(len(inputs.countries))
            if drawn[q][i, 0] != drawn[q][i, 1]
        }
        assert moved <= {(q, k) for q in MOVES[what]}


def test_those_who_went_on_are_counted_by_hand_where_they_are_met_again(inputs):
    u = np.full((len(inputs.names), 1), 0.5)
    listed, later = (
        inputs.shared[q].at(u[0])[0] for q in ("onward_listed_share", "later_return_share")
    )
    drawn = migration.persons_abroad(u, inputs)
    on = drawn["gone_on"].sum()
    assert len(inputs.countries) > 1
    assert drawn["elsewhere"][0] == pytest.approx((on - listed * on) * (1 - later))


def test_the_last_step_is_the_total_and_what_medians_miss_is_said(estimate):
    assert estimate.steps["still abroad"] == estimate.total.central == np.median(estimate.samples)
    account = {k: v for k, v in estimate.steps.items() if k != "still abroad"}
    assert sum(account.values()) + estimate.apart == pytest.approx(estimate.total.central)
    assert 0 < abs(estimate.apart) < 0.03 * estimate.total.central


def test_every_country_that_counted_is_in_the_account(inputs):
    names = [c.geography for c in inputs.countries]
    assert names == ["Kazakhstan", "Georgia", "EU (land borders)", "Mongolia", "Israel"]
    rows = pd.DataFrame([report(g, "entry", 5) for g in ("Serbia", "Mongolia", "Armenia")])
    found = migration.counted_geographies(rows, *WINDOW.values())
    assert found == ("Mongolia", "Armenia", "Serbia")


def test_a_part_of_the_eu_is_not_counted_beside_it_nor_in_its_place_but_finland():
    rows = pd.DataFrame([report("Norway (Storskog)", "entry", 5), report("Finland", "entry", 5)])
    assert migration.counted_geographies(rows, *WINDOW.values()) == ("Finland",)


def test_a_country_whose_usual_entries_are_as_many_as_all_counted_hides_the_wave():
    held = {
        usual: migration.wave_inputs(
            pd.DataFrame([*BOTH, report("Kazakhstan", "entry", usual, "2022-08-01", "2022-08-31")]),
            assumed(),
            **WINDOW,
        ).countries[0]
        for usual in (3_069, 3_100)  # 990 and 1,000 in ten days, against 1,000
    }
    assert [c.wave_hidden for c in held.values()] == [False, True]
    bare = migration.wave_inputs(pd.DataFrame([*BOTH]), assumed(), **WINDOW).countries[0]
    assert not bare.wave_hidden


def test_georgia_s_usual_entries_alone_are_as_many_as_all_its_counts(inputs):
    georgia = inputs.countries[1]
    assert georgia.usual_entries == pytest.approx((94_500, 176_129), abs=1)
    assert georgia.entries_in_all == pytest.approx(133_900)
    assert georgia.wave_hidden


def test_the_interval_holds_nine_draws_in_ten(estimate):
    inside = (estimate.samples >= estimate.total.low) & (estimate.samples <= estimate.total.high)
    assert inside.mean() == pytest.approx(0.9, abs=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_more_exits_never_mean_more_abroad(seed):
    wide = {
        "onward_share": (0, 0.3, 0.8),
        "normal_net_share": (-0.05, 0, 0.08),
        "crossings_per_person": (1, 1.2, 2),
        "later_return_share": (0, 0.05, 0.2),
        "uncounted_share": (0.1, 0.3, 0.6),
    }
    found = [
        abroad(
            BOTH[0], report("Kazakhstan", "exit", x), USUAL, draws=500, seed=seed, **wide
        ).samples
        for x in (0, 100, 300, 600, 900)
    ]
    assert (np.diff(found, axis=0) < 0).all()


def test_a_wider_prior_widens_the_answer():
    narrow, wide = (
        abroad(*BOTH, draws=500, uncounted_share=e).total
        for e in ((0.2, 0.3, 0.4), (0.1, 0.3, 0.5))
    )
    assert wide.low < narrow.low
    assert wide.high > narrow.high


def test_an_unknown_yardstick_is_refused():
    with pytest.raises(FlowError, match=r"baseline='last week'.*just before"):
        migration.wave_inputs(pd.DataFrame([*BOTH]), assumed(), **WINDOW, baseline="last week")


def test_one_yardstick_alone_can_be_asked_for():
    before = report("Kazakhstan", "entry", 100, "2022-09-11", "2022-09-20")
    rows = pd.DataFrame([*BOTH, USUAL, before])
    held = {
        b: migration.wave_inputs(rows, assumed(), **WINDOW, baseline=b)
        for b in ("all", "just before", "summer")
    }
    assert {b: i.countries[0].usual_per_day for b, i in held.items()} == {
        "all": (20, 10),
        "just before": (10,),
        "summer": (20, 10),
    }


def test_before_the_wave_there_is_nothing_to_estimate():
    known = evidence.known_by("2022-09-01")
    crossings, priors = known.table("border_crossings"), evidence.table("priors")
    with pytest.raises(NotKnownError, match="no country published entries"):
        migration.wave_inputs(
            crossings, priors, start="2022-09-21", end="2022-10-04", as_of=known.as_of
        )
    with pytest.raises(NotKnownError, match="no country published entries"):
        migration.window_end(crossings, "2022-09-21", known.as_of)


def test_finland_stands_in_only_until_the_eu_has_reported():
    finland, eu = (report(g, "entry", 5) for g in ("Finland", "EU (land borders)"))
    assert migration.counted_geographies(pd.DataFrame([finland]), *WINDOW.values()) == ("Finland",)
    assert migration.counted_geographies(pd.DataFrame([finland, eu]), *WINDOW.values()) == (
        "EU (land borders)",
    )


def test_no_estimate_reaches_beyond_four_weeks_after_the_last_count():
    held = pd.DataFrame([*BOTH])  # to 30 September
    assert migration.window_end(held, "2022-09-21", date(2022, 10, 11)) == "2022-10-11"
    assert migration.window_end(held, "2022-09-21", date(2023, 2, 1)) == "2022-10-28"


def test_the_country_that_stopped_counting_first_ends_the_estimate():
    held = pd.DataFrame([*BOTH, report("Georgia", "entry", 90, end="2022-12-31")])
    assert migration.window_end(held, "2022-09-21", date(2023, 2, 1)) == "2022-10-28"


def test_where_only_finland_counted_exits_the_rest_of_the_border_is_assumed():
    # 100 entries a day; 21 to 25 September Finland had 400 of 500 and 200 exits, the other 100 get
    # 0.6; then 300 exits are reported
    rows = (
        report("EU (land borders)", "entry", 1_000),
        report("EU (land borders)", "exit", 300, "2022-09-26"),
        report("Finland", "entry", 400, end="2022-09-25"),
        report("Finland", "exit", 200, end="2022-09-25"),
    )
    assert abroad(*rows).total.central == pytest.approx(1_000 - 300 - 200 - 60)
    without = abroad(*rows[:2])  # five days at 0.6
    assert without.total.central == pytest.approx(1_000 - 300 - 300)


def test_the_exits_finland_counted_are_not_put_aside(inputs):
    # 43,000 in and 22,600 out (Finnish Border Guard, 27 September): whoever stayed there stayed in
    # the EU
    eu = next(c for c in inputs.countries if c.geography == "EU (land borders)")
    assert {"E085", "E086"} <= set(eu.rows)
    assert eu.exits_missing == (0, 0)


def test_one_or_two_windows_do_not_make_the_ratio_of_exits_certain():
    rows = (
        report("Kazakhstan", "entry", 500, end="2022-09-25"),
        report("Kazakhstan", "exit", 400, end="2022-09-25"),
        report("Kazakhstan", "entry", 500, "2022-09-26"),
    )
    found = migration.wave_inputs(
        pd.DataFrame([*rows]), assumed(exit_ratio=(0.4, 0.6, 0.9)), **WINDOW
    ).countries[0]
    assert found.exit_ratio == (0.4, 0.8, 0.9)


def test_what_is_assumed_for_all_may_err_alike_in_all():
    rows = [
        r
        for c in ("Kazakhstan", "Georgia", "Mongolia")
        for r in (report(c, "entry", 1_000), report(c, "exit", 400))
    ]
    inputs = migration.wave_inputs(
        pd.DataFrame(rows), assumed(onward_share=(0, 0.2, 0.5)), **WINDOW
    )
    each, alike = (
        migration.left_and_stayed(
            inputs, level=0.9, draws=4_000, rng=np.random.default_rng(1), together=t
        )
        for t in (False, True)
    )
    # independent errors of three equal countries are smaller by the square root of three
    assert alike.samples.std() / each.samples.std() == pytest.approx(3**0.5, rel=0.05)
    assert alike.samples.mean() == pytest.approx(each.samples.mean(), rel=0.01)


def test_one_unknown_moved_alone_moves_the_estimate_as_counted_by_hand():
    inputs = migration.wave_inputs(
        pd.DataFrame([*BOTH]), assumed(uncounted_share=(0, 0.2, 0.4)), **WINDOW
    )
    found = migration.importance(
        inputs, points=256, rng=np.random.default_rng(1), level=1.0
    ).set_index("unknown")
    first = found.iloc[0]  # from none to four tenths of all, with the median at two tenths
    assert (first["low"], first["central"], first["high"]) == pytest.approx((600, 750, 1_000))
    assert (found["low"].iloc[1:] == found["high"].iloc[1:]).all()


def test_one_uncertain_input_brings_all_the_variance():
    priors = assumed(uncounted_share=(0.1, 0.3, 0.6))
    inputs = migration.wave_inputs(pd.DataFrame([*BOTH]), priors, **WINDOW)
    found = migration.importance(inputs, points=256, rng=np.random.default_rng(1)).set_index(
        "unknown"
    )
    assert found.index[0] == "share straight to countries without a count"
    assert found["alone"].iloc[0] == pytest.approx(1, abs=0.02)
    assert (found[["alone", "with_others"]].iloc[1:] == 0).all(axis=None)


def test_the_estimate_is_told_day_by_day_from_the_first_reports_on():
    days = [date(2022, 9, 20), date(2022, 9, 27), date(2022, 10, 11)]
    held = {d: evidence.known_by(d).table("border_crossings") for d in days}
    found = migration.as_it_became_known(
        held,
        evidence.table("priors"),
        start="2022-09-21",
        fixed_end="2022-10-04",
        level=0.9,
        draws=200,
        seed=1,
    )
    assert list(zip(found["known_by"].dt.strftime("%m-%d"), found["target"], strict=True)) == [
        ("09-27", migration.LATEST),
        ("10-11", migration.LATEST),
        ("10-11", "2022-10-04"),
    ]


def test_every_assumption_has_a_reason_and_a_source():
    priors, sources = (tables.read_raw(paths.raw() / f"{n}.csv") for n in ("priors", "sources"))
    assert priors["reason"].str.len().min() > 20
    assert set(priors["source"]) <= set(sources["source"])
    assert set(migration.MEANING) <= set(priors["quantity"])


@pytest.mark.parametrize("column", ["reason", "source"])
def test_an_assumption_without_reason_or_source_is_caught(column):
    planted = tables.read_raw(paths.raw() / "priors.csv")
    line = planted.index[3]
    planted.loc[line, column] = ""
    assert [(p.row, p.column) for p in tables.check("priors", planted)] == [(line, column)]


def test_an_assumption_with_an_unknown_source_is_caught(raw_copy):
    line = put(raw_copy, "priors", "PR05a", "source", "nobody-20220101")
    assert problems(raw_copy) == [("data/raw/priors.csv", line, "source", "known source")]


@pytest.mark.parametrize(("column", "cell"), [("low", "0.3"), ("high", "0.1")])
def test_an_assumption_out_of_order_is_caught(raw_copy, column, cell):
    line = put(raw_copy, "priors", "PR05a", column, cell)  # 0, 0.15, 0.5
    assert problems(raw_copy) == [("data/raw/priors.csv", line, "mode", "ordered prior")]


def test_an_assumption_without_width_is_caught(raw_copy):
    for column in ("low", "high"):
        line = put(raw_copy, "priors", "PR05a", column, "0.15")
    assert problems(raw_copy) == [("data/raw/priors.csv", line, "mode", "ordered prior")]


def test_a_reader_may_bring_assumptions_of_his_own(tmp_path, raw_copy, inputs):
    put(
        raw_copy, "priors", "PR10c", "low", "0.55"
    )  # at least 0.55, likeliest 0.6 of those abroad in uncounted countries
    put(raw_copy, "priors", "PR10c", "mode", "0.6")
    put(raw_copy, "priors", "PR10c", "high", "0.65")
    own = cleaning.cleaned("priors", (raw_copy / "priors.csv").rename(tmp_path / "mine.csv"))
    crossings = evidence.known_by(DAY).table("border_crossings")
    theirs = migration.wave_inputs(crossings, own, start="2022-09-21", end="2022-10-11", as_of=DAY)
    assert theirs.shared["uncounted_share"].mode == 0.6
    assert theirs.countries == inputs.countries


def test_a_readers_broken_file_is_refused_by_row_and_column(tmp_path):
    rows = rows_of(paths.raw(), "priors")
    rows[4][rows[0].index("high")] = "much"  # fifth line of the file
    write(tmp_path, "mine", rows)
    with pytest.raises(tables.DataError, match=r"row 5, column high.*'much'"):
        cleaning.cleaned("priors", tmp_path / "mine.csv")


def test_shares_of_bands_are_counted_by_hand():
    men = pd.DataFrame(
        [(2021, 18, 26, 900), (2022, 18, 26, 1_000), (2022, 18, 29, 2_000)],
        columns=["year", "age_from", "age_to", "central"],
    ).assign(territory="excluding Crimea")
    persons = Estimate(low=50, central=100, high=200, unit="persons", basis="t")
    found = migration.shares_of_bands(
        men, {"those": persons}, men_share=0.5, bands=((18, 26), (18, 29))
    )
    assert found.to_numpy().tolist() == [
        ["18-26", "those", 1_000, 2.5, 5, 10],
        ["18-29", "those", 2_000, 1.25, 2.5, 5],
    ]


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_of_men_outside_nought_to_one_is_refused(share):
    with pytest.raises(FlowError, match="wanted a share between 0 and 1"):
        migration.shares_of_bands(evidence.table("male_population"), {}, men_share=share)


def test_crossings_are_no_share_of_men():
    counts = {"crossings": Estimate.exactly(1, "crossings", "t")}
    with pytest.raises(UnitError):
        migration.shares_of_bands(evidence.table("male_population"), counts)


def test_every_band_of_men_is_the_sum_of_its_single_ages():
    bands, ages = evidence.table("male_population"), evidence.table("population_single_age")
    by_age = ages.set_index(["territory", "year", "age"])["men"].sort_index()
    sums = [
        by_age.loc[(r.territory, r.year)].loc[r.age_from : r.age_to].sum()
        for r in bands.itertuples()
    ]
    assert len(bands) == 136
    assert bands["central"].to_list() == sums


@pytest.mark.parametrize(("band", "published"), [((18, 26), 6_332_947), ((18, 29), 8_792_904)])
def test_bands_of_2022_are_the_published_ones(band, published):
    # RosBRiS (Center for Demographic Research, NES), mid-2022, without Crimea
    assert migration.men_of_age(evidence.table("male_population"), *band)["central"] == published


def test_a_readers_own_priors_out_of_order_are_refused_by_the_name_of_their_file(
    raw_copy, tmp_path
):
    text = (
        (raw_copy / "priors.csv")
        .read_text(encoding="utf-8")
        .replace("open_end,,0,0,0.1,", "open_end,,0.9,0.3,0.8,", 1)
    )
    (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
    with pytest.raises(tables.DataError, match=r"mine\.csv.*ordered prior"):
        cleaning.cleaned("priors", tmp_path / "mine.csv")


def test_a_short_early_report_of_one_country_does_not_refuse_the_estimate():
    rows = pd.DataFrame(
        [
            report("Mongolia", "entry", 10, "2022-09-19", "2022-09-21"),
            report("Kazakhstan", "entry", 1_000),
        ]
    )
    assert migration.counted_geographies(rows, "2022-09-21", "2022-09-30") == ("Kazakhstan",)


def test_a_share_that_nobody_counted_scales_those_who_were():
    inputs = migration.wave_inputs(
        pd.DataFrame([report("Georgia", "entry", 1_000), report("Georgia", "exit", 400)]),
        assumed(),
        **WINDOW,
        as_of=DAY,
    )
    drawn = {"level": 0.95, "draws": 50, "seed": 1}
    found = migration.uncounted_at(inputs, (0.0, 0.25, 0.5), **drawn)
    assert [e.central for e in found.values()] == pytest.approx([600, 800, 1_200])
    for share in (1.0, -0.1, float("nan")):
        with pytest.raises(PriorError, match="wanted 0 to below 1"):
            migration.uncounted_at(inputs, (share,), **drawn)


def test_a_share_held_still_leaves_less_doubt_than_one_that_is_drawn():
    inputs = migration.wave_inputs(
        pd.DataFrame([report("Georgia", "entry", 1_000), report("Georgia", "exit", 400)]),
        assumed(uncounted_share=(0.1, 0.3, 0.6)),
        **WINDOW,
        as_of=DAY,
    )
    drawn = migration.left_and_stayed(
        inputs, level=0.95, draws=500, rng=np.random.default_rng(1)
    ).total
    still = migration.uncounted_at(inputs, (0.3,), level=0.95, draws=500, seed=1)[0.3]
    assert still.high - still.low < 1e-6 < drawn.high - drawn.low
