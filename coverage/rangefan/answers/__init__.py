"""What lies inside a footprint: towns, countries and provinces, people; borders; positions on a date."""

from rangefan.answers.area import AreaInside, countries_inside, provinces_inside
from rangefan.answers.borders import (
    Nearest,
    distance_difference_km,
    nearest_border,
    nearest_line,
    nearest_point,
)
from rangefan.answers.claims import claims_tested
from rangefan.answers.inside import Answer, Reach, answer_for
from rangefan.answers.people import (
    PeopleByBearing,
    PeopleInside,
    people_by_bearing,
    people_inside,
    radius_for_people_km,
)
from rangefan.answers.positions import (
    GROUPS,
    Group,
    Position,
    Voice,
    counts_from,
    positions_on,
    rank,
    voice_of,
    without_repeats,
)
from rangefan.answers.radius import radius_for_area_km

__all__ = [
    "GROUPS",
    "Answer",
    "AreaInside",
    "Group",
    "Nearest",
    "PeopleByBearing",
    "PeopleInside",
    "Position",
    "Reach",
    "Voice",
    "answer_for",
    "claims_tested",
    "countries_inside",
    "counts_from",
    "distance_difference_km",
    "nearest_border",
    "nearest_line",
    "nearest_point",
    "people_by_bearing",
    "people_inside",
    "positions_on",
    "provinces_inside",
    "radius_for_area_km",
    "radius_for_people_km",
    "rank",
    "voice_of",
    "without_repeats",
]
