"""An antenna in its terrain, and the effective earth over which its rays are straight.

Effective-earth model: rays are straight over a sphere whose radius is k times the local mean radius, k = 4/3
in the standard atmosphere (ITU-R P.452-16, annex 1, attachment 2, section 4 has the angle to first order,
(z - a) / s - s / 2 k R). With c = 1/(k R), ground distance s, an antenna at altitude a and ground at
altitude z, the elevation angle e obeys, exactly,

    tan e = w / S - T,    w = (z - a) / (1 + c z),    S = sin(c s) / c,    T = tan(c s / 2),

and the ray at that angle is at the altitude where w = (tan e + T) S. On a flat earth c is 0: S = s, T = 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeAlias

from rangefan.errors import InputError, Problem, RangeError
from rangefan.geometry.elevation_model import ElevationModel, ground_m
from rangefan.geometry.polar import Geodesics
from rangefan.geometry.sphere import gaussian_radius_km

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookout:
    """An antenna in its terrain, and how its rays bend.

    Parameters
    ----------
    dem : ElevationModel
    lat, lon : float
        Degrees on WGS84, within ±90 and ±180.
    antenna_agl_m : float
        Height of the antenna above the model's ground, 0 or more.
    k : float
        Effective over true radius of the Earth: 4/3 for radio in the standard atmosphere, 1 for none,
        infinite for a flat Earth.
    gaps : bool
        Whether a void in the elevations leaves a gap (NaN from there outward) instead of raising.

    Raises
    ------
    RangeError
        If a number is outside these bounds.
    """

    dem: ElevationModel
    lat: float
    lon: float
    antenna_agl_m: float
    k: float = 4 / 3
    gaps: bool = False

    def __post_init__(self) -> None:
        numbers = {field.name: getattr(self, field.name) for field in fields(self)[1:5]}
        faults = [
            f"{name} is {number}, give a finite number"
            for name, number in numbers.items()
            if not math.isfinite(number) and (name, number) != ("k", math.inf)
        ]
        if abs(self.lat) > 90 or abs(self.lon) > 180:
            faults.append(f"{self.lat:g}, {self.lon:g} is no place, give latitude within ±90, longitude ±180")
        if self.antenna_agl_m < 0:
            faults.append(f"the antenna is {self.antenna_agl_m:g} m above ground, give 0 or more")
        if self.k <= 0:
            faults.append(f"k is {self.k:g}, give more than 0 (4/3 for radio, 1 for no refraction)")
        if faults:
            raise RangeError("; ".join(faults))

    @property
    def curvature(self) -> float:
        """One over the effective radius, per metre."""
        return 1 / (self.k * gaussian_radius_km(self.lat) * 1000)

    @property
    def antenna_m(self) -> float:
        """Altitude of the antenna above mean sea level (the model's datum), in metres.

        Raises
        ------
        InputError
            If the model has no elevation here; with nothing to stand on there is no gap to leave.
        """
        import numpy as np

        at = Geodesics(dem=self.dem, lat=self.lat, lon=self.lon).at(
            np.array([self.lat]), np.array([self.lon])
        )
        ground = float(ground_m(self.dem, *at)[0])
        if math.isnan(ground):
            raise void_at(self.dem, self.lat, self.lon, "where the antenna stands")
        return ground + self.antenna_agl_m


def tangent_of(heights: Array, antenna_m: float, curvature: float, span: Array, fall: Array) -> Array:
    """Tangent of the elevation angle of ground at altitudes; see the module's first lines."""
    tangent = heights - antenna_m
    tangent /= heights * curvature + 1
    tangent /= span
    tangent -= fall
    return tangent


def altitude_of(tangent: Array, antenna_m: float, curvature: float, span: Array, fall: Array) -> Array:
    """Altitude of the ray at an elevation angle: `tangent_of` undone."""
    import numpy as np

    rise = tangent + fall
    rise *= span
    part = 1 - rise * curvature  # 0 where the effective earth turns away from the ray altogether
    rise *= 1 + antenna_m * curvature
    with np.errstate(divide="ignore"):
        rise /= np.maximum(part, 0)
    rise += antenna_m
    return rise


def frame_of(curvature: float, distances_km: Array) -> tuple[Array, Array]:
    """S and T of the module's first lines, as columns."""
    import numpy as np

    along = distances_km[:, None] * 1000
    if curvature == 0:
        return along, np.zeros_like(along)
    turn = along * curvature
    if turn[-1, 0] >= np.pi / 2:
        raise RangeError(
            f"{distances_km[-1]:g} km is a quarter of the effective earth or more, give shorter distances"
        )
    return np.sin(turn) / curvature, np.tan(turn / 2)


def void_at(dem: ElevationModel, lat: float, lon: float, where: str) -> InputError:
    """Make the error that says where an elevation is missing."""
    what = f"no elevation at {lat:.4f}, {lon:.4f}, {where}"
    return InputError(
        [Problem(dem.source, 0, what, "give elevations that reach there, or let voids leave gaps")]
    )
