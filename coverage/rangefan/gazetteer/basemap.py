"""The quiet map under the footprints: land, borders and names, cut to a view and light enough for a page."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor, isfinite
from typing import TYPE_CHECKING, Any, TypeVar

from rangefan.errors import RangeError
from rangefan.gazetteer.labels import Bounds, place_labels, placements
from rangefan.gazetteer.lines import overlay_lines, shared_edges
from rangefan.gazetteer.names import country_name
from rangefan.gazetteer.shapes import Land, far_land, near_land
from rangefan.gazetteer.simplify import simplify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely import MultiLineString, MultiPolygon
    from shapely.geometry.base import BaseGeometry

_Shape = TypeVar("_Shape", bound="BaseGeometry")

_SEA_NAMES = ("east-sea-first", "sea-of-japan-first")
_PADDING = 0.35  # of the view's width and height, on every side: a reader pans a little
# The Korean zone is 4 km wide: on wider views its edges would only smudge the line between them.
_WIDEST_NEAR_DEG, _WIDEST_ZONE_DEG = 100.0, 45.0


def basemap(
    bounds: Sequence[float],
    center_lon: float,
    *,
    sea_names: str = "east-sea-first",
    reach: Sequence[float] | None = None,
) -> dict[str, Any]:
    """Return countries, lines and labels for a view, as plain data in the form of the scene's ``basemap``.

    Borders are those administered, by Natural Earth, accurate to about 1 to 3 km; label positions are
    placements.

    Parameters
    ----------
    bounds : sequence of float
        West, south, east, north of the view in degrees; longitudes in the frame below.
    center_lon : float
        Middle of the map's frame in degrees. Every longitude returned lies in
        ``[center_lon - 180, center_lon + 180]``.
    sea_names : str
        ``east-sea-first`` ("East Sea / Sea of Japan") or ``sea-of-japan-first``.
    reach : sequence of float, optional
        West, south, east, north of what a reader can switch on beyond the view: land is cut to hold it too.

    Returns
    -------
    dict
        ``countries`` (iso_a3, name, geometry), ``lines`` (kind, name, geometry) and ``labels`` (text, kind,
        lat, lon), cut to the view widened by 35 % on each side. Coordinates are rounded to 0.001 degrees,
        0.01 where the coarse world is used (views over 100 degrees wide or outside the region). The same
        arguments give the same data, to be read and not changed: it is kept for the next time.

    Raises
    ------
    RangeError
        If the bounds are not an area inside the frame, or `sea_names` is neither of the two.

    Examples
    --------
    >>> land = basemap([124, 33, 132, 43], 128)
    >>> [label["text"] for label in land["labels"]][:2]
    ['NORTH KOREA', 'SOUTH KOREA']
    """
    view = _checked(bounds, center_lon, sea_names)
    return _cut_out(view, center_lon, sea_names, None if reach is None else tuple(reach))


@lru_cache(maxsize=16)  # a map that is drawn again mostly shows the same part of the world
def _cut_out(
    view: Bounds, center_lon: float, sea_names: str, reach: tuple[float, ...] | None
) -> dict[str, Any]:
    import shapely

    width = view[2] - view[0]
    window = _padded(view, center_lon)
    if reach is not None:
        window = (
            max(min(window[0], reach[0]), center_lon - 180),
            max(min(window[1], reach[1]), -90.0),
            min(max(window[2], reach[2]), center_lon + 180),
            min(max(window[3], reach[3]), 90.0),
        )
    land = _choose(window, width)
    codes, shapes, shift = _cut(land, window, center_lon)
    islands = [(row.lon + shift, row.lat) for row in placements() if row.kind == "island"]
    shapes = simplify(shapes, view, shapely.MultiPoint(islands))
    countries, visible = [], {}
    for code, shape in zip(codes, shapes, strict=True):
        if not shape.is_empty:
            geometry = {"type": "MultiPolygon", "coordinates": _coordinates(shape)}
            countries.append({"iso_a3": code, "name": country_name(code), "geometry": geometry})
            visible[code] = _polygons(shapely.intersection(shape, shapely.box(*view)))
    return {
        "countries": countries,
        "lines": _lines(codes, shapes, window, zone=width <= _WIDEST_ZONE_DEG),
        "labels": [
            {"text": label.text, "kind": label.kind, "lat": label.lat, "lon": label.lon}
            for label in place_labels(
                {code: shape for code, shape in visible.items() if shape.area}, view, sea_names
            )
        ],
    }


def _checked(bounds: Sequence[float], center_lon: float, sea_names: str) -> Bounds:
    if sea_names not in _SEA_NAMES:
        raise RangeError(f"sea_names is {sea_names!r}; use one of {', '.join(_SEA_NAMES)}")
    if len(bounds) != 4 or not all(map(isfinite, (*bounds, center_lon))):
        raise RangeError(
            f"the view {list(bounds)} is not four finite numbers: west, south, east, north in degrees"
        )
    west, south, east, north = map(float, bounds)
    if not (-90 <= south < north <= 90 and center_lon - 180 <= west < east <= center_lon + 180):
        raise RangeError(
            f"the view {[west, south, east, north]} is not an area within 180 degrees of longitude "
            f"{center_lon:g}; give west, south, east, north in degrees"
        )
    return west, south, east, north


def _padded(view: Bounds, center_lon: float) -> Bounds:
    west, south, east, north = view
    wide, high = (east - west) * _PADDING, (north - south) * _PADDING
    # On the grid of the files, so that what the window cuts stays on it.
    return (
        ceil(max(west - wide, center_lon - 180) * 100) / 100,
        ceil(max(south - high, -90) * 100) / 100,
        floor(min(east + wide, center_lon + 180) * 100) / 100,
        floor(min(north + high, 90) * 100) / 100,
    )


def _choose(window: Bounds, width: float) -> Land:
    """Return the fine file when it holds the whole window, else the world."""
    near = near_land()
    west, south, east, north = near.bounds
    shift = _shift(window, near.bounds)
    holds = (
        west + shift <= window[0] and window[2] <= east + shift and south <= window[1] and window[3] <= north
    )
    return near if holds and width <= _WIDEST_NEAR_DEG else far_land()


def _shift(window: Bounds, bounds: Bounds) -> float:
    """Return the multiple of 360 that brings the middle of `bounds` nearest to that of `window`."""
    return 360 * round((window[0] + window[2] - bounds[0] - bounds[2]) / 720)


def _cut(land: Land, window: Bounds, center_lon: float) -> tuple[list[str], list[MultiPolygon], float]:
    """Return what of the countries lies in the window, and the degrees added to their longitudes."""
    import shapely

    near = land is near_land()
    shift = float(_shift(window, land.bounds)) if near else 0.0
    box = shapely.box(*window)
    codes, shapes = [], []
    for code, shape in zip(land.codes, land.shapes, strict=True):
        moved = (_moved(shape, shift) if shift else shape) if near else _around(shape, center_lon)
        clipped = _rounded(_polygons(shapely.intersection(moved, box)), land.digits)
        if not clipped.is_empty:
            codes.append(code)
            shapes.append(clipped)
    return codes, shapes, shift


def _around(shape: MultiPolygon, center_lon: float) -> MultiPolygon:
    """Cut a shape at the frame's seam, put every piece inside the frame, heal the cut at 180 degrees."""
    import shapely

    pieces = []
    for turn in range(-2, 3):
        strip = shapely.box(
            max(center_lon - 180 - 360 * turn, -180), -90, min(center_lon + 180 - 360 * turn, 180), 90
        )
        if strip.bounds[0] < strip.bounds[2]:
            piece = _polygons(shapely.intersection(shape, strip))
            if not piece.is_empty:
                pieces.append(_moved(piece, 360.0 * turn))
    return pieces[0] if len(pieces) == 1 else _polygons(shapely.union_all(pieces))


def _moved(shape: _Shape, shift_deg: float) -> _Shape:
    import numpy as np
    import shapely

    return _on_grid(shapely.transform(shape, lambda points: np.add(points, [shift_deg, 0])), 6)


def _lines(
    codes: list[str], shapes: list[MultiPolygon], window: Bounds, *, zone: bool
) -> list[dict[str, Any]]:
    import shapely

    box = shapely.box(*window)
    found: dict[tuple[str, str], list[BaseGeometry]] = {}
    for line in shared_edges(codes, shapes):
        found.setdefault((line.kind, line.name), []).append(line.shape)
    shift = float(_shift(window, near_land().bounds))
    for line in overlay_lines():
        if zone or line.kind != "dmz":
            found.setdefault((line.kind, line.name), []).append(_moved(line.shape, shift))
    lines = []
    for (kind, name), parts in sorted(found.items()):
        clipped = shapely.intersection(shapely.union_all(parts), box)
        pieces = [part for part in shapely.get_parts(shapely.line_merge(_strings(clipped))) if part.length]
        if pieces:
            shape = shapely.normalize(_on_grid(shapely.MultiLineString(pieces), 3))
            geometry = {"type": "MultiLineString", "coordinates": _coordinates(shape)}
            lines.append({"kind": kind, "name": name, "geometry": geometry})
    return lines


def _strings(shape: BaseGeometry) -> MultiLineString:
    import shapely

    return shapely.MultiLineString(_parts(shape, "LineString"))


def _polygons(shape: BaseGeometry) -> MultiPolygon:
    import shapely

    return shapely.MultiPolygon(_parts(shape, "Polygon"))


def _parts(shape: BaseGeometry, kind: str) -> list[Any]:
    import shapely

    return [part for part in shapely.get_parts(shape) if part.geom_type == kind and not part.is_empty]


def _rounded(shape: MultiPolygon, digits: int) -> MultiPolygon:
    """Round to the grid the files are on: only points cut by the window move; a sliver may vanish."""
    import shapely

    rounded = _on_grid(shape, digits)
    return (
        rounded
        if rounded.is_valid
        else _on_grid(_polygons(shapely.set_precision(shape, 10.0**-digits)), digits)
    )


def _on_grid(shape: _Shape, digits: int) -> _Shape:
    import numpy as np
    import shapely

    return shapely.transform(shape, lambda points: np.round(points, digits))


def _coordinates(shape: BaseGeometry) -> Any:
    """Return GeoJSON coordinates as lists, whole numbers without a decimal point."""
    import shapely

    def walk(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return [walk(item) for item in value]
        return int(value) if value == int(value) else value

    return walk(shapely.geometry.mapping(shape)["coordinates"])
