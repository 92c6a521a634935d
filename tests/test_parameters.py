from datetime import date

import numpy as np
import pytest

from analysis import claims, parameters
from analysis.parameters import ParameterError

GOOD = {"as_of": "2022-10-11", "hindsight": False, "level": 0.95, "draws": 2000, "seed": 20220923}


def test_good_parameters_are_kept_as_given():
    checked = parameters.check(**GOOD)
    assert {name: getattr(checked, name) for name in GOOD} == GOOD
    assert checked.day == date(2022, 10, 11)
    assert checked.extra == {}


def test_a_whole_number_is_accepted_where_a_float_is_wanted():
    checked = parameters.check(**GOOD, coverage_low=0.45, coverage_high=1)
    assert checked.extra == {"coverage_low": 0.45, "coverage_high": 1}


def test_equal_ends_of_coverage_are_accepted():
    assert (
        parameters.check(**GOOD, coverage_low=0.5, coverage_high=0.5).extra["coverage_low"] == 0.5
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("as_of", "2022-04-01"),
        ("level", 0.5),
        ("level", 0.999),
        ("draws", 100),
        ("draws", 1_000_000),
        ("seed", 0),
    ],
)
def test_the_ends_of_each_range_are_allowed(name, value):
    assert getattr(parameters.check(**GOOD | {name: value}), name) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("as_of", "2022-02-31"),
        ("as_of", "yesterday"),
        ("as_of", "2022-02-23"),  # the day before the war
        ("as_of", "2022-W41-2"),
        ("as_of", 20221011),
        ("level", 1.5),
        ("level", 1),
        ("level", 0.499),
        ("level", "high"),
        ("level", True),
        ("level", float("nan")),
        ("draws", 1),
        ("draws", 1_000_001),
        ("draws", True),
        ("draws", 2000.0),
        ("seed", -1),
        ("seed", 1.5),
        ("seed", True),
        ("hindsight", "yes"),
        ("hindsight", 1),
        ("only_notebook", "05-weather"),
        ("only_verdict", "true"),
        ("coverage_low", 0),
        ("coverage_high", 1.01),
        ("coverage_high", True),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_by_the_name_of_its_parameter(name, value):
    with pytest.raises(ParameterError) as caught:
        parameters.check(**GOOD | {name: value})
    assert str(caught.value).startswith(f"{name}={value!r}: wanted ")


@pytest.mark.parametrize(
    ("wrong", "right"), [("levl", "level"), ("as_off", "as_of"), ("coverage_hi", "coverage_high")]
)
def test_an_unknown_name_suggests_the_nearest(wrong, right):
    with pytest.raises(ParameterError, match=f"^{wrong}: unknown parameter; did you mean {right}"):
        parameters.check(**GOOD, **{wrong: 1})


def test_an_unknown_name_near_to_nothing_lists_what_is_known():
    with pytest.raises(ParameterError, match=r"^zzz: unknown parameter; known: as_of"):
        parameters.check(**GOOD, zzz=1)


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_parameter_is_named(name):
    with pytest.raises(ParameterError, match=f"^{name}: missing"):
        parameters.check(**{n: v for n, v in GOOD.items() if n != name})


def test_coverage_ends_out_of_order_are_refused():
    with pytest.raises(ParameterError, match=r"^coverage_low=0\.7.*coverage_high=0\.6"):
        parameters.check(**GOOD, coverage_low=0.7, coverage_high=0.6)


def test_the_same_seed_gives_the_same_stream():
    checked = parameters.check(**GOOD)
    first = checked.rng().random(5)
    np.testing.assert_array_equal(first, checked.rng().random(5))
    np.testing.assert_array_equal(first, np.random.default_rng(20220923).random(5))


def test_another_seed_gives_another_stream():
    other = parameters.check(**GOOD | {"seed": 20220924})
    assert not np.array_equal(parameters.check(**GOOD).rng().random(5), other.rng().random(5))


def test_only_notebooks_that_weigh_claims_may_be_chosen_and_the_message_names_them_all():
    weighing = {c.notebook for c in claims.ledger()}
    for name in weighing:
        assert parameters.check(**GOOD, only_notebook=name).extra["only_notebook"] == name
    with pytest.raises(ParameterError, match="a notebook that weighs claims") as caught:
        parameters.check(**GOOD, only_notebook="05-stations")
    assert all(repr(name) in str(caught.value) for name in weighing)


def test_a_file_of_rows_goes_with_the_table_of_its_notebook():
    assert parameters.rows_table({"rows_file": "a.csv", "window_start": "2022-09-21"}) == (
        "border_crossings"
    )
    assert parameters.rows_table({"rows_file": "a.csv", "forces": "all"}) == "loss_claims"
    with pytest.raises(ParameterError, match="wanted beside one of window_start, forces"):
        parameters.rows_table({"rows_file": "a.csv"})


@pytest.mark.parametrize("name", ["rows_file", "priors_file"])
def test_a_file_that_is_no_csv_is_refused_with_what_may_stand_in_it(name):
    with pytest.raises(ParameterError, match=rf"^{name}='mine\.xlsx': wanted '' .*CSV file"):
        parameters.check(**GOOD, **{name: "mine.xlsx"})


def test_a_region_misspelt_in_english_is_told_with_the_nearest_in_both_spellings():
    given = {"as_of": "2022-10-11", "hindsight": True, "level": 0.95, "draws": 200, "seed": 1}
    told = r"region='Moskow' in 2018: .*nearest: город Москва \(Moscow\)"
    with pytest.raises(parameters.ParameterError, match=told):
        parameters.check(**given, election=2018, region="Moskow")
    with pytest.raises(parameters.ParameterError, match=r"Чеченская Республика \(Chechnya\)"):
        parameters.check(**given, election=2018, region="Chechnia")
    with pytest.raises(parameters.ParameterError, match="nearest: none"):
        parameters.check(**given, election=2018, region="qqqq")
