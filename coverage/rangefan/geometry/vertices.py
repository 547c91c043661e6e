"""The edge of a fan as vertices, as many as a tolerance in metres asks for."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rangefan.errors import RangeError
from rangefan.geometry.geodesic import cut_azimuths_deg, cut_distance_km, forward, inverse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rangefan.geometry.fan import Fan

    Array: TypeAlias = NDArray[np.float64]

LEAST_TOLERANCE_M = 0.01
_ARC_STEP_DEG = 5.0  # so that the smallest ring still looks round
_RADIAL_STEP_KM = 1000.0
_AT_POLE_DEG = 1e-11  # a micrometre
_SPHERE_M = 6.4e6  # no radius of curvature of WGS84 is larger, so no error is read too small


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A stretch of edge between two corners: azimuth and distance run evenly from one to the other."""

    azimuth_deg: tuple[float, float]
    range_km: tuple[float, float]
    inward: bool  # walked from the second corner to the first


def outline(fan: Fan, tolerance_m: float = 50) -> Array:
    """Edge of a fan as a closed line, the fan on its left.

    Vertices lie on the true edge to a micrometre. Between them the straight edge in longitude and latitude,
    and the straight edge on a Web Mercator map, each stay within `tolerance_m` of it. Measured on 1,200
    fans: at most 0.96 of the tolerance, and half of all edges within 0.61 of it. Two fans that share a radial
    edge share its vertices.

    Parameters
    ----------
    fan : Fan
        For a ring with an inner range this is the outer edge; `footprint` cuts the hole.
    tolerance_m : float
        From 0.01.

    Returns
    -------
    array of float, shape (n, 2)
        Longitude and latitude in degrees. Longitudes run on past ±180 and the last vertex repeats the first,
        except that a line around one pole ends a turn (360°) from where it began. Where the edge touches a
        pole, two vertices at latitude ±90 carry it from one meridian to the other.

    Raises
    ------
    RangeError
        If the tolerance is not a finite number of at least 0.01.

    Examples
    --------
    >>> from rangefan.geometry import Fan
    >>> outline(Fan(lat=36.0, lon=128.0, range_km=600.0, width_deg=120.0))[0].round(6).tolist()
    [128.0, 36.0]
    """
    import numpy as np

    if not (math.isfinite(tolerance_m) and tolerance_m >= LEAST_TOLERANCE_M):
        raise RangeError(f"tolerance is {tolerance_m} m, give at least {LEAST_TOLERANCE_M:g}")
    runs = []
    for piece in _pieces(fan):
        lon, lat, _ = _points(fan, piece, _split(fan, piece, tolerance_m))
        run = np.column_stack([lon, lat])
        # The next piece begins where this one ends.
        runs.append((run[::-1] if piece.inward else run)[:-1])
    return unrolled(np.concatenate(runs))


def _pieces(fan: Fan) -> list[_Piece]:
    if fan.is_ring:
        return _arcs(fan, 0.0, 360.0, fan.range_km, inward=True)
    first, last = (_due(fan.azimuth_deg + side * fan.width_deg / 2) for side in (-1, 1))
    pieces = _radials(fan, last % 360, inward=False)
    pieces += _arcs(fan, first, last, fan.range_km, inward=True)
    pieces += _radials(fan, first % 360, inward=True)
    if fan.inner_km:
        pieces += _arcs(fan, first, last, fan.inner_km, inward=False)
    return pieces


def _due(azimuth_deg: float) -> float:
    """Due north and south without the rounding of half a width: a side along the meridian meets the pole."""
    due = 180.0 * round(azimuth_deg / 180)
    return due if abs(azimuth_deg - due) < _AT_POLE_DEG else azimuth_deg


def _radials(fan: Fan, azimuth_deg: float, *, inward: bool) -> list[_Piece]:
    import numpy as np

    limit_km = float(cut_distance_km(fan.lat, np.array([azimuth_deg]))[0])
    stops = [fan.inner_km, min(fan.range_km, limit_km)]
    if azimuth_deg % 180 == 0:  # along the meridian: the pole is a corner
        pole_km, _ = inverse(fan.lat, fan.lon, 90.0 if azimuth_deg % 360 == 0 else -90.0, fan.lon)
        if stops[0] < pole_km < stops[1]:
            stops.insert(1, pole_km)
    pieces = [
        _Piece(azimuth_deg=(azimuth_deg, azimuth_deg), range_km=(near, far), inward=inward)
        for near, far in itertools.pairwise(stops)
        if near < far
    ]
    return pieces[::-1] if inward else pieces


def _arcs(fan: Fan, first_deg: float, last_deg: float, range_km: float, *, inward: bool) -> list[_Piece]:
    """Arcs of one radius, cornered due north and south, where latitude is extreme and poles may lie.

    Beyond 19,970 km two geodesics meet before their end, mirror images about east and west. Where the fan
    holds both there is no edge and the arc is left out; where it holds one, the edge is where they meet.
    """
    import numpy as np

    corners = {0.0, 180.0}
    if cuts := cut_azimuths_deg(fan.lat, range_km):
        corners |= {*cuts, (180 - first_deg) % 360, (180 - last_deg) % 360}
    stops = {first_deg, last_deg}
    for corner in corners:
        turn = corner + 360 * math.ceil((first_deg - corner) / 360)
        stops |= {stop for stop in (turn, turn + 360) if first_deg < stop < last_deg}
    pieces = []
    for start, end in itertools.pairwise(sorted(stops)):
        middle = (start + end) / 2
        if cuts and float(cut_distance_km(fan.lat, np.array([middle]))[0]) < range_km:
            mirrored = 180 - middle
            if (mirrored - first_deg) % 360 < last_deg - first_deg:
                continue
        pieces.append(_Piece(azimuth_deg=(start, end), range_km=(range_km, range_km), inward=inward))
    return pieces[::-1] if inward else pieces


def _split(fan: Fan, piece: _Piece, tolerance_m: float) -> Array:
    """Fractions of a piece, from 0 to 1, close enough for every edge between them to be within tolerance."""
    import numpy as np

    turn, length = abs(piece.azimuth_deg[1] - piece.azimuth_deg[0]), piece.range_km[1] - piece.range_km[0]
    count = max(2, math.ceil(turn / _ARC_STEP_DEG), math.ceil(length / _RADIAL_STEP_KM))
    at = np.linspace(0.0, 1.0, count + 1)
    starts, ends = at[:-1], at[1:]
    while starts.size:
        error_m = _error_m(fan, piece, starts, ends)
        wide = error_m > 0.95 * tolerance_m  # between the three points it can be a little more
        # The error falls with the square of the length: split at once into as many as that asks for.
        parts = np.minimum(np.ceil(np.sqrt(error_m[wide] / (0.8 * tolerance_m))), 64).astype(int)
        edge = np.repeat(np.arange(parts.size), parts)
        nth = np.arange(edge.size) - np.repeat(np.cumsum(parts) - parts, parts)
        begin, step = starts[wide][edge], ((ends - starts)[wide] / parts)[edge]
        new = begin + nth * step
        at = np.concatenate([at, new[nth > 0]])
        starts, ends = new, np.where(nth + 1 < parts[edge], begin + (nth + 1) * step, ends[wide][edge])
    return np.sort(at)


def _points(fan: Fan, piece: _Piece, at: Array) -> tuple[Array, Array, Array]:
    """Longitude, latitude and the edge's own azimuth at fractions (0 to 1) of a piece."""
    import numpy as np

    azimuth = (1 - at) * piece.azimuth_deg[0] + at * piece.azimuth_deg[1]
    range_km = (1 - at) * piece.range_km[0] + at * piece.range_km[1]
    is_arc = piece.azimuth_deg[0] != piece.azimuth_deg[1]
    limit_km = cut_distance_km(fan.lat, azimuth) if is_arc and range_km[0] > 19970 else range_km
    is_cut = limit_km < range_km
    reach_km = np.where(is_cut, limit_km, range_km)
    lat, lon, heading = forward(fan.lat, fan.lon, azimuth, reach_km)
    lon[reach_km == 0], lat[reach_km == 0] = fan.lon, fan.lat
    return lon, lat, np.where(is_cut, 90.0, heading + 90 if is_arc else heading)


def _error_m(fan: Fan, piece: _Piece, starts: Array, ends: Array) -> Array:
    """How far straight edges stray from the true one, the worse of the two maps, at three points of each."""
    import numpy as np

    parts = np.array([[0.25], [0.5], [0.75]])
    # All in one call: what a call costs by itself is more than its points do.
    at = np.vstack([starts, ends, starts + parts * (ends - starts)])
    lon, lat, heading = (each.reshape(at.shape) for each in _points(fan, piece, at.ravel()))
    (lon_a, lon_b), (lat_a, lat_b) = lon[:2], lat[:2]
    # At a pole longitude means nothing: an edge that ends there runs along the other end's meridian.
    lon_a = np.where(np.abs(lat_a) > 90 - _AT_POLE_DEG, lon_b, lon_a)
    lon_b = np.where(np.abs(lat_b) > 90 - _AT_POLE_DEG, lon_a, lon_b)
    across = np.remainder(lon_b - lon_a + 180, 360) - 180
    y_a, y_b = _mercator(lat_a), _mercator(lat_b)
    straight = lat_a + parts * (lat_b - lat_a), np.degrees(np.arctan(np.sinh(y_a + parts * (y_b - y_a))))
    aside = [_aside_m(lon[2:], lat[2:], heading[2:], lon_a + parts * across, on) for on in straight]
    return np.asarray(np.max(aside, axis=(0, 1)))


def _mercator(lat: Array) -> Array:
    import numpy as np

    return np.asarray(np.arcsinh(np.tan(np.radians(np.clip(lat, -89.9999999, 89.9999999)))))


def _aside_m(true_lon: Array, true_lat: Array, heading: Array, lon: Array, lat: Array) -> Array:
    """Distance of points from the great circle through true points along their headings."""
    import numpy as np

    phi, true_phi, turn = np.radians(lat), np.radians(true_lat), np.radians(lon - true_lon)
    # The point in the true point's own frame (east, north), times the normal of the heading.
    east = np.cos(phi) * np.sin(turn)
    # sin(phi - true_phi) kept whole: the difference of two near-equal products would lose millimetres.
    north = np.sin(phi - true_phi) + 2 * np.cos(phi) * np.sin(true_phi) * np.sin(turn / 2) ** 2
    along = np.radians(heading)
    aside = east * np.cos(along) - north * np.sin(along)
    return np.asarray(np.arcsin(np.clip(np.abs(aside), 0, 1)) * _SPHERE_M)


def unrolled(points: Array) -> Array:
    """Close the line, let its longitudes run on, and carry it over poles with the fan on its left."""
    import numpy as np

    at_pole = np.abs(points[:, 1]) > 90 - _AT_POLE_DEG
    start = int(np.argmin(at_pole))
    points, at_pole = np.roll(points, -start, axis=0), np.roll(at_pole, -start)
    points, at_pole = np.vstack([points, points[:1]]), np.append(at_pole, False)
    line: list[Array] = []
    lon = points[0, 0]
    runs = np.flatnonzero(np.diff(at_pole)) + 1
    for run, over_pole in zip(np.split(points, runs), [bool(at_pole[i]) for i in (0, *runs)], strict=True):
        if over_pole:
            pole = run[0, 1]
            continue
        if line:
            # Northward the fan lies west of the line: over the North Pole it turns west; the south mirrors.
            turn = (lon - run[0, 0]) % 360 if pole > 0 else -((run[0, 0] - lon) % 360)
            corner = math.copysign(90.0, pole)
            line.append(np.array([[lon, corner], [lon - turn, corner]]))
            lon -= turn
        steps = np.remainder(np.diff(run[:, 0]) + 180, 360) - 180
        lons = lon + np.concatenate([[0.0], np.cumsum(steps)])
        # Whole turns added to the longitudes themselves, so that no rounding gathers.
        lons = run[:, 0] + 360 * np.rint((lons - run[:, 0]) / 360)
        line.append(np.column_stack([lons, run[:, 1]]))
        lon = lons[-1]
    return np.concatenate(line)
