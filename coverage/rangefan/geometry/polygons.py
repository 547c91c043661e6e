"""A fan as polygons on a flat map: cut at the map's seam, right around poles, and as GeoJSON."""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from rangefan.errors import RangeError
from rangefan.geometry.fan import contains
from rangefan.geometry.vertices import outline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray
    from shapely import MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

    from rangefan.geometry.fan import Fan

    Array: TypeAlias = NDArray[np.float64]

_ON_SEAM_DEG = 1e-11  # a micrometre


def footprint(fan: Fan, tolerance_m: float = 50, center_lon: float = 0.0) -> MultiPolygon:
    """Fan as polygons in longitude and latitude, cut where the map's frame ends.

    Parameters
    ----------
    fan : Fan
    tolerance_m : float
        How far an edge may stray from the true one, see `outline`. Cutting adds nothing to it.
    center_lon : float
        Longitude at the middle of the frame, within ±360; 0 gives what RFC 7946 asks for (section 3.1.9).

    Returns
    -------
    shapely.MultiPolygon
        Valid; longitudes within 180 of `center_lon`; exteriors counter-clockwise, holes clockwise. Where a
        footprint holds a pole it reaches latitude ±90 along the frame's whole width.

    Raises
    ------
    RangeError
        If the tolerance is not a finite number of at least 0.01, or the frame is not.

    Examples
    --------
    >>> from rangefan.geometry import Fan
    >>> shape = footprint(Fan(lat=60.0, lon=175.0, range_km=1000.0))
    >>> len(shape.geoms), shape.is_valid
    (2, True)
    """
    import shapely

    if not (math.isfinite(center_lon) and abs(center_lon) <= 360):
        raise RangeError(f"the frame's centre is at longitude {center_lon}, give degrees from -360 to 360")
    if fan.is_ring and fan.inner_km:
        disc, hole = replace(fan, inner_km=0.0), replace(fan, range_km=fan.inner_km, inner_km=0.0)
        outer, inner = (_inside(ring, tolerance_m, center_lon) for ring in (disc, hole))
        shape = _multi(outer.difference(inner))
    else:
        shape = _inside(fan, tolerance_m, center_lon)
    return shapely.MultiPolygon([shapely.geometry.polygon.orient(part) for part in shape.geoms])


@functools.lru_cache(maxsize=512)  # a map that is drawn again draws most of its fans again
def _inside(fan: Fan, tolerance_m: float, center_lon: float) -> MultiPolygon:
    """Return what lies left of the outline, within the frame."""
    import numpy as np

    def holds_poles() -> bool:
        return bool(contains(fan, np.array([-90.0, 90.0]), 0.0).all())

    return enclosed(outline(fan, tolerance_m), center_lon, holds_poles)


def enclosed(line: Array, center_lon: float, holds_poles: Callable[[], bool]) -> MultiPolygon:
    """Return what lies left of a closed line, within the frame.

    Parameters
    ----------
    line : array
        As `outline` gives it.
    center_lon : float
        Longitude at the middle of the frame.
    holds_poles : callable
        Whether both poles lie inside; asked only of a line that goes clockwise around what is outside.
    """
    import numpy as np
    import shapely

    turn = line[-1, 0] - line[0, 0]
    if abs(turn) > 180:
        # Around one pole: begin at the vertex nearest to it (nothing of the line lies between the two), lay
        # turns side by side so that the frame falls in the middle of them (the line may double back by up to
        # a turn), and close along the pole.
        pole, once = math.copysign(90.0, turn), np.array([turn, 0.0])
        start = int(np.argmax(line[:-1, 1] * pole))
        body = np.vstack([line[start:-1], line[:start] + once])
        track = np.vstack([*(body + nth * once for nth in range(4)), body[:1] + 4 * once])
        west = min(track[0, 0], track[-1, 0])
        track[:, 0] += 360 * math.floor((center_lon - 180 - west) / 360) - 360
        cap = [(track[-1, 0], pole), (track[0, 0], pole)]
        whole = _valid(shapely.Polygon([*track, *cap]))
        return _multi(whole.intersection(_frame(center_lon)))
    ring = shapely.Polygon(line)
    shape = _in_frame(_valid(ring), center_lon)
    if not shapely.is_ccw(ring.exterior) and holds_poles():
        return _multi(_frame(center_lon).difference(shape))  # the fan lies outside, and both poles with it
    return shape


def _frame(center_lon: float) -> Polygon:
    import shapely

    return shapely.box(center_lon - 180, -90, center_lon + 180, 90)


def _valid(shape: Polygon) -> MultiPolygon:
    """Mend an edge that touches itself: the two sides of a slit, or a fan that closes on its own antipode."""
    import shapely

    return _multi(shape if shape.is_valid else shapely.make_valid(shape))


def _in_frame(shape: MultiPolygon, center_lon: float) -> MultiPolygon:
    """Cut at every seam and shift the strips into the frame."""
    import shapely
    import shapely.affinity

    if shape.is_empty:
        return shape
    west, _, east, _ = shape.bounds
    first = math.floor((west - center_lon + 180) / 360)
    last = math.ceil((east - center_lon + 180) / 360) - 1
    if first == last == 0:
        return shape
    strips = []
    for strip in range(first, last + 1):
        part = shape.intersection(_frame(center_lon + 360 * strip))
        strips += polygons_of(shapely.affinity.translate(part, -360 * strip))
    whole = _multi(shapely.MultiPolygon(strips))
    return whole if whole.is_valid else _multi(shapely.union_all(strips))


def _multi(shape: BaseGeometry) -> MultiPolygon:
    """Polygons but for slivers: a straight side along the seam is on both sides of it by its rounding."""
    import shapely

    parts = polygons_of(shape)
    wide = [east - west > _ON_SEAM_DEG for west, _, east, _ in (part.bounds for part in parts)]
    return shapely.MultiPolygon(list(itertools.compress(parts, wide)))


def polygons_of(shape: BaseGeometry) -> list[Polygon]:
    """Return the polygons of a geometry, without its lines and points."""
    import shapely

    parts = shapely.get_parts(shapely.get_parts(shape))
    return [part for part in parts if part.geom_type == "Polygon" and part.area]


def feature(fan: Fan, properties: Mapping[str, Any], tolerance_m: float = 50) -> dict[str, Any]:
    """Fan as a GeoJSON Feature (RFC 7946), ready for `json.dumps`.

    Parameters
    ----------
    fan : Fan
    properties : mapping
        Copied into the feature, beside ``"illustrative": true``.
    tolerance_m : float
        See `outline`.

    Returns
    -------
    dict
        A Polygon, or a MultiPolygon where the antimeridian cuts the fan; coordinates to seven decimals (a
        centimetre), or in full where rounding would break the shape; ``bbox`` as section 5 asks, its west
        greater than its east where the fan crosses the antimeridian.

    Raises
    ------
    RangeError
        As `footprint` does.

    Examples
    --------
    >>> from rangefan.geometry import Fan
    >>> feature(Fan(lat=-8.5, lon=-179.9, range_km=500.0), {"name": "example"})["bbox"]
    [175.5589972, -13.0202429, -175.3589972, -3.9787119]
    """
    return shape_feature(footprint(fan, tolerance_m), properties)


def shape_feature(shape: MultiPolygon, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Polygons as a GeoJSON Feature, as `feature` makes it; without any its geometry is None."""
    import shapely

    if shape.is_empty:
        return {"type": "Feature", "geometry": None, "properties": {**properties, "illustrative": True}}
    shape = _rounded(shape)
    geometry = shape.geoms[0] if len(shape.geoms) == 1 else shape
    return {
        "type": "Feature",
        "bbox": _bbox(shape),
        "geometry": _lists(shapely.geometry.mapping(geometry)),
        "properties": {**properties, "illustrative": True},
    }


def _rounded(shape: MultiPolygon) -> MultiPolygon:
    import numpy as np
    import shapely

    def to_centimetres(coordinates: Array) -> Array:
        return np.round(coordinates, 7) + 0.0  # no -0.0

    near = shapely.transform(shape, to_centimetres)
    if not near.is_valid:  # such as a hole under a centimetre
        near = shapely.transform(shapely.set_precision(shape, 1e-7), to_centimetres)
    return _multi(shapely.remove_repeated_points(near)) if near.is_valid and near.area else shape


def _bbox(shape: MultiPolygon) -> list[float]:
    _, south, _, north = shape.bounds
    spans = sorted((west, east) for west, _, east, _ in (part.bounds for part in shape.geoms))
    # The box is all but the widest gap between the parts, going east around the globe.
    gaps = []
    reach = spans[0][1]
    for west, east in spans[1:]:
        gaps.append((west - reach, west, reach))
        reach = max(reach, east)
    gaps.append((spans[0][0] + 360 - reach, spans[0][0], reach))
    _, west, east = max(gaps)
    return [west, south, east, north]


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_lists(item) for item in value]
    return value
