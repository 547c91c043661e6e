"""The world's land at a glance, for a globe the size of a thumb."""

from __future__ import annotations

import json
from functools import cache
from math import cos, hypot, radians, sin

from rangefan.files import read_text
from rangefan.where import data_dir

Point = tuple[float, float]


def orthographic(lat: float, lon: float, center_lat: float, center_lon: float) -> tuple[Point, bool]:
    """Return where a place is on a globe of radius 1 seen from above its centre, and whether it is in sight.

    x runs east and y north. Places beyond the limb are given the point of the limb nearest to them. Snyder,
    Map Projections (1987), eq. 20-3 to 20-5.

    Examples
    --------
    >>> orthographic(0, 90, 0, 0)
    ((1.0, 0.0), True)
    """
    phi, phi0, lam = radians(lat), radians(center_lat), radians(lon - center_lon)
    x = cos(phi) * sin(lam)
    y = cos(phi0) * sin(phi) - sin(phi0) * cos(phi) * cos(lam)
    if sin(phi0) * sin(phi) + cos(phi0) * cos(phi) * cos(lam) >= 0:
        return (x, y), True
    far = hypot(x, y) or 1.0
    return (x / far, y / far), False


@cache
def coarse_land() -> tuple[tuple[Point, ...], ...]:
    """Return the outlines of the world's larger lands: rings of longitude and latitude in whole degrees."""
    rows = json.loads(read_text(data_dir() / "geodata" / "globe.json"))
    return tuple(tuple(zip(row[::2], row[1::2], strict=True)) for row in rows)
