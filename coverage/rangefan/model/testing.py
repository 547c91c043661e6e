"""The tests that geometry can put a claim to, as data: a noun a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rangefan.model.kinds import Azimuth, Country, Date, Id, Kilometres, Place, Text, Width


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """What a measured number must be for the claim to hold in a case.

    Attributes
    ----------
    at_least, at_most
        In the unit of the test: shares from 0 to 1, kilometres, metres, people.
    ours
        True where the number is our reading of a word such as "nearly half", and not the speaker's.
    why
        How the words came to be this number.
    """

    at_least: float | None = None
    at_most: float | None = None
    ours: bool = False
    why: Text

    def met_by(self, number: float) -> bool:
        """Tell whether a number is within."""
        low = self.at_least is None or number >= self.at_least
        return low and (self.at_most is None or number <= self.at_most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Part of some countries, taken together, inside published figures from sites.

    Attributes
    ----------
    of
        Area, or people of the 2020 census, which only South Korea has.
    shapes
        The disc of all directions, or a fan as wide as published and drawn `toward` a town.
    radius
        Also find the radius that would give exactly what is asked.
    provinces
        Also name the provinces that are inside in part.
    """

    part: str = ""
    countries: tuple[Country, ...]
    of: tuple[Literal["area", "people"], ...] = ("area",)
    sites: tuple[Id, ...]
    figures: tuple[Text, ...]
    shapes: tuple[Literal["disc", "fan"], ...] = ("disc",)
    toward: str = ""
    radius: bool = False
    provinces: bool = False
    asks: Asks | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """Part of a country that a radar adds to what others, turned as recorded, have inside already."""

    part: str = ""
    countries: tuple[Country, ...]
    site: Id
    figures: tuple[Text, ...]
    beside: tuple[Id, ...]
    beside_figures: tuple[Text, ...]
    asks: Asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """Towns inside published figures from places, by distance; `inside` is what the claim says of them."""

    part: str = ""
    towns: tuple[Text, ...]
    places: tuple[Place, ...]
    figures: tuple[Text, ...]
    inside: bool = True
    decides: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Districts:
    """Districts of a city, by the census towns in them, inside published figures from sites."""

    part: str = ""
    city: Text
    sites: tuple[Id, ...]
    figures: tuple[Text, ...]
    asks: Asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """Distances between places, against kilometres that were said.

    Attributes
    ----------
    places, to
        Every pair of them: a site's id, or `town:`, `event:`, `census:` with a name, or as an end
        `border:` with a country and `line:` with two.
    said_km
        What was said; each holds if some pair is as far apart, to how well the points are known.
    within_km
        How far a said number may be off beyond that. Ours.
    asks
        For claims that a distance is above or below a number, rather than that number.
    """

    part: str = ""
    places: tuple[Place, ...]
    to: tuple[Place, ...]
    said_km: tuple[float, ...] = ()
    within_km: float = 0.0
    why: str = ""
    asks: Asks | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closer:
    """How much closer to some ends one kind of place is than another."""

    part: str = ""
    places: tuple[Place, ...]
    than: tuple[Place, ...]
    to: tuple[Place, ...]
    asks: Asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightline:
    """Lowest altitude in sight above towns, at elevation floors; decides nothing by itself."""

    part: str = ""
    site: Id
    towns: tuple[Text, ...]
    elevations_deg: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beam:
    """Height above the antenna of the lowest published ray, at a distance."""

    part: str = ""
    site: Id
    figure: Text
    distance_km: Kilometres
    said_m: float | None = None
    within_m: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InverseSquare:
    """Readings at distances, against the inverse square of the distance from the first of them."""

    part: str = ""
    distances_m: tuple[float, ...]
    readings_w_m2: tuple[float, ...]
    limit_w_m2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """People of the census in a sector, over every bearing it could have.

    Attributes
    ----------
    least_towns
        With fewer census towns than this in the disc the count is too coarse to judge by. Ours.
    """

    part: str = ""
    site: Id
    range_km: Kilometres
    width_deg: Width
    said_people: int
    least_towns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Skyline:
    """Elevation of the terrain's skyline toward azimuths, against a published elevation floor.

    Attributes
    ----------
    country
        Toward which.
    cell_km
        Coarser terrain than this decides nothing. Ours.
    """

    part: str = ""
    site: Id
    country: Country
    from_deg: Azimuth
    to_deg: Azimuth
    figure: Text
    cell_km: Kilometres


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Statements on record of a country on an object before a date; holds if there is none."""

    part: str = ""
    country: Country
    object: Text
    before: Date


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What an angle looks like in a section whose heights are drawn so many times too tall."""

    part: str = ""
    angles_deg: tuple[float, ...]
    stretches: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A range that was said, against the figures published for a system; none for a system not here."""

    part: str = ""
    said_km: Kilometres
    systems: tuple[Id, ...] = ()
    within: float = 0.0
    why: str = ""
