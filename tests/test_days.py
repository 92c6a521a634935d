"""Which texts mean a day, and who refuses the others?"""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis import casualties, evidence, migration
from analysis.days import day_of

THAT_DAY = pd.Timestamp("2022-10-11")


@pytest.mark.parametrize(
    "given",
    [
        "2022-10-11",
        "2022-10-11 00:00:00",
        date(2022, 10, 11),
        THAT_DAY,
        np.datetime64("2022-10-11"),
    ],
)
def test_a_day_is_read(given):
    assert day_of(given) == THAT_DAY


@pytest.mark.parametrize(
    "given",
    [
        "11.10.2022",
        "10/11/2022",
        "2022-10",
        "2022-1-1",
        "2022-02-30",
        "20221011",
        "today",
        "",
        None,
        20221011,
        1.5,
        pd.NaT,
        pd.Timestamp("2022-10-11", tz="UTC"),
    ],
)
def test_what_is_no_day_or_can_be_read_in_two_ways_is_refused(given):
    with pytest.raises(KeyError, match=r"until=.* is no day: wanted a calendar date"):
        day_of(given, "until", refused=KeyError)


TWO_WAYS = "11.10.2022"


def crossings():
    return evidence.known_by("2022-10-11").table("border_crossings", bearing=False)


def names():
    return evidence.known_by(None).table("named_deaths")


@pytest.mark.parametrize(
    "asked",
    [
        lambda d: migration.net_flow(crossings(), "Finland", "2022-09-21", d),
        lambda d: migration.reports_of_entries(crossings(), "Finland", until=d),
        lambda d: migration.harmonise(crossings(), "Finland", "entry", d, "2022-10-11"),
        lambda d: migration.usual_rates(crossings(), "Finland", d),
        lambda d: migration.counted_geographies(crossings(), "2022-09-21", d),
        lambda d: migration.window_end(crossings(), "2022-09-21", d),
        lambda d: migration.entries_of_the_wave(crossings(), since=d),
    ],
)
def test_migration_reads_no_day_that_can_be_read_in_two_ways(asked):
    with pytest.raises(migration.FlowError, match=r"'11\.10\.2022' is no day"):
        asked(TWO_WAYS)


@pytest.mark.parametrize(
    "asked",
    [
        lambda d: casualties.named_by(names(), d),
        lambda d: casualties.per_month(100, "2022-02-24", d),
        lambda d: casualties.usable(evidence.known_by(None).table("loss_claims"), "RU", d),
        lambda d: casualties.increments([d], [10]),
    ],
)
def test_casualties_read_no_day_that_can_be_read_in_two_ways(asked):
    with pytest.raises(casualties.MeasureError, match=r"'11\.10\.2022' is no day"):
        asked(TWO_WAYS)


def test_the_day_of_knowledge_is_read_by_the_same_rule():
    with pytest.raises(evidence.EvidenceError, match=r"as_of='11\.10\.2022' is no day"):
        evidence.known_by(TWO_WAYS)
