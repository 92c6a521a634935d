"""Do the dates, the quotations and the territory agree with the text?

`dates_and_areas` reads dates and compares maps; `findings` says what came of dates and quoted
words, `land_findings` and `region_findings` what came of the maps.
"""

from analysis.chronology.dates_and_areas import (
    FIRST_WEEK_ENDS,
    MAP_AGE_DAYS,
    OBLAST_MAPS,
    AreaChange,
    ChronologyError,
    area_changes,
    chance_of_fall_pct,
    change_by_family,
    day_by_subtraction,
    day_inclusive,
    event_days,
    gap_between_makers,
    shares_held,
    vintage_error_pct,
    when,
)
from analysis.chronology.findings import (
    DatesInText,
    DayOfText,
    QuotedWords,
    at_hand,
    dates_in_text,
    day_of_text,
    quoted_words,
)
from analysis.chronology.land_findings import (
    LandSinceWeekOne,
    MapsOverTime,
    chance_of_a_fall,
    land_by_year_end,
    land_since_week_one,
    maps_over_time,
)
from analysis.chronology.quotations import words_kept
from analysis.chronology.region_findings import RegionsHeld, regions_held, share_of_ukraine
from analysis.chronology.words import Remark

__all__ = [
    "FIRST_WEEK_ENDS",
    "MAP_AGE_DAYS",
    "OBLAST_MAPS",
    "AreaChange",
    "ChronologyError",
    "DatesInText",
    "DayOfText",
    "LandSinceWeekOne",
    "MapsOverTime",
    "QuotedWords",
    "RegionsHeld",
    "Remark",
    "area_changes",
    "at_hand",
    "chance_of_a_fall",
    "chance_of_fall_pct",
    "change_by_family",
    "dates_in_text",
    "day_by_subtraction",
    "day_inclusive",
    "day_of_text",
    "event_days",
    "gap_between_makers",
    "land_by_year_end",
    "land_since_week_one",
    "maps_over_time",
    "quoted_words",
    "regions_held",
    "share_of_ukraine",
    "shares_held",
    "vintage_error_pct",
    "when",
    "words_kept",
]
