"""How far it is to a border, and how much farther from one place than from another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rangefan.errors import RangeError
from rangefan.geometry import inverse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Array: TypeAlias = NDArray[np.float64]

_PIECE_DEG = 0.1  # short enough for the distance to have one least value along it
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The nearest point of a line.

    Attributes
    ----------
    distance_km, azimuth_deg : float
        Geodesic, from the place asked about; azimuth clockwise from true north, 0 to 360.
    lat, lon : float
        Degrees on WGS84; longitude within ±180.
    """

    distance_km: float
    azimuth_deg: float
    lat: float
    lon: float


def nearest_border(lat: float, lon: float, iso_a3: str) -> Nearest:
    """Return the nearest point of a country's outline: land border or coast, from outside or from within.

    Parameters
    ----------
    lat, lon : float
        The place, degrees on WGS84.
    iso_a3 : str
        ISO 3166-1 alpha-3.

    Returns
    -------
    Nearest
        On the outline as the gazetteer draws it (borders as administered, to about 1 to 3 km): its lines are
        straight in longitude and latitude between vertices, and the point may lie between two of them.

    Raises
    ------
    RangeError
        If the country is not known, or as `inverse` does.

    Examples
    --------
    >>> found = nearest_border(38.2, 38.0, "IRN")
    >>> 500 < found.distance_km < 700
    True
    """
    import shapely

    from rangefan.gazetteer.whole import WEST_DEG, whole_countries

    if iso_a3 not in whole_countries():
        raise RangeError(f"no country has the code {iso_a3!r}, give ISO 3166-1 alpha-3 such as KOR")
    # Countries are cut at the frame's seam and close along a pole: neither is a border.
    seams = shapely.MultiLineString(
        [
            [(WEST_DEG, -90), (WEST_DEG, 90)],
            [(WEST_DEG + 360, -90), (WEST_DEG + 360, 90)],
            [(WEST_DEG, -90), (WEST_DEG + 360, -90)],
        ]
    )
    return nearest_point(lat, lon, shapely.difference(whole_countries()[iso_a3].boundary, seams))


def nearest_line(lat: float, lon: float, between: str) -> Nearest:
    """Return the nearest point of the land border between two countries.

    Parameters
    ----------
    lat, lon : float
        The place, degrees on WGS84.
    between : str
        The two codes in alphabetical order: ``KOR-PRK`` is the military demarcation line.

    Raises
    ------
    RangeError
        If the gazetteer has no such line, or as `inverse` does.

    Examples
    --------
    >>> round(nearest_line(38.0, 127.5, "KOR-PRK").distance_km) < 50
    True
    """
    import shapely

    from rangefan.gazetteer.shapes import border_lines

    lines = [line.shape for line in border_lines() if line.between == between]
    if not lines:
        raise RangeError(f"no land border {between!r} here, give two codes in alphabetical order: KOR-PRK")
    return nearest_point(lat, lon, shapely.union_all(lines))


def nearest_point(lat: float, lon: float, line: BaseGeometry) -> Nearest:
    """Return the nearest point of any line, straight in longitude and latitude between its vertices.

    Parameters
    ----------
    lat, lon : float
        The place, degrees on WGS84.
    line : shapely.LineString, LinearRing or MultiLineString
        Longitude and latitude, degrees on WGS84, in any frame.

    Returns
    -------
    Nearest
        To a centimetre along the line, and to less in distance.

    Raises
    ------
    RangeError
        If the line is empty, or as `inverse` does.

    Examples
    --------
    >>> import shapely
    >>> found = nearest_point(0.0, 0.0, shapely.LineString([(1, -1), (1, 1)]))
    >>> f"{found.distance_km:.3f} {abs(found.lat):.3f} {found.lon:.3f}"
    '111.319 0.000 1.000'
    """
    import numpy as np
    import shapely

    if line.is_empty:
        raise RangeError("the line is empty, give one with at least two points")
    parts, of_part = shapely.get_coordinates(
        shapely.segmentize(shapely.get_parts(line), _PIECE_DEG), return_index=True
    )
    joined = of_part[1:] == of_part[:-1]
    starts, ends = parts[:-1][joined], parts[1:][joined]
    to_start, _ = inverse(lat, lon, starts[:, 1], starts[:, 0])
    to_end, _ = inverse(lat, lon, ends[:, 1], ends[:, 0])
    length, _ = inverse(starts[:, 1], starts[:, 0], ends[:, 1], ends[:, 0])
    # No point of a piece is nearer than this; a piece is hardly longer than the geodesic between its ends.
    least = (to_start + to_end - 1.01 * length) / 2
    near = least <= min(to_start.min(), to_end.min())
    starts, ends = starts[near], ends[near]

    def away_km(at: Array) -> Array:
        points = starts + at[:, None] * (ends - starts)
        distance_km, _ = inverse(lat, lon, points[:, 1], points[:, 0])
        return np.asarray(distance_km)

    at = _golden_section(away_km, np.zeros(len(starts)), np.ones(len(starts)))
    # The least may be at an end, which the section only approaches.
    tries = np.concatenate([at, np.zeros(len(at)), np.ones(len(at))])
    points = np.tile(starts, (3, 1)) + tries[:, None] * np.tile(ends - starts, (3, 1))
    distances, azimuths = inverse(lat, lon, points[:, 1], points[:, 0])
    best = int(distances.argmin())
    east = float(points[best, 0])
    return Nearest(
        distance_km=float(distances[best]),
        azimuth_deg=float(azimuths[best]) % 360,
        lat=float(points[best, 1]),
        lon=east if abs(east) <= 180 else (east + 180) % 360 - 180,
    )


def distance_difference_km(
    lat: float, lon: float, first: tuple[float, float], second: tuple[float, float]
) -> float:
    """Return how much farther a place is from the second point than from the first.

    Parameters
    ----------
    lat, lon : float
        The place, degrees on WGS84.
    first, second : (float, float)
        Latitude and longitude.

    Returns
    -------
    float
        In km along the ellipsoid; negative if the second is nearer.

    Examples
    --------
    >>> beijing = (39.907, 116.397)
    >>> round(distance_difference_km(*beijing, (36.0, 128.0), (36.0, 128.0)))
    0
    """
    return inverse(*second, lat, lon)[0] - inverse(*first, lat, lon)[0]


def _golden_section(function: Callable[[Array], Array], low: Array, high: Array) -> Array:
    """Return where functions with one least value each have it, all at once."""
    import numpy as np

    for _ in range(40):  # 11 km to under a millimetre, which is as fine as rounding lets distances tell
        step = _GOLDEN * (high - low)
        left, right = high - step, low + step
        nearer = function(left) < function(right)
        low, high = np.where(nearer, low, left), np.where(nearer, right, high)
    return np.asarray((low + high) / 2)
