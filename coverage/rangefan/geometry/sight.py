"""What altitude, elevation floor and horizon leave of a published range, on a smooth Earth.

No terrain. The sphere is that of the Gaussian mean radius at the site's latitude.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, overload

from rangefan.errors import RangeError
from rangefan.geometry import rays
from rangefan.geometry.atmosphere import RAY_TRACED, Refraction
from rangefan.geometry.fan import GREATEST_RANGE_KM, LEAST_RANGE_KM
from rangefan.geometry.sphere import gaussian_radius_km, slant_to_ground

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

Measure = Literal["slant", "ground"]
Limit = Literal["range", "slant", "floor", "horizon", "overhead"]

GREATEST_SITE_KM = 100.0
GREATEST_ALTITUDE_KM = 100_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How a site looks out: from what altitude, between which elevations, through what air.

    Parameters
    ----------
    site_altitude_km : float
        Of the antenna, above mean sea level, from 0 to 100.
    min_elevation_deg : float, optional
        The floor: no ray leaves lower. From -90 to below 90; not given, only the horizon limits.
    max_elevation_deg : float, optional
        No ray leaves higher, so there is a hole overhead. Above 0, up to 90; not given, there is none.
    measure : {"ground", "slant"}
        What the published range is taken to be. Where its source does not say, say which was assumed.
    refraction : Refraction
        How rays bend.

    Raises
    ------
    RangeError
        If a number is outside these bounds; the message names every fault.

    Examples
    --------
    >>> Sight(min_elevation_deg=5.0).refraction.name
    'ray'
    """

    site_altitude_km: float = 0.0
    min_elevation_deg: float | None = None
    max_elevation_deg: float | None = None
    measure: Measure = "ground"
    refraction: Refraction = RAY_TRACED

    def __post_init__(self) -> None:
        low, high = self.min_elevation_deg, self.max_elevation_deg
        faults = []
        if not 0 <= self.site_altitude_km <= GREATEST_SITE_KM:
            most = f"{GREATEST_SITE_KM:g}"
            faults.append(f"site altitude is {self.site_altitude_km:g} km, give 0 to {most} above the sea")
        if low is not None and not -90 <= low < 90:
            faults.append(f"lowest elevation is {low:g} degrees, give -90 to less than 90")
        if high is not None and not 0 < high <= 90:
            faults.append(f"highest elevation is {high:g} degrees, give more than 0, at most 90")
        if low is not None and high is not None and not low < high:
            faults.append(f"lowest elevation {low:g} is not below the highest, {high:g}, swap them")
        if self.measure not in ("slant", "ground"):
            faults.append(f'measure is "{self.measure}", give slant or ground')
        if faults:
            raise RangeError("; ".join(faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What is left of a range at one altitude: a ring of ground distances.

    Attributes
    ----------
    outer_km
        Ground range of the outer edge.
    inner_km
        Ground range of the hole in the middle; 0 where there is none.
    decided_by
        What set the outer edge: the published `range` over the ground, the `slant` range, the elevation
        `floor`, or the `horizon`.
    hole_by
        What made the hole: the highest elevation (`overhead`), or, for targets below the antenna, the
        `floor`. None without a hole.
    altitude_km
        Of the target, above mean sea level.
    """

    outer_km: float
    inner_km: float
    decided_by: Limit
    hole_by: Limit | None
    altitude_km: float


def reach_at_altitude(range_km: float, altitude_km: float, sight: Sight, lat: float) -> Reach | None:
    """Say what a published range comes to for targets at one altitude.

    The outer edge is the smallest of the range (as it stands, or the slant range brought to the ground), the
    distance at which the lowest ray reaches the altitude, and the horizon: the ray that grazes the sea.

    Parameters
    ----------
    range_km : float
        As published, from 0.001 to 20,003.9.
    altitude_km : float
        Of the target, above mean sea level, from 0 to 100,000.
    sight : Sight
    lat : float
        Of the site, degrees; it sets the sphere's radius.

    Returns
    -------
    Reach or None
        None where nothing at that altitude is within the limits: too high for the slant range, below the
        lowest ray, or all of it in the hole overhead.

    Raises
    ------
    RangeError
        If a number is outside these bounds.

    Notes
    -----
    Smooth Earth, no terrain; a footprint says what is left of the published number, not what is detected.
    With altitude the floor's and the horizon's limit grow and the slant limit shrinks (at and above the
    site's altitude). `lowest_visible_km` is its inverse.

    Examples
    --------
    >>> reach = reach_at_altitude(600, 10, Sight(), lat=36.0)
    >>> f"{reach.outer_km:.0f} km, decided by the {reach.decided_by}"
    '406 km, decided by the horizon'
    """
    if not LEAST_RANGE_KM <= range_km <= GREATEST_RANGE_KM:
        most = f"{GREATEST_RANGE_KM:,} (half the meridian)"
        raise RangeError(f"range is {range_km:g} km, give {LEAST_RANGE_KM:g} to {most}")
    if not 0 <= altitude_km <= GREATEST_ALTITUDE_KM:
        raise RangeError(f"altitude is {altitude_km:g} km, give 0 to {GREATEST_ALTITUDE_KM:,.0f}")
    radius_km = gaussian_radius_km(lat)
    outer: list[tuple[float | None, Limit]] = [_range(range_km, altitude_km, sight, radius_km)]
    inner: list[tuple[float | None, Limit]] = []
    if sight.min_elevation_deg is not None:
        lowest = rays.trace(sight.site_altitude_km, sight.min_elevation_deg, radius_km, sight.refraction)
        if not lowest.meets_sea:
            outer.append((rays.ground_km(lowest, altitude_km), "floor"))
        if lowest.elevation_deg < 0:
            inner.append((rays.ground_km(lowest, altitude_km, falling=True), "floor"))
    graze = rays.trace(0.0, 0.0, radius_km, sight.refraction)
    legs = [rays.ground_km(graze, height) for height in (sight.site_altitude_km, altitude_km)]
    outer.append((math.fsum(leg for leg in legs if leg), "horizon"))
    if sight.max_elevation_deg is not None:
        highest = rays.trace(sight.site_altitude_km, sight.max_elevation_deg, radius_km, sight.refraction)
        inner.append((rays.ground_km(highest, altitude_km), "overhead"))
    if any(distance is None for distance, _ in outer):
        return None
    outer_km, decided_by = min(((distance or 0.0, limit) for distance, limit in outer), key=lambda at: at[0])
    holes = [(distance, limit) for distance, limit in inner if distance and distance >= LEAST_RANGE_KM]
    inner_km, hole_by = max(holes, key=lambda at: at[0]) if holes else (0.0, None)
    if outer_km - inner_km < LEAST_RANGE_KM:
        return None
    return Reach(
        outer_km=outer_km, inner_km=inner_km, decided_by=decided_by, hole_by=hole_by, altitude_km=altitude_km
    )


def _range(range_km: float, altitude_km: float, sight: Sight, radius_km: float) -> tuple[float | None, Limit]:
    if sight.measure == "ground":
        return range_km, "range"
    site = sight.site_altitude_km
    if range_km >= 2 * radius_km + site + altitude_km:  # longer than the line through the whole Earth
        return GREATEST_RANGE_KM, "slant"
    return slant_to_ground(range_km, altitude_km, site_altitude_km=site, radius_km=radius_km), "slant"


@overload
def lowest_visible_km(distance_km: float, sight: Sight, lat: float) -> float: ...
@overload
def lowest_visible_km(distance_km: Array, sight: Sight, lat: float) -> Array: ...
def lowest_visible_km(distance_km: float | Array, sight: Sight, lat: float) -> float | Array:
    """Lowest altitude that a site can see over a point at a distance: by its floor and by the horizon.

    Parameters
    ----------
    distance_km : float or array
        Over the ground, from 0 to 20,003.9.
    sight : Sight
        Its measure and its highest elevation play no part.
    lat : float
        Of the site, degrees; it sets the sphere's radius.

    Returns
    -------
    float, or array of the distances' shape
        Kilometres above mean sea level; 0 where the sea itself is in sight, infinite where no altitude is.

    Raises
    ------
    RangeError
        If a number is outside these bounds.

    Notes
    -----
    Smooth Earth, no terrain. On the effective sphere without air this is h = kR (cos e / cos(e + s/kR) - 1)
    for a site at sea level.

    Examples
    --------
    >>> from rangefan.geometry import FOUR_THIRDS_EARTH
    >>> sight = Sight(min_elevation_deg=5, refraction=FOUR_THIRDS_EARTH)
    >>> [round(lowest_visible_km(s, sight, 36), 1) for s in (100, 200, 400, 600, 1000)]
    [9.3, 19.9, 44.6, 74.3, 148.6]
    """
    import numpy as np

    distance = np.atleast_1d(np.asarray(distance_km, dtype=np.float64))
    if not ((distance >= 0) & (distance <= GREATEST_RANGE_KM)).all():
        raise RangeError(f"a distance is not a number of km from 0 to {GREATEST_RANGE_KM:,}")
    radius_km = gaussian_radius_km(lat)
    graze = rays.trace(0.0, 0.0, radius_km, sight.refraction)
    sea_km = rays.ground_km(graze, sight.site_altitude_km) or 0.0
    lowest = np.where(distance > sea_km, rays.altitude_at(graze, np.maximum(distance - sea_km, 0.0)), 0.0)
    if sight.min_elevation_deg is not None:
        ray = rays.trace(sight.site_altitude_km, sight.min_elevation_deg, radius_km, sight.refraction)
        lowest = np.maximum(lowest, rays.altitude_at(ray, distance))
    return lowest.reshape(distance_km.shape) if isinstance(distance_km, np.ndarray) else float(lowest[0])
