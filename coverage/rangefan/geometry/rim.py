"""A footprint whose reach turns with azimuth, as polygons on a flat map."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, TypeAlias

from rangefan.errors import RangeError
from rangefan.geometry.fan import LEAST_RANGE_KM
from rangefan.geometry.geodesic import forward, inverse
from rangefan.geometry.polygons import enclosed, polygons_of
from rangefan.geometry.vertices import unrolled

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import ArrayLike, NDArray
    from shapely import MultiPolygon, Polygon

    Array: TypeAlias = NDArray[np.float64]

GREATEST_RIM_KM = 19_900.0  # a little beyond, neighbouring geodesics cross
_STEP_KM = 25.0  # no edge is longer outward: a straight one strays 12 m, or 50 m at latitude 75°
_WIDEST_DEG = 20.0


def rim_footprint(
    lat: float,
    lon: float,
    azimuths_deg: ArrayLike,
    outer_km: ArrayLike,
    inner_km: ArrayLike = 0.0,
    center_lon: float = 0.0,
) -> MultiPolygon:
    """Area between two rims, given by azimuth, as polygons in longitude and latitude.

    Between neighbouring azimuths a rim runs evenly from one distance to the other.

    Parameters
    ----------
    lat, lon : float
        Centre, degrees on WGS84.
    azimuths_deg : array
        Clockwise from true north, growing, no more than 20 apart. A full turn ends 360 above where it began.
    outer_km, inner_km : array, by azimuth, or float
        Along the ellipsoid, from 0 to 19,900. Where inner is not below outer there is nothing; a NaN leaves
        an open gap out to the neighbouring azimuths.
    center_lon : float
        Longitude at the middle of the frame, as in `footprint`.

    Returns
    -------
    shapely.MultiPolygon
        As `footprint` gives it; empty where nothing is left.

    Raises
    ------
    RangeError
        If azimuths or distances are not as above.

    Examples
    --------
    >>> shape = rim_footprint(36.0, 128.0, [0.0, 10.0, 20.0], [100.0, 50.0, 100.0])
    >>> shape.is_valid, [round(edge, 2) for edge in shape.bounds]
    (True, [128.0, 36.0, 128.38, 36.9])
    """
    import numpy as np
    import shapely

    azimuths = np.asarray(azimuths_deg, dtype=np.float64)
    outer, inner = (np.array(np.broadcast_to(km, azimuths.shape), dtype=float) for km in (outer_km, inner_km))
    _check(azimuths, outer, inner, center_lon)
    known = np.isfinite(outer) & np.isfinite(inner)
    is_turn = bool(known.all()) and azimuths[-1] - azimuths[0] == 360
    parts: list[Polygon] = []
    for run in _runs(known):
        hole = np.minimum(inner[run], outer[run])
        rims = (_within(lat, lon, azimuths[run], rim, center_lon, is_turn) for rim in (outer[run], hole))
        parts += polygons_of(next(rims).difference(next(rims)))
    whole = shapely.MultiPolygon([shapely.geometry.polygon.orient(part) for part in parts])
    if whole.is_valid:
        return whole
    merged = shapely.union_all([part if part.is_valid else shapely.make_valid(part) for part in parts])
    return shapely.MultiPolygon([shapely.geometry.polygon.orient(part) for part in polygons_of(merged)])


def _check(azimuths: Array, outer: Array, inner: Array, center_lon: float) -> None:
    import numpy as np

    steps = np.diff(azimuths)
    if azimuths.ndim != 1 or azimuths.size < 2 or not np.isfinite(azimuths).all():
        raise RangeError("azimuths must be one row of two or more finite numbers")
    if not ((steps > 0) & (steps <= _WIDEST_DEG)).all() or azimuths[-1] - azimuths[0] > 360:
        raise RangeError(f"azimuths must grow by {_WIDEST_DEG:g} degrees at most, and by 360 in all")
    for rim in (outer, inner):
        if not (np.isnan(rim) | ((rim >= 0) & (rim <= GREATEST_RIM_KM))).all():
            raise RangeError(f"a rim is not 0 to {GREATEST_RIM_KM:,.0f} km away all along")
    if azimuths[-1] - azimuths[0] == 360:
        for rim in (outer, inner):
            if rim[0] != rim[-1] and not (math.isnan(rim[0]) and math.isnan(rim[-1])):
                raise RangeError("a rim that goes all around must end at the distance where it began")
    if not (math.isfinite(center_lon) and abs(center_lon) <= 360):
        raise RangeError(f"the frame's centre is at longitude {center_lon}, give degrees from -360 to 360")


def _runs(known: NDArray[np.bool_]) -> Iterable[slice]:
    """Stretches of two or more known neighbours."""
    start = 0
    for is_known, run in itertools.groupby(known.tolist()):
        stop = start + len(list(run))
        if is_known and stop - start > 1:
            yield slice(start, stop)
        start = stop


def _within(
    lat: float, lon: float, azimuths: Array, rim: Array, center_lon: float, is_turn: bool
) -> MultiPolygon:
    """Return what lies between the centre and a rim."""
    import numpy as np
    import shapely

    if rim.max() < LEAST_RANGE_KM:
        return shapely.MultiPolygon()
    points = _points(lat, lon, *_between(azimuths, rim))[::-1]  # inside is on the left
    if is_turn:
        return enclosed(unrolled(points[:-1]), center_lon, lambda: _holds_poles(lat, lon, azimuths, rim))
    last, first = (_points(lat, lon, *_radial(lat, lon, azimuths[end], rim[end])) for end in (-1, 0))
    points = np.concatenate([last, points[1:], first[-2:0:-1]])
    points = points[np.any(points != np.roll(points, 1, axis=0), axis=1)]
    return enclosed(unrolled(points), center_lon, lambda: False)


def _radial(lat: float, lon: float, azimuth_deg: float, far_km: float) -> tuple[Array, Array]:
    """Points out along an azimuth, alike for every rim; along the meridian the pole is one of them."""
    import numpy as np

    stops = {*np.arange(0.0, far_km, _STEP_KM).tolist(), float(far_km)}
    if azimuth_deg % 180 == 0:
        pole_km, _ = inverse(lat, lon, 90.0 if azimuth_deg % 360 == 0 else -90.0, lon)
        stops |= {pole_km} if pole_km < far_km else set()
    return np.full(len(stops), azimuth_deg), np.array(sorted(stops))


def _between(azimuths: Array, rim: Array) -> tuple[Array, Array]:
    """Put points in between wherever a rim moves outward or inward by more than a step."""
    import numpy as np

    counts = np.maximum(1, np.ceil(np.abs(np.diff(rim)) / _STEP_KM)).astype(np.intp)
    at = np.append(
        np.concatenate([i + np.arange(n) / n for i, n in enumerate(counts.tolist())]), rim.size - 1
    )
    nodes = np.arange(rim.size)
    return np.interp(at, nodes, azimuths), np.interp(at, nodes, rim)


def _points(lat: float, lon: float, azimuths: Array, rim: Array) -> Array:
    import numpy as np

    lats, lons, _ = forward(lat, lon, azimuths, rim)
    lats[rim == 0], lons[rim == 0] = lat, lon
    return np.column_stack([lons, lats])


def _holds_poles(lat: float, lon: float, azimuths: Array, rim: Array) -> bool:
    import numpy as np

    for pole in (-90.0, 90.0):
        distance_km, azimuth_deg = inverse(lat, lon, pole, lon)
        along = azimuths[0] + (azimuth_deg - azimuths[0]) % 360
        if distance_km > np.interp(along, azimuths, rim):
            return False
    return True
