"""Where on Earth the map lies: a globe the size of a thumb, with the map's frame on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rangefan.gazetteer import coarse_land, orthographic

# The picture's own units; shown at 76 px and less, where two of them are a pixel and a half.
RADIUS = 50
# A frame wider than this is no place on the globe but most of what is seen of it.
WIDEST_DEG = 100.0


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
    west, south, east, north = scene["view"]["bounds"]
    if east - west > WIDEST_DEG:
        return ""
    center = (south + north) / 2, (west + east) / 2
    land = "".join(_ring(ring, center) for ring in coarse_land())
    steps = [i / 8 for i in range(9)]
    along, up = [west + (east - west) * s for s in steps], [south + (north - south) * s for s in steps]
    edge = [(lon, south) for lon in along] + [(east, lat) for lat in up]
    edge += [(lon, north) for lon in reversed(along)] + [(west, lat) for lat in reversed(up)]
    size = RADIUS + 1
    return (
        f'<svg class="rf-locator" viewBox="{-size} {-size} {2 * size} {2 * size}" aria-hidden="true">'
        f'<circle class="rf-globe" r="{RADIUS}"/><path class="rf-land" d="{land}"/>'
        f'<path class="rf-frame-there" d="{_ring(edge, center, 1)}"/></svg>'
    )


def _ring(ring: Iterable[tuple[float, float]], center: tuple[float, float], digits: int = 0) -> str:
    """Return a ring as path data; blank if none of it is in sight."""
    found = [orthographic(lat, lon, *center) for lon, lat in ring]
    if not any(seen for _, seen in found):
        return ""
    points = [(round(x * RADIUS, digits), round(-y * RADIUS, digits)) for (x, y), _ in found]
    kept = [point for point, before in zip(points, [None, *points], strict=False) if point != before]
    # What has shrunk to a line or a corner at the limb is no land any more.
    if len(kept) < 5:
        return ""
    steps = [f"{x - a:.{digits}f} {y - b:.{digits}f}" for (x, y), (a, b) in zip(kept[1:], kept, strict=False)]
    return f"M{kept[0][0]:g} {kept[0][1]:g}l{' '.join(steps).replace(' -', '-')}z"
