"""Areas on WGS84: of a fan, exactly, and of any polygon as its straight edges are drawn."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, TypeAlias

from rangefan.errors import RangeError
from rangefan.geometry.geodesic import (
    ECCENTRICITY2,
    EQUATOR_RADIUS_KM,
    cut_azimuths_deg,
    cut_distance_km,
    forward,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from rangefan.geometry.fan import Fan

    Array: TypeAlias = NDArray[np.float64]

_NODES = 32  # along a geodesic: twice what half the meridian needs for the last digit
_PANEL_DEG = 60.0
_PANEL_NODES = 12


def area_km2(fan: Fan) -> float:
    """Area of a fan on the ellipsoid, of the true shape and not of a polygon.

    The area between two neighbouring geodesics is their angle times ∫ m(s) ds, where the reduced length
    m obeys Gauss's m'' + K(s) m = 0, m(0) = 0, m'(0) = 1, with K the ellipsoid's curvature on the way
    (Karney 2013, section 3). Solved by collocation at Gauss's points, summed over azimuth by Gauss's rule.

    Parameters
    ----------
    fan : Fan
        Any: rings, sectors, inner ranges, more than a hemisphere.

    Returns
    -------
    float
        km², to twelve significant digits (eleven beyond 19,970 km). Fans side by side add up to their ring.

    Examples
    --------
    >>> from rangefan.geometry import Fan
    >>> f"{area_km2(Fan(lat=36.0, lon=128.0, range_km=600.0)):.3f}"
    '1130137.822'
    """
    whole = _sector_km2(fan, fan.range_km)
    return whole - _sector_km2(fan, fan.inner_km) if fan.inner_km else whole


@functools.lru_cache(maxsize=512)  # a map drawn again asks for most of its areas again
def _sector_km2(fan: Fan, range_km: float) -> float:
    import numpy as np

    first, last = fan.azimuth_deg - fan.width_deg / 2, fan.azimuth_deg + fan.width_deg / 2
    stops = set(np.linspace(first, last, math.ceil(fan.width_deg / _PANEL_DEG) + 1).tolist())
    for corner in cut_azimuths_deg(fan.lat, range_km):  # the reach has a kink there
        turn = corner + 360 * math.ceil((first - corner) / 360)
        stops |= {stop for stop in (turn, turn + 360) if first < stop < last}
    edges = np.array(sorted(stops))
    nodes, weights = np.polynomial.legendre.leggauss(_PANEL_NODES)
    half = np.diff(edges)[:, None] / 2
    azimuths = (edges[:-1, None] + half * (1 + nodes)).ravel()
    widths = np.radians(half * weights).ravel()
    reach = np.minimum(range_km, cut_distance_km(fan.lat, azimuths))
    return math.fsum((widths * _swept_km2(fan, azimuths, reach)).tolist())


def _swept_km2(fan: Fan, azimuths_deg: Array, reach_km: Array) -> Array:
    """∫ m ds along each geodesic: km² per radian of azimuth."""
    import numpy as np

    at, weights, integral = _rule()
    along = reach_km[:, None] * at
    shape = along.shape
    azimuth = np.broadcast_to(azimuths_deg[:, None], shape)
    lat, _, _ = forward(fan.lat, fan.lon, azimuth.ravel(), along.ravel())
    sine2 = np.sin(np.radians(lat.reshape(shape))) ** 2
    # Product of the two principal curvatures (Rapp 1991, Geometric Geodesy I, equations 3.90 and 3.99).
    curvature = (1 - ECCENTRICITY2 * sine2) ** 2 / (EQUATOR_RADIUS_KM**2 * (1 - ECCENTRICITY2))
    # m(s) + ∬ K m = s, the integrals as matrices: one small linear system a geodesic.
    twice = (integral @ integral)[None] * (reach_km[:, None, None] ** 2 * curvature[:, None, :])
    reduced = np.linalg.solve(np.eye(_NODES) + twice, along[..., None])[..., 0]
    return np.asarray((reduced * weights).sum(axis=1) * reach_km)


@functools.cache
def _rule() -> tuple[Array, Array, Array]:
    """Gauss's points on [0, 1], their weights, and the matrix that integrates from 0 to each point."""
    import numpy as np
    from numpy.polynomial import legendre

    x, weights = legendre.leggauss(_NODES)
    values = legendre.legvander(x, _NODES)
    order = np.arange(1, _NODES)
    # ∫ from -1 to x of P_k is (P_(k+1) - P_(k-1)) / (2k + 1), and x + 1 for k = 0.
    primitives = np.empty((_NODES, _NODES))
    primitives[:, 0] = x + 1
    primitives[:, 1:] = (values[:, 2:] - values[:, :-2]) / (2 * order + 1)
    return (x + 1) / 2, weights / 2, primitives @ np.linalg.inv(values[:, :-1]) / 2


def polygon_area_km2(geometry: BaseGeometry) -> float:
    """Area of a polygon on the ellipsoid, its edges straight in longitude and latitude as RFC 7946 has them.

    Parameters
    ----------
    geometry : shapely.Polygon or shapely.MultiPolygon
        Longitude and latitude, degrees on WGS84, in any frame; latitudes may reach ±90. Holes are taken off.

    Returns
    -------
    float
        km², to ten significant digits for polygons of 1 km and more.

    Raises
    ------
    RangeError
        If the geometry is neither polygon nor multipolygon.

    Examples
    --------
    >>> import shapely
    >>> f"{polygon_area_km2(shapely.box(-180, -90, 180, 90)):.0f}"
    '510065622'
    """
    import shapely

    if geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        raise RangeError(f"a {geometry.geom_type} has no area, give a Polygon or a MultiPolygon")
    areas = []
    for part in shapely.get_parts(geometry):
        areas.append(_ring_km2(shapely.get_coordinates(part.exterior)))
        areas += [-_ring_km2(shapely.get_coordinates(hole)) for hole in part.interiors]
    return math.fsum(areas)


def _ring_km2(points: Array) -> float:
    import numpy as np

    lon, lat = np.radians(points).T
    nodes, weights = _edge_rule()
    along = lat[:-1, None] + np.diff(lat)[:, None] * (1 + nodes) / 2
    # Heights in the equal-area cylinder, from the ring's own middle so that a small ring keeps its digits.
    height = (_authalic(along) * weights).sum(axis=1) / 2 - _authalic(np.array([lat.mean()]))[0]
    return abs(math.fsum((height * np.diff(lon)).tolist())) * EQUATOR_RADIUS_KM**2 / 2


@functools.cache
def _edge_rule() -> tuple[Array, Array]:
    """Gauss's points and weights along one edge; small polygons would spend their time on finding them."""
    import numpy as np

    nodes, weights = np.polynomial.legendre.leggauss(6)
    return nodes, weights


def _authalic(lat_rad: Array) -> Array:
    """Snyder 1987, *Map projections: a working manual*, equation 3-12."""
    import numpy as np

    e, sine = math.sqrt(ECCENTRICITY2), np.sin(lat_rad)
    return np.asarray((1 - ECCENTRICITY2) * (sine / (1 - ECCENTRICITY2 * sine**2) + np.arctanh(e * sine) / e))
