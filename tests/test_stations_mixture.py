"""The model of stuffing: recovered where it made the data, and soft where it did not.

And how a page reads the tables.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from analysis import evidence, parameters, stations
from analysis.stations import StationError
from analysis.stations.mixture.components import components
from analysis.stations.mixture.honest import honest_clouds
from analysis.stations.mixture.likelihood import likelihood, mix, problem
from station_returns import honest_cloud, simulated_cloud

SHAPES = {
    "turnout": 0.5,
    "turnout_sd": 0.1,
    "share": 0.5,
    "share_sd": 0.1,
    "strength": 0.3,
    "deviousness": 2.0,
}


def test_each_component_is_a_distribution():
    kinds = components(np.array(list(SHAPES.values())))
    assert kinds.sum(axis=(1, 2)) == pytest.approx([1, 1, 1])
    assert (kinds >= 0).all()


def test_extreme_stuffing_lies_in_the_corner():
    extreme = components(np.array(list(SHAPES.values())))[2]
    assert extreme[45:, 45:].sum() > 0.8


@pytest.mark.parametrize(("incremental", "extreme"), [(0.0, 0.0), (0.2, 0.02), (0.4, 0.05)])
def test_planted_shares_come_back(incremental, extreme, rng):
    fit = stations.fit_mixture(simulated_cloud(40_000, incremental, extreme, SHAPES, rng=rng))
    assert fit.incremental == pytest.approx(incremental, rel=0.1, abs=0.01)
    assert fit.extreme == pytest.approx(extreme, rel=0.1, abs=0.002)
    assert fit.overdispersion < 1.3


def test_stuffing_moves_stations_where_counting_by_hand_says():
    # one honest place, turnout 0.5 and share 0.5: a stuffed part m of the rest gives turnout 0.5 +
    # m / 2 and m x 0.5 + m^2 x 0.25 votes more
    shapes = np.array([0.5, 0.003, 0.5, 0.003, 0.5, 2.0])
    incremental = components(shapes)[1]
    half = 0.5 * norm.ppf(0.5 + np.linspace(0.01, 0.99, 99) / 2)  # stuffed parts of equal chance
    moved = np.clip(half, 0, 1)
    turnout, share = 0.5 + moved * 0.5, (0.25 + moved * 0.5 + moved**2 * 0.25) / (0.5 + moved * 0.5)
    edges = (np.arange(50) + 0.5) / 50
    assert incremental.sum(axis=1) @ edges == pytest.approx(turnout.mean(), abs=0.01)
    assert incremental.sum(axis=0) @ edges == pytest.approx(share.mean(), abs=0.01)


def squares(cloud):
    return cloud.reshape(50, 2, 50, 2).sum(axis=(1, 3))


def test_with_the_shapes_known_the_shares_come_back(rng):
    counts = squares(simulated_cloud(40_000, 0.3, 0.03, SHAPES, rng=rng))
    true = [0.5, 0.101, 0.5, 0.102]  # with the scatter of ballots
    share = mix(problem(counts, (0.3, 2.0)), np.array(true), rounds=60)
    assert share[1:] == pytest.approx([0.3, 0.03], abs=0.01)


def test_slope_and_curvature_are_those_of_the_likelihood(rng):
    counts = squares(simulated_cloud(3_000, 0.2, 0.05, SHAPES, rng=rng))
    p, at = problem(counts, (0.3, 2.0)), np.array([0.5, 0.11, 0.52, 0.09, 0.7, 0.2, 0.1])
    value, slope, curve = likelihood(p, at[:4], at[4:])
    for i, step in enumerate(1e-5 * np.eye(7)):
        up, down = (likelihood(p, x[:4], x[4:]) for x in (at + step, at - step))
        assert slope[i] == pytest.approx((up[0] - down[0]) / 2e-5, rel=1e-4)
        assert curve[i] == pytest.approx((up[1] - down[1]) / 2e-5, abs=1e-6 * np.abs(curve).max())
    assert value < 0


def test_fits_do_not_depend_on_where_the_search_begins(rng):
    cloud = simulated_cloud(5_000, 0.2, 0.02, SHAPES, rng=rng)
    one, other = (
        stations.fit_mixture(cloud, ridge=pairs)
        for pairs in (((0.3, 2.0), (0.5, 2.0)), ((0.5, 2.0), (0.15, 1.0), (0.3, 2.0)))
    )
    assert one.shapes == pytest.approx(other.shapes, rel=1e-9)
    assert (one.incremental, one.extreme) == pytest.approx(
        (other.incremental, other.extreme), rel=1e-9
    )
    assert one.sd == pytest.approx(other.sd, rel=1e-9)


# best fits of a simplex search followed by Newton's steps, which the slopes replaced: 3 to 5 CPU
# seconds a vote; year -> incremental, extreme, log likelihood
SEARCHED = {
    2018: (0.4266294846, 0.0042601052, -595480.18846),
    2020: (0.7718742516, 0.0, -629307.32092),
    2021: (0.5470213964, 0.0436426941, -670886.22986),
    2024: (0.7697863740, 0.0, -527948.11782),
}


@pytest.mark.parametrize("year", SEARCHED)
def test_the_fit_is_the_one_that_a_longer_search_finds(year):
    cells = evidence.table("station_fingerprints")
    fit = stations.fit_mixture(stations.grid(cells[cells["year"] == year]))
    found = (fit.incremental, fit.extreme, fit.log_likelihood)
    assert found == pytest.approx(SEARCHED[year], rel=1e-8, abs=1e-9)
    assert not fit.identified
    assert "times chance" in fit.sentence()


# whether the shares name anything


@pytest.mark.parametrize(("stations_", "planted"), [(1_000, 0.2), (5_000, 0.08), (5_000, 0.4)])
def test_planted_stuffing_is_identified(rng, stations_, planted):
    fit = stations.fit_mixture(simulated_cloud(stations_, planted, 0.02, SHAPES, rng=rng))
    assert fit.identified, fit.doubts
    low, high = fit.interval("incremental")
    assert low < planted < high
    assert "If the model holds" in fit.sentence()


@pytest.mark.parametrize("stations_", [1_000, 3_000, 20_000])
def test_honest_town_and_country_name_no_stuffed_share(rng, stations_):
    clouds = ((0.5, 0.45, 0.45), (0.5, 0.62, 0.65))
    fit = stations.fit_mixture(honest_cloud(stations_, clouds, rng=rng))
    assert fit.incremental > 0.5  # what the model says if nobody asks
    assert not fit.identified
    assert "two clouds without any stuffing, around turnouts of 45 and 62 %" in fit.sentence()
    with pytest.raises(StationError, match="no interval: the share is not identified"):
        fit.interval("incremental")


def test_a_small_broad_honest_cloud_is_a_ridge_from_nothing_to_all(rng):
    fit = stations.fit_mixture(honest_cloud(220, ((1.0, 0.75, 0.5),), rng=rng, spread=0.15))
    low, high = fit.reach("incremental")
    assert high - low > 0.3
    assert "assumptions that fit as well give" in fit.sentence()


def test_what_fits_as_well_for_everybody_else_names_no_leader():
    found = stations.fit_mixture(
        honest_cloud(400, ((1.0, 0.7, 0.5),), rng=np.random.default_rng(4))
    )
    swapped = replace(found, swapped=0.88, swapped_worse=0.5)
    assert "with everybody else as leader it fits as well and gives 88 %" in swapped.doubts
    far = replace(found, swapped=0.88, swapped_worse=50.0 * found.overdispersion)
    assert not any("everybody else" in d for d in far.doubts)


def test_one_honest_cloud_is_found_where_it_lies(rng):
    one, two = honest_clouds(squares(honest_cloud(5_000, ((1.0, 0.6, 0.4),), rng=rng)))
    assert one.centres[0] == pytest.approx([60, 40], abs=0.3)
    assert two.log_likelihood >= one.log_likelihood


def test_a_fit_that_has_not_settled_is_refused(rng, monkeypatch):
    monkeypatch.setattr("analysis.stations.mixture.likelihood._MOST_STEPS", 1)
    with pytest.raises(StationError, match="does not settle"):
        stations.fit_mixture(
            simulated_cloud(2_000, 0.2, 0.02, SHAPES, rng=rng), ridge=((0.3, 2.0),)
        )


def test_other_assumptions_fit_worse_and_say_other_shares(rng):
    fit = stations.fit_mixture(simulated_cloud(40_000, 0.3, 0.02, SHAPES, rng=rng))
    assert fit.ridge["worse"].min() == 0
    assert fit.ridge["incremental"].max() > 1.5 * fit.ridge["incremental"].min()
    low, high = fit.interval("incremental")
    assert low < fit.incremental < high


def test_a_small_or_oddly_shaped_cloud_is_refused():
    with pytest.raises(StationError, match="100 by 100"):
        stations.fit_mixture(np.ones((50, 50)))
    with pytest.raises(StationError, match="200 stations"):
        stations.fit_mixture(np.zeros((100, 100)))
    with pytest.raises(StationError, match="counts of zero or more"):
        stations.fit_mixture(np.full((100, 100), np.nan))


def test_shares_beyond_one_are_refused(rng):
    with pytest.raises(StationError, match="at most one"):
        simulated_cloud(10, 0.8, 0.5, SHAPES, rng=rng)


def test_a_region_is_found_by_a_clear_part_of_its_name():
    table = evidence.table("station_regions")
    assert stations.region_row(table, 2020, "Крым")["region"] == "Республика Крым"
    with pytest.raises(StationError, match="nearest"):
        stations.region_row(table, 2020, "Республика")
    with pytest.raises(StationError, match="Краснодарский край"):
        stations.region_row(table, 2020, "Краснодарский крй")


def test_the_kept_fingerprints_hold_every_station_with_a_ballot():
    cells, regions = (
        evidence.table("station_fingerprints"),
        evidence.table("station_regions").query("region == 'all'").set_index("year"),
    )
    held = cells.groupby("year")["stations"].sum()
    assert (
        (regions["stations"] - held).between(0, 20)
    ).all()  # stations without a ballot are left out
    assert (cells.groupby("year")["leader"].sum() == regions["leader"]).all()


def test_a_vote_after_the_knowledge_date_needs_hindsight():
    shared = {"as_of": "2022-10-11", "level": 0.95, "draws": 100, "seed": 1, "election": 2024}
    assert parameters.check(**shared, hindsight=True).extra["election"] == 2024
    with pytest.raises(parameters.ParameterError, match="held after"):
        parameters.check(**shared, hindsight=False)


def test_a_russian_region_belongs_to_station_returns_only():
    with pytest.raises(parameters.ParameterError, match="Donetsk"):
        parameters.check(
            as_of="2022-10-11",
            hindsight=True,
            level=0.95,
            draws=100,
            seed=1,
            region="Краснодарский край",
        )


def test_the_exact_excess_reads_as_an_interval():
    row = pd.Series({"excess_either": 100.0, "sd_either": 10.0})
    e = stations.integer_excess_estimate(row, "either", 0.95)
    assert (round(e.low, 1), round(e.high, 1)) == (80.4, 119.6)
