import dataclasses
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import quantities
from analysis.quantities import Estimate, QuantityError, UnitError

INF = math.inf

# text, unit of the row, low, central, high, qualifier
FORMS = [
    ("more than 200,000", "persons", 200_000, 200_000, INF, "more than"),
    (">38,000", "votes", 38_000, 38_000, INF, "more than"),
    ("400,000+", "persons", 400_000, 400_000, INF, "more than"),
    (
        "almost 94,000",
        "crossings",
        93_500,
        94_000,
        94_000,
        "almost",
    ),  # last non-zero digit: thousands, half is 500
    ("75.25-76", "%", 75.25, 75.625, 76, "range"),  # middle of the range: (75.25 + 76) / 2
    ("60-100", "killed", 60, 80, 100, "range"),
    (
        "about 39500",
        "votes",
        39_450,
        39_500,
        39_550,
        "about",
    ),  # last non-zero digit: hundreds, half is 50
    (
        "8-9,000 a day",
        "crossings per day",
        8_000,
        8_500,
        9_000,
        "range",
    ),  # the thousands serve both ends
    ("97,5 %", "%", 97.5, 97.5, 97.5, "exact"),
    (
        "~200 тыс.",
        "persons",
        150_000,
        200_000,
        250_000,
        "about",
    ),  # the 2 stands for 100 thousands, half is 50
    ("600-700 thousand", "persons", 600_000, 650_000, 700_000, "range"),
    ("1,5 млн", "persons", 1_500_000, 1_500_000, 1_500_000, "exact"),
    ("47000 (40000-55000)", "killed", 40_000, 47_000, 55_000, "range"),
    ("several", "occasions", 3, 3, INF, "vague"),
    ("-1,400", "crossings", -1_400, -1_400, -1_400, "exact"),
]


@pytest.mark.parametrize(("text", "unit", "low", "central", "high", "qualifier"), FORMS)
def test_each_reported_form_is_read_as_its_words_allow(text, unit, low, central, high, qualifier):
    read = quantities.parse(text, unit)
    assert (read.low, read.central, read.high) == pytest.approx((low, central, high))
    assert read.qualifier == qualifier
    assert read.text == text


@pytest.mark.parametrize("mark", ["\u2009", "\u00a0", "\u202f", "'", "\u2019", ",", " "])
def test_each_thousands_mark_is_dropped(mark):
    read = quantities.parse(f"1{mark}155{mark}807")
    assert (read.low, read.central, read.high) == (1_155_807, 1_155_807, 1_155_807)
    assert read.qualifier == "exact"


def test_half_of_people_in_per_cent_is_45_to_55():
    # 1/2 of 100 %, read to one digit: plus and minus 5
    read = quantities.parse("half", "%")
    assert (read.low, read.central, read.high) == pytest.approx((45, 50, 55))
    assert read.qualifier == "about"


def test_half_without_a_per_cent_unit_is_a_fraction():
    read = quantities.parse("half", "ratio")
    assert (read.low, read.central, read.high) == pytest.approx((0.45, 0.5, 0.55))


def test_a_share_of_more_than_97_stops_at_100():
    read = quantities.parse("more than 97", "%")
    assert (read.low, read.high) == (97, 100)


def test_a_share_of_about_100_does_not_pass_100():
    # half a unit of the last digit of 100 is 50, and no share passes 100
    read = quantities.parse("about 100", "%")
    assert (read.low, read.central, read.high) == (50, 100, 100)


def test_a_figure_of_up_to_5000_starts_at_zero():
    read = quantities.parse("up to 5,000")
    assert (read.low, read.central, read.high, read.qualifier) == (0, 5_000, 5_000, "less than")


def test_a_long_dash_makes_the_same_range_as_a_hyphen():
    read = quantities.parse("60\u2013100")
    assert (read.low, read.high) == (60, 100)


def test_not_published_has_no_value():
    read = quantities.parse("not published")
    assert read.qualifier == "missing"
    assert all(math.isnan(v) for v in (read.low, read.central, read.high))


@pytest.mark.parametrize(
    "text",
    ["99,23", "abc", "12 34", "1,23,456", "", "   ", "100-60", "31.02.2022", "1e5", "NaN", "inf"],
)
def test_text_that_is_no_quantity_is_refused(text):
    with pytest.raises(QuantityError):
        quantities.parse(text)


def test_a_decimal_comma_without_a_sign_is_refused_with_the_way_out():
    with pytest.raises(QuantityError, match=r"'99,23' has a decimal comma.*write a decimal point"):
        quantities.parse("99,23", "%")


@settings(derandomize=True, deadline=None, database=None)
@given(number=st.integers(0, 10**9), mark=st.sampled_from([",", "\u2009", "'"]))
def test_any_grouped_whole_number_reads_as_itself(number, mark):
    read = quantities.parse(f"{number:,}".replace(",", mark))
    assert (read.low, read.central, read.high) == (number, number, number)
    assert read.qualifier == "exact"


def test_a_reading_becomes_an_estimate_that_says_how_it_was_qualified():
    made = quantities.parse("more than 200,000").estimate("mobilised men")
    assert (made.low, made.central, made.high, made.unit) == (
        200_000,
        200_000,
        INF,
        "mobilised men",
    )
    assert made.basis == "as reported (more than)"


# rounding of a printed number: half a unit of its last printed digit on either side
@pytest.mark.parametrize(
    ("text", "unit", "low", "central", "high"),
    [
        ("93.11", "%", 93.105, 93.11, 93.115),
        ("99.0", "%", 98.95, 99.0, 99.05),
        ("97,5 %", "%", 97.45, 97.5, 97.55),
        ("430,268", "votes", 430_267.5, 430_268, 430_268.5),
    ],
)
def test_a_printed_number_stands_for_all_values_that_round_to_it(text, unit, low, central, high):
    made = quantities.printed(text, unit)
    assert (made.low, made.central, made.high) == pytest.approx((low, central, high), rel=1e-12)
    assert made.unit == unit


@pytest.mark.parametrize("text", ["about 93", "93-94", "12 34", "", "abc", "more than 5"])
def test_a_text_that_is_not_one_plain_number_has_no_rounding(text):
    with pytest.raises(QuantityError):
        quantities.printed(text, "votes")


@pytest.mark.parametrize("text", ["99,23", "1,23,456"])
def test_commas_the_parser_refuses_are_not_read_as_thousands_when_rounding(text):
    with pytest.raises(QuantityError):
        quantities.printed(text, "votes")


def closed(low, high, unit="persons"):
    return Estimate(low=low, central=(low + high) / 2, high=high, unit=unit, basis="made by hand")


@pytest.mark.parametrize(
    ("low", "central", "high"),
    [(2, 1, 3), (1, 4, 3), (3, 2, 1), (math.nan, 1, 2), (1, math.nan, 2)],
)
def test_an_estimate_out_of_order_is_refused(low, central, high):
    with pytest.raises(ValueError, match="not ordered"):
        Estimate(low=low, central=central, high=high, unit="persons", basis="made by hand")


def test_an_unknown_unit_is_refused_by_name():
    with pytest.raises(ValueError, match="unknown unit 'people'"):
        closed(1, 2, unit="people")


def test_an_estimate_cannot_be_changed_afterwards():
    with pytest.raises(dataclasses.FrozenInstanceError):
        closed(1, 2).low = 0


def test_an_exact_estimate_has_no_width():
    made = Estimate.exactly(7, "days", "counted")
    assert (made.low, made.central, made.high) == (7, 7, 7)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (closed(15, 30), True),
        (closed(20, 30), True),
        (closed(12, 13), True),
        (closed(20.5, 30), False),
        (closed(0, 9), False),
    ],
)
def test_intervals_overlap_when_they_share_a_value(other, expected):
    ours = closed(10, 20)
    assert ours.overlaps(other) is expected
    assert other.overlaps(ours) is expected


@pytest.mark.parametrize(("one", "other"), [("crossings", "persons"), ("killed", "casualties")])
def test_quantities_of_different_units_are_never_compared(one, other):
    with pytest.raises(UnitError, match=f"{min(one, other)} with {max(one, other)}"):
        closed(1, 2, one).overlaps(closed(1, 2, other))


def test_the_shared_unit_is_returned_or_its_absence_refused():
    assert quantities.same_unit(closed(1, 2), closed(3, 4)) == "persons"
    with pytest.raises(UnitError):
        quantities.same_unit(closed(1, 2), closed(3, 4, "deaths"))


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234567, "1,234,567"), (93.114, "93.11"), (INF, "no upper limit"), (-INF, "no lower limit")],
)
def test_prose_prints_numbers_with_marks_and_open_ends_as_words(value, text):
    assert quantities.spoken(value) == text


def test_an_estimate_reads_as_a_phrase():
    assert str(closed(1_000, 3_000)) == "2,000 persons (1,000 to 3,000)"


def test_digits_of_other_scripts_are_refused():
    with pytest.raises(QuantityError):
        quantities.parse("\u0663")


def test_a_share_never_rounds_beyond_100():
    assert quantities.printed("100", "%").high == 100


@pytest.mark.parametrize(
    ("value", "low", "high", "printed"),
    [
        (19_103.1, 9_696.9, 39_031.2, "19,000"),  # a twentieth of the width is 1,467
        (9_696.9, 9_696.9, 39_031.2, "9,700"),  # two digits at least
        (215_917.4, 142_821.0, 339_873.0, "216,000"),
        (20_618.0, 17_600.0, 23_600.0, "20,600"),
        (5.032, 5.0, 11.2, "5.0"),
        (309_000, 309_000, 309_000, "309,000"),
        (78_986, 78_986, 78_986, "78,986"),  # exact counts stay whole
        (0.0312, 0.01, 0.05, "0.031"),
        (-10.17, -16.1, -5.2, "-10.2"),
        (1017.2, None, None, "1,020"),
        (200_000, 200_000, math.inf, "200,000"),
    ],
)
def test_a_number_is_shown_with_the_digits_its_interval_bears(value, low, high, printed):
    assert quantities.rounded(value, low, high) == printed


def test_a_narrow_interval_bears_more_digits_and_a_sign_is_shown_on_request():
    assert quantities.rounded(79.518, 79.5, 79.54) == "79.52"
    assert quantities.rounded(75.77701, 75.7719, 75.7822) == "75.777"
    assert quantities.rounded(1_234.5, sign=True) == "+1,230"


def test_an_estimate_reads_as_a_person_would_say_it():
    dead = quantities.Estimate(
        low=9_696.94, central=19_103.1, high=39_031.23, unit="killed", basis="posterior"
    )
    assert str(dead) == "19,000 killed (9,700 to 39,000)"
    assert str(quantities.Estimate.exactly(7_184, "names", "as reported")) == "7,184 names"


def interval(low, central, high, unit="persons"):
    return Estimate(low=low, central=central, high=high, unit=unit, basis="t")


def ends(estimate):
    return estimate.low, estimate.central, estimate.high


def test_draws_give_their_median_and_leave_as_many_outside_on_either_side():
    found = Estimate.of_draws(range(101), level=0.9, unit="deaths", basis="draws")
    assert ends(found) == pytest.approx((5, 50, 95))
    assert (found.unit, found.basis) == ("deaths", "draws")


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_coverage_that_is_no_share_is_refused(level):
    with pytest.raises(ValueError, match="wanted a coverage above 0 and below 1"):
        Estimate.of_draws([1.0, 2.0], level=level, unit="deaths", basis="draws")


def test_a_difference_has_its_ends_farthest_apart():
    assert ends(interval(90, 100, 120).less(interval(10, 20, 50), "t")) == (40, 80, 110)


def test_less_what_has_no_upper_limit_has_no_lower_limit():
    assert ends(interval(90, 100, 120).less(interval(10, 20, math.inf), "t")) == (
        -math.inf,
        80,
        110,
    )


def test_a_difference_of_different_units_is_refused():
    with pytest.raises(UnitError):
        interval(1, 2, 3).less(interval(1, 1, 1, "crossings"), "t")


@pytest.mark.parametrize(("unit", "scale"), [("ratio", 1), ("%", 100), ("per hundred", 100)])
def test_a_quotient_is_least_over_the_largest_divisor(unit, scale):
    found = interval(10, 20, 30).over(interval(2, 4, 5), unit, "t")
    assert ends(found) == (2 * scale, 5 * scale, 15 * scale)


@pytest.mark.parametrize(("dividend", "divisor"), [((-1, 2, 3), (1, 1, 1)), ((1, 2, 3), (0, 1, 1))])
def test_a_quotient_whose_sign_could_turn_is_refused(dividend, divisor):
    with pytest.raises(ValueError, match="zero or more over one above zero"):
        interval(*dividend).over(interval(*divisor), "ratio", "t")


def test_nothing_over_something_is_nothing():
    assert ends(interval(0, 0, 0).over(interval(1, 1, 1), "ratio", "t")) == (0, 0, 0)


@pytest.mark.parametrize(("factor", "wanted"), [(2, (2, 4, 6)), (-1, (-3, -2, -1))])
def test_a_factor_below_zero_turns_the_interval_round(factor, wanted):
    assert ends(interval(1, 2, 3).times(factor)) == wanted


@pytest.mark.parametrize(
    ("word", "least"),
    [
        ("several", 3),
        ("a few", 3),
        ("dozens", 24),
        ("hundreds", 200),
        ("thousands", 2_000),
        ("tens of thousands", 20_000),
        ("hundreds of thousands", 200_000),
        ("repeatedly", 3),
    ],
)
def test_a_vague_word_means_twice_its_unit_or_three_at_the_least(word, least):
    assert (
        quantities.parse(word).low,
        quantities.parse(word).central,
        quantities.parse(word).high,
    ) == (least, least, math.inf)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("half", 50),
        ("a third", 100 / 3),
        ("two-thirds", 200 / 3),
        ("a quarter", 25),
        ("three-quarters", 75),
    ],
)
def test_a_fraction_in_words_is_its_percentage(word, value):
    assert quantities.parse(word, "%").central == pytest.approx(value)


@pytest.mark.parametrize("draws", [[], [1.0, math.nan]])
def test_draws_that_are_missing_have_no_interval(draws):
    with pytest.raises(ValueError, match="wanted draws that are all numbers"):
        Estimate.of_draws(draws, level=0.95, unit="deaths", basis="draws")


def test_what_is_missing_is_not_shown_as_a_number():
    with pytest.raises(ValueError, match="found a missing one"):
        quantities.spoken(math.nan)
    with pytest.raises(ValueError, match="found a missing one"):
        quantities.rounded(math.nan, 1, 2)
