"""Where on Earth the map lies: a globe the size of a thumb, with the map's frame on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rangefan.gazetteer import coarse_land, orthographic

# The picture's own units; shown at 76 px and less, where two of them are a pixel and a half.
RADIUS = 50
# A frame wider than this is no place on the globe but most of what is seen of it.
WIDEST_DEG = 100.0
# One smaller than this would not be seen.
LEAST_DEG = 3.0

Point = tuple[float, float]


def located(bounds: Iterable[float]) -> bool:
    """Tell whether a map is small enough to have a place on the globe."""
    west, _, east, _ = bounds
    return east - west <= WIDEST_DEG


def globe(bounds: Iterable[float]) -> tuple[list[list[Point]], list[Point]]:
    """Return the land in sight and the map's frame, as rings around 0, 0 on a globe of `RADIUS`, y down."""
    west, south, east, north = bounds
    center = (south + north) / 2, (west + east) / 2
    wide, high = max(east - west, LEAST_DEG), max(north - south, LEAST_DEG)
    steps = [i / 8 - 0.5 for i in range(9)]
    along, up = [center[1] + wide * s for s in steps], [center[0] + high * s for s in steps]
    edge = [(lon, up[0]) for lon in along] + [(along[-1], lat) for lat in up]
    edge += [(lon, up[-1]) for lon in reversed(along)] + [(along[0], lat) for lat in reversed(up)]
    land = [_ring(ring, center) for ring in coarse_land()]
    # What has shrunk to a line or a corner at the limb is no land any more.
    return [ring for ring in land if len(ring) >= 5], _ring(edge, center, 1)


def locator_svg(scene: dict[str, Any]) -> str:
    """Return the globe as an `<svg>` element, styled by the classes of the page; blank for a wide map.

    Parameters
    ----------
    scene : dict
        Schema rangefan-scene/1, of which only the view is read.

    Returns
    -------
    str
        Markup without text, hidden from assistive technology: the map's alternative text says where it is.
    """
    bounds = scene["view"]["bounds"]
    if not located(bounds):
        return ""
    land, frame = globe(bounds)
    size = RADIUS + 1
    return (
        f'<svg class="rf-locator" viewBox="{-size} {-size} {2 * size} {2 * size}" aria-hidden="true">'
        f'<circle class="rf-globe" r="{RADIUS}"/><path class="rf-land" d="{"".join(map(_path, land))}"/>'
        f'<path class="rf-frame-there" d="{_path(frame, 1)}"/></svg>'
    )


def _ring(ring: Iterable[Point], center: Point, digits: int = 0) -> list[Point]:
    """Return a ring on the globe, no point twice in a row; nothing if none of it is in sight."""
    found = [orthographic(lat, lon, *center) for lon, lat in ring]
    if not any(seen for _, seen in found):
        return []
    points = [(round(x * RADIUS, digits), round(-y * RADIUS, digits)) for (x, y), _ in found]
    return [point for point, before in zip(points, [None, *points], strict=False) if point != before]


def _path(ring: list[Point], digits: int = 0) -> str:
    steps = [f"{x - a:.{digits}f} {y - b:.{digits}f}" for (x, y), (a, b) in zip(ring[1:], ring, strict=False)]
    return f"M{ring[0][0]:g} {ring[0][1]:g}l{' '.join(steps).replace(' -', '-')}z"
