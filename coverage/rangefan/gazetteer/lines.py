"""Border lines taken from the polygons themselves, so that they lie on the edges the page fills."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from rangefan.gazetteer.shapes import Line, border_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from shapely import MultiPolygon

# The kinds a classification may give to an edge two countries share; `dmz` lies beside the edge.
_EDGE_KINDS = ("border", "demarcation", "disputed")


def shared_edges(codes: Sequence[str], shapes: Sequence[MultiPolygon]) -> list[Line]:
    """Return the edges that two polygons of a coverage share, with kind and name from Natural Earth's lines.

    Parameters
    ----------
    codes : sequence of str
        Countries, one for each shape.
    shapes : sequence of shapely geometry
        Multipolygons that share vertices exactly (a coverage).

    Returns
    -------
    list of Line
        Merged, one for each pair of countries, kind and name.
    """
    import numpy as np
    import shapely

    segments, owners = _segments(shapes)
    low, high = segments[:, :2], segments[:, 2:]
    turned = (low[:, 0] > high[:, 0]) | ((low[:, 0] == high[:, 0]) & (low[:, 1] > high[:, 1]))
    keyed = np.where(turned[:, None], np.hstack([high, low]), segments)
    _, inverse, counts = np.unique(keyed, axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(inverse.ravel(), kind="stable")
    twice = order[(counts == 2)[inverse.ravel()[order]]].reshape(-1, 2)
    pairs: dict[str, list[int]] = defaultdict(list)
    for first, second in twice.tolist():
        sides = sorted((codes[owners[first]], codes[owners[second]]))
        pairs["-".join(sides)].append(first)
    drawn: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for between, rows in sorted(pairs.items()):
        ends = keyed[rows].reshape(-1, 2, 2)
        for (kind, name), end in zip(_classify(between, ends.mean(axis=1)), ends, strict=True):
            drawn[between, kind, name].append(end)
    return [
        Line(
            kind=kind,
            name=name,
            between=between,
            shape=shapely.line_merge(shapely.MultiLineString(parts)),
        )
        for (between, kind, name), parts in sorted(drawn.items(), key=lambda item: item[0])
    ]


def overlay_lines() -> list[Line]:
    """Return the lines no two polygons share: the demilitarized zone's edges, and lines across water."""
    return [line for line in border_lines() if line.kind == "dmz" or not line.between]


def _segments(shapes: Sequence[MultiPolygon]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return every segment as (lon, lat, lon, lat), and the index of the shape it belongs to."""
    import numpy as np
    import shapely

    parts, of_part = shapely.get_parts(np.array(shapes), return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    points, of_point = shapely.get_coordinates(rings, return_index=True)
    inside = of_point[1:] == of_point[:-1]
    return np.hstack([points[:-1], points[1:]])[inside], of_part[of_ring[of_point[:-1][inside]]]


def _classify(between: str, middles: NDArray[np.float64]) -> list[tuple[str, str]]:
    """Return kind and name for each middle of a segment, from the nearest line of the same pair."""
    import numpy as np
    import shapely

    known = [line for line in border_lines() if line.between == between and line.kind in _EDGE_KINDS]
    if len({(line.kind, line.name) for line in known}) < 2:
        kind = (known[0].kind, known[0].name) if known else ("border", "")
        return [kind] * len(middles)
    # The lines' longitudes run from 10 to 190; those of a map's frame may not.
    at = shapely.points(middles[:, 0] % 360, middles[:, 1])
    nearest = np.asarray(shapely.STRtree([line.shape for line in known]).nearest(at))
    return [(known[index].kind, known[index].name) for index in nearest.tolist()]
