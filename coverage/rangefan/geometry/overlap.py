"""The area that two footprints share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rangefan.geometry.area import polygon_area_km2
from rangefan.geometry.polygons import footprint, polygons_of

if TYPE_CHECKING:
    from rangefan.geometry.fan import Fan

# An edge strays from the true one by at most a millionth of the range.
_TOLERANCE_M_PER_KM, _LEAST_M = 1e-3, 0.01


def shared_km2(fan: Fan, other: Fan) -> float:
    """Area of the ground inside both of two fans, on the ellipsoid.

    Parameters
    ----------
    fan, other : Fan
        Any: rings and sectors, inner ranges, over the date line and around a pole.

    Returns
    -------
    float
        km², right to two millionths of the larger fan's area; 0 where they share no ground.

    Examples
    --------
    >>> from rangefan.geometry import Fan
    >>> seongju = Fan(lat=36.05, lon=128.22, range_km=200.0)
    >>> pyeongtaek = Fan(lat=36.99, lon=127.09, range_km=200.0)
    >>> round(shared_km2(seongju, pyeongtaek))
    68832
    """
    import shapely

    one, two = (
        footprint(each, max(_LEAST_M, each.range_km * _TOLERANCE_M_PER_KM), fan.lon) for each in (fan, other)
    )
    return polygon_area_km2(shapely.MultiPolygon(polygons_of(shapely.intersection(one, two))))
