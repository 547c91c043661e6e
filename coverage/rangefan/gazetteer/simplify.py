"""Fewer vertices for a view, neighbours still sharing every one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from shapely import MultiPoint, MultiPolygon, Polygon

# Detail for a map 1,280 px wide that is zoomed in twice, in pixels of the first view: tolerance (square
# root of the area of the triangles removed) within the view, and around it, and the side of the smallest
# island.
_MAP_PX, _VIEW_PX, _MARGIN_PX, _ISLAND_PX = 1280, 1.1, 3.3, 1.2


def simplify(
    shapes: Sequence[MultiPolygon], view: tuple[float, float, float, float], keep: MultiPoint
) -> list[MultiPolygon]:
    """Simplify a coverage for a view, more in its margin, and drop islands too small to see.

    Parameters
    ----------
    shapes : sequence of shapely geometry
        Multipolygons that share vertices exactly; longitude and latitude in degrees.
    view : tuple of float
        West, south, east, north in degrees.
    keep : shapely.MultiPoint
        Places; an island within 0.1 degrees of one of them stays.

    Returns
    -------
    list of shapely geometry
        Valid multipolygons, some of them possibly empty, whose vertices are among those given.
    """
    import shapely

    degrees_per_px = (view[2] - view[0]) / _MAP_PX
    if not shapes:
        return []
    fine = shapely.coverage_simplify(list(shapes), _VIEW_PX * degrees_per_px)
    coarse = shapely.coverage_simplify(list(shapes), _MARGIN_PX * degrees_per_px)
    thinned = _thin_outside(fine, view, coarse)
    # Dropping vertices by place keeps neighbours matched but may, rarely, fold a thin spit over itself.
    simple = thinned if shapely.is_valid(thinned).all() and shapely.coverage_is_valid(thinned) else fine
    near = shapely.buffer(keep, 0.1)
    smallest = (_ISLAND_PX * degrees_per_px) ** 2
    kept = []
    for shape in simple:
        parts = shapely.get_parts(shape)
        big = parts[(shapely.area(parts) >= smallest) | shapely.intersects(near, parts)]
        kept.append(shapely.MultiPolygon(list(big)))
    return kept


def _thin_outside(
    fine: NDArray[np.object_], view: tuple[float, float, float, float], coarse: NDArray[np.object_]
) -> NDArray[np.object_]:
    """Drop the vertices outside `view` that `coarse` has not: the same ones for every neighbour."""
    import numpy as np
    import shapely

    parts, of_part = shapely.get_parts(fine, return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    points, of_point = shapely.get_coordinates(rings, return_index=True)
    west, south, east, north = view
    x, y = points.T
    inside = (west <= x) & (x <= east) & (south <= y) & (y <= north)
    kept = inside | np.isin(_keys(points), _keys(shapely.get_coordinates(coarse)))
    points, of_point = points[kept], of_point[kept]
    first = np.searchsorted(of_point, np.arange(len(rings)))
    last = np.searchsorted(of_point, np.arange(len(rings)), side="right")
    polygons: list[list[Polygon]] = [[] for _ in fine]
    rings_of: dict[int, list[NDArray[np.float64] | None]] = {}
    for part, start, stop in zip(of_ring.tolist(), first.tolist(), last.tolist(), strict=True):
        closed = points[start:stop]
        if len(closed) and (closed[0] != closed[-1]).any():
            closed = np.vstack([closed, closed[:1]])
        rows = rings_of.setdefault(part, [])
        rows.append(closed if len(closed) >= 4 else None)
    for part, (shell, *holes) in rings_of.items():
        if shell is not None:
            polygon = shapely.Polygon(shell, [hole for hole in holes if hole is not None])
            polygons[of_part[part]].append(polygon)
    return np.array([shapely.MultiPolygon(rows) for rows in polygons], dtype=np.object_)


def _keys(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return one whole number for each point of the 0.001 degree grid the files are on."""
    import numpy as np

    grid = np.round(points * 1000).astype(np.int64)
    return np.asarray(grid[:, 0] * 1_000_000 + grid[:, 1])
