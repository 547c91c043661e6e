"""The sphere that stands for the Earth near a site, and straight lines over it: slant, ground, beam.

Altitudes are above mean sea level, which is the sphere's surface; ground distances are arcs on it. Given an
effective radius (4/3 of the real one, say) the beam formulas become the usual way to allow for refraction.
"""

from __future__ import annotations

import math

from rangefan.errors import RangeError
from rangefan.geometry.geodesic import ECCENTRICITY2, EQUATOR_RADIUS_KM


def gaussian_radius_km(lat: float) -> float:
    """Gaussian mean radius of WGS84 at a latitude: √(MN), M and N the two principal radii of curvature.

    The mean over all azimuths of the radius of the Earth's section. At 36° it is 6,371.5 km, and the section
    has 6,357.5 km north-south, 6,385.5 km east-west: a horizon, which grows as the root of the radius, is off
    by 0.11 % at most for that (0.17 % at the equator).

    Parameters
    ----------
    lat : float
        Degrees, within ±90.

    Returns
    -------
    float
        Kilometres, from 6,356.8 (equator) to 6,399.6 (pole).

    Raises
    ------
    RangeError
        If the latitude is not a finite number within ±90.

    Notes
    -----
    M and N as in Rapp 1991, *Geometric Geodesy*, part I, equations 3.90 and 3.99.

    Examples
    --------
    >>> f"{gaussian_radius_km(36):.3f}"
    '6371.489'
    """
    if not abs(lat) <= 90:
        raise RangeError(f"latitude is {lat:g}, give degrees from -90 to 90")
    sine2 = math.sin(math.radians(lat)) ** 2
    return EQUATOR_RADIUS_KM * math.sqrt(1 - ECCENTRICITY2) / (1 - ECCENTRICITY2 * sine2)


def slant_to_ground(
    slant_km: float, altitude_km: float, *, site_altitude_km: float = 0.0, radius_km: float
) -> float | None:
    """Ground distance of a target at an altitude that is a slant range away along a straight line.

    cos(s/R) = ((R+h₀)² + (R+h)² - r²) / (2 (R+h₀) (R+h)): the law of cosines in the triangle of the Earth's
    centre, site and target. A ray bent by the air is at most 0.01 km longer than this chord, and 0.11 km by
    its delay (see `docs/method.md`), so no effective radius belongs here.

    Parameters
    ----------
    slant_km : float
        Straight line from site to target, above 0.
    altitude_km, site_altitude_km : float
        Of target and site, above mean sea level.
    radius_km : float
        Of the Earth, see `gaussian_radius_km`.

    Returns
    -------
    float or None
        Arc at sea level, in km; None if no target at that altitude is that near, or none is that far.

    Raises
    ------
    RangeError
        If a number is not finite or a length is not positive where it must be.

    Examples
    --------
    >>> [round(slant_to_ground(200, h, radius_km=6371), 1) for h in (0, 40, 100, 150)]
    [200.0, 195.4, 171.9, 130.8]
    """
    _lengths(slant=slant_km, radius=radius_km)
    site, target = _from_centre(radius_km, site_altitude_km), _from_centre(radius_km, altitude_km)
    # The haversine form of the same law keeps its digits for short distances.
    square = ((slant_km - (target - site)) * (slant_km + (target - site))) / (4 * site * target)
    return 2 * radius_km * math.asin(math.sqrt(square)) if 0 <= square <= 1 else None


def ground_to_slant(
    ground_km: float, altitude_km: float, *, site_altitude_km: float = 0.0, radius_km: float
) -> float:
    """Straight line from a site to a target at an altitude over a point at a ground distance.

    The inverse of `slant_to_ground`.

    Parameters
    ----------
    ground_km : float
        Arc at sea level, from 0 to half the sphere's circumference.
    altitude_km, site_altitude_km : float
        Of target and site, above mean sea level.
    radius_km : float
        Of the Earth.

    Returns
    -------
    float
        Kilometres.

    Raises
    ------
    RangeError
        If a number is not finite or lies outside the bounds above.

    Examples
    --------
    >>> round(ground_to_slant(171.9, 100, radius_km=6371), 1)
    200.0
    """
    _lengths(radius=radius_km)
    if not 0 <= ground_km <= math.pi * radius_km:
        raise RangeError(f"ground distance is {ground_km:g} km, give 0 to half way round the Earth")
    site, target = _from_centre(radius_km, site_altitude_km), _from_centre(radius_km, altitude_km)
    return math.hypot(target - site, 2 * math.sqrt(site * target) * math.sin(ground_km / radius_km / 2))


def beam_at_slant(
    slant_km: float, elevation_deg: float, *, site_altitude_km: float = 0.0, radius_km: float
) -> tuple[float, float]:
    """Altitude and ground distance of a straight beam's point at a slant range.

    h = √(r² + (a+h₀)² + 2 r (a+h₀) sin e) - a and s = a·atan2(r cos e, a + h₀ + r sin e), where a is the
    effective radius: Doviak and Zrnić 1993, *Doppler Radar and Weather Observations*, equations 2.28b and
    2.28c (s in the form that also holds overhead).

    Parameters
    ----------
    slant_km : float
        Along the beam, above 0.
    elevation_deg : float
        Of the beam at the site, within ±90.
    site_altitude_km : float
        Above mean sea level.
    radius_km : float
        The Earth's, times 4/3 for the usual allowance for refraction. That is made for weather radars: right
        for the lowest 10 to 20 km and too generous above.

    Returns
    -------
    tuple of float
        Altitude above mean sea level and arc at sea level, both km.

    Raises
    ------
    RangeError
        If a number is not finite or lies outside the bounds above.

    Examples
    --------
    >>> altitude_km, ground_km = beam_at_slant(100, 2.0, radius_km=6370.04 * 4 / 3)
    >>> f"{altitude_km:.6f} {ground_km:.6f}"
    '4.077664 99.893428'
    """
    _lengths(slant=slant_km, radius=radius_km)
    if not abs(elevation_deg) <= 90:
        raise RangeError(f"elevation is {elevation_deg:g} degrees, give -90 to 90")
    site = _from_centre(radius_km, site_altitude_km)
    along = slant_km * math.cos(math.radians(elevation_deg))
    up = slant_km * math.sin(math.radians(elevation_deg))
    # (d² - site²) / (d + site) with d the distance from the centre: no difference of two large numbers.
    rise = slant_km * slant_km + 2 * site * up
    centre = math.hypot(along, site + up)
    return site_altitude_km + rise / (centre + site), radius_km * math.atan2(along, site + up)


def _lengths(**numbers: float) -> None:
    for name, number in numbers.items():
        if not (math.isfinite(number) and number > 0):
            raise RangeError(f"{name} is {number:g} km, give a finite number above zero")


def _from_centre(radius_km: float, altitude_km: float) -> float:
    if not (math.isfinite(altitude_km) and altitude_km > -radius_km):
        raise RangeError(f"altitude is {altitude_km:g} km, give kilometres above mean sea level")
    return radius_km + altitude_km
