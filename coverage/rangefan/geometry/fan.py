"""The noun of every footprint: a ring or a fan around a point, and what lies in it."""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from rangefan.errors import RangeError
from rangefan.geometry.geodesic import inverse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_RANGE_KM = 0.001
GREATEST_RANGE_KM = 20003.9  # half the meridian (20,003.931 km), rounded down
_EDGE_KM = 1e-9  # edges belong to the fan: a micrometre absorbs rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """All points within a range of a centre, in a sector of azimuths; a ring when the sector is a full turn.

    Parameters
    ----------
    lat, lon : float
        Centre, degrees on WGS84, within ±90 and ±180.
    range_km : float
        Along the ellipsoid, from 0.001 to half the meridian (20,003.9).
    azimuth_deg : float
        Centre of the sector, clockwise from true north, within ±360. A ring ignores it.
    width_deg : float
        Full opening of the sector, above 0 and up to 360.
    inner_km : float
        Nearer than this is outside; 0, or from 0.001 to below `range_km`.

    Raises
    ------
    RangeError
        If a number is outside these bounds; the message names every fault.

    Examples
    --------
    >>> Fan(lat=36.0, lon=128.0, range_km=600.0, width_deg=120.0).is_ring
    False
    """

    lat: float
    lon: float
    range_km: float
    azimuth_deg: float = 0.0
    width_deg: float = 360.0
    inner_km: float = 0.0

    def __post_init__(self) -> None:
        for field in fields(self):
            number = getattr(self, field.name)
            if isinstance(number, bool) or not isinstance(number, numbers.Real):
                raise RangeError(f"{field.name} is {number!r}, give a plain number")
            object.__setattr__(self, field.name, float(number))
        if faults := self._faults():
            raise RangeError("; ".join(faults))

    @property
    def is_ring(self) -> bool:
        """Whether the sector is a full turn."""
        return self.width_deg == 360

    def _faults(self) -> list[str]:
        lost = [field.name for field in fields(self) if not math.isfinite(getattr(self, field.name))]
        if lost:
            return [f"{name} is {getattr(self, name)}, give a finite number" for name in lost]
        faults = []
        if 90 < abs(self.lat) <= 180 and abs(self.lon) <= 90:
            faults.append(
                f"latitude and longitude look swapped: latitude is {self.lat:g}, "
                f"give {self.lon:g} as latitude and {self.lat:g} as longitude"
            )
        else:
            if abs(self.lat) > 90:
                faults.append(f"latitude is {self.lat:g}, give degrees from -90 to 90")
            if abs(self.lon) > 180:
                east = math.remainder(self.lon, 360)
                faults.append(f"longitude is {self.lon:g}, give degrees from -180 to 180 (here {east:g})")
        if self.range_km <= 0:
            faults.append(f"range is {self.range_km:g} km, give one above zero")
        elif self.range_km < LEAST_RANGE_KM:
            faults.append(f"range is {self.range_km:g} km, give at least {LEAST_RANGE_KM:g}, one metre")
        elif self.range_km > GREATEST_RANGE_KM:
            most = f"{GREATEST_RANGE_KM} (half the meridian)"
            faults.append(f"range is {self.range_km:g} km, give at most {most}")
        if self.inner_km < LEAST_RANGE_KM and self.inner_km != 0:
            faults.append(f"inner range is {self.inner_km:g} km, give 0 or at least {LEAST_RANGE_KM:g}")
        elif self.inner_km >= self.range_km > 0:
            faults.append(f"inner range is {self.inner_km:g} km, give less than the range, {self.range_km:g}")
        if not 0 < self.width_deg <= 360:
            faults.append(f"width is {self.width_deg:g} degrees, give more than 0 and at most 360")
        if abs(self.azimuth_deg) > 360:
            faults.append(f"azimuth is {self.azimuth_deg:g} degrees, give 0 to 360, clockwise from north")
        return faults


def contains(
    fan: Fan, lat: float | NDArray[np.float64], lon: float | NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether points lie in a fan, edges included, decided by distance and azimuth.

    Parameters
    ----------
    fan : Fan
    lat, lon : float or array
        Degrees on WGS84; they broadcast.

    Returns
    -------
    array of bool
        Shaped like the points (zero-dimensional for one point). The centre is in unless there is an inner
        range. A point that two shortest paths reach (only beyond 19,970 km) is judged by one of them.

    Raises
    ------
    RangeError
        If a coordinate is not finite or a latitude lies beyond a pole.

    Examples
    --------
    >>> bool(contains(Fan(lat=35.90, lon=128.40, range_km=200.0), 35.18, 129.08))
    True
    """
    import numpy as np

    points = np.asarray(lat, dtype=np.float64), np.asarray(lon, dtype=np.float64)
    solved = inverse(fan.lat, fan.lon, *points)
    distance_km, azimuth_deg = np.asarray(solved[0]), np.asarray(solved[1])
    inside = (distance_km <= fan.range_km + _EDGE_KM) & (distance_km >= fan.inner_km - _EDGE_KM)
    if not fan.is_ring:
        aside_deg = np.abs(np.remainder(azimuth_deg - fan.azimuth_deg + 180, 360) - 180)
        # How far apart two paths are that differ by a degree at the start: on a sphere, R sin(s/R).
        km_per_deg = np.abs(np.sin(distance_km / 6371)) * 6371 * np.pi / 180
        inside &= (aside_deg - fan.width_deg / 2) * km_per_deg <= _EDGE_KM
    return np.asarray(inside)
