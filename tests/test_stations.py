"""Returns of polling stations.

The contract, whole percentages, anomalous votes, digits, and simulated votes.
"""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, norm

from analysis import stations as st
from analysis.stations import digits
from analysis.stations.digits import second_digit
from station_returns import by_redrawing, honest_returns, write_results


def returns(*rows, **columns):
    """Stations of (voters, given, leader), every ballot counted and valid."""
    n, g, w = np.array(rows).T
    number = [f"УИК {i}" for i in range(len(n))]
    made = {
        "region": "А",
        "commission": "ТИК 1",
        "station": number,
        "voters": n,
        "given": g,
        "received": g,
        "valid": g,
    }
    return pd.DataFrame(made | {"leader": w} | columns)


@pytest.fixture
def good():
    return returns((1000, 600, 400), (800, 500, 300), (1200, 700, 350))


@pytest.fixture
def honest(rng):
    return honest_returns(2_000, turnout=0.6, share=0.55, rng=rng)


# the contract


def test_good_returns_come_back_as_integers(good):
    checked = st.check_stations(good.astype({"voters": float}))
    assert checked["voters"].tolist() == [1000, 800, 1200]
    assert (checked[["voters", "given", "received", "valid", "leader"]].dtypes == np.int64).all()


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("given", 801, "more ballots than voters"),
        ("received", 801, "more ballots counted than voters"),
        ("valid", 501, "more valid ballots than counted"),
        ("leader", 501, "more votes than valid ballots"),
        ("voters", -1, "zero or more"),
        ("voters", None, "a whole number in every count"),
        ("voters", 800.5, "whole numbers"),
        ("station", "УИК 0", "each station once"),
        ("station", "Итого", "a row of totals"),
        ("region", " ", "it is empty"),
    ],
)
def test_broken_returns_are_refused_with_row_and_column(good, column, value, told):
    good[column] = good[column].astype(object)
    good.loc[1, column] = value
    with pytest.raises(st.StationError, match=rf"row 3, column {column}.*{told}"):
        st.check_stations(good)


def test_a_commission_of_totals_is_refused(good):
    with pytest.raises(st.StationError, match=r"row 2.*totals"):
        st.check_stations(good.assign(commission="Всего"))


@pytest.mark.parametrize("column", st.COLUMNS)
def test_a_missing_column_is_named_and_the_encoding_asked_for(good, column):
    mangled = good.rename(columns={column: column.encode().hex()})
    with pytest.raises(st.StationError, match=rf"returns.csv: column '{column}' wanted.*UTF-8"):
        st.check_stations(mangled, "returns.csv")


def test_returns_without_a_station_are_refused(good):
    with pytest.raises(st.StationError, match="no station"):
        st.check_stations(good.iloc[:0])


def test_a_year_without_returns_is_refused_with_those_that_have_them():
    with pytest.raises(st.StationError, match="2018, 2020, 2021, 2024"):
        st.load_stations(2019)


@pytest.mark.parametrize(
    "name", ["Total", "Grand total", "Subtotal", "Усього", "Разом", "Summe", "Барлығы", "x"]
)
@pytest.mark.parametrize("where", ["among the others", "apart"])
def test_a_row_that_is_the_sum_of_others_is_refused_whatever_its_name(honest, name, where):
    sums = honest[list(st.COLUMNS[3:])].sum().to_dict()
    place = {"region": "simulated", "commission": "z"} if where != "apart" else {}
    row = {"region": name, "commission": name, "station": name} | place | sums
    with pytest.raises(st.StationError, match=r"row 2002, column station: .*sum of others"):
        st.check_stations(pd.concat([honest, pd.DataFrame([row])], ignore_index=True))


def test_sums_of_single_commissions_are_refused(honest):
    sums = honest.groupby("commission")[list(st.COLUMNS[3:])].sum().reset_index()
    sums = sums.assign(region="simulated", station="sum")
    with pytest.raises(st.StationError, match="67 rows like it"):
        st.check_stations(pd.concat([honest, sums], ignore_index=True))


def test_a_name_is_no_proof_of_a_total(good):
    good.loc[1, "station"] = "Итоговая школа № 4"
    assert len(st.check_stations(good)) == 3


def test_a_station_beside_an_empty_one_is_no_total():
    frame = returns((1000, 600, 400), (0, 0, 0), (500, 300, 100), commission=["a", "a", "b"])
    assert len(st.check_stations(frame)) == 3


@pytest.mark.parametrize(
    "spelled", [lambda s: s + " ", lambda s: "0" + s, lambda s: " " + s.lower(), lambda s: int(s)]
)
def test_the_same_stations_under_another_spelling_are_refused(honest, spelled):
    again = honest.assign(station=honest["station"].map(spelled).astype(object))
    with pytest.raises(st.StationError, match=r"each station once.*2000 rows like it"):
        st.check_stations(pd.concat([honest, again], ignore_index=True))


def test_shares_posing_as_counts_are_told_and_a_small_party_is_not(honest, rng):
    percent = np.rint(100 * honest["leader"] / honest["valid"]).astype(int)
    with pytest.raises(st.StationError, match=r"column leader: .*as if in per cent"):
        st.check_stations(honest.assign(leader=np.minimum(percent, honest["valid"])))
    small = np.minimum(rng.binomial(honest["valid"], 0.02), 100)
    assert len(st.check_stations(honest.assign(leader=small))) == 2_000


def test_a_row_without_a_number_is_named_by_its_index(good):
    good.loc[1, "leader"] = -1
    with pytest.raises(st.StationError, match="row 'b', column leader"):
        st.check_stations(good.set_index(pd.Index(["a", "b", "c"])))


def test_counts_too_large_to_be_counts_are_refused_everywhere(good):
    huge = good.astype({"voters": float})
    huge.loc[1, "voters"] = 1e19
    with pytest.raises(st.StationError, match=r"row 3, column voters: .*at most 1,000,000,000"):
        st.check_stations(huge)
    for test in (st.included, st.integer_excess, st.by_region):
        with pytest.raises(st.StationError, match="voters, number 2: wanted whole numbers"):
            test(huge)


def test_a_nation_in_one_row_is_computed_without_a_table_of_its_size():
    count, total = np.array([56_432_000, 3]), np.array([108_523_077, 10])
    seen = st.chance_of_whole(count, total)
    spread = np.sqrt(count[0] / total[0] * (1 - count[0] / total[0]) / total[0])
    off = 100 * count[0] / total[0] - 52
    edges = norm.cdf([(-0.05 - off) / 100 / spread, (0.05 - off) / 100 / spread])
    assert seen[0] == pytest.approx(edges[1] - edges[0], abs=1e-6)


def test_another_vote_may_be_brought_along():
    with pytest.raises(st.StationError, match="bring a frame with the columns region, commission"):
        st.load_stations(2012)


# whole percentages


@pytest.mark.parametrize(
    ("count", "near"),
    [
        (998, False),
        (999, True),
        (1000, True),
        (1001, True),
        (1002, False),
        (1990, False),
        (2000, True),
    ],
)
def test_a_twentieth_of_a_point_is_still_near(count, near):
    # 999 of 2,000 is 49.95 %, 1,001 is 50.05 %: on the boundary, which floating point misses
    assert st.near_whole(np.array([count]), np.array([2000]))[0] == near


def test_nearness_is_that_of_fractions(rng):
    total = rng.integers(1, 5_000, 3_000)
    count = rng.integers(0, total + 1)
    percent = [Fraction(100 * int(k), int(n)) for k, n in zip(count, total, strict=True)]
    expected = [abs(p - round(p)) <= Fraction(1, 20) for p in percent]
    assert st.near_whole(count, total).tolist() == expected
    assert 0.05 < np.mean(expected) < 0.5


def test_the_chance_of_a_whole_percentage_is_that_of_all_counts_added(rng):
    total = np.concatenate(
        [rng.integers(1, 300, 80), rng.integers(300, 3_000, 40), rng.integers(3_000, 40_000, 20)]
    )
    total[:20] = 2_000 * rng.integers(1, 6, 20)  # counts exactly on the boundary
    count = rng.integers(0, total + 1)
    brute = []
    for k, n in zip(count, total, strict=True):
        every = np.arange(n + 1)
        brute.append(binom.pmf(every, n, k / n)[st.near_whole(every, np.full(n + 1, n))].sum())
    np.testing.assert_allclose(st.chance_of_whole(count, total), brute, rtol=1e-8, atol=1e-12)


def test_a_certain_count_is_whole_for_certain():
    assert st.chance_of_whole(np.array([0, 700, 0]), np.array([150, 700, 1_000_000])).tolist() == [
        1,
        1,
        1,
    ]


def test_a_few_stations_are_counted_by_hand():
    # turnout 50 %, 60.1 %, 72.05 %; result 60.2 %, 50 %, 34.0 % (490 of 1,441 is 34.004 %)
    frame = returns(
        (1000, 500, 301),
        (1000, 602, 301),
        (2000, 1441, 490),
        (99, 50, 25),
        (1000, 991, 500),
        (1000, 0, 0),
    )
    found = st.integer_excess(frame)
    assert (found.stations, found.included) == (6, 3)
    assert [found.row(m)["observed"] for m in st.MEASURES] == [2, 2, 3]
    assert found.row("turnout", "voters")["observed"] == 3000
    assert found.row("turnout", "given")["observed"] == 500 + 1441
    assert found.row("result", "leader")["observed"] == 301 + 490
    q = st.chance_of_whole(np.array([500, 602, 1441]), np.array([1000, 1000, 2000]))
    row = found.row("turnout", "voters")
    assert row["expected"] == pytest.approx(q @ [1000, 1000, 2000])
    assert row["sd"] == pytest.approx(np.sqrt((q * (1 - q)) @ [1e6, 1e6, 4e6]))
    assert row["z"] == pytest.approx((3000 - row["expected"]) / row["sd"])


def test_the_boundaries_of_taking_part_are_inclusive():
    frame = returns(
        (100, 99, 50),
        (99, 50, 25),
        (1000, 990, 980),
        (1000, 991, 500),
        (1000, 100, 99),
        (1000, 200, 199),
    )
    assert st.included(frame).tolist() == [True, False, True, False, True, False]


def test_no_station_taking_part_is_refused():
    with pytest.raises(st.StationError, match="none of 2 stations"):
        st.integer_excess(returns((99, 50, 25), (1000, 1000, 500)))


def test_counted_votes_are_not_flagged_and_written_ones_are(rng, honest):
    assert st.integer_excess(honest).pvalue["either"] > 0.05
    found = st.integer_excess(write_results(honest, 0.05, rng=rng))
    assert found.pvalue["either"] < 1e-3
    assert found.row("either")["excess"] == pytest.approx(
        100, abs=50
    )  # 5 % of 2,000, less those written near it


def chance_of_at_least(chances, observed):
    exact = np.ones(1)
    for q in chances:
        exact = np.convolve(exact, [1 - q, q])
    return exact[observed:].sum()


@pytest.mark.parametrize("trials", [12, 30, 60])
def test_the_tail_is_that_of_unequal_trials_convolved(rng, trials):
    for _ in range(20):
        q = rng.uniform(0.05, 0.3, trials)
        for x in range(trials + 1):
            exact, found = chance_of_at_least(q, x), st.upper_tail(q, x)
            assert found == pytest.approx(exact, abs=0.02)
            if x > q.sum() + 1.5 * np.sqrt((q * (1 - q)).sum()):
                assert found == pytest.approx(exact, rel=0.15)


@pytest.mark.parametrize(("trials", "chance"), [(200, 0.1), (2_000, 0.13), (90_000, 0.12)])
def test_the_tail_of_equal_chances_is_binomial(trials, chance):
    sd = np.sqrt(trials * chance * (1 - chance))
    for z in (-3, -1, 1, 2, 4, 7, 12):
        x = round(trials * chance + z * sd)
        assert st.upper_tail(np.full(trials, chance), x) == pytest.approx(
            binom.sf(x - 1, trials, chance), rel=0.005
        )


def test_the_tail_falls_as_more_are_observed(rng):
    q = rng.uniform(0.05, 0.3, 500)
    found = np.array([st.upper_tail(q, x) for x in range(501)])
    assert (np.diff(found) <= 1e-12).all()
    assert found[0] == 1


def test_the_tail_has_its_edges():
    assert st.upper_tail(np.array([0.2, 0.5]), 0) == 1
    assert st.upper_tail(np.array([0.2, 0.5]), 3) == 0
    assert st.upper_tail(np.array([0.2, 0.5]), 2) == pytest.approx(0.1)
    assert st.upper_tail(np.array([1.0, 0.5, 0.0]), 2) == pytest.approx(0.5)  # one sure, one never
    assert st.upper_tail(np.array([1.0, 0.5, 0.0]), 1) == 1
    assert st.upper_tail(np.array([]), 0) == 1


def test_drawn_elections_agree_with_the_exact_expectation(rng, honest):
    draws = 2_000
    drawn = by_redrawing(honest, draws=draws, rng=rng)
    found = st.integer_excess(honest)
    for m in st.MEASURES:
        exact = found.row(m)
        assert drawn.loc[m, "observed"] == exact["observed"]
        assert abs(drawn.loc[m, "expected"] - exact["expected"]) < 4 * exact["sd"] / np.sqrt(draws)
        assert drawn.loc[m, "sd"] == pytest.approx(exact["sd"], rel=4 / np.sqrt(2 * draws))
        assert drawn.loc[m, "pvalue"] == pytest.approx(
            found.pvalue[m], abs=4 * 0.5 / np.sqrt(draws) + 0.02
        )


def test_p_values_of_regions_are_adjusted_for_their_number(rng, honest):
    written = write_results(honest.iloc[:200], 0.5, rng=rng)
    frame = pd.concat([written, honest.iloc[200:]], ignore_index=True).assign(
        region=np.arange(2_000) // 200
    )
    tiny = returns((50, 20, 10), region="too small to take part")
    table = st.by_region(
        pd.concat([frame.astype({"region": str}), tiny], ignore_index=True)
    ).set_index("region")
    assert len(table) == 10
    assert table["included"].sum() == st.included(frame).sum()
    for m in st.MEASURES:
        raw, adjusted = table[f"pvalue_{m}"], table[f"adjusted_{m}"]
        assert (adjusted >= raw).all()
        assert (adjusted <= np.minimum(10 * raw, 1) + 1e-12).all()
    assert table.index[table["adjusted_either"] < 0.01].tolist() == ["0"]


def test_regions_of_which_no_station_takes_part_are_refused():
    with pytest.raises(st.StationError, match="none of 1 stations"):
        st.by_region(returns((50, 20, 10)))


def test_more_than_all_is_refused():
    with pytest.raises(
        st.StationError, match="station 1: wanted at most 100 of so many, found 101"
    ):
        st.chance_of_whole(np.array([101]), np.array([100]))


def alarms(share, votes=60):
    """Share of honest votes of 400 stations flagged by result."""
    made = (
        honest_returns(400, turnout=0.7, share=share, rng=np.random.default_rng([7, n]))
        for n in range(votes)
    )
    return np.mean([st.integer_excess(v).pvalue["result"] <= 0.05 for v in made])


@pytest.mark.parametrize("share", [0.97, 0.985, 0.9928])
def test_honest_votes_near_a_hundred_per_cent_raise_no_false_alarms(share):
    assert alarms(share) <= 0.15  # 40 % at 99.28 % before the bias was allowed for


def test_stations_the_test_is_blind_to_are_counted(rng):
    frame = honest_returns(1_000, turnout=0.7, share=0.9928, rng=rng)
    found = st.integer_excess(frame)
    high = (frame["voters"] >= 100) & (100 * frame["leader"] > 99 * frame["received"])
    assert found.above == high.sum() > 300
    edge = (frame["voters"] >= 100) & (100 * frame["leader"] > 95 * frame["received"])
    assert found.allowed["result"] == round(0.02 * edge.sum())
    assert found.allowed["turnout"] == 0


# anomalous votes


def bins_of(**rows):
    """Votes by turnout from lists of (turnout, leader, others, voters)."""
    table = pd.DataFrame(
        0.0, index=pd.RangeIndex(100, name="turnout"), columns=["leader", "others", "voters"]
    )
    for turnout, *values in rows["at"]:
        table.loc[turnout] = values
    return table.assign(ballots=table["leader"] + table["others"])


def test_two_bins_are_counted_by_hand():
    # 100 : 200 is clean at 40 %; at 80 %, 300 others go with 150, so 750 of 900 are anomalous
    found = st.anomalous_votes(bins_of(at=[(40, 100, 200, 1000), (80, 900, 300, 1500)]), (40, 45))
    assert found.votes == pytest.approx(750)
    assert found.clean_turnout == pytest.approx(100 * 750 / 2500)
    assert found.clean_share == pytest.approx(100 * 250 / 750)


def test_ballots_that_are_not_valid_were_cast_too():
    # 200 voters, 100 ballots, 10 of them invalid, nothing anomalous: half took part
    bins = st.by_turnout(*(np.array(v) for v in ([50.0], [60], [90], [200], [100])))
    assert st.anomalous_votes(bins, (48, 53)).clean_turnout == 50
    assert st.curve(bins, least_share=0)["clean_turnout"].unique() == [50]


@pytest.mark.parametrize("turnout", [np.nan, 150.0, -1.0])
def test_a_turnout_that_is_none_is_refused(turnout):
    at, one = np.array([50.0, turnout]), np.array([1, 2])
    with pytest.raises(st.StationError, match="turnout, number 2: wanted per cent from 0 to 100"):
        st.by_turnout(at, one, one, one, one)
    with pytest.raises(st.StationError, match="turnout, number 2"):
        st.bootstrap_sd(at, one, one, one, one, [(40, 60)], draws=2, rng=np.random.default_rng(1))


def test_more_ballots_than_voters_make_no_cell():
    with pytest.raises(st.StationError, match=r"turnout, number 1: .*found 150"):
        st.fingerprint(returns((100, 150, 50)))


@pytest.mark.parametrize("odd", [0, 10, 20])
def test_a_few_stations_of_low_turnout_do_not_catch_the_automatic_zone(odd):
    rng = np.random.default_rng(3)
    turnout = np.append(rng.normal(0.5, 0.07, 3_000), np.full(odd, 0.05))
    share = np.append(rng.normal(0.5, 0.05, 3_000), np.full(odd, 0.3))
    given = np.rint(1_000 * turnout).astype(int)
    bins = by_turnout(returns(*np.stack([np.full(len(given), 1_000), given, share * given], 1)))
    low, high = st.automatic_zone(bins)
    assert low <= 50 <= high
    assert abs(st.anomalous_votes(bins, (low, high)).votes) < 0.03 * bins["leader"].sum()


def test_stuffed_votes_are_identified_and_honest_town_and_country_are_not(rng):
    honest = honest_returns(5_000, turnout=0.45, share=0.5, rng=rng)
    n, g, w = (honest[c].to_numpy() for c in ("voters", "given", "leader"))
    part = np.clip(0.3 * np.abs(rng.standard_normal(len(n))), 0, 1) * (rng.random(len(n)) < 0.3)
    added = np.rint(part * (n - g)).astype(int)
    moved = np.rint(part**2 * (g - w)).astype(int)  # from others to the leader
    stuffed = returns(*np.stack([n, g + added, w + added + moved], axis=1))
    found = anomalous_of(stuffed)
    assert found.identified, found.doubts
    assert found.votes == pytest.approx(added.sum() + 2 * moved.sum(), rel=0.25)
    assert "anomalous votes with" in found.sentence()
    honest = st.town_and_country(((0.5, 0.5, 0.45), (0.5, 0.65, 0.65)), rng=rng)
    found = anomalous_of(honest)
    assert found.votes > 0.1 * honest["valid"].sum()
    assert "two clouds without any stuffing" in found.sentence()


def anomalous_of(frame):
    bins, fit = by_turnout(frame), st.fit_mixture(st.grid(st.fingerprint(frame)))
    return st.anomalous_votes(bins, st.automatic_zone(bins), fit=fit)


def test_anomalous_votes_are_not_identified_while_nobody_asked_for_town_and_country():
    found = st.anomalous_votes(bins_of(at=[(40, 100, 200, 1000), (80, 900, 300, 1500)]), (40, 45))
    assert found.doubts[-1].endswith("no fit was given")


def test_a_share_that_moves_with_turnout_is_told(rng):
    frame = st.town_and_country(
        tuple((0.1, 0.4 + 0.03 * k, 0.4 + 0.03 * k) for k in range(10)), rng=rng
    )
    bins = by_turnout(frame)
    told = st.anomalous_votes(bins, (55, 60)).sentence()
    assert "points a point of turnout there" in told


def test_a_zone_holds_its_lower_edge_and_not_its_upper():
    inside, above = (
        [(40, 100, 200, 1000), (44, 300, 200, 1000)],
        [(45, 500, 100, 1000), (46, 500, 100, 1000)],
    )
    found = st.anomalous_votes(bins_of(at=[(39, 900, 1, 1000), *inside, *above]), (40, 45))
    assert found.votes == pytest.approx(1000 - 200)


def test_votes_below_the_zone_are_left_as_they_are():
    some = [(40, 100, 200, 1000), (80, 900, 300, 1500)]
    below = st.anomalous_votes(bins_of(at=[(20, 500, 10, 2000), *some]), (40, 45))
    assert below.votes == st.anomalous_votes(bins_of(at=some), (40, 45)).votes


def test_bins_hold_every_vote_and_full_turnout_belongs_to_the_last(rng):
    turnout = np.array([0, 29.0, 100 * 0.29, 29.999, 99.5, 100])
    weights = rng.integers(100, 200, (3, 6)) + np.array([[0], [300], [600]])
    bins = st.by_turnout(turnout, *weights, weights[1])
    assert bins["leader"].sum() == weights[0].sum()
    assert bins["others"].sum() == weights[1].sum() - weights[0].sum()
    assert bins["voters"][29] == weights[2, 1:4].sum()  # 0.29 x 100 is 28.999999999999996
    assert bins["voters"][99] == weights[2, 4:].sum()


def test_one_proportion_everywhere_is_no_anomaly(rng):
    others = rng.integers(100, 1000, 100).astype(float)
    bins = pd.DataFrame({"leader": 2 * others, "others": others, "voters": 4 * others})
    bins = bins.assign(ballots=3 * others)
    assert st.curve(bins)["votes"].abs().max() < 1e-6
    assert len(st.curve(bins)) == 96


def by_turnout(frame):
    return st.by_turnout(
        100 * frame["given"] / frame["voters"],
        *(frame[c] for c in ("leader", "valid", "voters", "given")),
    )


def test_stuffed_votes_are_recovered(rng):
    frame = honest_returns(40_000, turnout=0.4, share=0.5, rng=rng, spread=0.03)
    n, g, w = (frame[c].to_numpy() for c in ("voters", "given", "leader"))
    added = np.where(rng.random(len(n)) < 0.2, np.rint(0.8 * (n - g)).astype(int), 0)
    stuffed = frame.assign(given=g + added, received=g + added, valid=g + added, leader=w + added)
    zone = st.automatic_zone(by_turnout(stuffed))
    found = st.anomalous_votes(by_turnout(stuffed), zone)
    assert zone[0] <= 40 < zone[1]
    assert found.votes == pytest.approx(added.sum(), rel=0.03)
    assert found.clean_share == pytest.approx(50, abs=1)
    assert abs(st.anomalous_votes(by_turnout(frame), zone).votes) < 0.02 * added.sum()


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ((10, 15), "no vote for others"),
        ((45, 40), "lower one first"),
        ((90, 101), "between 0 and 100"),
    ],
)
def test_a_zone_that_gives_no_proportion_is_refused(zone, told):
    with pytest.raises(st.StationError, match=told):
        st.anomalous_votes(bins_of(at=[(40, 100, 200, 1000), (80, 900, 300, 1500)]), zone)


def two_humps(high):
    at = np.arange(100)
    others = np.exp(-((at - 40) ** 2) / 50) + high * np.exp(-((at - 80) ** 2) / 50)
    return pd.DataFrame({"leader": others, "others": others, "voters": 3 * others})


@pytest.mark.parametrize("high", [0.5, 5])
def test_the_automatic_zone_is_the_low_hump_even_if_the_other_is_higher(high):
    low, upper = st.automatic_zone(two_humps(high))
    assert low <= 40 < upper
    naive = st.naive_zone(two_humps(high))
    assert (naive[0] <= 80 < naive[1]) == (high > 1)


def test_a_flat_turnout_has_no_automatic_zone():
    flat = pd.DataFrame({"leader": 1.0, "others": 1.0, "voters": 3.0}, index=range(100))
    with pytest.raises(st.StationError, match="choose a zone"):
        st.automatic_zone(flat)


def bootstrap(leader, commission, rng):
    turnout, valid = np.tile([42.0, 80.0], len(leader) // 2), np.full(len(leader), 1000)
    return st.bootstrap_sd(
        turnout, leader, valid, 2 * valid, commission, [(40, 45), (40, 50)], draws=400, rng=rng
    )


def test_equal_commissions_leave_no_sampling_error(rng):
    found = bootstrap(np.tile([300, 800], 50), np.repeat(np.arange(50), 2), rng)
    np.testing.assert_allclose(found, 0, atol=1e-6)


def test_the_sampling_error_shrinks_with_the_number_of_commissions(rng):
    leader = np.tile([300, 800], 800) + rng.integers(-100, 100, 1600)
    few = bootstrap(leader, np.repeat(np.arange(16), 100), rng)
    fewer_stations = bootstrap(leader[:100], np.repeat(np.arange(50), 2), rng) / 50
    more_stations = bootstrap(leader, np.repeat(np.arange(800), 2), rng) / 800
    assert (few > 0).all()
    np.testing.assert_allclose(
        more_stations / fewer_stations, 1 / 4, rtol=0.35
    )  # 16 times as many, a quarter


# digits


def test_second_digits_are_the_ones_written():
    assert digits.second_digit(
        np.array([9, 10, 109, 99, 1000, 0, 123_456, 9_876, 5, 29])
    ).tolist() == [0, 0, 9, 0, 2, 8, 9]
    assert digits.last_digit(np.array([99, 100, 109, 2_345])).tolist() == [0, 9, 5]


def test_second_digits_are_those_of_the_text(rng):
    counts = np.concatenate(
        [rng.integers(10, 10**7, 500), 10 ** np.arange(1, 15), 10 ** np.arange(2, 15) - 1]
    )
    assert digits.second_digit(counts).tolist() == [int(str(c)[1]) for c in counts]


def test_benford_second_digits_have_the_published_mean():
    assert st.BENFORD_SECOND.sum() == pytest.approx(1)
    assert st.BENFORD_SECOND @ np.arange(10) == pytest.approx(4.18739, abs=5e-6)  # Mebane (2008)


def test_benford_flags_counted_votes_and_counts_redrawn_do_not(rng):
    # why the literature distrusts second digits: stations of one size do not span decades
    benford, redrawn, last = [], [], []
    for _ in range(20):
        frame = honest_returns(10_000, turnout=0.6, share=0.55, rng=rng, sizes=0.15)
        counts, totals = frame["leader"].to_numpy(), frame["received"].to_numpy()
        benford.append(st.second_digit_test(counts).pvalue)
        redrawn.append(st.redrawn_test(counts, totals).pvalue)
        last.append(st.last_digit_test(counts).pvalue)
    assert max(benford) < 1e-6
    assert np.mean(np.array(redrawn) < 0.05) <= 0.2
    assert np.mean(np.array(last) < 0.05) <= 0.2


def test_last_digits_invented_by_hand_are_found(honest):
    invented = honest["leader"] // 10 * 10 + np.array([0, 5])[np.arange(2_000) % 2]
    found = st.last_digit_test(invented)
    assert found.pvalue < 1e-6
    assert found.largest_gap_pp == pytest.approx(40, abs=1)
    assert found.found.sum() == found.counts == (invented >= 100).sum()


def test_too_few_counts_are_refused():
    for test in (st.second_digit_test, st.last_digit_test):
        with pytest.raises(st.StationError, match="49 counts"):
            test(np.array([100] * 49 + [9] * 10))


@pytest.mark.parametrize("broken", [1033.7, np.nan, 1e18, "many", -5])
def test_digits_of_what_is_no_count_are_refused(broken):
    counts = pd.Series([*range(1000, 1060), broken], dtype=object)
    for test in (st.second_digit_test, st.last_digit_test):
        with pytest.raises(st.StationError, match="number 61: wanted whole numbers"):
            test(counts)
    with pytest.raises(st.StationError, match="counts, number 61"):
        st.redrawn_test(counts, np.full(61, 2_000))
    with pytest.raises(st.StationError, match="totals, number 61"):
        st.redrawn_test(np.full(61, 100), counts)


def test_counts_without_totals_of_their_own_are_refused():
    with pytest.raises(st.StationError, match="60 counts and 1 totals"):
        st.redrawn_test(np.full(60, 100), np.array([200]))


def test_a_kind_of_digit_that_is_not_known_is_refused():
    with pytest.raises(st.StationError, match="'second' or 'last'"):
        st.redrawn_test(np.full(60, 100), np.full(60, 200), kind="first")


def test_more_votes_than_ballots_are_refused():
    with pytest.raises(st.StationError, match="station 1 has 101 votes of 100 ballots"):
        st.redrawn_test(np.array([50, 101]), np.array([100, 100]))


@pytest.mark.parametrize(("kind", "pick", "least"), [("second", 1, 10), ("last", -1, 100)])
def test_expected_digits_are_the_binomial_ones_added_up(kind, pick, least):
    from scipy.stats import binom

    counts, totals = (
        np.array([0, 7, 12, 99, 130, 1_000, 1_204, 300] * 20),
        np.array([9, 60, 40, 180, 131, 1_900, 1_204, 2_500] * 20),
    )
    share = np.zeros(10)
    for k, n in zip(counts[:8], totals[:8], strict=True):
        for value in range(least, n + 1):
            share[int(str(value)[pick])] += binom.pmf(value, n, k / n)
    found = st.redrawn_test(counts, totals, kind=kind)
    assert found.expected / found.counts == pytest.approx(share / share.sum(), rel=1e-9)


def test_counts_all_or_nothing_stay_as_they_are_when_redrawn():
    found = st.redrawn_test(
        np.array([0, 150, 120] * 30), np.array([80, 150, 120] * 30), kind="second"
    )
    assert found.expected == pytest.approx(found.found, abs=1e-6)
    assert found.pvalue == pytest.approx(1)


def test_expected_digits_are_the_ones_that_come_when_counts_are_drawn(rng):
    frame = honest_returns(20_000, turnout=0.6, share=0.55, rng=rng, sizes=0.8)
    k, n = frame["leader"].to_numpy(), frame["received"].to_numpy()
    exact = st.redrawn_test(k, n, kind="second").expected
    drawn = sum(np.bincount(second_digit(rng.binomial(n, k / n)), minlength=10) for _ in range(20))
    assert exact / exact.sum() == pytest.approx(
        drawn / drawn.sum(), abs=4 * np.sqrt(0.1 / drawn.sum())
    )


# the fingerprint


def test_the_fingerprint_counts_every_station_once(honest):
    cells = st.fingerprint(honest)
    held = st.shares(honest)
    assert cells["stations"].sum() == len(held)
    for column in ("voters", "valid", "leader"):
        assert cells[column].sum() == held[column].sum()
        assert st.grid(cells, column).sum() == held[column].sum()
    assert (
        st.grid(cells)[tuple(cells.loc[5, ["turnout_pct", "share_pct"]])]
        == cells.loc[5, "stations"]
    )


def test_a_full_hundred_belongs_to_the_last_cell_and_empty_stations_to_none():
    cells = st.fingerprint(
        returns((100, 100, 100), (200, 199, 199), (100, 29, 0), (0, 0, 0), (50, 0, 0))
    )
    assert cells[["turnout_pct", "share_pct", "stations", "voters"]].to_numpy().tolist() == [
        [29, 0, 1, 100],
        [99, 99, 2, 300],
    ]


def test_the_spectrum_holds_every_station_of_a_hundred_voters(honest):
    fine = st.spectrum(honest)
    large = honest[(honest["voters"] >= 100) & (honest["received"] > 0)]
    assert fine.groupby("measure")["stations"].sum().tolist() == [len(large)] * 2
    assert fine.groupby("measure")["voters"].sum().tolist() == [large["voters"].sum()] * 2


def test_tenths_of_the_spectrum_are_centred():
    fine = st.spectrum(
        returns((2000, 999, 0), (2000, 1000, 999), (2000, 998, 998), (99, 50, 25), (100, 50, 25))
    )
    # turnout 49.95, 50, 49.9 and 50 %; below a hundred voters none
    assert fine.query("measure == 'turnout'").set_index("tenth")["stations"].to_dict() == {
        499: 1,
        500: 3,
    }
    assert fine.query("measure == 'result'").set_index("tenth")["stations"].to_dict() == {
        0: 1,
        500: 1,
        999: 1,
        1000: 1,
    }


def test_planted_multiples_of_five_stand_out_as_spikes(rng):
    frame = honest_returns(20_000, turnout=0.7, share=0.7, rng=rng)
    written = write_results(frame, 0.1, rng=rng, step=5)
    for measure in ("turnout", "result"):
        before, after = (
            st.spikes(st.spectrum(f), measure).query("55 <= percent <= 85")
            for f in (frame, written)
        )
        assert before["ratio"].median() == pytest.approx(1, abs=0.15)
        assert after.loc[after["five"], "ratio"].min() > 2
        assert after.loc[~after["five"], "ratio"].median() == pytest.approx(1, abs=0.15)


# counted and written votes


@pytest.mark.parametrize(("turnout", "share"), [(0.5, 0.5), (0.75, 0.87), (0.97, 0.99), (0.4, 0.1)])
def test_simulated_returns_keep_the_shares_of_the_totals(rng, turnout, share):
    frame = honest_returns(20_000, turnout=turnout, share=share, rng=rng)
    st.check_stations(frame)
    assert frame["given"].sum() / frame["voters"].sum() == pytest.approx(turnout, abs=0.01)
    assert frame["leader"].sum() / frame["received"].sum() == pytest.approx(share, abs=0.01)


def test_stations_differ_by_more_than_ballots_do(honest):
    share, binomial = honest["given"] / honest["voters"], np.sqrt(0.24 / honest["voters"]).mean()
    assert share.std() > 2 * binomial


@pytest.mark.parametrize("step", [1, 5])
def test_written_stations_have_the_percentages_aimed_at(rng, honest, step):
    written = write_results(honest, 1.0, rng=rng, step=step)
    st.check_stations(written)
    for count, total in (("given", "voters"), ("leader", "received")):
        k, n = written[count], written[total]
        aim = np.clip(step * np.rint(100 * k / n / step), step, 99) / 100 * n
        assert (abs(k - aim) <= 0.5 + 1e-9).all()
    assert written["leader"].sum() == pytest.approx(honest["leader"].sum(), rel=0.01)


def test_nothing_written_leaves_returns_as_they_were(rng, honest):
    pd.testing.assert_frame_equal(write_results(honest, 0.0, rng=rng), honest)


@pytest.mark.parametrize("part", [-0.1, 1.1])
def test_a_part_outside_zero_to_one_is_refused(rng, honest, part):
    with pytest.raises(st.StationError, match="between 0 and 1"):
        write_results(honest, part, rng=rng)


@pytest.mark.parametrize(
    ("stations", "turnout", "share"), [(0, 0.5, 0.5), (10, 0, 0.5), (10, 0.5, 1)]
)
def test_impossible_votes_are_refused(rng, stations, turnout, share):
    with pytest.raises(st.StationError, match="wanted stations and shares"):
        honest_returns(stations, turnout=turnout, share=share, rng=rng)


def flagged(stations, part, rng):
    """Share of forty simulated votes that the test flags at the level of 0.05."""
    votes = (honest_returns(stations, turnout=0.8, share=0.7, rng=rng) for _ in range(40))
    return np.mean(
        [st.integer_excess(write_results(v, part, rng=rng)).pvalue["either"] <= 0.05 for v in votes]
    )


def test_power_rises_with_the_part_written_and_the_number_of_stations(rng):
    small, large = (
        [flagged(stations, part, rng) for part in (0.0, 0.1)] for stations in (100, 1_000)
    )
    assert max(small[0], large[0]) <= 0.2
    assert large[1] > 0.95 > small[1] > small[0]


@pytest.mark.parametrize("width", [0, -5, 101, 2.5])
def test_a_zone_of_no_width_is_refused(honest, width):
    bins = st.by_turnout(
        100 * honest["given"] / honest["voters"],
        *(honest[c] for c in ("leader", "valid", "voters", "given")),
    )
    for choose in (st.automatic_zone, st.naive_zone, st.curve):
        with pytest.raises(st.StationError, match=f"width={width}: wanted a whole number"):
            choose(bins, width=width)


def test_no_stations_have_no_zone():
    none = st.by_turnout(*(np.array([]) for _ in range(5)))
    for choose in (st.automatic_zone, st.naive_zone, st.curve):
        for bins in (none, none[:0]):
            with pytest.raises(st.StationError, match="wanted 100 with voters in them"):
                choose(bins)
