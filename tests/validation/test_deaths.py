"""The weekly model covers what it assumes, misses what it does not, and foresaw what it foresaw."""

from validation import deaths_coverage, deaths_foreseen
from validation.agreement import kept, may_be, same_rate

KEPT = kept("deaths_coverage").set_index("world")


def test_intervals_hold_the_dead_as_often_as_they_say_under_the_model_itself():
    row = KEPT.loc["as assumed"]
    assert may_be(0.95, row["inside"], row["sets"])


def test_speakers_three_times_as_biased_break_the_interval():
    row = KEPT.loc["biased"]
    assert not may_be(0.95, row["inside"], row["sets"])


def test_simulations_drawn_again_hold_the_dead_as_often_as_the_kept_ones():
    found = deaths_coverage.simulate(deaths_coverage.FIRST).set_index("world")
    for world, again in found.iterrows():
        row = KEPT.loc[world]
        assert same_rate(again["inside"], again["sets"], row["inside"], row["sets"]), world


def test_one_year_foreseen_again_gives_what_is_kept():
    table = kept("deaths_foreseen")
    again = deaths_foreseen.simulate(deaths_foreseen.YEARS[:1])
    both = table.head(len(again))[["low", "central", "high"]]
    assert abs(again[["low", "central", "high"]] / both - 1).max().max() < 0.02
