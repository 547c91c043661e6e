"""Shortest paths on WGS84: where one leads, and which one joins two points."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from rangefan.errors import RangeError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray
    from pyproj import Geod

    Array: TypeAlias = NDArray[np.float64]

# WGS84 (NIMA TR8350.2, 3rd ed., table 3.1): semi-major axis and flattening define the rest.
EQUATOR_RADIUS_KM = 6378.137
FLATTENING = 1 / 298.257223563
POLE_RADIUS_KM = EQUATOR_RADIUS_KM * (1 - FLATTENING)
ECCENTRICITY2 = FLATTENING * (2 - FLATTENING)


@functools.cache
def _wgs84() -> Geod:
    """Return the one shared ``pyproj.Geod`` (Karney 2013, *Algorithms for geodesics*)."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


# mypy sees a float as possibly an array here; at run time the first form holds whenever all are floats.
@overload
def destination(  # type: ignore[overload-overlap]
    lat: float, lon: float, azimuth_deg: float, distance_km: float
) -> tuple[float, float]: ...
@overload
def destination(
    lat: float | Array, lon: float | Array, azimuth_deg: float | Array, distance_km: float | Array
) -> tuple[Array, Array]: ...
def destination(
    lat: float | Array, lon: float | Array, azimuth_deg: float | Array, distance_km: float | Array
) -> tuple[float, float] | tuple[Array, Array]:
    """Where the geodesic that leaves a point at an azimuth is after a distance.

    Parameters
    ----------
    lat, lon : float or array
        Start, degrees on WGS84; latitude within ±90.
    azimuth_deg : float or array
        Clockwise from true north.
    distance_km : float or array
        Along the ellipsoid. Negative walks backwards.

    Returns
    -------
    tuple of float, or of array where an argument is one (they broadcast)
        Latitude and longitude, degrees; longitude within ±180. Right to 15 nm.

    Raises
    ------
    RangeError
        If a number is not finite or a latitude lies beyond a pole.

    Examples
    --------
    >>> lat, lon = destination(36.0, 128.0, 90.0, 200.0)
    >>> f"{lat:.9f} {lon:.9f}"
    '35.979495899 130.217805197'
    """
    return _solve(_forward, (lat, lon, azimuth_deg, distance_km), latitudes=(0,))


@overload  # as above
def inverse(  # type: ignore[overload-overlap]
    lat1: float, lon1: float, lat2: float, lon2: float
) -> tuple[float, float]: ...
@overload
def inverse(
    lat1: float | Array, lon1: float | Array, lat2: float | Array, lon2: float | Array
) -> tuple[Array, Array]: ...
def inverse(
    lat1: float | Array, lon1: float | Array, lat2: float | Array, lon2: float | Array
) -> tuple[float, float] | tuple[Array, Array]:
    """Length of the shortest path between two points, and its azimuth at the first.

    Parameters
    ----------
    lat1, lon1, lat2, lon2 : float or array
        Degrees on WGS84; latitudes within ±90.

    Returns
    -------
    tuple of float, or of array where an argument is one (they broadcast)
        Distance in km and azimuth in degrees, clockwise from true north, within ±180.
        Where several paths are shortest (almost opposite points), the azimuth of one.

    Raises
    ------
    RangeError
        If a number is not finite or a latitude lies beyond a pole.

    Examples
    --------
    >>> distance_km, azimuth_deg = inverse(36.0, 128.0, 39.03, 125.75)
    >>> f"{distance_km:.3f} {azimuth_deg:.3f}"
    '390.683 -29.925'
    """
    return _solve(_backward, (lat1, lon1, lat2, lon2), latitudes=(0, 2))


def forward(
    lat: float | Array, lon: float | Array, azimuth_deg: Array, distance_km: Array
) -> tuple[Array, Array, Array]:
    """Return latitudes, longitudes and headings there of flat arrays of geodesics, unchecked."""
    import numpy as np

    start = np.broadcast_to(lon, azimuth_deg.shape), np.broadcast_to(lat, azimuth_deg.shape)
    ahead = functools.partial(_wgs84().fwd, return_back_azimuth=False)
    lon2, lat2, heading_deg = _called(ahead, *start, azimuth_deg, distance_km * 1000)
    return lat2, lon2, heading_deg


def _called(function: Callable[..., Any], *arrays: Array) -> tuple[Array, Array, Array]:
    """Call PROJ, which takes an array of one for a number, and may give a number back."""
    import numpy as np

    single = arrays[0].size == 1
    first, second, third = function(*(float(a[0]) if single else np.ascontiguousarray(a) for a in arrays))
    return np.atleast_1d(first), np.atleast_1d(second), np.atleast_1d(third)


def _forward(lat: Array, lon: Array, azimuth_deg: Array, distance_km: Array) -> tuple[Array, Array]:
    lat2, lon2, _ = forward(lat, lon, azimuth_deg, distance_km)
    return lat2, lon2


def _backward(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> tuple[Array, Array]:
    azimuth_deg, _, distance_m = _called(_wgs84().inv, lon1, lat1, lon2, lat2)
    return distance_m / 1000, azimuth_deg


def _solve(
    solve: Callable[[Array, Array, Array, Array], tuple[Array, Array]],
    numbers: tuple[float | Array, ...],
    latitudes: tuple[int, ...],
) -> tuple[float, float] | tuple[Array, Array]:
    import numpy as np

    arrays = np.broadcast_arrays(*(np.asarray(number, dtype=np.float64) for number in numbers))
    if not all(np.isfinite(array).all() for array in arrays):
        raise RangeError("a coordinate, azimuth or distance is not a finite number, leave such rows out")
    if any((np.abs(arrays[index]) > 90).any() for index in latitudes):
        raise RangeError("a latitude lies beyond ±90, give latitude before longitude, in degrees")
    first, second = solve(*(array.ravel() for array in arrays))
    shape = arrays[0].shape
    return (first.reshape(shape), second.reshape(shape)) if shape else (float(first[0]), float(second[0]))


def cut_distance_km(lat: float, azimuth_deg: Array) -> Array:
    """How far each geodesic from a latitude stays the shortest path, in km.

    It stops being so on the opposite parallel, after half a turn of the auxiliary sphere, where it meets
    its mirror image (Karney 2013, section 3). That is 19,970.3 km for the least, half the meridian for the
    most. The integral of his equation (7) over half a turn is that of a periodic function, so the mean of
    16 even samples gives it to the last digit.
    """
    import numpy as np

    reduced_lat = math.atan((1 - FLATTENING) * math.tan(math.radians(lat)))
    clairaut = np.sin(np.radians(azimuth_deg)) * math.cos(reduced_lat)  # sine of the azimuth at the equator
    k2 = ECCENTRICITY2 / (1 - ECCENTRICITY2) * (1 - clairaut**2)
    sigma = np.arange(16) * np.pi / 16
    mean = np.sqrt(1 + k2[..., None] * np.sin(sigma) ** 2).mean(axis=-1)
    return np.asarray(np.pi * POLE_RADIUS_KM * mean)


def cut_azimuths_deg(lat: float, distance_km: float) -> tuple[float, ...]:
    """Azimuths in [0, 360) between which geodesics of this length are no longer shortest: four or none."""
    import numpy as np

    def is_cut(azimuth_deg: float) -> bool:
        return float(cut_distance_km(lat, np.array([azimuth_deg]))[0]) < distance_km

    if not is_cut(90):
        return ()
    low, high = 0.0, 90.0
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (low, middle) if is_cut(middle) else (middle, high)
    return low, 180 - low, 180 + low, 360 - low
