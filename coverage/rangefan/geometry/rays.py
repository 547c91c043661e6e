"""One ray over a round Earth: how far it gets before it reaches an altitude, how high it is at a distance.

In a medium that depends on altitude alone n·r·cos e is the same all along a ray (Bouguer's rule; Born and
Wolf 1999, *Principles of Optics*, section 3.2.1, equation 7), r being the distance from the Earth's centre
and e the elevation. With m = n·r, c that constant and l = ±√(m² - c²), negative on the way down, the angle
at the centre is

    φ = ∫ c dr / (r l) = ∫ c dl / (r m m′),        m′ = n + r dn/dh.

The second form has no singularity where the ray is level, and is a plain arctangent where n is constant.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rangefan.geometry.atmosphere import Refraction

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

_PANELS = 512
_NODES = 4  # Gauss's points a panel


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ray:
    """A ray that leaves an antenna, as a table of the angle at the centre against l (see the module).

    Attributes
    ----------
    antenna_km, elevation_deg
        Where it starts, above mean sea level, and how steeply; negative is downwards.
    refraction
        The model that bends it.
    radius_km
        The effective radius: the Earth's times the model's factor. Sea level.
    constant_km
        Bouguer's constant c.
    meets_sea
        Whether the ray ends at sea level.
    lowest_km
        The lowest altitude on its way.
    """

    antenna_km: float
    elevation_deg: float
    refraction: Refraction
    radius_km: float
    constant_km: float
    meets_sea: bool
    lowest_km: float
    _start: float  # |l| at the antenna
    _l: Array  # grid, even; one point where the medium is uniform from there on
    _phi: Array  # angle from the first grid point, radians
    _slope: Array  # dφ/dl


@functools.lru_cache(maxsize=512)
def trace(antenna_km: float, elevation_deg: float, radius_km: float, refraction: Refraction) -> Ray:
    """Ray from an antenna; traced once, then remembered.

    Parameters
    ----------
    antenna_km : float
        Above mean sea level, not below it.
    elevation_deg : float
        At the antenna, within ±90.
    radius_km : float
        Of the Earth.
    refraction : Refraction

    Returns
    -------
    Ray
        Good to 0.1 m of ground distance, and 0.1 m of altitude, up to any altitude.
    """
    import numpy as np

    earth_km = radius_km * refraction.earth_factor
    medium = _Medium(refraction, earth_km)
    sea, antenna = medium.modified_km(np.array([0.0, antenna_km])).tolist()
    constant = antenna * math.cos(math.radians(elevation_deg))
    start = antenna * abs(math.sin(math.radians(elevation_deg)))
    down = elevation_deg < 0
    meets_sea = down and constant < sea
    lowest = 0.0 if meets_sea else antenna_km
    if down and not meets_sea:
        lowest = max(0.0, float(medium.altitude_km(np.array([constant]))[0]))
    first = start if not down else math.sqrt((sea - constant) * (sea + constant)) if meets_sea else 0.0
    top = medium.top_l(constant)
    if top <= first:
        grid, phi, slope = np.array([first]), np.zeros(1), np.zeros(1)
    else:
        grid = np.linspace(first, top, _PANELS + 1)
        nodes, weights = np.polynomial.legendre.leggauss(_NODES)
        half = (top - first) / _PANELS / 2
        at = (grid[:-1, None] + half * (1 + nodes)).ravel()
        every = medium.turning(np.concatenate([at, grid]), constant)
        panels = every[: at.size].reshape(_PANELS, _NODES) @ weights * half
        phi, slope = np.concatenate([[0.0], np.cumsum(panels)]), every[at.size :]
    return Ray(
        antenna_km=antenna_km,
        elevation_deg=elevation_deg,
        refraction=refraction,
        radius_km=earth_km,
        constant_km=constant,
        meets_sea=meets_sea,
        lowest_km=lowest,
        _start=start,
        _l=grid,
        _phi=phi,
        _slope=slope,
    )


def ground_km(ray: Ray, altitude_km: float, *, falling: bool = False) -> float | None:
    """Ground distance at which a ray reaches an altitude.

    Parameters
    ----------
    ray : Ray
    altitude_km : float
        Above mean sea level.
    falling : bool
        On the way down; else on the way up.

    Returns
    -------
    float or None
        Arc at sea level from the antenna, km; None if the ray is never there on that way.
    """
    import numpy as np

    medium = _Medium(ray.refraction, ray.radius_km)
    modified = float(medium.modified_km(np.array([altitude_km]))[0])
    down = ray.elevation_deg < 0
    if altitude_km < ray.lowest_km or (falling and (not down or altitude_km > ray.antenna_km)):
        return None
    if not falling and ray.meets_sea:
        return None
    l_there = math.sqrt(max(0.0, (modified - ray.constant_km) * (modified + ray.constant_km)))
    start, there = _angle(ray, np.array([ray._start, l_there])).tolist()
    return float(ray.radius_km * max(0.0, start - there if falling else start + there))


def altitude_at(ray: Ray, ground_km: Array) -> Array:
    """Altitude of a ray at ground distances.

    Parameters
    ----------
    ray : Ray
    ground_km : array
        Arcs at sea level from the antenna, km, not negative.

    Returns
    -------
    array
        Kilometres above mean sea level; 0 from where the ray has met the sea, infinite where it never comes.
    """
    import numpy as np

    phi = ground_km / ray.radius_km - _angle(ray, np.array([ray._start]))[0]
    l_there = _inverse(ray, np.abs(phi))
    comes = np.isfinite(l_there)
    altitude = np.full(phi.shape, np.inf)
    modified = np.hypot(ray.constant_km, l_there[comes])
    altitude[comes] = _Medium(ray.refraction, ray.radius_km).altitude_km(modified)
    return np.where((phi > 0) & ray.meets_sea, 0.0, np.maximum(altitude, 0.0))


def _angle(ray: Ray, l_there: Array) -> Array:
    """Angle at the centre between the table's first point and others: Hermite's cubic, then arctangent."""
    import numpy as np

    first, top = ray._l[0], ray._l[-1]
    beyond = np.arctan2(l_there, ray.constant_km) - math.atan2(top, ray.constant_km)
    if ray._l.size == 1:
        return beyond
    step = (top - first) / _PANELS
    index = np.clip(((l_there - first) / step).astype(int), 0, _PANELS - 1)
    inside = _hermite(ray._l, ray._phi, ray._slope, index, l_there)
    return np.where(l_there <= top, inside, ray._phi[-1] + beyond)


def _inverse(ray: Ray, phi: Array) -> Array:
    """Return the l of angles from the table's first point; infinite where the ray never comes."""
    import numpy as np

    top = math.atan2(ray._l[-1], ray.constant_km)
    ahead = phi - ray._phi[-1] + top
    outside = np.where(ahead < math.pi / 2, ray.constant_km * np.tan(ahead), np.inf)
    if ray._l.size == 1:
        return outside
    index = np.clip(np.searchsorted(ray._phi, phi) - 1, 0, _PANELS - 1)
    guess = np.clip(_hermite(ray._phi, ray._l, 1 / ray._slope, index, phi), ray._l[index], ray._l[index + 1])
    slope = ray._slope[index]
    inside = guess - (_angle(ray, guess) - phi) / slope
    return np.where(phi <= ray._phi[-1], inside, outside)


def _hermite(x: Array, y: Array, slope: Array, index: NDArray[np.int_], at: Array) -> Array:
    """Cubic through two neighbours of a grid and their slopes."""
    import numpy as np

    step = x[index + 1] - x[index]
    t = (at - x[index]) / step
    rise = y[index + 1] - y[index]
    left, right = slope[index] * step - rise, rise - slope[index + 1] * step
    return np.asarray(y[index] + t * rise + t * (1 - t) * ((1 - t) * left + t * right))


@dataclass(frozen=True, slots=True)
class _Medium:
    """Index and modified radius m = n·r over an effective Earth."""

    refraction: Refraction
    radius_km: float

    def modified_km(self, altitude_km: Array) -> Array:
        import numpy as np

        air = self.refraction.atmosphere
        if air is None:
            return np.asarray(self.radius_km + altitude_km)
        return np.asarray((self.radius_km + altitude_km) * air.index_at(np.minimum(altitude_km, air.top_km)))

    def top_l(self, constant_km: float) -> float:
        """Return the l at which a ray leaves the atmosphere, 0 where it is outside all along."""
        import numpy as np

        if self.refraction.atmosphere is None:
            return 0.0
        top = float(self.modified_km(np.array([self.refraction.atmosphere.top_km]))[0])
        return math.sqrt(max(0.0, (top - constant_km) * (top + constant_km)))

    def altitude_km(self, modified_km: Array) -> Array:
        """Altitude at a modified radius: Newton's method, which has the last digit after five steps."""
        import numpy as np

        air = self.refraction.atmosphere
        if air is None:
            return np.asarray(modified_km - self.radius_km)
        top_index = float(air.index_at(np.array([air.top_km]))[0])
        above = modified_km / top_index - self.radius_km
        low = altitude = np.minimum(above, air.top_km)
        for _ in range(5):
            altitude = np.clip(altitude, -10.0, air.top_km)
            index, gradient = air.index_at(altitude), air.gradient_at(altitude)
            rho = self.radius_km + altitude
            altitude = altitude - (index * rho - modified_km) / (index + gradient * rho)
        return np.where(low < air.top_km, np.minimum(altitude, air.top_km), above)

    def turning(self, l_there: Array, constant_km: float) -> Array:
        """Return dφ/dl of a ray within the atmosphere."""
        import numpy as np

        air = self.refraction.atmosphere
        assert air is not None  # without air there is nothing to tabulate
        modified = np.hypot(constant_km, l_there)
        altitude = self.altitude_km(modified)
        rho = self.radius_km + altitude
        growth = air.index_at(altitude) + rho * air.gradient_at(altitude)
        return np.asarray(constant_km / (rho * modified * growth))
