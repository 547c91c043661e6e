"""What lies inside each footprint of a scene: countries, provinces, towns, people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from rangefan.answers import (
    AreaInside,
    PeopleByBearing,
    PeopleInside,
    countries_inside,
    people_by_bearing,
    people_inside,
    provinces_inside,
)
from rangefan.errors import UsageError
from rangefan.files.fields import nearest
from rangefan.geometry import Fan
from rangefan.scene.nouns import Footprint, Scene, SceneLayer
from rangefan.scene.towns import answer_of, where_of

if TYPE_CHECKING:
    from rangefan.gazetteer import Town


@dataclass(frozen=True, slots=True, kw_only=True)
class TownInside:
    """One town against one footprint.

    Attributes
    ----------
    state
        `depends` where the doubt about the site, the width of the city or an unpublished direction decides.
    why
        What it depends on, or why it is out though within the distance; blank where distance says it all.
    """

    name: str
    country: str
    state: Literal["in", "out", "depends"]
    why: str
    distance_km: float
    azimuth_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What lies inside one footprint, in the direction drawn.

    Attributes
    ----------
    id
        Layer and pick: ``radar-terminal/low``.
    figure
        Whose range it is: system and figure in the catalogue; None for a range of the author's own.
    area_km2
        Of the footprint, sea and all.
    countries, provinces
        Largest area first; those with at least 0.1 km² inside.
    towns
        Those of the map file, nearest first.
    people
        None where no sourced count exists.
    any_direction, people_by_bearing
        Where a fan's direction is not published: the countries inside the disc of all directions it could
        face, and the people inside the fan over all of them. Empty and None otherwise.
    """

    id: str
    system: str
    figure: str | None
    area_km2: float
    countries: tuple[AreaInside, ...]
    provinces: tuple[AreaInside, ...]
    towns: tuple[TownInside, ...]
    people: PeopleInside | None
    any_direction: tuple[AreaInside, ...]
    people_by_bearing: PeopleByBearing | None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form: plain data, rounded to what borders and census are good for."""
        from rangefan.gazetteer import country_name

        return {
            "id": self.id,
            "system": self.system,
            "figure": self.figure,
            "area_km2": self.area_km2,
            "countries": [
                {
                    "iso_a3": row.code,
                    "name": country_name(row.code),
                    "area_km2": round(row.area_km2, 1),
                    "share": round(row.share, 6),
                }
                for row in self.countries
            ],
            "towns": [
                {
                    "name": town.name,
                    "country": town.country,
                    "state": town.state,
                    "distance_km": town.distance_km,
                    "azimuth_deg": town.azimuth_deg,
                }
                for town in self.towns
            ],
            "people": _people(self.people),
        }


def inside(scene: Scene, layer: str | None = None) -> tuple[Contents, ...]:
    """Say what lies inside each footprint of a scene.

    Parameters
    ----------
    scene : Scene
        As `resolve` gives it.
    layer : str, optional
        The id of one layer; all of them without it.

    Returns
    -------
    tuple of Contents
        One for each figure drawn, low to high; at the layer's altitude where the map file sets one, over a
        smooth Earth: what terrain takes from it is not taken off here.

    Raises
    ------
    UsageError
        If the scene has no such layer.

    Examples
    --------
    >>> import rangefan
    >>> known = rangefan.load()
    >>> scene = rangefan.resolve(rangefan.read_map("thaad-korea", known), known)
    >>> low, *_ = rangefan.inside(scene, "radar-terminal")
    >>> low.id, round(low.people.share, 2)
    ('radar-terminal/low', 0.65)
    """
    layers = [found for found in scene.layers if layer in (None, found.id)]
    if not layers:
        advice = nearest(layer or "", [found.id for found in scene.layers])
        raise UsageError(f'no layer is called "{layer}": {advice}')
    from rangefan import gazetteer

    shown = {row.id for row in scene.towns}
    towns = [town for town in gazetteer.towns() if f"town-{town.geonameid}" in shown]
    return tuple(_contents(found, footprint, towns) for found in layers for footprint in found.footprints)


def _contents(layer: SceneLayer, footprint: Footprint, towns: Iterable[Town]) -> Contents:
    fans = [fan_of(layer, footprint)] if footprint.reach_km else []  # at some altitudes nothing is left
    turns = [fan for fan in fans if layer.direction and not layer.direction.published and not fan.is_ring]
    discs = [replace(fan, width_deg=360.0) for fan in turns]
    return Contents(
        id=f"{layer.id}/{footprint.pick}",
        system=layer.system,
        figure=footprint.figure,
        area_km2=footprint.area_km2,
        countries=_some(countries_inside(*fans)),
        provinces=_some(provinces_inside(*fans)),
        towns=tuple(sorted(_towns(layer, footprint, towns), key=lambda town: (town.distance_km, town.name))),
        people=people_inside(*fans),
        any_direction=_some(countries_inside(*discs)),
        people_by_bearing=people_by_bearing(turns[0]) if turns else None,
    )


def fan_of(layer: SceneLayer, footprint: Footprint) -> Fan:
    """Return the fan that a footprint is drawn from."""
    turn = layer.direction
    return Fan(
        lat=layer.site.lat,
        lon=layer.site.lon,
        range_km=footprint.reach_km,
        azimuth_deg=turn.azimuth_deg if turn else 0.0,
        width_deg=turn.width_deg if turn else 360.0,
        inner_km=footprint.inner_km,
    )


def _some(areas: Iterable[AreaInside]) -> tuple[AreaInside, ...]:
    return tuple(row for row in areas if row.area_km2 >= 0.05)


def _towns(layer: SceneLayer, footprint: Footprint, towns: Iterable[Town]) -> Iterable[TownInside]:
    for town in towns:
        where = where_of(town, layer.site)
        found = answer_of(layer, [footprint], [(footprint.reach_km, footprint.inner_km)], where)
        yield TownInside(
            name=town.name,
            country=town.country,
            state=found.answer,
            why=found.why,
            distance_km=round(where[0], 1),
            azimuth_deg=round(where[1] % 360, 1) % 360,
        )


def _people(found: PeopleInside | None) -> dict[str, Any] | None:
    """Return a count to the hundred, and below ten thousand to ten: an edge crosses towns of thousands."""
    if found is None:
        return None
    return {
        "count": round(found.count, -2 if found.count >= 10_000 else -1),
        "of": round(found.of, -2),
        "share": round(found.share, 4),
        "source": found.source,
        "year": found.year,
        "country": found.country,
    }
