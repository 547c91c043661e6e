"""Two scenes side by side: what changes from one to the other, layer by layer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rangefan.answers import AreaInside
from rangefan.errors import UsageError
from rangefan.geometry import area_km2, footprint, shape_feature, shared_km2
from rangefan.geometry.polygons import polygons_of
from rangefan.scene.contents import Contents, fan_of, inside
from rangefan.scene.nouns import ILLUSTRATIVE, Footprint, GeoJson, Scene, SceneLayer

if TYPE_CHECKING:
    from shapely import MultiPolygon
    from shapely.geometry.base import BaseGeometry

_LEAST_KM2 = 0.1  # borders are good to 1 to 3 km


@dataclass(frozen=True, slots=True, kw_only=True)
class TownChange:
    """One town, as one layer of each scene answers; None where a scene has no such layer or town.

    Attributes
    ----------
    before, after
        in, out or depends.
    """

    layer: str
    town: str
    country: str
    before: str | None
    after: str | None
    before_km: float | None
    after_km: float | None

    @property
    def answer_changes(self) -> bool:
        """Whether the answer is another one; what is not drawn reaches nothing."""
        return (self.before or "out") != (self.after or "out")


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaChange:
    """Ground of one country or province inside one footprint, in each scene.

    Attributes
    ----------
    footprint
        Layer and pick: ``radar-terminal/low``.
    code, country
        ISO 3166-1 of the country; for a province ISO 3166-2, and the country that administers it.
    """

    footprint: str
    code: str
    country: str
    before_km2: float
    after_km2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleChange:
    """People inside one footprint in each scene; None where no sourced count exists."""

    footprint: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where one or both of two footprints of the same layer and pick reach, sea and all.

    Attributes
    ----------
    footprint
        Layer and pick: ``radar-terminal/low``.
    only_before, only_after
        What only one of them reaches: GeoJSON features of RFC 7946, without geometry where there is nothing.
    only_before_km2, shared_km2, only_after_km2
        Areas on the ellipsoid.
    """

    footprint: str
    only_before: GeoJson
    only_after: GeoJson
    only_before_km2: float
    shared_km2: float
    only_after_km2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changes from one scene to another; layers are the same where their ids are.

    Two scenes alike give one with nothing in it. Everything in it is plain data, in the order of the scenes.

    Attributes
    ----------
    before, after
        Titles of the two maps.
    layers
        Ids of the layers that both have and that differ in place, direction, status or reach.
    only_before, only_after
        Ids of the layers that one of them lacks.
    towns
        Whose answer or distance changes.
    countries, provinces, people, differences
        For every footprint of `layers`; areas that change by at least 0.1 km².
    """

    before: str
    after: str
    layers: tuple[str, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    towns: tuple[TownChange, ...]
    countries: tuple[AreaChange, ...]
    provinces: tuple[AreaChange, ...]
    people: tuple[PeopleChange, ...]
    differences: tuple[Difference, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form: plain data."""
        return {"illustrative": ILLUSTRATIVE, **dataclasses.asdict(self)}

    @property
    def geojson(self) -> GeoJson:
        """The difference areas, one feature collection."""
        parts = [part for item in self.differences for part in (item.only_before, item.only_after)]
        return {"type": "FeatureCollection", "features": [part for part in parts if part["geometry"]]}


def compare(before: Scene, after: Scene) -> Comparison:
    """Say what changes from one scene to another: two placements, or two editions of one map.

    Parameters
    ----------
    before, after : Scene
        As `resolve` gives them. Areas and people are those of a smooth Earth, as `inside` has them.

    Returns
    -------
    Comparison
        Neither scene is changed; the other way round it says the same with before and after swapped.

    Raises
    ------
    UsageError
        If what is given is no scene.

    Examples
    --------
    >>> import rangefan
    >>> catalogue = rangefan.load()
    >>> seongju = rangefan.read_map("thaad-korea", catalogue)
    >>> elsewhere = seongju.with_layer("radar-terminal", town="Pyeongtaek")
    >>> found = compare(*(rangefan.resolve(mapped, catalogue) for mapped in (seongju, elsewhere)))
    >>> [(row.town, row.before, row.after) for row in found.towns if row.answer_changes]
    [('Dalian', 'depends', 'in'), ('Beijing', 'out', 'depends')]
    >>> nominal = next(item for item in found.differences if item.footprint == "radar-terminal/nominal")
    >>> round(nominal.shared_km2, -3), round(nominal.only_after_km2, -3)
    (485000.0, 184000.0)
    """
    for given in (before, after):
        _refuse_maps(given)
    old, new = ({layer.id: layer for layer in scene.layers} for scene in (before, after))
    differing = tuple(name for name in new if name in old and _moved(old[name], new[name]))
    pairs = [pair for name in differing for pair in _same_pick(inside(before, name), inside(after, name))]
    return Comparison(
        before=str(before.map["title"]),
        after=str(after.map["title"]),
        layers=differing,
        only_before=tuple(name for name in old if name not in new),
        only_after=tuple(name for name in new if name not in old),
        towns=tuple(_towns(before, after)),
        countries=tuple(row for a, b in pairs for row in _areas(a.id, a.countries, b.countries)),
        provinces=tuple(row for a, b in pairs for row in _areas(a.id, a.provinces, b.provinces)),
        people=tuple(
            PeopleChange(
                footprint=a.id,
                before=round(a.people.count) if a.people else None,
                after=round(b.people.count) if b.people else None,
            )
            for a, b in pairs
            if a.people or b.people
        ),
        differences=tuple(row for name in differing for row in _differences(old[name], new[name])),
    )


def _refuse_maps(given: object) -> None:
    if not isinstance(given, Scene):
        what = f"a {type(given).__name__} is no scene"
        raise UsageError(f"{what}: rangefan.resolve(map, catalogue) makes one of a map")


def _moved(a: SceneLayer, b: SceneLayer) -> bool:
    def stands(layer: SceneLayer) -> tuple[object, ...]:
        turn, site = layer.direction, layer.site
        direction = (turn.azimuth_deg, turn.width_deg) if turn else None
        reaches = [(item.pick, item.figure, item.reach_km, item.inner_km) for item in layer.footprints]
        return site.lat, site.lon, site.precision_km, direction, layer.status, reaches

    return stands(a) != stands(b)


def _same_pick(before: Iterable[Contents], after: Iterable[Contents]) -> Iterable[tuple[Contents, Contents]]:
    found = {contents.id: contents for contents in after}
    return ((contents, found[contents.id]) for contents in before if contents.id in found)


def _towns(before: Scene, after: Scene) -> Iterable[TownChange]:
    sites_a, sites_b = ({layer.id: layer.site.id for layer in scene.layers} for scene in (before, after))
    old, new = ({town.id: town for town in scene.towns} for scene in (before, after))
    for layer in dict.fromkeys((*sites_a, *sites_b)):
        for name in dict.fromkeys((*new, *old)):
            a = old.get(name) if layer in sites_a else None
            b = new.get(name) if layer in sites_b else None
            row = b or a
            if row is None:
                continue
            change = TownChange(
                layer=layer,
                town=row.name,
                country=row.country,
                before=a.cells[layer]["answer"] if a else None,
                after=b.cells[layer]["answer"] if b else None,
                before_km=a.distance_km[sites_a[layer]] if a else None,
                after_km=b.distance_km[sites_b[layer]] if b else None,
            )
            if change.answer_changes or change.before_km != change.after_km:
                yield change


def _areas(
    footprint_id: str, before: Iterable[AreaInside], after: Iterable[AreaInside]
) -> Iterable[AreaChange]:
    old, new = ({row.code: row for row in rows} for rows in (before, after))
    for code in dict.fromkeys((*old, *new)):
        a, b = (rows[code].area_km2 if code in rows else 0.0 for rows in (old, new))
        if abs(a - b) >= _LEAST_KM2:
            yield AreaChange(
                footprint=footprint_id,
                code=code,
                country=(old.get(code) or new[code]).country,
                before_km2=round(a, 1),
                after_km2=round(b, 1),
            )


def _differences(a: SceneLayer, b: SceneLayer) -> Iterable[Difference]:
    found = {item.pick: item for item in b.footprints}
    for item in a.footprints:
        if item.pick not in found:
            continue
        other = found[item.pick]
        here, there = _shape(a, item), _shape(b, other)
        one, two = (
            fan_of(layer, drawn) if drawn.reach_km else None for layer, drawn in ((a, item), (b, other))
        )
        shared = shared_km2(one, two) if one and two else 0.0
        # Rounding must not let a part fall below nothing.
        lost, gained = (max(0.0, area_km2(fan) - shared) if fan else 0.0 for fan in (one, two))
        yield Difference(
            footprint=f"{a.id}/{item.pick}",
            only_before=_feature(here.difference(there), a, item, "only before"),
            only_after=_feature(there.difference(here), b, other, "only after"),
            only_before_km2=round(lost, 1),
            shared_km2=round(shared, 1),
            only_after_km2=round(gained, 1),
        )


def _shape(layer: SceneLayer, drawn: Footprint) -> MultiPolygon:
    import shapely

    return footprint(fan_of(layer, drawn)) if drawn.reach_km else shapely.MultiPolygon()


def _feature(shape: BaseGeometry, layer: SceneLayer, drawn: Footprint, which: str) -> GeoJson:
    import shapely

    said = {
        "layer": layer.id,
        "pick": drawn.pick,
        "which": which,
        "label": drawn.label,
        "site": layer.site.name,
        "status": layer.status,
    }
    return shape_feature(shapely.MultiPolygon(polygons_of(shape)), said)
