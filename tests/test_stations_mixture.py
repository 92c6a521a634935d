"""The model of stuffing: recovered where it made the data, and soft where it did not.

And how a page reads the tables.
"""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from analysis import evidence, parameters, stations
from analysis.stations import StationError
from analysis.stations.mixture import _likelihood, components, mix

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
    fit = stations.fit_mixture(stations.simulate(40_000, incremental, extreme, SHAPES, rng=rng))
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


def test_with_the_shapes_known_the_shares_come_back(rng):
    cloud = (
        stations.simulate(40_000, 0.3, 0.03, SHAPES, rng=rng).reshape(50, 2, 50, 2).sum(axis=(1, 3))
    )
    true = SHAPES | {"turnout_sd": 0.101, "share_sd": 0.102}  # with the scatter of ballots
    share, _ = mix(cloud, components(np.array(list(true.values()))))
    assert share[1:] == pytest.approx([0.3, 0.03], abs=0.01)


def test_slope_and_curvature_are_those_of_the_likelihood(rng):
    counts = (
        stations.simulate(3_000, 0.2, 0.05, SHAPES, rng=rng).reshape(50, 2, 50, 2).sum(axis=(1, 3))
    )
    at = np.array([0.5, 0.11, 0.52, 0.09, 0.7, 0.2, 0.1])
    value, slope, curve = _likelihood(counts, at[:4], at[4:], (0.3, 2.0))
    for i, step in enumerate(1e-5 * np.eye(7)):
        up, down = (_likelihood(counts, x[:4], x[4:], (0.3, 2.0)) for x in (at + step, at - step))
        assert slope[i] == pytest.approx((up[0] - down[0]) / 2e-5, rel=1e-4)
        assert curve[i] == pytest.approx((up[1] - down[1]) / 2e-5, abs=1e-6 * np.abs(curve).max())
    assert value < 0


def test_fits_do_not_depend_on_where_the_search_ends(rng):
    cloud = stations.simulate(5_000, 0.2, 0.02, SHAPES, rng=rng)
    pairs = ((0.3, 2.0), (0.5, 2.0))
    long, short = (stations.fit_mixture(cloud, ridge=pairs, most_rounds=n) for n in (100, 60))
    assert long.shapes == pytest.approx(short.shapes, rel=1e-9)
    assert (long.incremental, long.extreme) == pytest.approx(
        (short.incremental, short.extreme), rel=1e-9
    )
    assert long.sd == pytest.approx(short.sd, rel=1e-9)


def test_a_fit_that_has_not_settled_is_refused(rng, monkeypatch):
    monkeypatch.setattr("analysis.stations.mixture._MOST_STEPS", 1)
    with pytest.raises(StationError, match="does not settle"):
        stations.fit_mixture(
            stations.simulate(2_000, 0.2, 0.02, SHAPES, rng=rng), ridge=((0.3, 2.0),)
        )


def test_other_assumptions_fit_worse_and_say_other_shares(rng):
    fit = stations.fit_mixture(stations.simulate(40_000, 0.3, 0.02, SHAPES, rng=rng))
    assert fit.ridge["worse"].min() == 0
    assert fit.ridge["incremental"].max() > 1.5 * fit.ridge["incremental"].min()
    low, high = fit.interval("incremental")
    assert low < fit.incremental < high


def test_a_small_or_oddly_shaped_cloud_is_refused():
    with pytest.raises(StationError, match="100 by 100"):
        stations.fit_mixture(np.ones((50, 50)))
    with pytest.raises(StationError, match="200 stations"):
        stations.fit_mixture(np.zeros((100, 100)))


def test_shares_beyond_one_are_refused(rng):
    with pytest.raises(StationError, match="at most one"):
        stations.simulate(10, 0.8, 0.5, SHAPES, rng=rng)


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


def test_the_range_of_anomalous_votes_holds_the_automatic_choice():
    zones = evidence.table("station_zones")
    for year, some in zones.groupby("year"):
        e = stations.anomalous_estimate(some)
        assert e.low <= e.central <= e.high, year


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
