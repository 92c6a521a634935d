"""Do the dates, the quotations and the territory agree with the text?

`dates_and_areas` reads dates and compares maps, `between_makers` asks how far map makers differ;
`findings` says what came of dates and quoted
words, `land_findings` and `region_findings` what came of the maps.

Examples
--------
>>> from analysis import chronology, claims, evidence
>>> known = evidence.known_by("2022-10-11")
>>> chronology.day_of_text(known, claims.claim("C03")).inclusive.isoformat()
'2022-10-10'
"""

from analysis.chronology.between_makers import DRAWN_FROM, RandomEffects, random_effects, that_vote
from analysis.chronology.dates_and_areas import (
    FIRST_WEEK_ENDS,
    MAP_AGE_DAYS,
    MAP_ERROR_PCT,
    OBLAST_MAPS,
    AreaChange,
    ChronologyError,
    area_changes,
    change_by_family,
    day_by_subtraction,
    day_inclusive,
    event_days,
    gap_between_makers,
    maybe_whole,
    shares_held,
    when,
    whole_in_words,
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
    land_by_year_end,
    land_since_week_one,
    maps_over_time,
)
from analysis.chronology.makers_findings import MakersApart, makers_apart
from analysis.chronology.quotations import words_kept
from analysis.chronology.region_findings import RegionsHeld, regions_held, share_of_ukraine
from analysis.plain import plain_face
from analysis.results import Remark

__all__ = [
    "DRAWN_FROM",
    "FIRST_WEEK_ENDS",
    "MAP_AGE_DAYS",
    "MAP_ERROR_PCT",
    "OBLAST_MAPS",
    "AreaChange",
    "ChronologyError",
    "DatesInText",
    "DayOfText",
    "LandSinceWeekOne",
    "MakersApart",
    "MapsOverTime",
    "QuotedWords",
    "RandomEffects",
    "RegionsHeld",
    "Remark",
    "area_changes",
    "at_hand",
    "change_by_family",
    "dates_in_text",
    "day_by_subtraction",
    "day_inclusive",
    "day_of_text",
    "event_days",
    "gap_between_makers",
    "land_by_year_end",
    "land_since_week_one",
    "makers_apart",
    "maps_over_time",
    "maybe_whole",
    "quoted_words",
    "random_effects",
    "regions_held",
    "share_of_ukraine",
    "shares_held",
    "that_vote",
    "when",
    "whole_in_words",
    "words_kept",
]

plain_face(globals(), __name__)
