"""What a skyline leaves of a range: the elevation floor of the ray trace, azimuth by azimuth.

Above about 20 km the 4/3 earth of `terrain` bends rays too much. Ground lies lower than that, so the angles
of the skyline are good, and a ray that leaves along the skyline is traced through the atmosphere from there
on. Right for altitudes above the ridges that make the skyline; lower, it takes too much, for a target that
flies in front of a ridge may be seen before it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from rangefan.errors import RangeError
from rangefan.geometry import rays
from rangefan.geometry.atmosphere import RAY_TRACED, Refraction
from rangefan.geometry.elevation_files import HIGHEST_M
from rangefan.geometry.fan import LEAST_RANGE_KM
from rangefan.geometry.lookout import Lookout, void_at
from rangefan.geometry.polar import Geodesics, cell_km
from rangefan.geometry.sight import Reach, Sight, lowest_visible_km, reach_at_altitude
from rangefan.geometry.sphere import gaussian_radius_km
from rangefan.geometry.terrain import horizon_profile_deg
from rangefan.language import Said, t

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from rangefan.geometry.elevation_model import ElevationModel

    Array: TypeAlias = NDArray[np.float64]

STEP_DEG = 1.0
LEAST_CUT_KM = 0.1  # what terrain must take of a reach to have decided it
_PER_DEG = 1000  # angles are rounded down to a thousandth of a degree: one ray for all that are alike
_LOOKS = 64  # distances at which a circle is held against the edge of the grid, twice


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Skyline:
    """The skyline around an antenna, and what it was taken from.

    Attributes
    ----------
    azimuths_deg, elevation_deg
        Arrays of one length; azimuths grow, and a full turn ends 360 above where it began.
    antenna_km
        Altitude of the antenna above mean sea level.
    within_km
        How far out ground was looked at; beyond it nothing is known.
    k
        Effective over true radius of the Earth for the angles.
    source, datum, cell_km
        Of the elevations, for the reader.
    """

    azimuths_deg: Array
    elevation_deg: Array
    antenna_km: float
    within_km: float
    k: float
    source: str
    datum: str
    cell_km: float

    @property
    def text(self) -> Said:
        """What a page says of it."""
        cells = t("{metres:.0f} m", metres=self.cell_km * 1000)
        if self.cell_km > 0.9995:
            cells = t("{km:.1f} km", km=self.cell_km)
        return t(
            "Terrain: {source}, cells of {cells}, datum {datum}, skyline within {km:,.0f} km, k = {k}; "
            "illustrative",
            source=self.source,
            cells=cells,
            datum=self.datum,
            km=self.within_km,
            k=f"{self.k:.4g}",
        )


def azimuth_steps(azimuth_deg: float = 0.0, width_deg: float = 360.0) -> Array:
    """Azimuths across a fan, both edges included, no further apart than a degree.

    Examples
    --------
    >>> azimuth_steps(327, 3).tolist()
    [325.5, 326.5, 327.5, 328.5]
    """
    import numpy as np

    count = math.ceil(width_deg / STEP_DEG) + 1
    return np.linspace(azimuth_deg - width_deg / 2, azimuth_deg + width_deg / 2, max(2, count))


def skyline_around(
    dem: ElevationModel,
    lat: float,
    lon: float,
    azimuths_deg: ArrayLike,
    range_km: float,
    *,
    site_altitude_km: float | None = None,
    refraction: Refraction = RAY_TRACED,
) -> Skyline:
    """Skyline of a site toward azimuths, within the greatest circle that the elevations hold.

    Parameters
    ----------
    dem : ElevationModel
    lat, lon : float
        Of the site, degrees on WGS84.
    azimuths_deg : array
        Growing, over a full turn at most.
    range_km : float
        No ground beyond it is looked at, nor where land as high as Everest would be below the horizon.
    site_altitude_km : float, optional
        Of the antenna, above mean sea level. It stands on the model's ground where that is higher, or if none
        is given.
    refraction : Refraction
        Straight rays keep their own Earth; traced ones take k = 4/3 for the skyline, which is right there.

    Raises
    ------
    InputError
        If there is no elevation at the site, or a void in the way within the circle.
    RangeError
        If a number is outside its bounds.
    """
    import numpy as np

    there, antenna_km = _standing(dem, lat, lon, site_altitude_km, refraction)
    azimuths = np.asarray(azimuths_deg, dtype=np.float64)
    within_km = _within_km(there, azimuths, min(range_km, last_land_km(antenna_km, lat, there.k)))
    elevation = horizon_profile_deg(there, azimuths, within_km)
    if azimuths[-1] - azimuths[0] == 360:
        elevation[-1] = elevation[0]
    return _skyline(there, antenna_km, azimuths, elevation, within_km)


def _standing(
    dem: ElevationModel, lat: float, lon: float, site_altitude_km: float | None, refraction: Refraction
) -> tuple[Lookout, float]:
    """Put an antenna where it is said to be, or on the ground; and give its altitude in km."""
    k = 4 / 3 if refraction.atmosphere else refraction.earth_factor
    ground_m = Lookout(dem=dem, lat=lat, lon=lon, antenna_agl_m=0.0).antenna_m
    antenna_m = max(ground_m, 0.0, (site_altitude_km or 0.0) * 1000)
    return Lookout(dem=dem, lat=lat, lon=lon, antenna_agl_m=antenna_m - ground_m, k=k), antenna_m / 1000


def _skyline(
    there: Lookout, antenna_km: float, azimuths_deg: Array, elevation_deg: Array, within_km: float
) -> Skyline:
    return Skyline(
        azimuths_deg=azimuths_deg,
        elevation_deg=elevation_deg,
        antenna_km=antenna_km,
        within_km=within_km,
        k=there.k,
        source=there.dem.source,
        datum=there.dem.datum,
        cell_km=cell_km(there.dem, there.lat, there.lon),
    )


def last_land_km(antenna_km: float, lat: float, k: float) -> float:
    """Distance at which the highest land there is, 9 km, drops below an antenna's horizon."""
    radius_km = k * gaussian_radius_km(lat)
    legs = (math.acos(radius_km / (radius_km + height)) for height in (antenna_km, HIGHEST_M / 1000))
    return radius_km * sum(legs)


def _within_km(there: Lookout, azimuths_deg: Array, most_km: float) -> float:
    """Radius of the greatest circle, up to a range, whose sector lies in the grid."""
    import numpy as np

    walk = Geodesics(dem=there.dem, lat=there.lat, lon=there.lon)(azimuths_deg)
    low, high = 0.0, most_km
    for _ in range(2):
        distances = np.linspace(low, high, _LOOKS + 1)[1:]
        rows, columns = walk(distances)
        inside = (rows >= 0) & (rows <= there.dem.rows - 1)
        inside &= (columns >= 0) & (columns <= there.dem.columns - 1)
        out = np.flatnonzero(~inside.all(axis=1))
        if not out.size:
            return float(high)
        low, high = float(distances[out[0] - 1]) if out[0] else low, float(distances[out[0]])
    if low < cell_km(there.dem, there.lat, there.lon):
        raise void_at(there.dem, there.lat, there.lon, "a cell or more around the site")
    return low


def reach_by_azimuth(
    range_km: float, altitude_km: float, sight: Sight, lat: float, skyline_deg: ArrayLike
) -> Array:
    """Outer edge of what altitude and terrain leave of a published range, azimuth by azimuth.

    The hole around the site, if any, is that of `reach_at_altitude`, which also has the limits that do not
    turn with azimuth. The floor is the higher of `sight.min_elevation_deg` and the skyline, the latter
    rounded down to a thousandth of a degree.

    Parameters
    ----------
    range_km, altitude_km, sight, lat
        As in `reach_at_altitude`.
    skyline_deg : array, by azimuth
        As `horizon_profile_deg` gives it for the same antenna, degrees above its horizontal.

    Returns
    -------
    array, by azimuth
        Ground distance in km; 0 where nothing is left, NaN where the skyline is.

    Raises
    ------
    RangeError
        If a number is outside its bounds.

    Examples
    --------
    >>> reach_by_azimuth(600, 10, Sight(), 36.0, [-1.0, 2.0, 10.0]).round().tolist()
    [406.0, 208.0, 56.0]
    """
    import numpy as np

    skyline = np.asarray(skyline_deg, dtype=np.float64)
    if not (np.isnan(skyline) | (np.abs(skyline) < 90)).all():
        raise RangeError("a skyline is not a number of degrees within ±90")
    smooth = reach_at_altitude(range_km, altitude_km, sight, lat)
    outer = np.where(np.isnan(skyline), np.nan, smooth.outer_km if smooth else 0.0)
    if smooth is None:
        return outer
    radius_km = gaussian_radius_km(lat)
    floor = -90.0 if sight.min_elevation_deg is None else sight.min_elevation_deg
    steps, kind = np.unique(np.floor(skyline * _PER_DEG), return_inverse=True)
    for nth, step in enumerate(steps.tolist()):
        if math.isnan(step) or step / _PER_DEG <= floor:
            continue
        ray = rays.trace(sight.site_altitude_km, step / _PER_DEG, radius_km, sight.refraction)
        if not ray.meets_sea:  # else the horizon is nearer
            reached = min(rays.ground_km(ray, altitude_km) or 0.0, smooth.outer_km)
            outer[kind == nth] = reached if reached - smooth.inner_km >= LEAST_RANGE_KM else 0.0
    return outer


def share_cut(outer_km: Array, smooth: Reach) -> float:
    """Part of some azimuths, 0 to 1, in which terrain takes 0.1 km or more of a reach over a smooth Earth."""
    return float((outer_km < smooth.outer_km - LEAST_CUT_KM).mean())


def lowest_over_skyline_km(
    dem: ElevationModel,
    lat: float,
    lon: float,
    azimuth_deg: float,
    distance_km: float,
    *,
    sight: Sight,
) -> tuple[float, Skyline]:
    """Lowest altitude in sight over one place, by floor, horizon and the terrain on the way there.

    Parameters
    ----------
    dem, lat, lon
        As in `skyline_around`.
    azimuth_deg, distance_km : float
        Of the place. All ground on the way is looked at, or as far as land can be above the horizon.
    sight : Sight
        Its antenna is put on the model's ground where that is higher.

    Returns
    -------
    float, Skyline
        Kilometres above mean sea level, infinite where no altitude is in sight; and the skyline toward the
        place, of one azimuth.

    Raises
    ------
    InputError
        If an elevation on the way is missing.
    RangeError
        If a number is outside its bounds.
    """
    import numpy as np

    there, antenna_km = _standing(dem, lat, lon, sight.site_altitude_km, sight.refraction)
    within_km = min(distance_km, last_land_km(antenna_km, lat, there.k))
    angle = horizon_profile_deg(there, [azimuth_deg], within_km)
    lowest = lowest_visible_km(distance_km, replace(sight, site_altitude_km=antenna_km), lat)
    ray = rays.trace(antenna_km, float(angle[0]), gaussian_radius_km(lat), sight.refraction)
    over_terrain = float(rays.altitude_at(ray, np.array([distance_km]))[0])
    return max(lowest, over_terrain), _skyline(there, antenna_km, np.array([azimuth_deg]), angle, within_km)
