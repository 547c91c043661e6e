"""A scene whose plain fans travel as eight numbers: the page's own code draws the same shapes from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rangefan.errors import RangeError
from rangefan.geometry import Fan
from rangefan.scene.drawing import band_km, fan_geojson, tolerance_m
from rangefan.scene.nouns import GeoJson

Reach = tuple[float, float]


def with_reaches(scene: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of a scene with the geometry of every plain fan replaced by the fan itself.

    Such a geometry becomes ``{"fan": [lat, lon, range_km, inner_km, azimuth_deg, width_deg, tolerance_m,
    center_lon]}``, and only where Python draws from these numbers exactly what stands in the scene; whatever
    else shapes a footprint (terrain, a scene of another hand) stays as it is. `unpack.js` puts the shapes
    back, and the tests hold the two languages together.
    """
    return {**scene, "layers": [_layer(layer, scene["view"]) for layer in scene.get("layers", ())]}


def _layer(layer: Mapping[str, Any], view: Mapping[str, Any]) -> dict[str, Any]:
    turn = layer.get("direction") or {"azimuth_deg": 0.0, "width_deg": 360.0}
    sector = turn["azimuth_deg"], turn["width_deg"]

    def fan(shape: Mapping[str, Any] | None, reach: Reach, sector: Reach = sector) -> Any:
        if not shape or not shape["geometry"]:
            return shape
        return {**shape, "geometry": _fan_of(shape["geometry"], layer["site"], (*reach, *sector), view)}

    footprints = layer["footprints"]
    parts: dict[str, Any] = {"footprints": [fan(item, _reach(item)) for item in footprints]}
    if footprints:
        nominal = next((item for item in footprints if item["pick"] == "nominal"), footprints[0])
        (low, inner), (high, _) = _reach(footprints[0]), _reach(footprints[-1])
        band = band_km(low, high, layer["site"]["precision_km"], inner)
        parts["band"] = fan(layer.get("band"), band)
        parts["any_direction"] = fan(layer.get("any_direction"), _reach(nominal), (0.0, 360.0))
    parts["at_altitude"] = [
        {**step, "left": [fan(left, (left["outer_km"], left["inner_km"])) for left in step["left"]]}
        for step in layer.get("at_altitude", ())
    ]
    parts["lowest_visible"] = [
        fan(band, (band["to_km"], band["from_km"])) for band in layer.get("lowest_visible", ())
    ]
    return {**layer, **{name: part for name, part in parts.items() if name in layer}}


def _reach(footprint: Mapping[str, Any]) -> Reach:
    return footprint.get("reach_km", footprint["range_km"]), footprint.get("inner_km", 0.0)


def _fan_of(
    geometry: GeoJson, site: Mapping[str, Any], numbers: tuple[float, ...], view: Mapping[str, Any]
) -> GeoJson:
    range_km, inner_km, azimuth_deg, width_deg = numbers
    center_lon = view["center_lon"]
    try:
        fan = Fan(
            lat=site["lat"],
            lon=site["lon"],
            range_km=range_km,
            azimuth_deg=azimuth_deg,
            width_deg=width_deg,
            inner_km=inner_km,
        )
        for tolerance in _tolerances(view):
            if fan_geojson(fan, tolerance, center_lon) == geometry:
                at = site["lat"], site["lon"]
                return {
                    "fan": [*at, range_km, inner_km, azimuth_deg, width_deg, tolerance, view["center_lon"]]
                }
    except RangeError:  # no fan: nothing left at that altitude, say
        pass
    return geometry


def _tolerances(view: Mapping[str, Any]) -> Iterable[float]:
    """Those of the view, and of the whole world: a view that is fitted to its shapes comes after them."""
    return dict.fromkeys((tolerance_m(view["bounds"]), tolerance_m([-180, -90, 180, 90])))
